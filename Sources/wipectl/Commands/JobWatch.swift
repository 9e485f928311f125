// One job, or all open ones, live.

import ArgumentParser
import WipeAPI

/// `wipectl job watch`.
struct JobWatch: StationCommand {
    static var configuration: CommandConfiguration { .worded("job watch") }
    @Argument(help: .worded("job-watched", "job"), completion: .named(.job)) var job: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let client = session.client
        guard let job else {
            return try await Watch(session).run(whenInterrupted: .done) {
                let jobs = try await client.get(Routes.jobs, as: JobList.self)
                return Watch.View(json: try Session.encoded(jobs), text: { jobs.text($0) })
            }
        }
        // The name may be another job's later: the drive in a bay is exchanged.
        let id = try await client.get(Routes.path(Routes.job, id: job), as: JobView.self).id
        // Whoever stops watching does not know how the job ends: that is never "done".
        return try await Watch(session).run(whenInterrupted: .no) {
            let job = try await client.get(Routes.path(Routes.job, id: id), as: JobView.self)
            return Watch.View(
                json: try Session.encoded(job), text: { job.text($0) }, ends: job.isClosed ? (job.isSanitized ? .done : .no) : nil)
        }
    }
}
