// Goal: a glob in the station file names exactly the drives that its writer meant, and no pattern can stall the station.
// Method: tables of pattern, text and answer; problems by their words; a pattern that explodes in naive matchers, under a time limit.

import Testing
import WipeCore

struct GlobTests {
    @Test(arguments: [
        ("abc", "abc", true), ("abc", "abcd", false), ("abc", "ABC", false), ("abc", "", false),
        ("*", "", true), ("*", "anything/at all", true), ("a*", "a", true), ("*c", "abc", true), ("*b", "abc", false),
        ("a**c", "abbc", true),
        ("?", "", false), ("?", "é", true), ("??", "a", false), ("a?c", "a/c", true), ("e?", "e\u{301}", true),
        ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true), ("[!a-c]x", "ax", false), ("[!a-c]", "", false),
        ("[]x]", "]", true), ("[!]]", "]", false), ("[a-]", "-", true), ("[-a]", "-", true), ("[\\]]", "]", true), ("[\\!a]", "!", true),
        ("\\*", "*", true), ("\\*", "a", false), ("\\[a]", "[a]", true), ("a\\\\b", "a\\b", true), ("]", "]", true),
        ("pci-0000:00:17.0-ata-[1-4].0", "pci-0000:00:17.0-ata-3.0", true),
        ("pci-0000:00:17.0-ata-[1-4].0", "pci-0000:00:17.0-ata-13.0", false),
        ("/dev/loop*", "/dev/loop64", true), ("*-usb-*:1.0-scsi-*", "pci-0000:00:14.0-usb-0:2:1.0-scsi-0:0:0:0", true),
    ])
    func globMatchesTheWholeText(_ pattern: String, _ text: String, _ expected: Bool) throws {
        let glob = try #require(Glob(pattern))
        #expect(glob.matches(text) == expected)
    }

    @Test(arguments: [
        ("", "an empty glob"), ("a[", "no closing"), ("[]", "no closing"), ("[!]", "no closing"), ("[a-", "no closing"),
        ("[a\\", "no closing"),
        ("a\\", "backslash"), ("[z-a]", "backwards"), ("[^a]", "[!…]"), ("[[:digit:]]", "[0-9]"),
        (String(repeating: "a", count: 1025), "longer"),
    ])
    func unsoundGlobIsExplainedAndMatchesNothing(_ pattern: String, _ word: String) throws {
        let problem = try #require(Glob.check(pattern))
        #expect(problem.contains(word))
        #expect(Glob(pattern) == nil)
        #expect(!PropertyMatch(property: "P", glob: pattern).matches(["P": pattern]))
    }

    @Test(.timeLimit(.minutes(15)))
    func manyStarsStayLinear() throws {
        let glob = try #require(Glob(String(repeating: "a*", count: 500) + "b"))
        #expect(!glob.matches(String(repeating: "a", count: 10_000)))
    }

    @Test func soundGlobHasNoProblem() {
        #expect(Glob.check("wwn-0x5000c500*[0-9a-f]?") == nil)
    }

    @Test func missingPropertyMatchesNothingNotEvenAStar() {
        #expect(!PropertyMatch(property: "ID_PATH", glob: "*").matches(["ID_SERIAL": "x"]))
        #expect(PropertyMatch(property: "ID_PATH", glob: "*").matches(["ID_PATH": ""]))
    }

    @Test func bayTakesADriveOnlyWhenEveryMatchHolds() {
        let bay = Bay(
            id: "A1", match: [PropertyMatch(property: "ID_PATH", glob: "pci-*"), PropertyMatch(property: "ID_BUS", glob: "ata")],
            onAttach: .wipe)
        #expect(bay.matches(["ID_PATH": "pci-1", "ID_BUS": "ata"]))
        #expect(!bay.matches(["ID_PATH": "pci-1", "ID_BUS": "usb"]))
        #expect(!bay.matches(["ID_PATH": "pci-1"]))
        #expect(!Bay(id: "A2", match: [], onAttach: .wipe).matches(["ID_PATH": "pci-1"]))
    }

    @Test func wildcardsAloneAreRecognized() {
        #expect(Glob("*?*")?.isWildcardOnly == true)
        #expect(Glob("\\*")?.isWildcardOnly == false)
        #expect(Glob("[!a]*")?.isWildcardOnly == false)
    }
}
