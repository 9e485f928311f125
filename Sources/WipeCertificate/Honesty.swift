// The honesty rules H1 to H16, as far as a document alone can be judged. H17 (nothing is changed afterwards) and H18 (three separate
// answers) are matters of the log and of the verifier.

/// Judges whether a document says more than it shows.
public enum Honesty {
    /// Everything that stands against `document`, with or without its proof; empty when nothing does. A document whose structure
    /// is wrong gets the problems of its structure only: nothing in it can be relied on.
    public static func judge(_ document: JSONValue) -> [Problem] {
        let structure = DocumentShape.problems(in: document, signed: document["proof"] != nil)
        guard structure.isEmpty else { return structure }
        let statement = Statement(document)
        return rules.flatMap { $0(statement) }
    }

    private static let rules: [@Sendable (Statement) -> [Problem]] = [
        levels, wording, exceptions, outcome, capacity, passes, coverage, verification, custody, defects, health, hiddenAreas, identity,
        kind, times,
        claims,
        origin,
        declared,
    ]

    /// H1: an overwrite by the host is Clear at most, on every medium and whatever the number of passes.
    @Sendable private static func levels(_ statement: Statement) -> [Problem] {
        let levels =
            (statement.subject("claims")?.items ?? []).map { $0["level"] } + [statement.sanitization("policy")?.at("claim", "level")]
        let isAbove = levels.contains("purge") || statement.sanitization("method") == "purge"
        return isAbove ? [Problem(.claimAboveClear, "an overwrite is claimed to be more than Clear")] : []
    }

    /// H3: no words that promise what nobody can show.
    @Sendable private static func wording(_ statement: Statement) -> [Problem] {
        let policy = statement.sanitization("policy")
        var texts = [
            policy?["id"], policy?["version"], policy?.at("title", "fr"), policy?.at("title", "en"), statement.subject("tool", "name"),
        ]
        for claim in (statement.subject("claims")?.items ?? []) + [policy?["claim"]].compactMap({ $0 }) {
            texts += [claim["standard"], claim["clause"]]
        }
        return texts.compactMap { $0?.text }.compactMap(forbiddenWord).map { Problem(.wordForbidden, "the document says \"\($0)\"") }
    }

