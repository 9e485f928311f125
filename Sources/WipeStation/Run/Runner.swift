// One run on one thread: turns its loop, and waits until what it said is on record.

import Dispatch
import Foundation
import Synchronization
package import WipeCore

/// What people see of a run while it goes on; counted from completed device I/O.
package struct LiveProgress: Hashable, Sendable {
    /// From 1.
    package var pass: Int
    package var phase: Cursor.Phase
    package var bytesDone: UInt64
    package var bytesTotal: UInt64
    /// Over the last seconds; nil until there is something to measure.
    package var bytesPerSecond: UInt64?
    /// Nil where the rate is unknown or the drive does not move; at most `RunProgress.secondsLeftMax`.
    package var etaSeconds: UInt64?
    /// Seconds since the drive last did a request; errors are no answer.
    package var silentSeconds: Int64
    /// Why what was read back is read again from its beginning; nil where it is read for the first time.
    package var readsAgain: CustodyBreak?
    /// Done of the drive's own erase, in 65,536ths, by its own word; nil outside of one, or where it does not say.
    package var fraction: UInt16?
    /// Seconds for which the drive's own erase has not moved on; nil outside of one.
    package var fractionStillSeconds: UInt64?
}

/// A run between two turns, with its open device: a class, since a device cannot be copied. One thread has it at a time: its runner's, or, once
/// that has said its last word, whoever holds it for the job.
final class HeldRun: @unchecked Sendable {
    var conductor: RunConductor
    init(_ conductor: consuming RunConductor) { self.conductor = conductor }
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
        /// Where the drive's own erase stood when it was first seen at it.
        var erase: (at: Int64, fraction: UInt16)?
        /// Since when it has stood where it stands.
        var still: (since: Int64, fraction: UInt16?)?
    }
    private let control = Mutex(Control())
    /// Signalled each time what the runner said is on record. It says nothing more, and does nothing more, before that.
    private let onRecord = DispatchSemaphore(value: 0)
    private let assignment: Assignment
    private let clock: StationClock

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - held: the run of this job whose device was held since it halted; nil opens the device.
    ///   - say: takes its words. With the last one comes the run, where its device is still open: the taker holds it, or closes it.
    init(
        _ assignment: Assignment, goingOn held: HeldRun?, bus: any DeviceBus, clock: StationClock,
        say: @escaping @Sendable (RunnerMessage, HeldRun?) -> Void
    ) {
        self.assignment = assignment
        self.clock = clock
        detachThread("wipe " + assignment.admitted.attachment.name) { [self] in
            do throws(OpenRefusal) {
                let held = if let held { held } else { try open(bus) }
                say(.opened, nil)
                onRecord.wait()
                // The time until that was on record is none of the drive's.
                if let last = held.conductor.goOn() { say(last, nil) } else { walk(held, bus, say) }
            } catch { say(.openRefused(error.reason), nil) }
        }
    }

    private func open(_ bus: any DeviceBus) throws(OpenRefusal) -> HeldRun {
        HeldRun(RunConductor(assignment, clearance: try bus.open(assignment.admitted), entropy: SystemEntropy.entropy.plan))
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

    private func walk(_ held: HeldRun, _ bus: any DeviceBus, _ say: (RunnerMessage, HeldRun?) -> Void) {
        while true {
            let word = held.conductor.turn(stopAsked: control.withLock { $0.stop }, timeoutMilliseconds: 250, clock: clock.now)
            show(held.conductor.run)
            switch word {
            case nil: if held.conductor.run.isWaiting { usleep(250_000) }
            case .checkpointed(let checkpoint):
                let asked = clock.now()
                say(.checkpointed(checkpoint), nil)
                onRecord.wait()
                // A full disk of the station is none of the drive's.
                if clock.now().runningMilliseconds - asked.runningMilliseconds > 5000 { held.conductor.run.rested() }
            case .finished(let report, nil) where !report.isGone:
                // A drive that may still be at an erase of its own is asked nothing else.
                let health = report.mayBeErasing ? nil : bus.health(of: assignment.admitted.attachment)
                return say(.finished(report, health), held)
            case .stopped(let checkpoint): return say(.stopped(checkpoint), held)
            case .some(let last): return say(last, nil)
            }
        }
    }

    /// What the drive's own fraction makes likely, once it has moved by a hundredth in half a minute or more. The read back is not in it.
    static func eraseSecondsLeft(_ since: (at: Int64, fraction: UInt16)?, _ fraction: UInt16?, _ now: Int64) -> UInt64? {
        guard let since, let fraction, fraction > since.fraction, fraction - since.fraction >= 655, now - since.at >= 30_000 else {
            return nil
        }
        return UInt64(now - since.at) / 1000 * UInt64(65_536 - Int(fraction)) / UInt64(fraction - since.fraction)
    }

    private func show(_ run: WipeRun) {
        let state = run.progress
        control.withLock { control in
            let at = clock.now().runningMilliseconds
            // Between two questions to a drive that erases itself the station is the one that is silent.
            let isPolling = state.phase == .command && run.isWaiting
            if run.answers != control.answers || control.lastMove == 0 || isPolling { control.lastMove = at }
            control.answers = run.answers
            if control.samples.last.map({ at - $0.at >= 500 }) ?? true { control.samples.append((at, state.bytesDone)) }
            control.samples.removeAll { at - $0.at > 15_000 }
            var rate: UInt64?
            // What is done again has no rate in common with what was done before.
            if let last = control.samples.last, state.bytesDone < last.bytes { control.samples = [(at, state.bytesDone)] }
            if let first = control.samples.first, at - first.at >= 400, state.bytesDone >= first.bytes {
                rate = (state.bytesDone - first.bytes) * 1000 / UInt64(at - first.at)
            }
            if state.phase != .command {
                control.erase = nil
            } else if control.erase == nil, let fraction = state.fraction {
                control.erase = (at, fraction)
            }
            if state.phase != .command {
                control.still = nil
            } else if control.still.map({ $0.fraction != state.fraction }) ?? true {
                control.still = (at, state.fraction)
            }
            let left = rate.flatMap { state.secondsLeft(bytesPerSecond: $0, profile: assignment.profile) }
            control.progress = LiveProgress(
                pass: state.pass + 1, phase: state.phase, bytesDone: state.bytesDone, bytesTotal: state.bytesTotal,
                bytesPerSecond: state.phase == .command ? nil : rate,
                etaSeconds: state.phase == .command ? Self.eraseSecondsLeft(control.erase, state.fraction, at) : left,
                silentSeconds: 0, readsAgain: run.readsAgain, fraction: state.fraction,
                fractionStillSeconds: control.still.map { UInt64(max(0, at - $0.since) / 1000) })
        }
    }
}
