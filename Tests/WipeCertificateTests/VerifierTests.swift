// Goal: three separate answers, each right on its own. Method: documents and key rings that are wrong in
// one thing.

import FoundationEssentials
import Testing

@testable import WipeCertificate

struct VerifierTests {
    static func signed(_ change: (inout CertificateFacts) -> Void = { _ in }) throws -> SignedCertificate {
        let facts = CertificateFacts.sample.with(change)
        return try Certificate.sign(facts.built, with: facts.simulation ? TestKeys.simulation : TestKeys.station)
    }

    static func verify(_ bytes: [UInt8], _ ring: KeyRing? = TestKeys.ring, allowSimulation: Bool = false) -> VerifyResult {
        Verifier.verify(bytes: bytes, trust: ring, allowSimulation: allowSimulation)
    }

    static func ring(_ key: PublicKey, _ role: KeyRole, _ from: Int, _ until: Int?) -> KeyRing {
        KeyRing(entries: [.init(key: key, role: role, validFrom: .sample(from), validUntil: until.map(UTCTime.sample))])
    }

    @Test func signedCertificateIsValid() throws {
        let result = Self.verify(try Self.signed().bytes)
        #expect(result.valid && result.problems == [] && result.log == .noProof)
        #expect(result.serial == "SER 1" && result.assetTag == "TEST-2026-000001" && result.outcome == .cleared && !result.simulation)
    }

    @Test func withoutKeysNothingIsValid() throws {
        let result = Self.verify(try Self.signed().bytes, nil)
        #expect(result.signature == .valid && result.key == .unknown && result.schema == .valid && result.problems == [] && !result.valid)
    }

    @Test func trustIsOfAKeyARoleAndATime() throws {
        let bytes = try Self.signed().bytes
        let key = TestKeys.station.publicKey
        let cases: [(KeyRing, ProblemCode?)] = [
            (Self.ring(key, .station, 7_200, 7_201), nil),
            (Self.ring(key, .station, 7_201, nil), .keyOutsideInterval),
            (Self.ring(key, .station, 0, 7_200), .keyOutsideInterval),
            (Self.ring(key, .simulation, 0, nil), .keyRole),
            (Self.ring(key, .log, 0, nil), .keyRole),
            (Self.ring(TestKeys.simulation.publicKey, .station, 0, nil), .keyNotListed),
            (KeyRing(entries: []), .keyNotListed),
        ]
        for (ring, code) in cases {
            let result = Self.verify(bytes, ring)
            #expect(result.signature == .valid && result.schema == .valid)
            #expect(result.key == (code == nil ? .trusted : .untrusted))
            #expect(result.problems.map(\.code) == (code.map { [$0] } ?? []))
            #expect(result.valid == (code == nil))
        }
    }

    @Test func simulationIsValidOnlyWhenAllowedAndOnlyWithItsOwnKey() throws {
        let bytes = try Self.signed { $0.simulation = true }.bytes
        #expect(Self.verify(bytes, allowSimulation: true).valid)
        let result = Self.verify(bytes)
        #expect(result.simulation && !result.valid && result.problems.map(\.code) == [.simulation])
        // A station's key under a simulation, made by hand since `sign` refuses it.
        let document = Certificate.build(.sample.with { $0.simulation = true }, issuer: TestKeys.station.publicKey).root
        let forged = try DataIntegrityProof.sign(document, created: .sample(7_200), with: TestKeys.station)
        #expect(Self.verify(forged.prettyBytes, allowSimulation: true).problems.map(\.code) == [.keyRole])
        // And the simulation's key under a document that does not say what it is.
        let unmarked = Certificate.build(.sample, issuer: TestKeys.simulation.publicKey).root
        let passedOff = try DataIntegrityProof.sign(unmarked, created: .sample(7_200), with: TestKeys.simulation)
        #expect(Self.verify(passedOff.prettyBytes).problems.map(\.code) == [.keyRole])
    }

