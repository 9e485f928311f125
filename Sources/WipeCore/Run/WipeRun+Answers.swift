// Does the drive answer at all? A pulled drive, one that the kernel has set offline and one with bad sectors give the same errors at first. Errors
// are held against a drive only once it has answered something after them.

/// Errors that nothing was answered after.
struct Suspects: Sendable {
    /// Sectors that were given up after their last retry.
    var sectors = ExtentSet()
    /// Failed attempts at single sectors.
    var errors: UInt64 = 0
    /// A flush failed with all its retries.
    var flush = false
    /// Only a request with this number, or a later one, was handed out after the last of these errors.
    var mark: UInt64 = 0
    /// Requests that failed in a row.
    var inARow = 0
    /// When the drive last answered anything but an error; the beginning of the run before it did.
    var lastAnswer: Moment?

    var isEmpty: Bool { sectors.isEmpty && errors == 0 && !flush }

    /// So many failures in a row are looked into.
    static let rowMax = 1000
    /// The fewest failures in a row that a long silence is looked into for.
    static let rowMin = 3
    /// So many times 1,000 failures in a row, with answers at other places only, and the drive is given up: a part of it is dead, larger than
    /// any claim allows.
    static let barrenMax = 16
}

/// One question to a drive that gives nothing but errors: one request each at its start, its middle and its end, and where it last answered.
struct Probe: Sendable {
    enum Purpose: Sendable {
        /// A thousand failures in a row.
        case row
        /// A long time without any answer.
        case silence
        /// The walk of a phase is over, and its last errors are still suspect.
        case closing
    }
    var purpose: Purpose
    /// Writes are tried first where one write after the other failed.
    var writes: Bool
    /// Places that are still to be tried in this round.
    var places: [Extent]
    /// Since when nothing answers, also no read; nil while that is not known.
    var silentSince: Moment?
    /// Running time before which no further round begins.
    var nextRound: Int64 = 0

    /// Time between two rounds of a drive that is silent.
    static let roundMilliseconds: Int64 = 1000
}

extension WipeRun {
    /// One more failure, of whatever size.
    mutating func failedOnce() {
        suspects.mark = nextID
        suspects.inARow += 1
        if suspects.inARow >= Suspects.rowMax, probe == nil { beginProbe(.row) }
    }

    /// A request of the walk was done. Where it was handed out after the last error, those errors were the drive's own.
    mutating func answered(_ pending: PendingStep) {
        answers += 1
        suspects.lastAnswer = now
        guard pending.id >= suspects.mark else { return }
        suspects.inARow = 0
        countSuspects()
    }

    /// The drive has answered: what failed before was not a drive on its way out.
    private mutating func countSuspects() {
        guard !suspects.isEmpty else { return }
        if resumeCheck == nil {
            switch phase {
            case .write where command == nil:
                passes[pass].writeErrors += suspects.errors
                passes[pass].unwritten.formUnion(suspects.sectors)
            // A mark that cannot be stored is missing before the command already, and one that cannot be read afterwards may still be there.
            case .write, .confirm:
                passes[pass].writeErrors += suspects.errors
                row.unstored.formUnion(suspects.sectors)
            case .command: row.survived.formUnion(suspects.sectors)
            case .verify:
                passes[pass].readErrors += suspects.errors
                passes[pass].unreadable.formUnion(suspects.sectors)
            }
            for extent in suspects.sectors.extents where command == nil || phase == .verify {
                for fresh in bad.gaps(in: extent) {
                    bad.insert(fresh)
                    badSectors += fresh.length / UInt64(plan.geometry.logicalSectorBytes)
                }
            }
            // Never taken back within the pass: what a drive drops when a flush fails, a later flush does not bring back.
            if suspects.flush { passes[pass].flushed = false }
        }
        suspects.sectors = ExtentSet()
        suspects.errors = 0
        suspects.flush = false
    }

    /// Puts back what failed while the drive was silent, now that one place answers.
    ///
    /// Start, middle and end had given no answer, so the drive had lost its power or its cable: what failed meanwhile is tried again and not held
    /// against it. Only a flush that failed stays failed. A drive that comes and goes like that is borne `Suspects.barrenMax` times.
    private mutating func tryAgainAfterSilence() {
        barrenRounds += 1
        guard barrenRounds < Suspects.barrenMax else { return countSuspects() }
        for extent in suspects.sectors.extents {
            settledBytes -= extent.length
            failed.insert(RetryRange(extent: extent, hasFailed: false))
        }
        suspects.sectors = ExtentSet()
        suspects.errors = 0
        countSuspects()
    }

