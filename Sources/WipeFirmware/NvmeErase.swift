// Sanitize of NVMe (NVM Express base specification 2.0, 5.24) and its log page 81h (5.16.1.25), and the status that comes back.

/// The words of an NVMe drive's own erase.
package enum NvmeErase {
    /// Codes of commands. These are all that this encoder can put into a submission.
    private enum Code: UInt8 {
        case getLogPage = 0x02
        case sanitize = 0x84
    }

    /// What goes into the submission; every other word of it is 0.
    package struct Words: Hashable, Sendable {
        package var opcode: UInt8
        package var namespace: UInt32
        package var word10: UInt32
        package var word11: UInt32

        package init(opcode: UInt8, namespace: UInt32, word10: UInt32, word11: UInt32) {
            self.opcode = opcode
            self.namespace = namespace
            self.word10 = word10
            self.word11 = word11
        }

        /// As `EraseEvidence.request` keeps it: the opcode, three zeros, and the three words, the least significant byte first.
        package var bytes: [UInt8] {
            [opcode, 0, 0, 0] + [namespace, word10, word11].flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        }
    }

    /// Bytes of the log page that are read, and the part that means something.
    static let logBytes = 512
    package static let logBytesKept = 32

    static func words(_ purpose: EraseRequest.Purpose) -> Words {
        switch purpose {
        // Bits 31:16 are the number of words of 32 bits, less one.
        case .status:
            Words(
                opcode: Code.getLogPage.rawValue, namespace: 0xFFFF_FFFF, word10: UInt32(logBytes / 4 - 1) << 16 | 0x81, word11: 0)
        // It reaches the whole drive: no namespace is named.
        case .command(let command):
            Words(opcode: Code.sanitize.rawValue, namespace: 0, word10: command.nvmeWord10, word11: command.pattern ?? 0)
        }
    }

    static func pattern(in bytes: AnswerBytes) -> UInt32? { bytes.little(12, width: 4).map { UInt32($0) } }

    /// Type in bits 10:8 and code in 7:0; what stands above says whether to try again.
    private static func code(_ status: UInt16) -> UInt16 { status & 0x7FF }

    static func status(_ status: UInt16, _ answer: [UInt8]) -> EraseStatus {
        guard code(status) == 0, let log = SanitizeLog(answer) else { return .unknown }
        let found: (state: EraseStatus.State, succeeded: Bool?)
        switch log.status {
        case .never: found = (.idle, false)
        case .done, .doneAndDeallocated: found = (.idle, true)
        case .running: found = (.running, nil)
        case .failed: found = (.failed, false)
        case .other: return .unknown
        }
        return EraseStatus(
            state: found.state, fraction: found.state == .running ? log.progress : nil, lastSucceeded: found.succeeded,
            newestCommand: log.commandWord10, isAllErased: log.globalDataErased)
    }

    static func answer(_ status: UInt16) -> EraseAnswer {
        switch code(status) {
        case 0: .accepted
        // Opcode, field, namespace; a memory region is enabled; not ready for it.
        case 0x01, 0x02, 0x0B, 0x123, 0x24: .refused(.refusedByDrive)
        case 0x1D: .refused(.running)
        case 0x1C: .refused(.inFailureMode)
        // Operation denied, write protected, access denied.
        case 0x15, 0x20, 0x286: .refused(.denied)
        case 0x10B, 0x110, 0x111: .refused(.firmwarePending)
        // 3xxh is made by the kernel, not by the drive; of the others nobody has said that nothing was begun.
        case let other: .unanswered("NVMe status \(String(other, radix: 16))h")
        }
    }
}
