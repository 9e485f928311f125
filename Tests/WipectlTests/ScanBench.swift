// A station of two bays for the tests of the scan dialogue: in A1 a drive without a tag that a person has to confirm, A2 empty.

import Foundation
import Synchronization
import WipeAPI

@testable import wipectl

final class ScanBench: Sendable {
    static let serial = "ZN1ABCDE"
    private struct Drive {
        var tag: String?
        var job: JobStateWord?
    }
    private let drive = Mutex(Drive())
    private let requests = Mutex(0)
    /// From this request on another drive is in A1; nil for never.
    private let exchangedAtRequest: Int?
    init(exchangedAtRequest: Int? = nil) { self.exchangedAtRequest = exchangedAtRequest }

    let path = FakeDaemon.newPath()

    /// Of the drive in A1.
    var tag: String? { drive.withLock(\.tag) }
    var isStarted: Bool { drive.withLock { $0.job != nil } }

    func give(tag: String) { drive.withLock { $0.tag = tag } }

    /// The wipe of the drive in A1 is over.
    func end(_ state: JobStateWord) { drive.withLock { $0.job = state } }

    /// A daemon of this station; it may be stopped, and another one begun.
    func daemon() throws -> FakeDaemon {
        try FakeDaemon(at: path) { [self] request in answer(request) }
    }

    private func answer(_ request: FakeDaemon.Request) -> FakeAnswer {
        requests.withLock { $0 += 1 }
        return switch request.line {
        case "GET /v1/bays": Self.json(bays())
        case "GET /v1/start/needs?media=bay:A1", "GET /v1/start/needs?media=A1": needs
        case "POST /v1/tag": link(request.body)
        case "POST /v1/start": start(request.body)
        default: Self.problem(404, "not-found", nil, "there is no such path")
        }
    }

    private static func json(_ value: some Encodable) -> FakeAnswer { .json(200, (try? Session.encoded(value)) ?? "") }

    private static func problem(_ status: Int, _ code: String, _ variant: String?, _ detail: String, _ more: [String: String]? = nil)
        -> FakeAnswer
    {
        let problem = Problem(title: "t", status: status, detail: detail, code: code, hint: nil, variant: variant, parameters: more)
        return .json(status, (try? Session.encoded(problem)) ?? "")
    }

    private static let waiting = ReasonView(
        code: "waiting-for-start", message: "bay A1 waits for wipectl start, \(serial)", parameters: ["bay": "A1"])

    private var job: JobView? { drive.withLock(\.job).map { Samples.job("019a-12345678", $0, serial: Self.serial) } }

    /// Of what is in A1.
    private var attachment: String { isExchanged ? "boot-8-sdb" : "boot-7-sdb" }
    private var isExchanged: Bool { exchangedAtRequest.map { limit in requests.withLock { $0 >= limit } } ?? false }

    /// As the daemon refuses what was meant for another drive.
    private func refusal(of expect: String?) -> FakeAnswer? {
        if expect == nil || expect == attachment { return nil }
        return Self.problem(409, "drive-exchanged", "bay", "bay A1 does not hold the drive any more", ["bay": "A1"])
    }

    private func bays() -> BayList {
        let media = MediaSummary(
            serial: isExchanged ? "ZN9OTHER" : Self.serial, model: "ST1000DM010", capacityBytes: 1_000_204_886_016, node: "/dev/sdb")
        func bay(_ id: String, _ media: MediaSummary?) -> BayView {
            BayView(
                id: id, onAttach: "hold", attachment: media == nil ? nil : attachment, media: media, assetTag: media == nil ? nil : tag,
                decision: media.map { _ in DecisionView(verdict: "hold", reasons: [Self.waiting]) }, job: media == nil ? nil : job,
                shown: .init(word: "held", tone: "waiting", reasons: []), temperatureCelsius: nil, unresponsive: false, safeToPull: nil,
                pull: nil)
        }
        return BayList(bays: [bay("A1", media), bay("A2", nil)])
    }

    private var needs: FakeAnswer {
        guard tag != nil else {
            return Self.problem(409, "asset-tag-missing", nil, "has no asset tag yet: scan its label with wipectl tag")
        }
        return Self.json(
            StartNeedsView(media: Samples.mediaView(serial: Self.serial), attachment: attachment, confirm: "serial", holds: [Self.waiting]))
    }

    private func link(_ body: String) -> FakeAnswer {
        guard let wanted = try? JSONDecoder().decode(TagRequest.self, from: Data(body.utf8)) else { return .raw("") }
        if let refused = refusal(of: wanted.expect) { return refused }
        if wanted.assetTag == "T-USED" {
            return Self.problem(409, "tag-in-use", nil, "asset tag T-USED belongs to serial \u{1B}[2J already")
        }
        drive.withLock { $0.tag = wanted.assetTag }
        return Self.json(TagResponse(serial: Self.serial, assetTag: wanted.assetTag, wipesStarted: 0))
    }

    private func start(_ body: String) -> FakeAnswer {
        guard let wanted = try? JSONDecoder().decode(StartRequest.self, from: Data(body.utf8)) else { return .raw("") }
        if let refused = refusal(of: wanted.expect) { return refused }
        guard wanted.confirm?.uppercased() == Self.serial else {
            return Self.problem(409, "confirmation-required", "other-serial", "--confirm does not match its serial")
        }
        drive.withLock { $0.job = .queued }
        return Self.json(StartResponse(job: job, wipesStarted: 1, reasons: []))
    }
}
