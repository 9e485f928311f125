// Goal: what was ever seen is found again by any way of writing its name, and a database of before opens with its drives under their new keys.
// Method: rows written and asked for; a database turned back into what version 3 wrote, opened again.

import Foundation
import GRDB
import Testing

@testable import WipeCore
@testable import WipeStore

@Suite struct SightingTests {
    private func sighting(_ serial: String?, wwn: String? = nil, model: String = "M", capacity: UInt64 = 5) -> DriveSighting {
        DriveSighting(
            identity: MediaIdentity(
                vendor: nil, model: model, serial: serial, serialSource: .ataIdentify, wwn: wwn, capacityBytes: capacity),
            properties: ["ID_SERIAL_SHORT": serial ?? ""])
    }

    @Test func aNameIsFoundInEveryWayOfWritingIt() throws {
        let store = try Store.inMemory()
        let rows = [
            sighting("WD-WX_31A2"), sighting("WD-WX_31A2", model: "N"), sighting("ZN1ABCDE", wwn: "0x5000c500a1b2c3d4"), sighting(nil),
        ]
        try store.append(rows.map { .sighting($0) }, at: moment(1))
        #expect(try Set(store.sightings(like: sighting("wd-wx 31a2").identity).map(\.identity.model)) == ["M", "N"])
        #expect(try store.sightings(like: sighting("X1234567", wwn: "5000C500A1B2C3D4").identity) == [rows[2]])
        #expect(try store.sightings(like: sighting(nil).identity) == [])
        #expect(try store.wasSeen(serial: "wd-wx 31a2") && !store.wasSeen(serial: "WD-WX31A2"))
    }

    @Test func aSightingIsReplacedByItsNewerSelf() throws {
        let store = try Store.inMemory()
        var row = sighting("ZN1ABCDE")
        try store.append([.sighting(row)], at: moment(1))
        row.wasInUse = true
        row.properties = ["ID_PATH": "p"]
        try store.append([.sighting(row)], at: moment(2))
        #expect(try store.sightings(like: row.identity) == [row])
    }

    @Test func aWipeIsFoundThoughALookMissedTheWWN() throws {
        let store = try Store.inMemory()
        let job = exampleJob("a", state: .closed(.failed(document: "d", [])), record: 1)
        var missed = job.identity
        missed.wwn = nil
        let seen = DriveSighting(identity: job.identity, properties: [:])
        try store.append(
            [.job(exampleJob("a", record: 1)), .document(exampleDocument("d", record: 1, job: "a", kind: .failure))], at: moment(1))
        try store.append([.published(documentID: "d"), .job(job), .sighting(seen)], at: moment(2))
        #expect(try store.lastWipe(of: missed, among: store.sightings(like: missed))?.ending == .failed)
        var other = missed
        other.model = "another"
        #expect(try store.lastWipe(of: other, among: store.sightings(like: other)) == nil)
    }

