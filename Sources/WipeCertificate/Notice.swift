// Signed documents about other documents, or about a key. Nothing that was signed is ever edited: what was wrong is said in a new document.

public import FoundationEssentials

/// What a notice says, and who says it.
public struct NoticeFacts: Sendable, Equatable {
    /// What it is about.
    public enum Subject: Sendable, Equatable {
        /// The record is wrong in something; the reason says in what.
        case correction(of: Target)
        /// The record counts no more.
        case revocation(of: Target)
        /// A key gives way to another one.
        case keyRotation(KeyRotation)
    }

    /// A record by its identity, and how people know it.
    public struct Target: Sendable, Equatable {
        /// `urn:uuid:…`.
        public var id: String
        /// `sha256:` over its canonical form, proof included.
        public var digest: String
        /// Its number.
        public var record: Int
        /// Whether it is about a simulation.
        public var simulation: Bool
        /// Serial of its media.
        public var serial: String?
        /// Tag of its media.
        public var assetTag: String?

        /// What the bytes of a signed record say; nil where they are none.
        public init?(signed bytes: [UInt8]) {
            guard let document = try? JSONParser.parse(bytes), let entry = LogEntry(of: document) else { return nil }
            id = entry.id
            digest = entry.digest
            record = entry.record
            simulation = document.at("credentialSubject", "simulation") == true
            serial = document.at("credentialSubject", "media", "serialNumber")?.text
            assetTag = document.at("credentialSubject", "asset", "assetTag")?.text
        }
    }

    /// The tag that a record goes by, before a correction and after it.
    public struct TagChange: Sendable, Equatable {
        /// The one that was signed, or that an earlier correction gave it; nil for none.
        public var from: String?
        public var to: String

