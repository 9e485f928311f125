// Refusals are written down like everything else that people do, but a program that asks for ever must not fill the disk with them.

/// Who asked for what, as the journal says it of a refused request.
public struct PersonRequest: Sendable {
    public var actor: Actor
    /// Stable word: `tag`, `start`, `cancel`, …; for what never became a request of that kind, the route.
    public var verb: String
    public var media: AttachmentID?
    public var job: JobID?
    public init(actor: Actor, verb: String, media: AttachmentID? = nil, job: JobID? = nil) {
        self.actor = actor
        self.verb = verb
        self.media = media
        self.job = job
    }
}

/// How many refusals of each person still get a line of their own: 60 at once, then one a minute. All who have no role share one budget.
struct RefusalBudget: Sendable {
    static let linesAtOnce: Int64 = 60
    static let millisecondsPerLine: Int64 = 60_000

    private struct Account {
        var lines: Int64
        var since: Int64
        var unwritten = 0
    }
    private var accounts: [String: Account] = [:]

    /// Nil where this one gets no line; else how many since the last line got none.
    mutating func spend(_ actor: Actor, at now: Moment) -> Int? {
        let key = actor.role == nil ? "nobody" : "\(actor.uid) \(actor.viaRoot ?? "")"
        var account = accounts[key] ?? Account(lines: Self.linesAtOnce, since: now.runningMilliseconds)
        let earned = max(0, now.runningMilliseconds - account.since) / Self.millisecondsPerLine
        account.lines = min(Self.linesAtOnce, account.lines + earned)
        account.since += earned * Self.millisecondsPerLine
        defer { accounts[key] = account }
        guard account.lines > 0 else {
            account.unwritten += 1
            return nil
        }
        account.lines -= 1
        defer { account.unwritten = 0 }
        return account.unwritten
    }
}

extension StationState {
    /// The journal's line for a refused request; nil where this person has been refused too often to write each time down.
    public mutating func line(for refused: Refused, of request: PersonRequest, at now: Moment) -> JournalEntry? {
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
    public var personRequest: PersonRequest? {
        switch self {
        case .tagAssigned(let id, _, _, _, let actor): PersonRequest(actor: actor, verb: "tag", media: id)
        case .intakeImported(let order): PersonRequest(actor: order.actor, verb: "intake")
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