    @Test func whatIsProtectedAndWasNeverSeenIsKnown() throws {
        let folder = try Folder()
        var rules = StationRules(protect: [
            [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "zn1abcde")], [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "S5H7*")],
        ])
        let store = try Store.open(folder: folder.path)
        #expect(try store.unmetProtection(rules) == [0, 1])
        try store.append([.sighting(sighting("ZN1ABCDE"))], at: moment(1))
        #expect(try store.unmetProtection(rules) == [1])
        #expect(try Store.unmetProtection(folder: folder.path, rules) == [1], "beside the open one")
        rules.protect = []
        #expect(try store.unmetProtection(rules) == [])
    }

    /// The key of version 3: five facts as they were, the size last.
    private static func oldKey(_ identity: MediaIdentity) -> String {
        [identity.vendor ?? "", identity.model ?? "", identity.serial ?? "", identity.wwn ?? "", String(identity.capacityBytes)]
            .joined(separator: "\u{1F}")
    }

    @Test func aDatabaseOfBeforeOpensWithItsDrivesUnderTheirNewKeys() throws {
        let folder = try Folder()
        var job = exampleJob("a", state: .closed(.failed(document: "d", [])), record: 1)
        job.report.identity.serial = "wd-wx 31a2"
        let key = Self.oldKey(job.identity)
        let record = AttachmentRecord(bootID: "boot", attachment: job.report.attachment, mediaKey: key, presentAtStart: true)
        var seen = exampleAct("identified", detail: "MODEL")
        seen.serial = "never wiped 1"
        do {
            let store = try Store.open(folder: folder.path)
            try store.append(
                [.job(exampleJob("a", record: 1)), .document(exampleDocument("d", record: 1, job: "a", kind: .failure)), .act(seen)],
                at: moment(1))
            try store.append([.published(documentID: "d"), .job(job), .attachment(record)], at: moment(2))
            try store.append([.tag(TagLink(key: .serial("X"), assetTag: AssetTag(tag: "T", source: .intake)))], at: moment(3))
            try store.write("go back") { db in
                try db.execute(sql: "DROP TABLE sighting; DELETE FROM grdb_migrations WHERE identifier = '4'")
                try db.execute(sql: "UPDATE job SET media_key = ?", arguments: [key])
                try db.execute(
                    sql: "UPDATE tag SET key = 'serial:never wiped 1', value = json_set(value, '$.key', 'serial:never wiped 1')")
                // As the migration to the log leaves the documents of version 1.
                try db.execute(sql: "DROP TRIGGER document_kept; UPDATE document SET published = 0")
            }
            try store.close()
        }
        let store = try Store.open(folder: folder.path)
        #expect(try store.lastWipe(mediaKey: job.identity.key)?.job == "a")
        #expect(try store.attachment(bootID: "boot", id: record.attachment)?.mediaKey == job.identity.key)
        #expect(try store.attachment(bootID: "boot", id: record.attachment)?.capacityBytes == job.identity.capacityBytes)
        #expect(try store.sightings(like: job.identity).map(\.identity) == [job.identity])
        #expect(try store.wasSeen(serial: "NEVER_WIPED_1"))
        // Also as a scanner reads it off the label of a drive that is not here, and among the rows of a list.
        for text in ["never_wiped_1", "S/N never wiped 1"] { #expect(try store.isSerial(text), "\(text)") }
        for text in ["NEVER_WIPED_2", "NEVER", "OPEQ-1"] { #expect(try !store.isSerial(text), "\(text)") }
        let links = ["OPEQ-1", "Never_Wiped_1"].map { TagLink(key: .of(serial: "X-" + $0), assetTag: AssetTag(tag: $0, source: .intake)) }
        #expect(try store.intakeFacts(for: links).serials == ["Never_Wiped_1"])
        try store.append([.tag(TagLink(key: .of(serial: "ZN1LQAA7"), assetTag: AssetTag(tag: "OPEQ-9", source: .intake)))], at: moment(9))
        #expect(try store.isSerial("zn1lqaa7"), "only a list names it")
        try store.append([.untag(key: .of(serial: "ZN1LQAA7"))], at: moment(9))
        let plan = try store.plan(Store.serialsSQL, ["[]"])
        #expect(plan.contains("USING INDEX act_by_serial") && plan.contains("sighting_by_serial") && !plan.contains("SCAN tag"), "\(plan)")
        // As barcodes have it: without the maker's letters, without the dash, behind a data identifier.
        try store.append(
            [.tag(TagLink(key: .of(serial: "WD-WXL1A23B4C5D"), assetTag: AssetTag(tag: "OPEQ-8", source: .intake)))], at: moment(9))
        for text in ["WXL1A23B4C5D", "WDWXL1A23B4C5D", "1SWD-WXL1A23B4C5D", "sn wd-wxl1a23b4c5d", "WD-WXL1A23B4C5D"] {
            #expect(try store.isSerial(text), "\(text)")
        }
        for text in ["WXL1A23B4C5", "OPEQ-8", "XL1A23B4C5D"] { #expect(try !store.isSerial(text), "\(text)") }
        let swapped = TagLink(key: .of(serial: "OPEQ-8"), assetTag: AssetTag(tag: "WD-WXL1A23B4C5D", source: .intake))
        #expect(try store.intakeFacts(for: [swapped]).serials == ["WD-WXL1A23B4C5D"])
        try store.append([.untag(key: .of(serial: "WD-WXL1A23B4C5D"))], at: moment(9))
        #expect(try store.tag(key: .of(serial: "never wiped 1"))?.tag == "T")
        #expect(try store.links(LinkFilter(unseenOnly: true), limit: 9).links == [])
        // The net under the records is there again.
        let refused = storeError {
            try store.append([.job(exampleJob("b", state: .closed(.failed(document: "none", [])), record: 2))], at: moment(9))
        }
        #expect(refused != nil)
    }
}
