// Media that come, are identified, are decided about, and go.

extension StationState {
    mutating func takeBus(_ turn: inout Turn, _ event: Event) {
        switch event {
        case .attached(let id, let presentAtStart):
            guard attached[id] == nil else { return }
            attached[id] = AttachedMedia(id: id, presentAtStart: presentAtStart)
            turn.ask(.identify(id))
            note(&turn, "attached", id, presentAtStart ? "present at start" : "")
        case .detached(let id): detach(&turn, id)
        case .enumerated: isEnumerated = true
        case .identified(let report, let history): identified(&turn, report, history)
        case .identificationFailed(let id, let why):
            attached[id]?.lookedAtAgainSince = nil
            guard let media = attached[id], media.decision == .identifying else { return }
            attached[id]?.decision = .refuse([Reason(.identificationFailed, ["why": why])])
            note(&turn, "identification-failed", id, why)
        case .usageObserved(let id, let usage, let since):
            // Our own exclusive open must not be taken for somebody else's.
            guard let media = attached[id], !isBusy(media),
                media.runEnded.map({ $0.runningMilliseconds < since.runningMilliseconds }) ?? true
            else { return }
            guard media.report?.usage != usage else { return }
            attached[id]?.report?.usage = usage
            // Whoever used it may have put on it what no look has seen, and nobody could ask it meanwhile what it hides.
            guard usage == .free else { return }
            attached[id]?.ranOutOfTime = false
            lookAgain(&turn, id)
        case .capacityChanged(let id, let bytes):
            guard let media = attached[id] else { return }
            if let job = openJob(for: media), job.attachment == id, job.state.occupiesSlot || keeping.contains(job.id) {
                move(&turn, job.id, .capacityChanged(bytes: bytes))
            } else {
                turn.ask(.identify(id))
            }
        case .identityObserved(let id, let seen): identityObserved(&turn, id, seen)
        case .rested(let id, let answer): rested(id, answer)
        case .temperatureObserved(let id, let degrees):
            attached[id]?.temperatureCelsius = degrees
            guard let media = attached[id], let job = openJob(for: media), job.attachment == id else { return }
            if isHot(media) {
                move(&turn, job.id, .tooHot)
            } else if keeping.contains(job.id), job.state == .suspended(.temperature), !isShuttingDown, !mustCool(media, job) {
                // Decisions rest while its device is held, so what brings other drives back does not reach it.
                move(&turn, job.id, .returned(media.id, job.report, bootID: bootID))
            }
        default: break
        }
    }

    /// Hotter than a wipe may make it.
    func isHot(_ media: AttachedMedia) -> Bool { media.temperatureCelsius.map { $0 > rules.temperature.pauseAboveCelsius } ?? false }

    /// Not cool enough to go on after it was too hot. A sensor that fell silent does not cool a drive.
    private func mustCool(_ media: AttachedMedia, _ job: WipeJob) -> Bool {
        guard job.state == .suspended(.temperature), job.attachment == media.id else { return false }
        return media.temperatureCelsius.map { $0 > rules.temperature.resumeBelowCelsius } ?? true
    }

    /// A run or its certificate is under way, or its device is held through a pause: decisions rest until that has ended.
    package func isBusy(_ media: AttachedMedia) -> Bool {
        jobs.values.contains { job in
            guard job.attachment == media.id else { return false }
            if case .certifying = job.state { return true }
            return job.state.occupiesSlot || keeping.contains(job.id)
        }
    }

    func note(_ turn: inout Turn, _ code: String, _ id: AttachmentID, _ detail: String) {
        turn.write(
            .act(
                Act(at: turn.now, actor: .station, code: code, serial: attached[id]?.report?.identity.serial, node: id.node, detail: detail)
            ))
    }

    private mutating func detach(_ turn: inout Turn, _ id: AttachmentID) {
        guard let media = attached[id] else { return }
        note(&turn, "detached", id, "")
        dropTag(&turn, media)
        attached[id] = nil
        for job in jobs.values where job.attachment == media.id { move(&turn, job.id, .mediaDetached) }
    }

