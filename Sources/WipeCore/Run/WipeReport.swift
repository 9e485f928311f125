// What a run did: facts of the engine. The verdict is derived from them, never set.

import WipeFirmware

/// Where a run is: everything below `offset` in this phase of this pass is completed and, for writes, flushed.
package struct Cursor: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case pass, phase, offset }
    package enum Phase: String, Codable, Sendable {
        /// A command row writes its marks.
        case write
        /// Of a command row: its marks are read back before the command.
        case confirm
        /// Of a command row: the drive erases itself.
        case command
        case verify
    }
    /// Position in the plan's passes, from 0; equals the number of passes when all are done.
    package var pass: Int
    package var phase: Phase
    package var offset: UInt64
    package init(pass: Int, phase: Phase, offset: UInt64) {
        self.pass = pass
        self.phase = phase
        self.offset = offset
    }
    package static let start = Cursor(pass: 0, phase: .write, offset: 0)
}

/// Facts of one pass so far.
///
/// What was read back is that of one sitting, from the beginning of the verify phase to its end under unbroken custody. A mismatch that an
/// earlier sitting saw stays. Members that may be nil are also nil in rows of older versions.
package struct PassResult: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case bytesWritten, unwritten, writeErrors, retries, flushed, bytesVerified, unreadable, readErrors, mismatched, neverRead
        case coverage, wasBroken, readPath, writeStarted, writeEnded, verifyStarted, verifyEnded, command
    }
    /// Bytes written and acknowledged.
    package var bytesWritten: UInt64 = 0
    /// Where every attempt to write failed, or where the walk ended before it came there.
    package var unwritten = ExtentSet()
    /// Failed write requests at the smallest size (each is one sector's attempt).
    package var writeErrors: UInt64 = 0
    /// Retries that were made, writes and reads.
    package var retries: UInt64 = 0
    /// Nil until tried; false where the flush at the end of the pass failed.
    package var flushed: Bool?
    /// Bytes read back (whether equal or not).
    package var bytesVerified: UInt64 = 0
    /// Where every attempt to read back failed, and the drive answered afterwards.
    package var unreadable = ExtentSet()
    package var readErrors: UInt64 = 0
    /// How the device was read in that sitting, by its own word. Nil where nothing was read back, or nobody said.
    package var readPath: ReadPath?
    /// Sectors that read back different.
    package var mismatched = ExtentSet()
    /// Planned to be read back and never tried, or never answered: the walk ended before. Nil for none.
    package var neverRead: ExtentSet?
    /// What the verify phase really reads; nil where that is what the plan says. A sample is drawn when the phase begins, and becomes all of it
    /// where custody was broken while the pass was written.
    package var coverage: Coverage?
    /// Custody was broken since the first write of this pass: only a full read shows what the medium holds.
    package var wasBroken: Bool?
    package var writeStarted: Moment?
    package var writeEnded: Moment?
    package var verifyStarted: Moment?
    package var verifyEnded: Moment?
    /// Of a command row: what became of it. What is written then are its marks, and nothing is listed as unwritten. Nil for a row of the host's.
    package var command: CommandResult?
    package init() {}

    /// A command went out, or was about to, and nothing says yet that it has ended.
    package var isErasing: Bool { command?.state == .intended || command?.state == .accepted }

    /// The drive may be at an erase of its own now, ours or somebody else's.
    package var mayBeErasing: Bool {
        guard let command else { return false }
        switch command.state {
        case .intended, .accepted, .lost: return true
        case .refused: return command.refusal == .running
        case .none: return command.before?.state == .running
        case .ended, .failed: return false
        }
    }
}

