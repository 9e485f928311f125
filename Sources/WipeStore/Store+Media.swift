// What the store knows of media: attachments of this boot, and asset tags.

import GRDB
package import WipeCore

extension Store {
    static let tagsSQL = "SELECT tag.value FROM json_each(?) AS wanted LEFT JOIN tag ON tag.key = wanted.value ORDER BY wanted.id"
    /// By what the tags read as (`AssetTagText.reading`).
    static let tagHoldersSQL = """
        SELECT wanted.key AS place, tag.value AS value FROM json_each(?) AS wanted JOIN tag ON tag.reading = wanted.value
        ORDER BY wanted.id, tag.key
        """
    /// Every drive that is identified is a sighting under its serial's canonical form; one whose look failed leaves a line with its serial in the
    /// journal (index `act_by_serial`).
    private static func seenSQL(_ serial: String) -> String {
        """
        EXISTS (SELECT 1 FROM sighting WHERE serial = \(serial)) OR EXISTS (
            SELECT 1 FROM act WHERE json_extract(value, '$.code') = 'identified' AND json_extract(value, '$.serial') = \(serial))
        """
    }
    static let wasSeenSQL = "SELECT " + seenSQL("?1")
    /// Places of those among many that a drive has shown, or that a list names.
    static let serialsSQL =
        "SELECT wanted.key FROM json_each(?) AS wanted WHERE " + seenSQL("wanted.value")
        + " OR EXISTS (SELECT 1 FROM tag WHERE tag.key = 'serial:' || wanted.value)"
    /// Of links: of an intake list, and no drive has ever shown the serial.
    static let unseenSQL = "json_extract(tag.value, '$.assetTag.source') = 'intake' AND NOT (" + seenSQL("substr(tag.key, 8)") + ")"
    /// By what the tags read as; takes them twice. Documents, and those whose record a correction has given another tag.
    static let certifiedTagsSQL = """
        SELECT wanted.key AS place, document.asset_tag AS tag FROM json_each(?) AS wanted JOIN document ON document.tag_reading = wanted.value
            WHERE NOT EXISTS (SELECT 1 FROM tag_of_record WHERE tag_of_record.job = document.job)
        UNION SELECT wanted.key, tag_of_record.tag FROM json_each(?) AS wanted JOIN tag_of_record ON tag_of_record.reading = wanted.value
        """

    /// What is known of an attachment of one boot; nil where it was not seen, or another boot has come since.
    package func attachment(bootID: String, id: AttachmentID) throws(StoreError) -> AttachmentRecord? {
        try read("look up an attachment") { db in
            let text = try String.fetchOne(
                db, sql: "SELECT value FROM attachment WHERE boot_id = ? AND name = ? AND disk_sequence = ?",
                arguments: [bootID.findable, id.name.findable, Int64(bitPattern: id.diskSequence)])
            return try text.map { try JSONColumn.value(AttachmentRecord.self, $0) }
        }
    }

    /// How drives of each kind have done with each technique here.
    package func experience() throws(StoreError) -> [TechniqueExperience] {
        try read("read what is known of kinds of drives") { db in
            try String.fetchAll(db, sql: "SELECT value FROM technique_experience").map {
                try JSONColumn.value(TechniqueExperience.self, $0)
            }
        }
    }

    /// The asset tag linked to a key (`ProbeReport.tagKey`).
    package func tag(key: TagKey) throws(StoreError) -> AssetTag? {
        try read("look up an asset tag") { db in
            let text = try String.fetchOne(db, sql: "SELECT value FROM tag WHERE key = ?", arguments: [key.findable])
            return try text.map { try JSONColumn.value(TagLink.self, $0).assetTag }
        }
    }

