// Goal: an export never changes a record that is there, and a name from the wire leads nowhere but into its folder. Method: a folder of its own, names
// that a hostile daemon may give, and the bytes that lie there afterwards.

import Foundation
import Testing

@testable import WipeAudit

struct ExportFolderTests {
    private static func inFolder(_ body: (ExportFolder, String) throws -> Void) throws {
        let place = NSTemporaryDirectory() + "/wipe-audit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let folder = ExportFolder(place + "/out")
        try folder.make()
        try body(folder, place)
    }

    private static func code(_ body: () throws(AuditFailure) -> Void) -> String? {
        do throws(AuditFailure) { try body() } catch { return error.code }
        return nil
    }

    @Test func aRecordIsWrittenOnceAndNeverChanged() throws {
        try Self.inFolder { folder, _ in
            let file = URL(fileURLWithPath: folder.path + "/a.json")
            #expect(!folder.has("a.json"))
            #expect(try folder.add("a.json", [1, 2, 3]))
            #expect(try !folder.add("a.json", [1, 2, 3]) && folder.has("a.json"))
            for other: [UInt8] in [[1, 2], [1, 2, 3, 4], [3, 2, 1], []] {
                #expect(Self.code { () throws(AuditFailure) in _ = try folder.add("a.json", other) } == "file-differs")
                #expect(try Data(contentsOf: file) == Data([1, 2, 3]))
            }
            // A link to nowhere is something that is there, and is not followed.
            try FileManager.default.createSymbolicLink(atPath: folder.path + "/b.json", withDestinationPath: folder.path + "/c.json")
            #expect(Self.code { () throws(AuditFailure) in _ = try folder.add("b.json", [1]) } == "file-differs")
            #expect(!folder.has("c.json"))
        }
    }

    @Test func whatIsMadeAnewTakesThePlaceOfTheOlderOne() throws {
        try Self.inFolder { folder, _ in
            let file = URL(fileURLWithPath: folder.path + "/log/tile/0/000")
            for bytes: [UInt8] in [[1], [2, 3], []] {
                try folder.replace("log/tile/0/000", bytes)
                #expect(try Data(contentsOf: file) == Data(bytes))
            }
            try folder.remove("log/tile/0/000")
            try folder.remove("log/tile/0/000")
            #expect(!folder.has("log/tile/0/000"))
            #expect(Self.code { () throws(AuditFailure) in try folder.remove("log") } == "write-failed")
            #expect(Self.code { () throws(AuditFailure) in try folder.replace("log", [1]) } == "write-failed")
        }
    }

    @Test(arguments: ["", ".", "..", "../x", "a/../../x", ".x", "-rf", "a b", "a\0b", "é.json", String(repeating: "x", count: 256)])
    func aNameThatLeavesTheFolderIsRefused(_ name: String) throws {
        try Self.inFolder { folder, place in
            #expect(Self.code { () throws(AuditFailure) in _ = try folder.add(name, [1]) } == "bad-file-name")
            #expect(Self.code { () throws(AuditFailure) in try folder.replace(name, [1]) } == "bad-file-name")
            #expect(!folder.has(name))
            let outside = try FileManager.default.contentsOfDirectory(atPath: place)
            let inside = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(outside == ["out"] && inside.isEmpty)
        }
    }

    @Test func aFolderWithoutItsParentIsNotMade() throws {
        try Self.inFolder { folder, place in
            try folder.make()
            #expect(Self.code { () throws(AuditFailure) in try ExportFolder(place + "/no/where").make() } == "unwritable-folder")
        }
    }
}
