// A whole archive, checked offline.

import ArgumentParser
import Foundation
import WipeAudit
import WipeFiles

/// `wipectl audit`. Works without the daemon.
struct Audit: StationCommand {
    static var configuration: CommandConfiguration { .worded("audit") }
    @Argument(help: .worded("archive", "folder"), completion: .directory) var directory: String
    @Option(help: .worded("trust", "keys"), completion: .file()) var trust: String?
    @Option(help: .worded("intake", "csv"), completion: .file(extensions: ["csv"])) var intake: String?
    @Option(help: .worded("column", "column"), completion: .list(IntakeColumns.keys.map { $0 + "=" })) var column: [String] = []
    @Option(help: .worded("checkpoint", "file"), completion: .file()) var checkpoint: [String] = []
    @Option(help: .worded("log-policy-audit", "file"), completion: .file()) var logPolicy: String?
    @Option(help: .worded("require", "what"), completion: .list(Requirement.allCases.map(\.rawValue))) var require: String?
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
