// Goal: the verdict believes numbers and ranges only, and every way in which they do not close is named.
// Method: one good report, and one change at a time.

import Testing

@testable import WipeCore

/// Large enough that two sectors may stay as they were.
private let sectors = 20_000
private let media = geometry(sectors)
private let sampled = Coverage.sampled(
    Sample(spec: SamplingSpec(), seed: key(9), extents: [extent(0, 10), extent(sectors - 10, 10)]))

/// A report of a sampled pass and a full one, both complete.
private func good(budget: UInt64 = 0, last: Coverage = .full) -> WipeReport {
    var first = PassResult()
    first.bytesWritten = media.capacityBytes
    first.flushed = true
    first.bytesVerified = 20 * 512
    var second = first
    second.bytesVerified = media.capacityBytes
    let plan = plan(media, [(.zeros, sampled), (.random(key(1)), last)], FaultBudget(unwritableSectorsMax: budget))
    return WipeReport(plan: plan, passes: [first, second], end: .finished, activeMilliseconds: 1)
}

private func verdict(budget: UInt64 = 0, _ change: (inout WipeReport) -> Void) -> Verdict {
    var report = good(budget: budget)
    change(&report)
    return Verdict.of(report)
}

@Suite struct VerdictTests {
    @Test func aReportThatClosesIsSanitized() {
        #expect(Verdict.of(good()) == .sanitized)
    }

    @Test func anyMismatchFailsWhateverTheBudget() {
        #expect(verdict(budget: 1000) { $0.passes[0].mismatched = ExtentSet([extent(3)]) } == .failed([.mismatch]))
    }

    @Test func theBudgetIsCountedInSectorsOverAllPasses() {
        let twoSectors: (inout WipeReport) -> Void = {
            $0.passes[0].unwritten = ExtentSet([extent(50, 2)])
            $0.passes[0].bytesWritten -= 1024
            $0.passes[1].unreadable = ExtentSet([extent(51)])
            $0.passes[1].bytesVerified -= 512
        }
        #expect(verdict(budget: 2, twoSectors) == .sanitized)
        #expect(verdict(budget: 1, twoSectors) == .failed([.budgetExceeded]))
    }

