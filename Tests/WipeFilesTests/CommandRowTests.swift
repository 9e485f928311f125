// Goal: a policy file cannot promise a purge that it does not do, nor have a drive erase itself without marks, a full read and the claim that goes
// with it. A list of known defects cannot be misread into nothing.
// Method: broken files, with every problem as a golden; sound ones, member by member.

import Testing
import WipeCore

@testable import WipeFiles

struct CommandRowTests {
    static let claim = "claim: { standard: \"NIST SP 800-88r2\", clause: \"3.1.2\", level: purge }"
    static let row = "{ command: [sanitize-block, sanitize-crypto, sanitize-overwrite], verify: full }"

    static func file(_ rows: [String], claim: String = claim, media: String = "[magnetic, flash]", more: String = "") -> String {
        """
        id: x
        version: 1.0.0
        title: { fr: "Un", en: "One" }
        status: current
        \(claim)
        media: \(media)
        passes:
        \(rows.map { "  - \($0)" }.joined(separator: "\n"))
        \(more)
        """
    }

    static let broken: [(String, String)] = [
        ("purge by an overwrite", file(["{ write: random, verify: full }"])),
        (
            "a command that claims clear",
            file([row], claim: "claim: { standard: \"NIST SP 800-88r2\", clause: \"3.1.1\", level: clear }")
        ),
        ("a command that claims nothing", file([row], claim: "claim: none")),
        ("destroy", file([row], claim: "claim: { standard: \"NIST SP 800-88r2\", clause: \"3.1.3\", level: destroy }")),
        ("techniques that are none", file(["{ command: [sanitise-block, security-erase, overwrite], verify: full }"])),
        ("no technique", file(["{ command: [], verify: full }"])),
        ("one technique twice", file(["{ command: [sanitize-crypto, sanitize-crypto], verify: full }"])),
        ("a word for a list", file(["{ command: sanitize-crypto, verify: full }"])),
        ("a command that writes and reads less", file(["{ command: [sanitize-crypto], write: zeros, verify: sample }"])),
        ("a command that is not read", file(["{ command: [sanitize-crypto] }", "{ command: [sanitize-crypto], verify: none }"])),
        ("no marks", file(["{ command: [sanitize-crypto], marks: none, verify: full }"])),
        (
            "too few marks",
            file(["{ command: [sanitize-crypto], marks: { subsections: 10, samplesEach: 1, firstAndLast: false }, verify: full }"])
        ),
        ("marks of an overwrite", file([row, "{ write: zeros, marks: full, verify: full }"])),
        ("block erase of disks", file(["{ command: [sanitize-block], verify: full }"])),
        (
            "a fallback of an overwrite",
            file(
                ["{ write: random, verify: full }"], claim: "claim: { standard: \"NIST SP 800-88r2\", clause: \"3.1.1\", level: clear }",
                more: "fallback: clear-random")
        ),
        ("a fallback that is a list", file([row], more: "fallback: [clear-random]")),
        ("the complement of a command", file([row, "{ write: { complement-of: 1 }, verify: full }"])),
        (
            "a command that is moved",
            file([row, "{ write: ones, verify: none }", "{ write: zeros, verify: full }"], more: "permute: [1, 2]")
        ),
    ]

    private static func problems(_ text: String) -> [String] {
        do throws(FileProblems) { _ = try PolicyFile.read(bytes: Array(text.utf8), name: "x.yaml") } catch {
            return error.problems.map(\.description)
        }
        return []
    }

    @Test func everyBrokenRowIsRefusedWithItsReasons() throws {
        var text = ""
        for (name, file) in Self.broken {
            let lines = Self.problems(file)
            #expect(!lines.isEmpty, "\(name) is taken for sound")
            text += "== \(name)\n\(lines.joined(separator: "\n"))\n\n"
        }
        try expectGolden(text, "problems-command.txt")
    }

