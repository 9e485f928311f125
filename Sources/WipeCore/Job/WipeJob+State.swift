// The job machine: every state x event. Nobody outside WipeCore can move a job.

/// What can happen to a job.
enum JobEvent: Hashable, Sendable {
    /// A decision about the attached media: these holds stand; none means it may go.
    case decided(holds: [Reason<HoldCode>])
    /// A decision that refuses the attached media.
    case refused([Reason<RefusalCode>])
    /// The drive is attached again, or still, after an interruption.
    case returned(AttachmentID, ProbeReport, bootID: String)
    case slotGranted(WipePlan)
    case opened(record: UInt64, bootID: String, logHead: LogHead? = nil)
    case openRefused(Reason<RefusalCode>)
    case checkpointed(Checkpoint)
    case finished(WipeReport, verdict: Conclusion.Verdict, Health?)
    case stopped(Checkpoint)
    case cancelRequested(Actor)
    case pauseRequested(Actor)
    case resumeRequested(Actor)
    case mediaDetached
    /// Another size above 0 while attached.
    case capacityChanged(bytes: UInt64)
    /// Hotter than the station lets a drive become.
    case tooHot
    case shutdown
    case deadlinePassed
    case restarted
    case certified(document: String, isCertificate: Bool, [Reason<EndCode>])
    case published
    /// The device is no longer held, or shows other hands.
    case custodyEnded
}

/// What the shell has to do for a job after its change is durable.
enum JobEffect: Hashable, Sendable {
    case startRunner
    case stopRunner
    case certify
}

/// An event that this state does not know: the request is refused and nothing changes.
package struct IllegalTransition: Error, Hashable, Sendable {
    package let job: JobID
    package let state: String
    package let event: String
}

extension WipeJob {
    /// Moves the job. `newID` makes the id of the signed document where the event ends the run.
    mutating func apply(_ event: JobEvent, at now: Moment, newID: () -> String) throws(IllegalTransition) -> [JobEffect] {
        switch event {
        case .decided, .refused, .returned, .slotGranted: return try applyStation(event, at: now)
        case .opened, .openRefused, .checkpointed, .finished, .stopped: return try applyRunner(event, at: now, newID: newID)
        case .cancelRequested, .pauseRequested, .resumeRequested: return try applyPerson(event, at: now, newID: newID)
        case .mediaDetached, .capacityChanged, .tooHot, .shutdown, .deadlinePassed, .restarted:
            return try applyWorld(event, at: now, newID: newID)
        case .certified, .published, .custodyEnded: return try applyCertifier(event, at: now)
        }
    }

    mutating func move(_ next: JobState, _ now: Moment) {
        state = next
        stateSince = now
    }

    /// Takes the facts of another look. What the drive said of its health before the first write stays: the record compares with it.
    mutating func look(at newReport: ProbeReport, inBoot boot: String) {
        seenInBoot = boot
        let healthBefore = report.health
        report = newReport
        if everRan { report.health = healthBefore }
    }

    /// Held, among other things, for this.
    func isHeld(by code: HoldCode) -> Bool {
        guard case .held(let reasons) = state else { return false }
        return reasons.contains { $0.code == code }
    }

    func illegal(_ event: JobEvent) -> IllegalTransition {
        let name = "\(event)".prefix { $0 != "(" }
        return IllegalTransition(job: id, state: state.word, event: String(name))
    }

    /// Notes the start of an interruption; one that is still open is not opened twice.
    private mutating func interrupt(_ reason: HaltCode, _ now: Moment) {
        guard everRan else { return }
        if let last = interruptions.last, last.resumedAt == nil { return }
        interruptions.append(Interruption(at: now, reason: reason, resumedAt: nil))
    }

    private mutating func suspend(_ reason: HaltCode, _ now: Moment) {
        interrupt(reason, now)
        move(.suspended(reason), now)
    }

    /// Its media is refused: a wipe that has begun waits, one that has not is withdrawn.
    private mutating func standBack(_ reason: Reason<RefusalCode>, _ now: Moment) {
        if everRan { suspend(.refused(reason.code), now) } else { withdraw(reason.among(WithdrawalCode.refused), now) }
    }

    private mutating func withdraw(_ reason: Reason<WithdrawalCode>, _ now: Moment) { move(.closed(.withdrawn(reason)), now) }

