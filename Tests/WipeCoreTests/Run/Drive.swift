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
    /// What is drawn as a sample; nil draws again what is planned.
    var drawn: [Extent]?
    /// Every progress value of the present run.
    var progress: [UInt64] = []
    /// Changes what the device shows of its custody each time it is looked at; the number counts looks from 1.
    var onLook: ((Int, inout CustodyEvidence) -> Void)?
    private(set) var looks = 0
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
    mutating func startAgain(isFirst: Bool = true) {
        run = WipeRun(plan: plan, from: saved, isFirst: isFirst, requestBytesMax: requestBytesMax, window: device.window)
        savedNumber = 0
        progress = []
        saveCheckpoint()
    }

    /// The run goes on after its stop, on the device that stayed open.
    mutating func goOn() { run.goOn() }

    /// Drives until the end, a stop, or `cutAfter` completions. Asks for a stop after `stopAfter` completions.
    /// With `untilSilent` it comes back as soon as the run waits for a drive that gives no answer.
    mutating func drive(cutAfter: Int = Int.max, stopAfter: Int = Int.max, untilSilent: Bool = false) {
        let partsMost = device.window + 66 - (run.requestBytes / UInt64(device.sectorBytes)).leadingZeroBitCount
        var completions = 0
        saveCheckpoint()
        while run.end == nil, !run.stopped {
            answer()
            while let step = run.next(at: now) { device.submit(step) }
            answer()
            if run.isWaiting {
                if untilSilent { return }
                running += 100
                continue
            }
            if run.question != nil { continue }
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
                answer()
                progress.append(run.progress.bytesDone)
                saveCheckpoint()
            }
        }
    }

    /// Answers what the run asks.
    private mutating func answer() {
        while let question = run.question {
            switch question {
            case .custody:
                looks += 1
                var evidence = device.custody
                onLook?(looks, &evidence)
                run.answer(evidence, at: now)
            case .sample(let spec):
                run.answer(
                    Sample(spec: spec, seed: key(8), extents: drawn ?? plan.passes.lazy.compactMap(\.sample).first?.extents ?? []), at: now)
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

extension Pass {
    var sample: Sample? { if case .sampled(let sample) = coverage { sample } else { nil } }
}

extension WipeRun {
    /// Answers every question as a device does that nothing else touches.
    mutating func answered(written: UInt64 = 0) {
        while let question {
            switch question {
            case .custody: answer(.whole(written: written), at: now ?? Moment(wallMilliseconds: 0, runningMilliseconds: 0))
            case .sample(let spec):
                answer(
                    Sample(spec: spec, seed: key(8), extents: plan.passes[pass].sample?.extents ?? []),
                    at: now ?? Moment(wallMilliseconds: 0, runningMilliseconds: 0))
            }
        }
    }
}

extension CustodyEvidence {
    static func whole(written: UInt64 = 0) -> CustodyEvidence {
        CustodyEvidence(bootID: "boot", diskSequence: 1, asleepMilliseconds: 0, sectorsWritten: written, sectorsDiscarded: 0)
    }
}
