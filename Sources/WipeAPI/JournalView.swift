// Who did what when.

/// One entry of the journal.
public struct JournalView: Codable, Hashable, Sendable {
    /// Grows by one with each entry.
    public var number: Int
    /// UTC with `Z`.
    public var at: String
    /// What happened: a stable word.
    public var event: String
    /// Who asked for it; null where the station acted by itself.
    @Nullable public var `operator`: String?
    /// Login name behind root, where the kernel knows it.
    @Nullable public var viaRoot: String?
    /// Name of the person's group, as the kernel gave it.
    @Nullable public var group: String?
    /// `viewer`, `technician` or `lead`; null for who had no role.
    @Nullable public var role: String?
    /// Id of the job that it is about.
    @Nullable public var job: String?
    /// Serial of the media that it is about.
    @Nullable public var serial: String?
    /// Device node at that time.
    @Nullable public var node: String?
    /// The rest, for people.
    @Nullable public var detail: String?
    /// Every member must be said; nil where it is unknown.
    public init(
        number: Int, at: String, event: String, operator: String?, viaRoot: String?, group: String?, role: String?, job: String?,
        serial: String?, node: String?, detail: String?
    ) {
        self.number = number
        self.at = at
        self.event = event
        self.operator = `operator`
        self.viaRoot = viaRoot
        self.group = group
        self.role = role
        self.job = job
        self.serial = serial
        self.node = node
        self.detail = detail
    }
}

/// Answer of `Routes.journal`.
public struct JournalList: Codable, Hashable, Sendable {
    /// Newest last.
    public var entries: [JournalView]
    /// Entries in the order in which they were written.
    public init(entries: [JournalView]) { self.entries = entries }
}
