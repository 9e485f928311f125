// Which jobs there are, in which order.

import ArgumentParser
import WipeAPI
import WipeWords

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
        let layout = session.layout
        let state = try state.map { try JobStateWord.chosen($0, for: "--state") { $0.names(layout) } }
        let path = Routes.path(Routes.jobs, query: [("state", state?.rawValue), ("all", all ? "1" : nil)])
        let jobs = try await session.client.get(path, as: JobList.self)
        try session.print(jobs) { jobs.text($0) }
        return .done
    }
}

extension JobStateWord {
    /// What the state is called: first as this person would say it, then in every other way.
    fileprivate func names(_ layout: Layout) -> [String] {
        let spoken = Language.allCases.flatMap { language in
            [Vocabulary.tile, .state].map { $0.text(rawValue, in: language) }
        }
        return (layout.language == .en ? [] : [layout.word(rawValue, of: .tile)]) + [rawValue] + spoken
    }
}
