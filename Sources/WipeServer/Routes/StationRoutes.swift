// Station, bays, policies, keys, journal.

import Foundation
import Hummingbird
import WipeAPI
import WipeCertificate
import WipeCore
import WipeStation
import WipeStore

struct StationRoutes {
    let station: Station
    let facts: ServerFacts

    func add(to router: Router<PeerContext>) {
        router.get(RouterPath(Routes.status)) { _, _ in try Answer.json(await status()) }
        router.get(RouterPath(Routes.bays)) { _, _ in try Answer.json(await bays()) }
        router.get(RouterPath(Routes.policies)) { _, _ in
            try Answer.json(PolicyList(policies: facts.policies.values.sorted { $0.id < $1.id }.map(PolicyView.init)))
        }
        router.get(RouterPath(Routes.policy)) { _, context in
            let id = context.parameters.get("id") ?? ""
            guard let policy = facts.policies[id] else {
                throw Problems.notFound("policy", ["policy": id])
            }
            return try Answer.json(PolicyDetail(policy))
        }
        router.get(RouterPath(Routes.models)) { _, _ in try Answer.json(ModelList(await station.snapshot())) }
        router.get(RouterPath(Routes.keys)) { _, _ in try Answer.json(try await keys()) }
        router.post(RouterPath(Routes.keyRotate)) { request, context in
            let body = try await request.decoded(KeyRotateRequest.self, context)
            _ = try await station.rotate(try Self.role(body.role), reason: body.reason, by: context.actor)
            return try Answer.json(try await keys())
        }
        router.post(RouterPath(Routes.keyBegin)) { request, context in
            let body = try await request.decoded(KeyBeginRequest.self, context)
            guard let time = UTCTime(body.from) else {
                throw Problems.badRequest("time", ["name": "from", "text": body.from])
            }
            let reason = try Problems.reason(body.reason, scalarsMax: Self.reasonScalarsMax)
            try await station.begin(try Self.role(body.role), at: time, reason: reason, by: context.actor)
            return try Answer.json(try await keys())
        }
        router.get(RouterPath(Routes.journal)) { request, _ in try await Answer.long(await journal(request), beside: station) }
    }

    /// Scalars of the longest reason.
    private static let reasonScalarsMax = 1000

    private static func role(_ word: String) throws -> KeyRole {
        if let role = KeyRole(rawValue: word) { return role }
        throw Problems.badRequest("key-role", ["text": word])
    }

    private func status() async throws -> StatusView {
        let snapshot = await station.snapshot()
        let counts = try await station.read { store throws(StoreError) in try store.jobCounts() }
        let failed = try await bays().bays.filter {
            [JobStateWord.failed.rawValue, JobStateWord.abandoned.rawValue].contains($0.shown.word)
        }
        return StatusView(snapshot, facts, counts: counts, failedBays: failed.map(\.id))
    }

    private func bays() async throws -> BayList {
        let snapshot = await station.snapshot()
        var views: [BayView] = []
        for bay in snapshot.state.rules.bays {
            let content = BayContent(bay, in: snapshot.state)
            var ended: WipeJob?
            if let id = content.endedJob { ended = try await station.read { store throws(StoreError) in try store.job(id) } }
            var record: SignedDocument?
            if let id = content.job(ended: ended, in: snapshot.state)?.documentID {
                record = try await station.read { store throws(StoreError) in try store.document(id: id) }
            }
            views.append(BayView(content, ended: ended, record: record, snapshot))
        }
        return BayList(bays: views, at: snapshot.at.text)
    }

    private func keys() async throws -> KeyList {
        KeyList(
            keys: try await station.keys().map {
                KeyView(
                    role: $0.role.rawValue, did: $0.key.did, fingerprint: $0.key.fingerprint, pem: $0.key.pem,
                    validFrom: $0.validFrom.description, validUntil: $0.validUntil?.description,
                    names: $0.names.map { KeyName(station: $0.station, log: $0.origin) })
            })
    }

    private func journal(_ request: Request) async throws -> JournalList {
        let limit = min(max(request.uri.queryParameters["limit"].flatMap { Int($0) } ?? 100, 1), 10_000)
        let query = request.uri.queryParameters
        var job: JobID?
        if let name = query["job"] { job = try await Naming(station: station).job(String(name)).id }
        let filter = JournalFilter(
            job: job, serial: query["serial"].map(String.init), user: query["user"].map(String.init),
            sinceWallMilliseconds: try query["since"].map { try Moments.wallMilliseconds(String($0), of: "since") })
        let lines = try await station.read { store throws(StoreError) in try store.journal(limit: limit, filter) }
        return JournalList(entries: lines.reversed().map(JournalView.init))
    }
}

extension StatusView {
    /// - Parameter counts: number of jobs per state in the store. What the station has open counts as it is now, and not as it was written down.
    init(_ snapshot: Snapshot, _ facts: ServerFacts, counts: [String: Int], failedBays: [String]) {
        let open = snapshot.state.jobs.values
        var counts = counts
        for word in Set(open.map(\.state.word)) { counts[word] = open.count { $0.state.word == word } }
        self.init(
            station: facts.name, organization: facts.organization, location: facts.location, version: WipedVersion.text,
            pid: Int(ProcessInfo.processInfo.processIdentifier),
            slots: .init(used: open.count(where: \.state.occupiesSlot), total: snapshot.state.rules.slots), jobs: counts,
            alarms: snapshot.alarms.map(ReasonView.init), udevMonitorGroup: facts.monitor,
            startedAt: facts.startedAt.text, failedBays: failedBays)
    }
}

extension JournalView {
    init(_ line: JournalLine) {
        let act = line.act
        let person = act.actor.isSamePerson(as: .station) ? nil : act.actor
        self.init(
            number: Int(line.number), at: act.at.text, event: act.code, operator: person?.user, viaRoot: person?.viaRoot,
            group: person?.group, role: person?.role?.rawValue, job: act.job, serial: act.serial, node: act.node,
            detail: act.detail.isEmpty ? nil : act.detail)
    }
}
