// Links between drives and tags, and what the store knows of one that somebody wants.

/// A link between a drive and its asset tag.
package struct TagLink: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case key, assetTag }
    /// The serial, or for a drive that its serial does not identify the attachment (`ProbeReport.tagKey`).
    package var key: TagKey
    package var assetTag: AssetTag
    package init(key: TagKey, assetTag: AssetTag) {
        self.key = key
        self.assetTag = assetTag
    }
}

/// What the store knows of a tag that somebody wants to link.
package struct TagFacts: Hashable, Sendable {
    /// Key (`ProbeReport.tagKey`) that has this tag already.
    package var holder: TagKey?
    /// Who linked it there.
    package var holderSource: AssetTag.Source?
    /// The record that exists under this tag.
    package var certified: CertifiedTag?
    /// The tag that the drive's own key has now.
    package var linked: AssetTag?
    /// Key of a drive without a serial of its own that had the tag and is gone: such a drive holds its tag only while it is attached.
    package var goneHolder: TagKey?
    /// Links to tags that are written otherwise and read the same (`AssetTagText.reading`), in the order of their keys.
    package var alike: [TagLink]
    /// Those of drives that are gone, likewise.
    package var goneAlike: [TagLink]
    /// It is the serial of a drive that was here before, or that a list names.
    package var isSerial: Bool
    package init(
        holder: TagKey? = nil, holderSource: AssetTag.Source? = nil, certified: CertifiedTag? = nil, linked: AssetTag? = nil,
        goneHolder: TagKey? = nil, alike: [TagLink] = [], goneAlike: [TagLink] = [], isSerial: Bool = false
    ) {
        self.isSerial = isSerial
        self.alike = alike
        self.goneAlike = goneAlike
        self.holder = holder
        self.holderSource = holderSource
        self.certified = certified
        self.linked = linked
        self.goneHolder = goneHolder
    }
}
