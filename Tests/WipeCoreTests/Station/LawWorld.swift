// Two drives and their bays, on which anything may happen: bus, people, runners and certifier, with crashes and reboots between them. The laws are
// held against what can be seen from outside: events, effects, and what was made durable.

import Bench
import Mutation

@testable import WipeCore

struct LawWorld {
    /// What survives a crash.
    struct Durable {
        var jobs: [JobID: WipeJob] = [:]
        var checkpoints: [JobID: Checkpoint] = [:]
        var attachments: [String: AttachmentRecord] = [:]
        /// Ids of what was signed.
        var documents: [JobID: Set<String>] = [:]
        /// By the identity's key.
        var lastWipe: [String: PastWipe] = [:]
        var endings: [JobID: String] = [:]
    }

    /// What makes a law break, so that its check is seen to work.
    enum Mistake: CaseIterable {
        case usesAreNotTold, numbersBeginAnew, runnersSurviveACrash, aSecondRecordIsSigned, documentsAreLost, nobodyLetsGo
        case personsDoNotCount
    }

    /// Credible ones: a drive that its serial does not identify waits for a tag, and nothing would ever begin here.
    static let serials = ["ZN1A7Q3K", "WX52B8M4"]
    static let mounted = Usage.known([Use(.mounted, node: "x", detail: "/m")])

    let mistake: Mistake?
    var random: SplitMix
    var durable = Durable()
    var state: StationState
    var boot = 1
    private var sequence: UInt64 = 1
    var seconds: Int64 = 0
    /// What stands in each bay, by serial.
    var plugged: [String: ProbeReport] = [:]
    /// Jobs that have a runner; true once it was let in.
    var runners: [JobID: Bool] = [:]
    /// In use, as the station was told last.
    var inUse: Set<AttachmentID> = []
    /// Was in use, and no person has looked since.
    var mustBeConfirmed: Set<AttachmentID> = []
    /// Serials whose job a person cancelled, neither plugged in anew nor started since.
    var withdrawn: Set<String> = []
    /// What the station wants to be looked at.
    private var asked: Set<AttachmentID> = []
    /// The law that was broken, and the events before it.
    var broken: [String: String] = [:]
    private var events: [String] = []
    private let entropy: Entropy
    private let rules: StationRules

    init(seed: UInt64, mistake: Mistake? = nil) {
        self.mistake = mistake
        random = SplitMix(seed)
        let ids = Counter()
        entropy = Entropy(newID: { "j\(ids.nextNumber())" }, plan: Fixture.entropy().plan)
        var rules = Fixture.rules(onAttach: .wipe, slots: 2)
        rules.resumeWithinHours = 1
        self.rules = rules
        state = StationState(rules: rules, policies: ["clear-zero": Fixture.policy()], bootID: "b1")
        send(.restarted, "restarted")
        send(.enumerated, "enumerated")
    }

    mutating func expect(_ isKept: Bool, _ law: String) {
        if !isKept, broken[law] == nil { broken[law] = events.suffix(16).joined(separator: " | ") }
    }

    /// False where the station refused it.
    @discardableResult mutating func send(_ event: Event, _ name: String, byPerson: Bool = false) -> Bool {
        seconds += 1
        events.append(name)
        guard let transition = try? state.handle(event, at: Fixture.moment(seconds), entropy: entropy) else {
            events.append("(refused)")
            return false
        }
        for entry in transition.entries { store(entry) }
        for effect in transition.effects {
            switch effect {
            case .startRunner(let id):
                if let job = state.jobs[id] { checkStart(of: job, byPerson: byPerson && mistake != .personsDoNotCount) }
                runners[id] = false
            case .identify(let id): asked.insert(id)
            case .certify(let id): if random.below(4) != 0 { certify(id) }
            default: break
            }
        }
        return true
    }

    private mutating func store(_ entry: JournalEntry) {
        switch entry {
        case .job(let job):
            var bare = job
            bare.checkpoint = nil
            durable.jobs[job.id] = bare
            if case .closed(let end) = job.state { close(job, end) }
        case .checkpoint(let id, let checkpoint): durable.checkpoints[id] = checkpoint
        case .attachment(let record): durable.attachments["\(record.bootID)/\(record.attachment)"] = record
        case .document(let document):
            if mistake != .documentsAreLost { durable.documents[document.job ?? "", default: []].insert(document.id) }
        default: break
        }
    }

    private mutating func close(_ job: WipeJob, _ end: JobState.Closure) {
        expect(durable.endings[job.id].map { $0 == job.state.word } ?? true, "a job ends once")
        durable.endings[job.id] = job.state.word
        if let ending = end.ending { durable.lastWipe[job.identity.key] = PastWipe(job: job.id, ending: ending, closedAt: job.stateSince) }
        expect(!job.everRan || durable.documents[job.id]?.isEmpty == false, "what ran has a record")
    }

