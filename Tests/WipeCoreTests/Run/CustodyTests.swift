// Goal: what was read back counts only where nothing else can have touched the medium since, and errors only where the drive has answered since.
// Method: runs on a memory device whose evidence is moved at a chosen look, with bytes changed behind the cursor; drives that fall silent.

import Testing

@testable import WipeCore

private func bench(_ sectors: Int, _ passes: [(Pattern, Coverage)] = [(.random(key(1)), .full)], _ budget: FaultBudget = FaultBudget())
    -> Bench
{
    let plan = plan(geometry(sectors), passes, budget)
    var device = MemoryDevice(plan.geometry, window: 1, requestBytesMax: 4 * 512)
    device.inOrder = true
    return Bench(plan, device)
}

private let sampled = Coverage.sampled(Sample(spec: SamplingSpec(), seed: key(9), extents: [extent(0), extent(39)]))

@Suite struct CustodyTests {
    /// The third look is the one at the end of the only verify phase.
    private static let ways: [(CustodyBreak, @Sendable (inout CustodyEvidence) -> Void)] = [
        (.slept, { $0.asleepMilliseconds = 5000 }), (.written, { $0.sectorsWritten = ($0.sectorsWritten ?? 0) + 8 }),
        (.discarded, { $0.sectorsDiscarded = 8 }), (.anotherMedium, { $0.diskSequence = 2 }), (.anotherMedium, { $0.bootID = "other" }),
        (.unreadable, { $0.sectorsWritten = nil }), (.unreadable, { $0.diskSequence = nil }),
    ]

    @Test(arguments: ways.indices) func aBreakAtTheEndOfAVerifyBeginsItAgain(_ index: Int) throws {
        var bench = bench(40)
        bench.onLook = { look, evidence in if look >= 3, look < 5 || index != 5 && index != 6 { Self.ways[index].1(&evidence) } }
        bench.drive()
        let report = try bench.report()
        #expect(report.notes?.map(\.reason) == (index < 5 ? [Self.ways[index].0] : [.unreadable, .unreadable]))
        #expect(report.passes.first?.bytesVerified == 40 * 512, "of the sitting that counts")
        #expect(Verdict.of(report) == .sanitized)
        #expect(zip(bench.progress, bench.progress.dropFirst()).contains { $0 > $1 }, "progress fell")
    }

    @Test func bytesThatCameBehindTheCursorAreFound() throws {
        var bench = bench(40)
        bench.drive(stopAfter: 10 + 1 + 5)
        #expect(bench.saved.cursor.phase == .verify)
        // The device stays open through a pause: only its own counts tell.
        bench.device.alter(sector: 2)
        bench.goOn()
        bench.drive()
        let report = try bench.report()
        #expect(report.notes?.map(\.reason) == [.written])
        #expect(report.mismatchedExtents == ExtentSet([extent(2)]))
        #expect(Verdict.of(report) == .failed([.mismatch]))
    }

    @Test func aPauseBreaksNothingAndCountsNoTime() throws {
        var bench = bench(40)
        bench.drive(stopAfter: 10 + 1 + 5)
        let (verified, active) = (bench.saved.passes.first?.bytesVerified, bench.saved.activeMilliseconds)
        bench.running += 3_600_000
        bench.goOn()
        bench.drive()
        let report = try bench.report()
        #expect(verified == 5 * 4 * 512 && active == 160)
        #expect(report.notes == nil && report.passes.first?.bytesVerified == 40 * 512)
        #expect(report.activeMilliseconds == (10 + 1 + 10 + 1) * 10)
        #expect(Verdict.of(report) == .sanitized)
    }

    @Test(arguments: [0, 7, 20, 39]) func whatWasReadBeforeTheDeviceWasLetGoOfCountsNoMore(_ sector: Int) throws {
        var bench = bench(40)
        bench.drive(stopAfter: 10 + 1 + 9)
        bench.device.alter(sector: sector)
        bench.startAgain()
        bench.drive()
        #expect(bench.run.end == .contentsChanged([extent(sector)]), "a small medium is compared whole")
        // On a large one the comparison reads the ends, and the verify phase finds the rest: it begins at its beginning.
        var large = Bench(
            plan(geometry(8192), [(.random(key(1)), .full)]), MemoryDevice(geometry(8192), window: 1, requestBytesMax: 1024 * 512))
        large.drive(stopAfter: 8 + 1 + 6)
        large.device.alter(sector: 3000 + sector)
        large.startAgain()
        large.drive()
        #expect(try large.report().mismatchedExtents == ExtentSet([extent(3000 + sector)]))
        #expect(try large.report().notes?.map(\.reason) == [.released])
        #expect(try large.report().passes.first?.bytesVerified == 8192 * 512)
    }

