// Where a run stands: the checkpoint to go on from, progress for people, and the time at work.

import WipeFirmware

extension WipeRun {
    /// Where the run stands. While it re-reads what was written last, this is where it will go on.
    package var progress: RunProgress {
        var pass = pass
        var phase = phase
        var done = settledBytes
        if resumeCheck != nil || custody.look == .beginning {
            (pass, phase) = startsOver ? (0, .write) : (checkpoint.cursor.pass, checkpoint.cursor.phase)
            let start = workDone(Cursor(pass: pass, phase: phase, offset: 0))
            done = startsOver || phase == .verify ? 0 : workDone(checkpoint.cursor) - start
        }
        let count = plan.passes.count
        guard pass < count else {
            let total = workTotal
            return RunProgress(
                pass: max(0, count - 1), phase: .verify, bytesDone: total, bytesTotal: total, phaseBytesDone: 0,
                phaseBytes: 0)
        }
        return RunProgress(
            pass: pass, phase: phase, bytesDone: workDone(Cursor(pass: pass, phase: phase, offset: 0)) + done,
            bytesTotal: workTotal, phaseBytesDone: done, phaseBytes: bytes(of: phase, pass),
            fraction: phase == .command ? row.atEnd?.fraction : nil)
    }

    /// Bytes of all phases of all passes.
    private var workTotal: UInt64 { workBefore(plan.passes.count) }

    /// Bytes of all phases of the passes before this one.
    private func workBefore(_ pass: Int) -> UInt64 {
        (0..<pass).reduce(0) { $0 + bytes(of: .write, $1) + bytes(of: .confirm, $1) + bytes(of: .verify, $1) }
    }

    /// Bytes that one phase of a pass (position from 0) moves.
    func bytes(of phase: Cursor.Phase, _ pass: Int) -> UInt64 {
        switch phase {
        case .write: markedBytes[pass] ?? plan.geometry.capacityBytes
        case .confirm: markedBytes[pass] ?? 0
        case .command: 0
        case .verify: coverage[pass].byteCount
        }
    }

    /// Bytes of all phases that lie before a cursor.
    func workDone(_ cursor: Cursor) -> UInt64 {
        guard cursor.pass < plan.passes.count else { return workTotal }
        let before = workBefore(cursor.pass)
        switch cursor.phase {
        case .write where plan.passes[cursor.pass].command == nil: return before + cursor.offset
        case .write: return before + ExtentSet(plan.writeExtents(plan.passes[cursor.pass])).part(below: cursor.offset).byteCount
        case .confirm: return before + bytes(of: .write, cursor.pass)
        case .command: return before + bytes(of: .write, cursor.pass) + bytes(of: .confirm, cursor.pass)
        case .verify:
            return before + bytes(of: .write, cursor.pass) + bytes(of: .confirm, cursor.pass)
                + coverage[cursor.pass].part(below: cursor.offset).byteCount
        }
    }

    /// The verify phase that is under way begins again, and why; nil where it is read for the first time.
    package var readsAgain: CustodyBreak? {
        guard phase == .verify, let last = custody.notes.last, last.pass == pass, last.phase == .verify else { return nil }
        return last.reason
    }

    /// Takes the present state as the checkpoint, unless some write is not covered by a flush. Only while nothing is outstanding.
    mutating func takeCheckpoint() {
        guard !unflushed, outstanding.isEmpty else { return }
        var cursor = Cursor(pass: pass, phase: phase, offset: 0)
        var facts = passes
        if pass < plan.passes.count {
            // A phase that has yet to be begun, after a look at custody, is at its beginning.
            let isBegun = question == nil && phase != .confirm && phase != .command
            let ahead = [failed.lowestOffset, walk.frontier, suspects.sectors.extents.first?.offset].compactMap { $0 }.min()
            cursor.offset = isBegun ? ahead ?? plan.geometry.capacityBytes : 0
            if !failed.isEmpty || !suspects.sectors.isEmpty { facts[pass] = factsBelow(cursor) }
        }
        checkpoint = Checkpoint(
            cursor: cursor, passes: facts, bytesDone: workDone(cursor), activeMilliseconds: activeMilliseconds,
            retryMilliseconds: retryMilliseconds)
        checkpoint.setAsideMilliseconds = setAsideMilliseconds > 0 ? setAsideMilliseconds : nil
        checkpoint.sitting = custody.sitting
        checkpoint.notes = custody.notes.isEmpty ? nil : custody.notes
        checkpointNumber += 1
    }

