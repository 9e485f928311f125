// Signed records: found by what people know of them, served byte for byte.

import Foundation
import GRDB
package import WipeCore

/// Which documents to list. What is nil does not narrow the list; texts are compared byte by byte.
package struct DocumentFilter: Hashable, Sendable {
    /// Serial of the media.
    package var serial: String?
    /// Asset tag by which it goes: the one under which it was signed, or that of its newest correction.
    package var assetTag: String?
    /// Issued at this moment or later: wall clock, milliseconds since 1970.
    package var sinceWallMilliseconds: Int64?
    /// `cleared`, `purged`, each perhaps `-with-exceptions`, or `not-sanitized`.
    package var outcome: String?
    /// Stored before the document with this record number.
    package var beforeRecord: Int?
    /// At most so many; nil for all.
    package var limit: Int?
    /// A filter; without arguments, of all documents.
    package init(
        serial: String? = nil, assetTag: String? = nil, sinceWallMilliseconds: Int64? = nil, outcome: String? = nil,
        beforeRecord: Int? = nil, limit: Int? = nil
    ) {
        self.beforeRecord = beforeRecord
        self.serial = serial
        self.assetTag = assetTag
        self.sinceWallMilliseconds = sinceWallMilliseconds
        self.outcome = outcome
        self.limit = limit
    }
}

extension Store {
    /// Documents by the tag that they go by; takes the tag twice.
    static let hasTagSQL = """
        (asset_tag = ? AND NOT EXISTS (SELECT 1 FROM tag_of_record WHERE tag_of_record.job = document.job)
            OR document.job IN (SELECT job FROM tag_of_record WHERE tag = ?))
        """
    /// Documents by what the tag that they go by reads as; takes that twice.
    static let hasReadingSQL = """
        (tag_reading = ? AND NOT EXISTS (SELECT 1 FROM tag_of_record WHERE tag_of_record.job = document.job)
            OR document.job IN (SELECT job FROM tag_of_record WHERE reading = ?))
        """
    private static let documentSQL = """
        SELECT sequence, value, bytes, published, (SELECT log_entry.bytes FROM log_entry WHERE log_entry.document = document.id) AS entry,
            \(noticesSQL) FROM document
        """

    private static let bareDocumentSQL = """
        SELECT sequence, value, published, \(noticesSQL) FROM document
        """

    /// What notices have said of a record since.
    private static var noticesSQL: String {
        """
        (SELECT tag FROM tag_of_record WHERE tag_of_record.job = document.job) AS present_tag,
            \(notice("min", of: "revocation")) AS revoked_by, \(notice("max", of: "correction")) AS corrected_by
        """
    }

    /// The number of the first or the last notice of a kind about a job's record.
    private static func notice(_ which: String, of kind: String) -> String {
        """
        (SELECT \(which)(notice.record) FROM document AS notice WHERE notice.job = document.job AND notice.kind = '\(kind)'
            AND document.kind IN ('certificate', 'failure'))
        """
    }

    /// The document with this id (UUID without prefix).
    package func document(id: String) throws(StoreError) -> SignedDocument? {
        try documents(" WHERE id = ?", [id.findable]).first
    }

    /// The document with this record number.
    package func document(record: UInt64) throws(StoreError) -> SignedDocument? {
        guard let number = Int64(exactly: record) else { return nil }
        return try documents(" WHERE record = ?", [number]).first
    }

    /// The document with this id or, where the text is a decimal number, with this record number.
    package func document(idOrRecord text: String) throws(StoreError) -> SignedDocument? {
        if let document = try document(id: text) { return document }
        guard let record = UInt64(text) else { return nil }
        return try document(record: record)
    }

    /// Documents that meet the filter, the one stored last first.
    package func documents(_ filter: DocumentFilter = DocumentFilter()) throws(StoreError) -> [SignedDocument] {
        let (condition, arguments) = Self.condition(filter, below: nil)
        return try documents(condition, arguments)
    }

