// The tree of a published log, read out of its tiles.

/// Reads nodes and entries of a log of a known size. Tiles are read when they are needed, and the last ones kept.
public struct TileReader {
    /// The bytes of a file of the log, by its path below the log's folder. Throws where there is none.
    public typealias Read = (_ path: String) throws -> [UInt8]
    /// Tiles kept at once: a proof needs some per level.
    private static let keptMax = 64

    /// Number of entries.
    public let size: Int
    private let read: Read
    private var kept: [LogTile: [LogHash]] = [:]

    /// A reader of the log under a head of `size` entries.
    public init(size: Int, read: @escaping Read) {
        self.size = size
        self.read = read
    }

    /// The root of a complete subtree: the `index`-th one of 2^level leaves.
    public mutating func node(level: Int, index: Int) throws -> LogHash {
        let row = level % 8
        let first = index << row
        let hashes = try tile(level: level / 8, number: first / LogTile.widthMax)
        let place = first % LogTile.widthMax
        guard place + (1 << row) <= hashes.count else {
            throw LogError(.tileMalformed, "node \(index) of level \(level) is outside the log")
        }
        return GrowingLog.fold(hashes[place..<place + (1 << row)])
    }

    /// The root under the head.
    public mutating func root() throws -> LogHash { try MerkleTree.root(size: size) { try node(level: $0, index: $1) } }

    /// The path of an entry under the head.
    public mutating func inclusionProof(index: Int) throws -> [LogHash] {
        try MerkleTree.inclusionProof(index: index, size: size) { try node(level: $0, index: $1) }
    }

    /// That the log begins with the tree of its first entries.
    public mutating func consistencyProof(from first: Int) throws -> [LogHash] {
        try MerkleTree.consistencyProof(from: first, size: size) { try node(level: $0, index: $1) }
    }

    /// The entries of the bundle with this number, 256 of them, fewer in the last one.
    public func entries(bundle number: Int) throws -> [[UInt8]] {
        let tile = LogTile(.entries, number: number, width: min(LogTile.widthMax, size - number * LogTile.widthMax))
        let bytes = try read(tile.path)
        guard tile.width > 0, let entries = LogTile.entries(in: bytes, width: tile.width) else {
            if let change = ChangedCopy.sentence(bytes), LogTile.entries(in: ChangedCopy.undone(bytes), width: tile.width) != nil {
                throw LogError(.tileMalformed, "\(tile.path): \(change)")
            }
            throw LogError(.tileMalformed, "\(tile.path): expected \(tile.width) entries, each after its length")
        }
        return entries
    }

    private mutating func tile(level: Int, number: Int) throws -> [LogHash] {
        let width = min(LogTile.widthMax, (size >> (8 * level)) - number * LogTile.widthMax)
        let tile = LogTile(.hashes(level: level), number: number, width: width)
        if let hashes = kept[tile] { return hashes }
        guard width > 0, let hashes = LogTile.hashes(in: try read(tile.path), width: width) else {
            throw LogError(.tileMalformed, "\(tile.path): expected \(width) hashes of 32 bytes")
        }
        if kept.count >= Self.keptMax { kept.removeAll(keepingCapacity: true) }
        kept[tile] = hashes
        return hashes
    }
}
