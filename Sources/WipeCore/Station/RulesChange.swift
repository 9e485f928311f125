// A station file that is read again while the station runs. What only adds counts at once: a bay, an entry of `protect`, a policy. Everything else
// may move what was decided about a drive that stands there, and counts from the next start, which looks at each drive anew.

/// What is new in a station file, and what waits for the next start.
package struct RulesChange: Hashable, Sendable {
    /// Bays behind those that there are. None where an old one is changed or gone: drives might be taken for those of another bay.
    package let bays: [Bay]
    package let protect: [[PropertyMatch]]
    /// Policies with ids that were unknown so far.
    package let policies: [String: Policy]
    /// Keys of the file that say otherwise than before and do not count yet, in the order of the file.
    package let waiting: [String]

    /// Whether anything counts at once.
    package var isEmpty: Bool { bays.isEmpty && protect.isEmpty && policies.isEmpty }

    /// What the file says now beside what the station goes by.
    package init(from old: StationRules, _ oldPolicies: [String: Policy], to new: StationRules, _ newPolicies: [String: Policy]) {
        var waiting: [String] = []
        if old.bays.allSatisfy(new.bays.contains) {
            bays = new.bays.filter { !old.bays.contains($0) }
        } else {
            bays = []
            waiting.append("bays")
        }
        // An entry more can only keep a drive from being wiped.
        protect = new.protect.filter { !old.protect.contains($0) }
        if !old.protect.allSatisfy(new.protect.contains) { waiting.append("protect") }
        policies = newPolicies.filter { oldPolicies[$0.key] == nil }
        let changed = oldPolicies.filter { newPolicies[$0.key] != $0.value }.map(\.key).sorted()
        waiting += Self.fields.filter { $0.differs(old, new) }.map(\.name) + changed.map { "policy \($0)" }
        self.waiting = waiting
    }

    /// Part of a station file that is one value.
    private struct Field: Sendable {
        let name: String
        let differs: @Sendable (StationRules, StationRules) -> Bool
    }

    private static let fields: [Field] = [
        Field(name: "weakSerials") { $0.weakSerials != $1.weakSerials },
        Field(name: "slots") { $0.slots != $1.slots },
        Field(name: "limits") { ($0.slotsPerBus, $0.staggerSeconds) != ($1.slotsPerBus, $1.staggerSeconds) },
        Field(name: "requireAssetTag") { $0.requireAssetTag != $1.requireAssetTag },
        Field(name: "tagPattern") { $0.tagPattern != $1.tagPattern },
        Field(name: "policyFor") { $0.policyFor != $1.policyFor },
        Field(name: "confirmAboveBytes") { $0.confirmAboveBytes != $1.confirmAboveBytes },
        Field(name: "holdCertifiedDays") { $0.holdCertifiedDays != $1.holdCertifiedDays },
        Field(name: "resumeWithinHours") { $0.resumeWithinHours != $1.resumeWithinHours },
        Field(name: "stallSeconds") { $0.stallSeconds != $1.stallSeconds },
        Field(name: "slow") { $0.slow != $1.slow },
        Field(name: "temperature") { $0.temperature != $1.temperature },
        Field(name: "health") { $0.health != $1.health },
        Field(name: "retrySecondsPerDrive") { $0.retrySecondsPerDrive != $1.retrySecondsPerDrive },
        Field(name: "deviceCommands") { $0.deviceCommands != $1.deviceCommands },
    ]
}
