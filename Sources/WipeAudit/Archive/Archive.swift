// WipeAudit: what anybody may check of records, a log and drives, without a daemon, a database or a network.
// In: folders, files and nodes that a person names, and the keys that the person trusts. Out: reports, pages and comparisons as values.
// It shows nothing: who asks has a terminal, a screen or paper. Its shelves: `Archive` reads and compares, `Report` has the answers, `Page` makes the
// printed view, `Recheck` reads drives.
//
// This file: a folder of records with its log, the state folder of a station or an export.

import Foundation
package import WipeCertificate

/// Where the parts of an archive lie.
package struct Archive: Sendable {
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

    /// - Parameter openOfStation: the open record numbers out of the database in a state folder. It is given, and not read here, so that whoever
    ///   looks at exports alone needs no database.
    /// - Throws: where the database of a station cannot be read. What is wrong with an export's own lists is among the findings.
    package init(_ directory: String, openOfStation: (_ folder: String) throws(AuditFailure) -> [Int]) throws(AuditFailure) {
        self.directory = directory
        let folder = ArchiveFolder(path: directory)
        self.folder = folder
        // Links are named where the folder is looked through.
        recordsName = (try? folder.find("certificates")) ?? nil
        records = recordsName.map { directory + "/" + $0 } ?? directory
        let logFound = Result { () throws(AuditFailure) in try folder.find("log") }
        logName = ((try? logFound.get()) ?? nil) ?? "log"
        // A station has all of its records: beside its database a filter means nothing.
        if try folder.find(Self.databaseName) == Self.databaseName {
            (open, filter, listFindings) = (try openOfStation(directory), nil, [])
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
    func contents() throws(AuditFailure) -> (folder: RecordFolder, stray: RecordFolder) {
        var own: RecordFolder
        do throws(AuditFailure) { own = try RecordFolder(records) } catch { throw .unreadable(records, whyNoFolder(records)) }
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
        case let error as AuditFailure: error.message
        case let error as LogError: error.message
        // Nothing that an archive is read with throws anything else. A library words its errors for programmers, so their kind has to do.
        default: "it met an error that it has no words for (\(type(of: error)))"
        }
    }

    func readLog(_ path: String) throws -> [UInt8] { try folder.read(logName + "/" + path, bytesMax: Self.fileBytesMax) }

    // MARK: what comes beside it

    /// The list of open jobs in an export.
    package static let openName = "log/open.json"
    /// What an export leaves out; there only where it was filtered.
    package static let filterName = "log/filter.json"
    private static let databaseName = "wiped.sqlite"

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

    /// A head of the log that somebody kept.
    ///
    /// - Parameter keptOn: the day or the second in which it was kept; nil where nobody says.
    package static func checkpoint(file path: String, keptOn: ClosedRange<UTCTime>?) throws(AuditFailure) -> ArchivedCheckpoint {
        let bytes = try readFile(path, bytesMax: fileBytesMax)
        do throws(LogError) { return ArchivedCheckpoint(file: path, head: try SignedCheckpoint(parsing: bytes), keptOn: keptOn) } catch {
            throw AuditFailure(code: error.code, message: "\(path): \(error.message)", hint: nil)
        }
    }
}
