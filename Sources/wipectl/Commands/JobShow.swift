// One job in full.

import ArgumentParser
import WipeAPI

/// `wipectl job`.
struct Job: ParsableCommand {
    static var configuration: CommandConfiguration {
        .worded("job", subcommands: [JobShow.self, JobWatch.self])
    }
}

/// `wipectl job show`.
struct JobShow: StationCommand {
    static var configuration: CommandConfiguration { .worded("job show") }
    @Argument(help: .worded("job", "job"), completion: .named(.job)) var job: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let job = try await session.client.get(Routes.path(Routes.job, id: job), as: JobView.self)
        try session.print(job) { job.text($0) }
        return .done
    }
}
