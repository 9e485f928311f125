// Goal: the laws of the product hold over crashes and reboots: nothing is wiped that is in use or that somebody withdrew, what ran has one record, no
// number is missing, everything ends.
// Method: 200 seeds of random events in a `LawWorld`; a failure names the law, its seed and the last events. Then worlds with one mistake each.

import Bench
import Mutation
import Testing

@testable import WipeCore

@Suite struct LawTests {
    private static let seeds: UInt64 = 200

    @Test func theLawsHold() {
        for seed in UInt64(1)...Self.seeds {
            for (law, events) in Self.broken(seed) { Issue.record("\(law): seed \(seed): \(events)") }
        }
    }

    private static let lawOfMistake: [LawWorld.Mistake: String] = [
        .usesAreNotTold: "nothing starts on what is in use", .numbersBeginAnew: "records are numbered without a gap",
        .runnersSurviveACrash: "a job has one runner", .aSecondRecordIsSigned: "a job has one record",
        .documentsAreLost: "what ran has a record", .nobodyLetsGo: "everything ends",
        .personsDoNotCount: "what was withdrawn is started by a person",
    ]

    @Test(arguments: LawWorld.Mistake.allCases) func aMistakeBreaksItsLaw(_ mistake: LawWorld.Mistake) throws {
        let law = try #require(Self.lawOfMistake[mistake])
        #expect((UInt64(1)...Self.seeds).contains { Self.broken($0, mistake)[law] != nil }, "\(mistake) is not seen")
    }

    private static func broken(_ seed: UInt64, _ mistake: LawWorld.Mistake? = nil) -> [String: String] {
        var world = LawWorld(seed: seed &* 7919 &+ 1, mistake: mistake)
        for _ in 0..<80 { world.step() }
        world.comeToRest()
        world.checkEnd()
        return world.broken
    }
}

// MARK: the laws

extension LawWorld {
    /// Asked before the runner is counted.
    mutating func checkStart(of job: WipeJob, byPerson: Bool) {
        let serial = job.identity.serial ?? "?"
        expect(runners[job.id] == nil, "a job has one runner")
        let others = runners.keys.filter { $0 != job.id }.compactMap { state.jobs[$0] }
        expect(!others.contains { $0.identity.key == job.identity.key && $0.state.occupiesSlot }, "a drive has one runner")
        expect(plugged[serial]?.attachment == job.attachment, "what starts is there")
        guard let attachment = job.attachment else { return }
        expect(!inUse.contains(attachment), "nothing starts on what is in use")
        expect(byPerson || !withdrawn.contains(serial), "what was withdrawn is started by a person")
        expect(
            byPerson || !mustBeConfirmed.contains(attachment) || job.lifted.contains(.wasInUse), "what was in use is started by a person")
    }

    mutating func checkEnd() {
        for job in state.jobs.values { expect(isAtRest(job), "everything ends") }
        let numbers = durable.jobs.values.compactMap(\.record).sorted()
        expect(numbers == (0..<UInt64(numbers.count)).map { $0 + 1 }, "records are numbered without a gap")
        expect(durable.documents.values.allSatisfy { $0.count <= 1 }, "a job has one record")
    }

    /// It waits for a person or for a drive that is not there, and for nothing else.
    private func isAtRest(_ job: WipeJob) -> Bool {
        switch job.state {
        case .held, .suspended(.paused): true
        case .suspended: job.attachment == nil && job.identity.serial != nil
        case .queued: job.attachment.map { state.attached[$0]?.decision.verdict != "admit" } ?? true
        case .opening, .running, .stopping, .certifying: false
        case .closed: true
        }
    }
}

// MARK: what happens

