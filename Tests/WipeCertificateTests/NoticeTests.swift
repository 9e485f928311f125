// Goal: a notice is signed by the right key, says what it is about, verifies like a record, and nothing else is taken for one.
// Method: notices about a sample record; each value changed once; the wrong keys.

import Testing

@testable import WipeCertificate

struct NoticeTests {
    static func record(simulation: Bool = false) throws -> SignedCertificate {
        let facts = CertificateFacts.sample.with { $0.simulation = simulation }
        return try Certificate.sign(facts.built, with: simulation ? TestKeys.simulation : TestKeys.station)
    }

    static func notice(_ subject: NoticeFacts.Subject, reason: String = "wrong asset tag: it is TEST-2026-000002") -> NoticeFacts {
        NoticeFacts(
            id: CertificateFacts.sample.id, record: 4, validFrom: .sample(9_000), station: "Atelier", subject: subject, reason: reason,
            statedBy: .init(userName: "lead", uid: 1_000),
            logAnchor: LogAnchor(origin: "log.example/1", treeSize: 3, rootHash: LogHash.empty.base64))
    }

    @Test func correctionNamesItsRecordAndVerifies() throws {
        let record = try Self.record()
        let target = try #require(NoticeFacts.Target(signed: record.bytes))
        #expect(target.digest == record.digest && target.id == record.id && target.record == 3 && target.serial == "SER 1")
        for subject in [NoticeFacts.Subject.correction(of: target), .revocation(of: target)] {
            let signed = try Self.notice(subject).signed(with: TestKeys.station)
            #expect(signed == (try Self.notice(subject).signed(with: TestKeys.station)))
            #expect(signed.fileName.hasPrefix("TEST-2026-000001_SER-1_") && PublishedName.isAboutARecord(signed.fileName))
            let answer = Verifier.verify(bytes: signed.bytes, trust: TestKeys.ring, allowSimulation: false)
            #expect(answer.valid, "\(answer.problems)")
            #expect(answer.summary.about?.id == record.id && answer.summary.about?.digest == record.digest)
            #expect(answer.summary.about?.record == 3 && answer.summary.about?.assetTag == "TEST-2026-000001")
            #expect(answer.summary.entry?.bytes == signed.logEntry && answer.summary.entry?.record == 4)
            #expect(answer.outcome == nil)
        }
        #expect(NoticeFacts.Target(signed: [1]) == nil)
    }

    @Test func everyChangedOrMissingValueIsSeen() throws {
        let target = try #require(NoticeFacts.Target(signed: try Self.record().bytes))
        let document = try JSONParser.parse(try Self.notice(.revocation(of: target)).signed(with: TestKeys.station).bytes)
        #expect(document.leaves.count > 20)
        for path in document.leaves {
            for value: JSONValue? in ["x", nil] {
                let changed = document.setting(path, to: value)
                #expect(!Verifier.verify(bytes: changed.prettyBytes, trust: TestKeys.ring, allowSimulation: false).valid, "\(path)")
            }
        }
    }

    /// Whatever else is wrong with it: a notice that names a record is held against that record, and a rotation against another one.
    @Test func damagedNoticeStillSaysWhatItIsAbout() throws {
        let target = try #require(NoticeFacts.Target(signed: try Self.record().bytes))
        let revocation = try JSONParser.parse(try Self.notice(.revocation(of: target)).signed(with: TestKeys.station).bytes)
        let rotation = KeyRotation(
            role: .station, retired: TestKeys.station.publicKey, retiredFrom: .sample(0), retiredUntil: .sample(9_001),
            replacement: TestKeys.simulation.publicKey)
        let keys = try JSONParser.parse(try Self.notice(.keyRotation(rotation)).signed(with: TestKeys.station).bytes)
        let (subject, name): (Step, Step) = ("credentialSubject", "reason")
        for changed: ([Step], JSONValue?) in [
            ([subject, name], nil), ([subject, "statedBy"], 1), (["validFrom"], .null), (["name"], "x"),
        ] {
            let damaged = revocation.setting(changed.0, to: changed.1)
            let summary = Verifier.verify(bytes: damaged.prettyBytes, trust: nil, allowSimulation: false).summary
            #expect(DocumentReading(damaged).notice == nil && summary.reason == nil)
            #expect(summary.about?.id == target.id && summary.about?.digest == target.digest && summary.rotation == nil)
            #expect(summary.about?.record == 3 && summary.about?.serial == "SER 1" && summary.entry?.kind == .revocation)
            let other = keys.setting(changed.0, to: changed.1)
            #expect(DocumentReading(other).notice == nil && Envelope(of: other).rotation == rotation)
            #expect(Envelope(of: other).about == nil)
        }
        let vague = revocation.setting([subject, "about", "record"], to: "3").setting([subject, "about", "serialNumber"], to: nil)
        let about = Envelope(of: vague).about
        #expect(about?.id == target.id && about?.record == nil && about?.serial == nil && about?.assetTag == target.assetTag)
        #expect(Envelope(of: revocation.setting([subject, "about", "digest"], to: nil)).about == nil)
        #expect(Envelope(of: keys.setting([subject, "key", "replacement"], to: "did:key:z6Mk")).rotation == nil)
        #expect(Envelope(of: keys.setting(["type", 1], to: .string(NoticeKind.revocation.rawValue))).rotation == nil)
    }

    @Test func onlyTheKeyOfItsKindSigns() throws {
        let real = try #require(NoticeFacts.Target(signed: try Self.record().bytes))
        let simulated = try #require(NoticeFacts.Target(signed: try Self.record(simulation: true).bytes))
        #expect(throws: SigningError.self) { try Self.notice(.revocation(of: real)).signed(with: TestKeys.simulation) }
        #expect(throws: SigningError.self) { try Self.notice(.revocation(of: simulated)).signed(with: TestKeys.station) }
        #expect(throws: SigningError.self) { try Self.notice(.revocation(of: real)).signed(with: .ephemeral(role: .log)) }
        let signed = try Self.notice(.correction(of: simulated)).signed(with: TestKeys.simulation)
        #expect(!Verifier.verify(bytes: signed.bytes, trust: TestKeys.ring, allowSimulation: false).valid)
        #expect(Verifier.verify(bytes: signed.bytes, trust: TestKeys.ring, allowSimulation: true).valid)
    }

    @Test(arguments: ["", String(repeating: "é", count: 1_001)]) func reasonThatSaysNothingOrTooMuchIsRefused(_ reason: String) throws {
        let target = try #require(NoticeFacts.Target(signed: try Self.record().bytes))
        #expect(throws: SigningError.self) { try Self.notice(.revocation(of: target), reason: reason).signed(with: TestKeys.station) }
    }

    @Test func rotationComesBackOutOfItsBytes() throws {
        let next = SigningKey.ephemeral(role: .station)
        let rotation = KeyRotation(
            role: .station, retired: TestKeys.station.publicKey, retiredFrom: .sample(0), retiredUntil: .sample(9_001),
            replacement: next.publicKey)
        let signed = try Self.notice(.keyRotation(rotation)).signed(with: TestKeys.station)
        #expect(KeyRotation(signed: signed.bytes) == rotation)
        #expect(signed.fileName.hasPrefix("key_station_") && signed.fileName.hasSuffix(".key.json"))
        #expect(!PublishedName.isAboutARecord(signed.fileName))
        #expect(Verifier.verify(bytes: signed.bytes, trust: TestKeys.ring, allowSimulation: false).valid)
        #expect(KeyRotation(signed: try Self.record().bytes) == nil)
    }
}
