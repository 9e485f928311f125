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
    /// The folder of records and that of the log, as they are spelled in the archive.
    private let recordsName: String?
    private let logName: String
    private let folder: ArchiveFolder
    /// What is wrong with the lists of an export.
    let listFindings: [ArchiveFinding]
    var log: String { directory + "/" + logName }
    /// Numbers of records whose jobs are still open.
    let open: [Int]
    /// What an export leaves out by its own word.
    let filter: ExportFilter?

    /// Largest file of a log, and largest list of open jobs.
    private static let fileBytesMax = 32 << 20

    /// - Throws: where the database of a station cannot be read. What is wrong with an export's own lists is among the findings.
    init(_ directory: String) throws(Failure) {
        self.directory = directory
        let folder = ArchiveFolder(path: directory)
        self.folder = folder
        // Links are named where the folder is looked through.
        recordsName = (try? folder.find("certificates")) ?? nil
        records = recordsName.map { directory + "/" + $0 } ?? directory
        let logFound = Result { () throws(Failure) in try folder.find("log") }
        logName = ((try? logFound.get()) ?? nil) ?? "log"
        // A station has all of its records: beside its database a filter means nothing.
        if try folder.find(Self.databaseName) == Self.databaseName {
            (open, filter, listFindings) = (try Self.openOfStation(directory), nil, [])
            return
        }
        var findings: [ArchiveFinding] = []
        // What is wrong with the folder itself is said once, of the log.
        let isThere = (try? logFound.get()) ?? nil != nil
        open = isThere ? Self.list(folder, Self.openName, &findings, ArchiveLists.open) ?? [] : []
        filter = isThere ? Self.list(folder, Self.filterName, &findings, ArchiveLists.filter) : nil
        listFindings = findings
    }

    /// What lies where records belong, and what lies elsewhere in the archive: a record that was put into another folder is one all the same.
    func contents() throws(Failure) -> (folder: RecordFolder, stray: RecordFolder) {
        var own: RecordFolder
        do throws(Failure) { own = try RecordFolder(records) } catch { throw .unreadable(records, whyNoFolder(records)) }
        guard let recordsName else {
            own.leaveLinks(toReaderOf: logName)
            return (own, RecordFolder())
        }
        var stray = try RecordFolder(directory, except: recordsName)
        stray.leaveLinks(toReaderOf: logName)
        return (own, stray)
    }

    /// What an error says to people.
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as Failure: error.message
        case let error as LogError: error.message
        default: Failure.unexpected(error).message
        }
    }

    func readLog(_ path: String) throws -> [UInt8] { try folder.read(logName + "/" + path, bytesMax: Self.fileBytesMax) }

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

    /// A list that an export brings along; nil where there is none, and where it is none, which is a finding.
    private static func list<List>(
        _ folder: ArchiveFolder, _ name: String, _ findings: inout [ArchiveFinding], _ parse: ([UInt8]) throws(ListFault) -> List
    ) -> List? {
        let what = "it explains nothing that is missing here"
        do {
            guard let found = try folder.find(name) else { return nil }
            return try parse(try readFile(folder.path + "/" + found, bytesMax: JSONParser.bytesMax))
        } catch let fault as ListFault {
            findings.append(ArchiveFinding(.fileUnreadable, name, "is not what an export writes, so \(what): \(fault.sentence)"))
        } catch {
            findings.append(ArchiveFinding(.fileUnreadable, name, "\(words(error)), so \(what)"))
        }
        return nil
    }

    /// A head of the log that somebody kept: FILE, or FILE@DATE with the day or the second in which it was kept.
    static func checkpoint(_ text: String) throws -> ArchivedCheckpoint {
        let (path, keptOn) = try keptOn(text)
        let bytes = try readFile(path, bytesMax: fileBytesMax)
        do throws(LogError) { return ArchivedCheckpoint(file: path, head: try SignedCheckpoint(parsing: bytes), keptOn: keptOn) } catch {
            throw Failure(code: error.code, message: "\(path): \(error.message)", hint: nil)
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
                code: .badIntakeList, message: error.problems.map(\.description).joined(separator: "; "),
                hint: access(path, R_OK) == 0
                    ? "nothing was checked; columns with names of their own are given as --column serial=NAME --column assetTag=NAME"
                    : "nothing was checked")
        }
        guard !list.rows.isEmpty || !list.rejected.isEmpty else {
            throw Failure(code: .badIntakeList, message: "\(path) has no rows", hint: "nothing was compared with it")
        }
        return list
    }
}
