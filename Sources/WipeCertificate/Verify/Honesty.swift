// The honesty rules H1 to H16, as far as a document alone can be judged. H17 (nothing is changed afterwards) and H18 (three separate
// answers) are matters of the log and of the verifier.

/// Judges whether a document says more than it shows.
public enum Honesty {
    /// Everything that stands against `document`, with or without its proof; empty when nothing does. A document whose structure
    /// is wrong gets the problems of its structure only: nothing in it can be relied on.
    public static func judge(_ document: JSONValue) -> [Problem] {
        do throws(MalformedDocument) {
            return judge(try RecordDocument(document))
        } catch {
            return error.problems
        }
    }

    /// Everything that stands against a record whose structure is right.
    static func judge(_ record: RecordDocument) -> [Problem] { rules.flatMap { $0(record) } }

    private static let rules: [@Sendable (RecordDocument) -> [Problem]] = [
        levels, wording, exceptions, outcome, capacity, passes, coverage, verification, custody, defects, health, hiddenAreas, identity,
        kind, times,
        claims, purge, commands, marks, evidence, contents,
        origin,
        declared,
    ]

    /// H1: a pass is worth what its technique is on such media, and nothing is claimed beyond the best of them: an overwrite by the host is Clear at
    /// most, on every medium and whatever the number of passes.
    @Sendable private static func levels(_ record: RecordDocument) -> [Problem] {
        let passes = record.facts.run.passes
        var isAbove = false
        var best = 0
        for (pass, conclusion) in zip(passes, record.conclusions.passes) {
            let most = mostOf(pass.technique, record.facts.media.mediaType)
            if conclusion.level != most { isAbove = true }
            best = max(best, strength(most))
        }
        // Of a failure record the policy's claim is what was asked for.
        let asked = record.isCertificate ? [record.facts.policy.claim].compactMap { $0 } : []
        let claims = (record.conclusions.claims.map(\.claim) + asked).map(\.level)
        if claims.contains(where: { strength($0) > best }) || record.conclusions.method == .purge && best < strength(.purge) {
            isAbove = true
        }
        guard isAbove else { return [] }
        return passes.contains { $0.technique != .overwrite }
            ? [Problem(.claimAboveTechnique, "more is claimed than the techniques are worth on such media")]
            : [Problem(.claimAboveClear, "an overwrite is claimed to be more than Clear")]
    }

    /// The most that may be claimed of a technique, by the media on which it may.
    static func mostOf(_ technique: Technique, _ media: MediaType) -> ClaimLevel? {
        let (purge, clear): ([MediaType], [MediaType]) =
            switch technique {
            case .overwrite: ([], MediaType.allCases)
            case .sanitizeBlock: ([.flashSSD], [])
            case .sanitizeCrypto: ([.flashSSD, .magneticHDD, .hybrid], [])
            case .sanitizeOverwrite: ([.magneticHDD, .hybrid], [])
            case .formatUser, .formatCrypto: ([], [.flashSSD])
            case .securityErase: ([], [.flashSSD, .magneticHDD, .hybrid])
            case .securityEraseEnhanced: ([.magneticHDD], [.flashSSD, .hybrid])
            }
        return purge.contains(media) ? .purge : clear.contains(media) ? .clear : nil
    }

    private static func strength(_ level: ClaimLevel?) -> Int {
        switch level {
        case nil: 0
        case .clear?: 1
        case .purge?: 2
        }
    }

    /// H3: no words that promise what nobody can show.
    @Sendable private static func wording(_ record: RecordDocument) -> [Problem] {
        let policy = record.facts.policy
        var texts = [policy.id, policy.version, policy.titleFrench, policy.titleEnglish, record.facts.tool.name]
        for claim in record.conclusions.claims.map(\.claim) + [policy.claim].compactMap({ $0 }) { texts += [claim.standard, claim.clause] }
        return texts.compactMap(forbiddenWord).map { Problem(.wordForbidden, "the document says \"\($0)\"") }
    }

    static let forbiddenWords = [
        "unrecoverable", "irrecoverable", "certified by", "compliant with", "compliance with", "military grade", "military-grade",
        "irrécupérable", "certifié par", "certifiée par", "conforme à", "conforme au", "de qualité militaire", "de niveau militaire",
    ]

    private static let forbiddenLetters = forbiddenWords.map { (word: $0, letters: decomposed($0)) }

    /// The first word of `text` that promises too much, in capitals or not. Letter by letter, as the pattern of the published schema does:
    /// an accent that is written apart hides nothing.
    static func forbiddenWord(in text: String) -> String? {
        let letters = decomposed(text.lowercased())
        return forbiddenLetters.first { _, wanted in
            letters.indices.contains { letters[$0] == wanted[0] && letters[$0...].starts(with: wanted) }
        }?.word
    }

    /// The accents of the list apart from their letters.
    private static func decomposed(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.flatMap { (scalar: Unicode.Scalar) -> [Unicode.Scalar] in
            switch scalar {
            case "\u{e9}": ["e", "\u{301}"]
            case "\u{e0}": ["a", "\u{300}"]
            default: [scalar]
            }
        }
    }

