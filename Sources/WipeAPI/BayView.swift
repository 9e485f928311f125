// One bay and what is in it.

/// One line of `Routes.bays`.
public struct BayView: Codable, Hashable, Sendable {
    /// As the station file names it.
    public var id: String
    /// `wipe` or `hold`.
    public var onAttach: String
    /// Which plugging in of which drive this is: sent back as `expect`, a request counts of nothing else. Opaque; null where the bay is empty.
    @Nullable public var attachment: String?
    /// Null where the bay is empty.
    @Nullable public var media: MediaSummary?
    /// The workshop's tag.
    @Nullable public var assetTag: String?
    /// Null where the bay is empty.
    @Nullable public var decision: DecisionView?
    /// The drive's job: the open one, else the one that ended on this very attachment where nothing outranks its end.
    @Nullable public var job: JobView?
    /// What the bay shows of the thing that is in it now.
    public var shown: ShownView
    /// Null where the drive does not tell.
    @Nullable public var temperatureCelsius: Int?
    /// A stop was asked for and the drive did not answer in time; the slot stays taken.
    public var unresponsive: Bool
    /// Whether the media may be taken out now, which says nothing about what is on it; null where nobody can say, and where the bay is empty.
    @Nullable public var safeToPull: Bool?
    /// Why, or why not; null where the bay is empty.
    @Nullable public var pull: ReasonView?
    /// Drives that were pulled out of it before their wipe had ended, and are waited for; the newest first.
    public var pulled: [PulledView]

    /// Every member must be said; nil where it is unknown.
    public init(
        id: String, onAttach: String, attachment: String? = nil, media: MediaSummary?, assetTag: String?, decision: DecisionView?,
        job: JobView?,
        shown: ShownView,
        temperatureCelsius: Int?,
        unresponsive: Bool, safeToPull: Bool?, pull: ReasonView?, pulled: [PulledView] = []
    ) {
        self.id = id
        self.onAttach = onAttach
        self.attachment = attachment
        self.media = media
        self.assetTag = assetTag
        self.decision = decision
        self.job = job
        self.shown = shown
        self.temperatureCelsius = temperatureCelsius
        self.unresponsive = unresponsive
        self.safeToPull = safeToPull
        self.pull = pull
        self.pulled = pulled
    }
}

/// A drive that is away, and whose wipe goes on when it comes back.
public struct PulledView: Codable, Hashable, Sendable {
    /// Id of its job.
    public var job: String
    /// As the drive said it.
    @Nullable public var serial: String?
    /// The workshop's tag.
    @Nullable public var assetTag: String?
    /// Since when it is in this state; UTC with `Z`.
    public var since: String
    /// Every member must be said; nil where it is unknown.
    public init(job: String, serial: String?, assetTag: String?, since: String) {
        self.job = job
        self.serial = serial
        self.assetTag = assetTag
        self.since = since
    }
}

/// One word for a bay, worked out by the daemon: a refusal or a hold outranks every memory of an earlier job.
public struct ShownView: Codable, Hashable, Sendable {
    /// A job state (`JobStateWord`), else `empty`, `identifying`, `refused`, `held` or `admitted`.
    public var word: String
    /// `good`, `bad`, `waiting`, `busy` or `plain`.
    public var tone: String
    /// What stands behind the word; of a job whose record was revoked, that before all else.
    public var reasons: [ReasonView]
    /// The code of that reason.
    public static let revoked = "revoked"
    /// A word with its tone.
    public init(word: String, tone: String, reasons: [ReasonView]) {
        self.word = word
        self.tone = tone
        self.reasons = reasons
    }
}

/// Answer of `Routes.bays`.
public struct BayList: Codable, Hashable, Sendable {
    /// In the order of the station file.
    public var bays: [BayView]
    /// When the daemon saw it so; UTC with `Z`. An answer with an old one is no news.
    @Nullable public var at: String?
    /// Bays in the order of the station file.
    public init(bays: [BayView], at: String? = nil) {
        self.bays = bays
        self.at = at
    }
}
