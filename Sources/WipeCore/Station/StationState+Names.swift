// What people call the drive that has a tag.

extension StationState {
    /// The serial, where it identifies the drive; its bay or node otherwise, and why: such a drive has its tag only while it is attached.
    func holderName(_ key: TagKey) -> HolderName {
        guard key.serial == nil, let media = attached.values.first(where: { $0.tagKey(bootID: bootID) == key }),
            let report = media.report
        else { return HolderName(key: key) }
        let bay = rules.bay(for: report.properties)
        let place = bay.map { "the drive in bay \($0.id)" } ?? "the drive at \(media.id.node)"
        let serial = report.identity.serial.map { " \($0)" } ?? ""
        let why =
            switch (report.identity.identityProblem, media.sharing.isEmpty) {
            case (let problem?, _): problem
            case (nil, false): "its serial\(serial) is shown by another drive too"
            case (nil, true): "its serial\(serial) does not identify it"
            }
        return HolderName(word: bay.map { "bay:\($0.id)" } ?? media.id.node, text: "\(place) (\(why))")
    }
}
