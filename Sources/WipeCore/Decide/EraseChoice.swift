// By which command a drive is to erase itself, if by any: every technique that the policy names is asked, and every reason is kept.

import WipeFirmware

/// What a policy with command rows comes to on one drive.
struct EraseChoice {
    /// One for each command row, in their order; empty where some row has none.
    var techniques: [Technique]
    var considered: [ConsideredTechnique]
    /// Rules of the list of known defects that meet the drive under a technique of this policy.
    var defects: [KnownDefect]
    var isFirstOfModel: Bool
    var holds: [Reason<HoldCode>]
    /// What stands in the way may be gone at the next look: nothing else is done instead.
    var isUnsettled: Bool
}

extension TechniqueReason {
    /// The technique can be taken all the same, once a person has done something about it.
    fileprivate var isForAPerson: Bool { self == .frozen || self == .inFailureMode }
}

extension DecisionFacts {
    /// The policy that was asked for, or that the station's rules name.
    var requested: Policy? { policyID.flatMap { policies[$0] } }

    /// Nil where the policy has no command row, or where a wipe goes on whose plan says all of it.
    var eraseChoice: EraseChoice? {
        guard !hasInterruptedJob, let policy = requested else { return nil }
        let rows = policy.passes.compactMap(\.command)
        guard !rows.isEmpty else { return nil }
        let named = rows.flatMap(\.techniques).reduce(into: [Technique]()) { if !$0.contains($1) { $0.append($1) } }
        var considered = named.map { weigh($0, policy) }
        let taken = rows.map { row in row.techniques.first { one in considered.contains { $0.technique == one && $0.isFree } } }
        let techniques = taken.contains(nil) ? [] : taken.compactMap { $0 }
        for index in considered.indices { considered[index].isTaken = techniques.contains(considered[index].technique) }
        let defects = rules.deviceCommands.defects.filter { !$0.techniques.isDisjoint(with: named) && $0.meets(report) }
        let firsts = Set(techniques).filter { !isKnownGood($0) }
        return EraseChoice(
            techniques: techniques, considered: considered, defects: defects, isFirstOfModel: !firsts.isEmpty,
            holds: holds(techniques, considered, firsts, defects),
            isUnsettled: considered.contains { $0.reasons.contains(.noTime) })
    }

    private func weigh(_ technique: Technique, _ policy: Policy) -> ConsideredTechnique {
        let offer = report.capabilities?.techniques.first { $0.technique == technique }
        var reasons = offer?.reasons ?? [.notAsked]
        // A claim is a promise of the policy: a technique that may claim less is none for it.
        let claim = technique.claimAtMost(on: report.mediaType)
        if claim == nil || policy.claim?.level == .purge && claim != .purge, !reasons.contains(.notForMedia) {
            reasons.append(.notForMedia)
        }
        // An erase of one unit of a SCSI drive reaches the others too, in use or not.
        if report.otherUnits != nil, !reasons.contains(.severalNamespaces) { reasons.append(.severalNamespaces) }
        reasons += rules.deviceCommands.reasons(against: technique, on: report)
        return ConsideredTechnique(technique: technique, isOffered: offer?.isOffered, isTaken: false, reasons: reasons)
    }

    private func isKnownGood(_ technique: Technique) -> Bool {
        (TechniqueExperience.key(report, technique).flatMap { experience[$0] }?.good ?? 0) > 0
    }

