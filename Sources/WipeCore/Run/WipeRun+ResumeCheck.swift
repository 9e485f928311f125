// Before a resumed run writes: does the media still hold what was written last?

import WipeFirmware

/// The re-read of what was written last.
struct ResumeCheck: Sendable {
    /// What the walk compares with; of a look, what may lie there beside what an erase leaves.
    var pattern: Pattern
    /// The drive had erased itself: no pattern is known, but what lies there must still look erased.
    var looks = false
    /// By its key: noise lies there, or zeros, and never both. What was found of each, and sectors that hold something of `pattern`.
    var keyErase: (noise: UInt64, others: UInt64, marked: UInt64)?
    /// What ranges that differ may hold instead.
    var alternative: Pattern?
    /// What differed from `pattern`.
    var differing = ExtentSet()
    /// Bytes that could be read at all.
    var comparedBytes: UInt64 = 0

    /// One request was looked at. Some kinds of contents are told apart only when all of it was.
    mutating func found(_ contents: ContentsTally, marked: UInt64, at request: Extent) {
        guard let known = keyErase else {
            if contents.other > marked { differing.insert(request) }
            return
        }
        keyErase = (known.noise + contents.other, known.others + contents.sectors - contents.other, known.marked + marked)
    }
}

extension WipeRun {
    /// Most bytes that are read again at one place.
    static let resumeCheckBytes: UInt64 = 1 << 20

    /// True when the policy wants an interrupted walk from its beginning.
    /// A drive that may be erasing itself is never written to before that is settled.
    var startsOver: Bool { plan.policy.resume == .restart && checkpoint.cursor.pass < plan.passes.count && !isTold }

    /// The checkpoint lies behind a command that was intended and has not ended.
    package var isTold: Bool {
        let cursor = checkpoint.cursor
        return cursor.phase == .command && passes.indices.contains(cursor.pass) && passes[cursor.pass].isErasing
    }

    /// Sets up the re-read for the checkpoint. At the very start there is nothing to compare with.
    mutating func beginResumeCheck() {
        let cursor = checkpoint.cursor
        guard cursor != .start, !plan.passes.isEmpty else {
            begin(from: cursor.offset)
            return
        }
        // In the middle of a command nobody reads: the drive is asked first.
        if isTold { return begin(from: 0) }
        let whole = plan.geometry.whole
        if let command = plan.passes.indices.contains(cursor.pass) ? plan.passes[cursor.pass].command : nil,
            cursor.phase == .confirm || cursor.phase == .command || cursor.phase == .write && cursor.offset > 0
        {
            let below = cursor.phase == .write ? cursor.offset : whole.end
            let stored = command.stored(without: passes[cursor.pass].command?.unstored ?? ExtentSet())
            resumeCheck = ResumeCheck(pattern: plan.passes[cursor.pass].pattern)
            walk = RequestCursor(
                Self.lastBytes(of: ExtentSet(stored).part(below: below), without: ExtentSet()), requestBytes: requestBytes)
            return
        }
        let isWriting = cursor.pass < plan.passes.count && cursor.phase == .write
        // The pass whose bytes lie there. At the beginning of a write phase that is the one before, in the last place to be overwritten; and
        // where this pass has come there without a checkpoint, its own bytes are no sign of other hands.
        let isUnderWay = isWriting && cursor.offset > 0
        let written = isWriting && !isUnderWay || cursor.pass == plan.passes.count ? cursor.pass - 1 : cursor.pass
        let facts = passes[written]
        let known = facts.unwritten.union(facts.unreadable).union(facts.mismatched)
        if let command = plan.passes[written].command {
            let after = plan.passes.indices.contains(cursor.pass) ? cursor.pass : written
            return beginLook(after: command, or: plan.passes[after].pattern, without: known)
        }
        let range = ExtentSet([isUnderWay ? Extent(offset: 0, length: cursor.offset) : whole])
        let last = Self.lastBytes(of: range, without: known)
        let first = Extent(offset: 0, length: min(Self.resumeCheckBytes, whole.length))
        let extents = isWriting ? last : ExtentSet(known.gaps(in: first) + last).extents
        resumeCheck = ResumeCheck(
            pattern: plan.passes[written].pattern, alternative: isWriting && !isUnderWay ? plan.passes[cursor.pass].pattern : nil)
        walk = RequestCursor(extents, requestBytes: requestBytes)
    }

