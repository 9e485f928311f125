// Goal: what we sign is eddsa-jcs-2022 and nothing else; whatever is changed afterwards is seen. Method: W3C's vector byte for byte,
// then every value of a signed certificate changed once.

import Crypto
import Testing

@testable import WipeCertificate

struct ProofTests {
    /// w3c/vc-di-eddsa, TestVectors/eddsa-jcs-2022: canonDocJCS.txt and proofCanonJCS.txt, of the version in which the key is a did:key.
    static let document: JSONValue = [
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": ["id": "did:example:abcdefgh", "alumniOf": "The School of Examples"],
    ]
    static let seed = bytes("c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6")

    static func bytes(_ hexadecimal: String) -> [UInt8] {
        stride(from: 0, to: hexadecimal.count, by: 2).compactMap { UInt8(hexadecimal.dropFirst($0).prefix(2), radix: 16) }
    }

    @Test func publishedVectorIsReproducedByteForByte() throws {
        let key = try #require(SigningKey(seed: Self.seed, role: .station))
        #expect(key.publicKey.multikey == KeyTests.multikey)
        let created = try #require(UTCTime("2023-02-24T23:36:38Z"))
        let signed = try DataIntegrityProof.sign(Self.document, created: created, with: key)
        let message = DataIntegrityProof.hashData(document: signed, options: try #require(signed["proof"]))
        #expect(Hexadecimal.encode(message.prefix(32)) == "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db")
        #expect(Hexadecimal.encode(message.suffix(32)) == "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19")
        let value = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
        #expect(signed.at("proof", "proofValue") == .string(value))
    }

    @Test func signingAgainGivesTheSameBytes() throws {
        let one = try Certificate.sign(CertificateFacts.sample.built, with: TestKeys.station)
        let other = try Certificate.sign(CertificateFacts.sample.built, with: TestKeys.station)
        #expect(one == other)
        #expect(one.digest.utf8.count == 71 && one.id == "urn:uuid:0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e10")
    }

    @Test func everyChangedValueMakesTheSignatureInvalid() throws {
        let signed = try Certificate.sign(CertificateFacts.sample.built, with: TestKeys.station)
        let document = try JSONParser.parse(signed.bytes)
        #expect(document.leaves.count > 100)
        for path in document.leaves {
            let value = path.reduce(document) { value, step in
                switch step {
                case .member(let name): value[name] ?? .null
                case .item(let index): value.items?[index] ?? .null
                }
            }
            let changed: JSONValue =
                switch value {
                case .null: 0
                case .bool(let flag): .bool(!flag)
                case .integer(let number): .integer(number + 1)
                case .string(let text): .string(text + "x")
                case .array: [0]
                case .object: .null
                }
            for replacement: JSONValue? in [changed, nil] {
                let forged = document.setting(path, to: replacement)
                let result = Verifier.verify(bytes: forged.prettyBytes, trust: TestKeys.ring, allowSimulation: false)
                #expect(result.signature == .invalid && !result.valid, "\(path)")
            }
        }
    }

    @Test func formattingDoesNotMatterAndOrderDoesNotEither() throws {
        let signed = try Certificate.sign(CertificateFacts.sample.built, with: TestKeys.station)
        let document = try JSONParser.parse(signed.bytes)
        for bytes in [signed.bytes, document.canonicalBytes, Array("\r\n ".utf8) + signed.bytes] {
            let result = Verifier.verify(bytes: bytes, trust: TestKeys.ring, allowSimulation: false)
            #expect(result.valid, "\(result.problems)")
        }
    }

    /// RFC 8032, 5.1.7: S has to be below the order L. S + L is the same number to a careless verifier.
    @Test func secondSpellingOfASignatureIsRefused() throws {
        let signed = try JSONParser.parse(try Certificate.sign(CertificateFacts.sample.built, with: TestKeys.station).bytes)
        let value = try #require(signed.at("proof", "proofValue")?.text)
        var signature = try #require(Base58.decode(String(value.dropFirst())))
        let order = Self.bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var carry = 0
        for index in 0..<32 {
            carry += Int(signature[32 + index]) + Int(order[index])
            signature[32 + index] = UInt8(carry & 0xFF)
            carry >>= 8
        }
        #expect(carry == 0)
        let forged = signed.setting(["proof", "proofValue"], to: .string("z" + Base58.encode(signature)))
        let result = Verifier.verify(bytes: forged.prettyBytes, trust: TestKeys.ring, allowSimulation: false)
        #expect(result.problems.map(\.code) == [.signatureMismatch])
    }

    @Test func keyOfAnotherRoleOrIssuerDoesNotSign() {
        let document = CertificateFacts.sample.built
        #expect(throws: SigningError.notTheIssuer) { try Certificate.sign(document, with: TestKeys.simulation) }
        let simulated = Certificate.build(.sample.with { $0.simulation = true }, issuer: TestKeys.station.publicKey)
        #expect(throws: SigningError.wrongRole(.station)) { try Certificate.sign(simulated, with: TestKeys.station) }
        var forged = document
        forged.root = document.root.setting(["credentialSubject", "exceptions"], to: ["weak-identity"])
        #expect(throws: SigningError.self) { try Certificate.sign(forged, with: TestKeys.station) }
    }
}
