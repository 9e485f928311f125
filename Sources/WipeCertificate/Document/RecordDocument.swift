// A record in types: the facts, and what the document concludes from them. Read once, directly after the structure was checked; written by the same
// parts. Whatever asks something of a record asks it here.

import FoundationEssentials

/// What follows from the facts, as a document states it. The writer derives it; the honesty rules work it out anew.
public struct Conclusions: Sendable, Equatable {
    /// The one word.
    public var outcome: Outcome
    /// What is left open.
    public var exceptions: [CertificateException]
    /// Why there is no certificate; empty in one.
    public var reasons: [EndReason]
    /// Which rules refused a certificate.
    public var honestyProblems: [ProblemCode]
    /// What is claimed.
    public var claims: [StatedClaim]
    /// What came of a Purge.
    public var purge: PurgeState
    /// NIST's word for the strength of what was done.
    public var method: Method
    /// What people gave, by the document.
    var declared: [Declarable]
    /// Every pass of the plan was begun and wrote the whole media.
    var coverageComplete: Bool
    /// In the order of `facts.run.passes`.
    public var passes: [PassConclusion]
    /// What came of the read-back of the whole.
    public var result: VerificationResult
    /// The numbers of the passes that were read back.
    var verifiedPasses: [Int]
}

/// What follows for one pass.
public struct PassConclusion: Sendable, Equatable {
    /// The most that may be claimed of its technique on such media; nil for nothing.
    public var level: ClaimLevel?
    /// What came of its read-back.
    public var result: VerificationResult
    /// Share of the media that was read back, as text; nil where nothing was, or where it cannot be said.
    var coverage: String?
    /// What the media holds since, of a pass that the drive did itself; nil where nothing was read.
    public var contents: ContentsKind?
}

/// One record, certificate or failure record.
public struct RecordDocument: Sendable, Equatable {
    /// Certificate or failure record.
    public let kind: CertificateKind
    /// The title that it bears.
    let title: RecordTitle
    /// The did:key that signs.
    public let issuer: String
    /// The name beside that key.
    let issuerName: String
    /// What it says was so.
    public let facts: CertificateFacts
    /// What it says follows.
    public let conclusions: Conclusions
    /// The time in its proof; nil before it has one.
    let signedAt: UTCTime?

    /// A record that is to be written.
    init(_ facts: CertificateFacts, _ conclusions: Conclusions, kind: CertificateKind, issuer: PublicKey) {
        self.kind = kind
        title = .due(kind, claims: conclusions.claims)
        self.issuer = issuer.did
        issuerName = facts.station.name
        self.facts = facts
        self.conclusions = conclusions
        signedAt = nil
    }

    /// Reads a document, signed or not.
    public init(_ root: JSONValue) throws(MalformedDocument) {
        let structure = DocumentShape.problems(in: root, signed: root.hasProof)
        self = try MalformedDocument.unless(structure, reading: root) { reader throws(Misread) in try Self(&reader) }
    }

    /// `urn:uuid:…`.
    public var id: String { DocumentShape.name(of: facts.id) }

    /// Whether it swears to a sanitization.
    public var isCertificate: Bool { kind == .certificate }
}

// MARK: as JSON

extension RecordDocument {
    static let fields: [Field] = [
        Field("@context", .exactly([Certificate.context])),
        Field("id", .form("urn:uuid: and a lower-case UUID", DocumentShape.isUUIDName)),
        Field("type", .exactly(CertificateKind.words.map { ["VerifiableCredential", .string($0)] })),
        Field("name", .exactly(RecordTitle.allCases.map(\.json))),
        Field("credentialSchema", .exactly([["id": .string(Certificate.schemaID), "type": "JsonSchema"]])),
        Field("issuer", .object([Field("id", PublicKey.shape), Field("name", .text)])),
        Field("validFrom", .time),
        Field("credentialSubject", .object(subject)),
    ]

    private static let subject: [Field] = [
        Field("simulation", .exactly([true]), .optional),
        Field("logAnchor", LogAnchor.shape, .optional),
        Field("record", .number(1...JSONValue.integerMax)),
        Field("outcome", .word(Outcome.words)),
        Field("exceptions", .list(of: .word(CertificateException.words), countMax: 100)),
        Field("reasons", .list(of: .word(EndReason.words), countMax: 100)),
        Field("honestyProblems", .list(of: .word(ProblemCode.wordsOfTheJudge), countMax: 100)),
        Field("claims", .list(of: StatedClaim.shape, countMax: 10)),
        Field("station", CertificateFacts.Station.shape),
        Field("asset", CertificateFacts.Asset.shape),
        Field("media", CertificateFacts.Media.shape),
        Field("hiddenAreas", CertificateFacts.HiddenAreas.shape),
        Field("firmware", CertificateFacts.Firmware.shape, .optional),
        Field("sanitization", .object(sanitization)),
        Field(
            "verification",
            .object([
                Field("result", .word(VerificationResult.ofTheWhole.map(\.rawValue))),
                Field("verifiedPasses", .list(of: .count, countMax: 100)),
            ])),
        Field("validation", .object([Field("status", .word([notValidated]))])),
        Field("clock", CertificateFacts.Clock.shape),
        Field("tool", CertificateFacts.Tool.shape),
        Field("personnel", .list(of: CertificateFacts.Person.shape, countMax: 100)),
    ]

