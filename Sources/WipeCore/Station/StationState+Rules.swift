// A station file that was read again.

extension StationState {
    /// What is new counts: a drive that stood in no bay is looked at by a person before anything begins (`was-in-use`), and one that a new entry of
    /// `protect` meets is let alone, also in the middle of its wipe.
    mutating func extendRules(_ turn: inout Turn, _ change: RulesChange) {
        rules.bays += change.bays
        rules.protect += change.protect
        policies.merge(change.policies) { old, _ in old }
        let parts = [
            change.bays.isEmpty ? nil : "bays " + change.bays.map(\.id).joined(separator: " "),
            change.protect.isEmpty ? nil : "\(change.protect.count) of protect",
            change.policies.isEmpty ? nil : "policies " + change.policies.keys.sorted().joined(separator: " "),
        ]
        let detail = parts.compactMap { $0 }.joined(separator: "; ")
        turn.write(.act(Act(at: turn.now, actor: .station, code: "reload", detail: detail.isEmpty ? "nothing new" : detail)))
        for media in attached.values.sorted(by: { $0.id < $1.id }) {
            guard let report = media.report else {
                // Which bay it stands in is not known yet: it may be one that was none when it was plugged in.
                if !change.bays.isEmpty { attached[media.id]?.isPresentAtStart = true }
                continue
            }
            attached[media.id]?.protection = rules.protection(of: report)
            // Nobody could ask it what it hides while it was in no bay.
            if !isBusy(media), change.bays.contains(where: { $0.matches(report.properties) }) { lookAgain(&turn, media.id) }
            guard attached[media.id]?.protection == .met, isBusy(media) else { continue }
            // Decisions rest while it is busy; here nobody may wait for its end.
            for job in jobs.values.sorted(by: { $0.id < $1.id }) where job.attachment == media.id {
                move(&turn, job.id, .cancelRequested(.station))
            }
        }
    }
}
