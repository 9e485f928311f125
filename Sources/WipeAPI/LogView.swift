// The public log of the station.

/// Answer of `Routes.log`.
public struct LogView: Codable, Hashable, Sendable {
    /// Name of the log.
    public var origin: String
    /// Number of entries.
    public var size: Int
    /// Root hash of the entries in base64.
    public var rootHash: String
    /// The log's key as a verifier key of C2SP signed-note.
    public var vkey: String
    /// The signed head, as it lies in the log's folder.
    public var checkpoint: String
    /// Every member must be said.
    public init(origin: String, size: Int, rootHash: String, vkey: String, checkpoint: String) {
        self.origin = origin
        self.size = size
        self.rootHash = rootHash
        self.vkey = vkey
        self.checkpoint = checkpoint
    }
}

/// Answer of `Routes.open`, and the file `log/open.json` of an export.
public struct OpenRecords: Codable, Hashable, Sendable {
    /// Numbers of records whose jobs are still open, in order.
    public var open: [Int]
    /// Numbers of records whose jobs are still open.
    public init(open: [Int]) { self.open = open }
}
