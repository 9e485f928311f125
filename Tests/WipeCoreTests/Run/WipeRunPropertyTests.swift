// Goal: no seed makes the engine claim what did not happen, or miss a faulty sector.
// Method: drawn media, plans, windows and faults, judged by a reference model that knows the faults and the bytes, not the engine.

import Mutation
import Testing

@testable import WipeCore

/// A drawn case.
struct Drawn {
    var bench: Bench
    var random: SplitMix

    init(_ seed: UInt64, resume: ResumeRule = .continue, lies: Bool, faultPercent: Int = 3) {
        random = SplitMix(seed &* 7919 &+ 13)
        let logical: UInt32 = random.chance(80) ? 512 : 4096
        let physical = random.chance(50) ? logical : 4096
        let sectors = [1, 2, 7, 9, 1 + random.below(60), 100 + random.below(200)][random.below(6)]
        let media = geometry(sectors, logical: logical, physical: physical)
        let patterns: [Pattern] = [
            .random(key(1)), .zeros, .complementOfRandom(key(1)), .ones, .fixed([0x92, 0x49, 0x24]), .random(key(2)),
        ]
        let count = 1 + random.below(3)
        var passes: [(Pattern, Coverage)] = []
        // A lie is found by what is read; a sampled last pass would let it through by design.
        for number in 1...count {
            passes.append((patterns[random.below(6)], Self.coverage(number == count, lies, sectors, Int(logical), &random)))
        }
        let budget = FaultBudget(retries: random.below(4), unwritableSectorsMax: random.chance(60) ? 1000 : UInt64(random.below(3)))
        var device = MemoryDevice(
            media, window: 1 + random.below(8), requestBytesMax: UInt64(max(logical, physical)) * UInt64(1 + random.below(12)), seed: seed)
        if random.chance(85) {
            for sector in 0..<sectors {
                if random.chance(faultPercent) { device.unwritable.insert(sector) }
                if random.chance(faultPercent) { device.unreadable.insert(sector) }
                if lies, random.chance(faultPercent) { device.lying.insert(sector) }
                if random.chance(faultPercent) { device.transient[sector] = random.below(budget.retries + 1) }
            }
        }
        bench = Bench(plan(media, passes, budget, resume), device)
    }

    private static func coverage(_ isLast: Bool, _ lies: Bool, _ sectors: Int, _ bytes: Int, _ random: inout SplitMix) -> Coverage {
        if isLast, lies || random.chance(70) { return .full }
        if !isLast, random.chance(40) { return .none }
        if random.chance(30) { return .full }
        let drawn = (0..<sectors).filter { $0 == 0 || random.chance(30) }.map { extent($0, bytes: bytes) }
        return .sampled(Sample(spec: SamplingSpec(), seed: key(9), extents: ExtentSet(drawn).extents))
    }
}

/// What must come out, from the faults alone.
struct Expected {
    var unwritten: [ExtentSet] = []
    var unreadable: [ExtentSet] = []
    var mismatched: [ExtentSet] = []
    var verdict: Verdict

    /// - Parameter coverage: what each verify phase read: of a sample all, once its pass was interrupted.
    init(_ plan: WipePlan, _ device: MemoryDevice, _ coverage: [Coverage]) {
        var reasons: [VerdictReason] = []
        var bad: Set<Int> = []
        var isIncomplete = false
        for index in plan.passes.indices {
            let covered = Set(
                plan.verifyExtents(coverage[index]).flatMap { Int($0.offset) / device.sectorBytes..<Int($0.end) / device.sectorBytes })
            let unread = covered.intersection(device.unreadable).subtracting(device.unwritable)
            let lied = covered.intersection(device.lying).subtracting(device.unwritable).subtracting(unread)
            unwritten.append(device.extents(device.unwritable))
            unreadable.append(device.extents(unread))
            mismatched.append(device.extents(lied))
            bad.formUnion(device.unwritable.union(unread))
            if device.unwritable.count == Int(plan.geometry.sectorCount) { isIncomplete = true }
            if index == plan.passes.count - 1, covered.subtracting(device.unwritable).subtracting(unread).isEmpty { isIncomplete = true }
        }
        if mismatched.contains(where: { !$0.isEmpty }) { reasons.append(.mismatch) }
        let sectors = Int(plan.geometry.sectorCount)
        if bad.count > min(Int(plan.policy.faultBudget.unwritableSectorsMax), 1000, sectors / 10_000) { reasons.append(.budgetExceeded) }
        if isIncomplete { reasons.append(.incomplete) }
        verdict = reasons.isEmpty ? .sanitized : .failed(reasons)
    }
}

