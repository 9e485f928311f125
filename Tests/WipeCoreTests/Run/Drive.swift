// Goal: one loop that drives a run on a memory device, and short ways to make plans.
// Method: the loop saves checkpoints as the engine asks for it, can cut the power or ask for a stop, and watches what must always hold.

import Testing

@testable import WipeCore

func key(_ number: UInt8) -> StreamKey { StreamKey(Array(repeating: number, count: 32))! }

func geometry(_ sectors: Int, logical: UInt32 = 512, physical: UInt32 = 512) -> Geometry {
    Geometry(capacityBytes: UInt64(sectors) * UInt64(logical), logicalSectorBytes: logical, physicalSectorBytes: physical)!
}

func plan(_ geometry: Geometry, _ passes: [(Pattern, Coverage)], _ budget: FaultBudget = FaultBudget(), _ resume: ResumeRule = .continue)
    -> WipePlan
{
    let policy = Policy(
        id: "test", version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64), title: Title(fr: "Essai", en: "Test"),
        status: .current,
        claim: nil, media: [.magnetic, .flash], passes: passes.map { _ in PassSpec(write: .random, verify: .full) }, faultBudget: budget,
        resume: resume)
    return WipePlan(
        policy: policy, geometry: geometry,
        passes: passes.enumerated().map { Pass(number: $0.offset + 1, pattern: $0.element.0, coverage: $0.element.1) })
}

func extent(_ sector: Int, _ count: Int = 1, bytes: Int = 512) -> Extent {
    Extent(offset: UInt64(sector * bytes), length: UInt64(count * bytes))
}

/// A run with its device, a clock and what a store would hold.
struct Bench {
    var device: MemoryDevice
    let plan: WipePlan
    var saved: Checkpoint
    var running: Int64 = 1000
    /// Running milliseconds that each completion takes.
    var millisecondsEach: Int64 = 10
    /// Completions between two requests for a checkpoint.
    var checkpointEvery: Int?
    /// Every progress value of the present run.
    var progress: [UInt64] = []
    private(set) var run: WipeRun
    private var savedNumber: UInt64 = 0
    private var requestBytesMax: UInt64

    init(_ plan: WipePlan, _ device: MemoryDevice) {
        self.plan = plan
        self.device = device
        requestBytesMax = device.requestBytesMax
        saved = .start(passes: plan.passes.count)
        run = WipeRun(plan: plan, from: saved, requestBytesMax: device.requestBytesMax, window: device.window)
    }

    var now: Moment { Moment(wallMilliseconds: 1_700_000_000_000 + running, runningMilliseconds: running) }

    /// A new run from what the store holds.
    mutating func startAgain() {
        run = WipeRun(plan: plan, from: saved, requestBytesMax: requestBytesMax, window: device.window)
        savedNumber = 0
        progress = []
        saveCheckpoint()
    }

    /// Drives until the end, a stop, or `cutAfter` completions. Asks for a stop after `stopAfter` completions.
    mutating func drive(cutAfter: Int = Int.max, stopAfter: Int = Int.max) {
        let partsMost = device.window + 66 - (run.requestBytes / UInt64(device.sectorBytes)).leadingZeroBitCount
        var completions = 0
        saveCheckpoint()
        while run.end == nil, !run.stopped {
            while let step = run.next(at: now) { device.submit(step) }
            if run.failed.pieces.count > partsMost { Issue.record("the queue of parts is not bounded") }
            if run.end != nil || run.stopped { return }
            if device.outstanding == 0 {
                Issue.record("the run waits for nothing")
                return
            }
            for completion in device.reap(timeoutMilliseconds: 0) {
                if completions >= cutAfter { return }
                completions += 1
                running += millisecondsEach
                if completions == stopAfter { run.requestStop() }
                if let every = checkpointEvery, completions % every == 0 { run.requestCheckpoint() }
                run.completed(completion, at: now)
                progress.append(run.progress.bytesDone)
                saveCheckpoint()
            }
        }
    }

    /// The report; a missing one is an issue of the test.
    func report() throws -> WipeReport { try #require(run.report(at: now)) }

    private mutating func saveCheckpoint() {
        guard run.checkpointNumber != savedNumber else { return }
        savedNumber = run.checkpointNumber
        saved = run.checkpoint
    }
}
