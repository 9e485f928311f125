// Goal: the checkers of drives that erase themselves would say so if something went wrong. Method: worlds in which something is broken on purpose, and
// a count of what happens in worlds in which nothing is.

import Foundation
import Testing
import WipeCore
import WipeFirmware
import WipeStation
import WipeStore

@testable import WipeSimulation
@testable import wipesim

@Suite struct EraseWorldTests {
    /// The first violation of a world in which `spoil` breaks something after every step.
    private static func violation(seeds: ClosedRange<UInt64> = 1...40, _ spoil: (inout Simulation) throws -> Void) throws -> String? {
        for seed in seeds {
            var world = try Simulation(
                seed: seed, folder: NSTemporaryDirectory() + "/erase-worlds-\(UUID().uuidString)", age: .erase)
            defer { world.removeFolder() }
            do {
                world.newBoot()
                try world.start()
                world.plugErasers()
                for _ in 0..<900 {
                    try world.step()
                    try spoil(&world)
                }
                try world.comeToRest()
                try world.checkEnd()
            } catch let violation as Violation { return violation.sentence }
        }
        return nil
    }

    /// Tells a drive past everybody.
    private static func tell(_ cast: Cast, at time: Int64) {
        cast.drive.with { drive in _ = drive.firmware?.start(.block, at: time, &drive.medium) }
    }

    @Test func drivesAreErasedAndLiesAreFound() throws {
        var tally = Tally()
        for seed in UInt64(1)...40 {
            let result = try SeedResult.live(seed: seed)
            #expect(result.violation == nil, "wipesim run --seed \(seed)")
            tally.add(result.tally)
        }
        #expect(tally.erases["sanitized"] ?? 0 > 5)
        #expect(tally.records.contains { $0.key.hasPrefix("purged") }, "\(tally.records)")
        #expect(tally.erases.count > 3, "\(tally.erases)")
        #expect(EraseTrouble.allCases.allSatisfy { tally.troubles[$0.rawValue] ?? 0 > 0 }, "\(tally.troubles)")
    }

    /// A world at its end, in which a drive was sanitized with its own erase as the last row, and what its checker then looks at.
    private static func erased() throws -> (world: Simulation, report: WipeReport, seen: LastRead, job: WipeJob) {
        for seed in UInt64(1)...60 {
            var world = try Simulation(seed: seed, folder: NSTemporaryDirectory() + "/erase-worlds-\(UUID().uuidString)", age: .erase)
            try world.run()
            for job in try world.store.closedJobs(limit: 100) where job.state.word == "sanitized" {
                guard let plan = job.plan, plan.passes.last?.command != nil, let seen = world.lastRead[job.id] else { continue }
                return (world, WipeReport(plan: plan, passes: [], end: .finished, activeMilliseconds: 0), seen, job)
            }
        }
        throw Violation("no drive was sanitized by itself")
    }

    private static func sentence(_ check: () throws -> Void) -> String? {
        do { try check() } catch let violation as Violation { return violation.sentence } catch { return "\(error)" }
        return nil
    }

    @Test func whatIsLeftInAnyCellIsSeen() throws {
        let (world, report, seen, job) = try Self.erased()
        #expect(Self.sentence { try world.checkCells(report, seen, job) } == nil)
        let pass = try #require(report.plan.passes.last)
        let mark = try #require(pass.command?.marks.last)
        let sector = Extent(offset: mark.offset, length: UInt64(seen.medium.geometry.logicalSectorBytes))
        for pattern in [seen.medium.donor, pass.pattern] {
            var spoilt = seen
            spoilt.medium.replace(sector, with: SimulatedMedium.image(pattern, sector))
            let left = Self.sentence { try world.checkCells(report, spoilt, job) }
            #expect(left?.hasPrefix("(m)") == true && left?.contains("left at \(sector.offset)") == true, "\(String(describing: left))")
        }
        var spoilt = seen
        spoilt.firmware = SimulatedFirmware(transport: .nvme)
        let spare = Self.sentence { try world.checkCells(report, spoilt, job) }
        #expect(spare?.hasPrefix("(m)") == true && spare?.contains("spare cells") == true, "\(String(describing: spare))")
    }

