// Goal: an asset tag is what a person can read on the label, in one form, and nothing that only looks like it gets through.
// Method: tables of typed texts with the tag or the problem expected; every letter with its accents against Foundation's own composition.

import Foundation
import Testing
import WipeCore

struct AssetTagTests {
    private static func pattern() throws -> TagPattern { try TagPattern("OPEQ-[0-9]{4}-[0-9]{6}") }

    /// A scanner with its capitals turned round, where the pattern says which they are; a tag with capitals of its own is as it is.
    @Test func aScanInSmallLettersIsTheTagThatThePatternAsksFor() throws {
        let pattern = try Self.pattern()
        #expect(AssetTagText.checkScanned("opeq-2026-000001\r", pattern: pattern) == .success("OPEQ-2026-000001"))
        #expect(AssetTagText.checkScanned("OPEQ-2026-000001", pattern: pattern) == .success("OPEQ-2026-000001"))
        for text in ["Opeq-2026-000001", "opeq-2026-00001", "opéq-2026-000001"] {
            #expect(throws: AssetTagProblem.self) { try AssetTagText.checkScanned(text, pattern: pattern).get() }
        }
        #expect(AssetTagText.checkScanned("opeq-1", pattern: nil) == .success("opeq-1"))
        #expect(AssetTagText.checkScanned("opeq-1", pattern: try TagPattern("opeq-[0-9]")) == .success("opeq-1"))
        // A list says what it says.
        #expect(throws: AssetTagProblem.self) { try AssetTagText.check("opeq-2026-000001", pattern: pattern).get() }
    }

    @Test(arguments: [
        ("OPEQ-2026-000123", "OPEQ-2026-000123"), ("  OPEQ-2026-000123\r\n", "OPEQ-2026-000123"),
        ("\tOPEQ-2026-000123\u{A0}", "OPEQ-2026-000123"),
    ])
    func whiteSpaceAroundATagIsDropped(_ typed: String, _ tag: String) throws {
        #expect(AssetTagText.check(typed, pattern: try Self.pattern()) == .success(tag))
    }

    @Test(arguments: [
        "#", "-", ".", "/", "_", "..", "...", "../x", "x/..", "a..b", "a/../b", "/etc/passwd", "A1/", "-A1", "A1-", ".A1", "A1.", "#A1",
        "A1#",
        "_A1", "A1_", "./A1", "É-", "--help", "#REF",
    ])
    func aTagBeginsAndEndsWithALetterOrADigit(_ typed: String) throws {
        #expect(AssetTagText.check(typed) == .failure(.notAName(found: typed)))
        // A form of the station file may have a sign at an end; it names no path.
        let isPath = typed == "." || typed.contains("..")
        #expect(AssetTagText.check(typed, pattern: try TagPattern(".*")) == (isPath ? .failure(.notAName(found: typed)) : .success(typed)))
    }

    /// A capital letter whose small one is two scalars.
    @Test(arguments: ["\u{130}X-1", "I\u{307}X-1", " \u{130}X-1\n"]) func aDottedCapitalIIsOneLetterInEverySpelling(_ typed: String) {
        #expect(AssetTagText.check(typed) == .success("\u{130}X-1"))
        #expect(AssetTagText.isSame(typed.trimmingCharacters(in: .whitespacesAndNewlines), "\u{130}X-1"))
        #expect(!AssetTagText.isSame(typed, "IX-1") && !AssetTagText.isSame(typed, "iX-1"))
        #expect(AssetTagText.check("i\u{307}x-1") == .failure(.forbiddenCharacter(0x307)))
    }

    @Test(arguments: ["", " ", "\r\n\t"])
    func nothingIsNoTag(_ typed: String) {
        #expect(AssetTagText.check(typed) == .failure(.empty))
    }

    @Test func sixtyFourCharactersAreTheMost() {
        #expect(AssetTagText.check(String(repeating: "a", count: 64)) == .success(String(repeating: "a", count: 64)))
        #expect(AssetTagText.check(String(repeating: "a", count: 65)) == .failure(.tooLong(scalars: 65)))
        // Written apart it is longer, and one and the same tag.
        #expect(AssetTagText.check(String(repeating: "e\u{301}", count: 64)) == .success(String(repeating: "\u{E9}", count: 64)))
        // One visible character of 10,001 scalars is not one character long.
        #expect(AssetTagText.check("e" + String(repeating: "\u{301}", count: 10_000)) == .failure(.tooLong(scalars: 10_001)))
    }

