// Goal: whatever one thing is wrong with a file has a name, nothing crashes the verifier, and nothing wrong is ever valid. Method: vectors
// made from one signed document, each with the code that it must give; then thousands of files with random bytes changed.

import FoundationEssentials
import Mutation
import Testing

@testable import WipeCertificate

struct OneFailureTests {
    /// A way to spoil the text of a signed certificate.
    private struct Vector {
        let name: String
        let expect: ProblemCode
        let bytes: [UInt8]
    }

    private static func vectors() throws -> [Vector] {
        let signed = try VerifierTests.signed().bytes
        let text = String(decoding: signed, as: UTF8.self)
        let document = try JSONParser.parse(signed)
        func replaced(_ name: String, _ expect: ProblemCode, _ old: String, _ new: String) throws -> Vector {
            let spoilt = text.replacing(old, with: new, maxReplacements: 1)
            try #require(!spoilt.utf8.elementsEqual(text.utf8), "\(name): nothing was replaced")
            return Vector(name: name, expect: expect, bytes: Array(spoilt.utf8))
        }
        func set(_ name: String, _ expect: ProblemCode, _ path: [Step], _ value: JSONValue?) -> Vector {
            Vector(name: name, expect: expect, bytes: document.setting(path, to: value).prettyBytes)
        }
        let more: JSONValue = .array((Certificate.context.items ?? []) + ["https://example.org/more"])
        let other = JSONValue.string(TestKeys.simulation.publicKey.did)
        let otherMethod = JSONValue.string(TestKeys.simulation.publicKey.verificationMethod)
        let swapped = try JSONParser.parse(
            try VerifierTests.signed {
                $0.end = .failed; $0.reasons = [.mismatch]
            }.bytes)["proof"]
        return [
            try replaced("duplicate member", .notJSON, "\"outcome\":", "\"outcome\": \"cleared\", \"outcome\":"),
            try replaced("float", .notJSON, "\"record\": 3", "\"record\": 3.0"),
            try replaced("integer too large", .notJSON, "\"record\": 3", "\"record\": 9007199254740992"),
            Vector(name: "cut off", expect: .notJSON, bytes: Array(signed.dropLast(2))),
            Vector(name: "two documents", expect: .notJSON, bytes: signed + signed),
            try replaced("another serial", .signatureMismatch, "\"SER 1\"", "\"SER 2\""),
            try replaced("accent written apart", .signatureMismatch, "Montréal", "Montre\u{301}al"),
            set("appended context", .proofContext, ["@context"], more),
            set("context appended on both sides", .valueMalformed, ["@context"], more),
            set("issuer not the signer", .issuerMismatch, ["issuer", "id"], other),
            set("another key named", .issuerMismatch, ["proof", "verificationMethod"], otherMethod),
            set("swapped proof", .signatureMismatch, ["proof"], swapped),
            set("no proof", .proofMalformed, ["proof"], nil),
            set("two proofs", .proofMalformed, ["proof"], [document["proof"] ?? .null, document["proof"] ?? .null]),
            set("unknown version", .valueMalformed, ["credentialSchema", "id"], "urn:wiped:schema:sanitization-certificate:2"),
            set("unknown member", .memberUnknown, ["credentialSubject", "shredded"], true),
            set("back-dated proof", .signatureMismatch, ["proof", "created"], "2020-01-01T00:00:00Z"),
            set("simulation named later", .simulation, ["credentialSubject", "simulation"], true),
        ]
    }

    @Test func eachVectorHasItsName() throws {
        for vector in try Self.vectors() {
            let result = VerifierTests.verify(vector.bytes)
            #expect(result.problems.map(\.code).contains(vector.expect) && !result.valid, "\(vector.name): \(result.problems)")
            #expect(result.signature == .invalid, "\(vector.name)")
        }
    }

    /// Signed rightly, and wrong all the same.
    @Test func rightSignatureDoesNotSaveAWrongDocument() throws {
        let simulated = try VerifierTests.signed {
            $0.simulation = true; $0.media.transport = .loop
        }.bytes
        #expect(VerifierTests.verify(simulated).problems.map(\.code) == [.simulation])
        let root = Certificate.build(
            .sample.with {
                $0.media.transport = .loop; $0.simulation = true
            }, issuer: TestKeys.station.publicKey
        ).root
        let soldAsReal = root.setting(["credentialSubject", "simulation"], to: nil)
        let result = VerifierTests.verify(try soldAsReal.signedByHand().prettyBytes)
        #expect(result.signature == .valid && !result.valid && result.problems.map(\.code).contains(.simulationUnmarked))
        let withOtherKey = VerifierTests.ring(TestKeys.simulation.publicKey, .station, 0, nil)
        #expect(VerifierTests.verify(try VerifierTests.signed().bytes, withOtherKey).problems.map(\.code) == [.keyNotListed])
    }

    @Test func thousandsOfSpoiltFilesAreNeverValidAndNeverACrash() throws {
        let signed = try VerifierTests.signed().bytes
        let meaning = try JSONParser.parse(signed).canonicalBytes
        var generator = SplitMix(11)
        var unchanged = 0
        for round in 0..<4_000 {
            var bytes = signed
            for _ in 0...round % 3 {
                guard let place = bytes.indices.randomElement(using: &generator) else { break }
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1..<200, using: &generator)))
                }
            }
            // White space between values is no part of what is signed.
            let isSame = (try? JSONParser.parse(bytes))?.canonicalBytes == meaning
            unchanged += isSame ? 1 : 0
            #expect(VerifierTests.verify(bytes).valid == isSame, "round \(round)")
        }
        #expect(unchanged < 2_000)
    }
}
