// One tracked intent: wipe this drive. Values only; how a job moves stands in WipeJob+State.swift.

/// One interruption of a wipe, for the record.
package struct Interruption: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case at, reason, resumedAt }
    package var at: Moment
    package var reason: HaltCode
    package var resumedAt: Moment?
    package init(at: Moment, reason: HaltCode, resumedAt: Moment? = nil) {
        self.at = at
        self.reason = reason
        self.resumedAt = resumedAt
    }
}

/// The wall clock moved against the monotonic one while a job ran.
package struct ClockJump: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case at, seconds }
    /// Just after the jump.
    package var at: Moment
    /// Negative for backwards.
    package var seconds: Int64
    package init(at: Moment, seconds: Int64) {
        self.at = at
        self.seconds = seconds
    }
}

/// What a job swears to: frozen when the run has ended, so that certifying again after a crash gives the same bytes.
package struct Conclusion: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case verdict, report, documentID, at, isSigned, healthAfter, custodyEndedAt }
    package enum Verdict: Hashable, Codable, Sendable {
        enum CodingKeys: String, CodingKey { case sanitized, failed, abandoned }
        enum FailedCodingKeys: String, CodingKey { case _0 }
        enum AbandonedCodingKeys: String, CodingKey { case _0 }
        case sanitized
        case failed([Reason<EndCode>])
        case abandoned(Reason<EndCode>)
    }
    package var verdict: Verdict
    package var report: WipeReport
    /// UUIDv7 of the signed document.
    package var documentID: String
    /// `validFrom` and `created` of the document: the moment for which it speaks, when the device was proved after the last byte was read.
    package var at: Moment
    /// The document is made and on record: nothing closes before.
    package var isSigned = false
    /// What the drive said of its health after the run; nil where it was not asked.
    package var healthAfter: Health?
    /// When it was noticed that custody had ended before the document was signed: the document speaks for `at`, not for later. Nil where it
    /// was whole until then.
    package var custodyEndedAt: Moment?
    package init(verdict: Verdict, report: WipeReport, documentID: String, at: Moment, healthAfter: Health? = nil) {
        self.verdict = verdict
        self.report = report
        self.healthAfter = healthAfter
        self.documentID = documentID
        self.at = at
    }
}

/// States of a job. Words on the wire: `JobState.word`.
package enum JobState: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case held, queued, opening, running, stopping, suspended, certifying, closed }
    enum HeldCodingKeys: String, CodingKey { case _0 }
    enum StoppingCodingKeys: String, CodingKey { case _0 }
    enum SuspendedCodingKeys: String, CodingKey { case _0 }
    enum CertifyingCodingKeys: String, CodingKey { case _0 }
    enum ClosedCodingKeys: String, CodingKey { case _0 }
    case held([Reason<HoldCode>])
    case queued
    case opening
    case running
    /// A stop was asked for; the runner has not answered yet.
    case stopping(StopCode)
    case suspended(HaltCode)
    case certifying(Conclusion)
    case closed(Closure)

    /// How a job ended. `document` is the id of its signed record.
    package enum Closure: Hashable, Codable, Sendable {
        enum CodingKeys: String, CodingKey { case sanitized, failed, abandoned, withdrawn }
        enum SanitizedCodingKeys: String, CodingKey { case document }
        enum FailedCodingKeys: String, CodingKey { case document, _1 }
        enum AbandonedCodingKeys: String, CodingKey { case document, _1 }
        enum WithdrawnCodingKeys: String, CodingKey { case _0 }
        case sanitized(document: String)
        case failed(document: String, [Reason<EndCode>])
        case abandoned(document: String, Reason<EndCode>)
        case withdrawn(Reason<WithdrawalCode>)
    }

    /// The only words for states, printed from the enum.
    package var word: String {
        switch self {
        case .held: "held"
        case .queued: "queued"
        case .opening: "opening"
        case .running: "running"
        case .stopping: "stopping"
        case .suspended: "suspended"
        case .certifying: "certifying"
        case .closed(.sanitized): "sanitized"
        case .closed(.failed): "failed"
        case .closed(.abandoned): "abandoned"
        case .closed(.withdrawn): "withdrawn"
        }
    }

    package var isClosed: Bool {
        if case .closed = self { return true }
        return false
    }

    /// Its run has ended, and its record is not on file yet.
    package var isCertifying: Bool {
        if case .certifying = self { return true }
        return false
    }

    /// A runner thread belongs to it: the slot is taken.
    package var occupiesSlot: Bool {
        switch self {
        case .opening, .running, .stopping: true
        default: false
        }
    }
}

