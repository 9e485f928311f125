// A whole archive, checked offline.

import ArgumentParser
import Foundation
import WipeAPI
import WipeCertificate
import WipeFiles

/// `wipectl audit`. Works without the daemon.
struct Audit: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Checks an archive offline: its records, its log, and what is missing. Needs no daemon.",
        discussion: """
            DIR is the state folder of a station, or what `wipectl certificate export` wrote. The log is rebuilt from its entries and compared \
            with its tiles, its head, and every checkpoint that you kept from earlier. Without --trust integrity alone is checked. \
            Exit code 1 where something is found, 4 where nothing is but the export leaves records out by a filter.
            """)
    @Argument(help: ArgumentHelp("The archive.", valueName: "dir"), completion: .directory) var directory: String
    @Option(help: ArgumentHelp("Keys that you trust, as `wipectl key show --trust` writes them.", valueName: "keys"), completion: .file())
    var trust: String?
    @Option(
        help: ArgumentHelp("Intake list: every serial in it must have a record.", valueName: "csv"), completion: .file(extensions: ["csv"]))
    var intake: String?
    @Option(
        help: ArgumentHelp(
            "What a column of the intake list is called in its first line, 'serial=Drive Serial' or 'assetTag=Asset Tag', as under "
                + "intake.columns of a station file; may be given more than once.", valueName: "key=name"))
    var column: [String] = []
    @Option(help: ArgumentHelp("A head of the log that you kept; may be given more than once.", valueName: "file"), completion: .file())
    var checkpoint: [String] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if intake == nil, !column.isEmpty { throw ValidationError("--column names a column of the list that --intake gives") }
        _ = try Self.columns(column)
    }

    private static func columns(_ pairs: [String]) throws -> IntakeColumns {
        var columns = IntakeColumns()
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard parts.count == 2, IntakeColumns.keys.contains(parts[0]), !parts[1].isEmpty else {
                throw ValidationError("'\(pair)' is no KEY=NAME; the keys are: \(IntakeColumns.keys.joined(separator: " "))")
            }
            columns[parts[0]] = parts[1]
        }
        if let twice = columns.repeatedName { throw ValidationError("--column names the column '\(twice)' twice") }
        return columns
    }

    func run(_ session: Session) async throws -> EndStatus {
        let terms = try VerifyTerms(trust: trust, logPolicy: nil, allowSimulation: true)
        let checkpoints = try checkpoint.map(Archive.checkpoint)
        let columns = try Self.columns(column)
        let received = try intake.map { path throws(Failure) in try Archive.intake(path, columns) }
        let archive = try Archive(directory)
        let report = try await archive.audit(terms, checkpoints: checkpoints, intake: received)
        try session.print(report) { report.text($0) }
        if terms.trust == nil, !session.json {
            session.output.complain("hint: without --trust only integrity was checked, not who signed\n")
        }
        if !report.findings.isEmpty { return .no }
        return report.outsideFilter == nil ? .done : .partly
    }
}

/// What an audit came to.
struct AuditReport: Codable, Hashable, Sendable {
    struct Finding: Codable, Hashable, Sendable {
        var code: String
        var subject: String
        var message: String
    }
    struct Head: Codable, Hashable, Sendable {
        var origin: String
        var size: Int
        var rootHash: String
    }
    var directory: String
    /// Whether it was asked who signed.
    var trusted: Bool
    /// Records about real drives, notices among them.
    var records: Int
    /// Records of simulations.
    var simulations: Int
    /// Records that a valid correction or revocation is about.
    var superseded: [String]
    /// In the folders, and not read: left by other programs.
    var passedOver: [String] = []
    /// Numbers of jobs that were still open.
    var open: [Int]
    /// Records that an export leaves out on purpose: they are in the log, and were not checked. nil where there are none.
    @Nullable var outsideFilter: OutsideFilter?
    @Nullable var log: Head?
    var findings: [Finding]

    /// What the filter of an export explains.
    struct OutsideFilter: Codable, Hashable, Sendable {
        struct Entry: Codable, Hashable, Sendable {
            var record: Int
            var id: String
            var kind: String
        }
        /// As options of `wipectl certificate export`.
        var filter: String
        var entries: [Entry]

        init?(_ filter: ExportFilter, _ entries: [LogEntry]) {
            guard !entries.isEmpty else { return nil }
            self.filter = filter.words
            self.entries = entries.map { .init(record: $0.record, id: $0.id, kind: $0.kind.rawValue) }
        }

        /// Numbers as ranges: there may be tens of thousands.
        var sentence: String {
            var ranges: [ClosedRange<Int>] = []
            for number in entries.map(\.record).sorted() {
                if let last = ranges.last, number - last.upperBound <= 1 {
                    ranges[ranges.count - 1] = last.lowerBound...number
                } else {
                    ranges.append(number...number)
                }
            }
            let names = ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
            return "outside-filter: " + Quantity.count(entries.count, "record", "records") + " left out by \(filter), not checked: "
                + names.joined(separator: ", ")
        }
    }

    /// Findings as a table, then what was looked at.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [.init("FINDING"), .init("ABOUT", least: 20), .init("WHAT", least: 30)])
        for finding in findings { table.add([Cell(finding.code, tone: .bad), Cell(finding.subject), Cell(finding.message)]) }
        var text = findings.isEmpty ? "" : table.text(layout, whenEmpty: "")
        text += Quantity.count(records, "record", "records") + ", " + Quantity.count(simulations, "simulation", "simulations")
        text += log.map { ", log \($0.origin) with " + Quantity.count($0.size, "entry", "entries") } ?? ", no log"
        text += open.isEmpty ? "\n" : "; still open: " + open.map(String.init).joined(separator: ", ") + "\n"
        for line in passedOver { text += safeLine(line, indent: 4) }
        for line in superseded { text += safeLine("superseded: \(line)", indent: 4) }
        if let outsideFilter { text += safeLine(outsideFilter.sentence) }
        text +=
            findings.isEmpty
            ? outsideFilter == nil ? "nothing found" : "nothing found in what is here"
            : Quantity.count(findings.count, "finding", "findings")
        return text + (trusted ? "\n" : " (without --trust it was not asked who signed)\n")
    }
}
