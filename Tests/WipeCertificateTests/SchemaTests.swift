// Goal: an auditor with any schema validator and without our code catches what our rules refuse. Method: thousands of mutated documents,
// judged by Swift and by Python's jsonschema with the published schema; the two may differ only where a rule needs arithmetic, and then
// only so that Swift is the stricter one.

import FoundationEssentials
import Mutation
import Testing

@testable import WipeCertificate

@Suite(.enabled(if: Stranger.validator, "needs Python with jsonschema: scripts/setup python; WIPED_PYTHON names the interpreter"))
struct SchemaTests {
    static let schema = published("sanitization-certificate-1")

    /// A schema as it is published.
    static func published(_ name: String) -> String {
        #filePath.replacing("Tests/WipeCertificateTests/SchemaTests.swift", with: "Sources/WipeCertificate/Schema/\(name).schema.json")
    }

    /// What a schema cannot say, since it compares or adds numbers, orders times, or decodes a key. Format.md has the same list and
    /// `verification-misstated`: that one is not excused here, since Python does its sums after the schema.
    static let beyondASchema: Set<ProblemCode> = [
        .coverageIncomplete, .coverageMisstated, .verificationIncomplete, .verifiedPassMisnamed, .defectsMiscounted, .budgetExceeded,
        .capacityMisstated, .timeDisorder, .claimMisstated, .hiddenAreasMisstated, .marksMisstated, .evidenceMisstated, .contentsUnfit,
        .purgeUnstated,
    ]

    static func isBeyondASchema(_ problem: Problem) -> Bool {
        let isKey = ["issuer.id", "proof.verificationMethod", "proof.proofValue"].contains { problem.message.hasPrefix($0) }
        // The first of a range may not be above the last.
        let isRange = problem.message.hasPrefix("credentialSubject.sanitization.") && problem.message.hasSuffix("[first, last] of sectors")
        return beyondASchema.contains(problem.code) || problem.code == .valueMalformed && (isKey || isRange)
    }

    /// The answers of the schema alone, in order.
    static func judgedBySchema(_ documents: [JSONValue], by schema: String = schema) throws -> [Bool] {
        try judgedByStrangers(documents, by: schema).map { $0 != "invalid" }
    }

    /// The answers of `judge_with_schema.py`, in order.
    private static func judgedByStrangers(_ documents: [JSONValue], by schema: String) throws -> [Substring] {
        var answers: [Substring] = []
        try KeyTests.withFolder { folder in
            let lines: [UInt8] = documents.flatMap { $0.canonicalBytes + [0x0A] }
            try KeyTests.write(lines, to: folder + "/documents")
            let script = #filePath.replacing("SchemaTests.swift", with: "judge_with_schema.py")
            let result = Stranger.python([script, schema, folder + "/documents"], into: folder + "/answers")
            try #require(result.code == 0 && result.lines.count == documents.count, "\(result.lines.first ?? "")")
            answers = result.lines
        }
        return answers
    }

    /// Honest documents of every kind that there is.
    static let honest: [JSONValue] = {
        let open: [(inout CertificateFacts) -> Void] = CertificateTests.open.map { row in { row.0(&$0) } }
        let failed: (inout CertificateFacts) -> Void = {
            $0.end = .failed; $0.reasons = [.mismatch]
        }
        let abandoned: (inout CertificateFacts) -> Void = {
            $0.end = .abandoned; $0.reasons = [.cancelled]
            $0.run.passes[0].verification = nil
            $0.run.interruptions = [.init(at: .sample(60), reason: .detached, resumedAt: nil)]
        }
        let refused: (inout CertificateFacts) -> Void = { $0.run.passes[0].flush = .failed }
        let threePasses: (inout CertificateFacts) -> Void = {
            $0.policy.passes = 3
            $0.policy.claim = nil
            $0.run.passes = [1, 2, 3].map { number in
                var pass = CertificateFacts.Pass.sample
                pass.number = number
                pass.work = .write(number == 1 ? .zeros : .bytes("92a4"))
                if number < 3 { pass.verification = nil }
                return pass
            }
        }
        let simulated: (inout CertificateFacts) -> Void = {
            $0.simulation = true; $0.media.transport = .loop
        }
        let onUSB: (inout CertificateFacts) -> Void = {
            $0.media.transport = .usb
            $0.media.usbBridge = .init(vendorID: "152d", productID: "0578", driver: "uas")
            $0.asset = .init()
        }
        let aged: (inout CertificateFacts) -> Void = {
            $0.health.percentageUsed = .init(before: 12, after: 13)
            $0.health.powerOnHours = .init(before: 31_204, after: nil)
        }
        let changes = open + [{ _ in }, failed, abandoned, refused, threePasses, simulated, onUSB, aged]
        return changes.map { change in CertificateFacts.sample.with(change).built.root } + CertificateFacts.purges.map(\.built.root)
    }()

