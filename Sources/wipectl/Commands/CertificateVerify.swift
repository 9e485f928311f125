// Signed records, checked offline.

import ArgumentParser
import WipeAudit

/// `wipectl certificate verify`. Works without the daemon.
struct CertificateVerify: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks record files offline: signature, key, log, then schema and honesty rules. Needs no daemon.",
        discussion: """
            A folder stands for the records in it and in its sub-folders; links in it are named and never followed. Valid is: signature valid, key trusted, schema valid, no problem, and no simulation unless --allow-simulation. \
            Without --trust nothing is valid. A key that came after the keys file is trusted where a rotation signed by a trusted key names \
            it. The log is judged by the .tlog-proof beside each file: without --log-policy the log keys of the \
            keys file are trusted, and only a proof that is wrong counts against a record; what else is open (no proof, a retired log key, a \
            date in the future) is said, and counts with --log-policy. A revoked record is not valid, and neither is one that a notice names \
            which cannot be believed: notices are looked for in the folders of the files, and of what they lead to where they are \
            links, by their names (*.revocation.json, *.correction.json, *.key.json), and among all that is given. Exit code 1 where a file is not valid, or is not what --require asks.
            """)
    @Argument(help: ArgumentHelp("Record files, or folders of them.", valueName: "file"), completion: .file(extensions: ["json"]))
    var files: [String]
    @Option(help: ArgumentHelp("Keys that you trust, as `wipectl key show --trust` writes them.", valueName: "keys"), completion: .file())
    var trust: String?
    @Option(
        help: ArgumentHelp(
            "Logs that you trust, a line `log VKEY` each; every record must then be in one of them, and nothing may be open.",
            valueName: "file"),
        completion: .file())
    var logPolicy: String?
    @Flag(help: "Let records of simulations be valid.") var allowSimulation = false
    @Option(help: Requirement.help, completion: .list(Requirement.allCases.map(\.rawValue))) var require: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let require = try require.map { try Requirement.chosen($0, for: "--require") }
        let terms = try VerifyTerms(trust: trust, logPolicy: logPolicy, allowSimulation: allowSimulation)
        let report = try await VerifyReport.verified(try GivenRecords(files), terms)
        try session.print(report) { report.text($0) }
        if terms.trust == nil, !session.json {
            session.hint(session.layout.say("nothing-valid"))
        }
        if !session.json { report.doubtHints(session.layout).forEach(session.hint) }
        guard report.files.allSatisfy(\.valid) else { return .no }
        return require?.isMet(report.counts, session) ?? true ? .done : .no
    }
}
