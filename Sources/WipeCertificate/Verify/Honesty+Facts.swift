// The honesty rules about the media, its defects, and the circumstances.

import WipeIdentity

extension Honesty {
    /// H10: the capacity is that of the sectors, and was the same all the time.
    @Sendable static func capacity(_ record: RecordDocument) -> [Problem] {
        guard record.isCertificate else { return [] }
        let media = record.facts.media
        var problems: [Problem] = []
        let product = media.sectors.flatMap { sectors in media.logicalSectorBytes.flatMap { Exact.product(sectors, $0) } }
        if product == nil || product == 0 || product != media.capacityBytes {
            problems.append(Problem(.capacityMisstated, "capacityBytes is not lbaCount times logicalSectorBytes"))
        }
        if media.conflictingCapacityBytes != nil { problems.append(Problem(.capacityConflict, "the media showed two capacities")) }
        return problems
    }

    /// H7: every defect is counted and listed, and a certificate stays within the budget of its policy. A mismatch is never within it.
    @Sendable static func defects(_ record: RecordDocument) -> [Problem] {
        let run = record.facts.run
        let kinds = [
            ("unwritten", run.unwritten), ("mismatched", run.mismatched), ("unreadable", run.unreadable), ("neverRead", run.neverRead),
        ]
        var problems: [Problem] = []
        var isListedWhole = true
        for (name, defects) in kinds {
            guard isInOrder(defects.ranges, sectors: record.facts.media.sectors) else {
                return [Problem(.defectsMiscounted, "\(name)Ranges is not a list of [first, last], in order and within the media")]
            }
            guard let total = defects.sectors else {
                if record.isCertificate || !defects.ranges.isEmpty {
                    problems.append(Problem(.defectsMiscounted, "\(name)Sectors is not known"))
                }
                continue
            }
            let listed = defects.ranges.reduce(0) { $0 + $1.count }  // apart and within the media, so their sum is below 2^53
            let isCut = defects.ranges.count == Certificate.rangesMax && listed < total
            if isCut { isListedWhole = false }
            if listed != total, !isCut { problems.append(Problem(.defectsMiscounted, "\(name)Sectors is not the sum of \(name)Ranges")) }
        }
        guard record.isCertificate, problems.isEmpty, let unwritten = run.unwritten.sectors, let mismatched = run.mismatched.sectors,
            let unreadable = run.unreadable.sectors, let neverRead = run.neverRead.sectors
        else { return problems }
        if neverRead > 0 { problems.append(Problem(.verificationIncomplete, "sectors that were to be read back never were")) }
        let byPass: [(String, Int, [Int])] = [
            ("unwritten", unwritten, run.passes.map(\.unwrittenSectors)),
            ("mismatched", mismatched, run.passes.map { $0.verification?.mismatchedSectors ?? 0 }),
            ("unreadable", unreadable, run.passes.map { $0.verification?.unreadableSectors ?? 0 }),
            ("neverRead", neverRead, run.passes.map { $0.verification?.neverReadSectors ?? 0 }),
        ]
        for (name, total, passes) in byPass where total < (passes.max() ?? 0) || total > (Exact.sum(passes) ?? 0) {
            problems.append(Problem(.defectsMiscounted, "\(name)Sectors does not follow from the passes"))
        }
        if mismatched > 0 { problems.append(Problem(.verificationFailed, "sectors read back something else than was written")) }
        // Where ranges were cut off, the union is not known, and the sum stands for it.
        let bad = isListedWhole ? unionCount(run.unwritten.ranges + run.unreadable.ranges) : Exact.sum([unwritten, unreadable])
        guard let budget = badSectorsMax(record.facts), let bad, bad <= budget else {
            return problems + [Problem(.budgetExceeded, "more sectors are unwritten or unreadable than the policy, or a claim, lets pass")]
        }
        return problems
    }

    /// H19: what a break of custody left behind is only seen by reading all of it, and a break is one of a pass that there is.
    @Sendable static func custody(_ record: RecordDocument) -> [Problem] {
        let passes = record.facts.run.passes
        let broken = record.facts.run.custody.breaks.map(\.pass)
        if broken.contains(where: { $0 > passes.count }) {
            return [Problem(.verificationMisstated, "custody was broken in a pass that was not begun")]
        }
        let isSampled = passes.contains { pass in
            if case .sample? = pass.verification?.coverage { broken.contains(pass.number) } else { false }
        }
        guard record.isCertificate, isSampled else { return [] }
        return [Problem(.verificationIncomplete, "custody of a pass was broken, and only samples of it were read back")]
    }

    /// Sectors of any medium that may stay as they were, and of how many sectors of a small one it may be one.
    static let badSectorsMax = 1_000
    static let sectorsForEachBadOne = 10_000

