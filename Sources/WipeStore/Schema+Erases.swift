// Version 8: drives that erase themselves: their outcomes, and what the station has learned of kinds of drives.

import GRDB

extension Schema {
    static func addErasesOfDrives(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE technique_experience (
                    model TEXT NOT NULL,
                    firmware TEXT NOT NULL,
                    technique TEXT NOT NULL,
                    value TEXT NOT NULL CHECK (json_valid(value)),
                    PRIMARY KEY (model, firmware, technique)
                ) STRICT, WITHOUT ROWID;
                """)
        try allowPurgedRecords(db)
    }

    /// A certificate may say `purged`. Nothing that is stored changes, so the rule alone is changed, as SQLite describes it for constraints
    /// (sqlite.org/lang_altertable.html, section 7): a copy of ten years of records would take minutes.
    private static func allowPurgedRecords(_ db: Database) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA schema_version") ?? 0
        let cleared = "outcome IN ('cleared', 'cleared-with-exceptions')"
        let purged = "outcome IN ('cleared', 'cleared-with-exceptions', 'purged', 'purged-with-exceptions')"
        try db.execute(sql: "PRAGMA writable_schema = ON")
        try db.execute(
            sql: "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'document'",
            arguments: [cleared, purged])
        try db.execute(sql: "PRAGMA schema_version = \(version + 1)")
        try db.execute(sql: "PRAGMA writable_schema = OFF")
    }
}
