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
    private let records: String
    private let log: String
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

    /// Verifies every record, reads the whole log, and compares.
    func audit(_ terms: VerifyTerms, checkpoints: [ArchivedCheckpoint], intake: IntakeRows?) async throws -> AuditReport {
        let (folder, stray) = try contents()
        let names = folder.records + stray.records
        let answers = try await onAllProcessors(names) { [strays = Set(stray.records)] name in
            Result<VerifyResult, Failure> { () throws(Failure) in
                try terms.verify((strays.contains(name) ? directory : records) + "/" + name)
            }
        }
        var found = (folder.unread + stray.unread).map { ArchiveFinding(.fileUnreadable, $0.name, $0.sentence) }
        var archived: [ArchivedRecord] = []
        for (name, answer) in zip(names, answers) {
            switch answer {
            case .success(let result): archived.append(ArchivedRecord(file: name, result: result))
            case .failure(let failure): found.append(ArchiveFinding(.fileUnreadable, name, failure.message))
            }
        }
        let sizes = Set(archived.compactMap { $0.result.summary.anchor?.treeSize } + checkpoints.map { $0.head.checkpoint.size })
        var replay: LogReplay?
        do { replay = try LogReplay(sizes: sizes, read: readLog) } catch {
            found.append(ArchiveFinding(.logMissing, "log", Self.words(error)))
        }
        let audit = ArchiveAudit(
            log: replay, records: archived, open: Set(open), checkpoints: checkpoints, trust: terms.trust, filter: filter,
            intake: intake?.rows.map(\.serial))
        found += audit.findings
        found += (intake?.rejected ?? []).map { ArchiveFinding(.intakeRowRejected, "\($0.file):\($0.line)", $0.message) }
        let supersessions = Supersessions(archived.map { ($0.file, $0.result) })
        found += (intake?.rows ?? []).compactMap { Self.tagConflict($0, archived, supersessions) }
        var report = report(terms, replay, found)
        report.records = archived.filter { !$0.result.simulation }.count
        report.simulations = archived.count - report.records
        report.passedOver = folder.foreignLines + stray.foreignLines
        report.outsideFilter = filter.flatMap { .init($0, audit.outsideFilter) }
        report.superseded = archived.flatMap { record in supersessions.of(record.result.id).map { "\(record.file): \($0.sentence)" } }
        return report
    }

    /// A received serial whose records all go by another tag than the list gives it. A tag that a correction has put right is the right one.
    private static func tagConflict(_ row: IntakeRow, _ records: [ArchivedRecord], _ supersessions: Supersessions) -> ArchiveFinding? {
        let own = records.filter { $0.result.outcome != nil && $0.result.serial.map { Array($0.utf8) } == Array(row.serial.utf8) }
        let tags = own.map { supersessions.presentTag($0.result) }
        guard let first = own.first, !tags.contains(where: { $0.map { AssetTagText.isSame($0, row.assetTag) } ?? false }) else {
            return nil
        }
        let named = Set(tags.map { $0 ?? "none" }).sorted().joined(separator: ", ")
        let readsSame = tags.contains { $0.map { AssetTagText.readsSame($0, row.assetTag) } ?? false }
        return ArchiveFinding(
            .intakeTagConflict, row.serial,
            "the list gives it the asset tag \(row.assetTag), its record has \(named) (\(first.file))"
                + (readsSame ? "; they differ only in capitals or leading zeros" : ""))
    }

    /// Reads the whole log and compares it with heads that somebody kept.
    func checkLog(_ terms: VerifyTerms, checkpoints: [ArchivedCheckpoint]) throws -> AuditReport {
        let replay: LogReplay
        do { replay = try LogReplay(sizes: Set(checkpoints.map { $0.head.checkpoint.size }), read: readLog) } catch let error as Failure {
            throw error
        } catch { throw Failure(code: "log-missing", message: "\(log): \(Self.words(error))", hint: nil) }
        // The records are not read, so that none of them is missed.
        let audit = ArchiveAudit(log: replay, checkpoints: checkpoints, trust: terms.trust)
        return report(terms, replay, audit.findings)
    }

    private func report(_ terms: VerifyTerms, _ log: LogReplay?, _ findings: [ArchiveFinding]) -> AuditReport {
        AuditReport(
            directory: directory, trusted: terms.trust != nil, records: 0, simulations: 0, superseded: [], open: open, outsideFilter: nil,
            log: (log?.head.checkpoint).map { .init(origin: $0.origin, size: $0.size, rootHash: $0.root.base64) },
            findings: findings.map { .init(code: $0.code.rawValue, subject: $0.subject, message: $0.message) })
    }

    /// What lies where records belong, and what lies elsewhere in the archive: a record that was put into another folder is one all the same.
    private func contents() throws(Failure) -> (folder: RecordFolder, stray: RecordFolder) {
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

    private func readLog(_ path: String) throws -> [UInt8] { try readFile(log + "/" + path, bytesMax: Self.fileBytesMax) }

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

    /// A head of the log that somebody kept.
    static func checkpoint(_ path: String) throws(Failure) -> ArchivedCheckpoint {
        let bytes = try readFile(path, bytesMax: fileBytesMax)
        do throws(LogError) { return ArchivedCheckpoint(file: path, head: try SignedCheckpoint(parsing: bytes)) } catch {
            throw Failure(code: error.code.rawValue, message: "\(path): \(error.message)", hint: nil)
        }
    }

    /// An intake list. Rows that are rejected are findings of the audit: a serial in one may be missed.
    static func intake(_ path: String, _ columns: IntakeColumns) throws(Failure) -> IntakeRows {
        do throws(FileProblems) { return try IntakeFile.read(path: path, columns: columns) } catch {
            throw Failure(
                code: "bad-intake-list", message: error.problems.map(\.description).joined(separator: "; "),
                hint: access(path, R_OK) == 0
                    ? "nothing was checked; columns with names of their own are given as --column serial=NAME --column assetTag=NAME"
                    : "nothing was checked")
        }
    }
}
