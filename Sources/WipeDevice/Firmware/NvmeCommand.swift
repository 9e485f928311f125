// The NVMe admin commands that this program can make, and no other: each asks, none changes anything.

/// A question to an NVMe controller.
enum NvmeCommand: Equatable, Sendable {
    /// Identify with CNS 01h: the controller, 4096 bytes.
    case identifyController
    /// Identify with CNS 00h: one namespace, 4096 bytes.
    case identifyNamespace(UInt32)
    /// Identify with CNS 02h: the ids of the active namespaces, 4096 bytes.
    case activeNamespaces
    /// Identify with CNS 10h: the ids of the allocated namespaces, 4096 bytes.
    case allocatedNamespaces
    /// Get Log Page 81h: how the last sanitize stands, 512 bytes.
    case sanitizeLog

    /// Every command there is, for one namespace.
    static func all(namespace: UInt32) -> [NvmeCommand] {
        [.identifyController, .identifyNamespace(namespace), .activeNamespaces, .allocatedNamespaces, .sanitizeLog]
    }

    /// Codes of commands. These are all that the encoder can put into a submission.
    private enum Code: UInt8 {
        case getLogPage = 0x02
        case identify = 0x06
    }

    /// What goes into the submission.
    struct Submission: Equatable, Sendable {
        var opcode: UInt8
        var namespace: UInt32
        var word10: UInt32
        var word11: UInt32
        var dataBytes: Int
    }

    /// Longest wait.
    var timeoutMilliseconds: UInt32 { 15_000 }

    var submission: Submission {
        switch self {
        case .identifyController: identify(0x01, 0)
        case .identifyNamespace(let id): identify(0x00, id)
        case .activeNamespaces: identify(0x02, 0)
        case .allocatedNamespaces: identify(0x10, 0)
        case .sanitizeLog:
            // Bits 31:16 are the number of words of 32 bits, less one.
            Submission(
                opcode: Code.getLogPage.rawValue, namespace: 0xFFFF_FFFF, word10: (512 / 4 - 1) << 16 | 0x81, word11: 0, dataBytes: 512)
        }
    }

    private func identify(_ structure: UInt32, _ namespace: UInt32) -> Submission {
        Submission(opcode: Code.identify.rawValue, namespace: namespace, word10: structure, word11: 0, dataBytes: 4096)
    }
}

/// What an NVMe controller answered.
enum NvmeAnswer: Equatable, Sendable {
    case done([UInt8])
    /// The controller's status: type in bits 10:8, code in 7:0.
    case refused(status: UInt16)
    /// Nobody can say: the call failed, or the kernel gave the command up.
    case unanswered(why: String)

    /// - Parameter status: what the ioctl returned, not negative.
    init(status: Int32, data: [UInt8]) {
        let code = UInt16(truncatingIfNeeded: status) & 0x7FF
        switch code {
        case 0: self = .done(data)
        // Path related: made by the kernel, not by the controller.
        case 0x300...0x3FF: self = .unanswered(why: "NVMe status \(String(code, radix: 16))h")
        default: self = .refused(status: code)
        }
    }

    /// The data, where all of them came.
    func data(count: Int) -> [UInt8]? {
        guard case .done(let data) = self, data.count == count else { return nil }
        return data
    }
}
