// Before a resumed run writes: does the media still hold what was written last?

/// The re-read of what was written last.
struct Recheck: Sendable {
    /// What the walk compares with.
    var pattern: Pattern
    /// What ranges that differ may hold instead.
    var alternative: Pattern?
    /// What differed from `pattern`.
    var differing = ExtentSet()
}

extension WipeRun {
    /// Most bytes that are read again at one place.
    static let recheckBytes: UInt64 = 1 << 20

    /// True when the policy wants an interrupted walk from its beginning.
    var startsOver: Bool { plan.policy.resume == .restart && checkpoint.cursor.pass < plan.passes.count }

    /// Sets up the re-read for the checkpoint. At the very start there is nothing to compare with.
    mutating func beginRecheck() {
        let cursor = checkpoint.cursor
        guard cursor != .start, !plan.passes.isEmpty else {
            begin(from: cursor.offset)
            return
        }
        let capacity = plan.geometry.capacityBytes
        let span = min(Self.recheckBytes, capacity)
        let first = Extent(offset: 0, length: span)
        let last = Extent(offset: capacity - span, length: span)
        let places: [Extent]
        var written = cursor.pass
        var alternative: Pattern?
        if cursor.pass == plan.passes.count {
            written -= 1
            places = [first, last]
        } else if cursor.phase == .verify {
            places = [first, last]
        } else if cursor.offset > 0 {
            let length = min(Self.recheckBytes, cursor.offset)
            places = [Extent(offset: cursor.offset - length, length: length)]
        } else {
            // This pass may have written the whole media without a checkpoint: its own bytes are no sign of other hands.
            written -= 1
            places = [last]
            alternative = plan.passes[cursor.pass].pattern
        }
        let facts = passes[written]
        let known = facts.unwritten.union(facts.unreadable).union(facts.mismatched)
        let extents = ExtentSet(places).extents.flatMap { known.gaps(in: $0) }
        recheck = Recheck(pattern: plan.passes[written].pattern, alternative: alternative)
        walk = Walk(extents, requestBytes: requestBytes)
    }

    /// Goes on with the re-read where the device is at rest. False while there is more to read.
    mutating func advanceRecheck() -> Bool {
        // The checkpoint is as fresh as it can be: nothing was done yet.
        checkpointRequested = false
        if stopRequested {
            stopped = true
            return true
        }
        guard phaseIsHandedOut, var state = recheck else { return false }
        if state.differing.isEmpty {
            recheck = nil
            if startsOver { startOver() }
            begin(from: checkpoint.cursor.offset)
        } else if let alternative = state.alternative {
            walk = Walk(state.differing.extents, requestBytes: requestBytes)
            state = Recheck(pattern: alternative)
            recheck = state
        } else {
            end = .contentsChanged(state.differing.extents)
        }
        return true
    }

    /// Back to the beginning, time at work excepted. The checkpoint moves at once: from here on the old one is overwritten.
    private mutating func startOver() {
        passes = Array(repeating: PassResult(), count: plan.passes.count)
        pass = 0
        phase = .write
        countBadSectors()
        checkpoint = Checkpoint(cursor: .start, passes: passes, bytesDone: 0, activeMilliseconds: activeMilliseconds)
        checkpointNumber += 1
    }
}