    @Test func contextsAppendedAfterSigningAreSeen() throws {
        let document = try JSONParser.parse(try Self.signed().bytes)
        let more: JSONValue = .array((Certificate.context.items ?? []) + ["https://example.org/more"])
        let forged = document.setting(["@context"], to: more)
        #expect(Set(Self.verify(forged.prettyBytes).problems.map(\.code)) == [.proofContext, .signatureMismatch, .valueMalformed])
    }

    /// A rightly signed document whose issuer is somebody else is not the issuer's word.
    @Test func issuerIsTheKeyThatSigned() throws {
        let document = Certificate.build(.sample, issuer: TestKeys.simulation.publicKey).root
        let forged = try DataIntegrityProof.sign(document, created: .sample(7_200), with: TestKeys.station)
        let result = Self.verify(forged.prettyBytes)
        #expect(result.signature == .invalid && result.problems.map(\.code) == [.issuerMismatch])
    }

    @Test func dishonestDocumentIsNotValidHoweverWellSigned() throws {
        let document = CertificateFacts.sample.built.root.setting(["credentialSubject", "media", "mediaType"], to: "flash-ssd")
        let result = Self.verify(try DataIntegrityProof.sign(document, created: .sample(7_200), with: TestKeys.station).prettyBytes)
        #expect(result.signature == .valid && result.key == .trusted && result.schema == .valid && !result.valid)
        #expect(result.problems.map(\.code) == [.exceptionMissing])
        let early = try DataIntegrityProof.sign(CertificateFacts.sample.built.root, created: .sample(0), with: TestKeys.station)
        #expect(Self.verify(early.prettyBytes).problems.map(\.code) == [.timeDisorder])
    }

