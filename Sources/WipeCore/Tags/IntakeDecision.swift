// Which rows of an intake list may become links between serials and asset tags.

import WipeWords

/// What the store knows about the rows of a list.
package struct IntakeFacts: Sendable {
    /// Present tags of the keys in the list.
    package var tags: [TagKey: AssetTag]
    /// Keys that have the tags of the list today.
    package var holders: [String: TagKey]
    /// Tags of the list under which a record exists, in this spelling or another one that reads the same.
    package var certified: Set<String>
    /// The spelling of the record, where it is another one; by the tag of the list.
    package var certifiedAs: [String: String] = [:]
    /// Links to tags that are written otherwise than a tag of the list and read the same; by the tag of the list.
    package var alike: [String: [TagLink]]
    /// Keys that had tags of the list, of drives without a credible serial that are gone; by the tag as it was written there.
    package var goneHolders: [String: TagKey]
    /// Tags of the list that are serials of drives that this station knows.
    package var serials: Set<String> = []
    /// Serials of the list that are tags in the books, by the key that has each as its tag.
    package var tagged: [TagKey: TagKey] = [:]
    package init(
        tags: [TagKey: AssetTag], holders: [String: TagKey], certified: Set<String>, alike: [String: [TagLink]] = [:],
        goneHolders: [String: TagKey] = [:]
    ) {
        self.alike = alike
        self.goneHolders = goneHolders
        self.tags = tags
        self.holders = holders
        self.certified = certified
    }
}

/// One row of a list.
package struct IntakeLink: Hashable, Sendable {
    package var line: Int
    package var link: TagLink
    package init(line: Int, link: TagLink) {
        self.line = line
        self.link = link
    }
}

/// A row that was not taken.
package struct RejectedRow: Hashable, Sendable {
    package var line: Int
    package let code: TagConflict.Code
    /// Which of the sentences of the code, and what fills its places.
    package let variant: String
    package let parameters: [String: String]

    /// In English.
    package var message: String { Vocabulary.tagConflict.text(code.rawValue, variant: variant, parameters, in: .en) }
}

/// The answer, row by row. What is rejected changes nothing.
package struct IntakeDecision: Sendable {
    package private(set) var links: [TagLink] = []
    /// Conflicts that were settled for the list.
    package private(set) var settled: [SettledRow] = []
    package private(set) var new = 0
    package private(set) var changed = 0
    package private(set) var unchanged = 0
    package private(set) var rejected: [RejectedRow] = []

    /// - Parameter listWins: a person says that the list is right where it contradicts a link. It never overrules a record.
    ///   `naming` gives what people call the drive of a key; `otherMeaning` says what a text is instead of a tag, nil where it may be one; `weakness` why a serial identifies no drive.
    init(
        rows: [IntakeLink], facts: IntakeFacts, listWins: Bool = false, naming: (TagKey) -> HolderName = { HolderName(key: $0) },
        otherMeaning: (String) -> SentencePart? = { _ in nil },
        weakness: (String) -> String? = { _ in nil }
    ) {
        let listed = Set(rows.map(\.link.key.name))
        for row in rows {
            let serial = row.link.key.name
            if let why = weakness(serial) {
                reject(row, .weakSerial, "row", ["serial": serial, "weak": why])
            } else if let exchanged = Self.exchanged(row.link, facts) {
                reject(row, .notATag, "exchanged", exchanged)
            } else if let meaning = Self.ownSerial(row.link) ?? otherMeaning(row.link.assetTag.tag)
                ?? Self.otherSerial(row.link.assetTag.tag, listed, facts)
            {
                reject(row, .notATag, "meaning", meaning.filling("meaning").merging(["text": row.link.assetTag.tag]) { $1 })
            } else if let holder = facts.tagged[row.link.key] {
                // A list with its columns exchanged, now or before: which of the two it was is for a person to see.
                reject(row, .notATag, "row-tag", naming(holder).part.filling("holder").merging(["serial": serial]) { $1 })
            } else {
                take(row, facts, listWins, naming)
            }
        }
    }

    /// A list whose two columns say the same would let the barcode of the serial pass for a tag.
    private static func ownSerial(_ link: TagLink) -> SentencePart? {
        DriveLabels.isBarcode(link.assetTag.tag, ofSerial: link.key.name) ? SentencePart("row-serial") : nil
    }

    /// The books say the reverse of the row.
    private static func exchanged(_ link: TagLink, _ facts: IntakeFacts) -> [String: String]? {
        guard facts.tagged[link.key] == .of(serial: link.assetTag.tag) else { return nil }
        return ["serial": link.key.name, "text": link.assetTag.tag]
    }

    /// Of another drive: of the list, or of one that was here before.
    private static func otherSerial(_ tag: String, _ listed: Set<String>, _ facts: IntakeFacts) -> SentencePart? {
        if DriveLabels.serials(in: tag).contains(where: listed.contains) { return SentencePart("other-row-serial") }
        return facts.serials.contains(tag) ? SentencePart("known-serial") : nil
    }

    private mutating func take(_ row: IntakeLink, _ facts: IntakeFacts, _ listWins: Bool, _ naming: (TagKey) -> HolderName) {
        let key = row.link.key
        var tag = row.link.assetTag
        let old = facts.tags[key]
        let isOwn = old.map { AssetTagText.readsSame($0.tag, tag.tag) } ?? false
        func certified(_ tag: String) -> [String: String] {
            let spelling = facts.certifiedAs[tag].map { ["spelling": "as-spelled", "spelled": $0] } ?? [:]
            return spelling.merging(["tag": tag]) { $1 }
        }
        if facts.certified.contains(tag.tag), !isOwn {
            return reject(row, .tagCertified, "row", certified(tag.tag))
        }
        if let old, !isOwn, facts.certified.contains(old.tag) {
            return reject(row, .tagCertified, "row-own", certified(old.tag))
        }
        var holders = facts.holders[tag.tag].map { [(key: $0, spelling: String?.none)] } ?? []
        // What has its own tag in the very spelling of the list says nothing new.
        if old?.tag != tag.tag { holders += (facts.alike[tag.tag] ?? []).map { (key: $0.key, spelling: $0.assetTag.tag) } }
        for holder in holders where holder.key != key {
            let name = naming(holder.key)
            guard listWins else {
                return reject(row, .tagInUse, "held", TagConflict.held(tag.tag, by: name, spelling: holder.spelling))
            }
            settled.append(SettledRow(key: key, code: .tagInUse, tag: tag.tag, insteadOf: name.word, holder: holder.key))
        }
        if let old, !isOwn {
            guard listWins else { return reject(row, .tagConflict, "row", ["old": old.tag, "tag": tag.tag]) }
            settled.append(SettledRow(key: key, code: .tagConflict, tag: tag.tag, insteadOf: old.tag))
        }
        // A drive keeps its tag as it was first written.
        if let old, isOwn {
            tag = tag.spelled(old.tag)
            // What a person has said at the drive stays said, whatever list repeats it.
            tag.isConfirmed = old.source == .person ? true : old.isConfirmed
        }
        if old == tag {
            unchanged += 1
        } else {
            if old == nil { new += 1 } else { changed += 1 }
            links.append(TagLink(key: key, assetTag: tag))
        }
    }

    private mutating func reject(_ row: IntakeLink, _ code: TagConflict.Code, _ variant: String, _ parameters: [String: String]) {
        rejected.append(RejectedRow(line: row.line, code: code, variant: variant, parameters: parameters))
    }
}
