// Goal: a key speaks for one station and its log, and the bytes of no key are none. Method: keys files in which one word is another, and the points
// of the curve under which one signature holds for anything.

import FoundationEssentials
import Testing

@testable import WipeCertificate

struct KeyBindingTests {
    private static let name = CertificateFacts.sample.station.name

    private static func ring(_ end: String) throws -> KeyRing {
        let line = "\(TestKeys.station.publicKey.did) station 2026-11-22 - \(end)"
        return try KeyRing(parsing: Array(line.utf8), file: "k")
    }

    @Test func boundKeyIsTrustedForItsOwnStationAndLog() throws {
        let anchored = try VerifierTests.signed {
            $0.logAnchor = LogAnchor(origin: "log.example/1", treeSize: 3, rootHash: LogHash.empty.base64)
        }
        let cases: [(String, ProblemCode?)] = [
            ("", nil), ("# poste 1", nil), ("log.example/1 \"\(Self.name)\"", nil), ("log.example/1 \"\(Self.name)\" # why", nil),
            ("log.example/1 \"Atelier d’essai, poste 2\"", .keyOtherStation), ("log.example/2 \"\(Self.name)\"", .keyOtherLog),
            ("log.example/1 \"\(Self.name.uppercased())\"", .keyOtherStation),
        ]
        for (end, code) in cases {
            let result = VerifierTests.verify(anchored.bytes, try Self.ring(end))
            #expect(result.problems.map(\.code) == (code.map { [$0] } ?? []), "\(end)")
            #expect(
                result.key == (code == nil ? .trusted : .untrusted) && result.signature == .valid && result.valid == (code == nil), "\(end)"
            )
        }
        // A station that had another name has a line for each.
        let both = KeyRing(
            entries: try ["Before", Self.name].flatMap { try Self.ring("log.example/1 \"\($0)\"").entries })
        #expect(VerifierTests.verify(anchored.bytes, both).valid)
        // A record that names no log stands under the station's name alone.
        #expect(VerifierTests.verify(try VerifierTests.signed().bytes, try Self.ring("log.example/1 \"\(Self.name)\"")).valid)
    }

    @Test func noticeOfAnotherStationIsRefusedToo() throws {
        let signed = try VerifierTests.signed()
        let target = try #require(NoticeFacts.Target(signed: signed.bytes))
        let notice = try NoticeFacts(
            id: UUID(), record: 9, validFrom: .sample(9_000), station: "Another", subject: .revocation(of: target), reason: "r",
            statedBy: .init(userName: "lead", uid: 1, viaLogin: nil), logAnchor: nil
        ).signed(with: TestKeys.station)
        let result = VerifierTests.verify(notice.bytes, try Self.ring("log.example/1 \"\(Self.name)\""))
        #expect(result.problems.map(\.code) == [.keyOtherStation])
    }

    @Test func logKeyIsTrustedForItsOwnLog() throws {
        let entry = KeyRing.Entry(
            key: TestKeys.station.publicKey, role: .log, validFrom: .sample(0), validUntil: nil,
            binding: KeyBinding(station: "S", origin: "log.example/1"))
        #expect(entry.signsLog(named: "log.example/1") && !entry.signsLog(named: "log.example/2"))
    }

    @Test(arguments: ["Poste 3", "Poste # 3", "a\"b", "a\\b", "\\\"", "É\u{301}", "  two  blanks ", "x #"]) func namesGoThereAndBack(
        _ name: String
    ) throws {
        let binding = try #require(KeyBinding(station: name, origin: "wiped/poste-3"))
        let entry = KeyRing.Entry(key: TestKeys.station.publicKey, role: .station, validFrom: .sample(0), validUntil: nil, binding: binding)
        let line = "\(entry.key.did) station \(entry.validFrom) - \(binding.words)"
        let ring = try KeyRing(parsing: Array((line + "\n# end").utf8), file: "k")
        #expect(ring.entries == [entry], "\(line)")
    }

    @Test func whatCannotStandInAKeysFileIsNoBinding() {
        for (station, origin) in [("", "o"), ("s", ""), ("a\nb", "o"), ("s", "a b"), ("s", "a#b"), ("s", "\"o\""), ("s\u{7F}", "o")] {
            #expect(KeyBinding(station: station, origin: origin) == nil)
        }
    }

    // MARK: points

    /// y of every point of order 1, 2, 4 and 8, the least significant byte first; and what is not below the prime.
    private static let refused = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]

    @Test(arguments: refused) func pointUnderWhichAnythingIsSignedIsNoKey(_ hex: String) throws {
        for sign in [UInt8(0), 0x80] {
            var bytes = ProofTests.bytes(hex)
            bytes[31] |= sign
            #expect(PublicKey(bytes: bytes) == nil)
            let did = "did:key:z" + Base58.encode([0xED, 0x01] + bytes)
            #expect(PublicKey(did: did) == nil)
            #expect(throws: KeyRingError(.notAKey, file: "k", line: 1, column: 1)) {
                try KeyRing(parsing: Array("\(did) station 2026-01-01 -".utf8), file: "k")
            }
            // A document that names it has no proof that can be read.
            let forged = try JSONParser.parse(try VerifierTests.signed().bytes).setting(
                ["proof", "verificationMethod"], to: .string(did + "#" + did.dropFirst(8)))
            #expect(VerifierTests.verify(forged.prettyBytes).problems.map(\.code).contains(.proofMalformed))
        }
    }

    @Test func pointsBesideThemAreKeys() {
        for hex in [
            "0200000000000000000000000000000000000000000000000000000000000000",
            "ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ] {
            #expect(PublicKey(bytes: ProofTests.bytes(hex)) != nil)
        }
    }
}
