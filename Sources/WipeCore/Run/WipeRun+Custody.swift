// The look at custody: asked of the device at the beginning of a run and at both ends of every verify phase; what it answers decides whether what
// was read counts.

import WipeFirmware

/// What a run compares custody with, and what it has seen of it.
struct Custody: Sendable {
    /// What the present question is for.
    enum Look: Sendable { case beginning, confirmBegins, commandBegins, verifyBegins, verifyEnds }
    var look: Look?
    /// What the device showed when it was last looked at.
    var evidence: CustodyEvidence?
    /// Bytes that this run wrote since then; nil where it cannot know.
    var ownBytes: UInt64? = 0
    /// What it showed at the end of the last verify phase that counts.
    var atEnd: CustodyEvidence?
    var notes: [CustodyNote] = []
    /// Where the present sitting began.
    var sitting: Checkpoint.Sitting?
    /// Sittings of the present verify phase, in this run, that did not count.
    var wasted = 0
    /// When the last byte was read back.
    var lastRead: Moment?
    /// The command of this row was intended in this run: nobody let go of the drive since.
    var isWholeSinceIntent = false
    /// A flush has covered whatever anybody had written when the verify phase was read to its end.
    var isFlushed = false
    /// That flush failed with all retries.
    var flushFailed = false

    /// So often a verify phase begins again in one run; then it is given up. Somebody who writes the same again and again would never let it end.
    static let wastedMax = 5

    mutating func wrote(_ bytes: UInt64) { ownBytes = ownBytes.map { $0 &+ bytes } }
}

extension WipeRun {
    /// Whether the present pass is read back at all: only then custody matters.
    var hasToLook: Bool { !coverage[pass].isEmpty }

    mutating func ask(_ look: Custody.Look) {
        custody.look = look
        question = .custody
    }

    /// Answers `question` where it is `custody`: what the open device shows now, nil where it could not be asked. Anything else is ignored.
    package mutating func answer(_ evidence: CustodyEvidence?, at moment: Moment) {
        guard question == .custody, let look = custody.look else { return }
        note(moment)
        question = nil
        custody.look = nil
        switch look {
        case .beginning:
            custody.evidence = evidence
            beginResumeCheck()
        case .confirmBegins:
            // What is read back from here on is what the command finds.
            custody.evidence = evidence
            custody.ownBytes = 0
            beginPhase(from: 0)
        case .commandBegins:
            if let why = broken(evidence) {
                beginRowAgain(why)
            } else if stopRequested {
                // The command waits for whoever goes on, and so does the look.
                talk?.stage = .before
            } else {
                custody.evidence = evidence
                intend()
            }
        case .verifyBegins: beginSitting(evidence)
        case .verifyEnds: endSitting(evidence)
        }
        if question == nil { advance() }
    }

    /// What has broken custody since the device was last looked at; nil where it is whole.
    private func broken(_ evidence: CustodyEvidence?, ownBytes: UInt64? = 0) -> CustodyBreak? {
        guard let evidence, let last = custody.evidence else { return .unreadable }
        return evidence.broken(since: last, ownBytes: ownBytes)
    }

    /// Answers `question` where it is `sample`, with a fresh choice of extents. Anything else is ignored.
    package mutating func answer(_ sample: Sample, at moment: Moment) {
        guard case .sample = question else { return }
        note(moment)
        question = nil
        read(.sampled(sample))
        advance()
    }

    /// The pass is written and flushed. What came between its first write and now matters to a sample alone: a full read sees what is there.
    private mutating func beginSitting(_ evidence: CustodyEvidence?) {
        guard let evidence, evidence.isReadable else { return readAgain(.unreadable) }
        // While a drive erases itself it may be away, and then nothing is known. What was seen of other hands counts.
        if let command, let why = broken(evidence) {
            if why == .written || why == .discarded || command.command.kind == .crypto { return beginRowAgain(why) }
            note(custody.isWholeSinceIntent ? why : .released, in: .command)
        }
        let isSampled = if case .sampled = plan.passes[pass].coverage { true } else { false }
        if isSampled, passes[pass].wasBroken != true {
            if let why = broken(evidence, ownBytes: custody.ownBytes) {
                passes[pass].wasBroken = true
                note(why, in: .write)
            }
        }
        custody.evidence = evidence
        passes[pass].readPath = evidence.readPath
        custody.ownBytes = 0
        custody.sitting = Checkpoint.Sitting(activeMilliseconds: activeMilliseconds, retryMilliseconds: retryMilliseconds)
        switch plan.passes[pass].coverage {
        case .sampled where passes[pass].wasBroken == true: read(.full)
        case .sampled(let planned): question = .sample(planned.spec)
        case .none, .full: beginPhase(from: 0)
        }
    }

    private mutating func read(_ chosen: Coverage) {
        passes[pass].coverage = chosen
        coverage[pass] = ExtentSet(plan.verifyExtents(chosen))
        beginPhase(from: 0)
    }

    private mutating func endSitting(_ evidence: CustodyEvidence?) {
        if custody.flushFailed, custody.wasted > 0 {
            // It was all read back in between, so the drive is there, and takes no flush: reading it once more would tell nothing new.
            custody.flushFailed = false
            custody.wasted = 0
            passes[pass].flushed = false
            return endPhase()
        }
        let why = custody.flushFailed ? .unreadable : broken(evidence)
        guard let evidence, why == nil else { return readAgain(why ?? .unreadable) }
        custody.evidence = evidence
        custody.atEnd = evidence
        custody.wasted = 0
        endPhase()
    }

    /// The phase begins at its beginning, unless it did so too often.
    private mutating func readAgain(_ why: CustodyBreak) {
        // What lies there after a command has no pattern to compare with: only marks that it removes show that nobody else was there.
        guard command == nil else { return beginRowAgain(why) }
        setSittingAside(why)
        custody.wasted += 1
        if custody.wasted > Custody.wastedMax {
            beginPhase(from: 0)
            policyStop = .custodyBroken
        } else {
            ask(.verifyBegins)
        }
    }

    /// What the sitting has read counts no more, and its time in no limit. A mismatch that it saw stays.
    mutating func setSittingAside(_ why: CustodyBreak) {
        note(why, in: .verify)
        passes[pass].bytesVerified = 0
        passes[pass].unreadable = ExtentSet()
        passes[pass].neverRead = nil
        passes[pass].readErrors = 0
        passes[pass].readPath = nil
        passes[pass].verifyStarted = nil
        passes[pass].verifyEnded = nil
        if case .sampled = plan.passes[pass].coverage { passes[pass].wasBroken = true }
        let sitting = custody.sitting ?? checkpoint.sitting
        if let sitting {
            setAsideMilliseconds += max(0, activeMilliseconds - sitting.activeMilliseconds)
            retryMilliseconds = min(retryMilliseconds, sitting.retryMilliseconds)
        }
        custody.sitting = nil
        custody.flushFailed = false
        failed.removeAll()
        suspects.sectors = ExtentSet()
        suspects.errors = 0
        countBadSectors()
    }

    mutating func note(_ why: CustodyBreak, in phase: Cursor.Phase) {
        guard custody.notes.count < CustodyNote.kept, let now else { return }
        custody.notes.append(CustodyNote(pass: pass, phase: phase, reason: why, at: now))
    }
}
