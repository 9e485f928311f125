// A notice in types: what it says, and in whose name. Read once, directly after the structure was checked; written by the same parts.

/// One correction, revocation or rotation.
public struct NoticeDocument: Sendable, Equatable {
    /// The did:key that signs.
    public let issuer: String
    /// Whether it says of itself that it is about a simulation. Of a rotation its keys say so too, and the rules compare the two.
    public let isSimulation: Bool
    /// What it says.
    public let facts: NoticeFacts

    /// A notice that is to be written.
    init(_ facts: NoticeFacts, issuer: PublicKey) {
        self.issuer = issuer.did
        isSimulation = facts.isSimulation
        self.facts = facts
    }

    /// Reads a document, signed or not.
    public init(_ root: JSONValue) throws(MalformedDocument) {
        let structure = NoticeShape.problems(in: root, signed: root.hasProof)
        self = try MalformedDocument.unless(structure, reading: root) { reader throws(Misread) in try Self(&reader) }
    }

    /// `urn:uuid:…`.
    public var id: String { DocumentShape.name(of: facts.id) }

    /// What kind of notice it is.
    public var kind: NoticeKind { facts.kind }
}

// MARK: as JSON

extension NoticeDocument {
    /// The document without a proof, members in the order in which people read them.
    var json: JSONValue {
        [
            "@context": Certificate.context,
            "id": .string(id),
            "type": kind.type,
            "name": kind.title,
            "credentialSchema": NoticeShape.schema,
            "issuer": ["id": .string(issuer), "name": .string(facts.station)],
            "validFrom": Written.time(facts.validFrom),
            "credentialSubject": subjectJSON,
        ]
    }

    private var subjectJSON: JSONValue {
        var members: [JSONMember] = isSimulation ? [JSONMember("simulation", true)] : []
        members.append(JSONMember("record", .integer(facts.record)))
        switch facts.subject {
        case .correction(let target), .revocation(let target): members.append(JSONMember("about", target.json))
        case .keyRotation(let rotation): members.append(JSONMember("key", rotation.json))
        }
        members += facts.assetTag.map { [JSONMember("correctedAssetTag", $0.json)] } ?? []
        members += [JSONMember("reason", .string(facts.reason)), JSONMember("statedBy", facts.statedBy.json)]
        members += facts.logAnchor.map { [JSONMember("logAnchor", $0.json)] } ?? []
        return .object(members)
    }
}

// MARK: out of JSON

extension NoticeDocument {
    private init(_ reader: inout MemberReader) throws(Misread) {
        let id = try reader.take("id", DocumentShape.uuid)
        let kind: NoticeKind = try reader.take("type") { $0.items?.last?.word() }
        let (issuer, station) = try reader.part("issuer") { issuer throws(Misread) in
            (try issuer.text("id"), try issuer.text("name"))
        }
        self.issuer = issuer
        let validFrom = try reader.time("validFrom")
        (isSimulation, facts) = try reader.part("credentialSubject") { subject throws(Misread) in
            let simulation = try subject.takeIfThere("simulation", \.flag) ?? false
            let record = try subject.count("record")
            let about = try Self.subject(&subject, kind, simulation)
            let assetTag = try subject.partIfThere("correctedAssetTag", NoticeFacts.TagChange.init)
            let facts = NoticeFacts(
                id: id, record: record, validFrom: validFrom, station: station, subject: about, reason: try subject.text("reason"),
                statedBy: try subject.part("statedBy", NoticeFacts.Stater.init),
                logAnchor: try subject.partIfThere("logAnchor", LogAnchor.init), assetTag: assetTag)
            return (simulation, facts)
        }
    }

    private static func subject(
        _ reader: inout MemberReader, _ kind: NoticeKind, _ simulation: Bool
    ) throws(Misread) -> NoticeFacts.Subject {
        if kind == .keyRotation { return .keyRotation(try reader.part("key", KeyRotation.init)) }
        let target = try reader.part("about") { about throws(Misread) in try NoticeFacts.Target(&about, simulation: simulation) }
        return kind == .correction ? .correction(of: target) : .revocation(of: target)
    }
}
