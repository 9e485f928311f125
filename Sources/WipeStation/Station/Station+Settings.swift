// A station file that was read again while the station runs.

package import WipeCore

/// What came of it, for people.
package struct SettingsNote: Hashable, Sendable {
    /// Why the file does not count as it is now; nil where it is sound.
    package var problem: String?
    /// What of it counts from the next start.
    package var waiting: [String]

    package init(problem: String? = nil, waiting: [String] = []) {
        self.problem = problem
        self.waiting = waiting
    }

    var alarms: [Alarm] {
        let failed = problem.map { Alarm(.reloadFailed, "why", ["why": $0]) }
        let waits = waiting.isEmpty ? nil : Alarm(.restartNeeded, "what", ["list": waiting.joined(separator: ", ")])
        return [failed, waits].compactMap { $0 }
    }
}

extension Station {
    /// What is new in the station file counts from now on; the rest is named.
    ///
    /// - Returns: what that was. Throws where it could not be made durable: nothing has changed then.
    package func extendRules(to rules: StationRules, _ policies: [String: Policy]) throws(StationError) -> RulesChange {
        let change = RulesChange(from: state.rules, state.policies, to: rules, policies)
        guard !change.isEmpty else { return change }
        defer { carryOutWhatFollows() }
        _ = try loop.request(.rulesExtended(change), at: clock.now())
        // Before any look that follows from it.
        bus.follow(state.rules)
        loop.lookForUnmetProtection()
        return change
    }

    /// For the alarms: what the last reading of the station file has come to.
    package func note(_ note: SettingsNote) { settings = note }
}
