// Goal: the walk, its order, its checkpoints and its ends, step by step.
// Method: named cases, some by hand with single steps, some driven on a memory device.

import Testing

@testable import WipeCore

private let at = Moment(wallMilliseconds: 0, runningMilliseconds: 0)

/// A run with one random pass that is read back in full.
private func onePass(_ sectors: Int, window: Int, requestSectors: Int, _ budget: FaultBudget = FaultBudget()) -> WipeRun {
    let plan = plan(geometry(sectors), [(.random(key(1)), .full)], budget)
    var run = WipeRun(plan: plan, from: .start(passes: 1), requestBytesMax: UInt64(requestSectors * 512), window: window)
    run.answered()
    return run
}

private func bench(_ plan: WipePlan, window: Int = 4, requestSectors: Int = 8) -> Bench {
    Bench(plan, MemoryDevice(plan.geometry, window: window, requestBytesMax: UInt64(requestSectors) * 512))
}

extension WipeRun {
    /// The next step; its absence is an issue of the test.
    fileprivate mutating func taken() throws -> Step {
        answered()
        let step = next(at: at)
        return try #require(step)
    }

    /// Takes the next step and completes it.
    fileprivate mutating func step() throws -> Step.Action {
        let step = try taken()
        completed(Completion(stepID: step.id, outcome: .done), at: at)
        answered()
        return step.action
    }
}

@Suite struct WipeRunTests {
    @Test func oneSectorIsWrittenFlushedAndReadBack() throws {
        var run = onePass(1, window: 4, requestSectors: 8)
        #expect(try run.step() == .write(extent(0), .random(key(1))))
        #expect(try run.step() == .flush)
        #expect(try run.step() == .verify(extent(0), .random(key(1))))
        #expect(try run.step() == .flush, "what others wrote through the page cache shows after that")
        #expect(run.end == .finished)
        #expect(run.next(at: at) == nil)
        #expect(Verdict.of(try #require(run.report(at: at))) == .sanitized)
    }

    @Test func theLastRequestIsShorterAndNothingIsReadBeforeTheFlush() throws {
        var run = onePass(10, window: 3, requestSectors: 4)
        let steps = (0..<3).compactMap { _ in run.next(at: at) }
        #expect(steps.map(\.extent) == [extent(0, 4), extent(4, 4), extent(8, 2)])
        for step in steps.reversed() {
            #expect(run.next(at: at) == nil, "the flush waits for every write")
            run.completed(Completion(stepID: step.id, outcome: .done), at: at)
        }
        let flush = try run.taken()
        #expect(flush.action == .flush)
        #expect(run.next(at: at) == nil, "reads wait for the flush")
        run.completed(Completion(stepID: flush.id, outcome: .done), at: at)
        #expect(run.question == .custody && run.next(at: at) == nil, "and for a look at custody")
        run.answered()
        #expect(run.next(at: at)?.action == .verify(extent(0, 4), .random(key(1))))
    }

    @Test func noMoreStepsThanTheWindowAreOut() {
        var run = onePass(100, window: 2, requestSectors: 1)
        #expect(run.next(at: at) != nil)
        #expect(run.next(at: at) != nil)
        #expect(run.next(at: at) == nil)
    }

    @Test(arguments: [1, 37, 4095, 4096], [1, 8]) func everySizeIsSanitizedToTheLastByte(sectors: Int, window: Int) throws {
        var bench = bench(plan(geometry(sectors), [(.zeros, .none), (.random(key(3)), .full)]), window: window, requestSectors: 100)
        bench.drive()
        #expect(Verdict.of(try bench.report()) == .sanitized)
        #expect(bench.device.differing(bench.device.medium, from: .random(key(3))).isEmpty)
        #expect(bench.device.flushesDone == 3, "one for each pass, and one before the last look at custody")
        #expect(bench.device.violations.isEmpty)
    }

    @Test func aCompletionForAStepThatIsNotOutIsIgnored() throws {
        var run = onePass(2, window: 1, requestSectors: 1)
        let step = try run.taken()
        run.completed(Completion(stepID: step.id + 100, outcome: .done), at: at)
        #expect(run.next(at: at) == nil)
        run.completed(Completion(stepID: step.id, outcome: .done), at: at)
        run.completed(Completion(stepID: step.id, outcome: .done), at: at)
        #expect(run.progress.bytesDone == 512)
    }

