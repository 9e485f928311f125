// One run on one thread: hands the engine's steps to the device and its completions back. No decision is made here.

import Dispatch
import Foundation
import Synchronization
public import WipeCore

/// What people see of a run while it goes on; counted from completed device I/O.
public struct LiveProgress: Hashable, Sendable {
    /// From 1.
    public var pass: Int
    public var passes: Int
    public var phase: Cursor.Phase
    public var bytesDone: UInt64
    public var bytesTotal: UInt64
    /// Over the last seconds; nil until there is something to measure.
    public var bytesPerSecond: UInt64?
    /// Nil where the rate is unknown or the drive does not move.
    public var etaSeconds: UInt64?
    /// Seconds since the last completed request.
    public var silentSeconds: Int64
}

/// What a runner says to the station, in order.
enum RunnerWord: Sendable {
    case opened
    case openRefused(Reason)
    case checkpointed(Checkpoint)
    case finished(WipeReport, Health?)
    case stopped(Checkpoint)
}

/// A run in motion. The thread belongs to it alone: one that hangs in the kernel holds up nobody else.
final class Runner: Sendable {
    struct Assignment: Sendable {
        var job: JobID
        var admitted: AdmittedMedia
        var plan: WipePlan
        var checkpoint: Checkpoint
    }

    /// Work that a crash may cost, at most, beside what the device takes for a flush.
    static let checkpointMilliseconds: Int64 = 10_000

    private struct Control {
        var stop = false
        var progress: LiveProgress?
        var samples: [(at: Int64, bytes: UInt64)] = []
        var lastMove: Int64 = 0
    }
    private let control = Mutex(Control())
    /// Signalled each time what the runner said is on record. It says nothing more, and does nothing more, before that:
    /// no byte is written before `running` is durable, and no pass begins before the checkpoint that says so is.
    private let onRecord = DispatchSemaphore(value: 0)
    private let assignment: Assignment
    private let clock: StationClock

    init(_ assignment: Assignment, bus: any DeviceBus, clock: StationClock, say: @escaping @Sendable (RunnerWord) -> Void) {
        self.assignment = assignment
        self.clock = clock
        detachThread("wipe " + assignment.admitted.attachment.name) { [self] in
            guard assignment.plan.geometry == assignment.admitted.geometry else {
                say(.openRefused(Reason(.identityMismatch, "the drive shows another size or sector size than the plan was made for")))
                return
            }
            switch bus.open(assignment.admitted) {
            case .failure(let refusal): say(.openRefused(refusal.reason))
            case .success(let device):
                say(.opened)
                onRecord.wait()
                say(walk(device, bus, say: say))
            }
        }
    }

    /// What it said last is on record.
    func proceed() { onRecord.signal() }

    /// Asks for a stop; the runner answers with `stopped` or, if it was faster, with `finished`.
    func stop() { control.withLock { $0.stop = true } }

    /// What it has done so far, measured at `now`.
    func progress(at now: Moment) -> LiveProgress? {
        control.withLock { control in
            guard var progress = control.progress else { return nil }
            progress.silentSeconds = max(0, (now.runningMilliseconds - control.lastMove) / 1000)
            return progress
        }
    }

    private func walk(_ opened: any OpenedMedia, _ bus: any DeviceBus, say: (RunnerWord) -> Void) -> RunnerWord {
        var device = opened
        var run = WipeRun(
            plan: assignment.plan, from: assignment.checkpoint, requestBytesMax: device.requestBytesMax, window: device.window)
        var lastCheckpoint = clock.now().runningMilliseconds
        // A run may have moved its checkpoint already when it was made: that too is put on record.
        var saved: UInt64 = 0
        var provenPass: Int?
        while run.end == nil, !run.stopped {
            if control.withLock({ $0.stop }) { run.requestStop() }
            var now = clock.now()
            if now.runningMilliseconds - lastCheckpoint >= Self.checkpointMilliseconds {
                run.requestCheckpoint()
                lastCheckpoint = now.runningMilliseconds
            }
            while let step = run.next(at: now) {
                // A change of pass takes a checkpoint: it is on record before the first byte of the next pattern goes out.
                save(run, &saved, say)
                if case .write = step.action, provenPass != run.progress.pass {
                    // Proved again before the first write of every pass, on the descriptor that will be written to.
                    do { try device.proveAgain() } catch {
                        device.close()
                        return .finished(Self.lost(run), nil)
                    }
                    provenPass = run.progress.pass
                }
                device.submit(step)
            }
            let completions = device.reap(timeoutMilliseconds: 250)
            now = clock.now()
            for completion in completions { run.completed(completion, at: now) }
            show(run, moved: !completions.isEmpty, now)
            save(run, &saved, say)
        }
        defer { device.close() }
        guard let report = run.report(at: clock.now()) else { return .stopped(run.checkpoint) }
        if case .mediaGone = report.end { return .finished(report, nil) }
        // And once more at the end: what was walked is still the whole of the admitted media.
        do { try device.proveAgain() } catch { return .finished(Self.lost(run), nil) }
        return .finished(report, bus.health(of: assignment.admitted.attachment))
    }

    private func save(_ run: WipeRun, _ saved: inout UInt64, _ say: (RunnerWord) -> Void) {
        guard run.checkpointNumber != saved else { return }
        saved = run.checkpointNumber
        say(.checkpointed(run.checkpoint))
        onRecord.wait()
    }

    /// The open device stopped being the admitted media: what was flushed counts, the media is taken for gone.
    private static func lost(_ run: WipeRun) -> WipeReport {
        let last = run.checkpoint
        return WipeReport(plan: run.plan, passes: last.passes, end: .mediaGone(errno: 0), activeMilliseconds: last.activeMilliseconds)
    }

    private func show(_ run: WipeRun, moved: Bool, _ now: Moment) {
        let state = run.progress
        control.withLock { control in
            let at = now.runningMilliseconds
            if moved || control.lastMove == 0 { control.lastMove = at }
            if control.samples.last.map({ at - $0.at >= 500 }) ?? true { control.samples.append((at, state.bytesDone)) }
            control.samples.removeAll { at - $0.at > 15_000 }
            var rate: UInt64?
            if let first = control.samples.first, at - first.at >= 400, state.bytesDone >= first.bytes {
                rate = (state.bytesDone - first.bytes) * 1000 / UInt64(at - first.at)
            }
            let left = state.bytesTotal - min(state.bytesDone, state.bytesTotal)
            control.progress = LiveProgress(
                pass: state.pass + 1, passes: state.passes, phase: state.phase, bytesDone: state.bytesDone, bytesTotal: state.bytesTotal,
                bytesPerSecond: rate, etaSeconds: rate.flatMap { $0 > 0 ? left / $0 : nil }, silentSeconds: 0)
        }
    }
}
