// Goal: a job's numbers, times and reasons are those of its run, and what is not known is not made up.
// Method: one or a few drives on a bench; a run's progress as its runner would tell it.

import Bench
import Testing
import WipeAPI
import WipeCore

@testable import WipeServer
@testable import WipeStation

@Suite struct JobViewTests {
    @Test func aRunningJobShowsWhatItsRunTells() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        bench.send(.checkpointed(id, .writing(to: 4096)))
        let stored = try #require(bench.jobView(theDrive))
        #expect(stored.bytesDone == 4096 && stored.bytesPerSecond == nil && stored.etaSeconds == nil, "no runner has said anything yet")
        let live = try #require(bench.jobView(theDrive, [id: .writing(8192, of: plan)]))
        #expect(live.state == "running" && live.pass == 1 && live.passes == 1 && live.phase == "write")
        // Written once and read back once, in bytes.
        #expect(live.bytesDone == 8192 && live.bytesTotal == 2 * Int(Fixture.capacity))
        #expect(live.bytesPerSecond == 1 << 20 && live.etaSeconds == 90 && live.stalledSeconds == nil)
        #expect(live.record == 1 && live.certificate == nil && live.endedAt == nil)
    }

    @Test func aDriveThatDoesNotAnswerHasNoRateAndNobodyKnowsHowLongItTakes() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        let view = try #require(bench.jobView(theDrive, [id: .writing(8192, of: plan, silentSeconds: 3600)]))
        #expect(view.stalledSeconds == 3600 && view.bytesPerSecond == nil && view.etaSeconds == nil)
        #expect(view.bytesDone == 8192, "what it did is done all the same")
    }

    /// Long before the station calls it stalled.
    @Test func afterAFewSecondsWithoutAnAnswerThereIsNoRateToShow() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        func view(silent: Int64) -> JobView? { bench.jobView(theDrive, [id: .writing(8192, of: plan, silentSeconds: silent)]) }
        let moving = try #require(view(silent: 4))
        #expect(moving.silentSeconds == nil && moving.bytesPerSecond == 1 << 20 && moving.etaSeconds == 90)
        let silent = try #require(view(silent: 5))
        #expect(silent.silentSeconds == 5 && silent.bytesPerSecond == nil && silent.etaSeconds == nil && silent.stalledSeconds == nil)
        // Where a stop was asked for two seconds are long.
        bench.send(.cancelRequested(id, Fixture.operator1))
        #expect(view(silent: 1)?.silentSeconds == nil && view(silent: 2)?.silentSeconds == 2 && view(silent: 2)?.stalledSeconds == 2)
    }

    @Test func aSanitizedJobIsCompleteAndNamesItsRecord() throws {
        var bench = StationBench()
        bench.plug(theDrive)
        bench.wipe(theDrive)
        let closed = try #require(bench.closed.last)
        let view = JobView(closed, bench.snapshot())
        #expect(view.state == "sanitized" && view.phase == "verify" && view.pass == view.passes && view.bytesDone == view.bytesTotal)
        #expect(view.bytesTotal == 2 * Int(Fixture.capacity) && view.endedAt == closed.stateSince.text && view.reasons.isEmpty)
        #expect(view.certificate?.hasPrefix("urn:uuid:") == true)
    }

    /// A job has a record number before it has a record: the id goes out once the record can be read.
    @Test func aRecordIsNamedOnceItCanBeRead() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.finish(theDrive)
        let pending = try #require(bench.state.jobs[id].map { JobView($0, bench.snapshot()) })
        #expect(pending.state == "certifying" && pending.record == 1 && pending.certificate == nil)
        bench.certify(id)
        #expect(try #require(bench.closed.last.map { JobView($0, bench.snapshot()) }).certificate != nil)
    }

    @Test func aCancelledJobSaysSoAndShowsNoPhase() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        bench.send(.cancelRequested(try #require(bench.job?.id), Fixture.operator1))
        let view = try #require(bench.closed.last.map { JobView($0, bench.snapshot()) })
        #expect(view.state == "withdrawn" && view.reasons.map(\.code) == ["cancelled"])
        #expect(view.phase == nil && view.record == nil && view.certificate == nil && view.startedAt == nil && view.badSectors == nil)
    }

    @Test func aQueuedJobSaysWhyItWaitsAndARunningOneDoesNot() {
        var bench = StationBench(Fixture.rules(slots: 1))
        let waiting = Fixture.report("sdc", sequence: 8, serial: "WAITS123", bay: "2")
        bench.plug(theDrive)
        bench.plug(waiting)
        #expect(bench.jobView(theDrive)?.reasons == [])
        #expect(bench.jobView(waiting)?.state == "queued" && bench.jobView(waiting)?.reasons.map(\.code) == ["slots-taken"])
    }

    @Test func anInterruptionLastsUntilTheJobGoesOn() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.pauseRequested(id, Fixture.technician))
        bench.send(.stopped(id, .writing(to: 4096)))
        let paused = try #require(bench.jobView(theDrive))
        #expect(paused.state == "suspended" && paused.reasons.map(\.code) == ["paused"])
        #expect(paused.interruptions.map(\.code) == ["paused"] && paused.interruptions.first?.resumedAt == nil)
        bench.send(.resumeRequested(id, Fixture.operator1))
        try bench.open(theDrive)
        let again = try #require(bench.jobView(theDrive))
        #expect(again.reasons.isEmpty && again.interruptions.first?.resumedAt == bench.now.text)
        #expect(again.operator == "lead-01", "the last person who moved it")
    }

    @Test func thatWhatWasReadBackIsReadAgainIsSaidOnlyWhileItRuns() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        var progress = LiveProgress.writing(4096, of: plan)
        (progress.phase, progress.readsAgain) = (.verify, .slept)
        let running = try #require(bench.jobView(theDrive, [id: progress]))
        #expect(running.phase == "verify" && running.reasons.map(\.code) == ["machine-slept"])
        bench.send(.pauseRequested(id, Fixture.operator1))
        #expect(bench.jobView(theDrive, [id: progress])?.reasons.map(\.code) == ["paused"])
    }

    // MARK: the queue

    @Test func theQueueIsShownInTheOrderInWhichItWillRun() throws {
        var bench = StationBench(Fixture.rules(slots: 1))
        let drives = (1...4).map { Fixture.report("sd\($0)", sequence: UInt64($0), serial: "ZN7QSER\($0)", bay: "\($0)") }
        for drive in drives { bench.plug(drive) }
        func order() -> [String] { bench.state.jobsForPeople().compactMap(\.identity.serial) }
        #expect(order() == ["ZN7QSER1", "ZN7QSER2", "ZN7QSER3", "ZN7QSER4"])
        bench.send(.priorityRequested(try #require(bench.job(at: drives[3])?.id), 5, Fixture.operator1))
        #expect(order() == ["ZN7QSER1", "ZN7QSER4", "ZN7QSER2", "ZN7QSER3"] && bench.jobView(drives[3])?.priority == 5)
        // What runs stands first, what was paused behind everything that will run before it, and what is being signed before all.
        let (first, _) = try bench.open(drives[0])
        bench.send(.pauseRequested(first, Fixture.operator1))
        bench.send(.stopped(first, .writing(to: 4096)))
        #expect(order() == ["ZN7QSER4", "ZN7QSER2", "ZN7QSER3", "ZN7QSER1"])
        try bench.open(drives[3])
        bench.finish(drives[3])
        #expect(order() == ["ZN7QSER4", "ZN7QSER2", "ZN7QSER3", "ZN7QSER1"] && bench.jobView(drives[3])?.state == "certifying")
        #expect(bench.jobView(drives[1])?.state == "opening")
    }
}
