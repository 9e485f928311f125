// A start: what a person has to say before it, whether it may be at all, and what follows from it.

/// What proves that a person has looked at this very drive.
package enum Confirmation: String, Sendable, CaseIterable {
    /// The number on its own label.
    case serial
    /// Its asset tag, where its serial does not identify it.
    case assetTag = "asset-tag"
}

/// What a start still takes that would not be refused.
package struct StartNeeds: Hashable, Sendable {
    /// Nil where nothing has to be confirmed.
    package let confirmation: Confirmation?
    /// That the confirmation lifts.
    package let holds: [Reason<HoldCode>]
}

extension StationState {
    /// A start that nothing forbids.
    private struct Startable {
        let media: AttachedMedia
        let report: ProbeReport
        let job: WipeJob?
        /// Id of the policy that was asked for, or that applies.
        let policy: String
        /// What has to be confirmed.
        let holds: [Reason<HoldCode>]
    }

    /// What a start would take now, for whoever asks a person: nobody is asked for a word that would not be enough. Changes nothing.
    ///
    /// Throws what a start would be refused with, whatever was said.
    package func startNeeds(_ id: AttachmentID, policy: String?, by actor: Actor, at now: Moment) throws(Refused) -> StartNeeds {
        try actor.must(be: .technician, to: "start")
        let start = try startable(id, policy, by: actor, at: now)
        if start.holds.isEmpty { return StartNeeds(confirmation: nil, holds: []) }
        return StartNeeds(confirmation: try Self.confirmation(of: start), holds: start.holds)
    }

    mutating func start(
        _ turn: inout Turn, _ id: AttachmentID, policy: String?, confirm: String?, by actor: Actor
    ) throws(Refused) {
        let start = try startable(id, policy, by: actor, at: turn.now)
        // Whoever names a serial means that drive, also where nobody would have asked.
        if !start.holds.isEmpty || confirm != nil { try check(confirm, start) }
        begin(&turn, start, by: actor)
    }

    private func startable(_ id: AttachmentID, _ policy: String?, by actor: Actor, at now: Moment) throws(Refused) -> Startable {
        guard let media = attached[id] else { throw .exchanged(id.node) }
        guard let report = media.report, media.record != nil else {
            throw Refused(.identifying, ["node": id.node])
        }
        let job = openJob(for: media)
        if let job, let refused = Self.cannotStart(job, policy) { throw refused }
        var facts = facts(for: media, report, job: job, now)
        facts.requestedPolicy = policy ?? job?.policy
        let needed = decide(facts)
        facts.lifted.formUnion(HoldCode.allCases.filter(\.isConfirmable))
        let left = decide(facts)
        switch left {
        case .refuse, .hold:
            guard let first = left.reasons.first else { throw Refused(Refused.Code.refused) }
            throw Refused(first, reasons: left.reasons)
        case .identifying: throw Refused(.identifying, ["node": id.node], isHinted: false)
        case .admit(let admission):
            // Said first: nobody is asked for a confirmation that would not be enough.
            let unusual = needed.holds.filter { $0.code.liftedBy == .lead }
            if !unusual.isEmpty {
                let codes = unusual.map(\.code.rawValue).joined(separator: ", ")
                try actor.must(be: .lead, to: "lift", ["holds": codes], holds: unusual)
            }
            return Startable(media: media, report: report, job: job, policy: admission.requested, holds: needed.holds)
        }
    }

    private static func cannotStart(_ job: WipeJob, _ policy: String?) -> Refused? {
        switch job.state {
        case .held: nil
        case .queued where policy != nil && !job.everRan: nil
        case .suspended(.paused):
            Refused(.paused, ["job": job.id])
        default: Refused(.alreadyStarted, ["job": job.id, "state": job.state.word])
        }
    }

    /// Throws where the drive has nothing yet by which it could be confirmed.
    private static func confirmation(of start: Startable) throws(Refused) -> Confirmation {
        guard start.media.isConfirmedByTag else { return .serial }
        if start.media.assetTag != nil { return .assetTag }
        throw Refused(.confirmationRequired, variant: "nameless", ["node": start.media.id.node], reasons: reasons(start))
    }

    private static func reasons(_ start: Startable) -> [Reason<DecisionCode>] { start.holds.map { $0.among(DecisionCode.hold) } }

    /// The right word proves that a person has looked at this very drive: its serial, or its tag where no serial identifies it.
    private func check(_ confirm: String?, _ start: Startable) throws(Refused) {
        let wanted = try Self.confirmation(of: start)
        guard let confirm else {
            throw Refused(.confirmationRequired, variant: wanted == .assetTag ? "tag" : nil, reasons: Self.reasons(start))
        }
        let isRight =
            switch wanted {
            case .serial: isSerial(confirm, of: start)
            case .assetTag: start.media.assetTag.map { AssetTagText.readsSame(PlainText.trimmed(confirm), $0.tag) } ?? false
            }
        if isRight { return }
        throw Refused(.confirmationRequired, variant: wanted == .assetTag ? "other-tag" : "other-serial", reasons: Self.reasons(start))
    }

    /// The serial as its label has it. What is the serial of something else, letter for letter, says that somebody looks at that.
    private func isSerial(_ confirm: String, of start: Startable) -> Bool {
        guard let serial = start.report.identity.serial else { return false }
        let said = CanonicalForm.serial(confirm)
        let others =
            attached.values.filter { $0.id != start.media.id }.compactMap(\.report?.identity.serial)
            + jobs.values.filter { $0.id != start.job?.id }.compactMap(\.identity.serial)
        let isAnothers = said != CanonicalForm.serial(serial) && others.contains { CanonicalForm.serial($0) == said }
        return !isAnothers && LabelSerial.isSerial(confirm, of: serial)
    }

    private mutating func begin(_ turn: inout Turn, _ start: Startable, by actor: Actor) {
        let media = start.media
        guard let bay = rules.bay(for: start.report.properties) else { return }
        let lifted = Set(start.holds.map(\.code))
        attached[media.id]?.record?.endedJob = nil
        attached[media.id]?.record?.heldAnew = nil
        if let record = attached[media.id]?.record { turn.write(.attachment(record)) }
        if var job = start.job {
            job.lifted.formUnion(lifted)
            job.overridden = (job.overridden ?? []).filter { !lifted.contains($0.code) } + start.holds
            let old = job.policy
            if !job.everRan { job.policy = start.policy }
            if lifted.contains(.contentsChanged), job.contentsChanged {
                job.contentsChanged = false
                job.beginsAnew = true
                if let plan = job.plan {
                    // Also without the mismatches of before: what is there now may be another medium, and a person has looked at it.
                    let start = Checkpoint.start(passes: plan.passes.count)
                    job.checkpoint = start
                    turn.write(.checkpoint(job.id, start))
                }
            }
            job.add(actor)
            jobs[job.id] = job
            let other = old == job.policy ? [] : ["\(job.policy) instead of \(old)"]
            act(&turn, "start", actor, job: job, detail: (lifted.map(\.rawValue).sorted() + other).joined(separator: " "))
            turn.write(.job(job))
        } else {
            var new = WipeJob(
                id: turn.entropy.newID(), report: start.report, bay: bay.id, attachment: media.id, assetTag: media.assetTag,
                policy: start.policy, lifted: lifted,
                operators: [actor], state: .queued, bootID: bootID, at: turn.now)
            new.overridden = start.holds
            act(&turn, "start", actor, job: new, detail: lifted.map(\.rawValue).sorted().joined(separator: " "))
            add(&turn, new, by: actor)
        }
    }
}
