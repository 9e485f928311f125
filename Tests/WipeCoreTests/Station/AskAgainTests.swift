// Goal: a drive that could not be asked what it hides when it came is asked before its wipe begins, once for each change, and never waits for ever.
// Method: a station whose drive was in use, could not be looked at or had no time left at its look, and what the station wants next.

import Testing

@testable import WipeCore

@Suite struct AskAgainTests {
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

    private static func asks(_ transition: Transition?) -> Int {
        transition?.effects.count { if case .identify = $0 { true } else { false } } ?? 0
    }

    private static func observe(_ usage: Usage, _ bench: inout DurableBench) -> Int {
        asks(bench.send(.usageObserved(theDrive.attachment, usage, since: Fixture.moment(bench.seconds))))
    }

    /// Its use could not be found out, so nobody had to confirm anything: without the question the wipe would begin at once.
    @Test func aDriveThatBecomesFreeIsAskedBeforeItsWipe() {
        var bench = DurableBench()
        #expect(Self.asks(bench.plug(Self.unasked(.unknown(why: "no mount table")))) == 0)
        #expect(Self.observe(.free, &bench) == 1)
        #expect(bench.word == "queued" && bench.started == 0)
        let job = bench.job!
        #expect(bench.state.obstacle(to: job, at: Fixture.moment(bench.seconds))?.code == .beingAsked)
        bench.send(.tick)
        #expect(bench.started == 0)
        #expect(Self.asks(bench.send(.identified(Self.told(), MediaHistory()))) == 0)
        #expect(bench.started == 1 && bench.job?.report.hpa == .absent && bench.job?.report.capabilities != nil)
    }

    @Test func oneThatWasMountedIsAskedWhenItIsNoLonger() {
        var bench = DurableBench()
        #expect(Self.asks(bench.plug(Self.unasked(Self.mounted))) == 0)
        #expect(Self.observe(.free, &bench) == 1)
        #expect(bench.word == "held")
        bench.send(.identified(Self.told(), MediaHistory()))
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.started == 1 && bench.job?.report.dco == .absent)
    }

    /// One look for each change of its use, none for a look that says the same, and none while it is in use.
    @Test func itIsAskedOnceForEachChange() {
        var bench = DurableBench()
        bench.plug(Self.unasked(Self.mounted))
        #expect(Self.observe(.free, &bench) == 1 && Self.observe(.free, &bench) == 0 && Self.observe(.free, &bench) == 0)
        // The look found it mounted again.
        #expect(Self.asks(bench.send(.identified(Self.unasked(Self.mounted), MediaHistory()))) == 0)
        #expect(Self.observe(Self.mounted, &bench) == 0 && Self.observe(.free, &bench) == 1)
        #expect(Self.observe(Self.mounted, &bench) == 0 && Self.observe(.free, &bench) == 1)
        bench.send(.identified(Self.told(), MediaHistory()))
        #expect(Self.observe(Self.mounted, &bench) == 0 && Self.observe(.free, &bench) == 0)
    }

    /// A look that could not ask loses what an earlier one had found out: it is asked again when it is free.
    @Test func whatALaterLookCouldNotAskIsAskedAgain() {
        var bench = DurableBench(Fixture.rules(onAttach: .hold))
        bench.plug(Self.told())
        #expect(Self.asks(bench.send(.identified(Self.unasked(Self.mounted), MediaHistory()))) == 0)
        #expect(Self.observe(.free, &bench) == 1)
    }

    /// What cannot be found out by another look is not asked for.
    @Test(arguments: HiddenAreaReason.allCases.filter { $0 != .noTime }) func anAnswerIsAnAnswer(_ reason: HiddenAreaReason) {
        var bench = DurableBench()
        var report = Self.told { $0.hiddenAreas = HiddenAreas(unknown: reason) }
        report.usage = .unknown(why: "no mount table")
        #expect(Self.asks(bench.plug(report)) == 0 && Self.observe(.free, &bench) == 0)
        #expect(bench.started == 1)
    }

    @Test func toADriveThatMayNotBeAskedNothingGoes() {
        let away = [PropertyMatch(property: "BAY", glob: "1")]
        for change in [
            { (rules: inout StationRules) in rules.bays.removeAll { $0.match == away } },
            { rules in rules.bays.append(Bay(id: "B9", match: [PropertyMatch(property: "BAY", glob: "*")], onAttach: .hold)) },
            { rules in rules.protect = [away] },
        ] {
            var rules = Fixture.rules()
            change(&rules)
            var bench = DurableBench(rules)
            bench.plug(Self.unasked(Self.mounted))
            #expect(Self.observe(.free, &bench) == 0)
        }
    }

    /// A loop device hides nothing: it is not looked at again.
    @Test func aDriveWithoutHiddenAreasIsNotAsked() {
        var bench = DurableBench()
        var report = Fixture.report()
        report.usage = .unknown(why: "no mount table")
        bench.plug(report)
        #expect(Self.observe(.free, &bench) == 0 && bench.started == 1)
    }

    @Test func aLookWithoutTimeIsRepeatedOnce() {
        var bench = DurableBench()
        #expect(Self.asks(bench.plug(Self.late)) == 1)
        #expect(bench.started == 0 && bench.word == "queued")
        #expect(Self.asks(bench.send(.identified(Self.late, MediaHistory()))) == 0)
        #expect(bench.started == 1 && bench.job?.report.hpa == .unknown)
        var other = DurableBench()
        other.plug(Self.late)
        other.send(.identified(Self.told(), MediaHistory()))
        #expect(other.started == 1 && other.job?.report.hpa == .absent)
    }

    /// A look that hangs does not hold the bench: the record then says that nobody knows.
    @Test func aWipeDoesNotWaitForEver() {
        var bench = DurableBench()
        bench.plug(Self.unasked(.unknown(why: "no mount table")))
        _ = Self.observe(.free, &bench)
        bench.send(.tick, after: StationState.askingMilliseconds / 1000 - 2)
        #expect(bench.started == 0)
        bench.send(.tick, after: 3)
        #expect(bench.started == 1 && bench.job?.report.hpa == .unknown)
    }

    @Test func aLookThatFailsEndsTheWaiting() {
        var bench = DurableBench()
        bench.plug(Self.unasked(.unknown(why: "no mount table")))
        _ = Self.observe(.free, &bench)
        bench.send(.identificationFailed(theDrive.attachment, why: "the device could not be read"))
        #expect(bench.started == 1)
    }

    /// While it is wiped no look goes out, and what the wipe itself makes of its usage is no change.
    @Test func aDriveThatIsWipedIsLeftAlone() {
        var bench = DurableBench()
        bench.plug(Self.unasked())
        #expect(bench.started == 1)
        #expect(Self.observe(Self.mounted, &bench) == 0 && Self.observe(.free, &bench) == 0)
    }
}
