// Refusals are written down like everything else that people do, but a program that asks for ever must not fill the disk with them.

/// Who asked for what, as the journal says it of a refused request.
package struct PersonRequest: Sendable {
    package var actor: Actor
    /// Stable word: `tag`, `start`, `cancel`, …; for what never became a request of that kind, the route.
    package var verb: String
    package var media: AttachmentID?
    package var job: JobID?
    package init(actor: Actor, verb: String, media: AttachmentID? = nil, job: JobID? = nil) {
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
