// Version 7: which keys the station has had, under which names, and what tells this database from every other one.

import GRDB

extension Schema {
    /// The keys of an older database are those that signed its documents, from the time of the first one on. Their log is not known where a
    /// document names none: the next start fills it in.
    static func addKeysAndIdentity(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE station ADD COLUMN identity TEXT NOT NULL DEFAULT '';
                UPDATE station SET identity = lower(hex(randomblob(16)));
                -- The high-water mark was written once: from then on it is missed where it is not there.
                ALTER TABLE station ADD COLUMN has_mark INTEGER NOT NULL DEFAULT 0 CHECK (has_mark IN (0, 1));
                -- No record has a smaller number than this from now on.
                ALTER TABLE station ADD COLUMN record_min INTEGER NOT NULL DEFAULT 1 CHECK (record_min > 0);
                -- What is to be said in the log about a history that is gone.
                ALTER TABLE station ADD COLUMN gap TEXT;

                CREATE TABLE station_key (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    did TEXT NOT NULL UNIQUE CHECK (did <> ''),
                    role TEXT NOT NULL CHECK (role IN ('station', 'simulation', 'log')),
                    -- The document that was stored last when the key came: it has signed none before.
                    after_document INTEGER NOT NULL,
                    valid_from INTEGER NOT NULL,
                    valid_until INTEGER CHECK (valid_until > valid_from)
                ) STRICT;
                CREATE TABLE key_name (
                    did TEXT NOT NULL REFERENCES station_key (did),
                    station TEXT NOT NULL,
                    origin TEXT NOT NULL,
                    PRIMARY KEY (did, station, origin)
                ) STRICT, WITHOUT ROWID;

                CREATE TEMP TABLE signed AS SELECT sequence, issued_ms, json_extract(text, '$.issuer.id') AS did,
                        json_extract(text, '$.issuer.name') AS station, json_extract(text, '$.credentialSubject.logAnchor.origin') AS origin,
                        CASE WHEN json_extract(text, '$.credentialSubject.simulation') THEN 'simulation' ELSE 'station' END AS role
                    FROM (SELECT sequence, issued_ms, CAST(bytes AS TEXT) AS text FROM document) WHERE json_valid(text);
                INSERT INTO station_key (did, role, after_document, valid_from)
                    SELECT did, role, min(sequence) - 1, min(issued_ms) / 1000 FROM temp.signed WHERE did IS NOT NULL GROUP BY did ORDER BY min(sequence);
                INSERT INTO key_name SELECT did, station, coalesce(max(origin), '') FROM temp.signed
                    WHERE did IS NOT NULL AND station IS NOT NULL GROUP BY did, station;
                DROP TABLE temp.signed;

                CREATE TRIGGER station_key_not_deleted BEFORE DELETE ON station_key
                BEGIN SELECT RAISE(ABORT, 'a key that has signed stays known'); END;
                CREATE TRIGGER station_key_begins_earlier BEFORE UPDATE ON station_key
                WHEN NEW.did IS NOT OLD.did OR NEW.role IS NOT OLD.role OR NEW.valid_from > OLD.valid_from
                BEGIN SELECT RAISE(ABORT, 'a key begins no later than was said before'); END;
                """)
    }
}
