// Links between serials and tags, as people look for them.

import GRDB
package import WipeCore

/// Which links to list. What is nil does not narrow the list.
package struct LinkFilter: Hashable, Sendable {
    /// In whichever spelling.
    package var serial: String?
    /// The tag, in whichever spelling that reads the same.
    package var assetTag: String?
    /// A part of the donor's name, in either case.
    package var donor: String?
    package var source: AssetTag.Source?
    /// Those that this import has set, and that are as it has set them.
    package var imported: Int?
    /// Those of an intake list whose serial no drive has ever shown here.
    package var unseenOnly: Bool
    /// Those behind this serial.
    package var after: String?

    package init(
        serial: String? = nil, assetTag: String? = nil, donor: String? = nil, source: AssetTag.Source? = nil, imported: Int? = nil,
        unseenOnly: Bool = false, after: String? = nil
    ) {
        self.serial = serial
        self.assetTag = assetTag
        self.donor = donor
        self.source = source
        self.imported = imported
        self.unseenOnly = unseenOnly
        self.after = after
    }
}

extension Store {
    /// Links in the order of their serials, at most `limit`, and whether there are more.
    package func links(_ filter: LinkFilter = LinkFilter(), limit: Int) throws(StoreError) -> (links: [TagLink], hasMore: Bool) {
        try read("list asset tags") { db in
            var conditions = ["key GLOB 'serial:*'"]
            var arguments = StatementArguments()
            func narrow(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
                guard let value else { return }
                conditions.append(condition)
                arguments += [value]
            }
            narrow("key = ?", filter.serial.map { TagKey.of(serial: $0).findable })
            narrow("reading = ?", filter.assetTag.map(AssetTagText.findableReading))
            narrow("instr(lower(json_extract(value, '$.assetTag.donor')), lower(?)) > 0", filter.donor)
            narrow("json_extract(value, '$.assetTag.source') = ?", filter.source?.rawValue)
            narrow(
                "EXISTS (SELECT 1 FROM import_link WHERE import = ? AND import_link.key = tag.key AND after = tag.value)", filter.imported)
            narrow("key > ?", filter.after.map { TagKey.of(serial: $0).findable })
            if filter.unseenOnly { conditions.append(Store.unseenSQL) }
            arguments += [limit + 1]
            let sql = "SELECT value FROM tag WHERE " + conditions.joined(separator: " AND ") + " ORDER BY key LIMIT ?"
            let found = try JSONColumn.values(TagLink.self, String.fetchAll(db, sql: sql, arguments: arguments))
            return (Array(found.prefix(limit)), found.count > limit)
        }
    }
}
