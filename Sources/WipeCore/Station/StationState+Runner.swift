// What runners and the certifier report.

extension StationState {
    mutating func takeRunner(_ event: Event, _ now: Moment, _ chance: Chance, _ out: inout Transition) {
        switch event {
        case .opened(let id):
            let isFirst = jobs[id]?.everRan == false
            if move(id, .opened(record: nextRecord, bootID: bootID, logHead: logHead), now, chance, &out) == nil, isFirst {
                nextRecord += 1
                // A person has said that it may go, and it goes: what it was used for before is answered.
                if let job = jobs[id], job.lifted.contains(.wasInUse), let place = job.attachment { setInUse(false, place, &out) }
            }
        case .openRefused(let id, let reason): openRefused(id, reason, now, chance, &out)
        case .checkpointed(let id, let checkpoint):
            guard var job = jobs[id], job.state.occupiesSlot else { return }
            // The fast lane: no journal line, no copy of the job; only the clock and the checkpoint move.
            let jumps = job.clockJumps.count
            if (try? job.apply(.checkpointed(checkpoint), at: now, newID: chance.newID)) != nil {
                jobs[id] = job
                if job.clockJumps.count != jumps { out.entries.append(.job(job)) }
                out.entries.append(.checkpoint(id, checkpoint))
                noteTwins(ofJob: id, now, &out)
            }
        case .finished(let id, let report, let health):
            if case .mediaGone = report.end, let attachment = jobs[id]?.attachment {
                attached[attachment]?.gone = true
                // Gone, or only another size than it had: a fresh look tells.
                out.effects.append(.identify(attachment))
            }
            if !report.isGone { noteTwins(ofJob: id, now, &out) }
            let verdict = Self.verdict(of: report, before: jobs[id]?.report.health, after: health, rules.health)
            let before = jobs[id]?.checkpoint
            move(id, .finished(report, verdict: verdict, health), now, chance, &out)
            // What a run has seen that lost its drive.
            if let kept = jobs[id]?.checkpoint, kept != before { out.entries.append(.checkpoint(id, kept)) }
            if !report.isGone { keep(id) }
        case .stopped(let id, let checkpoint):
            move(id, .stopped(checkpoint), now, chance, &out)
            out.entries.append(.checkpoint(id, checkpoint))
            keep(id)
        case .certified(let id, let document, let isCertificate, let reasons):
            out.entries.append(.document(document))
            move(id, .certified(document: document.id, isCertificate: isCertificate, reasons), now, chance, &out)
        case .custodyEnded(let id):
            guard let before = jobs[id]?.state, move(id, .custodyEnded, now, chance, &out) == nil, jobs[id]?.state != before else { return }
            if let job = jobs[id] { act("custody-ended", .station, job: job, detail: "before its record was signed", now, &out) }
        case .published(let id, let documentID):
            out.entries.append(.published(documentID: documentID))
            move(id, .published, now, chance, &out)
        default: break
        }
    }

    /// A run has ended with its device open: the shell holds it on where the job wants it.
    private mutating func keep(_ id: JobID) {
        if jobs[id]?.wantsItsDevice == true { keeping.insert(id) }
    }

    /// The engine's verdict as the job machine takes it, with what the station's own rules add.
    private static func verdict(of report: WipeReport, before: Health?, after: Health?, _ limits: HealthLimits) -> Conclusion.Verdict {
        var reasons: [Reason] = []
        if case .stoppedByPolicy(let stop) = report.end { reasons.append(stop.reason) }
        if let first = before?.reallocatedSectors, let last = after?.reallocatedSectors, last > first,
            last - first > limits.reallocatedRiseMax
        {
            // What the drive has put aside may still hold what was on it, and nobody can overwrite it there.
            reasons.append(Reason(.reallocatedRise, "the drive replaced \(last - first) sectors during the wipe: hold for destruction"))
        }
        if case .failed(let found) = Verdict.of(report) {
            reasons += found.map { Reason(Reason.Code($0), $0.message) }
        }
        return reasons.isEmpty ? .sanitized : .failed(reasons)
    }

    /// What refused once is looked at by a person before it is tried again; a swapped node is looked at afresh.
    private mutating func openRefused(_ id: JobID, _ reason: Reason, _ now: Moment, _ chance: Chance, _ out: inout Transition) {
        // Said twice, or of a job that no longer opens: nothing of it changes, in memory as in the store.
        guard let job = jobs[id], job.state.occupiesSlot else { return }
        guard let attachment = job.attachment else {
            move(id, .openRefused(reason), now, chance, &out)
            return
        }
        if reason.code.refusalMemory != .none {
            if reason.code.refusalMemory == .media { setInUse(true, attachment, &out) }
            attached[attachment]?.record?.wasRefused = true
            attached[attachment]?.record?.holdAnew(.wasInUse)
            jobs[id]?.lifted.remove(.wasInUse)
        }
        if let record = attached[attachment]?.record { out.entries.append(.attachment(record)) }
        move(id, .openRefused(reason), now, chance, &out)
        // What was known of it no longer holds: nothing is decided before it has been identified again.
        attached[attachment]?.report = nil
        attached[attachment]?.decision = .identifying
        out.effects.append(.identify(attachment))
    }
}
