// Goal: the log in the database is only added to, in one transaction with its documents, and a database from before it takes its places.
// Method: rows by SQL where the interface would not allow the fault; a database of version 1 as that version made it.

import Foundation
import GRDB
import Testing

@testable import WipeCore
@testable import WipeStore

struct StoreLogTests {
    private func filled(_ count: Int) throws -> Store {
        let store = try Store.inMemory()
        for number in 1...count {
            try store.close(exampleJob("j\(number)", record: UInt64(number)), .sanitized, document: "d\(number)", at: Int64(number))
        }
        return store
    }

    @Test func documentsTakePlacesInTheOrderOfTheirCommits() throws {
        let store = try filled(3)
        #expect(try store.logEntries(from: 0, limit: 9).map(\.document) == ["d1", "d2", "d3"])
        #expect(try store.logEntries(from: 1, limit: 1).map(\.place) == [1])
        #expect(try store.logEntries(from: 3, limit: 9).isEmpty)
        #expect(try store.logPlace(of: "d3") == 2 && store.logPlace(of: "none") == nil)
        #expect(try store.logEntries(from: 0, limit: 1).first?.bytes == Array("entry of d1".utf8))
        #expect(try store.foreign(among: ["d1.json", "smuggled.json", "d3.json", "é\".json"]) == ["smuggled.json", "é\".json"])
    }

    @Test func documentWithoutAnEntryIsRefusedAndNothingOfItStored() throws {
        let store = try Store.inMemory()
        var bare = exampleDocument("d", record: 1, job: "j")
        bare.logEntry = []
        #expect(storeError { try store.append([.job(exampleJob("j")), .document(bare)], at: moment(1)) }?.kind == .conflict)
        #expect(try store.documents().isEmpty && store.openJobs().isEmpty)
        bare.logEntry = [UInt8](repeating: 1, count: 65_536)
        #expect(storeError { try store.append([.job(exampleJob("j")), .document(bare)], at: moment(1)) }?.kind == .conflict)
        #expect(try store.logEntries(from: 0, limit: 9).isEmpty)
    }

    @Test(arguments: [
        "UPDATE log_entry SET bytes = x'00'", "UPDATE log_entry SET place = 9 WHERE place = 1", "DELETE FROM log_entry",
        "INSERT INTO log_entry VALUES (7, 'd1', x'00')", "INSERT INTO log_entry VALUES (2, 'nobody', x'00')",
    ])
    func logIsOnlyAddedTo(_ sql: String) throws {
        let store = try filled(2)
        #expect(throws: (any Error).self) { try store.write("spoil") { try $0.execute(sql: sql) } }
        #expect(try store.logEntries(from: 0, limit: 9).map(\.bytes) == [Array("entry of d1".utf8), Array("entry of d2".utf8)])
    }

    @Test func noticesHaveNoJobOfTheirOwn() throws {
        let store = try filled(1)
        var notice = exampleDocument("n", record: 2, job: "j1")
        (notice.kind, notice.outcome) = (.revocation, "revocation")
        var rotation = exampleDocument("k", record: 3, job: "j1")
        (rotation.kind, rotation.outcome, rotation.job) = (.key, "key", nil)
        try store.append([.document(notice), .document(rotation)], at: moment(2))
        #expect(try store.unpublishedDocuments(limit: 9).map(\.id) == ["n", "k"])
        #expect(try store.keyDocuments().map(\.id) == ["k"])
        #expect(try store.nextRecord() == 4)
        notice = exampleDocument("m", record: 4, job: "j1")
        (notice.kind, notice.outcome) = (.correction, "cleared")
        #expect(storeError { try store.append([.document(notice)], at: moment(3)) }?.kind == .conflict)
    }

    @Test func openRecordsAreThoseWithoutADocument() throws {
        let folder = try Folder()
        let store = try Store.open(folder: folder.path)
        try store.close(exampleJob("done", record: 1), .failed, document: "d1", at: 1)
        try store.append(
            [
                .job(exampleJob("open", state: .running, record: 2)), .job(exampleJob("signed", state: .running, record: 3)),
                .document(exampleDocument("d3", record: 3, job: "signed")), .job(exampleJob("new")),
            ], at: moment(2))
        #expect(try store.openRecords() == [2])
        #expect(try Store.openRecords(folder: folder.path) == [2])
        try store.close()
        #expect(try Store.openRecords(folder: folder.path) == [2])
        #expect(storeError { _ = try Store.openRecords(folder: folder.path + "/none") } != nil)
    }

