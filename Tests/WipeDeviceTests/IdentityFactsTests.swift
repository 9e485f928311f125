// Goal: every kind of drive is told from every other, and each serial, type and bus comes from the source that may be believed.
// Method: fixture tree `drives` (sysfs as the kernel shows it) with the properties that udev gives for such drives.

import Testing
import WipeCore

@testable import WipeDevice

struct IdentityFactsTests {
    private func facts(_ name: String, _ properties: [String: String] = [:]) -> IdentityFacts {
        IdentityFacts(name: name, properties: properties, folder: Fixture.folder("drives"))
    }

    @Test func aSATADriveSpeaksThroughATA() {
        let drive = facts(
            "sda",
            [
                "ID_ATA": "1", "ID_BUS": "ata", "ID_SERIAL_SHORT": "WD-WCC6Y_123456", "ID_MODEL": "WDC_WD10EZEX-08WN4A0",
                "ID_MODEL_ENC": "WDC\\x20WD10EZEX-08WN4A0\\x20\\x20", "ID_WWN": "0x50014EE2B1234567", "ID_REVISION": "01.01A01",
                "ID_ATA_ROTATION_RATE_RPM": "7200", "ID_ATA_FEATURE_SET_SECURITY": "1", "ID_VENDOR": "ATA",
            ])
        #expect(drive.serial == ("WD-WCC6Y_123456", .ataIdentify))
        #expect(drive.model == "WDC WD10EZEX-08WN4A0")
        #expect(drive.vendor == nil)
        #expect(drive.wwn == "0x50014ee2b1234567")
        #expect(drive.mediaType == .magneticHDD)
        #expect(drive.transport == .sata)
        #expect(drive.bus == "pci:0000:00:17.0")
        #expect(drive.firmware == "01.01A01")
        #expect(drive.locked == false)
        #expect(drive.zoned == ZoneModel.none)
    }

    @Test func aLockedDriveIsLockedAndSilenceIsUnknown() {
        #expect(facts("sda", ["ID_ATA_FEATURE_SET_SECURITY": "1", "ID_ATA_FEATURE_SET_SECURITY_LOCKED": "1"]).locked == true)
        #expect(facts("sda").locked == nil)
    }

    @Test func anSSDIsToldByItsRotationRateWhateverTheKernelSays() {
        #expect(facts("sda", ["ID_ATA_ROTATION_RATE_RPM": "0"]).mediaType == .flashSSD)
        #expect(facts("sde", ["ID_ATA": "1"]).mediaType == .magneticHDD, "the drive is silent: the kernel's word counts")
        #expect(facts("sda", ["ID_ATA_ROTATION_RATE_RPM": "nonsense"]).mediaType == .magneticHDD)
    }

    @Test func aUSBStickIsRemovableFlash() {
        let stick = facts(
            "sdb", ["ID_BUS": "usb", "ID_SERIAL_SHORT": "4C530001", "ID_VENDOR_ENC": "SanDisk\\x20", "ID_MODEL_ENC": "Ultra\\x20\\x20"])
        #expect(stick.serial == ("4C530001", .usbBridge))
        #expect(stick.mediaType == .flashRemovable)
        #expect(stick.transport == .usb)
        #expect(stick.bus == "usb:1-2", "the hub above it")
        #expect(stick.vendor == "SanDisk")
        #expect(stick.model == "Ultra")
    }

    @Test func aUSBBridgeHidesTheDriveUnlessItPassesATAOn() {
        let hidden = facts("sdc", ["ID_BUS": "usb", "ID_SERIAL_SHORT": "DD56419883891"])
        #expect(hidden.serial == ("DD56419883891", .usbBridge))
        #expect(hidden.mediaType == .unknown)
        #expect(hidden.bus == "usb:usb2")
        let open = facts("sdc", ["ID_ATA": "1", "ID_BUS": "ata", "ID_SERIAL_SHORT": "Z1", "ID_ATA_ROTATION_RATE_RPM": "5400"])
        #expect(open.serial == ("Z1", .ataIdentify))
        #expect(open.mediaType == .magneticHDD)
        #expect(open.transport == .usb)
    }

    /// The names of udev's usb_id come first; the plain ones are those of the medium where another program has named that.
    @Test func aUSBBridgeIsNamedAsItNamesItself() {
        let names = ["ID_VENDOR_ID": "152d", "ID_MODEL_ID": "0578", "ID_USB_DRIVER": "uas"]
        let bridge = USBBridge(vendorID: "152d", productID: "0578", driver: "uas")
        #expect(facts("sdc", names.merging(["ID_BUS": "usb"]) { $1 }).usbBridge == bridge)
        let drive = [
            "ID_BUS": "ata", "ID_USB_VENDOR_ID": "152d", "ID_USB_MODEL_ID": "0578", "ID_VENDOR_ID": "ffff", "ID_USB_DRIVER": "uas",
        ]
        #expect(facts("sdc", drive).usbBridge == bridge)
        #expect(facts("sdc", names.merging(["ID_BUS": "ata"]) { $1 }).usbBridge == USBBridge(vendorID: nil, productID: nil, driver: "uas"))
        #expect(facts("sdc").usbBridge == USBBridge(vendorID: nil, productID: nil, driver: nil), "there is one, and nobody says which")
        #expect(facts("sda", names.merging(["ID_BUS": "usb"]) { $1 }).usbBridge == nil)
    }