    private mutating func identified(_ turn: inout Turn, _ report: ProbeReport, _ history: MediaHistory) {
        let id = report.attachment
        attached[id]?.lookedAtAgainSince = nil
        // While it is busy nothing is decided; but what is attached and was never identified must not stay unknown for ever.
        guard let media = attached[id], !isBusy(media) || media.report == nil else { return }
        var report = report
        report.identity = rules.listing(report.identity)
        let key = report.identity.key
        // A look that failed has no size; it says nothing about which drive this is.
        let isIdentity = report.identity.capacityBytes > 0
        if isIdentity { compareWithJob(&turn, id, report.identity) }
        attached[id]?.report = report
        // What was read made it turn again.
        attached[id]?.identifiedAt = turn.now
        attached[id]?.rest = nil
        attached[id]?.protection = rules.protection(of: report)
        attached[id]?.lastWipe = history.lastWipe
        let stored = history.record.flatMap { $0.bootID == bootID && $0.attachment == id ? $0 : nil }
        attached[id]?.knownFromThisBoot = media.knownFromThisBoot || stored?.mediaKey == key
        let known = media.record ?? stored
        var record = known ?? AttachmentRecord(bootID: bootID, attachment: id, mediaKey: key, presentAtStart: media.isPresentAtStart)
        if isIdentity {
            // An attachment never forgets. One that shows another identity than before is looked at by a person.
            if Self.isAnother(report.identity, than: media.shown, record) { record.identityChanged = true }
            // The one that a person has looked at is no news.
            if Self.isAnother(report.identity, than: media.shown.suffix(1), record) { record.holdAnew(.identityChanged) }
            record.mediaKey = key
            record.capacityBytes = report.identity.capacityBytes
            if known == nil, isOneOfTwins(report.identity, history) { record.twin = .later }
        }
        attached[id]?.record = record
        noteSightings(&turn, id, report, history)
        takeTag(id, from: history, before: media)
        if let job = openJob(for: attached[id] ?? media), job.isHeld(by: .wasInUse) { record.wasRefused = true }
        if known == nil, wasInUse(attached[id]) { record.wasRefused = true }
        if let ended = takeEndedUnseen(report.identity) { record.endedJob = ended }
        // A look that was not under a run: what shows a member after the wipe has become one since.
        if record.endedJob != nil, !report.members.isEmpty { record.holdAnew(.arrayMember) }
        // A file system on a drive that was wiped here: somebody has taken it into use. (A table alone may be read out of a random pattern.)
        if record.endedJob?.ending == .sanitized, report.contents?.contains(where: { $0.kind != .partitionTable }) == true {
            record.wasRefused = true
            record.holdAnew(.wasInUse)
        }
        attached[id]?.record = record
        if record != stored { turn.write(.attachment(record)) }
        noteTwins(&turn, id)
        note(&turn, "identified", id, report.identity.model ?? "")
        guard report.capabilities?.ranOutOfTime == true, !media.ranOutOfTime else { return }
        attached[id]?.ranOutOfTime = true
        if rules.mayAskFirmware(of: report) { lookAgain(&turn, id) }
    }

    /// Looks once more at a drive whose last look is out of date or had no time left. Until that look has come no wipe of it begins (`obstacle`).
    mutating func lookAgain(_ turn: inout Turn, _ id: AttachmentID) {
        guard attached[id]?.report != nil else { return }
        attached[id]?.lookedAtAgainSince = turn.now
        turn.ask(.identify(id))
    }

