// An import of an intake list that is taken back.

extension StationState {
    /// Keys of drives whose wipe has begun and goes by their tag: such a tag is taken from nobody.
    package var begunTagKeys: Set<TagKey> {
        Set(jobs.values.filter { $0.everRan || $0.state.occupiesSlot || $0.state.isCertifying }.map(\.tagKey))
    }

    /// Links go back to what they were; attached drives lose their tags at once, or have their old ones again.
    mutating func undoImport(_ turn: inout Turn, _ order: UndoOrder) throws(Refused) {
        let isOwn = order.record.actor.isSamePerson(as: order.actor) && order.record.settled == 0
        if !isOwn {
            let facts = ["number": String(order.record.number), "owner": order.record.actor.user]
            try order.actor.must(be: .lead, to: "undo-import", facts)
        }
        // A wipe may have begun since the order was made: then it is made anew.
        guard order.keys.isDisjoint(with: begunTagKeys) else { throw Refused(.busy) }
        let removed = Set(order.removed)
        try loseTags(&turn, order.actor) { _, owner in owner.map(removed.contains) ?? false }
        turn.write(.links(order.changes))
        let restored = Dictionary(order.restored.map { ($0.key, $0.assetTag) }, uniquingKeysWith: { $1 })
        for media in attached.values.sorted(by: { $0.id < $1.id }) {
            guard let key = media.tagKey(bootID: bootID), let tag = restored[key] else { continue }
            link(&turn, tag, to: media.id, order.actor)
        }
    }
}
