// Goal: faults are narrowed to the sector, counted as documented, and limits of the policy end the walk with numbers that close.
// Method: a memory device with named faults; retries and errors are counted by hand.

import Testing

@testable import WipeCore

private func bench(
    _ sectors: Int, _ budget: FaultBudget = FaultBudget(), passes: [(Pattern, Coverage)] = [(.random(key(1)), .full)],
    requestSectors: Int = 8
)
    -> Bench
{
    let plan = plan(geometry(sectors), passes, budget)
    var device = MemoryDevice(plan.geometry, window: 2, requestBytesMax: UInt64(requestSectors) * 512)
    device.inOrder = true
    return Bench(plan, device)
}

@Suite struct WipeRunFaultTests {
    @Test func aTransientWriteFaultIsRetriedAndCounted() throws {
        var bench = bench(8, requestSectors: 1)
        bench.device.transient = [3: 2]
        bench.drive()
        let facts = try #require(try bench.report().passes.first)
        #expect(facts.writeErrors == 2)
        #expect(facts.retries == 2)
        #expect(facts.unwritten.isEmpty)
        #expect(Verdict.of(try bench.report()) == .sanitized)
    }

    @Test func aBadSectorIsListedAfterItsRetries() throws {
        var bench = bench(32, FaultBudget(retries: 2, unwritableSectorsMax: 1))
        bench.device.unwritable = [13]
        bench.drive()
        let facts = try #require(try bench.report().passes.first)
        #expect(facts.unwritten == ExtentSet([extent(13)]))
        #expect(facts.writeErrors == 3)
        #expect(facts.retries == 2)
        #expect(facts.bytesWritten == 31 * 512)
        #expect(facts.bytesVerified == 31 * 512, "what was not written is not read")
        #expect(facts.readErrors == 0)
        #expect(
            Verdict.of(try bench.report()) == .failed([.budgetExceeded]), "a drive so small may keep no sector, whatever the policy says")
    }

    /// Of 20,000 sectors two may stay: the same two in both passes are two.
    @Test(arguments: [([5, 6], true), ([5, 6, 7], false)] as [(Set<Int>, Bool)]) func aLargerDriveMayKeepOneInTenThousand(
        _ bad: Set<Int>, _ isSanitized: Bool
    )
        throws
    {
        var bench = bench(20_000, FaultBudget(retries: 0, unwritableSectorsMax: 900), passes: [(.zeros, .none), (.ones, .full)])
        bench.device.unwritable = bad
        bench.drive()
        #expect(Verdict.of(try bench.report()) == (isSanitized ? .sanitized : .failed([.budgetExceeded])))
    }

    @Test func oneBadSectorBeyondTheBudgetFailsAndTheWalkGoesToTheEnd() throws {
        var bench = bench(32, FaultBudget(retries: 0, unwritableSectorsMax: 1))
        bench.device.unwritable = [0]
        bench.device.unreadable = [31]
        bench.drive()
        let facts = try #require(try bench.report().passes.first)
        #expect(facts.unreadable == ExtentSet([extent(31)]))
        #expect(facts.readErrors == 1)
        #expect(Verdict.of(try bench.report()) == .failed([.budgetExceeded]))
        #expect(facts.bytesVerified == 30 * 512)
    }

    @Test func badSectorsOfAllPassesCountOnceEach() throws {
        var bench = bench(32, FaultBudget(retries: 0, unwritableSectorsMax: 1), passes: [(.zeros, .none), (.ones, .full)])
        bench.device.unwritable = [7]
        bench.drive()
        #expect(try bench.report().passes.map(\.writeErrors) == [1, 1])
        #expect(try bench.report().badExtents == ExtentSet([extent(7)]))
    }

    @Test func aSectorThatOneEarlierPassCouldNotWriteStillCounts() throws {
        var bench = bench(8, FaultBudget(retries: 0), passes: [(.zeros, .none), (.ones, .full)], requestSectors: 1)
        bench.device.transient = [7: 1]
        bench.drive()
        #expect(try bench.report().passes.map(\.unwritten) == [ExtentSet([extent(7)]), ExtentSet()])
        #expect(Verdict.of(try bench.report()) == .failed([.budgetExceeded]))
    }

    @Test func physicalSectorsStayWholeAsLongAsPossible() throws {
        let media = geometry(16, logical: 512, physical: 4096)
        var run = WipeRun(
            plan: plan(media, [(.zeros, .full)], FaultBudget(retries: 1)), from: .start(passes: 1), requestBytesMax: 8192, window: 1)
        let at = Moment(wallMilliseconds: 0, runningMilliseconds: 0)
        run.answered()
        var tried: [Extent] = []
        while let step = run.next(at: at), case .write(let range, _) = step.action {
            tried.append(range)
            let isBad = range.intersection(extent(9)) != nil
            run.completed(Completion(stepID: step.id, outcome: isBad ? .fault(.medium(errno: 5)) : .done), at: at)
        }
        #expect(
            tried == [
                extent(0, 16), extent(0, 8), extent(8, 8), extent(8, 4), extent(8, 2), extent(8), extent(9), extent(9), extent(10, 2),
                extent(12, 4),
            ])
        #expect(run.passes.first?.unwritten == ExtentSet([extent(9)]))
    }

    @Test func oneFailedRequestIsDissectedAtATime() throws {
        let at = Moment(wallMilliseconds: 0, runningMilliseconds: 0)
        var run = WipeRun(plan: plan(geometry(4096), [(.zeros, .full)]), from: .start(passes: 1), requestBytesMax: 256 * 512, window: 8)
        run.answered()
        let whole = (0..<8).compactMap { _ in run.next(at: at) }
        #expect(whole.count == 8)
        for step in whole.reversed() { run.completed(Completion(stepID: step.id, outcome: .fault(.medium(errno: 5))), at: at) }
        var most = 0
        for _ in 0..<990 {
            let part = run.next(at: at)
            #expect(run.next(at: at) == nil, "one part, and no new request beside it")
            run.completed(Completion(stepID: try #require(part).id, outcome: .fault(.medium(errno: 5))), at: at)
            most = max(most, run.failed.pieces.count)
        }
        #expect(most <= 8 + 8, "the window and one for each halving of 256 sectors")
    }

    @Test func halvesMeetAndNeverCutASector() {
        for (logical, physical) in [(UInt32(512), UInt32(512)), (512, 4096), (4096, 4096)] {
            let media = geometry(64, logical: logical, physical: physical)
            for from in 0..<20 {
                for count in 2..<30 {
                    let whole = extent(from, count, bytes: Int(logical))
                    guard let (lower, upper) = whole.halves(media) else {
                        Issue.record("\(whole) is not cut")
                        continue
                    }
                    #expect(lower.offset == whole.offset && lower.end == upper.offset && upper.end == whole.end)
                    #expect(lower.length > 0 && upper.length > 0 && lower.length % UInt64(logical) == 0)
                }
            }
            #expect(extent(3, 1, bytes: Int(logical)).halves(media) == nil)
        }
    }

    @Test func aLyingWriteIsNamedAndNeverIsBudget() throws {
        var bench = bench(64, FaultBudget(unwritableSectorsMax: 1000))
        bench.device.lying = [11, 12, 40]
        bench.drive()
        #expect(try bench.report().mismatchedExtents == ExtentSet([extent(11, 2), extent(40)]))
        #expect(Verdict.of(try bench.report()) == .failed([.mismatch]))
        #expect(try bench.report().passes.first?.bytesVerified == 64 * 512)
    }

    @Test func aMismatchThatNamesNothingOrNonsenseIsTheWholeRequest() {
        let request = extent(8, 8)
        let media = geometry(64)
        #expect(request.sectors(of: [], media) == [request])
        #expect(request.sectors(of: [extent(2)], media) == [request])
        #expect(request.sectors(of: [Extent(offset: 8 * 512, length: UInt64.max)], media) == [request])
        #expect(request.sectors(of: [Extent(offset: 9 * 512 + 3, length: 1)], media) == [extent(9)])
    }

    @Test func aFlushThatFailsOnceIsMadeAgain() throws {
        var bench = bench(8)
        bench.device.flushFailures = 3
        bench.drive()
        #expect(try bench.report().passes.first?.flushed == true)
        #expect(Verdict.of(try bench.report()) == .sanitized)
    }

    @Test func aFlushThatFailsAlwaysFailsTheWipeAndTheWalkGoesOn() throws {
        var bench = bench(8, passes: [(.zeros, .full), (.ones, .full)])
        bench.device.flushFailures = 4
        bench.drive()
        let report = try bench.report()
        #expect(report.passes.map(\.flushed) == [false, true])
        #expect(report.passes.map(\.bytesVerified) == [8 * 512, 8 * 512])
        #expect(Verdict.of(report) == .failed([.flushFailed]))
    }

    @Test func aFlushThatFailedForACheckpointKeepsTheOneBeforeAndStaysOnRecord() throws {
        var bench = bench(64)
        bench.checkpointEvery = 2
        bench.device.flushFailures = 4
        var cut = bench
        cut.drive(cutAfter: 7)
        #expect(cut.saved.cursor == .start)
        bench.drive()
        #expect(bench.device.flushesDone > 1, "later ones succeeded")
        #expect(Verdict.of(try bench.report()) == .failed([.flushFailed]))
    }

    @Test func aDriveThatIsGoneKeepsTheLastFlushedCheckpoint() throws {
        var bench = bench(64)
        bench.checkpointEvery = 3
        bench.device.goneAfter = 6
        bench.drive()
        #expect(bench.run.end == .mediaGone(errno: 19))
        #expect(bench.saved.cursor.phase == .write)
        #expect(
            bench.saved.cursor.offset == UInt64(4 * 8 * 512), "three writes, a fourth that was out, the flush; the sixth was not flushed")
        #expect(Verdict.of(try bench.report()).reasons.contains(.stoppedEarly))
    }

    @Test func aDriveThatIsGoneAtTheFlushEndsTheRun() throws {
        var bench = bench(8)
        bench.device.goneAfter = 1
        bench.drive()
        #expect(bench.run.end == .mediaGone(errno: 19))
        #expect(bench.saved.cursor == .start)
    }
}

