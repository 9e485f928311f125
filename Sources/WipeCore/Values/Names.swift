// Names and numbers that every room speaks of.

/// Id of a job: UUIDv7 in text, so that ids sort by time. Made by the shell.
package typealias JobID = String

/// A published head of the station's log.
package struct LogHead: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case origin, treeSize, rootHash }
    /// Name of the log.
    package var origin: String
    /// Number of entries under it.
    package var treeSize: UInt64
    /// Root hash of these entries, base64.
    package var rootHash: String
    /// A head from its parts.
    package init(origin: String, treeSize: UInt64, rootHash: String) {
        self.origin = origin
        self.treeSize = treeSize
        self.rootHash = rootHash
    }
}
