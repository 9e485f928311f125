// Imports of intake lists, and what is taken back of one.

/// One import.
public struct ImportView: Codable, Hashable, Sendable {
    /// From 1.
    public var number: Int
    /// UTC with `Z`.
    public var at: String
    /// Who brought the list.
    public var user: String
    /// Name of the list; null where that was not said.
    @Nullable public var list: String?
    /// Rows that changed something.
    public var rows: Int
    /// Conflicts that it won.
    public var settled: Int
    /// It was taken back.
    public var undone: Bool
    /// Every member must be said; nil where it is unknown.
    public init(number: Int, at: String, user: String, list: String?, rows: Int, settled: Int, undone: Bool) {
        self.number = number
        self.at = at
        self.user = user
        self.list = list
        self.rows = rows
        self.settled = settled
        self.undone = undone
    }
}

/// Answer of `Routes.imports`.
public struct ImportList: Codable, Hashable, Sendable {
    /// The newest first.
    public var imports: [ImportView]
    /// The number before which the next page begins; null where this is all.
    @Nullable public var next: Int?
    /// Imports as they go over the wire.
    public init(imports: [ImportView], next: Int?) {
        self.imports = imports
        self.next = next
    }
}

/// Answer of `Routes.importUndo`.
public struct UndoResponse: Codable, Hashable, Sendable {
    /// A link that stays.
    public struct Kept: Codable, Hashable, Sendable {
        /// As the list said it.
        public var serial: String
        /// The tag that it has now; null where it has none.
        @Nullable public var assetTag: String?
        /// Stable word: why it stays.
        public var code: String
        /// The same for people.
        public var message: String
        /// A link as it goes over the wire.
        public init(serial: String, assetTag: String?, code: String, message: String) {
            self.serial = serial
            self.assetTag = assetTag
            self.code = code
            self.message = message
        }
    }
    /// The import that was taken back.
    public var number: Int
    /// Serials that have no link any more.
    public var removed: Int
    /// Serials that have the link again that they had before.
    public var restored: Int
    /// Links that stay, by serial.
    public var kept: [Kept]
    /// Every member must be said.
    public init(number: Int, removed: Int, restored: Int, kept: [Kept]) {
        self.number = number
        self.removed = removed
        self.restored = restored
        self.kept = kept
    }
}
