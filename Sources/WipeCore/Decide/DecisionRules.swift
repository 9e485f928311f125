// The rules of refusal and hold, one value each. All of them are asked, always: a person sees every reason at once.

/// One rule: its answer is a reason, or nothing.
struct Rule<Code: StableCode>: Sendable {
    let check: @Sendable (DecisionFacts) -> [Reason<Code>]
}

/// Decides about one drive. Pure: the same facts give the same answer.
package func decide(_ facts: DecisionFacts) -> Decision {
    let refusals = Rules.refusals.flatMap { $0.check(facts) }
    guard refusals.isEmpty, let admission = facts.admission else { return .refuse(refusals) }
    // One part of something larger waits until everything that may hold another part has been looked at.
    if facts.membersElsewhere.isPending { return .identifying }
    let holds = Rules.holds.flatMap { $0.check(facts) }.filter { !facts.lifted.contains($0.code) }
    guard holds.isEmpty else { return .hold(holds, admission) }
    // Nothing starts for the first time beside a stranger. An interrupted wipe goes on wherever it comes back, and a person who confirmed has looked.
    if facts.isOtherUnidentified, !facts.hasInterruptedJob, facts.lifted.isEmpty { return .identifying }
    return .admit(admission)
}

/// Those that a decision asks.
enum Rules {
    /// A rule whose sentence has no places.
    private static func rule<Code: WordedCode>(_ code: Code, _ holds: @escaping @Sendable (DecisionFacts) -> Bool) -> Rule<Code> {
        Rule { holds($0) ? [Reason(code)] : [] }
    }

    private static func rule<Code: WordedCode>(_ check: @escaping @Sendable (DecisionFacts) -> Reason<Code>?) -> Rule<Code> {
        Rule { check($0).map { [$0] } ?? [] }
    }

    /// In the order in which people read them: what it is, where it is, who uses it, what may be done.
    static let refusals: [Rule<RefusalCode>] = [
        rule { facts in
            if case .other(let word) = facts.report.kind { return Reason(.notACandidate, ["kind": word]) }
            return nil
        },
        rule(.mediaGone) { $0.gone },
        rule { facts in facts.sameIdentity.map { Reason(.secondPath, ["node": $0.node]) } },
        rule(.notInABay) { $0.bays.isEmpty },
        rule { facts in
            if facts.bays.count > 1 {
                let bays = facts.bays.map(\.id).joined(separator: ", ")
                return Reason(.ambiguousBay, variant: "several", ["count": String(facts.bays.count), "bays": bays])
            }
            return facts.bayRivals.first.map { Reason(.ambiguousBay, ["bay": facts.bays.first?.id ?? "?", "node": $0.node]) }
        },
        rule(.protected) { $0.protection == .met },
        Rule { facts in facts.report.usage.refusals },
        rule { facts in
            if let other = facts.membersElsewhere.found.first {
                return Reason(.arrayMemberElsewhere, ["types": facts.memberTypes, "node": other.node])
            }
            return facts.membersElsewhere.unread.first.map {
                Reason(.arrayMemberElsewhere, variant: "unread", ["types": facts.memberTypes, "node": $0.node])
            }
        },
        rule(.readOnly) { $0.report.readOnly == true },
        rule(.readOnlyUnknown) { $0.report.readOnly == nil },
        rule { facts in
            guard facts.report.geometry == nil else { return nil }
            if facts.report.identity.capacityBytes == 0 { return Reason(.sizeUnknown) }
            return facts.report.identity.capacityBytes > Geometry.capacityBytesMax ? Reason(.sizeUnknown, variant: "too-large") : nil
        },
        rule(.unsupportedSectorSize) { facts in
            let hasSize = (1...Geometry.capacityBytesMax).contains(facts.report.identity.capacityBytes)
            return facts.report.geometry == nil && hasSize
        },
        rule(.hostManagedZones) { $0.report.zoned == .hostManaged },
        rule(.locked) { $0.report.locked == true },
        // An erase of ours is gone on with; another one ends before anything else is done.
        rule { facts in facts.isErasingForItsJob ? nil : facts.eraseOnItsWay },
        Rule { policyRefusal($0) },
        rule { $0.untoldRefusal },
    ]

    private static func policyRefusal(_ facts: DecisionFacts) -> [Reason<RefusalCode>] {
        guard let id = facts.policyID else {
            return [Reason(.noPolicy, ["media": facts.report.mediaType.group.rawValue])]
        }
        guard let policy = facts.policies[id] else { return [Reason(.unknownPolicy, ["policy": id])] }
        guard policy.media.contains(facts.report.mediaType.group) else {
            let type = facts.report.mediaType
            if type == .unknown { return [Reason(.policyNotForMedia, variant: "unknown-type", ["policy": id])] }
            return [Reason(.policyNotForMedia, ["policy": id, "media": type.rawValue])]
        }
        return facts.purgeRefusal.map { [$0] } ?? []
    }

