// Imports of intake lists, by their numbers.

import GRDB
package import WipeCore

extension Store {
    /// The number that the next import gets.
    package func nextImport() throws(StoreError) -> Int {
        try read("read the last import's number") { db in
            (try Int.fetchOne(db, sql: "SELECT max(number) FROM import") ?? 0) + 1
        }
    }

    /// Imports, the newest first, each with whether it was taken back; at most `limit`, from below `before` on where that is given.
    package func imports(before: Int? = nil, limit: Int) throws(StoreError) -> [(record: IntakeRecord, isUndone: Bool)] {
        try read("list imports") { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT undone, value FROM import WHERE number < ? ORDER BY number DESC LIMIT ?",
                arguments: [before ?? .max, limit])
            return try rows.map { (try JSONColumn.value(IntakeRecord.self, $0["value"]), $0["undone"]) }
        }
    }

    /// What an import has changed, in the order of the keys, and how each link is now; nil where there is no such import.
    package func imported(_ number: Int) throws(StoreError) -> ImportedLinks? {
        try read("look up an import") { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT undone, value FROM import WHERE number = ?", arguments: [number]) else {
                return nil
            }
            let sql = """
                SELECT import_link.key AS key, before, after, tag.value AS now FROM import_link LEFT JOIN tag ON tag.key = import_link.key
                WHERE import = ? ORDER BY import_link.key
                """
            func tag(_ text: String?) throws -> AssetTag? { try text.map { try JSONColumn.value(TagLink.self, $0).assetTag } }
            let steps = try Row.fetchAll(db, sql: sql, arguments: [number]).compactMap { row -> LinkStep? in
                guard let key = TagKey(rawValue: row["key"]) else { return nil }
                return LinkStep(key: key, before: try tag(row["before"]), after: try tag(row["after"]), now: try tag(row["now"]))
            }
            return ImportedLinks(record: try JSONColumn.value(IntakeRecord.self, row["value"]), isUndone: row["undone"], steps: steps)
        }
    }
}

extension EntryWriter {
    /// Before the links change: what they are now is what the import has found.
    func writeImport(_ record: IntakeRecord, _ changes: LinkChanges.Prepared) throws {
        try run("INSERT INTO import (number, value) VALUES (?, ?)", [record.number, try json.text(record)])
        try run(
            """
            INSERT INTO import_link (import, key, before, after)
            SELECT ?, key, (SELECT value FROM tag WHERE tag.key = changed.key), max(after) FROM (
                SELECT value AS key, NULL AS after FROM json_each(?)
                UNION ALL SELECT json_extract(value, '$.key'), json_extract(value, '$.value') FROM json_each(?)
            ) AS changed GROUP BY key
            """, [record.number, changes.untags, changes.tags])
    }
}