    /// Ends a job that is not running: with a signed record where it may have written, without one where it did not.
    private mutating func giveUp(_ reason: Reason<EndCode>, at now: Moment, newID: () -> String) -> [JobEffect] {
        guard everRan, let plan else {
            withdraw(reason.among(WithdrawalCode.ended), now)
            return []
        }
        let last = checkpoint ?? .start(passes: plan.passes.count)
        let report = WipeReport(givenUp: plan, at: last)
        move(.certifying(Conclusion(verdict: .abandoned(reason), report: report, documentID: newID(), at: now)), now)
        return [.certify]
    }

    // MARK: decisions and slots

    private mutating func applyStation(_ event: JobEvent, at now: Moment) throws(IllegalTransition) -> [JobEffect] {
        switch (state, event) {
        case (.held, .decided(let holds)), (.queued, .decided(let holds)):
            move(holds.isEmpty ? .queued : .held(holds), now)
        case (.held, .refused(let reasons)), (.queued, .refused(let reasons)):
            guard let reason = reasons.first else { throw illegal(event) }  // nothing is refused for no reason
            standBack(reason, now)
        case (.suspended(let reason), .returned(let attachment, let newReport, let boot)):
            self.attachment = attachment
            look(at: newReport, inBoot: boot)
            if reason != .paused { move(.queued, now) }
        case (.queued, .slotGranted(let newPlan)):
            // A wipe that has begun keeps its plan: its keys are on the medium.
            if plan == nil || !everRan { plan = newPlan }
            move(.opening, now)
            return [.startRunner]
        default: throw illegal(event)
        }
        return []
    }

    // MARK: the runner

    private mutating func applyRunner(_ event: JobEvent, at now: Moment, newID: () -> String) throws(IllegalTransition) -> [JobEffect] {
        switch (state, event) {
        case (.opening, .opened(let number, let boot, let head)):
            begin(number, boot, head, now)
            move(.running, now)
        case (.stopping, .opened(let number, let boot, let head)):
            begin(number, boot, head, now)  // the runner will answer the stop with `stopped`
        case (.opening, .openRefused(let reason)): standBack(reason, now)
        case (.stopping(let stop), .openRefused(let reason)):
            if stop != .cancelled, !everRan { standBack(reason, now) } else { return halt(stop, at: now, newID: newID) }
        case (.running, .checkpointed(let new)), (.stopping, .checkpointed(let new)):
            noteClock(now)
            checkpoint = new
        case (.running, .finished(let wipeReport, let verdict, let health)),
            (.stopping, .finished(let wipeReport, let verdict, let health)):
            noteClock(now)
            return finish(wipeReport, verdict, health, at: now, newID: newID)
        case (.stopping(let reason), .stopped(let new)):
            noteClock(now)
            checkpoint = new
            return halt(reason, at: now, newID: newID)
        case (.certifying, _), (.closed, _): break  // a late word of a runner that has ended
        default: throw illegal(event)
        }
        return []
    }

    /// The runner has let go after a stop was asked for.
    private mutating func halt(_ stop: StopCode, at now: Moment, newID: () -> String) -> [JobEffect] {
        switch stop {
        case .cancelled: return giveUp(Reason(ending: .cancelled, variant: "somebody"), at: now, newID: newID)
        case .capacityChanged: return endAsFailed(checkpoint ?? .start(passes: plan?.passes.count ?? 0), at: now, newID: newID)
        case .paused: suspend(.paused, now)
        case .detached: suspend(.detached, now)
        case .temperature: suspend(.temperature, now)
        case .shutdown: suspend(.shutdown, now)
        }
        return []
    }

    private mutating func begin(_ number: UInt64, _ boot: String, _ head: LogHead?, _ now: Moment) {
        beginsAnew = nil
        if startedAt == nil {
            startedAt = now
            record = number
            bootID = boot
            logAnchor = head
        } else if boot != laterBoots?.last ?? bootID {
            laterBoots = (laterBoots ?? []) + [boot]
        }
        if let last = interruptions.indices.last, interruptions[last].resumedAt == nil { interruptions[last].resumedAt = now }
        noteClockSetBack(now)
    }