    static let holds: [Rule<HoldCode>] = [
        rule { facts in
            // An interrupted wipe was started once: it goes on in any listed bay.
            guard let bay = facts.bays.first, bay.onAttach == .hold, !facts.hasInterruptedJob else { return nil }
            return Reason(.waitingForStart, ["bay": bay.id])
        },
        rule(.presentAtStart) { $0.record.presentAtStart && !$0.hasInterruptedJob },
        rule(.wasInUse) { $0.record.wasRefused },
        rule(.identityChanged) { $0.record.identityChanged == true },
        rule { facts in
            guard case .nearly(let entry, let why) = facts.protection else { return nil }
            return Reason(.nearlyProtected, ["entry": "\(entry)", "why": "\(why)"])
        },
        rule { facts in facts.report.identity.incredibility.map { Reason(.weakIdentity, $0.filling("problem")) } },
        rule { facts in
            // Also after a wipe: what ended on this attachment may have been taken over by something that only shows the same.
            guard let other = facts.sharing.first else { return nil }
            let parameters = ["serial": facts.report.identity.serial ?? "", "other": other.facts]
            guard facts.sharing.count > 1 else { return Reason(.serialShared, parameters) }
            let count = String(facts.sharing.count - 1)
            return Reason(.serialShared, variant: "several", parameters.merging(["count": count]) { one, _ in one })
        },
        rule(.assetTagMissing) { $0.rules.requireAssetTag && $0.assetTag == nil },
        Rule { pastReasons($0) },
        rule(.aboveConfirmSize) { $0.report.identity.capacityBytes > $0.rules.confirmAboveBytes },
        rule { facts in facts.report.members.isEmpty ? nil : Reason(.arrayMember, ["types": facts.memberTypes]) },
        rule { facts in
            // Nobody knows then whether it is one part of something. A wipe that was begun has been admitted once, and compares what it wrote.
            guard facts.report.contents == nil, !facts.hasInterruptedJob else { return nil }
            if facts.report.capabilities?.mayBeErasing == true { return Reason(.contentsUnknown, variant: "erasing") }
            return facts.report.contentsProblem.map { Reason(.contentsUnknown, ["why": $0]) }
        },
        Rule { $0.contentsChanged ? [.contentsChanged] : [] },
        rule { facts in
            let health = facts.report.health
            let limits = facts.rules.health
            if let count = health.reallocatedSectors, count > limits.reallocatedMax {
                return Reason(.unhealthy, ["count": String(count), "max": String(limits.reallocatedMax)])
            }
            if let count = health.pendingSectors, count > limits.pendingMax {
                return Reason(.unhealthy, variant: "pending", ["count": String(count), "max": String(limits.pendingMax)])
            }
            return nil
        },
        Rule { $0.eraseChoice?.holds ?? [] },
        rule { $0.untoldHold },
    ]

    /// What this drive's past asks: an earlier wipe here or on this very attachment.
    private static func pastReasons(_ facts: DecisionFacts) -> [Reason<HoldCode>] {
        if let ended = facts.record.endedJob {
            switch ended.ending {
            case .sanitized: return [Reason(.alreadyCertified, variant: "here", ["job": ended.job])]
            case .failed, .abandoned: return [Reason(.failedBefore, variant: "here", ["job": ended.job])]
            case nil: return [Reason(.cancelledBefore, ["job": ended.job])]
            }
        }
        guard let past = facts.lastWipe else { return [] }
        switch past.ending {
        case .failed, .abandoned: return [Reason(.failedBefore, ["job": past.job, "date": past.closedAt.text])]
        case .sanitized:
            let days = (facts.now.wallMilliseconds - past.closedAt.wallMilliseconds) / 86_400_000
            // A wall clock that went back counts as "just now": a person looks.
            guard days < Int64(facts.rules.holdCertifiedDays) else { return [] }
            // A serial that is no medium's own is shown by others of its make too: then nobody knows which of them the record is about.
            let variant = facts.report.identity.weakness == nil ? nil : "look-alike"
            return [Reason(.alreadyCertified, variant: variant, ["date": past.closedAt.text, "job": past.job])]
        }
    }
}

extension DecisionFacts {
    /// The drive says that it erases itself, or it was told to here, nobody saw the end, and it does not say how it stands.
    fileprivate var eraseOnItsWay: Reason<RefusalCode>? {
        switch report.capabilities?.state ?? .unknown {
        case .running: Reason(.erasingByItself)
        case .unknown where lastWipe?.leftErasing == true: Reason(.erasingByItself, variant: "untold")
        case .unknown, .idle, .frozen, .failed: nil
        }
    }

    /// What it is a part of, in libblkid's words.
    fileprivate var memberTypes: String { Set(report.members.map(\.type)).sorted().joined(separator: ", ") }
}

extension Usage {
    /// One reason for each way in which the drive is in use.
    package var refusals: [Reason<RefusalCode>] {
        switch self {
        case .unknown(let why): [Reason(.usageUnknown, ["why": why])]
        case .known(let uses):
            uses.sorted().map { use in
                switch use.kind {
                case .mounted: Reason(.mounted, ["node": use.node, "detail": use.detail])
                case .swap: Reason(.swapInUse, ["node": use.node])
                case .holder: Reason(.hasHolders, ["node": use.node, "detail": use.detail])
                case .openedExclusively: Reason(.openedExclusively, ["node": use.node])
                case .formerRun: Reason(.formerRun, ["node": use.node, "detail": use.detail])
                case .runningSystem: Reason(.runningSystem, ["node": use.node, "detail": use.detail])
                }
            }
        }
    }
}

extension MediaIdentity {
    /// The facts by which it is told from another drive with the same serial.
    fileprivate var facts: String {
        let name = [vendor, model].compactMap { $0 }.joined(separator: " ")
        let parts = [
            name.isEmpty ? "a drive without a model" : name, wwn.map { "WWN \($0)" }, capacityBytes > 0 ? "\(capacityBytes) bytes" : nil,
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
