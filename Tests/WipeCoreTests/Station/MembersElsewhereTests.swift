// Goal: no part of an array, volume group or pool is wiped while another part may be in use or is outside the bays, wherever the parts are and in
// whatever order they are seen; an orphan is held. Method: two or three media with members of the same or another group, one thing changed at a time.

import Bench
import Testing

@testable import WipeCore

@Suite struct MembersElsewhereTests {
    private static let array = Content(kind: .raid, type: "linux_raid_member", offsetBytes: 0, group: "array-1")

    /// A station to which drives come one after the other.
    private static func station(protect: [[PropertyMatch]] = []) -> StationBench {
        var rules = Fixture.rules()
        rules.protect = protect
        var bench = StationBench(rules)
        bench.send(.enumerated)
        return bench
    }

    /// `bay` nil: outside all bays.
    private static func media(_ name: String, _ sequence: UInt64, bay: String?, _ contents: [Content]? = [array]) -> ProbeReport {
        var report = Fixture.report(name, sequence: sequence, serial: "ZN7QSER-\(sequence)", bay: bay ?? "none")
        report.contents = contents
        return report
    }

    private let inside = media("sdb", 2, bay: "1")

    @Test func anOrphanIsHeld() {
        var bench = Self.station()
        bench.plug(inside)
        #expect(bench.codes(inside) == [.hold(.arrayMember)])
    }

    @Test(arguments: [true, false]) func aPartOutsideTheBaysRefusesThePartInside(outsideFirst: Bool) {
        let outside = Self.media("sda", 1, bay: nil)
        var bench = Self.station()
        for report in outsideFirst ? [outside, inside] : [inside, outside] { bench.plug(report) }
        #expect(bench.codes(inside) == [.refusal(.arrayMemberElsewhere)])
        bench.send(.detached(outside.attachment))
        #expect(bench.codes(inside) == [.hold(.wasInUse), .hold(.arrayMember)], "it was refused: a person looks")
    }

    @Test func allPartsInArmedBaysAreHeldAndMayGo() {
        let second = Self.media("sdc", 3, bay: "2")
        var bench = Self.station()
        for report in [inside, second] { bench.plug(report) }
        for report in [inside, second] {
            #expect(bench.codes(report) == [.hold(.arrayMember)])
            bench.send(.startRequested(report.attachment, policy: nil, confirm: report.identity.serial, Fixture.operator1))
        }
        #expect(bench.state.jobs.values.map(\.state.word) == ["opening", "opening"], "our own run on one part hinders no other")
    }

    @Test func aConfirmedStartIsTakenBackWhenAPartShowsOutside() {
        var bench = Self.station()
        bench.send(.startsBlocked("no room"))
        bench.plug(inside)
        bench.send(.startRequested(inside.attachment, policy: nil, confirm: inside.identity.serial, Fixture.operator1))
        #expect(bench.state.jobs.values.map(\.state.word) == ["queued"])
        bench.plug(Self.media("sda", 9, bay: nil))
        #expect(bench.state.jobs.isEmpty && bench.codes(inside) == [.refusal(.arrayMemberElsewhere)])
    }

    @Test func aPartInUseInABayRefusesTheOther() {
        var second = Self.media("sdc", 3, bay: "2")
        second.usage = .known([Use(.holder, node: "sdc", detail: "dm-0")])
        var bench = Self.station()
        for report in [second, inside] { bench.plug(report) }
        #expect(bench.codes(inside) == [.refusal(.arrayMemberElsewhere)])
    }

    @Test func aProtectedPartRefusesTheOther() {
        var bench = Self.station(protect: [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "ZN7QSER-3")]])
        for report in [Self.media("sdc", 3, bay: "2"), inside] { bench.plug(report) }
        #expect(bench.codes(inside) == [.refusal(.arrayMemberElsewhere)])
    }

    @Test func anArrayDeviceThatMeetsABayIsOutsideAllTheSame() {
        var device = Self.media("md127", 4, bay: "3")
        device.kind = .other("md array")
        var bench = Self.station()
        for report in [device, inside] { bench.plug(report) }
        #expect(bench.codes(inside) == [.refusal(.arrayMemberElsewhere)])
    }

    static let others: [(String, [Content], Bool)] = [
        ("another array", [Content(kind: .raid, type: "linux_raid_member", offsetBytes: 0, group: "array-2")], false),
        ("another kind", [Content(kind: .raid, type: "LVM2_member", offsetBytes: 0, group: "array-1")], false),
        ("a file system", [Content(kind: .filesystem, type: "ext4", offsetBytes: 0)], false),
        ("an array that could not be read", [Content(kind: .raid, type: "linux_raid_member", offsetBytes: 0)], true),
        ("two, one of them the same", [Content(kind: .raid, type: "linux_raid_member", offsetBytes: 0, group: "array-2"), array], true),
    ]

    @Test(arguments: others.indices) func onlyTheSameGroupOrOneThatMayBeItRefuses(_ index: Int) {
        let (what, contents, refuses) = Self.others[index]
        var bench = Self.station()
        for report in [Self.media("sda", 1, bay: nil, contents), inside] { bench.plug(report) }
        #expect(bench.codes(inside) == [refuses ? .refusal(.arrayMemberElsewhere) : .hold(.arrayMember)], "\(what)")
    }

    @Test func aDriveOutsideThatCannotBeReadRefusesEveryMemberAndNothingElse() {
        let plain = Self.media("sdc", 3, bay: "2", [])
        var unreadable = Self.media("sda", 1, bay: nil, nil)
        unreadable.contentsProblem = "libblkid could not read the area at byte 0 (-1)"
        var bench = Self.station()
        for report in [unreadable, inside, plain] { bench.plug(report) }
        #expect(bench.codes(inside) == [.refusal(.arrayMemberElsewhere)])
        #expect(bench.decision(plain)?.verdict == "admit")
        // A node that the kernel itself gives nobody to open holds nothing that is not seen at another.
        var hidden = unreadable
        (hidden.deviceMajor, hidden.deviceMinor) = (0, 0)
        var second = Self.station()
        for report in [hidden, inside] { second.plug(report) }
        #expect(second.codes(inside) == [.hold(.arrayMember)])
    }

    @Test func aMemberWaitsForDrivesThatAreBeingIdentified() {
        let outside = Self.media("sda", 1, bay: nil)
        var bench = Self.station()
        bench.send(.attached(outside.attachment, presentAtStart: false))
        bench.plug(inside)
        #expect(bench.decision(inside)?.verdict == "identifying")
        bench.send(.startRequested(inside.attachment, policy: nil, confirm: inside.identity.serial, Fixture.operator1))
        #expect(bench.state.jobs.isEmpty)
        bench.send(.identificationFailed(outside.attachment, why: "took too long"))
        #expect(bench.codes(inside) == [.refusal(.arrayMemberElsewhere)], "nobody knows what lies on it")
        bench.send(.identified(outside, MediaHistory()))
        #expect(bench.codes(inside) == [.refusal(.arrayMemberElsewhere)])
        // What is no member waits with its first start alone, and no longer than the look may take.
        let plain = Self.media("sdc", 3, bay: "2", [])
        let last = Self.media("sde", 5, bay: nil)
        bench.send(.attached(last.attachment, presentAtStart: false))
        bench.plug(plain)
        #expect(bench.decision(plain)?.verdict == "identifying")
        bench.send(.identificationFailed(last.attachment, why: "took too long"))
        #expect(bench.decision(plain)?.verdict == "admit")
    }
}
