// Archives and kept heads as a person names them on the command line.

import Foundation
import WipeAudit
import WipeCertificate
import WipeStore

extension Archive {
    /// A state folder or an export. The database of a station is only read: a running wipe is no missing record.
    init(_ directory: String) throws(AuditFailure) {
        try self.init(directory) { folder throws(AuditFailure) in
            do throws(StoreError) { return try Store.openRecords(folder: folder).map { Int(clamping: $0) } } catch {
                throw .unreadable(error.path, error.what)
            }
        }
    }

    /// A head of the log that somebody kept: FILE, or FILE@DATE with the day or the second in which it was kept.
    static func checkpoint(_ text: String) throws -> ArchivedCheckpoint {
        let (path, keptOn) = try keptOn(text)
        return try checkpoint(file: path, keptOn: keptOn)
    }

    /// A file whose whole name is there is that file, whatever stands behind an `@` in it.
    private static func keptOn(_ text: String) throws -> (path: String, keptOn: ClosedRange<UTCTime>?) {
        guard let place = text.lastIndex(of: "@"), access(text, F_OK) != 0 else { return (text, nil) }
        let date = String(text[text.index(after: place)...])
        guard let first = UTCTime(try CertificateQuery.time(date)) else { return (text, nil) }
        let last = UTCTime(secondsSince1970: first.secondsSince1970 + (date.utf8.count == 10 ? 86_399 : 0))
        return (String(text[..<place]), first...last)
    }
}
