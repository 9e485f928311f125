// How a run moves: the way through one phase, what a done request means, and what happens where the device is at rest.

/// The extents of one phase, cut into requests from low to high.
struct RequestCursor: Sendable {
    private let extents: [Extent]
    var requestBytes: UInt64
    private var index = 0
    private var position: UInt64

    init(_ extents: [Extent], requestBytes: UInt64) {
        self.extents = extents
        self.requestBytes = requestBytes
        position = extents.first?.offset ?? 0
    }

    /// All of it, whatever was handed out.
    var whole: [Extent] { extents }
    var isDone: Bool { index >= extents.count }
    /// Where the next request begins, nil when there is none.
    var frontier: UInt64? { isDone ? nil : position }
    /// Everything that was not handed out yet.
    var rest: [Extent] {
        guard !isDone else { return [] }
        return [Extent(offset: position, length: extents[index].end - position)] + extents[(index + 1)...]
    }

    /// The next request. Requests end at multiples of their largest size, so that they stay aligned after an odd start.
    mutating func next() -> Extent? {
        guard !isDone else { return nil }
        let end = min(extents[index].end, (position / requestBytes + 1) * requestBytes)
        let request = Extent(offset: position, length: end - position)
        position = end
        if end == extents[index].end {
            index += 1
            if !isDone { position = extents[index].offset }
        }
        return request
    }
}

extension WipeRun {
    /// What is asked of the device for an extent of the present task.
    func action(_ extent: Extent) -> Step.Action {
        if let resumeCheck { return resumeCheck.looks ? .look(extent, resumeCheck.pattern) : .verify(extent, resumeCheck.pattern) }
        let pattern = plan.passes[pass].pattern
        if phase == .verify, command != nil { return .look(extent, pattern) }
        return phase == .write ? .write(extent, pattern) : .verify(extent, pattern)
    }

    mutating func requestDone(_ pending: PendingStep) {
        guard let piece = pending.piece else {
            flushTries = nil
            unflushed = false
            if phaseIsHandedOut { custody.isFlushed = true }
            return
        }
        answered(pending)
        barrenRounds = 0
        rate?.moved(piece.extent.length)
        switch task {
        case .resumeCheck:
            resumeCheck?.comparedBytes += piece.extent.length
            return
        case .write:
            passes[pass].bytesWritten += piece.extent.length
            custody.wrote(piece.extent.length)
        case .verify where phase == .verify:
            passes[pass].bytesVerified += piece.extent.length
            custody.lastRead = now
        // Marks that are read back, or looked for.
        case .verify: break
        }
        settledBytes += piece.extent.length
    }

    /// A read that came back whole and different.
    mutating func requestDiffered(_ pending: PendingStep, _ named: [Extent]) {
        guard let request = pending.piece?.extent else { return }
        // The first of a pass goes on record at once: whatever interrupts the run, it stays seen.
        if resumeCheck == nil, command == nil, !checkpoint.passes.indices.contains(pass) || checkpoint.passes[pass].mismatched.isEmpty {
            checkpointRequested = true
        }
        for extent in request.sectors(of: named, plan.geometry) {
            if resumeCheck != nil {
                resumeCheck?.differing.insert(extent)
            } else if command != nil {
                if phase == .confirm { row.unstored.insert(extent) }
            } else {
                passes[pass].mismatched.insert(extent)
            }
        }
        requestDone(pending)
    }

    /// Starts the present phase of the present pass at `offset`. The work is proportional to defects and samples, once for each phase.
    mutating func beginPhase(from offset: UInt64) {
        let whole = plan.geometry.whole
        var extents: [Extent] = []
        if offset < whole.end {
            let ahead = Extent(offset: offset, length: whole.end - offset)
            switch phase {
            case .write: extents = plan.writeExtents(plan.passes[pass]).compactMap { $0.intersection(ahead) }
            case .confirm: extents = command.map { $0.stored(without: row.unstored) } ?? []
            case .command: extents = []
            case .verify:
                // What could not be written is a defect already; reading it would count it twice.
                let unwritten = passes[pass].unwritten
                extents = coverage[pass].extents.flatMap { covered in covered.intersection(ahead).map { unwritten.gaps(in: $0) } ?? [] }
            }
        }
        // A write phase that was resumed ends with a flush of its own, even where it has nothing left to write.
        if phase == .write, offset > 0 { unflushed = true }
        custody.isFlushed = false
        walk = RequestCursor(extents, requestBytes: requestBytes)
        let phaseBytes = bytes(of: phase, pass)
        settledBytes = phaseBytes - min(phaseBytes, extents.reduce(0) { $0 + $1.length })
    }

