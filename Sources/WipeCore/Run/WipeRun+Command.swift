// The talk with a drive that erases itself: ask, tell, ask again until it has ended. What was intended is on record before it goes out, and what is
// not known is settled by the drive's word and by its marks, never by assumption.

import WipeFirmware

/// Where the talk stands.
struct EraseTalk: Sendable {
    enum Stage: Sendable {
        /// How does it stand, before anything is sent?
        case before
        /// The look at custody is out; then the intent goes on record and the command goes out.
        case custody
        case send
        /// It runs, as far as anybody knows: asked again and again.
        case poll
        /// The answer was lost: how does it stand?
        case afterSilence
        /// Neither running nor failed: the marks are read to see whether it ever ran.
        case settle
        case over
    }
    var stage: Stage
    /// Running time before which the drive is not asked again.
    var nextAsk: Int64 = 0
    /// Answers in a row that could not be read.
    var unread = 0
    /// When the poll began, for its pace and its end.
    var since: Int64?
    /// What lay where the marks were when the answer was lost.
    var found = ContentsTally()
    /// The fraction that the last checkpoint holds.
    var savedFraction: UInt16 = 0

    /// Nothing can be asked before time has passed.
    func isWaiting(at now: Moment?) -> Bool {
        switch stage {
        case .before, .poll, .afterSilence: now.map { $0.runningMilliseconds < nextAsk } ?? false
        case .custody, .send, .settle, .over: false
        }
    }

    /// So many unreadable answers in a row, and the state is taken for lost.
    static let unreadMax = 3
    /// A second for half a minute, five to ten minutes, then a minute: more is said to disturb drives.
    static func pause(after milliseconds: Int64) -> Int64 {
        milliseconds < 30_000 ? 1000 : milliseconds < 600_000 ? 5000 : 60_000
    }
}

extension WipeRun {
    /// The command of the present pass; nil where the host overwrites.
    var command: CommandPlan? { plan.passes.indices.contains(pass) ? plan.passes[pass].command : nil }

    /// Facts of the present command row.
    var row: CommandResult {
        get { passes[pass].command ?? CommandResult() }
        set { passes[pass].command = newValue }
    }

    /// Starts the phase, or goes on where a checkpoint left it.
    mutating func beginCommand() {
        rate = nil
        switch row.state {
        case .none: talk = EraseTalk(stage: .before)
        case .intended: talk = EraseTalk(stage: .afterSilence)
        case .accepted: talk = EraseTalk(stage: .poll)
        case .ended, .refused, .failed, .lost: talk = EraseTalk(stage: .over)
        }
    }

    /// The next step of the talk; nil while an answer is out or the time for the next question has not come.
    mutating func nextOfTalk() -> Step? {
        guard outstanding.isEmpty, let stage = talk?.stage, let command, let now, !isHeld else { return nil }
        switch stage {
        case .custody, .over: return nil
        case .send: return handOut(.command(command.command), nil)
        case .settle:
            guard let piece = nextPiece() else { return nil }
            return handOut(.look(piece.extent, plan.passes[pass].pattern), piece)
        case .before, .poll, .afterSilence:
            guard now.runningMilliseconds >= talk?.nextAsk ?? 0 else { return nil }
            return handOut(.ask, nil)
        }
    }

    /// A question or a command that is out, and no transfer.
    func isOfTalk(_ pending: PendingStep) -> Bool { phase == .command && pending.piece == nil && flushTries == nil }

    /// No answer that means anything came back. Whether a command has reached the drive, nobody knows then.
    mutating func talkFailed(_ outcome: Completion.Outcome) {
        let nothing = EraseEvidence(request: [], status: nil, answer: [])
        if talk?.stage == .send { answered(.unanswered("\(outcome)"), nothing) } else { stated(.unknown, nothing) }
    }

    /// A range that was read whole, after the command or to see what is left of the marks.
    mutating func requestLooked(_ pending: PendingStep, _ look: Look) {
        guard let request = pending.piece?.extent else { return }
        let marked = ExtentSet(look.marked.isEmpty ? [] : request.sectors(of: look.marked, plan.geometry))
        if resumeCheck != nil {
            let sector = UInt64(plan.geometry.logicalSectorBytes)
            resumeCheck?.found(look.contents, marked: marked.byteCount / sector, at: request)
        } else if command != nil {
            // The first one goes on record at once: whatever interrupts the run, it stays seen.
            if !marked.isEmpty, phase == .verify, row.survived.isEmpty { checkpointRequested = true }
            row.survived.formUnion(marked)
            if phase == .verify { row.contents.add(look.contents) } else { talk?.found.add(look.contents) }
        }
        requestDone(pending)
    }