    @Test func aCheckpointIsNeverAheadOfAFlush() throws {
        var run = onePass(8, window: 2, requestSectors: 2)
        _ = try run.step()
        _ = try run.step()
        #expect(run.checkpoint.cursor == .start)
        run.requestCheckpoint()
        #expect(run.checkpoint.cursor == .start)
        #expect(try run.step() == .flush)
        #expect(run.checkpoint.cursor == Cursor(pass: 0, phase: .write, offset: 2048))
        #expect(run.checkpoint.bytesDone == 2048)
        #expect(try run.step() == .write(extent(4, 2), .random(key(1))), "and the walk goes on")
        #expect(run.checkpoint.cursor.offset == 2048)
    }

    @Test func aCheckpointOfTheVerifyPhaseNeedsNoFlush() throws {
        var run = onePass(4, window: 1, requestSectors: 2)
        for _ in 0..<4 { _ = try run.step() }
        run.requestCheckpoint()
        #expect(run.checkpoint.cursor == Cursor(pass: 0, phase: .verify, offset: 1024))
        #expect(run.checkpoint.passes.first?.bytesVerified == 1024)
    }

    @Test func aStopWaitsForWhatIsOutFlushesAndHalts() throws {
        var run = onePass(8, window: 2, requestSectors: 2)
        let first = try run.taken()
        let second = try run.taken()
        run.requestStop()
        run.completed(Completion(stepID: second.id, outcome: .done), at: at)
        #expect(run.next(at: at) == nil)
        run.completed(Completion(stepID: first.id, outcome: .done), at: at)
        #expect(!run.stopped)
        #expect(try run.step() == .flush)
        #expect(run.stopped)
        #expect(run.end == nil)
        #expect(run.next(at: at) == nil)
        #expect(run.report(at: at) == nil)
        #expect(run.checkpoint.cursor.offset == 2048)
    }

    @Test func aStopBeforeTheFirstStepHaltsAtOnce() {
        var run = onePass(8, window: 2, requestSectors: 2)
        run.requestStop()
        #expect(run.stopped)
        #expect(run.next(at: at) == nil)
        #expect(run.checkpoint.cursor == .start)
    }

    @Test func timeAtWorkLeavesOutTheTimeOfSuspension() throws {
        var bench = bench(plan(geometry(40), [(.zeros, .full)]), window: 1, requestSectors: 4)
        bench.drive(stopAfter: 5)
        #expect(bench.run.stopped)
        let before = bench.saved.activeMilliseconds
        bench.running += 1_000_000
        bench.startAgain()
        bench.drive()
        let report = try bench.report()
        #expect(before == 60)
        // 10 writes, 10 reads and 3 flushes, and a re-read of 20 sectors on the grid of 4.
        #expect(report.activeMilliseconds == Int64(10 * (10 + 10 + 3 + 5)))
    }

    @Test func aSampledPassReadsItsSamplesAndNoMore() throws {
        let samples = [extent(0), extent(5, 3), extent(19)]
        let coverage = Coverage.sampled(Sample(spec: SamplingSpec(), seed: key(9), extents: samples))
        var bench = bench(plan(geometry(20), [(.zeros, coverage)]))
        bench.device.lying = [2]
        bench.drive()
        let report = try bench.report()
        #expect(report.passes.first?.bytesVerified == 5 * 512)
        #expect(Verdict.of(report) == .sanitized)
    }

    @Test func momentsOfThePhasesAreKept() throws {
        var bench = bench(plan(geometry(20), [(.zeros, .full)]))
        bench.drive()
        let facts = try #require(try bench.report().passes.first)
        let moments = [facts.writeStarted, facts.writeEnded, facts.verifyStarted, facts.verifyEnded].compactMap { $0?.runningMilliseconds }
        #expect(moments.count == 4)
        #expect(moments == moments.sorted())
    }
}

