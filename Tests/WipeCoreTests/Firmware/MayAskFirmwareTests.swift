// Goal: commands go out to the drives of the bays alone, and to none that somebody needs. Method: one drive that may be asked, and one fact changed.

import Bench
import Testing

@testable import WipeCore

@Suite struct MayAskFirmwareTests {
    private func may(_ change: (inout ProbeReport, inout StationRules) -> Void) -> Bool {
        var report = Fixture.report(serial: "WD-WX31A23456")
        report.properties["ID_SERIAL_SHORT"] = "WD-WX31A23456"
        var rules = Fixture.rules()
        change(&report, &rules)
        return rules.mayAskFirmware(of: report)
    }

    @Test func aFreeDriveInOneBayMayBeAsked() {
        #expect(may { _, _ in })
        #expect(may { _, rules in rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "ZN1QQQQQ")]] })
    }

    @Test func noOtherMay() {
        #expect(!may { report, _ in report.properties["BAY"] = "9" })
        #expect(!may { report, _ in report.properties = [:] })
        #expect(!may { _, rules in rules.bays.append(Bay(id: "B9", match: [PropertyMatch(property: "BAY", glob: "*")], onAttach: .hold)) })
        #expect(!may { _, rules in rules.bays = [] })
        #expect(!may { report, _ in report.kind = .other("second path to one drive") })
        #expect(!may { report, _ in report.usage = .unknown(why: "no mount table") })
        for kind in Use.Kind.allCases { #expect(!may { report, _ in report.usage = .known([Use(kind, node: "sdb1", detail: "")]) }) }
        #expect(!may { _, rules in rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "WD-WX31A23456")]] })
        // What nearly fits an entry may be what a person meant.
        #expect(!may { _, rules in rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "WD-WX31A2345")]] })
    }

    @Test func whatADriveTellsBecomesTheStateOfItsAreas() {
        var report = Fixture.report()
        (report.hpa, report.dco, report.amac) = (.unknown, .unknown, .unknown)
        #expect(report.capabilities == nil)
        var told = Capabilities(unasked: .noAnswer, hidden: .noAnswer, media: .magneticHDD, capacityBytes: 1)
        told.hiddenAreas = HiddenAreas(
            hpa: HiddenArea(.absent, nativeSectors: 8), dco: HiddenArea(.presentNotAddressed, nativeSectors: 9),
            amac: HiddenArea(.notSupported))
        report.take(told)
        #expect(report.hpa == .absent && report.dco == .presentNotAddressed && report.amac == .notSupported && report.capabilities == told)
    }
}
