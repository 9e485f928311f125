// Media: what is seen, what would be done, starts.

import Foundation
import Hummingbird
import WipeAPI
import WipeCore
import WipeStation

struct MediaRoutes {
    let station: Station
    let facts: ServerFacts

    func add(to router: Router<PeerContext>) {
        router.get(RouterPath(Routes.media)) { _, _ in
            let snapshot = await station.snapshot()
            let media = snapshot.state.attached.values.sorted { $0.id < $1.id }
            return try Answer.json(MediaList(media: media.map { MediaView($0, snapshot) }))
        }
        router.get(RouterPath(Routes.mediaShow)) { request, _ in
            let media = try await media(request)
            return try Answer.json(MediaView(media, await station.snapshot()))
        }
        router.get(RouterPath(Routes.mediaPages)) { request, _ in
            try Answer.json(try pages(of: try await media(request)))
        }
        router.get(RouterPath(Routes.plan)) { request, _ in try Answer.json(await plan(request)) }
        router.get(RouterPath(Routes.startNeeds)) { request, context in try Answer.json(await startNeeds(request, context)) }
        router.post(RouterPath(Routes.start)) { request, context in try Answer.json(await start(request, context)) }
    }

    private func media(_ request: Request) async throws -> AttachedMedia {
        guard let text = request.uri.queryParameters["media"] else { throw Problems.badRequest("missing", ["name": "media"]) }
        return try await Naming(station: station).drive(String(text))
    }

    /// What the drive answered at its last look. Nothing is asked for it, and of a drive that could not be asked then there is nothing.
    private func pages(of media: AttachedMedia) throws -> PagesView {
        guard let report = media.report else { throw Self.identifying(media.id) }
        guard let pages = station.firmwarePages(of: media.id) else {
            throw Problems.worded(
                .conflict, .notAsked, variant: "why", ["node": media.id.node, "why": Self.whyUnasked(report)])
        }
        return PagesView(files: pages.files.map { PageFileView(name: $0.name, bytes: Data($0.bytes).base64EncodedString()) })
    }

    private static func whyUnasked(_ report: ProbeReport) -> String {
        if report.isSimulation { return "simulated-drive" }
        guard let told = report.capabilities else { return HiddenAreaReason.notAsked.rawValue }
        return told.hiddenAreas.hpa.reason?.rawValue ?? "not-kept"
    }

    private static func identifying(_ id: AttachmentID) -> ProblemError {
        Problems.worded(.conflict, .identifying, variant: "node", ["node": id.node])
    }

    private func plan(_ request: Request) async throws -> PlanView {
        let media = try await media(request)
        guard let report = media.report else { throw Self.identifying(media.id) }
        return PlanView(media, report, policy: try policy(request), await station.snapshot())
    }

    private func policy(_ request: Request) throws -> String? {
        let id = request.uri.queryParameters["policy"].map(String.init)
        if let id { try mustBePolicy(id) }
        return id
    }

    private func mustBePolicy(_ id: String) throws {
        if facts.policies[id] == nil { throw Problems.notFound("policy", ["policy": id]) }
    }

    /// What a start would take of the one who asks. Changes nothing, and is no line of the journal: nobody has tried anything.
    private func startNeeds(_ request: Request, _ context: PeerContext) async throws -> StartNeedsView {
        let media = try await media(request)
        let policy = try policy(request)
        let snapshot = await station.snapshot()
        do throws(Refused) {
            return StartNeedsView(
                try snapshot.state.startNeeds(media.id, policy: policy, by: context.actor, at: snapshot.at), media, snapshot)
        } catch { throw StationError.refused(error) }
    }

    private func start(_ request: Request, _ context: PeerContext) async throws -> StartResponse {
        let body = try await request.decoded(StartRequest.self, context)
        let media = try await Naming(station: station).drive(body.media, expected: body.expect)
        if let id = body.policy { try mustBePolicy(id) }
        let transition = try await station.request(.startRequested(media.id, policy: body.policy, confirm: body.confirm, context.actor))
        let snapshot = await station.snapshot()
        let job = snapshot.state.job(on: media.id)
        // Also one that waited for its turn already, and has another policy now.
        let isQueued = job.map { $0.state == .queued } ?? false
        return StartResponse(
            job: job.map { JobView($0, snapshot) }, wipesStarted: isQueued ? 1 : transition.queued.count, reasons: [])
    }
}

