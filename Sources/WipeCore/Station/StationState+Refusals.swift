// Refused requests, written down beside the door: they change nothing.

extension StationState {
    /// The journal's line for a refused request; nil where this person has been refused too often to write each time down.
    package mutating func line(for refused: Refused, of request: PersonRequest, at now: Moment) -> JournalEntry? {
        guard let unwritten = refusals.spend(request.actor, at: now) else { return nil }
        let media = request.media.flatMap { attached[$0] }
        let job = request.job.flatMap { jobs[$0] }
        let more = unwritten > 0 ? "; \(unwritten) refusals before it were not written down" : ""
        return .act(
            Act(
                at: now, actor: request.actor, code: "refused", job: job?.id, serial: (job?.identity ?? media?.report?.identity)?.serial,
                node: request.media?.node, detail: "\(request.verb): \(refused.code)\(more)"))
    }
}

extension Event {
    /// What a person asks for; nil for what the world and the station do.
    package var personRequest: PersonRequest? {
        switch self {
        case .tagAssigned(let id, _, _, _, let actor): PersonRequest(actor: actor, verb: "tag", media: id)
        case .intakeImported(let order): PersonRequest(actor: order.actor, verb: "intake")
        case .importUndone(let order): PersonRequest(actor: order.actor, verb: "undo")
        case .linkDropped(_, _, _, let actor): PersonRequest(actor: actor, verb: "drop")
        case .startRequested(let id, _, _, let actor): PersonRequest(actor: actor, verb: "start", media: id)
        case .cancelRequested(let job, let actor): PersonRequest(actor: actor, verb: "cancel", job: job)
        case .pauseRequested(let job, let actor): PersonRequest(actor: actor, verb: "pause", job: job)
        case .resumeRequested(let job, let actor): PersonRequest(actor: actor, verb: "resume", job: job)
        case .priorityRequested(let job, _, let actor): PersonRequest(actor: actor, verb: "priority", job: job)
        default: nil
        }
    }
}
