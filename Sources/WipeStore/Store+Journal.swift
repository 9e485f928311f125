// Who did what when, and how long the station has run.

import GRDB
public import WipeCore

/// One line of the journal.
public struct JournalLine: Hashable, Sendable {
    /// Grows by one with each line.
    public let number: Int64
    public let act: Act
}

extension Store {
    /// Lines of the journal, the last one first; of one job where `job` is given.
    public func journal(limit: Int, job: JobID? = nil) throws(StoreError) -> [JournalLine] {
        try read("read the journal") { db in
            let columns = "SELECT sequence, value FROM act"
            let rows =
                if let job {
                    try Row.fetchAll(
                        db, sql: columns + " WHERE job = ? ORDER BY sequence DESC LIMIT ?", arguments: [job.findable, max(0, limit)])
                } else {
                    try Row.fetchAll(db, sql: columns + " ORDER BY sequence DESC LIMIT ?", arguments: [max(0, limit)])
                }
            let acts = try JSONColumn.values(Act.self, rows.map { $0["value"] })
            return zip(rows, acts).map { JournalLine(number: $0["sequence"], act: $1) }
        }
    }

    /// The station's running time at the last append, in milliseconds: where the clock of the next start begins.
    public func runningMilliseconds() throws(StoreError) -> Int64 {
        try read("read the running time") { try Int64.fetchOne($0, sql: "SELECT running_ms FROM station") ?? 0 }
    }
}
