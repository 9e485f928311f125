// Goal: a drive whose use has ended is looked at once more before its wipe begins, whatever it is: who used it may have put on it what no look has
// seen, and nobody could ask it what it hides. So is one without time left at its look. Once for each change, and never waited for without end.
// Method: a station whose drive was in use, could not be looked at or had no time left at its look, and what the station wants next.

import Bench
import Testing

@testable import WipeCore

@Suite struct LookAgainTests {
    /// A drive of which nothing hidden is known: nobody has asked it.
    private static func unasked(_ usage: Usage = .free) -> ProbeReport {
        var report = Fixture.report()
        (report.hpa, report.dco, report.amac) = (.unknown, .unknown, .unknown)
        report.usage = usage
        return report
    }

    private static func told(_ change: (inout Capabilities) -> Void = { _ in }) -> ProbeReport {
        var report = Fixture.report()
        var told = Capabilities(unasked: .noAnswer, hidden: .noAnswer, media: .magneticHDD, capacityBytes: Fixture.capacity)
        told.hiddenAreas = HiddenAreas(
            hpa: HiddenArea(.absent, nativeSectors: 131_072), dco: HiddenArea(.absent, nativeSectors: 131_072),
            amac: HiddenArea(.notSupported),
            accessibleSectors: 131_072)
        change(&told)
        report.take(told)
        return report
    }

    private static let late = told { $0.hiddenAreas = HiddenAreas(unknown: .noTime) }
    private static let mounted = Usage.known([Use(.mounted, node: "sdb1", detail: "/mnt")])

    private static func looks(_ transition: Transition?) -> Int {
        transition?.effects.count { if case .identify = $0 { true } else { false } } ?? 0
    }

    private static func observe(_ usage: Usage, _ bench: inout StationBench) -> Int {
        looks(bench.send(.usageObserved(theDrive.attachment, usage, since: bench.now)))
    }

    /// Its use could not be found out, so nobody had to confirm anything: without the question the wipe would begin at once.
    @Test func aDriveThatBecomesFreeIsLookedAtBeforeItsWipe() throws {
        var bench = StationBench()
        #expect(Self.looks(bench.plug(Self.unasked(.unknown(why: "no mount table")))) == 0)
        #expect(Self.observe(.free, &bench) == 1)
        #expect(bench.word == "queued" && bench.started == 0)
        let job = try #require(bench.job)
        #expect(bench.state.obstacle(to: job, at: bench.now)?.code == .beingLookedAt)
        bench.send(.tick)
        #expect(bench.started == 0)
        #expect(Self.looks(bench.send(.identified(Self.told(), MediaHistory()))) == 0)
        #expect(bench.started == 1 && bench.job?.report.hpa == .absent && bench.job?.report.capabilities != nil)
    }

