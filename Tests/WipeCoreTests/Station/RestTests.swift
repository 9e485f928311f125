// Goal: a drive is let rest when its record is on file and it was left alone for a while, and never in the middle of anything; and its bay says
// truly whether it may be pulled. Method: benches of one drive, second by second; the rule for the bay as a table of what may be.

import Bench
import Testing

@testable import WipeCore

extension StationBench {
    fileprivate var rests: Int { effects.filter { if case .rest = $0 { true } else { false } }.count }

    fileprivate func pull(_ report: ProbeReport) -> PullAdvice? {
        state.attached[report.attachment].map { state.pullAdvice($0, at: now) }
    }

    fileprivate mutating func tick(_ times: Int = 1) { for _ in 0..<times { send(.tick) } }

    /// A drive that is wiped, and its record on file.
    fileprivate static func wiped(_ report: ProbeReport = Fixture.report(), _ rules: StationRules = Fixture.rules()) -> StationBench {
        var bench = StationBench(rules)
        bench.plug(report)
        bench.send(.enumerated)
        bench.wipe(report)
        return bench
    }
}

private let mounted = Usage.known([Use(.mounted, node: "sdb1", detail: "/mnt")])

@Suite struct RestTests {
    private let drive = Fixture.report()

    @Test func aDriveRestsOnceAWhileAfterItsRecordIsOnFile() {
        var bench = StationBench.wiped()
        #expect(bench.job == nil && bench.rests == 0)
        bench.tick(2)
        #expect(bench.rests == 0, "too soon")
        bench.tick(10)
        #expect(bench.effects.contains(.rest(drive.attachment)) && bench.rests == 1)
        bench.send(.rested(drive.attachment, .rests))
        bench.tick(100)
        #expect(bench.rests == 1)
    }

    /// While its record is being signed and filed, paused, queued, held, and whatever happens in between: nothing.
    @Test func nothingRestsUnderAnOpenJob() throws {
        var bench = StationBench()
        bench.plug(drive)
        bench.send(.enumerated)
        bench.tick(30)
        try bench.open(drive)
        bench.tick(30)
        if let id = bench.job?.id {
            bench.send(.pauseRequested(id, Fixture.operator1))
            bench.send(.stopped(id, .writing(to: 512)))
        }
        #expect(bench.word == "suspended" && bench.pull(drive) == .wipeUnfinished)
        bench.tick(30)
        if let id = bench.job?.id { bench.send(.resumeRequested(id, Fixture.operator1)) }
        try bench.open(drive)
        bench.finish(drive)
        #expect(bench.word == "certifying")
        bench.tick(30)
        #expect(bench.rests == 0)
        if let id = bench.job?.id { bench.certify(id) }
        bench.tick(30)
        #expect(bench.rests == 1)
    }

