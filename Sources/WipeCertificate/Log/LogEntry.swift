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
    public init?(of document: JSONValue) { self.init(of: document, digest: Certificate.digest(of: document)) }

    /// - Parameter digest: of that document, where somebody has it already.
    init?(of document: JSONValue, digest: @autoclosure () -> String) {
        guard let id = document["id"]?.text, let kind = Kind(of: document), let record = document.at("credentialSubject", "record")?.int,
            record >= 1
        else { return nil }
        self.id = id
        self.kind = kind
        self.record = record
        self.digest = digest()
    }

    /// Reads the bytes of an entry; nil for everything that is not the canonical form of one.
    public init?(parsing bytes: [UInt8]) {
        guard let value = try? JSONParser.parse(bytes), Self.shape.problems(in: value, path: .whole).isEmpty, value.canonicalBytes == bytes,
            let digest = value["digest"]?.text, let id = value["id"]?.text, let record = value["record"]?.int,
            let kind = value["kind"]?.text.flatMap(Kind.init)
        else { return nil }
        self.digest = digest
        self.id = id
        self.kind = kind
        self.record = record
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
    /// About another record or a key, and not about a wipe.
    public var isNotice: Bool { self == .correction || self == .revocation || self == .key }

    /// The type of a document with this kind of entry.
    var documentType: String {
        switch self {
        case .certificate: CertificateKind.certificate.rawValue
        case .failure: CertificateKind.failureRecord.rawValue
        case .correction: "SanitizationCorrection"
        case .revocation: "SanitizationRevocation"
        case .key: "KeyRotation"
        }
    }

    /// By the `type` of a document; nil for a type that is not logged.
    public init?(of document: JSONValue) {
        guard let types = document["type"]?.items, types.count == 2, let type = types[1].text,
            let kind = Self.allCases.first(where: { $0.documentType.hasSameBytes(as: type) })
        else { return nil }
        self = kind
    }
}
