// What a drive's firmware answered, byte for byte, over the wire.

/// Answer of `Routes.mediaPages`.
public struct PagesView: Codable, Hashable, Sendable {
    /// `answers.txt`, which says what was asked and answered, and a file for each answer that had bytes.
    public var files: [PageFileView]
    /// Every member must be said.
    public init(files: [PageFileView]) { self.files = files }
}

/// One file of a recording.
public struct PageFileView: Codable, Hashable, Sendable {
    /// Letters, digits and full stops.
    public var name: String
    /// Its bytes, in base64 (RFC 4648, with padding).
    public var bytes: String
    /// Every member must be said.
    public init(name: String, bytes: String) {
        self.name = name
        self.bytes = bytes
    }
}
