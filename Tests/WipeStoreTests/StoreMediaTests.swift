// Goal: attachments of this boot and asset tags are found again, and a year's intake list fits in one append.
// Method: appends and reads on files in memory; the big list with the query plan beside it.

import Foundation
import GRDB
import Testing

@testable import WipeCore
@testable import WipeStore

struct StoreMediaTests {
    private func attachment(_ boot: String, _ sequence: UInt64, _ ended: AttachmentRecord.EndedJob? = nil) -> AttachmentRecord {
        AttachmentRecord(
            bootID: boot, attachment: AttachmentID(name: "sdb", diskSequence: sequence), mediaKey: "k", presentAtStart: false,
            wasRefused: true, endedJob: ended)
    }

    @Test func attachmentIsReplacedByItsLaterState() throws {
        let store = try Store.inMemory()
        try store.append([.attachment(attachment("boot", 7))], at: moment(1))
        let later = attachment("boot", 7, AttachmentRecord.EndedJob(job: "j", ending: .failed))
        try store.append([.attachment(later)], at: moment(2))
        #expect(try store.attachment(bootID: "boot", id: later.attachment) == later)
        #expect(try store.attachment(bootID: "boot", id: AttachmentID(name: "sdc", diskSequence: 7)) == nil)
        #expect(try store.attachment(bootID: "boot", id: AttachmentID(name: "sdb", diskSequence: 8)) == nil)
    }

    @Test func whatIsKnownOfAKindOfDriveIsReplaced() throws {
        let store = try Store.inMemory()
        #expect(try store.experience().isEmpty)
        var one = TechniqueExperience(model: "M", firmware: "", technique: .sanitizeBlock, lastAt: moment(1))
        let other = TechniqueExperience(model: "M", firmware: "2", technique: .sanitizeBlock, lastAt: moment(1))
        try store.append([.experience(one), .experience(other)], at: moment(1))
        one.failed = 1
        one.lastWasBad = true
        try store.append([.experience(one)], at: moment(2))
        #expect(Set(try store.experience()) == [one, other])
    }

    @Test func firstAttachmentOfANewBootDropsTheOldBoots() throws {
        let store = try Store.inMemory()
        try store.append([.attachment(attachment("one", 1)), .attachment(attachment("one", 2))], at: moment(1))
        try store.append([.act(exampleAct("started"))], at: moment(2))
        #expect(try store.attachment(bootID: "one", id: attachment("one", 2).attachment) != nil)
        try store.append([.attachment(attachment("two", 1)), .attachment(attachment("two", UInt64.max))], at: moment(3))
        #expect(try store.attachment(bootID: "one", id: attachment("one", 1).attachment) == nil)
        #expect(try store.attachment(bootID: "one", id: attachment("one", 2).attachment) == nil)
        #expect(try store.attachment(bootID: "two", id: attachment("two", 1).attachment) == attachment("two", 1))
        #expect(try store.attachment(bootID: "two", id: attachment("two", UInt64.max).attachment) == attachment("two", UInt64.max))
    }

    @Test func aTagIsOnOneDriveAtATime() throws {
        let store = try Store.inMemory()
        func link(_ key: TagKey, _ tag: String) -> JournalEntry { .tag(TagLink(key: key, assetTag: AssetTag(tag: tag, source: .person))) }
        try store.append([link(.serial("A"), "1"), link(.serial("B"), "2")], at: moment(1))
        #expect(try store.tagHolder(tag: "1") == .serial("A"))
        try store.append([link(.serial("A"), "3")], at: moment(2))
        #expect(try store.tagHolder(tag: "1") == nil)
        // Nothing moves without a word: an entry of its own takes the tag from the one that has it.
        #expect(storeError { try store.append([link(.serial("B"), "3")], at: moment(3)) }?.kind == .conflict)
        #expect(try store.tag(key: .serial("A"))?.tag == "3" && store.tag(key: .serial("B"))?.tag == "2")
        try store.append([.untag(key: .serial("A")), link(.serial("B"), "3")], at: moment(3))
        #expect(try store.tag(key: .serial("A")) == nil)
        #expect(try store.tagHolder(tag: "3") == .serial("B"))
        #expect(try store.tagHolder(tag: "2") == nil)
    }

    @Test func intakeFactsNameTagsHoldersAndRecords() throws {
        let store = try Store.inMemory()
        func link(_ key: TagKey, _ tag: String) -> TagLink { TagLink(key: key, assetTag: AssetTag(tag: tag, source: .intake)) }
        try store.append([.tag(link(.serial("A"), "1")), .tag(link(.serial("B"), "2")), .tag(link(.serial("C"), "9"))], at: moment(1))
        for (number, tag) in [(1, "1"), (2, "5"), (3, "elsewhere")] {
            try store.close(exampleJob("j\(number)", tag: tag, record: UInt64(number)), .sanitized, document: "d\(number)", at: 2)
        }
        // A has a record under its present tag; 2 is B's; 5 has a record; 6 is new.
        let facts = try store.intakeFacts(for: [link(.serial("A"), "6"), link(.serial("D"), "2"), link(.serial("E"), "5")])
        #expect(facts.tags == [.serial("A"): link(.serial("A"), "1").assetTag])
        #expect(facts.holders == ["2": .serial("B")])
        #expect(facts.certified == ["1", "5"])
    }

