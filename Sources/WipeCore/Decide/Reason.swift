// Every code that a refusal, a hold or an ending can carry, in one place. Codes are stable, sentences may change.

/// A stable code with a sentence for people.
public struct Reason: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case code, message }
    public var code: Code
    public var message: String
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The words on the wire, in the journal and in the certificates.
    public enum Code: String, Codable, Sendable, CaseIterable {
        // Refusals: will not.
        case mounted
        case swapInUse = "swap-in-use"
        case hasHolders = "has-holders"
        case openedExclusively = "opened-exclusively"
        case formerRun = "former-run"
        case runningSystem = "running-system"
        case usageUnknown = "usage-unknown"
        case arrayMemberElsewhere = "array-member-elsewhere"
        case protected
        case notInABay = "not-in-a-bay"
        case ambiguousBay = "ambiguous-bay"
        case notACandidate = "not-a-candidate"
        case secondPath = "second-path"
        case readOnly = "read-only"
        case readOnlyUnknown = "read-only-unknown"
        case sizeUnknown = "size-unknown"
        case unsupportedSectorSize = "unsupported-sector-size"
        case hostManagedZones = "host-managed-zones"
        case locked
        case identificationFailed = "identification-failed"
        case mediaGone = "media-gone"
        case noPolicy = "no-policy"
        case unknownPolicy = "unknown-policy"
        case policyNotForMedia = "policy-not-for-media"
        // Holds: not yet.
        case assetTagMissing = "asset-tag-missing"
        case waitingForStart = "waiting-for-start"
        case presentAtStart = "present-at-start"
        case wasInUse = "was-in-use"
        case alreadyCertified = "already-certified"
        case failedBefore = "failed-before"
        case cancelledBefore = "cancelled-before"
        case weakIdentity = "weak-identity"
        case serialShared = "serial-shared"
        case identityChanged = "identity-changed"
        case nearlyProtected = "nearly-protected"
        case aboveConfirmSize = "above-confirm-size"
        case arrayMember = "array-member"
        case contentsUnknown = "contents-unknown"
        case unhealthy
        case contentsChanged = "contents-changed"
        // Why a queued job does not start yet.
        case slotsTaken = "slots-taken"
        case busTaken = "bus-taken"
        case beingLookedAt = "being-looked-at"
        // Refusals at the open descriptor, before the first write.
        case deviceLocked = "device-locked"
        case identityMismatch = "identity-mismatch"
        case openedForWriting = "opened-for-writing"
        case openFailed = "open-failed"
        case custodyUnknown = "custody-unknown"
        // Endings and interruptions.
        case mismatch
        case budgetExceeded = "budget-exceeded"
        case flushFailed = "flush-failed"
        case incomplete
        case stoppedEarly = "stopped-early"
        case stopAfterBadSectors = "stop-after-bad-sectors"
        case stopAfterHours = "stop-after-hours"
        case slow
        case noAnswer = "no-answer"
        case takesNothing = "takes-nothing"
        case custodyBroken = "custody-broken"
        case reallocatedRise = "reallocated-rise"
        case temperature
        case capacityChanged = "capacity-changed"
        case cancelled
        case paused
        case detached
        case shutdown
        case daemonRestarted = "daemon-restarted"
        case resumeWindowPassed = "resume-window-passed"
        case honestyRefused = "honesty-refused"
    }
}

extension Reason {
    /// What every look and every run says alike.
    static let contentsChanged = Reason(
        .contentsChanged, "what was written last has changed, or nothing of it can be compared; the wipe would start over")
}

extension Reason.Code {
    /// Holds that one right `--confirm` lifts. `asset-tag-missing` is lifted by a tag alone.
    public var isConfirmable: Bool {
        switch self {
        case .waitingForStart, .presentAtStart, .wasInUse, .alreadyCertified, .failedBefore, .cancelledBefore, .weakIdentity,
            .serialShared, .identityChanged, .nearlyProtected, .aboveConfirmSize,
            .arrayMember, .contentsUnknown, .unhealthy, .contentsChanged:
            true
        default: false
        }
    }
}
