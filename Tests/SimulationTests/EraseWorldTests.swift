// Goal: the checkers of drives that erase themselves would say so if something went wrong. Method: worlds in which something is broken on purpose, and
// a count of what happens in worlds in which nothing is.

import Foundation
import Testing
import WipeCore
import WipeFirmware
import WipeStation

@testable import WipeSimulation
@testable import wipesim

@Suite struct EraseWorldTests {
    /// The first violation of a world in which `spoil` breaks something after every step.
    private static func violation(seeds: ClosedRange<UInt64> = 1...60, _ spoil: (inout Simulation) throws -> Void) throws -> String? {
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

    /// Jobs that have read their last byte under a plan that ends with the drive's own erase.
    private static func ended(_ world: Simulation) -> [JobID] {
        world.lastRead.keys.sorted().filter { world.life?.door.state.jobs[$0]?.plan?.passes.last?.command != nil }
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

    @Test func dataInACellIsSeen() throws {
        let seen = try Self.violation { world in
            for job in Self.ended(world) {
                guard let medium = world.lastRead[job]?.medium else { continue }
                world.lastRead[job]?.medium.put(medium.donor, at: Extent(offset: 0, length: UInt64(medium.geometry.logicalSectorBytes)))
            }
        }
        #expect(seen?.hasPrefix("(m)") == true && seen?.contains("something is left at 0") == true, "\(String(describing: seen))")
    }

    @Test func aMarkInACellIsSeen() throws {
        let seen = try Self.violation { world in
            for job in Self.ended(world) {
                guard let pass = world.life?.door.state.jobs[job]?.plan?.passes.last, let mark = pass.command?.marks.last,
                    var medium = world.lastRead[job]?.medium
                else { continue }
                medium.replace(mark, with: SimulatedMedium.image(pass.pattern, mark))
                world.lastRead[job]?.medium = medium
            }
        }
        #expect(seen?.hasPrefix("(m)") == true && seen?.contains("something is left") == true, "\(String(describing: seen))")
    }

    @Test func spareCellsThatAreLeftAreSeen() throws {
        let seen = try Self.violation { world in
            for job in Self.ended(world) { world.lastRead[job]?.firmware = SimulatedFirmware(transport: .nvme) }
        }
        #expect(seen?.hasPrefix("(m)") == true && seen?.contains("spare cells") == true, "\(String(describing: seen))")
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