    /// The certifier signs what was concluded, again where it was asked again, and may be lost before it publishes.
    mutating func certify(_ id: JobID) {
        guard let job = state.jobs[id], case .certifying(let conclusion) = job.state else { return }
        let isCertificate = conclusion.verdict == .sanitized
        let document = SignedDocument(
            id: conclusion.documentID + (mistake == .aSecondRecordIsSigned ? "-\(seconds)" : ""), record: job.record ?? 0, job: id,
            kind: isCertificate ? .certificate : .failure, outcome: "", serial: nil, assetTag: nil, issuedAt: conclusion.at, fileName: "",
            bytes: [1], published: false)
        send(.certified(id, document, isCertificate: isCertificate, []), "certified \(id)")
        if random.below(4) != 0 { send(.published(id, documentID: document.id), "published \(id)") }
    }

    // MARK: drives

    mutating func look(_ serial: String, failing: Bool = false) {
        guard var report = plugged[serial], let media = state.attached[report.attachment] else { return }
        if failing {
            report.identity.capacityBytes = 0
            report.geometry = nil
            report.usage = .unknown(why: "EIO")
        }
        if !state.isBusy(media) { tell(report.attachment, report.usage) }
        let history = MediaHistory(
            record: durable.attachments["b\(boot)/\(report.attachment)"], lastWipe: durable.lastWipe[report.identity.key])
        send(.identified(report, history), "look \(serial)\(failing ? " failed" : report.usage == .free ? "" : " mounted")")
    }

    /// Most looks that the station asks for come soon.
    mutating func answerLooks() {
        for serial in Self.serials {
            guard let id = plugged[serial]?.attachment, asked.contains(id), random.below(4) != 0 else { continue }
            asked.remove(id)
            look(serial)
        }
    }

    mutating func use(_ serial: String) {
        guard var report = plugged[serial] else { return }
        report.usage = random.below(2) == 0 ? .free : Self.mounted
        plugged[serial] = report
        if let media = state.attached[report.attachment], media.report != nil, !state.isBusy(media) {
            tell(report.attachment, report.usage)
        }
        if mistake == .usesAreNotTold { return }
        send(
            .usageObserved(report.attachment, report.usage, since: Fixture.moment(seconds + 1)),
            "\(serial) is \(report.usage == .free ? "free" : "mounted")")
    }

    /// A look that could not find out is no use.
    private mutating func tell(_ attachment: AttachmentID, _ usage: Usage) {
        if usage == .free { inUse.remove(attachment) } else { inUse.insert(attachment) }
        if usage == Self.mounted { mustBeConfirmed.insert(attachment) }
    }

    mutating func plugOrPull(_ serial: String) {
        if let report = plugged.removeValue(forKey: serial) {
            send(.detached(report.attachment), "pull \(serial)")
            return
        }
        let report = report(serial, random.below(6) == 0 ? Self.mounted : .free)
        plugged[serial] = report
        withdrawn.remove(serial)
        send(.attached(report.attachment, presentAtStart: false), "plug \(serial)")
    }

    /// As a kernel would show it that has seen `sequence` media so far.
    private mutating func report(_ serial: String, _ usage: Usage) -> ProbeReport {
        let bay = serial == Self.serials[0] ? "1" : "2"
        var report = Fixture.report(serial == Self.serials[0] ? "sda" : "sdb", sequence: sequence, serial: serial, bay: bay)
        sequence += 1
        report.usage = usage
        return report
    }

    // MARK: crashes

    /// The daemon ends, or the whole machine; what was made durable is all that the next life knows.
    mutating func crash(reboots: Bool) {
        events.append(reboots ? "REBOOT" : "CRASH")
        if mistake != .runnersSurviveACrash { runners = [:] }
        inUse = []
        asked = []
        if reboots {
            boot += 1
            sequence = 1
            mustBeConfirmed = []
        }
        let open = durable.jobs.values.filter { !$0.state.isClosed }.map { stored in
            var job = stored
            job.checkpoint = durable.checkpoints[job.id]
            return job
        }
        let next = (durable.jobs.values.compactMap(\.record).max() ?? 0) + 1
        state = StationState(
            rules: rules, policies: ["clear-zero": Fixture.policy()], bootID: "b\(boot)", jobs: open,
            nextRecord: mistake == .numbersBeginAnew ? 1 : next)
        send(.restarted, "restarted")
        for serial in Self.serials {
            guard let before = plugged[serial] else { continue }
            let now = reboots ? report(serial, before.usage) : before
            plugged[serial] = now
            send(.attached(now.attachment, presentAtStart: true), "present \(serial)")
        }
        send(.enumerated, "enumerated")
    }
}
