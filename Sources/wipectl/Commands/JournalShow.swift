// Who did what when.

import ArgumentParser
import WipeAPI

/// `wipectl journal`.
struct Journal: StationCommand {
    static var configuration: CommandConfiguration { .worded("journal") }
    @Option(help: .worded("limit-newest", "number")) var limit: Int?
    @Option(help: .worded("journal-job", "job"), completion: .named(.job)) var job: String?
    @Option(help: .worded("journal-serial", "serial"), completion: .named(.serial)) var serial: String?
    @Option(help: .worded("user", "person")) var user: String?
    @Option(help: .worded("journal-since", "time"), transform: CertificateQuery.time) var since: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run(_ session: Session) async throws -> EndStatus {
        let path = Routes.path(
            Routes.journal,
            query: [("limit", limit.map(String.init)), ("job", job), ("serial", serial), ("user", user), ("since", since)])
        let journal = try await session.client.patient.get(path, as: JournalList.self)
        try session.print(journal) { journal.text($0) }
        return .done
    }
}
