// A station on a bench: events go in, and what it would have made durable, and what it asked for, can be read back. A crash is a second bench that is
// given the first one's jobs and entries. Only what the core shows to everybody is used here, so that any test target may have one.

package import WipeCore

package struct StationBench {
    package var state: StationState
    package let entropy: Entropy
    /// The station's clock; each event moves it.
    package var seconds: Int64
    /// Everything that was made durable, in order.
    package var entries: [JournalEntry] = []
    package var effects: [Effect] = []

    /// - Parameters:
    ///   - jobs: open jobs as a store would give them after a restart.
    ///   - seconds: when the daemon starts.
    package init(
        _ rules: StationRules = Fixture.rules(), jobs: [WipeJob] = [], boot: String = "boot-1", nextRecord: UInt64 = 1,
        policies: [String: Policy]? = nil, experience: [TechniqueExperience] = [], seconds: Int64 = 0
    ) {
        state = StationState(
            rules: rules, policies: policies ?? ["clear-zero": Fixture.policy()], bootID: boot, jobs: jobs, experience: experience,
            nextRecord: nextRecord)
        self.seconds = seconds
        let base = Fixture.entropy()
        // Ids of one life are none of the life before.
        let prefix = "\(boot)-\(jobs.count)-\(seconds)-"
        entropy = Entropy(newID: { prefix + base.newID() }, plan: base.plan)
        send(.restarted)
    }

    /// The daemon dies and starts again: its store gives it the open jobs and everything that was written down, and nothing else is known.
    /// - Parameter rules: those that people have written meanwhile; nil where nobody has.
    package func afterCrash(_ rules: StationRules? = nil, boot: String? = nil) -> StationBench {
        var next = StationBench(
            rules ?? state.rules, jobs: state.jobs.values.sorted { $0.id < $1.id }, boot: boot ?? state.bootID,
            nextRecord: state.nextRecord, policies: state.policies, experience: Array(state.experience.values), seconds: seconds)
        next.entries = entries + next.entries
        return next
    }

    package var now: Moment { Fixture.moment(seconds) }

    /// Nil where the station refuses it.
    @discardableResult
    package mutating func send(_ event: Event, after: Int64 = 1) -> Transition? {
        seconds += after
        guard let transition = try? state.handle(event, at: now, entropy: entropy) else { return nil }
        entries += transition.entries
        effects += transition.effects
        return transition
    }

    /// Why a request is refused; nil where it would be carried out. Nothing changes.
    package func refusal(_ event: Event) -> Refused? {
        var copy = state
        do {
            _ = try copy.handle(event, at: now, entropy: entropy)
            return nil
        } catch { return error }
    }
}

// MARK: drives

/// The drive of tests that need only one.
package let theDrive = Fixture.report()

extension StationBench {
    /// Plugs in and identifies.
    @discardableResult
    package mutating func plug(_ report: ProbeReport, atStart: Bool = false, _ history: MediaHistory = MediaHistory()) -> Transition? {
        send(.attached(report.attachment, presentAtStart: atStart))
        return send(.identified(report, history))
    }

    /// Looked at once more, and this is what the look says; the store gives what it has on `report`, or on what the drive is really called.
    @discardableResult
    package mutating func look(_ report: ProbeReport, as known: ProbeReport? = nil) -> Transition? {
        send(.identified(report, history(known ?? report)))
    }

    package func decision(_ report: ProbeReport) -> Decision? { state.attached[report.attachment]?.decision }
    package func codes(_ report: ProbeReport) -> [DecisionCode] { decision(report)?.reasons.map(\.code) ?? [] }
    package func tagShown(_ report: ProbeReport) -> String? { state.attached[report.attachment]?.assetTag?.tag }

    /// What its bay shows.
    package func shows(_ report: ProbeReport) -> BayShows? {
        guard let media = state.attached[report.attachment] else { return nil }
        return state.shows(media, open: job(at: report), ended: media.endedJob.flatMap { stored($0) })
    }

    /// A person's word that its wipe may begin.
    @discardableResult
    package mutating func start(_ report: ProbeReport, confirm: String? = "ZN1ABCDE") -> Transition? {
        send(.startRequested(report.attachment, policy: nil, confirm: confirm, Fixture.operator1))
    }

    /// A person scans a tag that nobody else has.
    @discardableResult
    package mutating func tag(_ tag: String, _ report: ProbeReport) -> Transition? {
        send(.tagAssigned(report.attachment, AssetTag(tag: tag, source: .person), TagFacts(), settling: [], Fixture.operator1))
    }
}

// MARK: jobs

extension StationBench {
    /// What a test asked for has not come about.
    package struct NothingRuns: Error, CustomStringConvertible {
        package let description: String
    }

