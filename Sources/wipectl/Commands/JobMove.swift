// The commands that move one job: each answers with the job as it stands then.

import ArgumentParser
import WipeAPI

/// `wipectl pause`.
struct Pause: StationCommand {
    static var configuration: CommandConfiguration { .worded("pause") }
    @Argument(help: .worded("job", "job"), completion: .named(.job)) var job: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        try await moved(session, session.client.post(Routes.path(Routes.jobPause, id: job)))
    }
}

/// `wipectl resume`.
struct Resume: StationCommand {
    static var configuration: CommandConfiguration { .worded("resume") }
    @Argument(help: .worded("job", "job"), completion: .named(.job)) var job: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        try await moved(session, session.client.post(Routes.path(Routes.jobResume, id: job)))
    }
}

/// `wipectl cancel`.
struct Cancel: StationCommand {
    static var configuration: CommandConfiguration { .worded("cancel") }
    @Argument(help: .worded("job", "job"), completion: .named(.job)) var job: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        try await moved(session, session.client.post(Routes.path(Routes.jobCancel, id: job)))
    }
}

/// `wipectl priority`.
struct Priority: StationCommand {
    static var configuration: CommandConfiguration { .worded("priority") }
    @Argument(help: .worded("job", "job"), completion: .named(.job)) var job: String
    @Argument(help: .worded("priority", "priority")) var priority: Int
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
