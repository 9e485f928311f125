// Goal: what a person confirmed, tagged or cancelled holds for what it was said about, and for nothing else.
// Method: each test is a sequence of events in which an earlier version wiped, held or recorded something wrongly.

import Bench
import Testing

@testable import WipeCore

private let midway = Checkpoint.writing(to: 1 << 20)

@Suite struct SecondLookTests {
    @Test func whatIsPublishedWithoutBeingSignedDoesNotCloseAsSanitized() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.finish(theDrive)
        guard case .certifying(let conclusion)? = bench.job?.state else {
            Issue.record("the run has ended, and its job is \(bench.word)")
            return
        }
        bench.send(.published(id, documentID: conclusion.documentID))
        #expect(bench.writtenJobs.last?.state.word != "sanitized")
    }

    @Test func afterItsRecordADriveKeepsItsTag() {
        var bench = StationBench(Fixture.rules(requireAssetTag: true))
        bench.plug(theDrive)
        bench.tag("T-1", theDrive)
        bench.wipe(theDrive)
        #expect(bench.closed.last?.state.word == "sanitized")
        #expect(bench.tag("T-2", theDrive) == nil && bench.tagShown(theDrive) == "T-1", "taken after the record")
    }

    @Test func aUseIsConfirmedAnewEachTime() throws {
        var bench = StationBench()
        bench.plug(theDrive.inUse)
        bench.send(.usageObserved(theDrive.attachment, .free, since: bench.now))
        bench.look(theDrive)
        bench.start(theDrive)
        let (id, _) = try bench.open(theDrive)
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.stopped(id, midway))
        bench.send(.detached(theDrive.attachment))
        let again = Fixture.report(sequence: 8)
        bench.plug(again.inUse)
        bench.send(.resumeRequested(id, Fixture.operator1))
        #expect(bench.started == 1)
        bench.send(.usageObserved(again.attachment, .free, since: bench.now))
        bench.look(again)
        #expect(bench.started == 1, "mounted a second time, freed: goes on by itself \(bench.word)")
    }

    @Test func theBayOfAConcludedJobStays() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        bench.send(.detached(theDrive.attachment))
        bench.send(.finished(id, Fixture.cleanReport(plan), nil))
        bench.plug(Fixture.report(sequence: 8, bay: "3"))
        #expect(bench.state.jobs[id]?.bay == "B1", "\(bench.state.jobs[id]?.bay ?? "") \(bench.word)")
    }

    @Test func aRefusedOpenIsNotTriedAgainByItself() {
        var bench = StationBench()
        bench.plug(theDrive)
        for _ in 0..<5 {
            guard let id = bench.job?.id, bench.word == "opening" else { break }
            bench.send(.openRefused(id, Reason(.deviceLocked, "x")))
            bench.look(theDrive)
        }
        #expect(bench.started == 1, "\(bench.started)")
    }

    // MARK: whose cancel it is

    /// DISKSEQ and name repeat after a reboot: another drive is now what the one was that is away.
    private static func rebootedWithoutIt(_ rules: StationRules = Fixture.rules()) throws -> (StationBench, JobID, other: ProbeReport) {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.detached(theDrive.attachment))
        bench.send(.stopped(id, midway))
        return (bench.afterCrash(rules, boot: "boot-2"), id, Fixture.report("sdb", sequence: 7, serial: "INNOCENT1"))
    }

    @Test func theEndOfAnAbsentDriveSaysNothingAboutAnother() throws {
        var (bench, id, other) = try Self.rebootedWithoutIt(Fixture.rules(onAttach: .hold))
        bench.plug(other)
        bench.send(.enumerated)
        #expect(bench.codes(other) == [.hold(.waitingForStart)])
        bench.send(.cancelRequested(id, Fixture.operator1))
        bench.certify(id)
        #expect(bench.codes(other) == [.hold(.waitingForStart)], "\(bench.codes(other))")
    }

    @Test func theEndOfAnAbsentDriveSaysNothingAboutOneThatComesLater() throws {
        var (bench, id, other) = try Self.rebootedWithoutIt()
        bench.send(.cancelRequested(id, Fixture.operator1))
        bench.certify(id)
        bench.plug(other, MediaHistory(record: bench.stored(other.attachment)))
        #expect(bench.decision(other) != nil && bench.codes(other).isEmpty, "\(bench.codes(other))")
    }

    /// Put back and cancelled before the runner has answered.
    @Test func cancelAfterAReseatHoldsTheDriveThatIsThere() throws {
        var bench = StationBench()
        bench.plug(theDrive)
        let id = try #require(bench.job?.id)
        bench.send(.detached(theDrive.attachment))
        bench.plug(Fixture.report(sequence: 8))
        bench.send(.cancelRequested(id, Fixture.operator1))
        let started = bench.started
        bench.send(.openRefused(id, Reason(.openFailed, "ENXIO")))
        #expect(bench.started == started, "\(bench.word)")
    }

    /// No person has cancelled anything: the daemon was being stopped, and the open failed.
    @Test func anOpenRefusedDuringAShutdownHoldsTheDriveAfterwards() throws {
        var bench = StationBench()
        bench.plug(theDrive)
        let id = try #require(bench.job?.id)
        bench.send(.shutdown)
        bench.send(.openRefused(id, Reason(.openedExclusively, "x")))
        #expect(bench.state.jobs.isEmpty)
        var after = bench.afterCrash()
        after.send(.attached(theDrive.attachment, presentAtStart: true))
        after.look(theDrive)
        after.send(.enumerated)
        #expect(after.started == 0 && after.codes(theDrive).contains(.hold(.wasInUse)), "\(after.codes(theDrive))")
    }

    // MARK: one failed look

    @Test func aFailedLookEndsNoPausedJobOfADriveWithoutASerial() throws {
        var bench = StationBench()
        let weak = Fixture.report(serial: nil)
        bench.plug(weak)
        bench.tag("T-9", weak)
        bench.start(weak, confirm: "T-9")
        let (id, _) = try bench.open(weak)
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.stopped(id, midway))
        bench.look(weak.unanswered, as: weak)
        #expect(bench.state.jobs[id]?.state == .suspended(.paused), "\(bench.word)")
    }

    @Test func aHeldDriveIsHeldAgainAfterAFailedLook() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        bench.look(theDrive.unanswered, as: theDrive)
        #expect(bench.decision(theDrive)?.verdict == "refuse")
        bench.look(theDrive)
        #expect(bench.word == "held" && bench.codes(theDrive) == [.hold(.waitingForStart)], "\(bench.codes(theDrive))")
    }

    @Test func aSizeOfZeroIsNotAnotherSize() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.stopped(id, midway))
        bench.look(theDrive.unanswered, as: theDrive)
        #expect(bench.state.jobs[id]?.state == .suspended(.paused))
        bench.look(theDrive)
        #expect(bench.state.jobs[id]?.state == .suspended(.paused) && bench.state.jobs[id]?.attachment == theDrive.attachment)
    }
}