    @Test func honestDocumentsAreValidSignedAndUnsigned() throws {
        let signed = try CertificateFacts.sample.built.root.signedByHand()
        let answers = try Self.judgedBySchema(Self.honest + [signed])
        for (document, isValid) in zip(Self.honest + [signed], answers) {
            #expect(Honesty.judge(document) == [] && isValid, "\(String(decoding: document.canonicalBytes, as: UTF8.self))")
        }
    }

    @Test func schemaAndSwiftAgreeAboutThousandsOfMutants() throws {
        var generator = SplitMix(5)
        let bases = Self.honest + [try CertificateFacts.sample.built.root.signedByHand()]
        let mutants = (0..<3_600).map { index in
            (0...index % 3).reduce(bases[index % bases.count]) { document, _ in document.mutated(&generator) }
        }
        try Self.expectAgreement(about: mutants, problems: Honesty.judge, beyondASchema: Self.isBeyondASchema)
    }

    /// Swift and the schema with Python's sums judge alike, or Swift alone refuses, for reasons that are all beyond a schema; and the mutants are of both kinds.
    static func expectAgreement(
        about mutants: [JSONValue], by schema: String = schema, problems: (JSONValue) -> [Problem],
        beyondASchema: @escaping (Problem) -> Bool
    ) throws {
        let answers = try judgedByStrangers(mutants, by: schema).map { $0 == "valid" }
        var agreed = (valid: 0, invalid: 0)
        for (index, (mutant, isValid)) in zip(mutants, answers).enumerated() {
            let found = problems(mutant)
            switch (found.isEmpty, isValid) {
            case (true, true): agreed.valid += 1
            case (false, false): agreed.invalid += 1
            case (false, true): #expect(found.allSatisfy(beyondASchema), "mutant \(index): \(found)")
            case (true, false):
                Issue.record("mutant \(index) is refused by the schema alone: \(String(decoding: mutant.canonicalBytes, as: UTF8.self))")
            }
        }
        #expect(agreed.valid > 300 && agreed.invalid > 1_500, "\(agreed)")
    }

    /// Every change of the tables of the honesty rules, over-claims all: the schema alone refuses them but for the arithmetic ones named here.
    @Test func overclaimsAreCaughtByTheSchemaAlone() throws {
        let certificate = CertificateFacts.sample.built.root
        let record = CertificateFacts.sample.with {
            $0.end = .failed; $0.reasons = [.mismatch]
        }.built.root
        let cases =
            HonestyTests.certificateCases.map { (certificate, $0) } + HonestyTests.failureCases.map { (record, $0) }
            + PurgeTests.cases.map { (CertificateFacts.nvmeBlock.built.root, $0) }
        let answers = try Self.judgedBySchema(cases.map { document, row in document.setting(row.0, to: row.1) })
        let passed = zip(cases, answers).filter(\.1).map { pair in
            pair.0.1.0.dropFirst().map(\.description).joined(separator: ".") + " " + pair.0.1.2.rawValue
        }
        let arithmetic = [
            "hiddenAreas.hpa hidden-areas-misstated", "hiddenAreas.dco hidden-areas-misstated",
            "sanitization.passes.0.bytesWritten coverage-incomplete",
            "sanitization.passes.0.verification.coverage coverage-misstated",
            "sanitization.passes.0.verification.bytesRead verification-incomplete",
            "verification.verifiedPasses verified-pass-misnamed", "media.lbaCount capacity-misstated",
            "sanitization.endedAt time-disorder", "sanitization.interruptions time-disorder",
            "sanitization.purge.considered.1.technique purge-unstated",
            "sanitization.purge.requestedPolicy.version purge-unstated",
            "sanitization.passes.0.endedAt time-disorder",
            "sanitization.passes.0.evidence.3.at time-disorder",
            "sanitization.passes.0.marks.stored marks-misstated",
            "sanitization.passes.0.marks.stored marks-misstated",
            "sanitization.passes.0.marks.planned marks-misstated",
            "sanitization.passes.0.marks.planned marks-misstated",
            "sanitization.passes.0.marks.sectorBytes marks-misstated",
            "sanitization.passes.0.marks.subsections marks-misstated",
            "sanitization.passes.0.transport evidence-misstated",
            "sanitization.passes.0.before.state evidence-misstated",
            "sanitization.passes.0.before.lastSucceeded evidence-misstated",
            "sanitization.passes.0.evidence.1.request evidence-misstated",
            "sanitization.passes.0.evidence.1.request evidence-misstated",
            "sanitization.passes.0.evidence.1.request evidence-misstated",
            "sanitization.passes.0.evidence.1.status evidence-misstated",
            "sanitization.passes.0.evidence.1.status evidence-misstated",
            "sanitization.passes.0.evidence.3.answer evidence-misstated",
            "sanitization.passes.0.evidence.3.answer evidence-misstated",
            "sanitization.passes.0.evidence.3.answer evidence-misstated",
            "sanitization.passes.0.verification.contents.zeroSectors verification-misstated",
        ]
        #expect(passed == arithmetic, "\(passed)")
    }
}

extension JSONValue {
    /// With a proof by the test's key.
    func signedByHand() throws -> JSONValue { try DataIntegrityProof.sign(self, created: .sample(7_200), with: TestKeys.station) }
}
