// The way by which a drive is asked. One real one; tests bring recorded answers.

import CBlockIO
import Glibc
import WipeContents

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

extension FirmwareTransport {
    func ask(_ command: AtaCommand) -> AtaAnswer { AtaAnswer(reply(to: command)) }
    var hasRunOut: Bool { false }
}

/// Asks the drive behind an open descriptor that was proved to be the one. Blocks until it answers or the question's time is over. Needs
/// CAP_SYS_RAWIO for ATA and CAP_SYS_ADMIN for the lists and the log of NVMe; without them the answer is `unanswered`.
final class DescriptorTransport: FirmwareTransport, ActTransport {
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
        guard !isLate() else { return .unanswered(why: Self.late) }
        let submission = command.submission
        var data = [UInt8](repeating: 0, count: submission.dataBytes)
        let status = data.withUnsafeMutableBytes { buffer in
            cbio_nvme_admin(
                descriptor, submission.opcode, submission.namespace, submission.word10, submission.word11, buffer.baseAddress,
                UInt32(buffer.count), command.timeoutMilliseconds)
        }
        return status < 0 ? .unanswered(why: errorText(-status)) : NvmeAnswer(status: status, data: data)
    }

    func send(_ act: ScsiAct) -> ScsiReply { send(act.descriptorBlock, dataBytes: 0, act.timeoutMilliseconds) }

    var namespace: UInt32? {
        let id = cbio_nvme_nsid(descriptor)
        return id > 0 ? UInt32(id) : nil
    }

    private func send(_ block: [UInt8], dataBytes: Int, _ timeoutMilliseconds: UInt32) -> ScsiReply {
        guard !isLate() else { return .unanswered(why: Self.late) }
        var answer = cbio_sg_answer()
        var data = [UInt8](repeating: 0, count: dataBytes)
        let result = data.withUnsafeMutableBytes { buffer in
            cbio_sg_io(descriptor, block, UInt8(block.count), buffer.baseAddress, UInt32(buffer.count), timeoutMilliseconds, &answer)
        }
        guard result == 0 else { return .unanswered(why: errorText(-result)) }
        // DRIVER_SENSE (8) only says that there is sense data.
        guard answer.host_status == 0, answer.driver_status & 0x0F == 0 || answer.driver_status & 0x0F == 8 else {
            return .unanswered(why: "the kernel gave up: host \(answer.host_status), driver \(answer.driver_status)")
        }
        let sense = withUnsafeBytes(of: answer.sense) { Array($0.prefix(Int(answer.sense_count))) }
        return .ended(status: answer.status, sense: sense, data: Array(data.prefix(Int(answer.data_count))))
    }
}
