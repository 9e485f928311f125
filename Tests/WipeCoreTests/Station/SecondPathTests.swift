// Goal: of a drive that shows at two nodes none is wiped while the other is used or protected: the exclusive open of one path knows nothing of a
// mount through the other. Method: two reports of one drive, one thing about the other node changed at a time, in both orders of arrival.

import Bench
import Testing

@testable import WipeCore

@Suite struct SecondPathTests {
    private static let wwn = "0x5000c500a1b2c3d4"

    /// The node in the bay, and the other one outside of all bays.
    private static func paths(earlier: Bool, _ change: (inout ProbeReport) -> Void) -> (inside: ProbeReport, other: ProbeReport) {
        var inside = Fixture.report("sdb", sequence: earlier ? 2 : 5, bay: "1")
        var other = Fixture.report("sdc", sequence: 3, bay: "none")
        inside.identity.wwn = wwn
        other.identity.wwn = wwn
        change(&other)
        return (inside, other)
    }

    private static func station(_ reports: [ProbeReport], protect: [[PropertyMatch]] = []) -> StationBench {
        var rules = Fixture.rules()
        rules.protect = protect
        var bench = StationBench(rules)
        for report in reports { bench.plug(report) }
        return bench
    }

    private static let uses: [Usage] = [
        .known([Use(.mounted, node: "sdc1", detail: "/srv")]), .known([Use(.holder, node: "sdc", detail: "dm-0")]), .unknown(why: "EIO"),
    ]

    @Test(arguments: [true, false], [0, 1, 2]) func theNodeInTheBayIsRefusedWhileTheOtherIsInUse(earlier: Bool, use: Int) {
        let (inside, other) = Self.paths(earlier: earlier) { $0.usage = Self.uses[use] }
        for reports in [[inside, other], [other, inside]] {
            // Nothing begins before both have been seen.
            var bench = StationBench()
            bench.send(.startsBlocked("no room"))
            for report in reports { bench.plug(report) }
            #expect(bench.decision(inside)?.refusals.map(\.code) == [.secondPath] && bench.state.jobs.isEmpty)
            bench.send(.usageObserved(other.attachment, .free, since: bench.now))
            bench.send(.startsBlocked(nil))
            #expect(bench.decision(inside)?.verdict != "admit" && bench.started == 0, "it was refused: a person looks")
        }
    }

    @Test func theNodeInTheBayIsRefusedWhileTheOtherIsProtected() {
        let (inside, other) = Self.paths(earlier: true) { $0.properties["ID_PATH"] = "pci-0000:01:00.0-sas-phy3" }
        let protect = [[PropertyMatch(property: "ID_PATH", glob: "pci-0000:01:00.0-*")]]
        #expect(Self.station([other, inside], protect: protect).decision(inside)?.refusals.map(\.code) == [.secondPath])
    }

    @Test func whereTheOtherIsFreeTheEarlierOneMayBeWiped() {
        let (inside, other) = Self.paths(earlier: true) { _ in }
        let bench = Self.station([inside, other])
        #expect(bench.started == 1)
        #expect(bench.decision(other)?.refusals.map(\.code).contains(.secondPath) == true)
    }
}
