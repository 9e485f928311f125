// Asset tags: what a person scans, what an intake list says, which of its serials never came.

import Hummingbird
import WipeAPI
import WipeCore
import WipeFiles
import WipeStation
import WipeStore

struct AssetRoutes {
    let station: Station
    let facts: ServerFacts
    private let oneAtATime = OneAtATime()

    init(station: Station, facts: ServerFacts) {
        self.station = station
        self.facts = facts
    }

    /// Links that one answer holds at most.
    static let linksMax = 100_000
    /// Scalars of the longest reason for a dropped link.
    static let reasonScalarsMax = 200

    func add(to router: Router<PeerContext>) {
        router.post(RouterPath(Routes.tag)) { request, context in try Answer.json(await tag(request, context)) }
        router.get(RouterPath(Routes.assets)) { request, _ in try await list(request) }
        router.post(RouterPath(Routes.assetsImport)) { request, context in
            try await oneAtATime.pass { try await importIntake(request, context) }
        }
        router.post(RouterPath(Routes.assetsDrop)) { request, context in
            let body = try await request.decoded(DropRequest.self, context)
            let reason = try Problems.reason(body.reason, scalarsMax: Self.reasonScalarsMax)
            try await station.dropLink(serial: body.serial, reason: reason, by: context.actor)
            return try Answer.json(DropResponse(serial: body.serial))
        }
    }

    private func tag(_ request: Request, _ context: PeerContext) async throws -> TagResponse {
        let body = try await request.decoded(TagRequest.self, context)
        let media = try Selector(body.media).resolve(in: await station.snapshot().state)
        let tag = try Self.tag(body.assetTag, facts.tagPattern)
        let donorTag = try body.donorTag.map(Self.donorTag)
        let assetTag = AssetTag(tag: tag, source: .person, donorTag: donorTag)
        let transition = try await station.assign(assetTag, to: media.id, settling: body.settle ?? [], by: context.actor)
        let linked = transition.entries.compactMap { if case .tag(let link) = $0 { link.assetTag.tag } else { nil } }.last
        return TagResponse(serial: media.report?.identity.serial, assetTag: linked ?? tag, wipesStarted: transition.queued.count)
    }

    /// The one form of a tag that a person typed.
    static func tag(_ text: String, _ pattern: TagPattern?) throws -> String {
        switch AssetTagText.check(text, pattern: pattern) {
        case .success(let tag): return tag
        case .failure(let problem): throw Problems.make(.unprocessableContent, code: .tagMalformed, problem.description)
        }
    }

    /// The donor's label is the donor's: any characters that can be seen.
    private static func donorTag(_ text: String) throws -> String {
        if let tag = PlainText.line(text, scalarsMax: AssetTagText.scalarsMax) { return tag }
        throw Problems.make(
            .unprocessableContent, code: .tagMalformed, "the donor's tag must be 1 to \(AssetTagText.scalarsMax) visible characters")
    }

    private func list(_ request: Request) async throws -> Response {
        let missing = request.uri.queryParameters["missing"] == "1"
        let links = try await station.read { store throws(StoreError) in
            try store.links(unseenOnly: missing, limit: Self.linksMax)
        }
        return try await station.beside { try Answer.json(AssetList(assets: links.map(AssetView.init))) }
    }

    /// Everything that takes long about a long list runs on a thread of its own, its answer too: Swift's pool has as many threads as the machine
    /// has processors, and everybody's requests share them.
    private func importIntake(_ request: Request, _ context: PeerContext) async throws -> Response {
        let body = try await request.whole(upTo: Routes.importBytesMax, context)
        let (list, rows): (IntakeRows, [IntakeLink])
        do {
            (list, rows) = try await station.beside { [facts] in
                let list = try IntakeFile.read(
                    bytes: Array(body.readableBytesView), name: "intake list", columns: facts.intakeColumns, tagPattern: facts.tagPattern,
                    rowsMax: Routes.importRowsMax)
                return (list, list.rows.map(IntakeLink.init))
            }
        } catch let error as FileProblems {
            // One line: what breaks lines in a message is shown as an escape.
            let what = error.problems.map(\.description).joined(separator: "; ")
            throw Problems.make(.unprocessableContent, code: .intakeUnreadable, what, hint: "nothing was imported")
        }
        let listWins = request.uri.queryParameters["settle"] == "1"
        let (decision, transition) = try await station.importIntake(rows, listWins: listWins, by: context.actor)
        return try await station.beside {
            var rejected = list.rejected.map {
                ImportResponse.Rejected(line: $0.line, code: ProblemCode.rowMalformed.rawValue, message: $0.message)
            }
            rejected += decision.rejected.map { .init(line: $0.line, code: $0.code.rawValue, message: $0.message) }
            return try Answer.json(
                ImportResponse(
                    new: decision.new, changed: decision.changed, unchanged: decision.unchanged + list.repeatedCount,
                    settled: decision.settled.count,
                    rejected: rejected.sorted { $0.line < $1.line }, wipesStarted: transition.queued.count))
        }
    }
}

extension IntakeLink {
    init(_ row: IntakeRow) {
        let tag = AssetTag(tag: row.assetTag, source: .intake, donorTag: row.donorTag, donor: row.donor, hostSerial: row.hostSerial)
        self.init(line: row.line, link: TagLink(key: .of(serial: row.serial), assetTag: tag))
    }
}

extension AssetView {
    init(_ link: TagLink) {
        let tag = link.assetTag
        self.init(
            serial: link.key.name, assetTag: tag.tag, source: tag.source.rawValue, donorTag: tag.donorTag, donor: tag.donor,
            hostSerial: tag.hostSerial)
    }
}
