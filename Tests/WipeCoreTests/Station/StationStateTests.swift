// Goal: the station moves media and jobs as the product's rules say, whatever comes in whatever order.
// Method: events by hand for each rule. Random ones are in LawTests and RandomEventTests.

import Bench
import Testing

@testable import WipeCore

@Suite struct StationStateTests {
    private let drive = Fixture.report()

    @Test func aPluggedInDriveIsWipedAndCertifiedAndThenStartsNothing() {
        var bench = StationBench()
        let transition = bench.plug(drive)
        #expect(transition?.effects.contains { if case .startRunner = $0 { true } else { false } } == true)
        #expect(bench.word == "opening")
        bench.send(.opened(bench.job?.id ?? ""))
        #expect(bench.word == "running" && bench.job?.record == 1)
        bench.wipe(drive)
        #expect(bench.state.jobs.isEmpty)
        #expect(bench.closed.last?.state.word == "sanitized")
        #expect(bench.decision(drive)?.holds.map(\.code) == [.alreadyCertified])
        // Looked at again, our own close, another identification: no new job.
        bench.send(.identified(drive, MediaHistory(record: nil)))
        bench.send(.usageObserved(drive.attachment, .free, since: Fixture.moment(99)))
        #expect(bench.state.jobs.isEmpty)
        // A person's right word makes the new job.
        bench.send(.startRequested(drive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.word == "opening")
    }

    @Test func nothingOutsideABayEverHasAJob() {
        var bench = StationBench()
        var report = drive
        report.properties = [:]
        bench.plug(report)
        #expect(bench.state.jobs.isEmpty && bench.decision(report)?.verdict == "refuse")
        #expect(
            bench.refusal(.startRequested(report.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))?.code == "not-in-a-bay")
    }

    @Test func slotsAreGivenByPriorityThenByArrival() {
        var bench = StationBench(Fixture.rules(slots: 1))
        for index in 1...4 { bench.plug(Fixture.report("sd\(index)", sequence: UInt64(index), serial: "ZN7QSER\(index)", bay: "\(index)")) }
        #expect(bench.state.jobs.values.filter { $0.state == .opening }.count == 1)
        let order = bench.state.queueOrder()
        #expect(order.compactMap(\.identity.serial) == ["ZN7QSER2", "ZN7QSER3", "ZN7QSER4"])
        bench.send(.priorityRequested(order[2].id, 5, Fixture.operator1))
        #expect(bench.state.queueOrder().first?.id == order[2].id)
    }

    /// A station whose drives hang on these buses, one a bay, in this order.
    private func station(_ rules: StationRules, buses: [String?]) -> StationBench {
        var bench = StationBench(rules)
        for (index, bus) in buses.enumerated() {
            var report = Fixture.report("sd\(index)", sequence: UInt64(index + 1), serial: "ZN7QSER\(index)", bay: "\(index + 1)")
            report.bus = bus
            bench.plug(report)
        }
        return bench
    }

    private func begun(_ bench: StationBench) -> [String] {
        bench.state.jobs.values.filter { $0.state == .opening }.compactMap(\.identity.serial).sorted()
    }

    private func codes(_ bench: StationBench) -> [String: WaitCode] {
        let waiting = bench.state.queueOrder().compactMap { job in
            bench.state.obstacle(to: job, at: bench.now).map { (job.identity.serial ?? "", $0.code) }
        }
        return Dictionary(uniqueKeysWithValues: waiting)
    }

    @Test func aBusHasItsOwnLimitAndTheNextOnePasses() {
        var rules = Fixture.rules(slots: 3)
        (rules.slotsPerBus, rules.staggerSeconds) = (1, 0)
        let bench = station(rules, buses: ["usb:1", "usb:1", nil, "usb:2"])
        #expect(begun(bench) == ["ZN7QSER0", "ZN7QSER2", "ZN7QSER3"])
        #expect(codes(bench) == ["ZN7QSER1": .slotsTaken])
        rules.slots = 4
        #expect(codes(station(rules, buses: ["usb:1", "usb:1", nil, "usb:2"])) == ["ZN7QSER1": .busTaken])
    }