    private static let sanitization: [Field] =
        [
            Field("method", .word(Method.words)),
            Field("policy", CertificateFacts.Policy.shape),
            Field("purge", CertificateFacts.Purge.shape),
            Field("ended", .word(JobEnd.words)),
            Field("startedAt", .orNull(.time)),
            Field("endedAt", .orNull(.time)),
            Field("durationSeconds", .orNull(.count)),
            Field("orderSeed", .orNull(.hexadecimal(digits: 64))),
            Field("passes", .list(of: CertificateFacts.Pass.shape, countMax: 100)),
            Field("coverageComplete", .flag),
        ] + ["unwritten", "mismatched", "unreadable", "neverRead"].flatMap(CertificateFacts.Defects.fields) + [
            Field("notAddressed", CertificateFacts.Health.shapeOfCounts),
            Field("interruptions", .list(of: CertificateFacts.Interruption.shape, countMax: 10_000)),
            Field("custody", CertificateFacts.Custody.shape),
        ]

    /// The decision to accept the result is a person's and a document of its own (SP 800-88r2, 4.5.2).
    private static let notValidated = "not-performed"

    /// The document without a proof, members in the order in which people read them.
    var json: JSONValue {
        [
            "@context": Certificate.context,
            "id": .string(id),
            "type": ["VerifiableCredential", Written.word(kind)],
            "name": title.json,
            "credentialSchema": ["id": .string(Certificate.schemaID), "type": "JsonSchema"],
            "issuer": ["id": .string(issuer), "name": Written.text(issuerName)],
            "validFrom": Written.time(facts.validFrom),
            "credentialSubject": subjectJSON,
        ]
    }

    private var subjectJSON: JSONValue {
        var members: [JSONMember] = facts.simulation ? [JSONMember("simulation", true)] : []
        members += [
            JSONMember("record", Written.count(facts.record)),
            JSONMember("outcome", Written.word(conclusions.outcome)),
            JSONMember("exceptions", Written.words(conclusions.exceptions)),
            JSONMember("reasons", Written.words(conclusions.reasons)),
            JSONMember("honestyProblems", Written.words(conclusions.honestyProblems)),
            JSONMember("claims", .array(conclusions.claims.map(\.json))),
            JSONMember("station", facts.station.json),
            JSONMember("asset", facts.asset.json(declared: conclusions.declared)),
            JSONMember("media", facts.media.json(facts.health)),
            JSONMember("hiddenAreas", facts.hiddenAreas.json),
        ]
        members += facts.firmware.map { [JSONMember("firmware", $0.json)] } ?? []
        members += [
            JSONMember("sanitization", sanitizationJSON),
            JSONMember(
                "verification",
                [
                    "result": Written.word(conclusions.result),
                    "verifiedPasses": .array(conclusions.verifiedPasses.map(Written.count)),
                ]),
            JSONMember("validation", ["status": .string(Self.notValidated)]),
            JSONMember("clock", facts.clock.json),
            JSONMember("tool", facts.tool.json),
            JSONMember("personnel", .array(facts.personnel.map(\.json))),
        ]
        members += facts.logAnchor.map { [JSONMember("logAnchor", $0.json)] } ?? []
        return .object(members)
    }

    private var sanitizationJSON: JSONValue {
        let run = facts.run
        var members = [
            JSONMember("method", Written.word(conclusions.method)),
            JSONMember("policy", facts.policy.json),
            JSONMember("purge", CertificateFacts.Purge.json(facts.purge, conclusions.purge)),
            JSONMember("ended", Written.word(facts.end)),
            JSONMember("startedAt", Written.time(run.startedAt)),
            JSONMember("endedAt", Written.time(run.endedAt)),
            JSONMember("durationSeconds", Written.count(run.durationSeconds)),
            JSONMember("orderSeed", Written.text(orNull: run.orderSeed)),
            JSONMember("passes", .array(zip(run.passes, conclusions.passes).map { $0.json($1) })),
            JSONMember("coverageComplete", .bool(conclusions.coverageComplete)),
        ]
        members += run.unwritten.members("unwritten") + run.mismatched.members("mismatched")
        members += run.unreadable.members("unreadable") + run.neverRead.members("neverRead")
        members += [
            JSONMember("notAddressed", facts.health.counts),
            JSONMember("interruptions", .array(run.interruptions.map(\.json))),
            JSONMember("custody", run.custody.json),
        ]
        return .object(members)
    }
}

// MARK: out of JSON