    /// H7: what may stay as it was; nil where the policy does not say, or lets more pass than any may.
    private static func badSectorsMax(_ facts: CertificateFacts) -> Int? {
        guard let asked = facts.policy.unwritableSectorsMax, asked <= badSectorsMax, let sectors = facts.media.sectors else { return nil }
        return min(asked, sectors / sectorsForEachBadOne)
    }

    /// Each range stands behind the one before it, and none leaves the media.
    static func isInOrder(_ ranges: [ClosedRange<Int>], sectors: Int?) -> Bool {
        guard let last = ranges.last else { return true }
        guard let sectors, last.upperBound < sectors else { return false }
        return zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
    }

    private static func unionCount(_ ranges: [ClosedRange<Int>]) -> Int {
        var count = 0
        var next = 0  // the first sector that is not counted yet
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound >= next {
            count += range.upperBound - max(range.lowerBound, next) + 1
            next = range.upperBound + 1
        }
        return count
    }

    /// H5: an area's own sectors and its state say the same. What the drive has behind its end is more than the media; an area that is absent, or
    /// was removed, hides nothing. A configuration overlay hides what lies beyond the two others, where one of them hides something.
    @Sendable static func hiddenAreas(_ record: RecordDocument) -> [Problem] {
        let areas = record.facts.hiddenAreas
        let behind = [areas.hpa, areas.amac].filter { $0.state == .presentNotAddressed }.compactMap(\.nativeSectors)
        return [("hpa", areas.hpa), ("dco", areas.dco), ("amac", areas.amac)].compactMap { name, area in
            guard let native = area.nativeSectors, area.state != .unknown else { return nil }
            let problem = Problem(.hiddenAreasMisstated, "the sectors of \(name) do not fit its state and the media")
            guard let reached = record.facts.media.sectors else { return problem }
            let end = name == "dco" ? max(reached, behind.max() ?? 0) : reached
            return area.state == .presentNotAddressed ? (native > end ? nil : problem) : (native == end ? nil : problem)
        }
    }

    /// H6: a count that is not known says why.
    @Sendable static func health(_ record: RecordDocument) -> [Problem] {
        let health = record.facts.health
        let counts = [
            ("reallocatedSectors", health.reallocatedSectors), ("pendingSectors", health.pendingSectors),
            ("uncorrectableSectors", health.uncorrectableSectors),
        ]
        return counts.compactMap { name, count in
            let isKnown = count.before != nil && count.after != nil
            let isExplained = count.unknownBecause.map { !$0.isEmpty } ?? false
            return isKnown || isExplained ? nil : Problem(.healthUnexplained, "\(name) is not known, and nothing says why")
        }
    }

    /// H10: the document says where the serial was read, which goes with how the drive is connected, and that the identity is weak where there
    /// is no serial, or none of the medium's own.
    @Sendable static func identity(_ record: RecordDocument) -> [Problem] {
        let media = record.facts.media
        guard let serial = media.serial else {
            let isWeak = media.weakIdentity && media.serialSource == nil
            return isWeak ? [] : [Problem(.identityMisstated, "media without a serial has a weak identity, and no source of one")]
        }
        if serial.isEmpty { return [Problem(.identityMisstated, "the serial is empty; null is the word for none")] }
        guard let source = media.serialSource else {
            return [Problem(.serialSourceMissing, "nothing says where the serial was read")]
        }
        var problems: [Problem] = []
        if !source.transports.contains(media.transport) {
            let what = "a serial is not read from \(source.rawValue) over \(media.transport.rawValue)"
            problems.append(Problem(.identityMisstated, what))
        }
        if !source.isOfTheMedium, !media.weakIdentity {
            problems.append(Problem(.identityMisstated, "a serial that is not the medium's own (\(source.rawValue)) makes a weak identity"))
        }
        return problems
    }

    /// H11, H12: title, claims and reasons fit the kind of the document. That nobody validated is enforced by the structure.
    @Sendable static func kind(_ record: RecordDocument) -> [Problem] {
        let stated = record.conclusions
        var problems: [Problem] = []
        if record.title != .due(record.kind, claims: stated.claims) {
            problems.append(Problem(.titleMisstated, "the title is that of another kind of document"))
        }
        if record.isCertificate {
            if !stated.reasons.isEmpty || !stated.honestyProblems.isEmpty {
                problems.append(Problem(.certificateWithReason, "a certificate has no reasons for a failure"))
            }
            return problems
        }
        let isRefused = stated.reasons.contains(.honestyRefused)
        if stated.reasons.isEmpty || isRefused == stated.honestyProblems.isEmpty {
            problems.append(Problem(.failureWithoutReason, "a failure record says why, and honestyProblems goes with honesty-refused"))
        }
        if record.facts.end == .sanitized, !isRefused {
            problems.append(Problem(.failureWithoutReason, "a job that ended sanitized and got no certificate was refused by these rules"))
        }
        if !stated.claims.isEmpty || stated.method != .none {
            problems.append(Problem(.failureWithClaim, "a failure record claims nothing"))
        }
        return problems
    }

