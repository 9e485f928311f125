// What runners and the certifier report.

extension StationState {
    mutating func takeRunner(_ turn: inout Turn, _ event: Event) {
        switch event {
        case .opened(let id):
            let isFirst = jobs[id]?.everRan == false
            if move(&turn, id, .opened(record: nextRecord, bootID: bootID, logHead: logHead)) == nil, isFirst {
                nextRecord += 1
                // A person has said that it may go, and it goes: what it was used for before is answered.
                if let job = jobs[id], job.lifted.contains(.wasInUse), let place = job.attachment { setInUse(&turn, false, place) }
            }
        case .openRefused(let id, let reason): openRefused(&turn, id, reason)
        case .checkpointed(let id, let checkpoint):
            guard var job = jobs[id], job.state.occupiesSlot else { return }
            // The fast lane: no journal line, no copy of the job; only the clock and the checkpoint move.
            let jumps = job.clockJumps.count
            if (try? job.apply(.checkpointed(checkpoint), at: turn.now, newID: turn.entropy.newID)) != nil {
                jobs[id] = job
                if job.clockJumps.count != jumps { turn.write(.job(job)) }
                turn.write(.checkpoint(id, checkpoint))
                noteTwins(&turn, ofJob: id)
            }
        case .finished(let id, let report, let health):
            if case .mediaGone = report.end, let attachment = jobs[id]?.attachment {
                attached[attachment]?.gone = true
                // Gone, or only another size than it had: a fresh look tells.
                turn.ask(.identify(attachment))
            }
            if !report.isGone { noteTwins(&turn, ofJob: id) }
            let verdict = Self.verdict(of: report, before: jobs[id]?.report.health, after: health, rules.health)
            let before = jobs[id]?.checkpoint
            move(&turn, id, .finished(report, verdict: verdict, health))
            // What a run has seen that lost its drive.
            if let kept = jobs[id]?.checkpoint, kept != before { turn.write(.checkpoint(id, kept)) }
            if !report.isGone { keep(id) }
        case .stopped(let id, let checkpoint):
            move(&turn, id, .stopped(checkpoint))
            turn.write(.checkpoint(id, checkpoint))
            keep(id)
        case .certified(let id, let document, let isCertificate, let reasons):
            turn.write(.document(document))
            move(&turn, id, .certified(document: document.id, isCertificate: isCertificate, reasons))
        case .custodyEnded(let id):
            guard let before = jobs[id]?.state, move(&turn, id, .custodyEnded) == nil, jobs[id]?.state != before else { return }
            if let job = jobs[id] { act(&turn, "custody-ended", .station, job: job, detail: "before its record was signed") }
        case .published(let id, let documentID):
            turn.write(.published(documentID: documentID))
            move(&turn, id, .published)
        default: break
        }
    }

    /// A run has ended with its device open: the shell holds it on where the job wants it.
    private mutating func keep(_ id: JobID) {
        if jobs[id]?.wantsItsDevice == true { keeping.insert(id) }
    }

    /// The engine's verdict as the job machine takes it, with what the station's own rules add.
    private static func verdict(of report: WipeReport, before: Health?, after: Health?, _ limits: HealthLimits) -> Conclusion.Verdict {
        var reasons: [Reason<EndCode>] = []
        if case .stoppedByPolicy(let stop) = report.end { reasons.append(Reason(stop).among(EndCode.stopped)) }
        if let first = before?.reallocatedSectors, let last = after?.reallocatedSectors, last > first,
            last - first > limits.reallocatedRiseMax
        {
            // What the drive has put aside may still hold what was on it, and nobody can overwrite it there.
            reasons.append(Reason(ending: .reallocatedRise, ["count": String(last - first)]))
        }
        if case .failed(let found) = Verdict.of(report) {
            reasons += found.map { Reason($0).among(EndCode.verdict) }
        }
        return reasons.isEmpty ? .sanitized : .failed(reasons)
    }

    /// What refused once is looked at by a person before it is tried again; a swapped node is looked at afresh.
    private mutating func openRefused(_ turn: inout Turn, _ id: JobID, _ reason: Reason<RefusalCode>) {
        // Said twice, or of a job that no longer opens: nothing of it changes, in memory as in the store.
        guard let job = jobs[id], job.state.occupiesSlot else { return }
        guard let attachment = job.attachment else {
            move(&turn, id, .openRefused(reason))
            return
        }
        if reason.code.refusalMemory != .none {
            if reason.code.refusalMemory == .media { setInUse(&turn, true, attachment) }
            attached[attachment]?.record?.wasRefused = true
            attached[attachment]?.record?.holdAnew(.wasInUse)
            jobs[id]?.lifted.remove(.wasInUse)
        }
        if let record = attached[attachment]?.record { turn.write(.attachment(record)) }
        move(&turn, id, .openRefused(reason))
        // What was known of it no longer holds: nothing is decided before it has been identified again.
        attached[attachment]?.report = nil
        attached[attachment]?.decision = .identifying
        turn.ask(.identify(attachment))
    }
}
