// Goal: one clearance is for one medium and one run; nothing is written that was not proved right before. Method: a device that says what the test
// wants it to say, and that keeps every step it was handed; one fact changed at a time, at each moment at which a proof is due.

import Bench
import Testing

@testable import WipeCore

/// An open device that says of itself what a test sets.
private final class SayingDevice: OpenedMedia {
    var says: ObservedMedia?
    private(set) var steps: [Step] = []
    private(set) var closes = 0
    let geometry: Geometry
    let window = 2
    let requestBytesMax: UInt64 = 4096

    init(_ says: ObservedMedia?, geometry: Geometry) {
        self.says = says
        self.geometry = geometry
    }
    func observe() -> ObservedMedia? { says }
    func diskSequence() -> UInt64? { says?.diskSequence }
    func custodyEvidence(askingDrive: Bool) -> CustodyEvidence? { nil }
    func recognised() -> [String]? { nil }
    func submit(_ step: Step) { steps.append(step) }
    func reap(timeoutMilliseconds: Int) -> [Completion] { [] }
    func close() { closes += 1 }
}

@Suite struct WipeClearanceTests {
    private static func admitted() throws -> AdmittedMedia {
        let report = Fixture.report()
        return AdmittedMedia(
            attachment: report.attachment, deviceMajor: report.deviceMajor, deviceMinor: report.deviceMinor, identity: report.identity,
            geometry: try #require(report.geometry), bootID: "boot-1")
    }

    private static func seen(_ media: AdmittedMedia, _ change: (inout ObservedMedia) -> Void = { _ in }) -> ObservedMedia {
        var seen = ObservedMedia(
            deviceMajor: media.deviceMajor, deviceMinor: media.deviceMinor, capacityBytes: media.geometry.capacityBytes,
            logicalSectorBytes: media.geometry.logicalSectorBytes, diskSequence: media.attachment.diskSequence,
            serial: media.identity.serial, bootID: media.bootID)
        change(&seen)
        return seen
    }

    private static func write(_ id: UInt64) -> Step { Step(id: id, action: .write(Extent(offset: 0, length: 512), .zeros)) }

    static let changes: [(String, @Sendable (inout ObservedMedia) -> Void)] = [
        ("boot", { $0.bootID = "boot-2" }), ("boot", { $0.bootID = nil }), ("device number", { $0.deviceMajor += 1 }),
        ("device number", { $0.deviceMinor += 1 }), ("DISKSEQ", { $0.diskSequence = 8 }), ("DISKSEQ", { $0.diskSequence = nil }),
        ("capacity in bytes", { $0.capacityBytes -= 512 }), ("logical sector in bytes", { $0.logicalSectorBytes = 4096 }),
        ("serial", { $0.serial = "ANOTHER1" }),
    ]

    @Test(arguments: changes.indices) func everyFactThatDiffersIsAMismatchAndTheDeviceIsGivenBack(_ index: Int) throws {
        let (fact, change) = Self.changes[index]
        let admitted = try Self.admitted()
        let device = SayingDevice(Self.seen(admitted, change), geometry: admitted.geometry)
        do {
            var clearance = try WipeClearance(admitted, device: device)
            clearance.close()
            Issue.record("\(fact) was not looked at")
        } catch {
            #expect(error.reason.code == .identityMismatch && error.reason.message.hasPrefix(fact), "\(error.reason.message)")
        }
        #expect(device.closes == 1 && device.steps.isEmpty)
    }

    @Test func aSerialThatTheDescriptorDoesNotGiveIsNotCompared() throws {
        let admitted = try Self.admitted()
        #expect(admitted.mismatch(with: Self.seen(admitted) { $0.serial = nil }) == nil)
    }

    @Test func aDeviceThatSaysNothingIsNotCleared() throws {
        let admitted = try Self.admitted()
        let device = SayingDevice(nil, geometry: admitted.geometry)
        do {
            var clearance = try WipeClearance(admitted, device: device)
            clearance.close()
            Issue.record("a device that says nothing was cleared")
        } catch { #expect(error.reason.code == .identityMismatch) }
        #expect(device.closes == 1)
    }

    @Test(arguments: changes.indices) func theFirstWriteOfEveryPassIsProvedAgain(_ index: Int) throws {
        let admitted = try Self.admitted()
        let device = SayingDevice(Self.seen(admitted), geometry: admitted.geometry)
        var clearance = try WipeClearance(admitted, device: device)
        try clearance.submit(Self.write(1), pass: 0)
        try clearance.submit(Self.write(2), pass: 0)
        device.says = Self.seen(admitted, Self.changes[index].1)
        do {
            try clearance.submit(Self.write(3), pass: 1)
            Issue.record("a pass began on another medium")
        } catch { #expect((error as OpenRefusal).reason.code == .identityMismatch) }
        #expect(device.steps.map(\.id) == [1, 2])
        // The proof that failed counts for nothing: the next try is proved afresh.
        device.says = Self.seen(admitted)
        try clearance.submit(Self.write(4), pass: 1)
        #expect(device.steps.map(\.id) == [1, 2, 4])
        clearance.close()
        clearance.close()
        #expect(device.closes == 1)
    }

    /// A card that is exchanged in a reader while the run waits for the store, say: no error tells of it.
    @Test func aMediumThatIsExchangedWithinAPassIsNotWrittenTo() throws {
        let admitted = try Self.admitted()
        for sequence: UInt64? in [8, nil] {
            let device = SayingDevice(Self.seen(admitted), geometry: admitted.geometry)
            var clearance = try WipeClearance(admitted, device: device)
            try clearance.submit(Self.write(1), pass: 0)
            device.says = Self.seen(admitted) { $0.diskSequence = sequence }
            do {
                try clearance.submit(Self.write(2), pass: 0)
                Issue.record("another medium was written to")
            } catch { #expect((error as OpenRefusal).reason.code == .identityMismatch) }
            #expect(device.steps.map(\.id) == [1])
            clearance.close()
        }
    }

    @Test func readingNeedsNoFreshProofAndSpoilsNone() throws {
        let admitted = try Self.admitted()
        let device = SayingDevice(Self.seen(admitted), geometry: admitted.geometry)
        var clearance = try WipeClearance(admitted, device: device)
        try clearance.submit(Step(id: 1, action: .verify(Extent(offset: 0, length: 512), .zeros)), pass: 0)
        device.says = Self.seen(admitted) { $0.diskSequence = 99 }
        try clearance.submit(Step(id: 2, action: .flush), pass: 0)
        do {
            try clearance.submit(Self.write(3), pass: 0)
            Issue.record("what was read before was taken for a proof")
        } catch { #expect((error as OpenRefusal).reason.code == .identityMismatch) }
        #expect(device.steps.map(\.id) == [1, 2])
        clearance.close()
    }
}