    @Test func anEarlierPassThatWasReadUnderCustodyStaysRead() throws {
        var bench = bench(40, [(.random(key(1)), .full), (.random(key(2)), .full)])
        bench.drive(stopAfter: 10 + 1 + 10 + 1 + 3)
        #expect(bench.saved.cursor.pass == 1)
        bench.startAgain()
        bench.drive()
        #expect(try bench.report().passes.map(\.bytesVerified) == [40 * 512, 40 * 512])
        #expect(try bench.report().notes == nil)
    }

    @Test func aMismatchOnceSeenStays() throws {
        var bench = bench(40)
        bench.device.lying = [5]
        bench.drive(stopAfter: 10 + 1 + 6)
        #expect(bench.saved.passes.first?.mismatched == ExtentSet([extent(5)]))
        // Somebody puts the right byte there while it is away.
        bench.device.medium = image(.random(key(1)), capacity: 40 * 512)
        bench.device.view = bench.device.medium
        bench.startAgain()
        bench.drive()
        #expect(Verdict.of(try bench.report()) == .failed([.mismatch]))
    }

    @Test func theFirstMismatchGoesOnRecordAtOnce() throws {
        var bench = bench(40)
        bench.device.lying = [5, 30]
        bench.drive()
        // No checkpoint comes at the end of a run: this is the one that the first mismatch asked for.
        #expect(bench.saved.cursor.phase == .verify && bench.saved.passes.first?.mismatched == ExtentSet([extent(5)]))
        #expect(try bench.report().mismatchedExtents == ExtentSet([extent(5), extent(30)]))
    }

    @Test func aDriveThatTakesNoFlushAtTheEndIsReadTwiceAndNotSixTimes() throws {
        var bench = bench(40)
        bench.drive(stopAfter: 10 + 1 + 5)
        bench.goOn()
        bench.device.flushFailures = 1000
        bench.drive()
        let report = try bench.report()
        #expect(report.end == .finished && report.notes?.map(\.reason) == [.unreadable])
        #expect(Verdict.of(report) == .failed([.flushFailed]))
    }

    @Test func whatIsUnreadableIsOfTheSittingThatCounts() throws {
        var bench = bench(40, [(.random(key(1)), .full)], FaultBudget(retries: 0, unwritableSectorsMax: 4))
        bench.device.unreadable = [9, 10]
        bench.drive(stopAfter: 10 + 1 + 12)
        #expect(bench.saved.passes.first?.unreadable.isEmpty == false)
        bench.device.unreadable = []
        bench.startAgain()
        bench.drive()
        let facts = try #require(try bench.report().passes.first)
        #expect(facts.unreadable.isEmpty && facts.readErrors == 0 && facts.bytesVerified == 40 * 512)
    }

    @Test func aStationThatIsNeverAloneGivesUp() throws {
        var bench = bench(40)
        bench.onLook = { look, evidence in evidence.sectorsWritten = (evidence.sectorsWritten ?? 0) + UInt64(look) * 8 }
        bench.drive()
        let report = try bench.report()
        #expect(report.end == .stoppedByPolicy(code: .custodyBroken))
        #expect(report.passes.first?.neverRead == ExtentSet([extent(0, 40)]) && report.passes.first?.bytesVerified == 0)
        #expect(Verdict.of(report) == .failed([.stoppedEarly]))
    }

    @Test func powerCyclesCountOnlyWhereTheDriveHasACount() {
        var before = CustodyEvidence.whole()
        var after = before
        #expect(after.broken(since: before) == nil)
        after.powerCycles = 4
        #expect(after.broken(since: before) == nil, "one that was not known before shows nothing")
        before.powerCycles = 4
        #expect(after.broken(since: before) == nil)
        after.powerCycles = 5
        #expect(after.broken(since: before) == .powerCycled)
        after.powerCycles = nil
        #expect(after.broken(since: before) == .unreadable)
    }

