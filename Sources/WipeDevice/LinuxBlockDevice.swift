// The block device of the engine on a real Linux device.

import Glibc
public import WipeCore
import WipePattern

/// Writes and verifies past the page cache with two threads, so that making a pattern overlaps with moving the bytes of the request before.
///
/// Used by one thread. When a request hangs in the kernel `reap` times out; the caller decides what follows, and may let go of the device at any
/// time: letting go never blocks (see `TransferPool` for what a hung thread keeps).
public final class LinuxBlockDevice: BlockDevice {
    public let geometry: Geometry
    public let window = 2
    public let requestBytesMax: UInt64 = 1 << 20

    private let pool: TransferPool
    /// Prepared patterns by pattern: a pass has one, a first and last pass may have two at once.
    private var fillers: [PatternFiller] = []

    /// Takes a device that was opened for this wipe.
    public init(_ device: ExclusiveDevice) throws(OpenRefusal) {
        geometry = device.media.admitted.geometry
        guard let pool = TransferPool(device: device, workers: 2, bufferBytes: 1 << 20) else {
            throw OpenRefusal(.openFailed, "no thread or no memory left for \(device.media.admitted.attachment.node)")
        }
        self.pool = pool
    }

    deinit { pool.stop() }

    /// Takes a step. A write or verify that is not sector-aligned, longer than `requestBytesMax` or past the end completes with a fault.
    public func submit(_ step: Step) {
        let filler: PatternFiller? =
            switch step.action {
            case .write(_, let pattern), .verify(_, let pattern): prepared(pattern)
            case .flush: nil
            }
        pool.submit(Transfer(step: step, filler: filler))
    }

    public func reap(timeoutMilliseconds: Int) -> [Completion] {
        pool.reap(timeoutMilliseconds: timeoutMilliseconds)
    }

    /// Ends the threads and waits for them; afterwards the device is closed as soon as the caller has let go of it. False where a thread still
    /// hangs in the kernel: the device then stays open. Steps submitted after this are never done.
    public func shutDown(timeoutMilliseconds: Int) -> Bool {
        pool.stop()
        return pool.waitUntilStopped(timeoutMilliseconds: timeoutMilliseconds)
    }

    private func prepared(_ pattern: Pattern) -> PatternFiller? {
        if let known = fillers.first(where: { $0.pattern == pattern }) { return known }
        if case .fixed(let bytes) = pattern, bytes.isEmpty { return nil }
        if fillers.count >= 2 { fillers.removeFirst() }
        let made = PatternFiller(pattern)
        fillers.append(made)
        return made
    }
}
