// The public log as rows: which document has which place. Entries are opaque bytes here.

import Foundation
import GRDB
import Glibc
public import WipeCore

/// An entry of the log that the database keeps.
public struct StoredLogEntry: Hashable, Sendable {
    /// From 0, without gaps, in the order of commits.
    public let place: Int
    /// Id of the document.
    public let document: String
    /// What is in the log.
    public let bytes: [UInt8]
}

extension Store {
    /// At most `limit` entries from `place` on, in order.
    public func logEntries(from place: Int, limit: Int) throws(StoreError) -> [StoredLogEntry] {
        try read("read the log") { db in
            let sql = "SELECT place, document, bytes FROM log_entry WHERE place >= ? ORDER BY place LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [place, max(0, limit)]).map { row in
                let bytes: Data = row["bytes"]
                return StoredLogEntry(place: row["place"], document: row["document"], bytes: Array(bytes))
            }
        }
    }

    /// Where the document stands in the log; nil where it is not in it.
    public func logPlace(of document: String) throws(StoreError) -> Int? {
        try read("read the log") {
            try Int.fetchOne($0, sql: "SELECT place FROM log_entry WHERE document = ?", arguments: [document.findable])
        }
    }

    /// Documents that a database of version 1 had already, in the order in which they were stored.
    public func documentsWithoutEntry(limit: Int) throws(StoreError) -> [SignedDocument] {
        // Each entry is of one document: as many of both is all of them, and two counts are faster than a walk over years of records.
        let areAllIn = try read("count the log") {
            try Bool.fetchOne($0, sql: "SELECT (SELECT count(*) FROM log_entry) = (SELECT count(*) FROM document)") ?? false
        }
        if areAllIn { return [] }
        return try documents(
            " WHERE NOT EXISTS (SELECT 1 FROM log_entry WHERE log_entry.document = document.id) ORDER BY sequence LIMIT ?", [max(0, limit)])
    }

    /// Gives such documents their places, all or none.
    public func addLogEntries(_ entries: [(document: String, bytes: [UInt8])]) throws(StoreError) {
        try write("extend the log") { db in for entry in entries { try Store.addLogEntry(db, entry.document, entry.bytes) } }
    }

    /// Documents that are not published yet, oldest first.
    public func unpublishedDocuments(limit: Int) throws(StoreError) -> [SignedDocument] {
        try documents(" WHERE published = 0 ORDER BY sequence LIMIT ?", [max(0, limit)])
    }

    /// Those of the names under which no document was published, in their order.
    public func foreign(among names: [String]) throws(StoreError) -> [String] {
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
    public func keyDocuments() throws(StoreError) -> [SignedDocument] { try documents(" WHERE kind = 'key' ORDER BY sequence", []) }

    /// Numbers of records whose jobs are still open, in order.
    public func openRecords() throws(StoreError) -> [UInt64] {
        try read("read the open jobs", Store.openRecords)
    }

    /// The same out of the database of a station that may be running, or may lie on a medium that cannot be written. Changes nothing.
    public static func openRecords(folder: String) throws(StoreError) -> [UInt64] {
        let path = folder + "/wiped.sqlite"
        // A pipe in its place would never answer.
        var status = stat()
        guard stat(path, &status) == 0 else { throw StoreError(errno: errno, path: path, doing: "read the open jobs") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(kind: .corrupt, path: path, what: "cannot read the open jobs: it is no regular file", sqliteCode: nil)
        }
        return try StoreError.catching("read the open jobs", path) {
            var configuration = Configuration()
            configuration.readonly = true
            do {
                return try DatabaseQueue(path: path, configuration: configuration).read(Store.openRecords)
            } catch let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) {
                // On a read-only medium SQLite cannot make the file with which readers of a running station agree. Nobody writes there either: the
                // file is all there is, unless a station that was not closed has left what it wrote last beside it.
                guard stat(path + "-wal", &status) != 0 || status.st_size == 0 else {
                    throw StoreError(
                        kind: .readOnly, path: path,
                        what:
                            "cannot read the open jobs: what was written last lies in \(path)-wal, and SQLite needs to write beside that; "
                            + "copy the whole folder to where it can be written", sqliteCode: nil)
                }
                let still = "file:" + Store.escapedForURI(path) + "?immutable=1"
                return try DatabaseQueue(path: still, configuration: configuration).read(Store.openRecords)
            }
        }
    }

    /// A path in a URI of SQLite's.
    private static func escapedForURI(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return path.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "/-_.~".utf8.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }.joined()
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
