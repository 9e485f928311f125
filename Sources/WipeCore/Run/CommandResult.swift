// What became of a command row: what the drive was told, what it said, and what its marks showed.

package import WipeFirmware

/// How far an erase by the drive has come. Raw values are stored and stand on records.
package enum CommandState: String, Codable, Sendable, CaseIterable {
    /// Nothing was sent.
    case none
    /// It is about to be sent, or was, and no answer is known.
    case intended
    /// The drive has taken it.
    case accepted
    /// The drive says that it has ended well, or, where its bus has no word for that, that nothing runs and nothing failed.
    case ended
    /// The drive did not take it.
    case refused
    /// The drive says that it has failed.
    case failed
    /// What became of it cannot be found out.
    case lost
}

/// How the acceptance of a command is known. Raw values are stored and stand on records.
package enum CommandAcceptance: String, Codable, Sendable, CaseIterable {
    /// The answer to this very command.
    case completion
    /// The drive was found at it, and at nothing else.
    case foundRunning = "found-running"
    /// No mark is left, and the drive itself says that nothing was written since.
    case inferredFromMarks = "inferred-from-marks"
}

/// One exchange that is kept.
package struct CommandEvidence: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case what, at, exchange }
    /// Raw values stand on records.
    package enum What: String, Codable, Sendable, CaseIterable {
        case statusBefore = "status-before"
        case command
        case statusRunning = "status-running"
        /// Asked since the answer to the command was lost.
        case statusAfterSilence = "status-after-silence"
        case statusEnd = "status-end"
    }
    package var what: What
    package var at: Moment
    package var exchange: EraseEvidence
    package init(what: What, at: Moment, exchange: EraseEvidence) {
        self.what = what
        self.at = at
        self.exchange = exchange
    }
}

/// Facts of one command row. Where the row begins again they are those of its last attempt, but for `issues`, `attempts` and `evidence`.
package struct CommandResult: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case state, acceptance, refusal, issues, attempts, before, atEnd, intendedAt, acceptedAt, endedAt, fractionBest, observedRunning
        case unstored, survived, contents, evidence
    }
    package var state = CommandState.none
    package var acceptance: CommandAcceptance?
    package var refusal: EraseAnswer.Refusal?
    /// How often the command went out, over all attempts.
    package var issues = 0
    /// How often the row was begun at its marks.
    package var attempts = 1
    /// What the drive said before the command.
    package var before: EraseStatus?
    /// What it said last.
    package var atEnd: EraseStatus?
    package var intendedAt: Moment?
    package var acceptedAt: Moment?
    package var endedAt: Moment?
    /// The most that it said was done, in 65,536ths.
    package var fractionBest: UInt16?
    /// It was seen at it.
    package var observedRunning = false
    /// Marks that could not be written, or did not read back before the command.
    package var unstored = ExtentSet()
    /// Sectors in which something of a mark is left after the command.
    package var survived = ExtentSet()
    /// What was read back after the command.
    package var contents = ContentsTally()
    package var evidence: [CommandEvidence] = []
    package init() {}

    /// So many exchanges are kept, the newest of more.
    package static let evidenceKept = 16
    /// So often a command goes out in one attempt: once, and once more where it is certain that the first never reached the drive.
    package static let issuesMax = 2
    /// So often a row is begun at its marks.
    package static let attemptsMax = 3

    /// The same row from its marks on.
    func begunAgain() -> CommandResult {
        var again = CommandResult()
        again.issues = issues
        again.attempts = attempts + 1
        again.evidence = evidence
        return again
    }

    package mutating func keep(_ what: CommandEvidence.What, _ exchange: EraseEvidence, at now: Moment) {
        // Nothing went out, so there is nothing to show.
        guard !exchange.request.isEmpty else { return }
        let kept = CommandEvidence(what: what, at: now, exchange: exchange)
        // Of answers in a row that it is at it, the first and the last: a place among older ones is none for a newer one.
        if what == .statusRunning, evidence.count > 1, evidence.suffix(2).allSatisfy({ $0.what == .statusRunning }) {
            evidence[evidence.count - 1] = kept
            return
        }
        // What was said last decides: the oldest makes room.
        if evidence.count == Self.evidenceKept { evidence.removeFirst() }
        evidence.append(kept)
    }
}

extension CommandPlan {
    /// Marks that have to be stored, in bytes: at least 99 of 100, and both ends of the drive.
    func areStored(_ unstored: ExtentSet, of geometry: Geometry) -> Bool {
        guard markedBytes > 0, unstored.byteCount <= markedBytes / 100, let first = marks.first, let last = marks.last else { return false }
        guard spec?.firstAndLast ?? true else { return true }
        let sector = UInt64(geometry.physicalSectorBytes)
        let ends = [
            Extent(offset: first.offset, length: min(sector, first.length)),
            Extent(offset: last.end - min(sector, last.length), length: min(sector, last.length)),
        ]
        return ends.allSatisfy { end in !unstored.extents.contains { $0.intersection(end) != nil } }
    }

    /// Marks that were stored.
    func stored(without unstored: ExtentSet) -> [Extent] { marks.flatMap { unstored.gaps(in: $0) } }
}
