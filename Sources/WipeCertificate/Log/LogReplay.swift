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
    /// Entries that were changed, where the hashes of the tree tell which: the hash that belongs there, by its place.
    public private(set) var changed: [Int: LogHash] = [:]

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
        guard log.root != head.checkpoint.root, try !findChanged(sizes, read) else { return }
        damage.append("checkpoint: its root is not that of the \(size) entries")
    }

    /// Whether every entry is known.
    public var isComplete: Bool { entries.count == head.checkpoint.size && changed.isEmpty }

    /// Entries that are named one by one.
    private static let namedMax = 10

    /// Where the hashes of the tree make the root that the head has, and the entries do not, the entries were changed. Which ones is the whole
    /// damage then; what else the changed entries would seem to say of records and numbers follows from it.
    private mutating func findChanged(_ sizes: Set<Int>, _ read: @escaping TileReader.Read) throws -> Bool {
        let size = head.checkpoint.size
        var whole = self
        whole.damage = []
        var tree = GrowingLog()
        var peaks: [LogHash?] = []
        let tiles = TileReader(size: size, read: read)
        while tree.size < size {
            let number = tree.size / LogTile.widthMax
            let tile = LogTile(.hashes(level: 0), number: number, width: min(LogTile.widthMax, size - tree.size))
            guard let bytes = try? read(tile.path), let hashes = LogTile.hashes(in: bytes, width: tile.width) else { return false }
            for (hash, entry) in zip(hashes, try tiles.entries(bundle: number)) {
                if LogHash.leaf(entry) != hash {
                    whole.changed[tree.size] = hash
                    whole.entries[tree.size] = nil
                }
                for file in tree.grow(by: hash) { whole.compare(file, read) }
                Self.add(hash, to: &peaks)
                if sizes.contains(tree.size) { whole.roots[tree.size] = Self.root(peaks) }
            }
        }
        for file in tree.partialFiles { whole.compare(file, read) }
        guard tree.root == head.checkpoint.root else { return false }
        let places = whole.changed.keys.sorted()
        let named = places.prefix(Self.namedMax).map(String.init).joined(separator: ", ")
        let more = places.count > Self.namedMax ? " and \(places.count - Self.namedMax) more" : ""
        whole.damage.append("tile/entries: changed, and not what the tree and the head cover: entry \(named)\(more)")
        self = whole
        return true
    }

    /// The same with the entries of these documents in the place of those that were changed: the hash that belongs there tells whose it is.
    func restored(by documents: [LogEntry]) -> LogReplay {
        guard !changed.isEmpty else { return self }
        var whole = self
        let places = Dictionary(changed.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in documents {
            guard let place = places[.leaf(entry.bytes)] else { continue }
            whole.entries[place] = entry
            whole.changed[place] = nil
        }
        return whole
    }

    private mutating func compare(_ file: GrowingLog.File, _ read: TileReader.Read) {
        // The bundles are where the entries come from; they are compared all the same, since a bundle may be longer than it says.
        let bytes: [UInt8]
        do { bytes = try read(file.tile.path) } catch { return damage.append("\(file.tile.path): missing, or it cannot be read: \(error)") }
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
