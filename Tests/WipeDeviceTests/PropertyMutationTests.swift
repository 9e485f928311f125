// Goal: whatever udev, sysfs or a loop file calls itself, the words that come out are short, plain and valid, and nothing traps.
// Method: seeded changes of sound properties, encoded names, mount tables and swap tables; a failure names its seed.

import Foundation
import Mutation
import Testing
import WipeContents
import WipeCore

@testable import WipeDevice

@Suite struct PropertyMutationTests {
    private static let properties = [
        "ID_SERIAL_SHORT=WD-WCC4N0000001", "ID_MODEL_ENC=WDC\\x20WD10EZEX-00BN5A0\\x20\\x20", "ID_ATA=1", "ID_ATA_ROTATION_RATE_RPM=7200",
        "ID_WWN=0x50014ee2b0000001", "ID_BUS=ata", "ID_PATH=pci-0000:00:17.0-ata-1.0", "ID_SCSI_SERIAL=X", "ID_VENDOR_ENC=ATA\\x20\\x20",
        "DEVLINKS=/dev/disk/by-id/a /dev/disk/by-id/b", "ID_REVISION=01.01A01", "ID_FS_LABEL_ENC=Mes\\x20documents",
    ]
    private static let mounts = """
        22 28 0:21 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        28 0 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw,errors=remount-ro
        90 28 7:0 /a\\040b /mnt/x\\011y ro master:1 propagate_from:2 - squashfs /dev/loop0 ro

        """

    private static func isPlain(_ text: String?) -> Bool {
        guard let text else { return true }
        return !text.isEmpty && text.unicodeScalars.count <= DeviceText.linksScalarsMax
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: false
                default: true
                }
            }
    }

    @Test(arguments: 0..<8) func propertiesBecomePlainWords(part: Int) {
        let empty = SystemFolder(root: "/nonexistent")
        for seed in UInt64(part * 500)..<UInt64(part * 500 + 500) {
            var mutator = Mutator(seed: seed, words: ["=", "\\x00", "\\x1b", "\\xff", "\\x", "/dev/", " ", "0x"])
            var raw: [String: String] = [:]
            for line in Self.properties {
                // As libudev hands them over: C strings, repaired by Swift where they are not UTF-8.
                let text = String(decoding: mutator.below(3) == 0 ? mutator.changed(Array(line.utf8)) : Array(line.utf8), as: UTF8.self)
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                if parts.count == 2 { raw[parts[0]] = parts[1] }
            }
            let clean = DeviceText.clean(properties: raw)
            #expect(clean.allSatisfy { DeviceText.isPropertyName($0.key) && Self.isPlain($0.value) }, "seed \(seed): \(clean)")
            for name in ["sda", "nvme0n1", "mmcblk0", "loop7", raw["ID_BUS"] ?? "x"] {
                let identity = IdentityFacts(name: name, properties: clean, folder: empty).identity(capacityBytes: 1 << 30)
                let texts = [identity.vendor, identity.model, identity.serial, identity.wwn]
                #expect(texts.allSatisfy(Self.isPlain), "seed \(seed): \(texts)")
            }
            #expect(Self.isPlain(DeviceText.cleanEncoded(raw["ID_MODEL_ENC"] ?? "")), "seed \(seed)")
        }
    }

    /// A table that cannot be understood refuses every drive: it must say so and never be taken for an empty one.
    @Test(arguments: 0..<4) func mountTablesAreReadOrRefused(part: Int) {
        for seed in UInt64(part * 500)..<UInt64(part * 500 + 500) {
            var mutator = Mutator(seed: seed, words: [" - ", "\\040", "\\9", ":", "\n", "99999:1"])
            let text = String(decoding: mutator.changed(Array(Self.mounts.utf8)), as: UTF8.self)
            let lines = text.split(separator: "\n").filter { !$0.allSatisfy { $0 == " " } }.count
            if let mounts = try? MountTable.parse(text) { #expect(mounts.count >= min(1, lines), "seed \(seed)") }
            _ = try? SwapTable.parse(text)
        }
    }
}
