// What was signed is never edited: a new signed document says what was wrong.

import ArgumentParser
import WipeAPI

/// `wipectl certificate correct`.
struct CertificateCorrect: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Signs a correction of a record; the record itself stays as it is.",
        discussion:
            "The reason says what is wrong and what is right. `certificate verify` and `audit` name the correction beside the record.")
    @OptionGroup var notice: NoticeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus { try await notice.post(Routes.certificateCorrect, session) }
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

    func post(_ route: String, _ session: Session) async throws -> EndStatus {
        let made = try await session.client.post(
            CertificateShow.path(id, route), NoticeRequest(reason: reason), as: CertificateView.self)
        try session.print(made) { _ in safeLine("record \(made.record) signed: \(made.fileName)") }
        return .done
    }
}
