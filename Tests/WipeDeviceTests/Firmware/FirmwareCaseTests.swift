// Goal: what is said of a drive follows from the bytes that it answered, and it was asked no more than that took. Method: recorded and hand-made
// drives, with what must come of each.

import Foundation
import Mutation
import Testing
import WipeCore

@testable import WipeDevice

@Suite struct FirmwareCaseTests {
    static let names = (try? RecordedDrive.names()) ?? []

    @Test func thereAreCases() { #expect(Self.names.count > 20) }

    /// `expected.json` beside the bytes; UPDATE_GOLDEN=1 writes it.
    @Test(arguments: names) func theCaseIsReadAsExpected(_ name: String) throws {
        let found = try RecordedDrive(name).look()
        let path = URL(fileURLWithPath: "\(RecordedDrive.folder)/\(name)/expected.json")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try (try encoder.encode(found) + Data("\n".utf8)).write(to: path)
        }
        #expect(try JSONDecoder().decode(Capabilities.self, from: Data(contentsOf: path)) == found)
        #expect(found.techniques.map(\.technique) == Technique.allCases)
    }

    /// By hand, so that no rewritten file can take them along.
    @Test(arguments: [
        ("qemu-ahci", "not-supported", "not-supported", "not-supported"), ("hand-ssd-clean", "not-supported", "not-supported", "absent"),
        ("hand-hdd-clean", "absent", "absent", "not-supported"), ("hand-hdd-hpa", "present-not-addressed", "absent", "not-supported"),
        ("hand-hdd-dco", "absent", "present-not-addressed", "not-supported"), ("hand-hdd-frozen", "unknown", "unknown", "not-supported"),
        ("hand-hba-no-registers", "unknown", "unknown", "not-supported"), ("hand-other-slot", "unknown", "unknown", "unknown"),
        ("hand-kernel-disagrees", "unknown", "unknown", "unknown"), ("hand-silent", "unknown", "not-supported", "not-supported"),
        ("hand-4kn", "not-supported", "not-supported", "not-supported"), ("qemu-usb", "unknown", "unknown", "unknown"),
        ("qemu-nvme", "not-supported", "not-supported", "not-supported"), ("tcmu-sas-idle", "unknown", "not-supported", "not-supported"),
    ]) func hiddenAreasAre(_ name: String, _ hpa: String, _ dco: String, _ amac: String) throws {
        let areas = try RecordedDrive(name).look().hiddenAreas
        #expect([areas.hpa, areas.dco, areas.amac].map(\.state.rawValue) == [hpa, dco, amac])
    }

    @Test(
        arguments: [
            ("hand-hdd-frozen", .aborted, .frozen),
            ("hand-hba-no-registers", .statusUnreadable, .checksum), ("hand-other-slot", .anotherDrive, .anotherDrive),
            ("hand-kernel-disagrees", .kernelDisagrees, .kernelDisagrees), ("hand-silent", .noAnswer, nil),
            ("qemu-usb", .behindABridge, .behindABridge),
        ] as [(String, HiddenAreaReason, HiddenAreaReason?)]) func whatIsUnknownSaysWhy(
            _ name: String, _ hpa: HiddenAreaReason, _ dco: HiddenAreaReason?
        ) throws
    {
        let areas = try RecordedDrive(name).look().hiddenAreas
        #expect(areas.hpa.reason == hpa && areas.dco.reason == dco)
    }

    @Test func namespacesAreCounted() throws {
        let one = try RecordedDrive("qemu-nvme").look().hiddenAreas.nvme
        #expect(one?.activeNamespaces == 1 && one?.allocatedNamespaces == 1 && one?.unallocatedBytes == 0)
        #expect(try RecordedDrive("qemu-nvme-two").look().hiddenAreas.nvme?.activeNamespaces == 2)
        let loose = try RecordedDrive("hand-nvme-unallocated").look().hiddenAreas.nvme
        #expect(loose == NvmeSpace(activeNamespaces: 1, allocatedNamespaces: 2, unallocatedBytes: 1 << 35, rpmbBytes: 0))
        #expect(try RecordedDrive("hand-nvme-clean").look().hiddenAreas.nvme?.rpmbBytes == 4 << 20)
        for name in ["qemu-nvme-two", "hand-nvme-unallocated", "hand-nvme-failed"] {
            let offers = try RecordedDrive(name).look().techniques.filter { $0.isOffered == true && $0.technique != .overwrite }
            #expect(!offers.isEmpty && offers.allSatisfy { $0.reasons.contains(.severalNamespaces) }, "\(name)")
        }
    }

