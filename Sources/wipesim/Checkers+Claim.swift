// What a record may claim, held against the bytes of the medium at the moment of which it speaks: that of the last byte read back.

import Foundation
import WipeCertificate
import WipeCore
import WipeSimulation
import WipeStation

/// A drive when the run of a job had read its last byte.
struct LastRead {
    var medium: SimulatedMedium
    var sitting: Sitting
    var failures: [Fault.Operation: ExtentSet]
    /// Nil for a drive that cannot erase itself.
    var firmware: SimulatedFirmware?
    /// By the station's wall clock; and when the device was proved once more after it.
    let wallMilliseconds: Int64
    var provedMilliseconds: Int64?
    /// What everybody can see of other hands.
    let traces: Traces
    /// The same when the device was asked for its custody, the last time before its record was signed; nil where nobody asked.
    var tracesAtLook: Traces?

    /// What moves when a drive leaves custody in the open.
    struct Traces: Equatable {
        let attachment: AttachmentID?
        let sectorsWritten: UInt64
        let sectorsDiscarded: UInt64
        let asleepMilliseconds: Int64
        let restarts: Int
    }
}

extension Simulation {
    /// Called after every turn of a run: the turn in which it ended is the moment that its record speaks of.
    mutating func noteLastRead(_ id: JobID, hasEnded: Bool) {
        guard hasEnded, lastRead[id] == nil, let cast = opened[id] else { return }
        let wall = now().wallMilliseconds
        let traces = traces(of: cast)
        lastRead[id] = cast.drive.with {
            LastRead(
                medium: $0.medium, sitting: $0.sitting, failures: $0.failures, firmware: $0.firmware, wallMilliseconds: wall,
                traces: traces)
        }
    }

    /// Called when a device answers whether it was in one pair of hands: what its record says is what could be seen then.
    mutating func noteCustodyLook(_ id: JobID) {
        guard let cast = opened[id] else { return }
        let traces = traces(of: cast)
        lastRead[id]?.tracesAtLook = traces
    }

    private func traces(of cast: Cast) -> LastRead.Traces {
        cast.drive.with {
            LastRead.Traces(
                attachment: $0.attachment, sectorsWritten: $0.sectorsWritten, sectorsDiscarded: $0.sectorsDiscarded,
                asleepMilliseconds: clock.suspendedMilliseconds, restarts: tally.restarts)
        }
    }

    // MARK: the verdict

    /// (a) Everything that is not named as a defect holds the last pattern: all of it, where nothing hid the rest of a sample from the host.
    func checkBytes(_ report: WipeReport, _ seen: LastRead, _ job: WipeJob, _ cast: Cast) throws {
        guard let last = report.plan.passes.last else { throw Violation("(a) \(job.id) is sanitized by a plan without passes") }
        // What a drive leaves that erased itself last is looked at by (m).
        guard last.command == nil else { return }
        var defects = namedDefects(report, cast)
        if last.pattern == .zeros { defects.formUnion(seen.sitting.hidden) }
        for extent in try mustHold(last, report, seen, job, on: cast) {
            for sound in defects.gaps(in: extent) {
                let wrong = seen.medium.differing(from: last.pattern, in: sound)
                try expect(wrong.isEmpty, "(a) \(job.id) is sanitized, and the medium holds something else at \(wrong.first?.offset ?? 0)")
            }
        }
    }

    /// Where the last pattern must be. A sample says nothing of a drive that lies elsewhere; after a break of custody nothing but all of it counts.
    private func mustHold(_ last: Pass, _ report: WipeReport, _ seen: LastRead, _ job: WipeJob, on cast: Cast) throws -> [Extent] {
        switch report.coverage(of: report.plan.passes.count - 1) {
        case .full: return [report.plan.geometry.whole]
        case .none: throw Violation("(a) \(job.id) is sanitized and its last pass was not read back")
        case .sampled(let sample):
            let isHonest = cast.cache != .lying && !cast.faults.contains(where: \.isLie)
            return isHonest || isBroken(last, seen, report) ? [report.plan.geometry.whole] : sample.extents
        }
    }

    /// Some of what the pass has written comes from another sitting than the one that ended now.
    private func isBroken(_ pass: Pass, _ seen: LastRead, _ report: WipeReport) -> Bool {
        let own = (seen.sitting.written[pass.pattern] ?? ExtentSet()).union(report.passes.last?.unwritten ?? ExtentSet())
        return !own.gaps(in: report.plan.geometry.whole).isEmpty
    }

    private func namedDefects(_ report: WipeReport, _ cast: Cast) -> ExtentSet {
        var defects = ExtentSet()
        // A drive that wraps has nothing behind its true end that could hold anything. A constant pattern cannot see that; the policies say so.
        // One that has shrunk to less than that end no longer wraps.
        for case .wraps(let end) in cast.faults.map(\.effect) where end < report.plan.geometry.capacityBytes {
            defects.insert(Extent(offset: end, length: report.plan.geometry.capacityBytes - end))
        }
        for pass in report.passes {
            for extent in pass.unwritten.extents + pass.unreadable.extents { defects.insert(extent) }
        }
        return defects
    }

