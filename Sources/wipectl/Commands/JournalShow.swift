// Who did what when.

import ArgumentParser
import WipeAPI

/// `wipectl journal`.
struct Journal: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Who did what when, newest last.",
        discussion: "Acts and refusals, with the person as the kernel names them; root's line also names the login behind it.")
    @Option(help: ArgumentHelp("The newest N entries only.", valueName: "n")) var limit: Int?
    @Option(help: ArgumentHelp("Only entries about this job, as for `wipectl job show`.", valueName: "job")) var job: String?
    @Option(help: "Only entries about this serial.") var serial: String?
    @Option(help: "Only what this person asked for, by user name or by the login behind root.") var user: String?
    @Option(
        help: ArgumentHelp("Only entries since: 2026-11-22 or 2026-11-22T14:00:00Z, in UTC.", valueName: "time"),
        transform: CertificateQuery.time)
    var since: String?
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
