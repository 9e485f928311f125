// What a document comes to, in one word: what people count.

/// Whether a document counts, and as what.
public enum Standing: String, Sendable, CaseIterable {
    case cleared
    case withExceptions = "cleared-with-exceptions"
    case purged
    case purgedWithExceptions = "purged-with-exceptions"
    case notSanitized = "not-sanitized"
    /// A valid record that the station has taken back.
    case revoked
    /// A valid record of no real drive.
    case simulation
    /// A valid correction, revocation or rotation.
    case notice
    /// Something stands against it, a notice that cannot be believed for instance.
    case notValid = "not-valid"

    /// Without keys in `result` nothing is asked of the signer: that is for the caller, who knows whether keys were given.
    public init(_ result: VerifyResult, _ notices: NoticeBoard.Answer) {
        let against = result.problems.filter { $0.code != .simulation } + notices.problems.filter { $0.code != .revoked }
        guard against.isEmpty, result.signature == .valid, result.schema == .valid, result.key != .untrusted else {
            self = .notValid
            return
        }
        if result.summary.entry?.kind.isNotice == true {
            self = .notice
        } else if notices.isRevoked {
            self = .revoked
        } else if result.simulation {
            self = .simulation
        } else {
            switch result.outcome {
            case .cleared: self = .cleared
            case .clearedWithExceptions: self = .withExceptions
            case .purged: self = .purged
            case .purgedWithExceptions: self = .purgedWithExceptions
            case .notSanitized: self = .notSanitized
            case nil: self = .notValid
            }
        }
    }

    /// A valid record about a real drive that nobody has taken back: it may cover a drive that was received.
    public var isOfARealDrive: Bool {
        switch self {
        case .cleared, .withExceptions, .purged, .purgedWithExceptions, .notSanitized: true
        case .revoked, .simulation, .notice, .notValid: false
        }
    }
}
