// The honesty rules about what was read back. Worked out with code of its own, from the finished document: the writer derives the same otherwise,
// so that a slip in one of both shows.

extension Honesty {
    /// H4, H8: `coverageComplete` and the coverage of each read-back are what the numbers say.
    @Sendable static func coverage(_ record: RecordDocument) -> [Problem] {
        let (facts, stated) = (record.facts, record.conclusions)
        var problems: [Problem] = []
        let left = facts.run.passes.filter { pass in
            switch pass.work {
            case .write: pass.bytesWritten != facts.media.capacityBytes
            case .command(let command): command.state != .ended
            }
        }
        let isComplete = facts.policy.passes.map { $0 > 0 && $0 == facts.run.passes.count && left.isEmpty } ?? false
        if stated.coverageComplete != isComplete {
            problems.append(Problem(.coverageMisstated, "coverageComplete does not follow from the passes"))
        }
        for (pass, conclusion) in zip(facts.run.passes, stated.passes) {
            guard let read = pass.verification?.bytesRead else { continue }
            if !isShare(conclusion.coverage, read, of: facts.media.capacityBytes) {
                problems.append(Problem(.coverageMisstated, "the coverage of pass \(pass.number) does not follow from its bytes"))
            }
        }
        return problems
    }

    /// Whether a text is that share of the whole: as many millionths as there are whole ones, without idle zeros behind them. No text where more
    /// was read than there is.
    private static func isShare(_ text: String?, _ part: Int, of whole: Int?) -> Bool {
        guard let whole, whole > 0, part <= whole else { return text == nil }
        guard let text else { return false }
        if part == whole { return text == "1.0" }
        let digits = text.utf8.dropFirst(2)
        guard text.utf8.starts(with: "0.".utf8), digits.last != UInt8(ascii: "0") || digits.count == 1 else { return false }
        var millionths = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        for _ in digits.count..<6 { millionths *= 10 }
        // millionths / 1,000,000 <= part / whole < (millionths + 1) / 1,000,000, in products that may need twice the bits.
        let exact = part.multipliedFullWidth(by: 1_000_000)
        let (floor, next) = (whole.multipliedFullWidth(by: millionths), whole.multipliedFullWidth(by: millionths + 1))
        return (floor.high, floor.low) <= (exact.high, exact.low) && (exact.high, exact.low) < (next.high, next.low)
    }

    /// H8, H9: results and named passes follow from the read-backs; a certificate needs the last pass verified and none failed.
    @Sendable static func verification(_ record: RecordDocument) -> [Problem] {
        let (facts, stated) = (record.facts, record.conclusions)
        var problems: [Problem] = []
        var due: [VerificationResult] = []
        for (pass, conclusion) in zip(facts.run.passes, stated.passes) {
            let result = result(of: pass, facts)
            due.append(result)
            if conclusion.result != result {
                problems.append(Problem(.verificationMisstated, "the result of pass \(pass.number) does not follow from its numbers"))
            }
            guard record.isCertificate else { continue }
            switch result {
            case .fail:
                problems.append(Problem(.verificationFailed, "pass \(pass.number) read back something else than it wrote"))
            case .incomplete:
                problems.append(Problem(.verificationIncomplete, "pass \(pass.number) was not read back to its end"))
            case .pass, .notPerformed: break
            }
        }
        if record.isCertificate, facts.run.passes.last?.verification == nil {
            problems.append(Problem(.verificationIncomplete, "the last pass was not read back"))
        }
        if stated.result != whole(due) {
            problems.append(Problem(.verificationMisstated, "the result of the whole does not follow from the passes"))
        }
        if stated.verifiedPasses != facts.run.passes.filter({ $0.verification != nil }).map(\.number) {
            problems.append(Problem(.verifiedPassMisnamed, "verifiedPasses does not name the passes that were read back"))
        }
        return problems
    }

    /// What a pass's own numbers come to, in sectors: those that were read, those that may be missing, and those that were due.
    private static func result(of pass: CertificateFacts.Pass, _ facts: CertificateFacts) -> VerificationResult {
        guard let verification = pass.verification else { return .notPerformed }
        guard verification.mismatchedSectors == 0 else { return .fail }
        if let command = pass.command {
            let kind = verification.contents.flatMap(kind)
            guard command.marks.survived == 0, kind.map({ isLeft($0, pass, verification.contents) }) ?? true else { return .fail }
            guard case .full = verification.coverage, isEachSectorCounted(verification, facts) else { return .incomplete }
        }
        guard let sector = facts.media.logicalSectorBytes, sector > 0, let capacity = facts.media.capacityBytes,
            verification.bytesRead > 0
        else { return .incomplete }
        let dueBytes: Int?
        switch verification.coverage {
        case .full: dueBytes = capacity
        case .sample(let sample): dueBytes = Exact.product(sample.sectors, sector)
        }
        guard let dueBytes, dueBytes > 0, dueBytes <= capacity, verification.bytesRead <= dueBytes else { return .incomplete }
        // Whole sectors that are missing, a part of one counting as one.
        let missing = (dueBytes - verification.bytesRead + sector - 1) / sector
        guard let allowed = Exact.sum([verification.unreadableSectors, facts.run.unwritten.sectors ?? 0]) else { return .incomplete }
        return missing <= allowed ? .pass : .incomplete
    }

    /// What the whole comes to: one pass that differs spoils it, and what the media holds the last pass says.
    private static func whole(_ passes: [VerificationResult]) -> VerificationResult {
        var whole = VerificationResult.notPerformed
        for pass in passes {
            switch pass {
            case .fail: return .fail
            case .pass: whole = .pass
            case .notPerformed, .incomplete: whole = .notPerformed
            }
        }
        return whole
    }
}
