// Goal: what is read is what was stored, in the promised order, found by an index where there may be 100,000 rows.
// Method: round trips of extreme and hostile values; the query plan of the very statements that the store runs.

import Foundation
import GRDB
import Testing

@testable import WipeCore
@testable import WipeStore

/// Texts that a drive, a scanner or a spreadsheet may send.
private let hostile = [
    "", "'; DROP TABLE job; --", "\u{0}", "a\u{0}b", "a\u{0}c", "\u{10FFFF}0", "\u{10FFFF}", "é", "e\u{301}", "\u{FEFF}x", "\u{202E}gnp",
    "\"\\/\n\r\t\u{1}\u{7F}",
    "%s%n", "🧽", "\u{2028}", "x".padding(toLength: 10_000, withPad: "x", startingAt: 0), "serial:\u{1F}", "NULL", "0012", "1e5",
]

struct StoreReadTests {
    @Test(arguments: hostile) func hostileTextComesBackByteForByte(_ text: String) throws {
        let store = try Store.inMemory()
        let id = "id" + text
        var job = exampleJob(id, report: exampleReport(serial: text, properties: ["K": text]), tag: text, record: 1)
        job.bay = text
        job.policy = text
        let document = exampleDocument(id, record: 1, job: id, serial: text, tag: text)
        let link = TagLink(key: .serial("k" + text), assetTag: AssetTag(tag: "t" + text, source: .person, donor: text))
        let act = exampleAct(text, job: id, detail: text)
        let attached = AttachmentRecord(
            bootID: text, attachment: AttachmentID(name: text, diskSequence: .max), mediaKey: text, presentAtStart: true)
        try store.append([.job(job), .document(document), .tag(link), .act(act), .attachment(attached)], at: moment(1))
        let read = try #require(try store.job(id))
        #expect(read == job)
        #expect(read.identity.serial.map { Array($0.utf8) } == Array(text.utf8))
        #expect(read.report.properties["K"].map { Array($0.utf8) } == Array(text.utf8))
        #expect(try store.documents(DocumentFilter(serial: text, assetTag: text)) == [document])
        #expect(try store.document(id: id)?.id.utf8.elementsEqual(id.utf8) == true)
        #expect(try store.tag(key: link.key)?.donor.map { Array($0.utf8) } == Array(text.utf8))
        #expect(try store.tagHolder(tag: link.assetTag.tag)?.rawValue.utf8.elementsEqual(link.key.rawValue.utf8) == true)
        #expect(try store.journal(limit: 1, JournalFilter(job: id)).map(\.act) == [act])
        #expect(try store.attachment(bootID: text, id: attached.attachment) == attached)
    }

    @Test func textsThatDifferAreNeverTakenForEachOther() throws {
        #expect(Set(hostile.map { Array($0.findable.utf8) }).count == hostile.count)
        #expect(hostile.allSatisfy { !$0.findable.utf8.contains(0) })
        let store = try Store.inMemory()
        for (index, text) in hostile.enumerated() {
            let link = TagLink(key: .serial("k" + text), assetTag: AssetTag(tag: "t\(index)" + text, source: .intake, donor: String(index)))
            try store.append([.tag(link)], at: moment(1))
        }
        for (index, text) in hostile.enumerated() {
            #expect(try store.tag(key: .serial("k" + text))?.donor == String(index))
            #expect(try store.tagHolder(tag: "t\(index)" + text)?.serial?.utf8.elementsEqual(("k" + text).utf8) == true)
        }
    }

    @Test func bigCheckpointComesBackEqual() throws {
        let store = try Store.inMemory()
        let checkpoint = exampleCheckpoint(defects: 10_000, offset: .max)
        try store.append([.job(exampleJob("j", state: .running)), .checkpoint("j", checkpoint)], at: moment(1))
        let read = try #require(try store.job("j")?.checkpoint)
        #expect(read == checkpoint)
        #expect(read.passes.first?.unwritten.extents.count == 10_000)
    }

