// What people call the drive that has a tag.

extension StationState {
    /// The serial, where it identifies the drive; its bay or node otherwise, and why: such a drive has its tag only while it is attached.
    func holderName(_ key: TagKey) -> HolderName {
        guard key.serial == nil, let media = attached.values.first(where: { $0.tagKey(bootID: bootID) == key }),
            let report = media.report
        else { return HolderName(key: key) }
        let bay = rules.bay(for: report.properties)
        let named = ["serial": report.identity.serial ?? "?"]
        let why = report.identity.weakness ?? SentencePart(media.sharing.isEmpty ? "identifies-nothing" : "shown-twice", named)
        let place = bay.map { ["bay": $0.id] } ?? ["node": media.id.node]
        let part = SentencePart(bay == nil ? "holder-node" : "holder-bay", why.filling("why").merging(place) { $1 })
        return HolderName(word: bay.map { "bay:\($0.id)" } ?? media.id.node, part: part)
    }
}
