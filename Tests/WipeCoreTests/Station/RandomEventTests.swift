// Goal: no order of events breaks what people rely on, also where nothing outside of the station behaves.
// Method: 120 seeds, 150 random events each; invariants after every event. A failure prints its seed. What it adds to LawTests, whose bus, people
// and runners do what they would do: drives come to one node one upon another, share a bay or a serial or have none, and outnumber the slots; people
// ask for what cannot be; runs are refused, lost and saved at any time. And its own laws: a refused request changes nothing, there are never more
// runs than slots, an attachment has one job, and a closed job never moves.

import Bench
import Mutation
import Testing

@testable import WipeCore

@Suite struct RandomEventTests {
    @Test(arguments: 1...120) func noOrderOfEventsBreaksTheRules(seed: Int) {
        var random = SplitMix(UInt64(seed))
        var state = StationState(rules: Fixture.rules(slots: 2), policies: ["clear-zero": Fixture.policy()], bootID: "boot")
        let entropy = Fixture.entropy()
        var sequence: UInt64 = 0
        var running: Set<JobID> = []
        var records: [UInt64: JobID] = [:]
        var closed: Set<JobID> = []
        for step in 1...150 {
            let event = Self.event(state, &sequence, running, &random)
            let before = state
            guard let out = try? state.handle(event, at: Fixture.moment(Int64(step)), entropy: entropy) else {
                #expect(state.jobs == before.jobs, "seed \(seed) step \(step): a refused request changed a job")
                continue
            }
            // A runner that has spoken its last word is gone before its job may start again.
            switch event {
            case .finished(let id, _, _), .stopped(let id, _), .openRefused(let id, _): running.remove(id)
            case .restarted: running = []
            default: break
            }
            for effect in out.effects {
                if case .startRunner(let id) = effect {
                    #expect(running.insert(id).inserted, "seed \(seed) step \(step): two runners for \(id)")
                }
            }
            for case .job(let job) in out.entries {
                #expect(!closed.contains(job.id), "seed \(seed) step \(step): a closed job moved")
                if job.state.isClosed { closed.insert(job.id) }
                if let record = job.record {
                    #expect(records.updateValue(job.id, forKey: record) ?? job.id == job.id, "seed \(seed): record given twice")
                }
            }
            check(state, seed, step)
        }
        #expect(records.keys.sorted() == Array(1..<state.nextRecord), "seed \(seed): record numbers have a gap")
    }

    private func check(_ state: StationState, _ seed: Int, _ step: Int) {
        let place: Comment = "seed \(seed) step \(step)"
        let active = state.jobs.values.filter(\.state.occupiesSlot)
        #expect(active.count <= state.rules.slots, place)
        let attachments = state.jobs.values.compactMap(\.attachment)
        #expect(Set(attachments).count == attachments.count, place)
        // Without a credible serial two media cannot be told apart; each attachment then stands for itself.
        let known = active.filter { $0.identity.serialCredibility == .credible }.map(\.identity.key)
        #expect(Set(known).count == known.count, place)
        for job in state.jobs.values {
            #expect(!job.state.isClosed, place)
            if case .opening = job.state, let id = job.attachment { #expect(state.attached[id] != nil, place) }
        }
    }

    private static func event(_ state: StationState, _ sequence: inout UInt64, _ running: Set<JobID>, _ random: inout SplitMix) -> Event {
        let job = state.jobs.keys.sorted().randomElement(using: &random) ?? "none"
        let runner = running.sorted().randomElement(using: &random) ?? "none"
        let attached = state.attached.keys.sorted().randomElement(using: &random)
        let plan = state.jobs[runner]?.plan ?? Fixture.plan()
        switch Int.random(in: 0..<22, using: &random) {
        case 0, 1, 2:
            sequence += 1
            return .attached(
                AttachmentID(name: "sd\(Int.random(in: 1...4, using: &random))", diskSequence: sequence),
                presentAtStart: Bool.random(using: &random))
        case 3, 4, 5, 6:
            guard let id = attached else { return .tick }
            let number = Int.random(in: 1...4, using: &random)
            var report = Fixture.report(id.name, sequence: id.diskSequence, serial: number == 4 ? nil : "SERIAL\(number)", bay: "\(number)")
            if Int.random(in: 0..<6, using: &random) == 0 { report.usage = .known([Use(.mounted, node: id.name, detail: "/x")]) }
            return .identified(report, MediaHistory())
        case 7: return attached.map { .detached($0) } ?? .tick
        case 8: return attached.map { .usageObserved($0, .free, since: Fixture.moment(999)) } ?? .tick
        case 9, 10, 11: return .opened(runner)
        case 12: return .openRefused(runner, Reason(.deviceLocked, ""))
        case 13: return .checkpointed(runner, .start(passes: 1))
        case 14:
            var report = Fixture.cleanReport(plan)
            report.end = [RunEnd.finished, .mediaGone(errno: 5), .contentsChanged([])].randomElement(using: &random) ?? .finished
            // A runner speaks of its end only after it was let in.
            guard let state = state.jobs[runner]?.state, state != .opening else { return .opened(runner) }
            return .finished(runner, report, nil)
        case 15:
            guard case .stopping = state.jobs[runner]?.state else { return .tick }
            return .stopped(runner, .start(passes: 1))
        case 16: return .cancelRequested(job, Fixture.operator1)
        case 17: return .pauseRequested(job, Fixture.operator1)
        case 18: return .resumeRequested(job, Fixture.operator1)
        case 19:
            return attached.map {
                .startRequested($0, policy: nil, confirm: state.attached[$0]?.report?.identity.serial, Fixture.operator1)
            } ?? .tick
        case 20:
            guard case .certifying(let conclusion) = state.jobs[job]?.state else { return .enumerated }
            if conclusion.isSigned { return .published(job, documentID: conclusion.documentID) }
            let isCertificate = conclusion.verdict == .sanitized
            let document = SignedDocument(
                id: conclusion.documentID, record: state.jobs[job]?.record ?? 0, job: job, kind: isCertificate ? .certificate : .failure,
                outcome: "cleared", serial: nil, assetTag: nil, issuedAt: conclusion.at, fileName: "f", bytes: [1], published: false)
            return .certified(job, document, isCertificate: isCertificate, [])
        default: return Int.random(in: 0..<10, using: &random) == 0 ? .restarted : .tick
        }
    }
}
