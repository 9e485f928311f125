// Goal: tags that a person reads as the same are found, and no two that a workshop may well have side by side are taken for one.
// Method: two tables of pairs.

import Testing
import WipeCore

@Suite struct TagReadingTests {
    @Test(arguments: [
        // A scanner with the capitals locked, accents composed and not.
        ("opeq-1", "OPEQ-1"), ("Poste-Gaspé/5", "POSTE-GASPÉ/5"), ("poste-gaspe\u{301}/5", "Poste-Gaspé/5"), ("œuvre-1", "ŒUVRE-1"),
        ("ÿ1", "Ÿ1"), ("Straße-1", "STRASSE-1"),
        // A spreadsheet that drops zeros, and a hand that leaves them out.
        ("0012", "12"), ("00012", "0012"), ("000", "0"), ("OPEQ-0012", "OPEQ-12"), ("OPEQ-2026-000123", "opeq-2026-123"),
        ("INV0012", "inv12"),
        ("0012-A", "12-a"), ("A-01/2", "A-1/02"), ("Gaspé07", "GASPÉ7"),
    ]) func readsTheSame(_ one: String, _ other: String) {
        #expect(AssetTagText.readsSame(one, other) && AssetTagText.readsSame(other, one))
        #expect(!AssetTagText.isSame(one, other) || AssetTagText.composed(one) == AssetTagText.composed(other))
    }

    @Test(arguments: [
        ("OPEQ-1", "OPEQ-10"), ("120", "12"), ("0120", "012"), ("OPEQ-1", "OPEQ1"), ("OPEQ_1", "OPEQ-1"), ("A-1.", "A-1"),
        // Accents, and what only looks alike.
        ("Gaspe-1", "Gaspé-1"), ("O1", "01"), ("I1", "11"),
        // Zeros within a code, where each character counts, and the zero that is the number.
        ("A01B1", "A1B01"), ("7X00Q3", "7X0Q3"), ("0A3F", "A3F"), ("A0", "A"), ("A-0", "A-"), ("1001", "101"), ("1.10", "1.1"),
    ]) func readsAsAnother(_ one: String, _ other: String) {
        #expect(!AssetTagText.readsSame(one, other) && !AssetTagText.readsSame(other, one))
    }

    /// Codes of one length, as a workshop prints them, never read alike but by their capitals.
    @Test func codesOfOneLengthStayApart() {
        var seen: [String: String] = [:]
        for number in 0..<46_656 {
            let code = String(number, radix: 36, uppercase: true)
            let tag = String(repeating: "0", count: 3 - min(3, code.count)) + code
            let other = seen.updateValue(tag, forKey: AssetTagText.reading(tag))
            #expect(other == nil, "\(tag) and \(other ?? "")")
        }
    }

    @Test func whatATagReadsAsReadsAsItself() {
        for tag in ["opeq-0012", "Poste-Gaspé/05", "Straße-1", "ǰ-01", "0", "a01b01"] {
            let reading = AssetTagText.reading(tag)
            #expect(AssetTagText.reading(reading) == reading, "\(tag)")
        }
    }
}
