// Tables of the database and how older files come to have them. A migration that was ever released is never edited: add another.
//
// In every table `value` is the whole value as JSON and the only truth; the other columns are there to find it.

import GRDB

enum Schema {
    /// Marks the file as a database of wiped: "wipe" in ASCII.
    static let applicationID: Int64 = 0x7769_7065

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: jobs)
            try db.execute(sql: media)
            try db.execute(sql: documents)
            try db.execute(sql: journal)
            try db.execute(sql: guards)
        }
        migrator.registerMigration("2", migrate: addLog)
        migrator.registerMigration("3") { db in
            // What a start and the journal ask for, without a walk over years of records.
            try db.execute(
                sql: """
                    CREATE INDEX act_by_serial ON act (json_extract(value, '$.serial'));
                    CREATE INDEX document_by_file ON document (json_extract(value, '$.fileName'));
                    CREATE INDEX document_about_keys ON document (sequence) WHERE kind = 'key';
                    """)
        }
        migrator.registerMigration("4", migrate: nameDrivesWithoutSize)
        migrator.registerMigration("5", migrate: addOneFormOfTags)
        migrator.registerMigration("6", migrate: addReadingsOfTags)
        migrator.registerMigration("7", migrate: addKeysAndIdentity)
        migrator.registerMigration("8", migrate: addErasesOfDrives)
        migrator.registerMigration("9", migrate: addImports)
        migrator.registerMigration("10", migrate: addNamesOfJobs)
        return migrator
    }

    private static let jobs = """
        CREATE TABLE job (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            state TEXT NOT NULL CHECK (state IN ('held', 'queued', 'opening', 'running', 'stopping', 'suspended', 'certifying',
                'sanitized', 'failed', 'abandoned', 'withdrawn')),
            closed INTEGER NOT NULL CHECK (closed = (state IN ('sanitized', 'failed', 'abandoned', 'withdrawn'))),
            bay TEXT NOT NULL,
            media_key TEXT NOT NULL,
            serial TEXT,
            model TEXT,
            asset_tag TEXT,
            policy TEXT NOT NULL,
            priority INTEGER NOT NULL,
            created_ms INTEGER NOT NULL,
            started_ms INTEGER,
            closed_ms INTEGER CHECK ((closed_ms IS NOT NULL) = closed),
            closed_running_ms INTEGER CHECK ((closed_running_ms IS NOT NULL) = closed),
            record INTEGER UNIQUE CHECK (record > 0),
            document TEXT CHECK ((document IS NOT NULL) = (state IN ('sanitized', 'failed', 'abandoned'))),
            value TEXT NOT NULL CHECK (json_valid(value))
        ) STRICT;
        CREATE INDEX job_open ON job (id) WHERE closed = 0;
        CREATE INDEX job_closed ON job (closed_running_ms, id) WHERE closed = 1;
        CREATE INDEX job_by_state ON job (state, closed_running_ms, id);
        CREATE INDEX job_by_media ON job (media_key, closed_running_ms, id) WHERE document IS NOT NULL;

        CREATE TABLE checkpoint (
            job TEXT PRIMARY KEY NOT NULL REFERENCES job (id) DEFERRABLE INITIALLY DEFERRED,
            value TEXT NOT NULL CHECK (json_valid(value))
        ) STRICT;
        """

    private static let media = """
        CREATE TABLE attachment (
            boot_id TEXT NOT NULL,
            name TEXT NOT NULL,
            disk_sequence INTEGER NOT NULL,
            value TEXT NOT NULL CHECK (json_valid(value)),
            PRIMARY KEY (boot_id, name, disk_sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tag (
            key TEXT PRIMARY KEY NOT NULL CHECK (key <> ''),
            tag TEXT NOT NULL UNIQUE CHECK (tag <> ''),
            value TEXT NOT NULL CHECK (json_valid(value))
        ) STRICT;
        """

    private static let documents = """
        CREATE TABLE document (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            record INTEGER NOT NULL UNIQUE CHECK (record > 0),
            job TEXT NOT NULL REFERENCES job (id) DEFERRABLE INITIALLY DEFERRED,
            kind TEXT NOT NULL,
            outcome TEXT NOT NULL,
            serial TEXT,
            asset_tag TEXT,
            issued_ms INTEGER NOT NULL,
            published INTEGER NOT NULL CHECK (published IN (0, 1)),
            value TEXT NOT NULL CHECK (json_valid(value)),
            bytes BLOB NOT NULL CHECK (length(bytes) > 0),
            CHECK (kind <> 'certificate' OR outcome IN ('cleared', 'cleared-with-exceptions')),
            CHECK (kind <> 'failure' OR outcome = 'not-sanitized')
        ) STRICT;
        CREATE INDEX document_by_serial ON document (serial, sequence);
        CREATE INDEX document_by_tag ON document (asset_tag, sequence);
        CREATE INDEX document_by_issue ON document (issued_ms);
        CREATE INDEX document_by_job ON document (job);
        CREATE INDEX document_unpublished ON document (sequence) WHERE published = 0;
        """

    private static let journal = """
        CREATE TABLE act (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            job TEXT,
            value TEXT NOT NULL CHECK (json_valid(value))
        ) STRICT;
        CREATE INDEX act_by_job ON act (job, sequence);

        CREATE TABLE station (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            running_ms INTEGER NOT NULL CHECK (running_ms >= 0)
        ) STRICT;
        INSERT INTO station VALUES (1, 0);
        """

    /// Nets under the station: history is only added to, and no job ends in a claim without its own published record.
    private static let guards = """
        CREATE TRIGGER act_kept BEFORE UPDATE ON act
        BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
        CREATE TRIGGER act_not_deleted BEFORE DELETE ON act
        BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

        CREATE TRIGGER document_kept BEFORE UPDATE ON document
        WHEN NEW.sequence IS NOT OLD.sequence OR NEW.id IS NOT OLD.id OR NEW.record IS NOT OLD.record OR NEW.job IS NOT OLD.job
            OR NEW.kind IS NOT OLD.kind OR NEW.outcome IS NOT OLD.outcome OR NEW.serial IS NOT OLD.serial
            OR NEW.asset_tag IS NOT OLD.asset_tag OR NEW.issued_ms IS NOT OLD.issued_ms OR NEW.value IS NOT OLD.value
            OR NEW.bytes IS NOT OLD.bytes OR NEW.published < OLD.published
        BEGIN SELECT RAISE(ABORT, 'a stored record never changes'); END;
        CREATE TRIGGER document_not_deleted BEFORE DELETE ON document
        BEGIN SELECT RAISE(ABORT, 'a stored record never changes'); END;

        CREATE TRIGGER job_stays_closed BEFORE UPDATE ON job
        WHEN OLD.closed = 1 AND (NEW.state IS NOT OLD.state OR NEW.record IS NOT OLD.record OR NEW.document IS NOT OLD.document)
        BEGIN SELECT RAISE(ABORT, 'a closed job stays as it closed'); END;
        CREATE TRIGGER job_not_deleted BEFORE DELETE ON job
        BEGIN SELECT RAISE(ABORT, 'jobs are never deleted'); END;
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