    /// The node shows another identity than the job was made for: the drive has another size now, or that drive is gone.
    private mutating func compareWithJob(_ turn: inout Turn, _ id: AttachmentID, _ identity: MediaIdentity) {
        guard let media = attached[id], !isBusy(media), var job = jobs.values.first(where: { $0.attachment == id }) else { return }
        let differing = job.identity.differences(from: identity)
        if differing.isEmpty { return }
        if differing == [.size] {
            move(&turn, job.id, .capacityChanged(bytes: identity.capacityBytes))
            return
        }
        job.otherIdentity = identity
        jobs[job.id] = job
        move(&turn, job.id, .mediaDetached)
    }

    /// Says something else than this attachment has said so far: in this life of the daemon, else as the last one wrote it down.
    private static func isAnother(_ identity: MediaIdentity, than shown: some Collection<MediaIdentity>, _ record: AttachmentRecord) -> Bool
    {
        if !shown.isEmpty { return shown.contains { !$0.differences(from: identity).isEmpty } }
        return MediaIdentity.contradict(record.mediaKey, identity.key)
            || (record.capacityBytes.map { $0 != identity.capacityBytes } ?? false)
    }

    /// It was used or protected when it was plugged in before, and nobody has confirmed since that it may go.
    private func wasInUse(_ media: AttachedMedia?) -> Bool {
        guard let media, let identity = media.report?.identity else { return false }
        return media.rows.contains { $0.wasInUse && $0.identity.likeness(to: identity, voidWWNs: voidWWNs).isOneForJobs }
    }

    private mutating func takeEndedUnseen(_ identity: MediaIdentity) -> AttachmentRecord.EndedJob? {
        endedUnseen.keys.first { $0.likeness(to: identity, voidWWNs: voidWWNs).isOneForJobs }.flatMap {
            endedUnseen.removeValue(forKey: $0)
        }
    }

    /// The tag of its serial, where that identifies it alone; else what was linked to this very attachment.
    private mutating func takeTag(_ id: AttachmentID, from history: MediaHistory, before: AttachedMedia) {
        guard let media = attached[id] else { return }
        let isBySerial = media.report?.identity.serial == nil || !media.isConfirmedByTag
        // What became a serial of several things keeps the tag under which a person put it in.
        let kept = media.sharing.isEmpty || before.report == nil ? nil : before.assetTag
        attached[id]?.assetTag = (isBySerial ? history.assetTag : nil) ?? history.attachmentTag ?? kept
    }

    /// During a wipe: on its record, and held afterwards for what it is then.
    private mutating func identityObserved(_ turn: inout Turn, _ id: AttachmentID, _ seen: MediaIdentity) {
        guard let media = attached[id], let known = media.report?.identity else { return }
        let differing = known.differences(from: seen).subtracting([.size])
        guard !differing.isEmpty else { return }
        guard isBusy(media), var job = jobs.values.first(where: { $0.attachment == id }) else {
            turn.ask(.identify(id))
            return
        }
        attached[id]?.record?.identityChanged = true
        attached[id]?.record?.holdAnew(.identityChanged)
        if let record = attached[id]?.record, record != media.record { turn.write(.attachment(record)) }
        // While its record is being written its facts stand.
        guard job.state.acceptsTag, job.otherIdentity != seen else { return }
        job.otherIdentity = seen
        jobs[job.id] = job
        turn.write(.job(job))
        let shown = [seen.serial, seen.model, seen.wwn].compactMap { $0 }.joined(separator: " ")
        note(&turn, "identity-changed", id, shown)
    }

    /// Decides about one attached media and moves its job accordingly.
    mutating func reconcile(_ turn: inout Turn, _ id: AttachmentID) {
        guard let media = attached[id], let report = media.report, media.record != nil, !isBusy(media) else { return }
        let job = openJob(for: media)
        let facts = facts(for: media, report, job: job, turn.now)
        let decision = decide(facts)
        if decision != media.decision {
            attached[id]?.decision = decision
            note(&turn, "decided", id, ([decision.verdict] + decision.reasons.map(\.code.rawValue)).joined(separator: " "))
        }
        if case .refuse(let reasons) = decision {
            remember(&turn, reasons.map(\.code.refusalMemory) + (facts.isTwinInUse ? [.attachment] : []), id, job?.id)
        }
        if let job = job.flatMap({ jobs[$0.id] }) {
            follow(&turn, decision, with: job, on: media, report)
        } else {
            create(&turn, decision, media, report)
        }
    }

