// Links between serials and asset tags.

/// One link.
public struct AssetView: Codable, Hashable, Sendable {
    /// As the drive says it, or as the list does.
    public var serial: String
    /// The workshop's tag.
    public var assetTag: String
    /// Who linked it: `person` or `intake`.
    public var source: String
    /// The donor's own tag.
    @Nullable public var donorTag: String?
    /// Who gave the machine.
    @Nullable public var donor: String?
    /// Serial of the machine that the drive was in.
    @Nullable public var hostSerial: String?
    /// Every member must be said; nil where it is unknown.
    public init(serial: String, assetTag: String, source: String, donorTag: String?, donor: String?, hostSerial: String?) {
        self.serial = serial
        self.assetTag = assetTag
        self.source = source
        self.donorTag = donorTag
        self.donor = donor
        self.hostSerial = hostSerial
    }
}

/// Answer of `Routes.assets`.
public struct AssetList: Codable, Hashable, Sendable {
    /// By serial.
    public var assets: [AssetView]
    /// The serial behind which the next page begins; null where this is all.
    @Nullable public var next: String?
    /// Links as they go over the wire.
    public init(assets: [AssetView], next: String? = nil) {
        self.assets = assets
        self.next = next
    }
}

/// Body of `Routes.assetsDrop`.
public struct DropRequest: Codable, Hashable, Sendable {
    /// A serial of an intake list that no drive has ever shown.
    public var serial: String
    /// Why it never came, for the journal.
    public var reason: String
    /// A request to drop a link.
    public init(serial: String, reason: String) {
        self.serial = serial
        self.reason = reason
    }
}

/// Answer of `Routes.assetsDrop`.
public struct DropResponse: Codable, Hashable, Sendable {
    /// The serial whose link is no more.
    public var serial: String
    /// A link that was dropped.
    public init(serial: String) { self.serial = serial }
}
