// Goal: an auditor with any schema validator reads corrections, revocations and rotations as strictly as our code does. Method: notices of
// every kind and thousands of mutants of them, judged by Swift and by Python's jsonschema with the published schema; the two may differ only
// about the spelling of keys, and then only so that Swift is the stricter one.

import Foundation
import Mutation
import Testing

@testable import WipeCertificate

@Suite(.enabled(if: Stranger.validator, "needs Python with jsonschema: scripts/setup python; WIPED_PYTHON names the interpreter"))
struct NoticeSchemaTests {
    static let schema = SchemaTests.published("sanitization-notice-1")

    /// Honest notices of every kind, signed.
    static func honest() throws -> [JSONValue] {
        var documents: [JSONValue] = []
        for simulation in [false, true] {
            let key = simulation ? TestKeys.simulation : TestKeys.station
            var target = try #require(NoticeFacts.Target(signed: try NoticeTests.record(simulation: simulation).bytes))
            if simulation { (target.serial, target.assetTag) = (nil, nil) }
            var facts = [NoticeTests.notice(.correction(of: target)), NoticeTests.notice(.revocation(of: target), reason: "n")]
            facts[1].logAnchor = nil
            for from in ["TEST-2026-000001", nil] {
                var retagged = facts[0]
                retagged.assetTag = .init(from: from, to: String(repeating: "é", count: NoticeFacts.TagChange.scalarsMax))
                facts.append(retagged)
            }
            facts[1].statedBy = .init(userName: nil, uid: nil, viaLogin: "tech-07")
            documents += try facts.map { try JSONParser.parse(try $0.signed(with: key).bytes) }
        }
        for role in KeyRole.allCases {
            let retired = role == .station ? TestKeys.station : role == .simulation ? TestKeys.simulation : .ephemeral(role: .log)
            let rotation = KeyRotation(
                role: role, retired: retired.publicKey, retiredFrom: .sample(0), retiredUntil: .sample(9_001),
                replacement: SigningKey.ephemeral(role: role).publicKey)
            let key = role == .simulation ? TestKeys.simulation : TestKeys.station
            let reason = String(repeating: "é", count: NoticeShape.reasonScalarsMax)
            documents.append(try JSONParser.parse(try NoticeTests.notice(.keyRotation(rotation), reason: reason).signed(with: key).bytes))
        }
        return documents
    }

    private static func problems(_ document: JSONValue) -> [Problem] {
        NoticeShape.problems(in: document, signed: document.hasProof)
    }

    @Test func honestNoticesAreValidSignedAndUnsigned() throws {
        let honest = try Self.honest()
        let documents = honest + honest.map { $0.setting(["proof"], to: nil) }
        for (document, isValid) in zip(documents, try SchemaTests.judgedBySchema(documents, by: Self.schema)) {
            #expect(Self.problems(document) == [] && isValid, "\(String(decoding: document.canonicalBytes, as: UTF8.self))")
        }
    }

    @Test func schemaAndSwiftAgreeAboutThousandsOfMutants() throws {
        var generator = SplitMix(7)
        let bases = try Self.honest()
        let mutants = (0..<3_000).map { index in
            (0...index % 2).reduce(bases[index % bases.count]) { document, _ in document.mutated(&generator) }
        }
        try SchemaTests.expectAgreement(
            about: mutants, by: Self.schema, problems: Self.problems, beyondASchema: Self.isAboutTheSpellingOfAKey)
    }

    private static func isAboutTheSpellingOfAKey(_ problem: Problem) -> Bool {
        let keys = ["issuer.id", "proof.verificationMethod", "proof.proofValue", "key.retired ", "key.replacement "]
        return problem.code == .valueMalformed && keys.contains { problem.message.contains($0) }
    }

