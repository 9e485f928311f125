// The honesty rules about an erase by the drive itself, as far as numbers and words go. What the drive's own bytes say: Honesty+Evidence.

extension Honesty {
    /// H20: a Purge that was asked for is stated, done or not; it is done by a command that may claim it, and never under a policy that took the place
    /// of another one.
    @Sendable static func purge(_ record: RecordDocument) -> [Problem] {
        let (facts, stated) = (record.facts, record.conclusions)
        let isClaimed = stated.claims.contains { $0.claim.level == .purge }
        var problems: [Problem] = []
        for claim in stated.claims where claim.claim.level == .purge && !isBorneOut(claim, record) {
            problems.append(Problem(.purgeUnfounded, "no pass bears out a Purge by this technique"))
        }
        if isClaimed != (stated.purge == .performed) {
            problems.append(Problem(.purgeUnfounded, "a Purge is claimed exactly where it was performed"))
        }
        guard let purge = facts.purge else {
            if facts.policy.claim?.level == .purge { problems.append(Problem(.purgeUnstated, "the policy asks for a Purge")) }
            return problems
        }
        let due: PurgeState = purge.fallback != nil ? .unavailable : record.isCertificate ? .performed : .failed
        if stated.purge != due { problems.append(Problem(.purgeUnstated, "what came of the Purge is \(due.rawValue)")) }
        if purge.fallback != nil, facts.policy.claim?.level == .purge {
            problems.append(Problem(.purgeUnfounded, "the policy that took the place of another one claims a Purge"))
        }
        let followed = purge.fallback ?? purge.requested
        if !followed.isSame(as: facts.policy) {
            problems.append(Problem(.purgeUnstated, "the policy is neither the one that was asked for nor the one that took its place"))
        }
        if !isConsidered(purge, facts.run) {
            problems.append(Problem(.purgeUnstated, "the techniques that were considered do not say what was taken, or why none was"))
        }
        return problems
    }

    private static func isBorneOut(_ claim: StatedClaim, _ record: RecordDocument) -> Bool {
        zip(record.facts.run.passes, record.conclusions.passes).contains { pass, conclusion in
            pass.command?.state == .ended && pass.technique == claim.technique && conclusion.result == .pass
                && mostOf(pass.technique, record.facts.media.mediaType) == .purge
        }
    }

    private static func isConsidered(_ purge: CertificateFacts.Purge, _ run: CertificateFacts.Run) -> Bool {
        let techniques = purge.considered.map(\.technique)
        let taken = purge.considered.filter(\.taken).map(\.technique)
        guard !techniques.isEmpty, Set(techniques).count == techniques.count else { return false }
        if purge.fallback != nil { return taken.isEmpty && purge.considered.contains { !$0.reasons.isEmpty } }
        return !taken.isEmpty && run.passes.filter { $0.command != nil }.allSatisfy { taken.contains($0.technique) }
    }

    /// P2: in a certificate each command was on record before it went out, was taken, and has ended.
    @Sendable static func commands(_ record: RecordDocument) -> [Problem] {
        record.facts.run.passes.compactMap { pass in
            guard record.isCertificate, let command = pass.command else { return nil }
            let isDone =
                command.state == .ended && command.issues > 0 && command.transport != nil && command.before != nil
                && command.acceptance != nil && command.intendedAt != nil && command.acceptedAt != nil && pass.endedAt != nil
                && command.marks.survived == 0 && pass.unwrittenSectors == 0
            return isDone ? nil : Problem(.purgeUnfounded, "pass \(pass.number) does not show that the drive has erased itself")
        }
    }

    /// E3, E7: marks are counted; in a certificate 99 of 100 of them were stored.
    @Sendable static func marks(_ record: RecordDocument) -> [Problem] {
        record.facts.run.passes.compactMap { pass in
            guard let marks = pass.command?.marks, let why = fault(of: marks, record) else { return nil }
            return Problem(.marksMisstated, "pass \(pass.number): \(why)")
        }
    }

    private static func fault(of marks: CertificateFacts.Marks, _ record: RecordDocument) -> String? {
        let media = record.facts.media
        guard let sectors = media.sectors, let sector = media.logicalSectorBytes, sector > 0 else { return "the media has no sectors" }
        guard marks.sectorBytes == media.physicalSectorBytes, marks.sectorBytes > 0, marks.sectorBytes % sector == 0 else {
            return "a mark is a physical sector of the media"
        }
        guard isPlanned(marks, inEach: marks.sectorBytes / sector, of: sectors) else { return "as many marks cannot have been planned so" }
        guard marks.stored ?? 0 <= marks.planned, marks.survived <= marks.planned else { return "more marks are counted than were planned" }
        guard isInOrder(marks.survivedRanges, sectors: sectors) else { return "survivedRanges is not a list of sectors of the media" }
        let listed = marks.survivedRanges.reduce(0) { $0 + $1.count }
        let isCut = marks.survivedRanges.count == Certificate.rangesMax && listed < marks.survived
        guard isCut || listed == marks.survived else { return "survived is not the sum of survivedRanges" }
        guard record.isCertificate else { return nil }
        // 99 in 100, in numbers that may need more bits than there are.
        guard let stored = marks.stored, stored > 0, marks.planned - stored <= marks.planned / 100 else {
            return "fewer than 99 of 100 marks were stored"
        }
        return nil
    }

