// Which jobs there are, in which order.

import ArgumentParser
import WipeAPI

/// `wipectl queue`.
struct Queue: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Open jobs in the order in which they will run.")
    @Flag(help: "The closed jobs too, newest first.") var all = false
    @Option(
        help: ArgumentHelp("Only jobs in this state: \(JobStateWord.allCases.map(\.rawValue).joined(separator: " ")).", valueName: "state"),
        completion: .list(JobStateWord.allCases.map(\.rawValue)))
    var state: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let state = try state.map { try JobStateWord.chosen($0, for: "--state") }
        let path = Routes.path(Routes.jobs, query: [("state", state?.rawValue), ("all", all ? "1" : nil)])
        let jobs = try await session.client.get(path, as: JobList.self)
        try session.print(jobs) { jobs.text($0) }
        return .done
    }
}