    @Test func everyStateComesBackEqual() throws {
        let store = try Store.inMemory()
        let geometry = try #require(exampleReport().geometry)
        let key = try #require(StreamKey((0..<32).map { UInt8($0 * 7) }))
        let policy = Policy(
            id: "p", version: "1", digest: "sha256:0", title: Title(fr: "é", en: "e"), status: .current, claim: nil,
            media: [.flash, .magnetic],
            passes: [PassSpec(write: .random, verify: .full)], permute: 1...1)
        let sample = Sample(spec: SamplingSpec(), seed: key, extents: [geometry.whole])
        let plan = WipePlan(
            policy: policy, geometry: geometry,
            passes: [
                Pass(number: 1, pattern: .random(key), coverage: .sampled(sample)),
                Pass(number: 2, pattern: .fixed([1, 2]), coverage: .full),
            ],
            orderSeed: key)
        let report = WipeReport(
            plan: plan, passes: exampleCheckpoint(defects: 3).passes, end: .mediaGone(errno: 5), activeMilliseconds: .max)
        let states: [JobState] = [
            .held([Reason(.contentsChanged, "…"), Reason(.weakIdentity, "")]), .queued, .opening, .running, .stopping(.shutdown),
            .suspended(.paused),
            .certifying(Conclusion(verdict: .failed([Reason(.stopped(.noAnswer), "…")]), report: report, documentID: "d", at: moment(1))),
            .closed(.withdrawn(Reason(.refused(.mounted), "…"))),
        ]
        for (index, state) in states.enumerated() {
            var job = exampleJob("j\(index)", state: state, record: UInt64(index) + 1)
            job.plan = plan
            job.interruptions = [Interruption(at: moment(1), reason: .detached, resumedAt: moment(2))]
            job.priority = .min
            try store.append([.job(job)], at: moment(1))
            #expect(try store.job(job.id) == job)
            #expect(try store.jobCounts()[state.word] == 1)
        }
        #expect(try store.openJobs().map(\.id) == (0..<7).map { "j\($0)" })
    }

    @Test func closedJobsComeNewestFirstPageByPage() throws {
        let store = try Store.inMemory()
        for index in 0..<7 {
            // Closed in another order than made, two of them at the same moment.
            let job = exampleJob("j\(index)", record: UInt64(index) + 1)
            try store.close(job, index % 2 == 0 ? .sanitized : .failed, document: "d\(index)", at: [50, 10, 40, 20, 30, 20, 60][index])
        }
        try store.append([.job(exampleJob("open"))], at: moment(99))
        let order = ["j6", "j0", "j2", "j4", "j5", "j3", "j1"]
        #expect(try store.closedJobs(limit: 100).map(\.id) == order)
        #expect(try store.closedJobs(limit: 3).map(\.id) == Array(order[..<3]))
        #expect(try store.closedJobs(limit: 3, before: "j2").map(\.id) == Array(order[3..<6]))
        #expect(try store.closedJobs(limit: 3, before: "j5").map(\.id) == Array(order[5...]))
        #expect(try store.closedJobs(state: "failed", limit: 9).map(\.id) == ["j5", "j3", "j1"])
        #expect(try store.closedJobs(state: "failed", limit: 1, before: "j5").map(\.id) == ["j3"])
        #expect(try store.closedJobs(state: "queued", limit: 9).isEmpty)
        #expect(try store.closedJobs(limit: -1).isEmpty)
        #expect(try store.closedJobs(limit: 9, before: "nobody").isEmpty)
    }

