// What can go wrong with the store, sorted by what a person has to do about it.

import GRDB
import Glibc

/// A store that could not do what was asked. Nothing of that call was stored.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Sorts errors by what helps.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The disk took no more: full, or failing on writes.
        case full
        /// The file or its folder may not be written.
        case readOnly = "read-only"
        /// Damaged, not a database, or a value in it that cannot be read.
        case corrupt
        /// Another program holds the database.
        case busy
        /// Written by a newer version.
        case newerVersion = "newer-version"
        /// What was to be stored contradicts what is stored.
        case conflict
        /// None of these; `what` says more.
        case other
    }

    /// What kind of help it needs.
    package let kind: Kind
    /// The database file.
    package let path: String
    /// What was tried and what came of it, for people. Holds no stored values.
    package let what: String
    /// SQLite's extended result code, nil where SQLite did not speak.
    package let sqliteCode: Int32?

    /// An error from its parts.
    package init(kind: Kind, path: String, what: String, sqliteCode: Int32?) {
        self.kind = kind
        self.path = path
        self.what = what
        self.sqliteCode = sqliteCode
    }

    /// A sentence for people: file, what was tried, what came of it.
    package var description: String {
        "\(path): \(what)" + (sqliteCode.map { " (SQLite \($0))" } ?? "")
    }

    init(errno code: Int32, path: String, doing: String) {
        let kind: Kind =
            switch code {
            case ENOSPC, EDQUOT, EIO: .full
            case EROFS, EACCES, EPERM: .readOnly
            default: .other
            }
        self.init(kind: kind, path: path, what: "cannot \(doing): \(String(cString: strerror(code)))", sqliteCode: nil)
    }

    init(_ error: DatabaseError, path: String, doing: String) {
        // Not `error.description`, which quotes the statement.
        let text = error.message ?? "no message"
        self.init(kind: Kind(error), path: path, what: "cannot \(doing): \(text)", sqliteCode: error.extendedResultCode.rawValue)
    }

    /// Runs `body` and gives whatever it throws the one type that callers see.
    static func catching<T>(_ doing: String, _ path: String, _ body: () throws -> T) throws(StoreError) -> T {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error, path: path, doing: doing)
        } catch let error as DecodingError {
            throw StoreError(kind: .corrupt, path: path, what: "cannot \(doing): \(error.place)", sqliteCode: nil)
        } catch {
            throw StoreError(kind: .other, path: path, what: "cannot \(doing): \(error)", sqliteCode: nil)
        }
    }
}

extension StoreError.Kind {
    init(_ error: DatabaseError) {
        switch error.extendedResultCode {
        case .SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC, .SQLITE_IOERR_TRUNCATE, .SQLITE_IOERR_SHMSIZE:
            self = .full
            return
        default: break
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CONSTRAINT: self = .conflict
        default: self = .other
        }
    }
}

extension DecodingError {
    /// Where in a stored value the reading stopped, without the value: it may hold a key.
    fileprivate var place: String {
        let (context, missing): (Context, String?) =
            switch self {
            case .keyNotFound(let key, let context): (context, key.stringValue)
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): (context, nil)
            @unknown default: (Context(codingPath: [], debugDescription: ""), nil)
            }
        let path = (context.codingPath.map(\.stringValue) + [missing].compactMap { $0 }).joined(separator: ".")
        return "a stored value is not readable at \"\(path)\""
    }
}
