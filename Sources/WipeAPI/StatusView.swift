// The station at a glance.

/// Answer of `Routes.status`.
public struct StatusView: Codable, Hashable, Sendable {
    /// Wipes at once.
    public struct Slots: Codable, Hashable, Sendable {
        /// Wipes that run.
        public var used: Int
        /// Wipes that may run at once.
        public var total: Int
        /// Slots in use and slots there are.
        public init(used: Int, total: Int) {
            self.used = used
            self.total = total
        }
    }
    /// Name of the station, from its file.
    public var station: String
    /// From the station file.
    @Nullable public var organization: String?
    /// From the station file.
    @Nullable public var location: String?
    /// Version of the daemon.
    public var version: String
    /// Process id of the daemon.
    public var pid: Int
    /// Wipes at once.
    public var slots: Slots
    /// Number of jobs per job state (`JobStateWord`); states without a job may be missing.
    public var jobs: [String: Int]
    /// What a person should look at now.
    public var alarms: [ReasonView]
    /// Bays whose drive failed, in the order of the station file; left out by a daemon that does not say.
    public var failedBays: [String]?
    /// Where device events come from: `udev`, `kernel`, or `simulation`; null while none is watched.
    @Nullable public var udevMonitorGroup: String?
    /// UTC with `Z`.
    public var startedAt: String

    /// Every member must be said; nil where it is unknown.
    public init(
        station: String, organization: String?, location: String?, version: String, pid: Int, slots: Slots, jobs: [String: Int],
        alarms: [ReasonView],
        udevMonitorGroup: String?, startedAt: String, failedBays: [String]? = nil
    ) {
        self.station = station
        self.organization = organization
        self.location = location
        self.version = version
        self.pid = pid
        self.slots = slots
        self.jobs = jobs
        self.alarms = alarms
        self.failedBays = failedBays
        self.udevMonitorGroup = udevMonitorGroup
        self.startedAt = startedAt
    }
}
