// Whether a drive erases itself, by which command, and why not by the others: settled before the start, kept with the plan.

/// A policy as it stands on records.
package struct PolicyName: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case id, version, digest }
    package var id: String
    package var version: String
    /// `sha256:` and 64 hexadecimal digits over the file's bytes.
    package var digest: String
    package init(id: String, version: String, digest: String) {
        self.id = id
        self.version = version
        self.digest = digest
    }

    package init(_ policy: Policy) {
        self.init(id: policy.id, version: policy.version, digest: policy.digest)
    }
}

/// One technique that a policy names, as it stood for one drive.
package struct ConsideredTechnique: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case technique, isOffered, isTaken, reasons }
    package var technique: Technique
    /// Whether the drive offers it; nil where that is not known.
    package var isOffered: Bool?
    /// A command row of the plan uses it.
    package var isTaken: Bool
    /// Everything that stands in its way; empty where nothing does, also where another one came first.
    package var reasons: [TechniqueReason]
    package init(technique: Technique, isOffered: Bool?, isTaken: Bool, reasons: [TechniqueReason]) {
        self.technique = technique
        self.isOffered = isOffered
        self.isTaken = isTaken
        self.reasons = reasons
    }
}

/// What was chosen for a drive under a policy that has it erase itself.
package struct PurgeChoice: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case requested, fallback, considered, isFirstOfModel, ruleDigest, ruleSources }
    /// The policy that was asked for.
    package var requested: PolicyName
    /// The one whose plan was taken in its place, since no technique was left for some command row; nil where the drive erases itself.
    package var fallback: PolicyName?
    /// Every technique that the policy names, once each, in its order.
    package var considered: [ConsideredTechnique]
    /// No drive of this model and firmware had done it well at this station before.
    package var isFirstOfModel: Bool
    /// SHA-256 of the list of known defects, as `sha256:` and 64 hexadecimal digits; nil where the station has none.
    package var ruleDigest: String?
    /// The public source of each known defect that meets this drive, in the order of the list.
    package var ruleSources: [String]
    package init(
        requested: PolicyName, fallback: PolicyName? = nil, considered: [ConsideredTechnique], isFirstOfModel: Bool = false,
        ruleDigest: String? = nil, ruleSources: [String] = []
    ) {
        self.requested = requested
        self.fallback = fallback
        self.considered = considered
        self.isFirstOfModel = isFirstOfModel
        self.ruleDigest = ruleDigest
        self.ruleSources = ruleSources
    }
}
