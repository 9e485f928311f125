// Signed records, checked offline.

import ArgumentParser
import WipeAudit

/// `wipectl certificate verify`. Works without the daemon.
struct CertificateVerify: StationCommand {
    static var configuration: CommandConfiguration { .worded("certificate verify") }
    @Argument(help: .worded("record-files", "file"), completion: .file(extensions: ["json"])) var files: [String]
    @Option(help: .worded("trust", "keys"), completion: .file()) var trust: String?
    @Option(help: .worded("log-policy", "file"), completion: .file()) var logPolicy: String?
    @Flag(help: .worded("allow-simulation")) var allowSimulation = false
    @Option(help: .worded("require", "what"), completion: .list(Requirement.allCases.map(\.rawValue))) var require: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let require = try require.map { try Requirement.chosen($0, for: "--require") }
        let terms = try VerifyTerms(trust: trust, logPolicy: logPolicy, allowSimulation: allowSimulation)
        let report = try await StationRecords.files(files, session) { try await VerifyReport.verified(try GivenRecords($0), terms) }
        try session.print(report) { report.text($0) }
        if terms.trust == nil, !session.json {
            session.hint(session.layout.say("nothing-valid"))
        }
        if !session.json { report.doubtHints(session.layout).forEach(session.hint) }
        guard report.files.allSatisfy(\.valid) else { return .no }
        return require?.isMet(report.counts, session) ?? true ? .done : .no
    }
}
