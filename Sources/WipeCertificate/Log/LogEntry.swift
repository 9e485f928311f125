// One entry of the log: which document, by its digest. No serial and no donor is in it, so a log may be shown to everybody.

/// What the log says of a document. Its bytes are the canonical form (RFC 8785) of
/// `{"digest","id","kind","record","v":1}`.
public struct LogEntry: Sendable, Equatable {
    /// What kind of document it is.
    public enum Kind: String, Sendable, CaseIterable {
        case certificate, failure, correction, revocation, key
    }
    /// `sha256:` over the canonical form of the signed document, proof included.
    public let digest: String
    /// `urn:uuid:…` of the document.
    public let id: String
    /// What kind of document it is.
    public let kind: Kind
    /// Its number on the station, from 1.
    public let record: Int

    /// The entry of a signed document; nil where the document lacks what an entry names.
    public init?(of document: JSONValue) { self.init(Envelope(of: document), digest: Certificate.digest(of: document)) }

    /// - Parameter digest: of that document.
    init?(_ document: Envelope, digest: @autoclosure () -> String) {
        guard let id = document.id, let kind = document.kind, let record = document.record, record >= 1 else { return nil }
        self.id = id
        self.kind = kind
        self.record = record
        self.digest = digest()
    }

    /// Reads the bytes of an entry; nil for everything that is not the canonical form of one.
    public init?(parsing bytes: [UInt8]) {
        guard let value = try? JSONParser.parse(bytes), Self.shape.problems(in: value, path: .whole).isEmpty, value.canonicalBytes == bytes,
            var reader = try? MemberReader(value, named: "the entry"), let entry = try? Self(&reader)
        else { return nil }
        self = entry
    }

    private init(_ reader: inout MemberReader) throws(Misread) {
        digest = try reader.text("digest")
        id = try reader.text("id")
        kind = try reader.word("kind")
        record = try reader.count("record")
    }

    /// The bytes in the log.
    public var bytes: [UInt8] {
        let value: JSONValue = [
            "digest": .string(digest), "id": .string(id), "kind": .string(kind.rawValue), "record": .integer(record), "v": 1,
        ]
        return value.canonicalBytes
    }

    private static let shape = Shape.object([
        Field("digest", .digest),
        Field("id", .form("urn:uuid: and a UUID") { $0.utf8.starts(with: "urn:uuid:".utf8) && $0.utf8.count == 45 }),
        Field("kind", .word(Kind.allCases.map(\.rawValue))),
        Field("record", .number(1...JSONValue.integerMax)),
        Field("v", .exactly([1])),
    ])
}

extension LogEntry.Kind {
    /// The kind of notice that has such an entry; nil where it is a record.
    public var notice: NoticeKind? {
        switch self {
        case .certificate, .failure: nil
        case .correction: .correction
        case .revocation: .revocation
        case .key: .keyRotation
        }
    }

    /// Of a notice.
    public init(_ notice: NoticeKind) {
        switch notice {
        case .correction: self = .correction
        case .revocation: self = .revocation
        case .keyRotation: self = .key
        }
    }

    /// About another record or a key, and not about a wipe.
    public var isNotice: Bool { notice != nil }

    /// The type of a document with this kind of entry.
    var documentType: String {
        switch self {
        case .certificate: CertificateKind.certificate.rawValue
        case .failure: CertificateKind.failureRecord.rawValue
        case .correction: NoticeKind.correction.rawValue
        case .revocation: NoticeKind.revocation.rawValue
        case .key: NoticeKind.keyRotation.rawValue
        }
    }

    /// By the type of a document; nil for one that is not logged.
    init?(documentType: String) {
        guard let kind = Self.allCases.first(where: { $0.documentType.hasSameBytes(as: documentType) }) else { return nil }
        self = kind
    }
}