    /// A record of a purge, changed after it was signed.
    @Test func aRecordThatSaysPurgeWronglyIsSeen() throws {
        var (world, _, seen, job) = try Self.erased()
        let document = try #require(try world.store.documents().first { $0.job == job.id && $0.kind.isOfAJob && $0.saysPurged })
        #expect(Self.sentence { try world.checkPurge(document) } == nil)
        var quiet = document
        quiet.outcome = "cleared"
        #expect(Self.sentence { try world.checkPurge(quiet) }?.contains("and claims a purge") == true)
        let text = String(decoding: document.bytes, as: UTF8.self)
        let none = try #require(["\"fallbackPolicy\":null", "\"fallbackPolicy\": null"].first { text.contains($0) })
        let digest = "sha256:" + String(repeating: "0", count: 64)
        let other = "\"fallbackPolicy\":{\"digest\":\"\(digest)\",\"id\":\"random\",\"version\":\"1.0.0\"}"
        var forged = document
        forged.bytes = Array(text.replacingOccurrences(of: none, with: other).utf8)
        let fallback = Self.sentence { try world.checkPurge(forged) }
        #expect(fallback?.contains("(r)") == true || fallback?.contains("fallback") == true, "\(String(describing: fallback))")
        seen.firmware = SimulatedFirmware(transport: .nvme)
        world.lastRead[job.id] = seen
        #expect(Self.sentence { try world.checkPurge(document) }?.contains("spare cells") == true)
    }

    @Test func aCommandWithoutItsIntentIsSeen() throws {
        let seen = try Self.violation { world in world.judge.commands.intended = [:] }
        #expect(seen?.hasPrefix("(n)") == true && seen?.contains("0 were on record before") == true, "\(String(describing: seen))")
    }

    @Test func aCommandToSeveralNamespacesIsSeen() throws {
        let seen = try Self.violation { world in
            for cast in world.swarm.cast where world.judge.leases.contains(cast.number) {
                cast.drive.with { $0.firmware?.namespaces = 2 }
                Self.tell(cast, at: world.clock.milliseconds)
            }
        }
        #expect(seen?.hasPrefix("(n)") == true && seen?.contains("not all that the command reaches") == true, "\(String(describing: seen))")
    }

    @Test func aThirdCommandInOneAttemptIsSeen() throws {
        let world = try Simulation(seed: 1, folder: NSTemporaryDirectory() + "/erase-worlds-\(UUID().uuidString)", age: .erase)
        defer { world.removeFolder() }
        let geometry = try #require(Geometry(capacityBytes: 4096, logicalSectorBytes: 512, physicalSectorBytes: 512))
        let policy = try #require(world.swarm.policies["purge"])
        let plan = Planner.plan(
            policy: policy, geometry: geometry, techniques: [.sanitizeBlock], entropy: SimulatedEntropy(seed: 1).entropy.plan)
        var report = WipeReport(plan: plan, passes: [PassResult()], end: .finished, activeMilliseconds: 0)
        for (issues, attempts, isRight) in [(2, 1, true), (3, 1, false), (6, 3, true), (7, 3, false), (4, 4, false)] {
            var row = CommandResult()
            (row.issues, row.attempts) = (issues, attempts)
            report.passes[0].command = row
            let isSeen = Result { try world.checkIssues(report, "job") }
            if case .success = isSeen {
                #expect(isRight, "\(issues) in \(attempts)")
            } else {
                #expect(!isRight, "\(issues) in \(attempts)")
            }
        }
    }

    @Test func anIntentWithoutADocumentIsSeen() throws {
        let seen = try Self.violation(seeds: 1...1) { world in world.judge.commands.intended["made-up"] = 1 }
        #expect(seen?.hasPrefix("(o)") == true, "\(String(describing: seen))")
    }

    @Test func aReadOfADriveAtItsEraseIsSeen() throws {
        let seen = try Self.violation { world in
            for cast in world.swarm.cast where cast.drive.with({ $0.firmware?.isRunning == true && $0.attachment != nil }) {
                let sector = Extent(offset: 0, length: UInt64(cast.drive.geometry.logicalSectorBytes))
                cast.drive.with { _ = $0.perform(Step(id: 1, action: .look(sector, .zeros)), at: world.clock.milliseconds) }
            }
        }
        #expect(seen?.hasPrefix("(q)") == true, "\(String(describing: seen))")
    }

    @Test func aCommandToADriveThatNobodyOpenedIsSeen() throws {
        let seen = try Self.violation { world in
            for cast in world.swarm.cast where !world.judge.leases.contains(cast.number) { Self.tell(cast, at: world.clock.milliseconds) }
        }
        #expect(seen?.hasPrefix("(s)") == true || seen?.hasPrefix("(b)") == true, "\(String(describing: seen))")
    }
}
