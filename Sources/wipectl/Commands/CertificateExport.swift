// Signed records as files for somebody else.

import ArgumentParser
import WipeAPI
import WipeAudit
import WipeCertificate

/// `wipectl certificate export`.
struct CertificateExport: StationCommand {
    static var configuration: CommandConfiguration { .worded("certificate export") }
    @OptionGroup var query: CertificateQuery
    @Option(name: .customLong("to"), help: .worded("export-folder", "folder"), completion: .directory) var directory: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let client = session.client
        if !query.isEmpty, try await client.patient.get(query.path(), as: CertificateList.self).certificates.isEmpty {
            throw Failure(code: .nothingMatched, message: "no record meets \(query.words), so nothing was exported", hint: nil)
        }
        let status = try await client.get(Routes.status, as: StatusView.self)
        let keys = try await client.get(Routes.keys, as: KeyList.self).trustFile(station: status.station)
        var report = ExportReport(directory: directory, written: [], unchanged: [], failed: [])
        let folder = ExportFolder(directory)
        try folder.make()
        try folder.replace("keys.txt", Array(keys.utf8))
        // What is left out is said when the rest is there: until then it counts as missing.
        try folder.remove(Archive.filterName)
        let entries = await export(log: client, to: folder, &report)
        let all = try await client.patient.get(Routes.certificates, as: CertificateList.self).certificates
        let records = query.isEmpty ? all : try await chosen(of: all, client)
        var later = 0
        for record in records {
            do {
                if try await !export(record, entries, client, to: folder, &report) { later += 1 }
            } catch let failure as AuditFailure {
                report.failed.append(.init(file: record.fileName, message: failure.message))
            } catch let failure as Failure {
                report.failed.append(.init(file: record.fileName, message: failure.message))
                // A daemon that is gone will not give the others either; the report says how far it came.
                if failure.status == .unreachable { break }
            }
        }
        if !query.isEmpty {
            let chosen = Set(records.map(\.id))
            report.leftOut = all.filter { !chosen.contains($0.id) && !folder.has($0.fileName) }.map(\.record)
            try folder.replace(Archive.filterName, Array(try Session.encoded(query.filter(leftOut: report.leftOut)).utf8))
        }
        let due = records.count - later
        try session.print(report) { report.text(records: due, $0) }
        return report.recordsDone == due && report.failed.isEmpty ? .done : .partly
    }

    /// The records that meet the query, and every notice: one may be about a record that does.
    private func chosen(of all: [CertificateView], _ client: Client) async throws -> [CertificateView] {
        let found = Set(try await client.patient.get(query.path(), as: CertificateList.self).certificates.map(\.id))
        return all.filter { found.contains($0.id) || LogEntry.Kind(rawValue: $0.outcome)?.isNotice ?? false }
    }

    /// One record with its proof, byte for byte. False for one that was signed after the log was exported: it belongs to the next export.
    private func export(
        _ record: CertificateView, _ entries: Int?, _ client: Client, to folder: ExportFolder, _ report: inout ExportReport
    ) async throws -> Bool {
        var proof: LogProof?
        if let entries {
            let bytes = try await client.getBytes(CertificateShow.path(record.id, Routes.certificateProof))
            do throws(LogError) { proof = try LogProof(parsing: bytes) } catch {
                throw Failure.badAnswer("the proof cannot be read: \(error.message)")
            }
            if let proof, proof.index >= entries { return false }
        }
        report.add(record.fileName, try await client.getBytes(CertificateShow.path(record.id)), to: folder)
        if let proof { try folder.replace(PublishedName.ofProof(record.fileName), proof.bytes) }
        return true
    }

    /// The numbers that are open, then the log under one head: a job that ends in between is then in one of the two. Gives the number of
    /// entries, nil where the log could not be exported.
    private func export(log client: Client, to folder: ExportFolder, _ report: inout ExportReport) async -> Int? {
        do {
            let open = try await client.get(Routes.open, as: OpenRecords.self)
            // A record that is signed meanwhile replaces partial tiles: begin again with the head that has it.
            for _ in 0..<5 {
                do {
                    let size = try await exportLog(client, to: folder)
                    try folder.replace(Archive.openName, Array(try Session.encoded(open).utf8))
                    return size
                } catch let failure as Failure where failure.code == WipeAPI.ProblemCode.notFound.rawValue {}
            }
            report.failed.append(.init(file: "log", message: "the log grew faster than it could be read"))
        } catch {
            report.failed.append(.init(file: "log", message: Failure.unexpected(error).message))
        }
        return nil
    }

    /// Entries of the largest log that is exported.
    private static let entriesMax = 100_000_000

    private func exportLog(_ client: Client, to folder: ExportFolder) async throws -> Int {
        func get(_ path: String) async throws -> [UInt8] {
            try await client.getBytes(Routes.path(Routes.logFile, query: [("path", path)]))
        }
        let checkpoint = try await get("checkpoint")
        let size: Int
        do throws(LogError) { size = try SignedCheckpoint(parsing: checkpoint).checkpoint.size } catch {
            throw Failure.badAnswer("the head of the log is not a checkpoint: \(error.message)")
        }
        // The number comes over the wire: no station signs that many records in its life.
        guard size <= Self.entriesMax else { throw Failure.badAnswer("a log of \(size) entries") }
        for tile in LogTile.all(size: size) { try folder.replace("log/" + tile.path, try await get(tile.path)) }
        try folder.replace("log/checkpoint", checkpoint)
        return size
    }
}

/// What an export did.
struct ExportReport: Codable, Hashable, Sendable {
    struct Failed: Codable, Hashable, Sendable {
        var file: String
        var message: String
    }
    var directory: String
    var written: [String]
    /// There already, with the same bytes.
    var unchanged: [String]
    var failed: [Failed]
    /// Numbers of records outside the filter.
    var leftOut: [Int] = []

    /// Records that are in the folder now.
    var recordsDone: Int { written.count + unchanged.count }

    /// Writes one file that was not there, and notes what came of it.
    mutating func add(_ name: String, _ bytes: [UInt8], to folder: ExportFolder) {
        do throws(AuditFailure) {
            if try folder.add(name, bytes) { written.append(name) } else { unchanged.append(name) }
        } catch {
            failed.append(Failed(file: name, message: error.message))
        }
    }

    /// Counts, then each file that could not be written.
    func text(records: Int, _ layout: Layout) -> String {
        let counts = ["done": recordsDone, "written": written.count, "unchanged": unchanged.count].mapValues(String.init)
        let named = ["records": layout.count(records, "record"), "folder": directory]
        var text = safeLine(layout.say("exported", counts.merging(named) { one, _ in one }))
        if !leftOut.isEmpty { text += safeLine(layout.say("left-out", ["records": layout.count(leftOut.count, "record")])) }
        for one in failed { text += safeLine("\(one.file): \(one.message)", indent: 4) }
        return text
    }
}
