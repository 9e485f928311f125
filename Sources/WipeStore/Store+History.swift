// What tells one history from another: the identity of the database, how far it has come, and numbers that are left out on purpose.

import GRDB
package import WipeCore

extension Store {
    /// 32 hexadecimal digits, drawn when the database was made. A copy has the same.
    package func identity() throws(StoreError) -> String {
        try read("read the identity of the database") { try String.fetchOne($0, sql: "SELECT identity FROM station") ?? "" }
    }

    /// Number of entries that the database has in its log.
    package func logSize() throws(StoreError) -> Int {
        try read("count the log") { try Int.fetchOne($0, sql: "SELECT coalesce(max(place) + 1, 0) FROM log_entry") ?? 0 }
    }

    /// Whether a high-water mark of this database was ever written.
    package func hasMark() throws(StoreError) -> Bool {
        try read("look up the high-water mark") { try Bool.fetchOne($0, sql: "SELECT has_mark FROM station") ?? false }
    }

    /// Notes that a high-water mark of this database is written.
    package func noteMark() throws(StoreError) {
        try write("note the high-water mark") { try $0.execute(sql: "UPDATE station SET has_mark = 1") }
    }

    /// No record has a number below `first` from now on: what lies between is left out, and an audit names it. With the line of the journal about
    /// it, whose detail is then the `gap`.
    package func leaveOutRecords(before first: UInt64, act: Act) throws(StoreError) {
        guard let number = Int64(exactly: first) else {
            throw StoreError(kind: .conflict, path: path, what: "record number \(first) is beyond what can be stored", sqliteCode: nil)
        }
        try write("leave out record numbers") { db in
            let rows = EntryWriter(db: db, path: path)
            try rows.run("UPDATE station SET record_min = max(record_min, ?), gap = ?", [number, act.detail.findable])
            try rows.write(.act(act))
        }
    }

    /// What is still to be said in the log about a history that is gone; nil where nothing is.
    package func gap() throws(StoreError) -> String? {
        try read("look up a gap of the history") { try String.fetchOne($0, sql: "SELECT gap FROM station") }
    }

    /// The log says it now.
    package func closeGap() throws(StoreError) {
        try write("note that a gap is in the log") { try $0.execute(sql: "UPDATE station SET gap = NULL") }
    }
}
