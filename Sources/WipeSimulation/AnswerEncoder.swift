// What a drive has to say of its own erase, put into the bytes of its bus: what the engine decodes, and what a record keeps.

import WipeFirmware

/// The answers of a drive of one transport. Where a bus has no word for something, the nearest that such drives do say stands for it.
struct AnswerEncoder {
    let transport: CommandTransport

    /// The answer to the question how its erase stands.
    func status(_ said: EraseStatus) -> EraseEvidence {
        switch transport {
        case .ata: evidence(.status, ata(said))
        case .nvme: evidence(.status, nvme(said))
        case .scsi: evidence(.status, scsi(said))
        }
    }

    /// What comes back of a command.
    func answer(_ said: EraseAnswer, to command: EraseCommand) -> EraseEvidence {
        switch said {
        case .accepted: evidence(.command(command), accepted)
        case .refused(.notProved), .unanswered: silence(.command(command))
        case .refused(let why): evidence(.command(command), refused(why))
        }
    }

    /// Nothing comes back.
    func silence(_ purpose: EraseRequest.Purpose) -> EraseEvidence {
        EraseEvidence(request: EraseRequest(purpose, on: transport).bytes, status: nil, answer: [])
    }

    private typealias Answer = (status: UInt16, bytes: [UInt8])

    private func evidence(_ purpose: EraseRequest.Purpose, _ answer: Answer) -> EraseEvidence {
        EraseEvidence(request: EraseRequest(purpose, on: transport).bytes, status: answer.status, answer: answer.bytes)
    }

    // MARK: commands

    private var accepted: Answer { transport == .ata ? Self.registers(count: 0x4000, lba: 0) : (0, []) }

    private func refused(_ why: EraseAnswer.Refusal) -> Answer {
        switch (transport, why) {
        case (.nvme, .running): (0x1D, [])
        case (.nvme, .inFailureMode): (0x1C, [])
        case (.nvme, .denied): (0x20, [])
        case (.nvme, .firmwarePending): (0x10B, [])
        case (.nvme, _): (0x01, [])
        case (.scsi, .running): (2, Self.sense(key: 2, code: 0x041B))
        case (.scsi, .inFailureMode): (2, Self.sense(key: 3, code: 0x3103))
        case (.scsi, .denied): (2, Self.sense(key: 7, code: 0x2700))
        case (.scsi, _): (2, Self.sense(key: 5, code: 0x2000))
        case (.ata, .inFailureMode): Self.aborted(reason: 1)
        case (.ata, .frozen): Self.aborted(reason: 3)
        case (.ata, _): Self.aborted(reason: 2)
        }
    }

    // MARK: states

    private func ata(_ said: EraseStatus) -> Answer {
        let success: UInt16 = said.lastSucceeded == true ? 0x8000 : 0
        switch said.state {
        case .running: return Self.registers(count: 0x4000, lba: UInt64(said.fraction ?? 0))
        case .failed: return Self.aborted(reason: 1)
        case .frozen: return Self.registers(count: success | 0x2000, lba: 0xFFFF)
        case .idle: return Self.registers(count: success, lba: 0xFFFF)
        // GOOD, and no registers.
        case .unknown: return (0, [])
        }
    }

    private func nvme(_ said: EraseStatus) -> Answer {
        let code: UInt16
        switch said.state {
        case .running: code = 2
        case .failed: code = 3
        case .idle, .frozen: code = said.lastSucceeded == true ? 1 : 0
        // Invalid log page.
        case .unknown: return (0x109, [])
        }
        let progress = said.state == .running ? said.fraction ?? 0 : 0xFFFF
        let state = code | (said.isAllErased == true ? 0x100 : 0)
        let notSaid = [UInt8](repeating: 0xFF, count: 12)
        let log = [progress, state].flatMap { Self.little(UInt64($0), 2) } + Self.little(UInt64(said.newestCommand ?? 0), 4) + notSaid
        return (0, log + [UInt8](repeating: 0, count: NvmeErase.logBytesKept - log.count))
    }

    private func scsi(_ said: EraseStatus) -> Answer {
        switch said.state {
        case .running: (0, Self.sense(key: 2, code: 0x041B, progress: said.fraction))
        case .failed: (0, Self.sense(key: 3, code: 0x3103))
        case .idle, .frozen: (0, Self.sense(key: 0, code: 0))
        case .unknown: (2, Self.sense(key: 5, code: 0x2000))
        }
    }

    // MARK: bytes

    private static func little(_ number: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }

    /// The registers after a command without an error, as libata hands them over: sense with one descriptor, in which the high half of each
    /// register stands before the low one.
    private static func registers(count: UInt16, lba: UInt64) -> Answer {
        let low = little(lba, 6)
        let registers = [UInt8(count >> 8), UInt8(count & 0xFF), low[3], low[0], low[4], low[1], low[5], low[2], 0x40, 0x50]
        return (2, [0x72, 0x01, 0x00, 0x1D, 0, 0, 0, 14, 0x09, 12, 0x01, 0x00] + registers)
    }

    /// An abort with its reason, as libata hands it over: sense in the fixed form, which loses the high halves.
    private static func aborted(reason: UInt8) -> Answer {
        (2, [0xF0, 0, 0x0B, 0x04, 0x51, 0x40, 0, 10, 0, reason, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    private static func sense(key: UInt8, code: UInt16, progress: UInt16? = nil) -> [UInt8] {
        let specific: [UInt8] = progress.map { [0x80, UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? [0, 0, 0]
        return [0x70, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, UInt8(code >> 8), UInt8(code & 0xFF), 0] + specific
    }
}
