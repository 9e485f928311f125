// A line of the journal.

/// A line of the journal: who did what when.
public struct Act: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case at, actor, code, job, serial, node, detail }
    public var at: Moment
    public var actor: Actor
    /// Stable word: an event (`tag`, `start`, `cancel`, `refused`, `attached`, …).
    public var code: String
    public var job: JobID?
    public var serial: String?
    public var node: String?
    public var detail: String
    public init(at: Moment, actor: Actor, code: String, job: JobID? = nil, serial: String? = nil, node: String? = nil, detail: String = "")
    {
        self.at = at
        self.actor = actor
        self.code = code
        self.job = job
        self.serial = serial
        self.node = node
        self.detail = detail
    }
}
