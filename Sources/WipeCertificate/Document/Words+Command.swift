// The closed word lists of what a drive did by itself, and of why it did not. A word that is not listed here makes a document invalid.

import WipeFirmware

/// Who destroyed the data of a pass.
public enum PassKind: String, Sendable, CaseIterable {
    /// The host wrote over it.
    case write
    /// The drive was told to.
    case command
}

/// How the data of a pass was destroyed. All but `overwrite` are done by the drive itself.
public enum Technique: String, Sendable, CaseIterable {
    case overwrite
    case sanitizeBlock = "sanitize-block"
    case sanitizeCrypto = "sanitize-crypto"
    case sanitizeOverwrite = "sanitize-overwrite"
    case formatUser = "format-user"
    case formatCrypto = "format-crypto"
    case securityErase = "security-erase"
    case securityEraseEnhanced = "security-erase-enhanced"
}

/// How strong a sanitization is, in NIST's sense (SP 800-88r2, 3.1).
public enum ClaimLevel: String, Sendable, CaseIterable {
    case clear, purge
}

/// The set of commands in which a drive was told.
public enum CommandSet: String, Sendable, CaseIterable {
    case ata, nvme, scsi

    /// The set in which these bytes are a question or a command of ours; nil where they are none. They begin otherwise in each set, so that no
    /// request of one is one of another: a record takes this from what went out, and from nowhere else.
    public init?(ofRequest bytes: [UInt8]) {
        guard let set = Self.allCases.first(where: { EraseRequest(bytes, on: $0.transport) != nil }) else { return nil }
        self = set
    }

    /// As the decoders call it.
    var transport: CommandTransport {
        switch self {
        case .ata: .ata
        case .nvme: .nvme
        case .scsi: .scsi
        }
    }
}

/// How far an erase by the drive has come.
public enum CommandState: String, Sendable, CaseIterable {
    /// Nothing was sent.
    case none
    /// It was about to be sent, or was, and no answer is known.
    case intended
    case accepted
    /// By the drive's own word, or where its bus has none, since nothing runs and nothing failed.
    case ended
    case refused, failed
    /// What became of it could not be found out.
    case lost
}

/// How the acceptance of a command is known.
public enum CommandAcceptance: String, Sendable, CaseIterable {
    /// The answer to this very command.
    case completion
    /// The drive was found at it.
    case foundRunning = "found-running"
    /// No mark was left, and the drive said itself that nothing was written since.
    case inferredFromMarks = "inferred-from-marks"
}

/// Why a drive did not take a command.
public enum CommandRefusal: String, Sendable, CaseIterable {
    case refusedByDrive = "refused-by-drive"
    case running
    case inFailureMode = "in-failure-mode"
    case frozen, denied
    case firmwarePending = "firmware-pending"
    /// It did not prove to be the drive that was decided about, and alone: nothing was sent.
    case notProved = "not-proved"
}

/// How a drive says that its own erase stands.
public enum DriveState: String, Sendable, CaseIterable {
    case idle, running, failed, frozen, unknown
}

/// What was asked or told in one exchange with the drive.
public enum EvidenceKind: String, Sendable, CaseIterable {
    case statusBefore = "status-before"
    case command
    case statusRunning = "status-running"
    case statusAfterSilence = "status-after-silence"
    case statusEnd = "status-end"
}

/// What a whole drive holds.
public enum ContentsKind: String, Sendable, CaseIterable {
    case zeros, ones
    /// One byte, repeated.
    case byte
    /// The same bytes, repeated within 16.
    case period
    case randomLooking = "random-looking"
    case mixed
}

/// What came of a Purge that a policy asked for.
public enum PurgeState: String, Sendable, CaseIterable {
    case notRequested = "not-requested"
    case performed
    /// No technique was left, and another policy took the place of the one that was asked for.
    case unavailable
    case failed
}

/// Why a technique cannot be used on a drive, or why that is not known.
public enum TechniqueReason: String, Sendable, CaseIterable {
    case notOffered = "not-offered"
    case notForMedia = "not-for-media"
    case notAsked = "not-asked"
    case behindABridge = "behind-a-bridge"
    case notDirect = "not-direct"
    case noTime = "no-time"
    case noAnswer = "no-answer"
    case statusUnreadable = "status-unreadable"
    case frozen, locked
    case severalNamespaces = "several-namespaces"
    case inFailureMode = "in-failure-mode"
    case notAllowedHere = "not-allowed-here"
    case knownDefect = "known-defect"
}

/// Where a drive's description of itself was read.
public enum IdentifySource: String, Sendable, CaseIterable {
    case sysfs, ioctl, none
}
