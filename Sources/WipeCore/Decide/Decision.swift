// The answer to: may we wipe this drive, and by which policy? A refusal is a result with all its reasons, not an error.

/// What was decided about one attached media.
package enum Decision: Hashable, Sendable {
    /// Facts are still being gathered.
    case identifying
    /// Will not, whatever anybody confirms. All reasons.
    case refuse([Reason<RefusalCode>])
    /// Not yet: all that is missing.
    case hold([Reason<HoldCode>], Admission)
    case admit(Admission)

    /// Word on the wire.
    package var verdict: String {
        switch self {
        case .identifying: "identifying"
        case .refuse: "refuse"
        case .hold: "hold"
        case .admit: "admit"
        }
    }

    /// Why it is refused or held, whichever it is.
    package var reasons: [Reason<DecisionCode>] {
        refusals.map { $0.among(DecisionCode.refusal) } + holds.map { $0.among(DecisionCode.hold) }
    }

    /// Why it is refused; empty where it is not.
    package var refusals: [Reason<RefusalCode>] {
        if case .refuse(let reasons) = self { return reasons }
        return []
    }

    /// Why it is held; empty where it is not.
    package var holds: [Reason<HoldCode>] {
        if case .hold(let reasons, _) = self { return reasons }
        return []
    }
}

/// What a decision for a wipe was made about: whoever acts on it looks up nothing again.
package struct Admission: Hashable, Sendable {
    /// By which it is, or would be, wiped.
    package let policy: Policy
    /// Of the media that was decided about.
    package let geometry: Geometry
    /// Id of the policy that was asked for: another one than `policy` where that is its fallback.
    package let requested: String
    /// By which the drive erases itself, one for each command row of the policy.
    package var techniques: [Technique] = []
    /// How that was settled; nil where the policy that was asked for has no command row.
    package var purge: PurgeChoice?

    /// The plan of it; its keys are drawn now.
    package func plan(_ entropy: PlanEntropy) -> WipePlan {
        var plan = Planner.plan(policy: policy, geometry: geometry, techniques: techniques, entropy: entropy)
        plan.purge = purge
        return plan
    }
}

/// What the other media of this machine tell about the arrays, volume groups and pools that a drive is a member of.
package struct MembersElsewhere: Hashable, Sendable {
    /// Media outside the armed bays, or in use, that hold a member of the same group, or may.
    package var found: [AttachmentID] = []
    /// Media outside the armed bays on which a member may lie unseen, since they could not be read whole.
    package var unread: [AttachmentID] = []
    /// A drive is still being identified: nobody knows yet what lies on it.
    package var isPending = false
    package init() {}
}

/// Everything that a decision looks at. Facts only, from the probe, the station file, the store and the other media.
package struct DecisionFacts: Sendable {
    package var report: ProbeReport
    package var rules: StationRules
    package var policies: [String: Policy]
    /// Policy that a person asked for; nil takes the station's.
    package var requestedPolicy: String?
    /// Other attached media that meet the same bay.
    package var bayRivals: [AttachmentID]
    /// An earlier attached media that shows the same identity or WWN.
    package var sameIdentity: AttachmentID?
    /// What shows or ever showed the same serial, and is something else.
    package var sharing: [MediaIdentity]
    /// Other members of what this drive is a member of.
    package var membersElsewhere: MembersElsewhere
    package var record: AttachmentRecord
    package var lastWipe: PastWipe?
    package var assetTag: AssetTag?
    /// An interrupted job waits for this drive: it was not "present at start" by chance.
    package var hasInterruptedJob: Bool
    /// Holds that a person lifted for the job at hand.
    package var lifted: Set<HoldCode>
    /// The interrupted job's drive was told to erase itself, and no answer says yet that it has ended.
    package var isErasingForItsJob = false
    /// Techniques in the interrupted job's plan that its drive was not told yet.
    package var untold: [Technique] = []
    /// How drives have done with each technique here.
    package var experience: [TechniqueExperience.Key: TechniqueExperience] = [:]
    /// The interrupted job's last run found other bytes than were left.
    package var contentsChanged: Bool
    /// The device was lost under a run and no event has said so yet.
    package var gone: Bool
    /// Another drive has come that nobody has identified yet: it may stand in the same bay, and is the other unit of a dock, say.
    package var isOtherUnidentified = false
    /// The media at `sameIdentity` is in use by somebody, or protected.
    package var isTwinInUse = false
    /// What the station file's `protect` says of it; nil where nobody has asked yet.
    package var knownProtection: Protection?
    package var now: Moment

    package init(
        report: ProbeReport, rules: StationRules, policies: [String: Policy], requestedPolicy: String? = nil,
        bayRivals: [AttachmentID] = [],
        sameIdentity: AttachmentID? = nil, sharing: [MediaIdentity] = [], membersElsewhere: MembersElsewhere = MembersElsewhere(),
        record: AttachmentRecord,
        lastWipe: PastWipe? = nil, assetTag: AssetTag? = nil,
        hasInterruptedJob: Bool = false, lifted: Set<HoldCode> = [], contentsChanged: Bool = false,
        gone: Bool = false, now: Moment
    ) {
        self.report = report
        self.rules = rules
        self.policies = policies
        self.requestedPolicy = requestedPolicy
        self.bayRivals = bayRivals
        self.sameIdentity = sameIdentity
        self.sharing = sharing
        self.membersElsewhere = membersElsewhere
        self.record = record
        self.lastWipe = lastWipe
        self.assetTag = assetTag
        self.hasInterruptedJob = hasInterruptedJob
        self.lifted = lifted
        self.contentsChanged = contentsChanged
        self.gone = gone
        self.now = now
    }

    /// Bays whose matches this drive meets.
    package var bays: [Bay] { rules.bays.filter { $0.matches(report.properties) } }
    /// What the station file's `protect` says of it.
    package var protection: Protection { knownProtection ?? rules.protection(of: report) }
    /// Policy that would run.
    package var policyID: String? { requestedPolicy ?? rules.policyID(for: report.mediaType) }
}
