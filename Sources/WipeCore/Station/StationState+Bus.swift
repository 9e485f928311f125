// Media that come, are identified, are decided about, and go.

extension StationState {
    mutating func takeBus(_ event: Event, _ now: Moment, _ chance: Chance, _ out: inout Transition) {
        switch event {
        case .attached(let id, let presentAtStart):
            guard attached[id] == nil else { return }
            attached[id] = AttachedMedia(id: id, presentAtStart: presentAtStart)
            out.effects.append(.identify(id))
            note("attached", id, presentAtStart ? "present at start" : "", now, &out)
        case .detached(let id): detach(id, now, chance, &out)
        case .enumerated: isEnumerated = true
        case .identified(let report, let history): identified(report, history, now, chance, &out)
        case .identificationFailed(let id, let why):
            guard let media = attached[id], media.decision == .identifying else { return }
            attached[id]?.decision = .refuse([Reason(.identificationFailed, why)])
            note("identification-failed", id, why, now, &out)
        case .usageObserved(let id, let usage, let since):
            // Our own exclusive open must not be taken for somebody else's.
            guard let media = attached[id], !isBusy(media),
                media.runEnded.map({ $0.runningMilliseconds < since.runningMilliseconds }) ?? true
            else { return }
            attached[id]?.report?.usage = usage
        case .capacityChanged(let id, let bytes):
            guard let media = attached[id] else { return }
            if let job = openJob(for: media), job.attachment == id, job.state.occupiesSlot || keeping.contains(job.id) {
                move(job.id, .capacityChanged(bytes: bytes), now, chance, &out)
            } else {
                out.effects.append(.identify(id))
            }
        case .temperatureObserved(let id, let degrees):
            attached[id]?.temperatureCelsius = degrees
            guard let media = attached[id], let job = openJob(for: media), job.attachment == id else { return }
            if isHot(media) {
                move(job.id, .tooHot, now, chance, &out)
            } else if keeping.contains(job.id), job.state == .suspended(.temperature), !isShuttingDown, !mustCool(media, job) {
                // Decisions rest while its device is held, so what brings other drives back does not reach it.
                move(job.id, .returned(media.id, job.report, bootID: bootID), now, chance, &out)
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
    public func isBusy(_ media: AttachedMedia) -> Bool {
        jobs.values.contains { job in
            guard job.attachment == media.id else { return false }
            if case .certifying = job.state { return true }
            return job.state.occupiesSlot || keeping.contains(job.id)
        }
    }

    private func note(_ code: String, _ id: AttachmentID, _ detail: String, _ now: Moment, _ out: inout Transition) {
        out.entries.append(
            .act(Act(at: now, actor: .station, code: code, serial: attached[id]?.report?.identity.serial, node: id.node, detail: detail)))
    }

    private mutating func detach(_ id: AttachmentID, _ now: Moment, _ chance: Chance, _ out: inout Transition) {
        guard let media = attached[id] else { return }
        note("detached", id, "", now, &out)
        attached[id] = nil
        for job in jobs.values where job.attachment == media.id { move(job.id, .mediaDetached, now, chance, &out) }
    }

    private mutating func identified(
        _ report: ProbeReport, _ history: MediaHistory, _ now: Moment, _ chance: Chance, _ out: inout Transition
    ) {
        let id = report.attachment
        // While it is busy nothing is decided; but what is attached and was never identified must not stay unknown for ever.
        guard let media = attached[id], !isBusy(media) || media.report == nil else { return }
        let key = report.identity.key
        // A look that failed has no size; it says nothing about which media this is.
        let isIdentity = report.identity.capacityBytes > 0
        if let job = jobs.values.first(where: { $0.attachment == id }), job.identity.key != key, isIdentity, !isBusy(media) {
            // The node shows another identity than the job was made for: the drive has another size now, or that media is gone.
            let other = report.identity
            let event =
                job.identity.differsOnlyInCapacity(from: other) ? JobEvent.capacityChanged(bytes: other.capacityBytes) : .mediaDetached
            move(job.id, event, now, chance, &out)
        }
        attached[id]?.report = report
        attached[id]?.assetTag = history.assetTag
        attached[id]?.lastWipe = history.lastWipe
        let stored = history.record.flatMap { $0.bootID == bootID && $0.attachment == id ? $0 : nil }
        attached[id]?.knownFromThisBoot = media.knownFromThisBoot || stored?.mediaKey == key
        let known = media.record ?? stored
        var record = known ?? AttachmentRecord(bootID: bootID, attachment: id, mediaKey: key, presentAtStart: media.isPresentAtStart)
        if record.mediaKey != key, isIdentity {
            // An attachment never forgets. One that shows another identity than before is looked at by a person.
            record.mediaKey = key
            record.wasRefused = true
        }
        if let job = openJob(for: attached[id] ?? media), job.isHeld(by: .wasInUse) { record.wasRefused = true }
        if let ended = endedUnseen.removeValue(forKey: key) { record.endedJob = ended }
        attached[id]?.record = record
        if record != stored { out.entries.append(.attachment(record)) }
        note("identified", id, report.identity.model ?? "", now, &out)
    }

    /// Decides about one attached media and moves its job accordingly.
    mutating func reconcile(_ id: AttachmentID, _ now: Moment, _ chance: Chance, _ out: inout Transition) {
        guard let media = attached[id], let report = media.report, media.record != nil, !isBusy(media) else { return }
        let job = openJob(for: media)
        let decision = decide(facts(for: media, report, job: job, now))
        if decision != media.decision {
            attached[id]?.decision = decision
            note("decided", id, ([decision.verdict] + decision.reasons.map(\.code.rawValue)).joined(separator: " "), now, &out)
        }
        // A former run of ours is no use by somebody else: nothing was looked at, nothing was written.
        if case .refuse(let reasons) = decision, reasons.contains(where: { $0.code != .formerRun }),
            attached[id]?.record?.wasRefused == false
        {
            attached[id]?.record?.wasRefused = true
            if let record = attached[id]?.record { out.entries.append(.attachment(record)) }
        }
        if case .refuse = decision, let id = job?.id, jobs[id]?.lifted.contains(.wasInUse) == true {
            // The confirmation was for the first use, not for this one.
            jobs[id]?.lifted.remove(.wasInUse)
            if let changed = jobs[id] { out.entries.append(.job(changed)) }
        }
        if let job = job.flatMap({ jobs[$0.id] }) {
            follow(decision, job, media, report, now, chance, &out)
        } else {
            create(decision, media, report, now, chance, &out)
        }
    }

    /// Everything known about an attached media.
    func facts(for media: AttachedMedia, _ report: ProbeReport, job: WipeJob?, _ now: Moment) -> DecisionFacts {
        let others = attached.values.filter { $0.id != media.id && $0.report != nil }.sorted { $0.id < $1.id }
        let bays = rules.bays.filter { $0.matches(report.properties) }
        // The boot areas of an eMMC and second paths share their drive's place; only what could be wiped is a rival.
        let candidates = others.filter { $0.report?.kind.isCandidate == true }
        let rivals = candidates.filter { other in bays.contains { bay in other.report.map { bay.matches($0.properties) } ?? false } }.map(
            \.id)
        // Of two nodes of one media the earlier one counts, unless the other is in use or protected: a mount through one path is not seen by the
        // exclusive open of the other.
        var twins = others.filter { other in
            guard let seen = other.report, Self.sameMedia(seen, report) else { return false }
            return other.id < media.id || isBusy(other) || seen.usage != .free || rules.protects(seen)
        }.map(\.id)
        // One open job per identity, also while its media is being looked at afresh.
        twins += jobs.values.filter { $0.identity.serialCredibility.isCredible && $0.identity.key == report.identity.key }.compactMap(
            \.attachment)
        twins = twins.filter { $0 != media.id }.sorted()
        var known = policies
        // A wipe that has begun goes on under the policy that its plan holds, whatever the folder says now.
        if let job, job.everRan, let plan = job.plan { known[plan.policy.id] = plan.policy }
        return DecisionFacts(
            report: report, rules: rules, policies: known, requestedPolicy: job?.policy, bayRivals: rivals, sameIdentity: twins.first,
            membersElsewhere: membersElsewhere(of: report),
            record: media.record
                ?? AttachmentRecord(bootID: bootID, attachment: media.id, mediaKey: report.identity.key, presentAtStart: true),
            lastWipe: media.lastWipe, assetTag: media.assetTag ?? job?.assetTag, hasInterruptedJob: job?.everRan ?? false,
            lifted: job?.lifted ?? [], contentsChanged: job?.contentsChanged ?? false, gone: media.gone, now: now)
    }

    /// Two nodes of one media: one WWN, or every fact of a credible identity equal.
    private static func sameMedia(_ a: ProbeReport, _ b: ProbeReport) -> Bool {
        if let wwn = a.identity.wwn, wwn == b.identity.wwn { return true }
        return a.identity.serialCredibility.isCredible && a.identity.key == b.identity.key
    }

    private mutating func create(
        _ decision: Decision, _ media: AttachedMedia, _ report: ProbeReport, _ now: Moment, _ chance: Chance, _ out: inout Transition
    ) {
        // What was wiped, failed or was withdrawn on this attachment starts nothing by itself.
        guard media.record?.endedJob == nil, let bay = rules.bay(for: report.properties) else { return }
        let state: JobState
        let policy: String
        switch decision {
        case .hold(let holds, let id): (state, policy) = (.held(holds), id)
        case .admit(let id): (state, policy) = (.queued, id)
        case .identifying, .refuse: return
        }
        add(
            WipeJob(
                id: chance.newID(), report: report, bay: bay.id, attachment: media.id, assetTag: media.assetTag, policy: policy,
                state: state, bootID: bootID, at: now), by: .station, now, &out)
    }

    /// Puts a new job on the books.
    mutating func add(_ job: WipeJob, by actor: Actor, _ now: Moment, _ out: inout Transition) {
        jobs[job.id] = job
        out.entries.append(.job(job))
        writeDown(job, by: actor, now, &out)
    }

    private mutating func follow(
        _ decision: Decision, _ job: WipeJob, _ media: AttachedMedia, _ report: ProbeReport, _ now: Moment, _ chance: Chance,
        _ out: inout Transition
    ) {
        refresh(job, media, report, &out)
        let isHalted: Bool
        if case .suspended(let reason) = job.state { isHalted = reason == .paused } else { isHalted = false }
        switch (decision, job.state) {
        case (.refuse(let reasons), .held), (.refuse(let reasons), .queued): move(job.id, .refused(reasons), now, chance, &out)
        case (.refuse, _), (.identifying, _): break
        case (_, .suspended) where isHalted:
            if job.attachment == nil { move(job.id, .returned(media.id, report, bootID: bootID), now, chance, &out) }
        case (_, .suspended):
            guard !isShuttingDown, !mustCool(media, job) else { return }
            move(job.id, .returned(media.id, report, bootID: bootID), now, chance, &out)
            if case .hold(let holds, _) = decision { move(job.id, .decided(holds: holds), now, chance, &out) }
        case (.hold(let holds, _), .held(let old)):
            if holds != old { move(job.id, .decided(holds: holds), now, chance, &out) }
        case (.hold(let holds, _), .queued): move(job.id, .decided(holds: holds), now, chance, &out)
        case (.admit, .held): move(job.id, .decided(holds: []), now, chance, &out)
        case (.admit, _), (.hold, _): break
        }
    }

    /// Before a job runs, its facts are those of the present look; after it, only where it is.
    private mutating func refresh(_ job: WipeJob, _ media: AttachedMedia, _ report: ProbeReport, _ out: inout Transition) {
        var fresh = job
        switch job.state {
        case .held, .queued:
            fresh.attachment = media.id
            fresh.look(at: report, inBoot: bootID)
        default: break
        }
        if let tag = media.assetTag, job.state.acceptsTag { fresh.assetTag = tag }
        if job.state.acceptsTag, let bay = rules.bay(for: report.properties) { fresh.bay = bay.id }
        guard fresh != job else { return }
        jobs[job.id] = fresh
        out.entries.append(.job(fresh))
    }
}

extension JobState {
    /// A tag may be set until the facts are frozen.
    var acceptsTag: Bool {
        switch self {
        case .certifying, .closed: false
        default: true
        }
    }
}