    /// What a refusal leaves behind, once its reason is gone.
    private mutating func remember(_ turn: inout Turn, _ memories: [RefusalMemory], _ id: AttachmentID, _ job: JobID?) {
        guard memories.contains(where: { $0 != .none }) else { return }
        if memories.contains(.media) { setInUse(&turn, true, id) }
        let before = attached[id]?.record
        attached[id]?.record?.wasRefused = true
        attached[id]?.record?.holdAnew(.wasInUse)
        if let record = attached[id]?.record, record != before { turn.write(.attachment(record)) }
        if let job, jobs[job]?.lifted.contains(.wasInUse) == true {
            // The confirmation was for the first use, not for this one.
            jobs[job]?.lifted.remove(.wasInUse)
            if let changed = jobs[job] { turn.write(.job(changed)) }
        }
    }

    /// Everything known about an attached drive.
    func facts(for media: AttachedMedia, _ report: ProbeReport, job: WipeJob?, _ now: Moment) -> DecisionFacts {
        let others = attached.values.filter { $0.id != media.id && $0.report != nil }.sorted { $0.id < $1.id }
        let bays = rules.bays.filter { $0.matches(report.properties) }
        // The boot areas of an eMMC and second paths share their drive's place; only what could be wiped is a rival.
        let candidates = others.filter { $0.report?.kind.isCandidate == true }
        let rivals = candidates.filter { other in bays.contains { bay in other.report.map { bay.matches($0.properties) } ?? false } }.map(
            \.id)
        // Of two nodes of one drive the earlier one counts, unless the other is in use or protected: a mount through one path is not seen by the
        // exclusive open of the other.
        var twins = others.filter { other in
            guard isTwin(other.report?.identity, report.identity) else { return false }
            return other.id < media.id || isBusy(other) || isInUse(other)
        }
        // One open job per identity, also while its media is being looked at afresh.
        // And one that was pulled under a run holds its identity until the runner has let go.
        let sameJobs = jobs.values.filter { $0.id != job?.id && isTwin($0.identity, report.identity) }
            .compactMap { $0.attachment ?? ($0.state.occupiesSlot ? $0.report.attachment : nil) }
        twins += others.filter { other in sameJobs.contains(other.id) && !twins.contains { $0.id == other.id } }
        let unseen = sameJobs.filter { id in id != media.id && !twins.contains { $0.id == id } }
        let twinIDs = (twins.map(\.id) + unseen).sorted()
        var known = policies
        // A wipe that has begun goes on under the policy that its plan holds, whatever the folder says now.
        let begun = job?.everRan == true ? job?.plan : nil
        if let begun { known[begun.policy.id] = begun.policy }
        var result = DecisionFacts(
            report: report, rules: rules, policies: known, requestedPolicy: begun?.policy.id ?? job?.policy, bayRivals: rivals,
            sameIdentity: twinIDs.first,
            sharing: media.sharing,
            membersElsewhere: membersElsewhere(of: report),
            record: media.record
                ?? AttachmentRecord(bootID: bootID, attachment: media.id, mediaKey: report.identity.key, presentAtStart: true),
            lastWipe: media.lastWipe, assetTag: media.assetTag ?? job?.assetTag, hasInterruptedJob: job?.everRan ?? false,
            lifted: job.map { isMeant($0, media) ? $0.lifted : [] } ?? [], contentsChanged: job?.contentsChanged ?? false, gone: media.gone,
            now: now)
        result.isOtherUnidentified = attached.values.contains { $0.id != media.id && $0.report == nil && $0.decision == .identifying }
        result.isTwinInUse = twins.contains { isInUse($0) }
        result.knownProtection = media.protection
        result.isErasingForItsJob = job?.isErasing ?? false
        result.untold = job?.untold ?? []
        result.experience = experience
        return result
    }