    @Test func aSASDriveGivesItsUnitSerialNotItsWWN() {
        let properties = ["ID_SCSI": "1", "ID_BUS": "scsi", "ID_SERIAL_SHORT": "5000c50057a1b2c3", "ID_WWN": "0x5000c50057a1b2c3"]
        let drive = facts("sdd", properties.merging(["ID_SCSI_SERIAL": "Z1Z0ABCD"]) { $1 })
        #expect(drive.serial == ("Z1Z0ABCD", .scsiVPD))
        #expect(facts("sdd", properties).serial == ("Z1Z0ABCD", .scsiVPD), "from VPD page 80h")
        #expect(drive.rotationRateRPM == 7200)
        #expect(drive.mediaType == .magneticHDD)
        #expect(drive.transport == .sas)
        #expect(drive.bus == "pci:0000:02:00.0")
        #expect(drive.vendor == "SEAGATE")
    }

    @Test func aDriveThatSpeaksSCSIOverNobodyKnowsWhatSaysThatMuch() {
        #expect(facts("sdz", ["ID_SCSI": "1", "ID_BUS": "scsi"]).transport == .scsi)
        #expect(facts("sdz").transport == nil)
    }

    @Test func drivesBehindAnExpanderShareItsPorts() {
        let path =
            "/devices/pci0000:00/0000:00:01.0/0000:02:00.0/host6/port-6:0/expander-6:0/port-6:0:4/end_device-6:0:4/target6:0:4/6:0:4:0/block/sdd"
        #expect(IdentityFacts.bus(inPath: path) == "sas:expander-6:0")
        let cascaded = path.replacing("port-6:0:4/end_device-6:0:4", with: "port-6:0:8/expander-6:1/port-6:1:2/end_device-6:1:2")
        #expect(IdentityFacts.bus(inPath: cascaded) == "sas:expander-6:1", "the nearest one is the narrowest")
    }

    @Test func anNVMeNamespaceIsFlash() {
        let drive = facts("nvme0n1", ["ID_SERIAL_SHORT": "other"])
        #expect(drive.kind == .nvme)
        #expect(drive.serial == ("S5H7NX0N123456", .nvmeIdentify))
        #expect(drive.model == "Samsung SSD 980 PRO 1TB")
        #expect(drive.firmware == "5B2QGXA7")
        #expect(drive.wwn == "eui.002538b911b0aaaa")
        #expect(drive.mediaType == .flashSSD)
        #expect(drive.bus == "pci:0000:3c:00.0")
    }

    @Test func anMMCCardGivesItsCID() {
        let card = facts("mmcblk0")
        #expect(card.kind == .mmc)
        #expect(card.serial == ("0x1a2b3c4d", .mmcCID))
        #expect(card.model == "BJNB4R")
        #expect(card.mediaType == .flashRemovable)
    }

    @Test func aLoopDeviceIsOnlyWhatItsPropertiesSay() {
        #expect(facts("loop9").mediaType == .unknown, "queue/rotational of a loop device says nothing")
        #expect(facts("loop9").serial == (nil, .unknown))
        let drive = facts(
            "loop9", ["ID_SERIAL_SHORT": "BENCH1", "ID_MODEL": "Bench_Drive", "ID_ATA_ROTATION_RATE_RPM": "7200", "ID_WWN": "0x5000AA"])
        #expect(drive.serial == ("BENCH1", .loopProperty))
        #expect(drive.mediaType == .magneticHDD)
        #expect(drive.transport == .loop)
        #expect(drive.bus == nil)
        #expect(drive.wwn == "0x5000aa")
    }

    @Test(arguments: [
        ("sda", DeviceKind.scsi), ("sdaaa", .scsi), ("loop64", .loop), ("nvme10n2", .nvme), ("mmcblk1", .mmc),
    ]) func candidatesAreKnownByName(name: String, kind: DeviceKind) {
        #expect(IdentityFacts.kind(of: name) == kind)
    }

    @Test(arguments: [
        "sr0", "dm-0", "md127", "zram0", "nbd0", "ram0", "fd0", "vda", "nvme0c0n1", "nvme0", "nvme0n1p1", "mmcblk0boot0", "mmcblk0rpmb",
        "mmcblk0p1", "sda1", "sd",
        "loop", "loopy", "bcache0", "weird", "", "sd\u{430}",
    ]) func everythingElseIsNoCandidate(name: String) {
        guard case .other(let word) = IdentityFacts.kind(of: name) else {
            Issue.record("\(name) was taken for a candidate")
            return
        }
        #expect(!word.isEmpty)
    }

    @Test func hostilePropertiesReachNoIdentity() {
        let drive = facts(
            "sda", ["ID_ATA": "1", "ID_SERIAL_SHORT": "A\u{1B}]0;x\u{7}B\u{202E}", "ID_MODEL_ENC": String(repeating: "\\x1b", count: 9000)])
        #expect(drive.serial.0 == "A\u{FFFD}]0;x\u{FFFD}B\u{FFFD}")
        #expect(drive.model == String(repeating: "\u{FFFD}", count: 256))
    }

    @Test func theSerialOfTheDescriptorIsOnlyComparedWithItsOwnSource() {
        func identity(_ serial: String?, _ source: SerialSource) -> MediaIdentity {
            MediaIdentity(vendor: nil, model: nil, serial: serial, serialSource: source, wwn: nil, capacityBytes: 1)
        }
        // The fixture has no /sys/dev/block: what cannot be read again is not compared.
        let number = DeviceNumber(major: 8, minor: 0)
        for source in SerialSource.allCases {
            #expect(ExclusiveDevice.serial(of: number, admitted: identity("X1", source), folder: Fixture.folder("drives")) == nil)
        }
    }
}
