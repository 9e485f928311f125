// Goal: a device stays in the station's hands through a pause and until its record is signed, and no longer; while it is held nothing that is seen of
// it counts as somebody else's. Method: events into a station; what the shell is told to hold is read back after each.

import Bench
import Testing

@testable import WipeCore

@Suite struct KeepingTests {
    private static func running() throws -> (StationBench, JobID) {
        var bench = StationBench()
        bench.send(.enumerated)
        bench.plug(theDrive)
        let id = try #require(bench.job?.id)
        bench.send(.opened(id))
        return (bench, id)
    }

    private static func paused() throws -> (StationBench, JobID) {
        var (bench, id) = try running()
        bench.send(.pauseRequested(id, Fixture.operator1))
        #expect(bench.state.keeping.isEmpty, "the run has not let go of it yet")
        bench.send(.stopped(id, .start(passes: 1)))
        return (bench, id)
    }

    @Test func aPausedJobKeepsItsDeviceAndItsSlotIsFree() throws {
        var (bench, id) = try Self.paused()
        #expect(bench.state.keeping == [id] && bench.job?.state.occupiesSlot == false)
        // Our own hold looks like anybody's: nothing is concluded from it.
        let ours = Usage.known([Use(.openedExclusively, node: "sdb", detail: "a run")])
        bench.send(.usageObserved(theDrive.attachment, ours, since: bench.now))
        #expect(bench.state.attached[theDrive.attachment]?.report?.usage == .free)
        bench.send(.resumeRequested(id, Fixture.operator1))
        #expect(bench.word == "opening" && bench.state.keeping == [id])
        bench.send(.opened(id))
        #expect(bench.word == "running" && bench.state.keeping.isEmpty)
    }

    @Test func aPausedJobWhoseDriveIsPulledOrCancelledKeepsNothing() throws {
        var (bench, _) = try Self.paused()
        bench.send(.detached(theDrive.attachment))
        #expect(bench.state.keeping.isEmpty)
        var (other, id) = try Self.paused()
        other.send(.cancelRequested(id, Fixture.operator1))
        #expect(other.state.keeping == [id], "until its record is signed")
        other.certify(id)
        #expect(other.state.keeping.isEmpty && other.state.jobs.isEmpty)
    }

    @Test func aLookThatBeganWhileItWasHeldSaysNothingAfterwards() throws {
        var (bench, id) = try Self.paused()
        let since = bench.now
        bench.send(.cancelRequested(id, Fixture.operator1))
        bench.certify(id)
        let ours = Usage.known([Use(.openedExclusively, node: "sdb", detail: "a run")])
        bench.send(.usageObserved(theDrive.attachment, ours, since: since))
        #expect(bench.decision(theDrive)?.holds.map(\.code) == [.failedBefore])
    }

    @Test(arguments: ["shutdown", "gone"]) func whatEndsOtherwiseKeepsNothing(_ way: String) throws {
        var (bench, id) = try Self.running()
        if way == "shutdown" {
            bench.send(.shutdown)
            bench.send(.stopped(id, .start(passes: 1)))
        } else {
            var report = Fixture.cleanReport()
            report.end = .mediaGone(errno: 19)
            bench.send(.finished(id, report, nil))
        }
        #expect(bench.word == "suspended" && bench.state.keeping.isEmpty)
    }

    @Test func aRecordIsSignedWhileTheDeviceIsHeldOrSaysSinceWhenItWasNot() throws {
        func concluded() throws -> (StationBench, JobID) {
            var (bench, id) = try Self.running()
            var report = Fixture.cleanReport(try #require(bench.job?.plan))
            report.provedAt = Fixture.moment(3)
            bench.send(.finished(id, report, nil))
            return (bench, id)
        }
        func conclusion(_ bench: StationBench) -> Conclusion? {
            if case .certifying(let conclusion)? = bench.job?.state { conclusion } else { nil }
        }
        var (bench, id) = try concluded()
        #expect(conclusion(bench)?.at == Fixture.moment(3), "the moment for which it speaks")
        #expect(bench.state.keeping == [id] && conclusion(bench)?.custodyEndedAt == nil)
        bench.send(.custodyEnded(id))
        let ended = conclusion(bench)?.custodyEndedAt
        #expect(ended == bench.now)
        bench.send(.custodyEnded(id), after: 60)
        #expect(conclusion(bench)?.custodyEndedAt == ended, "the first time counts")

        var (pulled, _) = try concluded()
        pulled.send(.detached(theDrive.attachment))
        #expect(conclusion(pulled)?.custodyEndedAt == Fixture.moment(pulled.seconds) && pulled.state.keeping.isEmpty)

        let (died, _) = try concluded()
        let again = StationBench(jobs: [try #require(died.job)], seconds: 100)
        #expect(conclusion(again)?.custodyEndedAt == Fixture.moment(again.seconds))

        var (signed, other) = try concluded()
        signed.certify(other)
        #expect(signed.state.keeping.isEmpty)
    }

    @Test func aWipeThatLeftNothingToCompareStartsOverOnlyOnceAPersonSaysSo() throws {
        var (bench, id) = try Self.running()
        var report = Fixture.cleanReport(try #require(bench.job?.plan))
        report.end = .contentsChanged([Extent(offset: 0, length: 512)])
        bench.send(.finished(id, report, nil))
        #expect(bench.word == "held" && bench.job?.beginsAnew == nil)
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: theDrive.identity.serial, Fixture.operator1))
        #expect(bench.job?.beginsAnew == true)
        bench.send(.opened(id))
        #expect(bench.job?.beginsAnew == nil, "the next one has something to compare, or stands before a person again")
    }
}
