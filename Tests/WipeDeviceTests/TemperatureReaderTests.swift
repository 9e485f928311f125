// Goal: the right sensor, and no nonsense. Method: sysfs trees as the kernel lays them out (drivetemp below the SCSI device, the NVMe driver
// below its controller or, before Linux 5.8, below the PCI function), written into a temporary folder.

import Foundation
import Testing

@testable import WipeDevice

@Suite struct TemperatureReaderTests {
    /// What a tree with these files gives for a drive.
    private static func read(_ name: String, _ files: [String: String]) throws -> Int? {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("hwmon-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, text) in files {
            let file = root.appendingPathComponent("sys/class/block/" + path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return TemperatureReader.read(name, folder: SystemFolder(root: root.path))
    }

    @Test func drivetempIsBelowTheSCSIDevice() throws {
        #expect(
            try Self.read("sda", ["sda/device/hwmon/hwmon3/temp1_input": "41000\n", "sdb/device/hwmon/hwmon4/temp1_input": "77000\n"]) == 41
        )
    }

    @Test func anNVMeSensorIsBelowItsController() throws {
        #expect(try Self.read("nvme0n1", ["nvme0n1/device/hwmon1/temp1_input": "36850\n"]) == 36)
        #expect(try Self.read("nvme0n1", ["nvme0n1/device/device/hwmon/hwmon1/temp1_input": "52000\n"]) == 52)
    }

    @Test func belowZeroIsRoundedDownToo() throws {
        #expect(try Self.read("sda", ["sda/device/hwmon/hwmon0/temp1_input": "-1500\n"]) == -2)
    }

    @Test(arguments: ["", "\n", "warm\n", "999000\n", "-80000\n", "99999999999999999999\n"])
    func nonsenseIsUnknown(text: String) throws {
        #expect(try Self.read("sda", ["sda/device/hwmon/hwmon0/temp1_input": text]) == nil)
    }

    @Test func aDriveWithoutASensorIsUnknown() throws {
        #expect(try Self.read("sda", ["sda/size": "1\n"]) == nil)
        #expect(TemperatureReader.read("no-such-drive", folder: SystemFolder()) == nil)
    }
}
