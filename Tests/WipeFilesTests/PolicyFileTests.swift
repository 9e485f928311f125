// Goal: a policy that means something else than it says is refused, with every reason at its place.
// Method: a table of broken files; the problem lines of all of them are one golden file that a reviewer reads beside this table.

import Testing
import WipeCore
import WipeFiles

/// A sound policy with some lines replaced or added at its end.
private func policy(_ changes: [String: String] = [:], more: String = "") -> String {
    let lines: [(String, String)] = [
        ("id", "id: x"), ("version", "version: 1.0.0"), ("title", "title: { fr: \"Un\", en: \"One\" }"), ("status", "status: current"),
        ("claim", "claim: { standard: \"NIST SP 800-88r2\", clause: \"3.1.1\", level: clear }"), ("media", "media: [magnetic, flash]"),
        ("passes", "passes: [{ write: random, verify: full }]"),
    ]
    return (lines.map { changes[$0.0] ?? $0.1 }.filter { !$0.isEmpty } + [more]).joined(separator: "\n")
}

private func passes(_ rows: String..., more: String = "") -> String {
    policy(["passes": "passes:\n" + rows.map { "  - \($0)" }.joined(separator: "\n")], more: more)
}

private func problems(_ text: String) -> [String] {
    do throws(FileProblems) {
        _ = try PolicyFile.read(bytes: Array(text.utf8), name: "x.yaml")
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

struct PolicyFileTests {
    private static let broken: [(String, String)] = [
        ("empty", ""), ("only a comment", "# nothing\n"), ("a list", "- a\n- b\n"), ("a text", "hello"),
        ("two documents", policy(more: "---\nid: y\n")),
        ("nothing given", "resume: continue\n"),
        ("all wrong at once", "id: X Y\nversion: 1.0\ntitle: Un\nstatus: old\nclaim: all\nmedia: []\npasses: []\n"),
        ("unknown keys", policy(more: "onFualt: {}\ncolour: red\n")), ("key given twice", policy(more: "id: x\nstatus: legacy\n")),
        ("key given three times", policy(more: "id: y\nid: z\n")), ("quoted key given twice", policy(more: "\"id\": y\n")),
        ("id is not the file's name", policy(["id": "id: y"])), ("id in capitals", policy(["id": "id: X"])),
        ("no id", policy(["id": "id:"])),
        ("version of two numbers", policy(["version": "version: 1.0"])),
        ("version with a zero in front", policy(["version": "version: 1.00.0"])),
        ("version is a list", policy(["version": "version: [1, 0, 0]"])), ("title without French", policy(["title": "title: { en: One }"])),
        ("title promises", policy(["title": "title: { fr: \"Norme militaire\", en: \"Certified wipe\" }"])),
        ("title with a direction character", policy(["title": "title: { fr: \"a\\u202Eb\", en: One }"])),
        ("title far too long", policy(["title": "title: { fr: \"\(String(repeating: "é", count: 121))\", en: One }"])),
        ("status misspelled", policy(["status": "status: curent"])),
        ("purge by overwriting", policy(["claim": "claim: { standard: \"NIST SP 800-88r2\", clause: \"3.1.2\", level: purge }"])),
        ("withdrawn edition", policy(["claim": "claim: { standard: \"NIST SP 800-88r1\", clause: \"A\", level: clear }"])),
        ("IEEE label", policy(["claim": "claim: { standard: \"IEEE 2883-2022\", clause: \"5\", level: clear }"])),
        ("claim without a clause", policy(["claim": "claim: { standard: \"NIST SP 800-88r2\", level: clear }"])),
        ("unknown and repeated media", policy(["media": "media: [magnetic, tape, magnetic]"])),
        ("media is a word", policy(["media": "media: flash"])),
        ("last pass not verified", passes("{ write: zeros, verify: full }", "{ write: random, verify: none }")),
        ("unknown words", passes("{ write: zeroes, verify: ful }", "{ write: gutmann, verify: full }")),
        ("pass without parts", passes("{}")),
        ("pass is a word", passes("zeros")),
        (
            "byte too short, too long, decimal",
            passes(
                "{ write: { byte: 0xA }, verify: full }", "{ write: { byte: 0x1AA }, verify: full }",
                "{ write: { byte: 170 }, verify: full }")
        ),
        ("byte with a sign", passes("{ write: { byte: 0x-1 }, verify: full }")),
        ("two patterns at once", passes("{ write: { byte: 0xAA, bytes: [0x01] }, verify: full }")),
        ("no bytes, bad byte", passes("{ write: { bytes: [] }, verify: full }", "{ write: { bytes: [0x01, 2] }, verify: full }")),
        (
            "complement of itself, of a later, of none",
            passes(
                "{ write: { complement-of: 1 }, verify: full }", "{ write: { complement-of: 3 }, verify: full }",
                "{ write: { complement-of: 0 }, verify: full }")
        ),
        ("101 passes", policy(["passes": "passes:\n" + String(repeating: "  - { write: zeros, verify: full }\n", count: 101)])),
        (
            "legacy of two passes on flash",
            passes("{ write: zeros, verify: none }", "{ write: ones, verify: full }").replacing("status: current", with: "status: legacy")
        ),
        (
            "permute reaches the last pass",
            passes("{ write: zeros, verify: none }", "{ write: ones, verify: full }", more: "permute: [1, 2]")
        ),
        (
            "permute moves a complement",
            passes(
                "{ write: zeros, verify: none }", "{ write: random, verify: none }", "{ write: { complement-of: 2 }, verify: none }",
                "{ write: random, verify: full }", more: "permute: [1, 2]")
        ),
        ("permute of one", policy(more: "permute: [1]")), ("permute backwards", policy(more: "permute: [3, 2]")),
        ("samples that do not fit", policy(more: "sampling: { subsections: 1000, samplesEach: 20, percentEach: 6, firstAndLast: true }")),
        (
            "fewer samples than a claim needs",
            passes(
                "{ write: random, verify: sample }",
                more: "sampling: { subsections: 100, samplesEach: 2, percentEach: 5, firstAndLast: true }")
        ),
        ("sampling of wrong types", policy(more: "sampling: { subsections: many, samplesEach: 0, percentEach: 5.0, firstAndLast: yes }")),
        (
            "numbers out of range",
            policy(
                more: "onFault: { retries: 101, unwritableSectorsMax: -1, stopAfterBadSectors: 0, stopAfterHours: 99999999999999999999999 }"
            )
        ),
        ("more sectors than may stay on any drive", policy(more: "onFault: { retries: 3, unwritableSectorsMax: 1001 }")),
        ("a limit that is none", policy(more: "onFault:\n  retries: 3\n  unwritableSectorsMax: 1000000000")),
        ("the same without a claim", policy(["claim": "claim: none"], more: "onFault: { unwritableSectorsMax: 1001 }")),
        ("number in quotes, octal, hex", policy(more: "onFault: { retries: \"3\", unwritableSectorsMax: 010, stopAfterHours: 0x10 }")),
        ("resume misspelled", policy(more: "resume: continu")),
        ("tab as indentation", "id: x\npasses:\n\t- { write: zeros }\n"),
        ("anchor and alias", "id: &a x\nversion: *a\ntitle: { fr: *a, en: [*a,*a] }\n"),
        ("tag", "id: !!binary aGVsbG8=\n"), ("merge key", policy(more: "<<: *base\n")), ("block text", "id: |\n  x\n"),
        ("quote over two lines", "id: \"x\n  y\"\nversion: 'a\n"),
        ("quote at a line's begin cannot hide an alias", "id: a\n  'b\nversion: *x\n"),
        ("alias as a key", "? *a : b\n{ \"k\":*a, [x]:*a }\n"), ("too deep", "id: " + String(repeating: "[", count: 40) + "\n"),
        ("too far to the right", String(repeating: " ", count: 70) + "id: x\n"), ("not YAML", "id: x\n  version: 1.0.0\n bad"),
        ("open bracket", "media: [a, b\n"),
        ("control and direction characters", "id: x # \u{7}\u{202E}\n"), ("key is a list", "[a]: b\n"), ("key is nothing", "~: b\n"),
    ]

    @Test func everyBrokenPolicyIsRefusedWithItsReasons() throws {
        var text = ""
        for (name, file) in Self.broken {
            let lines = problems(file)
            #expect(!lines.isEmpty, "\(name) is taken for sound")
            text += "== \(name)\n\(lines.joined(separator: "\n"))\n\n"
        }
        try expectGolden(text, "problems-policy.txt")
    }

    @Test func soundPolicyKeepsEveryMember() throws {
        let text = passes(
            "{ write: { bytes: [0x92, 0x49, 0x24] }, verify: none }", "{ write: { byte: 0xaA }, verify: none }",
            "{ write: random-byte, verify: none }",
            "{ write: { complement-of: 3 }, verify: sample }",
            more: """
                permute: [1, 2]
                sampling: { subsections: 2000, samplesEach: 3, percentEach: 6, firstAndLast: true }
                onFault: { retries: 0, unwritableSectorsMax: 8, stopAfterBadSectors: 100, stopAfterHours: 48 }
                resume: restart
                """)
        let policy = try PolicyFile.read(bytes: Array(text.utf8), name: "/etc/wiped/policies/x.yaml")
        #expect(policy.id == "x" && policy.version == "1.0.0" && policy.status == .current && policy.media == [.magnetic, .flash])
        #expect(policy.title == Title(fr: "Un", en: "One"))
        #expect(policy.passes.map(\.write) == [.bytes([0x92, 0x49, 0x24]), .byte(0xAA), .randomByte, .complementOf(3)])
        #expect(policy.passes.map(\.verify) == [.none, .none, .none, .sample])
        #expect(policy.permute == 1...2)
        #expect(policy.sampling == SamplingSpec(subsections: 2000, samplesEach: 3, percentEach: 6, firstAndLast: true))
        #expect(policy.faultBudget == FaultBudget(retries: 0, unwritableSectorsMax: 8, stopAfterBadSectors: 100, stopAfterHours: 48))
        #expect(policy.resume == .restart)
    }

    @Test func claimMayBeNoneAndDefaultsAreThoseOfTheFormat() throws {
        let policy = try PolicyFile.read(bytes: Array(policy(["claim": "claim: none"]).utf8), name: "x.yaml")
        #expect(policy.claim == nil)
        #expect(
            policy.sampling == SamplingSpec() && policy.faultBudget == FaultBudget() && policy.resume == .continue && policy.permute == nil)
    }

    @Test func windowsLineEndsAndAByteOrderMarkAreFine() {
        #expect(problems("\u{FEFF}" + policy().replacing("\n", with: "\r\n")) == [])
    }

    @Test func bytesThatAreNotUTF8AreNamedByPlace() {
        #expect(throws: FileProblems.self) { try PolicyFile.read(bytes: Array("id: x\ntitle: ".utf8) + [0xE9], name: "x.yaml") }
        do throws(FileProblems) {
            _ = try PolicyFile.read(bytes: Array("id: x\ntitle: ".utf8) + [0xE9, 0x0A], name: "x.yaml")
        } catch {
            #expect(error.description == "x.yaml:2:8: is not UTF-8 text")
        }
    }

    @Test func oversizedFileIsRefusedUnread() {
        #expect(
            problems(String(repeating: "#", count: PolicyFile.bytesMax + 1)) == [
                "x.yaml:1:1: has more than 1048576 bytes, the most that is read"
            ])
    }

    @Test(.timeLimit(.minutes(15)))
    func hostileTextEndsQuickly() {
        let laughs = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n" }.joined() + "? *a30\n: x\n"
        #expect(!problems(laughs).isEmpty)
        #expect(!problems(String(repeating: "[", count: 500_000)).isEmpty)
        #expect(!problems(String(repeating: "- ", count: 500_000)).isEmpty)
        let many = problems((0..<20_000).map { "k\($0): v\n" }.joined())
        #expect(many.count == 1001)
        #expect(many.last?.hasSuffix("too many problems; the rest is not listed") == true)
    }

    @Test func problemShowsHostileNamesHarmlessly() {
        let problem = FileProblem(file: "a\u{1B}[31m.yaml", line: 1, column: 2, message: "m")
        #expect(problem.description == "a\\u{1B}[31m.yaml:1:2: m")
    }
}
