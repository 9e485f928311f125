// The engine: says what to do next, takes what became of it, and knows what is done.
// No device, no thread and no clock in it; every decision about faults, checkpoints and resuming is here.

/// Where a run stands, for people.
package struct RunProgress: Hashable, Sendable {
    /// Position in the plan's passes, from 0; the last one when all are done.
    package var pass: Int
    package var phase: Cursor.Phase
    /// Bytes that the device has settled in all phases: done, or given up after the last retry. Falls only where a verify phase begins again.
    package var bytesDone: UInt64
    /// Bytes of all phases. Changes where a sample becomes another one, or all of it.
    package var bytesTotal: UInt64
    /// Of the present phase alone; 0 of 0 when all are done.
    package var phaseBytesDone: UInt64
    package var phaseBytes: UInt64
    /// What the drive says is done of its own erase, in 65,536ths; nil where none runs or it does not say. Bytes do not move then.
    package var fraction: UInt16?
}

/// One execution of a plan, from a checkpoint on.
///
/// Whoever drives it answers `question` whenever there is one, submits what `next` hands out, gives every completion to `completed`, and saves
/// `checkpoint` each time `checkpointNumber` has changed **before** submitting another step: a saved checkpoint must never lag behind a change
/// of pass, or the next run would read one pass where another was already written. Where `next` has nothing and nothing is out, it waits for the
/// drive to answer again or to be pulled: ask once more in a moment.
///
/// What a verify phase has read counts only while custody is whole: one run is one open device. A run that goes on from a checkpoint begins a
/// verify phase at its beginning, and so does one that sees custody broken at the end of it.
package struct WipeRun: Sendable {
    package let plan: WipePlan
    /// Where another run can go on. Never ahead of a flush; moves by itself at every change of phase and after `requestCheckpoint`.
    package internal(set) var checkpoint: Checkpoint
    /// Rises by one each time `checkpoint` is taken.
    package internal(set) var checkpointNumber: UInt64 = 0
    /// Why the run is over, nil while it is not. Set only when no step is outstanding.
    package internal(set) var end: RunEnd?
    /// True once a requested stop is complete: nothing outstanding, everything flushed, `checkpoint` taken
    /// (where the flush failed it stays the one before). A run that came to its end first has `end` instead.
    package internal(set) var stopped = false

    /// Requests that the drive has done so far: while it does not rise, the drive does not answer, or answers nothing but errors.
    package internal(set) var answers: UInt64 = 0
    /// What the run must be told before it goes on; nil where nothing. See `answer`.
    package internal(set) var question: RunQuestion?

    private(set) var requestBytes: UInt64
    private(set) var window: Int
    let limits: RunLimits
    var rate: RateMonitor?
    /// What each pass reads back.
    var coverage: [ExtentSet]
    /// Bytes of the marks of each command row; nil for a row of the host's.
    let markedBytes: [UInt64?]

    var passes: [PassResult]
    var pass: Int
    var phase: Cursor.Phase
    /// Non-nil while the drive is talked with about its own erase.
    var talk: EraseTalk?
    /// Non-nil while what was written last is read again, before anything else.
    var resumeCheck: ResumeCheck?
    var walk: RequestCursor
    var failed = FailedRanges()
    var outstanding: [PendingStep] = []
    /// Bytes of the present phase that are settled.
    var settledBytes: UInt64 = 0
    /// Sectors unwritten or unreadable in any pass, and their number.
    var bad: ExtentSet
    var badSectors: UInt64
    /// Errors that the drive has not answered anything after.
    var suspects = Suspects()
    /// Non-nil while the drive is asked whether it answers at all.
    var probe: Probe?
    /// Rounds of failures in a row that the drive survived, since a request of the walk was last done.
    var barrenRounds = 0

    /// What custody is compared with.
    var custody = Custody()

    /// True while writes may exist that no flush covers.
    var unflushed = false
    /// Retries made of the flush that is due or out; nil when none is.
    var flushTries: Int?
    /// True when the flush at this halt failed with all retries.
    var flushGivenUp = false

    var checkpointRequested = false
    var stopRequested = false
    var policyStop: PolicyStop?
    var goneErrno: Int32?

    var now: Moment?
    /// Since when the present stretch of work lasts; nil before its first moment.
    var firstMoment: Moment?
    /// Milliseconds that retries have taken, in this run and those before.
    var retryMilliseconds: Int64
    /// Milliseconds at work before the present stretch.
    var millisecondsBefore: Int64
    /// Milliseconds at work that count in no limit, since their work had to be done again.
    var setAsideMilliseconds: Int64
    /// Goes up by one with each step; no two steps of a run have the same.
    private(set) var nextID: UInt64 = 1

    /// A run of `plan` that goes on from `checkpoint`, with at most `window` steps outstanding (at least 1) of at most `requestBytesMax`
    /// bytes (rounded down to whole sectors, at least one).
    ///
    /// A checkpoint that does not fit the plan is no ground to write on: the run ends at once with `contentsChanged`. So does one at the very
    /// start where an earlier run may have written (`isFirst` false): there is nothing to compare the medium with.
    package init(
        plan: WipePlan, from checkpoint: Checkpoint, isFirst: Bool = true, requestBytesMax: UInt64, window: Int,
        limits: RunLimits = RunLimits()
    ) {
        self.plan = plan
        self.limits = limits
        rate = RateMonitor(limits.slow)
        retryMilliseconds = max(0, checkpoint.retryMilliseconds)
        self.checkpoint = checkpoint
        self.window = max(1, window)
        requestBytes = Self.requestBytes(plan.geometry, max: requestBytesMax)
        millisecondsBefore = max(0, checkpoint.activeMilliseconds)
        setAsideMilliseconds = max(0, checkpoint.setAsideMilliseconds ?? 0)
        coverage = plan.passes.map { ExtentSet(plan.verifyExtents($0)) }
        markedBytes = plan.passes.map { $0.command?.markedBytes }
        passes = checkpoint.passes
        pass = checkpoint.cursor.pass
        phase = checkpoint.cursor.phase
        bad = ExtentSet()
        badSectors = 0
        walk = RequestCursor([], requestBytes: requestBytes)
        custody.notes = checkpoint.notes ?? []
        guard checkpoint.fits(plan), isFirst || checkpoint.cursor != .start else {
            passes = Array(repeating: PassResult(), count: plan.passes.count)
            pass = 0
            phase = .write
            end = .contentsChanged([plan.geometry.whole])
            return
        }
        for index in passes.indices {
            if let known = passes[index].coverage { coverage[index] = ExtentSet(plan.verifyExtents(known)) }
        }
        countBadSectors()
        ask(.beginning)
    }

    /// Largest request: whole physical sectors where the device takes one, else whole logical ones.
    private static func requestBytes(_ geometry: Geometry, max most: UInt64) -> UInt64 {
        let physical = UInt64(geometry.physicalSectorBytes)
        let unit = most >= physical ? physical : UInt64(geometry.logicalSectorBytes)
        return max(unit, min(most, 1 << 30) / unit * unit)
    }

    /// A device may come to take more or larger steps while it runs: what follows is cut to that.
    package mutating func allow(window: Int, requestBytesMax: UInt64) {
        self.window = max(1, window)
        requestBytes = Self.requestBytes(plan.geometry, max: requestBytesMax)
        walk.requestBytes = requestBytes
    }

    /// The next step to submit; nil when a question is open, when the window is full, when it waits for outstanding steps or for the drive to
    /// answer again, or when the run is over.
    package mutating func next(at moment: Moment) -> Step? {
        note(moment)
        guard end == nil, !stopped, goneErrno == nil, question == nil else { return nil }
        if policyStop == nil, resumeCheck == nil, phase != .command, !phaseIsHandedOut, let stop = limitPassed {
            policyStop = stop
            advance()
        }
        probeAfterSilence()
        giveUpTheSilent()
        guard end == nil, outstanding.count < window else { return nil }
        if flushTries != nil { return outstanding.isEmpty ? handOut(.flush, nil) : nil }
        if probe != nil { return nextProbe() }
        if phase == .command, resumeCheck == nil { return nextOfTalk() }
        guard !isHeld, let piece = nextPiece() else { return nil }
        return handOut(action(piece.extent), piece)
    }

    /// Nothing is out and nothing can be handed out before time has passed: the drive gives nothing but errors, and is asked again every second.
    /// Or it erases itself, and is asked how far it is from time to time.
    package var isWaiting: Bool {
        end == nil && !stopped && question == nil && outstanding.isEmpty && (probe?.silentSince != nil || talk?.isWaiting(at: now) == true)
    }

    /// Takes what became of a step. A completion for a step that is not outstanding is ignored.
    package mutating func completed(_ completion: Completion, at moment: Moment) {
        note(moment)
        guard let index = outstanding.firstIndex(where: { $0.id == completion.stepID }) else { return }
        let pending = outstanding.remove(at: index)
        if let piece = pending.piece, piece.retriesMade > 0, let since = pending.at {
            retryMilliseconds += max(0, moment.runningMilliseconds - since.runningMilliseconds)
        }
        if goneErrno == nil {
            switch completion.outcome {
            case _ where pending.isProbe && !completion.outcome.isGone: probed(pending, completion.outcome)
            case .status(let status, let exchange): stated(status, exchange)
            case .answered(let answer, let exchange): answered(answer, exchange)
            case .looked(let look): requestLooked(pending, look)
            case let other where isOfTalk(pending) && !other.isGone: talkFailed(other)
            case .done: requestDone(pending)
            case .mismatch(let extents): task == .write || pending.piece == nil ? requestFailed(pending) : requestDiffered(pending, extents)
            case .fault(.medium): requestFailed(pending)
            case .fault(.gone(let errno)):
                goneErrno = errno
                flushTries = nil
            }
        }
        advance()
    }

    /// Asks for a fresh `checkpoint`: outstanding steps are waited for, writes are flushed, then the run goes on. Where the flush
    /// fails, `checkpoint` stays the one before.
    package mutating func requestCheckpoint() {
        guard end == nil, !stopped else { return }
        checkpointRequested = true
        advance()
    }

    /// Asks the run to halt: no more writes or reads are handed out, outstanding ones are waited for, writes are flushed.
    package mutating func requestStop() {
        guard end == nil, !stopped else { return }
        stopRequested = true
        takeBackIntent()
        if question == nil { advance() }
    }

    /// Goes on after a stop, on the device that stayed open all the while: nothing is read again. Harmless where it has not stopped.
    package mutating func goOn() {
        guard stopped, end == nil else { return }
        rested()
        custody.isFlushed = false
        stopped = false
        stopRequested = false
        if question == nil { advance() }
    }

    /// Nothing was asked of the drive for a while, for no reason of its own: the time since the last moment counts in no limit.
    package mutating func rested() {
        millisecondsBefore = activeMilliseconds
        firstMoment = nil
        rate = RateMonitor(limits.slow)
        suspects.lastAnswer = nil
    }

    /// What the run knows at its end, with the time at work up to `moment`; nil while `end` is.
    package func report(at moment: Moment) -> WipeReport? {
        guard let end else { return nil }
        return WipeReport(
            plan: plan, passes: passes, end: end, activeMilliseconds: activeMilliseconds(at: moment),
            notes: custody.notes.isEmpty ? nil : custody.notes, evidence: custody.atEnd)
    }
}

