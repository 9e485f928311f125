// Version 4: a drive's key has no capacity and one way of writing, and what was ever seen here is kept.

import GRDB
import WipeCore

extension Schema {
    /// Jobs, attachments and tags take the new keys; every drive that has a job, and every serial in the journal, counts as seen.
    static func nameDrivesWithoutSize(_ db: Database) throws {
        try db.execute(sql: sightings)
        try renameJobs(db)
        try renameAttachments(db)
        try renameTags(db)
        try seeWhatHasAJob(db)
        try seeWhatTheJournalNames(db)
    }

    private static let sightings = """
        CREATE TABLE sighting (
            key TEXT NOT NULL,
            capacity_bytes INTEGER NOT NULL,
            source TEXT NOT NULL,
            serial TEXT,
            wwn TEXT,
            value TEXT NOT NULL CHECK (json_valid(value)),
            PRIMARY KEY (key, capacity_bytes, source)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sighting_by_serial ON sighting (serial) WHERE serial IS NOT NULL;
        CREATE INDEX sighting_by_wwn ON sighting (wwn) WHERE wwn IS NOT NULL;
        """

    /// A closed job of a database that knew no log names a document that counts as unpublished until the next start: the trigger that
    /// compares the two would refuse any change of its row, this one too.
    private static func renameJobs(_ db: Database) throws {
        let trigger = try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE name = 'job_closed_with_record'")
        try db.execute(sql: "DROP TRIGGER IF EXISTS job_closed_with_record")
        for row in try Row.fetchAll(db, sql: "SELECT id, json_extract(value, '$.report.identity') AS identity FROM job") {
            let identity = try JSONColumn.value(MediaIdentity.self, row["identity"])
            try db.execute(sql: "UPDATE job SET media_key = ? WHERE id = ?", arguments: [identity.key.findable, row["id"] as String])
        }
        if let trigger { try db.execute(sql: trigger) }
    }

    private static func renameAttachments(_ db: Database) throws {
        for text in try String.fetchAll(db, sql: "SELECT value FROM attachment") {
            var record = try JSONColumn.value(AttachmentRecord.self, text)
            guard let key = MediaIdentity.key(ofKeyWithCapacity: record.mediaKey) else { continue }
            let capacity = record.mediaKey.split(separator: "\u{1F}", omittingEmptySubsequences: false).last.flatMap { UInt64($0) }
            record.mediaKey = key
            record.capacityBytes = capacity
            try db.execute(
                sql: "UPDATE attachment SET value = ? WHERE value = ?", arguments: [try JSONColumn().text(record), text])
        }
    }

    /// Where two ways of writing one serial have a tag each, both stay as they are: the drive then comes without one, and a person tags it.
    private static func renameTags(_ db: Database) throws {
        for text in try String.fetchAll(db, sql: "SELECT value FROM tag WHERE key GLOB 'serial:*'") {
            var link = try JSONColumn.value(TagLink.self, text)
            let old = link.key
            guard let serial = old.serial else { continue }
            link.key = .of(serial: serial)
            guard !link.key.rawValue.utf8.elementsEqual(old.rawValue.utf8) else { continue }
            try db.execute(
                sql: "UPDATE OR IGNORE tag SET key = ?, value = ? WHERE key = ?",
                arguments: [link.key.findable, try JSONColumn().text(link), old.findable])
        }
    }

    private static func seeWhatHasAJob(_ db: Database) throws {
        let sql = """
            SELECT json_extract(value, '$.report.identity') AS identity, max(json_extract(value, '$.report.properties')) AS properties
            FROM job WHERE json_extract(value, '$.report.identity.capacityBytes') > 0 GROUP BY 1
            """
        for row in try Row.fetchAll(db, sql: sql) {
            let identity = try JSONColumn.value(MediaIdentity.self, row["identity"])
            let text: String? = row["properties"]
            let properties = try text.map { try JSONColumn.value([String: String].self, $0) } ?? [:]
            try EntryWriter.write(DriveSighting(identity: identity, properties: properties), db)
        }
    }

    /// Of these nothing but serial and model is known, and not where the serial was read.
    private static func seeWhatTheJournalNames(_ db: Database) throws {
        let sql = """
            SELECT DISTINCT json_extract(value, '$.serial') AS serial, json_extract(value, '$.detail') AS model FROM act
            WHERE json_extract(value, '$.code') = 'identified' AND json_extract(value, '$.serial') IS NOT NULL
            """
        for row in try Row.fetchAll(db, sql: sql) {
            let model: String? = row["model"]
            let identity = MediaIdentity(
                vendor: nil, model: model.flatMap { $0.isEmpty ? nil : $0 }, serial: row["serial"], serialSource: .unknown, wwn: nil,
                capacityBytes: 0)
            try EntryWriter.write(DriveSighting(identity: identity, properties: [:]), db)
        }
    }
}
