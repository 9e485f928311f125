// Reading the database of a state folder from beside it: of a station that may be running, that is stopped, or that lies on a medium that
// cannot be written. Nothing is changed, and no file is left there that was not there before.

import GRDB
import Glibc

extension Store {
    /// Reads once out of `<folder>/wiped.sqlite`.
    ///
    /// SQLite agrees with a running station by two files beside the database, and makes them where they are missing. Where everything was written
    /// back, as a station does that is stopped, the database is read as a file that stands still, without them.
    static func beside<Value>(_ folder: String, _ doing: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        let path = folder + "/wiped.sqlite"
        while true {
            let before = try Files(path, doing)
            if !before.isStill { return try running(before, path, doing, body) }
            let value = try StoreError.catching(doing, path) {
                try queue("file:" + escapedForURI(path) + "?immutable=1").read(body)
            }
            // A station that was started meanwhile may have written under our eyes.
            if try Files(path, doing) == before { return value }
        }
    }

    private static func running<Value>(
        _ files: Files, _ path: String, _ doing: String, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        let unwritten = StoreError(
            kind: .readOnly, path: path,
            what:
                "cannot \(doing): what was written last lies in \(path)-wal, and SQLite needs to write beside that; copy the whole folder to where it "
                + "can be written, and say there: sqlite3 wiped.sqlite 'PRAGMA wal_checkpoint(TRUNCATE)'", sqliteCode: nil)
        guard files.hasShared else { throw unwritten }
        return try StoreError.catching(doing, path) {
            do { return try queue(path).read(body) } catch let error as DatabaseError
                where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
            {
                throw unwritten
            }
        }
    }

    private static func queue(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// What lies there, as far as it tells whether anybody writes.
    private struct Files: Equatable {
        private var facts: [Int64]
        private var unwrittenBytes: Int64
        /// The file by which readers and writers agree.
        var hasShared: Bool

        /// Everything is in the one file.
        var isStill: Bool { unwrittenBytes == 0 }

        init(_ path: String, _ doing: String) throws(StoreError) {
            var status = stat()
            guard stat(path, &status) == 0 else { throw StoreError(errno: errno, path: path, doing: doing) }
            // A pipe in its place would never answer.
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw StoreError(kind: .corrupt, path: path, what: "cannot \(doing): it is no regular file", sqliteCode: nil)
            }
            facts = [
                Int64(status.st_dev), Int64(status.st_ino), Int64(status.st_size), Int64(status.st_mtim.tv_sec),
                Int64(status.st_mtim.tv_nsec),
            ]
            unwrittenBytes = stat(path + "-wal", &status) == 0 ? Int64(status.st_size) : 0
            hasShared = stat(path + "-shm", &status) == 0
        }
    }

    /// A path in a URI of SQLite's.
    private static func escapedForURI(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return path.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "/-_.~".utf8.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }.joined()
    }
}