@Suite struct WipeRunLimitTests {
    @Test func tooManyBadSectorsEndTheWalkAndTheRestIsListed() throws {
        var bench = bench(
            64, FaultBudget(retries: 0, unwritableSectorsMax: 1000, stopAfterBadSectors: 2), passes: [(.zeros, .full), (.ones, .full)])
        bench.device.unwritable = [1, 3, 5, 7, 60]
        bench.drive()
        let report = try bench.report()
        #expect(report.end == .stoppedByPolicy(code: .badSectors))
        let first = try #require(report.passes.first)
        #expect(first.writeErrors == 3, "the limit is passed with the third")
        #expect(first.bytesWritten + first.unwritten.byteCount == 64 * 512)
        #expect(first.unwritten.gaps(in: extent(60)).isEmpty)
        #expect(first.unreadable.isEmpty && first.neverRead?.byteCount == first.bytesWritten, "nothing was read back")
        #expect(first.flushed == true)
        #expect(report.passes.last?.unwritten == ExtentSet([extent(0, 64)]))
        #expect(report.passes.last?.bytesWritten == 0)
        #expect(Verdict.of(report) == .failed([.budgetExceeded, .stoppedEarly]))
    }

    @Test func theLimitInTheVerifyPhaseListsWhatWasNotReadBack() throws {
        var bench = bench(64, FaultBudget(retries: 0, unwritableSectorsMax: 1000, stopAfterBadSectors: 0))
        bench.device.unreadable = [10]
        bench.drive()
        let facts = try #require(try bench.report().passes.first)
        #expect(facts.bytesVerified + facts.unreadable.byteCount + (facts.neverRead?.byteCount ?? 0) == 64 * 512)
        #expect(facts.unreadable == ExtentSet([extent(10)]) && facts.neverRead?.gaps(in: extent(63)).isEmpty == true)
        #expect(facts.unwritten.isEmpty)
        #expect(Verdict.of(try bench.report()) == .failed([.budgetExceeded, .stoppedEarly]))
    }

