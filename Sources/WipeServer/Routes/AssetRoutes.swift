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
        router.get(RouterPath(Routes.imports)) { request, _ in try Answer.json(await imports(request)) }
        router.post(RouterPath(Routes.importUndo)) { request, context in
            try request.mustAsk()
            let id = context.parameters.get("id") ?? ""
            guard let number = Int(id) else { throw Problems.notFound("import", ["number": id]) }
            return try await oneAtATime.pass { try Answer.json(await undo(number, context)) }
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
        let media = try await Naming(station: station).drive(body.media, expected: body.expect)
        let tag = try await scannedTag(body.assetTag)
        let donorTag = try body.donorTag.map(Self.donorTag)
        let assetTag = AssetTag(tag: tag, source: .person, donorTag: donorTag)
        let transition = try await station.assign(assetTag, to: media.id, settling: body.settle ?? [], by: context.actor)
        let linked = transition.entries.compactMap { if case .tag(let link) = $0 { link.assetTag.tag } else { nil } }.last
        return TagResponse(serial: media.report?.identity.serial, assetTag: linked ?? tag, wipesStarted: transition.queued.count)
    }

    /// Of a text without the form of a tag it is said first what it is instead: the barcode of the drive's own serial, say.
    private func scannedTag(_ text: String) async throws -> String {
        do { return try Self.tag(text, facts.tagPattern) } catch {
            guard text.unicodeScalars.count <= AssetTagText.scalarsMax, let refusal = await station.snapshot().state.refusal(ofTag: text)
            else { throw error }
            throw StationError.refused(refusal)
        }
    }

    /// The one form of a tag that a person typed or scanned: in capitals where the pattern asks for them and the scanner has none.
    static func tag(_ text: String, _ pattern: TagPattern?) throws -> String {
        switch AssetTagText.checkScanned(text, pattern: pattern) {
        case .success(let tag): return tag
        case .failure(let problem):
            throw Problems.worded(.unprocessableContent, .tagMalformed, variant: problem.variant, problem.parameters)
        }
    }

    /// The donor's label is the donor's: any characters that can be seen.
    private static func donorTag(_ text: String) throws -> String {
        if let tag = PlainText.line(text, scalarsMax: AssetTagText.scalarsMax) { return tag }
        throw Problems.worded(
            .unprocessableContent, .tagMalformed, variant: "donor", ["max": String(AssetTagText.scalarsMax)])
    }

    private func list(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        let source = try query["source"].map { word in
            guard let source = AssetTag.Source(rawValue: String(word)) else { throw Problems.badRequest("source", ["text": String(word)]) }
            return source
        }
        let filter = LinkFilter(
            serial: query["serial"].map(String.init), assetTag: query["assetTag"].map(String.init), donor: query["donor"].map(String.init),
            source: source, imported: try request.number("import"), unseenOnly: query["missing"] == "1",
            after: query["after"].map(String.init))
        let limit = try request.number("limit", in: 1...Self.linksMax) ?? Self.linksMax
        let found = try await station.read { store throws(StoreError) in try store.links(filter, limit: limit) }
        return try await station.beside {
            let next = found.hasMore ? found.links.last?.key.name : nil
            return try Answer.json(AssetList(assets: found.links.map(AssetView.init), next: next))
        }
    }

    private func imports(_ request: Request) async throws -> ImportList {
        let limit = try request.number("limit", in: 1...Self.importsMax) ?? Self.importsMax
        let before = try request.number("before")
        let found = try await station.read { store throws(StoreError) in try store.imports(before: before, limit: limit + 1) }
        let page = found.prefix(limit)
        return ImportList(
            imports: page.map { ImportView($0.record, isUndone: $0.isUndone) },
            next: found.count > limit ? page.last?.record.number : nil)
    }

    /// Imports that one answer holds at most.
    static let importsMax = 1000

    private func undo(_ number: Int, _ context: PeerContext) async throws -> UndoResponse {
        let (order, _) = try await station.undoImport(number, by: context.actor)
        let kept = order.kept.map { link in
            UndoResponse.Kept(
                serial: link.key.name, assetTag: link.tag?.tag, code: link.obstacle.rawValue,
                message: link.obstacle.message)
        }
        return UndoResponse(number: number, removed: order.removed.count, restored: order.restored.count, kept: kept)
    }

    /// Everything that takes long about a long list runs on a thread of its own, its answer too: Swift's pool has as many threads as the machine
    /// has processors, and everybody's requests share them.
    private func importIntake(_ request: Request, _ context: PeerContext) async throws -> Response {
        let query = request.uri.queryParameters
        try request.mustAsk(["name", "settle", "dry"] + IntakeColumns.keys.map { "column." + $0 })
        let columns = try columns(request)
        let name = query["name"].flatMap { PlainText.line(String($0), scalarsMax: 200) }
        let body = try await request.whole(upTo: Routes.importBytesMax, context)
        let (list, rows) = try await read(Array(body.readableBytesView), name ?? "intake list", columns)
        let listWins = query["settle"] == "1"
        let isDry = query["dry"] == "1"
        let taken: (decision: IntakeDecision, transition: Transition, number: Int?)
        if isDry {
            let tried = try await station.tryIntake(rows, listWins: listWins, by: context.actor)
            taken = (tried.decision, tried.transition, nil)
        } else {
            taken = try await station.importIntake(rows, list: name, listWins: listWins, by: context.actor)
        }
        return try await station.beside {
            try Answer.json(ImportResponse(list, taken.decision, taken.transition, number: taken.number, isDry: isDry))
        }
    }

    /// The station's names of columns, but for those that the request gives.
    private func columns(_ request: Request) throws -> IntakeColumns {
        var columns = facts.intakeColumns
        for key in IntakeColumns.keys {
            guard let text = request.uri.queryParameters["column." + key] else { continue }
            guard let name = PlainText.line(String(text), scalarsMax: 100) else {
                throw Problems.badRequest("column", ["key": key, "max": "100"])
            }
            columns[key] = name
        }
        if let twice = columns.repeatedName { throw Problems.badRequest("column-twice", ["text": twice]) }
        return columns
    }

    private func read(_ bytes: [UInt8], _ name: String, _ columns: IntakeColumns) async throws -> (IntakeRows, [IntakeLink]) {
        do {
            return try await station.beside { [facts] in
                let list = try IntakeFile.read(
                    bytes: bytes, name: name, columns: columns, tagPattern: facts.tagPattern, rowsMax: Routes.importRowsMax)
                return (list, list.rows.map(IntakeLink.init))
            }
        } catch let error as FileProblems {
            throw Problems.unreadable(error)
        }
    }
}

