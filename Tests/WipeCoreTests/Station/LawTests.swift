// Goal: the laws of the product hold over crashes and reboots. Looked at from outside: only events, effects and what was made durable.
// Method: 300 seeds of random events of bus, people, runners and certifier, with crashes between them. A failure names its seed and last events.

import Testing

@testable import WipeCore

struct LawChance: RandomNumberGenerator {
    var s: UInt64;
    mutating func next() -> UInt64 {
        s &+= 0x9E37_79B9_7F4A_7C15; var z = s; z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9; z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31)
    }
}

/// Random events, crashes with what was made durable, and the laws of product.md looked at from outside.
@Suite struct LawTests {
    @Test func theLawsHold() {
        var seen: [String: String] = [:]
        for seed in 0..<300 { for p in run(UInt64(seed)) where seen[p.0] == nil { seen[p.0] = "seed \(seed): \(p.1)" } }
        for (k, v) in seen.sorted(by: { $0.key < $1.key }) { Issue.record("\(k): \(v)") }
    }
    func run(_ seed: UInt64) -> [(String, String)] {
        var g = LawChance(s: seed &* 7919 &+ 1)
        var problems: [(String, String)] = []
        var log: [String] = []
        func roll(_ n: Int) -> Int { Int.random(in: 0..<n, using: &g) }
        var nextID = 0
        let base = Fixture.chance()
        var ids = 0
        let counter = Counter()
        let chance = Chance(newID: { "j\(counter.nextNumber())" }, plan: base.plan)
        _ = ids; ids = 0
        // durable
        var jobs: [JobID: WipeJob] = [:], checkpoints: [JobID: Checkpoint] = [:], records: [String: AttachmentRecord] = [:]
        var docs: [JobID: Int] = [:], ended: [JobID: String] = [:], last: [String: PastWipe] = [:]
        var boot = 1, seq: UInt64 = 1, seconds: Int64 = 0
        var plugged: [String: ProbeReport] = [:]  // serial -> report
        var runners: [JobID: Bool] = [:]  // opened?
        var cancelled: Set<String> = []  // identities whose job was cancelled and not replugged or started since
        var mustHold: Set<AttachmentID> = []  // refused for use on this attachment: a person must look
        var rules = Fixture.rules(onAttach: .wipe, slots: 2)
        rules.resumeWithinHours = 1
        var state = StationState(rules: rules, policies: ["clear-zero": Fixture.policy()], bootID: "b1")
        func store(_ entries: [JournalEntry]) {
            for e in entries {
                switch e {
                case .job(let j):
                    var bare = j; bare.checkpoint = nil; jobs[j.id] = bare
                    if case .closed(let c) = j.state {
                        if ended[j.id] != nil, ended[j.id] != j.state.word {
                            problems.append(("closed twice", log.suffix(14).joined(separator: " | ")))
                        }
                        ended[j.id] = j.state.word
                        if let e = c.ending { last[j.identity.key] = PastWipe(job: j.id, ending: e, closedAt: j.stateSince) }
                        if j.everRan, docs[j.id] != 1 { problems.append(("ran without record", log.suffix(14).joined(separator: " | "))) }
                    }
                case .checkpoint(let id, let c): checkpoints[id] = c
                case .attachment(let r): records["\(r.bootID)/\(r.attachment)"] = r
                case .document(let d): docs[d.job ?? "", default: 0] += 1
                default: break
                }
            }
        }
        func send(_ event: Event, _ name: String, person: Bool = false) -> Bool {
            seconds += 1
            log.append(name)
            guard let t = try? state.handle(event, at: Fixture.moment(seconds), chance: chance) else {
                log.append("(refused)"); return false
            }
            store(t.entries)
            for e in t.effects {
                switch e {
                case .startRunner(let id):
                    let j = state.jobs[id]!
                    let serial = j.identity.serial ?? "?"
                    let tail = log.suffix(16).joined(separator: " | ")
                    if runners[id] != nil { problems.append(("two runners of one job", tail)) }
                    if runners.keys.contains(where: {
                        $0 != id && state.jobs[$0]?.identity.key == j.identity.key && state.jobs[$0]?.state.occupiesSlot == true
                    }) {
                        problems.append(("two runners of one media", tail))
                    }
                    if plugged[serial]?.attachment != j.attachment { problems.append(("started on a media that is not there", tail)) }
                    if plugged[serial]?.usage != .free && false { problems.append(("started in use", tail)) }
                    if cancelled.contains(serial), !person { problems.append(("cancelled, then wiped by itself", tail)) }
                    if let a = j.attachment, mustHold.contains(a), !person, !j.lifted.contains(.wasInUse) {
                        problems.append(("was in use, wiped by itself", tail))
                    }
                    runners[id] = false
                case .certify(let id):
                    if case .certifying(let c)? = state.jobs[id]?.state, roll(4) != 0 { certify(id, c) }
                default: break
                }
            }
            return true
        }
        func certify(_ id: JobID, _ c: Conclusion) {
            let doc = SignedDocument(
                id: c.documentID, record: state.jobs[id]!.record ?? 0, job: id, kind: c.verdict == .sanitized ? .certificate : .failure,
                outcome: "", serial: nil, assetTag: nil, issuedAt: c.at, fileName: "", bytes: [1], published: false)
            if docs[id] == nil || true {
                let had = docs[id] ?? 0
                _ = send(.certified(id, doc, isCertificate: c.verdict == .sanitized, []), "certified \(id)")
                if had > 0 { docs[id] = had }
            }
            if roll(4) != 0 { _ = send(.published(id, documentID: doc.id), "published \(id)") }
        }
        func history(_ r: ProbeReport) -> MediaHistory {
            MediaHistory(record: records["b\(boot)/\(r.attachment)"], lastWipe: last[r.identity.key])
        }
        func look(_ s: String, failing: Bool = false) {
            guard var r = plugged[s] else { return }
            if failing { r.identity.capacityBytes = 0; r.geometry = nil; r.usage = .unknown(why: "EIO") }
            if state.attached[r.attachment] == nil { return }
            if r.usage != .free, !failing, !(state.attached[r.attachment].map { state.isBusy($0) } ?? false) {
                mustHold.insert(r.attachment)
            }
            _ = send(.identified(r, history(r)), "look \(s)\(failing ? " failed" : r.usage == .free ? "" : " mounted")")
        }
        _ = send(.restarted, "restarted"); _ = send(.enumerated, "enumerated")
        let serials = ["AAAA1111", "BBBB2222"]
        for _ in 0..<60 {
            let s = serials[roll(2)]
            let job = state.jobs.values.filter { $0.identity.serial == s }.min { $0.id < $1.id }
            switch roll(17) {
            case 0, 1:
                if let r = plugged[s] {
                    plugged[s] = nil; _ = send(.detached(r.attachment), "pull \(s)")
                } else {
                    var r = Fixture.report("sd\(s.first!)", sequence: seq, serial: s, bay: s == serials[0] ? "1" : "2"); seq += 1
                    if roll(4) == 0 { r.usage = .known([Use(.mounted, node: "x", detail: "/m")]) }
                    plugged[s] = r; cancelled.remove(s)
                    _ = send(.attached(r.attachment, presentAtStart: false), "plug \(s)")
                }
            case 2, 3: look(s)
            case 4: if roll(3) == 0 { look(s, failing: true) }
            case 5:
                if plugged[s] != nil {
                    plugged[s]!.usage = roll(2) == 0 ? .free : .known([Use(.mounted, node: "x", detail: "/m")])
                    let r = plugged[s]!
                    if r.usage != .free, let m = state.attached[r.attachment], m.report != nil, !state.isBusy(m) {
                        mustHold.insert(r.attachment)
                    }
                    _ = send(
                        .usageObserved(r.attachment, r.usage, since: Fixture.moment(seconds + 1)),
                        "usage \(s) \(r.usage == .free ? "free" : "mounted")")
                }
            case 6:
                if let job {
                    if send(.cancelRequested(job.id, Fixture.operator1), "cancel \(s)", person: true), plugged[s] != nil {
                        cancelled.insert(s)
                    }
                }
            case 7: if let job { _ = send(.pauseRequested(job.id, Fixture.operator1), "pause \(s)", person: true) }
            case 8: if let job { _ = send(.resumeRequested(job.id, Fixture.operator1), "resume \(s)", person: true) }
            case 9, 10:
                if let r = plugged[s],
                    send(.startRequested(r.attachment, policy: nil, confirm: s, Fixture.operator1), "start \(s)", person: true)
                {
                    cancelled.remove(s); mustHold.remove(r.attachment)
                }
            case 11, 12, 13:
                if let (id, opened) = runners.sorted(by: { $0.key < $1.key }).randomElement(using: &g) {
                    guard let j = state.jobs[id] else { runners[id] = nil; break }
                    if !opened {
                        if roll(4) == 0 {
                            runners[id] = nil; if let a = j.attachment { mustHold.insert(a) };
                            _ = send(.openRefused(id, Reason(.openedExclusively, "x")), "refused \(id)")
                        } else {
                            runners[id] = true; _ = send(.opened(id), "opened \(id)")
                        }
                    } else if case .stopping = j.state {
                        runners[id] = nil
                        _ = send(.stopped(id, checkpointAt(j.plan!, offset: 1 << 20)), "stopped \(id)")
                    } else {
                        switch roll(6) {
                        case 0:
                            runners[id] = nil; var r = Fixture.cleanReport(j.plan!); r.end = .mediaGone(errno: 5);
                            _ = send(.finished(id, r, nil), "gone \(id)")
                        case 1:
                            runners[id] = nil; var r = Fixture.cleanReport(j.plan!); r.end = .contentsChanged([r.plan.geometry.whole]);
                            _ = send(.finished(id, r, nil), "changed \(id)")
                        case 2: runners[id] = nil; _ = send(.finished(id, Fixture.cleanReport(j.plan!), nil), "finished \(id)")
                        default: _ = send(.checkpointed(id, checkpointAt(j.plan!, offset: 1 << 20)), "checkpoint \(id)")
                        }
                    }
                }
            case 14:
                for j in state.jobs.values.sorted(by: { $0.id < $1.id }) { if case .certifying(let c) = j.state { certify(j.id, c) } }
                _ = send(.tick, "tick")
            case 15: if roll(8) == 0 { seconds += 4000; _ = send(.tick, "tick+1h") }
            default:
                guard roll(3) == 0 else { break }
                let reboot = roll(3) == 0
                if reboot { boot += 1; seq = 1; mustHold = [] }
                log.append(reboot ? "REBOOT" : "CRASH")
                runners = [:]
                let open = jobs.values.filter { !$0.state.isClosed }.map { j in
                    var j = j; j.checkpoint = checkpoints[j.id]; return j
                }
                let top = (jobs.values.compactMap(\.record).max() ?? 0) + 1
                state = StationState(
                    rules: rules, policies: ["clear-zero": Fixture.policy()], bootID: "b\(boot)", jobs: open, nextRecord: top)
                _ = send(.restarted, "restarted")
                for s in serials where plugged[s] != nil {
                    if reboot {
                        let o = plugged[s]!; var r = Fixture.report("sd\(s.first!)", sequence: seq, serial: s, bay: o.properties["BAY"]!);
                        seq += 1; r.usage = o.usage; plugged[s] = r
                    }
                    _ = send(.attached(plugged[s]!.attachment, presentAtStart: true), "present \(s)")
                }
                _ = send(.enumerated, "enumerated")
            }
            nextID += 1
        }
        // Liveness: no more faults; everything that runs must end.
        for _ in 0..<40 {
            for s in serials { look(s) }
            for (id, opened) in runners.sorted(by: { $0.key < $1.key }) {
                guard let j = state.jobs[id] else { runners[id] = nil; continue }
                if !opened {
                    runners[id] = true; _ = send(.opened(id), "opened \(id)")
                } else if case .stopping = j.state {
                    runners[id] = nil; _ = send(.stopped(id, checkpointAt(j.plan!, offset: 1 << 20)), "stopped")
                } else {
                    runners[id] = nil; _ = send(.finished(id, Fixture.cleanReport(j.plan!), nil), "finished")
                }
            }
            for j in state.jobs.values.sorted(by: { $0.id < $1.id }) { if case .certifying(let c) = j.state { certify(j.id, c) } }
            _ = send(.tick, "tick")
        }
        seconds += 8000
        for _ in 0..<8 {
            _ = send(.tick, "tick");
            for j in state.jobs.values.sorted(by: { $0.id < $1.id }) { if case .certifying(let c) = j.state { certify(j.id, c) } }
        }
        for j in state.jobs.values {
            switch j.state {
            case .held, .suspended(.paused): break
            case .suspended where j.attachment != nil || j.identity.serial == nil:
                problems.append(("stuck \(j.state.word) \(j.state.detail)", log.suffix(6).joined(separator: " | ")))
            case .queued where j.attachment.map { state.attached[$0]?.decision.verdict == "admit" } == true, .opening, .running, .stopping,
                .certifying, .suspended:
                problems.append(("stuck \(j.state.word) \(j.state.detail)", log.suffix(6).joined(separator: " | ")))
            default: break
            }
        }
        let numbers = jobs.values.compactMap(\.record).sorted()
        if numbers != (numbers.isEmpty ? [] : Array(1...UInt64(numbers.count))) { problems.append(("record gap", "\(numbers)")) }
        for (id, n) in docs where n > 1 { problems.append(("two documents", id)) }
        return problems
    }
}
