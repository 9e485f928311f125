// What came back of one SCSI command, before anybody has read meaning into it.

import WipeFirmware

/// The bytes of one answer, or why there are none.
enum ScsiReply: Equatable, Sendable {
    /// The device ended the command. `sense` and `data` are what was received, and nothing beyond.
    case ended(status: UInt8, sense: [UInt8], data: [UInt8])
    /// Nobody can say what the device did: the call failed, or the kernel gave the command up.
    case unanswered(why: String)

    /// This reply as a record keeps it: the data, where the question was answered with some, else the sense.
    func evidence(of request: EraseRequest) -> EraseEvidence {
        guard case .ended(let status, let sense, let data) = self else {
            return EraseEvidence(request: request.bytes, status: nil, answer: [])
        }
        let answer = request.answerBytes > 0 && status == 0 ? data : sense
        return EraseEvidence(request: request.bytes, status: UInt16(status), answer: Array(answer.prefix(EraseEvidence.answerBytesMax)))
    }

    /// What it says where it was the answer to the question how the drive's own erase stands.
    func eraseStatus(_ transport: CommandTransport) -> EraseStatus {
        EraseStatus(evidence(of: EraseRequest(.status, on: transport)), on: transport)
    }
}

/// What an ATA drive answered to one command.
enum AtaAnswer: Equatable, Sendable {
    /// The drive did it. `registers` are nil where the command was not to report them, or something on the way dropped them.
    case done(data: [UInt8], registers: AtaRegisters?)
    /// The drive itself ended it with an error.
    case failed(AtaRegisters)
    /// The kernel or an adapter refused it; the drive never saw it.
    case refused(Sense?)
    /// Nobody can say.
    case unanswered(why: String)

    init(_ reply: ScsiReply) {
        switch reply {
        case .unanswered(let why): self = .unanswered(why: why)
        case .ended(let status, let bytes, let data):
            // Descriptor sense may come with GOOD as well as with CHECK CONDITION.
            let sense = Sense(bytes)
            switch (status, sense?.registers) {
            case (0x00, nil), (0x02, _?), (0x00, _?): self = AtaAnswer.reported(sense?.registers, data)
            case (0x02, nil): self = .refused(sense)
            case (let other, _): self = .unanswered(why: "SCSI status \(other)")
            }
        }
    }

    private static func reported(_ registers: AtaRegisters?, _ data: [UInt8]) -> AtaAnswer {
        guard let registers else { return .done(data: data, registers: nil) }
        if registers.isBusy { return .unanswered(why: "the drive is busy") }
        return registers.isError ? .failed(registers) : .done(data: data, registers: registers)
    }

    /// The data of a command that was done, where all of them came.
    func data(count: Int) -> [UInt8]? {
        guard case .done(let data, _) = self, data.count == count else { return nil }
        return data
    }
}
