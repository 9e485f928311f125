// What a report amounts to. Derived from its numbers and ranges each time, never stored as a truth of its own.

package import WipeWords

import WipeFirmware

/// Why a drive is not sanitized. Raw values are stable codes.
package enum VerdictReason: String, WordedCode {
    package static var vocabulary: Vocabulary { .verdict }
    /// Some sector read back different.
    case mismatch
    /// More sectors unwritten or unreadable than the policy, or a medium of this size, allows (`WipePlan.badSectorsMax`).
    case budgetExceeded = "budget-exceeded"
    /// The flush at the end of a pass failed, or was never made.
    case flushFailed = "flush-failed"
    /// The numbers do not close: a planned byte is neither done nor listed, nothing was written or read back, or the plan does not verify its last pass.
    case incomplete
    /// Of a drive that was to erase itself: its own word that it did, and for this command, is missing, or too many of its marks cannot be read.
    case eraseUnproven = "erase-unproven"
    /// Something of a mark is left.
    case marksSurvived = "marks-survived"
    /// What lies on the drive afterwards is not of one kind.
    case contentsMixed = "contents-mixed"
    /// It is of one kind, which this erase does not leave.
    case contentsUnfit = "contents-unfit"
    /// Something that people make on drives was recognised in what the erase should have left, or nobody could look.
    case contentsRecognised = "contents-recognised"
    /// The walk did not come to the end of the plan.
    case stoppedEarly = "stopped-early"
}

