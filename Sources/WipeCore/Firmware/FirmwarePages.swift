// What a drive's firmware answered, as files: for those who read drives that this program has not met yet.

/// The answers of one look at one drive, byte for byte but for what says which drive it is.
public struct FirmwarePages: Hashable, Sendable {
    /// One file.
    public struct File: Hashable, Sendable {
        /// Letters, digits and full stops.
        public var name: String
        public var bytes: [UInt8]
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }
    /// `answers.txt`, which says what was asked and answered, and a file for each answer that had bytes.
    public var files: [File]
    public init(files: [File]) { self.files = files }
}
