// Goal: a tag pattern means what its few signs say, everything else is refused at its place, and no tag of any making holds anybody up.
// Method: tables of patterns with tags that match and that do not; the problem and column of each unknown sign; the clock; Swift's own regular
// expressions as a second opinion on thousands of tags.

import Testing
import WipeCore

struct TagPatternTests {
    @Test(arguments: [
        ("OPEQ-[0-9]{4}", ["OPEQ-0000", "OPEQ-2026"], ["OPEQ-202", "OPEQ-20266", "OPEQ2026", "", "OPEQ-２０２６", "OPEQ-٢٠٢٦"]),
        (#"\d{2}\.\d"#, ["12.3"], ["12x3", "١٢.٣", "12.", "\\d2.3"]),
        ("A?B+C*", ["B", "AB", "ABBBCC", "BC"], ["A", "AAB", "AC", "ABCB"]),
        ("X{2,3}", ["XX", "XXX"], ["X", "XXXX"]), ("X{2,}-", ["XX-", "XXXXXXXX-"], ["X-", "XX"]), ("Y{0,1}Z", ["Z", "YZ"], ["YYZ"]),
        ("[A-C9_-]", ["A", "C", "9", "_", "-"], ["D", "8", "AB", "."]), ("[^A-Z]", ["a", "5", "é", "#"], ["A", "Ж", " ", "٣"]),
        ("....", ["ab-1", "Éé/#"], ["abc", "abcde", "ab c", "ab\u{301}"]),
        ("Gaspe\u{301}-[0-9]", ["Gaspé-1", "Gaspe\u{301}-1"], ["Gaspe-1"]),
        ("T [0-9]:", ["T 1:"], ["T1:", "T  1:"]), (#"\(\[A\]\)"#, ["([A])"], ["A"]), (#"[\]\-\\d]x"#, ["]x", "-x", "\\x", "dx"], ["5x"]),
    ])
    func aPatternMeansWhatItSays(_ text: String, _ tags: [String], _ others: [String]) throws {
        let pattern = try TagPattern(text)
        func isTaken(_ tag: String) -> Bool { if case .success = AssetTagText.check(tag, pattern: pattern) { true } else { false } }
        for tag in tags { #expect(isTaken(tag), "\(text): \(tag)") }
        for tag in others { #expect(!isTaken(tag), "\(text): \(tag)") }
    }

    @Test(arguments: [
        ("([A-Z]+-?)+[0-9]{4}", 1), ("OPEQ-(A|B)", 6), ("A|B", 2), ("^A", 1), ("A$", 2), ("*A", 1), ("A**", 3), ("A+?", 3), ("A{2}{3}", 5),
        ("A{", 2), ("A{2", 2), ("A{,2}", 2), ("A{3,2}", 2), ("A{0}", 2), ("A{65}", 2), ("A{2,65}", 2), ("A{x}", 2), ("A{1,2,3}", 2),
        ("A{ 2}", 2),
        ("[A-Z", 1), ("A[]B]", 2), ("[z-a]", 2), ("[A-z]", 2), ("[0-Z]", 2), ("[é-ü]", 2), ("[[:alpha:]]", 2), (#"\w"#, 1), (#"\b"#, 1),
        (#"A\1"#, 2),
        (#"A\"#, 2), ("A}", 2), ("A]", 2), ("Gaspe\u{301}(", 7), ("Ж", 1), ("A\u{301}\u{301}", 2), ("A٣", 2), ("[\u{FE0F}]", 2), ("\t", 1),
        ("(?=A)A", 1),
        ("A{33}B{33}", 1), (String(repeating: "A{64}", count: 17), 81), (String(repeating: "A*", count: 17), 33),
    ])
    func everythingElseIsRefusedAtItsPlace(_ text: String, _ column: Int) {
        do throws(TagPatternProblem) {
            _ = try TagPattern(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.column == column, "\(text): \(error)")
            #expect(!error.message.isEmpty && error.description.hasPrefix("character \(column): "))
        }
    }

    /// The pattern that stopped the server with a tag of 24 letters: here it has no group, and the longest tags take no time.
    @Test func noTagHoldsAnybodyUp() throws {
        let clock = ContinuousClock()
        let began = clock.now
        for text in [
            "[A-Z]*[A-Z]*[A-Z]*[A-Z]*[A-Z]*[A-Z]*[A-Z]*[0-9]{4}", "A?A?A?A?A?A?A?A?A?A?A?A?A?A?A?A?AAAAAAAAAAAAAAAA", ".*.*.*.*.*x",
        ] {
            let pattern = try TagPattern(text)
            for length in [24, 63] { #expect(!pattern.matches(String(repeating: "A", count: length) + "!")) }
        }
        #expect(began.duration(to: clock.now) < .seconds(2))
    }

    /// A list of ten thousand rows against open patterns. With a set of flags instead of bits this took minutes here.
    @Test func aLongListIsReadInNoTime() throws {
        let clock = ContinuousClock()
        let began = clock.now
        let patterns = try [".*.*.*.*.*x", "[^a-z]*[A-Z]*[0-9]*-?.*", "[A-Z]*[0-9]*[A-Z]*[0-9]*[A-Z]*[0-9]*[A-Z]*[0-9]*[A-Z]*[0-9]*x"].map {
            try TagPattern($0)
        }
        let tags = (0..<10_000).map { "OPEQ-2026-ATELIER-MONTREAL-NORD-RAYON-0000-BAC-000-\(1_000_000 + $0)" }
        for pattern in patterns {
            let count = tags.count { pattern.matches($0) }
            #expect(count == (pattern.text.hasSuffix("x") ? 0 : tags.count), "\(pattern)")
        }
        let took = began.duration(to: clock.now)
        #expect(took < .seconds(20), "\(took)")
    }

    /// Runs of places that may be left out, across the words of the set and at its ends.
    @Test func placesMayBeLeftOutAnywhere() throws {
        for before in [0, 1, 30, 62, 63, 64] {
            let head = before == 0 ? "" : "A{\(before)}"
            let pattern = try TagPattern(head + "B{0,64}C{0,64}D?")
            let start = String(repeating: "A", count: before)
            for (middle, isTaken) in [
                ("", true), ("D", true), ("C", true), ("BCD", true), ("BBBCC", true), ("CB", false), ("DD", false), ("BX", false),
            ] {
                #expect(pattern.matches(start + middle) == isTaken, "\(pattern) \(start + middle)")
            }
            #expect(!pattern.matches("A" + start) && (before == 0 || !pattern.matches(String(start.dropFirst()))))
        }
        let long = try TagPattern("X?" + String(repeating: "A{0,64}", count: 10) + "B")
        #expect(long.matches("XB") && long.matches("B") && !long.matches("BX") && long.matches(String(repeating: "A", count: 63) + "B"))
    }

    @Test func swiftsOwnExpressionsAgree() throws {
        for text in [
            "A{0,40}B{0,40}A{0,40}0?", "A{1,64}B{0,2}", "A?B?A?B?A?B?A?B?0*",
            "A{0,2}[AB]B?", "[A-B]+0*", "A?B?A?0{2}", "[^A]A*", "B{1,3}.0",
        ] {
            let pattern = try TagPattern(text)
            let regex = try Regex(text)
            for number in 0..<3_000 {
                var rest = number
                var tag = ""
                while rest > 0 {
                    tag.append(["A", "B", "0"][rest % 3])
                    rest /= 3
                }
                #expect(pattern.matches(tag) == (try regex.wholeMatch(in: tag) != nil), "\(text) \(tag)")
            }
        }
    }

    /// What people are shown in the place of a pattern has its form.
    @Test(arguments: [
        ("OPEQ-[0-9]{4}-[0-9]{6}", "OPEQ-1234-567890"), ("[A-Z]{2,3}-\\d{3}", "AB-123"), ("PC-?[0-9]{5}", "PC12345"), ("[0-9]+", "1"),
        ("[a-f]{3}", "aaa"), ("T\\.[^A-Z0-9]X", "T.aX"),
    ])
    func anExampleHasTheForm(_ text: String, _ example: String) throws {
        let pattern = try TagPattern(text)
        #expect(pattern.example == example && pattern.matches(example))
    }
}
