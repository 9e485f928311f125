// Who did what when, and how long the station has run.

import GRDB
package import WipeCore

/// One line of the journal.
package struct JournalLine: Hashable, Sendable {
    /// Grows by one with each line.
    package let number: Int64
    package let act: Act
}

/// Which lines to list. What is nil does not narrow the list; texts are compared byte by byte.
package struct JournalFilter: Hashable, Sendable {
    package var job: JobID?
    package var serial: String?
    /// Name of the user, or of the login behind root.
    package var user: String?
    /// At this moment or later: wall clock, milliseconds since 1970.
    package var sinceWallMilliseconds: Int64?
    /// A filter; without arguments, of all lines.
    package init(job: JobID? = nil, serial: String? = nil, user: String? = nil, sinceWallMilliseconds: Int64? = nil) {
        self.job = job
        self.serial = serial
        self.user = user
        self.sinceWallMilliseconds = sinceWallMilliseconds
    }
}

extension Store {
    /// Lines of the journal that meet the filter, the last one first.
    package func journal(limit: Int, _ filter: JournalFilter = JournalFilter()) throws(StoreError) -> [JournalLine] {
        try read("read the journal") { db in
            var conditions: [String] = []
            var arguments = StatementArguments()
            func narrow(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
                guard values.allSatisfy({ $0 != nil }) else { return }
                conditions.append(condition)
                arguments += StatementArguments(values)
            }
            narrow("job = ?", filter.job?.findable)
            narrow("json_extract(value, '$.serial') = ?", filter.serial)
            narrow("(json_extract(value, '$.actor.user') = ? OR json_extract(value, '$.actor.viaRoot') = ?)", filter.user, filter.user)
            narrow("json_extract(value, '$.at.wallMilliseconds') >= ?", filter.sinceWallMilliseconds)
            let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
            arguments += [max(0, limit)]
            let rows = try Row.fetchAll(
                db, sql: "SELECT sequence, value FROM act\(condition) ORDER BY sequence DESC LIMIT ?", arguments: arguments)
            let acts = try JSONColumn.values(Act.self, rows.map { $0["value"] })
            return zip(rows, acts).map { JournalLine(number: $0["sequence"], act: $1) }
        }
    }

    /// The station's running time at the last append, in milliseconds: where the clock of the next start begins.
    package func runningMilliseconds() throws(StoreError) -> Int64 {
        try read("read the running time") { try Int64.fetchOne($0, sql: "SELECT running_ms FROM station") ?? 0 }
    }
}