    /// As root, who could make any file there: the folder of a stopped station is as it was, and so is that of one that was killed.
    @Test func readingFromBesideLeavesNothingBehind() throws {
        let folder = try Folder()
        let store = try Store.open(folder: folder.path)
        let rules = StationRules()
        try store.append([.job(exampleJob("open", state: .running, record: 2))], at: moment(2))
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
        func read() throws {
            let before = try names()
            #expect(try Store.openRecords(folder: folder.path) == [2])
            #expect(try Store.unmetProtection(folder: folder.path, rules) == [])
            #expect(try names() == before)
        }
        try read()
        let killed = try Folder()
        for name in try names() { try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: killed.path + "/" + name) }
        #expect(try Store.openRecords(folder: killed.path) == [2])
        #expect(try FileManager.default.contentsOfDirectory(atPath: killed.path).sorted() == names())
        // Without the file by which readers and writers agree it could be read only by making one.
        try FileManager.default.removeItem(atPath: killed.path + "/wiped.sqlite-shm")
        let error = storeError { _ = try Store.openRecords(folder: killed.path) }
        #expect(error?.kind == .readOnly && error?.what.contains("PRAGMA wal_checkpoint(TRUNCATE)") == true, "\(String(describing: error))")
        #expect(try FileManager.default.contentsOfDirectory(atPath: killed.path).sorted() == ["wiped.sqlite", "wiped.sqlite-wal"])
        try store.close()
        #expect(try names() == ["wiped.sqlite"])
        try read()
        // What a station left that wrote nothing since.
        _ = FileManager.default.createFile(atPath: folder.path + "/wiped.sqlite-wal", contents: nil)
        try read()
    }

    @Test func databaseFromBeforeTheLogKeepsItsRecordsAndTakesPlaces() throws {
        let folder = try Folder()
        // As version 1 made it: the same migration, and rows as its code wrote them.
        let old = try DatabaseQueue(path: folder.database)
        try Schema.migrator.migrate(old, upTo: "1")
        let job = exampleJob("j", record: 1)
        try old.write { db in
            var bare = exampleDocument("d", record: 1, job: "j", tag: "T", bytes: [0, 1, 255])
            bare.bytes = []
            var closed = job
            closed.state = .closed(.sanitized(document: "d"))
            let json = JSONColumn()
            try db.execute(
                sql: """
                    INSERT INTO job (id, state, closed, bay, media_key, policy, priority, created_ms, record, value)
                    VALUES ('j', 'running', 0, 'A1', 'k', 'p', 0, 0, 1, ?)
                    """, arguments: [try json.text(job)])
            try db.execute(
                sql: """
                    INSERT INTO document (sequence, id, record, job, kind, outcome, asset_tag, issued_ms, published, value, bytes)
                    VALUES (5, 'd', 1, 'j', 'certificate', 'cleared', 'T', 0, 1, ?, x'0001FF')
                    """, arguments: [try json.text(bare)])
            try db.execute(
                sql: """
                    UPDATE job SET state = 'sanitized', closed = 1, closed_ms = 1, closed_running_ms = 1, document = 'd', value = ?
                    """, arguments: [try json.text(closed)])
        }
        try old.close()
        let store = try Store.open(folder: folder.path)
        #expect(try store.document(id: "d")?.bytes == [0, 1, 255])
        #expect(try store.job("j")?.state == .closed(.sanitized(document: "d")))
        let link = TagLink(key: .serial("other"), assetTag: AssetTag(tag: "T", source: .intake))
        #expect(try store.intakeFacts(for: [link]).certified == ["T"])
        #expect(try store.documentsWithoutEntry(limit: 9).map(\.id) == ["d"])
        // Not published before it is in the log.
        #expect(storeError { try store.append([.published(documentID: "d")], at: moment(1)) }?.kind == .conflict)
        try store.addLogEntries([("d", [7])])
        #expect(try store.documentsWithoutEntry(limit: 9).isEmpty)
        #expect(try store.unpublishedDocuments(limit: 9).map(\.id) == ["d"])
        try store.append([.published(documentID: "d")], at: moment(2))
        #expect(try store.document(id: "d")?.published == true)
        try store.close(exampleJob("next", record: 2), .sanitized, document: "e", at: 3)
        #expect(try store.logEntries(from: 0, limit: 9).map(\.document) == ["d", "e"])
        for sql in ["DELETE FROM document", "UPDATE document SET bytes = x'00'", "DELETE FROM job"] {
            #expect(throws: (any Error).self) { try store.write("spoil") { try $0.execute(sql: sql) } }
        }
    }
}
