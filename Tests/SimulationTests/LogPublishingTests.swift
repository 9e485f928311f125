// Goal: the log on the disk is that of the database, or the station does not start. Method: worlds are lived through; then a second door is put
// on their store and folder, with one thing changed in between.

import Foundation
import Testing
import WipeCertificate
import WipeCore

import WipeStore

@testable import WipeStation
@testable import wipesim

@Suite struct LogPublishingTests {
    private func door(
        _ world: Simulation, store: Store? = nil, files: FileWriter = FileWriter(), _ change: (inout Certifier) -> Void = { _ in }
    ) throws -> Door {
        var certifier = world.certifier
        change(&certifier)
        return try Door(
            rules: world.swarm.rules, policies: world.swarm.policies, bootID: "next", store: store ?? world.store, certifier: certifier,
            files: files)
    }

    private func checkpoint(_ world: Simulation) throws -> String {
        try String(contentsOfFile: world.logFolder + "/checkpoint", encoding: .utf8)
    }

    @Test func logThatWasDamagedOrLostIsMadeAgainFromTheDatabase() throws {
        try withEndedWorld { world in
            let size = try #require(world.lastHead?.checkpoint.size)
            let head = try checkpoint(world)
            let bundle = world.logFolder + "/tile/entries/000.p/\(size)"
            let entries = try Data(contentsOf: URL(fileURLWithPath: bundle))
            for spoil in [bundle, world.logFolder + "/tile/0/000.p/\(size)", world.logFolder] {
                try FileManager.default.removeItem(atPath: spoil)
                var door = try door(world)
                _ = try door.finishPublishing(clock: world.now)
                #expect(try checkpoint(world) == head)
                #expect(try Data(contentsOf: URL(fileURLWithPath: bundle)) == entries)
                #expect(try door.proof(of: "1") != nil)
            }
            try Data([1]).write(to: URL(fileURLWithPath: bundle))
            var door = try door(world)
            _ = try door.finishPublishing(clock: world.now)
            #expect(try Data(contentsOf: URL(fileURLWithPath: bundle)) == entries)
        }
    }