    private mutating func finish(
        _ wipeReport: WipeReport, _ verdict: Conclusion.Verdict, _ health: Health?, at now: Moment, newID: () -> String
    ) -> [JobEffect] {
        switch wipeReport.end {
        case .mediaGone:
            checkpoint?.keepMismatches(of: wipeReport.passes)
            if case .stopping(let reason) = state { return halt(reason, at: now, newID: newID) }
            suspend(.refused(.mediaGone), now)
            return []
        case .contentsChanged:
            if case .stopping(let reason) = state, reason == .cancelled || reason == .capacityChanged {
                return halt(reason, at: now, newID: newID)
            }
            contentsChanged = true
            // A confirmation is for what a person saw then, not for the next change.
            lifted.remove(.contentsChanged)
            interrupt(.contentsChanged, now)
            move(.held([.contentsChanged]), now)
            return []
        case .finished, .stoppedByPolicy, .givenUp:
            var final = verdict
            if case .stopping(.capacityChanged) = state {
                final = .failed([Reason(ending: .capacityChanged)])
            }
            let moment = wipeReport.provedAt ?? now
            move(.certifying(Conclusion(verdict: final, report: wipeReport, documentID: newID(), at: moment, healthAfter: health)), now)
            return [.certify]
        }
    }

    private mutating func endAsFailed(_ last: Checkpoint, at now: Moment, newID: () -> String) -> [JobEffect] {
        guard everRan, let plan else { return giveUp(Reason(ending: .capacityChanged, variant: "unbegun"), at: now, newID: newID) }
        let report = WipeReport(givenUp: plan, at: last)
        let verdict = Conclusion.Verdict.failed([Reason(ending: .capacityChanged)])
        move(.certifying(Conclusion(verdict: verdict, report: report, documentID: newID(), at: now)), now)
        return [.certify]
    }

    // MARK: people

    private mutating func applyPerson(_ event: JobEvent, at now: Moment, newID: () -> String) throws(IllegalTransition) -> [JobEffect] {
        switch (state, event) {
        case (.held, .cancelRequested(let actor)), (.queued, .cancelRequested(let actor)), (.suspended, .cancelRequested(let actor)):
            add(actor)
            return giveUp(Reason(ending: .cancelled, ["user": actor.user]), at: now, newID: newID)
        case (.opening, .cancelRequested(let actor)), (.running, .cancelRequested(let actor)):
            add(actor)
            move(.stopping(.cancelled), now)
            return [.stopRunner]
        case (.stopping(let reason), .cancelRequested(let actor)) where reason != .capacityChanged:
            // A cancel outranks a pause, a detach and a shutdown; the runner has been told to stop already.
            add(actor)
            move(.stopping(.cancelled), now)
        case (.opening, .pauseRequested(let actor)), (.running, .pauseRequested(let actor)):
            if isErasing { throw illegal(event) }
            add(actor)
            move(.stopping(.paused), now)
            return [.stopRunner]
        case (.queued, .pauseRequested(let actor)):
            add(actor)
            suspend(.paused, now)
        case (.suspended(.paused), .resumeRequested(let actor)), (.suspended(.temperature), .resumeRequested(let actor)):
            add(actor)
            if attachment == nil { suspend(.detached, now) } else { move(.queued, now) }
        default: throw illegal(event)
        }
        return []
    }

    /// Notes who acted; each person stands once.
    mutating func add(_ actor: Actor) {
        if !operators.contains(where: { $0.isSamePerson(as: actor) }) { operators.append(actor) }
    }

    // MARK: the world

    private mutating func applyWorld(_ event: JobEvent, at now: Moment, newID: () -> String) throws(IllegalTransition) -> [JobEffect] {
        if case .capacityChanged(let bytes) = event, !state.isCertifying, !state.isClosed { otherCapacityBytes = bytes }
        switch (state, event) {
        case (.certifying, .restarted):
            // The process that held the device is gone, and the device with it.
            endCustody(now)
            return [.certify]
        case (.certifying, .mediaDetached):
            endCustody(now)
            return []
        case (.closed, _), (.certifying, _): return []
        case (_, .mediaDetached): return detach(at: now, newID: newID)
        case (.running, .capacityChanged), (.opening, .capacityChanged):
            move(.stopping(.capacityChanged), now)
            return [.stopRunner]
        case (.stopping(let reason), .capacityChanged) where reason != .cancelled:
            move(.stopping(.capacityChanged), now)
        case (.held, .capacityChanged), (.queued, .capacityChanged), (.suspended, .capacityChanged):
            return endAsFailed(checkpoint ?? .start(passes: plan?.passes.count ?? 0), at: now, newID: newID)
        case (_, .capacityChanged): break
        case (.opening, .tooHot), (.running, .tooHot):
            // Nothing stops a drive that erases itself, least of all a station that looks away.
            if isErasing { break }
            move(.stopping(.temperature), now)
            return [.stopRunner]
        case (_, .tooHot): break
        case (.opening, .shutdown), (.running, .shutdown):
            move(.stopping(.shutdown), now)
            return [.stopRunner]
        case (_, .shutdown): break
        case (.suspended, .deadlinePassed):
            return giveUp(Reason(ending: .resumeWindowPassed), at: now, newID: newID)
        case (_, .restarted): return restart(at: now, newID: newID)
        default: throw illegal(event)
        }
        return []
    }