    @Test(
        arguments: [
            ("qemu-ahci", FirmwareState.idle, nil), ("tcmu-sata-idle", .idle, nil), ("tcmu-sata-running", .running, 0x3252),
            ("tcmu-sata-frozen", .frozen, nil), ("tcmu-sas-idle", .idle, nil), ("tcmu-sas-running", .running, 0x371E),
            ("tcp-nvme-idle", .idle, nil), ("tcp-nvme-running", .running, 0x4B09), ("hand-ssd-failed", .failed, nil),
            ("hand-nvme-failed", .failed, nil), ("hand-nvme-no-log", .unknown, nil), ("hand-hba-no-registers", .unknown, nil),
            ("hand-ssd-clean", .idle, nil),
        ] as [(String, FirmwareState, UInt16?)]) func whatRunsIsTold(_ name: String, _ state: FirmwareState, _ fraction: UInt16?) throws
    {
        let found = try RecordedDrive(name).look()
        #expect(found.state == state && found.fraction == fraction)
    }

    /// Not a single question goes to a bridge, and none after one that stayed unanswered.
    @Test func noMoreIsAskedThanMayBe() throws {
        func asked(_ name: String) throws -> [String] {
            let drive = try RecordedDrive(name)
            _ = drive.look()
            return drive.asked
        }
        #expect(try asked("qemu-usb").isEmpty)
        #expect(try asked("hand-silent") == ["identifyDevice"])
        #expect(try asked("hand-other-slot") == ["identifyDevice"])
        #expect(try asked("hand-4kn") == ["identifyDevice"])
        #expect(try asked("qemu-ahci") == ["identifyDevice"])
        #expect(try asked("hand-ssd-clean") == ["identifyDevice", "sanitizeStatus", "getNativeMaxExt"])
        #expect(try asked("hand-hdd-hpa") == ["identifyDevice", "readNativeMaxExt", "configurationIdentify"])
        // A drive whose own erase runs is asked for its sense before anything else.
        #expect(try asked("tcmu-sas-running").first == "requestSense")
    }

    @Test(arguments: [DeviceKind.loop, .mmc, .other("optical drive")]) func otherKindsAreNotAsked(_ kind: DeviceKind) throws {
        let recorded = try RecordedDrive("hand-ssd-clean")
        var drive = recorded.drive
        (drive.kind, drive.transport) = (kind, nil)
        let found = CapabilityReader(drive: drive, transport: recorded).read()
        #expect(recorded.asked.isEmpty && found.hiddenAreas.hpa.reason == .notDirect && found.identifySource == .none)
    }

    @Test func aWayThatIsNotKnownIsNotDirect() throws {
        let recorded = try RecordedDrive("hand-ssd-clean")
        var drive = recorded.drive
        drive.transport = nil
        #expect(CapabilityReader(drive: drive, transport: recorded).read().hiddenAreas.amac.reason == .notDirect && recorded.asked.isEmpty)
    }

    /// The kernel's copy has the same words as the drive's own answer.
    @Test func theKernelKeepsWhatTheDriveSaid() throws {
        let recorded = try RecordedDrive("qemu-ahci")
        let live = try AtaIdentify(try #require(recorded.ask(.identifyDevice).data(count: 512)))
        let kept = try AtaIdentify(page89: try #require(recorded.drive.page89))
        #expect(kept.serial == live.serial && kept.sectors == live.sectors && kept.offersHPA == live.offersHPA)
        #expect(live.serial == "QM-ATA0001")
    }
}
