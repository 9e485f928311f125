// Under which policy, and what that may claim: the facts, and how they stand in a document.

extension CertificateFacts {
    /// The policy that was applied.
    public struct Policy: Sendable, Equatable {
        /// Identifier of the policy.
        public var id: String
        /// Version of the policy.
        public var version: String
        /// `sha256:` and 64 hexadecimal digits, over the bytes of the policy's file.
        public var digest: String?
        /// Title in French.
        public var titleFrench: String
        /// Title in English.
        public var titleEnglish: String
        /// What the policy may claim; nil for none.
        public var claim: Claim?
        /// How many passes the plan has; nil where that is not recorded. A certificate needs all of them.
        public var passes: Int?
        /// How many sectors, unwritten or unreadable, the policy lets pass; nil where that is not recorded.
        public var unwritableSectorsMax: Int?

        /// Takes every fact as it is.
        public init(
            id: String, version: String, digest: String?, titleFrench: String, titleEnglish: String, claim: Claim?, passes: Int?,
            unwritableSectorsMax: Int?
        ) {
            self.id = id
            self.version = version
            self.digest = digest
            self.titleFrench = titleFrench
            self.titleEnglish = titleEnglish
            self.claim = claim
            self.passes = passes
            self.unwritableSectorsMax = unwritableSectorsMax
        }
    }

    /// A standard with revision and clause, and the level claimed of it.
    public struct Claim: Sendable, Equatable {
        /// Name and revision, `NIST SP 800-88r2` say.
        public var standard: String
        /// The clause, `3.1.1` say.
        public var clause: String
        /// How strong.
        public var level: ClaimLevel

        /// Takes every fact as it is.
        public init(standard: String, clause: String, level: ClaimLevel) {
            self.standard = standard
            self.clause = clause
            self.level = level
        }
    }
}

extension CertificateFacts.Policy {
    static let shape = Shape.object([
        Field("id", .text),
        Field("version", .text),
        Field("digest", .orNull(.digest)),
        Field("title", .object([Field("fr", .text), Field("en", .text)])),
        Field("claim", .orNull(CertificateFacts.Claim.shape)),
        Field("passes", .orNull(.count)),
        Field("unwritableSectorsMax", .orNull(.count)),
    ])

    var json: JSONValue {
        [
            "id": Written.text(id),
            "version": Written.text(version),
            "digest": Written.text(orNull: digest),
            "title": ["fr": Written.text(titleFrench), "en": Written.text(titleEnglish)],
            "claim": claim?.json ?? .null,
            "passes": Written.count(passes),
            "unwritableSectorsMax": Written.count(unwritableSectorsMax),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        let (id, version, digest) = (try reader.text("id"), try reader.text("version"), try reader.textOrNil("digest"))
        let title = try reader.part("title") { title throws(Misread) in (try title.text("fr"), try title.text("en")) }
        self.init(
            id: id, version: version, digest: digest, titleFrench: title.0, titleEnglish: title.1,
            claim: try reader.partOrNil("claim", CertificateFacts.Claim.init), passes: try reader.countOrNil("passes"),
            unwritableSectorsMax: try reader.countOrNil("unwritableSectorsMax"))
    }
}

extension CertificateFacts.Claim {
    static let fields = [Field("standard", .text), Field("clause", .text), Field("level", .word(ClaimLevel.words))]
    static let shape = Shape.object(fields)

    var json: JSONValue { .object(members) }

    fileprivate var members: [JSONMember] {
        [
            JSONMember("standard", Written.text(standard)), JSONMember("clause", Written.text(clause)),
            JSONMember("level", Written.word(level)),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(standard: try reader.text("standard"), clause: try reader.text("clause"), level: try reader.word("level"))
    }
}

/// What a certificate claims: as its policy does, and beside a Purge how it is borne out.
public struct StatedClaim: Sendable, Equatable {
    /// Standard, clause and level.
    public var claim: CertificateFacts.Claim
    /// By which technique, of a Purge and of nothing else.
    public var technique: Technique?

    /// What every Purge rests on: the drive's own word, and marks that are gone. That cells were erased, and not merely let go of, no host can show.
    private static let basis: JSONValue = ["reported-by-device", "marks-gone"]
    private static let ofAPurge = Field.Presence.when("level", [ClaimLevel.purge.rawValue])

    static let shape = Shape.object(
        CertificateFacts.Claim.fields + [
            Field("technique", .word(Technique.words), ofAPurge), Field("basis", .exactly([basis]), ofAPurge),
        ])

    var json: JSONValue {
        guard let technique else { return claim.json }
        return .object(claim.members + [JSONMember("technique", Written.word(technique)), JSONMember("basis", Self.basis)])
    }

    init(_ claim: CertificateFacts.Claim, technique: Technique?) {
        self.claim = claim
        self.technique = technique
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(try CertificateFacts.Claim(&reader), technique: try reader.takeIfThere("technique") { $0.word() })
    }
}
