// Goal: the library needs no database: the numbers of open jobs are asked for where a state folder is looked at, and nowhere else. Method: folders
// with and without the file of a database, and a reading that notes for what it was asked.

import Foundation
import Testing

@testable import WipeAudit

struct OpenRecordsTests {
    private static func open(in files: [String: String], _ answer: Result<[Int], AuditFailure>) throws -> (asked: [String], open: [Int]) {
        let folder = NSTemporaryDirectory() + "/wipe-audit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/log", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name)) }
        var asked: [String] = []
        let archive = try Archive(folder) { place throws(AuditFailure) in
            asked.append(place == folder ? "the folder" : place)
            return try answer.get()
        }
        return (asked, archive.open)
    }

    @Test func aStationIsAskedAndAnExportIsRead() throws {
        let list = ["log/open.json": "{\"open\":[7]}"]
        let export = try Self.open(in: list, .success([3, 4]))
        #expect(export.asked.isEmpty && export.open == [7])
        // Beside a database the list of an export means nothing.
        let station = try Self.open(in: list.merging(["wiped.sqlite": ""]) { $1 }, .success([3, 4]))
        #expect(station.asked == ["the folder"] && station.open == [3, 4])
    }

    @Test func aDatabaseThatCannotBeReadEndsTheAudit() throws {
        let damaged = AuditFailure.unreadable("wiped.sqlite", "it is damaged")
        #expect(throws: damaged) { try Self.open(in: ["wiped.sqlite": ""], .failure(damaged)) }
        #expect(try Self.open(in: [:], .failure(damaged)).open == [])
    }
}