    /// A page of the same list without the signed bytes, and where the next page begins; nil after the last one. A list of years is never in memory
    /// as a whole.
    ///
    /// - Parameter below: what the page before gave; nil for the first one.
    package func documentPage(_ filter: DocumentFilter, below: Int64?, limit: Int) throws(StoreError) -> (
        page: [SignedDocument], next: Int64?
    ) {
        var filter = filter
        filter.limit = limit
        let (condition, arguments) = Self.condition(filter, below: below)
        return try read("list records") { db in
            let rows = try Row.fetchAll(db, sql: Store.bareDocumentSQL + condition, arguments: arguments)
            let last: Int64? = rows.count < limit ? nil : rows.last?["sequence"]
            return (try rows.map { try Store.document($0) }, last)
        }
    }

    /// Published documents in the order in which they were stored, from behind `sequence` on, and where the next page begins; nil after the last one.
    package func publishedPage(after sequence: Int64, limit: Int) throws(StoreError) -> (page: [SignedDocument], next: Int64?) {
        try read("read published records") { db in
            let rows = try Row.fetchAll(
                db, sql: Store.documentSQL + " WHERE published = 1 AND sequence > ? ORDER BY sequence LIMIT ?",
                arguments: [sequence, limit])
            let last: Int64? = rows.count < limit ? nil : rows.last?["sequence"]
            return (try rows.map { try Store.wholeDocument($0) }, last)
        }
    }

    private static func condition(_ filter: DocumentFilter, below: Int64?) -> (String, StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func narrow(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        narrow("sequence < ?", below)
        narrow("sequence < (SELECT sequence FROM document WHERE record = ?)", filter.beforeRecord)
        narrow("serial = ?", filter.serial?.findable)
        if let tag = filter.assetTag.map(AssetTagText.composed)?.findable {
            conditions.append(Store.hasTagSQL)
            arguments += [tag, tag]
        }
        narrow("issued_ms >= ?", filter.sinceWallMilliseconds)
        narrow("outcome = ?", filter.outcome?.findable)
        // In SQLite a negative limit is none.
        arguments += [filter.limit.map { max(0, $0) } ?? -1]
        let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return (condition + " ORDER BY sequence DESC LIMIT ?", arguments)
    }

    /// The newest document that goes by this tag; where there is none, the newest that goes by one that reads the same.
    package func record(readingAs tag: String) throws(StoreError) -> SignedDocument? {
        if let exact = try documents(DocumentFilter(assetTag: tag, limit: 1)).first { return exact }
        let reading = AssetTagText.findableReading(tag)
        return try documents(" WHERE " + Store.hasReadingSQL + " ORDER BY sequence DESC LIMIT 1", [reading, reading]).first
    }

    /// The number of the next record: 1 above the highest that a job or a document has, and not one that was left out (`leaveOutRecords`).
    package func nextRecord() throws(StoreError) -> UInt64 {
        try read("read the last record number") { db in
            let last = try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(coalesce((SELECT max(record) FROM job), 0), coalesce((SELECT max(record) FROM document), 0),
                        (SELECT record_min - 1 FROM station))
                    """)
            return UInt64(last ?? 0) + 1
        }
    }

    func documents(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [SignedDocument] {
        try read("read records") { db in
            try Row.fetchAll(db, sql: Store.documentSQL + condition, arguments: arguments).map { try Store.wholeDocument($0) }
        }
    }

    private static func wholeDocument(_ row: Row) throws -> SignedDocument {
        var document = try Store.document(row)
        let bytes: Data = row["bytes"]
        document.bytes = Array(bytes)
        let entry: Data? = row["entry"]
        document.logEntry = entry.map { Array($0) } ?? []
        return document
    }

    private static func document(_ row: Row) throws -> SignedDocument {
        var document = try JSONColumn.value(SignedDocument.self, row["value"])
        document.published = row["published"]
        document.correctedTag = row["present_tag"]
        let (revoked, corrected): (Int64?, Int64?) = (row["revoked_by"], row["corrected_by"])
        document.revokedBy = revoked.flatMap { UInt64(exactly: $0) }
        document.correctedBy = corrected.flatMap { UInt64(exactly: $0) }
        return document
    }
}