    /// By what people call them: the newest of a serial, however it is spelled, the job of a record, the whole id, its end, its beginning.
    @Test func closedJobsAreFoundByTheirNames() throws {
        let store = try Store.inMemory()
        let ids = ["019a2b3c-1111-7222-8333-a1b2c3d4e5f6", "019a2b3c-1111-7222-8333-a1b2c3d4e5f7", "019a2b3d-1111-7222-8333-000000000001"]
        try store.close(exampleJob(ids[0], report: exampleReport(serial: "WD-1 2"), record: 1), .failed, document: "d1", at: 30)
        try store.close(exampleJob(ids[1], report: exampleReport(serial: "WD-1 2"), record: 2), .sanitized, document: "d2", at: 20)
        try store.append([.job(exampleJob(ids[2], report: exampleReport(serial: "WD-1 2"), record: 3))], at: moment(40))
        for serial in ["WD-1 2", "wd-1 2"] { #expect(try store.lastClosedJob(serial: serial)?.id == ids[0], "\(serial)") }
        for serial in ["WD-1", "", "WD-1 2 "] { #expect(try store.lastClosedJob(serial: serial) == nil, "\(serial)") }
        #expect(try store.closedJob(record: 2)?.id == ids[1])
        for record: UInt64 in [0, 3, .max] { #expect(try store.closedJob(record: record) == nil) }
        #expect(try store.closedJobs(named: ids[0].uppercased()).map(\.id) == [ids[0]])
        #expect(try store.closedJobs(named: "C3D4E5F7").map(\.id) == [ids[1]])
        #expect(try store.closedJobs(named: "019a2b3c").map(\.id) == [ids[1], ids[0]])
        for name in ["019a2b3", "", "3c-1111", "d4e5f6", ids[2], "%", "019a2b3e"] {
            #expect(try store.closedJobs(named: name).isEmpty, "\(name)")
        }
        #expect(try store.plan(Store.lastClosedJobSQL, ["x"]).contains("USING INDEX job_by_serial"))
        let plan = try store.plan(Store.namedJobsSQL, ["text": "x", "beginning": "x"])
        #expect(plan.contains("INDEX job_by_end") && !plan.contains("SCAN job"), "\(plan)")
    }

    @Test func lastWipeIsTheOneThatClosedLast() throws {
        let store = try Store.inMemory()
        let key = exampleReport().identity.key
        #expect(try store.lastWipe(mediaKey: key) == nil)
        try store.close(exampleJob("b", record: 1), .sanitized, document: "d1", at: 10)
        try store.close(exampleJob("a", record: 2), .abandoned, document: "d2", at: 20)
        try store.close(exampleJob("z", report: exampleReport(serial: "OTHER-0001"), record: 3), .failed, document: "d3", at: 30)
        var withdrawn = exampleJob("c", state: .closed(.withdrawn(Reason(.ended(.cancelled), ""))))
        withdrawn.stateSince = moment(40)
        try store.append([.job(withdrawn), .job(exampleJob("d", state: .running, record: 4))], at: moment(41))
        #expect(try store.lastWipe(mediaKey: key) == PastWipe(job: "a", ending: .abandoned, closedAt: moment(20)))
        #expect(try store.lastWipe(mediaKey: key + "\u{0}") == nil)
        var left = exampleJob("e", record: 5)
        left.leftErasing = true
        try store.close(left, .failed, document: "d4", at: 50)
        #expect(try store.lastWipe(mediaKey: key) == PastWipe(job: "e", ending: .failed, closedAt: moment(50), leftErasing: true))
    }

    @Test func recordNumbersAreCountedOverJobsAndDocuments() throws {
        let store = try Store.inMemory()
        #expect(try store.nextRecord() == 1)
        try store.append([.job(exampleJob("j", record: 4))], at: moment(1))
        #expect(try store.nextRecord() == 5)
        try store.append([.document(exampleDocument("d", record: 9, job: "j"))], at: moment(1))
        #expect(try store.nextRecord() == 10)
        try store.append([.document(exampleDocument("last", record: UInt64(Int64.max), job: "j"))], at: moment(1))
        #expect(try store.nextRecord() == UInt64(Int64.max) + 1)
        #expect(try store.document(record: 9)?.id == "d")
        #expect(try store.document(record: .max) == nil)
        #expect(try store.document(idOrRecord: "9")?.id == "d")
        #expect(try store.document(idOrRecord: "last")?.record == UInt64(Int64.max))
        #expect(try store.document(idOrRecord: "10") == nil)
    }

    @Test func documentsAreFoundByWhatPeopleKnow() throws {
        let store = try Store.inMemory()
        try store.append([.job(exampleJob("j"))], at: moment(0))
        for number in 1...6 {
            let document = exampleDocument(
                "d\(number)", record: UInt64(7 - number), job: "j", kind: number == 6 ? .failure : .certificate,
                serial: number < 4 ? "S1" : "S2",
                tag: number % 2 == 0 ? "even" : nil, bytes: Array("bytes \(number)".utf8), at: Int64(number))
            try store.append([.document(document)], at: moment(Int64(number)))
        }
        func ids(_ filter: DocumentFilter) throws -> [String] { try store.documents(filter).map(\.id) }
        #expect(try ids(DocumentFilter()) == ["d6", "d5", "d4", "d3", "d2", "d1"])
        #expect(try ids(DocumentFilter(serial: "S1")) == ["d3", "d2", "d1"])
        #expect(try ids(DocumentFilter(assetTag: "even", limit: 2)) == ["d6", "d4"])
        #expect(try ids(DocumentFilter(sinceWallMilliseconds: moment(4).wallMilliseconds)) == ["d6", "d5", "d4"])
        #expect(try ids(DocumentFilter(outcome: "not-sanitized")) == ["d6"])
        #expect(
            try ids(
                DocumentFilter(serial: "S2", assetTag: "even", sinceWallMilliseconds: moment(5).wallMilliseconds, outcome: "not-sanitized"))
                == ["d6"])
        #expect(try ids(DocumentFilter(serial: "s1")).isEmpty)
        #expect(try ids(DocumentFilter(limit: 0)).isEmpty)
        try store.append([.published(documentID: "d3")], at: moment(9))
        #expect(try ["d1", "d2", "d3", "d4"].map { try store.document(id: $0)?.published } == [false, false, true, false])
        #expect(try store.document(id: "d2")?.bytes == Array("bytes 2".utf8))
    }

    @Test func journalComesNewestFirst() throws {
        let store = try Store.inMemory()
        let acts = (0..<5).map { exampleAct("a\($0)", job: $0 % 2 == 0 ? "j" : nil, at: -Int64($0)) }
        try store.append(acts.map { .act($0) }, at: moment(1))
        #expect(try store.journal(limit: 3).map(\.act) == Array(acts.reversed()[..<3]))
        #expect(try store.journal(limit: 9, JournalFilter(job: "j")).map(\.act.code) == ["a4", "a2", "a0"])
        #expect(try store.journal(limit: -1).isEmpty)
    }

    @Test func theJournalIsNarrowedByWhatPeopleAskFor() throws {
        let store = try Store.inMemory()
        let people = [Actor(uid: 1, user: "marie"), Actor(uid: 0, user: "root", viaRoot: "m.roy"), Actor.station]
        let acts = (0..<6).map { number in
            Act(
                at: moment(Int64(number)), actor: people[number % 3], code: "a\(number)", job: nil,
                serial: number < 3 ? "S'1\" OR 1=1 --" : "S2")
        }
        try store.append(acts.map { .act($0) }, at: moment(9))
        func codes(_ filter: JournalFilter) throws -> [String] { try store.journal(limit: 9, filter).map(\.act.code) }
        #expect(try codes(JournalFilter(serial: "S'1\" OR 1=1 --")) == ["a2", "a1", "a0"])
        #expect(try codes(JournalFilter(serial: "x' OR '1'='1")).isEmpty)
        #expect(try codes(JournalFilter(user: "marie")) == ["a3", "a0"])
        #expect(try codes(JournalFilter(user: "m.roy")) == ["a4", "a1"])
        #expect(try codes(JournalFilter(sinceWallMilliseconds: moment(4).wallMilliseconds)) == ["a5", "a4"])
        #expect(try codes(JournalFilter(serial: "S2", user: "root", sinceWallMilliseconds: 0)) == ["a4"])
    }

    @Test func serialsOfTheListThatNeverCameAreFoundWithoutWalkingTheJournal() throws {
        let store = try Store.inMemory()
        func link(_ serial: String, _ source: AssetTag.Source) -> JournalEntry {
            .tag(TagLink(key: .of(serial: serial), assetTag: AssetTag(tag: "T-" + serial, source: source)))
        }
        var seen = exampleAct("identified")
        seen.serial = "S1"
        var refused = exampleAct("refused")
        refused.serial = "S2"
        let weak = TagLink(key: .attachment(bootID: "b", diskSequence: 1), assetTag: AssetTag(tag: "T-W", source: .intake))
        try store.append(
            [link("S1", .intake), link("S2", .intake), link("S3", .person), .tag(weak), .act(seen), .act(refused)], at: moment(1))
        #expect(try store.links(LinkFilter(unseenOnly: true), limit: 9).links.map(\.key) == [.serial("S2")])
        #expect(try store.links(limit: 9).links.map(\.key) == [.serial("S1"), .serial("S2"), .serial("S3")])
        #expect(try store.links(limit: 1).links.count == 1)
        #expect(try store.wasSeen(serial: "S1") && !store.wasSeen(serial: "S2"))
        #expect(try store.plan(Store.wasSeenSQL, ["S1"]).contains("USING INDEX act_by_serial"))
        #expect(try store.plan("SELECT value FROM tag WHERE " + Store.unseenSQL, []).contains("USING INDEX act_by_serial"))
        try store.append([.untag(key: .serial("S2"))], at: moment(2))
        #expect(try store.links(LinkFilter(unseenOnly: true), limit: 9).links.isEmpty && store.tag(key: .serial("S2")) == nil)
    }

    @Test func hundredThousandClosedJobsAreNeverWalked() throws {
        let store = try Store.inMemory()
        try store.close(exampleJob("model", record: 1_000_000), .sanitized, document: "doc", at: 5)
        try store.append([.job(exampleJob("open one")), .job(exampleJob("open two", state: .running))], at: moment(6))
        try store.write("multiply") { db in
            let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"
            try db.execute(
                sql: """
                    INSERT INTO job \(numbers) SELECT printf('c%06d', i), 'withdrawn', 1, 'A1', printf('key %d', i), NULL, NULL, NULL, 'p', 0, i, NULL, i,
                        i, NULL, NULL, '{}' FROM n
                    """)
            try db.execute(sql: "ANALYZE")
        }
        #expect(try store.openJobs().map(\.id) == ["open one", "open two"])
        #expect(try store.jobCounts() == ["sanitized": 1, "withdrawn": 99_999, "queued": 1, "running": 1])
        #expect(try store.lastWipe(mediaKey: exampleReport().identity.key)?.job == "model")
        #expect(try store.plan(Store.openJobsSQL).contains("SCAN job USING INDEX job_open"))
        #expect(try store.plan(Store.jobCountsSQL).contains("SCAN job USING COVERING INDEX job_by_state"))
        #expect(try store.plan(Store.lastWipeSQL, ["k"]).contains("SEARCH job USING INDEX job_by_media (media_key=?)"))
        for (state, index) in [(nil, "job_closed"), ("failed", "job_by_state")] as [(String?, String)] {
            for before in [nil, "model"] as [String?] {
                var arguments: StatementArguments = ["limit": 5]
                if let state { arguments += ["state": state] }
                if let before { arguments += ["before": before] }
                let plan = try store.plan(Store.closedJobsSQL(state: state, before: before), arguments)
                let isSearch = state != nil || before != nil
                #expect(plan.contains("\(isSearch ? "SEARCH" : "SCAN") job USING INDEX \(index)"), "\(plan)")
                #expect(plan.contains("closed_running_ms<?") == (before != nil), "\(plan)")
                #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
            }
        }
    }
}

extension Store {
    /// How SQLite would run a statement, one step a line.
    func plan(_ sql: String, _ arguments: StatementArguments = []) throws -> String {
        try read("explain") { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] as String }.joined(
                separator: "\n")
        }
    }
}
