// What follows a failed request: smaller and smaller parts, down to the sectors that really fail.

package import WipeWords

/// A range that is to be tried, or tried again.
struct RetryRange: Hashable, Sendable {
    var extent: Extent
    /// Retries of this very sector that were already made.
    var retriesMade = 0
    /// True when a request for exactly this range failed; false for the rest of a split that was not tried on its own yet.
    var hasFailed: Bool
    /// True for a part of a failed request: only one of these is out at a time.
    var isPart = false
}

/// Ranges whose request failed, waiting to be dissected; the lowest offset comes first, so that the cursor can follow.
///
/// Only one part is out at a time and a range is cut when it is taken, so this holds at most one range for each request of
/// the window and one for each halving: `window + log2(request / sector)`, one more where sectors lie askew. What failed while nothing
/// answered comes back as few long ranges.
struct FailedRanges: Sendable {
    /// Highest offset first: taking from the end is cheap.
    private(set) var pieces: [RetryRange] = []

    var isEmpty: Bool { pieces.isEmpty }
    /// Where the lowest range begins, nil when there is none.
    var lowestOffset: UInt64? { pieces.last?.extent.offset }

    mutating func insert(_ piece: RetryRange) {
        let index = pieces.firstIndex { $0.extent.offset < piece.extent.offset } ?? pieces.count
        pieces.insert(piece, at: index)
    }

    /// Removes and returns the next part to try. Returns nil if no range is left.
    ///
    /// Of the lowest range it is the beginning, if the range is longer than a request; else the lower half, if a request for the whole range has
    /// failed already; else all of it.
    mutating func take(_ geometry: Geometry, requestBytes: UInt64) -> RetryRange? {
        guard var piece = pieces.popLast() else { return nil }
        if piece.extent.length > requestBytes {
            let end = min(piece.extent.end, (piece.extent.offset / requestBytes + 1) * requestBytes)
            pieces.append(RetryRange(extent: Extent(offset: end, length: piece.extent.end - end), hasFailed: false))
            piece = RetryRange(extent: Extent(offset: piece.extent.offset, length: end - piece.extent.offset), hasFailed: false)
        } else if piece.hasFailed, let halves = piece.extent.halves(geometry) {
            pieces.append(RetryRange(extent: halves.upper, hasFailed: false))
            piece = RetryRange(extent: halves.lower, hasFailed: false)
        }
        piece.isPart = true
        return piece
    }

    mutating func removeAll() { pieces.removeAll() }
}

extension Extent {
    /// Cut in two at a border of physical sectors, inside one physical sector at a border of logical ones; nil for one logical sector.
    ///
    /// Whole physical sectors are kept together as long as possible: a drive that stores 4,096 bytes can write those without reading
    /// first, and may be able to replace the sector then.
    func halves(_ geometry: Geometry) -> (lower: Extent, upper: Extent)? {
        let logical = UInt64(geometry.logicalSectorBytes)
        let physical = UInt64(geometry.physicalSectorBytes)
        guard length > logical else { return nil }
        var cut = (offset + length / 2) / physical * physical
        if cut <= offset { cut = (offset / physical + 1) * physical }
        if cut >= end { cut = offset + length / logical / 2 * logical }
        return (Extent(offset: offset, length: cut - offset), Extent(offset: cut, length: end - cut))
    }

    /// These extents as whole sectors inside this one. Where a device names none, or nonsense, all of this one: the careful reading.
    func sectors(of named: [Extent], _ geometry: Geometry) -> [Extent] {
        let logical = UInt64(geometry.logicalSectorBytes)
        var found: [Extent] = []
        for extent in named {
            guard extent.length > 0, extent.offset >= offset, extent.offset < end, extent.length <= end - extent.offset else {
                return [self]
            }
            let low = extent.offset / logical * logical
            let high = (extent.end + logical - 1) / logical * logical
            found.append(Extent(offset: low, length: high - low))
        }
        return found.isEmpty ? [self] : found
    }
}