/// A step that is out.
struct PendingStep: Hashable, Sendable {
    let id: UInt64
    /// What is written or read; nil for a flush.
    let piece: RetryRange?
    /// When it was handed out.
    let at: Moment?
    /// Asks only whether the drive answers: what it writes or reads is none of the walk's.
    var isProbe = false
}

extension Completion.Outcome {
    var isGone: Bool {
        if case .fault(.gone) = self { return true }
        return false
    }
}

/// What requests are for at the moment.
enum RunTask: Sendable { case resumeCheck, write, verify }

extension WipeRun {
    var task: RunTask {
        if resumeCheck != nil { return .resumeCheck }
        return phase == .write ? .write : .verify
    }

    /// True while no transfer may be handed out.
    var isHeld: Bool { stopRequested || checkpointRequested || policyStop != nil }

    /// True when the phase has nothing left to hand out.
    var phaseIsHandedOut: Bool { (phase != .command || resumeCheck != nil) && failed.isEmpty && walk.isDone }

    mutating func note(_ moment: Moment) {
        if firstMoment == nil { firstMoment = moment }
        if suspects.lastAnswer == nil { suspects.lastAnswer = moment }
        rate?.note(moment)
        now = moment
    }

    mutating func nextPiece() -> RetryRange? {
        // While a failed request is dissected the walk waits: a bad region must not fill the queue with further failures.
        guard !outstanding.contains(where: { $0.piece?.isPart == true }) else { return nil }
        if !failed.isEmpty { return failed.take(plan.geometry, requestBytes: requestBytes) }
        return walk.next().map { RetryRange(extent: $0, hasFailed: false) }
    }

    mutating func handOut(_ action: Step.Action, _ piece: RetryRange?, isProbe: Bool = false) -> Step {
        let id = nextID
        nextID += 1
        if let piece, resumeCheck == nil, !isProbe {
            if piece.retriesMade > 0 { passes[pass].retries += 1 }
            if phase == .write, passes[pass].writeStarted == nil { passes[pass].writeStarted = now }
            if phase == .verify, passes[pass].verifyStarted == nil { passes[pass].verifyStarted = now }
            if phase == .write { unflushed = true }
        }
        outstanding.append(PendingStep(id: id, piece: piece, at: now, isProbe: isProbe))
        return Step(id: id, action: action)
    }
}
