// One run on one thread: turns its loop, and waits until what it said is on record.

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
    /// Nil where the rate is unknown or the drive does not move; at most `RunProgress.secondsLeftMax`.
    public var etaSeconds: UInt64?
    /// Seconds since the last completed request.
    public var silentSeconds: Int64
}

/// A run in motion. The thread belongs to it alone: one that hangs in the kernel holds up nobody else.
final class Runner: Sendable {
    private struct Control {
        var stop = false
        var progress: LiveProgress?
        var samples: [(at: Int64, bytes: UInt64)] = []
        /// Completions that were seen, and when the number last changed.
        var answers: UInt64 = 0
        var lastMove: Int64 = 0
    }
    private let control = Mutex(Control())
    /// Signalled each time what the runner said is on record. It says nothing more, and does nothing more, before that.
    private let onRecord = DispatchSemaphore(value: 0)
    private let assignment: Assignment
    private let clock: StationClock

    init(_ assignment: Assignment, bus: any DeviceBus, clock: StationClock, say: @escaping @Sendable (RunnerWord) -> Void) {
        self.assignment = assignment
        self.clock = clock
        detachThread("wipe " + assignment.admitted.attachment.name) { [self] in
            if let misfit = assignment.misfit {
                say(.openRefused(misfit))
                return
            }
            do throws(OpenRefusal) {
                let clearance = try bus.open(assignment.admitted)
                say(.opened)
                onRecord.wait()
                walk(clearance, bus, say)
            } catch { say(.openRefused(error.reason)) }
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

    private func walk(_ clearance: consuming WipeClearance, _ bus: any DeviceBus, _ say: (RunnerWord) -> Void) {
        var loop = RunConductor(assignment, clearance: clearance, at: clock.now())
        while true {
            let word = loop.turn(stopAsked: control.withLock { $0.stop }, timeoutMilliseconds: 250, clock: clock.now)
            show(loop.run)
            switch word {
            case nil: continue
            case .checkpointed:
                word.map(say)
                onRecord.wait()
            case .finished(let report, nil) where !report.isGone:
                return say(.finished(report, bus.health(of: assignment.admitted.attachment)))
            case .some(let last): return say(last)
            }
        }
    }

    private func show(_ run: WipeRun) {
        let state = run.progress
        control.withLock { control in
            let at = clock.now().runningMilliseconds
            if run.answers != control.answers || control.lastMove == 0 { control.lastMove = at }
            control.answers = run.answers
            if control.samples.last.map({ at - $0.at >= 500 }) ?? true { control.samples.append((at, state.bytesDone)) }
            control.samples.removeAll { at - $0.at > 15_000 }
            var rate: UInt64?
            if let first = control.samples.first, at - first.at >= 400, state.bytesDone >= first.bytes {
                rate = (state.bytesDone - first.bytes) * 1000 / UInt64(at - first.at)
            }
            control.progress = LiveProgress(
                pass: state.pass + 1, passes: state.passes, phase: state.phase, bytesDone: state.bytesDone, bytesTotal: state.bytesTotal,
                bytesPerSecond: rate, etaSeconds: rate.flatMap { state.secondsLeft(bytesPerSecond: $0, profile: assignment.profile) },
                silentSeconds: 0)
        }
    }
}
