// Who did what when.

import ArgumentParser
import WipeAPI

/// `wipectl journal`.
struct Journal: StationCommand {
    static let configuration = CommandConfiguration(commandName: "journal", abstract: "Who did what when, newest last.")
    @Option(help: ArgumentHelp("The newest N entries only.", valueName: "n")) var limit: Int?
    @Option(help: ArgumentHelp("Only entries about this job.", valueName: "job")) var job: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run(_ session: Session) async throws -> EndStatus {
        let path = Routes.path(Routes.journal, query: [("limit", limit.map(String.init)), ("job", job)])
        let journal = try await session.client.patient.get(path, as: JournalList.self)
        try session.print(journal) { journal.text($0) }
        return .done
    }
}
