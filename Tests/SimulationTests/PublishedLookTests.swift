// Goal: what is published and was deleted or altered under a station is found, said and put back from the database; what is sound is let be.
// Method: worlds with a history, of whose files one is spoilt in every way; then a served station whose files go while it runs.

import Foundation
import Testing
import WipeCertificate
import WipeCore
import WipeStore

@testable import WipeStation
@testable import wipesim

@Suite struct PublishedLookTests {
    private static let files = FileManager.default

    private func door(_ world: Simulation) throws -> Door {
        var door = try Door(
            rules: world.swarm.rules, policies: world.swarm.policies, bootID: "next", store: world.store, certifier: world.certifier)
        _ = try door.process(.restarted, at: world.now())
        return door
    }

    /// Everything that a whole look finds.
    private func look(_ door: Door) throws -> (found: [SpoiltFile], foreign: [String]) {
        var look = try door.publishedLook()
        var found: [SpoiltFile] = []
        while !look.isOver { found += try look.go(milliseconds: 1000) }
        return (found + door.spoiltEdge(), look.foreign)
    }

    /// Every file that is published, by its path.
    private func published(_ world: Simulation) throws -> [String: Data] {
        var all: [String: Data] = [:]
        for folder in [world.folder, world.logFolder] {
            let walk = try #require(Self.files.enumerator(atPath: folder))
            for case let name as String in walk {
                let path = folder + "/" + name
                var isFolder: ObjCBool = false
                guard Self.files.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
                let isOfIt = folder == world.logFolder || name.hasSuffix(".json") || name.hasSuffix(".tlog-proof")
                if isOfIt { all[path] = try Data(contentsOf: URL(fileURLWithPath: path)) }
            }
        }
        return all
    }

    enum Damage: String, CaseIterable { case deleted, changed, shortened, emptied, pipe, link }

    private func spoil(_ path: String, _ bytes: Data, _ damage: Damage) throws {
        var bytes = [UInt8](bytes)
        unlink(path)
        switch damage {
        case .deleted: return
        case .changed: bytes[bytes.count / 2] ^= 1
        case .shortened: bytes.removeLast()
        case .emptied: bytes = []
        case .pipe: return #expect(mkfifo(path, 0o644) == 0)
        case .link: return #expect(symlink("/dev/null", path) == 0)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test(.timeLimit(.minutes(15)), arguments: Damage.allCases) func whatIsSpoiltIsFoundAndPutBack(_ damage: Damage) throws {
        try withEndedWorld { world in
            var door = try door(world)
            let before = try published(world)
            let untouched = try look(door)
            #expect(untouched.found.isEmpty && untouched.foreign.isEmpty, "\(untouched.found.map(\.name))")
            #expect(
                before.count >= 5 && before.keys.contains { $0.hasSuffix(".tlog-proof") } && before[world.logFolder + "/checkpoint"] != nil)
            for (path, bytes) in before.sorted(by: { $0.key < $1.key }) {
                try spoil(path, bytes, damage)
                let found = try look(door).found
                #expect(found.map(\.path) == [path])
                let (act, problem) = try door.putBack(found, at: world.now())
                #expect(problem == nil && act.code == "published-changed" && act.detail.contains((path as NSString).lastPathComponent))
                let after = try published(world)
                #expect(after[path] == bytes || path.hasSuffix(".tlog-proof"), "\(path)")
                #expect(try look(door).found.isEmpty && after.count == before.count, "\(path)")
            }
            #expect(try world.store.journal(limit: 1).first?.act.code == "published-changed")
        }
    }

