// Facts to document: what follows from the facts, and which words a record of that kind bears.

struct CertificateDraft {
    let facts: CertificateFacts
    let kind: CertificateKind
    let issuer: PublicKey
    /// What stood against a certificate, for the record that takes its place.
    let honestyProblems: [Problem]

    static let honestyRefused = "honesty-refused"

    var record: RecordDocument {
        var facts = facts
        // Who declared nothing declared it by nobody.
        let declared = Declarable.allCases.filter { facts.asset[$0]?.isEmpty == false }
        if declared.isEmpty { facts.asset.declaredBy = nil }
        facts.health.dropSenselessHours()
        return RecordDocument(
            facts,
            Conclusions(
                outcome: outcome, exceptions: facts.exceptions, reasons: reasons, honestyProblems: honestyCodes,
                claims: claim.map { [$0] } ?? [], method: claim.flatMap { Method(rawValue: $0.level) } ?? .none,
                declared: declared, coverageComplete: facts.coverageComplete,
                passes: zip(facts.run.passes, facts.verificationResults).map { pass, result in
                    PassConclusion(result: result, coverage: facts.coverage(of: pass))
                },
                result: Self.overall(facts.verificationResults), verifiedPasses: verifiedPasses),
            kind: kind, issuer: issuer)
    }

    private var outcome: Outcome {
        guard kind == .certificate else { return .notSanitized }
        return facts.exceptions.isEmpty ? .cleared : .clearedWithExceptions
    }

    /// A claim is made only by a certificate; the failure record has none, and says with `none` that no method was completed.
    private var claim: CertificateFacts.Claim? { kind == .certificate ? facts.policy.claim : nil }

    private var honestyCodes: [ProblemCode] {
        let found = Set(honestyProblems.map(\.code))
        return ProblemCode.allCases.filter(found.contains)
    }

    private var reasons: [String] {
        guard kind == .failureRecord else { return facts.reasons }
        var codes: [String] = []
        for reason in (honestyProblems.isEmpty ? [] : [Self.honestyRefused]) + facts.reasons {
            let code = Shape.isCode(reason) ? reason : "reason-malformed"
            if !codes.containsBytes(of: code), codes.count < 100 { codes.append(code) }
        }
        return codes.isEmpty ? ["reason-not-given"] : codes
    }

    private var verifiedPasses: [Int] {
        zip(facts.run.passes, facts.verificationResults).filter { $1 != .notPerformed }.map(\.0.number)
    }

    /// The result of the whole: a mismatch anywhere is a failure; otherwise the last pass decides, since it is what the media holds.
    private static func overall(_ results: [VerificationResult]) -> VerificationResult {
        if results.contains(.fail) { return .fail }
        return results.last == .pass ? .pass : .notPerformed
    }
}
