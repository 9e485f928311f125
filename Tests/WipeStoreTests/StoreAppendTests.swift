// Goal: an append is all or nothing, history is only added to, and no job ends in a claim without its record.
// Method: entries that break one rule behind entries that break none; SQL past the API against the triggers; limits set on SQLite itself.

import Foundation
import GRDB
import Testing

@testable import WipeCore
@testable import WipeStore

struct StoreAppendTests {
    /// Appends sound entries of every kind and the bad one behind them; nothing of it may be left.
    private func expectNothing(of bad: JournalEntry, in store: Store, says words: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let before = try store.dump()
        let job = exampleJob("sound")
        let sound: [JournalEntry] = [
            .job(job), .checkpoint("sound", exampleCheckpoint(defects: 1)),
            .tag(TagLink(key: .serial("sound"), assetTag: AssetTag(tag: "T", source: .person))),
            .attachment(AttachmentRecord(bootID: "new boot", attachment: job.report.attachment, mediaKey: "k", presentAtStart: false)),
            .document(exampleDocument("sound", record: 900, job: "sound")), .published(documentID: "sound"), .act(exampleAct("sound")),
        ]
        let error = storeError { try store.append(sound + [bad], at: moment(500)) }
        #expect(error?.kind == .conflict, sourceLocation: sourceLocation)
        #expect(error?.what.contains(words) == true, "\(error?.what ?? "no error")", sourceLocation: sourceLocation)
        #expect(try store.dump() == before, sourceLocation: sourceLocation)
    }

    @Test func appendIsAllOrNothing() throws {
        let folder = try Folder()
        let store = try Store.open(folder: folder.path)
        try store.append(
            [
                .job(exampleJob("old", record: 1)), .document(exampleDocument("old", record: 1, job: "old")),
                .attachment(
                    AttachmentRecord(
                        bootID: "boot", attachment: AttachmentID(name: "sda", diskSequence: 1), mediaKey: "k", presentAtStart: true)),
            ], at: moment(1))
        try expectNothing(of: .document(exampleDocument("old", record: 1, job: "old", bytes: [1, 2])), in: store, says: "other bytes")
        try expectNothing(of: .document(exampleDocument("new", record: 1, job: "old")), in: store, says: "UNIQUE")
        try expectNothing(of: .document(exampleDocument("new", record: 0, job: "old")), in: store, says: "CHECK")
        try expectNothing(of: .document(exampleDocument("new", record: UInt64.max, job: "old")), in: store, says: "record number")
        try expectNothing(of: .document(exampleDocument("new", record: 2, job: "old", bytes: [])), in: store, says: "CHECK")
        try expectNothing(of: .document(exampleDocument("new", record: 2, job: "nobody")), in: store, says: "FOREIGN KEY")
        try expectNothing(of: .published(documentID: "nothing"), in: store, says: "not stored")
        try expectNothing(of: .checkpoint("nobody", exampleCheckpoint(defects: 0)), in: store, says: "FOREIGN KEY")
        try expectNothing(of: .job(exampleJob("twin", record: 1)), in: store, says: "UNIQUE")
        try expectNothing(of: .job(exampleJob("", record: 5)), in: store, says: "CHECK")
        try expectNothing(of: .tag(TagLink(key: .serial("1"), assetTag: AssetTag(tag: "", source: .person))), in: store, says: "CHECK")
    }

    @Test func outcomeThatContradictsItsKindIsRefused() throws {
        let store = try Store.inMemory()
        try store.append([.job(exampleJob("j"))], at: moment(1))
        var lie = exampleDocument("d", record: 1, job: "j", kind: .failure)
        lie.outcome = "cleared"
        #expect(storeError { try store.append([.document(lie)], at: moment(2)) }?.kind == .conflict)
        lie.kind = .certificate
        lie.outcome = "not-sanitized"
        #expect(storeError { try store.append([.document(lie)], at: moment(2)) }?.kind == .conflict)
        #expect(try store.documents().isEmpty)
    }

