// Goal: no second history in silence, and no record lost for the mark that guards against it. Method: worlds are lived through with a mark; then
// stores and folders are exchanged, and the power fails between any two of its writes.

import Foundation
import Testing
import WipeCertificate
import WipeCore
import WipeStore

@testable import WipeStation
@testable import wipesim

@Suite struct HistoryMarkTests {
    private static let lead = Actor(uid: 0, user: "root", role: .lead)

    private struct PowerFailure: Error {}

    private func door(
        _ world: Simulation, store: Store? = nil, accepting: Actor? = nil, files: FileWriter = FileWriter(),
        marks: FileWriter = FileWriter()
    ) throws -> Door {
        let keeping = HistoryKeeping(folder: world.markFolder, at: world.now(), accepting: accepting, files: marks)
        return try Door(
            rules: world.swarm.rules, policies: world.swarm.policies, bootID: "next", store: store ?? world.store,
            certifier: world.certifier,
            files: files, history: keeping)
    }

    private func mark(_ world: Simulation) throws -> HistoryMark? {
        if case .mark(let mark) = try FoundMark.read(world.markFolder) { mark } else { nil }
    }

    private func write(_ mark: HistoryMark, _ world: Simulation) throws {
        try JSONEncoder().encode(mark).write(to: URL(fileURLWithPath: world.markFolder + "/high-water"))
    }

    @Test func markIsWhatTheHistoryHasComeTo() throws {
        try withEndedWorld { world in
            let mark = try #require(try mark(world))
            #expect(try mark.nextRecord == world.store.nextRecord())
            #expect(mark.logSize == world.lastHead?.checkpoint.size && mark.logRoot == world.lastHead?.checkpoint.root.base64)
            #expect(try mark.database == world.store.identity())
            _ = try door(world)
            #expect(try self.mark(world) == mark)
        }
    }

    /// Each way in which a state may be older or another one, with and without its log.
    @Test func olderHistoryStopsTheStartAndSaysWhatToDo() throws {
        try withEndedWorld { world in
            let here = try #require(try mark(world))
            var other: [(String, HistoryMark)] = []
            var ahead = here
            ahead.nextRecord += 1
            other.append(("record numbers", ahead))
            ahead = here
            ahead.logSize += 1
            other.append(("entries", ahead))
            ahead = here
            ahead.logRoot = LogHash.leaf([1]).base64
            other.append(("others here", ahead))
            ahead = here
            ahead.database = "another"
            other.append(("another database", ahead))
            ahead = here
            ahead.origin = "another.example/log"
            other.append(("another.example/log", ahead))
            let before = try world.store.journal(limit: 10_000).count
            for hasLog in [true, false] {
                if !hasLog { try FileManager.default.removeItem(atPath: world.logFolder) }
                for (words, mark) in other {
                    try write(mark, world)
                    let stop = #expect(throws: LogConflict.self) { try door(world) }
                    let said = stop?.description ?? ""
                    #expect(said.contains(words) && said.contains("newest backup") && said.contains("--accept-older-state"), "\(said)")
                    #expect(try self.mark(world) == mark, "a start that was stopped changed the mark")
                }
            }
            // An empty database in the place of a station's.
            try write(here, world)
            #expect(throws: LogConflict.self) { try door(world, store: try Store.inMemory()) }
            #expect(try world.store.journal(limit: 10_000).count == before)
            _ = try door(world)
        }
    }

