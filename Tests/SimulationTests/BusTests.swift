// Goal: however drives come, go, change places and names and look alike, no byte is ever written outside an admitted one; and the judge would say so.
// Method: seeded worlds in which nothing else happens, 150 of them each time (scripts/simulate --bus runs thousands); then worlds in which
// the station believes what is not so, or the kernel opens another drive than it was asked for.

import Foundation
import Testing
import WipeCore
import WipeStation

@testable import WipeSimulation
@testable import wipesim

@Suite struct BusTests {
    @Test func noByteIsWrittenOutsideAnAdmittedDrive() throws {
        var openings = 0
        for seed in UInt64(1)...150 {
            let seedResult = try SeedResult.live(seed: seed, kind: .bus)
            #expect(seedResult.violation == nil, "wipesim bus --seed \(seed)")
            openings += seedResult.tally.openings
        }
        #expect(openings > 100, "hardly anything was opened: \(openings)")
    }

    /// Seeds that once failed, with what they found: of worlds with unrest, then of those without.
    static let keptWithUnrest = [
        KeptSeed(
            seed: 30_002_959, found: "not the station but its judge: nobody told it which twin a person stood before, after an exchange"),
        KeptSeed(
            seed: 4_001_267, found: "not the station but its judge: a drive that is pulled between the last look and the signature, unseen"),
        KeptSeed(seed: 4_005_982, found: "the same, with the news of the pull on its way"),
    ]
    static let kept = [
        KeptSeed(seed: 36, found: "not the station but its judge: a person who says a serial means the drive, wherever it is by then"),
        KeptSeed(seed: 42, found: "not the station but its world: small drives fell below the speed at which a wipe is given up"),
        KeptSeed(seed: 41, found: "not the station but its judge: a neighbour in the bay that has gone leaves nothing behind"),
        KeptSeed(seed: 89, found: "not the station but its judge: twins to the last fact are one drive"),
        KeptSeed(seed: 1_006_924, found: "not the station but its world: a list was called whole before all of it was told"),
    ]

    @Test(arguments: kept.map(\.seed)) func everySeedThatOnceFailedHoldsNow(seed: UInt64) throws {
        #expect(try SeedResult.live(seed: seed, kind: .bus, age: .first).violation == nil)
    }

    @Test(arguments: keptWithUnrest.map(\.seed)) func everySeedWithUnrestThatOnceFailedHoldsNow(seed: UInt64) throws {
        #expect(try SeedResult.live(seed: seed, kind: .bus).violation == nil)
    }

    // MARK: the judge can say no

    /// The first violation among these seeds, in worlds that differ from what the judge knows.
    private static func violation(
        change: (inout Swarm) -> Void = { _ in }, spoil: (inout Simulation) throws -> Void = { _ in }
    ) throws -> String? {
        for seed in UInt64(1)...300 {
            let folder = NSTemporaryDirectory() + "/bus-tests-\(UUID().uuidString)"
            var world = try Simulation(seed: seed, folder: folder, kind: .bus, age: .first, change: change)
            defer { world.removeFolder() }
            do {
                world.newBoot()
                try world.start()
                for _ in 0..<260 {
                    try spoil(&world)
                    try world.step()
                    try world.checkLeases()
                }
            } catch let violation as Violation { return violation.sentence }
        }
        return nil
    }

    private static func outsideBay(_ swarm: inout Swarm) {
        let match = [PropertyMatch(property: "ID_PATH", glob: "sim-" + swarm.outside)]
        swarm.rules.bays.append(Bay(id: "X1", match: match, onAttach: .wipe))
    }

    struct Mistake: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let sentence: String
        let change: @Sendable (inout Swarm) -> Void
    }

    static let mistakes = [
        Mistake(testDescription: "a place outside is taken for a bay", sentence: "opened drive", change: { outsideBay(&$0) }),
        Mistake(testDescription: "nothing is protected", sentence: "which nobody may", change: { $0.rules.protect = [] }),
        Mistake(
            testDescription: "a bay that waits is taken for one that wipes", sentence: "nobody had asked for it",
            change: { swarm in for index in swarm.rules.bays.indices { swarm.rules.bays[index].onAttach = .wipe } }),
        Mistake(
            testDescription: "no asset tag is asked for", sentence: "without an asset tag", change: { $0.rules.requireAssetTag = false }),
    ]

    @Test(arguments: mistakes) func aStationThatBelievesWhatIsNotSoIsSeen(mistake: Mistake) throws {
        let seen = try Self.violation(change: mistake.change)
        #expect(seen?.hasPrefix("(i)") == true && seen?.contains(mistake.sentence) == true, "\(String(describing: seen))")
    }

    @Test func aKernelThatHidesAnExchangeIsSeen() throws {
        let seen = try Self.violation(spoil: { world in
            for run in world.life?.runs.values ?? [:].values {
                guard case .fresh = run.phase else { continue }
                let admitted = run.assignment.admitted
                guard let plug = world.bus.plugged.first(where: { $0.id.name == admitted.attachment.name }), plug.id != admitted.attachment
                else { continue }
                plug.drive.with { drive in
                    drive.attachment = admitted.attachment
                    drive.identity.serial = admitted.identity.serial
                    drive.usage = .free
                }
            }
        })
        #expect(seen?.contains("another came under its name") == true, "\(String(describing: seen))")
    }

    /// Disks do come to rest, so that the judge has something to look at.
    @Test func disksComeToRest() throws {
        var rests = 0
        for seed in UInt64(1)...60 where rests == 0 {
            let seedResult = try SeedResult.live(seed: seed)
            #expect(seedResult.violation == nil, "wipesim run --seed \(seed)")
            rests = seedResult.tally.rests
        }
        #expect(rests > 0)
    }

    /// Under a run and during a pause (its job is open in the store), outside the bays, and where nothing was wiped.
    @Test(arguments: ["under an open job", "outside the bays", "without a record"]) func aRestInTheMiddleOfSomethingIsSeen(_ wrong: String)
        throws
    {
        let seen = try Self.violation(spoil: { world in
            guard let state = world.life?.door.state else { return }
            let busy = Set(state.jobs.values.compactMap(\.attachment))
            let plug = world.bus.plugged.first { plug in
                switch wrong {
                case "under an open job": busy.contains(plug.id)
                case "outside the bays": !world.swarm.bays.contains(plug.place) && !busy.contains(plug.id)
                default: world.swarm.bays.contains(plug.place) && !busy.contains(plug.id) && world.judge.recorded.isEmpty
                }
            }
            guard let plug, let report = state.attached[plug.id]?.report else { return }
            try world.carryOut([.rest(plug.id, report)])
            try world.checkAlways()
        })
        #expect(seen?.hasPrefix("(j) drive") == true && seen?.contains(wrong) == true, "\(String(describing: seen))")
    }

    @Test func aWriteThatNoOpeningAllowsIsSeen() throws {
        let seen = try Self.violation(spoil: { world in
            guard world.tally.steps == 40, let cast = world.swarm.cast.first(where: { $0.drive.with { $0.openers.isEmpty } }) else {
                return
            }
            cast.drive.with { _ = $0.perform(Step(id: 1, action: .write(Extent(offset: 0, length: 512), .ones)), at: 0) }
        })
        #expect(seen?.contains("was not opened rightly") == true, "\(String(describing: seen))")
    }
}
