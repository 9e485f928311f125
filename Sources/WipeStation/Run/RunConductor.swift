// One run, turn by turn: hands the engine's steps to the device and its completions back. No decision is made here, and no thread:
// the runner turns it on a thread of its own, the simulation by a logical clock.

package import WipeCore

/// What a run is given.
package struct Assignment: Sendable {
    package var job: JobID
    package var admitted: AdmittedMedia
    package var plan: WipePlan
    package var checkpoint: Checkpoint
    package var limits: RunLimits
    package var profile: RateProfile
    /// No run of this job can have written yet, or a person has said that it starts over: there is nothing to compare the medium with.
    package var isFirst: Bool

    /// What an opening job runs on; nil where the job is not ready for it.
    package init?(_ job: WipeJob, rules: StationRules) {
        guard let plan = job.plan, let attachment = job.attachment, let geometry = job.report.geometry else { return nil }
        self.job = job.id
        admitted = AdmittedMedia(
            attachment: attachment, deviceMajor: job.report.deviceMajor, deviceMinor: job.report.deviceMinor, identity: job.identity,
            geometry: geometry, bootID: job.seenInBoot)
        self.plan = plan
        checkpoint = job.checkpoint ?? .start(passes: plan.passes.count)
        limits = rules.runLimits(eraseSeconds: job.eraseSeconds)
        isFirst = !job.everRan || job.beginsAnew == true
        profile = RateProfile(job.report.mediaType)
    }

    /// Why it must not even be opened; nil where nothing speaks against it.
    package var geometryMismatch: Reason<RefusalCode>? {
        guard plan.geometry != admitted.geometry else { return nil }
        return Reason(.identityMismatch, variant: "plan")
    }
}

/// What a run says to the station, in order.
package enum RunnerMessage: Sendable {
    case opened
    case openRefused(Reason<RefusalCode>)
    case checkpointed(Checkpoint)
    /// The last word. Health is asked for by whoever turns the loop, where the drive is still there.
    case finished(WipeReport, Health?)
    /// The last word after a stop.
    case stopped(Checkpoint)

    /// The same as an event of the station.
    package func event(_ job: JobID) -> Event {
        switch self {
        case .opened: .opened(job)
        case .openRefused(let reason): .openRefused(job, reason)
        case .checkpointed(let checkpoint): .checkpointed(job, checkpoint)
        case .finished(let report, let health): .finished(job, report, health)
        case .stopped(let checkpoint): .stopped(job, checkpoint)
        }
    }

    /// The run goes on once this is on record; after any other word it is over.
    package var isInterim: Bool {
        switch self {
        case .opened, .checkpointed: true
        case .openRefused, .finished, .stopped: false
        }
    }
}

