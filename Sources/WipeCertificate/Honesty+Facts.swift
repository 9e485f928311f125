// The honesty rules about the media, its defects, and the circumstances.

import WipeIdentity

extension Honesty {
    /// H10: the capacity is that of the sectors, and was the same all the time.
    @Sendable static func capacity(_ statement: Statement) -> [Problem] {
        guard statement.isCertificate else { return [] }
        var problems: [Problem] = []
        let product = statement.sectors.flatMap { sectors in statement.sectorBytes.flatMap { Exact.product(sectors, $0) } }
        if product == nil || product == 0 || product != statement.capacityBytes {
            problems.append(Problem(.capacityMisstated, "capacityBytes is not lbaCount times logicalSectorBytes"))
        }
        if statement.subject("media", "conflictingCapacityBytes") != .null {
            problems.append(Problem(.capacityConflict, "the media showed two capacities"))
        }
        return problems
    }

    /// H7: every defect is counted and listed, and a certificate stays within the budget of its policy. A mismatch is never within it.
    @Sendable static func defects(_ statement: Statement) -> [Problem] {
        var problems: [Problem] = []
        var counted: [[ClosedRange<Int>]] = []
        var isListedWhole = true
        var totals: [Int] = []
        for name in ["unwritten", "mismatched", "unreadable", "neverRead"] {
            guard let ranges = ranges(statement.sanitization(name + "Ranges"), sectors: statement.sectors) else {
                return [Problem(.defectsMiscounted, "\(name)Ranges is not a list of [first, last], in order and within the media")]
            }
            counted.append(ranges)
            guard let total = statement.sanitization(name + "Sectors")?.int else {
                if statement.isCertificate || !ranges.isEmpty {
                    problems.append(Problem(.defectsMiscounted, "\(name)Sectors is not known"))
                }
                continue
            }
            totals.append(total)
            let listed = ranges.reduce(0) { $0 + $1.count }  // apart and within the media, so their sum is below 2^53
            let isCut = ranges.count == Certificate.rangesMax && listed < total
            if isCut { isListedWhole = false }
            if listed != total, !isCut { problems.append(Problem(.defectsMiscounted, "\(name)Sectors is not the sum of \(name)Ranges")) }
        }
        guard statement.isCertificate, problems.isEmpty, totals.count == 4 else { return problems }
        if totals[3] > 0 { problems.append(Problem(.verificationIncomplete, "sectors that were to be read back never were")) }
        let byPass: [(String, Int, [Int])] = [
            ("unwritten", totals[0], statement.passes.map(\.unwrittenSectors)),
            ("mismatched", totals[1], statement.passes.map { $0.readBack?.mismatchedSectors ?? 0 }),
            ("unreadable", totals[2], statement.passes.map { $0.readBack?.unreadableSectors ?? 0 }),
            ("neverRead", totals[3], statement.passes.map { $0.readBack?.neverReadSectors ?? 0 }),
        ]
        for (name, total, passes) in byPass where total < (passes.max() ?? 0) || total > (Exact.sum(passes) ?? 0) {
            problems.append(Problem(.defectsMiscounted, "\(name)Sectors does not follow from the passes"))
        }
        if totals[1] > 0 { problems.append(Problem(.verificationFailed, "sectors read back something else than was written")) }
        // Where ranges were cut off, the union is not known, and the sum stands for it.
        let union = isListedWhole ? unionCount(counted[0] + counted[2]) : Exact.sum([totals[0], totals[2]]) ?? Int.max
        guard let budget = badSectorsMax(statement), union <= budget else {
            return problems + [Problem(.budgetExceeded, "more sectors are unwritten or unreadable than the policy, or a claim, lets pass")]
        }
        return problems
    }

    /// H19: what a break of custody left behind is only seen by reading all of it, and a break is one of a pass that there is.
    @Sendable static func custody(_ statement: Statement) -> [Problem] {
        let broken = (statement.sanitization("custody")?["breaks"]?.items ?? []).compactMap { $0["pass"]?.int }
        if broken.contains(where: { $0 > statement.passes.count }) {
            return [Problem(.verificationMisstated, "custody was broken in a pass that was not begun")]
        }
        guard statement.isCertificate, statement.passes.contains(where: { $0.readBack?.isSample == true && broken.contains($0.number) })
        else {
            return []
        }
        return [Problem(.verificationIncomplete, "custody of a pass was broken, and only samples of it were read back")]
    }

    /// Sectors of any medium that may stay as they were, and of how many sectors of a small one it may be one.
    static let badSectorsMax = 1_000
    static let sectorsForEachBadOne = 10_000

    /// H7: what may stay as it was; nil where the policy does not say, or lets more pass than any may.
    private static func badSectorsMax(_ statement: Statement) -> Int? {
        let asked = statement.sanitization("policy")?["unwritableSectorsMax"]?.int
        guard let asked, asked <= badSectorsMax, let sectors = statement.sectors else { return nil }
        return min(asked, sectors / sectorsForEachBadOne)
    }