    /// H13: times are in order. A clock may be set by a minute without notice; a jump on the record explains the rest.
    @Sendable static func times(_ record: RecordDocument) -> [Problem] {
        let run = record.facts.run
        if record.isCertificate, run.startedAt == nil || run.endedAt == nil {
            return [Problem(.timeDisorder, "a certificate says when the work began and ended")]
        }
        guard record.facts.clock.jumps.isEmpty else { return [] }
        let validFrom = record.facts.validFrom
        var inOrder: [[UTCTime?]] = [[run.startedAt, run.endedAt, validFrom]]
        inOrder += run.passes.map { pass in
            let command = [pass.command?.intendedAt, pass.command?.acceptedAt]
            return [pass.startedAt] + command + [pass.endedAt, pass.verification?.startedAt, pass.verification?.endedAt]
        }
        inOrder += run.passes.map { $0.command?.evidence.map(\.at) ?? [] }
        inOrder += run.interruptions.map { [$0.at, $0.resumedAt] }
        inOrder += [[validFrom, run.custody.endedAt], [validFrom, record.signedAt]]
        let isDisorder = inOrder.contains { times in
            let known = times.compactMap { $0?.secondsSince1970 }
            return zip(known, known.dropFirst()).contains { $0 > $1 + 60 }
        }
        return isDisorder
            ? [Problem(.timeDisorder, "a time is before one that it has to follow, and no jump of the clock explains it")] : []
    }

    /// The standard that every claim has to cite (rule H14); an older one may only stand beside it.
    static let standard = "NIST SP 800-88r2"

    /// H8, H14: a claim cites standard with revision and clause, is that of the policy, and goes with the method.
    @Sendable static func claims(_ record: RecordDocument) -> [Problem] {
        guard record.isCertificate else { return [] }
        let claims = record.conclusions.claims.map(\.claim)
        var problems: [Problem] = []
        if claims.count != (record.facts.policy.claim == nil ? 0 : 1)
            || zip(claims, [record.facts.policy.claim].compactMap { $0 }).contains(where: { !$0.isSame(as: $1) })
        {
            problems.append(Problem(.claimMisstated, "the claims are not those of the policy"))
        }
        if !claims.isEmpty, !claims.contains(where: { $0.standard.hasSameBytes(as: standard) }) {
            problems.append(Problem(.claimMisstated, "a claim has to cite \(standard)"))
        }
        if claims.contains(where: \.clause.isEmpty) {
            problems.append(Problem(.claimMisstated, "a claim has to cite a clause"))
        }
        let isOfTheMethod =
            switch record.conclusions.method {
            case .clear: claims.first?.level == .clear
            case .purge: claims.first?.level == .purge
            case .none: claims.isEmpty
            }
        if !isOfTheMethod {
            problems.append(Problem(.claimMisstated, "the method is not the level that is claimed"))
        }
        return problems
    }

    /// H15: which program, which policy, which kernel; and a simulated medium only in a simulation.
    @Sendable static func origin(_ record: RecordDocument) -> [Problem] {
        var problems: [Problem] = []
        let transport = record.facts.media.transport
        if transport == .loop || transport == .simulated, !record.facts.simulation {
            problems.append(
                Problem(.simulationUnmarked, "the transport is \(transport.rawValue), and the document is not marked as a simulation"))
        }
        guard record.isCertificate else { return problems }
        let (policy, tool) = (record.facts.policy, record.facts.tool)
        let due = [policy.id, policy.version, policy.digest, tool.name, tool.version, tool.buildDigest, tool.operatingSystem]
        if due.contains(where: { $0?.isEmpty ?? true }) || record.facts.clock.bootIDs.isEmpty {
            problems.append(
                Problem(
                    .originUnstated, "id, version or digest of the policy, or version, digest or system of the tool, or the boot is missing"
                ))
        }
        return problems
    }

    /// H16: what people declared is marked so; empty is absent.
    @Sendable static func declared(_ record: RecordDocument) -> [Problem] {
        let asset = record.facts.asset
        let all: [(Declarable, String?)] = [
            (.assetTag, asset.assetTag), (.donorTag, asset.donorTag), (.donor, asset.donor), (.hostSerialNumber, asset.hostSerialNumber),
        ]
        let said = all.filter { $0.1 != nil }
        let declared = record.conclusions.declared
        let isMarked = declared.count == said.count && said.allSatisfy { declared.contains($0.0) }
        let hasEmpty = said.contains { $0.1?.isEmpty ?? true }
        let isDeclarerOfNothing = said.isEmpty && asset.declaredBy != nil
        return isMarked && !hasEmpty && !isDeclarerOfNothing
            ? [] : [Problem(.declaredMisstated, "declared and declaredBy do not say which members people said, and who")]
    }
}

extension CertificateFacts.Claim {
    fileprivate func isSame(as other: Self) -> Bool {
        standard.hasSameBytes(as: other.standard) && clause.hasSameBytes(as: other.clause) && level == other.level
    }
}
