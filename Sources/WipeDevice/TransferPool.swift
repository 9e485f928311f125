// Threads that move bytes between one device and their own buffers, so that the runner's thread never sits in the kernel.

import CBlockIO
import Dispatch
import Glibc
import Synchronization
import WipeCore
import WipePattern

/// One step with its pattern prepared.
struct Transfer: Sendable {
    let step: Step
    let filler: PatternFiller?
}

/// Steps in, completions out. Every worker owns one aligned buffer.
///
/// A worker keeps the pool and the open device alive. One that hangs in the kernel therefore keeps its buffer and the descriptor until the kernel
/// gives the request back, perhaps never: memory that a request still points to must not be freed. Nobody waits for it.
final class TransferPool: Sendable {
    private struct State: Sendable {
        var waiting: [Transfer] = []
        var completions: [Completion] = []
        var outstanding = 0
        var isStopping = false
        var workersLeft = 0
    }
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)
    private let device: ExclusiveDevice
    private let geometry: Geometry
    private let bufferBytes: Int

    /// Nil where no thread or no memory is left.
    init?(device: ExclusiveDevice, workers: Int, bufferBytes: Int) {
        self.device = device
        geometry = device.media.admitted.geometry
        self.bufferBytes = bufferBytes
        for _ in 0..<workers {
            var memory: UnsafeMutableRawPointer?
            guard posix_memalign(&memory, 4096, bufferBytes) == 0, let memory else {
                stop()
                return nil
            }
            // The address belongs to the worker alone from here on.
            let address = UInt(bitPattern: memory)
            state.withLock { $0.workersLeft += 1 }
            let started = DetachedThread.start { [self] in
                guard let memory = UnsafeMutableRawPointer(bitPattern: address) else { return }
                run(buffer: UnsafeMutableRawBufferPointer(start: memory, count: bufferBytes))
                free(memory)
                state.withLock { $0.workersLeft -= 1 }
                finished.signal()
            }
            guard started else {
                free(memory)
                state.withLock { $0.workersLeft -= 1 }
                stop()
                return nil
            }
        }
    }

    func submit(_ transfer: Transfer) {
        state.withLock {
            $0.waiting.append(transfer)
            $0.outstanding += 1
        }
        work.signal()
    }

    /// Takes what is complete, waiting for at least one up to the timeout.
    func reap(timeoutMilliseconds: Int) -> [Completion] {
        let deadline = DispatchTime.now() + .milliseconds(max(timeoutMilliseconds, 0))
        while true {
            let (taken, outstanding) = state.withLock { state in
                let taken = state.completions
                state.completions = []
                state.outstanding -= taken.count
                return (taken, state.outstanding)
            }
            if !taken.isEmpty || outstanding == 0 { return taken }
            // Signals of completions that were taken together with others make this loop turn once more, no harm done.
            if finished.wait(timeout: deadline) == .timedOut {
                return state.withLock { state in
                    let late = state.completions
                    state.completions = []
                    state.outstanding -= late.count
                    return late
                }
            }
        }
    }

    /// Tells the workers to end after what they do now. Does not wait.
    func stop() {
        let count = state.withLock { state in
            state.isStopping = true
            return state.workersLeft
        }
        for _ in 0..<count { work.signal() }
    }

    /// Waits until all workers have ended; false where one did not within the timeout.
    func waitUntilStopped(timeoutMilliseconds: Int) -> Bool {
        let deadline = DispatchTime.now() + .milliseconds(max(timeoutMilliseconds, 0))
        while state.withLock({ $0.workersLeft }) > 0 {
            if finished.wait(timeout: deadline) == .timedOut { return state.withLock { $0.workersLeft } == 0 }
        }
        return true
    }

    private func run(buffer: UnsafeMutableRawBufferPointer) {
        while true {
            work.wait()
            let (next, isStopping) = state.withLock { ($0.waiting.isEmpty ? nil : $0.waiting.removeFirst(), $0.isStopping) }
            // Steps that nobody will ever take the completion of are not begun.
            if isStopping { return }
            guard let next else { continue }
            let completion = Completion(stepID: next.step.id, outcome: perform(next, buffer: buffer))
            state.withLock { $0.completions.append(completion) }
            finished.signal()
        }
    }

    private func perform(_ transfer: Transfer, buffer: UnsafeMutableRawBufferPointer) -> Completion.Outcome {
        switch transfer.step.action {
        case .flush:
            let result = cbio_flush(device.descriptor)
            return result == 0 ? .done : .fault(fault(errno: -result))
        case .write(let extent, _):
            guard let filler = transfer.filler, let part = area(extent, of: buffer) else { return .fault(.medium(errno: EINVAL)) }
            filler.fill(part, at: extent.offset)
            return move(part, at: extent.offset) { address, count, offset in cbio_write_at(device.descriptor, address, count, offset) }
                ?? .done
        case .verify(let extent, let pattern):
            guard let filler = transfer.filler, let part = area(extent, of: buffer) else { return .fault(.medium(errno: EINVAL)) }
            // A device that answers "done" without handing over bytes must not pass by what was in the buffer before.
            if let base = part.baseAddress { memset(base, Int32(TransferPool.byteNotIn(pattern)), part.count) }
            if let failed = move(part, at: extent.offset, by: { cbio_read_at(device.descriptor, $0, $1, $2) }) { return failed }
            let differing = filler.firstMismatches(
                in: UnsafeRawBufferPointer(part), at: extent.offset, sectorBytes: geometry.logicalSectorBytes)
            return differing.isEmpty ? .done : .mismatch(differing)
        }
    }

    /// Moves the whole of `part`, going on after a short transfer; nil when all of it is moved.
    private func move(
        _ part: UnsafeMutableRawBufferPointer, at offset: UInt64, by transfer: (UnsafeMutableRawPointer, Int, UInt64) -> Int64
    ) -> Completion.Outcome? {
        var done = 0
        while done < part.count {
            guard let base = part.baseAddress else { return .fault(.medium(errno: EINVAL)) }
            let result = transfer(base + done, part.count - done, offset + UInt64(done))
            if result < 0 { return .fault(fault(errno: Int32(clamping: -result))) }
            // Nothing moved inside the known size: the device ends earlier than it did, as a pulled one does.
            if result == 0 { return .fault(.gone(errno: ENXIO)) }
            let count = Int(clamping: result)
            // O_DIRECT cannot go on from inside a sector.
            guard count <= part.count - done, count % Int(geometry.logicalSectorBytes) == 0 else { return .fault(.medium(errno: EIO)) }
            done += count
        }
        return nil
    }

    /// The part of the buffer for a request; nil for one that the device does not take: a mistake of the caller that must not pass as done.
    private func area(_ extent: Extent, of buffer: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer? {
        let sector = UInt64(geometry.logicalSectorBytes)
        let (end, overflow) = extent.offset.addingReportingOverflow(extent.length)
        guard extent.length > 0, extent.length <= UInt64(buffer.count), extent.offset % sector == 0, extent.length % sector == 0, !overflow,
            end <= geometry.capacityBytes
        else { return nil }
        return UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(extent.length)])
    }

    /// Sorts an error by what it says about the device: `gone` where the media is no longer there, else `medium`.
    private func fault(errno number: Int32) -> DeviceFault {
        switch number {
        case ENODEV, ENXIO, ENOSPC, ENOMEDIUM: return .gone(errno: number)
        default: return isStillThere() ? .medium(errno: number) : .gone(errno: number)
        }
    }

    /// A pulled drive answers EIO at first too: then its size is 0, smaller, of another media, or sysfs has forgotten it.
    private func isStillThere() -> Bool {
        let facts = DescriptorFacts(descriptor: device.descriptor)
        let admitted = device.media.admitted
        guard let number = facts.number, let size = facts.capacityBytes, size >= admitted.geometry.capacityBytes,
            facts.diskSequence == admitted.attachment.diskSequence
        else { return false }
        return SystemFolder().exists("/sys/dev/block/\(number)")
    }

    /// A byte that fills no sector as the pattern does.
    static func byteNotIn(_ pattern: Pattern) -> UInt8 {
        guard case .fixed(let bytes) = pattern else { return 0xA5 }
        let present = Set(bytes)
        // With all 256 values in the pattern no single byte repeated can equal it.
        return (0...255).lazy.map { UInt8($0) }.first { !present.contains($0) } ?? 0xA5
    }
}
