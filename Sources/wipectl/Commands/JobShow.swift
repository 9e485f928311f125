// One job in full.

import ArgumentParser
import WipeAPI

/// `wipectl job`.
struct Job: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "One job in full, or live.", subcommands: [JobShow.self, JobWatch.self])
}

/// `wipectl job show`.
struct JobShow: StationCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One job in full.")
    @Argument(help: JobArgument.help) var job: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let job = try await session.client.get(Routes.path(Routes.job, id: job), as: JobView.self)
        try session.print(job) { job.text($0) }
        return .done
    }
}
