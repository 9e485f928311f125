// The view for people who read paper.

import ArgumentParser
import Foundation
import WipeAudit

/// `wipectl certificate render`. Works without the daemon.
struct CertificateRender: StationCommand {
    static var configuration: CommandConfiguration { .worded("certificate render") }
    @Argument(help: .worded("record", "file"), completion: .file(extensions: ["json"])) var file: String
    @Flag(help: .worded("html")) var html = false
    @Option(help: .worded("page-file", "file"), completion: .file()) var output: String?
    @Option(help: .worded("trust-render", "keys"), completion: .file()) var trust: String?
    @Flag(help: .worded("allow-simulation")) var allowSimulation = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard html else { throw ValidationError("say --html") }
    }

    func run(_ session: Session) async throws -> EndStatus {
        let terms = try VerifyTerms(trust: trust, logPolicy: nil, allowSimulation: allowSimulation)
        let page = try await StationRecords.files([file], session) { try await CertificatePage(file: $0[0], terms) }
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