/// A run at rest, to go on from: never ahead of a flush.
package struct Checkpoint: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case cursor, passes, bytesDone, activeMilliseconds, retryMilliseconds, setAsideMilliseconds, sitting, notes
    }
    package var cursor: Cursor
    package var passes: [PassResult]
    /// Bytes of all phases that need not be done again.
    package var bytesDone: UInt64
    /// Milliseconds of running behind it.
    package var activeMilliseconds: Int64
    /// Milliseconds that retries have taken.
    package var retryMilliseconds: Int64
    /// Of `activeMilliseconds`, what counts in no limit: work that had to be done again. Nil for none.
    package var setAsideMilliseconds: Int64?
    /// Where the present sitting of a verify phase began; nil outside of one. Whoever goes on from here begins it anew.
    package var sitting: Sitting?
    /// How custody was broken where that mattered. Nil for never.
    package var notes: [CustodyNote]?

    /// Counters at the beginning of one sitting of a verify phase.
    package struct Sitting: Hashable, Codable, Sendable {
        enum CodingKeys: String, CodingKey { case activeMilliseconds, retryMilliseconds }
        package var activeMilliseconds: Int64
        package var retryMilliseconds: Int64
    }

    package init(cursor: Cursor, passes: [PassResult], bytesDone: UInt64, activeMilliseconds: Int64, retryMilliseconds: Int64 = 0) {
        self.cursor = cursor
        self.passes = passes
        self.bytesDone = bytesDone
        self.activeMilliseconds = activeMilliseconds
        self.retryMilliseconds = retryMilliseconds
    }
    /// Nothing done yet.
    package static func start(passes: Int) -> Checkpoint {
        Checkpoint(cursor: .start, passes: Array(repeating: PassResult(), count: passes), bytesDone: 0, activeMilliseconds: 0)
    }

    /// The very beginning of the same wipe, where the policy does everything anew: a mismatch that was seen stays seen.
    func startOver() -> Checkpoint {
        var start = Checkpoint.start(passes: passes.count)
        start.keepMismatches(of: passes)
        return start
    }

    /// Takes over what was seen to differ.
    mutating func keepMismatches(of seen: [PassResult]) {
        for (index, facts) in seen.enumerated() where passes.indices.contains(index) {
            passes[index].mismatched.formUnion(facts.mismatched)
        }
    }
}

/// Why a run came to its end without a stop being asked for.
package enum RunEnd: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case finished, stoppedByPolicy, mediaGone, contentsChanged, givenUp }
    enum StoppedByPolicyCodingKeys: String, CodingKey { case code }
    enum MediaGoneCodingKeys: String, CodingKey { case errno }
    enum ContentsChangedCodingKeys: String, CodingKey { case _0 }
    /// The whole plan was walked.
    case finished
    /// One of `PolicyStop` ended it; what was not reached is listed as unwritten or never read.
    case stoppedByPolicy(code: PolicyStop)
    /// The device is gone: the job is suspended, nothing is decided yet.
    case mediaGone(errno: Int32)
    /// What was written last does not read back as it was left, or nothing of it can be compared: another person's hands, or another drive.
    case contentsChanged([Extent])
    /// The walk was given up between two runs; the facts are those of the last checkpoint.
    case givenUp
}

/// What the engine knows when the walk has ended.
package struct WipeReport: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case plan, passes, end, activeMilliseconds, notes, evidence, provedAt, recognised }
    package var plan: WipePlan
    package var passes: [PassResult]
    package var end: RunEnd
    package var activeMilliseconds: Int64
    /// How custody was broken where that mattered. Nil for never, also in rows of older versions.
    package var notes: [CustodyNote]?
    /// What the device showed at the end of the last verify phase; nil where none came to its end.
    package var evidence: CustodyEvidence?
    /// When the device was proved once more after the last byte was read: the moment for which the report speaks. Nil where it was not.
    package var provedAt: Moment?
    /// What was recognised on the drive at the end, by libblkid's names; nil where nobody looked, or nobody could.
    package var recognised: [String]?
    package init(
        plan: WipePlan, passes: [PassResult], end: RunEnd, activeMilliseconds: Int64, notes: [CustodyNote]? = nil,
        evidence: CustodyEvidence? = nil
    ) {
        self.plan = plan
        self.passes = passes
        self.end = end
        self.activeMilliseconds = activeMilliseconds
        self.notes = notes
        self.evidence = evidence
    }

    /// The report of a walk that was given up between two runs.
    init(givenUp plan: WipePlan, at last: Checkpoint) {
        self.init(plan: plan, passes: last.passes, end: .givenUp, activeMilliseconds: last.activeMilliseconds, notes: last.notes)
    }

    /// What the verify phase of this pass (position from 0) read, or was to read.
    package func coverage(of pass: Int) -> Coverage { passes[pass].coverage ?? plan.passes[pass].coverage }

    /// The last row was the drive's own and left what looks like noise: whether that is all, a look has to tell. In what repeats nothing can hide.
    package var needsALook: Bool {
        plan.passes.last?.command != nil && passes.last?.command?.contents.kind == .randomLooking
    }

    /// The drive may be at an erase of its own now: nothing is asked of it that it would have to read for.
    package var mayBeErasing: Bool { passes.contains(where: \.mayBeErasing) }

    /// The device was gone when the walk ended.
    package var isGone: Bool {
        if case .mediaGone = end { return true }
        return false
    }

    /// Sectors that stayed unwritten or unreadable in any pass, counted once each.
    package var badExtents: ExtentSet {
        passes.reduce(into: ExtentSet()) { all, pass in
            all.formUnion(pass.unwritten)
            all.formUnion(pass.unreadable)
        }
    }
    /// Sectors that read back different in any pass.
    package var mismatchedExtents: ExtentSet { passes.reduce(into: ExtentSet()) { $0.formUnion($1.mismatched) } }
}
