// What people ask for: tags, starts, cancels. Refused with a reason, or done and written down with who did it.

extension StationState {
    mutating func takePerson(_ turn: inout Turn, _ event: Event) throws(Refused) {
        if let request = event.personRequest { try request.actor.must(be: .technician, to: request.verb) }
        switch event {
        case .tagAssigned(let id, let tag, let facts, let words, let actor):
            try assign(&turn, tag, to: id, facts, settling: words, actor)
        case .intakeImported(let order): try importIntake(&turn, order)
        case .importUndone(let order): try undoImport(&turn, order)
        case .linkDropped(let link, let wasSeen, let reason, let actor): try drop(&turn, link, wasSeen: wasSeen, reason, actor)
        case .startRequested(let id, let policy, let confirm, let actor): try start(&turn, id, policy: policy, confirm: confirm, by: actor)
        case .cancelRequested(let id, let actor):
            try mayCancel(id, actor)
            try request(&turn, id, .cancelRequested(actor), verb: "cancel", by: actor)
        case .pauseRequested(let id, let actor): try request(&turn, id, .pauseRequested(actor), verb: "pause", by: actor)
        case .resumeRequested(let id, let actor): try request(&turn, id, .resumeRequested(actor), verb: "resume", by: actor)
        case .priorityRequested(let id, let priority, let actor):
            guard var job = jobs[id] else { throw Refused(.jobNotOpen, ["job": id]) }
            job.priority = priority
            jobs[id] = job
            turn.write(.job(job))
            act(&turn, "priority", actor, job: job, detail: String(priority))
        default: break
        }
    }

    func act(_ turn: inout Turn, _ code: String, _ actor: Actor, job: WipeJob?, media: AttachedMedia? = nil, detail: String) {
        let identity = job?.identity ?? media?.report?.identity
        turn.write(
            .act(
                Act(
                    at: turn.now, actor: actor, code: code, job: job?.id, serial: identity?.serial,
                    node: (job?.attachment ?? media?.id)?.node,
                    detail: detail)))
    }

    /// A job belongs to the first who had a hand in it; one that the station began by itself, to everybody.
    private func mayCancel(_ id: JobID, _ actor: Actor) throws(Refused) {
        guard let owner = jobs[id]?.operators.first, !owner.isSamePerson(as: actor) else { return }
        try actor.must(be: .lead, to: "cancel a job of \(owner.user)")
    }

    private mutating func request(
        _ turn: inout Turn, _ id: JobID, _ event: JobEvent, verb: String, by actor: Actor
    ) throws(Refused) {
        guard let job = jobs[id] else { throw Refused(.jobNotOpen, ["job": id]) }
        if case .pauseRequested = event, job.isErasing, job.state.occupiesSlot { throw Refused(.commandCannotPause, ["job": id]) }
        act(&turn, verb, actor, job: job, detail: "")
        if let illegal = move(&turn, id, event, by: actor) {
            throw Refused(.illegalTransition, ["state": illegal.state, "verb": verb])
        }
    }

    private mutating func start(
        _ turn: inout Turn, _ id: AttachmentID, policy: String?, confirm: String?, by actor: Actor
    ) throws(Refused) {
        guard let media = attached[id], let report = media.report, media.record != nil else {
            throw Refused(.identifying, ["node": id.node])
        }
        let job = openJob(for: media)
        if let job, let refused = Self.cannotStart(job, policy) { throw refused }
        var facts = facts(for: media, report, job: job, turn.now)
        facts.requestedPolicy = policy ?? job?.policy
        let needed = decide(facts)
        facts.lifted.formUnion(HoldCode.allCases.filter(\.isConfirmable))
        let left = decide(facts)
        switch left {
        case .refuse, .hold:
            guard let first = left.reasons.first else { throw Refused(Refused.Code.refused) }
            throw Refused(code: first.code, message: first.message, reasons: left.reasons)
        case .identifying: throw Refused(.identifying, ["node": id.node], isHinted: false)
        case .admit(let admission):
            if case .hold(let holds, _) = needed {
                // Said first: nobody is asked for a confirmation that would not be enough.
                let unusual = holds.filter { $0.code.liftedBy == .lead }
                if !unusual.isEmpty {
                    let codes = unusual.map(\.code.rawValue).joined(separator: ", ")
                    try actor.must(be: .lead, to: "lift \(codes)", holds: unusual)
                }
                try Self.check(confirm, media, report, holds)
            }
            begin(&turn, job, on: media, report, policy: admission.requested, overridden: needed.holds, by: actor)
        }
    }

