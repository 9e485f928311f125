// What was signed is never edited: a new signed document says what was wrong.

import ArgumentParser
import WipeAPI

/// `wipectl certificate correct`.
struct CertificateCorrect: StationCommand {
    static var configuration: CommandConfiguration { .worded("certificate correct") }
    @OptionGroup var notice: NoticeOptions
    @Option(help: .worded("new-tag", "tag")) var assetTag: String?
    @Option(help: .worded("settle", "word")) var settle: [String] = []
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
    static var configuration: CommandConfiguration { .worded("certificate revoke") }
    @OptionGroup var notice: NoticeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus { try await notice.post(Routes.certificateRevoke, session) }
}

/// Which record, and why.
struct NoticeOptions: ParsableArguments {
    @Argument(help: .worded("noticed-record", "id"), completion: .named(.record)) var id: String
    @Option(help: .worded("notice-reason", "text")) var reason: String

    func post(_ route: String, _ session: Session, assetTag: String? = nil, settle: [String]? = nil) async throws -> EndStatus {
        let request = NoticeRequest(reason: reason, assetTag: assetTag, settle: settle)
        let made = try await session.client.post(CertificateShow.path(id, route), request, as: CertificateView.self)
        try session.print(made) { safeLine($0.say("record-signed", ["record": String(made.record), "file": made.fileName])) }
        return .done
    }
}
