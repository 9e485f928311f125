// Goal: no request, however broken, stops the daemon, starts a wipe or leaves without an answer that is understood. Method: seeded changes of
// sound requests, sent to a served station; a failure names its seed.

import Foundation
import Mutation
import Testing

@Suite struct RequestMutationTests {
    private static let sound = [
        "GET /v1/media HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n",
        "GET /v1/jobs?state=held&all=1 HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n",
        "GET /v1/journal?limit=5&since=2026-11-22T00:00:00Z HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n",
        post("/v1/tag", "{\"media\":\"SIM-0008\",\"assetTag\":\"T-1\",\"donorTag\":null,\"settle\":[\"x\"]}"),
        post("/v1/start", "{\"media\":\"SIM-0008\",\"policy\":\"clear-zero\",\"confirm\":\"nothing\"}"),
        post("/v1/assets/import", "serial,assetTag\nS1,T1\n\"S2\",\"T\"\"2\"\n"),
        post("/v1/assets/drop", "{\"serial\":\"S\",\"reason\":\"r\"}"),
        post("/v1/jobs/0190a1b2/priority", "{\"priority\":7}"), post("/v1/jobs/0190a1b2/cancel", ""),
    ]

    private static func post(_ path: String, _ body: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static let words = [
        "%00", "%FF", "../", "{", "}", "[", "\\u0000", "\\ud800", "null", "?", "&", "=", "HTTP/9.9", "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "Upgrade: h2c\r\n",
    ]

    @Test(.timeLimit(.minutes(15))) func noRequestStopsTheStationOrStartsAWipe() throws {
        let station = try ServedStation()
        defer { station.end() }
        for seed in UInt64(1)...1500 {
            var mutator = Mutator(seed: seed, words: Self.words)
            let bytes = mutator.changed(Array(Self.sound[mutator.below(Self.sound.count)].utf8))
            let answer = try station.send(bytes, seconds: 2)
            // Silence is right where the request is not whole; whatever is said is HTTP.
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 "), "seed \(seed): \(answer.prefix(200))")
            #expect(
                !answer.contains(" 500 "),
                "seed \(seed): \(String(decoding: bytes, as: UTF8.self)) \(answer.prefix(500)) \(station.text("log").suffix(300))")
            guard station.isRunning else {
                Issue.record("seed \(seed) ended the station: \(station.text("log").suffix(2000))")
                return
            }
        }
        let jobs = try station.send("GET /v1/jobs?all=1 HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n")
        #expect(jobs.hasPrefix("HTTP/1.1 200") && !jobs.contains("\"state\":\"running\"") && !jobs.contains("sanitized"), "\(jobs)")
    }
}
