// Version 4: every tag in one form, and the tag by which a record is found where that is not the one that it was signed with.

import GRDB
import WipeCore

extension Schema {
    /// Older versions took a tag as it was typed, so that one tag could stand in two spellings. A link in another spelling than `AssetTagText` has
    /// today takes that form; where its tag is linked to another drive already, it goes, and a line of the journal says so: that drive is held
    /// until somebody scans its label again.
    static func addOneFormOfTags(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE tag_of_record (
                    job TEXT PRIMARY KEY NOT NULL REFERENCES job (id) DEFERRABLE INITIALLY DEFERRED,
                    tag TEXT NOT NULL CHECK (tag <> '')
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX tag_of_record_by_tag ON tag_of_record (tag);
                """)
        for row in try Row.fetchAll(db, sql: "SELECT DISTINCT job, asset_tag FROM document WHERE asset_tag IS NOT NULL AND job IS NOT NULL")
        {
            let signed: String = row["asset_tag"]
            let tag = AssetTagText.composed(signed)
            guard !isSameText(tag, signed) else { continue }
            let job: String = row["job"]
            try db.execute(sql: "INSERT OR REPLACE INTO tag_of_record (job, tag) VALUES (?, ?)", arguments: [job, tag])
        }
        for row in try Row.fetchAll(db, sql: "SELECT key, tag, value FROM tag ORDER BY key") { try giveOneForm(db, row) }
    }

    private static func giveOneForm(_ db: Database, _ row: Row) throws {
        let key: String = row["key"]
        let old: String = row["tag"]
        let tag = AssetTagText.composed(old)
        guard !isSameText(tag, old) else { return }
        let isTaken = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM tag WHERE tag = ?)", arguments: [tag]) ?? false
        guard isTaken else {
            let link = try JSONColumn.value(TagLink.self, row["value"])
            try db.execute(sql: "UPDATE tag SET tag = ?, value = ? WHERE key = ?", arguments: [tag, JSONColumn().text(link), key])
            return
        }
        try db.execute(sql: "DELETE FROM tag WHERE key = ?", arguments: [key])
        let wall = try Int64.fetchOne(db, sql: "SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000") ?? 0
        let running = try Int64.fetchOne(db, sql: "SELECT running_ms FROM station") ?? 0
        let act = Act(
            at: Moment(wallMilliseconds: wall, runningMilliseconds: running), actor: .station, code: "untag",
            serial: TagKey(rawValue: key)?.name, detail: "\(tag): another drive has this tag in another spelling")
        try db.execute(sql: "INSERT INTO act (job, value) VALUES (NULL, ?)", arguments: [JSONColumn().text(act)])
    }

    /// Byte by byte: Swift's own `==` takes all spellings of a letter for one.
    private static func isSameText(_ one: String, _ other: String) -> Bool { Array(one.utf8) == Array(other.utf8) }
}