@Suite struct WipeRunResumeTests {
    @Test func onlyTheLastMebibyteBeforeTheCursorIsReadAgain() throws {
        var bench = bench(plan(geometry(4096), [(.random(key(1)), .full)]), window: 1, requestSectors: 1024)
        bench.drive(stopAfter: 3)
        #expect(bench.saved.cursor.offset == 3072 * 512)
        bench.device.alter(sector: 0)
        var run = WipeRun(plan: bench.plan, from: bench.saved, requestBytesMax: 1 << 20, window: 4)
        run.answered()
        #expect(run.next(at: at)?.action == .verify(extent(1024, 1024), .random(key(1))))
        #expect(run.next(at: at)?.action == .verify(extent(2048, 1024), .random(key(1))))
        #expect(run.next(at: at) == nil, "no write before the re-read is known")
        bench.startAgain()
        bench.drive()
        #expect(Verdict.of(try bench.report()) == .failed([.mismatch]), "what the re-read leaves out, the verify phase finds")
    }

    @Test func theVerifyPhaseReadsBothEndsAgain() throws {
        var bench = bench(plan(geometry(8192), [(.random(key(1)), .full)]), window: 1, requestSectors: 2048)
        bench.drive(stopAfter: 6)
        #expect(bench.saved.cursor == Cursor(pass: 0, phase: .verify, offset: 1 << 20))
        for sector in [0, 2047, 6144, 8191] {
            var copy = bench
            copy.device.alter(sector: sector)
            let writes = copy.device.writesDone
            copy.startAgain()
            copy.drive()
            #expect(copy.run.end == .contentsChanged([extent(sector)]))
            #expect(copy.device.writesDone == writes)
        }
    }

    @Test func bytesOfThePassThatWasUnderWayAreNoSignOfOtherHands() throws {
        var bench = bench(plan(geometry(20), [(.random(key(1)), .full), (.random(key(2)), .full)]), window: 1, requestSectors: 20)
        // Write, flush, read, write again; then the process dies, and the drive kept all of it.
        bench.drive(cutAfter: 4)
        #expect(bench.saved.cursor == Cursor(pass: 1, phase: .write, offset: 0))
        #expect(bench.device.differing(bench.device.view, from: .random(key(2))).isEmpty)
        bench.startAgain()
        bench.drive()
        #expect(Verdict.of(try bench.report()) == .sanitized)
    }

    @Test func sectorsThatCannotBeReadAgainAreNotCalledChanged() throws {
        var bench = bench(plan(geometry(20), [(.random(key(1)), .full)]), window: 2, requestSectors: 4)
        bench.drive(stopAfter: 3)
        bench.device.losePower()
        bench.device.unreadable = Set(4..<20)
        bench.startAgain()
        bench.drive()
        #expect(bench.run.end == .finished)
        #expect(try bench.report().passes.first?.unreadable == ExtentSet([extent(4, 16)]))
        #expect(Verdict.of(try bench.report()) == .failed([.budgetExceeded]))
    }

