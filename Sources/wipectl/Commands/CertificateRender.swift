// The view for people who read paper.

import ArgumentParser
import Foundation
import WipeCertificate

/// `wipectl certificate render`. Works without the daemon.
struct CertificateRender: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Makes the printed view of a record: one HTML page, French and English. It is not the evidence.",
        discussion: "Exit code 1 where the record is not valid; the page then says so in the place of its outcome.")
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
        let bytes = try readFile(file, bytesMax: JSONParser.bytesMax)
        let ring = try trust.map { path throws(Failure) in try VerifyTerms.keys(path) }
        let result = Verifier.verify(bytes: bytes, trust: ring, allowSimulation: allowSimulation)
        let kinds = [CertificateKind.certificate, .failureRecord].map { JSONValue.string($0.rawValue) }
        guard result.schema == .valid, let document = try? JSONParser.parse(bytes), let kind = document["type"]?.items?.last,
            kinds.contains(kind)
        else {
            let problem = result.problems.first { $0.code == .notJSON } ?? result.problems.last
            throw Failure(
                code: problem?.code.rawValue ?? "not-valid", message: "\(file) is no record of this format: \(problem?.message ?? "")",
                hint: "wipectl certificate verify says more")
        }
        let page = CertificatePage(document: document, result: result, isChecked: ring != nil)
        try write(page.html, session)
        let isGood = ring == nil ? !page.isBroken : result.valid
        return isGood ? .done : .no
    }

    /// A file is replaced as a whole or not at all.
    private func write(_ page: String, _ session: Session) throws {
        guard let output else { return try session.output.write(page) }
        do {
            try Data(page.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw Failure(code: "output-failed", message: "cannot write \(output): \(error.localizedDescription)", hint: nil)
        }
    }
}
