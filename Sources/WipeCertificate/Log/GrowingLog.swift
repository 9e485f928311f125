// The right edge of a log: all that is needed to take one more entry. Its size grows with the depth of the tree only.

/// A log that grows.
public struct GrowingLog: Sendable {
    /// A file of the log with its bytes.
    public struct File: Sendable {
        /// Which part of the tree.
        public let tile: LogTile
        /// What is in it.
        public let bytes: [UInt8]
    }

    /// Number of entries.
    public private(set) var size = 0
    /// Hashes of the last tile of each level, which is not full.
    private var levels: [[LogHash]] = []
    /// Entries of the last bundle, which is not full.
    private var bundle: [[UInt8]] = []

    /// A log without entries.
    public init() {}

    /// Takes one more entry of at most 65,535 bytes. Gives back the files that it has made full.
    public mutating func append(_ entry: [UInt8]) throws(LogError) -> [File] {
        guard !entry.isEmpty, entry.count <= LogTile.entryBytesMax else {
            throw LogError(.entryLength, "entry \(size): \(entry.count) bytes")
        }
        var full: [File] = []
        bundle.append(entry)
        if bundle.count == LogTile.widthMax {
            full.append(File(tile: LogTile(.entries, number: size >> 8, width: LogTile.widthMax), bytes: LogTile.bytes(of: bundle)))
            bundle = []
        }
        return full + grow(by: .leaf(entry))
    }

    /// Takes the hash of one more entry alone: of a log that is known by its tree. Gives back the tiles that it has made full.
    mutating func grow(by leaf: LogHash) -> [File] {
        var full: [File] = []
        var hash: LogHash? = leaf
        size += 1
        var level = 0
        while let risen = hash {
            if levels.count == level { levels.append([]) }
            levels[level].append(risen)
            hash = nil
            if levels[level].count == LogTile.widthMax {
                let number = (size >> (8 * (level + 1))) - 1
                let tile = LogTile(.hashes(level: level), number: number, width: LogTile.widthMax)
                full.append(File(tile: tile, bytes: LogTile.bytes(of: levels[level])))
                hash = Self.fold(levels[level][...])
                levels[level] = []
            }
            level += 1
        }
        return full
    }

    /// The files at the right edge that are not full.
    public var partialFiles: [File] {
        var files: [File] = []
        if !bundle.isEmpty {
            files.append(File(tile: LogTile(.entries, number: size >> 8, width: bundle.count), bytes: LogTile.bytes(of: bundle)))
        }
        for (level, hashes) in levels.enumerated() where !hashes.isEmpty {
            let tile = LogTile(.hashes(level: level), number: size >> (8 * (level + 1)), width: hashes.count)
            files.append(File(tile: tile, bytes: LogTile.bytes(of: hashes)))
        }
        return files
    }

    /// The root hash of all entries.
    public var root: LogHash {
        var root: LogHash?
        for hashes in levels {
            var rest = hashes[...]
            while !rest.isEmpty {
                // The last complete subtree of this level: as many hashes as the lowest bit says.
                let peak = Self.fold(rest.suffix(1 << rest.count.trailingZeroBitCount))
                rest = rest.dropLast(1 << rest.count.trailingZeroBitCount)
                root = root.map { .node(peak, $0) } ?? peak
            }
        }
        return root ?? .empty
    }

    /// The root over a power of two of hashes.
    static func fold(_ hashes: ArraySlice<LogHash>) -> LogHash {
        var row = Array(hashes)
        while row.count > 1 { row = stride(from: 0, to: row.count, by: 2).map { .node(row[$0], row[$0 + 1]) } }
        return row.first ?? .empty
    }
}
