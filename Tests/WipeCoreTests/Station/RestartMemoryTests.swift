// Goal: a daemon that died, or a machine that was switched off, goes on with what it knew: what was cancelled, held, paused, asked for or signed.
// Method: a bench up to some point, a second one with what the first has written down, and the bus that tells of its drives anew.

import Bench
import Testing

@testable import WipeCore

private let midway = Checkpoint.writing(to: 1 << 20)

extension StationBench {
    /// The bus tells after a restart that the drive is still where it was.
    fileprivate mutating func findAgain(_ report: ProbeReport) {
        send(.attached(report.attachment, presentAtStart: true))
        look(report)
        send(.enumerated)
    }
}

@Suite struct RestartMemoryTests {
    @Test func aCancelWhileTheDriveIsOpenedHoldsItAfterARestart() throws {
        var bench = StationBench()
        bench.plug(theDrive)
        #expect(bench.word == "opening")
        bench.send(.cancelRequested(try #require(bench.job?.id), Fixture.operator1))
        #expect(bench.word == "stopping")
        var after = bench.afterCrash()
        after.findAgain(theDrive)
        #expect(after.started == 0, "a cancelled drive is wiped after a restart: \(after.word) \(after.codes(theDrive))")
    }

    @Test func aCancelAfterARestartHoldsADriveThatIsNotIdentifiedYet() throws {
        var bench = StationBench(Fixture.rules(slots: 1))
        bench.plug(Fixture.report("sda", sequence: 3, serial: "FIRST111", bay: "2"))
        bench.plug(theDrive)
        let queued = try #require(bench.job(at: theDrive))
        #expect(queued.state == .queued)
        var after = bench.afterCrash()
        after.send(.attached(theDrive.attachment, presentAtStart: true))
        after.send(.cancelRequested(queued.id, Fixture.operator1))
        after.look(theDrive)
        after.send(.enumerated)
        #expect(after.started == 0, "cancelled, then wiped: \(after.word)")
    }

    @Test func aPausedJobStaysPausedOverARestart() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.stopped(id, midway))
        bench.send(.tick, after: 73 * 3600)
        #expect(bench.job?.state == .suspended(.paused))
        var after = bench.afterCrash()
        after.send(.attached(theDrive.attachment, presentAtStart: true))
        after.send(.tick)
        #expect(after.job?.state == .suspended(.paused), "\(after.word)")
    }

    /// The plan was made before the restart under another policy than the one that was confirmed after it.
    @Test func aPolicyAskedForBeforeOpeningIsTheOneThatRuns() {
        var other = Fixture.policy("ones")
        other.passes = [PassSpec(write: .ones, verify: .full), PassSpec(write: .zeros, verify: .full)]
        var bench = StationBench(policies: ["clear-zero": Fixture.policy(), "ones": other])
        bench.plug(theDrive)
        #expect(bench.word == "opening")
        var after = bench.afterCrash(boot: "boot-2")
        let moved = Fixture.report(sequence: 3)
        after.plug(moved, atStart: true)
        #expect(after.word == "held")
        after.send(.startRequested(moved.attachment, policy: "ones", confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(after.word == "opening" && after.job?.policy == "ones")
        #expect(after.job?.plan?.policy.id == "ones", "plan runs \(after.job?.plan?.policy.id ?? "?") though ones was confirmed")
    }

    @Test func aHeldDriveStaysHeldOverAReboot() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.stopped(id, midway))
        bench.send(.detached(theDrive.attachment))
        bench.send(.stopped(id, midway))
        let used = Fixture.report(sequence: 8).inUse
        bench.plug(used)
        bench.send(.usageObserved(used.attachment, .free, since: bench.now))
        #expect(bench.word == "held")
        var after = bench.afterCrash(boot: "boot-2")
        after.plug(Fixture.report(sequence: 2), atStart: true)
        #expect(after.word == "held", "\(after.word)")
    }

    // MARK: while a record is being signed

    private static func certifying() throws -> (StationBench, JobID) {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.finish(theDrive)
        #expect(bench.word == "certifying")
        return (bench, id)
    }

    @Test func aDriveIdentifiedWhileItsRecordIsWrittenIsLookedAtAgain() throws {
        let (bench, id) = try Self.certifying()
        var after = bench.afterCrash()
        after.findAgain(theDrive)
        after.effects = []
        after.certify(id)
        after.send(.tick)
        let isLookedAt = after.effects.contains { if case .identify = $0 { true } else { false } }
        #expect(after.decision(theDrive) != .identifying || isLookedAt, "identifying for ever")
    }

    /// Also where a certificate holds its drive for no day at all.
    @Test(arguments: [nil, 0] as [Int?]) func aRestartWhileCertifyingMakesNoNewJob(holdCertifiedDays: Int?) throws {
        let (bench, id) = try Self.certifying()
        var rules = Fixture.rules()
        if let holdCertifiedDays { rules.holdCertifiedDays = holdCertifiedDays }
        var after = bench.afterCrash(rules)
        // Signed before the bus has said a word.
        after.certify(id)
        after.findAgain(theDrive)
        #expect(after.state.jobs.isEmpty && after.started == 0, "new job \(after.word), runs \(after.started)")
    }
}
