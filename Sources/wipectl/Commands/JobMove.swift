// The commands that move one job: each answers with the job as it stands then.

import ArgumentParser
import WipeAPI

/// The help of every JOB argument.
enum JobArgument {
    static let help = ArgumentHelp(
        "Bay, serial, asset tag, record number or node of its drive, or its own short id, as `wipectl queue` shows it.", valueName: "job")
}

/// `wipectl pause`.
struct Pause: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stops a job for a while; it stays paused until `wipectl resume`, over restarts too.")
    @Argument(help: JobArgument.help) var job: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        try await moved(session, session.client.post(Routes.path(Routes.jobPause, id: job)))
    }
}

/// `wipectl resume`.
struct Resume: StationCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Lets a paused job go on where it stopped.")
    @Argument(help: JobArgument.help) var job: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        try await moved(session, session.client.post(Routes.path(Routes.jobResume, id: job)))
    }
}

/// `wipectl cancel`.
struct Cancel: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Ends a job; one that ever wrote gets its signed failure record.")
    @Argument(help: JobArgument.help) var job: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        try await moved(session, session.client.post(Routes.path(Routes.jobCancel, id: job)))
    }
}

/// `wipectl priority`.
struct Priority: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "priority", abstract: "Moves a job in the queue: higher runs earlier, 0 is the rule.",
        discussion: "A number below 0 goes after --: wipectl priority JOB -- -5")
    @Argument(help: JobArgument.help) var job: String
    @Argument(help: ArgumentHelp("The priority, a whole number.", valueName: "n")) var priority: Int
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let path = Routes.path(Routes.jobPriority, id: job)
        return try await moved(session, session.client.post(path, PriorityRequest(priority: priority)))
    }
}

private func moved(_ session: Session, _ job: JobView) throws -> EndStatus {
    try session.print(job) { job.stateText($0) }
    return .done
}
