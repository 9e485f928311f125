// The block device of the engine on a real Linux device.

import Dispatch
import Glibc
package import WipeCore
import WipeFirmware
import WipePattern

/// Writes and verifies past the page cache. The caller's thread makes and compares patterns while two threads move the bytes of other requests.
///
/// Used by one thread. When a request hangs in the kernel `reap` times out; the caller decides what follows, and may let go of the device at any
/// time: letting go never blocks (see `TransferPool` for what a hung thread keeps).
package final class LinuxBlockDevice: BlockDevice {
    package let geometry: Geometry
    /// Two steps, which keep a disk busy; four once the drive has shown that it is faster than any disk.
    package private(set) var window: Int
    /// Half a megabyte, which keeps a station with many disks small; two, a huge page, once the drive has shown that it is faster than any disk.
    package private(set) var requestBytesMax: UInt64

    /// Bytes that a drive has to take within a quarter of a second to be given more to do at once: 1 GiB/s.
    private static let sprintBytes: UInt64 = 256 << 20
    private let sprintNanoseconds: UInt64

    private let pool: TransferPool
    private var free: [RequestBuffer] = []
    private var pending: [Pending] = []
    /// Steps that were not begun.
    private var refused: [Completion] = []
    /// Prepared patterns by pattern: a pass has one, a first and last pass may have two at once.
    private var fillers: [PatternFiller] = []
    private var sprint: (since: UInt64, bytes: UInt64) = (0, 0)
    private var hasWidened = false

    private struct Pending {
        let step: Step
        let work: Work?
    }

    /// What a write, a verify or a look needs; nothing else needs any of it.
    private struct Work {
        let extent: Extent
        let filler: PatternFiller
        var buffer: RequestBuffer
    }

    /// Takes a device that was opened for this wipe.
    package convenience init(_ device: ExclusiveDevice) throws(OpenRefusal) { try self.init(device, sprintNanoseconds: 250_000_000) }

    init(_ device: ExclusiveDevice, sprintNanoseconds: UInt64) throws(OpenRefusal) {
        self.sprintNanoseconds = sprintNanoseconds
        geometry = device.admitted.geometry
        guard let memory = RequestMemory(bytes: 1 << 20), let pool = TransferPool(device: device, workers: 2) else {
            throw OpenRefusal(.openFailed, variant: "memory", ["node": device.admitted.attachment.node])
        }
        self.pool = pool
        free = RequestBuffer.cut(memory, capacity: memory.bytes / 2)
        window = free.count
        requestBytesMax = UInt64(memory.bytes / 2)
    }

    deinit { pool.stop() }

    /// Takes a step. A write or verify that is not sector-aligned, longer than `requestBytesMax` or past the end completes with a fault.
    package func submit(_ step: Step) {
        switch step.action {
        case .flush:
            pending.append(Pending(step: step, work: nil))
            pool.submit(Transfer(id: step.id, kind: .flush))
        case .write(let extent, let pattern):
            guard var work = begin(step, extent, pattern) else { return }
            work.buffer.fill(extent, work.filler)
            hand(step, work) { .write(extent.offset, Int(extent.length), $0.memory, $0.address) }
        case .verify(let extent, let pattern):
            guard var work = begin(step, extent, pattern) else { return }
            work.buffer.mark(extent, work.filler, sectorBytes: Int(geometry.logicalSectorBytes))
            hand(step, work) { .read(extent.offset, Int(extent.length), $0.memory, $0.address) }
        case .look(let extent, let pattern):
            guard var work = begin(step, extent, pattern) else { return }
            work.buffer.mark(extent, work.filler, sectorBytes: Int(geometry.logicalSectorBytes))
            hand(step, work) { .read(extent.offset, Int(extent.length), $0.memory, $0.address) }
        case .ask: talk(step, .status)
        case .command(let command): talk(step, .command(command))
        }
    }

    private func talk(_ step: Step, _ purpose: EraseRequest.Purpose) {
        pending.append(Pending(step: step, work: nil))
        pool.submit(Transfer(id: step.id, kind: .erase(purpose)))
    }

    private func hand(_ step: Step, _ work: Work, _ kind: (RequestBuffer) -> Transfer.Kind) {
        pending.append(Pending(step: step, work: work))
        pool.submit(Transfer(id: step.id, kind: kind(work.buffer)))
    }

    /// Room and pattern for a step; nil where it is refused: a mistake of the caller that must not pass as done.
    private func begin(_ step: Step, _ extent: Extent, _ pattern: Pattern) -> Work? {
        guard takes(extent), let filler = prepared(pattern), let buffer = free.popLast() else {
            refused.append(Completion(stepID: step.id, outcome: .fault(.medium(errno: EINVAL))))
            return nil
        }
        return Work(extent: extent, filler: filler, buffer: buffer)
    }

    private func takes(_ extent: Extent) -> Bool {
        let sector = UInt64(geometry.logicalSectorBytes)
        let (end, overflow) = extent.offset.addingReportingOverflow(extent.length)
        return extent.length > 0 && extent.length <= requestBytesMax && extent.offset % sector == 0 && extent.length % sector == 0
            && !overflow && end <= geometry.capacityBytes
    }

    package func reap(timeoutMilliseconds: Int) -> [Completion] {
        if !refused.isEmpty {
            defer { refused = [] }
            return refused
        }
        let completions = pool.reap(timeoutMilliseconds: timeoutMilliseconds).compactMap(completion)
        if !hasWidened { widen() }
        return completions
    }

    private func completion(_ moved: Moved) -> Completion? {
        guard let index = pending.firstIndex(where: { $0.step.id == moved.id }) else { return nil }
        let done = pending.remove(at: index)
        // One of the smaller ones that was still out when the larger ones came is let go.
        if let work = done.work, work.buffer.capacity == Int(requestBytesMax) { free.append(work.buffer) }
        switch moved.result {
        case .fault(let fault): return Completion(stepID: moved.id, outcome: .fault(fault))
        case .said(let outcome): return Completion(stepID: moved.id, outcome: outcome)
        case .whole: return Completion(stepID: moved.id, outcome: done.work.map { found($0, by: done.step.action) } ?? .done)
        }
    }

    /// What the bytes that were moved are worth.
    private func found(_ work: Work, by action: Step.Action) -> Completion.Outcome {
        sprint.bytes += work.extent.length
        let bytes = UnsafeRawBufferPointer(work.buffer.bytes(work.extent))
        switch action {
        case .verify:
            let differing = work.filler.firstMismatches(in: bytes, at: work.extent.offset, sectorBytes: geometry.logicalSectorBytes)
            return differing.isEmpty ? .done : .mismatch(differing)
        case .look: return .looked(work.filler.look(in: bytes, at: work.extent.offset, sectorBytes: geometry.logicalSectorBytes))
        case .write, .flush, .ask, .command: return .done
        }
    }

    /// More and larger requests, once, for a drive that is faster than any disk.
    private func widen() {
        guard sprint.bytes >= Self.sprintBytes || sprint.since == 0 else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        defer { sprint = (now, 0) }
        guard sprint.since > 0, now - sprint.since < sprintNanoseconds else { return }
        hasWidened = true
        let capacity = RequestMemory.bytesMax
        let memories = (0..<4).compactMap { _ in RequestMemory(bytes: capacity) }
        guard memories.count == 4 else { return }
        free = memories.flatMap { RequestBuffer.cut($0, capacity: capacity) }
        window = free.count
        requestBytesMax = UInt64(capacity)
    }

    /// Ends the threads and waits for them; afterwards the device is closed as soon as the caller has let go of it. False where a thread still
    /// hangs in the kernel: the device then stays open. Steps submitted after this are never done.
    package func shutDown(timeoutMilliseconds: Int) -> Bool {
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