extension ImportResponse {
    init(_ list: IntakeRows, _ decision: IntakeDecision, _ transition: Transition, number: Int?, isDry: Bool) {
        var rejected = list.rejected.map {
            Rejected(
                line: $0.line, code: ProblemCode.rowMalformed.rawValue, message: $0.message, variant: $0.said?.variant,
                parameters: $0.said?.parameters)
        }
        rejected += decision.rejected.map {
            Rejected(line: $0.line, code: $0.code.rawValue, message: $0.message, variant: $0.variant, parameters: $0.parameters)
        }
        self.init(
            new: decision.new, changed: decision.changed, unchanged: decision.unchanged + list.repeatedCount,
            settled: decision.settled.count, rejected: rejected.sorted { $0.line < $1.line }, wipesStarted: transition.queued.count,
            number: number, dryRun: isDry,
            notes: (list.warnings + list.repeated).map {
                Note(
                    line: $0.line, code: ProblemCode.rowNoted.rawValue, message: $0.message, variant: $0.said?.variant,
                    parameters: $0.said?.parameters)
            })
    }
}

extension ImportView {
    init(_ record: IntakeRecord, isUndone: Bool) {
        self.init(
            number: record.number, at: record.at.text, user: record.actor.user, list: record.list, rows: record.rows,
            settled: record.settled, undone: isUndone)
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
