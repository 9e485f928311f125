// A wrong tag on a record: the record stays as it was signed, and everything that finds it by its tag follows the correction.

/// What a person wants a record's tag to be, with what the store knows of both.
package struct TagCorrection: Hashable, Sendable {
    /// The job whose record it is, and the record's number.
    package var job: JobID
    package var record: UInt64
    /// Key of the drive (`ProbeReport.tagKey`) and the link that it has now.
    package var key: TagKey
    package var linked: AssetTag?
    /// The tag that the record goes by now; nil for none.
    package var old: String?
    package var new: String
    /// What is known of the new tag, without the records of this very drive.
    package var facts: TagFacts
    package init(job: JobID, record: UInt64, key: TagKey, linked: AssetTag?, old: String?, new: String, facts: TagFacts) {
        self.job = job
        self.record = record
        self.key = key
        self.linked = linked
        self.old = old.map(AssetTagText.composed)
        self.new = AssetTagText.composed(new)
        self.facts = facts
    }

    /// The drive's link goes with its record, unless somebody has given the drive another tag since.
    var movesLink: Bool { linked == nil || linked?.tag == old }
}

extension StationState {
    /// The rules of every tag: it is one, it contradicts nothing that nobody has named. Gives what was settled, for the journal.
    package func check(_ correction: TagCorrection, naming words: [String], by actor: Actor) throws(Refused) -> [TagConflict] {
        guard correction.new != correction.old else {
            throw Refused(.sameTag, ["record": "\(correction.record)", "tag": correction.new])
        }
        try mustBeTag(correction.new, correction.facts)
        let tag = AssetTag(tag: correction.new, source: .person)
        var links = correction.facts
        links.certified = nil
        // A record under the new tag is in the way whoever holds the tag.
        let records = TagFacts(certified: correction.facts.certified)
        let conflicts =
            TagConflict.all(tag, key: correction.key, old: nil, isOwn: true, links, naming: holderName)
            + TagConflict.all(tag, key: correction.key, old: nil, isOwn: true, records, naming: holderName)
        return try TagConflict.settle(conflicts, naming: words, by: actor)
    }

    mutating func apply(_ turn: inout Turn, _ correction: TagCorrection, _ actor: Actor) throws(Refused) {
        turn.write(.recordTag(correction.job, tag: correction.new))
        guard correction.movesLink else { return }
        if let gone = correction.facts.goneHolder, gone != correction.key { dropGone(&turn, gone, correction.new) }
        for gone in correction.facts.goneAlike where gone.key != correction.key { dropGone(&turn, gone.key, gone.assetTag.tag) }
        let holders = [correction.facts.holder].compactMap { $0 } + correction.facts.alike.map(\.key)
        try unlink(&turn, correction.new, from: holders, to: correction.key, actor)
        let old = correction.linked
        let tag = AssetTag(
            tag: correction.new, source: .person, donorTag: old?.donorTag, donor: old?.donor, hostSerial: old?.hostSerial)
        turn.write(.tag(TagLink(key: correction.key, assetTag: tag)))
        for media in attached.values.sorted(by: { $0.id < $1.id }) where media.report?.tagKey(bootID: bootID) == correction.key {
            link(&turn, tag, to: media.id, actor)
        }
    }
}