    /// The drive said how it stands.
    mutating func stated(_ status: EraseStatus, _ exchange: EraseEvidence) {
        guard phase == .command, let stage = talk?.stage, let now else { return }
        answers += 1
        suspects.lastAnswer = now
        let since = talk?.since ?? now.runningMilliseconds
        talk?.since = since
        talk?.nextAsk = now.runningMilliseconds + EraseTalk.pause(after: now.runningMilliseconds - since)
        if status.state == .unknown {
            talk?.unread += 1
            guard (talk?.unread ?? 0) >= EraseTalk.unreadMax else { return }
            row.keep(stage == .before ? .statusBefore : .statusEnd, exchange, at: now)
            return stage == .before ? giveUp(.statusUnreadable, row.state) : giveUp(.statusLost, .lost)
        }
        talk?.unread = 0
        switch stage {
        case .before: statedBefore(status, exchange)
        case .poll: statedWhileRunning(status, exchange)
        case .afterSilence: statedAfterSilence(status, exchange)
        case .custody, .send, .settle, .over: break
        }
    }

    private mutating func statedBefore(_ status: EraseStatus, _ exchange: EraseEvidence) {
        guard let now else { return }
        row.keep(.statusBefore, exchange, at: now)
        row.before = status
        switch status.state {
        case .running: giveUp(.erasingAlready, .none)
        case .frozen: giveUp(.frozen, .none)
        // In failure mode a new erase is the only way out.
        case .idle, .failed, .unknown:
            talk?.stage = .custody
            ask(.commandBegins)
        }
    }

    /// Custody is whole since the first mark: the intent goes on record, and only then the command goes out.
    mutating func intend() {
        row.issues += 1
        row.state = .intended
        row.intendedAt = now
        custody.isWholeSinceIntent = true
        talk?.stage = .send
        takeCheckpoint()
    }

    /// A stop has come before the command went out. Whoever goes on looks at custody again first.
    mutating func takeBackIntent() {
        guard phase == .command, talk?.stage == .send, outstanding.isEmpty else { return }
        row.issues -= 1
        row.state = .none
        row.intendedAt = nil
        talk = EraseTalk(stage: .before)
    }

    /// What came back of the command.
    mutating func answered(_ answer: EraseAnswer, _ exchange: EraseEvidence) {
        guard phase == .command, talk?.stage == .send, let now else { return }
        row.keep(.command, exchange, at: now)
        switch answer {
        case .accepted:
            answers += 1
            accepted(.completion)
        // The second sending of what runs already, maybe. At the first one it is somebody else's erase, of whatever kind.
        case .refused(.running) where row.issues > 1: talk = EraseTalk(stage: .afterSilence)
        case .unanswered: talk = EraseTalk(stage: .afterSilence)
        case .refused(let why):
            answers += 1
            row.refusal = why
            giveUp(.commandRefused, .refused)
        }
    }

    private mutating func accepted(_ how: CommandAcceptance) {
        row.state = .accepted
        row.acceptance = how
        row.acceptedAt = now
        talk = EraseTalk(stage: .poll)
        takeCheckpoint()
    }

    private mutating func statedWhileRunning(_ status: EraseStatus, _ exchange: EraseEvidence) {
        guard let now else { return }
        row.atEnd = status
        switch status.state {
        case .running:
            guard isOurs(status) else { return giveUp(.statusLost, .lost) }
            row.keep(.statusRunning, exchange, at: now)
            ran(status)
            // What it was away for is none of its time.
            if let since = talk?.since, now.runningMilliseconds - since >= limits.commandMilliseconds {
                giveUp(.commandStalled, .accepted)
            }
        case .failed:
            row.keep(.statusEnd, exchange, at: now)
            giveUp(.commandFailed, .failed)
        case .idle:
            row.keep(.statusEnd, exchange, at: now)
            // Where the bus has a word for success it must have said it, and of this very command.
            guard status.lastSucceeded != false, isOurs(status) else { return giveUp(.commandFailed, .failed) }
            ended()
        // A drive that is at an erase of ours cannot be frozen: what became of it, nobody says.
        case .frozen, .unknown: giveUp(.statusLost, .lost)
        }
    }

