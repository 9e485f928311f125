// Runs and their records: what runners say, and how a concluded job gets its document.

import Dispatch
import Foundation
import Logging
import Synchronization
import WipeCore
import WipeStore

extension Station {
    func start(_ id: JobID) {
        guard runners[id] == nil, let job = state.jobs[id], let assignment = Assignment(job, rules: state.rules) else { return }
        runners[id] = Runner(assignment, goingOn: held.removeValue(forKey: id), bus: bus, clock: clock) { [post] word, run in
            post.yield(.runner(id, word, run))
        }
    }

    func heard(_ id: JobID, _ word: RunnerWord, _ run: HeldRun?) async {
        let isInterim = word.isInterim
        if !isInterim { runners[id] = nil }
        // Held before its word counts, so that what the word leads to finds it; let go of right after where no job wants it.
        if let run { held[id] = run }
        if case .openRefused(let reason) = word { logger.warning("\(id): \(reason.message)") }
        // Not on record: it does not go on, and the end of the process ends it.
        if await take({ _ in word.event(id) }), isInterim { runners[id]?.proceed() }
    }

    /// A drive that hangs holds up nobody: what it does not answer in time is no longer in custody, and the thread that asked keeps the device.
    private func isInCustody(_ id: JobID) -> Bool {
        guard let run = held[id] else { return false }
        let done = DispatchSemaphore(value: 0)
        let answer = CustodyAnswer()
        detachThread("custody") {
            answer.isWhole.store(run.conductor.isInCustody(), ordering: .relaxed)
            done.signal()
        }
        guard done.wait(timeout: .now() + .seconds(2)) == .success else {
            held[id] = nil
            return false
        }
        return answer.isWhole.load(ordering: .relaxed)
    }

    /// What a stop has cut short; the next tick goes on with it.
    func finishPublishing() {
        let hadProblem = door.recordProblem != nil
        do { for transition in try door.finishPublishing(clock: clock.now) { follow(transition) } } catch {
            if !hadProblem, let problem = door.recordProblem { logger.error("\(problem)") }
        }
    }

    /// Any step may fail: the job stays `certifying`, the next tick tries again, and nothing new begins before.
    func certify(_ id: JobID) {
        let hadProblem = door.recordProblem != nil
        let isInCustody = isInCustody(id)
        do { for transition in try door.certify(id, isInCustody: isInCustody, clock: clock.now) { follow(transition) } } catch {
            if !hadProblem, let problem = door.recordProblem { logger.error("\(problem)") }
        }
    }
}

/// The answer of a thread that may come too late for anybody to take it.
private final class CustodyAnswer: Sendable {
    let isWhole = Atomic(false)
}