    /// What a person has said of a job that has written nothing yet was said of what stood there then: in this boot, in this place.
    private func isMeant(_ job: WipeJob, _ media: AttachedMedia) -> Bool {
        job.everRan || job.attachment == media.id || job.seenInBoot == bootID && job.report.attachment == media.id
    }

    /// Used by somebody else than us, or protected.
    private func isInUse(_ media: AttachedMedia) -> Bool {
        guard let report = media.report, !isBusy(media) else { return false }
        return report.usage != .free || media.protection == .met
    }

    private mutating func create(_ turn: inout Turn, _ decision: Decision, _ media: AttachedMedia, _ report: ProbeReport) {
        // What was wiped, failed or was withdrawn on this attachment starts nothing by itself.
        guard media.record?.endedJob == nil, let bay = rules.bay(for: report.properties) else { return }
        let state: JobState
        let admission: Admission
        switch decision {
        case .hold(let holds, let would): (state, admission) = (.held(holds), would)
        case .admit(let may): (state, admission) = (.queued, may)
        case .identifying, .refuse: return
        }
        let new = WipeJob(
            id: turn.entropy.newID(), report: report, bay: bay.id, attachment: media.id, assetTag: media.assetTag,
            policy: admission.requested, state: state, bootID: bootID, at: turn.now)
        add(&turn, new, by: .station)
    }

    /// Puts a new job on the books.
    mutating func add(_ turn: inout Turn, _ new: WipeJob, by actor: Actor) {
        let job = marked(new)
        jobs[job.id] = job
        turn.write(.job(job))
        writeDown(&turn, job, by: actor)
    }

    private mutating func follow(
        _ turn: inout Turn, _ decision: Decision, with job: WipeJob, on media: AttachedMedia, _ report: ProbeReport
    ) {
        refresh(&turn, job, media, report)
        let isHalted: Bool
        if case .suspended(let reason) = job.state { isHalted = reason == .paused } else { isHalted = false }
        switch (decision, job.state) {
        case (.refuse(let reasons), .held), (.refuse(let reasons), .queued): move(&turn, job.id, .refused(reasons))
        case (.refuse, _), (.identifying, _): break
        case (_, .suspended) where isHalted:
            if job.attachment == nil { move(&turn, job.id, .returned(media.id, report, bootID: bootID)) }
        case (_, .suspended):
            guard !isShuttingDown, !mustCool(media, job) else { return }
            move(&turn, job.id, .returned(media.id, report, bootID: bootID))
            if case .hold(let holds, _) = decision { move(&turn, job.id, .decided(holds: holds)) }
        case (.hold(let holds, _), .held(let old)):
            if holds != old { move(&turn, job.id, .decided(holds: holds)) }
        case (.hold(let holds, _), .queued): move(&turn, job.id, .decided(holds: holds))
        case (.admit, .held): move(&turn, job.id, .decided(holds: []))
        case (.admit, _), (.hold, _): break
        }
    }

    /// Before a job runs, its facts are those of the present look; after it, only where it is.
    private mutating func refresh(_ turn: inout Turn, _ job: WipeJob, _ media: AttachedMedia, _ report: ProbeReport) {
        var fresh = job
        switch job.state {
        case .held, .queued:
            if !isMeant(job, media) { (fresh.lifted, fresh.overridden) = ([], nil) }
            fresh.attachment = media.id
            fresh.look(at: report, inBoot: bootID)
        default: break
        }
        if let tag = media.assetTag, job.state.acceptsTag { fresh.assetTag = tag }
        if job.state.acceptsTag, let bay = rules.bay(for: report.properties) { fresh.bay = bay.id }
        fresh = marked(fresh)
        guard fresh != job else { return }
        jobs[job.id] = fresh
        turn.write(.job(fresh))
    }
}
