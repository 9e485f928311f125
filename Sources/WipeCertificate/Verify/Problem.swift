// The codes under which a document is refused. Codes are stable, sentences are not.

/// One thing that is wrong with a document.
public struct Problem: Sendable, Equatable, CustomStringConvertible {
    /// The stable word.
    public let code: ProblemCode
    /// A sentence for people; may contain text of the document, which is not to be trusted.
    public let message: String

    /// A problem with a document.
    public init(_ code: ProblemCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// `code: sentence`.
    public var description: String { "\(code.rawValue): \(message)" }
}

/// Every code there is.
public enum ProblemCode: String, Sendable, CaseIterable {
    // The file.
    case notJSON = "not-json"

    // Structure: the answer `schema`.
    case memberMissing = "member-missing"
    case memberUnknown = "member-unknown"
    case typeWrong = "type-wrong"
    case wordUnknown = "word-unknown"
    case valueMalformed = "value-malformed"

    // Proof: the answer `signature`.
    case proofMalformed = "proof-malformed"
    case proofContext = "proof-context"
    case issuerMismatch = "issuer-mismatch"
    case signatureMismatch = "signature-mismatch"

    // Key: the answer `key`.
    case keyNotListed = "key-not-listed"
    case keyRole = "key-role"
    case keyOutsideInterval = "key-outside-interval"
    case keyOtherStation = "key-other-station"
    case keyOtherLog = "key-other-log"

    // Log: the answer `log`.
    case logProofMissing = "log-proof-missing"
    case logProofMalformed = "log-proof-malformed"
    case logNotIncluded = "log-not-included"
    case logAnchorMisplaced = "log-anchor-misplaced"
    case logSignatureMismatch = "log-signature-mismatch"
    case logUntrusted = "log-untrusted"
    case logKeyRetired = "log-key-retired"

    /// The time of the document against the reader's clock.
    case dateInFuture = "date-in-future"

    // Notices about the document.
    case revoked
    case noticeUntrusted = "notice-untrusted"
    case noticeMismatch = "notice-mismatch"
    case noticeUnreadable = "notice-unreadable"
    /// A notice that says what no rule allows.
    case noticeMisstated = "notice-misstated"
    /// A correction that counts, and whose time leaves something open.
    case noticeDoubtful = "notice-doubtful"

    /// H15, the verifier's half: a simulation is never plainly valid.
    case simulation

    // Honesty, by rule.
    case claimAboveClear = "claim-above-clear"  // H1
    case exceptionMissing = "exception-missing"  // H2, H5, H6, H7, H8, H10
    case exceptionUnfounded = "exception-unfounded"  // H4
    case wordForbidden = "word-forbidden"  // H3
    case outcomeUnfounded = "outcome-unfounded"  // H4
    case coverageIncomplete = "coverage-incomplete"  // H4
    case coverageMisstated = "coverage-misstated"  // H4, H8
    case hiddenAreasMisstated = "hidden-areas-misstated"  // H5
    case healthUnexplained = "health-unexplained"  // H6
    case defectsMiscounted = "defects-miscounted"  // H7
    case budgetExceeded = "budget-exceeded"  // H7
    case flushMissing = "flush-missing"  // H4
    case verificationIncomplete = "verification-incomplete"  // H8
    case verificationFailed = "verification-failed"  // H8
    case verificationMisstated = "verification-misstated"  // H8
    case verifiedPassMisnamed = "verified-pass-misnamed"  // H9
    case passesMisnumbered = "passes-misnumbered"  // H9
    case passMissing = "pass-missing"  // H4
    case serialSourceMissing = "serial-source-missing"  // H10
    case identityMisstated = "identity-misstated"  // H10
    case capacityConflict = "capacity-conflict"  // H10
    case capacityMisstated = "capacity-misstated"  // H10
    case titleMisstated = "title-misstated"  // H11, H12
    case failureWithClaim = "failure-with-claim"  // H12
    case failureWithoutReason = "failure-without-reason"  // H12
    case certificateWithReason = "certificate-with-reason"  // H12
    case timeDisorder = "time-disorder"  // H13
    case claimMisstated = "claim-misstated"  // H14
    case originUnstated = "origin-unstated"  // H15
    case simulationUnmarked = "simulation-unmarked"  // H15
    case declaredMisstated = "declared-misstated"  // H16

    // An erase by the drive itself.
    case claimAboveTechnique = "claim-above-technique"
    case purgeUnfounded = "purge-unfounded"
    case purgeUnstated = "purge-unstated"
    case marksMisstated = "marks-misstated"
    case evidenceMisstated = "evidence-misstated"
    case contentsUnfit = "contents-unfit"

    /// Codes about the file, its signature and its key. The others are those of `Honesty.judge`, and those alone may stand in a document.
    static let ofTheVerifier: Set<ProblemCode> = [
        .notJSON, .proofMalformed, .proofContext, .issuerMismatch, .signatureMismatch, .keyNotListed, .keyRole, .keyOutsideInterval,
        .keyOtherStation, .keyOtherLog, .simulation, .logProofMissing, .logProofMalformed, .logNotIncluded, .logAnchorMisplaced,
        .logSignatureMismatch, .logUntrusted, .logKeyRetired, .dateInFuture, .revoked, .noticeUntrusted, .noticeMismatch, .noticeUnreadable,
        .noticeMisstated, .noticeDoubtful,
    ]
    /// The words that `Honesty.judge` can give.
    static let wordsOfTheJudge = allCases.filter { !ofTheVerifier.contains($0) }.map(\.rawValue)

    /// Whether the code is about the proof beside the document, and not about the document.
    public var isAboutTheLog: Bool {
        switch self {
        case .logProofMissing, .logProofMalformed, .logNotIncluded, .logAnchorMisplaced, .logSignatureMismatch, .logUntrusted,
            .logKeyRetired:
            true
        default: false
        }
    }

    /// Whether the code decides the answer `schema`.
    var isStructural: Bool {
        switch self {
        case .memberMissing, .memberUnknown, .typeWrong, .wordUnknown, .valueMalformed, .notJSON: true
        default: false
        }
    }
}
