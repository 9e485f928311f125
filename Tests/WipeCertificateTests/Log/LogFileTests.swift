// Goal: notes, checkpoints, keys, proofs and policies are those of C2SP, and nothing else is taken for one.
// Method: published notes and keys as facts; a worked example with keys derived from public seeds; each file with one change at a time.

import Crypto
import Foundation
import Mutation
import Testing

@testable import WipeCertificate

@Suite struct LogFileTests {
    /// The key of the worked example: Ed25519 with the seed SHA-256("TEST ONLY log").
    private static let logKey = SigningKey(seed: Array(SHA256.hash(data: Array("TEST ONLY log".utf8))), role: .log)
    private static let origin = "log.example.org/opeq/poste-3"
    private static let vkey = "log.example.org/opeq/poste-3+4182aa43+AWzW6sz24+0LFc+qNOO9A1ybGAx4j2tPrEBbS95Y4pHc"
    private static let proof = """
        c2sp.org/tlog-proof@v1
        index 2
        C4pPLU9bdLJ8JPWpdmq4lSQcQnF1DvJMYOIfIdZ7Pyk=

        log.example.org/opeq/poste-3
        3
        LkRQIbJWlRy4VWwU7gYo0tn1wJpcrxDepw+vQkiR4Ts=

        — log.example.org/opeq/poste-3 QYKqQ6M4KP+N/hdLk5bZiRhHkXb49Htqmk8yvtOFH3D+L3bFYmSm+5dt6DCG53jaHLsGyS198r/sbMbkf9MQuNCsdAM=
        — witness.example.net/w1 amfjbgAAAABrAzzchKquzBDLLRGCH6QcijzkX+WJNtZUwpajIfDz9v4HhTq+4gNS9EmVQErJUAlN8Pu1hTuLbsKRP9R/ANchVZ8TDQ==

        """

    @Test func keyOfTheFormatIsReadAndWritten() throws {
        // C2SP signed-note, section "Verifier keys".
        let vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        let key = try LogKey(vkey: vkey)
        #expect(key.name == "example.com/foo")
        #expect(key.description == vkey)
        let own = try #require(Self.logKey)
        #expect(LogKey(name: Self.origin, key: own.publicKey).description == Self.vkey)
    }

    @Test(arguments: [
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",  // another id
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",  // another name
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",  // another algorithm
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",  // a byte less
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a", "", "+", "++",
    ])
    func keyWithOneFaultIsRefused(_ text: String) {
        #expect(throws: LogError.self) { try LogKey(vkey: text) }
    }

