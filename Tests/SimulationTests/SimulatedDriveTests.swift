// Goal: a simulated drive does what a real one does, and each fault does what its word says. Method: the contract suite that the Linux device
// passes too, then each fault alone, looked at through the medium's bytes.

import BlockDeviceContract
import Glibc
import Testing
import WipeCore

@testable import WipeSimulation

/// A drive, plugged in and opened, under a clock that the test moves.
struct OpenBench {
    let clock = SimulatedClock()
    let bus: SimulatedBus
    let drive: SimulatedDrive
    let id: AttachmentID
    let admitted: AdmittedMedia

    init(
        sectors: UInt64 = 64, sectorBytes: UInt32 = 512, cache: CacheBehaviour = .none, bytesPerSecond: UInt64 = 1 << 40,
        faults: [Fault] = []
    ) throws {
        let geometry = try #require(
            Geometry(capacityBytes: sectors * UInt64(sectorBytes), logicalSectorBytes: sectorBytes, physicalSectorBytes: sectorBytes))
        var random = SeededGenerator(seed: 7)
        drive = SimulatedDrive(
            identity: MediaIdentity(
                vendor: nil, model: "TEST", serial: "TEST-0001", serialSource: .loopProperty, wwn: nil,
                capacityBytes: geometry.capacityBytes),
            geometry: geometry, donor: random.key(), cache: cache, bytesPerSecond: bytesPerSecond, faults: faults)
        let clock = clock
        bus = SimulatedBus(requestBytesMax: 1 << 16, sleeps: false, bootID: "boot") { clock.milliseconds }
        id = try #require(bus.plug(drive, place: "A1"))
        let report = try #require(bus.probe(id))
        admitted = AdmittedMedia(
            attachment: id, deviceMajor: report.deviceMajor, deviceMinor: report.deviceMinor, identity: report.identity, geometry: geometry,
            bootID: bus.bootID)
    }

    func open() throws -> WipeClearance { try bus.open(admitted) }

    /// Why the drive is not opened; nil where it is.
    func refusal() -> RefusalCode? {
        do throws(OpenRefusal) {
            var clearance = try bus.open(admitted)
            clearance.close()
            return nil
        } catch { return error.reason.code }
    }
}

@Suite struct SimulatedDriveTests {
    private static func sectors(_ first: UInt64, _ count: UInt64 = 1) -> Extent { Extent(offset: first * 512, length: count * 512) }

    private static func one(_ device: inout WipeClearance, _ action: Step.Action) -> Completion.Outcome? {
        try? device.submit(Step(id: 1, action: action), pass: 0)
        return device.reap(timeoutMilliseconds: 0).first?.outcome
    }

    @Test(arguments: [UInt32(512), 4096]) func aSimulatedDriveKeepsTheContract(sectorBytes: UInt32) throws {
        var kept: [OpenBench] = []
        let contract = BlockDeviceContract(hasBadSectors: true) { wish in
            let faults = wish.bad.flatMap { [Fault(.read, .fails(errno: ENODATA), at: $0), Fault(.write, .fails(errno: ENODATA), at: $0)] }
            let bench = try OpenBench(sectors: wish.sectors, sectorBytes: wish.sectorBytes, faults: faults)
            kept.append(bench)
            return try bench.bus.disk(bench.admitted)
        }
        try contract.check(sectorBytes: sectorBytes)
        #expect(!kept.isEmpty)
    }

    /// A disk that rests works at the first request, a look at who uses it does not wake it, and one that is held or pulled is left alone.
    @Test func aDiskThatRestsIsFoundWorking() throws {
        let bench = try OpenBench()
        let report = try #require(bench.bus.probe(bench.id))
        var device = try bench.open()
        #expect(bench.bus.rest(report) == .turnsOn(why: "it is in use"))
        device.close()
        #expect(bench.bus.rest(report) == .rests)
        _ = bench.bus.usage(of: bench.id)
        #expect(bench.drive.with { $0.isResting })
        var again = try bench.open()
        #expect(Self.one(&again, .write(Self.sectors(0), .ones)) == .done && !bench.drive.with { $0.isResting })
        again.close()
        #expect(bench.bus.rest(report) == .rests)
        _ = bench.bus.probe(bench.id)
        #expect(!bench.drive.with { $0.isResting })
        bench.drive.with { $0.mediaType = .flashSSD }
        #expect(bench.bus.rest(report) == .nothingTurns)
        bench.bus.unplug(bench.id)
        #expect(bench.bus.rest(report) == .turnsOn(why: "the drive is gone"))
    }

