// What must hold of drives that erase themselves, looked at in their cells and in what really reached them.

import WipeCertificate
import WipeCore
import WipeFirmware
import WipeSimulation
import WipeStation

/// What a judge keeps of commands.
struct CommandJudge {
    /// Commands that had reached each drive when it was last looked at.
    var sent: [Int: Int] = [:]
    /// The job for which each drive was opened last.
    var opener: [Int: JobID] = [:]
    /// Commands that reached a drive under each job.
    var reached: [JobID: Int] = [:]
    /// Intents that each job has put on record, over all its attempts.
    var intended: [JobID: Int] = [:]
    /// What its newest checkpoint counts of them.
    var counted: [JobID: Int] = [:]

    /// A checkpoint is on record.
    mutating func hears(_ checkpoint: Checkpoint, of job: JobID) {
        let issues = checkpoint.passes.reduce(0) { $0 + ($1.command?.issues ?? 0) }
        // A job that starts over, or takes an intent back, counts from less.
        intended[job, default: 0] += max(0, issues - (counted[job] ?? 0))
        counted[job] = issues
    }
}

extension Simulation {
    // MARK: always

    /// Called before leases end.
    mutating func checkCommands() throws {
        for cast in swarm.cast {
            guard let firmware = cast.drive.with({ $0.firmware }) else { continue }
            let what = "drive \(cast.number) (\(cast.role.rawValue))"
            try expect(firmware.disturbed == 0, "(q) \(what) was read or written while it erased itself")
            let fresh = firmware.sent - (judge.commands.sent[cast.number] ?? 0)
            guard fresh > 0 else { continue }
            judge.commands.sent[cast.number] = firmware.sent
            try expect(judge.leases.contains(cast.number), "(s) \(what) was told to erase itself, and was not opened rightly")
            try expect(firmware.namespaces == 1, "(n) \(what) was told to erase itself, and is not all that the command reaches")
            guard let job = judge.commands.opener[cast.number] else { throw Violation("(s) \(what) was told to erase itself for no job") }
            judge.commands.reached[job, default: 0] += fresh
            let (reached, intended) = (judge.commands.reached[job] ?? 0, judge.commands.intended[job] ?? 0)
            try expect(reached <= intended, "(n) \(job): \(reached) commands reached \(what), \(intended) were on record before")
        }
    }

    // MARK: when a run has ended

    /// (m) Of a drive that was sanitized with its own erase no cell holds a mark, or what was there before or was put there: none that a host can read,
    /// and none of the spare ones, unless it is of the kind that no host can see.
    func checkCells(_ report: WipeReport, _ seen: LastRead, _ job: WipeJob) throws {
        let rows = report.plan.passes.filter { $0.command != nil }
        guard !rows.isEmpty, let firmware = seen.firmware else { return }
        let whole = seen.medium.geometry.whole
        for pattern in seen.medium.strange + rows.map(\.pattern) {
            let left = seen.medium.look(whole, for: pattern).marked
            try expect(left.isEmpty, "(m) \(job.id) is sanitized by the drive itself, and something is left at \(left.first?.offset ?? 0)")
        }
        let isVisible = !firmware.faults.contains(.sparesSpare)
        try expect(
            !firmware.spareHoldsDonor || !isVisible, "(m) \(job.id) is sanitized by the drive itself, and its spare cells are as they were")
    }

    /// (n) A command goes out twice at most for each time that its row was marked, and a row is marked three times at most.
    func checkIssues(_ report: WipeReport, _ id: JobID) throws {
        for (pass, facts) in zip(report.plan.passes, report.passes) {
            guard let row = facts.command else { continue }
            let isBounded = row.attempts <= CommandResult.attemptsMax && row.issues <= row.attempts * CommandResult.issuesMax
            try expect(isBounded, "(n) \(id) pass \(pass.number): \(row.issues) commands in \(row.attempts) attempts")
        }
    }

    /// For the summary: how it ended, and what was wrong with the drive's own erase.
    mutating func countErase(_ report: WipeReport, _ cast: Cast, _ word: String, _ codes: [EndCode]) {
        guard report.passes.contains(where: { $0.command?.issues ?? 0 > 0 }) else { return }
        tally.erases[([word] + codes.map(\.rawValue)).joined(separator: " "), default: 0] += 1
        for fault in cast.drive.with({ $0.firmware?.faults ?? [] }) { tally.strikes[fault.word, default: 0] += 1 }
    }

    /// Nothing is wrong with its erase that could be why a wipe fails.
    func isErasedSoundly(_ cast: Cast, _ report: WipeReport, _ codes: [EndCode]) -> Bool {
        let isToErase = report.plan.passes.contains { $0.command != nil }
        // One that shows all of another's names, and took over its wipe, may have no erase of its own.
        guard let firmware = cast.drive.with({ $0.firmware }) else { return !isToErase }
        let isHonest = firmware.faults.allSatisfy { [.endsAtOnce, .answersNot(didTake: true), .sparesSpare].contains($0) }
        // One that is locked, or waits in failure mode, takes no write of the host's either.
        guard isToErase else { return isHonest }
        // Whatever took it out of our hands made its row begin again; too often, and it fails.
        return isHonest && touched[cast.number] == nil && cast.drive.identity.serial != nil && !codes.contains(.stopped(.custodyBroken))
    }

    // MARK: the signed document

    /// (r) A record of another policy than the one that was asked for never says purge, nor does one in which no drive was told anything. (m) Where it
    /// does say so, it is of a drive without a trace of what was there, in all of its cells.
    func checkPurge(_ document: SignedDocument) throws {
        let record = try RecordDocument(JSONParser.parse(document.bytes))
        let what = "record \(document.record) says \(document.outcome)"
        guard document.saysPurged || record.conclusions.claims.contains(where: { $0.claim.level == .purge }) else { return }
        try expect(document.saysPurged, "(r) \(what), and claims a purge")
        try expect(record.facts.purge.map { $0.fallback == nil } ?? false, "(r) \(what) under a policy that nobody asked a purge of")
        try expect(record.facts.run.passes.contains { $0.command != nil }, "(r) \(what), and no drive was told to do it")
        guard let job = document.job, let seen = lastRead[job], let firmware = seen.firmware else {
            throw Violation("(m) \(what), and nobody saw its last byte being read")
        }
        for pattern in seen.medium.strange {
            let left = seen.medium.look(seen.medium.geometry.whole, for: pattern).marked
            try expect(left.isEmpty, "(m) \(what), and something is left at \(left.first?.offset ?? 0)")
        }
        let isVisible = !firmware.faults.contains(.sparesSpare)
        try expect(!firmware.spareHoldsDonor || !isVisible, "(m) \(what), and its spare cells are as they were")
    }

    // MARK: at the end

    /// (o) Whatever was intended has come to a document.
    func checkIntents(_ documented: Set<JobID>) throws {
        for job in judge.commands.intended.keys.sorted() where judge.commands.intended[job] ?? 0 > 0 {
            try expect(documented.contains(job), "(o) \(job) meant to have a drive erase itself, and no document says what came of it")
        }
    }
}

extension SignedDocument {
    var saysPurged: Bool { outcome.hasPrefix("purged") }
    var saysSanitized: Bool { saysPurged || outcome.hasPrefix("cleared") }
}
