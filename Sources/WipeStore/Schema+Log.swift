// Version 2: every document has its place in the public log, and there are documents that no job ends with.

import GRDB

extension Schema {
    /// Documents of version 1 get their places when the station starts next (`Store.documentsWithoutEntry`), in the order in which they were
    /// stored. They count as not published until they are in the log, so that a start that is cut short finishes at the next one.
    static func addLog(_ db: Database) throws {
        // The triggers of `job` name the table that is made anew.
        try db.execute(sql: "DROP TRIGGER job_inserted_with_record; DROP TRIGGER job_closed_with_record;")
        try db.execute(sql: documentsOfAllKinds)
        try db.execute(sql: logEntries)
        try db.execute(sql: documentGuards)
        try db.execute(sql: logGuards)
        try db.execute(sql: jobGuards)
    }

    private static let documentsOfAllKinds = """
        CREATE TABLE document_2 (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            record INTEGER NOT NULL UNIQUE CHECK (record > 0),
            job TEXT REFERENCES job (id) DEFERRABLE INITIALLY DEFERRED,
            kind TEXT NOT NULL CHECK (kind IN ('certificate', 'failure', 'correction', 'revocation', 'key')),
            outcome TEXT NOT NULL,
            serial TEXT,
            asset_tag TEXT,
            issued_ms INTEGER NOT NULL,
            published INTEGER NOT NULL CHECK (published IN (0, 1)),
            value TEXT NOT NULL CHECK (json_valid(value)),
            bytes BLOB NOT NULL CHECK (length(bytes) > 0),
            CHECK (kind <> 'certificate' OR outcome IN ('cleared', 'cleared-with-exceptions')),
            CHECK (kind <> 'failure' OR outcome = 'not-sanitized'),
            CHECK (kind IN ('certificate', 'failure') OR outcome = kind),
            CHECK ((job IS NULL) = (kind = 'key'))
        ) STRICT;
        INSERT INTO document_2 SELECT sequence, id, record, job, kind, outcome, serial, asset_tag, issued_ms, 0, value, bytes FROM document;
        DROP TABLE document;
        ALTER TABLE document_2 RENAME TO document;
        CREATE INDEX document_by_serial ON document (serial, sequence);
        CREATE INDEX document_by_tag ON document (asset_tag, sequence);
        CREATE INDEX document_by_issue ON document (issued_ms);
        CREATE INDEX document_by_job ON document (job);
        CREATE INDEX document_unpublished ON document (sequence) WHERE published = 0;
        """

    private static let logEntries = """
        CREATE TABLE log_entry (
            place INTEGER PRIMARY KEY NOT NULL,
            document TEXT NOT NULL UNIQUE REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
            bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65535)
        ) STRICT;
        """

    private static let documentGuards = """
        CREATE TRIGGER document_kept BEFORE UPDATE ON document
        WHEN NEW.sequence IS NOT OLD.sequence OR NEW.id IS NOT OLD.id OR NEW.record IS NOT OLD.record OR NEW.job IS NOT OLD.job
            OR NEW.kind IS NOT OLD.kind OR NEW.outcome IS NOT OLD.outcome OR NEW.serial IS NOT OLD.serial
            OR NEW.asset_tag IS NOT OLD.asset_tag OR NEW.issued_ms IS NOT OLD.issued_ms OR NEW.value IS NOT OLD.value
            OR NEW.bytes IS NOT OLD.bytes OR NEW.published < OLD.published
        BEGIN SELECT RAISE(ABORT, 'a stored record never changes'); END;
        CREATE TRIGGER document_not_deleted BEFORE DELETE ON document
        BEGIN SELECT RAISE(ABORT, 'a stored record never changes'); END;
        CREATE TRIGGER document_published_logged BEFORE UPDATE ON document
        WHEN NEW.published = 1 AND NOT EXISTS (SELECT 1 FROM log_entry WHERE document = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'a record is published only with its place in the log'); END;
        """

    private static let logGuards = """
        CREATE TRIGGER log_entry_next BEFORE INSERT ON log_entry
        WHEN NEW.place IS NOT (SELECT coalesce(max(place) + 1, 0) FROM log_entry)
        BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
        CREATE TRIGGER log_entry_kept BEFORE UPDATE ON log_entry
        BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
        CREATE TRIGGER log_entry_not_deleted BEFORE DELETE ON log_entry
        BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
        """

    /// As in version 1; the table that they look at is another one.
    private static let jobGuards = """
        CREATE TRIGGER job_inserted_with_record AFTER INSERT ON job
        WHEN NEW.document IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM document WHERE id = NEW.document AND job = NEW.id AND published = 1
                AND kind = CASE NEW.state WHEN 'sanitized' THEN 'certificate' ELSE 'failure' END)
        BEGIN SELECT RAISE(ABORT, 'a job ends only with its own published record'); END;
        CREATE TRIGGER job_closed_with_record AFTER UPDATE ON job
        WHEN NEW.document IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM document WHERE id = NEW.document AND job = NEW.id AND published = 1
                AND kind = CASE NEW.state WHEN 'sanitized' THEN 'certificate' ELSE 'failure' END)
        BEGIN SELECT RAISE(ABORT, 'a job ends only with its own published record'); END;
        """
}
