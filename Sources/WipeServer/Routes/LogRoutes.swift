// The public log: its head, its files, proofs made anew, and the numbers that have no record yet.

import Foundation
import Hummingbird
import WipeAPI
import WipeCertificate
import WipeStation
import WipeStore

struct LogRoutes {
    let station: Station
    let facts: ServerFacts

    func add(to router: Router<PeerContext>) {
        router.get(RouterPath(Routes.log)) { _, _ in try Answer.json(try await head()) }
        router.get(RouterPath(Routes.logFile)) { request, _ in
            let path = request.uri.queryParameters["path"].map(String.init) ?? ""
            guard path.wholeMatch(of: Self.fileName) != nil else { throw Problems.badRequest("log-path", ["text": path]) }
            guard let bytes = FileManager.default.contents(atPath: facts.logFolder + "/" + path) else {
                throw Problems.notFound("log-file", ["path": path])
            }
            return Answer.bytes(Array(bytes), contentType: path == "checkpoint" ? "text/plain; charset=utf-8" : "application/octet-stream")
        }
        router.get(RouterPath(Routes.certificateProof)) { _, context in
            let id = context.parameters.get("id") ?? ""
            guard let proof = try await station.proof(of: id) else {
                throw Problems.notFound("published", ["record": id])
            }
            return Answer.bytes(proof.bytes, contentType: "text/plain; charset=utf-8")
        }
        router.get(RouterPath(Routes.open)) { _, _ in
            let open = try await station.read { store throws(StoreError) in try store.openRecords() }
            return try Answer.json(OpenRecords(open: open.map { Int(clamping: $0) }))
        }
    }

    /// `checkpoint`, `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`.
    nonisolated(unsafe) private static let fileName = /checkpoint|tile\/([0-9]|entries)\/(x[0-9]{3}\/){0,5}[0-9]{3}(\.p\/[0-9]{1,3})?/

    private func head() async throws -> LogView {
        guard let head = await station.logHead(), let key = try await station.keys().last(where: { $0.role == .log }) else {
            throw Problems.notFound("log-head")
        }
        return LogView(
            origin: head.checkpoint.origin, size: head.checkpoint.size, rootHash: head.checkpoint.root.base64,
            vkey: LogKey(name: head.checkpoint.origin, key: key.key).description, checkpoint: String(decoding: head.bytes, as: UTF8.self))
    }
}
