// C2SP tlog-proof@v1: the file beside a record that shows, offline, that the record is in the log.

/// Index, path and head.
public struct LogProof: Sendable, Equatable {
    private static let title = "c2sp.org/tlog-proof@v1"
    /// Hashes of the longest path there can be.
    private static let hashesMax = 63

    /// Place of the entry, from 0.
    public let index: Int
    /// From the leaf to the root.
    public let path: [LogHash]
    /// The head that the path leads to.
    public let head: SignedCheckpoint

    /// A proof from its parts.
    public init(index: Int, path: [LogHash], head: SignedCheckpoint) {
        self.index = index
        self.path = path
        self.head = head
    }

    /// Reads the bytes of a `.tlog-proof` file. A line `extra` is passed over.
    /// - Throws: `LogError` for everything that is not exactly of the form.
    public init(parsing bytes: [UInt8]) throws(LogError) {
        if let change = ChangedCopy.sentence(bytes) { throw LogError(.proofMalformed, change) }
        guard bytes.count <= SignedNote.bytesMax, let end = Self.firstEmptyLine(bytes),
            let text = String(validating: bytes[..<end], as: UTF8.self)
        else { throw LogError(.proofMalformed, "expected lines of a proof, an empty line and a checkpoint") }
        var lines = text.pieces(between: 0x0A).dropLast()
        guard let title = lines.popFirst(), title.utf8.elementsEqual(Self.title.utf8) else {
            throw LogError(.proofMalformed, "expected \(Self.title) in the first line")
        }
        if let extra = lines.first, extra.utf8.starts(with: "extra ".utf8) {
            guard Base64.decode(extra.dropFirst(6)) != nil else { throw LogError(.proofMalformed, "expected base64 after extra") }
            lines.removeFirst()
        }
        guard let place = lines.popFirst(), place.utf8.starts(with: "index ".utf8), let index = LogCheckpoint.number(place.dropFirst(6))
        else {
            throw LogError(.proofMalformed, "expected a line index and a number without leading zeros")
        }
        guard lines.count <= Self.hashesMax else { throw LogError(.proofMalformed, "more than \(Self.hashesMax) hashes") }
        var path: [LogHash] = []
        for line in lines {
            guard let hash = LogHash(base64: line) else {
                throw LogError(.proofMalformed, "expected base64 of 32 bytes: \(line.prefix(60))")
            }
            path.append(hash)
        }
        self.init(index: index, path: path, head: try SignedCheckpoint(parsing: Array(bytes[(end + 1)...])))
    }

    /// The bytes of the file.
    public var bytes: [UInt8] {
        let lines = [Self.title, "index \(index)"] + path.map(\.base64) + [""]
        return Array(lines.map { $0 + "\n" }.joined().utf8) + head.bytes
    }

    /// Whether this entry lies at this place under the head. Who signed the head is another question.
    public func includes(_ entry: LogEntry) -> Bool {
        MerkleTree.root(leaf: .leaf(entry.bytes), index: index, size: head.checkpoint.size, proof: path) == head.checkpoint.root
    }

    /// Where the line feed stands that makes the first empty line.
    private static func firstEmptyLine(_ bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().first { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }
    }
}
