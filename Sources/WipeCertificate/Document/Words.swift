// The closed word lists of the format. A word that is not listed here makes a document invalid; it never means "something new".

/// What stores the bits. Everything but `magneticHDD` is treated as flash (rule H2).
public enum MediaType: String, Sendable, CaseIterable {
    case magneticHDD = "magnetic-hdd"
    case flashSSD = "flash-ssd"
    case flashRemovable = "flash-removable"
    case hybrid
    case unknown
}

/// What a document says in one word about the media.
public enum Outcome: String, Sendable, CaseIterable {
    case cleared
    case clearedWithExceptions = "cleared-with-exceptions"
    case purged
    case purgedWithExceptions = "purged-with-exceptions"
    case notSanitized = "not-sanitized"
}

/// What a sanitization leaves open although its verdict holds.
public enum CertificateException: String, Sendable, CaseIterable {
    case flashOverprovisioning = "flash-overprovisioning-not-addressed"
    case hiddenAreasUnknown = "hidden-areas-unknown"
    case hiddenAreasNotAddressed = "hidden-areas-not-addressed"
    case reallocatedSectors = "reallocated-sectors-not-overwritten"
    case healthUnknown = "health-unknown"
    case unwrittenSectors = "unwritten-sectors"
    case unreadableSectors = "unreadable-sectors"
    case sampledVerification = "sampled-verification"
    /// Nothing but constant or repeated bytes was read back: a drive that drops what is written and answers such bytes passes as well.
    case constantPattern = "constant-pattern"
    case weakIdentity = "weak-identity"
    case serialShared = "serial-shared"
    case identityChanged = "identity-changed"
    /// The device was let go of, or was touched, after the moment for which the document speaks and before it was signed.
    case custodyEnded = "custody-ended-before-signing"
    /// Another program had the media open for writing when the last read-back ended.
    case openElsewhere = "open-for-writing-elsewhere"
    /// A crypto erase: how the keys were made, kept and destroyed, no command tells.
    case keyErase = "key-erase-unexamined"
    /// An overwrite by the drive itself may end well and leave sectors that nobody reaches.
    case inaccessibleSectors = "inaccessible-sectors-not-assured"
    /// SCSI has no word for an erase that has ended well, but that none runs and none has failed.
    case completionNotStated = "completion-not-stated"
}

/// Part of a pass. `confirm` and `command` are of a row that the drive does itself: its marks are read back, and it is told.
public enum Phase: String, Sendable, CaseIterable {
    case write, confirm, command, verify
}

/// How custody of a drive was broken.
public enum CustodyBreak: String, Sendable, CaseIterable {
    case released
    case anotherMedium = "another-medium"
    case slept = "machine-slept"
    case powerCycled = "power-cycled"
    case written = "written-by-others"
    case discarded = "discarded-by-others"
    case unreadable = "evidence-unreadable"
}

/// Who declared the tags of an asset: a person at the station, or an intake list.
public enum Declarer: String, Sendable, CaseIterable {
    case person, intake
}

/// How a job ended. `sanitized` is what the engine says; the document still has to bear it out.
public enum JobEnd: String, Sendable, CaseIterable {
    case sanitized, failed, abandoned
}

/// State of an area that the host does not reach (HPA, DCO, accessible maximum address).
public enum HiddenAreaState: String, Sendable, CaseIterable {
    case absent
    case notSupported = "not-supported"
    case removed
    case presentNotAddressed = "present-not-addressed"
    case unknown
}

/// Why the state of such an area is unknown.
public enum HiddenAreaReason: String, Sendable, CaseIterable {
    /// The drive was not asked: it was in no bay or in several, protected, or in use.
    case notAsked = "not-asked"
    case behindABridge = "behind-a-bridge"
    /// The way to the drive is none that commands are sent on.
    case notDirect = "not-direct"
    case noTime = "no-time"
    case noAnswer = "no-answer"
    case identifyUnreadable = "identify-unreadable"
    case anotherDrive = "another-drive-answers"
    /// The drive refused to say: locked or frozen.
    case aborted
    case frozen
    case checksum
    case implausible
    /// The answer came without the registers that hold it.
    case statusUnreadable = "status-unreadable"
    case kernelDisagrees = "kernel-disagrees"
    /// A SAS drive may have been set smaller, and was not asked about that.
    case limitNotAsked = "limit-not-asked"
}

/// How the drive is connected. `loop` and `simulated` may only appear in a simulation.
public enum Transport: String, Sendable, CaseIterable {
    case sata, sas, ata, scsi, usb, nvme, mmc, loop, simulated, unknown
}

/// The zone model that the kernel reports.
public enum ZoneModel: String, Sendable, CaseIterable {
    case none
    case hostAware = "host-aware"
    case hostManaged = "host-managed"
    case unknown
}

/// Result of the flush after a pass.
public enum FlushResult: String, Sendable, CaseIterable {
    case ok, failed
    case notPerformed = "not-performed"
}

/// NIST's word for the strength of what was done.
public enum Method: String, Sendable, CaseIterable {
    case clear, purge, none
}