    private mutating func detach(at now: Moment, newID: () -> String) -> [JobEffect] {
        attachment = nil
        takeBackStartOver()
        if !identity.identifiesTheMedium, !state.occupiesSlot {
            // Without a serial of its own nothing proves that what comes back is the same drive.
            return giveUp(
                Reason(ending: .detached), at: now, newID: newID)
        }
        switch state {
        case .held, .queued:
            if everRan {
                suspend(.detached, now)
            } else {
                withdraw(Reason(ending: .detached, variant: "unbegun").among(WithdrawalCode.ended), now)
            }
        case .opening, .running:
            move(.stopping(.detached), now)
            return [.stopRunner]
        case .suspended(.paused):
            // How long it has been away counts from here.
            stateSince = now
        case .suspended(let reason) where reason != .detached:
            move(.suspended(.detached), now)
        default: break
        }
        return []
    }

    /// That a wipe may begin anew was said of what was there then. What is there after a pull or a restart is looked at again.
    private mutating func takeBackStartOver() {
        guard beginsAnew == true else { return }
        beginsAnew = nil
        contentsChanged = true
        lifted.remove(.contentsChanged)
    }

    private mutating func restart(at now: Moment, newID: () -> String) -> [JobEffect] {
        attachment = nil
        takeBackStartOver()
        noteClockSetBack(now)
        switch state {
        case .opening, .running: suspend(.daemonRestarted, now)
        case .stopping(let reason) where reason == .cancelled || reason == .paused || reason == .capacityChanged:
            return halt(reason, at: now, newID: newID)
        case .stopping: suspend(.daemonRestarted, now)
        case .queued where everRan: suspend(.daemonRestarted, now)
        case .suspended(.paused): stateSince = now
        default: break
        }
        return []
    }

    // MARK: the certifier

    private mutating func endCustody(_ now: Moment) {
        // Only a record that swears to what is on the medium has to say for how long nobody else had it.
        guard case .certifying(var conclusion) = state, conclusion.verdict == .sanitized, !conclusion.isSigned,
            conclusion.custodyEndedAt == nil
        else { return }
        conclusion.custodyEndedAt = now
        state = .certifying(conclusion)
    }

    private mutating func applyCertifier(_ event: JobEvent, at now: Moment) throws(IllegalTransition) -> [JobEffect] {
        switch (state, event) {
        case (_, .custodyEnded): endCustody(now)
        case (.certifying(var conclusion), .certified(let document, let isCertificate, let reasons)):
            // The honesty rules have the last word: what they refuse is no certificate, and no job says "sanitized" over it.
            if case .sanitized = conclusion.verdict, !isCertificate {
                conclusion.verdict = .failed(
                    reasons.isEmpty ? [Reason(ending: .honestyRefused)] : reasons)
            }
            conclusion.documentID = document
            conclusion.isSigned = true
            state = .certifying(conclusion)
        case (.certifying(let conclusion), .published) where conclusion.isSigned:
            let document = conclusion.documentID
            leftErasing = conclusion.report.mayBeErasing ? true : nil
            switch conclusion.verdict {
            case .sanitized: move(.closed(.sanitized(document: document)), now)
            case .failed(let reasons): move(.closed(.failed(document: document, reasons)), now)
            case .abandoned(let reason): move(.closed(.abandoned(document: document, reason)), now)
            }
        case (.closed, _): break
        default: throw illegal(event)
        }
        return []
    }
}