    /// What nobody sees, what turns the direction, what looks like a letter or digit and is none, and every sign that labels do not need.
    @Test(
        arguments: [
            0x00, 0x07, 0x1B, 0x0A, 0x20, 0x7F, 0x85, 0x200B, 0x200E, 0x202E, 0x2066, 0x2028, 0xFEFF, 0xE000,
            // Variation selectors, fillers, a soft hyphen, a joiner.
            0xFE0F, 0xFE00, 0x180B, 0x3164, 0x115F, 0xFFA0, 0xAD, 0x34F, 0x2060, 0xE0100,
            // Digits that are none of ASCII: Arabic, Persian, Devanagari, full width, mathematical, superscript.
            0x661, 0x6F1, 0x967, 0xFF11, 0x1D7CF, 0xB2,
            // Letters that look like Latin ones: Cyrillic, Greek, Cherokee, full width, mathematical, the dotless i, the long s.
            0x410, 0x435, 0x391, 0x3BF, 0x13A0, 0xFF21, 0x1D400, 0x131, 0x17F, 0x110, 0xD0,
            // A mark that goes with no letter here, and dashes that look like the hyphen.
            0x301, 0x20E3, 0x2010, 0x2011, 0x2013, 0x2212, 0x2044, 0xB0, 0x1F600,
        ] as [UInt32])
    func whatOnlyLooksLikeATagIsRefusedByName(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(AssetTagText.check("A-\(scalar)5") == .failure(.forbiddenCharacter(value)))
        #expect(AssetTagText.check("OPEQ-5\(scalar)X") == .failure(.forbiddenCharacter(value)))
    }

    @Test func theRefusedCharacterIsNamed() {
        #expect(
            AssetTagProblem.forbiddenCharacter(0x410).description
                == "the asset tag contains U+0410 (CYRILLIC CAPITAL LETTER A); a tag has Latin letters, digits and - _ . / #")
        #expect(AssetTagProblem.forbiddenCharacter(0xFE0F).description.contains("U+FE0F (VARIATION SELECTOR-16)"))
        #expect(AssetTagProblem.forbiddenCharacter(7).description.contains("U+0007"))
        #expect(AssetTagProblem.tooLong(scalars: 65).description == "the asset tag has 65 characters; at most 64 are allowed")
    }

    @Test func frenchTagNeedsNoPattern() {
        #expect(AssetTagText.check("Poste-Gaspé/n.12#É_œ") == .success("Poste-Gaspé/n.12#É_œ"))
    }

    /// `-` and letters of every spelling: composed, decomposed, marks in another order, the letters that are signs elsewhere.
    @Test(
        arguments: [
            ("Poste-Gaspe\u{301}", "Poste-Gasp\u{E9}"), ("\u{212A}-1", "K-1"), ("\u{212B}-1", "\u{C5}-1"), ("A\u{30A}-1", "\u{C5}-1"),
            ("e\u{323}\u{302}", "\u{1EC7}"), ("e\u{302}\u{323}", "\u{1EC7}"), ("\u{1EB9}\u{302}", "\u{1EC7}"), ("c\u{327}", "\u{E7}"),
        ])
    func everySpellingIsOneTag(_ typed: String, _ tag: String) throws {
        guard case .success(let found) = AssetTagText.check(typed) else {
            Issue.record("\(typed) was refused")
            return
        }
        // By bytes: Swift's own comparison takes all of them for the same.
        #expect(Array(found.utf8) == Array(tag.utf8))
        #expect(AssetTagText.isSame(typed, tag) && !AssetTagText.isSame(typed, tag + "1"))
        #expect(Array(AssetTag(tag: typed, source: .person).tag.utf8) == Array(tag.utf8))
    }

    @Test func theLettersAreThoseThatUnicodeComposesOfASCIIAndAFewMore() throws {
        let others = Set("æÆœŒøØßłŁ".unicodeScalars)
        var letters = 0
        for value in UInt32(0x80)...0x2FFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let apart = Array(text.decomposedStringWithCanonicalMapping.unicodeScalars)
            let isComposed = Array(text.precomposedStringWithCanonicalMapping.unicodeScalars) == [scalar]
            let isLetter = apart.count > 1 && apart[0].isASCII && apart[0].properties.isAlphabetic && isComposed
            let isAllowed = isLetter || others.contains(scalar)
            #expect(AssetTagText.isAllowed(scalar) == isAllowed, "U+\(String(value, radix: 16))")
            guard isAllowed else { continue }
            letters += 1
            let found = AssetTagText.composed("x" + text.decomposedStringWithCanonicalMapping + "5")
            #expect(Array(found.utf8) == Array("x\(text)5".utf8), "U+\(String(value, radix: 16))")
        }
        #expect(letters > 450)
    }

    @Test(arguments: ["OPEQ-2026-00012", "OPEQ-2026-0001234", "xOPEQ-2026-000123", "opeq-2026-000123", "OPEQ-2026-00012A"])
    func patternMustMatchTheWholeTag(_ typed: String) throws {
        let pattern = try Self.pattern()
        #expect(
            AssetTagText.check(typed, pattern: pattern)
                == .failure(.notInPattern("OPEQ-[0-9]{4}-[0-9]{6}", found: typed, example: "OPEQ-1234-567890")))
    }
}
