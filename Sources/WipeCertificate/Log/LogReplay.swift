// The whole log once more, out of its entries: are the tiles and the head what the entries make?

/// A published log, read from its first entry to its last.
public struct LogReplay: Sendable {
    /// The published head.
    public let head: SignedCheckpoint
    /// Every entry in order; nil where the bytes are no entry of this format.
    public private(set) var entries: [LogEntry?] = []
    /// Roots at the sizes that were asked for.
    public private(set) var roots: [Int: LogHash] = [:]
    /// Files that are not there, or not what the entries make, and a head that is not; in the order in which they were met.
    public private(set) var damage: [String] = []

    /// Reads a log through `read`, which gives the bytes of a file by its path below the log's folder.
    /// - Parameter sizes: the sizes of tree whose roots are wanted; those beyond the log are left out.
    /// - Throws: where there is no readable head.
    public init(sizes: Set<Int>, read: @escaping TileReader.Read) throws {
        head = try SignedCheckpoint(parsing: try read("checkpoint"))
        let size = head.checkpoint.size
        var log = GrowingLog()
        var peaks: [LogHash?] = []
        if sizes.contains(0) { roots[0] = .empty }
        let tiles = TileReader(size: size, read: read)
        while log.size < size {
            let bundle: [[UInt8]]
            do { bundle = try tiles.entries(bundle: log.size / LogTile.widthMax) } catch {
                let why = (error as? LogError)?.message ?? "\(error)"
                damage.append("entries from \(log.size) on, so that no record from there on can be compared with the log: \(why)")
                return
            }
            for bytes in bundle {
                entries.append(LogEntry(parsing: bytes))
                for file in try log.append(bytes) { compare(file, read) }
                Self.add(.leaf(bytes), to: &peaks)
                if sizes.contains(log.size) { roots[log.size] = Self.root(peaks) }
            }
        }
        for file in log.partialFiles { compare(file, read) }
        if log.root != head.checkpoint.root { damage.append("checkpoint: its root is not that of the \(size) entries") }
    }

    /// Whether the log was read to its end.
    public var isComplete: Bool { entries.count == head.checkpoint.size }

    private mutating func compare(_ file: GrowingLog.File, _ read: TileReader.Read) {
        // The bundles are where the entries come from; they are compared all the same, since a bundle may be longer than it says.
        guard let bytes = try? read(file.tile.path) else { return damage.append("\(file.tile.path): missing, or it cannot be read") }
        guard bytes != file.bytes else { return }
        let isCopy = ChangedCopy.undone(bytes) == file.bytes
        damage.append("\(file.tile.path): " + (isCopy ? ChangedCopy.sentence(bytes) ?? "" : "not what the entries make"))
    }

    /// Roots of complete subtrees, the smallest first: as binary addition carries.
    private static func add(_ leaf: LogHash, to peaks: inout [LogHash?]) {
        var carry = leaf
        for level in peaks.indices {
            guard let peak = peaks[level] else {
                peaks[level] = carry
                return
            }
            carry = .node(peak, carry)
            peaks[level] = nil
        }
        peaks.append(carry)
    }

    private static func root(_ peaks: [LogHash?]) -> LogHash {
        peaks.compactMap { $0 }.reduce(Optional<LogHash>.none) { root, peak in root.map { .node(peak, $0) } ?? peak } ?? .empty
    }
}
