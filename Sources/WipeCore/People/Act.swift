// A line of the journal.

/// A line of the journal: who did what when.
package struct Act: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case at, actor, code, job, serial, node, detail }
    package var at: Moment
    package var actor: Actor
    /// Stable word: an event (`tag`, `start`, `cancel`, `refused`, `attached`, …).
    package var code: String
    package var job: JobID?
    package var serial: String?
    package var node: String?
    package var detail: String
    package init(at: Moment, actor: Actor, code: String, job: JobID? = nil, serial: String? = nil, node: String? = nil, detail: String = "")
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
