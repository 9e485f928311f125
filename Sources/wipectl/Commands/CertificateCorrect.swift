// What was signed is never edited: a new signed document says what was wrong.

import ArgumentParser
import WipeAPI

/// `wipectl certificate correct`.
struct CertificateCorrect: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Signs a correction of a record; the record itself stays as it is.",
        discussion: """
            The reason says what is wrong and what is right. `certificate verify` and `audit` name the correction beside the record. \
            With --asset-tag every list, search and audit finds the record under that tag from then on; what contradicts it is named, and \
            settled with --settle as with `wipectl tag`.
            """)
    @OptionGroup var notice: NoticeOptions
    @Option(help: ArgumentHelp("The tag that the record should have had.", valueName: "tag")) var assetTag: String?
    @Option(help: ArgumentHelp("What the tag is in conflict with, as the refusal named it.", valueName: "word")) var settle: [String] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if assetTag == nil, !settle.isEmpty { throw ValidationError("--settle goes with --asset-tag") }
    }

    func run(_ session: Session) async throws -> EndStatus {
        try await notice.post(Routes.certificateCorrect, session, assetTag: assetTag, settle: settle.isEmpty ? nil : settle)
    }
}

/// `wipectl certificate revoke`.
struct CertificateRevoke: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Signs that a record counts no more; the record itself stays as it is.",
        discussion: "For `certificate verify` the record is not valid from then on, wherever the revocation lies beside it.")
    @OptionGroup var notice: NoticeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus { try await notice.post(Routes.certificateRevoke, session) }
}

/// Which record, and why.
struct NoticeOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The record: its id or its number.", valueName: "id")) var id: String
    @Option(help: ArgumentHelp("Why, in one to some sentences. It is signed and shown to auditors.", valueName: "text")) var reason: String

    func post(_ route: String, _ session: Session, assetTag: String? = nil, settle: [String]? = nil) async throws -> EndStatus {
        let request = NoticeRequest(reason: reason, assetTag: assetTag, settle: settle)
        let made = try await session.client.post(CertificateShow.path(id, route), request, as: CertificateView.self)
        try session.print(made) { safeLine($0.say("record-signed", ["record": String(made.record), "file": made.fileName])) }
        return .done
    }
}