    private static let forbiddenWords = [
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
    @Sendable private static func exceptions(_ statement: Statement) -> [Problem] {
        let due = CertificateException.allCases.filter { isDue($0, statement) }.map(\.rawValue)
        let missing = due.filter { !statement.exceptions.containsBytes(of: $0) }
        let extra = statement.exceptions.filter { !due.containsBytes(of: $0) }
        let isRepeated = Set(statement.exceptions).count != statement.exceptions.count
        return missing.map { Problem(.exceptionMissing, "the exception \($0) is missing") }
            + extra.map { Problem(.exceptionUnfounded, "nothing in the document asks for the exception \($0)") }
            + (isRepeated ? [Problem(.exceptionUnfounded, "an exception is listed twice")] : [])
    }

    private static func isDue(_ exception: CertificateException, _ statement: Statement) -> Bool {
        let areas = ["hpa", "dco", "amac"].map { statement.subject("hiddenAreas", $0, "state") }
        let space = statement.subject("hiddenAreas", "nvme")
        let notAddressed = statement.sanitization("notAddressed")
        func sectors(_ name: String) -> Int { statement.sanitization(name)?.int ?? 0 }
        switch exception {
        case .flashOverprovisioning: return statement.subject("media", "mediaType") != .string(MediaType.magneticHDD.rawValue)
        case .hiddenAreasUnknown:
            return areas.contains("unknown") || areas.contains(nil)
                || ["activeNamespaces", "allocatedNamespaces", "unallocatedBytes"].contains { space?[$0] == .null }
        case .hiddenAreasNotAddressed:
            return areas.contains("present-not-addressed")
                || ["activeNamespaces", "allocatedNamespaces"].contains { (space?[$0]?.int ?? 0) > 1 }
                || (space?["unallocatedBytes"]?.int ?? 0) > 0 || statement.subject("hiddenAreas", "otherUnits") != nil
        case .reallocatedSectors:
            return ["before", "after"].contains { (notAddressed?.at("reallocatedSectors", $0)?.int ?? 0) > 0 }
        case .healthUnknown:
            return !statement.isSimulation
                && ["reallocatedSectors", "pendingSectors"].contains { name in
                    ["before", "after"].contains { notAddressed?.at(name, $0)?.int == nil }
                }
        case .unwrittenSectors: return sectors("unwrittenSectors") > 0
        case .unreadableSectors: return sectors("unreadableSectors") > 0
        case .sampledVerification: return statement.passes.contains { $0.readBack?.isSample == true }
        case .constantPattern:
            let readBack = statement.passes.filter { $0.readBack != nil }
            return !readBack.isEmpty && !readBack.contains(where: \.isRandom)
        case .weakIdentity: return statement.subject("media", "weakIdentity") != false
        case .custodyEnded: return statement.sanitization("custody")?["endedAt"] != .null
        case .openElsewhere: return statement.sanitization("custody")?["otherWriters"] != []
        case .serialShared: return statement.subject("media", "serialShared") != false
        case .identityChanged: return statement.subject("media", "conflictingIdentity") != .null
        }
    }

    /// H4: the outcome is one of three words, and the right one.
    @Sendable private static func outcome(_ statement: Statement) -> [Problem] {
        let due: Outcome =
            if !statement.isCertificate { .notSanitized } else { statement.exceptions.isEmpty ? .cleared : .clearedWithExceptions }
        var problems: [Problem] = []
        if statement.subject("outcome") != .string(due.rawValue) {
            problems.append(Problem(.outcomeUnfounded, "the document supports the outcome \(due.rawValue) and no other"))
        }
        if statement.isCertificate, statement.sanitization("ended") != .string(JobEnd.sanitized.rawValue) {
            problems.append(Problem(.outcomeUnfounded, "a certificate needs a job that ended sanitized"))
        }
        return problems
    }

    /// H4: every pass of the plan was begun, wrote every sector that it does not list, and was flushed.
    @Sendable private static func passes(_ statement: Statement) -> [Problem] {
        guard statement.passes.enumerated().allSatisfy({ $0 + 1 == $1.number }) else {
            return [Problem(.passesMisnumbered, "the passes are not numbered 1, 2, 3, …")]
        }
        guard statement.isCertificate else { return [] }
        var problems: [Problem] = []
        if statement.passes.isEmpty || statement.sanitization("policy")?["passes"]?.int != statement.passes.count {
            problems.append(Problem(.passMissing, "the document does not have all passes of its policy"))
        }
        for pass in statement.passes {
            let unwritten = statement.sectorBytes.flatMap { Exact.product($0, pass.unwrittenSectors) }
            if statement.capacityBytes == nil || unwritten.flatMap({ Exact.sum([pass.bytesWritten, $0]) }) != statement.capacityBytes {
                problems.append(Problem(.coverageIncomplete, "pass \(pass.number) does not account for every byte of the media"))
            }
            if pass.flush != FlushResult.ok.rawValue {
                problems.append(Problem(.flushMissing, "pass \(pass.number) was not flushed"))
            }
        }
        return problems
    }

    /// H4, H8: `coverageComplete` and the coverage of each read-back are what the numbers say.
    @Sendable private static func coverage(_ statement: Statement) -> [Problem] {
        let planned = statement.sanitization("policy")?["passes"]?.int
        let isComplete =
            !statement.passes.isEmpty && statement.passes.count == planned
            && statement.passes.allSatisfy { $0.bytesWritten == statement.capacityBytes }
        var problems: [Problem] = []
        if statement.sanitization("coverageComplete") != .bool(isComplete) {
            problems.append(Problem(.coverageMisstated, "coverageComplete does not follow from the passes"))
        }
        for pass in statement.passes {
            guard let readBack = pass.readBack else { continue }
            let stated = statement.capacityBytes.flatMap { Exact.fraction(readBack.bytesRead, of: $0) }
            if stated != pass.coverage {
                problems.append(Problem(.coverageMisstated, "the coverage of pass \(pass.number) does not follow from its bytes"))
            }
        }
        return problems
    }

    /// H8, H9: results and named passes follow from the read-backs; a certificate needs the last pass verified and none failed.
    @Sendable private static func verification(_ statement: Statement) -> [Problem] {
        let unwritten = statement.sanitization("unwrittenSectors")?.int ?? 0
        let results = statement.passes.map { pass in
            pass.readBack?.result(
                capacityBytes: statement.capacityBytes ?? 0, sectorBytes: statement.sectorBytes ?? 0, unwrittenSectors: unwritten)
                ?? .notPerformed
        }
        var problems: [Problem] = []
        for (pass, result) in zip(statement.passes, results) {
            if pass.result != result.rawValue {
                problems.append(Problem(.verificationMisstated, "the result of pass \(pass.number) does not follow from its numbers"))
            }
            if statement.isCertificate, result == .fail {
                problems.append(Problem(.verificationFailed, "pass \(pass.number) read back something else than it wrote"))
            }
            if statement.isCertificate, result == .incomplete {
                problems.append(Problem(.verificationIncomplete, "pass \(pass.number) was not read back to its end"))
            }
        }
        if statement.isCertificate, results.last ?? .notPerformed == .notPerformed {
            problems.append(Problem(.verificationIncomplete, "the last pass was not read back"))
        }
        if statement.subject("verification", "result") != .string(CertificateDraft.overall(results).rawValue) {
            problems.append(Problem(.verificationMisstated, "the result of the whole does not follow from the passes"))
        }
        let verified = zip(statement.passes, results).filter { $1 != .notPerformed }.map { JSONValue.integer($0.0.number) }
        if statement.subject("verification", "verifiedPasses") != .array(verified) {
            problems.append(Problem(.verifiedPassMisnamed, "verifiedPasses does not name the passes that were read back"))
        }
        return problems
    }
}