    @Test func oneThatWasMountedIsAskedWhatItHidesWhenItIsNoLonger() {
        var bench = StationBench()
        #expect(Self.looks(bench.plug(Self.unasked(Self.mounted))) == 0)
        #expect(Self.observe(.free, &bench) == 1)
        #expect(bench.word == "held")
        bench.send(.identified(Self.told(), MediaHistory()))
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.started == 1 && bench.job?.report.dco == .absent)
    }

    /// One look for each change of its use, none for a look that says the same, and none while it is in use.
    @Test func itIsLookedAtOnceForEachChange() {
        var bench = StationBench()
        bench.plug(Self.unasked(Self.mounted))
        #expect(Self.observe(.free, &bench) == 1 && Self.observe(.free, &bench) == 0 && Self.observe(.free, &bench) == 0)
        // The look found it mounted again.
        #expect(Self.looks(bench.send(.identified(Self.unasked(Self.mounted), MediaHistory()))) == 0)
        #expect(Self.observe(Self.mounted, &bench) == 0 && Self.observe(.free, &bench) == 1)
        #expect(Self.observe(Self.mounted, &bench) == 0 && Self.observe(.free, &bench) == 1)
        bench.send(.identified(Self.told(), MediaHistory()))
        // What it hides is known now, and what stands on it is not any more once somebody has used it.
        #expect(Self.observe(Self.mounted, &bench) == 0 && Self.observe(.free, &bench) == 1)
    }

    /// As `mkfs.btrfs` over two drives: of the second udev tells nothing new, and only another look finds out that it is half of something.
    @Test func whatWasPutOnItMeanwhileHoldsIt() {
        var bench = StationBench()
        bench.send(.enumerated)
        bench.plug(Self.unasked(Self.mounted))
        #expect(Self.observe(.free, &bench) == 1)
        // Somebody has confirmed what was known by then.
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.started == 0 && bench.word == "queued")
        var half = Self.told()
        half.contents = [Content(kind: .filesystem, type: "btrfs", offsetBytes: 0, group: "5b0f")]
        bench.send(.identified(half, MediaHistory()))
        #expect(bench.started == 0 && bench.job?.isHeld(by: .arrayMember) == true)
    }

    /// A look that could not ask loses what an earlier one had found out: it is asked again when it is free.
    @Test func whatALaterLookCouldNotAskIsAskedAgain() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(Self.told())
        #expect(Self.looks(bench.send(.identified(Self.unasked(Self.mounted), MediaHistory()))) == 0)
        #expect(Self.observe(.free, &bench) == 1)
    }

    /// What cannot be found out by another look is not asked for.
    @Test(arguments: HiddenAreaReason.allCases.filter { $0 != .noTime }) func anAnswerIsAnAnswer(_ reason: HiddenAreaReason) {
        var bench = StationBench()
        #expect(Self.looks(bench.plug(Self.told { $0.hiddenAreas = HiddenAreas(unknown: reason) })) == 0)
        #expect(bench.started == 1)
    }

    /// A look without time is repeated only for a drive that may be asked.
    @Test func oneThatMayNotBeAskedIsNotLookedAtForThat() {
        let away = [PropertyMatch(property: "BAY", glob: "1")]
        for change in [
            { (rules: inout StationRules) in rules.bays.removeAll { $0.match == away } },
            { rules in rules.bays.append(Bay(id: "B9", match: [PropertyMatch(property: "BAY", glob: "*")], onAttach: .hold)) },
            { rules in rules.protect = [away] },
        ] {
            var rules = Fixture.rules()
            change(&rules)
            var bench = StationBench(rules)
            #expect(Self.looks(bench.plug(Self.late)) == 0)
        }
    }

    /// A drive that hides nothing is looked at for what stands on it.
    @Test func oneWithoutHiddenAreasIsLookedAtToo() {
        var bench = StationBench()
        var report = Fixture.report()
        report.usage = .unknown(why: "no mount table")
        bench.plug(report)
        #expect(Self.observe(.free, &bench) == 1 && bench.started == 0)
        bench.send(.identified(Fixture.report(), MediaHistory()))
        #expect(bench.started == 1)
    }

    @Test func aLookWithoutTimeIsRepeatedOnce() {
        var bench = StationBench()
        #expect(Self.looks(bench.plug(Self.late)) == 1)
        #expect(bench.started == 0 && bench.word == "queued")
        #expect(Self.looks(bench.send(.identified(Self.late, MediaHistory()))) == 0)
        #expect(bench.started == 1 && bench.job?.report.hpa == .unknown)
        var other = StationBench()
        other.plug(Self.late)
        other.send(.identified(Self.told(), MediaHistory()))
        #expect(other.started == 1 && other.job?.report.hpa == .absent)
    }

    /// A look that hangs does not hold the bench: the record then says that nobody knows.
    @Test func aWipeDoesNotWaitForEver() {
        var bench = StationBench()
        bench.plug(Self.unasked(.unknown(why: "no mount table")))
        _ = Self.observe(.free, &bench)
        bench.send(.tick, after: StationState.lookingMilliseconds / 1000 - 2)
        #expect(bench.started == 0)
        bench.send(.tick, after: 3)
        #expect(bench.started == 1 && bench.job?.report.hpa == .unknown)
    }

    @Test func aLookThatFailsEndsTheWaiting() {
        var bench = StationBench()
        bench.plug(Self.unasked(.unknown(why: "no mount table")))
        _ = Self.observe(.free, &bench)
        bench.send(.identificationFailed(theDrive.attachment, why: "the device could not be read"))
        #expect(bench.started == 1)
    }

    /// While it is wiped no look goes out, and what the wipe itself makes of its usage is no change.
    @Test func aDriveThatIsWipedIsLeftAlone() {
        var bench = StationBench()
        bench.plug(Self.unasked())
        #expect(bench.started == 1)
        #expect(Self.observe(Self.mounted, &bench) == 0 && Self.observe(.free, &bench) == 0)
    }
}
