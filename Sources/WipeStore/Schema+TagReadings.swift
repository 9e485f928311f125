// Version 6: what a person reads of each tag, to find those that are written otherwise and read the same.

import GRDB
import WipeCore

extension Schema {
    /// Rows of older versions are filled in. Two drives whose tags read the same keep both: only a new link is a conflict, and which of two old ones
    /// is right nobody can say here.
    static func addReadingsOfTags(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE tag ADD COLUMN reading TEXT NOT NULL DEFAULT '';
                ALTER TABLE document ADD COLUMN tag_reading TEXT;
                ALTER TABLE tag_of_record ADD COLUMN reading TEXT NOT NULL DEFAULT '';
                """)
        try fill(db, "SELECT DISTINCT tag FROM tag", "UPDATE tag SET reading = ? WHERE tag = ?")
        try fill(
            db, "SELECT DISTINCT asset_tag FROM document WHERE asset_tag IS NOT NULL",
            "UPDATE document SET tag_reading = ? WHERE asset_tag = ?")
        try fill(db, "SELECT DISTINCT tag FROM tag_of_record", "UPDATE tag_of_record SET reading = ? WHERE tag = ?")
        try db.execute(
            sql: """
                CREATE INDEX tag_by_reading ON tag (reading);
                CREATE INDEX document_by_tag_reading ON document (tag_reading, sequence) WHERE tag_reading IS NOT NULL;
                CREATE INDEX tag_of_record_by_reading ON tag_of_record (reading);
                CREATE TRIGGER document_reading_kept BEFORE UPDATE ON document WHEN NEW.tag_reading IS NOT OLD.tag_reading
                BEGIN SELECT RAISE(ABORT, 'a stored record never changes'); END;
                """)
    }

    /// The columns hold tags as they are found by; no tag of today has a character for which that is another text.
    private static func fill(_ db: Database, _ tagsSQL: String, _ updateSQL: String) throws {
        for tag in try String.fetchAll(db, sql: tagsSQL) {
            try db.execute(sql: updateSQL, arguments: [AssetTagText.findableReading(tag), tag])
        }
    }
}