/// Compares a finished bench with the model; `bytes` are those that must hold the last pattern.
private func judge(_ bench: Bench, _ bytes: [UInt8], _ note: Comment) throws {
    let report = try bench.report()
    let coverage = bench.plan.passes.indices.map { report.coverage(of: $0) }
    for (chosen, pass) in zip(coverage, bench.plan.passes) where chosen != pass.coverage {
        #expect(pass.sample != nil && (chosen == .full || chosen != .none), note)
    }
    let expected = Expected(bench.plan, bench.device, coverage)
    #expect(bench.device.violations.isEmpty, note)
    if report.end == .stoppedByPolicy(code: .noAnswer) {
        // A drive that answers no read anywhere is not told from one that is gone.
        let dead = bench.device.unreadable.union(bench.device.unwritable)
        #expect(dead.count == Int(bench.plan.geometry.sectorCount) && Verdict.of(report) != .sanitized, note)
        return
    }
    #expect(report.end == .finished, note)
    #expect(report.passes.map(\.unwritten) == expected.unwritten, note)
    #expect(report.passes.map(\.unreadable) == expected.unreadable, note)
    #expect(report.passes.map(\.mismatched) == expected.mismatched, note)
    #expect(Verdict.of(report) == expected.verdict, note)
    #expect(bench.run.progress.bytesDone == bench.run.progress.bytesTotal, note)
    #expect(zip(bench.progress, bench.progress.dropFirst()).allSatisfy { $0 <= $1 }, note)
    guard Verdict.of(report) == .sanitized, let last = bench.plan.passes.last else { return }
    let listed = report.badExtents
    let wrong = bench.device.differing(bytes, from: last.pattern).filter {
        !listed.gaps(in: extent($0, bytes: bench.device.sectorBytes)).isEmpty
    }
    #expect(wrong.isEmpty, note)
}

@Suite struct WipeRunPropertyTests {
    @Test(arguments: 0..<300) func reportsAndVerdictsEqualTheFaults(seed: UInt64) throws {
        var bench = Drawn(seed, lies: true).bench
        bench.checkpointEvery = seed % 3 == 0 ? 5 : nil
        bench.drive()
        // The last flush made everything durable: the medium counts, not the cache.
        try judge(bench, bench.device.medium, "seed \(seed)")
    }

    @Test(arguments: 0..<300) func killedAtAnyCompletionAResumedRunStillTellsTheTruth(seed: UInt64) throws {
        var drawn = Drawn(seed, resume: seed % 4 == 0 ? .restart : .continue, lies: false)
        drawn.bench.checkpointEvery = 1 + drawn.random.below(30)
        for _ in 0..<(1 + drawn.random.below(6)) {
            let completions = drawn.random.below(120)
            if drawn.random.chance(70) {
                drawn.bench.drive(cutAfter: completions)
            } else {
                drawn.bench.drive(cutAfter: 100_000, stopAfter: 1 + completions)
                #expect(drawn.bench.run.stopped || drawn.bench.run.end != nil, "seed \(seed)")
            }
            #expect(drawn.bench.run.end == nil || drawn.bench.run.end == .finished, "seed \(seed)")
            drawn.bench.device.losePower()
            drawn.bench.startAgain()
        }
        drawn.bench.drive()
        try judge(drawn.bench, drawn.bench.device.medium, "seed \(seed)")
    }

    @Test(arguments: 0..<150) func contentsChangedWhileAwayIsFoundBeforeAnythingIsWritten(seed: UInt64) throws {
        var drawn = Drawn(seed, resume: seed % 4 == 0 ? .restart : .continue, lies: false, faultPercent: 0)
        drawn.bench.checkpointEvery = 1 + drawn.random.below(6)
        drawn.bench.drive(stopAfter: 1 + drawn.random.below(60))
        drawn.bench.device.losePower()
        let cursor = drawn.bench.saved.cursor
        guard cursor != .start else { return }
        // These media are small: the whole part that was written last is read again.
        let sectors = Int(drawn.bench.plan.geometry.sectorCount)
        let isBehind = cursor.phase == .write && cursor.offset > 0
        let sector = drawn.random.below(isBehind ? Int(cursor.offset) / drawn.bench.device.sectorBytes : sectors)
        drawn.bench.device.alter(sector: sector)
        let writes = drawn.bench.device.writesDone
        drawn.bench.startAgain()
        drawn.bench.drive()
        #expect(drawn.bench.run.end == .contentsChanged([extent(sector, bytes: drawn.bench.device.sectorBytes)]), "seed \(seed)")
        #expect(drawn.bench.device.writesDone == writes, "seed \(seed)")
        #expect(Verdict.of(try drawn.bench.report()) != .sanitized, "seed \(seed)")
        #expect(drawn.bench.device.violations.isEmpty, "seed \(seed)")
    }

    @Test(arguments: 0..<100) func aDriveThatGoesAwayEndsTheRunAndMayComeBack(seed: UInt64) throws {
        var drawn = Drawn(seed, lies: false)
        drawn.bench.checkpointEvery = 4
        drawn.bench.device.goneAfter = drawn.random.below(60)
        drawn.bench.drive()
        let isGone = drawn.bench.run.end == .mediaGone(errno: 19)
        #expect(isGone || drawn.bench.run.end == .finished, "seed \(seed)")
        #expect(drawn.bench.device.outstanding == 0, "seed \(seed)")
        if isGone { #expect(Verdict.of(try drawn.bench.report()) != .sanitized, "seed \(seed)") }
        drawn.bench.device.losePower()
        drawn.bench.device.goneAfter = nil
        drawn.bench.startAgain()
        drawn.bench.drive()
        try judge(drawn.bench, drawn.bench.device.medium, "seed \(seed)")
    }
}
