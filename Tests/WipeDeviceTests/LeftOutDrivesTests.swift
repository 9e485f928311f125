// Goal: a drive that the kernel shows without a size or without a number of its media is told to people, and nothing else is.
// Method: looks at devices as udev hands them on, beside a tree of sysfs.

import Foundation
import Testing

@testable import WipeDevice

struct LeftOutDrivesTests {
    private static let second: UInt64 = 1_000_000_000

    /// What is said of one device. `hasHardware`: something stands behind it, as behind no loop device.
    private func said(
        size: UInt64?, sequence: UInt64?, removable: String = "0", hasHardware: Bool = true, afterSeconds: UInt64 = 31
    ) throws -> [String] {
        let root = NSTemporaryDirectory() + "left-out-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        let block = root + "/sys/class/block/sdb"
        try FileManager.default.createDirectory(atPath: block + (hasHardware ? "/device" : ""), withIntermediateDirectories: true)
        try Data((removable + "\n").utf8).write(to: URL(fileURLWithPath: block + "/removable"))
        let seen = DeviceEvent(
            action: .add, name: "sdb", deviceMajor: 8, deviceMinor: 16, eventDiskSequence: sequence, diskSequence: sequence,
            sizeBytes: size,
            initialised: true,
            properties: ["ID_MODEL": "ST600MM0026", "ID_SERIAL_SHORT": "35000c500a1b2c3d4", "ID_SCSI_SERIAL": "S0M1X2Y3"],
            observedAt: Self.second)
        return LeftOutDrives(folder: SystemFolder(root: root)).sentences([seen], at: Self.second * (1 + afterSeconds))
    }

    /// As the kernel shows a SAS drive with sectors of 520 bytes: its size is 0.
    @Test func aDriveWithoutASizeIsNamedWithWhatToDo() throws {
        let said = try #require(try said(size: 0, sequence: 7).first)
        #expect(
            said.hasPrefix("sdb (ST600MM0026 S0M1X2Y3): ") && said.contains("put it back") && said.contains("520")
                && said.contains("sg_format"))
    }

    @Test func aKernelWithoutNumbersOfMediaIsNamed() throws {
        #expect(try said(size: 512_000, sequence: nil).first?.contains("DISKSEQ") == true)
    }

    @Test func nobodyElseIsNamed() throws {
        #expect(try said(size: 512_000, sequence: 7).isEmpty)
        #expect(try said(size: 0, sequence: 7, removable: "1").isEmpty, "a reader without a card")
        #expect(try said(size: 0, sequence: 7, hasHardware: false).isEmpty, "a loop device without a file")
        #expect(try said(size: 0, sequence: 7, afterSeconds: 29).isEmpty, "a drive that spins up")
        #expect(try said(size: nil, sequence: nil).isEmpty, "one that is gone")
    }
}
