// One thread on which the station's actor runs: SQLite and fsync block, and nothing that blocks may run on Swift's shared pool.

import Dispatch
import Foundation
import Synchronization

/// Runs the jobs of one actor on one thread of its own, in order.
final class ThreadExecutor: SerialExecutor {
    private let queue = Mutex<[UnownedJob]>([])
    private let wake = DispatchSemaphore(value: 0)

    init(name: String) {
        let thread = Thread { [self] in
            while true {
                wake.wait()
                let job = queue.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                job?.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
        thread.name = name
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        queue.withLock { $0.append(unowned) }
        wake.signal()
    }
}

/// Starts a thread that may block for as long as it likes.
func detachThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    thread.start()
}
