// Threads that move bytes between one device and the memory of its requests, so that the runner's thread never sits in the kernel.

import CBlockIO
import Dispatch
import Glibc
import Synchronization
import WipeCore
import WipeFirmware

/// One request of the kernel. It keeps the memory alive that it points to.
struct Transfer: @unchecked Sendable {
    enum Kind {
        /// Offset on the device, bytes, their memory and their place in it. Nobody else touches the bytes while the transfer is out.
        case write(UInt64, Int, RequestMemory, UnsafeMutableRawPointer)
        case read(UInt64, Int, RequestMemory, UnsafeMutableRawPointer)
        case flush
        /// About the drive's own erase: nothing of the medium is moved.
        case erase(EraseRequest.Purpose)
    }
    let id: UInt64
    let kind: Kind
}

/// What became of it.
struct Moved: Sendable {
    enum Result: Sendable {
        /// All of it is moved.
        case whole
        case fault(DeviceFault)
        /// What the drive said.
        case said(Completion.Outcome)
    }
    let id: UInt64
    let result: Result
}

/// Transfers in, results out.
///
/// A worker keeps the pool, the open device and the memory of its request alive. One that hangs in the kernel therefore keeps them until the
/// kernel gives the request back, perhaps never: memory that a request still points to must not be freed. Nobody waits for it.
final class TransferPool: Sendable {
    private struct State: Sendable {
        var waiting: [Transfer] = []
        var moved: [Moved] = []
        var outstanding = 0
        var isStopping = false
        var workersLeft = 0
    }
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)
    private let device: ExclusiveDevice
    private let geometry: Geometry

    /// Nil where no thread is left.
    init?(device: ExclusiveDevice, workers: Int) {
        self.device = device
        geometry = device.admitted.geometry
        for _ in 0..<workers {
            state.withLock { $0.workersLeft += 1 }
            let started = DetachedThread.start { [self] in
                run()
                state.withLock { $0.workersLeft -= 1 }
                finished.signal()
            }
            guard started else {
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

    /// Takes what is done, waiting for at least one up to the timeout.
    func reap(timeoutMilliseconds: Int) -> [Moved] {
        let deadline = DispatchTime.now() + .milliseconds(max(timeoutMilliseconds, 0))
        while true {
            let (taken, outstanding) = take()
            if !taken.isEmpty || outstanding == 0 { return taken }
            // Signals of transfers that were taken together with others make this loop turn once more, no harm done.
            if finished.wait(timeout: deadline) == .timedOut { return take().0 }
        }
    }

    private func take() -> ([Moved], Int) {
        state.withLock { state in
            let taken = state.moved
            state.moved = []
            state.outstanding -= taken.count
            return (taken, state.outstanding)
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

    private func run() {
        while true {
            work.wait()
            let (next, isStopping) = state.withLock { ($0.waiting.isEmpty ? nil : $0.waiting.removeFirst(), $0.isStopping) }
            // Transfers that nobody will ever take the result of are not begun.
            if isStopping { return }
            guard let next else { continue }
            let moved = Moved(id: next.id, result: perform(next))
            state.withLock { $0.moved.append(moved) }
            finished.signal()
        }
    }

    private func perform(_ transfer: Transfer) -> Moved.Result {
        switch transfer.kind {
        case .flush:
            let result = cbio_flush(device.descriptor)
            return result == 0 ? .whole : .fault(fault(errno: -result))
        case .write(let offset, let count, _, let address):
            return move(count, at: offset) { done in cbio_write_at(device.descriptor, address + done, count - done, offset + UInt64(done)) }
        case .read(let offset, let count, _, let address):
            return move(count, at: offset) { done in cbio_read_at(device.descriptor, address + done, count - done, offset + UInt64(done)) }
        case .erase(let purpose): return talk(purpose)
        }
    }

    /// Where no command reaches the drive none goes out.
    private func talk(_ purpose: EraseRequest.Purpose) -> Moved.Result {
        guard let erase = EraseTransport(device) else { return .fault(.medium(errno: EOPNOTSUPP)) }
        switch purpose {
        case .status:
            let (status, exchange) = erase.status()
            return .said(.status(status, exchange))
        case .command(let command):
            let (answer, exchange) = erase.start(command)
            return .said(.answered(answer, exchange))
        }
    }

    /// Moves the whole of it, going on after a short transfer.
    private func move(_ count: Int, at offset: UInt64, by transfer: (_ done: Int) -> Int64) -> Moved.Result {
        var done = 0
        while done < count {
            let result = transfer(done)
            if result < 0 { return .fault(fault(errno: Int32(clamping: -result))) }
            // Nothing moved inside the known size: the device ends earlier than it did, as a pulled one does.
            if result == 0 { return .fault(.gone(errno: ENXIO)) }
            let step = Int(clamping: result)
            // O_DIRECT cannot go on from inside a sector.
            guard step <= count - done, step % Int(geometry.logicalSectorBytes) == 0 else { return .fault(.medium(errno: EIO)) }
            done += step
        }
        return .whole
    }

    /// `gone` where the drive is no longer there, else `medium`. The number alone says neither: a pulled drive gives EIO at first, and a worn
    /// one that is there ENOSPC ("space allocation failed").
    private func fault(errno number: Int32) -> DeviceFault { isStillThere() ? .medium(errno: number) : .gone(errno: number) }

    /// Not where its size is 0 or smaller, another drive is there, sysfs has forgotten it, or the kernel has taken it out of service.
    private func isStillThere() -> Bool {
        let facts = DescriptorFacts(descriptor: device.descriptor)
        let admitted = device.admitted
        guard let number = facts.number, let size = facts.capacityBytes, size >= admitted.geometry.capacityBytes,
            facts.diskSequence == admitted.attachment.diskSequence
        else { return false }
        let folder = SystemFolder()
        let device = "/sys/dev/block/\(number)"
        guard folder.exists(device) else { return false }
        // SCSI says `running`, an NVMe controller `live`; one that the kernel has given up answers nothing any more. Loop and MMC have no state.
        return folder.attribute(device + "/device/state").map { ["running", "live", "blocked", "resetting", "connecting"].contains($0) }
            ?? true
    }
}
