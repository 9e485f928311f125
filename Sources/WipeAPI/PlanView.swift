// What would be done to a drive, before anything is done.

/// One pass of a plan.
public struct PlanPassView: Codable, Hashable, Sendable {
    /// From 1.
    public var pass: Int
    /// What is written, in words.
    public var write: String
    /// What is read back, in words.
    public var verify: String
    /// Bytes that the pass writes.
    public var bytesWritten: Int
    /// Bytes that the pass reads back.
    public var bytesVerified: Int
    /// A pass as it goes over the wire.
    public init(pass: Int, write: String, verify: String, bytesWritten: Int, bytesVerified: Int) {
        self.pass = pass
        self.write = write
        self.verify = verify
        self.bytesWritten = bytesWritten
        self.bytesVerified = bytesVerified
    }
}

/// A technique that a policy names, as it stands for one drive.
public struct ConsideredTechniqueView: Codable, Hashable, Sendable {
    /// One of the closed list.
    public var technique: String
    /// Whether the drive offers it; null where that is not known.
    @Nullable public var offered: Bool?
    /// The plan uses it.
    public var taken: Bool
    /// How long it takes; null where the drive does not say, or does not offer it.
    @Nullable public var estimateSeconds: Int?
    /// Who says so: `drive` or `guess`; null where nobody does.
    @Nullable public var estimateBasis: String?
    /// Everything that stands in its way.
    public var reasons: [ReasonView]
    /// Every member must be said; nil where it is unknown.
    public init(
        technique: String, offered: Bool?, taken: Bool, estimateSeconds: Int?, estimateBasis: String?, reasons: [ReasonView]
    ) {
        self.technique = technique
        self.offered = offered
        self.taken = taken
        self.estimateSeconds = estimateSeconds
        self.estimateBasis = estimateBasis
        self.reasons = reasons
    }
}

/// How much one wipe by the host is, and how long it takes.
public struct OverwriteView: Codable, Hashable, Sendable {
    /// Id of the policy.
    public var policy: String
    /// Sum of everything that is written and read back.
    public var bytesTotal: Int
    /// How long all passes take with all that is read back.
    public var estimateSeconds: Int
    /// Who says so: `guess`, from 150 MB/s.
    public var estimateBasis: String
    /// Every member must be said.
    public init(policy: String, bytesTotal: Int, estimateSeconds: Int, estimateBasis: String) {
        self.policy = policy
        self.bytesTotal = bytesTotal
        self.estimateSeconds = estimateSeconds
        self.estimateBasis = estimateBasis
    }
}

/// Answer of `Routes.plan`.
public struct PlanView: Codable, Hashable, Sendable {
    /// The policy that the plan comes from.
    public struct PolicyReference: Codable, Hashable, Sendable {
        /// Id of the policy.
        public var id: String
        /// Three numbers, `1.0.0`.
        public var version: String
        /// In both languages.
        public var title: TitleView
        /// Names one version of one policy.
        public init(id: String, version: String, title: TitleView) {
            self.id = id
            self.version = version
            self.title = title
        }
    }
    /// The media that it is about.
    public var media: MediaSummary
    /// What the rules say, with all reasons.
    public var decision: DecisionView
    /// Null where no policy applies to this drive.
    @Nullable public var policy: PolicyReference?
    /// Id of the policy that was asked for, where `policy` is only its fallback: PURGE UNAVAILABLE. Else null.
    @Nullable public var fallbackOf: String?
    /// Every technique that the policy names by which the drive could erase itself; empty where it names none.
    public var considered: [ConsideredTechniqueView]
    /// Empty where there is no plan.
    public var passes: [PlanPassView]
    /// Sum of everything written and read back; null where there is no plan.
    @Nullable public var bytesTotal: Int?
    /// How long all of that takes; null where there is no plan.
    @Nullable public var estimateSeconds: Int?
    /// Who says so: `guess`, from 150 MB/s; null where there is no plan.
    @Nullable public var estimateBasis: String?
    /// The plan as stable text for people; null where there is no plan.
    @Nullable public var text: String?

    /// Every member must be said; nil where it is unknown.
    public init(
        media: MediaSummary, decision: DecisionView, policy: PolicyReference?, fallbackOf: String?, considered: [ConsideredTechniqueView],
        passes: [PlanPassView], bytesTotal: Int?, estimateSeconds: Int?, estimateBasis: String?, text: String?
    ) {
        self.media = media
        self.decision = decision
        self.policy = policy
        self.fallbackOf = fallbackOf
        self.considered = considered
        self.passes = passes
        self.bytesTotal = bytesTotal
        self.estimateSeconds = estimateSeconds
        self.estimateBasis = estimateBasis
        self.text = text
    }
}
