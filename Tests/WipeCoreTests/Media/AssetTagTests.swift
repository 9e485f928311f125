// Goal: an asset tag is what a person can read on the label, and nothing else gets through.
// Method: tables of typed texts with the tag or the problem expected.

import Testing
import WipeCore

struct AssetTagTests {
    private static let pattern = "OPEQ-[0-9]{4}-[0-9]{6}"

    @Test(arguments: [
        ("OPEQ-2026-000123", "OPEQ-2026-000123"), ("  OPEQ-2026-000123\r\n", "OPEQ-2026-000123"),
        ("\tOPEQ-2026-000123\u{A0}", "OPEQ-2026-000123"),
    ])
    func whiteSpaceAroundATagIsDropped(_ typed: String, _ tag: String) {
        #expect(AssetTagText.check(typed, pattern: Self.pattern) == .success(tag))
    }

    @Test(arguments: ["", " ", "\r\n\t"])
    func nothingIsNoTag(_ typed: String) {
        #expect(AssetTagText.check(typed) == .failure(.empty))
    }

    @Test func sixtyFourCharactersAreTheMost() {
        #expect(AssetTagText.check(String(repeating: "a", count: 64)) == .success(String(repeating: "a", count: 64)))
        #expect(AssetTagText.check(String(repeating: "a", count: 65)) == .failure(.tooLong(scalars: 65)))
        // One visible character of 10,001 scalars is not one character long.
        #expect(AssetTagText.check("e" + String(repeating: "\u{301}", count: 10_000)) == .failure(.tooLong(scalars: 10_001)))
    }

    @Test(arguments: [0x00, 0x07, 0x1B, 0x0A, 0x7F, 0x85, 0x200B, 0x200E, 0x202E, 0x2066, 0x2028, 0xFEFF, 0xE000] as [UInt32])
    func invisibleCharacterIsRefused(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(AssetTagText.check("A\(scalar)B") == .failure(.forbiddenCharacter(value)))
    }

    @Test(arguments: ["OPEQ-2026-00012", "OPEQ-2026-0001234", "xOPEQ-2026-000123", "opeq-2026-000123", "OPEQ-2026-000123 OPEQ-2026-000124"])
    func patternMustMatchTheWholeTag(_ typed: String) {
        guard case .failure(.notInPattern(Self.pattern, let found)) = AssetTagText.check(typed, pattern: Self.pattern) else {
            Issue.record("\(typed) was taken, or refused for another reason")
            return
        }
        #expect(typed.contains(found))
    }

    @Test func frenchTagNeedsNoPattern() {
        #expect(AssetTagText.check("Étiquette n° 12") == .success("Étiquette n° 12"))
    }

    @Test func brokenPatternTakesNoTag() {
        #expect(AssetTagText.check("A", pattern: "(") == .failure(.unusablePattern("(")))
    }

    @Test func problemsReadAsSentences() {
        #expect(AssetTagProblem.forbiddenCharacter(7).description == "the asset tag contains the invisible or private character U+0007")
        #expect(AssetTagProblem.tooLong(scalars: 65).description == "the asset tag has 65 characters; at most 64 are allowed")
    }
}
