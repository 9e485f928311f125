// A whole archive, checked offline.

import ArgumentParser
import Foundation
import WipeAudit
import WipeFiles

/// `wipectl audit`. Works without the daemon.
struct Audit: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Checks an archive offline: its records, its log, and what is missing. Needs no daemon.",
        discussion: """
            DIR is the state folder of a station, or what `wipectl certificate export` wrote. Its sub-folders are looked into; links in it are \
            named and never followed. The log is rebuilt from its entries and compared \
            with its tiles, its head, and every checkpoint that you kept from earlier. Without --trust integrity alone is checked. A key \
            that came after the keys file is trusted where a rotation in the archive, signed by a trusted key, names it. The last lines count \
            the records by what they came to: a failure or a revocation is no finding, unless --require asks for more. \
            Exit code 1 where something is found or a requirement is not met, 4 where nothing is but the export leaves records out by a filter.
            """)
    @Argument(help: ArgumentHelp("The archive.", valueName: "dir"), completion: .directory) var directory: String
    @Option(help: ArgumentHelp("Keys that you trust, as `wipectl key show --trust` writes them.", valueName: "keys"), completion: .file())
    var trust: String?
    @Option(
        help: ArgumentHelp(
            "Intake list: every serial in it must have a valid record of a real drive, with the tag of the list.", valueName: "csv"),
        completion: .file(extensions: ["csv"]))
    var intake: String?
    @Option(
        help: ArgumentHelp(
            "What a column of the intake list is called in its first line, 'serial=Drive Serial' or 'assetTag=Asset Tag', as under "
                + "intake.columns of a station file; may be given more than once.", valueName: "key=name"))
    var column: [String] = []
    @Option(
        help: ArgumentHelp(
            "A head of the log that you kept; FILE@2026-11-22 with the day (UTC) or FILE@2026-11-22T14:00:00Z with the second in which you "
                + "did: what stands behind it may not be dated before. May be given more than once.", valueName: "file"),
        completion: .file())
    var checkpoint: [String] = []
    @Option(
        help: ArgumentHelp(
            "Logs that you trust, a line `log VKEY` each, in the place of the log keys of the keys file.", valueName: "file"),
        completion: .file())
    var logPolicy: String?
    @Option(help: Requirement.help, completion: .list(Requirement.allCases.map(\.rawValue))) var require: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if intake == nil, !column.isEmpty { throw ValidationError("--column names a column of the list that --intake gives") }
        _ = try IntakeColumns(pairs: column)
    }

    func run(_ session: Session) async throws -> EndStatus {
        let require = try require.map { try Requirement.chosen($0, for: "--require") }
        let terms = try VerifyTerms(trust: trust, logPolicy: logPolicy, allowSimulation: true)
        let checkpoints = try checkpoint.map(Archive.checkpoint)
        let columns = try IntakeColumns(pairs: column)
        let received = try intake.map { path throws(AuditFailure) in
            try Archive.intake(
                path, columns,
                otherNames: "columns with names of their own are given as --column serial=NAME --column assetTag=NAME")
        }
        // On standard error: a column that is not read is no finding.
        if !session.json {
            for warning in received?.warnings ?? [] { session.output.complain("note: \(SafeText.escaped(warning.description))\n") }
        }
        let archive = try Archive(directory)
        let report = try await archive.audit(terms, checkpoints: checkpoints, intake: received)
        try session.print(report) { report.text($0) }
        if terms.trust == nil, !session.json {
            session.hint(session.layout.say("integrity-only"))
        }
        let isMet = require.map { $0.isMet(report.counts ?? .zero, session) } ?? true
        if !report.findings.isEmpty || !isMet { return .no }
        return report.outsideFilter == nil ? .done : .partly
    }
}