    @Test func workDoneAgainCountsInNoLimit() throws {
        var bench = bench(40, [(.random(key(1)), .full)], FaultBudget(stopAfterHours: 1))
        bench.millisecondsEach = 100_000
        // 11 steps of writing, 10 of reading, a flush: 2,200 s. With two interruptions, comparisons and all, it is more than an hour.
        for steps in [20, 15, 15] {
            bench.drive(stopAfter: steps)
            bench.startAgain()
        }
        bench.drive()
        #expect(try bench.report().end == .finished)
        #expect(try bench.report().activeMilliseconds > 3_600_000)
    }
}

@Suite struct SampledCustodyTests {
    private static func reached(_ change: (inout Bench) -> Void) throws -> WipeReport {
        var bench = bench(40, [(.random(key(1)), sampled)])
        bench.drawn = [extent(3), extent(30)]
        change(&bench)
        bench.drive()
        return try bench.report()
    }

    @Test func samplesAreDrawnWhenTheirVerifyBegins() throws {
        let report = try Self.reached { _ in }
        #expect(report.passes.first?.bytesVerified == 2 * 512)
        #expect(report.coverage(of: 0) == .sampled(Sample(spec: SamplingSpec(), seed: key(8), extents: [extent(3), extent(30)])))
        #expect(Verdict.of(report) == .sanitized)
    }

    @Test func whatWasWrittenBeforeABreakIsReadWhole() throws {
        for cut in [3, 10 + 1, 10 + 1 + 1] {
            let report = try Self.reached { bench in
                bench.drive(stopAfter: cut)
                bench.startAgain()
            }
            #expect(report.coverage(of: 0) == .full && report.passes.first?.bytesVerified == 40 * 512)
            #expect(report.notes?.contains { $0.reason == .released } == true)
            #expect(Verdict.of(report) == .sanitized)
        }
    }

    @Test func aSecondWriterMakesASampleAFullRead() throws {
        let report = try Self.reached { bench in
            bench.drive(stopAfter: 3)
            bench.device.alter(sector: 1)
            bench.goOn()
        }
        #expect(report.coverage(of: 0) == .full)
        #expect(report.notes?.map(\.reason) == [.written] && report.notes?.map(\.phase) == [.write])
        #expect(report.mismatchedExtents == ExtentSet([extent(1)]))
    }
}

@Suite struct AnswerTests {
    @Test func errorsOfAPullAreHeldAgainstNoDrive() throws {
        for phase in [Cursor.Phase.write, .verify] {
            var bench = bench(4000, [(.random(key(1)), .full)], FaultBudget(retries: 3))
            bench.drive(stopAfter: phase == .write ? 500 : 1001 + 500)
            #expect(bench.saved.cursor.phase == phase)
            bench.goOn()
            // It is out: every request fails, for longer than a thousand of them, and only then the kernel says so.
            bench.device.unreadable = Set(0..<4000)
            bench.device.unwritable = Set(0..<4000)
            bench.device.goneAfter = 1020
            bench.drive()
            #expect(bench.run.end == .mediaGone(errno: 19))
            let facts = try #require(bench.saved.passes.first)
            #expect(facts.unwritten.isEmpty && facts.unreadable.isEmpty && facts.writeErrors == 0 && facts.readErrors == 0)
            bench.device.goneAfter = nil
            bench.device.unreadable = []
            bench.device.unwritable = []
            bench.startAgain()
            bench.drive()
            #expect(Verdict.of(try bench.report()) == .sanitized)
        }
    }

    @Test func aDriveThatStaysSilentIsGivenUpAndNothingIsCalledUnreadable() throws {
        var bench = bench(4000)
        bench.drive(stopAfter: 1001 + 500)
        bench.goOn()
        bench.device.unreadable = Set(0..<4000)
        let before = bench.running
        bench.drive()
        let report = try bench.report()
        #expect(report.end == .stoppedByPolicy(code: .noAnswer))
        #expect(bench.running - before < 120_000, "\(bench.running - before)")
        let facts = try #require(report.passes.first)
        #expect(facts.unreadable.isEmpty && facts.readErrors == 0)
        #expect(facts.bytesVerified + (facts.neverRead?.byteCount ?? 0) == 4000 * 512)
        #expect(Verdict.of(report) == .failed([.stoppedEarly]))
    }

