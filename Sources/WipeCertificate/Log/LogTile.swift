// Tiles and entry bundles of C2SP tlog-tiles: which file holds which part of the tree, and what its bytes are.

/// A file of the log, by what it holds. Its `path` is below the folder of the log.
public struct LogTile: Sendable, Hashable {
    /// Hashes of a full tile, entries of a full bundle.
    public static let widthMax = 256
    /// Levels of tiles that a tree of 2^62 entries has.
    static let levelMax = 7
    /// An entry is preceded by its length in two bytes.
    static let entryBytesMax = 65_535

    /// What a file holds.
    public enum Content: Sendable, Hashable {
        /// Roots of complete subtrees of 256^level leaves.
        case hashes(level: Int)
        /// The entries themselves.
        case entries
    }
    /// Hashes or entries.
    public let content: Content
    /// The how-many-eth of its kind, from 0.
    public let number: Int
    /// 1 to 256; below 256 the file is a partial one.
    public let width: Int

    init(_ content: Content, number: Int, width: Int) {
        self.content = content
        self.number = number
        self.width = width
    }

    /// `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
    public var path: String {
        let folder = folder + "/"
        return width < Self.widthMax ? "\(folder)\(Self.digits(number)).p/\(width)" : folder + Self.digits(number)
    }

    /// The folder of all files of this kind.
    public var folder: String {
        switch content {
        case .hashes(let level): "tile/\(level)"
        case .entries: "tile/entries"
        }
    }

    /// Every file that a log of `size` entries has, level by level.
    public static func all(size: Int) -> [LogTile] {
        var tiles = row(.entries, count: size)
        for level in 0...levelMax where size >> (8 * level) > 0 { tiles += row(.hashes(level: level), count: size >> (8 * level)) }
        return tiles
    }

    private static func row(_ content: Content, count: Int) -> [LogTile] {
        stride(from: 0, to: count, by: widthMax).map { LogTile(content, number: $0 / widthMax, width: min(widthMax, count - $0)) }
    }

    /// Groups of three digits, all but the last with an `x`: 1234067 is `x001/x234/067`.
    static func digits(_ number: Int) -> String {
        func three(_ number: Int) -> String { String(String(1_000 + number).dropFirst()) }
        var text = three(number % 1_000)
        var rest = number / 1_000
        while rest > 0 {
            text = "x" + three(rest % 1_000) + "/" + text
            rest /= 1_000
        }
        return text
    }

    /// Hashes one after the other.
    static func bytes(of hashes: [LogHash]) -> [UInt8] { hashes.flatMap(\.bytes) }

    /// Each entry after its length in two bytes, the high one first.
    static func bytes(of entries: [[UInt8]]) -> [UInt8] {
        entries.flatMap { [UInt8($0.count >> 8 & 0xFF), UInt8($0.count & 0xFF)] + $0 }
    }

    /// The hashes in the bytes of a tile that has `width` of them or more; nil where there are fewer, or half ones.
    static func hashes(in bytes: [UInt8], width: Int) -> [LogHash]? {
        guard bytes.count % LogHash.byteCount == 0, bytes.count / LogHash.byteCount >= width, bytes.count <= widthMax * LogHash.byteCount
        else { return nil }
        return (0..<width).compactMap { LogHash(bytes[$0 * LogHash.byteCount..<($0 + 1) * LogHash.byteCount]) }
    }

    /// The entries in the bytes of a bundle that has `width` of them or more; nil where there are fewer, or a half one.
    static func entries(in bytes: [UInt8], width: Int) -> [[UInt8]]? {
        var entries: [[UInt8]] = []
        var place = 0
        while entries.count < width {
            guard place + 2 <= bytes.count else { return nil }
            let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
            guard length > 0, place + 2 + length <= bytes.count else { return nil }
            entries.append(Array(bytes[place + 2..<place + 2 + length]))
            place += 2 + length
        }
        return entries
    }
}
