// Goal: a hot drive waits and goes on, a drive that wears out under the wipe is no success, and nothing begins that could not be certified.
// Method: events into a station whose entries are kept; the record's reasons and the slots are looked at.

import Bench
import Testing

@testable import WipeCore

@Suite struct StationLimitsTests {
    private static func running(_ rules: StationRules = Fixture.rules()) -> StationBench {
        var bench = StationBench(rules)
        bench.send(.enumerated)
        bench.plug(theDrive)
        bench.send(.opened(bench.job?.id ?? ""))
        return bench
    }

    private static func feel(_ bench: inout StationBench, _ degrees: Int?) {
        bench.send(.temperatureObserved(theDrive.attachment, degrees))
    }

    @Test func aHotDrivePausesAndGoesOnWhenItHasCooled() throws {
        var bench = Self.running()
        let id = try #require(bench.job?.id)
        Self.feel(&bench, 60)
        #expect(bench.word == "running", "60 is not above 60")
        Self.feel(&bench, 61)
        #expect(bench.job?.state == .stopping(.temperature) && bench.effects.last == .stopRunner(id))
        bench.send(.stopped(id, .start(passes: 1)))
        #expect(bench.job?.state == .suspended(.temperature))
        #expect(bench.job?.interruptions.map(\.reason) == [.temperature])
        let started = bench.started
        Self.feel(&bench, 55)
        Self.feel(&bench, nil)
        bench.send(.tick)
        #expect(bench.job?.state == .suspended(.temperature), "neither between the limits nor unknown is cool")
        Self.feel(&bench, 50)
        #expect(bench.word == "opening" && bench.started == started + 1)
        bench.send(.opened(id))
        #expect(bench.job?.interruptions.first?.resumedAt != nil)
    }

    @Test func aHotDriveThatIsPulledGoesOnWhereverItComesBack() throws {
        var bench = Self.running()
        let id = try #require(bench.job?.id)
        Self.feel(&bench, 80)
        bench.send(.stopped(id, .start(passes: 1)))
        bench.send(.detached(theDrive.attachment))
        #expect(bench.job?.state == .suspended(.detached))
        bench.plug(Fixture.report("sdq", sequence: 99, bay: "3"))
        #expect(bench.word == "opening")
    }

    @Test func aHotDriveIsNotStarted() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.send(.enumerated)
        bench.plug(theDrive)
        Self.feel(&bench, 75)
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: theDrive.identity.serial, Fixture.operator1))
        #expect(bench.word == "queued")
        Self.feel(&bench, 40)
        #expect(bench.word == "opening")
    }

    @Test func aPersonMayTakeAHotDriveOnAgain() throws {
        var bench = Self.running()
        let id = try #require(bench.job?.id)
        Self.feel(&bench, 61)
        bench.send(.stopped(id, .start(passes: 1)))
        bench.send(.resumeRequested(id, Fixture.operator1))
        #expect(bench.word == "queued", "still above the limit: it waits in the queue")
        Self.feel(&bench, 58)
        #expect(bench.word == "opening")
    }

    @Test func aCancelOutranksHeat() throws {
        var bench = Self.running()
        let id = try #require(bench.job?.id)
        Self.feel(&bench, 90)
        bench.send(.cancelRequested(id, Fixture.operator1))
        bench.send(.stopped(id, .start(passes: 1)))
        #expect(bench.word == "certifying")
    }

    private static func verdict(before: UInt64?, after: UInt64?) -> Conclusion.Verdict? {
        var drive = theDrive
        drive.health = Health(reallocatedSectors: before)
        var bench = StationBench()
        bench.send(.enumerated)
        bench.plug(drive)
        guard let job = bench.job, let plan = job.plan else { return nil }
        bench.send(.opened(job.id))
        bench.send(.finished(job.id, Fixture.cleanReport(plan), Health(reallocatedSectors: after)))
        if case .certifying(let conclusion) = bench.job?.state { return conclusion.verdict }
        return nil
    }

    @Test func moreSectorsReplacedThanTheStationBearsIsAFailure() {
        #expect(Self.verdict(before: 3, after: 13) == .sanitized)
        #expect(Self.verdict(before: nil, after: 500) == .sanitized, "what was not known before cannot have risen")
        #expect(Self.verdict(before: 3, after: nil) == .sanitized)
        #expect(Self.verdict(before: 20, after: 3) == .sanitized)
        guard case .failed(let reasons) = Self.verdict(before: 3, after: 14) else {
            Issue.record("14 of 3 is a rise of 11")
            return
        }
        #expect(reasons.map(\.code) == [.reallocatedRise])
    }

    @Test func aWalkThatWasEndedEarlySaysByWhat() throws {
        var bench = Self.running()
        let job = try #require(bench.job)
        var report = Fixture.cleanReport(try #require(job.plan))
        report.end = .stoppedByPolicy(code: .slow)
        bench.send(.finished(job.id, report, nil))
        guard case .certifying(let conclusion) = bench.job?.state, case .failed(let reasons) = conclusion.verdict else {
            Issue.record("\(bench.word)")
            return
        }
        #expect(reasons.map(\.code) == [.stopped(.slow), .verdict(.stoppedEarly)])
    }

    @Test func nothingBeginsWhileARecordCouldNotBeKept() {
        var bench = StationBench()
        bench.send(.enumerated)
        bench.send(.startsBlocked("no room"))
        bench.plug(theDrive)
        #expect(bench.word == "queued" && bench.started == 0)
        bench.send(.tick)
        #expect(bench.started == 0)
        bench.send(.startsBlocked(nil))
        #expect(bench.word == "opening" && bench.started == 1)
    }

    @Test func aFormerRunInTheKernelRefusesAndIsNoUseBySomebodyElse() {
        var bench = StationBench()
        bench.send(.enumerated)
        var busy = theDrive
        busy.usage = .known([Use(.formerRun, node: "sdb", detail: "process 7 (wiped)")])
        bench.plug(busy)
        #expect(bench.decision(theDrive)?.refusals.map(\.code) == [.formerRun])
        bench.send(.usageObserved(theDrive.attachment, .free, since: bench.now))
        bench.send(.identified(theDrive, MediaHistory()))
        #expect(bench.word == "opening", "\(String(describing: bench.decision(theDrive)))")
    }
}
