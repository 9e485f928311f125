// Goal: a port is named by what stays when another drive is plugged in, and of a port that is not there only what is certain is said.
// Method: properties as udev gives them; a sysfs tree of a small machine.

import Foundation
import Testing
import WipeCore

@testable import WipeDevice

struct PortTests {
    @Test func aPortIsNamedByItsWay() {
        let path = "pci-0000:00:14.0-usb-0:3.2:1.0-scsi-0:0:0:0"
        #expect(PortName.of(["ID_PATH": path, "DEVPATH": "/devices/x"]) == PropertyMatch(property: "ID_PATH", glob: path))
        // A reader on the PCI bus: the card's own name and number are left out.
        let card = "/devices/pci0000:00/0000:00:1c.0/0000:02:00.0/rtsx_pci_sdmmc.0/mmc_host/mmc0/mmc0:aaaa/block/mmcblk0"
        let reader = PropertyMatch(
            property: "DEVPATH", glob: "/devices/pci0000:00/0000:00:1c.0/0000:02:00.0/rtsx_pci_sdmmc.0/mmc_host/*")
        #expect(PortName.of(["DEVPATH": card]) == reader)
        #expect(reader.matches(["DEVPATH": card.replacing("mmc0:aaaa", with: "mmc0:0001")]))
        #expect(PortName.of(["WIPED_PORT": "rack-1", "ID_PATH": path])?.property == "WIPED_PORT")
        #expect(PortName.of(["DEVPATH": "/devices/virtual/block/loop3"]) == nil)
        for odd in ["pci-*", "a\\b", "", "a|b", "a\u{202E}b"] { #expect(PortName.of(["ID_PATH": odd]) == nil, "\(odd)") }
    }

    private static func withMachine(_ test: (PortFacts) throws -> Void) throws {
        let root = NSTemporaryDirectory() + "/ports-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        for file in [
            "/sys/bus/pci/devices/0000:00:17.0/ata1/x", "/sys/bus/pci/devices/0000:00:17.0/ata2/x",
            "/sys/bus/pci/devices/0000:00:14.0/usb1/x", "/sys/bus/pci/devices/0000:00:14.0/usb2/x", "/sys/bus/pci/devices/0000:00:02.0/x",
        ] {
            let folder = root + (file as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        for (file, text) in [
            ("/sys/class/ata_port/ata1/port_no", "1"), ("/sys/class/ata_port/ata2/port_no", "2"),
            ("/sys/bus/usb/devices/usb1/maxchild", "4"), ("/sys/bus/usb/devices/usb2/maxchild", "2"),
        ] {
            try FileManager.default.createDirectory(
                atPath: root + (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: root + file))
        }
        try test(try #require(PortFacts.read(SystemFolder(root: root))))
    }

    @Test func onlyACertainNoIsSaid() throws {
        try Self.withMachine { facts in
            for glob in [
                "pci-0000:00:17.0-ata-1.0", "pci-0000:00:17.0-ata-2", "pci-0000:00:17.0-ata-*", "pci-0000:00:17.0-ata-1*",
                "pci-0000:00:14.0-usb-0:4:1.0-scsi-0:0:0:0", "pci-0000:00:14.0-usb-0:*", "*-ata-9.0", "pci-0000:00:1?.0-ata-9.0",
                // A drive for a slot of its own brings its function along.
                "pci-0000:05:00.0-nvme-1", "platform-fd500000.pcie", "pci-0000:00:17.0-ata-[12].0",
            ] { #expect(facts.whyNever(path: glob) == nil, "\(glob): \(facts.whyNever(path: glob) ?? "")") }
            for glob in [
                "pci-0000:00:17.0-ata-3.0", "pci-0000:00:18.0-ata-1.0", "pci-0000:00:14.0-usb-0:5:1.0", "pci-0000:00:14.0-usb-0:5.1:*",
                "pci-0000:00:02.0-ata-1.0", "pci-0000:00:17.0-usb-0:1:1.0", "pci-0000:00:18.0-usb*",
            ] { #expect(facts.whyNever(path: glob) != nil, "\(glob)") }
            let ports = MachinePorts(
                drives: [PortDrive(name: "sdz", sizeBytes: 1, properties: ["ID_PATH": "pci-0000:00:17.0-ata-7.0"], usage: .free)],
                facts: facts)
            func bay(_ glob: String) -> Bay { Bay(id: "X", match: [PropertyMatch(property: "ID_PATH", glob: glob)], onAttach: .hold) }
            #expect(ports.whyNever(bay("pci-0000:00:17.0-ata-9.0"))?.contains("ports 1 2 and no 9") == true)
            #expect(ports.whyNever(bay("pci-0000:00:17.0-ata-7.0")) == nil, "a drive is in it")
        }
        #expect(PortFacts.read(SystemFolder(root: "/nowhere")) == nil)
    }

    @Test func theDriveOfTheRunningSystemIsNamed() {
        let uses = [Use(.mounted, node: "sda1", detail: "/mnt"), Use(.runningSystem, node: "sda2", detail: "/boot")]
        let drive = PortDrive(name: "sda", sizeBytes: 1, properties: [:], usage: .known(uses))
        #expect(drive.systemUse == "/boot" && drive.otherUse == "/mnt")
        let unknown = PortDrive(name: "sda", sizeBytes: 1, properties: [:], usage: .unknown(why: "no"))
        #expect(unknown.systemUse == nil && unknown.otherUse == nil && unknown.usageProblem == "no")
        #expect(PortDrive(name: "sda", sizeBytes: 1, properties: [:], usage: .free).otherUse == nil)
    }
}
