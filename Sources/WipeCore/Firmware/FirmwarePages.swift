// What a drive's firmware answered, as files: for those who read drives that this program has not met yet.

/// The answers of one look at one drive, byte for byte but for what says which drive it is.
package struct FirmwarePages: Hashable, Sendable {
    /// One file.
    package struct File: Hashable, Sendable {
        /// Letters, digits and full stops.
        package var name: String
        package var bytes: [UInt8]
        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }
    /// `answers.txt`, which says what was asked and answered, and a file for each answer that had bytes.
    package var files: [File]
    package init(files: [File]) { self.files = files }
}
