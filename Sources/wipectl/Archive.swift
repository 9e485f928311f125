// A folder of records with its log: the state folder of a station, or an export.

import Foundation
import WipeAPI
import WipeCertificate
import WipeCore
import WipeFiles
import WipeStore

/// Where the parts of an archive lie.
struct Archive: Sendable {
    let directory: String
    /// Where the records are.
    let records: String
    let log: String
    /// Numbers of records whose jobs are still open.
    let open: [Int]
    /// What an export leaves out by its own word.
    let filter: ExportFilter?

    /// Largest file of a log, and largest list of open jobs.
    private static let fileBytesMax = 32 << 20

    /// - Throws: where the folder cannot be read, or its list of open jobs.
    init(_ directory: String) throws(Failure) {
        self.directory = directory
        let nested = directory + "/certificates"
        records = FileManager.default.fileExists(atPath: nested) ? nested : directory
        log = directory + "/log"
        // A station has all of its records: beside its database a filter means nothing.
        let isStation = FileManager.default.fileExists(atPath: directory + "/" + Self.databaseName)
        open =
            isStation ? try Self.openOfStation(directory) : try Self.list(directory, Self.openName, OpenRecords.self)?.open.sorted() ?? []
        filter = isStation ? nil : try Self.list(directory, Self.filterName, ExportFilter.self)
        guard filter?.isReadable ?? true else { throw .unreadable(directory + "/" + Self.filterName, "it is not what an export writes") }
    }

    /// What lies where records belong, and what lies elsewhere in the archive: a record that was put into another folder is one all the same.
    func contents() throws(Failure) -> (folder: RecordFolder, stray: RecordFolder) {
        let folder: RecordFolder
        do throws(Failure) { folder = try RecordFolder(records) } catch { throw .unreadable(records, whyNoFolder(records)) }
        return (folder, records == directory ? RecordFolder() : try RecordFolder(directory, except: "certificates"))
    }

    /// What an error says to people.
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as Failure: error.message
        case let error as LogError: error.message
        default: "\(error)"
        }
    }

    func readLog(_ path: String) throws -> [UInt8] { try readFile(log + "/" + path, bytesMax: Self.fileBytesMax) }

    // MARK: what comes beside it

    /// The list of open jobs in an export.
    static let openName = "log/open.json"
    /// What an export leaves out; there only where it was filtered.
    static let filterName = "log/filter.json"
    private static let databaseName = "wiped.sqlite"

    /// From the database of a state folder, which is only read.
    private static func openOfStation(_ directory: String) throws(Failure) -> [Int] {
        do throws(StoreError) { return try Store.openRecords(folder: directory).map { Int(clamping: $0) } } catch {
            throw .unreadable(error.path, error.what)
        }
    }

    /// A list that an export brings along; nil where there is none.
    private static func list<List: Decodable>(_ directory: String, _ name: String, _ type: List.Type) throws(Failure) -> List? {
        let path = directory + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let list = try? JSONDecoder().decode(type, from: Data(try readFile(path, bytesMax: fileBytesMax))) else {
            throw .unreadable(path, "it is not what an export writes")
        }
        return list
    }

    /// A head of the log that somebody kept: FILE, or FILE@DATE with the day or the second in which it was kept.
    static func checkpoint(_ text: String) throws -> ArchivedCheckpoint {
        let (path, keptOn) = try keptOn(text)
        let bytes = try readFile(path, bytesMax: fileBytesMax)
        do throws(LogError) { return ArchivedCheckpoint(file: path, head: try SignedCheckpoint(parsing: bytes), keptOn: keptOn) } catch {
            throw Failure(code: error.code.rawValue, message: "\(path): \(error.message)", hint: nil)
        }
    }

    /// A file whose whole name is there is that file, whatever stands behind an `@` in it.
    private static func keptOn(_ text: String) throws -> (path: String, keptOn: ClosedRange<UTCTime>?) {
        guard let place = text.lastIndex(of: "@"), access(text, F_OK) != 0 else { return (text, nil) }
        let date = String(text[text.index(after: place)...])
        guard let first = UTCTime(try CertificateQuery.time(date)) else { return (text, nil) }
        let last = UTCTime(secondsSince1970: first.secondsSince1970 + (date.utf8.count == 10 ? 86_399 : 0))
        return (String(text[..<place]), first...last)
    }

    /// An intake list. Rows that are rejected are findings of the audit: a serial in one may be missed.
    static func intake(_ path: String, _ columns: IntakeColumns) throws(Failure) -> IntakeRows {
        let list: IntakeRows
        do throws(FileProblems) { list = try IntakeFile.read(path: path, columns: columns) } catch {
            throw Failure(
                code: "bad-intake-list", message: error.problems.map(\.description).joined(separator: "; "),
                hint: access(path, R_OK) == 0
                    ? "nothing was checked; columns with names of their own are given as --column serial=NAME --column assetTag=NAME"
                    : "nothing was checked")
        }
        guard !list.rows.isEmpty || !list.rejected.isEmpty else {
            throw Failure(code: "bad-intake-list", message: "\(path) has no rows", hint: "nothing was compared with it")
        }
        return list
    }
}