    /// Writes all as ones under a fault; what reads back different.
    private static func mismatch(_ fault: Fault) throws -> [Extent]? {
        let bench = try OpenBench(faults: [fault])
        var device = try bench.open()
        for first in stride(from: UInt64(0), to: 64, by: 8) { #expect(one(&device, .write(sectors(first, 8), .ones)) == .done) }
        #expect(one(&device, .flush) == .done)
        guard case .mismatch(let extents)? = one(&device, .verify(sectors(0, 64), .ones)) else { return nil }
        return extents
    }

    @Test func everyLieShowsWhereItWasTold() throws {
        #expect(try Self.mismatch(Fault(.write, .dropped, at: Self.sectors(9))) == [Self.sectors(8, 8)])
        #expect(try Self.mismatch(Fault(.write, .torn, at: Self.sectors(16))) == [Self.sectors(20, 4)])
        #expect(try Self.mismatch(Fault(.read, .flipped(mask: 4), at: Self.sectors(3))) == [Self.sectors(3)])
        #expect(try Self.mismatch(Fault(.write, .rots(mask: 1), at: Self.sectors(30))) == [Self.sectors(30)])
        #expect(try Self.mismatch(Fault(.read, .zeros, at: Self.sectors(3))) == [Self.sectors(0, 64)])
        #expect(try Self.mismatch(Fault(.read, .stale, at: Self.sectors(3))) == [Self.sectors(0, 64)])
        #expect(try Self.mismatch(Fault(.write, .misplaced(by: 4096), at: Self.sectors(16))) == [Self.sectors(16, 8)])
        #expect(try Self.mismatch(Fault(.write, .wraps(at: 16384))) == [Self.sectors(32, 32)])
    }

    @Test func onlyAnHonestFlushSurvivesALossOfPower() throws {
        for (cache, flushed, kept) in [
            (CacheBehaviour.none, false, true), (.volatile, false, false), (.volatile, true, true), (.lying, true, false),
        ] {
            let bench = try OpenBench(cache: cache)
            var device = try bench.open()
            #expect(Self.one(&device, .write(Self.sectors(0, 64), .ones)) == .done)
            if flushed { #expect(Self.one(&device, .flush) == .done) }
            bench.drive.losePower()
            #expect(bench.drive.with { $0.medium.isUntouched } == !kept, "\(cache), flushed \(flushed)")
        }
    }

    @Test func aDriveThatRemapsCountsIt() throws {
        let bench = try OpenBench(faults: [Fault(.write, .remaps(errno: EIO), at: Self.sectors(4), times: 2)])
        bench.drive.with { $0.health = Health(reallocatedSectors: 0) }
        var device = try bench.open()
        for _ in 0..<2 { #expect(Self.one(&device, .write(Self.sectors(4), .ones)) == .fault(.medium(errno: EIO))) }
        #expect(Self.one(&device, .write(Self.sectors(4), .ones)) == .done)
        #expect(bench.bus.health(of: bench.id).reallocatedSectors == 1)
    }

    @Test func aDriveTakesItsTime() throws {
        let bench = try OpenBench(bytesPerSecond: 32768, faults: [Fault(.write, .stalls(milliseconds: 5000), times: 1)])
        var device = try bench.open()
        try device.submit(Step(id: 1, action: .write(Self.sectors(0, 64), .ones)), pass: 0)
        bench.clock.advance(5900)
        #expect(device.reap(timeoutMilliseconds: 0).isEmpty)
        bench.clock.advance(200)
        #expect(device.reap(timeoutMilliseconds: 0).count == 1)
    }

    @Test func whatHangsKeepsTheDriveUntilItIsLetGo() throws {
        let bench = try OpenBench(faults: [Fault(.write, .hangs, times: 1)])
        var device = try bench.open()
        try device.submit(Step(id: 1, action: .write(Self.sectors(0, 8), .ones)), pass: 0)
        bench.clock.advance(3_600_000)
        #expect(device.reap(timeoutMilliseconds: 0).isEmpty)
        device.close()
        #expect(bench.refusal() == .openedExclusively, "a second run got in")
        bench.drive.letGo()
        #expect(bench.drive.with { $0.medium.differing(from: .ones, in: Self.sectors(0, 8)) }.isEmpty, "the late write lands")
        #expect(bench.refusal() == nil)
        #expect(bench.drive.with { $0.openersMost } == 1)
    }

    @Test func whatHungAndCameBackLeavesTheDescriptorOpen() throws {
        let bench = try OpenBench(faults: [Fault(.write, .hangs, times: 1)])
        var device = try bench.open()
        try device.submit(Step(id: 1, action: .write(Self.sectors(0, 8), .ones)), pass: 0)
        bench.drive.letGo()
        #expect(device.reap(timeoutMilliseconds: 0).map(\.outcome) == [.done])
        #expect(bench.refusal() == .openedExclusively, "its process still has it")
        device.close()
        #expect(bench.refusal() == nil)
    }

    @Test func aPulledDriveIsGoneAndAnotherUnderItsNameIsNotIt() throws {
        let bench = try OpenBench(bytesPerSecond: 1)
        var device = try bench.open()
        try device.submit(Step(id: 1, action: .write(Self.sectors(0), .ones)), pass: 0)
        bench.bus.unplug(bench.id)
        #expect(device.reap(timeoutMilliseconds: 0).first?.outcome == .fault(.gone(errno: ENODEV)))
        do {
            try device.submit(Step(id: 2, action: .write(Self.sectors(0), .ones)), pass: 1)
            Issue.record("a pass began on a drive that is gone")
        } catch { #expect((error as OpenRefusal).reason.code == .identityMismatch) }
        device.close()
        let other = try OpenBench()
        other.bus.unplug(other.id)
        let again = try #require(bench.bus.plug(other.drive, place: "A1"))
        #expect(again.name == bench.id.name && again != bench.id)
        #expect(bench.refusal() == .identityMismatch)
        #expect(
            bench.bus.takeEvents() == [
                .attached(bench.id, presentAtStart: false), .detached(bench.id), .attached(again, presentAtStart: false),
            ])
    }

    @Test func everythingAboutASimulatedDriveIsASimulation() throws {
        let bench = try OpenBench()
        let report = try #require(bench.bus.probe(bench.id))
        #expect(report.isSimulation)
    }

    // MARK: other hands

    /// What the kernel counts in `stat`: whoever writes, and nothing else.
    @Test func everyWriteIsCountedOursAndOthers() throws {
        let bench = try OpenBench(faults: [
            Fault(.write, .dropped, at: Self.sectors(0)), Fault(.write, .fails(errno: EIO), at: Self.sectors(63)),
        ])
        func counts() -> [UInt64] { bench.drive.with { [$0.sectorsWritten, $0.sectorsDiscarded] } }
        var device = try bench.open()
        #expect(counts() == [0, 0])
        #expect(Self.one(&device, .write(Self.sectors(0, 8), .ones)) == .done)
        #expect(Self.one(&device, .write(Self.sectors(56, 8), .ones)) == .fault(.medium(errno: EIO)))
        #expect(counts() == [16, 0], "a lost and a failed write were requests all the same")
        #expect(Self.one(&device, .verify(Self.sectors(32, 8), .ones)) != nil && Self.one(&device, .flush) == .done)
        #expect(counts() == [16, 0])
        let written = bench.drive.with { $0.medium.bytesWritten }
        bench.drive.writeBeside(.zeros, at: Self.sectors(32, 4))
        #expect(counts() == [20, 0])
        bench.drive.discardBeside(Self.sectors(10, 6))
        #expect(counts() == [20, 6])
        #expect(bench.drive.with { $0.medium.differing(from: .zeros, in: Self.sectors(10, 6)) }.isEmpty)
        #expect(bench.drive.with { $0.medium.bytesWritten } == written, "what others wrote is not ours")
        device.close()
        bench.bus.unplug(bench.id)
        bench.drive.put(.ones, at: Self.sectors(0, 8))
        bench.bus.plug(bench.drive, place: "A2")
        #expect(counts() == [0, 0], "another attachment, another count; what was done while it was out nobody counts")
    }

    @Test func powerThatBlinksIsCountedByTheDriveAndSeenByNobodyElse() throws {
        for (cache, isKept) in [(CacheBehaviour.none, true), (.volatile, false), (.lying, false)] {
            let bench = try OpenBench(cache: cache)
            bench.drive.with { $0.powerCycles = 3 }
            _ = bench.bus.takeEvents()
            var device = try bench.open()
            #expect(Self.one(&device, .write(Self.sectors(0, 8), .ones)) == .done)
            bench.drive.losePower()
            #expect(bench.drive.with { $0.powerCycles } == 4)
            #expect(bench.bus.takeEvents().isEmpty && bench.drive.attachment == bench.id)
            #expect((Self.one(&device, .verify(Self.sectors(0, 8), .ones)) == .done) == isKept, "\(cache)")
            bench.bus.unplug(bench.id)
            #expect(bench.drive.with { $0.powerCycles } == 5)
        }
        let silent = try OpenBench()
        silent.drive.losePower()
        #expect(silent.drive.with { $0.powerCycles } == nil)
    }

    @Test func aCacheLosesNoMoreThanItHolds() throws {
        let bench = try OpenBench(cache: .lying)
        bench.drive.with { $0.medium.cacheBytes = 8192 }
        var device = try bench.open()
        for first in stride(from: UInt64(0), to: 64, by: 8) {
            #expect(Self.one(&device, .write(Self.sectors(first, 8), .ones)) == .done)
            #expect(Self.one(&device, .flush) == .done)
        }
        bench.drive.losePower()
        #expect(bench.drive.with { $0.medium.differing(from: .ones, in: Self.sectors(0, 64)) } == [Self.sectors(48, 16)])
    }

    @Test func aMachineThatSleepsFlushesAndSaysHowLong() throws {
        let bench = try OpenBench(cache: .volatile)
        bench.drive.with { $0.powerCycles = 0 }
        var device = try bench.open()
        #expect(Self.one(&device, .write(Self.sectors(0, 8), .ones)) == .done)
        bench.drive.sleep()
        bench.clock.suspend(3_600_000)
        #expect(Self.one(&device, .verify(Self.sectors(0, 8), .ones)) == .done)
        #expect(bench.drive.with { $0.powerCycles } == 1)
        #expect(bench.clock.milliseconds == 0 && bench.clock.suspendedMilliseconds == 3_600_000)
    }

    @Test func aDeafDriveIsThereAndAnswersNothing() throws {
        let bench = try OpenBench()
        var device = try bench.open()
        for change: (inout SimulatedDrive.Condition) -> Void in [{ $0.isDeaf = true }, { $0.kernelState = "offline" }] {
            bench.drive.with { change(&$0) }
            for action in [Step.Action.write(Self.sectors(0), .ones), .verify(Self.sectors(0), .ones), .flush] {
                guard case .fault? = Self.one(&device, action) else {
                    Issue.record("\(action) was answered")
                    continue
                }
            }
            #expect(bench.drive.with { $0.medium.isUntouched && $0.failures.isEmpty }, "and it is not the drive that failed")
            #expect(bench.admitted.mismatch(with: bench.drive.with { $0.observed(bootID: "boot") }) == nil)
            bench.drive.with { ($0.isDeaf, $0.kernelState) = (false, "running") }
        }
    }

    /// The node, the descriptor and the claim stay; DISKSEQ does not, and what is read and written is the other card.
    @Test func anotherCardInAnOpenReaderIsBehindTheSameDescriptor() throws {
        let bench = try OpenBench(bytesPerSecond: 512)
        let other = try OpenBench()
        other.bus.unplug(other.id)
        var device = try bench.open()
        try device.submit(Step(id: 1, action: .write(Self.sectors(0), .ones)), pass: 0)
        _ = bench.bus.takeEvents()
        let id = try #require(bench.bus.exchange(bench.id, for: other.drive))
        #expect(id.name == bench.id.name && id.diskSequence > bench.id.diskSequence)
        #expect(bench.bus.takeEvents() == [.detached(bench.id), .attached(id, presentAtStart: false)])
        bench.clock.advance(10_000)
        #expect(device.reap(timeoutMilliseconds: 0).map(\.outcome) == [.fault(.medium(errno: EIO))], "it was out when the card was taken")
        #expect(bench.drive.with { $0.medium.isUntouched } && other.drive.with { $0.medium.isUntouched })
        let donor = other.drive.with { $0.medium.donor }
        try device.submit(Step(id: 2, action: .verify(Self.sectors(0), donor)), pass: 0)
        #expect(device.reap(timeoutMilliseconds: 0).map(\.outcome) == [.done])
        do {
            try device.submit(Step(id: 3, action: .write(Self.sectors(0), .ones)), pass: 0)
            Issue.record("a write went to a card that nobody admitted")
        } catch { #expect((error as OpenRefusal).reason.code == .identityMismatch) }
        #expect(bench.refusal() == .openedExclusively, "the claim is the reader's")
        device.close()
        #expect(other.drive.with { $0.openers.isEmpty })
    }

    /// The card is plugged in elsewhere, the reader stays, and then goes.
    @Test func anOpenDescriptorStaysWithItsReaderAndNeverGoesAlongWithACard() throws {
        let bench = try OpenBench(bytesPerSecond: 512)
        let other = try OpenBench()
        other.bus.unplug(other.id)
        var device = try bench.open()
        try device.submit(Step(id: 1, action: .write(Self.sectors(0), .ones)), pass: 0)
        _ = try #require(bench.bus.exchange(bench.id, for: other.drive))
        let elsewhere = try #require(bench.bus.plug(bench.drive, place: "A2"))
        bench.clock.advance(10_000)
        #expect(device.reap(timeoutMilliseconds: 0).map(\.outcome) == [.fault(.medium(errno: EIO))], "a request is lost for ever")
        #expect(bench.drive.with { $0.openers.isEmpty } && bench.bus.probe(elsewhere)?.usage == .free)
        #expect(Self.one(&device, .verify(Self.sectors(0), other.drive.with { $0.medium.donor })) == .done, "the reader has the other")
        try device.submit(Step(id: 2, action: .verify(Self.sectors(0), .ones)), pass: 0)
        bench.bus.unplug(try #require(other.drive.attachment))
        _ = try #require(bench.bus.plug(other.drive, place: "A1"))
        #expect(device.reap(timeoutMilliseconds: 0).map(\.outcome) == [.fault(.gone(errno: ENODEV))], "the reader is gone")
        #expect(Self.one(&device, .flush) == .fault(.gone(errno: ENODEV)))
        device.close()
        #expect(other.drive.with { $0.openers.isEmpty && $0.medium.isUntouched } && bench.drive.with { $0.medium.isUntouched })
    }

    /// A drive that hung is pulled and plugged in again before the kernel gives its write back.
    @Test func aRequestOfOneArrivalNeverLandsInTheNext() throws {
        let bench = try OpenBench(faults: [Fault(.write, .hangs, times: 1)])
        var device = try bench.open()
        try device.submit(Step(id: 1, action: .write(Self.sectors(0, 8), .ones)), pass: 0)
        bench.bus.unplug(bench.id)
        _ = try #require(bench.bus.plug(bench.drive, place: "A2"))
        bench.drive.letGo()
        #expect(bench.drive.with { $0.medium.isUntouched })
        #expect(device.reap(timeoutMilliseconds: 0).map(\.outcome) == [.fault(.gone(errno: ENODEV))])
        device.close()
    }

    // MARK: what a checker knows

    @Test func aSittingEndsWithEverythingThatBreaksCustody() throws {
        let bench = try OpenBench()
        bench.drive.with { $0.powerCycles = 1 }
        var device = try bench.open()
        #expect(Self.one(&device, .write(Self.sectors(0, 64), .ones)) == .done)
        let breaks: [(String, () throws -> Void)] = [
            ("power", { bench.drive.losePower() }), ("sleep", { bench.drive.sleep() }),
            ("beside", { bench.drive.writeBeside(.ones, at: Self.sectors(0)) }),
            ("discard", { bench.drive.discardBeside(Self.sectors(63)) }),
            ("put", { bench.drive.put(.ones, at: Self.sectors(0)) }), ("process", { bench.drive.endProcess { _ in true } }),
            ("pull", { bench.bus.unplug(bench.id) }),
        ]
        for (name, happens) in breaks {
            _ = Self.one(&device, .verify(Self.sectors(0, 8), .ones))
            #expect(bench.drive.with { $0.sitting.read[.ones]?.byteCount } == 4096, "\(name)")
            try happens()
            #expect(bench.drive.with { $0.sitting.read.isEmpty }, "\(name)")
        }
    }

    @Test func whatIsWrittenAgainWasNotReadBack() throws {
        let bench = try OpenBench()
        var device = try bench.open()
        #expect(Self.one(&device, .write(Self.sectors(0, 64), .ones)) == .done)
        #expect(Self.one(&device, .verify(Self.sectors(0, 64), .ones)) == .done)
        #expect(Self.one(&device, .write(Self.sectors(8, 8), .zeros)) == .done)
        let sitting = bench.drive.with { $0.sitting }
        #expect(sitting.read[.ones]?.gaps(in: Self.sectors(0, 64)) == [Self.sectors(8, 8)])
        #expect(sitting.best[.ones] == 64 * 512 && sitting.written[.zeros]?.extents == [Self.sectors(8, 8)])
    }
}
