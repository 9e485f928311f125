// The view for people who read paper.

import ArgumentParser
import Foundation
import WipeCertificate

/// `wipectl certificate render`. Works without the daemon.
struct CertificateRender: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Makes the printed view of a record: one HTML page, French and English. It is not the evidence.",
        discussion: """
            Corrections and revocations that lie beside the file (*.correction.json, *.revocation.json) are on the page. Exit code 1 where the \
            record is not valid or was revoked; the page then says so in the place of its outcome.
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
        let bytes = try readFile(file, bytesMax: JSONParser.bytesMax)
        let ring = try trust.map { path throws(Failure) in try VerifyTerms.keys(path) }
        let result = Verifier.verify(bytes: bytes, trust: ring, allowSimulation: allowSimulation)
        let kinds = [CertificateKind.certificate, .failureRecord].map { JSONValue.string($0.rawValue) }
        guard result.schema == .valid, let document = try? JSONParser.parse(bytes), let kind = document["type"]?.items?.last,
            kinds.contains(kind)
        else {
            let problem = result.schema == .valid ? nil : result.problems.first { $0.code == .notJSON } ?? result.problems.last
            let why = problem?.message ?? "it is a correction, a revocation or a change of keys, and those have no page"
            throw Failure(
                code: problem?.code.rawValue ?? "not-valid", message: "\(file) is no record of this format: \(why)",
                hint: "wipectl certificate verify says more")
        }
        let page = CertificatePage(document: document, result: result, isChecked: ring != nil, notices: notices(about: result.id, ring))
        try write(page.html, session)
        let isGood = (ring == nil ? !page.isBroken : result.valid) && !page.isRevoked
        return isGood ? .done : .no
    }

    /// What lies beside the file and takes it back or corrects it. Without keys every notice counts whose own signature holds: nothing is
    /// trusted then, and a doubt is better than none.
    private func notices(about id: String?, _ ring: KeyRing?) -> [CertificatePage.Notice] {
        let found = Supersessions.notices(beside: [file]).compactMap { path -> CertificatePage.Notice? in
            guard let bytes = try? readFile(path, bytesMax: JSONParser.bytesMax) else { return nil }
            let result = Verifier.verify(bytes: bytes, trust: ring, allowSimulation: true)
            let counts = ring == nil ? result.signature == .valid && result.problems.isEmpty : result.valid
            guard counts, let entry = result.summary.entry, result.summary.about?.id == id, let document = try? JSONParser.parse(bytes)
            else { return nil }
            return CertificatePage.Notice(
                isRevocation: entry.kind == .revocation, record: entry.record, signedAt: document["validFrom"]?.text,
                reason: document.at("credentialSubject", "reason")?.text ?? "",
                assetTag: entry.kind == .correction ? result.summary.correctedTag : nil)
        }
        return found.sorted { $0.record < $1.record }
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