    @Test func exactlyTheLimitGoesOn() throws {
        var bench = bench(20_000, FaultBudget(retries: 0, unwritableSectorsMax: 2, stopAfterBadSectors: 2))
        bench.device.unwritable = [1, 3]
        bench.drive()
        #expect(Verdict.of(try bench.report()) == .sanitized)
    }

    @Test func aSectorThatIsBadInEveryPassCountsOnceForTheLimit() throws {
        var bench = bench(
            10_000, FaultBudget(retries: 0, unwritableSectorsMax: 1, stopAfterBadSectors: 1),
            passes: [(.zeros, .none), (.ones, .none), (.zeros, .full)])
        bench.device.unwritable = [7]
        bench.drive()
        #expect(bench.run.end == .finished)
        #expect(Verdict.of(try bench.report()) == .sanitized)
    }

    @Test func hoursAtWorkEndTheWalkAcrossSuspensions() throws {
        var bench = bench(64, FaultBudget(stopAfterHours: 1), requestSectors: 1)
        bench.millisecondsEach = 60_000
        bench.drive(stopAfter: 30)
        #expect(bench.run.stopped)
        bench.running += 100 * 3_600_000
        bench.startAgain()
        bench.drive()
        let report = try bench.report()
        #expect(report.end == .stoppedByPolicy(code: .hours))
        let facts = try #require(report.passes.first)
        #expect(facts.bytesWritten > 0)
        #expect(facts.bytesWritten + facts.unwritten.byteCount == 64 * 512)
        #expect(facts.bytesVerified == 0 && facts.neverRead?.byteCount == facts.bytesWritten)
        #expect(Verdict.of(report) == .failed([.budgetExceeded, .stoppedEarly]))
    }

    @Test func aLimitOfHoursBeyondAllNumbersIsNoLimit() throws {
        var bench = bench(8, FaultBudget(stopAfterHours: UInt64.max))
        bench.drive()
        #expect(Verdict.of(try bench.report()) == .sanitized)
    }
}

extension Verdict {
    /// The reasons, none where it is sanitized.
    var reasons: [VerdictReason] {
        if case .failed(let reasons) = self { return reasons }
        return []
    }
}