extension StartNeedsView {
    init(_ needs: StartNeeds, _ media: AttachedMedia, _ snapshot: Snapshot) {
        self.init(
            media: MediaView(media, snapshot), attachment: media.id.token(bootID: snapshot.state.bootID),
            confirm: needs.confirmation?.rawValue, holds: needs.holds.map(ReasonView.init))
    }
}

extension PlanView {
    /// - Parameter id: of the policy that a person asks about; nil for the one that the rules choose.
    init(_ media: AttachedMedia, _ report: ProbeReport, policy id: String?, _ snapshot: Snapshot) {
        let state = snapshot.state
        let decisionPreview = state.decisionPreview(for: media, report, policy: id, at: snapshot.at)
        let summary = MediaSummary(report, node: media.id.node)
        let considered = decisionPreview.considered.map { ConsideredTechniqueView($0, of: report) }
        guard let plan = state.plan(for: media, decisionPreview) else {
            self.init(
                media: summary, decision: DecisionView(decisionPreview.decision), policy: nil, fallbackOf: nil, considered: considered,
                passes: [], bytesTotal: nil, estimateSeconds: nil, estimateBasis: nil, text: nil)
            return
        }
        let policy = plan.policy
        let passes = plan.passes.enumerated().map { index, pass in
            PlanPassView(
                pass: index + 1, write: pass.words(policy), verify: pass.coverage.word,
                bytesWritten: Int(clamping: plan.writeExtents(pass).reduce(0) { $0 + $1.length }),
                bytesVerified: Int(clamping: plan.verifyExtents(pass).reduce(0) { $0 + $1.length }))
        }
        self.init(
            media: summary, decision: DecisionView(decisionPreview.decision),
            policy: .init(id: policy.id, version: policy.version, title: TitleView(policy.title)),
            fallbackOf: plan.purge?.fallback == nil ? nil : plan.purge?.requested.id,
            considered: plan.purge.map { $0.considered.map { ConsideredTechniqueView($0, of: report) } } ?? considered, passes: passes,
            bytesTotal: Int(clamping: plan.workBytes), estimateSeconds: Int(clamping: plan.estimate.seconds),
            estimateBasis: plan.estimate.basis.rawValue, text: plan.text)
    }
}

extension ConsideredTechniqueView {
    fileprivate init(_ one: ConsideredTechnique, of report: ProbeReport) {
        let estimate = report.capabilities?.techniques.first { $0.technique == one.technique }?.estimate
        self.init(
            technique: one.technique.rawValue, offered: one.isOffered, taken: one.isTaken,
            estimateSeconds: estimate.map { Int(clamping: $0.seconds) }, estimateBasis: estimate?.basis.rawValue,
            reasons: one.reasons.map { ReasonView(Reason($0)) })
    }
}

extension Pass {
    /// What is written, or what the drive is told.
    fileprivate func words(_ policy: Policy) -> String {
        if let command { return "the drive's own erase (\(command.technique.rawValue))" }
        return policy.passes.indices.contains(number - 1) ? policy.passes[number - 1].write.words : ""
    }
}

extension StationState {
    /// The plan of its open job, else the one that it would come to: its keys are drawn and thrown away, since the plan that runs is made when the
    /// wipe starts. Nil where nothing would be done.
    func plan(for media: AttachedMedia, _ preview: DecisionPreview) -> WipePlan? {
        job(on: media.id)?.plan ?? preview.admission?.plan(SystemEntropy.planEntropy)
    }

    /// What the overwrite comes to that the rules choose for a drive, or that it has; nil where it is refused or no policy applies to it.
    func overwrite(of media: AttachedMedia, at now: Moment) -> OverwriteView? {
        if case .refuse = media.decision { return nil }
        guard let report = media.report,
            let plan = plan(for: media, decisionPreview(for: media, report, policy: nil, at: now))
        else { return nil }
        return OverwriteView(
            policy: plan.policy.id, bytesTotal: Int(clamping: plan.workBytes), estimateSeconds: Int(clamping: plan.estimate.seconds),
            estimateBasis: plan.estimate.basis.rawValue)
    }
}

extension Coverage {
    /// One word for people.
    var word: String {
        switch self {
        case .none: "none"
        case .full: "full"
        case .sampled: "sample"
        }
    }
}