    /// A proof that holds, and is that of another record, of another log or under another key.
    @Test(.timeLimit(.minutes(15))) func aProofThatIsNotItsOwnIsSpoilt() throws {
        try withEndedWorld { world in
            var door = try door(world)
            let documents = try world.store.documents().filter(\.published)
            let (one, two) = (try #require(documents.first), try #require(documents.last))
            let path = PublishedName.ofProof(world.folder + "/" + one.fileName)
            let own = try LogProof(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path))))
            let other = try Data(contentsOf: URL(fileURLWithPath: PublishedName.ofProof(world.folder + "/" + two.fileName)))
            let stranger = try SignedCheckpoint(own.head.checkpoint, key: .ephemeral(role: .log))
            for bytes in [other, Data(LogProof(index: own.index, path: own.path, head: stranger).bytes)] {
                try bytes.write(to: URL(fileURLWithPath: path))
                let found = try look(door).found
                #expect(found.map(\.path) == [path])
                _ = try door.putBack(found, at: world.now())
                #expect(try look(door).found.isEmpty)
            }
        }
    }

    @Test(.timeLimit(.minutes(15))) func everythingGoneAtOnceComesBackInPieces() throws {
        try withEndedWorld { world in
            var door = try door(world)
            let before = try published(world)
            for path in before.keys { unlink(path) }
            try Self.files.removeItem(atPath: world.logFolder)
            let found = try look(door).found
            #expect(Set(found.map(\.path)) == Set(before.keys))
            #expect(try door.putBack(found, at: world.now()).problem == nil)
            #expect(try look(door).found.isEmpty)
        }
    }

    /// What stands in the way is said, and the others are put back all the same.
    @Test(.timeLimit(.minutes(15))) func whatCannotBePutBackIsSaid() throws {
        try withEndedWorld { world in
            var door = try door(world)
            let records = try published(world).keys.filter { $0.hasSuffix(".json") }.sorted()
            for path in records.prefix(2) { unlink(path) }
            try Self.files.createDirectory(atPath: records[0] + "/in-the-way", withIntermediateDirectories: true)
            let found = try look(door).found
            #expect(found.map(\.path).sorted() == Array(records.prefix(2)))
            let problem = try door.putBack(found, at: world.now()).problem
            #expect(problem?.contains(records[0]) == true, "\(problem ?? "nothing")")
            #expect(Self.files.fileExists(atPath: records[1]))
            #expect(try look(door).found.map(\.path) == [records[0]])
        }
    }

    /// On a kept state folder with records: spoilt while the station is stopped, then while it runs.
    @Test(.timeLimit(.minutes(15))) func aServedStationSaysItAndPutsItBack() throws {
        let station = try ServedStation(goingOnFrom: OldStateTests.kept)
        defer { station.end() }
        func names() throws -> [String] {
            try Self.files.contentsOfDirectory(atPath: station.folder + "/s/certificates").filter { $0.hasSuffix(".json") }.sorted()
        }
        let before = try names()
        let first = try #require(before.first)
        let path = station.folder + "/s/certificates/" + first
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        func isBack() -> Bool { (try? Data(contentsOf: URL(fileURLWithPath: path))) == bytes }
        func awaitAlarm(_ seconds: Int) throws {
            for _ in 0..<(seconds * 5) where !isBack() { usleep(200_000) }
            #expect(isBack())
            let alarms = try station.json("/v1/status")["alarms"] as? [[String: Any]] ?? []
            let said = alarms.first { $0["code"] as? String == "published-changed" }?["message"] as? String
            #expect(said?.contains("certificates/" + first) == true && said?.contains("put back from the database") == true, "\(alarms)")
        }
        #expect(try !station.alarms().contains("published-changed"))
        station.stop()
        unlink(path)
        try station.startAgain()
        try awaitAlarm(20)
        station.stop()
        try station.startAgain()
        usleep(2_000_000)
        #expect(try !station.alarms().contains("published-changed"))
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        try Data("{}".utf8).write(to: URL(fileURLWithPath: station.folder + "/s/certificates/T_S_smuggled.json"))
        try awaitAlarm(90)
        #expect(try station.alarms().contains("foreign-certificate"))
        let lines = try station.json("/v1/journal?limit=100")["entries"] as? [[String: Any]] ?? []
        let said = lines.filter { $0["event"] as? String == "published-changed" }.compactMap { $0["detail"] as? String }
        #expect(
            said.count == 2 && said.contains { $0.contains("\(first): missing") }
                && said.contains { $0.contains("\(first): changed (2 bytes)") })
    }
}
