// Goal: what people write under `protect` protects the drive that they mean; what nearly fits is held, and never wiped without a word.
// Method: one drive as udev shows it, entries as people write them.

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
    ]) func asPeopleWriteIt(_ entry: [String: String]) { #expect(Self.protection(entry) == .met) }

    @Test(arguments: [
        // One separator, one end, another property, one of two.
        ["ID_SERIAL_SHORT": "WD-WX31A23456"], ["ID_SERIAL_SHORT": "WDWX31A23456"], ["ID_SERIAL_SHORT": "WD-WX_31A234"],
        ["ID_SERIAL": "WD-WX_31A23456"], ["ID_SERIAL_SHORT": "0x5000c500a1b2c3d4"], ["ID_WWN": "0x5000c500a1b2c3d4ffff"],
        ["ID_SERIAL_SHORT": "WD-WX_31A23456", "ID_MODEL": "WDC_WD20EZRZ"], ["ID_PATH": "pci-0000:00:17.0-ata-1.0", "ID_BUS": "usb"],
        ["ID_SCSI_SERIAL": "WX_31A23456"],
    ]) func whatNearlyFitsIsHeld(_ entry: [String: String]) {
        guard case .nearly(1, let why) = Self.protection(entry) else {
            Issue.record("\(entry): \(Self.protection(entry))")
            return
        }
        #expect(!why.isEmpty)
        var rules = Fixture.rules()
        rules.protect = [entry.map { PropertyMatch(property: $0.key, glob: $0.value) }]
        var bench = DurableBench(rules)
        bench.plug(Self.drive())
        #expect(bench.started == 0 && bench.decision(Self.drive())?.reasons.map(\.code) == [.nearlyProtected])
        bench.send(.startRequested(Self.drive().attachment, policy: nil, confirm: "WD-WX_31A23456", Fixture.technician))
        #expect(bench.started == 0, "that takes a lead")
        bench.send(.startRequested(Self.drive().attachment, policy: nil, confirm: "WD-WX_31A23456", Fixture.operator1))
        #expect(bench.started == 1)
    }

    @Test(arguments: [
        ["ID_SERIAL_SHORT": "WD-WX_31A23457"], ["ID_WWN": "0x5000c500a1b2c3d5"], ["ID_BUS": "usb"], ["ID_MODEL": "WDC_WD20EZRZ"],
        ["ID_MODEL": "WDC_WD10EZEX", "ID_PATH": "pci-0000:00:17.0-ata-2.0"], ["ID_BUS": "ata", "ID_SERIAL_SHORT": "S5H7NX0N123456"],
        ["ID_SCSI_SERIAL": "*", "ID_BUS": "scsi"],
    ]) func whatIsAboutAnotherDriveIsNot(_ entry: [String: String]) { #expect(Self.protection(entry) == .none, "\(entry)") }

    @Test func entriesThatNothingEverMetAreKnown() {
        var rules = Fixture.rules()
        rules.protect = [
            [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "wd-wx 31a23456")],
            [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "S5H7")],
        ]
        let seen = DriveSighting(identity: Self.drive().identity, properties: Self.drive().properties)
        #expect(rules.unmetProtection([0, 1], by: seen) == [1])
        #expect(rules.protectText(1) == "protect[2] { ID_SERIAL_SHORT: \"S5H7\" }")
    }
}