    /// The ranges of a list; nil where they are not in order, touch each other out of order, or leave the media.
    private static func ranges(_ value: JSONValue?, sectors: Int?) -> [ClosedRange<Int>]? {
        guard let items = value?.items else { return nil }
        var ranges: [ClosedRange<Int>] = []
        for item in items {
            guard let pair = item.items, pair.count == 2, let first = pair[0].int, let last = pair[1].int, first <= last else { return nil }
            if let before = ranges.last, first <= before.upperBound { return nil }
            guard let sectors, last < sectors else { return nil }
            ranges.append(first...last)
        }
        return ranges
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
    @Sendable static func hiddenAreas(_ statement: Statement) -> [Problem] {
        func sectors(_ area: String) -> Int? { statement.subject("hiddenAreas", area, "nativeSectors")?.int }
        func state(_ area: String) -> String? { statement.subject("hiddenAreas", area, "state")?.text }
        let present = HiddenAreaState.presentNotAddressed.rawValue
        let behind = ["hpa", "amac"].filter { state($0) == present }.compactMap(sectors)
        return ["hpa", "dco", "amac"].compactMap { area in
            guard let native = sectors(area), state(area) != HiddenAreaState.unknown.rawValue else { return nil }
            let problem = Problem(.hiddenAreasMisstated, "the sectors of \(area) do not fit its state and the media")
            guard let reached = statement.sectors else { return problem }
            let end = area == "dco" ? max(reached, behind.max() ?? 0) : reached
            return state(area) == present ? (native > end ? nil : problem) : (native == end ? nil : problem)
        }
    }

    /// H6: a count that is not known says why.
    @Sendable static func health(_ statement: Statement) -> [Problem] {
        ["reallocatedSectors", "pendingSectors", "uncorrectableSectors"].compactMap { name in
            let count = statement.sanitization("notAddressed")?[name]
            let isKnown = count?["before"]?.int != nil && count?["after"]?.int != nil
            let isExplained = count?["unknownBecause"]?.text.map { !$0.isEmpty } ?? false
            return isKnown || isExplained ? nil : Problem(.healthUnexplained, "\(name) is not known, and nothing says why")
        }
    }

    /// H10: the document says where the serial was read, which goes with how the media is connected, and that the identity is weak where there
    /// is no serial, or none of the medium's own.
    @Sendable static func identity(_ statement: Statement) -> [Problem] {
        let media = statement.subject("media")
        guard let serial = media?["serialNumber"]?.text else {
            let isWeak = media?["weakIdentity"] == true && media?["serialNumberSource"] == .null
            return isWeak ? [] : [Problem(.identityMisstated, "media without a serial has a weak identity, and no source of one")]
        }
        if serial.isEmpty { return [Problem(.identityMisstated, "the serial is empty; null is the word for none")] }
        guard let source = media?["serialNumberSource"]?.text.flatMap(SerialSource.init) else {
            return [Problem(.serialSourceMissing, "nothing says where the serial was read")]
        }
        var problems: [Problem] = []
        let transport = media?["transport"]?.text.flatMap(Transport.init)
        if !(transport.map(source.transports.contains) ?? false) {
            let what = "a serial is not read from \(source.rawValue) over \(transport?.rawValue ?? "no transport")"
            problems.append(Problem(.identityMisstated, what))
        }
        if !source.isOfTheMedium, media?["weakIdentity"] != true {
            problems.append(Problem(.identityMisstated, "a serial that is not the medium's own (\(source.rawValue)) makes a weak identity"))
        }
        return problems
    }

    /// H11, H12: title, claims and reasons fit the kind of the document. That nobody validated is enforced by the structure.
    @Sendable static func kind(_ statement: Statement) -> [Problem] {
        var problems: [Problem] = []
        let title = statement.isCertificate ? CertificateDraft.certificateTitle : CertificateDraft.failureTitle
        if statement.root["name"]?.hasSameMeaning(as: title) != true {
            problems.append(Problem(.titleMisstated, "the title is that of another kind of document"))
        }
        let codes = statement.subject("honestyProblems")?.items ?? []
        if statement.isCertificate {
            if !statement.reasons.isEmpty || !codes.isEmpty {
                problems.append(Problem(.certificateWithReason, "a certificate has no reasons for a failure"))
            }
            return problems
        }
        let isRefused = statement.reasons.containsBytes(of: CertificateDraft.honestyRefused)
        if statement.reasons.isEmpty || isRefused == codes.isEmpty {
            problems.append(Problem(.failureWithoutReason, "a failure record says why, and honestyProblems goes with honesty-refused"))
        }
        if statement.sanitization("ended") == .string(JobEnd.sanitized.rawValue), !isRefused {
            problems.append(Problem(.failureWithoutReason, "a job that ended sanitized and got no certificate was refused by these rules"))
        }
        if statement.subject("claims") != [] || statement.sanitization("method") != .string(Method.none.rawValue) {
            problems.append(Problem(.failureWithClaim, "a failure record claims nothing"))
        }
        return problems
    }

    /// H13: times are in order. A clock may be set by a minute without notice; a jump on the record explains the rest.
    @Sendable static func times(_ statement: Statement) -> [Problem] {
        let started = statement.sanitization("startedAt")?.text.flatMap(UTCTime.init)
        let ended = statement.sanitization("endedAt")?.text.flatMap(UTCTime.init)
        let validFrom = statement.root["validFrom"]?.text.flatMap(UTCTime.init)
        if statement.isCertificate, started == nil || ended == nil {
            return [Problem(.timeDisorder, "a certificate says when the work began and ended")]
        }
        guard statement.subject("clock", "jumps") == [] else { return [] }
        var inOrder: [[UTCTime?]] = [[started, ended, validFrom]]
        inOrder += statement.passes.map { $0.times.map { $0.flatMap(UTCTime.init) } }
        inOrder += (statement.sanitization("interruptions")?.items ?? []).map {
            [$0["at"], $0["resumedAt"]].map { $0?.text.flatMap(UTCTime.init) }
        }
        let custodyEnded = statement.sanitization("custody")?["endedAt"]?.text.flatMap(UTCTime.init)
        inOrder.append([validFrom, custodyEnded])
        if let created = statement.root.at("proof", "created")?.text.flatMap(UTCTime.init) { inOrder.append([validFrom, created]) }
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
    @Sendable static func claims(_ statement: Statement) -> [Problem] {
        guard statement.isCertificate else { return [] }
        let claims = statement.subject("claims")?.items ?? []
        var problems: [Problem] = []
        let allowed = statement.sanitization("policy")?["claim"]
        if !claims.elementsEqual(allowed == .null ? [] : [allowed].compactMap { $0 }, by: { $0.hasSameMeaning(as: $1) }) {
            problems.append(Problem(.claimMisstated, "the claims are not those of the policy"))
        }
        if !claims.isEmpty, !claims.contains(where: { $0["standard"] == .string(standard) }) {
            problems.append(Problem(.claimMisstated, "a claim has to cite \(standard)"))
        }
        if claims.contains(where: { ($0["clause"]?.text ?? "").isEmpty }) {
            problems.append(Problem(.claimMisstated, "a claim has to cite a clause"))
        }
        let method: JSONValue = claims.first?["level"] ?? .string(Method.none.rawValue)
        if statement.sanitization("method") != method {
            problems.append(Problem(.claimMisstated, "the method is not the level that is claimed"))
        }
        return problems
    }

    /// H15: which program, which policy, which kernel; and a simulated medium only in a simulation.
    @Sendable static func origin(_ statement: Statement) -> [Problem] {
        var problems: [Problem] = []
        let transport = statement.subject("media", "transport")?.text ?? ""
        if [Transport.loop.rawValue, Transport.simulated.rawValue].containsBytes(of: transport), !statement.isSimulation {
            problems.append(Problem(.simulationUnmarked, "the transport is \(transport), and the document is not marked as a simulation"))
        }
        guard statement.isCertificate else { return problems }
        let policy = statement.sanitization("policy")
        let tool = statement.subject("tool")
        let due = [
            policy?["id"], policy?["version"], policy?["digest"], tool?["name"], tool?["version"], tool?["buildDigest"], tool?["os"],
        ]
        if due.contains(where: { ($0?.text ?? "").isEmpty }) || statement.subject("clock", "bootIds") == [] {
            problems.append(
                Problem(
                    .originUnstated, "id, version or digest of the policy, or version, digest or system of the tool, or the boot is missing"
                ))
        }
        return problems
    }

    /// H16: what people declared is marked so; empty is absent.
    @Sendable static func declared(_ statement: Statement) -> [Problem] {
        let asset = statement.subject("asset")
        func value(_ name: String) -> JSONValue? { asset?[name] ?? asset?.at("mediaSource", name) }
        let due = DocumentShape.declarable.filter { value($0) != .null }
        let declared = asset?["declared"]?.items?.compactMap(\.text) ?? []
        let isMarked = declared.count == due.count && due.allSatisfy(declared.containsBytes)
        let hasEmpty = due.contains { (value($0)?.text ?? "").isEmpty }
        let isDeclarerOfNothing = due.isEmpty && asset?["declaredBy"] != .null
        return isMarked && !hasEmpty && !isDeclarerOfNothing
            ? [] : [Problem(.declaredMisstated, "declared and declaredBy do not say which members people said, and who")]
    }
}
