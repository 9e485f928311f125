// What ties a record to the log as it was when its job began.

/// A head of the log inside of a record: the record was not made before this head was.
public struct LogAnchor: Sendable, Equatable {
    /// Name of the log.
    public var origin: String
    /// Number of entries under that head.
    public var treeSize: Int
    /// Root hash of these entries in base64.
    public var rootHash: String

    /// Takes every fact as it is.
    public init(origin: String, treeSize: Int, rootHash: String) {
        self.origin = origin
        self.treeSize = treeSize
        self.rootHash = rootHash
    }

    /// As it stands in `credentialSubject`; absent where the log had no head yet.
    var json: JSONValue {
        ["origin": .string(origin), "treeSize": .integer(treeSize), "rootHash": .string(rootHash)]
    }

    static let shape = Shape.object([
        Field("origin", .form("the name of a log", LogName.isValid)),
        Field("treeSize", .count),
        Field("rootHash", .form("base64 of 32 bytes") { Base64.decode($0)?.count == LogHash.byteCount }),
    ])

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(origin: try reader.text("origin"), treeSize: try reader.count("treeSize"), rootHash: try reader.text("rootHash"))
    }
}
