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
    private static func rule<Code>(_ code: Code, _ message: @escaping @Sendable (DecisionFacts) -> String?) -> Rule<Code> {
        Rule { facts in message(facts).map { [Reason(code, $0)] } ?? [] }
    }

    /// In the order in which people read them: what it is, where it is, who uses it, what may be done.
    static let refusals: [Rule<RefusalCode>] = [
        rule(.notACandidate) { facts in
            if case .other(let word) = facts.report.kind { return "\(word): only whole SCSI, SATA, USB, NVMe and MMC drives are wiped" }
            return nil
        },
        rule(.mediaGone) { $0.gone ? "the drive stopped answering during its wipe; pull it and plug it in again" : nil },
        rule(.secondPath) { facts in
            facts.sameIdentity.map { "the drive at \($0.node) shows the same WWN or the same identity: a second path to it, or a copy" }
        },
        rule(.notInABay) { $0.bays.isEmpty ? "is not in a bay of this station: only drives in a bay are wiped" : nil },
        rule(.ambiguousBay) { facts in
            if facts.bays.count > 1 {
                return
                    "meets \(facts.bays.count) bays at once (\(facts.bays.map(\.id).joined(separator: ", "))): the station file has to be mended"
            }
            if let rival = facts.bayRivals.first {
                return "bay \(facts.bays.first?.id ?? "?") has another drive too, \(rival.node): leave only one of them in"
            }
            return nil
        },
        rule(.protected) { $0.protection == .met ? "the station file protects it" : nil },
        Rule { facts in facts.report.usage.refusals },
        rule(.arrayMemberElsewhere) { facts in
            let part = "is one part of something on several drives (\(facts.memberTypes))"
            if let other = facts.membersElsewhere.found.first {
                return "\(part); another part is at \(other.node), which is in use or outside the bays"
            }
            return facts.membersElsewhere.unread.first.map {
                "\(part); whether another part is at \($0.node), outside the bays, could not be read"
            }
        },
        rule(.readOnly) { $0.report.readOnly == true ? "the device is read-only" : nil },
        rule(.readOnlyUnknown) { $0.report.readOnly == nil ? "whether the device is read-only could not be read" : nil },
        rule(.sizeUnknown) { facts in
            guard facts.report.geometry == nil else { return nil }
            if facts.report.identity.capacityBytes == 0 { return "the device has size 0, or its size could not be read" }
            return facts.report.identity.capacityBytes > Geometry.capacityBytesMax ? "the device claims more bytes than any drive has" : nil
        },
        rule(.unsupportedSectorSize) { facts in
            let hasSize = (1...Geometry.capacityBytesMax).contains(facts.report.identity.capacityBytes)
            return facts.report.geometry == nil && hasSize ? "no plan can address sectors of this size" : nil
        },
        rule(.hostManagedZones) { $0.report.zoned == .hostManaged ? "host-managed zones cannot be overwritten in any order" : nil },
        rule(.locked) { $0.report.locked == true ? "locked by a password" : nil },
        Rule { policyRefusal($0) },
    ]

    private static func policyRefusal(_ facts: DecisionFacts) -> [Reason<RefusalCode>] {
        guard let id = facts.policyID else {
            return [Reason(.noPolicy, "no policy of the station file is for \(facts.report.mediaType.group.rawValue) media")]
        }
        guard let policy = facts.policies[id] else { return [Reason(.unknownPolicy, "there is no policy \"\(id)\"")] }
        guard policy.media.contains(facts.report.mediaType.group) else {
            let type = facts.report.mediaType
            let shown = type == .unknown ? "media of unknown type (treated as flash)" : "\(type.rawValue) media"
            return [Reason(.policyNotForMedia, "policy \"\(id)\" makes no honest claim on \(shown)")]
        }
        return []
    }

    static let holds: [Rule<HoldCode>] = [
        rule(.waitingForStart) { facts in
            // An interrupted wipe was started once: it goes on in any listed bay.
            guard let bay = facts.bays.first, bay.onAttach == .hold, !facts.hasInterruptedJob else { return nil }
            return "bay \(bay.id) waits for wipectl start"
        },
        rule(.presentAtStart) { facts in
            facts.record.presentAtStart && !facts.hasInterruptedJob
                ? "was attached before the station started: make sure that it is meant to be wiped" : nil
        },
        rule(.wasInUse) { $0.record.wasRefused ? "was in use or refused before, and no longer is: make sure that nobody needs it" : nil },
        rule(.identityChanged) {
            $0.record.identityChanged == true
                ? "has shown another serial, model or WWN since it was plugged in: find out which drive it is" : nil
        },
        rule(.nearlyProtected) { facts in
            guard case .nearly(let entry, let why) = facts.protection else { return nil }
            return "nearly meets protect[\(entry)] of the station file (\(why)): make sure that it is not the drive that is meant"
        },
        rule(.weakIdentity) { $0.report.identity.serialCredibility.problem.map { "\($0); confirm it with its asset tag" } },
        rule(.serialShared) { facts in
            // Also after a wipe: what ended on this attachment may have been taken over by something that only shows the same.
            guard let other = facts.sharing.first else { return nil }
            let more = facts.sharing.count > 1 ? " and \(facts.sharing.count - 1) more" : ""
            return "its serial \(facts.report.identity.serial ?? "") was also seen on \(other.facts)\(more): it identifies none of them; "
                + "confirm it with its asset tag"
        },
        rule(.assetTagMissing) { facts in
            facts.rules.requireAssetTag && facts.assetTag == nil ? "has no asset tag yet: scan its label with wipectl tag" : nil
        },
        Rule { pastReasons($0) },
        rule(.aboveConfirmSize) { facts in
            facts.report.identity.capacityBytes > facts.rules.confirmAboveBytes
                ? "is larger than what is wiped here without a word (confirmAboveBytes of the station file)" : nil
        },
        rule(.arrayMember) { facts in
            facts.report.members.isEmpty
                ? nil : "is one part of an array, volume group or pool (\(facts.memberTypes)): make sure that the rest of it may go too"
        },
        rule(.contentsUnknown) { facts in
            // Nobody knows then whether it is one part of something. A wipe that was begun has been admitted once, and compares what it wrote.
            guard facts.report.contents == nil, !facts.hasInterruptedJob else { return nil }
            return facts.report.contentsProblem.map { "what lies on it is not known (\($0)): make sure that nobody needs it" }
        },
        Rule { $0.contentsChanged ? [.contentsChanged] : [] },
        rule(.unhealthy) { facts in
            let health = facts.report.health
            let limits = facts.rules.health
            if let count = health.reallocatedSectors, count > limits.reallocatedMax {
                return "\(count) reallocated sectors, more than \(limits.reallocatedMax): what they held stays, so destroy it rather"
            }
            if let count = health.pendingSectors, count > limits.pendingMax {
                return "\(count) pending sectors, more than \(limits.pendingMax): it may not take a wipe everywhere, so destroy it rather"
            }
            return nil
        },
    ]

    /// What this drive's past asks: an earlier wipe here or on this very attachment.
    private static func pastReasons(_ facts: DecisionFacts) -> [Reason<HoldCode>] {
        if let ended = facts.record.endedJob {
            switch ended.ending {
            case .sanitized: return [Reason(.alreadyCertified, "was wiped in this bay just now (job \(ended.job))")]
            case .failed, .abandoned: return [Reason(.failedBefore, "its wipe in this bay did not succeed (job \(ended.job))")]
            case nil: return [Reason(.cancelledBefore, "its job \(ended.job) was cancelled")]
            }
        }
        guard let past = facts.lastWipe else { return [] }
        switch past.ending {
        case .failed, .abandoned: return [Reason(.failedBefore, "its last wipe did not succeed (job \(past.job), \(past.closedAt.text))")]
        case .sanitized:
            let days = (facts.now.wallMilliseconds - past.closedAt.wallMilliseconds) / 86_400_000
            // A wall clock that went back counts as "just now": a person looks.
            guard days < Int64(facts.rules.holdCertifiedDays) else { return [] }
            // A serial that is no medium's own is shown by others of its make too: then nobody knows which of them the record is about.
            let what = facts.report.identity.identityProblem == nil ? "has" : "it, or something else that shows the same, has"
            return [Reason(.alreadyCertified, "\(what) a certificate of \(past.closedAt.text) (job \(past.job))")]
        }
    }
}

extension DecisionFacts {
    /// What it is a part of, in libblkid's words.
    fileprivate var memberTypes: String { Set(report.members.map(\.type)).sorted().joined(separator: ", ") }
}

extension Usage {
    /// One reason for each way in which the drive is in use.
    package var refusals: [Reason<RefusalCode>] {
        switch self {
        case .unknown(let why): [Reason(.usageUnknown, "whether it is in use could not be found out: \(why)")]
        case .known(let uses):
            uses.sorted().map { use in
                switch use.kind {
                case .mounted: Reason(.mounted, "\(use.node) is mounted at \(use.detail)")
                case .swap: Reason(.swapInUse, "\(use.node) is swap space in use")
                case .holder: Reason(.hasHolders, "\(use.detail) stands on \(use.node)")
                case .openedExclusively:
                    Reason(
                        .openedExclusively,
                        "\(use.node) is in use: another program has it, or it is mounted where this station cannot see (a container, say)")
                case .formerRun: Reason(.formerRun, "\(use.node) waits for the kernel: \(use.detail)")
                case .runningSystem: Reason(.runningSystem, "the running system stands on \(use.node): \(use.detail)")
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
