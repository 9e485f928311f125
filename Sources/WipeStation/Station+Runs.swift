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
        let isInterim = word.isInterim
        if !isInterim { runners[id] = nil }
        if case .openRefused(let reason) = word { logger.warning("\(id): \(reason.message)") }
        // Not on record: it does not go on, and the end of the process ends it.
        if await take({ _ in word.event(id) }), isInterim { runners[id]?.proceed() }
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
        do { for transition in try door.certify(id, clock: clock.now) { follow(transition) } } catch {
            if !hadProblem, let problem = door.recordProblem { logger.error("\(problem)") }
        }
    }
}