    /// Every drive that was not wiped here, is used, has no bay of its own, is nearly protected, or is in the hands of a station that stops.
    @Test func onlyWhatWasWipedHereAndIsFreeRests() {
        var untouched = StationBench(Fixture.rules(onAttach: .hold))
        untouched.plug(drive)
        untouched.send(.enumerated)
        untouched.tick(60)
        #expect(untouched.rests == 0)

        var withdrawn = StationBench()
        withdrawn.plug(drive)
        withdrawn.send(.enumerated)
        if let id = withdrawn.job?.id { withdrawn.send(.cancelRequested(id, Fixture.operator1)) }
        withdrawn.send(.openRefused(withdrawn.job?.id ?? "", Reason(.openFailed, "")))
        withdrawn.tick(60)
        #expect(withdrawn.rests == 0)

        var used = StationBench.wiped()
        used.send(.usageObserved(drive.attachment, mounted, since: Fixture.moment(used.seconds + 5)), after: 1)
        used.tick(60)
        #expect(used.rests == 0 && used.pull(drive) == .inUse)

        var stopped = StationBench.wiped()
        stopped.send(.shutdown)
        stopped.tick(60)
        #expect(stopped.rests == 0)

        var rules = Fixture.rules()
        rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "ZN1-ABCDE")]]
        var near = drive
        near.properties["ID_SERIAL_SHORT"] = "ZN1ABCDE"
        var nearly = StationBench(rules)
        nearly.plug(near)
        nearly.send(.enumerated)
        nearly.start(near)
        nearly.wipe(near)
        #expect(nearly.state.attached[near.attachment]?.endedJob != nil)
        nearly.tick(60)
        #expect(nearly.rests == 0 && nearly.pull(near) == .turnsOn)
    }

    /// A look reads it and makes it turn; then it rests again, but no drive is worn out by something that looks for ever.
    @Test func aLookWakesItAndItRestsAFewTimes() {
        var bench = StationBench.wiped()
        bench.tick(12)
        bench.send(.rested(drive.attachment, .rests))
        #expect(bench.pull(drive) == .recordOnFile)
        bench.look(drive)
        #expect(bench.pull(drive) == .spinningDown)
        // What is said of before the look says nothing about now.
        bench.send(.rested(drive.attachment, .rests))
        #expect(bench.pull(drive) == .spinningDown)
        for _ in 0..<10 {
            bench.tick(12)
            bench.look(drive)
        }
        bench.tick(12)
        #expect(bench.rests == StationState.restsMax && bench.pull(drive) == .turnsOn)
    }

    /// A drive that is wiped again is no longer at rest, and rests after that.
    @Test func anotherWipeStartsFromTheBeginning() throws {
        var bench = StationBench.wiped()
        bench.tick(12)
        bench.send(.rested(drive.attachment, .rests))
        bench.start(drive)
        #expect(bench.job != nil && bench.pull(drive)?.isSafe == false)
        try bench.open(drive)
        #expect(bench.pull(drive) == .wipeRuns)
        // The answer to what was asked before it began.
        bench.send(.rested(drive.attachment, .rests))
        bench.finish(drive)
        if let id = bench.job?.id { bench.certify(id) }
        #expect(bench.pull(drive) == .spinningDown)
        bench.tick(12)
        #expect(bench.rests == 2)
    }

    /// Nobody waits for ever in front of a bay.
    @Test func aDiskThatNeverAnswersIsWaitedForForAWhile() {
        var bench = StationBench.wiped()
        #expect(bench.pull(drive) == .spinningDown)
        bench.tick(12)
        #expect(bench.rests == 1 && bench.pull(drive) == .spinningDown)
        bench.tick(20)
        #expect(bench.pull(drive) == .turnsOn)
        bench.send(.rested(drive.attachment, .rests))
        #expect(bench.pull(drive) == .recordOnFile)
        var refusing = StationBench.wiped()
        refusing.tick(12)
        refusing.send(.rested(drive.attachment, .turnsOn(why: "it refuses")))
        #expect(refusing.pull(drive) == .turnsOn)
    }

    // MARK: may it be pulled?

    @Test func whatIsBeingWipedMayNotBePulled() throws {
        var bench = StationBench()
        bench.send(.attached(drive.attachment, presentAtStart: false))
        #expect(bench.pull(drive) == .identifying)
        bench.send(.identified(drive, MediaHistory()))
        #expect(bench.pull(drive)?.isSafe == false)
        bench.send(.enumerated)
        #expect(bench.word == "opening" && bench.pull(drive) == .wipeRuns)
        try bench.open(drive)
        #expect(bench.pull(drive) == .wipeRuns)
        bench.finish(drive)
        #expect(bench.pull(drive) == .recordPending)
        guard let id = bench.job?.id, case .certifying(let conclusion)? = bench.job?.state else {
            Issue.record("no record is due")
            return
        }
        let document = SignedDocument(
            id: conclusion.documentID, record: 1, job: id, kind: .certificate, outcome: "x", serial: nil, assetTag: nil,
            issuedAt: conclusion.at, fileName: "f", bytes: [1], published: false)
        bench.send(.certified(id, document, isCertificate: true, []))
        #expect(bench.pull(drive) == .recordPending, "signed, and not on file")
        bench.send(.published(id, documentID: document.id))
        #expect(bench.pull(drive) == .spinningDown)
    }

    @Test func whatWaitsForItsTurnMayNotBePulled() {
        var bench = StationBench(Fixture.rules(slots: 0))
        bench.plug(drive)
        bench.send(.enumerated)
        #expect(bench.word == "queued" && bench.pull(drive) == .wipeNext)
    }

    /// What has nothing that turns is free at once; a record of a failure is a record like any other.
    @Test(arguments: [MediaType.flashSSD, .flashRemovable, .unknown]) func whatDoesNotTurnIsSafeAtOnce(_ mediaType: MediaType) throws {
        let solid = Fixture.report(mediaType: mediaType)
        let bench = StationBench.wiped(solid)
        #expect(bench.pull(solid) == .recordOnFile)
        var failed = StationBench()
        failed.plug(solid)
        failed.send(.enumerated)
        try failed.open(solid)
        if let job = failed.job, let plan = job.plan {
            var report = Fixture.cleanReport(plan)
            report.passes[0].flushed = false
            failed.send(.finished(job.id, report, nil))
            failed.certify(job.id)
        }
        #expect(failed.state.attached[solid.attachment]?.record?.endedJob?.ending == .failed && failed.pull(solid) == .recordOnFile)
    }

    @Test func whatWaitsForAPersonMayBePulledWhereNobodyUsesIt() {
        for (usage, wanted) in [
            (Usage.free, PullAdvice.leftAlone), (mounted, .inUse), (.known([Use(.runningSystem, node: "sdb", detail: "/")]), .inUse),
            (.unknown(why: "?"), .useUnknown),
        ] {
            var report = drive
            report.usage = usage
            var bench = StationBench(Fixture.rules(onAttach: .hold))
            bench.plug(report)
            bench.send(.enumerated)
            #expect(bench.pull(report) == wanted, "\(usage)")
        }
        var nowhere = drive
        nowhere.properties = [:]
        var outside = StationBench()
        outside.plug(nowhere)
        outside.send(.enumerated)
        #expect(outside.decision(nowhere)?.verdict == "refuse" && outside.pull(nowhere) == .leftAlone)
        var unread = StationBench()
        unread.send(.attached(drive.attachment, presentAtStart: false))
        unread.send(.identificationFailed(drive.attachment, why: "no answer"))
        #expect(unread.pull(drive) == .useUnknown)
        // Through its other node it may be mounted.
        var twins = StationBench()
        let second = Fixture.report("sdc", sequence: 8, bay: "2")
        twins.plug(drive)
        twins.plug(second)
        twins.send(.enumerated)
        #expect(twins.decision(second)?.refusals.contains { $0.code == .secondPath } == true && twins.pull(second) == .useUnknown)
    }

    @Test func everyWordIsSafeOrNotAndHasASentence() {
        let safe = PullAdvice.allCases.filter { $0.isSafe == true }
        #expect(safe == [.recordOnFile, .turnsOn, .leftAlone])
        #expect(PullAdvice.allCases.filter { $0.isSafe == nil } == [.useUnknown, .identifying])
        #expect(Set(PullAdvice.allCases.map(\.message)).count == PullAdvice.allCases.count)
        for advice in PullAdvice.allCases { #expect(advice.message.hasPrefix("safe to pull") == (advice.isSafe == true), "\(advice)") }
    }
}
