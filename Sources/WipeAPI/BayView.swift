// One bay and what is in it.

/// One line of `Routes.bays`.
public struct BayView: Codable, Hashable, Sendable {
    /// As the station file names it.
    public var id: String
    /// `wipe` or `hold`.
    public var onAttach: String
    /// Null where the bay is empty.
    @Nullable public var media: MediaSummary?
    /// The workshop's tag.
    @Nullable public var assetTag: String?
    /// Null where the bay is empty.
    @Nullable public var decision: DecisionView?
    /// The media's job: the open one, else the one that ended last while it was in this bay.
    @Nullable public var job: JobView?
    /// Null where the drive does not tell.
    @Nullable public var temperatureCelsius: Int?
    /// A stop was asked for and the drive did not answer in time; the slot stays taken.
    public var unresponsive: Bool

    /// Every member must be said; nil where it is unknown.
    public init(
        id: String, onAttach: String, media: MediaSummary?, assetTag: String?, decision: DecisionView?, job: JobView?,
        temperatureCelsius: Int?,
        unresponsive: Bool
    ) {
        self.id = id
        self.onAttach = onAttach
        self.media = media
        self.assetTag = assetTag
        self.decision = decision
        self.job = job
        self.temperatureCelsius = temperatureCelsius
        self.unresponsive = unresponsive
    }
}

/// Answer of `Routes.bays`.
public struct BayList: Codable, Hashable, Sendable {
    /// In the order of the station file.
    public var bays: [BayView]
    /// Bays in the order of the station file.
    public init(bays: [BayView]) { self.bays = bays }
}
