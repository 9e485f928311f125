// Goal: what is known of a drive goes out as it is, in bytes and seconds, and what is not known goes out as null with the reason why.
// Method: drives of which everything, little or nothing is known.

import Bench
import Testing
import WipeAPI
import WipeCore

@testable import WipeServer

@Suite struct MediaViewTests {
    @Test func whatIsKnownGoesOutAsItIs() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        var report = theDrive
        report.health.powerOnHours = 1234
        report.contents = [Content(kind: .filesystem, type: "ext4", label: "data", node: "sdb1", offsetBytes: 1 << 20)]
        bench.plug(report)
        let view = try #require(bench.media(report))
        #expect(view.serial == "ZN1ABCDE" && view.model == "ST1000DM010" && view.vendor == "Seagate" && view.node == "/dev/sdb")
        #expect(view.capacityBytes == Int(Fixture.capacity) && view.logicalSectorBytes == 512 && view.physicalSectorBytes == 4096)
        #expect(view.mediaType == "magnetic-hdd" && view.transport == "sata" && view.bay == "B1" && view.powerOnHours == 1234)
        #expect(view.usage == [] && view.usageProblem == nil && view.serialProblem == nil && view.contentsProblem == nil)
        #expect(
            view.contents?.first?.label == "data" && view.contents?.first?.offsetBytes == 1 << 20 && view.contents?.first?.sizeBytes == nil)
        #expect(view.job == bench.job?.id)
    }

    /// A drive that was just wiped does not hold what stood on it when it was plugged in.
    @Test func whatStoodThereBeforeAWipeIsNotShown() throws {
        var bench = StationBench()
        var report = theDrive
        report.contents = [Content(kind: .filesystem, type: "ext4", label: "data", node: "sdb1", offsetBytes: 1 << 20)]
        bench.plug(report)
        #expect(bench.media(report)?.contents?.count == 1)
        _ = try bench.open(report)
        let during = try #require(bench.media(report))
        #expect(during.contents == nil && during.contentsProblem == nil)
        bench.finish(report)
        let after = try #require(bench.media(report))
        #expect(after.contents == nil && after.contentsProblem == nil)
        // Once somebody has looked again, what is there now.
        var later = StationBench()
        later.plug(report)
        later.wipe(report)
        #expect(later.media(report)?.contents == nil)
        report.contents = []
        later.look(report)
        #expect(later.media(report)?.contents == [])
    }

    @Test func whatCouldNotBeFoundOutIsNullAndSaysWhy() throws {
        var bench = StationBench()
        var report = theDrive
        (report.identity.capacityBytes, report.geometry, report.usage) = (0, nil, .unknown(why: "EIO"))
        (report.contents, report.contentsProblem) = (nil, "input/output error")
        bench.plug(report)
        let view = try #require(bench.media(report))
        #expect(view.capacityBytes == nil && view.logicalSectorBytes == nil && view.physicalSectorBytes == nil, "a size of 0 is no size")
        #expect(view.usage == nil && view.usageProblem == "EIO")
        #expect(view.contents == nil && view.contentsProblem == "input/output error")
        #expect(view.overwrite == nil && view.decision.verdict == "refuse")
    }

    @Test func ofADriveThatNobodyHasLookedAtThereIsItsNodeAlone() throws {
        var bench = StationBench()
        bench.send(.attached(theDrive.attachment, presentAtStart: false))
        let view = try #require(bench.media(theDrive))
        #expect(
            view.node == "/dev/sdb" && view.mediaType == "unknown" && view.decision == DecisionView(verdict: "identifying", reasons: []))
        #expect(view.serial == nil && view.bay == nil && view.capacityBytes == nil && view.usage == nil && view.usageProblem == nil)
    }

    @Test func aSerialThatIdentifiesNothingSaysWhy() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(Fixture.report("sda", sequence: 1, serial: nil, bay: "1"))
        #expect(bench.media(Fixture.report("sda", sequence: 1))?.serialProblem != nil)
        var other = theDrive.identity
        other.model = "ANOTHER"
        let shared = Fixture.report("sdc", sequence: 3, bay: "3")
        bench.plug(shared, MediaHistory(sightings: [DriveSighting(identity: other, properties: [:])]))
        #expect(bench.media(shared)?.serialProblem?.contains("other things") == true && bench.media(shared)?.serial == "ZN1ABCDE")
    }

    /// The wire has no word of its own for it.
    @Test func anEntryOfAPartitionTableIsSomethingElse() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        var report = theDrive
        report.contents = [
            Content(kind: .partition, type: "dos", offsetBytes: 0), Content(kind: .raid, type: "LVM2_member", offsetBytes: 0),
        ]
        bench.plug(report)
        #expect(bench.media(report)?.contents?.map(\.kind) == ["other", "raid"])
    }

    @Test func usesComeInOneOrderWhateverOrderTheyWereFoundIn() {
        let uses = [
            Use(.swap, node: "sdb2", detail: ""), Use(.mounted, node: "sdb1", detail: "/mnt"), Use(.holder, node: "sdb", detail: "dm-0"),
        ]
        let views = [uses, uses.reversed()].map { found in
            var bench = StationBench()
            var report = theDrive
            report.usage = .known(found)
            bench.plug(report)
            return bench.media(report)?.usage
        }
        #expect(views[0] == views[1] && views[0]?.count == 3)
    }

    @Test func aDriveOutsideTheBaysHasNoBay() {
        var bench = StationBench()
        let outside = Fixture.report(bay: "none")
        bench.plug(outside)
        #expect(bench.media(outside)?.bay == nil && bench.media(outside)?.decision.verdict == "refuse")
        #expect(bench.media(outside)?.decision.reasons.map(\.code) == ["not-in-a-bay"])
    }

    // MARK: what would be done

    private static let twice: Policy = {
        var policy = Fixture.policy("twice")
        policy.passes = [PassSpec(write: .ones, verify: .none), PassSpec(write: .zeros, verify: .full)]
        return policy
    }()

    @Test func aPlanAddsUpPassByPass() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold), policies: ["clear-zero": Fixture.policy(), "twice": Self.twice])
        bench.plug(theDrive)
        let plan = try #require(bench.plan(theDrive, policy: "twice"))
        #expect(plan.policy?.id == "twice" && plan.passes.map(\.pass) == [1, 2] && plan.passes.map(\.verify) == ["none", "full"])
        #expect(plan.passes.map(\.write) == ["ones", "zeros"])
        #expect(plan.bytesTotal == plan.passes.reduce(0) { $0 + $1.bytesWritten + $1.bytesVerified })
        #expect(plan.bytesTotal == 3 * Int(Fixture.capacity) && plan.estimateBasis == "guess" && plan.text?.isEmpty == false)
    }

    @Test func whatADriveOffersToDoIsWhatItsPlanComesTo() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        let (plan, offer) = (try #require(bench.plan(theDrive)), try #require(bench.media(theDrive)?.overwrite))
        #expect(offer.policy == "clear-zero" && offer.bytesTotal == plan.bytesTotal && offer.estimateSeconds == plan.estimateSeconds)
        #expect(plan.decision == bench.media(theDrive)?.decision)
    }

    @Test func aDriveThatNoPolicyIsForHasNoPlan() throws {
        let policies = ["clear-zero": Fixture.policy(media: [.flash])]
        var bench = StationBench(policies: policies)
        bench.plug(theDrive)
        let plan = try #require(bench.plan(theDrive))
        #expect(plan.decision.verdict == "refuse" && bench.media(theDrive)?.overwrite == nil)
    }

    @Test(arguments: [
        (WriteSpec.byte(0xAA), "byte 0xAA"), (.bytes([0x92, 0x49]), "bytes 92 49"), (.complementOf(2), "complement of pass 2"),
        (.zeros, "zeros"),
    ]) func whatIsWrittenIsSaidInWords(_ spec: WriteSpec, _ words: String) { #expect(spec.words == words) }
}
