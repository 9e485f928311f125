// Goal: a drive gets the time that the station allows it, and no more: retries within their budget, and not for ever at a crawl.
// Method: runs on hand-made completions under a clock that the test sets.

import Testing

@testable import WipeCore

@Suite struct RunLimitsTests {
    private static func at(_ milliseconds: Int64) -> Moment { Moment(wallMilliseconds: milliseconds, runningMilliseconds: milliseconds) }

    /// Sectors that never answer a write: each attempt takes `milliseconds`.
    private static func walked(
        bad: Set<Int>, retries: Int, budget: Int64?, milliseconds: Int64, from checkpoint: Checkpoint = .start(passes: 1)
    ) throws -> WipeRun {
        var run = WipeRun(
            plan: plan(geometry(16), [(.zeros, .full)], FaultBudget(retries: retries)), from: checkpoint, requestBytesMax: 512, window: 1,
            limits: RunLimits(retryMilliseconds: budget))
        var now: Int64 = 0
        run.answered()
        while let step = run.next(at: at(now)) {
            var isBad = false
            if case .write(let range, _) = step.action { isBad = bad.contains(Int(range.offset / 512)) }
            now += isBad ? milliseconds : 1
            run.completed(Completion(stepID: step.id, outcome: isBad ? .fault(.medium(errno: 5)) : .done), at: at(now))
            run.answered()
        }
        return run
    }

    @Test func retriesEndWithTheirTimeAndTheWalkGoesOn() throws {
        // Each retry takes 1 s: after 4 of them the budget of 4 s is spent, and the third bad sector is given up at once.
        let run = try Self.walked(bad: [2, 5, 9], retries: 2, budget: 4000, milliseconds: 1000)
        #expect(run.passes[0].retries == 4)
        #expect(run.passes[0].unwritten == ExtentSet([extent(2), extent(5), extent(9)]))
        #expect(run.end == .finished && run.passes[0].bytesWritten == 13 * 512)
    }

    @Test func withoutABudgetEverySectorGetsItsRetries() throws {
        #expect(try Self.walked(bad: [2, 5, 9], retries: 2, budget: nil, milliseconds: 1000).passes[0].retries == 6)
        #expect(try Self.walked(bad: [2, 5, 9], retries: 2, budget: 0, milliseconds: 1000).passes[0].retries == 0)
    }

    @Test func anInterruptionRefillsNoBudget() throws {
        let first = try Self.walked(bad: [2], retries: 2, budget: 2000, milliseconds: 1000)
        #expect(first.checkpoint.retryMilliseconds == 2000)
        var checkpoint = Checkpoint.start(passes: 1)
        checkpoint.retryMilliseconds = first.checkpoint.retryMilliseconds
        #expect(try Self.walked(bad: [2], retries: 2, budget: 2000, milliseconds: 1000, from: checkpoint).passes[0].retries == 0)
    }

    /// A drive that moves `bytesPerSecond` until its end or until the rule ends the run.
    private static func paced(_ rule: SlowRule?, sectors: Int, millisecondsEach: (Int) -> Int64) -> WipeRun {
        var run = WipeRun(
            plan: plan(geometry(sectors), [(.zeros, .full)]), from: .start(passes: 1), requestBytesMax: 512, window: 1,
            limits: RunLimits(slow: rule))
        var now: Int64 = 0
        var number = 0
        run.answered()
        while let step = run.next(at: at(now)) {
            now += millisecondsEach(number)
            number += 1
            run.completed(Completion(stepID: step.id, outcome: .done), at: at(now))
            run.answered()
        }
        return run
    }

    /// The station's disk is full for two hours, and what the run said last waits that long until it is on record: none of it is the drive's.
    @Test(arguments: [true, false], [true, false]) func timeThatTheStationTookIsNoneOfTheDrives(_ isRested: Bool, _ hasHours: Bool) {
        var run = WipeRun(
            plan: plan(geometry(200), [(.zeros, .full)], FaultBudget(stopAfterHours: hasHours ? 1 : nil)), from: .start(passes: 1),
            requestBytesMax: 512, window: 1, limits: RunLimits(slow: hasHours ? nil : SlowRule(bytesPerSecondBelow: 300, forMinutes: 1)))
        var now: Int64 = 0
        var number = 0
        run.answered()
        while let step = run.next(at: Self.at(now)) {
            now += 100
            number += 1
            run.completed(Completion(stepID: step.id, outcome: .done), at: Self.at(now))
            run.answered()
            guard number == 30 else { continue }
            now += 2 * 3_600_000
            if isRested { run.rested() }
        }
        #expect(run.end == (isRested ? .finished : .stoppedByPolicy(code: hasHours ? .hours : .slow)))
        if isRested { #expect(run.report(at: Self.at(now)).map { $0.activeMilliseconds < 60_000 } == true) }
    }

    @Test func aCrawlingDriveEndsWithItsCodeAndWhatWasNotReachedIsListed() {
        // 512 bytes in 2 s is 256 B/s; a minute of it is enough.
        let run = Self.paced(SlowRule(bytesPerSecondBelow: 300, forMinutes: 1), sectors: 1000) { _ in 2000 }
        #expect(run.end == .stoppedByPolicy(code: .slow))
        #expect(run.passes[0].unwritten.byteCount + run.passes[0].bytesWritten == 1000 * 512)
        #expect((29...32).contains(run.passes[0].bytesWritten / 512), "\(run.passes[0].bytesWritten)")
    }

    @Test func aDriveAboveTheRateGoesOn() {
        #expect(Self.paced(SlowRule(bytesPerSecondBelow: 200, forMinutes: 1), sectors: 500) { _ in 2000 }.end == .finished)
        #expect(Self.paced(SlowRule(bytesPerSecondBelow: 0, forMinutes: 1), sectors: 100) { _ in 60_000 }.end == .finished)
        #expect(Self.paced(nil, sectors: 100) { _ in 60_000 }.end == .finished)
    }

    @Test func oneSlowStretchBetweenFastOnesIsBorne() {
        // Nine parts of a minute's tenth slow, then fast again, over and over.
        let run = Self.paced(SlowRule(bytesPerSecondBelow: 300, forMinutes: 1), sectors: 400) { $0 % 30 < 25 ? 2000 : 100 }
        #expect(run.end == .finished)
    }

    @Test func aDriveThatDoesNotAnswerForTheWholeTimeIsSlow() {
        let run = Self.paced(SlowRule(bytesPerSecondBelow: 300, forMinutes: 1), sectors: 40) { $0 == 5 ? 70_000 : 1 }
        #expect(run.end == .stoppedByPolicy(code: .slow))
    }
}