    private func holds(
        _ techniques: [Technique], _ considered: [ConsideredTechnique], _ firsts: Set<Technique>, _ defects: [KnownDefect]
    ) -> [Reason<HoldCode>] {
        guard !techniques.isEmpty else { return [] }
        let taken = considered.filter(\.isTaken)
        var holds: [Reason<HoldCode>] = []
        if taken.contains(where: { $0.reasons.contains(.frozen) }) { holds.append(Reason(.replugNeeded)) }
        if taken.contains(where: { $0.reasons.contains(.inFailureMode) }) { holds.append(Reason(.inFailureMode)) }
        if record.presentAtStart { holds.append(Reason(.eraseAtStart)) }
        if rules.deviceCommands.firstOfModel == .hold, let first = techniques.first(where: firsts.contains) {
            holds.append(Reason(.firstOfModel, ["technique": first.rawValue]))
        }
        let bad = techniques.first { TechniqueExperience.key(report, $0).flatMap { experience[$0] }?.lastWasBad ?? false }
        if let bad { holds.append(Reason(.modelFailedHere, ["technique": bad.rawValue])) }
        if let defect = defects.first(where: { $0.verdict == .hold && !$0.techniques.isDisjoint(with: techniques) }) {
            holds.append(Reason(.knownDefect, ["source": defect.source]))
        }
        if let used = report.health.percentageUsed, used >= 100 {
            holds.append(Reason(.unhealthy, variant: "worn", ["percent": String(used)]))
        }
        return holds
    }
}

extension ConsideredTechnique {
    /// Nothing stands in its way but what a person can mend or answer for.
    fileprivate var isFree: Bool { isOffered == true && reasons.allSatisfy(\.isForAPerson) }
}

extension DecisionFacts {
    /// What would be wiped and how; nil where the station has no such policy, where no plan can address the media, or where the drive cannot erase
    /// itself as the policy asks and the policy names nothing else: all of these are refused.
    var admission: Admission? {
        guard let policy = requested, let geometry = report.geometry else { return nil }
        guard let choice = eraseChoice else { return Admission(policy: policy, geometry: geometry, requested: policy.id) }
        var purge = PurgeChoice(
            requested: PolicyName(policy), considered: choice.considered, isFirstOfModel: choice.isFirstOfModel,
            ruleDigest: rules.deviceCommands.digest, ruleSources: choice.defects.map(\.source))
        if !choice.techniques.isEmpty {
            return Admission(policy: policy, geometry: geometry, requested: policy.id, techniques: choice.techniques, purge: purge)
        }
        guard !choice.isUnsettled, let fallback else { return nil }
        purge.fallback = PolicyName(fallback)
        return Admission(policy: fallback, geometry: geometry, requested: policy.id, purge: purge)
    }

    /// What the policy names for a drive that cannot erase itself, where that is an honest policy for such media.
    private var fallback: Policy? {
        guard let other = requested?.fallback.flatMap({ policies[$0] }), other.media.contains(report.mediaType.group),
            !other.passes.contains(where: { $0.command != nil })
        else { return nil }
        return other
    }

    /// The refusal of a drive that cannot erase itself where nothing else was asked for.
    var purgeRefusal: Reason<RefusalCode>? {
        guard report.geometry != nil, let choice = eraseChoice, choice.techniques.isEmpty, choice.isUnsettled || fallback == nil else {
            return nil
        }
        let why = choice.considered.map { one in "\(one.technique.rawValue) (\(one.reasons.map(\.rawValue).joined(separator: ", ")))" }
        return Reason(.purgeUnavailable, ["techniques": why.joined(separator: ", ")])
    }
}

/// A wipe that goes on keeps its techniques. Those that its drive was not told yet still wait for what the station has learned meanwhile.
extension DecisionFacts {
    /// By the station file, or its list of known defects, as they are now.
    var untoldRefusal: Reason<RefusalCode>? {
        let barred = untold.compactMap { technique in
            let reasons = rules.deviceCommands.reasons(against: technique, on: report).map(\.rawValue)
            return reasons.isEmpty ? nil : "\(technique.rawValue) (\(reasons.joined(separator: ", ")))"
        }
        return barred.isEmpty ? nil : Reason(.purgeUnavailable, ["techniques": barred.joined(separator: ", ")])
    }

    /// Another drive of the same kind went wrong since.
    var untoldHold: Reason<HoldCode>? {
        guard hasInterruptedJob else { return nil }
        let bad = untold.first { TechniqueExperience.key(report, $0).flatMap { experience[$0] }?.lastWasBad ?? false }
        return bad.map { Reason(.modelFailedHere, ["technique": $0.rawValue]) }
    }
}
