// What would be decided and done, for people who ask before they act. Changes nothing.

/// A decision as it would be taken, with the policy it would be taken under.
package struct DecisionPreview: Sendable {
    package let decision: Decision
    /// Nil where no policy applies.
    package let policy: Policy?
}

extension StationState {
    /// The decision about an attached drive, under `policy` where a person names one.
    package func decisionPreview(for media: AttachedMedia, _ report: ProbeReport, policy: String?, at now: Moment) -> DecisionPreview {
        let job = openJob(for: media)
        var facts = facts(for: media, report, job: job, now)
        if let policy { facts.requestedPolicy = policy }
        return DecisionPreview(decision: decide(facts), policy: facts.policyID.flatMap { facts.policies[$0] })
    }
}