    /// Whoever asks why nothing begins on a full disk is told.
    @Test func aStationThatCannotKeepRecordsSaysSoOfEachDriveThatWaits() {
        var bench = StationBench(Fixture.rules(slots: 2))
        bench.send(.startsBlocked("no room"))
        for (index, name) in ["sdb", "sdc"].enumerated() {
            bench.plug(Fixture.report(name, sequence: UInt64(index + 1), serial: "ZN7QSER\(index)", bay: "\(index + 1)"))
        }
        #expect(begun(bench).isEmpty && codes(bench) == ["ZN7QSER0": .cannotCertify, "ZN7QSER1": .cannotCertify])
        bench.send(.startsBlocked(nil))
        #expect(begun(bench).count == 2 && codes(bench).isEmpty)
    }

    @Test func twoWipesOnOneBusDoNotBeginTogether() {
        var rules = Fixture.rules(slots: 4)
        rules.staggerSeconds = 10
        var bench = station(rules, buses: ["pci:1", "pci:1", "pci:2", nil])
        #expect(begun(bench) == ["ZN7QSER0", "ZN7QSER2", "ZN7QSER3"] && codes(bench) == ["ZN7QSER1": .busTaken])
        bench.send(.tick)
        #expect(begun(bench).count == 3)
        bench.send(.tick, after: 10)
        #expect(begun(bench).count == 4, "time alone lets it begin")
    }

