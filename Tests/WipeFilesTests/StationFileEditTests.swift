// Goal: bays are added to a station file that people wrote, and not a letter of the rest is lost; what cannot be done safely is left to them.
// Method: files in many hands, each with what must come out; what comes out is read again. The list for udev is made of the same bays.

import Foundation
import Testing
import WipeCore

@testable import WipeFiles

struct StationFileEditTests {
    private static let head = "station: { name: \"s\" }  # ours\nstate: /s\nsocket: /s/sock\npolicies: /p\n"
    private static let bay = Bay(id: "A2", match: [PropertyMatch(property: "ID_PATH", glob: "pci-0000:00:17.0-ata-2.0")], onAttach: .hold)
    private static let line = "{ id: A2, match: { ID_PATH: \"pci-0000:00:17.0-ata-2.0\" }, onAttach: hold }"
    private static let old = "{ id: A1, match: { ID_PATH: \"pci-0000:00:17.0-ata-1.0\" }, onAttach: wipe }"

    private static func added(_ text: String, _ bays: [Bay] = [bay]) throws -> String {
        String(decoding: try StationFileEdit.adding(bays, to: Array(text.utf8), name: "station.yaml"), as: UTF8.self)
    }

    private static func refusal(_ text: String, _ bays: [Bay] = [bay]) -> String {
        do throws(FileProblems) {
            _ = try StationFileEdit.adding(bays, to: Array(text.utf8), name: "station.yaml")
            return "added"
        } catch { return error.description }
    }

    @Test(arguments: [
        ("bays: []\n", "bays:\n  - NEW\n"),
        ("bays: []   # none yet\n#  - { id: X }\n", "bays:   # none yet\n  - NEW\n#  - { id: X }\n"),
        ("bays: [ ]\nslots: 3\n", "bays:\n  - NEW\nslots: 3\n"),
        ("bays:\n  - OLD\n", "bays:\n  - OLD\n  - NEW\n"),
        ("bays:\n- OLD   # left\n\n# and\nslots: 3\n", "bays:\n- OLD   # left\n- NEW\n\n# and\nslots: 3\n"),
        ("bays:\n    - OLD", "bays:\n    - OLD\n    - NEW\n"),
        (
            "bays:\n  # upper row\n  - id: A1\n    match:\n      ID_PATH: \"pci-0000:00:17.0-ata-1.0\"\n    # arms it\n    onAttach: wipe\n  # end\nslots: 3\n",
            "bays:\n  # upper row\n  - id: A1\n    match:\n      ID_PATH: \"pci-0000:00:17.0-ata-1.0\"\n    # arms it\n    onAttach: wipe\n  - NEW\n  # end\nslots: 3\n"
        ),
    ]) func whatPeopleWroteStays(_ before: String, _ after: String) throws {
        func filled(_ text: String) -> String { text.replacing("NEW", with: Self.line).replacing("OLD", with: Self.old) }
        for (start, lineEnd) in [(Self.head, "\n"), ("\u{FEFF}" + Self.head, "\n"), (Self.head, "\r\n")] {
            let text = (start + filled(before)).replacing("\n", with: lineEnd)
            let expected = (start + filled(after)).replacing("\n", with: lineEnd)
            #expect(try Self.added(text) == expected)
            let read = try StationFile.read(bytes: Array(expected.utf8), name: "f")
            #expect(read.rules.bays.last == Self.bay)
        }
    }

    @Test func aListBetweenBracketsIsLeftToPeopleWithItsLines() {
        let text = Self.head + "bays: [ \(Self.old) ]\n"
        #expect(Self.refusal(text).contains("add by hand: \(Self.line)"), "\(Self.refusal(text))")
    }

    @Test func aBayThatTheFileCannotHaveIsNamed() {
        let text = Self.head + "bays:\n  - \(Self.old)\n"
        let twice = Bay(id: "a-1", match: Self.bay.match, onAttach: .hold)
        #expect(Self.refusal(text, [twice]).contains("cannot be told from \"A1\""))
        let samePlace = Bay(id: "A2", match: [PropertyMatch(property: "ID_PATH", glob: "pci-0000:00:17.0-ata-1.0")], onAttach: .hold)
        #expect(Self.refusal(text, [samePlace]).contains("is the same as that of bay \"A1\""))
        #expect(Self.refusal("bays: []\n").contains("has no \"station\""))
    }