    @Test func sameDocumentAgainChangesNothing() throws {
        let store = try Store.inMemory()
        let document = exampleDocument("d", record: 1, job: "j", bytes: [0, 1, 255])
        try store.append([.job(exampleJob("j")), .document(document)], at: moment(1))
        try store.append([.published(documentID: "d")], at: moment(2))
        try store.append([.document(document)], at: moment(3))
        #expect(try store.documents().count == 1)
        // The second time came from a certifier that had forgotten; the file is there all the same.
        #expect(try store.document(id: "d")?.published == true)
        try store.append([.published(documentID: "d")], at: moment(4))
    }

    @Test func jobEndsOnlyWithItsOwnPublishedRecordOfTheRightKind() throws {
        let store = try Store.inMemory()
        var job = exampleJob("j", state: .running, record: 1)
        let other = exampleJob("other", state: .running, record: 2)
        try store.append(
            [
                .job(job), .job(other), .document(exampleDocument("hidden", record: 10, job: "j")),
                .document(exampleDocument("failure", record: 11, job: "j", kind: .failure)), .published(documentID: "failure"),
                .document(exampleDocument("foreign", record: 12, job: "other")), .published(documentID: "foreign"),
            ], at: moment(1))
        let reason = Reason<EndCode>(.verdict(.mismatch), "different")
        for closure: JobState.Closure in [
            .sanitized(document: "none"), .sanitized(document: "hidden"), .sanitized(document: "failure"), .sanitized(document: "foreign"),
            .failed(document: "foreign", [reason]), .failed(document: "hidden", [reason]), .abandoned(document: "none", reason),
        ] {
            job.state = .closed(closure)
            let error = storeError { try store.append([.job(job)], at: moment(2)) }
            #expect(error?.what.contains("own published record") == true, "\(closure)")
        }
        #expect(try store.openJobs().count == 2)
        job.state = .closed(.sanitized(document: "hidden"))
        try store.append([.published(documentID: "hidden"), .job(job)], at: moment(3))
        #expect(try store.jobCounts() == ["sanitized": 1, "running": 1])
        var fresh = exampleJob("fresh", record: 3)
        fresh.state = .closed(.sanitized(document: "hidden"))
        #expect(storeError { try store.append([.job(fresh)], at: moment(4)) }?.kind == .conflict)
    }

    @Test func closedJobStaysClosed() throws {
        let store = try Store.inMemory()
        var job = exampleJob("j", record: 1)
        try store.close(job, .failed, document: "d", at: 5)
        #expect(storeError { try store.append([.job(job)], at: moment(6)) }?.what.contains("stays as it closed") == true)
        job.state = .closed(.withdrawn(Reason(.ended(.cancelled), "no")))
        #expect(storeError { try store.append([.job(job)], at: moment(6)) }?.kind == .conflict)
        #expect(try store.job("j")?.state.word == "failed")
    }

    @Test(arguments: [
        "UPDATE act SET value = '{}'", "DELETE FROM act", "DELETE FROM document", "UPDATE document SET bytes = x'00'",
        "UPDATE document SET record = 9",
        "UPDATE document SET value = '{}'", "UPDATE document SET outcome = 'cleared-with-exceptions'",
        "UPDATE document SET asset_tag = 'x'",
        "UPDATE document SET published = 0", "UPDATE document SET sequence = 77", "DELETE FROM job",
        "UPDATE job SET state = 'queued', closed = 0, closed_ms = NULL, closed_running_ms = NULL, document = NULL",
    ])
    func historyIsOnlyAddedTo(_ sql: String) throws {
        let store = try Store.inMemory()
        try store.close(exampleJob("j", tag: "T", record: 1), .sanitized, document: "d", at: 5)
        try store.append([.act(exampleAct("sanitized"))], at: moment(6))
        let before = try store.dump()
        #expect(storeError { try store.write("edit") { try $0.execute(sql: sql) } }?.kind == .conflict)
        #expect(try store.dump() == before)
    }

