// One wipe job and its progress.

/// Job states on the wire, in the order of a job's life. Whether a job may be shown as closed is the server's promise: its record can be read.
public enum JobStateWord: String, Codable, CaseIterable, Hashable, Sendable {
    case held, queued, opening, running, stopping, suspended, certifying, sanitized, failed, abandoned, withdrawn
    /// True where nothing more will happen.
    public var isClosed: Bool {
        switch self {
        case .sanitized, .failed, .abandoned, .withdrawn: true
        case .held, .queued, .opening, .running, .stopping, .suspended, .certifying: false
        }
    }
}

/// One time in which a job that had begun did not run.
public struct InterruptionView: Codable, Hashable, Sendable {
    /// Why: `paused`, `detached`, `daemon-restarted`, …
    public var code: String
    /// UTC with `Z`.
    public var stoppedAt: String
    /// Null while it has not gone on.
    @Nullable public var resumedAt: String?
    /// Every member must be said; nil where it is unknown.
    public init(code: String, stoppedAt: String, resumedAt: String?) {
        self.code = code
        self.stoppedAt = stoppedAt
        self.resumedAt = resumedAt
    }
}

/// Answer of `Routes.job` and of every route that moves a job.
public struct JobView: Codable, Hashable, Sendable {
    /// UUID; sorts by time.
    public var id: String
    /// A word of `JobStateWord`; text, so that an older client can show a state it does not know.
    public var state: String
    /// Id of the bay that it is in.
    @Nullable public var bay: String?
    /// The media that it is about.
    public var media: MediaSummary
    /// The workshop's tag.
    @Nullable public var assetTag: String?
    /// Id of the policy.
    @Nullable public var policy: String?
    /// Pass that runs now, from 1.
    @Nullable public var pass: Int?
    /// How many passes the plan has; null before it is made.
    @Nullable public var passes: Int?
    /// `write`, `verify`; of a drive that erases itself also `confirm` (its marks are read back) and `command` (it is at it).
    @Nullable public var phase: String?
    /// Counts all phases of all passes.
    @Nullable public var bytesDone: Int?
    /// Counts all phases of all passes.
    @Nullable public var bytesTotal: Int?
    /// Over the last seconds; null while nothing moves.
    @Nullable public var bytesPerSecond: Int?
    /// From this rate and how it falls towards the inner tracks of a disk; at most 30 days, which then means "or longer"; null where nothing
    /// moves.
    @Nullable public var etaSeconds: Int?
    /// Done of the drive's own erase, in 65,536ths, by its own word; null where none runs, or where it does not say.
    @Nullable public var fraction: Int?
    /// Since when the drive has not answered, once that is 5 s or longer, or 2 s where a stop was asked for: rate and time left are unknown then; else
    /// null.
    @Nullable public var silentSeconds: Int?
    /// Since when the drive has not answered, once that is longer than `stallSeconds`, or than 2 s where a stop was asked for; else null.
    @Nullable public var stalledSeconds: Int?
    /// UTC with `Z`, like all times here.
    public var createdAt: String
    /// When it first wrote.
    @Nullable public var startedAt: String?
    /// When it was closed.
    @Nullable public var endedAt: String?
    /// What a held job waits for.
    public var holds: [ReasonView]
    /// Why it still waits in the queue, is suspended, reads back again from the beginning, or ended as it did.
    public var reasons: [ReasonView]
    /// Id of the signed record once it can be read (`urn:uuid:…`).
    @Nullable public var certificate: String?
    /// Higher runs earlier; 0 unless a person set it.
    public var priority: Int
    /// Record number, given when the wipe first wrote.
    @Nullable public var record: Int?
    /// The accountable person.
    @Nullable public var `operator`: String?
    /// In the order in which they happened.
    public var interruptions: [InterruptionView]
    /// Sectors that stayed unwritten or unreadable so far, each counted once over all passes; null before the first write.
    @Nullable public var badSectors: Int?

    /// Every member must be said; nil where it is unknown.
    public init(
        id: String, state: String, bay: String?, media: MediaSummary, assetTag: String?, policy: String?, pass: Int?, passes: Int?,
        phase: String?,
        bytesDone: Int?, bytesTotal: Int?, bytesPerSecond: Int?, etaSeconds: Int?, stalledSeconds: Int?, createdAt: String,
        startedAt: String?, endedAt: String?,
        holds: [ReasonView], reasons: [ReasonView], certificate: String?, priority: Int, record: Int?, operator: String?,
        interruptions: [InterruptionView], badSectors: Int? = nil, fraction: Int? = nil, silentSeconds: Int? = nil
    ) {
        self.id = id
        self.state = state
        self.bay = bay
        self.media = media
        self.assetTag = assetTag
        self.policy = policy
        self.pass = pass
        self.passes = passes
        self.phase = phase
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.bytesPerSecond = bytesPerSecond
        self.etaSeconds = etaSeconds
        self.stalledSeconds = stalledSeconds
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.holds = holds
        self.reasons = reasons
        self.certificate = certificate
        self.priority = priority
        self.record = record
        self.operator = `operator`
        self.interruptions = interruptions
        self.badSectors = badSectors
        self.fraction = fraction
        self.silentSeconds = silentSeconds
    }
}

/// Answer of `Routes.jobs`.
public struct JobList: Codable, Hashable, Sendable {
    /// Open ones first, in the order in which they will run.
    public var jobs: [JobView]
    /// Open jobs in the order in which they will run, then closed ones, newest first.
    public init(jobs: [JobView]) { self.jobs = jobs }
}
