// The whole station as a value: attached media, open jobs, slots. Events in, entries and effects out; no clock, no I/O.

/// One attached media and what was decided about it.
package struct AttachedMedia: Sendable {
    package let id: AttachmentID
    package internal(set) var report: ProbeReport?
    package internal(set) var decision: Decision = .identifying
    package internal(set) var assetTag: AssetTag?
    package internal(set) var isPresentAtStart: Bool
    var record: AttachmentRecord?
    /// The last job on this attachment that came to its end, nil where none did.
    package var endedJob: JobID? { record?.endedJob?.job }
    /// This boot had seen this very attachment before the daemon was started.
    var knownFromThisBoot = false
    var lastWipe: PastWipe?
    /// What is stored of everything that shows its serial or World Wide Name.
    var rows: [DriveSighting] = []
    /// The same as identities, with what came since.
    var sightings: [MediaIdentity] = []
    /// What this attachment has shown so far.
    var shown: [MediaIdentity] = []
    /// What shows or ever showed its serial, and is something else: the serial identifies none of them.
    package internal(set) var sharing: [MediaIdentity] = []
    /// What the station file's `protect` says of it.
    var protection: Protection?
    /// Lost under a run; only a new attachment makes it usable again.
    var gone = false
    /// As its sensor said last; nil where it has none.
    package internal(set) var temperatureCelsius: Int?
    /// Since when it is looked at once more; nil where that is not under way.
    var lookedAtAgainSince: Moment?
    /// A wipe in which it was to erase itself has ended since the last look: it may still be at it, or be out of its own order.
    var mustBeLookedAt = false
    /// One look has run out of time before it could ask: the next one that does is not repeated.
    var ranOutOfTime = false
    /// When the last run on it ended: what was seen of its usage before then may be our own.
    var runEnded: Moment?
    /// When it was last identified.
    var identifiedAt: Moment?
    /// Nil where it was not let rest since it was last used or looked at.
    var rest: Rest?
    /// How often it was let rest since its last run.
    var rests = 0

    init(id: AttachmentID, presentAtStart: Bool) {
        self.id = id
        isPresentAtStart = presentAtStart
    }
}