    @Test func aDriveThatTakesNoWriteAnyMoreIsGivenUpEarly() throws {
        var bench = bench(40_000, [(.random(key(1)), .full)], FaultBudget(retries: 3))
        bench.device.unwritable = Set(0..<40_000)
        bench.drive()
        let report = try bench.report()
        #expect(report.end == .stoppedByPolicy(code: .takesNothing))
        #expect(bench.device.stepsSubmitted < 1100)
        #expect(report.passes.first?.bytesWritten == 0 && report.passes.first?.unwritten == ExtentSet([extent(0, 40_000)]))
    }

    @Test func aDriveWhoseOtherHalfIsDeadIsGivenUp() throws {
        var bench = bench(40_000, [(.random(key(1)), .full)], FaultBudget(retries: 3))
        bench.device.unwritable = Set(20_000..<40_000)
        bench.drive()
        #expect(try bench.report().end == .stoppedByPolicy(code: .takesNothing))
        #expect(bench.device.stepsSubmitted < 5000 + 17 * 1100)
    }

    @Test func badSectorsAtTheVeryEndAreHeldAgainstIt() throws {
        var bench = bench(40_000, [(.random(key(1)), .full)], FaultBudget(retries: 1, unwritableSectorsMax: 10))
        bench.device.unreadable = Set(39_996..<40_000)
        bench.drive()
        let facts = try #require(try bench.report().passes.first)
        #expect(facts.unreadable == ExtentSet([extent(39_996, 4)]) && facts.readErrors == 8)
        #expect(Verdict.of(try bench.report()) == .sanitized)
    }

    @Test func aLargeBadPlaceIsWalkedToItsEnd() throws {
        var bench = bench(8000, [(.random(key(1)), .full)], FaultBudget(retries: 3, unwritableSectorsMax: 1000))
        bench.device.unreadable = Set(3000..<3900)
        bench.drive()
        #expect(try bench.report().passes.first?.unreadable == ExtentSet([extent(3000, 900)]))
        #expect(try bench.report().end == .finished)
    }

    /// A cable that comes loose for a minute: every request fails, at start, middle and end too, and then the drive is there again.
    @Test(arguments: [Cursor.Phase.write, .verify], [1, 3])
    func whatFailedInABlackoutIsTriedAgain(_ phase: Cursor.Phase, _ blackouts: Int) throws {
        var bench = bench(4000, [(.random(key(1)), .full)], FaultBudget(retries: 2))
        bench.drive(stopAfter: phase == .write ? 500 : 1001 + 500)
        for _ in 0..<blackouts {
            bench.goOn()
            bench.device.unwritable = Set(0..<4000)
            bench.device.unreadable = Set(0..<4000)
            bench.drive(untilSilent: true)
            bench.device.unwritable = []
            bench.device.unreadable = []
            bench.drive(stopAfter: 100)
        }
        bench.goOn()
        bench.drive()
        let report = try bench.report()
        let facts = try #require(report.passes.first)
        #expect(facts.unwritten.isEmpty && facts.unreadable.isEmpty && facts.writeErrors == 0 && facts.readErrors == 0)
        #expect(report.end == .finished && Verdict.of(report) == .sanitized)
        #expect(bench.progress.max() == 2 * 4000 * 512)
    }

    /// Back with its reads alone: it takes no write any more, and that is asked again and then held against it.
    @Test func aDriveThatComesBackReadOnlyIsGivenUp() throws {
        var bench = bench(4000, [(.random(key(1)), .full)], FaultBudget(retries: 2))
        bench.drive(stopAfter: 500)
        bench.goOn()
        bench.device.unwritable = Set(0..<4000)
        bench.device.unreadable = Set(0..<4000)
        bench.drive(untilSilent: true)
        bench.device.unreadable = []
        bench.drive()
        #expect(try bench.report().end == .stoppedByPolicy(code: .takesNothing))
    }

    @Test func whileItGivesNothingButErrorsItCountsAsNotAnswering() throws {
        var bench = bench(4000)
        bench.drive(stopAfter: 100)
        bench.goOn()
        let answers = bench.run.answers
        bench.device.unwritable = Set(0..<4000)
        bench.device.unreadable = Set(0..<4000)
        bench.drive(cutAfter: 500)
        #expect(bench.run.answers <= answers + 2)
    }
}
