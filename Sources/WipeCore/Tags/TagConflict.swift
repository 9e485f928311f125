// When a tag and a drive contradict what is known of them. A conflict is never settled by the station: a person names what it is with.

import WipeWords

/// One contradiction between a link that somebody asks for and what is known.
package struct TagConflict: Hashable, Sendable {
    /// Stable words; `Codes.md` says what each means.
    package enum Code: String, Sendable, CaseIterable {
        /// Another serial has this tag.
        case tagInUse = "tag-in-use"
        /// This serial has another tag.
        case tagConflict = "tag-conflict"
        /// A record exists under this tag, of another drive.
        case tagCertified = "tag-certified"
        /// A serial of the intake list that no drive has ever shown.
        case serialNeverSeen = "serial-never-seen"
        /// A barcode of a drive, a bay or a word of the scan dialogue: nothing settles that.
        case notATag = "not-a-tag"
        /// A serial of the intake list that cannot be one drive's own: its tag would wait for ever, and be missing where it belongs.
        case weakSerial = "weak-serial"
    }
    package let code: Code
    /// Which of the sentences of the code, and what fills its places.
    package let variant: String
    package let parameters: [String: String]
    /// What a person names to settle it: the other serial, the other tag, the number of the record.
    package var word: String
    package var settledBy: Role
}

/// The record that exists under a tag.
package struct CertifiedTag: Hashable, Sendable {
    package var record: UInt64
    package var serial: String?
    /// The tag as the record has it, where it is another spelling of the one that was asked for.
    package var spelling: String?
    package init(record: UInt64, serial: String?, spelling: String? = nil) {
        self.record = record
        self.serial = serial
        self.spelling = spelling
    }
}

/// A conflict that the person who imported a list settled for the list.
package struct SettledRow: Hashable, Sendable {
    package var key: TagKey
    package var code: TagConflict.Code
    /// The tag that the serial has now, and what it was instead of.
    package var tag: String
    package var insteadOf: String
    /// Key that had the tag, where it was in use.
    package var holder: TagKey?
    package init(key: TagKey, code: TagConflict.Code, tag: String, insteadOf: String, holder: TagKey? = nil) {
        self.holder = holder
        self.key = key
        self.code = code
        self.tag = tag
        self.insteadOf = insteadOf
    }
}

extension TagConflict {
    /// Everything that speaks against linking `tag`, as it was written, to the media under `key`, which has `old` now; or for which its serial
    /// alone has it. Tags that read the same are the same tag here. `naming` gives what people call the drive of a key.
    static func all(
        _ tag: AssetTag, key: TagKey, old: AssetTag?, isOwn: Bool, _ facts: TagFacts,
        naming: (TagKey) -> HolderName = { HolderName(key: $0) }
    ) -> [TagConflict] {
        var found: [TagConflict] = []
        // Its own tag, said again: under whichever key that was linked.
        if isOwn, old?.tag == tag.tag { return [] }
        if let holder = facts.holder, holder != key {
            found.append(inUse(tag.tag, by: naming(holder), source: facts.holderSource, spelling: nil))
        }
        for link in facts.alike where link.key != key {
            found.append(inUse(tag.tag, by: naming(link.key), source: link.assetTag.source, spelling: link.assetTag.tag))
        }
        let readsAsOwn = old.map { AssetTagText.readsSame($0.tag, tag.tag) } ?? false
        let isHolder = facts.holder == key || facts.alike.contains { $0.key == key } || (isOwn && readsAsOwn)
        if let certified = facts.certified, !isHolder {
            var places = ["record": String(certified.record), "tag": tag.tag]
            if let spelling = certified.spelling { places.merge(["spelling": "as-spelled", "spelled": spelling]) { $1 } }
            if let serial = certified.serial { places.merge(["whose": "of-serial", "serial": serial]) { $1 } }
            found.append(
                TagConflict(
                    code: .tagCertified, variant: "record", parameters: places, word: String(certified.record), settledBy: .lead))
        }
        if let old, !readsAsOwn {
            let isListed = old.source == .intake
            found.append(
                TagConflict(
                    code: .tagConflict, variant: isListed ? "list" : "drive", parameters: ["old": old.tag, "tag": tag.tag], word: old.tag,
                    settledBy: isListed ? .lead : .technician))
        }
        return found
    }

    private static func inUse(_ tag: String, by holder: HolderName, source: AssetTag.Source?, spelling: String?) -> TagConflict {
        TagConflict(
            code: .tagInUse, variant: "held", parameters: held(tag, by: holder, spelling: spelling), word: holder.word,
            settledBy: source == .intake ? .lead : .technician)
    }

    /// What fills the sentence of `tag-in-use`; `spelling` where the holder has the tag written otherwise.
    static func held(_ tag: String, by holder: HolderName, spelling: String?) -> [String: String] {
        var places = holder.part.filling("holder")
        places["tag"] = tag
        if let spelling { places.merge(["spelling": "as-spelled", "spelled": spelling]) { $1 } }
        return places
    }

    /// Throws the first conflict that nobody has settled, or that this person may not settle. Gives what was settled, for the journal.
    static func settle(
        _ conflicts: [TagConflict], naming words: [String], by actor: Actor, also how: SentencePart? = nil
    ) throws(Refused) -> [TagConflict] {
        for conflict in conflicts {
            guard words.contains(where: { AssetTagText.isSame($0, conflict.word) }) else {
                var places = conflict.parameters.merging(["who": conflict.settledBy.who, "word": conflict.word]) { $1 }
                if conflicts.count > 1 { places.merge(["more": "and-more", "count": String(conflicts.count - 1)]) { $1 } }
                if let how { places.merge(how.filling("how").merging(["also": "also-correct"]) { $1 }) { $1 } }
                throw Refused(conflict.code, variant: conflict.variant, places)
            }
            try actor.must(be: conflict.settledBy, to: "settle", ["conflict": conflict.code.rawValue])
        }
        return conflicts
    }
}

/// What people call the drive that has a tag.
struct HolderName: Hashable, Sendable {
    /// What a person names to settle a conflict with it: one word.
    var word: String
    /// As it stands in a sentence.
    var part: SentencePart

    init(word: String, part: SentencePart) {
        self.word = word
        self.part = part
    }

    /// By its serial; of a long one, which nobody could type or read, by as much of its beginning as is shown.
    init(key: TagKey) {
        word = String(key.name.prefix(Self.shownMax))
        part = SentencePart(key.name.count > Self.shownMax ? word + "…" : word)
    }

    /// Characters of the longest word that is shown whole.
    private static let shownMax = 40
}

extension Refused {
    /// A request that is refused for a conflict of tags, in the words of the table.
    init(_ code: TagConflict.Code, variant: String? = nil, _ parameters: [String: String] = [:]) {
        self.init(code: code.rawValue, of: .tagConflict, variant, parameters, [])
    }
}
