// The view for people who read paper.

import ArgumentParser
import Foundation
import WipeAudit

/// `wipectl certificate render`. Works without the daemon.
struct CertificateRender: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Makes the printed view of a record: one HTML page, French and English. It is not the evidence.",
        discussion: """
            Corrections and revocations that lie beside the file, and beside what it leads to where it is a link (*.correction.json, \
            *.revocation.json), are on the page. Exit code 1 where the \
            record is not valid or was revoked, or where a notice beside it cannot be believed; the page then says so in the place of its \
            outcome. It does so too where no keys were given, and of a simulation that was not allowed.
            """)
    @Argument(help: ArgumentHelp("The record.", valueName: "file"), completion: .file(extensions: ["json"])) var file: String
    @Flag(help: "As HTML, the one form that there is.") var html = false
    @Option(help: ArgumentHelp("Where the page is written; standard output without it.", valueName: "file"), completion: .file())
    var output: String?
    @Option(
        help: ArgumentHelp("Keys that you trust; without them the page says that the key was not checked.", valueName: "keys"),
        completion: .file())
    var trust: String?
    @Flag(help: "Let the record of a simulation be valid.") var allowSimulation = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard html else { throw ValidationError("say --html") }
    }

    func run(_ session: Session) async throws -> EndStatus {
        let terms = try VerifyTerms(trust: trust, logPolicy: nil, allowSimulation: allowSimulation)
        let page = try await CertificatePage(file: file, terms)
        try write(page.html, session)
        return page.isGood ? .done : .no
    }

    /// A file is replaced as a whole or not at all.
    private func write(_ page: String, _ session: Session) throws {
        guard let output else { return try session.output.write(page) }
        do {
            try Data(page.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw Failure(code: .outputFailed, message: "cannot write \(output): \(whyNotWritten(output))", hint: nil)
        }
    }
}
