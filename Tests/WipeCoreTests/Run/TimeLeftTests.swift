// Goal: the time left is the one that the drive will take, not that of its first tracks, and never nonsense.
// Method: drives of a known rate are walked in a thousand steps, and the estimate is asked on the way.

import Bench
import Testing

@testable import WipeCore

struct TimeLeftTests {
    static let terabyte: UInt64 = 1_000_000_000_000

    /// Seconds that a disk of this first rate takes from `place` to the end of a phase: small steps, each at the rate of its radius.
    private static func walked(from place: Double, bytes: Double, first: Double) -> Double {
        let steps = 10_000
        return (0..<steps).reduce(0.0) { sum, step in
            let at = place + (1 - place) * (Double(step) + 0.5) / Double(steps)
            return sum + bytes * (1 - place) / Double(steps) / (first * (1 - 0.75 * at).squareRoot())
        }
    }

    @Test(arguments: [0.0, 0.25, 0.5, 0.9]) func aDiskIsSlowerAtItsEndAndTheEstimateKnowsIt(place: Double) throws {
        let first = 200_000_000.0
        let done = UInt64(place * Double(Self.terabyte))
        let progress = RunProgress(
            pass: 0, phase: .write, bytesDone: done, bytesTotal: 2 * Self.terabyte, phaseBytesDone: done,
            phaseBytes: Self.terabyte)
        let rateHere = UInt64(first * (1 - 0.75 * place).squareRoot())
        let left = try #require(progress.secondsLeft(bytesPerSecond: rateHere, profile: .zoned))
        let real =
            Self.walked(from: place, bytes: Double(Self.terabyte), first: first)
            + Self.walked(from: 0, bytes: Double(Self.terabyte), first: first)
        #expect(abs(Double(left) - real) < real / 500, "\(left) s, walked in \(real) s")
    }

    @Test func flashGoesOnAsItDoes() {
        let progress = RunProgress(
            pass: 0, phase: .verify, bytesDone: 1_500_000_000, bytesTotal: 4_000_000_000, phaseBytesDone: 500_000_000,
            phaseBytes: 1_000_000_000)
        #expect(progress.secondsLeft(bytesPerSecond: 100_000_000, profile: .even) == 25)
    }

    @Test func withoutMotionThereIsNoEstimateAndNoneIsLongerThanAMonth() {
        let progress = RunProgress(
            pass: 0, phase: .write, bytesDone: 0, bytesTotal: .max, phaseBytesDone: 0, phaseBytes: .max / 2)
        #expect(progress.secondsLeft(bytesPerSecond: 0, profile: .zoned) == nil)
        #expect(progress.secondsLeft(bytesPerSecond: 1, profile: .zoned) == 2_592_000)
        let over = RunProgress(
            pass: 0, phase: .verify, bytesDone: 8, bytesTotal: 8, phaseBytesDone: 0, phaseBytes: 0)
        #expect(over.secondsLeft(bytesPerSecond: 1, profile: .zoned) == 0)
    }

    @Test func theRunSaysWhereInItsPhaseItIs() {
        var run = WipeRun(plan: Fixture.plan(), from: .start(passes: 1), requestBytesMax: 1 << 20, window: 1)
        #expect(run.progress.phaseBytesDone == 0 && run.progress.phaseBytes == Fixture.capacity)
        run.answered()
        let step = run.next(at: Fixture.moment(1))
        if let step { run.completed(Completion(stepID: step.id, outcome: .done), at: Fixture.moment(2)) }
        #expect(run.progress.phaseBytesDone == 1 << 20 && run.progress.bytesDone == 1 << 20)
    }
}