/// Why the policy or the station ended a walk early: the codes of `RunEnd.stoppedByPolicy`.
package enum PolicyStop: String, WordedCode {
    package static var vocabulary: Vocabulary { .stopped }
    /// More bad sectors than `stopAfterBadSectors`.
    case badSectors = "stop-after-bad-sectors"
    /// Longer at work than `stopAfterHours`.
    case hours = "stop-after-hours"
    /// Below the station's rate for longer than the station bears.
    case slow
    /// Nothing but errors for longer than the station bears: start, middle and end of the drive give no answer.
    case noAnswer = "no-answer"
    /// It answers, and refuses one request after the other.
    case takesNothing = "takes-nothing"
    /// Custody was broken again and again while one pass was read back.
    case custodyBroken = "custody-broken"
    // Of a drive that is to erase itself.
    /// Less than 99 in 100 of its marks, or not both ends, read back before the command.
    case marksNotStored = "marks-not-stored"
    /// How its own erase stands could not be read before the command, so none was sent.
    case statusUnreadable = "status-unreadable"
    /// It was at an erase that is none of ours.
    case erasingAlready = "erasing-already"
    /// It takes no erase before its power has been off.
    case frozen
    /// It did not take the command.
    case commandRefused = "command-refused"
    /// It never said whether it took the command, and never began it.
    case commandUnanswered = "command-unanswered"
    /// It says that its erase has failed, or did only a part of it.
    case commandFailed = "command-failed"
    /// It was at it for longer than the station bears.
    case commandStalled = "command-stalled"
    /// What became of the command cannot be found out.
    case statusLost = "status-lost"
}

extension WipeRun {
    /// A request that the device refused with the media still there.
    mutating func requestFailed(_ pending: PendingStep) {
        guard let piece = pending.piece else { return flushFailed() }
        failedOnce()
        // Whether anything of it reached the drive, nobody knows.
        if task == .write { custody.ownBytes = nil }
        guard piece.extent.length <= UInt64(plan.geometry.logicalSectorBytes) else {
            failed.insert(RetryRange(extent: piece.extent, hasFailed: true))
            return
        }
        if task != .resumeCheck { suspects.errors += 1 }
        let isTimeLeft = limits.retryMilliseconds.map { retryMilliseconds < $0 } ?? true
        if piece.retriesMade < plan.policy.faultBudget.retries, isTimeLeft {
            failed.insert(RetryRange(extent: piece.extent, retriesMade: piece.retriesMade + 1, hasFailed: true))
        } else if task != .resumeCheck {
            // In a re-read, not readable is not changed; the walk will say more about it.
            suspects.sectors.insert(piece.extent)
            settledBytes += piece.extent.length
        }
    }

    private mutating func flushFailed() {
        guard let tries = flushTries else { return }
        if tries < plan.policy.faultBudget.retries {
            flushTries = tries + 1
            return
        }
        flushTries = nil
        if isReadToItsEnd {
            custody.flushFailed = true
        } else {
            flushGivenUp = true
            suspects.flush = true
            suspects.mark = nextID
        }
    }

    /// The limit that is passed now, nil while there is none. Work that had to be done again counts in none.
    var limitPassed: PolicyStop? {
        let budget = plan.policy.faultBudget
        if let most = budget.stopAfterBadSectors, badSectors > most { return .badSectors }
        if let hours = budget.stopAfterHours {
            let (most, overflow) = hours.multipliedReportingOverflow(by: 3_600_000)
            if !overflow, UInt64(max(0, activeMilliseconds - setAsideMilliseconds)) >= most { return .hours }
        }
        return rate?.isSlow == true ? .slow : nil
    }

    /// Ends the walk: all that it did not reach is listed, so that the numbers of the report close.
    mutating func endEarly(_ stop: PolicyStop) {
        if resumeCheck != nil {
            // What was to be done is what the checkpoint left.
            resumeCheck = nil
            beginPhase(from: phase == .write ? checkpoint.cursor.offset : 0)
        }
        let unreached = failed.pieces.map(\.extent) + suspects.sectors.extents + walk.rest
        if command != nil, phase != .verify {
            // What was not told, or has not ended, is said by the state of the command; nothing was read back.
            passes[pass].neverRead = coverage[pass]
            if passes[pass].writeStarted != nil, passes[pass].writeEnded == nil { passes[pass].writeEnded = now }
        }
        switch phase {
        case .confirm, .command: break
        case .write where command != nil: break
        case .write:
            for extent in unreached { passes[pass].unwritten.insert(extent) }
            if passes[pass].flushed == nil { passes[pass].flushed = !unflushed }
            if passes[pass].writeStarted != nil { passes[pass].writeEnded = now }
            let unwritten = passes[pass].unwritten
            passes[pass].neverRead = ExtentSet(coverage[pass].extents.flatMap { unwritten.gaps(in: $0) })
        case .verify:
            passes[pass].neverRead = ExtentSet(unreached)
            if passes[pass].verifyStarted != nil { passes[pass].verifyEnded = custody.lastRead ?? passes[pass].verifyStarted }
        }
        if passes[pass].neverRead?.isEmpty == true { passes[pass].neverRead = nil }
        for later in passes.indices where later > pass && plan.passes[later].command == nil {
            passes[later].unwritten = ExtentSet([plan.geometry.whole])
        }
        failed.removeAll()
        suspects = Suspects()
        walk = RequestCursor([], requestBytes: requestBytes)
        end = .stoppedByPolicy(code: stop)
    }
}