    /// The oldest open job; in most tests the only one.
    package var job: WipeJob? { state.jobs.values.min { $0.id < $1.id } }
    package var word: String { job?.state.word ?? "none" }
    package func job(at report: ProbeReport) -> WipeJob? { state.jobs.values.first { $0.attachment == report.attachment } }

    /// How often a runner was asked for.
    package var started: Int { effects.count { if case .startRunner = $0 { true } else { false } } }

    /// Plugs in a drive whose wipe begins by itself, and lets its runner in.
    package mutating func begin(_ report: ProbeReport = theDrive) throws(NothingRuns) -> (id: JobID, plan: WipePlan) {
        plug(report)
        return try open(report)
    }

    /// The runner has opened the device.
    @discardableResult
    package mutating func open(_ report: ProbeReport) throws(NothingRuns) -> (id: JobID, plan: WipePlan) {
        guard let id = job(at: report)?.id else {
            throw NothingRuns(description: "\(report.attachment) has no job: \(String(describing: decision(report)))")
        }
        send(.opened(id))
        guard let job = state.jobs[id], job.state == .running, let plan = job.plan else {
            throw NothingRuns(description: "the job of \(report.attachment) is \(state.jobs[id]?.state.word ?? "gone")")
        }
        return (id, plan)
    }

    /// Its run ends well; the record is not signed yet.
    package mutating func finish(_ report: ProbeReport) {
        guard let job = job(at: report), let plan = job.plan else { return }
        send(.finished(job.id, Fixture.cleanReport(plan), nil))
    }

    /// From the runner's first word to the record on file, where there is anything to wipe.
    package mutating func wipe(_ report: ProbeReport) {
        guard let job = job(at: report) else { return }
        if job.state == .opening { send(.opened(job.id)) }
        finish(report)
        certify(job.id)
    }

    /// Signs what was concluded of a job, and publishes it.
    package mutating func certify(_ id: JobID) {
        guard let job = state.jobs[id], case .certifying(let conclusion) = job.state else { return }
        let isCertificate = conclusion.verdict == .sanitized
        let document = SignedDocument(
            id: conclusion.documentID, record: job.record ?? 0, job: id, kind: isCertificate ? .certificate : .failure, outcome: "cleared",
            serial: nil, assetTag: nil, issuedAt: conclusion.at, fileName: "f", bytes: [1], published: false)
        send(.certified(id, document, isCertificate: isCertificate, []))
        send(.published(id, documentID: document.id))
    }
}

// MARK: what a store would give

extension StationBench {
    /// All jobs as they were written down, each as often as it moved.
    package var writtenJobs: [WipeJob] { entries.compactMap { if case .job(let job) = $0 { job } else { nil } } }
    package var closed: [WipeJob] { writtenJobs.filter(\.state.isClosed) }
    package func stored(_ id: JobID) -> WipeJob? { writtenJobs.last { $0.id == id } }

    /// Names and numbers of attachments come again after a reboot: those of an earlier boot are others.
    package func stored(_ id: AttachmentID) -> AttachmentRecord? {
        let records = entries.compactMap { if case .attachment(let record) = $0 { record } else { nil } }
        return records.last { $0.attachment == id && $0.bootID == state.bootID }
    }

    /// How the last wipe ended that anything showing this identity went through.
    package func lastWipe(of identity: MediaIdentity) -> PastWipe? {
        closed.compactMap { job -> PastWipe? in
            guard job.identity.key == identity.key, let ending = job.state.pastEnding else { return nil }
            return PastWipe(job: job.id, ending: ending, closedAt: job.stateSince, leftErasing: job.leftErasing)
        }.last
    }

    package func history(_ report: ProbeReport) -> MediaHistory {
        MediaHistory(record: stored(report.attachment), lastWipe: lastWipe(of: report.identity))
    }

    /// Lines of the journal with this code.
    package func acts(_ code: String) -> [Act] { entries.flatMap(\.acts).filter { $0.code == code } }
}

extension JobState {
    fileprivate var pastEnding: PastWipe.Ending? {
        switch self {
        case .closed(.sanitized): .sanitized
        case .closed(.failed): .failed
        case .closed(.abandoned): .abandoned
        default: nil
        }
    }
}

extension Checkpoint {
    /// In the first write phase, as far as `offset`.
    package static func writing(to offset: UInt64) -> Checkpoint {
        var result = PassResult()
        result.bytesWritten = offset
        return Checkpoint(
            cursor: Cursor(pass: 0, phase: .write, offset: offset), passes: [result], bytesDone: offset, activeMilliseconds: 1)
    }
}
