// The catalogue of policies.

/// A title in both languages.
public struct TitleView: Codable, Hashable, Sendable {
    /// French.
    public var fr: String
    /// English.
    public var en: String
    /// A title as it goes over the wire.
    public init(fr: String, en: String) {
        self.fr = fr
        self.en = en
    }
}

/// What a certificate under a policy may claim.
public struct ClaimView: Codable, Hashable, Sendable {
    /// Name and edition.
    public var standard: String
    /// Where in the standard.
    public var clause: String
    /// `clear`: overwriting claims no more.
    public var level: String
    /// A claim as it goes over the wire.
    public init(standard: String, clause: String, level: String) {
        self.standard = standard
        self.clause = clause
        self.level = level
    }
}

/// One line of `Routes.policies`.
public struct PolicyView: Codable, Hashable, Sendable {
    /// The name of its file without `.yaml`.
    public var id: String
    /// Three numbers, `1.0.0`.
    public var version: String
    /// In both languages.
    public var title: TitleView
    /// `current` or `legacy`.
    public var status: String
    /// Null where nothing is claimed.
    @Nullable public var claim: ClaimView?
    /// Groups of media types for which it is meant: `magnetic`, `flash`.
    public var media: [String]
    /// Every member must be said; nil where it is unknown.
    public init(id: String, version: String, title: TitleView, status: String, claim: ClaimView?, media: [String]) {
        self.id = id
        self.version = version
        self.title = title
        self.status = status
        self.claim = claim
        self.media = media
    }
}

/// One pass of a policy, in words.
public struct PolicyPassView: Codable, Hashable, Sendable {
    /// From 1.
    public var pass: Int
    /// What is written, in words.
    public var write: String
    /// What is read back, in words.
    public var verify: String
    /// A pass as it goes over the wire.
    public init(pass: Int, write: String, verify: String) {
        self.pass = pass
        self.write = write
        self.verify = verify
    }
}

/// Answer of `Routes.policy`.
public struct PolicyDetail: Codable, Hashable, Sendable {
    /// The name of its file without `.yaml`.
    public var id: String
    /// Three numbers, `1.0.0`.
    public var version: String
    /// In both languages.
    public var title: TitleView
    /// `current` or `legacy`.
    public var status: String
    /// Null where nothing is claimed.
    @Nullable public var claim: ClaimView?
    /// Groups of media types for which it is meant: `magnetic`, `flash`.
    public var media: [String]
    /// `sha256:` and 64 hexadecimal digits over the file's bytes.
    public var digest: String
    /// In the order in which they are done.
    public var passes: [PolicyPassView]
    /// Sectors that may stay unwritten or unreadable in a `sanitized` verdict.
    public var unwritableSectorsMax: Int
    /// Null: walks on to the end.
    @Nullable public var stopAfterBadSectors: Int?
    /// Null: never.
    @Nullable public var stopAfterHours: Int?
    /// `continue` or `restart`.
    public var resume: String
    /// Id of the policy that is taken where the drive cannot erase itself as this one asks; null for none.
    @Nullable public var fallback: String?

    /// Every member must be said; nil where it is unknown.
    public init(
        id: String, version: String, title: TitleView, status: String, claim: ClaimView?, media: [String], digest: String,
        passes: [PolicyPassView],
        unwritableSectorsMax: Int, stopAfterBadSectors: Int?, stopAfterHours: Int?, resume: String, fallback: String? = nil
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.status = status
        self.claim = claim
        self.media = media
        self.digest = digest
        self.passes = passes
        self.unwritableSectorsMax = unwritableSectorsMax
        self.stopAfterBadSectors = stopAfterBadSectors
        self.stopAfterHours = stopAfterHours
        self.resume = resume
        self.fallback = fallback
    }
}

/// Answer of `Routes.policies`.
public struct PolicyList: Codable, Hashable, Sendable {
    /// By id.
    public var policies: [PolicyView]
    /// All policies that the station has read, by id.
    public init(policies: [PolicyView]) { self.policies = policies }
}