extension RecordDocument {
    private init(_ reader: inout MemberReader) throws(Misread) {
        let id = try reader.take("id", DocumentShape.uuid)
        kind = try reader.take("type") { $0.items?.last?.word() }
        title = try reader.take("name") { name in RecordTitle.allCases.first { $0.json.hasSameMeaning(as: name) } }
        (issuer, issuerName) = try reader.part("issuer") { issuer throws(Misread) in
            (try issuer.text("id"), try issuer.text("name"))
        }
        let validFrom = try reader.time("validFrom")
        (facts, conclusions) = try reader.part("credentialSubject") { subject throws(Misread) in
            try Self.subject(&subject, id: id, validFrom: validFrom)
        }
        signedAt = try reader.partIfThere("proof") { proof throws(Misread) in try proof.time("created") }
    }

    private static func subject(
        _ reader: inout MemberReader, id: UUID, validFrom: UTCTime
    ) throws(Misread) -> (CertificateFacts, Conclusions) {
        let simulation = try reader.takeIfThere("simulation", \.flag) ?? false
        let record = try reader.count("record")
        let outcome: Outcome = try reader.word("outcome")
        let exceptions: [CertificateException] = try reader.list("exceptions") { $0.word() }
        let reasons: [EndReason] = try reader.list("reasons") { $0.word() }
        let honestyProblems: [ProblemCode] = try reader.list("honestyProblems") { $0.word() }
        let claims = try reader.parts("claims", StatedClaim.init)
        let station = try reader.part("station", CertificateFacts.Station.init)
        let (asset, declared) = try reader.part("asset", CertificateFacts.Asset.read)
        let (media, readings) = try reader.part("media") { media throws(Misread) in
            (try CertificateFacts.Media(&media), try media.part("health", CertificateFacts.Health.readings))
        }
        let hiddenAreas = try reader.part("hiddenAreas", CertificateFacts.HiddenAreas.init)
        let firmware = try reader.partIfThere("firmware", CertificateFacts.Firmware.init)
        let work = try reader.part("sanitization", Work.init)
        let (result, verifiedPasses) = try reader.part("verification") { whole throws(Misread) in
            (try whole.word("result") as VerificationResult, try whole.list("verifiedPasses", \.int))
        }
        var facts = CertificateFacts(
            id: id, record: record, validFrom: validFrom, simulation: simulation, station: station, asset: asset, media: media,
            policy: work.policy, run: work.run, health: work.health, hiddenAreas: hiddenAreas,
            clock: try reader.part("clock", CertificateFacts.Clock.init), tool: try reader.part("tool", CertificateFacts.Tool.init),
            personnel: try reader.parts("personnel", CertificateFacts.Person.init), end: work.end,
            reasons: reasons.filter { $0 != .honestyRefused })
        facts.health.take(readings)
        facts.purge = work.purge.facts
        facts.firmware = firmware
        facts.logAnchor = try reader.partIfThere("logAnchor", LogAnchor.init)
        return (
            facts,
            Conclusions(
                outcome: outcome, exceptions: exceptions, reasons: reasons, honestyProblems: honestyProblems, claims: claims,
                purge: work.purge.state, method: work.method, declared: declared, coverageComplete: work.coverageComplete,
                passes: work.passes, result: result,
                verifiedPasses: verifiedPasses)
        )
    }

    /// The member `sanitization`.
    private struct Work {
        let method: Method
        let policy: CertificateFacts.Policy
        let purge: (facts: CertificateFacts.Purge?, state: PurgeState)
        let end: JobEnd
        let run: CertificateFacts.Run
        let passes: [PassConclusion]
        let coverageComplete: Bool
        let health: CertificateFacts.Health

        init(_ reader: inout MemberReader) throws(Misread) {
            method = try reader.word("method")
            policy = try reader.part("policy", CertificateFacts.Policy.init)
            purge = try reader.part("purge", CertificateFacts.Purge.read)
            end = try reader.word("ended")
            let (startedAt, endedAt) = (try reader.timeOrNil("startedAt"), try reader.timeOrNil("endedAt"))
            let (duration, orderSeed) = (try reader.countOrNil("durationSeconds"), try reader.textOrNil("orderSeed"))
            let passes = try reader.parts("passes", CertificateFacts.Pass.read)
            self.passes = passes.map(\.1)
            coverageComplete = try reader.flag("coverageComplete")
            let unwritten = try CertificateFacts.Defects("unwritten", &reader)
            let mismatched = try CertificateFacts.Defects("mismatched", &reader)
            let unreadable = try CertificateFacts.Defects("unreadable", &reader)
            let neverRead = try CertificateFacts.Defects("neverRead", &reader)
            health = try reader.part("notAddressed", CertificateFacts.Health.init(counts:))
            run = CertificateFacts.Run(
                startedAt: startedAt, endedAt: endedAt, durationSeconds: duration, passes: passes.map(\.0), orderSeed: orderSeed,
                unwritten: unwritten, mismatched: mismatched, unreadable: unreadable, neverRead: neverRead,
                interruptions: try reader.parts("interruptions", CertificateFacts.Interruption.init),
                custody: try reader.part("custody", CertificateFacts.Custody.init))
        }
    }
}
