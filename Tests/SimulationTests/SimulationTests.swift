// Goal: nothing that must never happen does, in any world; and the checkers would say so if it did.
// Method: seeded worlds, some hundred of them each time, and every seed that ever failed; then worlds in which something is broken on purpose.

import Foundation
import Testing
import WipeCore
import WipeStation
import WipeStore

@testable import WipeSimulation
@testable import wipesim

@Suite struct SimulationTests {
    /// Lives through seeds; what went wrong, by seed.
    private static func live(_ seeds: [UInt64], age: WorldAge = .erase) throws -> [String] {
        try seeds.compactMap { seed in
            try SeedResult.live(seed: seed, age: age).violation.map { "wipesim run --seed \(seed): \($0)" }
        }
    }

    @Test(arguments: [0, 1]) func nothingForbiddenHappensInTheseWorlds(half: Int) throws {
        let first = UInt64(1 + half * 150)
        #expect(try Self.live(Array(first..<first + 150)) == [])
    }

    @Test func everySeedThatOnceFailedHoldsNow() throws {
        #expect(try Self.live(Seeds.all.map(\.seed), age: .first) == [])
        #expect(try Self.live(Seeds.withUnrest.map(\.seed), age: .unrest) == [])
        #expect(try Self.live(Seeds.withErase.map(\.seed)) == [])
    }

