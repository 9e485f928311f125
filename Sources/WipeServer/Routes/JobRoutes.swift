// Jobs: the queue, one job, and what people ask of it.

import Foundation
import Hummingbird
import WipeAPI
import WipeCore
import WipeStation
import WipeStore

struct JobRoutes {
    let station: Station
    /// Closed jobs that one answer holds at most.
    static let closedMax = 1000

    func add(to router: Router<PeerContext>) {
        router.get(RouterPath(Routes.jobs)) { request, _ in try await Answer.long(await list(request), beside: station) }
        router.get(RouterPath(Routes.job)) { _, context in try Answer.json(await view(try await naming.job(try Self.name(context)))) }
        router.post(RouterPath(Routes.jobPause)) { request, context in
            try request.mustAsk()
            return try await ask("pause", context) { .pauseRequested($0, $1) }
        }
        router.post(RouterPath(Routes.jobResume)) { request, context in
            try request.mustAsk(["expect"])
            let expected = request.uri.queryParameters["expect"].map(String.init)
            return try await ask("resume", context, expected: expected) { .resumeRequested($0, $1) }
        }
        router.post(RouterPath(Routes.jobCancel)) { request, context in
            try request.mustAsk()
            return try await ask("cancel", context) { .cancelRequested($0, $1) }
        }
        router.post(RouterPath(Routes.jobPriority)) { request, context in
            let body = try await request.decoded(PriorityRequest.self, context)
            return try await ask("priority", context) { .priorityRequested($0, body.priority, $1) }
        }
    }

    private var naming: Naming { Naming(station: station) }

    private static func name(_ context: PeerContext) throws -> String {
        guard let name = context.parameters.get("id")?.removingPercentEncoding else {
            throw Problems.badRequest("no-job")
        }
        return name
    }

    /// A job as it is now, or as it was closed.
    private func view(_ job: WipeJob) async throws -> JobView {
        let snapshot = await station.snapshot()
        if let job = snapshot.state.jobs[job.id] { return JobView(job, snapshot) }
        let closed = try await station.read { store throws(StoreError) in try store.job(job.id) }
        return JobView(closed ?? job, snapshot)
    }

    private func ask(
        _ verb: String, _ context: PeerContext, expected: String? = nil, _ event: @Sendable (JobID, Actor) -> Event
    ) async throws -> Response {
        let job = try await naming.job(try Self.name(context), expected: expected)
        if job.state.isClosed {
            let refused = Refused(.jobNotOpen, variant: job.state.word, ["job": JobName.short(job.id)])
            await station.writeDown(refused, of: PersonRequest(actor: context.actor, verb: verb, job: job.id))
            throw StationError.refused(refused)
        }
        _ = try await station.request(event(job.id, context.actor))
        return try Answer.json(await view(job))
    }

    private func list(_ request: Request) async throws -> JobList {
        let snapshot = await station.snapshot()
        let wanted = request.uri.queryParameters["state"].map(String.init)
        if let wanted, JobStateWord(rawValue: wanted) == nil {
            let states = JobStateWord.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problems.badRequest("state", ["text": wanted, "states": states])
        }
        var jobs = snapshot.state.jobsForPeople()
        let withClosed = request.uri.queryParameters["all"] == "1"
        if let wanted, JobStateWord(rawValue: wanted)?.isClosed == true {
            jobs = try await station.read { store throws(StoreError) in try store.closedJobs(state: wanted, limit: Self.closedMax) }
        } else if withClosed {
            // Withdrawn jobs never wrote: they show only when asked for by name.
            jobs += try await station.read { store throws(StoreError) in try store.closedJobs(limit: Self.closedMax) }.filter {
                $0.state.word != "withdrawn"
            }
        }
        if let wanted { jobs = jobs.filter { $0.state.word == wanted } }
        return JobList(jobs: jobs.map { JobView($0, snapshot) })
    }
}

extension StationState {
    /// Open jobs: what runs, then the queue in the order in which it will run, then what waits for people.
    func jobsForPeople() -> [WipeJob] {
        let queue = queueOrder()
        let place = Dictionary(uniqueKeysWithValues: queue.enumerated().map { ($1.id, $0) })
        func rank(_ job: WipeJob) -> (Int, Int, String) {
            switch job.state {
            case .certifying: (0, 0, job.id)
            case .running, .opening, .stopping: (1, 0, job.id)
            case .queued: (2, place[job.id] ?? .max, job.id)
            case .suspended: (3, 0, job.id)
            case .held, .closed: (4, 0, job.id)
            }
        }
        return jobs.values.sorted { rank($0) < rank($1) }
    }
}