    @Test func nothingToAddChangesNothing() throws {
        let text = Self.head + "bays: [ \(Self.old) ]\n"
        #expect(try Self.added(text, []) == text)
    }

    // MARK: the list for udev

    @Test func udevIsToldTheSameBays() {
        let list = UdevBayList(
            [
                Self.bay,
                Bay(
                    id: "U1",
                    match: [PropertyMatch(property: "ID_PATH", glob: "pci-*-usb-0:3:*"), PropertyMatch(property: "ID_BUS", glob: "usb")],
                    onAttach: .wipe),
            ], source: "/etc/wiped/station.yaml")
        #expect(list.leftOut.isEmpty)
        let lines = list.text.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"ENV{ID_PATH}=="pci-0000:00:17.0-ata-2.0", ENV{WIPED_BAY}="A2""#))
        #expect(lines.contains(#"ENV{ID_PATH}=="pci-*-usb-0:3:*", ENV{ID_BUS}=="usb", ENV{WIPED_BAY}="U1""#))
        #expect(lines.contains(#"ENV{DEVTYPE}=="partition", IMPORT{parent}="WIPED_BAY""#))
        // Behind the file that finds ID_PATH, before the one that looks at WIPED_BAY.
        let name = (UdevBayList.path as NSString).lastPathComponent
        #expect(["60-persistent-storage.rules", name, "60-wiped-bays.rules"].map { Array($0.utf8) }.isSorted)
    }

    @Test func whatUdevReadsOtherwiseIsLeftOutAndSaid() {
        for (property, glob) in [("ID_SERIAL_SHORT", "ZN1*"), ("ID_PATH", "a|b"), ("ID_PATH", "a\"b"), ("DEVPATH", "a\\*b")] {
            let list = UdevBayList([Bay(id: "B7", match: [PropertyMatch(property: property, glob: glob)], onAttach: .hold)], source: "f")
            #expect(list.leftOut.count == 1 && list.leftOut[0].hasPrefix("bay B7: "), "\(property) \(glob)")
            #expect(!list.text.contains("B7"))
        }
        #expect(UdevBayList([], source: "a\nENV{X}=\"y\"").text.split(separator: "\n").filter { !$0.hasPrefix("#") }.count == 4)
    }

    // MARK: exchanging a file

    @Test func anExchangedFileKeepsItsModeAndItsOldText() throws {
        let folder = NSTemporaryDirectory() + "kept-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/station.yaml"
        let now = Moment(wallMilliseconds: 1_790_000_000_000, runningMilliseconds: 0)
        #expect(try KeptFile.replace(path, with: Array("one".utf8), at: now) == nil)
        chmod(path, 0o640)
        symlink(path, folder + "/link")
        let copy = try KeptFile.replace(folder + "/link", with: Array("two".utf8), at: now)
        #expect(copy == path + ".20260921T141320Z")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
        #expect(try String(contentsOfFile: copy ?? "", encoding: .utf8) == "one")
        for file in [path, copy ?? ""] {
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o640)
        }
        #expect(try KeptFile.replace(path, with: Array("two".utf8), at: now) == nil, "nothing to change")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
        #expect(throws: FileProblems.self) { try KeptFile.replace(folder + "/none/x", with: [], at: now) }
    }

    @Test func placesAreThoseOfTheFile() {
        let text = Self.head + "bays:\n  - \(Self.old)\n  - \(Self.line)\nroles:\n  view: wipe\n"
        let places = StationPlaces(bytes: Array(text.utf8), name: "f")
        #expect(places.problem(at: ["bays", "1"], "x").description == "f:7:5: x")
        #expect(places.problem(at: ["bays", "1", "match", "ID_PATH"], "x").line == 7)
        #expect(places.problem(at: ["roles", "lead"], "x").description == "f:8:1: x")
        #expect(places.problem(at: ["protect", "0"], "x").description == "f:1:1: x")
        #expect(StationPlaces(bytes: [0xFF], name: "f").problem(at: ["bays"], "x").description == "f:1:1: x")
    }
}

extension [[UInt8]] {
    fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) } }
}