/// The answer to the one question: every planned byte written, flushed and, where the plan verifies it, read back equal,
/// except unwritten and unreadable sectors (each counted once over all passes) within `WipePlan.badSectorsMax`. Of a row that the drive did itself:
/// marked, told, ended by its own word, all of it read back, no mark left, and what is left of the kind that such an erase leaves.
package enum Verdict: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case sanitized, failed }
    enum FailedCodingKeys: String, CodingKey { case _0 }
    case sanitized
    /// All reasons, each once, in the order of `VerdictReason`; never empty.
    case failed([VerdictReason])

    /// The verdict on a report; the same report always has the same one.
    package static func of(_ report: WipeReport) -> Verdict {
        let found = reasons(report)
        return found.isEmpty ? .sanitized : .failed(VerdictReason.allCases.filter(found.contains))
    }

    private static func reasons(_ report: WipeReport) -> Set<VerdictReason> {
        var found: Set<VerdictReason> = []
        let plan = report.plan
        let isFinished = report.end == .finished
        if !isFinished { found.insert(.stoppedEarly) }
        // Ranges that are no ranges of this drive prove nothing; they are not even added up.
        let wellFormed = report.passes.allSatisfy {
            $0.unwritten.fits(plan.geometry) && $0.unreadable.fits(plan.geometry) && $0.mismatched.fits(plan.geometry)
                && $0.neverRead?.fits(plan.geometry) ?? true
        }
        guard wellFormed, report.passes.count == plan.passes.count, let lastFacts = report.passes.last else {
            return found.union([.incomplete])
        }
        if plan.verifyExtents(report.coverage(of: plan.passes.count - 1)).isEmpty { found.insert(.incomplete) }
        // However large a budget is: a pass that wrote nothing did not happen, and a wipe of which nothing was read back was not verified.
        if isFinished, lastFacts.bytesVerified == 0 || report.passes.contains(where: { $0.bytesWritten == 0 }) { found.insert(.incomplete) }
        for (index, facts) in report.passes.enumerated() {
            if !facts.mismatched.isEmpty { found.insert(.mismatch) }
            let isCommand = plan.passes[index].command != nil
            if !isComplete(report.coverage(of: index), facts, plan, isCommand: isCommand) { found.insert(.incomplete) }
            if let command = plan.passes[index].command { found.formUnion(reasons(command, facts, plan)) }
            // Where nothing repeats an eye is not enough: a volume that somebody has encrypted has a head that can be known.
            if isFinished, index == plan.passes.count - 1, report.needsALook, report.recognised != [] { found.insert(.contentsRecognised) }
            // A row that was not the drive's has nothing to say of one.
            if !isCommand, facts.command != nil { found.insert(.incomplete) }
            // Only a walk that ended early may leave something unread.
            if isFinished, facts.neverRead?.isEmpty == false { found.insert(.incomplete) }
            // A pass that wrote nothing has nothing to flush; it is bad or incomplete by the numbers.
            if facts.flushed == false || facts.flushed == nil && facts.bytesWritten > 0 { found.insert(.flushFailed) }
        }
        let badSectors = report.badExtents.byteCount / UInt64(plan.geometry.logicalSectorBytes)
        if badSectors > plan.badSectorsMax { found.insert(.budgetExceeded) }
        return found
    }

    /// What a row that the drive was to do itself lacks.
    private static func reasons(_ command: CommandPlan, _ facts: PassResult, _ plan: WipePlan) -> Set<VerdictReason> {
        guard let row = facts.command, row.state == .ended, row.issues > 0, row.acceptance != nil, row.before != nil,
            row.intendedAt != nil, row.endedAt != nil, let last = row.atEnd, last.state == .idle, last.lastSucceeded != false,
            row.unstored.fits(plan.geometry), row.survived.fits(plan.geometry), areGone(command, row, facts, plan.geometry)
        else { return [.eraseUnproven] }
        var found: Set<VerdictReason> = []
        if !row.survived.isEmpty { found.insert(.marksSurvived) }
        let sectors = facts.bytesVerified / UInt64(plan.geometry.logicalSectorBytes)
        guard row.contents.sectors == sectors, let kind = row.contents.kind else { return found.union([.incomplete]) }
        switch (command.command.kind, kind) {
        case (_, .mixed): found.insert(.contentsMixed)
        case (.overwrite, _):
            if command.command.patternBytes.map(row.contents.isAll) != true { found.insert(.contentsUnfit) }
        case (.crypto, .zeros), (.crypto, .randomLooking): break
        // No erased cell gives noise: somebody's data do.
        case (.crypto, _), (.block, .randomLooking): found.insert(.contentsUnfit)
        case (.block, _): break
        }
        return found
    }

    /// A mark where nothing can be read is not gone: as many as had to be stored have to be seen again.
    private static func areGone(_ command: CommandPlan, _ row: CommandResult, _ facts: PassResult, _ geometry: Geometry) -> Bool {
        let seen = ExtentSet(command.stored(without: row.unstored.union(facts.unreadable)))
        return command.areStored(ExtentSet(command.marks.flatMap { seen.gaps(in: $0) }), of: geometry)
    }

    /// True when the numbers and ranges of a pass close over the whole media and all that it reads back. Of a command row only what is read back
    /// does.
    private static func isComplete(_ coverage: Coverage, _ facts: PassResult, _ plan: WipePlan, isCommand: Bool) -> Bool {
        guard isCommand ? facts.unwritten.isEmpty : adds(facts.bytesWritten, facts.unwritten.byteCount, to: plan.geometry.capacityBytes)
        else {
            return false
        }
        let planned = plan.verifyExtents(coverage).sorted { $0.offset < $1.offset }
        guard planned.allSatisfy({ $0.offset < plan.geometry.capacityBytes && $0.length <= plan.geometry.capacityBytes - $0.offset }) else {
            return false
        }
        let toRead = ExtentSet(ExtentSet(planned).extents.flatMap { facts.unwritten.gaps(in: $0) })
        let unread = facts.unreadable.union(facts.neverRead ?? ExtentSet())
        guard unread.isInside(toRead), unread.byteCount == facts.unreadable.byteCount + (facts.neverRead?.byteCount ?? 0) else {
            return false
        }
        // A mismatch that an earlier sitting saw, before a sector turned unreadable or a sample became another one, stays: it fails the wipe anyway.
        return adds(facts.bytesVerified, unread.byteCount, to: toRead.byteCount)
    }

    private static func adds(_ one: UInt64, _ other: UInt64, to whole: UInt64) -> Bool {
        let (sum, overflow) = one.addingReportingOverflow(other)
        return !overflow && sum == whole
    }
}

extension ExtentSet {
    /// True when every byte of this set is in `other`.
    func isInside(_ other: ExtentSet) -> Bool { extents.allSatisfy { other.gaps(in: $0).isEmpty } }
}