    @Test func checkpointIsKeptThroughChangesOfItsJob() throws {
        let store = try Store.inMemory()
        var job = exampleJob("j", state: .running, record: 1)
        job.checkpoint = exampleCheckpoint(defects: 9)
        try store.append([.job(job)], at: moment(1))
        // Only its own entry stores a checkpoint.
        #expect(try store.job("j")?.checkpoint == nil)
        let checkpoint = exampleCheckpoint(defects: 2)
        try store.append([.checkpoint("j", exampleCheckpoint(defects: 1)), .checkpoint("j", checkpoint)], at: moment(2))
        job.checkpoint = nil
        job.state = .suspended(.detached)
        try store.append([.job(job)], at: moment(3))
        job.checkpoint = checkpoint
        #expect(try store.openJobs() == [job])
        try store.append([.checkpoint("j", .start(passes: 2))], at: moment(4))
        #expect(try store.job("j")?.checkpoint == .start(passes: 2))
    }

    @Test func entriesThatNeedEachOtherMayComeInAnyOrder() throws {
        let store = try Store.inMemory()
        let document = exampleDocument("d", record: 1, job: "j")
        try store.append([.checkpoint("j", exampleCheckpoint(defects: 0)), .document(document), .job(exampleJob("j"))], at: moment(1))
        #expect(try store.job("j")?.checkpoint == exampleCheckpoint(defects: 0))
        #expect(try store.document(id: "d") == document)
    }

    @Test func runningTimeNeverGoesBack() throws {
        let store = try Store.inMemory()
        #expect(try store.runningMilliseconds() == 0)
        try store.append([], at: moment(9))
        try store.append([], at: moment(3))
        try store.append([], at: Moment(wallMilliseconds: -5, runningMilliseconds: -5))
        #expect(try store.runningMilliseconds() == 9000)
    }

    @Test func fullReadOnlyAndBusyAreToldApart() throws {
        let folder = try Folder()
        let store = try Store(path: folder.database, busySeconds: 0.05)
        let entry = JournalEntry.job(exampleJob("j", report: exampleReport(properties: ["LONG": String(repeating: "x", count: 200_000)])))

        try store.write("limit") { try $0.execute(sql: "PRAGMA max_page_count = 1") }
        let full = storeError { try store.append([entry], at: moment(1)) }
        #expect(full?.kind == .full)
        #expect(full?.sqliteCode == 13)
        #expect(full?.description == "\(folder.database): cannot store a change: database or disk is full (SQLite 13)")
        try store.write("limit") { try $0.execute(sql: "PRAGMA max_page_count = 4294967294") }

        try store.writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        #expect(storeError { try store.append([entry], at: moment(1)) }?.kind == .readOnly)
        try store.writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = OFF") }

        let other = try DatabaseQueue(path: folder.database)
        try other.inTransaction(.immediate) { _ in
            #expect(storeError { try store.append([entry], at: moment(1)) }?.kind == .busy)
            return .rollback
        }
        #expect(try store.openJobs().isEmpty)
        try store.append([entry], at: moment(1))
        #expect(try store.openJobs().count == 1)
    }

    @Test func valueThatCannotBeReadIsNamedWithoutItsText() throws {
        let store = try Store.inMemory()
        try store.append([.job(exampleJob("j"))], at: moment(1))
        try store.write("spoil") { try $0.execute(sql: #"UPDATE job SET value = '{"id":"j","secret":"0123"}'"#) }
        let error = storeError { _ = try store.openJobs() }
        #expect(error?.kind == .corrupt)
        #expect(error?.what.contains("0123") == false)
        #expect(error?.what.contains("createdAt") == true)
    }
}

extension Store {
    /// Every row of every table, as text.
    func dump() throws -> [String] {
        try read("dump") { db in
            try ["job", "checkpoint", "attachment", "tag", "document", "act", "station"].flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1").map { "\(table) \($0)" }
            }
        }
    }
}
