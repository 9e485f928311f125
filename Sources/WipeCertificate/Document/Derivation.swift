// What follows from the facts. The caller states no verdict, no exception and no coverage; they are worked out here,
// and once more, from the finished document, in Honesty.

import WipeIdentity

/// Arithmetic on numbers from outside: nil where the result does not fit.
enum Exact {
    static func product(_ one: Int, _ other: Int) -> Int? {
        let (result, overflow) = one.multipliedReportingOverflow(by: other)
        return overflow ? nil : result
    }

    static func sum(_ numbers: some Sequence<Int>) -> Int? {
        var total = 0
        for number in numbers {
            let (result, overflow) = total.addingReportingOverflow(number)
            if overflow { return nil }
            total = result
        }
        return total
    }

    /// `part / whole` as a decimal string: at most six digits, rounded down, so that only the whole is ever "1.0".
    static func fraction(_ part: Int, of whole: Int) -> String? {
        guard part >= 0, whole > 0, part <= whole else { return nil }
        if part == whole { return "1.0" }
        let (millionths, _) = UInt(whole).dividingFullWidth(UInt(part).multipliedFullWidth(by: 1_000_000))
        var digits = String(String(millionths + 1_000_000).dropFirst())
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return "0." + digits
    }
}

extension CertificateFacts.Verification {
    var isSample: Bool { if case .sample = coverage { true } else { false } }
}

extension CertificateFacts {
    /// The exceptions of these facts, in the order of the word list, given what is claimed.
    func exceptions(_ claim: StatedClaim?) -> [CertificateException] {
        var found = Set(exceptionsOfCommands)
        if media.mediaType != .magneticHDD, claim?.technique?.reachesSpareCells != true { found.insert(.flashOverprovisioning) }
        let areas = [hiddenAreas.hpa, hiddenAreas.dco, hiddenAreas.amac].map(\.state)
        let space = hiddenAreas.nvme
        if areas.contains(.unknown) || space?.isUnknown == true { found.insert(.hiddenAreasUnknown) }
        if areas.contains(.presentNotAddressed) || space?.isNotAddressed == true || hiddenAreas.otherUnits != nil {
            found.insert(.hiddenAreasNotAddressed)
        }
        let reallocated = health.reallocatedSectors
        if max(reallocated.before ?? 0, reallocated.after ?? 0) > 0 { found.insert(.reallocatedSectors) }
        let counts = [reallocated.before, reallocated.after, health.pendingSectors.before, health.pendingSectors.after]
        if counts.contains(nil), !simulation { found.insert(.healthUnknown) }  // a simulated disk has no health to ask for
        if (run.unwritten.sectors ?? 0) > 0 { found.insert(.unwrittenSectors) }
        if (run.unreadable.sectors ?? 0) > 0 { found.insert(.unreadableSectors) }
        if run.passes.contains(where: { $0.verification?.isSample == true }) { found.insert(.sampledVerification) }
        let readBack = run.passes.filter { $0.verification != nil }
        if !readBack.isEmpty, !readBack.contains(where: \.isTelling) { found.insert(.constantPattern) }
        if media.weakIdentity { found.insert(.weakIdentity) }
        if run.custody.endedAt != nil { found.insert(.custodyEnded) }
        if !run.custody.otherWriters.isEmpty { found.insert(.openElsewhere) }
        if media.serialShared { found.insert(.serialShared) }
        if media.conflictingIdentity != nil { found.insert(.identityChanged) }
        return CertificateException.allCases.filter(found.contains)
    }

    /// What came of the read-back of each pass, in the order of `run.passes`.
    var verificationResults: [VerificationResult] { run.passes.map { pass in pass.verification.map { result(pass, $0) } ?? .notPerformed } }

