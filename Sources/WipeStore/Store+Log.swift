// The public log as rows: which document has which place. Entries are opaque bytes here.

import Foundation
import GRDB
package import WipeCore

/// An entry of the log that the database keeps.
package struct StoredLogEntry: Hashable, Sendable {
    /// From 0, without gaps, in the order of commits.
    package let place: Int
    /// Id of the document.
    package let document: String
    /// What is in the log.
    package let bytes: [UInt8]
}

extension Store {
    /// At most `limit` entries from `place` on, in order.
    package func logEntries(from place: Int, limit: Int) throws(StoreError) -> [StoredLogEntry] {
        try read("read the log") { db in
            let sql = "SELECT place, document, bytes FROM log_entry WHERE place >= ? ORDER BY place LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [place, max(0, limit)]).map { row in
                let bytes: Data = row["bytes"]
                return StoredLogEntry(place: row["place"], document: row["document"], bytes: Array(bytes))
            }
        }
    }

    /// Where the document stands in the log; nil where it is not in it.
    package func logPlace(of document: String) throws(StoreError) -> Int? {
        try read("read the log") {
            try Int.fetchOne($0, sql: "SELECT place FROM log_entry WHERE document = ?", arguments: [document.findable])
        }
    }

    /// Documents that a database of version 1 had already, in the order in which they were stored.
    package func documentsWithoutEntry(limit: Int) throws(StoreError) -> [SignedDocument] {
        // Each entry is of one document: as many of both is all of them, and two counts are faster than a walk over years of records.
        let areAllIn = try read("count the log") {
            try Bool.fetchOne($0, sql: "SELECT (SELECT count(*) FROM log_entry) = (SELECT count(*) FROM document)") ?? false
        }
        if areAllIn { return [] }
        return try documents(
            " WHERE NOT EXISTS (SELECT 1 FROM log_entry WHERE log_entry.document = document.id) ORDER BY sequence LIMIT ?", [max(0, limit)])
    }

    /// Gives such documents their places, all or none.
    package func addLogEntries(_ entries: [(document: String, bytes: [UInt8])]) throws(StoreError) {
        try write("extend the log") { db in for entry in entries { try Store.addLogEntry(db, entry.document, entry.bytes) } }
    }

    /// Documents that are not published yet, oldest first.
    package func unpublishedDocuments(limit: Int) throws(StoreError) -> [SignedDocument] {
        try documents(" WHERE published = 0 ORDER BY sequence LIMIT ?", [max(0, limit)])
    }

    /// Those of the names under which no document was published, in their order.
    package func foreign(among names: [String]) throws(StoreError) -> [String] {
        guard !names.isEmpty else { return [] }
        return try read("compare the names of records") { db in
            let sql = """
                SELECT wanted.value FROM json_each(?) AS wanted
                WHERE NOT EXISTS (SELECT 1 FROM document WHERE json_extract(document.value, '$.fileName') = wanted.value) ORDER BY wanted.key
                """
            return try String.fetchAll(db, sql: sql, arguments: [try JSONColumn().text(names)])
        }
    }

    /// Every document about a key, oldest first.
    package func keyDocuments() throws(StoreError) -> [SignedDocument] { try documents(" WHERE kind = 'key' ORDER BY sequence", []) }

    /// Numbers of records whose jobs are still open, in order.
    package func openRecords() throws(StoreError) -> [UInt64] {
        try read("read the open jobs", Store.openRecords)
    }

    /// The same out of the database of a station that may be running, or may lie on a medium that cannot be written. Changes and leaves nothing.
    package static func openRecords(folder: String) throws(StoreError) -> [UInt64] {
        try beside(folder, "read the open jobs", openRecords)
    }

    private static func openRecords(_ db: Database) throws -> [UInt64] {
        let sql = """
            SELECT record FROM job WHERE record IS NOT NULL AND closed = 0
                AND NOT EXISTS (SELECT 1 FROM document WHERE document.record = job.record) ORDER BY record
            """
        return try Int64.fetchAll(db, sql: sql).map { UInt64($0) }
    }

    static func addLogEntry(_ db: Database, _ document: String, _ bytes: [UInt8]) throws {
        try db.cachedStatement(
            sql: "INSERT INTO log_entry (place, document, bytes) SELECT coalesce(max(place) + 1, 0), ?, ? FROM log_entry"
        ).execute(arguments: [document.findable, Data(bytes)])
    }
}
