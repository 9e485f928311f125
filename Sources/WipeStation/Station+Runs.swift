// Runs and their records: what runners say, and how a concluded job gets its document.

import Foundation
import Logging
import WipeCore
import WipeStore

extension Station {
    func start(_ id: JobID) {
        guard runners[id] == nil, let job = state.jobs[id], let assignment = Assignment(job, rules: state.rules) else { return }
        runners[id] = Runner(assignment, bus: bus, clock: clock) { [post] word in post.yield(.runner(id, word)) }
    }

    func heard(_ id: JobID, _ word: RunnerWord) async {
        switch word {
        case .opened:
            // Not on record: it does not go on, and the end of the process ends it.
            if await take({ _ in .opened(id) }) { runners[id]?.proceed() }
        case .checkpointed(let checkpoint):
            if await take({ _ in .checkpointed(id, checkpoint) }) { runners[id]?.proceed() }
        case .openRefused(let reason):
            runners[id] = nil
            logger.warning("\(id): \(reason.message)")
            await take { _ in .openRefused(id, reason) }
        case .finished(let report, let health):
            runners[id] = nil
            await take { _ in .finished(id, report, health) }
        case .stopped(let checkpoint):
            runners[id] = nil
            await take { _ in .stopped(id, checkpoint) }
        }
    }

    /// Any step may fail: the job stays `certifying`, the next tick tries again, and nothing new begins before.
    func certify(_ id: JobID) {
        let hadProblem = door.recordProblem != nil
        do { for transition in try door.certify(id, clock: clock.now) { follow(transition) } } catch {
            if !hadProblem, let problem = door.recordProblem { logger.error("\(problem)") }
        }
    }
}
