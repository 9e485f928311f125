// Goal: what people write under `protect` protects the drive that they mean; what nearly fits is held, and never wiped without a word.
// Method: one drive as udev shows it, entries as people write them.

import Bench
import Testing

@testable import WipeCore

@Suite struct ProtectTests {
    private static func drive() -> ProbeReport {
        var report = Fixture.report(serial: "WD-WX_31A23456")
        report.identity.wwn = "0x5000c500a1b2c3d4"
        report.identity.model = "WDC WD10EZEX"
        report.properties.merge([
            "ID_SERIAL_SHORT": "WD-WX_31A23456", "ID_SERIAL": "WDC_WD10EZEX_WD-WX_31A23456", "ID_WWN": "0x5000c500a1b2c3d4",
            "ID_MODEL": "WDC_WD10EZEX", "ID_PATH": "pci-0000:00:17.0-ata-1.0", "ID_BUS": "ata",
        ]) { $1 }
        return report
    }

    private static func protection(_ entry: [String: String]) -> Protection {
        var rules = Fixture.rules()
        rules.protect = [entry.map { PropertyMatch(property: $0.key, glob: $0.value) }]
        return rules.protection(of: drive())
    }

    @Test(arguments: [
        ["ID_WWN": "0x5000c500a1b2c3d4"], ["ID_WWN": "0x5000C500A1B2C3D4"], ["ID_WWN": "5000c500a1b2c3d4"],
        ["ID_WWN": " 0x5000c500a1b2c3d4"], ["ID_WWN": "50:00:c5:00:a1:b2:c3:d4"], ["ID_WWN": "0x5000C500*"], ["ID_WWN": "*A1B2C3D4"],
        ["ID_WWN_WITH_EXTENSION": "naa.5000c500a1b2c3d4"], ["ID_SERIAL_SHORT": "WD-WX 31A23456"], ["ID_SERIAL_SHORT": "wd-wx_31a23456"],
        ["ID_SERIAL_SHORT": "WD-WX_31A23456 "], ["ID_SERIAL_SHORT": "\u{A0}WD-WX_31A23456\u{A0}"], ["ID_SERIAL_SHORT": "wd-wx*"],
        ["ID_SERIAL": "wdc wd10ezex wd-wx 31a23456"], ["ID_MODEL": "wdc wd10ezex"], ["ID_SERIAL_SHORT": "WD-WX?31A23456"],
        ["ID_WWN": "0x5000c500a1b2c3d[4-5]"], ["ID_PATH": "pci-0000:00:17.0-ata-1.0", "ID_BUS": "ata"],
    ]) func whatPeopleWriteProtectsTheDriveThatTheyMean(_ entry: [String: String]) { #expect(Self.protection(entry) == .met) }

    @Test(arguments: [
        // One separator, one end, another property, one of two.
        ["ID_SERIAL_SHORT": "WD-WX31A23456"], ["ID_SERIAL_SHORT": "WDWX31A23456"], ["ID_SERIAL_SHORT": "WD-WX_31A234"],
        ["ID_SERIAL": "WD-WX_31A23456"], ["ID_SERIAL_SHORT": "0x5000c500a1b2c3d4"], ["ID_WWN": "0x5000c500a1b2c3d4ffff"],
        ["ID_SERIAL_SHORT": "WD-WX_31A23456", "ID_MODEL": "WDC_WD20EZRZ"], ["ID_PATH": "pci-0000:00:17.0-ata-1.0", "ID_BUS": "usb"],
        ["ID_SCSI_SERIAL": "WX_31A23456"],
        // A part of a name that fits, and a condition more that does not.
        ["ID_SERIAL_SHORT": "WD-WX_31*", "ID_BUS": "sata"], ["ID_SERIAL_SHORT": "WD-WX_31A23[0-9]56", "ID_TYPE": "hdd"],
        ["ID_SERIAL_SHORT": "WD-W*3456", "ID_PATH": "pci-0000:00:17.0-ata-1"], ["ID_WWN": "0x5000c500a1b2*", "ID_VENDOR": "HGST"],
        // Dashes of all kinds, other widths and scripts, what is invisible, quotes.
        ["ID_SERIAL_SHORT": "WD\u{2010}WX_31A23456"], ["ID_SERIAL_SHORT": "WD\u{2011}WX_31A23456"],
        ["ID_SERIAL_SHORT": "WD\u{2013}WX 31A23456"], ["ID_SERIAL_SHORT": "WD\u{2014}WX_31A23456"],
        ["ID_SERIAL_SHORT": "WD\u{2212}WX_31A23456"], ["ID_SERIAL_SHORT": "WD\u{2015}WX31A23456"],
        ["ID_SERIAL_SHORT": "\u{FF37}\u{FF24}-\u{FF37}\u{FF38}_31A23456"], ["ID_SERIAL_SHORT": "WD-WX_\u{FF13}\u{FF11}A23456"],
        ["ID_SERIAL_SHORT": "WD-WX_31\u{200B}A23456"], ["ID_SERIAL_SHORT": "WD-WX_31\u{A0}A2\u{202F}3456\u{FEFF}"],
        ["ID_SERIAL_SHORT": "WD-WX_31\u{410}23456"], ["ID_SERIAL_SHORT": "\u{AB}WD-WX_31A23456\u{BB}"],
        ["ID_SERIAL_SHORT": "WD-WX_31A\u{662}3456"], ["ID_SERIAL_SHORT": "WD-W\u{1D417}_31A23456"],
        // Other properties.
        ["ID_ATA_SERIAL": "WD-WX_31A23456"], ["ID_NVME_SERIAL": "wdwx31a23456"], ["WIPED_KEEP": "WD-WX_31A23456"],
        ["ID_NAME": "WD-WX_31A23456"], ["ID_MODEL": "WD-WX_31A23456"], ["ID_ATA_SERIAL": "5000c500a1b2c3d4", "ID_BUS": "usb"],
        ["ID_SERIAL_SHORT": "WDC WD10EZEX"], ["ID_NAME": "wdc-wd10ezex"], ["OWNER": "WDC.WD10EZEX"], ["ID_MODEL": "WD10EZEX"],
        ["DEVLINKS": "/dev/disk/by-id/ata-WDC_WD10EZEX_WD-WX_31A23456"], ["DEVLINKS": "/dev/disk/by-id/wwn-0x5000c500a1b2c3d4"],
        // Beginnings, ends, more around it.
        ["ID_SERIAL_SHORT": "WD-WX"], ["ID_SERIAL_SHORT": "WD-WX_31"], ["ID_SERIAL_SHORT": "WDWX3"], ["ID_SERIAL_SHORT": "23456"],
        ["ID_SERIAL_SHORT": "S/N: WD-WX_31A23456 (Bob)"], ["ID_SERIAL_SHORT": "WX_31A2345"], ["ID_SERIAL": "WD-WX_31A2\u{2026}"],
        // Read wrongly.
        ["ID_SERIAL_SHORT": "WD-WX_3IAZ34S6"], ["ID_SERIAL_SHORT": "WD-WX_3lA23456"], ["ID_WWN": "0x5OOOc5OOa1b2c3d4"],
        ["ID_SERIAL_SHORT": "WD-WX_31A2356"], ["ID_SERIAL_SHORT": "WD-WX_31A233456"], ["ID_SERIAL_SHORT": "WD-WX_31A32456"],
        ["ID_SERIAL_SHORT": "WD-WK_31A23456"],
        // Globs that fit nothing by a little.
        ["ID_SERIAL_SHORT": "WD-WX_31A?46"], ["ID_SERIAL_SHORT": "WD-WX_31A23[0-3]56"], ["ID_SERIAL_SHORT": "WD-WX_31B23?57"],
        ["ID_SERIAL_SHORT": "WDWX31A*"], ["ID_ATA_SERIAL": "WD\u{2013}WX*"], ["ID_SERIAL_SHORT": "WD-WX.*"],
        ["ID_MODEL": "WDC-WD1OEZEX*"],
    ]) func whatNearlyFitsIsHeld(_ entry: [String: String]) {
        guard case .nearly(1, let why) = Self.protection(entry) else {
            Issue.record("\(entry): \(Self.protection(entry))")
            return
        }
        #expect(!why.isEmpty)
        var rules = Fixture.rules()
        rules.protect = [entry.map { PropertyMatch(property: $0.key, glob: $0.value) }]
        var bench = StationBench(rules)
        bench.plug(Self.drive())
        #expect(bench.started == 0 && bench.decision(Self.drive())?.holds.map(\.code) == [.nearlyProtected])
        bench.send(.startRequested(Self.drive().attachment, policy: nil, confirm: "WD-WX_31A23456", Fixture.technician))
        #expect(bench.started == 0, "that takes a lead")
        bench.send(.startRequested(Self.drive().attachment, policy: nil, confirm: "WD-WX_31A23456", Fixture.operator1))
        #expect(bench.started == 1)
    }

    /// What lies in a partition is no property of the drive, and what people protect.
    @Test(arguments: [
        ["ID_FS_LABEL": "Sauvegarde"], ["ID_FS_UUID": "3f2a9c1e-0000"], ["ID_FS_TYPE": "ext4", "ID_FS_LABEL": "Sauv*"],
        ["ID_PART_ENTRY_UUID": "b1"], ["ID_PART_TABLE_UUID": "a1"],
    ]) func whatLiesOnAPartitionProtectsItsDrive(_ entry: [String: String]) {
        var report = Self.drive()
        report.contents = [
            Content(kind: .partitionTable, type: "gpt", uuid: "a1", offsetBytes: 0),
            Content(kind: .partition, type: "linux", uuid: "b1", node: "sdb1", offsetBytes: 4096),
            Content(kind: .filesystem, type: "ext4", label: "Sauvegarde", uuid: "3f2a9c1e-0000", node: "sdb1", offsetBytes: 4096),
        ]
        var rules = Fixture.rules()
        rules.protect = [entry.map { PropertyMatch(property: $0.key, glob: $0.value) }]
        #expect(rules.protection(of: report) == .met && Self.protection(entry) != .met)
    }

    /// A USB drive that spells the serial of its label in hexadecimal.
    @Test func aSerialSpelledInHexadecimalIsThatOfTheLabel() {
        var report = Self.drive()
        report.identity.serial = "323034374B52343038363131"
        report.properties["ID_SERIAL_SHORT"] = "323034374B52343038363131"
        var rules = Fixture.rules()
        rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "2047KR408611")]]
        guard case .nearly = rules.protection(of: report) else { return #expect(Bool(false), "\(rules.protection(of: report))") }
        var labels = DriveLabels()
        labels.add(report, at: SentencePart("in-bay", ["bay": "A1"]))
        #expect(labels.meaning(of: "2047kr408611") != nil)
    }

    @Test(arguments: [
        ["ID_SERIAL_SHORT": "WD-WX_31A23457"], ["ID_WWN": "0x5000c500a1b2c3d5"], ["ID_BUS": "usb"], ["ID_MODEL": "WDC_WD20EZRZ"],
        ["ID_MODEL": "WDC_WD10EZEX", "ID_PATH": "pci-0000:00:17.0-ata-2.0"], ["ID_BUS": "ata", "ID_SERIAL_SHORT": "S5H7NX0N123456"],
        ["ID_SCSI_SERIAL": "*", "ID_BUS": "scsi"],
        // Three letters are a maker, a model beside another serial is many drives, and places are not copied from labels.
        ["ID_SERIAL_SHORT": "WDC"], ["ID_SERIAL_SHORT": "WD-"], ["ID_SERIAL": "WD1"], ["ID_MODEL": "WD"], ["ID_WWN": "0x5000c5"],
        ["ID_SERIAL": "WDC_WD10EZEX_WD-WCC4N0123456"], ["ID_MODEL": "WDC_WD10EZEX", "ID_SERIAL_SHORT": "ZN1ABCDE"],
        ["ID_SERIAL_SHORT": "WD-WCC[0-2]N*", "ID_BUS": "usb", "ID_MODEL": "ST1000"], ["ID_PATH": "pci-0000:00:17.0-ata-10"],
        ["ID_ATA_SERIAL": "?????????"], ["ID_NAME": "*9"], ["ID_WWN": "0x50014ee2*"], ["ID_SERIAL_SHORT": "WD-WCC4N*"],
        ["ID_BUS": "nvme"], ["ID_MODEL": "WDC WD11EZEX"],
    ]) func whatIsAboutAnotherDriveIsNot(_ entry: [String: String]) { #expect(Self.protection(entry) == .none, "\(entry)") }

    @Test(arguments: [
        ("KEEP_MODEL2", "KEEP-MODEL2"), ("KEEP-MODEL2", "KEEP_MODEL2"), ("KEEP_MODEL2", "KEEP\u{2011}MODEL 2"), ("ZN1VVAA89", "ZN1VVAA?9X"),
        ("ZN1VVAA89", "ZN1VVAA?8"), ("ZN1VVAA89", "ZN1VV[B-C]A?9"), ("ZN1VVAA89", "ZN1VVAA9"),
    ]) func aNameUnderAnyProperty(_ name: String, _ glob: String) {
        var report = Fixture.report(serial: name.hasPrefix("ZN") ? name : "9XYZ")
        report.identity.model = name.hasPrefix("ZN") ? "ST1" : name
        report.properties["ID_MODEL"] = report.identity.model
        for property in ["ID_MODEL", "ID_NAME", "ID_SERIAL_SHORT", "ID_ATA_SERIAL", "KEEP"] {
            let rules = StationRules(protect: [[PropertyMatch(property: property, glob: glob)]])
            if property == "ID_MODEL", CanonicalForm.serial(glob) == name { continue }
            guard case .nearly = rules.protection(of: report) else {
                Issue.record("\(property): \(glob), \(rules.protection(of: report))")
                continue
            }
        }
    }

    private static func protection(_ property: String, _ written: String, _ drive: [String: String], model: String) -> Protection {
        var report = Fixture.report(serial: "9XYZ")
        report.identity.model = model
        report.identity.vendor = nil
        report.properties["ID_VENDOR"] = nil
        report.properties.merge(drive) { $1 }
        return StationRules(protect: [[PropertyMatch(property: property, glob: written)]]).protection(of: report)
    }

    /// Models and makers as people call them.
    @Test(arguments: [
        ("ID_MODEL", "Samsung 970 EVO Plus", "Samsung SSD 970 EVO Plus 1TB"), ("ID_MODEL", "970 evo plus", "Samsung SSD 970 EVO Plus 1TB"),
        ("ID_MODEL", "Samsung 970 EVO*", "Samsung SSD 970 EVO Plus 1TB"), ("ID_MODEL", "Crucial MX500", "CT500MX500SSD1"),
        ("ID_MODEL", "MX500", "CT500MX500SSD1"), ("ID_MODEL", "Micron MX500", "CT1000MX500SSD1"),
        ("ID_MODEL", "Western Digital WD10EZEX", "WDC WD10EZEX-08WN4A0"), ("ID_MODEL", "Seagate ST1000DM010", "ST1000DM010-2EP102"),
        ("ID_NAME", "Kingston A400", "KINGSTON SA400S37240G A400"), ("ID_VENDOR", "Western Digital", "WDC WD10EZEX-08WN4A0"),
        ("ID_VENDOR", "Crucial", "CT500MX500SSD1"), ("ID_VENDOR", "Seagate", "ST1000DM010-2EP102"),
        ("ID_USB_VENDOR", "WD", "WDC WD10EZEX-08WN4A0"),
    ]) func aModelAsPeopleCallItIsHeld(_ property: String, _ written: String, _ model: String) {
        let found = Self.protection(property, written, ["ID_MODEL": model.replacing(" ", with: "_")], model: model)
        guard case .nearly = found else { return #expect(Bool(false), "\(written): \(found)") }
    }

    @Test(arguments: [
        ("ID_MODEL", "Samsung 970 EVO Plus", "Samsung SSD 970 EVO 1TB"), ("ID_MODEL", "Samsung 980 PRO", "Samsung SSD 970 PRO 1TB"),
        ("ID_MODEL", "Crucial T500", "CT500MX500SSD1"), ("ID_MODEL", "Crucial MX50", "CT500MX500SSD1"),
        ("ID_MODEL", "Crucial MX300", "CT500MX500SSD1"), ("ID_MODEL", "Seagate WD10EZEX", "WDC WD10EZEX-08WN4A0"),
        ("ID_MODEL", "Intel 970 EVO", "Samsung SSD 970 EVO 1TB"), ("ID_MODEL", "Western Digital", "WDC WD10EZEX-08WN4A0"),
        ("ID_MODEL", "SSD PRO", "Samsung SSD 970 PRO 1TB"), ("ID_VENDOR", "Seagate", "WDC WD10EZEX-08WN4A0"),
        ("ID_VENDOR", "Hitachi", "WDC WD10EZEX-08WN4A0"), ("ID_MODEL", "500", "CT500MX500SSD1"),
    ]) func anotherModelIsNotHeld(_ property: String, _ written: String, _ model: String) {
        let found = Self.protection(property, written, ["ID_MODEL": model.replacing(" ", with: "_")], model: model)
        #expect(found == .none, "\(written)")
    }

    /// A node's name is whole: a number more is another drive. What was cut off, left its star behind or names a part is held.
    @Test(arguments: [
        ("/dev/loop7", "/dev/loop71", false), ("/dev/loop71", "/dev/loop7", false), ("/dev/sda", "/dev/sdab", false),
        ("/dev/sdab", "/dev/sda", false),
        ("/dev/nvme1", "/dev/nvme10n1", false), ("/dev/nvme0n1", "/dev/nvme0n12", false), ("/dev/dm-1", "/dev/dm-11", false),
        ("/dev/sdb", "/dev/sdc", false), ("loop7", "/dev/loop7", true), ("/dev/LOOP7", "/dev/loop7", true),
        ("dev/loop7", "/dev/loop7", true),
        ("/dev/loop7 (Bob)", "/dev/loop7", true), ("/dev/loop7p1", "/dev/loop7", true), ("/dev/sdb1", "/dev/sdb", true),
        ("/dev/nvme0", "/dev/nvme0n1", true), ("/dev/nvme0n1p2", "/dev/nvme0n1", true), ("/dev/nvme0n", "/dev/nvme0n1", true),
        ("/dev/sd", "/dev/sdb", true), ("/dev/loop", "/dev/loop7", true), ("/dev/l00p7", "/dev/loop7", true),
        ("/dev/dm-", "/dev/dm-1", true),
    ]) func aNodeIsNotTheOneBesideIt(_ written: String, _ node: String, _ isHeld: Bool) {
        let found = Self.protection("DEVNAME", written, ["DEVNAME": node], model: "X1")
        if case .nearly = found { #expect(isHeld, "\(written)") } else { #expect(!isHeld && found == .none, "\(written)") }
    }

    /// Under another serial's property a glob has to name enough of the drive: a few letters are met by half of all drives.
    @Test(arguments: [
        ("ID_SERIAL", "WD*", false), ("ID_SERIAL", "*W*", false), ("ID_USB_SERIAL_SHORT", "*56", false), ("ID_SERIAL", "50*", false),
        ("ID_SERIAL", "WD-WX*", true), ("ID_USB_SERIAL_SHORT", "*23456", true),
        ("ID_SERIAL", "WD-WX_31A23456", true),
        ("ID_SERIAL_SHORT", "0x5000c500a1*", true), ("ID_SCSI_SERIAL", "WDWX31*", true),
    ]) func aShortGlobNamesNobody(_ property: String, _ glob: String, _ isHeld: Bool) {
        let found = Self.protection([property: glob])
        if case .nearly = found { #expect(isHeld, "\(glob)") } else { #expect(!isHeld, "\(glob): \(found)") }
    }

    @Test func entriesThatNothingEverMetAreKnown() {
        var rules = Fixture.rules()
        rules.protect = [
            [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "wd-wx 31a23456")],
            [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "S5H7")],
        ]
        let seen = DriveSighting(identity: Self.drive().identity, properties: Self.drive().properties)
        #expect(rules.unmetProtection([0, 1], by: seen) == [1])
        rules.protect = ["ID_FS_LABEL", "DEVLINKS"].map { [PropertyMatch(property: $0, glob: "*keep*")] }
        var report = Self.drive()
        report.properties.merge(["ID_FS_LABEL": "keep", "DEVLINKS": "/dev/disk/by-label/keep", "DISKSEQ": "7"]) { $1 }
        let labelled = DriveSighting(report)
        #expect(rules.protection(of: report) == .met && labelled.map { rules.unmetProtection([0, 1], by: $0) } == [])
        #expect(labelled?.properties["DISKSEQ"] == nil, "an event's number changes and is no drive's")
        rules.protect = [
            [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "x")], [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "S5H7")],
        ]
        #expect(rules.protectText(1) == "protect[2] { ID_SERIAL_SHORT: \"S5H7\" }")
    }
}
