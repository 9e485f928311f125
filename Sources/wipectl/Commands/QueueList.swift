// Which jobs there are, in which order.

import ArgumentParser
import WipeAPI

/// `wipectl queue`.
struct Queue: StationCommand {
    static var configuration: CommandConfiguration { .worded("queue") }
    @Flag(help: .worded("all")) var all = false
    @Option(
        help: .worded("state", "state", ["words": JobStateWord.allCases.map(\.rawValue).joined(separator: " ")]),
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
