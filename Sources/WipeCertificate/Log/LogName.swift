// Names of logs and keys.

enum LogName {
    static let bytesMax = 256

    /// Whether a text may name a log and its key: C2SP signed-note forbids white space and `+`; this format allows printable ASCII only.
    static func isValid(_ name: String) -> Bool {
        (1...bytesMax).contains(name.utf8.count) && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "+") }
    }
}