    private mutating func ran(_ status: EraseStatus) {
        let isFirst = !row.observedRunning
        row.observedRunning = true
        let fraction = max(status.fraction ?? 0, row.fractionBest ?? 0)
        if status.fraction != nil { row.fractionBest = fraction }
        let tenth: UInt16 = 6553
        if isFirst || fraction >= (talk?.savedFraction ?? 0) &+ tenth {
            talk?.savedFraction = fraction
            takeCheckpoint()
        }
    }

    private mutating func ended() {
        // What a key erase leaves looks like anybody's noise, an encrypted volume that was put there while the drive was away too. The row begins
        // again at its marks, but not over what is plainly somebody's.
        if let command, command.command.kind == .crypto, !custody.isWholeSinceIntent {
            talk = nil
            phase = .verify
            return beginLook(after: command, or: plan.passes[pass].pattern, without: ExtentSet())
        }
        row.state = .ended
        row.endedAt = now
        talk = nil
        rate = RateMonitor(limits.slow)
        endPhase()
    }

    /// The answer to the command is lost. Running: it was taken. Failed: it was taken and failed. Else only the marks can tell.
    private mutating func statedAfterSilence(_ status: EraseStatus, _ exchange: EraseEvidence) {
        guard let now, let command else { return }
        row.keep(.statusAfterSilence, exchange, at: now)
        row.atEnd = status
        switch status.state {
        case .running where isOurs(status):
            accepted(.foundRunning)
            ran(status)
        case .running: giveUp(.statusLost, .lost)
        case .failed: giveUp(.commandFailed, .failed)
        case .idle, .frozen, .unknown:
            row.survived = ExtentSet()
            walk = RequestCursor(command.stored(without: row.unstored), requestBytes: requestBytes)
            talk?.stage = .settle
        }
    }

    /// Every mark has been read again. All of them there: the drive never began. None there: it did, where it says itself that nothing was written
    /// since; else somebody else may have removed them, and the row begins again. Some there: it did a part of it.
    mutating func settled() {
        guard let command else { return }
        let stored = ExtentSet(command.stored(without: row.unstored))
        let left = row.survived
        if stored.isInside(left) {
            row.survived = ExtentSet()
            // Nothing of this attempt ran, so the intent is taken back before it is made again.
            return row.issues < CommandResult.issuesMax * row.attempts ? repeatIntent() : giveUp(.commandUnanswered, .lost)
        }
        guard left.isEmpty else { return giveUp(.commandFailed, .failed) }
        if row.before?.isAllErased == false, row.atEnd?.isAllErased == true, row.atEnd.map(isOurs) == true, row.atEnd?.lastSucceeded == true
        {
            row.acceptance = .inferredFromMarks
            row.acceptedAt = row.intendedAt
            return ended()
        }
        // Somebody's data, and no erase's: nothing is written over them before a person has looked.
        if talk?.found.kind == .mixed || talk?.found.kind == .randomLooking && command.command.kind != .crypto {
            talk?.stage = .over
            end = .contentsChanged(stored.extents)
            return
        }
        beginRowAgain(.released)
    }

    private mutating func repeatIntent() {
        // It is not told any more: custody may be asked of it.
        row.state = .none
        row.intendedAt = nil
        talk?.stage = .custody
        ask(.commandBegins)
    }

    /// Custody was broken between the first mark and the command, or after its end: the row begins at its marks, unless it did so too often.
    mutating func beginRowAgain(_ why: CustodyBreak) {
        note(why, in: phase)
        guard row.attempts < CommandResult.attemptsMax else {
            talk = EraseTalk(stage: .over)
            policyStop = .custodyBroken
            return
        }
        setAsideMilliseconds = activeMilliseconds
        let again = row.begunAgain()
        let mismatched = passes[pass].mismatched
        passes[pass] = PassResult()
        passes[pass].mismatched = mismatched
        passes[pass].command = again
        countBadSectors()
        talk = nil
        custody.sitting = nil
        failed.removeAll()
        suspects.sectors = ExtentSet()
        suspects.errors = 0
        phase = .write
        beginPhase(from: 0)
        takeCheckpoint()
    }

    /// NVMe says which command it speaks of; the others do not.
    private func isOurs(_ status: EraseStatus) -> Bool {
        guard let newest = status.newestCommand, let command else { return true }
        return newest == command.command.nvmeWord10
    }

    private mutating func giveUp(_ stop: PolicyStop, _ state: CommandState) {
        row.state = state
        talk?.stage = .over
        policyStop = stop
    }
}
