// What the store knows of media: attachments of this boot, and asset tags.

import GRDB
public import WipeCore

extension Store {
    static let tagsSQL = "SELECT tag.value FROM json_each(?) AS wanted LEFT JOIN tag ON tag.key = wanted.value ORDER BY wanted.id"
    static let tagHoldersSQL = "SELECT tag.value FROM json_each(?) AS wanted JOIN tag ON tag.tag = wanted.value"
    /// Every drive that is identified is a sighting under its serial's canonical form; one whose look failed leaves a line with its serial in the
    /// journal (index `act_by_serial`).
    private static func seenSQL(_ serial: String) -> String {
        """
        EXISTS (SELECT 1 FROM sighting WHERE serial = \(serial)) OR EXISTS (
            SELECT 1 FROM act WHERE json_extract(value, '$.code') = 'identified' AND json_extract(value, '$.serial') = \(serial))
        """
    }
    static let wasSeenSQL = "SELECT " + seenSQL("?1")
    static let unseenLinksSQL = """
        SELECT value FROM tag WHERE key GLOB 'serial:*' AND json_extract(value, '$.assetTag.source') = 'intake'
            AND NOT (\(seenSQL("substr(tag.key, 8)"))) ORDER BY key LIMIT ?
        """
    static let certifiedTagsSQL = """
        SELECT wanted.key FROM json_each(?) AS wanted
        WHERE EXISTS (
            SELECT 1 FROM document WHERE asset_tag = wanted.value
                AND NOT EXISTS (SELECT 1 FROM tag_of_record WHERE tag_of_record.job = document.job))
            OR EXISTS (SELECT 1 FROM tag_of_record WHERE tag = wanted.value)
        """

    /// What is known of an attachment of one boot; nil where it was not seen, or another boot has come since.
    public func attachment(bootID: String, id: AttachmentID) throws(StoreError) -> AttachmentRecord? {
        try read("look up an attachment") { db in
            let text = try String.fetchOne(
                db, sql: "SELECT value FROM attachment WHERE boot_id = ? AND name = ? AND disk_sequence = ?",
                arguments: [bootID.findable, id.name.findable, Int64(bitPattern: id.diskSequence)])
            return try text.map { try JSONColumn.value(AttachmentRecord.self, $0) }
        }
    }

    /// The asset tag linked to a key (`ProbeReport.tagKey`).
    public func tag(key: String) throws(StoreError) -> AssetTag? {
        try read("look up an asset tag") { db in
            let text = try String.fetchOne(db, sql: "SELECT value FROM tag WHERE key = ?", arguments: [key.findable])
            return try text.map { try JSONColumn.value(TagLink.self, $0).assetTag }
        }
    }

    /// The asset tags of many keys at once: one for each key, in the order of the keys.
    public func tags(keys: [String]) throws(StoreError) -> [AssetTag?] {
        try read("look up asset tags") { try Store.tags($0, keys) }
    }

    /// Everything that decides about the rows of an intake list, as one look at the store.
    public func intakeFacts(for links: [TagLink]) throws(StoreError) -> IntakeFacts {
        try read("compare an intake list") { db in
            let json = JSONColumn()
            let present = try Store.tags(db, links.map(\.key))
            var facts = IntakeFacts(tags: [:], holders: [:], certified: [])
            for (link, tag) in zip(links, present) {
                if let tag { facts.tags[link.key] = tag }
            }
            let wanted = links.map(\.assetTag.tag)
            let holders = try String.fetchAll(db, sql: Store.tagHoldersSQL, arguments: [json.text(wanted.map(\.findable))])
            for holder in try JSONColumn.values(TagLink.self, holders) {
                facts.holders[holder.assetTag.tag] = holder.key
            }
            let asked = wanted + present.compactMap { $0?.tag }
            for index in try Int.fetchAll(db, sql: Store.certifiedTagsSQL, arguments: [json.text(asked.map(\.findable))]) {
                facts.certified.insert(asked[index])
            }
            return facts
        }
    }

    /// The key that has this tag now, compared byte by byte.
    public func tagHolder(tag: String) throws(StoreError) -> String? {
        try read("look up the holder of an asset tag") { db in
            let text = try String.fetchOne(db, sql: "SELECT value FROM tag WHERE tag = ?", arguments: [AssetTagText.composed(tag).findable])
            return try text.map { try JSONColumn.value(TagLink.self, $0).key }
        }
    }

    /// Links between serials and tags, in the order of the serials.
    ///
    /// - Parameter unseenOnly: those of an intake list whose serial no drive has ever shown here.
    public func links(unseenOnly: Bool, limit: Int) throws(StoreError) -> [TagLink] {
        try read("list asset tags") { db in
            let sql = unseenOnly ? Store.unseenLinksSQL : "SELECT value FROM tag WHERE key GLOB 'serial:*' ORDER BY key LIMIT ?"
            return try JSONColumn.values(TagLink.self, String.fetchAll(db, sql: sql, arguments: [max(0, limit)]))
        }
    }

    /// Whether a drive with this serial was ever identified here.
    public func wasSeen(serial: String) throws(StoreError) -> Bool {
        try read("look up a serial") { db in
            try Bool.fetchOne(db, sql: Store.wasSeenSQL, arguments: [CanonicalForm.serial(serial).findable]) ?? false
        }
    }

    private static func tags(_ db: Database, _ keys: [String]) throws -> [AssetTag?] {
        let wanted = try JSONColumn().text(keys.map(\.findable))
        let texts = try Optional<String>.fetchAll(db, sql: tagsSQL, arguments: [wanted])
        return try JSONColumn.values(TagLink?.self, texts.map { $0 ?? "null" }).map { $0?.assetTag }
    }
}
