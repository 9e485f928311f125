// Runs and their records: what runners say, how a concluded job gets its document, and whether there is room for one.

import Logging
package import WipeCore
import WipeStore

extension StationLoop {
    /// A drive that does not answer in time whether it was in our hands is taken for one that was not.
    static let custodyMilliseconds: Int64 = 20_000
    /// An answer older than this says nothing of now: 1 s. It waits where the record of an earlier run has to be signed first.
    static let custodyFreshMilliseconds: Int64 = 1000

    enum Custody {
        case asked(Moment)
        case answered(isWhole: Bool, at: Moment)
    }

    // MARK: runs

    mutating func startRun(_ id: JobID) {
        guard !running.contains(id), let job = state.jobs[id], let assignment = Assignment(job, rules: state.rules) else { return }
        custody[id] = nil
        // A device that was held is the one that the plan was made for.
        if holding.remove(id) == nil, let geometryMismatch = assignment.geometryMismatch {
            return enqueue(.runner(id, .openRefused(geometryMismatch), holdsDevice: false))
        }
        running.insert(id)
        ask(.startRun(assignment))
    }

    mutating func received(_ id: JobID, _ word: RunnerMessage, _ holdsDevice: Bool, at now: Moment) throws(StoreError) {
        if !word.isInterim { running.remove(id) }
        // Held before its word counts, so that what the word leads to finds it; let go of right after where no job wants it.
        if holdsDevice { holding.insert(id) }
        // Not on record: it does not go on, and the end of the process ends it.
        if try take(word.event(id), at: now), word.isInterim { ask(.proceed(id)) }
        if case .openRefused(let reason) = word { say(.warning, "\(id): \(reason.message)") }
    }

    /// Closes the devices that no job wants held any more. One that is being asked is closed when it has answered.
    mutating func letGo() {
        for id in holding.sorted() where !state.keeping.contains(id) && !running.contains(id) && !isAsked(id) {
            holding.remove(id)
            custody[id] = nil
            ask(.close(id))
        }
    }

    // MARK: records

    mutating func answered(_ id: JobID, _ isWhole: Bool, at now: Moment) {
        guard case .asked = custody[id] else { return }
        custody[id] = .answered(isWhole: isWhole, at: now)
        certifyWaiting(at: now)
        letGo()
    }

    /// In the order in which the runs ended: the dates of records are to run with the order of the log, also after a day of a full disk.
    mutating func certifyWaiting(at now: Moment) {
        let waiting = state.jobs.values.compactMap { job -> (end: Int64, id: JobID)? in
            if case .certifying(let conclusion) = job.state { (conclusion.at.runningMilliseconds, job.id) } else { nil }
        }
        for (_, id) in waiting.sorted(by: { $0 < $1 }) where !failedSinceTick.contains(id) {
            guard let isInCustody = isInCustody(id, at: now) else { return }
            certify(id, isInCustody: isInCustody, at: now)
        }
    }

    /// Its device is being asked, by somebody who may hang.
    func isAsked(_ id: JobID) -> Bool { if case .asked = custody[id] { true } else { false } }

    /// Nil while its device is being asked. A drive that hangs holds up no record for longer than its limit.
    private mutating func isInCustody(_ id: JobID, at now: Moment) -> Bool? {
        guard holding.contains(id) else { return false }
        switch custody[id] {
        case .answered(let isWhole, let since)
        where !isWhole || now.runningMilliseconds - since.runningMilliseconds <= Self.custodyFreshMilliseconds:
            return isWhole
        case .asked(let since):
            guard now.runningMilliseconds - since.runningMilliseconds > Self.custodyMilliseconds else { return nil }
            custody[id] = nil
            holding.remove(id)
            ask(.abandon(id))
            return false
        case .answered, nil:
            custody[id] = .asked(now)
            ask(.askCustody(id))
            return nil
        }
    }

    /// Any step may fail: the job stays `certifying`, the next tick tries again, and nothing new begins before.
    private mutating func certify(_ id: JobID, isInCustody: Bool, at now: Moment) {
        // An answer is worth as much as it is new.
        custody[id] = nil
        let hadProblem = door.recordProblem != nil
        do { for transition in try door.certify(id, isInCustody: isInCustody, clock: { now }) { follow(transition, at: now) } } catch {
            failedSinceTick.insert(id)
            if !hadProblem, let problem = door.recordProblem { say(.error, problem) }
        }
    }

    /// What a stop has cut short; the next tick goes on with it.
    mutating func finishPublishing(at now: Moment) {
        let hadProblem = door.recordProblem != nil
        do { for transition in try door.finishPublishing(clock: { now }) { follow(transition, at: now) } } catch {
            if !hadProblem, let problem = door.recordProblem { say(.error, problem) }
        }
    }

    /// No new wipe begins while its record could not be kept.
    mutating func lookForRoom(at now: Moment) throws(StoreError) {
        if door.markProblem != nil { door.raiseMark() }
        compareKeys(at: now)
        let problem = door.recordProblem ?? door.markProblem ?? StateFolder.problem(folder) ?? clockProblem(at: now)
        if problem != state.startBlocker { try take(.startsBlocked(problem), at: now) }
    }

    /// Carries out what a person asks of the door itself, then what follows from it.
    package mutating func carry(
        at now: Moment, _ body: (inout Door) throws -> (document: SignedDocument, transitions: [Transition])
    ) throws -> SignedDocument {
        let made = try body(&door)
        for transition in made.transitions { follow(transition, at: now) }
        return made.document
    }
}