    @Test func noteOfAStrangerVerifies() throws {
        // The example of Go's golang.org/x/mod/sumdb/note.
        let key = try LogKey(vkey: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        let text = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

            """
        let note = try SignedNote(parsing: Array(text.utf8))
        #expect(note.isSigned(by: key) == true)
        #expect(note.bytes == Array(text.utf8))
        #expect(note.isSigned(by: try LogKey(vkey: Self.vkey)) == nil)
        let changed = try SignedNote(parsing: Array(text.utf8.map { $0 == UInt8(ascii: "I") ? UInt8(ascii: "J") : $0 }))
        #expect(changed.isSigned(by: key) == false || changed.isSigned(by: key) == nil)
    }

    @Test func workedExampleIsReadVerifiedAndMadeAgain() throws {
        let proof = try LogProof(parsing: Array(Self.proof.utf8))
        #expect(proof.index == 2)
        #expect(proof.bytes == Array(Self.proof.utf8))
        #expect(proof.head.checkpoint.origin == Self.origin)
        #expect(proof.head.checkpoint.size == 3)
        #expect(proof.head.isSigned(by: try LogKey(vkey: Self.vkey)) == true)
        let made = try SignedCheckpoint(proof.head.checkpoint, key: try #require(Self.logKey))
        #expect(made.note.signatures.first == proof.head.note.signatures.first)
        let entry = try #require(
            LogEntry(
                parsing: Array(
                    #"{"digest":"sha256:\#(Self.exampleDigest)","id":"urn:uuid:0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e10","kind":"certificate","record":3,"v":1}"#
                        .utf8)))
        #expect(proof.includes(entry))
    }
    private static let exampleDigest = "c1545bbfa3712b03a6df4382da23f695868325accf366ba28d32b3cf1ca3d58c"

    @Test(arguments: [
        ("\n\n", "\n"), ("log.example.org/opeq/poste-3\n3", "log.example.org/opeq/poste-3\n03"),
        ("LkRQ", "LkR"), ("— log", "- log"), ("index 2", "index 02"), ("index 2", "index -2"), ("index 2", "index 99999999999999999999"),
        ("tlog-proof@v1", "tlog-proof@v2"), ("C4pP", "C4p\tP"), ("poste-3\n3", "poste 3\n3"), ("index 2\n", ""),
        ("\n3\n", "\n99999999999999999999\n"), ("\n\n—", "\nfoo \n\n\n—"), ("dAM=\n", "dAM\n"), ("\nLkRQ", "\r\nLkRQ"),
    ])
    func proofWithOneFaultIsRefused(_ old: String, _ new: String) throws {
        let text = try #require(Self.proof.range(of: old).map { Self.proof.replacingCharacters(in: $0, with: new) })
        #expect(throws: LogError.self) { try LogProof(parsing: Array(text.utf8)) }
    }

    @Test func everyCutAndEveryChangedByteOfAProofIsAnAnswerAndNoCrash() throws {
        let key = try LogKey(vkey: Self.vkey)
        let whole = Array(Self.proof.utf8)
        let good = try LogProof(parsing: whole)
        for end in whole.indices { _ = try? LogProof(parsing: Array(whole[..<end])) }
        for place in whole.indices {
            var bytes = whole
            bytes[place] ^= 0x01
            guard let proof = try? LogProof(parsing: bytes) else { continue }
            // What still reads is another proof, another head, or signed by nobody known; only the stranger's line may change freely.
            let isSame = proof.index == good.index && proof.path == good.path && proof.head.isSigned(by: key) == true
            let isWitnessLine =
                proof.head.note.signatures.first == good.head.note.signatures.first && proof.head.checkpoint == good.head.checkpoint
            #expect(!isSame || isWitnessLine, "byte \(place)")
        }
    }

    @Test func mutatedProofsAndPoliciesAreAnAnswerAndNoCrash() throws {
        let key = try LogKey(vkey: Self.vkey)
        let whole = Array(Self.proof.utf8)
        let head = try LogProof(parsing: whole).head.checkpoint
        let policy = Array("# logs\nlog \(Self.vkey)\n".utf8)
        var mutator = Mutator(
            seed: 7, words: ["c2sp.org/tlog-proof@v1", "index ", "extra ", "\n\n", "\n", "— ", "log ", "witness ", "quorum all"])
        for number in 0..<4000 {
            _ = try? LogPolicy(parsing: mutator.changed(policy), file: "policy")
            guard let proof = try? LogProof(parsing: mutator.changed(whole)), proof.head.isSigned(by: key) == true else { continue }
            #expect(proof.head.checkpoint == head, "change \(number)")
        }
    }

    @Test func logKeySignsHeadsOnlyAndHeadsAreSignedByLogKeysOnly() throws {
        let head = LogCheckpoint(origin: Self.origin, size: 0, root: .empty)
        #expect(throws: SigningError.self) { try SignedCheckpoint(head, key: .ephemeral(role: .station)) }
        let key = SigningKey.ephemeral(role: .log)
        let signed = try SignedCheckpoint(parsing: try SignedCheckpoint(head, key: key).bytes)
        #expect(signed.checkpoint == head)
        #expect(signed.isSigned(by: LogKey(name: Self.origin, key: key.publicKey)) == true)
        #expect(signed.isSigned(by: LogKey(name: "another.example", key: key.publicKey)) == nil)
    }

    private static let otherVkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    private static let witness = "w.example+0a0b0c0d+" + Base64.encode([4] + Array(repeating: 1, count: 32))

    @Test func policyNamesLogsAndRefusesWhatItCannotHold() throws {
        let text = "# ours\n\nlog \(Self.vkey)\n \tlog\t\(Self.otherVkey)  https://log.example/ \nquorum none\n"
        #expect(
            try LogPolicy(parsing: Array(text.utf8), file: "p").logs == [try LogKey(vkey: Self.vkey), try LogKey(vkey: Self.otherVkey)])
        for line in [
            "witness w1 x+1+y", "witness none \(Self.witness)", "group g any w1", "group g 0 w", "group g 2 w", "group g 1 w w",
            "group g +1 w",
            "group g all", "witness w \(Self.otherVkey)", "witness v \(Self.witness)", "quorum v", "quorum", "quorum none none",
            "log nonsense",
            "logs \(Self.vkey)", "log \(Self.vkey)", "log \(Self.otherVkey) a b", "log \(Self.otherVkey)\r", "# \u{01}", "# \u{7F}",
        ] {
            let error = #expect(throws: LogError.self, "\(line)") {
                try LogPolicy(
                    parsing: Array("log \(Self.vkey)\nwitness w \(Self.witness)\n\(line)\nquorum none\n".utf8), file: "policy.txt")
            }
            #expect(error?.message.hasPrefix("policy.txt:3: ") == true, "\(line): \(String(describing: error))")
            #expect(error?.code == .policyMalformed)
        }
    }

    /// One quorum line and no other number of them; and at least one log, since nothing else says which head is trusted.
    @Test func policyHasOneQuorumAndALog() {
        for text in ["# nothing\n", "quorum none\n", "log \(Self.vkey)\n", "log \(Self.vkey)\nquorum none\nquorum none\n"] {
            #expect(throws: LogError.self, "\(text)") { try LogPolicy(parsing: Array(text.utf8), file: "p") }
        }
    }

    /// Whose quorum is met cannot be told by a version that checks no cosignatures: then nothing is trusted, and the line says why.
    @Test(arguments: ["quorum w", "group g any w\nquorum g"]) func quorumOfWitnessesIsRefused(quorum: String) {
        let text = "log \(Self.vkey)\nwitness w \(Self.witness) https://w.example/\n\(quorum)\n"
        let error = #expect(throws: LogError.self) { try LogPolicy(parsing: Array(text.utf8), file: "p") }
        #expect(error?.message.contains("checks no cosignatures") == true)
    }

    /// Who is in the policy and not asked for changes nothing; comments are octets, whatever their encoding.
    @Test func witnessesThatNobodyAsksForChangeNothing() throws {
        let text = "log \(Self.vkey)\nwitness w \(Self.witness)\ngroup g 1 w\nquorum none\n# "
        #expect(try LogPolicy(parsing: Array(text.utf8) + [0xE9, 0x0A], file: "p").logs.count == 1)
    }

    /// What ends a line for one reader and not for the next would let a policy say two things.
    @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}"]) func onlyALineFeedEndsALine(_ end: String) throws {
        #expect(throws: LogError.self) {
            try LogPolicy(parsing: Array("# a comment\(end)log \(Self.vkey)\nquorum none\n".utf8), file: "p")
        }
        let policy = try LogPolicy(parsing: Array("# a comment\(end)log other\nlog \(Self.vkey)\nquorum none\n".utf8), file: "p")
        #expect(policy.logs.count == 1)
    }

    /// C2SP allows neither: another reader would refuse the file that we took.
    @Test func aPolicyFromWindowsIsNamedForWhatItIs() throws {
        let line = "log \(Self.vkey)"
        for (bytes, word) in [
            ([0xEF, 0xBB, 0xBF] + Array("\(line)\nquorum none\n".utf8), "byte order mark"),
            (Array("\(line)\r\nquorum none\r\n".utf8), "carriage return"),
        ] {
            let error = #expect(throws: LogError.self) { try LogPolicy(parsing: bytes, file: "p") }
            #expect(error?.message.hasPrefix("p:1: ") == true && error?.message.contains(word) == true)
        }
    }

    @Test func entryIsOnlyItsCanonicalForm() throws {
        let document = try JSONParser.parse(try Certificate.sign(CertificateFacts.sample.built, with: TestKeys.station).bytes)
        let entry = try #require(LogEntry(of: document))
        #expect(entry.kind == .certificate && entry.record == 3)
        #expect(LogEntry(parsing: entry.bytes) == entry)
        #expect(String(decoding: entry.bytes, as: UTF8.self).hasPrefix(#"{"digest":"sha256:"#))
        #expect(LogEntry(parsing: [0x20] + entry.bytes) == nil)
        #expect(LogEntry(parsing: Array(String(decoding: entry.bytes, as: UTF8.self).replacing("\"v\":1", with: "\"v\":2").utf8)) == nil)
        #expect(LogEntry(of: document.without("id")) == nil)
    }
}