    /// (k) What every verify phase says that it read back was read within one sitting, all of it; what the last one read is so still.
    func checkSittings(_ report: WipeReport, _ seen: LastRead, _ job: WipeJob) throws {
        for (index, pair) in zip(report.plan.passes, report.passes).enumerated() where pair.0.coverage != .none {
            let (pass, facts) = pair
            let isLast = index == report.plan.passes.count - 1
            let needed =
                isLast && isBroken(pass, seen, report)
                ? [report.plan.geometry.whole] : report.plan.verifyExtents(report.coverage(of: index))
            let defects = facts.unwritten.union(facts.unreadable)
            let bytes = needed.flatMap { defects.gaps(in: $0) }.reduce(0) { $0 + $1.length }
            let own = pass.command == nil ? seen.sitting.read : seen.sitting.looked
            let read = isLast ? own[pass.pattern]?.byteCount ?? 0 : seen.sitting.best[pass.pattern] ?? 0
            try expect(
                read >= bytes,
                "(k) \(job.id) is sanitized; of pass \(pass.number) one sitting read back \(read) of \(bytes) bytes, the rest lies before a break"
            )
        }
    }

    /// (p) What a record calls unwritten or unreadable, the drive itself has failed: errors of a pull are never held against it.
    func checkBlame(_ report: WipeReport, _ seen: LastRead, _ job: WipeJob) throws {
        guard report.end == .finished else { return }
        for (pass, facts) in zip(report.plan.passes, report.passes) {
            for (operation, named) in [(Fault.Operation.write, facts.unwritten), (.read, facts.unreadable)] {
                let own = seen.failures[operation] ?? ExtentSet()
                let blamed = named.extents.flatMap { own.gaps(in: $0) }
                try expect(
                    blamed.isEmpty,
                    "(p) \(job.id) pass \(pass.number) holds a \(operation.rawValue) error at \(blamed.first?.offset ?? 0) against a drive that had none there"
                )
            }
        }
    }

    // MARK: the signed document

    /// (l) Under a record that says "cleared", or more, lies nothing of what was there before or was put back, outside of what it names; and its numbers are
    /// those of a whole reading.
    func checkClaim(_ document: SignedDocument) throws {
        guard document.kind.isOfAJob else { return }
        try checkPurge(document)
        guard document.saysSanitized else { return }
        let what = "(l) record \(document.record) says \(document.outcome)"
        guard let job = document.job, let seen = lastRead[job], let cast = opened[job] else {
            throw Violation("\(what), and nobody saw its last byte being read")
        }
        let facts = try RecordDocument(JSONParser.parse(document.bytes)).facts
        let sector = UInt64(seen.medium.geometry.logicalSectorBytes)
        var named = ExtentSet()
        for range in facts.run.unwritten.ranges + facts.run.unreadable.ranges {
            named.insert(Extent(offset: UInt64(range.lowerBound) * sector, length: UInt64(range.count) * sector))
        }
        try checkNothingIsLeft(what, cast, seen, named, isSample: Self.isSample(facts))
        try checkBytesRead(what, facts, seen)
        try checkMoment(what, facts, seen, cast)
    }

    /// The record speaks for the moment at which the last byte was read and the device proved once more. Where custody had ended by the last
    /// look before the signing, it says so; how old that look may be is the loop's to keep (`StationLoop.custodyFreshMilliseconds`).
    private func checkMoment(_ what: String, _ facts: CertificateFacts, _ seen: LastRead, _ cast: Cast) throws {
        let moments = [seen.wallMilliseconds, seen.provedMilliseconds ?? seen.wallMilliseconds].sorted()
        let right = (moments[0] / 1000...moments[1] / 1000).contains(Int64(facts.validFrom.secondsSince1970))
        try expect(right, "\(what) and speaks for \(facts.validFrom), not for that of the last byte read")
        let hasEnded = (seen.tracesAtLook ?? traces(of: cast)) != seen.traces
        try expect(!hasEnded || facts.run.custody.endedAt != nil, "\(what) and does not say that custody had ended before it was signed")
    }

    private static func isSample(_ facts: CertificateFacts) -> Bool {
        if case .sample? = facts.run.passes.last?.verification?.coverage { true } else { false }
    }

    private func checkNothingIsLeft(_ what: String, _ cast: Cast, _ seen: LastRead, _ named: ExtentSet, isSample: Bool) throws {
        // What a lie hides from a sample no host can know, and behind a false end there is nothing.
        let isHonest = cast.cache != .lying && !cast.faults.contains(where: \.isLie)
        guard isHonest || !isSample else { return }
        var free = named.union(seen.sitting.hidden)
        for case .wraps(let end) in cast.faults.map(\.effect) where end < seen.medium.geometry.capacityBytes {
            free.insert(Extent(offset: end, length: seen.medium.geometry.capacityBytes - end))
        }
        for place in free.gaps(in: seen.medium.geometry.whole) {
            for pattern in seen.medium.strange {
                let left = seen.medium.holding(pattern, in: place)
                try expect(left.isEmpty, "\(what), and what was there before or was put back is at \(left.first?.offset ?? 0)")
            }
        }
    }

    /// Under a full reading, read and unreadable make up all that was written.
    private func checkBytesRead(_ what: String, _ facts: CertificateFacts, _ seen: LastRead) throws {
        guard let pass = facts.run.passes.last, !Self.isSample(facts) else { return }
        guard let verification = pass.verification else { throw Violation("\(what), and its last pass was not read back") }
        let bad = (pass.unwrittenSectors + verification.unreadableSectors) * Int(seen.medium.geometry.logicalSectorBytes)
        try expect(
            verification.bytesRead + bad == Int(seen.medium.geometry.capacityBytes),
            "\(what): \(verification.bytesRead) bytes read back and \(bad) named are not all of \(seen.medium.geometry.capacityBytes)")
    }
}
