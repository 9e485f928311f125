// Goal: the parts under a signature are the published ones. Method: values of the standards, written here as facts; and the large set of
// the package cryptography-vectors, read where the tests' Python has it.

import Crypto
import FoundationEssentials
import Testing

@testable import WipeCertificate

struct PublishedVectorTests {
    /// RFC 8032, 7.1, TEST 1 to 3: secret key, public key, message, signature.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ])
    func ed25519IsThatOfTheRFC(secret: String, publicKey: String, message: String, signature: String) throws {
        try Self.check(secret, publicKey, message, signature)
    }

    private static func check(_ secret: String, _ publicKey: String, _ message: String, _ signature: String) throws {
        let key = try #require(SigningKey(seed: ProofTests.bytes(secret), role: .station))
        #expect(Hexadecimal.encode(key.publicKey.bytes) == publicKey)
        let bytes = ProofTests.bytes(message)
        #expect(Hexadecimal.encode(try key.signature(for: bytes)) == signature)
        #expect(key.publicKey.isValidSignature(ProofTests.bytes(signature), for: bytes))
        #expect(!key.publicKey.isValidSignature(ProofTests.bytes(signature), for: bytes + [0]))
    }

    /// Ed25519/sign.input of cryptography-vectors: `secret and public:public:message:signature and message:` a line, 1,024 of them.
    @Test(.enabled(if: vectors != nil, "needs Python with cryptography-vectors: scripts/setup python; WIPED_PYTHON names the interpreter"))
    func ed25519IsThatOfTheLargeSet() throws {
        let text = try String(contentsOfFile: try #require(Self.vectors) + "/asymmetric/Ed25519/sign.input", encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 1_024)
        for line in lines {
            let parts = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            try #require(parts.count >= 4)
            try Self.check(String(parts[0].prefix(64)), parts[1], parts[2], String(parts[3].prefix(128)))
        }
    }

    private static let vectors: String? = {
        let output = FileManager.default.temporaryDirectory.path + "/wiped-vectors-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let result = Stranger.python(["-c", "import cryptography_vectors as v; print(v.__path__[0])"], into: output)
        return result.code == 0 ? result.lines.first.map(String.init) : nil
    }()

    /// RFC 8785, appendix B: the samples that are integers of our profile, and some that are none of it and are refused: this format has no
    /// fractions and no number above 2^53 - 1.
    @Test func numbersAreThoseOfAppendixB() throws {
        for number in ["0", "9007199254740991", "-9007199254740991"] { #expect(try JSONTests.canonical(number) == number) }
        for number in [
            "-0", "5e-324", "1.7976931348623157e+308", "9007199254740992", "-9007199254740992", "295147905179352830000", "1e+23",
            "333333333.33333329", "0.000001",
        ] {
            #expect(throws: JSONError.self, "\(number)") { try JSONTests.canonical(number) }
        }
    }
}
