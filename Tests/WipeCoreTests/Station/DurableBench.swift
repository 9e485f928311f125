// A station whose durable entries can be read back, for tests of what a crash and a restart remember.

@testable import WipeCore

struct DurableBench {
    var state: StationState
    let chance: Chance
    var seconds: Int64 = 0
    var entries: [JournalEntry] = []
    var effects: [Effect] = []
    init(
        _ rules: StationRules = Fixture.rules(), jobs: [WipeJob] = [], boot: String = "boot-1", nextRecord: UInt64 = 1,
        policies: [String: Policy]? = nil, seconds: Int64 = 0
    ) {
        state = StationState(
            rules: rules, policies: policies ?? ["clear-zero": Fixture.policy()], bootID: boot, jobs: jobs, nextRecord: nextRecord)
        self.seconds = seconds
        let base = Fixture.chance()
        let prefix = "\(boot)-\(jobs.count)-\(seconds)-"
        chance = Chance(newID: { prefix + base.newID() }, plan: base.plan)
        send(.restarted)
    }
    @discardableResult mutating func send(_ event: Event, after: Int64 = 1) -> Transition? {
        seconds += after
        guard let t = try? state.handle(event, at: Fixture.moment(seconds), chance: chance) else { return nil }
        entries += t.entries
        effects += t.effects
        return t
    }
    @discardableResult mutating func plug(_ r: ProbeReport, atStart: Bool = false, _ h: MediaHistory = MediaHistory()) -> Transition? {
        send(.attached(r.attachment, presentAtStart: atStart))
        return send(.identified(r, h))
    }
    var job: WipeJob? { state.jobs.values.min { $0.id < $1.id } }
    var word: String { job?.state.word ?? "none" }
    func decision(_ r: ProbeReport) -> Decision? { state.attached[r.attachment]?.decision }
    mutating func certify(_ id: JobID) {
        guard let job = state.jobs[id], case .certifying(let c) = job.state else { return }
        let isCert = c.verdict == .sanitized
        let d = SignedDocument(
            id: c.documentID, record: job.record ?? 0, job: id, kind: isCert ? .certificate : .failure, outcome: "x", serial: nil,
            assetTag: nil, issuedAt: c.at, fileName: "f", bytes: [1], published: false)
        send(.certified(id, d, isCertificate: isCert, []))
        send(.published(id, documentID: d.id))
    }
    /// What the store would give for this attachment.
    func stored(_ id: AttachmentID) -> AttachmentRecord? {
        entries.compactMap { if case .attachment(let r) = $0, r.attachment == id { r } else { nil } }.last
    }
    var lastWipe: PastWipe? {
        entries.compactMap { e -> PastWipe? in
            guard case .job(let j) = e, case .closed(let c) = j.state, let ending = c.ending else { return nil }
            return PastWipe(job: j.id, ending: ending, closedAt: j.stateSince)
        }.last
    }
    func history(_ r: ProbeReport) -> MediaHistory { MediaHistory(record: stored(r.attachment), lastWipe: lastWipe) }
    var started: Int { effects.filter { if case .startRunner = $0 { true } else { false } }.count }
}

/// A checkpoint in the first write phase.
func checkpointAt(_ plan: WipePlan, offset: UInt64) -> Checkpoint {
    var r = PassResult(); r.bytesWritten = offset
    return Checkpoint(cursor: Cursor(pass: 0, phase: .write, offset: offset), passes: [r], bytesDone: offset, activeMilliseconds: 1)
}

let theDrive = Fixture.report()