    /// Everything that decides about the rows of an intake list, as one look at the store.
    package func intakeFacts(for links: [TagLink]) throws(StoreError) -> IntakeFacts {
        try read("compare an intake list") { db in
            let json = JSONColumn()
            let present = try Store.tags(db, links.map(\.key))
            var facts = IntakeFacts(tags: [:], holders: [:], certified: [])
            for (link, tag) in zip(links, present) {
                if let tag { facts.tags[link.key] = tag }
            }
            let wanted = links.map(\.assetTag.tag)
            let holders = try Row.fetchAll(db, sql: Store.tagHoldersSQL, arguments: [json.text(wanted.map(AssetTagText.findableReading))])
            for (row, link) in zip(holders, try JSONColumn.values(TagLink.self, holders.map { $0["value"] })) {
                let place: Int = row["place"]
                if AssetTagText.isSame(link.assetTag.tag, wanted[place]) {
                    facts.holders[wanted[place]] = link.key
                } else {
                    facts.alike[wanted[place], default: []].append(link)
                }
            }
            let asked = wanted + present.compactMap { $0?.tag }
            let readings = try json.text(asked.map(AssetTagText.findableReading))
            var isExact: Set<String> = []
            for row in try Row.fetchAll(db, sql: Store.certifiedTagsSQL, arguments: [readings, readings]) {
                let place: Int = row["place"]
                let signed: String = row["tag"]
                facts.certified.insert(asked[place])
                if AssetTagText.isSame(signed, asked[place]) {
                    isExact.insert(asked[place])
                } else {
                    facts.certifiedAs[asked[place]] = signed
                }
            }
            for tag in isExact { facts.certifiedAs[tag] = nil }
            facts.serials = try Store.serials(db, among: wanted)
            facts.tagged = try Store.tagged(db, links.map(\.key))
            return facts
        }
    }

    /// Of serials those that are tags in the books too, of another drive; by the key that has each as its tag.
    private static func tagged(_ db: Database, _ keys: [TagKey]) throws -> [TagKey: TagKey] {
        let readings = try JSONColumn().text(keys.map { AssetTagText.findableReading($0.name) })
        let rows = try Row.fetchAll(db, sql: tagHoldersSQL, arguments: [readings])
        var tagged: [TagKey: TagKey] = [:]
        for (row, link) in zip(rows, try JSONColumn.values(TagLink.self, rows.map { $0["value"] })) {
            let key = keys[row["place"]]
            if link.key != key, TagKey.of(serial: link.assetTag.tag) == key { tagged[key] = link.key }
        }
        return tagged
    }

    /// Links to tags that read the same as this one, itself among them; by key. More than one only where an older version has taken both.
    package func links(readingAs tag: String) throws(StoreError) -> [TagLink] {
        try read("look up what reads like an asset tag") { db in
            let texts = try String.fetchAll(
                db, sql: "SELECT value FROM tag WHERE reading = ? ORDER BY key", arguments: [AssetTagText.findableReading(tag)])
            return try JSONColumn.values(TagLink.self, texts)
        }
    }

    /// Whether a drive with this serial was ever identified here.
    package func wasSeen(serial: String) throws(StoreError) -> Bool {
        try read("look up a serial") { db in
            try Bool.fetchOne(db, sql: Store.wasSeenSQL, arguments: [CanonicalForm.serial(serial).findable]) ?? false
        }
    }

    /// Whether this is the serial of a drive that was ever identified here, or that an intake list names; also behind what labels put before one.
    package func isSerial(_ text: String) throws(StoreError) -> Bool {
        let serials = DriveLabels.serialsWithDashes(in: text)
        if serials.isEmpty { return false }
        return try read("look up a serial") { db in
            try !Int.fetchAll(db, sql: Store.serialsSQL, arguments: [JSONColumn().text(serials.map(\.findable))]).isEmpty
        }
    }

    private static func serials(_ db: Database, among texts: [String]) throws -> Set<String> {
        let asked = texts.flatMap { text in DriveLabels.serials(in: text).map { (text: text, serial: $0) } }
        let known = try Set(Int.fetchAll(db, sql: serialsSQL, arguments: [JSONColumn().text(asked.map(\.serial.findable))]))
        return Set(known.map { asked[$0].text })
    }

    private static func tags(_ db: Database, _ keys: [TagKey]) throws -> [AssetTag?] {
        let wanted = try JSONColumn().text(keys.map(\.findable))
        let texts = try Optional<String>.fetchAll(db, sql: tagsSQL, arguments: [wanted])
        return try JSONColumn.values(TagLink?.self, texts.map { $0 ?? "null" }).map { $0?.assetTag }
    }
}

extension AssetTagText {
    /// What a tag reads as, as the columns have it.
    static func findableReading(_ tag: String) -> String { reading(tag).findable }
}