/// All open jobs, attached media and slots. The only place where jobs move.
package struct StationState: Sendable {
    package internal(set) var rules: StationRules
    package internal(set) var policies: [String: Policy]
    package let bootID: String
    package internal(set) var attached: [AttachmentID: AttachedMedia] = [:]
    /// Open jobs; closed ones live in the store.
    package internal(set) var jobs: [JobID: WipeJob] = [:]
    /// Number of the next record. Numbers are left out only where an older state was accepted, and the log says so.
    package internal(set) var nextRecord: UInt64
    /// The newest head of the log.
    package internal(set) var logHead: LogHead?
    /// Stopping: nothing new is started.
    package internal(set) var isShuttingDown = false
    /// Why no new wipe begins, nil where nothing speaks against it.
    package internal(set) var startBlocker: String?
    var isEnumerated = false
    /// When the last wipe began on each bus.
    var lastStart: [String: Moment] = [:]
    var refusals = RefusalBudget()
    /// Jobs whose device the shell is to hold on to, though no run is under way: no look at it says anything, and nothing else may open it. Not
    /// stored: the device of a process that ended is no longer held.
    package internal(set) var keeping: Set<JobID> = []
    /// World Wide Names that were seen with two serials: they name nothing.
    var voidWWNs: Set<String> = []
    /// How drives have done with each technique at this station.
    package internal(set) var experience: [TechniqueExperience.Key: TechniqueExperience] = [:]
    /// How jobs ended whose media may be among those that are still being identified.
    var endedUnseen: [MediaIdentity: AttachmentRecord.EndedJob] = [:]

    /// A state as the store left it. The first event must be `restarted`.
    package init(
        rules: StationRules, policies: [String: Policy], bootID: String, jobs: [WipeJob] = [], experience: [TechniqueExperience] = [],
        nextRecord: UInt64 = 1
    ) {
        self.rules = rules
        self.policies = policies
        self.bootID = bootID
        self.nextRecord = nextRecord
        for job in jobs { self.jobs[job.id] = job }
        for one in experience { self.experience[one.key] = one }
    }

    /// Takes one event. Throws `Refused` where a request is refused; the state is then unchanged.
    package mutating func handle(_ event: Event, at now: Moment, entropy: Entropy) throws(Refused) -> Transition {
        var next = self
        var turn = Turn(now: now, entropy: entropy)
        try next.take(&turn, event)
        // The frequent events change no fact that a decision looks at, unless they have written something down; neither does that a disk rests.
        switch event {
        case .checkpointed, .rested: break
        case .tick where turn.transition.entries.isEmpty: next.grantSlots(&turn)
        default:
            next.reconcileAll(&turn)
            next.grantSlots(&turn)
        }
        next.jobs = next.jobs.filter { !$0.value.state.isClosed }
        next.letGo(now)
        self = next
        return turn.transition
    }

    private mutating func take(_ turn: inout Turn, _ event: Event) throws(Refused) {
        switch event {
        case .attached, .detached, .enumerated, .identified, .identificationFailed, .usageObserved, .capacityChanged,
            .identityObserved, .temperatureObserved, .rested:
            takeBus(&turn, event)
        case .tagAssigned, .intakeImported, .importUndone, .linkDropped, .startRequested, .cancelRequested, .pauseRequested,
            .resumeRequested,
            .priorityRequested:
            try takePerson(&turn, event)
        case .opened, .openRefused, .checkpointed, .finished, .stopped, .certified, .custodyEnded, .published:
            takeRunner(&turn, event)
        case .restarted:
            for id in jobs.keys.sorted() { move(&turn, id, .restarted) }
        case .shutdown:
            isShuttingDown = true
            for id in jobs.keys.sorted() { move(&turn, id, .shutdown) }
        case .startsBlocked(let why): startBlocker = why
        case .rulesExtended(let change): extendRules(&turn, change)
        case .noticeIssued, .filed, .logAdvanced: try takeStatement(&turn, event)
        case .tick:
            expire(&turn)
            letRest(&turn)
            lookAtErasing(&turn)
        }
    }

    /// Moves a job and writes down what changed. An event that the state does not know is dropped: only people's requests are answered.
    @discardableResult
    mutating func move(_ turn: inout Turn, _ id: JobID, _ event: JobEvent, by actor: Actor = .station) -> IllegalTransition? {
        guard var job = jobs[id] else { return nil }
        let before = job.state
        do {
            let effects = try job.apply(event, at: turn.now, newID: turn.entropy.newID)
            jobs[id] = job
            for effect in effects { turn.ask(effect.forStation(id)) }
        } catch { return error }
        record(&turn, job, before: before, by: actor)
        return nil
    }

    /// Ends the keeping of devices that nobody wants any more. What was seen of their usage before now may have been our own hold.
    private mutating func letGo(_ now: Moment) {
        for id in keeping {
            let job = jobs[id]
            if let job, job.wantsItsDevice, let attachment = job.attachment, attached[attachment] != nil { continue }
            keeping.remove(id)
            if let attachment = job?.attachment, job?.state.occupiesSlot == false { attached[attachment]?.runEnded = now }
        }
    }

    /// Journal of a change of a job, and what follows for its media.
    private mutating func record(_ turn: inout Turn, _ job: WipeJob, before: JobState, by actor: Actor) {
        turn.write(.job(job))
        guard job.state.word != before.word else { return }
        writeDown(&turn, job, by: actor)
        if before.occupiesSlot, !job.state.occupiesSlot, let id = job.attachment { attached[id]?.runEnded = turn.now }
        if case .certifying(let conclusion) = job.state, !before.isCertifying { learn(&turn, job, conclusion) }
        if job.state.occupiesSlot, let id = job.attachment {
            attached[id]?.rest = nil
            attached[id]?.rests = 0
        }
        // What it said during its wipe was another name: now that it rests, it is looked at for what it is.
        if job.otherIdentity != nil, let id = job.attachment, let media = attached[id], !isBusy(media) { turn.ask(.identify(id)) }
        if case .closed(let closure) = job.state {
            remember(&turn, job, closure)
            let wasTold = job.checkpoint?.passes.contains { $0.command?.issues ?? 0 > 0 } ?? false
            if wasTold, let id = job.attachment { attached[id]?.mustBeLookedAt = true }
        }
    }

    /// The journal's line for the state that a job has now reached.
    func writeDown(_ turn: inout Turn, _ job: WipeJob, by actor: Actor) {
        if job.state == .queued { turn.queued(job.id) }
        turn.write(
            .act(
                Act(
                    at: turn.now, actor: actor, code: job.state.word, job: job.id, serial: job.identity.serial, node: job.attachment?.node,
                    detail: job.state.detail)))
    }

    /// What a drive went through counts for its next decision, whether it is attached, being identified, or was not seen since a restart.
    private mutating func remember(_ turn: inout Turn, _ job: WipeJob, _ closure: JobState.Closure) {
        // A job that a refusal withdrew may come again when the drive is free: its hold is `was-in-use`. What a person cancelled stays so.
        if case .withdrawn(let reason) = closure, reason.code != .ended(.cancelled) { return }
        let ended = AttachmentRecord.EndedJob(job: job.id, ending: closure.ending)
        let key = job.identity.key
        let isKnownAgain = job.identity.identifiesTheMedium
        for (id, media) in attached {
            let isHere = id == job.attachment
            guard let identity = media.report?.identity,
                isHere
                    || (identity.sharesAName(with: job.identity) && identity.likeness(to: job.identity, voidWWNs: voidWWNs).isOneForHistory)
            else { continue }
            if let ending = closure.ending {
                attached[id]?.lastWipe = PastWipe(job: job.id, ending: ending, closedAt: turn.now, leftErasing: job.leftErasing)
            }
            // A drive that shows the same beside the one that was wiped has a past, and no ended job of its own.
            guard isHere || job.attachment == nil, media.record != nil else { continue }
            attached[id]?.record?.endedJob = ended
            if let record = attached[id]?.record { turn.write(.attachment(record)) }
        }
        // The media may be attached and not identified yet, or not yet seen again since the daemon was restarted.
        if isKnownAgain, hasUnseen { endedUnseen[job.identity] = ended }
        let last = job.report.attachment
        guard job.attachment == nil, job.seenInBoot == bootID, attached[last]?.record == nil else { return }
        let record = AttachmentRecord(
            bootID: bootID, attachment: last, mediaKey: key, presentAtStart: true, wasRefused: true, endedJob: ended)
        turn.write(.attachment(record))
    }

    /// Gives up jobs whose time has passed: away or halted by something other than a person for too long.
    private mutating func expire(_ turn: inout Turn) {
        // Before everything has been looked at, nobody knows what is away.
        guard isSettled else { return }
        let window = Int64(rules.resumeWithinHours) * 3_600_000
        for job in jobs.values.sorted(by: { $0.id < $1.id }) {
            guard case .suspended(let reason) = job.state else { continue }
            if reason == .paused, job.attachment != nil { continue }
            if turn.now.runningMilliseconds - job.stateSince.runningMilliseconds > window { move(&turn, job.id, .deadlinePassed) }
        }
    }

    /// Brings decisions, jobs and attachments into line after any event. Running it twice changes nothing.
    private mutating func reconcileAll(_ turn: inout Turn) {
        for id in attached.keys.sorted() { reconcile(&turn, id) }
        if !hasUnseen { endedUnseen = [:] }
        guard isSettled else { return }
        for job in jobs.values.sorted(by: { $0.id < $1.id }) where job.attachment == nil {
            switch job.state {
            case .held, .queued: move(&turn, job.id, .mediaDetached)
            case .suspended where !job.identity.identifiesTheMedium: move(&turn, job.id, .mediaDetached)
            default: break
            }
        }
    }

    /// Something is attached, or may be, whose identity nobody knows yet.
    private var hasUnseen: Bool { !isEnumerated || attached.values.contains { $0.report == nil } }

    /// All that is attached has been identified, or has failed to be.
    private var isSettled: Bool { hasLookedAtAll }

    /// Every drive that was attached at the start, and what came since, has been identified or could not be.
    package var hasLookedAtAll: Bool { isEnumerated && !attached.values.contains { $0.decision == .identifying } }

    /// The open job of an attached drive. Where its serial does not identify it, only this very attachment proves that it is the same.
    func openJob(for media: AttachedMedia) -> WipeJob? {
        guard let report = media.report else { return nil }
        if let job = jobs.values.first(where: { $0.attachment == media.id && !$0.state.isClosed }) { return job }
        return jobs.values.filter { job in
            guard job.attachment == nil, !job.state.isClosed else { return false }
            if !media.isLaterTwin, job.identity.likeness(to: report.identity, voidWWNs: voidWWNs).isOneForJobs { return true }
            return media.knownFromThisBoot && job.report.attachment == media.id && job.identity.differences(from: report.identity).isEmpty
        }.min { $0.id < $1.id }
    }
}

extension JobEffect {
    func forStation(_ id: JobID) -> Effect {
        switch self {
        case .startRunner: .startRunner(id)
        case .stopRunner: .stopRunner(id)
        case .certify: .certify(id)
        }
    }
}
