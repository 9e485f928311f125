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
        try actor.must(be: .lead, to: "cancel-of", ["owner": owner.user])
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
}