    @Test func oneSeedIsOneWorldInEveryProcess() throws {
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let places = [folder, folder.deletingLastPathComponent(), folder.deletingLastPathComponent().deletingLastPathComponent()]
        let program = try #require(
            places.map { $0.appendingPathComponent("wipesim") }.first { FileManager.default.isExecutableFile(atPath: $0.path) })
        for seed in [UInt64(1), 4, 11] {
            let child = Process()
            let pipe = Pipe()
            child.executableURL = program
            child.arguments = ["run", "--seed", String(seed)]
            child.standardOutput = pipe
            try child.run()
            let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            child.waitUntilExit()
            let digest = String(try SeedResult.live(seed: seed).digest, radix: 16)
            #expect(said.contains("trace \(digest)\n"), "\(said)")
        }
    }

    /// Worlds have small drives, of which none may keep a sector; here are larger ones beside them, under a policy that claims nothing and asks
    /// for more than may be.
    private static func addWornDrives(_ swarm: inout Swarm) {
        swarm.unrest = Unrest.none
        swarm.requestBytesMax = 1 << 18
        swarm.policies["random"]?.claim = nil
        swarm.policies["random"]?.faultBudget = FaultBudget(retries: 1, unwritableSectorsMax: 900)
        swarm.rules.policyFor = [PolicyRule(media: nil, policy: "random")]
        guard let geometry = Geometry(capacityBytes: 20_480 * 512, logicalSectorBytes: 512, physicalSectorBytes: 512) else { return }
        for bad in UInt64(1)...3 {
            let identity = MediaIdentity(
                vendor: "Simulated", model: "WORN", serial: "WORN700\(bad)", serialSource: .loopProperty, wwn: nil,
                capacityBytes: geometry.capacityBytes)
            let fault = Fault(bad == 2 ? .read : .write, .fails(errno: EIO), at: Extent(offset: 5120, length: bad * 512))
            let drive = SimulatedDrive(
                identity: identity, geometry: geometry, donor: StreamKey(Array(repeating: UInt8(bad), count: 32))!,
                bytesPerSecond: 4 << 20, faults: [fault])
            swarm.cast.append(
                Cast(number: swarm.cast.count, drive: drive, role: .ordinary, faults: [fault], cache: .none, reader: nil))
        }
    }

    @Test func aDriveKeepsOneSectorInTenThousandAndNoMoreWithoutAClaimToo() throws {
        var ends: [String: Set<String>] = [:]
        for seed in UInt64(1)...40 where !["WORN7001", "WORN7002", "WORN7003"].allSatisfy({ ends[$0] != nil }) {
            var world = try Simulation(
                seed: seed, folder: NSTemporaryDirectory() + "/simulation-tests-\(UUID().uuidString)", change: Self.addWornDrives)
            defer { world.removeFolder() }
            world.newBoot()
            try world.start()
            for _ in 0..<700 { try world.step() }
            try world.comeToRest()
            try world.checkEnd()
            for file in try FileManager.default.contentsOfDirectory(atPath: world.folder) where file.hasSuffix(".json") {
                // Notices and lists lie there too; only records have an outcome.
                let record = try JSONDecoder().decode(Ended.self, from: Data(contentsOf: URL(fileURLWithPath: world.folder + "/" + file)))
                guard let subject = record.credentialSubject, let outcome = subject.outcome else { continue }
                // A person may have asked for another policy, which allows less.
                guard subject.sanitization?.policy.id == "random" else { continue }
                ends[subject.media?.serialNumber ?? "", default: []].formUnion([outcome] + (subject.reasons ?? []))
            }
        }
        for (serial, mayBeCleared) in [("WORN7001", true), ("WORN7002", true), ("WORN7003", false)] {
            let words = ends[serial] ?? []
            #expect(words.contains("cleared-with-exceptions") == mayBeCleared && !words.contains("cleared"), "\(serial) \(words)")
            #expect(words.contains("budget-exceeded") != mayBeCleared, "\(serial) \(words)")
        }
    }

    /// What a record says of how it ended.
    private struct Ended: Decodable {
        struct Subject: Decodable {
            struct Media: Decodable { let serialNumber: String? }
            let outcome: String?
            let media: Media?
            let reasons: [String]?
            let sanitization: Sanitization?
        }
        struct Sanitization: Decodable {
            struct Policy: Decodable { let id: String }
            let policy: Policy
        }
        let credentialSubject: Subject?
    }

    // MARK: the checkers can fail

    /// The first violation of a world in which `spoil` breaks something after every step.
    private static func violation(
        seeds: ClosedRange<UInt64>, isStrict: Bool = false, policy: String? = nil, _ spoil: (inout Simulation) throws -> Void
    ) throws -> String? {
        for seed in seeds {
            var world = try Simulation(
                seed: seed, folder: NSTemporaryDirectory() + "/simulation-tests-\(UUID().uuidString)",
                age: policy == nil ? .first : .unrest,
                change: { swarm in
                    if isStrict { swarm.unrest = Unrest.none }
                    if let policy { swarm.rules.policyFor = [PolicyRule(media: nil, policy: policy)] }
                })
            defer { try? FileManager.default.removeItem(atPath: world.folder) }
            do {
                world.newBoot()
                try world.start()
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

    @Test func bytesThatChangeBehindAGoodWipeAreSeen() throws {
        let seen = try Self.violation(seeds: 1...30) { world in
            // A run that is at its last word: the medium is no longer what was read back.
            for job in world.lastRead.keys { world.lastRead[job]?.medium.overwrite(Extent(offset: 0, length: 512), with: 0x11) }
        }
        #expect(seen?.hasPrefix("(a)") == true, "\(String(describing: seen))")
    }

    /// Only the larger drives of the later worlds are read back in samples; nothing else of those worlds happens here.
    @Test func bytesBesideASampleThatChangeAreSeen() throws {
        let isSeen = try (UInt64(150)...400).contains { seed in
            let seen = try Self.violation(seeds: seed...seed, isStrict: true, policy: "sample") { world in
                for (job, read) in world.lastRead.sorted(by: { $0.key < $1.key }) {
                    guard case .sampled(let sample)? = world.life?.door.state.jobs[job]?.plan?.passes.last?.coverage else { continue }
                    let beside = ExtentSet(sample.extents).gaps(in: read.medium.geometry.whole).first
                    if let beside { world.lastRead[job]?.medium.overwrite(beside, with: 0x11) }
                }
            }
            return seen?.hasPrefix("(a)") == true
        }
        #expect(isSeen)
    }

    @Test func aVerdictOverTwoSittingsIsSeen() throws {
        let seen = try Self.violation(seeds: 1...30, isStrict: true) { world in
            for job in world.lastRead.keys { world.lastRead[job]?.sitting.end() }
        }
        #expect(seen?.hasPrefix("(k)") == true, "\(String(describing: seen))")
    }

    @Test func anErrorThatTheDriveNeverHadIsSeen() throws {
        let seen = try Self.violation(seeds: 1...30, isStrict: true) { world in
            for job in world.lastRead.keys { world.lastRead[job]?.failures = [:] }
        }
        #expect(seen?.hasPrefix("(p)") == true, "\(String(describing: seen))")
    }

    /// After the verdict was judged and before the record is signed.
    @Test func whatLiesUnderARecordIsSeenFromItsBytes() throws {
        let seen = try Self.violation(seeds: 1...30, isStrict: true) { world in
            for job in world.life?.certifying ?? [] {
                guard let medium = world.lastRead[job]?.medium else { continue }
                world.lastRead[job]?.medium.put(medium.donor, at: medium.geometry.whole)
            }
        }
        #expect(seen?.hasPrefix("(l)") == true && seen?.contains("was there before") == true, "\(String(describing: seen))")
    }

    /// The station takes a card for the one that it has begun: the reader gives both the same serial.
    @Test func aJobThatGoesOnOnAnotherCardIsSeen() throws {
        var isExchanged = false
        let seen = try Self.violation(seeds: 1...30, isStrict: true) { world in
            guard !isExchanged, let (job, wrote) = world.judge.wrote.min(by: { $0.key < $1.key }), let first = wrote.first,
                let cast = world.opened[job], cast.number == first
            else { return }
            // The bytes go onto it, and the judge is told that they went onto another drive before.
            isExchanged = true
            world.judge.wrote[job] = [first + 100]
            world.judge.leases.remove(first)
            world.judge.bytes[first] = 0
        }
        #expect(seen?.contains("was not opened rightly") == true, "\(String(describing: seen))")
    }

    @Test func aWriteToADriveThatNobodyAllowedIsSeen() throws {
        let seen = try Self.violation(seeds: 1...30) { world in
            guard let cast = world.swarm.cast.first(where: { $0.role != .ordinary }), world.tally.steps == 50 else { return }
            cast.drive.with {
                _ = $0.perform(
                    Step(id: 1, action: .write(Extent(offset: 0, length: UInt64($0.medium.geometry.logicalSectorBytes)), .zeros)), at: 0)
            }
        }
        #expect(seen?.hasPrefix("(b)") == true, "\(String(describing: seen))")
    }

    @Test func anEntryThatTheStoreForgetsIsSeen() throws {
        let seen = try Self.violation(seeds: 1...30) { world in
            guard let job = world.life?.door.state.jobs.values.min(by: { $0.id < $1.id }), world.tally.steps % 97 == 0 else { return }
            try world.store.append([.checkpoint(job.id, .start(passes: 9))], at: world.now())
        }
        #expect(seen?.hasPrefix("(d)") == true, "\(String(describing: seen))")
    }

    @Test func aRecordThatIsEditedOnFileIsSeen() throws {
        let seen = try Self.violation(seeds: 1...30) { world in
            let files = try FileManager.default.contentsOfDirectory(atPath: world.folder).filter { $0.hasSuffix(".json") }
            for file in files.sorted().prefix(1) { try Data("{}".utf8).write(to: URL(fileURLWithPath: world.folder + "/" + file)) }
        }
        #expect(seen?.hasPrefix("(f)") == true || seen?.hasPrefix("(g)") == true, "\(String(describing: seen))")
    }

    /// A sound drive loses the first sector of what it was given; where other hands had been elsewhere on it, that explains nothing.
    @Test(arguments: [false, true]) func aSoundDriveThatIsBlamedIsSeen(isTouchedElsewhere: Bool) throws {
        let seen = try Self.violation(seeds: 1...60, isStrict: true) { world in
            for cast in world.swarm.cast where cast.role == .ordinary && cast.faults.isEmpty && cast.cache == .none {
                let geometry = cast.drive.geometry
                guard geometry.sectorCount > 1, cast.drive.with({ $0.medium.bytesWritten }) > 0 else { continue }
                if isTouchedElsewhere {
                    let sector = UInt64(geometry.logicalSectorBytes)
                    world.touched[cast.number] = ExtentSet([Extent(offset: geometry.capacityBytes - sector, length: sector)])
                }
                cast.drive.with { $0.medium.overwrite(Extent(offset: 0, length: 512), with: 0x11) }
            }
        }
        #expect(seen?.hasPrefix("(h)") == true && seen?.contains("nobody else") == isTouchedElsewhere, "\(String(describing: seen))")
    }

    @Test func aWipeThatNeverEndsIsSeen() throws {
        let seen = try Self.violation(seeds: 1...30) { world in
            for cast in world.swarm.cast { cast.drive.with { $0.bytesPerSecond = 1 } }
        }
        #expect(seen?.hasPrefix("(g)") == true, "\(String(describing: seen))")
    }
}
