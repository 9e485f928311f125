// Facts to document: what follows from the facts, and which words a record of that kind bears.

struct CertificateDraft {
    let facts: CertificateFacts
    let kind: CertificateKind
    let issuer: PublicKey
    /// What stood against a certificate, for the record that takes its place.
    let honestyProblems: [Problem]

    var record: RecordDocument {
        var facts = facts
        // Who declared nothing declared it by nobody.
        let declared = Declarable.allCases.filter { facts.asset[$0]?.isEmpty == false }
        if declared.isEmpty { facts.asset.declaredBy = nil }
        facts.health.dropSenselessHours()
        return RecordDocument(
            facts,
            Conclusions(
                outcome: outcome, exceptions: exceptions, reasons: reasons, honestyProblems: honestyCodes,
                claims: claim.map { [$0] } ?? [], purge: facts.purgeState(claim), method: method,
                declared: declared, coverageComplete: facts.coverageComplete,
                passes: zip(facts.run.passes, facts.verificationResults).map { pass, result in
                    PassConclusion(
                        level: pass.technique.level(on: facts.media.mediaType), result: result, coverage: facts.coverage(of: pass),
                        contents: pass.verification?.contents?.kind)
                },
                result: Self.overall(facts.verificationResults), verifiedPasses: verifiedPasses),
            kind: kind, issuer: issuer)
    }

    private var exceptions: [CertificateException] { facts.exceptions(claim) }

    private var outcome: Outcome {
        guard kind == .certificate else { return .notSanitized }
        switch method {
        case .purge: return exceptions.isEmpty ? .purged : .purgedWithExceptions
        case .clear, .none: return exceptions.isEmpty ? .cleared : .clearedWithExceptions
        }
    }

    /// A claim is made only by a certificate; the failure record has none, and says with `none` that no method was completed.
    private var claim: StatedClaim? { facts.statedClaim(kind) }

    private var method: Method {
        switch claim?.claim.level {
        case .clear?: .clear
        case .purge?: .purge
        case nil: .none
        }
    }

    private var honestyCodes: [ProblemCode] {
        let found = Set(honestyProblems.map(\.code))
        return ProblemCode.allCases.filter(found.contains)
    }

    /// Each once; a failure record never says nothing.
    private var reasons: [EndReason] {
        guard kind == .failureRecord else { return facts.reasons }
        let all = (honestyProblems.isEmpty ? [] : [.honestyRefused]) + facts.reasons
        let each = all.reduce(into: [EndReason]()) { if !$0.contains($1) { $0.append($1) } }
        return each.isEmpty ? [.notGiven] : each
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