    /// Facts of the present pass without what lies beyond the cursor: that is done again after a resume, and must not count twice.
    /// A mismatch stays on record wherever it was seen.
    private func factsBelow(_ cursor: Cursor) -> PassResult {
        var facts = passes[cursor.pass]
        switch cursor.phase {
        case .write where plan.passes[cursor.pass].command != nil:
            let written = ExtentSet(plan.writeExtents(plan.passes[cursor.pass])).part(below: cursor.offset)
            facts.bytesWritten = written.byteCount - (facts.command?.unstored.part(below: cursor.offset).byteCount ?? 0)
        case .confirm, .command: break
        case .write:
            facts.unwritten = facts.unwritten.part(below: cursor.offset)
            facts.bytesWritten = cursor.offset - facts.unwritten.byteCount
        case .verify:
            facts.unreadable = facts.unreadable.part(below: cursor.offset)
            let covered = coverage[cursor.pass].part(below: cursor.offset).extents
            let readable = covered.flatMap { facts.unwritten.gaps(in: $0) }.reduce(0) { $0 + $1.length }
            facts.bytesVerified = readable - facts.unreadable.byteCount
        }
        return facts
    }

    /// Milliseconds at work up to the last moment that the run was told of.
    var activeMilliseconds: Int64 { now.map { activeMilliseconds(at: $0) } ?? millisecondsBefore }

    /// Milliseconds at work: those of earlier runs, and those since the first step of this one.
    func activeMilliseconds(at moment: Moment) -> Int64 {
        guard let firstMoment else { return millisecondsBefore }
        let (since, overflow) = moment.runningMilliseconds.subtractingReportingOverflow(firstMoment.runningMilliseconds)
        guard !overflow, since > 0 else { return millisecondsBefore }
        let (sum, tooLong) = millisecondsBefore.addingReportingOverflow(since)
        return tooLong ? Int64.max : sum
    }

    /// Counts the sectors of all passes that are already known as bad.
    mutating func countBadSectors() {
        bad = passes.reduce(into: ExtentSet()) { all, facts in
            all.formUnion(facts.unwritten)
            all.formUnion(facts.unreadable)
        }
        badSectors = bad.byteCount / UInt64(plan.geometry.logicalSectorBytes)
    }
}

extension ExtentSet {
    /// What lies below `offset`.
    func part(below offset: UInt64) -> ExtentSet {
        ExtentSet(extents.prefix { $0.offset < offset }.map { Extent(offset: $0.offset, length: min($0.end, offset) - $0.offset) })
    }

    /// True when every extent is whole sectors of the media, and all are in order and apart. A decoded set may be anything.
    func fits(_ geometry: Geometry) -> Bool {
        let sector = UInt64(geometry.logicalSectorBytes)
        var from: UInt64 = 0
        for extent in extents {
            guard extent.length > 0, extent.offset >= from, extent.offset < geometry.capacityBytes else { return false }
            guard extent.length <= geometry.capacityBytes - extent.offset else { return false }
            guard extent.offset % sector == 0, extent.length % sector == 0 else { return false }
            from = extent.end
        }
        return true
    }
}

extension Checkpoint {
    /// True when the cursor lies in the plan and every range on the media.
    func fits(_ plan: WipePlan) -> Bool {
        guard passes.count == plan.passes.count, cursor.pass >= 0, cursor.pass <= passes.count else { return false }
        guard cursor.offset <= plan.geometry.capacityBytes, cursor.offset % UInt64(plan.geometry.logicalSectorBytes) == 0 else {
            return false
        }
        guard cursor.pass < passes.count || cursor.offset == 0 && cursor.phase == .write else { return false }
        let isOfCommand = cursor.phase == .confirm || cursor.phase == .command
        if isOfCommand, !plan.passes.indices.contains(cursor.pass) || plan.passes[cursor.pass].command == nil { return false }
        return passes.allSatisfy {
            $0.unwritten.fits(plan.geometry) && $0.unreadable.fits(plan.geometry) && $0.mismatched.fits(plan.geometry)
                && $0.neverRead?.fits(plan.geometry) ?? true
                && $0.command?.unstored.fits(plan.geometry) ?? true && $0.command?.survived.fits(plan.geometry) ?? true
                && ExtentSet($0.coverage.map(plan.verifyExtents) ?? []).fits(plan.geometry)
        }
    }
}