    @Test func aPlannedByteThatIsNowhereIsIncomplete() {
        #expect(verdict { $0.passes[0].bytesWritten -= 512 } == .failed([.incomplete]))
        #expect(verdict { $0.passes[1].bytesVerified -= 512 } == .failed([.incomplete]))
        #expect(verdict { $0.passes[0].bytesVerified -= 512 } == .failed([.incomplete]))
        #expect(verdict { $0.passes[1].bytesWritten += 512 } == .failed([.incomplete]), "more than there is proves nothing either")
        #expect(verdict { $0.passes[1].bytesVerified = UInt64.max } == .failed([.incomplete]))
        #expect(verdict { $0.passes.removeLast() } == .failed([.incomplete]))
        #expect(
            verdict {
                $0.plan.passes = []; $0.passes = []
            } == .failed([.incomplete]))
    }

    @Test func skippedReadsMustBeUnwrittenOnes() {
        // Listed as unreadable outside of what was to be read: the sum closes, the ranges do not.
        let outside: (inout WipeReport) -> Void = {
            $0.passes[0].unreadable = ExtentSet([extent(50)])
            $0.passes[0].bytesVerified -= 512
        }
        #expect(verdict(budget: 1000, outside) == .failed([.incomplete]))
        let unwritten: (inout WipeReport) -> Void = {
            $0.passes[1].unwritten = ExtentSet([extent(50)])
            $0.passes[1].bytesWritten -= 512
            $0.passes[1].bytesVerified -= 512
        }
        #expect(verdict(budget: 1, unwritten) == .sanitized)
    }

    @Test func aFlushThatFailedOrIsMissingFails() {
        #expect(verdict { $0.passes[0].flushed = false } == .failed([.flushFailed]))
        #expect(verdict { $0.passes[1].flushed = nil } == .failed([.flushFailed]))
    }

    @Test func aPlanThatDoesNotVerifyItsLastPassIsNeverSanitized() {
        var report = good(last: .none)
        #expect(Verdict.of(report) == .failed([.incomplete]))
        report.passes[1].bytesVerified = 0
        #expect(Verdict.of(report) == .failed([.incomplete]))
        report = good(last: .sampled(Sample(spec: SamplingSpec(), seed: key(9), extents: [])))
        report.passes[1].bytesVerified = 0
        #expect(Verdict.of(report) == .failed([.incomplete]))
    }

    @Test func onlyAFinishedWalkCanBeSanitized() {
        let ends: [RunEnd] = [.stoppedByPolicy(code: .hours), .mediaGone(errno: 19), .contentsChanged([extent(0)])]
        for end in ends { #expect(verdict { $0.end = end } == .failed([.stoppedEarly])) }
    }

    @Test func nothingWrittenOrNothingReadIsNoWipeWhateverTheBudget() {
        let nothingWritten: (inout WipeReport) -> Void = {
            for index in 0...1 {
                $0.passes[index].unwritten = ExtentSet([media.whole])
                $0.passes[index].bytesWritten = 0
                $0.passes[index].bytesVerified = 0
            }
        }
        #expect(verdict(budget: 1_000_000, nothingWritten) == .failed([.budgetExceeded, .incomplete]))
        let nothingRead: (inout WipeReport) -> Void = {
            $0.passes[1].unreadable = ExtentSet([media.whole])
            $0.passes[1].bytesVerified = 0
        }
        #expect(verdict(budget: 1_000_000, nothingRead) == .failed([.budgetExceeded, .incomplete]))
    }

    @Test func rangesThatLieOutsideTheMediumProveNothing() {
        #expect(verdict(budget: 1000) { $0.passes[0].unwritten = ExtentSet([extent(sectors, 3)]) } == .failed([.incomplete]))
        #expect(verdict(budget: 1000) { $0.passes[1].unreadable = ExtentSet([Extent(offset: 1, length: 5)]) } == .failed([.incomplete]))
    }

    @Test func reasonsComeAllAndInOrder() {
        let all = verdict {
            $0.passes[0].mismatched = ExtentSet([extent(0)])
            $0.passes[0].unwritten = ExtentSet([extent(40)])
            $0.passes[1].flushed = false
            $0.end = .mediaGone(errno: 19)
        }
        #expect(all == .failed([.mismatch, .budgetExceeded, .flushFailed, .incomplete, .stoppedEarly]))
        let words = [
            "mismatch", "budget-exceeded", "flush-failed", "incomplete", "erase-unproven", "marks-survived", "contents-mixed",
            "contents-unfit", "contents-recognised", "stopped-early",
        ]
        #expect(VerdictReason.allCases.map(\.rawValue) == words)
    }

    /// The judged does not set the limit: whatever the policy says or claims, 1,000 sectors are the most, and one in 10,000 of the drive.
    @Test(
        arguments: [
            (8_192, 1_000_000_000, true, 0), (9_999, 5, true, 0), (10_000, 5, true, 1), (29_999, 5, true, 2), (100_000, 5, true, 5),
            (100_000, 1_000_000_000, true, 10), (20_000_000, 1_000_000_000, true, 1_000), (20_000_000, 7, true, 7),
            (8_192, 1_000_000_000, false, 0), (8_192, 0, false, 0), (29_999, 1_000_000_000, false, 2),
            (20_000_000, 1_000_000_000, false, 1_000),
        ] as [(UInt64, UInt64, Bool, UInt64)])
    func theMediumLimitsWhatMayStay(_ sectors: UInt64, _ asked: UInt64, _ isClaimed: Bool, _ allowed: UInt64) throws {
        var plan = plan(geometry(Int(sectors)), [(.random(key(1)), .full)], FaultBudget(unwritableSectorsMax: asked))
        if isClaimed { plan.policy.claim = Claim(standard: "NIST SP 800-88r2", clause: "3.1.1", level: .clear) }
        #expect(plan.badSectorsMax == allowed)
        func verdict(unwritten: UInt64) -> Verdict {
            var pass = PassResult()
            if unwritten > 0 { pass.unwritten = ExtentSet([Extent(offset: 0, length: unwritten * 512)]) }
            pass.bytesWritten = (sectors - unwritten) * 512
            pass.bytesVerified = pass.bytesWritten
            pass.flushed = true
            return Verdict.of(WipeReport(plan: plan, passes: [pass], end: .finished, activeMilliseconds: 1))
        }
        if allowed < sectors {
            #expect(verdict(unwritten: allowed) == .sanitized)
            #expect(verdict(unwritten: allowed + 1) == .failed([.budgetExceeded]))
        }
        // A drive that took one sector of all, and a policy that lets any number pass.
        #expect(verdict(unwritten: sectors - 1) == .failed([.budgetExceeded]))
    }
}
