// Goal: a database that an older version wrote is read whole, and written on. Method: one that the programs of commit 6cc42fd wrote
// (`Golden/written-by-6cc42fd`) is copied, opened, brought up to date, and every row of it is read back as what it says.

import Foundation
import GRDB
import Testing

@testable import WipeCore
@testable import WipeStore

@Suite struct OldDatabaseTests {
    static let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Golden/written-by-6cc42fd/state/wiped.sqlite"

    private static func copy() throws -> Folder {
        let folder = try Folder()
        try FileManager.default.copyItem(atPath: kept, toPath: folder.database)
        return folder
    }

    @Test func everyRowIsRead() throws {
        let folder = try Self.copy()
        let store = try Store.open(folder: folder.path)
        try store.check()
        #expect(
            try store.jobCounts()
                == ["sanitized": 1, "failed": 2, "abandoned": 1, "withdrawn": 2, "suspended": 2, "held": 2])
        let open = try store.openJobs()
        #expect(open.count == 4)
        let closed = try store.closedJobs(limit: 100)
        #expect(closed.count == 6)
        #expect(closed.allSatisfy { $0.state.isClosed })
        #expect(try store.journal(limit: 10_000).count > 50)
        let links = try store.links(limit: 100).links
        #expect(
            links.map { "\($0.key.name) \($0.assetTag.tag) \($0.assetTag.source.rawValue)" } == [
                "SIM-0001 TEST-0001 person", "SIM-0002 TEST-0002 person", "SIM-0003 TEST-0003 person", "SIM-0004 TEST-0004 intake",
                "SIM-0005 Poste-Gaspé/5 intake", "SIM-0007 TEST-0007 person", "SIM-0099 TEST-0099 intake",
            ])
        #expect(try store.links(LinkFilter(unseenOnly: true), limit: 100).links.map(\.assetTag.tag) == ["TEST-0099"])
        #expect(try store.runningMilliseconds() > 60_000)
    }

    @Test func interruptedJobsHaveTheirCheckpoints() throws {
        let folder = try Self.copy()
        let store = try Store.open(folder: folder.path)
        let suspended = try store.openJobs().filter { if case .suspended = $0.state { true } else { false } }
        let cursors = try suspended.map { try #require($0.checkpoint).cursor }
        #expect(Set(cursors.map(\.phase)) == [.write, .verify])
        #expect(cursors.allSatisfy { $0.offset > 0 && $0.offset < 16 << 20 })
        for job in suspended {
            let plan = try #require(job.plan)
            #expect(try #require(job.checkpoint).fits(plan))
            guard case .random = try #require(plan.passes.first).pattern else { throw CancellationError() }
        }
    }

    @Test func everyDocumentHasItsBytesAndItsPlaceInTheLog() throws {
        let folder = try Self.copy()
        let store = try Store.open(folder: folder.path)
        let documents = try store.documents()
        #expect(documents.map(\.record).sorted() == Array(1...9))
        #expect(try store.nextRecord() == 12)
        #expect(Set(documents.map(\.kind)) == [.certificate, .failure, .correction, .revocation, .key])
        for document in documents {
            #expect(document.published)
            #expect(document.bytes.first == UInt8(ascii: "{"))
            #expect(!document.logEntry.isEmpty)
        }
        #expect(try store.logEntries(from: 0, limit: 100).map(\.document) == documents.reversed().map(\.id))
        let tagged = try store.documents(DocumentFilter(assetTag: "Poste-Gaspé/5"))
        #expect(Set(tagged.map(\.kind)) == [.failure, .revocation])
    }

    @Test func everyAttachmentIsRead() throws {
        let folder = try Self.copy()
        let rows = try DatabaseQueue(path: folder.database).read {
            try Row.fetchAll($0, sql: "SELECT boot_id, name, disk_sequence FROM attachment")
        }
        #expect(rows.count >= 7)
        let store = try Store.open(folder: folder.path)
        for row in rows {
            let sequence: Int64 = row["disk_sequence"]
            let id = AttachmentID(name: row["name"], diskSequence: UInt64(bitPattern: sequence))
            #expect(try store.attachment(bootID: row["boot_id"], id: id)?.attachment == id)
        }
    }

    /// Two spellings of one tag, on two drives, in a database that was still at version 3: one link keeps the tag, the other goes with a word.
    @Test func tagsTakeTheirOneForm() throws {
        let folder = try Self.copy()
        let decomposed = "Poste-Gaspe\u{301}/5"
        try DatabaseQueue(path: folder.database).write { db in
            func link(_ key: String, _ tag: String) throws {
                let value = "{\"key\":\"\(key)\",\"assetTag\":{\"tag\":\"\(tag)\",\"source\":\"person\"}}"
                try db.execute(sql: "INSERT INTO tag (key, tag, value) VALUES (?, ?, ?)", arguments: [key, tag, value])
            }
            try link("serial:SPELT-APART", decomposed)
            try link("serial:ALONE", "E\u{301}-1")
        }
        let store = try Store.open(folder: folder.path)
        #expect(try store.tagHolder(tag: decomposed) == .serial("SIM-0005"))
        #expect(try store.tag(key: .serial("SPELT-APART")) == nil)
        #expect(try store.tag(key: .serial("ALONE")).map { Array($0.tag.utf8) } == Array("\u{C9}-1".utf8))
        #expect(try store.tagHolder(tag: "\u{C9}-1") == .serial("ALONE") && store.tagHolder(tag: "E\u{301}-1") == .serial("ALONE"))
        let line = try #require(try store.journal(limit: 1).first?.act)
        #expect(line.code == "untag" && line.serial == "SPELT-APART" && line.detail.contains("another spelling"))
        #expect(try store.documents(DocumentFilter(assetTag: decomposed)).count == 2)
    }

    /// Two tags that read the same, on two drives, in a database that was still at version 3: both stay, and each is found by the other's spelling.
    @Test func tagsThatReadTheSameBothStay() throws {
        let folder = try Self.copy()
        try DatabaseQueue(path: folder.database).write { db in
            for (key, tag) in [("serial:ONE", "opeq-0012"), ("serial:TWO", "OPEQ-12"), ("serial:THREE", "OPEQ-13")] {
                let value = "{\"key\":\"\(key)\",\"assetTag\":{\"tag\":\"\(tag)\",\"source\":\"person\"}}"
                try db.execute(sql: "INSERT INTO tag (key, tag, value) VALUES (?, ?, ?)", arguments: [key, tag, value])
            }
        }
        let store = try Store.open(folder: folder.path)
        try store.check()
        #expect(try store.tag(key: .serial("ONE"))?.tag == "opeq-0012" && store.tag(key: .serial("TWO"))?.tag == "OPEQ-12")
        for spelling in ["opeq-0012", "OPEQ-12", "Opeq-012"] {
            #expect(try store.links(readingAs: spelling).map(\.key) == [.serial("ONE"), .serial("TWO")], "\(spelling)")
        }
        #expect(try store.tagHolder(tag: "OPEQ-12") == .serial("TWO") && store.tagHolder(tag: "OPEQ-012") == nil)
        // Records of the old version, by what their tags read as.
        #expect(try store.record(readingAs: "poste-gaspé/05")?.assetTag == "Poste-Gaspé/5")
        #expect(try store.record(readingAs: "test-3")?.assetTag == "TEST-0003" && store.record(readingAs: "test-33") == nil)
    }

    /// A correction gives the record of an old version another tag: it is found by the new one and by the old one no more.
    @Test func aCorrectedTagIsFollowed() throws {
        let folder = try Self.copy()
        let store = try Store.open(folder: folder.path)
        let record = try #require(try store.document(record: 1))
        let job = try #require(record.job)
        try store.append([.recordTag(job, tag: "TEST-0033")], at: moment(9_999))
        #expect(try store.documents(DocumentFilter(assetTag: "TEST-0003")).isEmpty)
        #expect(Set(try store.documents(DocumentFilter(assetTag: "TEST-0033")).map(\.kind)) == [.certificate, .correction])
        #expect(try store.document(record: 1)?.presentTag == "TEST-0033" && store.document(record: 1)?.assetTag == "TEST-0003")
        #expect(try store.job(job)?.assetTag?.tag == "TEST-0033")
        let link = TagLink(key: .serial("NEW"), assetTag: AssetTag(tag: "TEST-0033", source: .intake))
        #expect(try store.intakeFacts(for: [link]).certified == ["TEST-0033"])
        let old = TagLink(key: .serial("NEW"), assetTag: AssetTag(tag: "TEST-0003", source: .intake))
        #expect(try store.intakeFacts(for: [old]).certified.isEmpty)
    }

    /// A record of a drive that erased itself fits, and a word that is none still does not.
    @Test(arguments: ["purged", "purged-with-exceptions", "cleaned"]) func aPurgedRecordFits(_ outcome: String) throws {
        let folder = try Self.copy()
        let store = try Store.open(folder: folder.path)
        var job = exampleJob("new-job", report: exampleReport(serial: "NEW-0001"), record: try store.nextRecord())
        job.state = .running
        try store.append([.job(job)], at: moment(9_999))
        var document = exampleDocument("new", record: try #require(job.record), job: job.id)
        document.outcome = outcome
        if outcome == "cleaned" {
            #expect(storeError { try store.append([.document(document)], at: moment(9_999)) } != nil)
        } else {
            try store.append([.document(document)], at: moment(9_999))
            try store.check()
            #expect(try store.document(id: "new")?.outcome == outcome)
        }
    }

    /// What this version writes goes beside what the old one wrote, and every rule of the tables still holds.
    @Test func isWrittenOn() throws {
        let folder = try Self.copy()
        let store = try Store.open(folder: folder.path)
        let record = try store.nextRecord()
        let report = exampleReport(serial: "NEW-0001")
        try store.close(
            exampleJob("new-job", report: report, tag: "TEST-NEW", record: record), .sanitized, document: "new-document", at: 9_999)
        try store.append(
            [.tag(TagLink(key: report.tagKey(bootID: "boot"), assetTag: AssetTag(tag: "TEST-NEW", source: .person)))], at: moment(9_999))
        #expect(try store.nextRecord() == record + 1)
        #expect(try store.documents(DocumentFilter(assetTag: "TEST-NEW")).map(\.id) == ["new-document"])
        #expect(try store.closedJobs(limit: 1).map(\.id).count == 1)
        try store.close()
        #expect(try Store.open(folder: folder.path).tagHolder(tag: "TEST-NEW") == .serial("NEW-0001"))
    }
}
