// Goal: a record is read as it was written, whatever its facts. Method: documents made at random from the structure itself, so that a new member is
// among them by being there; each is read into types and written again.

import FoundationEssentials
import Mutation
import Testing

@testable import WipeCertificate

struct RoundTripTests {
    private static func documents() throws -> [JSONValue] {
        var generator = SplitMix(17)
        return try (0..<1_000).map { _ in try Shape.object(RecordDocument.fields).random(&generator) }
    }

    /// Nothing is lost, nothing is guessed: what was read says the same as the document.
    @Test func documentIsReadAndWrittenAgain() throws {
        for document in try Self.documents() {
            let again = try RecordDocument(document).json
            #expect(again.hasSameMeaning(as: document), "\(String(decoding: document.prettyBytes, as: UTF8.self))")
        }
    }

    /// Facts that were read make a document from which the same facts are read.
    @Test func factsComeBackFromTheDocumentThatIsMadeOfThem() throws {
        for document in try Self.documents() {
            var facts = try RecordDocument(document).facts
            // A failure record never says nothing, and no reason twice; nobody declares nothing.
            facts.reasons = facts.reasons.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
            if facts.reasons.isEmpty { facts.reasons = [.mismatch] }
            if !Declarable.allCases.contains(where: { facts.asset[$0] != nil }) { facts.asset.declaredBy = nil }
            facts.health.dropSenselessHours()
            for kind in CertificateKind.allCases {
                let draft = CertificateDraft(facts: facts, kind: kind, issuer: TestKeys.station.publicKey, honestyProblems: []).record
                let read = try RecordDocument(draft.json)
                #expect(read == draft && read.facts == facts)
            }
        }
    }

    @Test(arguments: NoticeKind.allCases) func noticeIsReadAndWrittenAgain(_ kind: NoticeKind) throws {
        var generator = SplitMix(18)
        for _ in 0..<300 {
            let document = try Shape.object(NoticeShape.fields(kind)).random(&generator)
            let read = try NoticeDocument(document)
            #expect(read.json.hasSameMeaning(as: document) && read.kind == kind, "\(String(decoding: document.prettyBytes, as: UTF8.self))")
            let written = NoticeDocument(read.facts, issuer: TestKeys.station.publicKey)
            #expect(try NoticeDocument(written.json) == written && written.facts == read.facts)
        }
    }

    /// Whichever of the two it is, a document is read as itself alone.
    @Test func noticeIsNoRecordAndRecordIsNoNotice() throws {
        var generator = SplitMix(19)
        let notice = try Shape.object(NoticeShape.fields(.revocation)).random(&generator)
        let record = CertificateFacts.sample.built.root
        #expect(throws: MalformedDocument.self) { try RecordDocument(notice) }
        #expect(throws: MalformedDocument.self) { try NoticeDocument(record) }
        #expect(DocumentReading(notice).notice != nil && DocumentReading(record).record != nil)
        #expect(DocumentReading(.null).problems.first?.code == .typeWrong)
    }

    @Test func whatTheStructureLetsThroughAndCannotBeReadIsRefused() throws {
        var reader = try MemberReader(["a": 1], named: "whole")
        #expect(throws: Misread.self) { try reader.text("a") }
        #expect(throws: Misread.self) { try reader.countOrNil("b") }
    }
}

extension Shape {
    /// Text of each form that has a name.
    private static let examples: [String: [String]] = [
        "urn:uuid: and a lower-case UUID": ["urn:uuid:0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e10"],
        "a did:key of an Ed25519 key": [TestKeys.station.publicKey.did, TestKeys.simulation.publicKey.did],
        "sha256: and 64 hexadecimal digits": ["sha256:" + String(repeating: "5f", count: 32)],
        "64 hexadecimal digits": [String(repeating: "9f", count: 32), String(repeating: "0", count: 64)],
        "8 hexadecimal digits": ["00000000", "deadbeef"],
        "4 hexadecimal digits": ["0000", "0286"],
        "an even number of hexadecimal digits, at most 128, or none": ["", "84000000", String(repeating: "0a", count: 64)],
        "32 hexadecimal digits": [String(repeating: "0", count: 32), String(repeating: "1a", count: 16)],
        "an even number of hexadecimal digits, at most 512": ["00", "92a4", String(repeating: "e1", count: 256)],
        "1.0, or 0. and at most six digits": ["1.0", "0.0", "0.333333"],
        "a code of lower-case letters, digits and hyphens": ["mismatch", "slow", "detached"],
        "the name of a log": ["log.example/1"],
        "a reason of 1 to 1000 characters": ["x", "mauvais disque", String(repeating: "é", count: 1_000)],
        "an asset tag of 1 to 64 characters that can be seen": ["T-1", "É 1", String(repeating: "x", count: 64)],
        "base64 of 32 bytes": ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
    ]

    /// A value of this structure.
    func random(_ generator: inout SplitMix) throws -> JSONValue {
        switch self {
        case .text:
            return .string(
                try #require(["x", "E\u{301}", "SER 1", " ", String(repeating: "漢", count: 1_000)].randomElement(using: &generator)))
        case .flag: return .bool(Bool.random(using: &generator))
        case .time: return .string(UTCTime.sample(Int.random(in: 0...100_000, using: &generator)).description)
        case .word(let words): return .string(try #require(words.randomElement(using: &generator)))
        case .number(let range):
            let choices = [range.lowerBound, range.upperBound, Int.random(in: range, using: &generator)]
            return .integer(try #require(choices.randomElement(using: &generator)))
        case .form(let name, _):
            return .string(try #require(Self.examples[name]?.randomElement(using: &generator), "no example of \(name)"))
        case .exactly(let values): return try #require(values.randomElement(using: &generator))
        case .range:
            let first = Int.random(in: 0...1_000_000, using: &generator)
            return [.integer(first), .integer(first + Int.random(in: 0...9, using: &generator))]
        case .list(let item, let countMax):
            return .array(try (0..<Int.random(in: 0...min(3, countMax), using: &generator)).map { _ in try item.random(&generator) })
        case .orNull(let shape): return Int.random(in: 0..<4, using: &generator) == 0 ? .null : try shape.random(&generator)
        case .object(let fields): return .object(try Self.members(of: fields, &generator))
        }
    }

    private static func members(of fields: [Field], _ generator: inout SplitMix) throws -> [JSONMember] {
        var members: [JSONMember] = []
        for field in fields {
            func says(_ other: String, _ words: [String]) -> Bool {
                JSONValue.object(members)[other]?.text.map { words.contains($0) } ?? false
            }
            let isThere =
                switch field.presence {
                case .always: true
                case .optional: Bool.random(using: &generator)
                case .when(let other, let words): says(other, words)
                case .optionalWhen(let other, let words): says(other, words) && Bool.random(using: &generator)
                }
            guard isThere else { continue }
            members.append(JSONMember(field.name, try field.shape.random(&generator)))
        }
        return members
    }
}
