// The way by which a drive is asked. One real one; tests bring recorded answers.

import CBlockIO
import Glibc
import WipeContents
import WipeFirmware

/// Takes questions to one drive. Only the closed lists of commands can be sent.
protocol FirmwareTransport {
    /// What came back of the command that carries an ATA question, before it is read.
    func reply(to command: AtaCommand) -> ScsiReply
    func ask(_ command: ScsiCommand) -> ScsiReply
    func ask(_ command: NvmeCommand) -> NvmeAnswer
    /// Id of the namespace that the host writes; nil where there is none.
    var namespace: UInt32? { get }
    /// A question was kept back since its time was over: what was answered is no whole look.
    var hasRunOut: Bool { get }
}

/// The way by which a drive is told the one act: whoever asks cannot send it.
protocol ActTransport {
    func send(_ act: ScsiAct) -> ScsiReply
}

/// The way by which a drive is asked about and told its own erase: whoever puts the other questions cannot send that either.
protocol EraseSender {
    /// The exchange as a record keeps it, and the kernel's words where nothing came back.
    func send(_ request: EraseRequest) -> (exchange: EraseEvidence, why: String?)
}

extension FirmwareTransport {
    func ask(_ command: AtaCommand) -> AtaAnswer { AtaAnswer(reply(to: command)) }
    var hasRunOut: Bool { false }
}

/// Asks the drive behind an open descriptor that was proved to be the one. Blocks until it answers or the question's time is over. Needs
/// CAP_SYS_RAWIO for ATA and CAP_SYS_ADMIN for the lists and the log of NVMe; without them the answer is `unanswered`.
final class DescriptorTransport: FirmwareTransport, ActTransport, EraseSender {
    private let descriptor: Int32
    private let deadline: UInt64
    private(set) var hasRunOut = false

    /// - Parameter deadline: on the monotonic clock, in nanoseconds: after it no question goes out, and all answers are `unanswered`.
    init(descriptor: Int32, deadline: UInt64) {
        self.descriptor = descriptor
        self.deadline = deadline
    }

    private static let late = "no time was left to ask"

    private func isLate() -> Bool {
        if monotonicNanoseconds() >= deadline { hasRunOut = true }
        return hasRunOut
    }

    func reply(to command: AtaCommand) -> ScsiReply {
        send(command.descriptorBlock, dataBytes: command.dataBytes, command.timeoutMilliseconds)
    }

    func ask(_ command: ScsiCommand) -> ScsiReply {
        send(command.descriptorBlock, dataBytes: command.dataBytes, command.timeoutMilliseconds)
    }

    func ask(_ command: NvmeCommand) -> NvmeAnswer {
        let submission = command.submission
        let words = NvmeErase.Words(
            opcode: submission.opcode, namespace: submission.namespace, word10: submission.word10, word11: submission.word11)
        switch admin(words, dataBytes: submission.dataBytes, command.timeoutMilliseconds) {
        case .success(let (status, data)): return NvmeAnswer(status: status, data: data)
        case .failure(let silence): return .unanswered(why: silence.why)
        }
    }

    func send(_ request: EraseRequest) -> (exchange: EraseEvidence, why: String?) {
        if let words = request.words { return send(request, words) }
        let reply = send(
            request.descriptorBlock ?? [], dataBytes: request.answerBytes, parameters: request.parameters, request.timeoutMilliseconds)
        if case .unanswered(let why) = reply { return (reply.evidence(of: request), why) }
        return (reply.evidence(of: request), nil)
    }

    private func send(_ request: EraseRequest, _ words: NvmeErase.Words) -> (exchange: EraseEvidence, why: String?) {
        switch admin(words, dataBytes: request.answerBytes, request.timeoutMilliseconds) {
        case .success(let (status, data)):
            let code = UInt16(truncatingIfNeeded: status) & 0x7FF
            let answer = code == 0 ? Array(data.prefix(NvmeErase.logBytesKept)) : []
            return (EraseEvidence(request: request.bytes, status: code, answer: answer), nil)
        case .failure(let silence): return (EraseEvidence(request: request.bytes, status: nil, answer: []), silence.why)
        }
    }

    /// Nothing came back of a call, in the kernel's words.
    private struct Silence: Error { var why: String }

    private func admin(_ words: NvmeErase.Words, dataBytes: Int, _ timeoutMilliseconds: UInt32) -> Result<(Int32, [UInt8]), Silence> {
        guard !isLate() else { return .failure(Silence(why: Self.late)) }
        var data = [UInt8](repeating: 0, count: dataBytes)
        let status = data.withUnsafeMutableBytes { buffer in
            cbio_nvme_admin(
                descriptor, words.opcode, words.namespace, words.word10, words.word11, buffer.baseAddress, UInt32(buffer.count),
                timeoutMilliseconds)
        }
        return status < 0 ? .failure(Silence(why: errorText(-status))) : .success((status, data))
    }

    func send(_ act: ScsiAct) -> ScsiReply { send(act.descriptorBlock, dataBytes: 0, act.timeoutMilliseconds) }

    var namespace: UInt32? {
        let id = cbio_nvme_nsid(descriptor)
        return id > 0 ? UInt32(id) : nil
    }

    private func send(
        _ block: [UInt8], dataBytes: Int, parameters: [UInt8] = [], _ timeoutMilliseconds: UInt32
    ) -> ScsiReply {
        guard !isLate() else { return .unanswered(why: Self.late) }
        var answer = cbio_sg_answer()
        var data = [UInt8](repeating: 0, count: dataBytes)
        let result =
            parameters.isEmpty
            ? data.withUnsafeMutableBytes { buffer in
                cbio_sg_io(descriptor, block, UInt8(block.count), buffer.baseAddress, UInt32(buffer.count), timeoutMilliseconds, &answer)
            }
            : cbio_sg_overwrite(
                descriptor, block, UInt8(block.count), parameters, UInt32(parameters.count), timeoutMilliseconds, &answer)
        guard result == 0 else { return .unanswered(why: errorText(-result)) }
        // DRIVER_SENSE (8) only says that there is sense data.
        guard answer.host_status == 0, answer.driver_status & 0x0F == 0 || answer.driver_status & 0x0F == 8 else {
            return .unanswered(why: "the kernel gave up: host \(answer.host_status), driver \(answer.driver_status)")
        }
        let sense = withUnsafeBytes(of: answer.sense) { Array($0.prefix(Int(answer.sense_count))) }
        return .ended(status: answer.status, sense: sense, data: Array(data.prefix(Int(answer.data_count))))
    }
}
