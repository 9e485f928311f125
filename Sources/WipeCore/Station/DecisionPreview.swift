// What would be decided and done, for people who ask before they act. Changes nothing.

/// A decision as it would be taken, with the policy it would be taken under.
package struct DecisionPreview: Sendable {
    package let decision: Decision
    /// What would be done; nil where it is refused in a way that leaves no plan.
    package let admission: Admission?
    /// That was asked for, or that the rules choose; nil where there is none.
    package let policy: Policy?
    /// Of each technique that the policy names, why it is not used or that it is; empty where it names none.
    package let considered: [ConsideredTechnique]
}

extension StationState {
    /// The decision about an attached drive, under `policy` where a person names one.
    package func decisionPreview(for media: AttachedMedia, _ report: ProbeReport, policy: String?, at now: Moment) -> DecisionPreview {
        let job = openJob(for: media)
        var facts = facts(for: media, report, job: job, now)
        if let policy { facts.requestedPolicy = policy }
        return DecisionPreview(
            decision: decide(facts), admission: facts.admission, policy: facts.requested, considered: facts.eraseChoice?.considered ?? [])
    }
}