    /// Moves on as far as it goes without the device. Each turn ends a phase, asks a question or answers a request, so the turns are bounded by
    /// the passes.
    mutating func advance() {
        while outstanding.isEmpty, end == nil, !stopped, flushTries == nil, question == nil {
            if let errno = goneErrno {
                end = .mediaGone(errno: errno)
                return
            }
            if stopRequested || policyStop != nil { probe = nil }
            if probe != nil {
                return
            } else if talk?.stage == .settle, resumeCheck == nil, !isHeld, failed.isEmpty, walk.isDone {
                if suspects.isEmpty { settled() } else { beginProbe(.closing) }
            } else if resumeCheck != nil, policyStop == nil {
                guard advanceResumeCheck() else { return }
            } else if !phaseIsHandedOut, !isHeld {
                return
            } else if flushIsDue {
                flushTries = 0
            } else {
                finishPhase()
            }
        }
    }

    /// A flush ends every write phase; elsewhere a checkpoint needs one where an earlier flush failed, and so does the look at the end of a
    /// verify phase: what another program wrote through the page cache shows in no count before it is on the drive.
    private var flushIsDue: Bool {
        // A drive that does not take flushes has failed already: another one tells nothing new.
        if isReadToItsEnd { return !custody.isFlushed && !custody.flushFailed && passes[pass].flushed != false }
        return unflushed && !flushGivenUp && (phase == .write || stopRequested || checkpointRequested)
    }

    /// Nothing of a verify phase is left to read, and it is about to end.
    var isReadToItsEnd: Bool { phase == .verify && resumeCheck == nil && hasToLook && isComplete }

    /// The phase ends before any request is answered. A stop does not wait for errors to be looked into.
    private var isComplete: Bool { phaseIsHandedOut && policyStop == nil && (suspects.isEmpty || !stopRequested) }

    /// Nothing is outstanding and the flush, where one was due, is over. A phase that is complete ends before a request is answered.
    private mutating func finishPhase() {
        if let policyStop {
            endEarly(policyStop)
        } else if isComplete {
            closePhase()
        } else {
            flushGivenUp = false
            checkpointRequested = false
            takeCheckpoint()
            stopped = stopRequested
        }
    }

    /// The walk of this phase is over: errors that nothing was answered after are looked into first, then custody.
    private mutating func closePhase() {
        if !suspects.isEmpty {
            beginProbe(.closing)
        } else if phase == .verify, hasToLook {
            ask(.verifyEnds)
        } else {
            endPhase()
        }
    }

    mutating func endPhase() {
        flushGivenUp = false
        switch phase {
        case .write:
            if passes[pass].flushed == nil { passes[pass].flushed = !unflushed }
            passes[pass].writeEnded = now
            phase = command == nil ? .verify : .confirm
        case .confirm:
            // Marks that no flush covers may lie in a cache alone, and without one no checkpoint would say that a command is intended.
            guard passes[pass].flushed == true, command?.areStored(row.unstored, of: plan.geometry) == true else {
                policyStop = .marksNotStored
                return
            }
            phase = .command
        case .command:
            phase = .verify
        case .verify:
            if passes[pass].verifyStarted != nil { passes[pass].verifyEnded = custody.lastRead ?? passes[pass].verifyStarted }
            custody.sitting = nil
            talk = nil
            phase = .write
            pass += 1
        }
        begin(from: 0)
        // Nobody goes on from the end of the last verify phase: the record speaks for that moment, or it is read again.
        if pass < plan.passes.count { takeCheckpoint() }
    }

    /// Starts what the cursor names: a phase, or the end of the run. A verify phase begins with a look at custody, and at its beginning.
    mutating func begin(from offset: UInt64) {
        walk = RequestCursor([], requestBytes: requestBytes)
        settledBytes = 0
        if pass >= plan.passes.count {
            end = .finished
        } else if phase == .command {
            beginCommand()
        } else if phase == .confirm {
            ask(.confirmBegins)
        } else if phase == .verify, hasToLook {
            ask(.verifyBegins)
        } else {
            beginPhase(from: offset)
        }
    }
}