    /// What random changes seldom hit: one kind in the clothes of another, and the ends of every range.
    @Test func oneKindIsNotAnother() throws {
        let honest = try Self.honest()
        let rotation = try #require(honest.first { $0.at("credentialSubject", "key") != nil })
        let retagged = try #require(honest.first { $0.at("credentialSubject", "correctedAssetTag") != nil })
        let correction = honest[0]
        let subject = try #require(rotation["credentialSubject"])
        let changes: [(JSONValue, [Step], JSONValue?)] = [
            (correction, ["type", 1], .string(NoticeKind.revocation.rawValue)),
            (correction, ["type", 1], .string(CertificateKind.certificate.rawValue)),
            (correction, ["name"], NoticeKind.revocation.title),
            (correction, ["credentialSubject", "key"], subject["key"]),
            (correction, ["credentialSubject", "about"], nil),
            (correction, ["credentialSubject"], subject),
            (correction, ["credentialSchema", "id"], .string(Certificate.schemaID)),
            (correction, ["credentialSubject", "reason"], ""),
            (correction, ["credentialSubject", "reason"], .string(String(repeating: "x", count: 1_001))),
            (correction, ["credentialSubject", "record"], 0),
            (correction, ["credentialSubject", "about", "record"], 0),
            (correction, ["credentialSubject", "simulation"], false),
            (retagged, ["type", 1], .string(NoticeKind.revocation.rawValue)),
            (retagged, ["credentialSubject", "correctedAssetTag", "to"], ""),
            (retagged, ["credentialSubject", "correctedAssetTag", "to"], .null),
            (retagged, ["credentialSubject", "correctedAssetTag", "to"], .string(String(repeating: "x", count: 65))),
            (retagged, ["credentialSubject", "correctedAssetTag", "from"], nil),
            (retagged, ["credentialSubject", "correctedAssetTag", "why"], "x"),
            (honest[1], ["credentialSubject", "correctedAssetTag"], retagged.at("credentialSubject", "correctedAssetTag")),
            (rotation, ["credentialSubject", "correctedAssetTag"], retagged.at("credentialSubject", "correctedAssetTag")),
            (rotation, ["credentialSubject", "about"], correction.at("credentialSubject", "about")),
            (rotation, ["credentialSubject", "key"], nil),
            (rotation, ["credentialSubject", "key", "role"], "root"),
        ]
        let noTags = [
            " ", " T-1", "T-1 ", "T\u{7}1", "T\n", "T\u{7F}", "T\u{A0}1", "T\u{200B}1", "T\u{202E}1", "Te\u{301}", "\u{422}-1", "T\u{FE0F}",
        ]
        let documents =
            changes.map { $0.0.setting($0.1, to: $0.2) }
            + noTags.map { retagged.setting(["credentialSubject", "correctedAssetTag", "to"], to: .string($0)) }
        for (index, isValid) in try SchemaTests.judgedBySchema(documents, by: Self.schema).enumerated() {
            #expect(!isValid && Self.problems(documents[index]) != [], "change \(index)")
        }
    }
}

struct NoticeExampleTests {
    /// The example of the auditors' page is a notice that was signed, and not a picture of one.
    @Test func exampleOfTheAuditorsPageIsARealNotice() throws {
        let target = try #require(NoticeFacts.Target(signed: try NoticeTests.record().bytes))
        var facts = NoticeTests.notice(.revocation(of: target), reason: "wrong drive: the tag belongs to another one")
        facts.id = try #require(UUID(uuidString: "0192f0e2-1d40-7c11-8a3e-5b0f9d2c4e61"))
        facts.station = CertificateFacts.sample.station.name
        let signed = try facts.signed(with: TestKeys.station)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            let page = try String(contentsOfFile: StrangerTests.page, encoding: .utf8)
            let text = String(decoding: signed.bytes, as: UTF8.self)
            try page.replacing(try StrangerTests.block("json"), with: text.hasSuffix("\n") ? text : text + "\n")
                .write(toFile: StrangerTests.page, atomically: true, encoding: .utf8)
        }
        #expect(try JSONParser.parse(Array(try StrangerTests.block("json").utf8)) == JSONParser.parse(signed.bytes))
    }
}
