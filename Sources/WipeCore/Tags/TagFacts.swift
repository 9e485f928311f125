// Links between drives and tags, and what the store knows of one that somebody wants.

/// A link between a media and its asset tag.
public struct TagLink: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case key, assetTag }
    /// The serial, or for a media that its serial does not identify the attachment (`ProbeReport.tagKey`).
    public var key: TagKey
    public var assetTag: AssetTag
    public init(key: TagKey, assetTag: AssetTag) {
        self.key = key
        self.assetTag = assetTag
    }
}

/// What the store knows of a tag that somebody wants to link.
public struct TagFacts: Hashable, Sendable {
    /// Key (`ProbeReport.tagKey`) that has this tag already.
    public var holder: TagKey?
    /// Who linked it there.
    public var holderSource: AssetTag.Source?
    /// The record that exists under this tag.
    public var certified: CertifiedTag?
    /// The tag that the drive's own key has now.
    public var linked: AssetTag?
    /// Key of a drive without a serial of its own that had the tag and is gone: such a drive holds its tag only while it is attached.
    public var goneHolder: TagKey?
    /// Links to tags that are written otherwise and read the same (`AssetTagText.reading`), in the order of their keys.
    public var alike: [TagLink]
    /// Those of drives that are gone, likewise.
    public var goneAlike: [TagLink]
    public init(
        holder: TagKey? = nil, holderSource: AssetTag.Source? = nil, certified: CertifiedTag? = nil, linked: AssetTag? = nil,
        goneHolder: TagKey? = nil, alike: [TagLink] = [], goneAlike: [TagLink] = []
    ) {
        self.alike = alike
        self.goneAlike = goneAlike
        self.holder = holder
        self.holderSource = holderSource
        self.certified = certified
        self.linked = linked
        self.goneHolder = goneHolder
    }
}