extension LawWorld {
    mutating func step() {
        let serial = Self.serials[random.below(2)]
        switch random.below(24) {
        case 0: plugOrPull(serial)
        case 1: look(serial, failing: random.below(3) == 0)
        case 2: use(serial)
        case 3, 4: ask(serial)
        case 5, 6, 7: start(serial)
        case 8..<18: advanceARunner()
        case 18..<22:
            certifyAll()
            send(.tick, "tick")
        case 22:
            guard random.below(4) == 0 else { return }
            seconds += 4000
            send(.tick, "tick an hour later")
        default: crash(reboots: random.below(3) == 0)
        }
        answerLooks()
    }

    private mutating func ask(_ serial: String) {
        guard let job = state.jobs.values.filter({ $0.identity.serial == serial }).min(by: { $0.id < $1.id }) else { return }
        switch random.below(3) {
        case 0:
            guard send(.cancelRequested(job.id, Fixture.operator1), "cancel \(serial)", byPerson: true) else { return }
            if plugged[serial] != nil { withdrawn.insert(serial) }
        case 1: send(.pauseRequested(job.id, Fixture.operator1), "pause \(serial)", byPerson: true)
        default: send(.resumeRequested(job.id, Fixture.operator1), "resume \(serial)", byPerson: true)
        }
    }

    private mutating func start(_ serial: String) {
        guard let report = plugged[serial] else { return }
        let start = Event.startRequested(report.attachment, policy: nil, confirm: serial, Fixture.operator1)
        guard send(start, "start \(serial)", byPerson: true), mistake != .personsDoNotCount else { return }
        withdrawn.remove(serial)
        mustBeConfirmed.remove(report.attachment)
    }

    private mutating func advanceARunner() {
        let ids = runners.keys.sorted()
        guard !ids.isEmpty else { return }
        let id = ids[random.below(ids.count)]
        guard let job = state.jobs[id], let plan = job.plan else {
            runners[id] = nil
            return
        }
        if runners[id] == false, random.below(4) == 0 {
            runners[id] = nil
            if let attachment = job.attachment { mustBeConfirmed.insert(attachment) }
            send(.openRefused(id, Reason(.openedExclusively, "x")), "refused \(id)")
        } else if runners[id] == true, !isStopping(job) {
            walk(id, plan)
        } else {
            finish(id, job)
        }
    }

    private mutating func walk(_ id: JobID, _ plan: WipePlan) {
        var report = Fixture.cleanReport(plan)
        switch random.below(6) {
        case 0: report.end = .mediaGone(errno: 5)
        case 1: report.end = .contentsChanged([plan.geometry.whole])
        case 2: break
        default:
            send(.checkpointed(id, .writing(to: 1 << 20)), "checkpoint \(id)")
            return
        }
        runners[id] = nil
        send(.finished(id, report, nil), "\(report.end) \(id)")
    }

    private func isStopping(_ job: WipeJob) -> Bool { if case .stopping = job.state { true } else { false } }

    /// The next good step of a runner: let in, stopped where that was asked for, else at its end.
    private mutating func finish(_ id: JobID, _ job: WipeJob) {
        guard runners[id] == true, let plan = job.plan else {
            runners[id] = true
            send(.opened(id), "opened \(id)")
            return
        }
        runners[id] = nil
        if isStopping(job) {
            send(.stopped(id, .writing(to: 1 << 20)), "stopped \(id)")
        } else {
            send(.finished(id, Fixture.cleanReport(plan), nil), "finished \(id)")
        }
    }

    private mutating func certifyAll() { for id in state.jobs.keys.sorted() { certify(id) } }

    /// No more faults: everything that runs must end.
    mutating func comeToRest() {
        for _ in 0..<40 {
            for serial in Self.serials { look(serial) }
            for id in runners.keys.sorted() where mistake != .nobodyLetsGo {
                if let job = state.jobs[id] { finish(id, job) } else { runners[id] = nil }
            }
            certifyAll()
            send(.tick, "tick")
        }
        seconds += 8000
        for _ in 0..<8 {
            send(.tick, "tick")
            certifyAll()
        }
    }
}
