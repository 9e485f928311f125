// Version 9: what each import of an intake list has set, so that it can be taken back by its number.

import GRDB

extension Schema {
    /// Imports of older versions have no numbers: what they set stays.
    static func addImports(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE import (
                    number INTEGER PRIMARY KEY CHECK (number > 0),
                    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
                    value TEXT NOT NULL CHECK (json_valid(value))
                ) STRICT;

                -- Links that it changed, as they were before and after; NULL where there was none.
                CREATE TABLE import_link (
                    import INTEGER NOT NULL REFERENCES import (number),
                    key TEXT NOT NULL,
                    before TEXT CHECK (before IS NULL OR json_valid(before)),
                    after TEXT CHECK (after IS NULL OR json_valid(after)),
                    PRIMARY KEY (import, key)
                ) STRICT, WITHOUT ROWID;
                """)
    }
}