    // MARK: asking

    /// A drive that has given nothing but errors for long is asked, however few they were: each may have taken half a minute.
    mutating func probeAfterSilence() {
        guard probe == nil, outstanding.isEmpty, suspects.inARow >= Suspects.rowMin, let last = suspects.lastAnswer, let now else { return }
        if now.runningMilliseconds - last.runningMilliseconds >= limits.silenceMilliseconds { beginProbe(.silence) }
    }

    mutating func beginProbe(_ purpose: Probe.Purpose) {
        probe = Probe(purpose: purpose, writes: purpose == .row && task == .write, places: probePlaces())
    }

    /// Start, middle, end. Sectors that are known as bad say nothing: the next good one is taken in their place.
    private func probePlaces() -> [Extent] {
        let sector = UInt64(plan.geometry.logicalSectorBytes)
        let capacity = plan.geometry.capacityBytes
        let known = passes.indices.contains(pass) ? bad.union(suspects.sectors) : bad
        let starts = [0, plan.geometry.sectorCount / 2 * sector, capacity - sector]
        return starts.compactMap { start in
            let ahead = known.gaps(in: Extent(offset: start, length: capacity - start)).first?.offset
            let behind = known.gaps(in: Extent(offset: 0, length: start + sector)).last.map { $0.end - sector }
            return (ahead ?? behind).map { Extent(offset: $0, length: sector) } ?? Extent(offset: start, length: sector)
        }
    }

    /// The next place to ask at; nil while an answer is waited for, or until the next round.
    mutating func nextProbe() -> Step? {
        guard outstanding.isEmpty, var asking = probe, let now else { return nil }
        if asking.places.isEmpty {
            guard now.runningMilliseconds >= asking.nextRound else { return nil }
            asking.places = probePlaces()
        }
        let place = asking.places.removeFirst()
        probe = asking
        let pattern = resumeCheck?.pattern ?? plan.passes[pass].pattern
        let piece = RetryRange(extent: place, hasFailed: false)
        guard asking.writes else { return handOut(.verify(place, pattern), piece, isProbe: true) }
        unflushed = true
        return handOut(.write(place, pattern), piece, isProbe: true)
    }

    /// What one place said.
    mutating func probed(_ pending: PendingStep, _ outcome: Completion.Outcome) {
        guard var asking = probe else { return }
        if case .fault = outcome {
            if asking.writes { custody.ownBytes = nil }
            guard asking.places.isEmpty else { return }
            if asking.writes {
                // It takes no write anywhere. Whether it is still there, reads tell.
                asking.writes = false
                asking.places = probePlaces()
            } else {
                stayedSilent(&asking)
            }
            probe = asking
            return
        }
        if asking.writes, let bytes = pending.piece?.extent.length { custody.wrote(bytes) }
        answers += 1
        suspects.lastAnswer = now
        suspects.inARow = 0
        probe = nil
        if asking.silentSince == nil { countSuspects() } else { tryAgainAfterSilence() }
        guard asking.purpose == .row else { return }
        if task == .write, !asking.writes, asking.silentSince != nil {
            // It was silent to everything, and is back: what it would not write then says nothing of now.
            return beginProbe(.row)
        }
        barrenRounds += 1
        let refusesAll = task == .write && !asking.writes
        if refusesAll || barrenRounds >= Suspects.barrenMax { policyStop = .takesNothing }
    }

    /// Not even a read is answered: it is pulled, or dead. An event that says so is waited for, and no error counts.
    private func stayedSilent(_ asking: inout Probe) {
        guard let now else { return }
        let since = asking.silentSince ?? now
        asking.silentSince = since
        asking.nextRound = now.runningMilliseconds + Probe.roundMilliseconds
    }

    /// Nothing answered for as long as the station bears.
    mutating func giveUpTheSilent() {
        guard let since = probe?.silentSince, let now, outstanding.isEmpty else { return }
        guard now.runningMilliseconds - since.runningMilliseconds >= limits.silenceMilliseconds else { return }
        policyStop = .noAnswer
        advance()
    }
}