    /// A seed chooses so many marks in each part, and the two ends of the media, which may be among them; without one every sector is marked.
    private static func isPlanned(_ marks: CertificateFacts.Marks, inEach count: Int, of sectors: Int) -> Bool {
        switch (marks.seed, marks.subsections, marks.samplesEach, marks.firstAndLast) {
        case (nil, nil, nil, nil): return marks.planned == sectors
        case (_?, let subsections?, let each?, let hasEnds?):
            guard let chosen = Exact.product(subsections, each), chosen > 0, let least = Exact.product(chosen, count),
                let most = Exact.sum([least, hasEnds ? 2 * count : 0])
            else { return false }
            return (least...most).contains(marks.planned) && marks.planned <= sectors
        default: return false
        }
    }

    /// E7: what lies on the drive is stated of a command, and of nothing else; it is what the counts make of it, and in a certificate what such a
    /// command leaves.
    @Sendable static func contents(_ record: RecordDocument) -> [Problem] {
        zip(record.facts.run.passes, record.conclusions.passes).compactMap { pass, conclusion in
            guard let verification = pass.verification else { return nil }
            let problem = Problem(.contentsUnfit, "what pass \(pass.number) says of the contents of the media does not fit it")
            guard pass.command != nil else { return verification.contents == nil ? nil : problem }
            guard let contents = verification.contents, case .full = verification.coverage, kind(contents) == conclusion.contents,
                (contents.periodicSectors > 0) == (contents.period != nil),
                contents.otherPeriodSectors < max(contents.periodicSectors, 1)
            else { return problem }
            guard record.isCertificate else { return nil }
            return conclusion.contents.map { isLeft($0, pass, contents) } ?? false ? nil : problem
        }
    }

    /// What the counts come to.
    static func kind(_ contents: CertificateFacts.Contents) -> ContentsKind? {
        let counts: [(ContentsKind, Int)] = [
            (.zeros, contents.zeroSectors), (.ones, contents.oneSectors), (.period, contents.periodicSectors),
            (.randomLooking, contents.otherSectors),
        ]
        let found = counts.filter { $0.1 > 0 }
        guard let only = found.first else { return nil }
        guard found.count == 1, only.0 != .period || contents.otherPeriodSectors == 0 else { return .mixed }
        guard only.0 == .period, let period = contents.period else { return only.0 }
        return period == String(repeating: String(period.prefix(2)), count: 16) ? .byte : .period
    }

    /// Whether the technique of a pass leaves such contents.
    static func isLeft(_ kind: ContentsKind, _ pass: CertificateFacts.Pass, _ contents: CertificateFacts.Contents?) -> Bool {
        let pattern = pass.command?.parameters.pattern
        switch kind {
        case .mixed: return false
        case .zeros: return pass.technique != .sanitizeOverwrite
        case .ones: return pass.technique != .sanitizeOverwrite && pass.technique != .sanitizeCrypto
        case .randomLooking: return pass.technique == .sanitizeCrypto
        case .byte, .period:
            switch pass.technique {
            case .sanitizeCrypto: return false
            case .sanitizeOverwrite: return isTurned(pattern ?? "", contents?.period ?? "")
            case .overwrite, .sanitizeBlock, .formatUser, .formatCrypto, .securityErase, .securityEraseEnhanced: return true
            }
        }
    }

    /// The period is four times the same four bytes, and those are the pattern, turned and perhaps backwards.
    private static func isTurned(_ pattern: String, _ period: String) -> Bool {
        let bytes = stride(from: 0, to: pattern.utf8.count, by: 2).map { pattern.dropFirst($0).prefix(2) }
        guard bytes.count == 4 else { return false }
        return (0..<4).contains { turn in
            let turned = bytes[turn...] + bytes[..<turn]
            return [turned.joined(), turned.reversed().joined()].contains { period == String(repeating: $0, count: 4) }
        }
    }

    static func isEachSectorCounted(_ verification: CertificateFacts.Verification, _ facts: CertificateFacts) -> Bool {
        guard let contents = verification.contents, let sector = facts.media.logicalSectorBytes, sector > 0 else { return false }
        let counts = [contents.zeroSectors, contents.oneSectors, contents.periodicSectors, contents.otherSectors]
        return verification.bytesRead % sector == 0 && Exact.sum(counts) == verification.bytesRead / sector
    }
}

extension CertificateFacts.PolicyName {
    fileprivate func isSame(as policy: CertificateFacts.Policy) -> Bool {
        id.hasSameBytes(as: policy.id) && version.hasSameBytes(as: policy.version) && policy.digest?.hasSameBytes(as: digest) == true
    }
}