    /// No pattern is known of what an erase leaves, but what people put on a drive looks otherwise at one end or the other.
    mutating func beginLook(after command: CommandPlan, or pattern: Pattern, without known: ExtentSet) {
        let whole = plan.geometry.whole
        let first = Extent(offset: 0, length: min(Self.resumeCheckBytes, whole.length))
        resumeCheck = ResumeCheck(pattern: pattern, looks: true, keyErase: command.command.kind == .crypto ? (0, 0, 0) : nil)
        walk = RequestCursor(
            ExtentSet(known.gaps(in: first) + Self.lastBytes(of: ExtentSet([whole]), without: known)).extents, requestBytes: requestBytes)
    }

    /// The last `resumeCheckBytes` of a range that can be compared, wherever they lie: a worn end of the range is no reason to compare nothing.
    private static func lastBytes(of range: ExtentSet, without known: ExtentSet) -> [Extent] {
        var left = resumeCheckBytes
        var found: [Extent] = []
        for gap in range.extents.flatMap({ known.gaps(in: $0) }).reversed() where left > 0 {
            let length = min(gap.length, left)
            found.insert(Extent(offset: gap.end - length, length: length), at: 0)
            left -= length
        }
        return found
    }

    /// Goes on with the re-read where the device is at rest. False while there is more to read.
    mutating func advanceResumeCheck() -> Bool {
        // The checkpoint is as fresh as it can be: nothing was done yet.
        checkpointRequested = false
        if stopRequested {
            stopped = true
            return true
        }
        guard phaseIsHandedOut, var state = resumeCheck else { return false }
        if let found = state.keyErase, min(found.noise, found.others) > found.marked { state.differing = ExtentSet(walk.whole) }
        if state.comparedBytes == 0 {
            // Nothing could be read: nothing shows that this is what was left.
            end = .contentsChanged(walk.whole)
        } else if state.differing.isEmpty {
            resumeCheck = nil
            if startsOver { startOver() }
            goOnFromCheckpoint()
        } else if let alternative = state.alternative {
            walk = RequestCursor(state.differing.extents, requestBytes: requestBytes)
            state = ResumeCheck(pattern: alternative)
            resumeCheck = state
        } else {
            end = .contentsChanged(state.differing.extents)
        }
        return true
    }

    /// Where the checkpoint left. A verify phase, also one that had come to its end, begins anew: the device was let go of since.
    private mutating func goOnFromCheckpoint() {
        if pass == plan.passes.count, pass > 0 {
            pass -= 1
            phase = .verify
        }
        // The comparison too is work that an interruption brought; what is set aside of a sitting reaches up to now.
        if checkpoint.sitting == nil { setAsideMilliseconds += max(0, activeMilliseconds - checkpoint.activeMilliseconds) }
        if command != nil { return goOnInCommandRow() }
        if phase == .verify, passes[pass].verifyStarted != nil { setSittingAside(.released) }
        if checkpoint.cursor != .start, passes[pass].wasBroken != true {
            // Written, or begun to be, before the device was let go of: a sample would not show what came since.
            passes[pass].wasBroken = true
            if case .sampled = plan.passes[pass].coverage { note(.released, in: .write) }
        }
        begin(from: phase == .verify ? 0 : checkpoint.cursor.offset)
    }

    /// Marks are written on, or read back once more; after the end of a command, what was or was to be read back shows nothing of what came since.
    private mutating func goOnInCommandRow() {
        switch phase {
        case .write: begin(from: checkpoint.cursor.offset)
        case .confirm, .command:
            row.unstored = ExtentSet()
            phase = .confirm
            begin(from: 0)
        case .verify: beginRowAgain(.released)
        }
    }

    /// Back to the beginning, time at work excepted. The checkpoint moves at once: from here on the old one is overwritten.
    private mutating func startOver() {
        passes = checkpoint.startOver().passes
        coverage = plan.passes.map { ExtentSet(plan.verifyExtents($0)) }
        pass = 0
        phase = .write
        countBadSectors()
        setAsideMilliseconds = activeMilliseconds
        retryMilliseconds = 0
        checkpoint = Checkpoint(cursor: .start, passes: passes, bytesDone: 0, activeMilliseconds: activeMilliseconds)
        checkpoint.setAsideMilliseconds = setAsideMilliseconds
        checkpoint.notes = custody.notes.isEmpty ? nil : custody.notes
        checkpointNumber += 1
    }
}
