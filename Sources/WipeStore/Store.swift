// WipeStore: what the station must not forget, in one SQLite file.
// In: journal entries of one event. Out: the same values, found again after a stop, a crash or a power failure.
// It judges nothing; its constraints only refuse what no sound station would ask for.

import GRDB
import Glibc

/// The station's durable state. All calls block until they are done: call them from a thread of your own, never from Swift's pool.
/// A value that can be shared; writes of several threads are done one after the other.
package struct Store: Sendable {
    /// Path of the database file; `:memory:` for a store that lives as long as its value.
    package let path: String
    let writer: any DatabaseWriter

    /// Opens `<folder>/wiped.sqlite`, made with mode 0600 where there is none. The folder must exist.
    package static func open(folder: String) throws(StoreError) -> Store {
        try Store(path: folder.hasSuffix("/") ? folder + "wiped.sqlite" : folder + "/wiped.sqlite")
    }

    /// Opens the database at `path`, made with mode 0600 where there is none, and brings its schema up to date.
    /// Throws where it is of a newer version, not a database of `wiped`, or not as durable as asked. Damage further inside is found by `check`.
    package init(path: String) throws(StoreError) {
        try self.init(path: path, busySeconds: 5)
    }

    init(path: String, busySeconds: Double) throws(StoreError) {
        try Store.createPrivately(path)
        self.path = path
        writer = try StoreError.catching("open the database", path) {
            let pool = try DatabasePool(path: path, configuration: Store.configuration(busySeconds: busySeconds))
            try pool.writeWithoutTransaction { db in
                // DatabasePool leaves NORMAL on its writer, which may lose the last commits at a power failure.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try Store.checkVersion(db, path)
                // Nothing is moved about in a file that is damaged.
                if try !Schema.migrator.hasCompletedMigrations(db) { try Store.checkIntegrity(db, path) }
            }
            try Schema.migrator.migrate(pool)
            try pool.writeWithoutTransaction { try Store.checkDurability($0, path) }
            return pool
        }
    }

    /// A store without a file, for tests and simulations.
    package static func inMemory() throws(StoreError) -> Store {
        try Store(memory: ":memory:")
    }

    private init(memory path: String) throws(StoreError) {
        self.path = path
        writer = try StoreError.catching("open the database", path) {
            let queue = try DatabaseQueue(configuration: Store.configuration(busySeconds: 5))
            try Schema.migrator.migrate(queue)
            return queue
        }
    }

    /// Reads every page of the file, as it is at this moment: seconds for the records of years, beside other readers and writers.
    /// Throws where it is damaged.
    package func check() throws(StoreError) {
        try StoreError.catching("check the database", path) {
            guard writer is DatabasePool else { return }
            // A reader that cannot write is twice as fast here as the writer.
            var configuration = Store.configuration(busySeconds: 5)
            configuration.readonly = true
            let reader = try DatabaseQueue(path: path, configuration: configuration)
            try reader.read { try Store.checkIntegrity($0, path) }
            try reader.close()
        }
    }

    /// Writes back what SQLite still holds beside the file, and closes it. Later calls throw. A store that is just dropped loses nothing either.
    package func close() throws(StoreError) {
        try StoreError.catching("close the database", path) {
            // The readers close last, and cannot write: without this everything since the last thousand pages would stay beside the file.
            let moved = Result { try (writer as? DatabasePool)?.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
            try writer.close()
            // Closed all the same, where the disk is full, say.
            try moved.get()
        }
    }

    // MARK: checks at open

    private static func configuration(busySeconds: Double) -> Configuration {
        var configuration = Configuration()
        configuration.label = "wiped"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        return configuration
    }

    private static func checkIntegrity(_ db: Database, _ path: String) throws {
        let answer = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard answer == "ok" else {
            throw StoreError(kind: .corrupt, path: path, what: "the database is damaged: \(answer)", sqliteCode: nil)
        }
    }

    private static func checkVersion(_ db: Database, _ path: String) throws {
        if try Schema.migrator.hasBeenSuperseded(db) {
            let what = "the database was written by a newer version of wiped; install that version, or start with an empty state folder"
            throw StoreError(kind: .newerVersion, path: path, what: what, sqliteCode: nil)
        }
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'table'") ?? 0
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id")
        guard tables == 0 || application == Schema.applicationID else {
            throw StoreError(kind: .other, path: path, what: "this is a database of another program", sqliteCode: nil)
        }
    }

    private static func checkDurability(_ db: Database, _ path: String) throws {
        let facts = [
            ("synchronous", try String.fetchOne(db, sql: "PRAGMA synchronous"), "2"),
            ("foreign_keys", try String.fetchOne(db, sql: "PRAGMA foreign_keys"), "1"),
            ("journal_mode", try String.fetchOne(db, sql: "PRAGMA journal_mode"), "wal"),
        ]
        for (name, found, expected) in facts where found != expected {
            let what = "SQLite's \(name) is \(found ?? "unknown") instead of \(expected): records could be lost at a power failure"
            throw StoreError(kind: .other, path: path, what: what, sqliteCode: nil)
        }
    }

    /// Makes the file before SQLite does, for its mode; the files that SQLite puts beside it take the same.
    private static func createPrivately(_ path: String) throws(StoreError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Glibc.close(descriptor)
            return
        }
        guard errno == EEXIST else { throw StoreError(errno: errno, path: path, doing: "create the database") }
        // By path alone: closing a descriptor of a database that is open in this process would drop SQLite's locks on it.
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw StoreError(errno: errno, path: path, doing: "look at the database") }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(kind: .other, path: path, what: "is not a regular file", sqliteCode: nil)
        }
        // Keys of open wipes are in it.
        if facts.st_mode & 0o077 != 0, chmod(path, 0o600) != 0 {
            throw StoreError(errno: errno, path: path, doing: "keep others from reading the database")
        }
    }

    // MARK: the two ways in

    func write<T>(_ doing: String, _ body: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.catching(doing, path) { try writer.write(body) }
    }

    func read<T>(_ doing: String, _ body: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.catching(doing, path) { try writer.read(body) }
    }
}
