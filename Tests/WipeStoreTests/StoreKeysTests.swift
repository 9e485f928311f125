// Goal: what the database knows of keys and of its own history stays known, and a key begins no later than was said. Method: notes are taken and
// read back; a database of an older version is brought up to date.

import Foundation
import GRDB
import Testing

@testable import WipeCore
@testable import WipeStore

@Suite struct StoreKeysTests {
    private let name = StationName(station: "Poste 3", origin: "wiped/poste-3")

    private func note(_ did: String, _ role: String, _ from: Int64, _ name: StationName? = nil) -> KeyNote {
        KeyNote(did: did, role: role, validFrom: from, name: name ?? self.name)
    }

    @Test func keyThatIsKnownKeepsItsBeginningAndGainsNames() throws {
        let store = try Store.inMemory()
        try store.note([note("did:a", "station", 100), note("did:b", "log", 100)], at: 100)
        let other = StationName(station: "Poste 4", origin: "wiped/poste-3")
        try store.note(
            [note("did:a", "station", 900, other), note("did:a", "station", 900)], at: 900, acts: [exampleAct("station-renamed")])
        let known = try store.knownKeys()
        #expect(known.map(\.did) == ["did:a", "did:b"] && known.map(\.validFrom) == [100, 100] && known.map(\.validUntil) == [nil, nil])
        #expect(known[0].names == [name, other] && known[1].names == [name])
        #expect(try store.journal(limit: 9).map(\.act.code) == ["station-renamed"])
    }

    @Test func lostKeyEndsAndCountsAgainWhenItIsBack() throws {
        let store = try Store.inMemory()
        try store.note([note("did:a", "station", 100)], at: 100)
        try store.note([note("did:b", "station", 200)], lost: ["did:a"], at: 200)
        #expect(try store.knownKeys().map(\.validUntil) == [201, nil])
        // Lost in the second in which it was noted, or under a clock that ran back: an interval all the same.
        try store.note([note("did:c", "station", 300)], lost: ["did:b"], at: 50)
        #expect(try store.knownKeys().map(\.validUntil) == [201, 201, nil])
        try store.note([note("did:a", "station", 400)], at: 400)
        #expect(try store.knownKeys().first?.validUntil == nil)
    }

    @Test func keyBeginsEarlierAndNeverLater() throws {
        let store = try Store.inMemory()
        try store.note([note("did:a", "station", 500)], at: 500)
        try store.begin("did:a", at: 300, act: exampleAct("key-begin"))
        try store.begin("did:a", at: 400, act: exampleAct("key-begin"))
        #expect(try store.knownKeys().map(\.validFrom) == [300])
        #expect(throws: StoreError.self) { try store.write("x") { try $0.execute(sql: "UPDATE station_key SET valid_from = 600") } }
        #expect(throws: StoreError.self) { try store.write("x") { try $0.execute(sql: "DELETE FROM station_key") } }
    }

    @Test func keysOfAnOlderDatabaseAreThoseOfItsDocuments() throws {
        let folder = try Folder()
        try FileManager.default.copyItem(atPath: OldDatabaseTests.kept, toPath: folder.database)
        let store = try Store.open(folder: folder.path)
        let known = try store.knownKeys()
        #expect(
            !known.isEmpty
                && known.allSatisfy {
                    ["station", "simulation"].contains($0.role) && $0.did.hasPrefix("did:key:z6Mk") && $0.validUntil == nil
                })
        for key in known {
            #expect(key.names.map(\.station) == ["Simulation"], "\(key)")
            // None of its documents lies before it, and one begins with it.
            #expect(try store.firstDocument(of: key.did, before: key.validFrom) == nil)
            #expect(try store.firstDocument(of: key.did, before: key.validFrom + 1) == key.validFrom)
        }
        #expect(try store.identity().count == 32 && !store.hasMark())
        #expect(try store.firstDocument() == known.map(\.validFrom).min())
    }

    @Test func copyHasTheSameIdentityAndAnotherDatabaseAnotherOne() throws {
        let folder = try Folder()
        let store = try Store.open(folder: folder.path)
        let identity = try store.identity()
        try store.noteMark()
        try store.close()
        let again = try Store.open(folder: folder.path)
        #expect(try again.identity() == identity && again.hasMark())
        #expect(try Store.inMemory().identity() != identity)
    }

    @Test func numbersThatAreLeftOutAreNeverGiven() throws {
        let store = try Store.inMemory()
        #expect(try store.nextRecord() == 1 && store.logSize() == 0 && store.gap() == nil)
        try store.leaveOutRecords(before: 7, act: exampleAct("older-state-accepted", detail: "what is gone"))
        #expect(try store.nextRecord() == 7 && store.gap() == "what is gone")
        try store.leaveOutRecords(before: 3, act: exampleAct("older-state-accepted", detail: "more"))
        #expect(try store.nextRecord() == 7)
        try store.closeGap()
        #expect(try store.gap() == nil)
        #expect(storeError { try store.leaveOutRecords(before: .max, act: exampleAct("x")) }?.kind == .conflict)
    }

    @Test func pagesOfAListAreTheListWithoutItsBytes() throws {
        let store = try Store.inMemory()
        for record in UInt64(1)...11 {
            try store.close(
                exampleJob("j\(record)", tag: "T-\(record % 2)", record: record), .sanitized, document: "d\(record)", at: Int64(record))
        }
        for filter in [
            DocumentFilter(), DocumentFilter(assetTag: "T-1"), DocumentFilter(sinceWallMilliseconds: moment(6).wallMilliseconds),
        ] {
            let whole = try store.documents(filter)
            #expect(whole.count >= 5)
            for limit in [1, 2, 4, 11, 100] {
                var pages: [SignedDocument] = []
                var below: Int64?
                repeat {
                    let found = try store.documentPage(filter, below: below, limit: limit)
                    #expect(found.page.count <= limit)
                    pages += found.page
                    below = found.next
                } while below != nil
                #expect(pages.map(\.id) == whole.map(\.id) && pages.map(\.presentTag) == whole.map(\.presentTag))
                #expect(pages.allSatisfy { $0.bytes.isEmpty && $0.published })
            }
        }
    }
}