    @Test func publishedHeadThatTheDatabaseDoesNotHaveStopsTheStart() throws {
        try withEndedWorld { world in
            // An older database was put back.
            let empty = try Store.inMemory()
            let older = #expect(throws: LogConflict.self) { try self.door(world, store: empty) }
            #expect(older?.description.contains("older database") == true)
            // As many entries, and others.
            let other = try #require(world.lastHead?.checkpoint)
            let forged = LogCheckpoint(origin: other.origin, size: other.size, root: .leaf([1]))
            let kept = try checkpoint(world)
            try Data(SignedCheckpoint(forged, key: .ephemeral(role: .log)).bytes).write(
                to: URL(fileURLWithPath: world.logFolder + "/checkpoint"))
            #expect(throws: LogConflict.self) { try self.door(world) }
            try Data("nonsense".utf8).write(to: URL(fileURLWithPath: world.logFolder + "/checkpoint"))
            #expect(throws: LogConflict.self) { try self.door(world) }
            try Data(kept.utf8).write(to: URL(fileURLWithPath: world.logFolder + "/checkpoint"))
            let renamed = #expect(throws: LogConflict.self) {
                try self.door(world) { $0.log.origin = "another" }
            }
            #expect(renamed?.description.contains("origin: \"\(other.origin)\"") == true)
            _ = try door(world)
        }
    }

    @Test func fileThatNoRowKnowsIsNamedAndNeverLogged() throws {
        try withEndedWorld { world in
            #expect(try door(world).foreignFiles == [])
            try Data("{}".utf8).write(to: URL(fileURLWithPath: world.folder + "/T_S_smuggled.json"))
            var door = try door(world)
            let head = try checkpoint(world)
            _ = try door.finishPublishing(clock: world.now)
            #expect(door.foreignFiles == ["T_S_smuggled.json"])
            #expect(try checkpoint(world) == head)
        }
    }

    /// Many documents wait at once, as after a long time of a full disk, and the power fails at every step of publishing them together.
    @Test func powerThatFailsAnywhereInABatchLosesNothing() throws {
        struct PowerFailure: Error {}
        try withEndedWorld { world in
            var full = try door(world, files: FileWriter { _ in throw PowerFailure() })
            _ = try full.process(.restarted, at: world.now())
            let record = try #require(try world.store.documents().first { $0.kind.isOfAJob && $0.published })
            for number in 1...5 {
                _ = try full.state(
                    .correction, about: record.id, reason: "nº \(number)", by: Actor(uid: 0, user: "root", role: .lead), clock: world.now)
            }
            let waiting = try world.store.unpublishedDocuments(limit: 10)
            #expect(waiting.count == 5)
            var failures = 0
            for last in 0... {
                // Every failure from the beginning: what the one before had written is taken away.
                for name in waiting.map(\.fileName) {
                    unlink(world.folder + "/" + name)
                    unlink(world.folder + "/" + PublishedName.ofProof(name))
                }
                var left = last
                let files = FileWriter { _ in
                    if left == 0 { throw PowerFailure() }
                    left -= 1
                }
                var next = try door(world, files: files)
                _ = try next.process(.restarted, at: world.now())
                let isDone = (try? next.finishPublishing(clock: world.now)) != nil
                // What the store calls published can be read, with a proof that holds.
                for document in try waiting.compactMap({ try world.store.document(id: $0.id) }) where document.published {
                    let path = world.folder + "/" + document.fileName
                    #expect(FileManager.default.contents(atPath: path).map(Array.init) == document.bytes)
                    let proof = try LogProof(parsing: Array(FileManager.default.contents(atPath: PublishedName.ofProof(path)) ?? Data()))
                    #expect(try proof.includes(#require(LogEntry(parsing: document.logEntry))))
                }
                if isDone { break }
                failures += 1
                #expect(try world.store.unpublishedDocuments(limit: 10).count == 5)
            }
            #expect(try world.store.unpublishedDocuments(limit: 10).isEmpty)
            // Each of five files and five proofs, before its name and after it.
            #expect(failures >= 20, "\(failures)")
        }
    }

    @Test func rotatedKeysSignFromThenOn() throws {
        try withEndedWorld { world in
            let keys = world.folder + "/keys"
            mkdir(keys, 0o700)
            // Its station key is a simulation key too; a log key needs a real one to sign for it.
            var door = try door(world) { $0.stationKey = .ephemeral(role: .station) }
            _ = try door.process(.restarted, at: world.now())
            _ = try door.finishPublishing(clock: world.now)
            let folder = KeyFolder(path: keys, fixed: [.station])
            let actor = Actor(uid: 0, user: "root", role: .lead)
            for worker in [Role.viewer, .technician] {
                let refused = #expect(throws: Refused.self) {
                    try door.rotate(
                        .log, retiredFrom: UTCTime(secondsSince1970: 0), in: folder, reason: "r",
                        by: Actor(uid: 1, user: "luc", role: worker), clock: world.now)
                }
                #expect(refused?.code == Refused.Code.notAllowed.rawValue)
                let untold = #expect(throws: Refused.self) {
                    try door.state(
                        .revocation, about: "1", reason: "r", by: Actor(uid: 1, user: "luc", role: worker), clock: world.now)
                }
                #expect(untold?.code == Refused.Code.notAllowed.rawValue)
            }
            #expect(throws: Refused.self) {
                try door.rotate(.station, retiredFrom: UTCTime(secondsSince1970: 0), in: folder, reason: "r", by: actor, clock: world.now)
            }
            for role in [KeyRole.simulation, .log] {
                _ = try SigningKey.loadOrCreate(directory: keys, role: role)
                let made = try door.rotate(
                    role, retiredFrom: UTCTime(secondsSince1970: 0), in: folder, reason: "yearly", by: actor, clock: world.now)
                let next = try SigningKey.loadOrCreate(directory: keys, role: role).publicKey
                #expect(KeyRotation(signed: made.document.bytes)?.replacement == next)
                _ = try door.finishPublishing(clock: world.now)
                if role == .log {
                    #expect(door.logHead?.isSigned(by: LogKey(name: world.logKey.name, key: next)) == true)
                    #expect(try door.proof(of: "1")?.head == door.logHead)
                }
            }
        }
    }
}