    private static func cannotStart(_ job: WipeJob, _ policy: String?) -> Refused? {
        switch job.state {
        case .held: nil
        case .queued where policy != nil && !job.everRan: nil
        case .suspended(.paused):
            Refused(.paused, ["job": job.id])
        default: Refused(.alreadyStarted, ["job": job.id, "state": job.state.word])
        }
    }

    /// The right word proves that a person has looked at this very drive: its serial, or its tag where no serial identifies it.
    private static func check(_ confirm: String?, _ media: AttachedMedia, _ report: ProbeReport, _ holds: [Reason<HoldCode>])
        throws(Refused)
    {
        let reasons = holds.map { $0.among(DecisionCode.hold) }
        let isWeak = media.isConfirmedByTag
        let tag = media.assetTag
        if isWeak, tag == nil {
            throw Refused(.confirmationRequired, variant: "nameless", ["node": report.attachment.node], reasons: reasons)
        }
        guard let confirm else {
            throw Refused(.confirmationRequired, variant: isWeak ? "tag" : nil, reasons: reasons)
        }
        let expected = isWeak ? tag?.tag : report.identity.serial
        guard let expected, isWeak ? AssetTagText.isSame(confirm, expected) : Array(confirm.utf8) == Array(expected.utf8) else {
            throw Refused(.confirmationRequired, variant: isWeak ? "other-tag" : "other-serial", reasons: reasons)
        }
    }

    private mutating func begin(
        _ turn: inout Turn, _ job: WipeJob?, on media: AttachedMedia, _ report: ProbeReport, policy: String, overridden: [Reason<HoldCode>],
        by actor: Actor
    ) {
        guard let bay = rules.bay(for: report.properties) else { return }
        let lifted = Set(overridden.map(\.code))
        attached[media.id]?.record?.endedJob = nil
        attached[media.id]?.record?.heldAnew = nil
        if let record = attached[media.id]?.record { turn.write(.attachment(record)) }
        if var job {
            job.lifted.formUnion(lifted)
            job.overridden = (job.overridden ?? []).filter { !lifted.contains($0.code) } + overridden
            if !job.everRan { job.policy = policy }
            if lifted.contains(.contentsChanged), job.contentsChanged {
                job.contentsChanged = false
                job.beginsAnew = true
                if let plan = job.plan {
                    // Also without the mismatches of before: what is there now may be another medium, and a person has looked at it.
                    let start = Checkpoint.start(passes: plan.passes.count)
                    job.checkpoint = start
                    turn.write(.checkpoint(job.id, start))
                }
            }
            job.add(actor)
            jobs[job.id] = job
            act(&turn, "start", actor, job: job, detail: lifted.map(\.rawValue).sorted().joined(separator: " "))
            turn.write(.job(job))
        } else {
            var new = WipeJob(
                id: turn.entropy.newID(), report: report, bay: bay.id, attachment: media.id, assetTag: media.assetTag, policy: policy,
                lifted: lifted,
                operators: [actor], state: .queued, bootID: bootID, at: turn.now)
            new.overridden = overridden
            act(&turn, "start", actor, job: new, detail: lifted.map(\.rawValue).sorted().joined(separator: " "))
            add(&turn, new, by: actor)
        }
    }
}