    @Test func intakeFactsNameSerialsThatAreTags() throws {
        let store = try Store.inMemory()
        func link(_ serial: String, _ tag: String) -> TagLink {
            TagLink(key: .of(serial: serial), assetTag: AssetTag(tag: tag, source: .intake))
        }
        try store.append([.tag(link("T-1", "SN000001")), .tag(link("A", "0012")), .tag(link("SELF", "SELF"))], at: moment(1))
        let facts = try store.intakeFacts(for: [link("sn000001", "T-1"), link("12", "T-2"), link("SELF", "T-3")])
        #expect(facts.tagged == [.of(serial: "SN000001"): .of(serial: "T-1")])
    }

    @Test func intakeFactsNameWhatReadsTheSame() throws {
        let store = try Store.inMemory()
        func link(_ key: TagKey, _ tag: String) -> TagLink { TagLink(key: key, assetTag: AssetTag(tag: tag, source: .intake)) }
        try store.append([.tag(link(.serial("A"), "OPEQ-1")), .tag(link(.serial("B"), "0012"))], at: moment(1))
        for (number, tag) in [(1, "opeq-5"), (2, "OPEQ-6"), (3, "Opeq-6"), (4, "old-7")] {
            try store.close(exampleJob("j\(number)", tag: tag, record: UInt64(number)), .sanitized, document: "d\(number)", at: 2)
        }
        try store.append([.recordTag("j4", tag: "New-8")], at: moment(3))
        let facts = try store.intakeFacts(for: [
            link(.serial("C"), "opeq-1"), link(.serial("B"), "12"), link(.serial("D"), "OPEQ-5"), link(.serial("E"), "OPEQ-6"),
            link(.serial("F"), "OLD-7"), link(.serial("G"), "new-08"),
        ])
        #expect(facts.holders.isEmpty && facts.tags == [.serial("B"): link(.serial("B"), "0012").assetTag])
        #expect(facts.alike == ["opeq-1": [link(.serial("A"), "OPEQ-1")], "12": [link(.serial("B"), "0012")]])
        #expect(facts.certified == ["OPEQ-5", "OPEQ-6", "new-08"])
        #expect(facts.certifiedAs == ["OPEQ-5": "opeq-5", "new-08": "New-8"])
        #expect(try store.record(readingAs: "OPEQ-6")?.record == 2 && store.record(readingAs: "opeq-06")?.record == 3)
        #expect(try store.record(readingAs: "OLD-7") == nil && store.record(readingAs: "NEW-8")?.record == 4)
        // Where the drive takes another tag, it is found by that alone.
        try store.append([.tag(link(.serial("A"), "OPEQ-2"))], at: moment(4))
        #expect(try store.links(readingAs: "opeq-1").isEmpty && store.links(readingAs: "opeq-02").map(\.key) == [.serial("A")])
    }

    @Test func yearOfIntakeFitsInOneAppend() throws {
        let folder = try Folder()
        let store = try Store.open(folder: folder.path)
        let links = (0..<66_000).map { number in
            TagLink(
                key: .serial("WD-\(number)"),
                assetTag: AssetTag(
                    tag: "OPEQ-2026-\(number)", source: .intake, donorTag: "D\(number)", donor: "Hydro-Québec", hostSerial: "H\(number)"))
        }
        try store.append(links.map { .tag($0) } + [.act(exampleAct("intake"))], at: moment(1))
        let facts = try store.intakeFacts(for: links)
        #expect(facts.tags.count == 66_000)
        #expect(facts.holders.count == 66_000)
        #expect(facts.certified.isEmpty)
        // Importing it again changes nothing.
        try store.append(links.map { .tag($0) }, at: moment(2))
        #expect(try store.tagHolder(tag: "OPEQ-2026-65999") == .serial("WD-65999"))
        #expect(try store.plan(Store.tagsSQL, ["[]"]).contains("SEARCH tag USING INDEX sqlite_autoindex_tag_1 (key=?)"))
        #expect(try store.plan(Store.tagHoldersSQL, ["[]"]).contains("SEARCH tag USING INDEX tag_by_reading (reading=?)"))
        let plan = try store.plan(Store.certifiedTagsSQL, ["[]", "[]"])
        #expect(
            plan.contains("document_by_tag_reading (tag_reading=?)") && plan.contains("tag_of_record_by_reading (reading=?)"), "\(plan)")
    }

    @Test func appendsOfManyThreadsAreOneAfterTheOther() throws {
        let folder = try Folder()
        let store = try Store.open(folder: folder.path)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<25 {
                let id = "j\(thread)-\(number)"
                let error = storeError { try store.append([.job(exampleJob(id)), .act(exampleAct("queued", job: id))], at: moment(1)) }
                #expect(error == nil)
                #expect((try? store.job(id))??.id == id)
            }
        }
        #expect(try store.jobCounts() == ["queued": 200])
        #expect(try store.journal(limit: 1000).count == 200)
    }
}
