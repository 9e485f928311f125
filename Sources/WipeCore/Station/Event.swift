// What comes in through the one door, and what the shell has to do after.

/// Everything that can happen to a station.
package enum Event: Hashable, Sendable {
    // The bus.
    case attached(AttachmentID, presentAtStart: Bool)
    case detached(AttachmentID)
    /// Every drive that was attached before the start has been announced.
    case enumerated
    case identified(ProbeReport, MediaHistory)
    case identificationFailed(AttachmentID, why: String)
    /// Usage looked at again; `since` is when the look began, so that a look during a run is not mistaken for a new user.
    case usageObserved(AttachmentID, Usage, since: Moment)
    /// Another size above 0 than the one that was identified.
    case capacityChanged(AttachmentID, bytes: UInt64)
    /// What an attached drive says of itself now, looked at while it is being wiped.
    case identityObserved(AttachmentID, MediaIdentity)
    /// What the drive's sensor says, nil where there is none.
    case temperatureObserved(AttachmentID, Int?)
    /// What the bus answers to the effect `rest`.
    case rested(AttachmentID, RestAnswer)
    // People.
    /// `settling`: the words that name what the tag is in conflict with (`TagConflict.word`).
    case tagAssigned(AttachmentID, AssetTag, TagFacts, settling: [String], Actor)
    case intakeImported(IntakeOrder)
    /// An import is taken back.
    case importUndone(UndoOrder)
    /// A link whose serial never came; the reason is the person's.
    case linkDropped(TagLink, wasSeen: Bool, reason: String, Actor)
    case startRequested(AttachmentID, policy: String?, confirm: String?, Actor)
    case cancelRequested(JobID, Actor)
    case pauseRequested(JobID, Actor)
    case resumeRequested(JobID, Actor)
    case priorityRequested(JobID, Int, Actor)
    // The runner of a job.
    case opened(JobID)
    case openRefused(JobID, Reason<RefusalCode>)
    case checkpointed(JobID, Checkpoint)
    case finished(JobID, WipeReport, Health?)
    case stopped(JobID, Checkpoint)
    // The certifier.
    case certified(JobID, SignedDocument, isCertificate: Bool, [Reason<EndCode>])
    /// The device of a concluded job is no longer held, or shows other hands, and its record is not signed yet.
    case custodyEnded(JobID)
    case published(JobID, documentID: String)
    /// A document about another document or about a key, signed under the number `nextRecord`.
    case noticeIssued(SignedDocument, Act, TagCorrection? = nil)
    /// Documents that no open job waits for can be read as files, with their proofs.
    case filed(documentIDs: [String])
    /// The log has a new head.
    case logAdvanced(LogHead)
    // The station.
    case restarted
    case shutdown
    /// The station file was read again: what is new in it counts.
    case rulesExtended(RulesChange)
    /// Why a record could not be kept now: nothing new begins before it is nil again.
    case startsBlocked(String?)
    case tick
}

/// What the shell does once the entries of an event are durable.
package enum Effect: Hashable, Sendable {
    case identify(AttachmentID)
    case startRunner(JobID)
    case stopRunner(JobID)
    case certify(JobID)
    /// The bus is to let it rest (`DeviceBus.rest`), and the answer comes as `rested`.
    case rest(AttachmentID)
}

/// Result of an event: entries first, in one transaction, then the effects.
package struct Transition: Sendable {
    package var entries: [JournalEntry] = []
    package var effects: [Effect] = []
    /// Jobs that this event let into the queue.
    package var queued: [JobID] = []
    package init() {}
}

/// What the pure core must be given: fresh ids, and keys for plans.
package struct Entropy {
    /// UUIDv7 in lower-case text.
    package var newID: () -> String
    package var plan: PlanEntropy
    package init(newID: @escaping () -> String, plan: PlanEntropy) {
        self.newID = newID
        self.plan = plan
    }
}

extension Event {
    /// Drives come and go, or are known by other names: likewise.
    package var changesDrives: Bool {
        switch self {
        case .attached, .detached, .enumerated, .identified, .identificationFailed, .identityObserved, .capacityChanged, .restarted: true
        default: false
        }
    }
}
