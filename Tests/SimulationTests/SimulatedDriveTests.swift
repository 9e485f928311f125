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
    func refusal() -> Reason.Code? {
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
}
