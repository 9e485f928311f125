// What programs that copy files do to them. A reader who is told so takes the file anew, and does not look for a forger.

/// Names what a copy has changed.
public enum ChangedCopy {
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What was done to the bytes of a text that our programs write with bare line feeds and without a mark; nil where none of it was.
    public static func sentence(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: mark) { return "a byte order mark was put before it, as editors do: take the file as it was exported" }
        guard hasReturns(bytes) else { return nil }
        return "its line ends were changed, as git and Windows do: take the file as it was exported"
    }

    private static func hasReturns(_ bytes: [UInt8]) -> Bool { zip(bytes, bytes.dropFirst()).contains { $0 == 0x0D && $1 == 0x0A } }

    /// The bytes as they were, if line feeds have become two bytes each.
    static func undone(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == 0x0A, result.last == 0x0D { result.removeLast() }
            result.append(byte)
        }
        return result
    }

    /// Without a byte order mark before it: in files that people write, it is passed over.
    static func unmarked(_ bytes: [UInt8]) -> ArraySlice<UInt8> { bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0) }
}
