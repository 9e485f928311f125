// What must always be true, looked at from outside: the bytes, the rows, the files. None of it asks the code that it judges.

import Foundation
import WipeCertificate
import WipeCore
import WipeSimulation
import WipeStation
import WipeStore

extension Simulation {
    // MARK: after every event

    mutating func checkAlways() throws {
        if let wrong = judge.wrongRest { throw Violation(wrong) }
        guard let state = life?.door.state else { return }
        var identities: Set<String> = []
        var attachments: Set<AttachmentID> = []
        for job in state.jobs.values {
            // Of twins each has its own, and is known by its place.
            if job.identity.identifiesTheMedium, job.serialShared != true {
                try expect(
                    identities.insert(job.identity.key + " \(job.identity.capacityBytes)").inserted,
                    "(c) two open jobs of one drive \(job.identity.serial ?? "")")
            }
            if let id = job.attachment { try expect(attachments.insert(id).inserted, "(c) two open jobs at \(id.name)") }
        }
        for cast in swarm.cast {
            let (most, isUntouched) = cast.drive.with { ($0.openersMost, $0.medium.bytesWritten == 0 && $0.firmware?.sent ?? 0 == 0) }
            try expect(most <= 1, "(c) two runs on drive \(cast.number)")
            // Among twins to the last fact the judge alone can tell.
            guard cast.role != .ordinary || (kind == .faults && !excused.contains(cast.number)) else { continue }
            try expect(isUntouched, "(b) drive \(cast.number) (\(cast.role.rawValue)) was written to, and nobody had allowed it")
        }
        try checkLeases()
        if kind == .faults, tally.steps % 16 == 0 { try checkRows() }
    }

    /// (d) What the store would give a daemon that starts now is what this one believes.
    func checkRows() throws {
        guard let state = life?.door.state else { return }
        let rows = try store.openJobs()
        try expect(rows.map(\.id) == state.jobs.keys.sorted(), "(d) the store has other open jobs than the station")
        for row in rows {
            guard let job = state.jobs[row.id] else { continue }
            try expect(row.state == job.state, "(d) \(row.id) is \(job.state.word), in the store \(row.state.word)")
            try expect(row.checkpoint == job.checkpoint, "(d) \(row.id) has another checkpoint in the store")
            try expect(row.plan == job.plan && row.policy == job.policy, "(d) \(row.id) has another plan in the store")
            try expect(row.attachment == job.attachment && row.report == job.report, "(d) \(row.id) has another drive in the store")
            try expect(row.lifted == job.lifted && row.contentsChanged == job.contentsChanged, "(d) \(row.id) has other holds in the store")
            try expect(row.record == job.record && row.startedAt == job.startedAt, "(d) \(row.id) has another record in the store")
            try expect(row.assetTag == job.assetTag && row.operators == job.operators, "(d) \(row.id) has another tag in the store")
            try expect(
                row.interruptions == job.interruptions && row.clockJumps == job.clockJumps,
                "(d) \(row.id) has other interruptions in the store")
        }
        try expect(Set(try store.experience()) == Set(state.experience.values), "(d) the store has other experience of erases")
        try expect(try store.nextRecord() == state.nextRecord, "(d) the store has another next record number")
    }

    // MARK: when a run has ended

    /// A verdict is compared with the medium at the moment of which it speaks.
    mutating func checkRun(_ id: JobID, _ report: WipeReport) throws {
        guard let job = life?.door.state.jobs[id], case .certifying(let conclusion) = job.state, let cast = opened[id],
            let seen = lastRead[id]
        else { return }
        if case .sanitized = conclusion.verdict {
            try checkBytes(report, seen, job, cast)
            try checkSittings(report, seen, job)
            try checkCells(report, seen, job)
        }
        try checkIssues(report, id)
        try checkBlame(report, seen, job)
        if report.end == .finished, seen.medium.geometry == report.plan.geometry { try checkUnwritten(report, seen.medium, job) }
        try checkAtlas(conclusion, report, cast, job)
    }

    /// (a) The ranges that are named as unwritten are those that the drive did not take, to the sector.
    private func checkUnwritten(_ report: WipeReport, _ medium: SimulatedMedium, _ job: WipeJob) throws {
        for (pass, facts) in zip(report.plan.passes, report.passes) {
            // Two passes with one pattern cannot be told apart afterwards.
            guard pass.command == nil, report.plan.passes.filter({ $0.pattern == pass.pattern }).count == 1 else { continue }
            let really = medium.neverWritten(pass.pattern)
            try expect(
                facts.unwritten.extents == really,
                "(a) \(job.id) pass \(pass.number): \(facts.unwritten.extents) named as unwritten, really \(really)")
        }
    }