        public init(from: String?, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// Somebody who asked for a notice, known from the credentials of the socket's peer.
    public struct Stater: Sendable, Equatable {
        /// Name of the user at the socket.
        public var userName: String?
        /// User id at the socket.
        public var uid: Int?
        /// The login under which somebody became root; nil otherwise.
        public var viaLogin: String?

        /// Takes every fact as it is.
        public init(userName: String?, uid: Int?, viaLogin: String? = nil) {
            self.userName = userName
            self.uid = uid
            self.viaLogin = viaLogin
        }
    }

    /// Identity of the notice, fixed before signing.
    public var id: UUID
    /// Its number on the station, in one row with those of records.
    public var record: Int
    /// When it was signed.
    public var validFrom: UTCTime
    /// Name of the station.
    public var station: String
    /// What it is about.
    public var subject: Subject
    /// Why, in the words of the person.
    public var reason: String
    /// Who asked for it, by the credentials of the socket.
    public var statedBy: Stater
    /// The newest head of the log at signing.
    public var logAnchor: LogAnchor?
    /// What a correction does to the record's tag; nil where it is about something else.
    public var assetTag: TagChange?

    /// Takes every fact as it is.
    public init(
        id: UUID, record: Int, validFrom: UTCTime, station: String, subject: Subject, reason: String, statedBy: Stater,
        logAnchor: LogAnchor?, assetTag: TagChange? = nil
    ) {
        self.assetTag = assetTag
        self.id = id
        self.record = record
        self.validFrom = validFrom
        self.station = station
        self.subject = subject
        self.reason = reason
        self.statedBy = statedBy
        self.logAnchor = logAnchor
    }

    /// What kind of entry it is in the log.
    public var kind: LogEntry.Kind {
        switch subject {
        case .correction: .correction
        case .revocation: .revocation
        case .keyRotation: .key
        }
    }

    /// Whether it is about simulations, and signed by their key.
    public var isSimulation: Bool {
        switch subject {
        case .correction(let target), .revocation(let target): target.simulation
        case .keyRotation(let rotation): rotation.role == .simulation
        }
    }

    /// The signed document. The same facts and key give the same bytes.
    /// - Throws: `SigningError` where the key has the wrong role, or the document is not of its own form.
    public func signed(with key: SigningKey) throws -> SignedNotice {
        guard key.role == (isSimulation ? .simulation : .station) else { throw SigningError.wrongRole(key.role) }
        let root = document(issuer: key.publicKey)
        let faults =
            NoticeShape.problems(in: root, signed: false)
            + NoticeRules.problems(in: root, signedBy: key.publicKey, at: validFrom, ring: nil)
        if let problem = faults.first { throw SigningError.dishonest(problem) }
        let signed = try DataIntegrityProof.sign(root, created: validFrom, with: key)
        guard let entry = LogEntry(of: signed) else { throw SigningError.notADocument }
        var name: (tag: String?, serial: String?) = (nil, nil)
        if case .correction(let target) = subject { name = (target.assetTag, target.serial) }
        if case .revocation(let target) = subject { name = (target.assetTag, target.serial) }
        if case .keyRotation(let rotation) = subject { name = ("key", rotation.role.rawValue) }
        return SignedNotice(
            bytes: signed.prettyBytes, logEntry: entry.bytes,
            fileName: PublishedName.of(assetTag: name.tag, serial: name.serial, id: entry.id, notice: kind))
    }

    private func document(issuer: PublicKey) -> JSONValue {
        var members: [JSONMember] = isSimulation ? [JSONMember("simulation", true)] : []
        members.append(JSONMember("record", .integer(record)))
        switch subject {
        case .correction(let target), .revocation(let target):
            members.append(
                JSONMember(
                    "about",
                    [
                        "id": .string(target.id), "digest": .string(target.digest), "record": .integer(target.record),
                        "serialNumber": target.serial.map(JSONValue.string) ?? .null,
                        "assetTag": target.assetTag.map(JSONValue.string) ?? .null,
                    ]))
        case .keyRotation(let rotation): members.append(JSONMember("key", rotation.json))
        }
        members += assetTag.map { [JSONMember("correctedAssetTag", $0.json)] } ?? []
        members += [
            JSONMember("reason", .string(reason)),
            JSONMember(
                "statedBy",
                [
                    "userName": statedBy.userName.map(JSONValue.string) ?? .null, "uid": statedBy.uid.map(JSONValue.integer) ?? .null,
                    "viaLogin": statedBy.viaLogin.map(JSONValue.string) ?? .null,
                ]),
        ]
        members += logAnchor.map { [JSONMember("logAnchor", $0.json)] } ?? []
        return [
            "@context": Certificate.context,
            "id": .string("urn:uuid:" + id.uuidString.lowercased()),
            "type": ["VerifiableCredential", .string(kind.documentType)],
            "name": NoticeShape.title(kind),
            "credentialSchema": ["id": .string(NoticeShape.schemaID), "type": "JsonSchema"],
            "issuer": ["id": .string(issuer.did), "name": .string(station)],
            "validFrom": .string(validFrom.description),
            "credentialSubject": .object(members),
        ]
    }
}

extension NoticeFacts.TagChange {
    var json: JSONValue { ["from": from.map(JSONValue.string) ?? .null, "to": .string(to)] }
}

/// A signed notice. Its bytes are stored and served as they are.
public struct SignedNotice: Sendable, Equatable {
    /// The published text.
    public let bytes: [UInt8]
    /// What the log says of it.
    public let logEntry: [UInt8]
    /// The name of the file: of a correction or revocation with tag and serial of the record that it is about.
    public let fileName: String
}

/// One key of the station takes the place of another.
public struct KeyRotation: Sendable, Equatable {
    /// What both keys may sign.
    public var role: KeyRole
    /// The key that gives way. Signs the notice, but for a log key: that one signs heads alone.
    public var retired: PublicKey
    /// From when on the old key was valid.
    public var retiredFrom: UTCTime
    /// The first moment at which it is not any more.
    public var retiredUntil: UTCTime
    /// The key that takes its place.
    public var replacement: PublicKey

    /// Takes every fact as it is.
    public init(role: KeyRole, retired: PublicKey, retiredFrom: UTCTime, retiredUntil: UTCTime, replacement: PublicKey) {
        self.role = role
        self.retired = retired
        self.retiredFrom = retiredFrom
        self.retiredUntil = retiredUntil
        self.replacement = replacement
    }

    /// What the bytes of a signed notice say; nil where they are none about a key.
    public init?(signed bytes: [UInt8]) {
        guard let document = try? JSONParser.parse(bytes) else { return nil }
        self.init(of: document)
    }

    /// What a document says; nil where it is none about a key.
    init?(of document: JSONValue) {
        guard LogEntry.Kind(of: document) == .key, let key = document.at("credentialSubject", "key"),
            let role = key["role"]?.text.flatMap(KeyRole.init),
            let retired = key["retired"]?.text.flatMap(PublicKey.init(did:)), let from = key["retiredFrom"]?.text.flatMap(UTCTime.init),
            let until = key["retiredUntil"]?.text.flatMap(UTCTime.init),
            let replacement = key["replacement"]?.text.flatMap(PublicKey.init(did:))
        else { return nil }
        self.init(role: role, retired: retired, retiredFrom: from, retiredUntil: until, replacement: replacement)
    }

    var json: JSONValue {
        [
            "role": .string(role.rawValue), "retired": .string(retired.did), "retiredFrom": .string(retiredFrom.description),
            "retiredUntil": .string(retiredUntil.description), "replacement": .string(replacement.did),
        ]
    }
}