    /// What came of one, given the media and the sectors that no pass could write.
    private func result(_ pass: Pass, _ verification: Verification) -> VerificationResult {
        if verification.mismatchedSectors > 0 { return .fail }
        if let command = pass.command {
            if spoils(command, pass.technique, verification.contents) { return .fail }
            guard !verification.isSample, accountsForAll(verification) else { return .incomplete }
        }
        guard let sectorBytes = media.logicalSectorBytes, sectorBytes > 0, let capacityBytes = media.capacityBytes,
            verification.bytesRead > 0,
            let excused = Exact.sum([verification.unreadableSectors, run.unwritten.sectors ?? 0]).flatMap({ Exact.product($0, sectorBytes) }
            )
        else { return .incomplete }
        let due = if case .sample(let sample) = verification.coverage { Exact.product(sample.sectors, sectorBytes) } else { capacityBytes }
        guard let due, due > 0, due <= capacityBytes, verification.bytesRead <= due,
            verification.bytesRead >= due - min(excused, due)
        else { return .incomplete }
        return .pass
    }

    /// Every sector that was read is counted as something.
    private func accountsForAll(_ verification: Verification) -> Bool {
        guard let contents = verification.contents, let sectorBytes = media.logicalSectorBytes,
            let sectors = Exact.sum([contents.zeroSectors, contents.oneSectors, contents.periodicSectors, contents.otherSectors])
        else { return false }
        return Exact.product(sectors, sectorBytes) == verification.bytesRead
    }

    /// How much of the media a pass has read back; nil where it has read nothing back, or where that cannot be said.
    func coverage(of pass: Pass) -> String? {
        guard let read = pass.verification?.bytesRead, let capacity = media.capacityBytes else { return nil }
        return Exact.fraction(read, of: capacity)
    }

    /// Every pass of the plan was begun, and wrote the whole media, or the drive's own erase has ended.
    var coverageComplete: Bool {
        !run.passes.isEmpty && run.passes.count == policy.passes
            && run.passes.allSatisfy { $0.command.map { $0.state == .ended } ?? ($0.bytesWritten == media.capacityBytes) }
    }

    /// The same job, without everything that a document could refuse to hold.
    func reduced() -> CertificateFacts {
        var facts = self
        let nothing = HealthCount(before: nil, after: nil, unknownBecause: "not recorded")
        let noDefects = Defects(sectors: nil, ranges: [])
        facts.run = Run(
            startedAt: nil, endedAt: nil, durationSeconds: nil, passes: [], unwritten: noDefects, mismatched: noDefects,
            unreadable: noDefects, neverRead: noDefects,
            interruptions: [])
        facts.health = Health(reallocatedSectors: nothing, pendingSectors: nothing, uncorrectableSectors: nothing)
        for area in [\HiddenAreas.hpa, \.dco, \.amac] {
            facts.hiddenAreas[keyPath: area].nativeSectors = nil
            if facts.hiddenAreas[keyPath: area].state != .unknown { facts.hiddenAreas[keyPath: area].reason = nil }
        }
        (facts.purge, facts.firmware) = (nil, nil)
        facts.policy.claim = nil
        facts.policy.titleFrench = "–"
        facts.policy.titleEnglish = "–"
        facts.policy.digest = nil
        facts.policy.passes = nil
        facts.policy.unwritableSectorsMax = nil
        if Honesty.forbiddenWord(in: facts.policy.id + facts.policy.version) != nil { (facts.policy.id, facts.policy.version) = ("–", "–") }
        if !simulation { facts.media.transport = .unknown }
        let source = facts.media.serialSource ?? .unknown
        if (facts.media.serial ?? "").isEmpty {
            (facts.media.serial, facts.media.serialSource, facts.media.weakIdentity) = (nil, nil, true)
        } else if !source.isOfTheMedium || !source.transports.contains(facts.media.transport) {
            (facts.media.serialSource, facts.media.weakIdentity) = (.unknown, true)
        }
        facts.tool.buildDigest = nil
        facts.clock.jumps = []
        facts.personnel = facts.personnel.prefix(100).map { Person(role: $0.role, userName: $0.userName, uid: nil) }
        return facts
    }
}