    @Test func aSoundRowKeepsEveryMember() throws {
        let marks = "{ subsections: 2000, samplesEach: 3, firstAndLast: true }"
        let text = Self.file(
            [
                "{ command: [sanitize-crypto, sanitize-block], marks: \(marks), verify: full }",
                "{ command: [sanitize-crypto], marks: full, verify: full }",
            ],
            media: "[flash]", more: "fallback: other")
        let policy = try PolicyFile.read(bytes: Array(text.utf8), name: "x.yaml")
        #expect(policy.claim?.level == .purge && policy.fallback == "other")
        #expect(
            policy.passes == [
                PassSpec(
                    command: CommandSpec(
                        techniques: [.sanitizeCrypto, .sanitizeBlock],
                        marks: MarkSpec(subsections: 2000, samplesEach: 3, firstAndLast: true))),
                PassSpec(command: CommandSpec(techniques: [.sanitizeCrypto], marks: nil)),
            ])
        let none = Self.file([Self.row], more: "fallback: none")
        #expect(try PolicyFile.read(bytes: Array(none.utf8), name: "x.yaml").fallback == nil)
    }

    static let lists: [(String, String)] = [
        ("a mapping", "model: x"),
        ("a model that is everything", "- { model: \"**\", firmware: \"*\", technique: \"sanitize-*\", verdict: refuse, source: here }"),
        ("a technique that is none", "- { model: A, firmware: \"*\", technique: \"sanitise-*\", verdict: refuse, source: here }"),
        ("another word, a glob that is none, no source", "- { model: \"A[\", firmware: \"*\", technique: \"sanitize-*\", verdict: stop }"),
        ("an unknown member", "- { model: A, firmware: B, technique: sanitize-block, verdict: hold, source: here, sinc: 2020 }"),
    ]

    @Test func everyBrokenListIsRefusedWithItsReasons() throws {
        var text = ""
        for (name, file) in Self.lists {
            do throws(FileProblems) {
                _ = try DeviceRulesFile.read(bytes: Array(file.utf8), name: "devices.yaml")
                Issue.record("\(name) is taken for sound")
            } catch { text += "== \(name)\n\(error.problems.map(\.description).joined(separator: "\n"))\n\n" }
        }
        try expectGolden(text, "problems-devices.txt")
        #expect(throws: FileProblems.self) {
            _ = try DeviceRulesFile.complete(DeviceCommandRules(), with: "/nowhere/devices.yaml")
        }
    }

    @Test func theStationFileSaysWhatIsAllowed() throws {
        func read(_ text: String) throws -> StationFile {
            try StationFile.read(
                bytes: Array(
                    """
                    station: { name: S }
                    state: /s
                    socket: /s/x.sock
                    policies: /p
                    bays: []
                    \(text)
                    """.utf8), name: "station.yaml")
        }
        #expect(try read("").rules.deviceCommands == DeviceCommandRules())
        let file = try read(
            "deviceCommands: { allow: [sanitize-block, sanitize-crypto], firstOfModel: go, hoursMax: 48, rules: /etc/wiped/devices.yaml }")
        #expect(file.rules.deviceCommands.allow == [.sanitizeBlock, .sanitizeCrypto] && file.rules.deviceCommands.hoursMax == 48)
        #expect(file.rules.deviceCommands.firstOfModel == .go && file.deviceRules == "/etc/wiped/devices.yaml")
        for broken in [
            "deviceCommands: [sanitize-block]", "deviceCommands: { allow: sanitize-block }", "deviceCommands: { allow: [security-erase] }",
            "deviceCommands: { allow: [sanitize-block, sanitize-block] }", "deviceCommands: { hoursMax: 0 }",
            "deviceCommands: { firstOfModel: no }", "deviceCommands: { rules: devices.yaml }", "deviceCommands: { allowed: [] }",
        ] {
            #expect(throws: FileProblems.self, "\(broken)") { _ = try read(broken) }
        }
    }
}