    @Test func aDrivePresentAtStartIsHeldUntilItsSerialIsConfirmed() {
        var bench = StationBench()
        bench.plug(drive, atStart: true)
        #expect(bench.word == "held")
        #expect(
            bench.refusal(.startRequested(drive.attachment, policy: nil, confirm: nil, Fixture.operator1))?.code == "confirmation-required")
        #expect(
            bench.refusal(.startRequested(drive.attachment, policy: nil, confirm: "other", Fixture.operator1))?.code
                == "confirmation-required")
        bench.send(.startRequested(drive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.word == "opening" && bench.job?.lifted == [.presentAtStart] && bench.job?.operators == [Fixture.operator1])
    }

    @Test func oneConfirmationLiftsEverythingButTheMissingTag() {
        var bench = StationBench(Fixture.rules(onAttach: .hold, requireAssetTag: true))
        bench.plug(drive, atStart: true)
        let refused = bench.refusal(.startRequested(drive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(refused?.code == "asset-tag-missing")
        #expect(bench.job?.lifted.isEmpty == true, "nothing has changed")
        let tag = AssetTag(tag: "T-1", source: .person)
        bench.send(.tagAssigned(drive.attachment, tag, TagFacts(), settling: [], Fixture.operator1))
        #expect(bench.word == "held")
        bench.send(.startRequested(drive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.word == "opening" && bench.job?.assetTag == tag)
    }

    @Test func aTagStartsWhatWaitedForItAlone() {
        var bench = StationBench(Fixture.rules(requireAssetTag: true))
        bench.plug(drive)
        let transition = bench.send(
            .tagAssigned(drive.attachment, AssetTag(tag: "T-1", source: .person), TagFacts(), settling: [], Fixture.operator1))
        #expect(transition?.queued.count == 1 && bench.word == "opening")
    }

    @Test func anImportStartsWhatWaitedForItAlone() {
        var bench = StationBench(Fixture.rules(requireAssetTag: true))
        bench.plug(drive)
        let link = TagLink(key: .serial("ZN1ABCDE"), assetTag: AssetTag(tag: "T-1", source: .intake, donor: "D"))
        let transition = bench.send(.intake([link], by: Fixture.operator1))
        #expect(transition?.queued.count == 1 && bench.job?.assetTag?.donor == "D")
    }

    @Test func aTagOfAnotherDriveOrAgainstTheIntakeListIsRefused() {
        var bench = StationBench(Fixture.rules(requireAssetTag: true))
        bench.plug(drive, MediaHistory(assetTag: AssetTag(tag: "T-1", source: .intake)))
        let other = AssetTag(tag: "T-2", source: .person)
        #expect(
            bench.refusal(.tagAssigned(drive.attachment, other, TagFacts(holder: .serial("X")), settling: [], Fixture.operator1))?.code
                == "tag-in-use")
        #expect(bench.refusal(.tagAssigned(drive.attachment, other, TagFacts(), settling: [], Fixture.operator1))?.code == "tag-conflict")
    }

    @Test func aRefusedDriveThatBecomesFreeIsHeld() {
        var bench = StationBench()
        var mounted = drive
        mounted.usage = .known([Use(.mounted, node: "sdb1", detail: "/mnt")])
        bench.plug(mounted)
        #expect(bench.state.jobs.isEmpty)
        bench.send(.usageObserved(drive.attachment, .free, since: Fixture.moment(50)))
        #expect(bench.decision(drive)?.holds.map(\.code) == [.wasInUse] && bench.word == "held")
    }

    @Test func aHeldDriveThatIsMountedLosesItsJob() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(drive)
        bench.send(.usageObserved(drive.attachment, .known([Use(.mounted, node: "sdb1", detail: "/mnt")]), since: Fixture.moment(50)))
        #expect(bench.state.jobs.isEmpty && bench.closed.last?.state.word == "withdrawn")
    }

    @Test func ourOwnExclusiveOpenIsNotMistakenForAnotherUser() {
        var bench = StationBench()
        bench.plug(drive)
        bench.send(.opened(bench.job?.id ?? ""))
        let look = bench.now
        bench.wipe(drive)
        bench.send(.usageObserved(drive.attachment, .known([Use(.openedExclusively, node: "sdb", detail: "")]), since: look))
        #expect(bench.decision(drive)?.holds.map(\.code) == [.alreadyCertified])
    }

    @Test func pulledAndReturnedUnderAnotherNameItGoesOn() {
        var bench = StationBench()
        bench.plug(drive)
        let id = bench.job?.id ?? ""
        bench.send(.opened(id))
        bench.send(
            .checkpointed(
                id,
                Checkpoint(
                    cursor: Cursor(pass: 0, phase: .write, offset: 1 << 20), passes: [PassResult()], bytesDone: 1, activeMilliseconds: 1)))
        bench.send(.detached(drive.attachment))
        #expect(bench.word == "stopping")
        // Back before the runner has let go: no second run.
        let back = Fixture.report("sdq", sequence: 12, bay: "2")
        bench.plug(back)
        #expect(bench.word == "stopping" && bench.state.jobs.count == 1)
        bench.send(.stopped(id, bench.job?.checkpoint ?? .start(passes: 1)))
        #expect(bench.word == "opening" && bench.job?.attachment == back.attachment && bench.job?.bay == "B2")
        bench.send(.opened(id))
        #expect(bench.job?.record == 1, "one job, one record number")
        #expect(bench.job?.interruptions.count == 1 && bench.job?.interruptions.first?.reason == .detached)
        #expect(bench.job?.interruptions.first?.resumedAt != nil)
    }

    @Test func anotherDriveWithTheSameSerialIsNotTakenForTheFirst() {
        var bench = StationBench()
        bench.plug(drive)
        let id = bench.job?.id ?? ""
        bench.send(.opened(id))
        bench.send(.detached(drive.attachment))
        bench.send(.stopped(id, .start(passes: 1)))
        #expect(bench.word == "suspended")
        bench.plug(Fixture.report("sdc", sequence: 9, capacity: Fixture.capacity * 2))
        #expect(bench.state.jobs[id]?.state == .suspended(.detached))
        #expect(bench.state.jobs.count == 2)
    }

    @Test func aRestartLetsAnInterruptedWipeGoOnAndAPausedOneRest() {
        var bench = StationBench()
        bench.plug(drive)
        bench.send(.opened(bench.job?.id ?? ""))
        let other = Fixture.report("sdc", sequence: 8, serial: "PAUSED99", bay: "2")
        bench.plug(other)
        let paused = bench.state.jobs.values.first { $0.identity.serial == "PAUSED99" }?.id ?? ""
        bench.send(.opened(paused))
        bench.send(.pauseRequested(paused, Fixture.operator1))
        bench.send(.stopped(paused, .start(passes: 1)))

        let record = AttachmentRecord(bootID: "boot-1", attachment: drive.attachment, mediaKey: drive.identity.key, presentAtStart: false)
        var after = bench.afterCrash()
        after.plug(drive, atStart: true, MediaHistory(record: record))
        after.plug(other, atStart: true)
        after.send(.enumerated)
        let states = Dictionary(uniqueKeysWithValues: after.state.jobs.values.map { ($0.identity.serial ?? "", $0.state) })
        #expect(states["ZN1ABCDE"] == .opening)
        #expect(states["PAUSED99"] == .suspended(.paused))
        after.send(.resumeRequested(paused, Fixture.operator1))
        #expect(after.state.jobs[paused]?.state == .opening)
    }

    @Test func afterAnotherBootAnInterruptedWipeGoesOnToo() {
        var bench = StationBench()
        bench.plug(drive)
        bench.send(.opened(bench.job?.id ?? ""))
        var after = bench.afterCrash(boot: "boot-2")
        let moved = Fixture.report("sdz", sequence: 3)
        after.plug(moved, atStart: true)
        #expect(after.word == "opening" && after.job?.attachment == moved.attachment)
    }

    @Test func heldJobsOfDrivesThatWentWhileNobodyLookedAreWithdrawn() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(drive)
        var after = bench.afterCrash()
        after.send(.enumerated)
        #expect(after.state.jobs.isEmpty && after.closed.last?.state.word == "withdrawn")
    }

    @Test func aJobThatWaitsTooLongEndsAbandonedWithARecord() {
        var bench = StationBench()
        bench.plug(drive)
        let id = bench.job?.id ?? ""
        bench.send(.opened(id))
        bench.send(.detached(drive.attachment))
        bench.send(.stopped(id, .start(passes: 1)))
        bench.send(.tick, after: 100 * 3600)
        #expect(bench.word == "suspended", "before everything has been looked at, nobody knows what is away")
        bench.send(.enumerated)
        bench.seconds -= 100 * 3600
        bench.send(.tick, after: 71 * 3600)
        #expect(bench.word == "suspended")
        bench.send(.tick, after: 2 * 3600)
        #expect(bench.word == "certifying")
        bench.certify(id)
        #expect(bench.closed.last?.state.word == "abandoned")
    }

    @Test func aDriveWithoutASerialDoesNotSurviveADetach() {
        var bench = StationBench(Fixture.rules(requireAssetTag: true))
        let weak = Fixture.report(serial: nil)
        bench.plug(weak)
        bench.send(.tagAssigned(weak.attachment, AssetTag(tag: "T-9", source: .person), TagFacts(), settling: [], Fixture.operator1))
        #expect(bench.decision(weak)?.holds.map(\.code) == [.weakIdentity])
        bench.send(.startRequested(weak.attachment, policy: nil, confirm: "T-9", Fixture.operator1))
        let id = bench.job?.id ?? ""
        bench.send(.opened(id))
        bench.send(.detached(weak.attachment))
        bench.send(.enumerated)
        bench.send(.stopped(id, .start(passes: 1)))
        #expect(bench.word == "certifying")
    }

    @Test func twoDrivesInOneBayAreBothRefused() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        let other = Fixture.report("sdc", sequence: 8, serial: "OTHER123")
        bench.plug(drive)
        bench.plug(other)
        #expect(bench.decision(drive)?.refusals.first?.code == .ambiguousBay)
        #expect(bench.decision(other)?.refusals.first?.code == .ambiguousBay)
        #expect(bench.state.jobs.isEmpty)
    }

    @Test func twoUnitsOfADockThatComeTogetherAreBothRefusedBeforeEitherIsWiped() {
        var bench = StationBench()
        let other = Fixture.report("sdc", sequence: 8, serial: "OTHER123")
        bench.send(.attached(drive.attachment, presentAtStart: false))
        bench.send(.attached(other.attachment, presentAtStart: false))
        bench.send(.identified(drive, MediaHistory()))
        #expect(bench.decision(drive) == .identifying && bench.state.jobs.isEmpty)
        bench.send(.identified(other, MediaHistory()))
        #expect(
            bench.decision(drive)?.refusals.map(\.code) == [.ambiguousBay] && bench.decision(other)?.refusals.map(\.code) == [.ambiguousBay]
        )
        #expect(bench.state.jobs.isEmpty)
    }

    /// One that never answers is given up after 20 s; a station does not stop for it.
    @Test func aDriveWaitsForAStrangerOnlyAsLongAsItIsBeingIdentified() {
        var bench = StationBench()
        let other = Fixture.report("sdc", sequence: 8, serial: "OTHER123", bay: "2")
        bench.send(.attached(other.attachment, presentAtStart: false))
        bench.plug(drive)
        #expect(bench.decision(drive) == .identifying)
        bench.send(.identificationFailed(other.attachment, why: "identification took longer than 20 s"))
        #expect(bench.word == "opening")

        // A queued one waits as well, and one whose wipe has begun does not.
        bench = StationBench(Fixture.rules(slots: 1))
        bench.plug(drive)
        let second = Fixture.report("sdd", sequence: 9, serial: "SECOND99", bay: "2")
        bench.plug(second)
        bench.send(.attached(other.attachment, presentAtStart: false))
        #expect(bench.decision(second) == .identifying && bench.word == "opening")
        bench.send(.detached(drive.attachment))
        #expect(!bench.state.jobs.values.contains { $0.attachment == second.attachment && $0.state.occupiesSlot })
        bench.send(.detached(other.attachment))
        #expect(bench.decision(second)?.verdict == "admit")
    }

    @Test func whatAPersonConfirmedAndWhatWasInterruptedWaitsForNoStranger() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        let other = Fixture.report("sdc", sequence: 8, serial: "OTHER123", bay: "2")
        bench.plug(drive)
        bench.send(.attached(other.attachment, presentAtStart: false))
        #expect(bench.decision(drive)?.holds.map(\.code) == [.waitingForStart], "a hold is shown at once")
        bench.send(.startRequested(drive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.word == "opening")
    }

    @Test func aSwappedNodeWritesNothingAndIsLookedAtAgain() {
        var bench = StationBench()
        bench.plug(drive)
        let transition = bench.send(.openRefused(bench.job?.id ?? "", Reason(.identityMismatch, "another drive")))
        #expect(
            bench.state.jobs.isEmpty
                && bench.closed.last?.state == .closed(.withdrawn(Reason(.refused(.identityMismatch), "another drive"))))
        #expect(transition?.effects == [.identify(drive.attachment)])
        #expect(bench.state.nextRecord == 1, "no record number was spent")
        bench.send(.identified(drive, MediaHistory()))
        #expect(bench.word == "held" && bench.decision(drive)?.holds.map(\.code) == [.wasInUse], "a person looks first")
    }

    @Test func aDriveLostUnderItsRunIsNotTriedAgainBeforeItComesBack() {
        var bench = StationBench()
        bench.plug(drive)
        let id = bench.job?.id ?? ""
        bench.send(.opened(id))
        var report = Fixture.cleanReport(bench.job?.plan ?? Fixture.plan())
        report.end = .mediaGone(errno: 5)
        bench.send(.finished(id, report, nil))
        #expect(bench.job?.state == .suspended(.refused(.mediaGone)) && bench.decision(drive)?.refusals.first?.code == .mediaGone)
        bench.send(.tick)
        #expect(bench.word == "suspended")
        bench.send(.detached(drive.attachment))
        bench.plug(Fixture.report("sdb", sequence: 20))
        #expect(bench.word == "opening")
    }

    @Test func changedContentsWaitForAPersonAndThenStartOver() {
        var bench = StationBench()
        bench.plug(drive)
        let id = bench.job?.id ?? ""
        bench.send(.opened(id))
        bench.send(
            .checkpointed(
                id,
                Checkpoint(
                    cursor: Cursor(pass: 0, phase: .write, offset: 4096), passes: [PassResult()], bytesDone: 4096, activeMilliseconds: 1)))
        var report = Fixture.cleanReport(bench.job?.plan ?? Fixture.plan())
        report.end = .contentsChanged([Extent(offset: 0, length: 512)])
        bench.send(.finished(id, report, nil))
        #expect(bench.word == "held" && bench.decision(drive)?.holds.map(\.code) == [.contentsChanged])
        bench.send(.startRequested(drive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.word == "opening")
        // From its first byte, and the same in memory as in the store: a daemon that starts anew here reads the same place.
        #expect(bench.job?.checkpoint == .start(passes: bench.job?.plan?.passes.count ?? 0))
    }

    @Test func aShutdownStopsRunsAndStartsNothing() {
        var bench = StationBench(Fixture.rules(slots: 1))
        bench.plug(drive)
        bench.plug(Fixture.report("sdc", sequence: 8, serial: "WAITS123", bay: "2"))
        let id = bench.job?.id ?? ""
        bench.send(.opened(id))
        bench.send(.shutdown)
        bench.send(.stopped(id, .start(passes: 1)))
        #expect(bench.state.jobs[id]?.state == .suspended(.shutdown))
        #expect(!bench.state.jobs.values.contains { $0.state.occupiesSlot })
    }
}
