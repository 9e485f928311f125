// Signed records: a list, and the bytes as they were signed.

import Hummingbird
import WipeAPI
import WipeCore
import WipeStation
import WipeStore

struct CertificateRoutes {
    let station: Station
    let facts: ServerFacts
    /// Records that are in memory at once while a list is made.
    private static let pageSize = 500
    /// Records of one page at most, where somebody asks for pages.
    private static let recordsMax = 100_000

    func add(to router: Router<PeerContext>) {
        router.post(RouterPath(Routes.certificateCorrect)) { request, context in try await state(.correction, request, context) }
        router.post(RouterPath(Routes.certificateRevoke)) { request, context in try await state(.revocation, request, context) }
        router.get(RouterPath(Routes.certificates)) { request, _ in try await Answer.long(await list(request), beside: station) }
        router.get(RouterPath(Routes.certificate)) { _, context in
            let id = context.parameters.get("id") ?? ""
            guard let document = try await station.read({ store throws(StoreError) in try store.document(idOrRecord: id) }),
                document.published
            else {
                throw Problems.notFound("record", ["record": id])
            }
            return Answer.bytes(document.bytes, contentType: "application/json")
        }
    }

    /// A new document about the record that the route names.
    private func state(_ kind: SignedDocument.Kind, _ request: Request, _ context: PeerContext) async throws -> Response {
        let body = try await request.decoded(NoticeRequest.self, context)
        let id = context.parameters.get("id") ?? ""
        let tag = kind == .correction ? try body.assetTag.map { try AssetRoutes.tag($0, facts.tagPattern) } : nil
        let made = try await station.state(
            kind, about: id, reason: body.reason, assetTag: tag, settling: body.settle ?? [], by: context.actor)
        let job = try await station.read { store throws(StoreError) in
            try made.job.flatMap { id throws(StoreError) in try store.job(id) }
        }
        return try Answer.json(CertificateView(made, job))
    }

    private func list(_ request: Request) async throws -> CertificateList {
        let query = request.uri.queryParameters
        let since = try query["since"].map { try Moments.wallMilliseconds(String($0), of: "since") }
        let filter = DocumentFilter(
            serial: query["serial"].map(String.init), assetTag: query["assetTag"].map(String.init), sinceWallMilliseconds: since,
            outcome: query["outcome"].map(String.init), beforeRecord: try request.number("before"))
        let limit = try request.number("limit", in: 1...Self.recordsMax)
        let found = try await station.read { store throws(StoreError) in
            var views: [CertificateView] = []
            var below: Int64?
            repeat {
                let found = try store.documentPage(filter, below: below, limit: Self.pageSize)
                for document in found.page where document.published {
                    // One more than is asked for says that there are more.
                    if let limit, views.count > limit { return views }
                    views.append(CertificateView(document, try document.job.flatMap { id throws(StoreError) in try store.job(id) }))
                }
                below = found.next
            } while below != nil
            return views
        }
        guard let limit, found.count > limit else { return CertificateList(certificates: found) }
        return CertificateList(certificates: Array(found.prefix(limit)), next: found[limit - 1].record)
    }
}

extension CertificateView {
    init(_ document: SignedDocument, _ job: WipeJob?) {
        self.init(
            id: "urn:uuid:" + document.id, record: Int(clamping: document.record), serial: document.serial, model: job?.identity.model,
            assetTag: document.presentTag, outcome: document.outcome, policy: job?.policy, job: document.job,
            issuedAt: document.issuedAt.text,
            simulation: job?.report.isSimulation ?? false, fileName: document.fileName,
            correctedFrom: document.isTagCorrected ? document.assetTag : nil,
            revokedBy: document.revokedBy.map { Int(clamping: $0) }, correctedBy: document.correctedBy.map { Int(clamping: $0) })
    }
}
