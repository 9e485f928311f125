// C2SP tlog-checkpoint: origin, size and root hash, each on its line, as a signed note.

/// A head of a log.
public struct LogCheckpoint: Sendable, Equatable {
    /// Name of the log.
    public let origin: String
    /// Number of entries.
    public let size: Int
    /// Root hash of the entries.
    public let root: LogHash
    /// Lines after the root hash, which mean nothing here.
    public let extensions: [String]

    /// A head without extension lines.
    public init(origin: String, size: Int, root: LogHash) {
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    /// Reads the text of a note.
    /// - Throws: `checkpointMalformed` for everything that is not exactly of the form.
    public init(text: String) throws(LogError) {
        let lines = text.pieces(between: 0x0A).map(String.init)
        guard lines.count >= 4, lines.last?.isEmpty == true, LogName.isValid(lines[0]), let size = Self.number(lines[1]),
            let root = LogHash(base64: lines[2]), lines[3..<(lines.count - 1)].allSatisfy({ !$0.isEmpty })
        else { throw LogError(.checkpointMalformed, "expected the lines origin, size and base64 of the root hash") }
        guard size > 0 || root == .empty else {
            throw LogError(.checkpointMalformed, "the root of no entries is not that of an empty tree")
        }
        origin = lines[0]
        self.size = size
        self.root = root
        extensions = Array(lines[3..<(lines.count - 1)])
    }

    /// The text that is signed.
    public var text: String { ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined() }

    /// A decimal number without leading zeros, as large as JSON holds; nil for everything else.
    static func number(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.first != 0x30 || text.utf8.count == 1,
            let number = Int(text), number <= JSONValue.integerMax
        else { return nil }
        return number
    }
}

/// A head with its signatures: the file `checkpoint`.
public struct SignedCheckpoint: Sendable, Equatable {
    /// What is said.
    public let checkpoint: LogCheckpoint
    /// Who says so.
    public let note: SignedNote

    /// Reads the bytes of a checkpoint file.
    public init(parsing bytes: [UInt8]) throws(LogError) {
        note = try SignedNote(parsing: bytes)
        checkpoint = try LogCheckpoint(text: note.text)
    }

    /// Signs a head in the name of its origin.
    public init(_ checkpoint: LogCheckpoint, key: SigningKey) throws {
        self.checkpoint = checkpoint
        note = try SignedNote(text: checkpoint.text, name: checkpoint.origin, key: key)
    }

    /// The bytes of the file.
    public var bytes: [UInt8] { note.bytes }

    /// Whether the log of this key signed it; nil where there is no line of this key. A key of another name than the origin is none.
    public func isSigned(by key: LogKey) -> Bool? {
        key.name.hasSameBytes(as: checkpoint.origin) ? note.isSigned(by: key) : nil
    }
}