    @Test func acceptedGapIsInTheJournalAndNoNumberIsGivenTwice() throws {
        try withEndedWorld { world in
            let next = try world.store.nextRecord()
            for (ahead, first) in [(UInt64(5), next + 5), (0, next + 6)] {
                var mark = try #require(try mark(world))
                mark.nextRecord += ahead
                mark.logSize += 7
                try write(mark, world)
                var accepted = try door(world, accepting: Self.lead)
                #expect(accepted.state.nextRecord == first && accepted.markLoss == nil)
                let act = try #require(try world.store.journal(limit: 1).first?.act)
                #expect(
                    act.code == "older-state-accepted" && act.actor.user == "root" && act.detail.contains("to \(first - 1) are left out"),
                    "\(act)")
                #expect(try world.store.gap() == act.detail)
                _ = try accepted.process(.restarted, at: world.now())
                // From here on it is a history like any other.
                #expect(try self.mark(world)?.logSize == world.lastHead?.checkpoint.size)
                #expect(try door(world).state.nextRecord == first)
            }
        }
    }

    @Test func publishedHeadOfALostHistoryIsPutAside() throws {
        try withEndedWorld { world in
            let empty = try Store.inMemory()
            #expect(throws: LogConflict.self) { try door(world, store: empty) }
            let accepted = try door(world, store: empty, accepting: Self.lead)
            let size = try #require(world.lastHead?.checkpoint.size)
            #expect(accepted.state.nextRecord >= UInt64(size) + 1)
            let names = try FileManager.default.contentsOfDirectory(atPath: world.folder)
            #expect(names.contains { $0.hasPrefix("log.superseded-") })
            #expect(!FileManager.default.fileExists(atPath: world.logFolder + "/checkpoint"))
        }
    }

    @Test func markThatIsGoneOrDamagedIsSaidAndMadeAnew() throws {
        try withEndedWorld { world in
            let mark = try #require(try mark(world))
            let path = world.markFolder + "/high-water"
            for damage in ["", "{}", "{\"database\":\"x\"}", "\u{0}\u{0}\u{0}", nil] {
                unlink(path)
                if let damage { try Data(damage.utf8).write(to: URL(fileURLWithPath: path)) }
                let door = try door(world)
                #expect(door.markLoss?.contains(path) == true, "\(damage ?? "gone")")
                #expect(try self.mark(world) == mark)
                #expect(try world.store.journal(limit: 1).first?.act.code == "mark-made-anew")
                #expect(try self.door(world).markLoss == nil)
            }
            // A database that never had one, of an older version: nothing to say.
            unlink(path)
            try FileManager.default.removeItem(atPath: world.logFolder)
            #expect(try door(world, store: try Store.inMemory()).markLoss == nil)
        }
    }

    /// The power fails before and after every file, those of the mark among them: what was stored is published in the end, and no start is stopped.
    @Test func powerThatFailsAtAnyStepLosesNothingAndStopsNoStart() throws {
        try withEndedWorld { world in
            let record = try #require(try world.store.documents().first { $0.kind.isOfAJob && $0.published })
            var failures = 0
            for last in 0... {
                var left = last
                let files = FileWriter { _ in
                    if left == 0 { throw PowerFailure() }
                    left -= 1
                }
                var failing = try door(world, files: files, marks: FileWriter())
                _ = try failing.process(.restarted, at: world.now())
                var next = try door(world, files: files, marks: files)
                let stored = try? {
                    _ = try next.process(.restarted, at: world.now())
                    return try next.state(.correction, about: record.id, reason: "nº \(last)", by: Self.lead, clock: world.now).document
                }()
                _ = failing
                // The mark is never ahead of the database, and a head that can be read never ahead of the mark.
                let mark = try #require(try mark(world))
                #expect(try mark.nextRecord <= world.store.nextRecord() && mark.logSize <= world.store.logSize())
                let head = try SignedCheckpoint(
                    parsing: Array(try Data(contentsOf: URL(fileURLWithPath: world.logFolder + "/checkpoint")))
                ).checkpoint
                #expect(head.size <= mark.logSize)
                var after = try door(world)
                #expect(after.markLoss == nil)
                _ = try after.process(.restarted, at: world.now())
                _ = try after.finishPublishing(clock: world.now)
                #expect(try world.store.unpublishedDocuments(limit: 10).isEmpty)
                #expect(try self.mark(world)?.nextRecord == world.store.nextRecord())
                if left > 0 || stored == nil {
                    if left > 0 { break }
                }
                failures += 1
            }
            #expect(failures >= 8, "\(failures)")
        }
    }

    /// A disk that takes no mark lets no new wipe begin, and no record is published ahead of it.
    @Test func withoutItsMarkNothingNewIsPublished() throws {
        try withEndedWorld { world in
            var fails = false
            var door = try door(world, marks: FileWriter { _ in if fails { throw PowerFailure() } })
            _ = try door.process(.restarted, at: world.now())
            let head = try Data(contentsOf: URL(fileURLWithPath: world.logFolder + "/checkpoint"))
            fails = true
            let record = try #require(try world.store.documents().first { $0.kind.isOfAJob && $0.published })
            let document = try door.state(.correction, about: record.id, reason: "r", by: Self.lead, clock: world.now).document
            #expect(door.markProblem?.contains("high-water") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: world.logFolder + "/checkpoint")) == head)
            #expect(try world.store.document(id: document.id)?.published == false)
            fails = false
            door.raiseMark()
            _ = try door.finishPublishing(clock: world.now)
            #expect(door.markProblem == nil)
            #expect(try world.store.document(id: document.id)?.published == true)
        }
    }

    /// Its disk takes the number not, and the head a moment later: what the head raised is not taken back by the event that follows.
    @Test(arguments: 0..<4) func aMarkThatFailedOnceIsNeverBehindAHead(step: Int) throws {
        try withEndedWorld { world in
            var steps = 0
            var door = try door(
                world,
                marks: FileWriter { _ in
                    steps += 1
                    if steps == step + 1 { throw PowerFailure() }
                })
            _ = try door.process(.restarted, at: world.now())
            steps = 0
            let record = try #require(try world.store.documents().first { $0.kind.isOfAJob && $0.published })
            _ = try door.state(.correction, about: record.id, reason: "r", by: Self.lead, clock: world.now)
            let head = try SignedCheckpoint(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: world.logFolder + "/checkpoint"))))
            #expect(try #require(try mark(world)).logSize >= head.checkpoint.size)
        }
    }
}