/// The loop around the engine.
///
/// After `opened` and after every `checkpointed` nothing may be done before that word is on record: no byte is written before `running` is
/// durable, and no pass begins before the checkpoint that says so is. Whoever turns the loop waits for it.
///
/// After its last word it still holds the device, unless that is gone: custody lasts until somebody lets go. Whoever turned it closes it, or
/// goes on with it (`goOn`) after a stop.
package struct RunConductor: ~Copyable {
    /// Work that a crash may cost, at most, beside what the device takes for a flush.
    static let checkpointMilliseconds: Int64 = 10_000
    /// The first checkpoint of a run comes so soon after its first write: whoever goes on from it has something to compare the medium with.
    static let firstCheckpointMilliseconds: Int64 = 250

    package internal(set) var run: WipeRun
    /// Used up with this run.
    private var clearance: WipeClearance
    /// A step that waits until the checkpoint before it is on record.
    private var held: Step?
    /// A run may have moved its checkpoint already when it was made: that too is put on record.
    private var saved: UInt64 = 0
    /// Running time at which a checkpoint is asked for next; nil before the first write.
    private var nextCheckpoint: Int64?
    private let entropy: PlanEntropy

    /// - Parameter entropy: Draws the samples of a verify phase when it begins.
    package init(_ assignment: Assignment, clearance: consuming WipeClearance, entropy: PlanEntropy) {
        run = WipeRun(
            plan: assignment.plan, from: assignment.checkpoint, isFirst: assignment.isFirst, requestBytesMax: clearance.requestBytesMax,
            window: clearance.window, limits: assignment.limits)
        self.clearance = clearance
        self.entropy = entropy
    }

    /// Once `opened` is on record: proves that the device that is held is still the admitted media, and lets a run that had stopped go on. Where
    /// it is another one the run is over, with this word.
    package mutating func goOn() -> RunnerMessage? {
        do throws(OpenRefusal) { try clearance.prove() } catch { return lost() }
        run.goOn()
        nextCheckpoint = nil
        return nil
    }

    /// Whether custody is whole since the last verify phase came to its end: the device is held, and shows no other hands. May block as long as the
    /// drive does.
    package func isInCustody() -> Bool {
        guard let last = run.report(at: Moment(wallMilliseconds: 0, runningMilliseconds: 0))?.evidence else { return false }
        do { try clearance.prove() } catch { return false }
        guard var now = clearance.custodyEvidence(askingDrive: false) else { return false }
        now.powerCycles = last.powerCycles
        return now.broken(since: last) == nil
    }

    /// Gives the device back. Harmless when done twice.
    package mutating func close() { clearance.close() }

    /// Submits what may be submitted, waits up to the timeout for completions, and takes them in.
    ///
    /// - Returns: nil if it is to be called again. After `checkpointed`, to be called again once that word is on record. After any other word never
    ///   again: the device is still held then, unless it is gone.
    package mutating func turn(stopAsked: Bool, timeoutMilliseconds: Int, clock: () -> Moment) -> RunnerMessage? {
        var now = clock()
        if stopAsked { run.requestStop() }
        if let due = nextCheckpoint, now.runningMilliseconds >= due {
            run.requestCheckpoint()
            nextCheckpoint = now.runningMilliseconds + Self.checkpointMilliseconds
        }
        run.allow(window: clearance.window, requestBytesMax: clearance.requestBytesMax)
        do {
            try answer(clock)
            while let step = held ?? run.next(at: now) {
                held = step
                // A change of pass takes a checkpoint: it is on record before the first byte of the next pattern goes out.
                if let word = unsaved() { return word }
                held = nil
                try clearance.submit(step, pass: run.progress.pass)
                if case .write = step.action, nextCheckpoint == nil {
                    nextCheckpoint = now.runningMilliseconds + Self.firstCheckpointMilliseconds
                }
            }
            if run.end == nil, !run.stopped {
                let completions = clearance.reap(timeoutMilliseconds: timeoutMilliseconds)
                now = clock()
                for completion in completions { run.completed(completion, at: now) }
            }
            try answer(clock)
        } catch { return lost() }
        if let word = unsaved() { return word }
        guard run.end != nil || run.stopped else { return nil }
        return last(clock)
    }

    /// Tells the run what it asks for. Throws where the open device is no longer the admitted media.
    private mutating func answer(_ clock: () -> Moment) throws(OpenRefusal) {
        while let question = run.question {
            switch question {
            case .custody:
                try clearance.prove()
                // A drive that may be at its own erase is asked nothing and takes no flush: nobody knows what custody it was in meanwhile.
                run.answer(run.isTold ? nil : clearance.custodyEvidence(askingDrive: true), at: clock())
            case .sample(let spec): run.answer(Planner.sample(spec, run.plan.geometry, entropy), at: clock())
            }
        }
    }

    /// The checkpoint where it has moved since it was last handed out.
    private mutating func unsaved() -> RunnerMessage? {
        guard run.checkpointNumber != saved else { return nil }
        saved = run.checkpointNumber
        return .checkpointed(run.checkpoint)
    }

    private mutating func last(_ clock: () -> Moment) -> RunnerMessage {
        guard var report = run.report(at: clock()) else { return .stopped(run.checkpoint) }
        if report.isGone {
            clearance.close()
            return .finished(report, nil)
        }
        // And once more at the end: what was walked is still the whole of the admitted media, and this is the moment for which the record speaks.
        do { try clearance.prove() } catch { return lost() }
        report.provedAt = clock()
        if report.end == .finished, report.needsALook { report.recognised = clearance.recognised() }
        return .finished(report, nil)
    }

    /// The open device stopped being the admitted media: what was flushed counts, the drive is taken for gone.
    private mutating func lost() -> RunnerMessage {
        clearance.close()
        let last = run.checkpoint
        return .finished(
            WipeReport(plan: run.plan, passes: last.passes, end: .mediaGone(errno: 0), activeMilliseconds: last.activeMilliseconds), nil)
    }
}