    /// (h) What a drive did shows in how its wipe ended.
    private mutating func checkAtlas(_ conclusion: Conclusion, _ report: WipeReport, _ cast: Cast, _ job: WipeJob) throws {
        let word: String
        var codes: [EndCode] = []
        switch conclusion.verdict {
        case .sanitized: word = "sanitized"
        case .failed(let reasons):
            word = "failed"
            codes = reasons.map(\.code)
        case .abandoned: word = "abandoned"
        }
        tally.wipes[word, default: 0] += 1
        note("verdict \(job.id) \(word) \(codes.map(\.rawValue).joined(separator: " "))")
        let strikes = cast.drive.with { $0.strikes }
        for (fault, count) in strikes { tally.strikes[fault] = max(tally.strikes[fault] ?? 0, count) }
        countErase(report, cast, word, codes)
        guard word == "failed", !codes.contains(.capacityChanged), !codes.contains(.reallocatedRise) else { return }
        // A drive whose only fault is an honest cache, or that hangs, stalls or leaves, loses nothing that a flush has covered.
        let isHarmless =
            cast.cache != .lying && !meddled.contains(cast.number) && isErasedSoundly(cast, report, codes)
            && cast.faults.allSatisfy { fault in
                switch fault.effect {
                case .stalls, .hangs, .leaves: true
                case .fails(_), .remaps(_): false
                default: false
                }
            }
        guard isHarmless else { return }
        let differed = report.passes.flatMap(\.mismatched.extents)
        let what = "(h) drive \(cast.number) has done nothing wrong, and its wipe failed: \(codes.map(\.rawValue)) \(differed)"
        guard let left = touched[cast.number] else { throw Violation(what) }
        // What other hands have left explains that something else was found there, and nowhere else.
        let elsewhere = differed.flatMap { left.gaps(in: $0) }
        try expect(elsewhere.isEmpty, "\(what), and nobody else has written at \(elsewhere.first?.offset ?? 0)")
    }

    // MARK: at the end

    mutating func checkEnd() throws {
        let documents = try store.documents()
        let jobs = try store.closedJobs(limit: 10_000)
        try expect(
            documents.map(\.record).sorted() == Array(1...UInt64(max(1, documents.count))).prefix(documents.count).map { $0 },
            "(f) record numbers have gaps")
        for job in jobs {
            let own = documents.filter { $0.job == job.id && $0.kind.isOfAJob }
            try expect(own.count == (job.everRan ? 1 : 0), "(f) \(job.id) (\(job.state.word)) has \(own.count) documents")
        }
        try checkIntents(Set(documents.filter(\.kind.isOfAJob).compactMap(\.job)))
        try checkWholeLog(documents)
        for document in documents { try checkDocument(document, jobs.first { $0.id == document.job }) }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        try expect(files.count == documents.count, "(f) \(files.count) files for \(documents.count) documents")
        for cast in swarm.cast {
            let medium = cast.drive.with { $0.medium }
            let hasRecord = jobs.contains { $0.everRan && everOpened[$0.id]?.contains(cast.number) == true }
            let isUntouched = medium.bytesWritten == 0 && cast.drive.with { $0.firmware?.sent ?? 0 } == 0
            try expect(isUntouched || hasRecord, "(f) drive \(cast.number) was written to, and no record says so")
            if cast.role != .ordinary { try expect(medium.isUntouched, "(b) drive \(cast.number) (\(cast.role.rawValue)) has changed") }
        }
    }

    /// (f) One document: on file as it is in the store, valid for a stranger, and saying what the job says.
    private func checkDocument(_ document: SignedDocument, _ job: WipeJob?) throws {
        let file = FileManager.default.contents(atPath: folder + "/" + document.fileName)
        try expect(file.map { Array($0) } == document.bytes, "(f) the file of record \(document.record) is not what was signed")
        let proof = FileManager.default.contents(atPath: folder + "/" + PublishedName.ofProof(document.fileName)).map { Array($0) }
        let answer = Verifier.verify(bytes: document.bytes, trust: trust, allowSimulation: true, log: LogCheck(proof: proof))
        try expect(answer.valid, "(f) record \(document.record) is not valid: \(answer.problems)")
        try expect(answer.log == .included, "(e) record \(document.record): the answer about the log is \(answer.log.rawValue)")
        guard document.kind.isOfAJob else { return }
        let isCleared = document.saysSanitized
        let isSanitized = job?.state.word == "sanitized"
        try expect(
            isCleared == isSanitized, "(f) record \(document.record) says \(document.outcome), its job \(job?.state.word ?? "nothing")")
    }
}
