// Goal: a notice that names a record is believed or stands against it, and is never passed over; keys follow from rotations. Method: archives with
// one notice that is wrong in one thing, looked at with `verify` of the record alone, of the folder, and with `audit`.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import WipeCertificate
@testable import wipectl

struct NoticeAuditTests {
    /// What `verify` of the first record alone and `audit` say of it.
    private func problems(_ station: SmallStation, of index: Int = 0) async throws -> (
        verify: [String], audit: Set<String>, counts: OutcomeCounts
    ) {
        let alone = try await station.verify([index], ["--allow-simulation"])
        let file = try #require(alone.report.files.first)
        #expect(file.valid == file.problems.isEmpty && alone.status == (file.valid ? 0 : 1))
        let whole = try await station.verify(nil, ["--allow-simulation"])
        #expect(try #require(whole.report.files.first { $0.file.hasSuffix(station.files[index]) }).problems == file.problems)
        let report = try await station.audit()
        return (file.problems.map(\.code), Set(report.findings.map(\.code)), try #require(report.counts))
    }

    @Test func someoneElsesRevocationStandsAgainstTheRecordAndIsNoRevocation() async throws {
        let station = try SmallStation(records: 2)
        try station.add(3, about: 0, revokes: true, key: .ephemeral(role: .station))
        try station.publish()
        let found = try await problems(station)
        #expect(found.verify == ["notice-untrusted"] && found.audit == ["record-invalid", "notice-untrusted"])
        #expect(found.counts.notValid == 2 && found.counts.revoked == 0 && found.counts.cleared == 1)
        let other = try await problems(station, of: 1)
        #expect(other.verify == [])
    }

    @Test func noticeWithAnotherDigestIsNoRevocationAndNoSilence() async throws {
        let station = try SmallStation(records: 2)
        try station.add(3, about: 0, revokes: true) { $0.digest = "sha256:" + String(repeating: "0", count: 64) }
        try station.publish()
        let found = try await problems(station)
        #expect(found.verify == ["notice-mismatch"] && found.audit == ["notice-mismatch"] && found.counts.revoked == 0)
    }

    @Test(arguments: [true, false]) func simulationsAndRealRecordsDoNotRevokeEachOther(_ isReal: Bool) async throws {
        let station = try SmallStation(records: 1)
        try station.add(2) { $0.simulation = !isReal }
        try station.add(3, about: 1, revokes: true) { $0.simulation = isReal }
        try station.publish()
        let found = try await problems(station, of: 1)
        #expect(found.verify == ["notice-mismatch"] && found.audit == ["notice-mismatch"] && found.counts.revoked == 0)
    }

    @Test func revocationOfARevocationBringsNothingBack() async throws {
        let station = try SmallStation(records: 1)
        try station.add(2, about: 0, revokes: true)
        try station.add(3, about: 1, revokes: true)
        try station.publish()
        let found = try await problems(station)
        #expect(found.verify == ["revoked"] && found.audit == ["notice-mismatch"] && found.counts.revoked == 1)
    }

    /// Emptied, cut and overwritten: what it said is not known any more, and it may have been a revocation.
    @Test(arguments: [[], [UInt8]("{\"id\":".utf8), [UInt8]("no JSON".utf8), [0xFF, 0xFE]]) func spoiledNoticeStandsAgainstItsRecord(
        _ bytes: [UInt8]
    ) async throws {
        let station = try SmallStation(records: 2)
        try station.add(3, about: 0, revokes: true)
        try station.publish()
        try station.write("certificates/" + station.files[2], bytes)
        let found = try await problems(station)
        #expect(found.verify == ["notice-unreadable"] && found.audit.contains("notice-unreadable"))
        #expect(try await problems(station, of: 1).verify == [])
        // Under a name that does not say whose it is, it may be about any record that lies there.
        try FileManager.default.moveItem(
            atPath: station.path("certificates/" + station.files[2]), toPath: station.path("certificates/x.revocation.json"))
        for index in [0, 1] {
            #expect(try await station.verify([index]).report.files.first?.problems.map(\.code) == ["notice-unreadable"])
        }
    }

    @Test func simulationThatIsNotAllowedIsStillSaidToBeRevoked() async throws {
        let station = try SmallStation(records: 1)
        try station.add(2) { $0.simulation = true }
        try station.add(3, about: 1, revokes: true)
        try station.publish()
        let file = try #require(try await station.verify([1]).report.files.first)
        #expect(file.problems.map(\.code) == ["simulation", "revoked"] && file.revoked)
    }

    // MARK: keys that follow

    @Test func keyThatARotationNamesIsTrustedFromThenOn() async throws {
        let station = try SmallStation(records: 2)
        try station.rotate(3, .station, hours: 4)
        try station.add(4) { $0 = station.facts(4, hours: 5) }
        // A revocation by the new key, and a keys file from before it.
        try station.add(5, about: 0, revokes: true)
        try station.publish()
        let found = try await problems(station)
        #expect(found.verify == ["revoked"] && found.audit == [] && found.counts.revoked == 1 && found.counts.cleared == 2)
        #expect(try await station.verify([3]).report.files.first?.valid == true)
        // Dated before the rotation, it is not the new key's to sign.
        try station.add(6) { $0 = station.facts(6, hours: 2) }
        try station.publish()
        #expect(try await station.verify([5]).report.files.first?.problems.map(\.code) == ["key-outside-interval"])
    }

    /// The order of files is that of random ids: three rotations of each role, and the last key of each is trusted.
    @Test func chainOfRotationsHoldsInAnyOrderOfFiles() async throws {
        for _ in 0..<4 {
            let station = try SmallStation(records: 1)
            for step in 0..<3 {
                for (place, role) in KeyRole.allCases.enumerated() { try station.rotate(2 + 3 * step + place, role, hours: 10 + step) }
            }
            try station.add(11) { $0 = station.facts(11, hours: 14) }
            try station.add(12) {
                $0 = station.facts(12, hours: 15); $0.simulation = true
            }
            try station.publish()
            let report = try await station.audit()
            #expect(report.findings == [] && report.counts?.cleared == 2 && report.counts?.simulations == 1, "\(report.findings)")
            // A link that is gone ends the chain there.
            let link = try #require(station.files.first { $0.hasPrefix("key_station_") })
            try FileManager.default.removeItem(atPath: station.path("certificates/" + link))
            #expect(try await station.verify([10]).report.files.first?.problems.map(\.code) == ["key-not-listed"])
        }
    }

    @Test func whatARotationDoesNotSayIsNotTrusted() throws {
        let start = UTCTime(secondsSince1970: 1_000)
        let (old, new, other) = (
            SigningKey.ephemeral(role: .station), SigningKey.ephemeral(role: .station), SigningKey.ephemeral(role: .station)
        )
        let log = SigningKey.ephemeral(role: .log)
        func entry(_ key: SigningKey, _ role: KeyRole, until: UTCTime? = nil, binding: KeyBinding? = nil) -> KeyRing.Entry {
            .init(key: key.publicKey, role: role, validFrom: start, validUntil: until, binding: binding)
        }
        func rotation(
            _ retired: SigningKey, _ replacement: SigningKey, _ role: KeyRole = .station, at seconds: Int = 2_000,
            by signer: SigningKey? = nil, of claim: KeyBinding.Claim = Self.anybody
        ) -> SignedRotation {
            SignedRotation(
                rotation: KeyRotation(
                    role: role, retired: retired.publicKey, retiredFrom: start, retiredUntil: UTCTime(secondsSince1970: seconds + 1),
                    replacement: replacement.publicKey),
                signer: (signer ?? retired).publicKey, signedAt: UTCTime(secondsSince1970: seconds),
                station: claim)
        }
        let ring = KeyRing(entries: [entry(old, .station), entry(log, .log)])
        let moment = UTCTime(secondsSince1970: 3_000)
        let good = ring.following([rotation(old, new)])
        #expect(good.answer(new.publicKey, at: moment, role: .station, for: Self.anybody) == .trusted)
        #expect(good.answer(new.publicKey, at: UTCTime(secondsSince1970: 1_999), role: .station, for: Self.anybody) == .outsideInterval)
        #expect(good.answer(old.publicKey, at: UTCTime(secondsSince1970: 2_000), role: .station, for: Self.anybody) == .trusted)
        #expect(good.answer(old.publicKey, at: UTCTime(secondsSince1970: 2_001), role: .station, for: Self.anybody) == .outsideInterval)
        let refused: [[SignedRotation]] = [
            [rotation(other, new)],  // by a key that nobody trusts
            [rotation(old, new, by: other)],
            [rotation(old, new, .simulation)],  // for another role than the key's own
            [rotation(old, new, .log)],
            [rotation(old, log)],  // to a key of another role
            [rotation(old, new, at: 500)],  // before the key was trusted
            [rotation(log, new, .log, by: log)],  // a log key signs heads alone
        ]
        for rotations in refused { #expect(ring.following(rotations) == ring, "\(rotations)") }
        // Of two successors of one key one is somebody else's: neither counts, in whatever order they come.
        for pair in [[rotation(old, new), rotation(old, other, at: 2_500)], [rotation(old, other, at: 2_500), rotation(old, new)]] {
            #expect(ring.following(pair) == ring)
        }
        // A stranger's word about the key is none of its successors.
        #expect(ring.following([rotation(old, new), rotation(old, other, by: other)]) == good)
        // What it says of the old key's end is when it was signed.
        let early = rotation(old, new)
        let claimed = SignedRotation(
            rotation: early.rotation, signer: early.signer, signedAt: UTCTime(secondsSince1970: 1_500), station: early.station)
        #expect(ring.following([claimed]) == ring)
        // The end that the reader has set stays.
        let ended = KeyRing(entries: [entry(old, .station, until: UTCTime(secondsSince1970: 1_500))])
        #expect(ended.following([rotation(old, new)]) == ended)
        // A key that the reader's own file has ended introduces nobody: an old backup of it is no way in, for the log's key neither.
        let current = KeyRing(
            entries: [entry(old, .station, until: UTCTime(secondsSince1970: 5_000)), entry(other, .station), entry(log, .log)])
        #expect(current.following([rotation(old, new)]) == current)
        #expect(current.following([rotation(log, .ephemeral(role: .log), .log, by: old)]) == current)
        // A successor speaks for no other station than the key that it follows.
        let binding = KeyBinding(station: "Atelier 3", origin: "atelier-3/log")
        let bound = KeyRing(entries: [entry(old, .station, binding: binding)])
        let own = bound.following([rotation(old, new, of: Self.claim("Atelier 3"))])
        #expect(own.answer(new.publicKey, at: moment, role: .station, for: Self.claim("Atelier 3")) == .trusted)
        #expect(own.answer(new.publicKey, at: moment, role: .station, for: Self.claim("Atelier 4")) == .otherStation)
        #expect(own.answer(old.publicKey, at: start, role: .station, for: Self.claim("Atelier 4")) == .otherStation)
        #expect(bound.following([rotation(old, new, of: Self.claim("Atelier 4"))]) == bound)
    }

    private static let anybody = claim("")

    private static func claim(_ station: String) -> KeyBinding.Claim { .init(names: [station], origin: nil) }
}