    @Test func whereNothingCanBeComparedNothingIsWritten() throws {
        var bench = bench(plan(geometry(20), [(.random(key(1)), .full)]), window: 2, requestSectors: 4)
        bench.drive(stopAfter: 3)
        bench.device.losePower()
        bench.device.unreadable = Set(0..<20)
        let writes = bench.device.writesDone
        bench.startAgain()
        bench.drive()
        if case .contentsChanged = bench.run.end {} else { Issue.record("\(String(describing: bench.run.end))") }
        #expect(bench.device.writesDone == writes)
        bench.saved = .start(passes: 1)
        bench.startAgain(isFirst: false)
        #expect(
            bench.run.end == .contentsChanged([bench.plan.geometry.whole]), "an earlier run may have written, and left nothing to compare")
    }

    @Test func rereadFaultsDoNotCountInTheReport() throws {
        var bench = bench(plan(geometry(20), [(.random(key(1)), .full)]), window: 1, requestSectors: 4)
        bench.drive(stopAfter: 3)
        bench.device.transient = [1: 2]
        bench.startAgain()
        bench.drive()
        let facts = try #require(try bench.report().passes.first)
        #expect(facts.readErrors == 0 && facts.retries == 0)
        #expect(Verdict.of(try bench.report()) == .sanitized)
    }

    @Test func aWritePhaseThatOnlyLacksItsFlushStillGetsIt() throws {
        var facts = PassResult()
        facts.bytesWritten = 4 * 512
        let checkpoint = Checkpoint(
            cursor: Cursor(pass: 0, phase: .write, offset: 4 * 512), passes: [facts], bytesDone: 4 * 512, activeMilliseconds: 0)
        let plan = plan(geometry(4), [(.random(key(1)), .full)])
        var run = WipeRun(plan: plan, from: checkpoint, requestBytesMax: 4096, window: 2)
        #expect(try run.step() == .verify(extent(0, 4), .random(key(1))))
        #expect(try run.step() == .flush)
        #expect(try run.step() == .verify(extent(0, 4), .random(key(1))))
        #expect(try run.step() == .flush)
        #expect(run.end == .finished)
        #expect(Verdict.of(try #require(run.report(at: at))) == .sanitized)
    }

    @Test func restartBeginsAgainAfterAnEqualReread() throws {
        var bench = bench(
            plan(geometry(40), [(.zeros, .none), (.random(key(1)), .full)], FaultBudget(), .restart), window: 1, requestSectors: 4)
        bench.drive(stopAfter: 15)
        #expect(bench.saved.cursor.pass == 1)
        let active = bench.saved.activeMilliseconds
        bench.startAgain()
        #expect(bench.saved.cursor.pass == 1, "before the re-read the old checkpoint holds")
        #expect(bench.run.progress.bytesDone == 0)
        bench.drive(cutAfter: 5)
        #expect(bench.saved.cursor == .start, "before the first write the old checkpoint is gone")
        #expect(bench.saved.activeMilliseconds > active)
        bench.device.losePower()
        bench.startAgain()
        bench.drive()
        #expect(Verdict.of(try bench.report()) == .sanitized)
        #expect(try bench.report().passes.map(\.bytesWritten) == [40 * 512, 40 * 512])
    }

    @Test func aWholeWalkWithoutItsRecordIsReadBackAgain() throws {
        for rule in [ResumeRule.continue, .restart] {
            var bench = bench(plan(geometry(20), [(.random(key(1)), .full)], FaultBudget(), rule))
            bench.drive()
            let writes = bench.device.writesDone
            #expect(bench.saved.cursor.phase == .verify, "the end of the walk is no place to go on from: only its record is")
            bench.device.losePower()
            bench.startAgain()
            bench.drive()
            #expect(Verdict.of(try bench.report()) == .sanitized)
            #expect(bench.device.writesDone == (rule == .continue ? writes : 2 * writes))
            #expect(try bench.report().passes.first?.bytesVerified == 20 * 512)
        }
    }

    @Test func aCheckpointThatDoesNotFitThePlanIsNoGroundToWriteOn() {
        let plan = plan(geometry(8), [(.zeros, .full)])
        var foreign = PassResult()
        foreign.unwritten = ExtentSet([extent(6, 4)])
        let wrong: [Checkpoint] = [
            .start(passes: 2),
            Checkpoint(cursor: Cursor(pass: 2, phase: .write, offset: 0), passes: [PassResult()], bytesDone: 0, activeMilliseconds: 0),
            Checkpoint(cursor: Cursor(pass: -1, phase: .write, offset: 0), passes: [PassResult()], bytesDone: 0, activeMilliseconds: 0),
            Checkpoint(cursor: Cursor(pass: 0, phase: .write, offset: 100), passes: [PassResult()], bytesDone: 0, activeMilliseconds: 0),
            Checkpoint(
                cursor: Cursor(pass: 0, phase: .write, offset: 9 * 512), passes: [PassResult()], bytesDone: 0, activeMilliseconds: 0),
            Checkpoint(cursor: Cursor(pass: 0, phase: .write, offset: 512), passes: [foreign], bytesDone: 0, activeMilliseconds: 0),
        ]
        for checkpoint in wrong {
            var run = WipeRun(plan: plan, from: checkpoint, requestBytesMax: 4096, window: 2)
            #expect(run.next(at: at) == nil)
            #expect(run.end == .contentsChanged([plan.geometry.whole]))
        }
    }
}