/// What came of the verification of one pass. The document as a whole knows only the first three.
public enum VerificationResult: String, Sendable, CaseIterable {
    case pass, fail
    case notPerformed = "not-performed"
    case incomplete

    static let ofTheWhole = [pass, fail, notPerformed]
}

/// Who answered whether the clock was synchronised.
public enum ClockSource: String, Sendable, CaseIterable {
    /// The kernel, adjtimex(2).
    case adjtimex
    /// A simulation, whose clock is made up.
    case simulated
}

/// How it was made sure that the media and no cache of the host answered.
public enum CacheBypass: String, Sendable, CaseIterable {
    /// Opened with O_DIRECT. Whether the drive's own cache was flushed before, the pass says.
    case directIO = "direct-io"
    /// A simulated disk has no cache before it.
    case simulated
}

/// What a person had to do with a record.
public enum PersonnelRole: String, Sendable, CaseIterable {
    /// Tagged, confirmed, started, paused or cancelled the job.
    case sanitization
}

/// Why there is no certificate.
public enum EndReason: String, Sendable, CaseIterable {
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
    // A drive that was to erase itself.
    case eraseUnproven = "erase-unproven"
    case marksSurvived = "marks-survived"
    case contentsMixed = "contents-mixed"
    case contentsUnfit = "contents-unfit"
    case contentsRecognised = "contents-recognised"
    case marksNotStored = "marks-not-stored"
    case statusUnreadable = "status-unreadable"
    case erasingAlready = "erasing-already"
    case frozen
    case commandRefused = "command-refused"
    case commandUnanswered = "command-unanswered"
    case commandFailed = "command-failed"
    case commandStalled = "command-stalled"
    case statusLost = "status-lost"
    case reallocatedRise = "reallocated-rise"
    case capacityChanged = "capacity-changed"
    case cancelled
    case detached
    case resumeWindowPassed = "resume-window-passed"
    /// The job ended sanitized, and the honesty rules did not bear it out.
    case honestyRefused = "honesty-refused"
    /// Nobody said why.
    case notGiven = "reason-not-given"
}

/// Why a job stood still.
public enum InterruptionReason: String, Sendable, CaseIterable {
    // Somebody or something stopped it.
    case paused, detached, shutdown, temperature
    case daemonRestarted = "daemon-restarted"
    case mediaGone = "media-gone"
    case contentsChanged = "contents-changed"
    // It may not go on as it is.
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
    case noPolicy = "no-policy"
    case unknownPolicy = "unknown-policy"
    case policyNotForMedia = "policy-not-for-media"
    case purgeUnavailable = "purge-unavailable"
    case erasingByItself = "erasing-by-itself"
    // The device was not opened again.
    case deviceLocked = "device-locked"
    case identityMismatch = "identity-mismatch"
    case openedForWriting = "opened-for-writing"
    case openFailed = "open-failed"
    case custodyUnknown = "custody-unknown"
}

/// The two kinds of record, as their second `type`.
public enum CertificateKind: String, Sendable, CaseIterable {
    case certificate = "SanitizationCertificate"
    case failureRecord = "SanitizationFailureRecord"
}

/// The titles of records.
enum RecordTitle: CaseIterable {
    case certificate, purgeCertificate, failureRecord

    /// That of a record of such a kind.
    static func due(_ kind: CertificateKind, claims: [StatedClaim]) -> RecordTitle {
        switch kind {
        case .certificate: claims.contains { $0.claim.level == .purge } ? .purgeCertificate : .certificate
        case .failureRecord: .failureRecord
        }
    }

    /// In both languages, as it stands in a document.
    var json: JSONValue {
        let (french, english) =
            switch self {
            case .certificate: ("Certificat d’effacement", "Certificate of Sanitization")
            case .purgeCertificate: ("Certificat d’expurgation", "Certificate of Sanitization (Purge)")
            case .failureRecord: ("Constat d’échec d’effacement", "Record of failed sanitization")
            }
        return [["@language": "fr-CA", "@value": .string(french)], ["@language": "en-CA", "@value": .string(english)]]
    }
}

/// The kinds of notice, as their second `type`.
public enum NoticeKind: String, Sendable, CaseIterable {
    /// The record is wrong in something.
    case correction = "SanitizationCorrection"
    /// The record counts no more.
    case revocation = "SanitizationRevocation"
    /// A key gives way to another one.
    case keyRotation = "KeyRotation"

    /// The member `type`.
    var type: JSONValue { ["VerifiableCredential", .string(rawValue)] }

    /// The title in both languages, as it stands in a document.
    var title: JSONValue {
        let (french, english) =
            switch self {
            case .correction: ("Rectification d’un constat", "Correction of a record")
            case .revocation: ("Révocation d’un constat", "Revocation of a record")
            case .keyRotation: ("Remplacement d’une clé", "Rotation of a key")
            }
        return [["@language": "fr-CA", "@value": .string(french)], ["@language": "en-CA", "@value": .string(english)]]
    }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
    /// The words of the list.
    static var words: [String] { allCases.map(\.rawValue) }
}