    /// H2, H5, H6, H7, H8, H10: every exception that the facts ask for is there, and no other.
    @Sendable private static func exceptions(_ record: RecordDocument) -> [Problem] {
        let due = CertificateException.allCases.filter { isDue($0, record.facts, record.conclusions.claims) }
        let stated = record.conclusions.exceptions
        let missing = due.filter { !stated.contains($0) }
        let extra = stated.filter { !due.contains($0) }
        let isRepeated = Set(stated).count != stated.count
        return missing.map { Problem(.exceptionMissing, "the exception \($0.rawValue) is missing") }
            + extra.map { Problem(.exceptionUnfounded, "nothing in the document asks for the exception \($0.rawValue)") }
            + (isRepeated ? [Problem(.exceptionUnfounded, "an exception is listed twice")] : [])
    }

    private static func isDue(_ exception: CertificateException, _ facts: CertificateFacts, _ claims: [StatedClaim]) -> Bool {
        let areas = facts.hiddenAreas
        let states = [areas.hpa.state, areas.dco.state, areas.amac.state]
        let run = facts.run
        switch exception {
        case .flashOverprovisioning:
            // The two techniques that reach what no host does.
            if claims.contains(where: { $0.technique == .sanitizeBlock || $0.technique == .sanitizeCrypto }) { return false }
            switch facts.media.mediaType {
            case .magneticHDD: return false
            case .flashSSD, .flashRemovable, .hybrid, .unknown: return true
            }
        case .hiddenAreasUnknown:
            return states.contains(.unknown)
                || areas.nvme.map { [$0.activeNamespaces, $0.allocatedNamespaces, $0.unallocatedBytes].contains(nil) } ?? false
        case .hiddenAreasNotAddressed:
            let space = areas.nvme
            return states.contains(.presentNotAddressed) || areas.otherUnits != nil
                || [space?.activeNamespaces, space?.allocatedNamespaces].contains { ($0 ?? 1) > 1 } || (space?.unallocatedBytes ?? 0) > 0
        case .reallocatedSectors:
            return [facts.health.reallocatedSectors.before, facts.health.reallocatedSectors.after].contains { ($0 ?? 0) > 0 }
        case .healthUnknown:
            return !facts.simulation
                && [facts.health.reallocatedSectors, facts.health.pendingSectors].contains { $0.before == nil || $0.after == nil }
        case .unwrittenSectors: return (run.unwritten.sectors ?? 0) > 0
        case .unreadableSectors: return (run.unreadable.sectors ?? 0) > 0
        case .sampledVerification:
            return run.passes.contains { if case .sample? = $0.verification?.coverage { true } else { false } }
        case .constantPattern:
            let readBack = run.passes.filter { $0.verification != nil }
            return !readBack.isEmpty
                && readBack.allSatisfy { pass in
                    switch pass.work {
                    case .command, .write(.random): false
                    case .write(.zeros), .write(.ones), .write(.bytes): true
                    }
                }
        case .weakIdentity: return facts.media.weakIdentity
        case .custodyEnded: return run.custody.endedAt != nil
        case .openElsewhere: return !run.custody.otherWriters.isEmpty
        case .serialShared: return facts.media.serialShared
        case .identityChanged: return facts.media.conflictingIdentity != nil
        case .keyErase: return run.passes.contains { $0.command != nil && $0.technique == .sanitizeCrypto }
        case .inaccessibleSectors:
            let reallocated = facts.health.reallocatedSectors
            return run.passes.contains { $0.command != nil && $0.technique == .sanitizeOverwrite }
                && !(reallocated.before == 0 && reallocated.after == 0)
        case .completionNotStated: return run.passes.contains { $0.command?.transport == .scsi }
        }
    }

    /// H4: the outcome is one of the list, and the right one.
    @Sendable private static func outcome(_ record: RecordDocument) -> [Problem] {
        let isOpen = !record.conclusions.exceptions.isEmpty
        let due: Outcome =
            if !record.isCertificate {
                .notSanitized
            } else if record.conclusions.claims.contains(where: { $0.claim.level == .purge }) {
                isOpen ? .purgedWithExceptions : .purged
            } else {
                isOpen ? .clearedWithExceptions : .cleared
            }
        var problems: [Problem] = []
        if record.conclusions.outcome != due {
            problems.append(Problem(.outcomeUnfounded, "the document supports the outcome \(due.rawValue) and no other"))
        }
        if record.isCertificate, record.facts.end != .sanitized {
            problems.append(Problem(.outcomeUnfounded, "a certificate needs a job that ended sanitized"))
        }
        return problems
    }

    /// H4: every pass of the plan was begun, wrote every sector that it does not list, and was flushed.
    @Sendable private static func passes(_ record: RecordDocument) -> [Problem] {
        let (media, passes) = (record.facts.media, record.facts.run.passes)
        guard passes.enumerated().allSatisfy({ $0 + 1 == $1.number }) else {
            return [Problem(.passesMisnumbered, "the passes are not numbered 1, 2, 3, …")]
        }
        guard record.isCertificate else { return [] }
        var problems: [Problem] = []
        if passes.isEmpty || record.facts.policy.passes != passes.count {
            problems.append(Problem(.passMissing, "the document does not have all passes of its policy"))
        }
        for pass in passes {
            if pass.flush != .ok { problems.append(Problem(.flushMissing, "pass \(pass.number) was not flushed")) }
            // What a command reaches, its own proofs say.
            guard pass.command == nil else { continue }
            let unwritten = media.logicalSectorBytes.flatMap { Exact.product($0, pass.unwrittenSectors) }
            if media.capacityBytes == nil || unwritten.flatMap({ Exact.sum([pass.bytesWritten, $0]) }) != media.capacityBytes {
                problems.append(Problem(.coverageIncomplete, "pass \(pass.number) does not account for every byte of the media"))
            }
        }
        return problems
    }
}