    @Test func damagedProofIsNamed() throws {
        let document = try JSONParser.parse(try Self.signed().bytes)
        let value = try #require(document.at("proof", "proofValue")?.text)
        let damages: [([Step], JSONValue?)] = [
            (["proof"], nil), (["proof"], [try #require(document["proof"])]), (["proof", "type"], "X"),
            (["proof", "cryptosuite"], "eddsa-rdfc-2022"),
            (["proof", "proofPurpose"], "authentication"), (["proof", "created"], "yesterday"),
            (["proof", "verificationMethod"], .string(TestKeys.station.publicKey.did)),
            (["proof", "proofValue"], .string("z1" + value.dropFirst())), (["proof", "proofValue"], .string("u" + value.dropFirst())),
            (["proof", "proofValue"], "z"),
        ]
        for (path, replacement) in damages {
            let result = Self.verify(document.setting(path, to: replacement).prettyBytes)
            #expect(result.signature == .invalid && result.schema == .invalid && result.problems.first?.code == .proofMalformed, "\(path)")
        }
    }

    @Test func whatIsNotJSONIsAnAnswerToo() throws {
        let bytes = try Self.signed().bytes
        for broken in [[], Array("{}".utf8), Array("[1.5]".utf8), Array(bytes.dropLast(3)), bytes + bytes, [0xFF]] {
            let result = Self.verify(broken)
            #expect(result.signature == .invalid && result.schema == .invalid && !result.valid && !result.problems.isEmpty)
        }
        let twice = Array(
            String(decoding: bytes, as: UTF8.self).replacing("\"outcome\":", with: "\"outcome\": \"cleared\", \"outcome\":").utf8)
        #expect(Self.verify(twice).problems.map(\.code) == [.notJSON])
    }

    // MARK: keys files

    @Test func keysFileIsRead() throws {
        let key = TestKeys.station.publicKey
        let text =
            "# trusted\n\n  \(key.did)\tstation 2026-01-01 -   # poste 1\r\n\(TestKeys.simulation.publicKey.did) simulation 2026-01-01T00:00:00Z 2027-01-01\n"
        let ring = try KeyRing(parsing: Array(text.utf8), file: "keys.txt")
        #expect(ring.entries.count == 2)
        let first = ring.entries[0]
        #expect(first.key == key && first.role == .station && first.validFrom == UTCTime("2026-01-01T00:00:00Z") && first.validUntil == nil)
        #expect(Self.verify(try Self.signed().bytes, ring).valid)
    }

    @Test func faultOfAKeysFileHasItsPlace() {
        let did = TestKeys.station.publicKey.did
        let cases: [(String, KeyRingError.Code, Int, Int)] = [
            ("\ndid:key:zabc station 2026-01-01 -", .notAKey, 2, 1), ("  é", .notAKey, 1, 3),
            (did, .notARole, 1, did.count + 1), ("\(did) Station 2026-01-01 -", .notARole, 1, did.count + 2),
            ("\(did) log", .notATime, 1, did.count + 5), ("\(did) log 2026-02-30 -", .notATime, 1, did.count + 6),
            ("\(did) log 2026-01-01", .notATime, 1, did.count + 16), ("\(did) log 2026-01-01 never", .notATime, 1, did.count + 17),
            ("\(did) log 2026-01-01 2026-01-01", .emptyInterval, 1, did.count + 17),
            ("\(did) log 2026-01-01 - x", .notABinding, 1, did.count + 19),
            ("\(did) log 2026-01-01 - x y", .notABinding, 1, did.count + 21),
            ("\(did) log 2026-01-01 - x \"y", .notABinding, 1, did.count + 21),
            ("\(did) log 2026-01-01 - x \"\"", .notABinding, 1, did.count + 21),
            ("\(did) log 2026-01-01 - x \"a\\b\"", .notABinding, 1, did.count + 21),
            ("\(did) log 2026-01-01 - x \"y\" z", .tooManyWords, 1, did.count + 25),
        ]
        for (text, code, line, column) in cases {
            #expect(throws: KeyRingError(code, file: "k", line: line, column: column), "\(text)") {
                try KeyRing(parsing: Array(text.utf8), file: "k")
            }
        }
        // Two versions of a file, one behind the other: lines that contradict each other are both named.
        let against: [(String, KeyRingError.Code, Int)] = [
            ("\(did) log 2026-01-01 -\n\(did) station 2026-01-01 -", .twoRoles, did.count + 2),
            ("\(did) log 2026-01-01 -\n\(did) log 2026-01-01 2026-06-01", .twoIntervals, did.count + 17),
            ("\(did) log 2026-01-01 2026-06-01\n\(did) log 2026-01-01 -", .twoIntervals, did.count + 17),
            ("\(did) log 2026-01-01 2026-06-01\n\(did) log 2026-01-01 2026-06-02", .twoIntervals, did.count + 17),
            ("\(did) log 2026-01-01 - l \"a\"\n\(did) log 2025-01-01 - l \"b\"", .twoIntervals, did.count + 6),
            ("\(did) log 2026-01-01 -\n\(did) log 2026-01-01 - l \"a\"", .boundAndUnbound, did.count + 19),
            ("\(did) log 2026-01-01 - l \"a\"\n\(did) log 2026-01-01 -", .boundAndUnbound, did.count + 18),
        ]
        for (text, code, column) in against {
            let bytes = Array(("# old\n" + text.replacing("\n", with: "\n# new\n")).utf8)
            let error = #expect(throws: KeyRingError.self) { try KeyRing(parsing: bytes, file: "k") }
            #expect(error == KeyRingError(code, file: "k", line: 4, column: column, otherLine: 2), "\(text)")
            #expect(error?.description.contains("line 2") == true)
        }
        for same in [
            "\(did) log 2026-01-01 -\n\(did) log 2026-01-01T00:00:00Z - # again",
            "\(did) log 2026-01-01 - l \"a\"\n\(did) log 2026-01-01 - l \"b\"",
        ] {
            #expect(throws: Never.self, "\(same)") { try KeyRing(parsing: Array(same.utf8), file: "k") }
        }
        #expect(throws: KeyRingError(.invalidUTF8, file: "k", line: 1, column: 1)) { try KeyRing(parsing: [0xFF], file: "k") }
        #expect(KeyRingError(.notAKey, file: "k.txt", line: 2, column: 3).description.hasPrefix("k.txt:2:3: expected a did:key"))
    }
}
