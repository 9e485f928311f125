// Goal: what the kernel knows of and nobody has reported is seen, so that the first unit of a dock is not decided about without the second.
// Method: a tree of sysfs as the kernel makes it while the units of one bridge become ready one after the other.

import Foundation
import Testing
import WipeCore

@testable import WipeDevice

struct ComingDrivesTests {
    private static let first = AttachmentID(name: "sda", diskSequence: 4)
    private static let second = AttachmentID(name: "sdb", diskSequence: 5)

    /// A bridge with `sda`, as a tree of files; ends with the test.
    private final class Tree {
        let root = NSTemporaryDirectory() + "coming-\(UUID().uuidString)"
        let target = "/sys/devices/pci0/usb2/2-1/2-1:1.0/host6/target6:0:0"

        init() throws { try unit(0, type: "0", node: "sda", sequence: 4, sectors: 2048) }
        deinit { try? FileManager.default.removeItem(atPath: root) }

        func write(_ path: String, _ text: String) throws { try write(path, Array((text + "\n").utf8)) }

        func write(_ path: String, _ bytes: [UInt8]) throws {
            let url = URL(fileURLWithPath: root + path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }

        func unit(_ lun: Int, type: String, node: String? = nil, sequence: UInt64 = 0, sectors: UInt64 = 0) throws {
            let unit = "\(target)/6:0:0:\(lun)"
            try write(unit + "/type", type)
            guard let node else { return }
            let block = "\(unit)/block/\(node)"
            try write(block + "/size", "\(sectors)")
            try write(block + "/diskseq", "\(sequence)")
            let files = FileManager.default
            try files.createSymbolicLink(atPath: root + block + "/device", withDestinationPath: "../..")
            try files.createDirectory(atPath: root + "/sys/class/block", withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: root + "/sys/class/block/\(node)", withDestinationPath: root + block)
        }

        func isComing(known: Set<AttachmentID>) -> Bool {
            ComingDrives(folder: SystemFolder(root: root)).areThere(beside: first, known: known)
        }
    }

    @Test func aDriveAloneWaitsForNobody() throws {
        let tree = try Tree()
        #expect(!tree.isComing(known: [Self.first]))
        // Its partition is no drive of its own, and an unmapped reader's slot has no size.
        try tree.write("\(tree.target)/6:0:0:0/block/sda/sda1/partition", "1")
        try FileManager.default.createSymbolicLink(
            atPath: tree.root + "/sys/class/block/sda1", withDestinationPath: tree.root + "\(tree.target)/6:0:0:0/block/sda/sda1")
        try tree.unit(1, type: "0", node: "sdb", sequence: 5, sectors: 0)
        #expect(!tree.isComing(known: [Self.first]))
    }

    @Test func aUnitThatStillSpinsUpIsComing() throws {
        let tree = try Tree()
        try tree.unit(1, type: "0")
        #expect(tree.isComing(known: [Self.first]))
        try tree.unit(1, type: "0", node: "sdb", sequence: 5, sectors: 2048)
        #expect(tree.isComing(known: [Self.first]), "udev has not spoken of it")
        #expect(!tree.isComing(known: [Self.first, Self.second]))
    }

    @Test(arguments: ["13", "5", "1", ""]) func aUnitThatNeverBecomesADriveIsNot(type: String) throws {
        let tree = try Tree()
        try tree.unit(1, type: type)
        #expect(!tree.isComing(known: [Self.first]))
    }

    /// A SAS drive with two actuators: wiping one unit leaves the other half of the drive.
    @Test func aUnitWithTheSameSerialIsTheOtherHalfOfTheDrive() throws {
        let tree = try Tree()
        func others() -> Int? { ScsiTarget(of: "sda", folder: SystemFolder(root: tree.root))?.otherUnitsOfTheDrive }
        for (unit, serial) in [(0, "ZC35WK4T2A"), (1, "ZC35WK4T2A"), (2, "OTHER")] {
            try tree.unit(unit, type: "0")
            try tree.write("\(tree.target)/6:0:0:\(unit)/vpd_pg80", [0, 0x80, 0, UInt8(serial.utf8.count)] + Array(serial.utf8))
        }
        #expect(others() == 0, "behind USB the serial is the bridge's")
        try FileManager.default.moveItem(atPath: tree.root + "/sys/devices/pci0/usb2", toPath: tree.root + "/sys/devices/pci0/sas")
        let link = tree.root + "/sys/class/block/sda"
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: tree.root + tree.target.replacingOccurrences(of: "usb2", with: "sas") + "/6:0:0:0/block/sda")
        #expect(others() == 1)
        #expect(ScsiTarget(of: "sdz", folder: SystemFolder(root: tree.root)) == nil)
    }

    @Test func aSinglePathOfAMultipathDriveIsNoDriveThatComes() throws {
        let tree = try Tree()
        try tree.unit(1, type: "13", node: "nvme0c0n1", sequence: 6, sectors: 2048)
        #expect(tree.isComing(known: [Self.first]))
        try tree.write("\(tree.target)/6:0:0:1/block/nvme0c0n1/hidden", "1")
        #expect(!tree.isComing(known: [Self.first]))
    }

    @Test func anExchangedMediumIsNotTheOneThatWasReported() throws {
        let tree = try Tree()
        try tree.unit(1, type: "0", node: "sdb", sequence: 9, sectors: 2048)
        #expect(tree.isComing(known: [Self.first, Self.second]))
    }
}