/// One execution of a policy on one drive, from admission to its signed record.
package struct WipeJob: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case id, createdAt, report, bay, seenInBoot, attachment, assetTag, policy, plan, priority, record, startedAt, logAnchor, lifted
        case overridden, operators, interruptions, clockJumps, clockReference, otherCapacityBytes, otherIdentity, serialShared
        case contentsChanged, beginsAnew, leftErasing, checkpoint, stateSince, state, bootID, laterBoots
    }
    package let id: JobID
    package let createdAt: Moment
    /// Facts of the media as identified last before the first write; the record is made from them.
    package internal(set) var report: ProbeReport
    package internal(set) var bay: String
    /// Boot in which `report` was made: a node's name and DISKSEQ say nothing in another one.
    package internal(set) var seenInBoot: String
    /// Nil while the drive is away.
    package internal(set) var attachment: AttachmentID?
    package internal(set) var assetTag: AssetTag?
    /// Counts until `opening`; then the plan holds it.
    package internal(set) var policy: String
    package internal(set) var plan: WipePlan?
    package internal(set) var priority: Int
    /// Gap-free number of the record, given when the job first runs.
    package internal(set) var record: UInt64?
    package internal(set) var startedAt: Moment?
    /// The newest head of the log when the job first ran: its record is not older than that. Nil where there was none.
    package internal(set) var logAnchor: LogHead?
    package internal(set) var lifted: Set<HoldCode>
    /// The holds that a person saw and lifted for it, as they read then: one that reads otherwise later is a new one. Nil in older values.
    package internal(set) var overridden: [Reason<HoldCode>]?
    /// Everybody who tagged, confirmed, started, paused or cancelled it, in order, each once.
    package internal(set) var operators: [Actor]
    package internal(set) var interruptions: [Interruption]
    /// Wall clock jumps of more than 60 s while it ran.
    package internal(set) var clockJumps: [ClockJump]
    /// Clocks at the last event of the present run; a jump of the wall clock shows against it.
    var clockReference: Moment?
    /// The last other size that the media showed while the job was open; nil for none, also in jobs of older versions.
    package internal(set) var otherCapacityBytes: UInt64?
    /// Another serial, model or WWN that the media showed while the job was open, the last one; nil for none, also in jobs of older versions.
    package internal(set) var otherIdentity: MediaIdentity?
    /// True once its serial was known to be on other things too; nil for not, also in jobs of older versions.
    package internal(set) var serialShared: Bool?
    /// The last run found other bytes than it had left: a person decides, and the wipe starts over.
    package internal(set) var contentsChanged = false
    /// A person has confirmed that the wipe starts over: its next run has nothing to compare the medium with. Nil for no.
    package internal(set) var beginsAnew: Bool?
    /// It ended when its drive may have been at an erase of its own, and nobody saw the end of that. Nil for no.
    package internal(set) var leftErasing: Bool?
    /// Last state of the run that is safe to go on from.
    package var checkpoint: Checkpoint?
    /// When the present state began.
    package internal(set) var stateSince: Moment
    package internal(set) var state: JobState
    /// The boot during which it first ran.
    package internal(set) var bootID: String?
    /// The boots after that one in which it went on, in order; nil for none, also in jobs of older versions.
    package internal(set) var laterBoots: [String]?

    init(
        id: JobID, report: ProbeReport, bay: String, attachment: AttachmentID, assetTag: AssetTag?, policy: String,
        lifted: Set<HoldCode> = [],
        operators: [Actor] = [], state: JobState, bootID: String, at now: Moment
    ) {
        self.id = id
        self.createdAt = now
        self.report = report
        self.seenInBoot = bootID
        self.bay = bay
        self.attachment = attachment
        self.assetTag = assetTag
        self.policy = policy
        self.priority = 0
        self.lifted = lifted
        self.operators = operators
        self.interruptions = []
        self.clockJumps = []
        self.stateSince = now
        self.state = state
    }

    package var identity: MediaIdentity { report.identity }
    /// The key of its asset tag (`ProbeReport.tagKey`).
    var tagKey: TagKey { report.tagKey(bootID: seenInBoot, isShared: serialShared ?? false) }

    /// Sectors that stayed unwritten or unreadable as of the last checkpoint, each counted once over all passes; nil before the first write.
    package var badSectors: UInt64? {
        guard let plan, let checkpoint else { return nil }
        let bad = checkpoint.passes.reduce(into: ExtentSet()) { all, pass in
            all.formUnion(pass.unwritten)
            all.formUnion(pass.unreadable)
        }
        return bad.byteCount / UInt64(plan.geometry.logicalSectorBytes)
    }

    /// A correction has given its record this tag. What was signed is unchanged; views and searches follow the correction.
    package mutating func goes(byTag tag: String) {
        let old = assetTag
        guard old?.tag != tag else { return }
        assetTag = AssetTag(
            tag: tag, source: .person, donorTag: old?.donorTag, donor: old?.donor, hostSerial: old?.hostSerial)
    }
    /// Its drive was told to erase itself, and no answer says yet that it has ended.
    package var isErasing: Bool {
        guard let checkpoint, checkpoint.passes.indices.contains(checkpoint.cursor.pass), !state.isClosed else { return false }
        return checkpoint.passes[checkpoint.cursor.pass].isErasing
    }
    /// Techniques of its plan that its drive was not told yet; empty before it has run.
    package var untold: [Technique] {
        guard everRan, let plan, !state.isClosed else { return [] }
        let cursor = checkpoint?.cursor ?? .start
        return plan.passes.indices.compactMap { index in
            guard index >= cursor.pass, let command = plan.passes[index].command else { return nil }
            let told = checkpoint.flatMap { $0.passes.indices.contains(index) ? $0.passes[index].command?.state : nil } ?? .none
            return told == .none ? command.technique : nil
        }
    }
    /// The longest that an erase by its drive is expected to take, as the drive says or as its size makes likely; nil where nobody knows.
    package var eraseSeconds: UInt64? {
        let techniques = plan?.passes.compactMap(\.command?.technique) ?? []
        return report.capabilities?.techniques.filter { techniques.contains($0.technique) }.compactMap(\.estimate?.seconds).max()
    }
    /// It may have written: it ends in a signed record.
    package var everRan: Bool { startedAt != nil }

    /// Where the shell still holds the device of a run that has halted or ended, this says whether it is to hold it on: a pause breaks no
    /// custody, and a record is signed while nobody else can have touched the medium.
    var wantsItsDevice: Bool {
        guard attachment != nil else { return false }
        switch state {
        case .suspended(.paused), .suspended(.temperature), .queued, .opening: return true
        case .certifying(let conclusion): return !conclusion.isSigned
        default: return false
        }
    }
}
