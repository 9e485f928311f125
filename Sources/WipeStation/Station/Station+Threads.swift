// What the loop asks for, done: on threads of their own where it may block.

import Logging
import WipeCore

extension Station {
    func carryOut(_ request: Request) {
        switch request {
        case .recorded(let entries): log(entries)
        case .say(let level, let text): logger.log(level: level, "\(text)")
        case .probe(let id): onThread("identify", id) { bus in .probed(id, bus.probe(id)) }
        case .look(let id, let since): onThread("look", id) { bus in .looked(id, bus.usage(of: id), since: since) }
        case .readTemperature(let id): onThread("temperature", id) { bus in .temperatureRead(id, bus.temperatureCelsius(of: id)) }
        case .readIdentity(let id):
            onThread("name", id) { bus in .identityRead(id, bus.identity(of: id), capacityBytes: bus.capacityBytes(of: id)) }
        case .rest(let id, let report): onThread("rest", id) { bus in .rested(id, bus.rest(report)) }
        case .lookAtPublished(let look, let milliseconds): goOn(look, milliseconds)
        case .startRun(let assignment): start(assignment)
        case .proceed(let job): runners[job]?.proceed()
        case .stopRun(let job): runners[job]?.stop()
        case .askCustody(let job): askCustody(job)
        case .close(let job): held.removeValue(forKey: job)?.conductor.close()
        case .abandon(let job): held[job] = nil
        }
    }

    private func onThread(_ what: String, _ id: AttachmentID, _ answer: @escaping @Sendable (any DeviceBus) -> Message) {
        detachThread(what + " " + id.name) { [bus, inbox] in inbox.yield(Parcel(answer(bus))) }
    }

    private func start(_ assignment: Assignment) {
        let id = assignment.job
        runners[id] = Runner(assignment, goingOn: held.removeValue(forKey: id), bus: bus, clock: clock) { [inbox] word, run in
            inbox.yield(Parcel(.runner(id, word, holdsDevice: run != nil), run: run))
        }
    }

    private func askCustody(_ job: JobID) {
        let run = held[job]
        detachThread("custody") { [inbox] in inbox.yield(Parcel(.custody(job, isWhole: run?.conductor.isInCustody() ?? false))) }
    }

    private func goOn(_ published: PublishedLook, _ milliseconds: Int64) {
        detachThread("published files") { [inbox] in
            var look = published
            let begun = ContinuousClock.now
            do {
                let spoilt = try look.go(milliseconds: milliseconds)
                let worked = Int64((ContinuousClock.now - begun) / .milliseconds(1))
                inbox.yield(Parcel(.published(look, spoilt, milliseconds: worked)))
            } catch { inbox.yield(Parcel(.publishedUnread("\(error)"))) }
        }
    }

    /// Lines of one event in the log: a list that overrules thousands of links has as many in the journal.
    private static let linesMax = 200

    private func log(_ entries: [JournalEntry]) {
        let acts = entries.flatMap(\.acts)
        defer { if acts.count > Self.linesMax { logger.info("and \(acts.count - Self.linesMax) more: see wipectl journal") } }
        for act in acts.prefix(Self.linesMax) {
            let parts = [act.code, act.node, act.serial, act.job, act.detail.isEmpty ? nil : act.detail]
            logger.info("\(parts.compactMap { $0 }.joined(separator: " "))")
        }
    }
}
