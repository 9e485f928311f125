// An intake list that was compared with the books and is ready to be taken. A list has twenty thousand rows: whatever takes long about them is done
// here, beside the station, and what is left for the station is as much as it has drives.

/// Many changes of links at once, and the lines of the journal about them.
package struct LinkChanges: Hashable, Sendable {
    /// Keys that lose their link, before any is made.
    package var untags: [TagKey]
    package var tags: [TagLink]
    package var acts: [Act]
    /// The import that makes them, to be kept with them: it can be taken back by its number. Nil where nobody could want that.
    package var record: IntakeRecord?
    /// The import that they take back; nil where they are no taking back.
    package var undoes: Int?
    /// The same in the words of the store, which it has made beforehand (`Store.prepared`); nil where it has not.
    package var prepared: Prepared?

    /// One text for each of the three.
    package struct Prepared: Hashable, Sendable {
        package let untags: String
        package let tags: String
        package let acts: String
        package init(untags: String, tags: String, acts: String) {
            self.untags = untags
            self.tags = tags
            self.acts = acts
        }
    }

    package init(untags: [TagKey] = [], tags: [TagLink], acts: [Act], undoes: Int? = nil) {
        self.untags = untags
        self.tags = tags
        self.acts = acts
        self.undoes = undoes
    }
}

/// What of a list is taken, and by whom.
package struct IntakeOrder: Hashable, Sendable {
    package let actor: Actor
    package var changes: LinkChanges
    /// How many conflicts the list wins: a lead's.
    let settledCount: Int
    /// The new tag of each key.
    private let tags: [TagKey: AssetTag]
    /// By a tag that goes from one drive to another, the key that it goes to.
    private let movedTags: [String: TagKey]
    /// By a key that loses its tag, what is written in the list for others.
    private let losers: [TagKey: [SettledRow]]

    /// - Parameters:
    ///   - links: what the rows that are taken say, each of which was checked against the books (`IntakeDecision`).
    ///   - goneHolders: keys of drives without a credible serial that had tags of the list and are gone, by the tag as it was written there.
    ///   - number: of this import, under which it can be taken back; one that changes nothing has none.
    ///   - list: name of the list.
    package init(
        links: [TagLink], settled: [SettledRow] = [], goneHolders: [String: TagKey] = [:], by actor: Actor, at now: Moment,
        number: Int? = nil, list: String? = nil
    ) {
        self.actor = actor
        settledCount = settled.count
        tags = Dictionary(links.map { ($0.key, $0.assetTag) }, uniquingKeysWith: { $1 })
        let moved = settled.filter { $0.code == .tagInUse }
        movedTags = Dictionary(moved.map { ($0.tag, $0.key) }, uniquingKeysWith: { $1 })
        var losers: [TagKey: [SettledRow]] = [:]
        for row in moved { if let holder = row.holder, holder != row.key { losers[holder, default: []].append(row) } }
        self.losers = losers
        changes = LinkChanges(untags: losers.keys.sorted(), tags: links, acts: [])
        // A tag whose row is not taken stays where it is.
        let taken = goneHolders.isEmpty ? [] : Set(links.map { AssetTagText.reading($0.assetTag.tag) })
        for (tag, key) in goneHolders.sorted(by: { $0.key < $1.key }) where taken.contains(AssetTagText.reading(tag)) {
            changes.untags.append(key)
            changes.acts.append(.goneTag(tag, now))
        }
        if let number, !links.isEmpty {
            changes.record = IntakeRecord(number: number, at: now, actor: actor, list: list, rows: links.count, settled: settled.count)
        }
        let which = changes.record.map { "import \($0.number): " } ?? ""
        changes.acts.append(Act(at: now, actor: actor, code: "intake", detail: which + "\(links.count) rows"))
        for row in settled {
            let detail = "\(row.tag) instead of \(row.insteadOf) (\(row.code.rawValue))"
            changes.acts.append(Act(at: now, actor: actor, code: "settle", serial: row.key.name, detail: detail))
        }
    }

    /// The new tag of this key; nil where the list has none for it.
    func tag(of key: TagKey) -> AssetTag? { tags[key] }

    /// Whether the drive under `key` loses `tag` by this list, in whichever spelling.
    func takes(_ tag: AssetTag?, from key: TagKey?) -> Bool {
        guard let tag else { return false }
        if let goesTo = movedTags[tag.tag], goesTo != key { return true }
        return key.flatMap { losers[$0] }?.contains { AssetTagText.readsSame($0.tag, tag.tag) } ?? false
    }
}

extension Act {
    /// A tag that was on a drive without a serial of its own, which is gone (in an earlier boot, say), goes to another one.
    static func goneTag(_ tag: String, _ now: Moment) -> Act {
        Act(at: now, actor: .station, code: "untag", detail: "\(tag): was on a drive that its serial does not identify, and that is gone")
    }
}
