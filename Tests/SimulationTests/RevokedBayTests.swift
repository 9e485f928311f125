// Goal: a bay whose drive was wiped and whose record was taken back since is not green. Method: a served station; one drive is wiped, its record
// revoked, and the bay looked at as a person does.

import Foundation
import Testing
import WipeAPI

@testable import wipectl

@Suite struct RevokedBayTests {
    private func bay(_ station: ServedStation, _ id: String) throws -> BayView {
        let data = try JSONSerialization.data(withJSONObject: try station.json("/v1/bays"))
        let list = try JSONDecoder().decode(BayList.self, from: data)
        return try #require(list.bays.first { $0.id == id })
    }

    @Test(.timeLimit(.minutes(10))) func aFinishedBayShowsThatItsRecordWasRevoked() throws {
        let station = try ServedStation()
        defer { station.end() }
        var said = ""
        for _ in 0..<200 where !said.hasPrefix("HTTP/1.1 200") {
            if !said.isEmpty { usleep(100_000) }
            said = try station.post("/v1/tag", #"{"media":"bay:S2","assetTag":"T-S2"}"#)
        }
        var shown = try bay(station, "S2")
        for _ in 0..<600 where shown.job?.state != "sanitized" {
            usleep(100_000)
            shown = try bay(station, "S2")
        }
        #expect(shown.shown.word == "sanitized" && shown.shown.tone == "good" && shown.shown.reasons.isEmpty, "\(shown)")
        #expect(!BayList(bays: [shown]).text(.plain).contains("REVOKED"))
        let record = try #require((try station.json("/v1/certificates")["certificates"] as? [[String: Any]])?.first?["record"] as? Int)
        // A record is published a moment after its job has ended.
        var answer = ""
        for _ in 0..<200 where !answer.hasPrefix("HTTP/1.1 200") {
            if !answer.isEmpty { usleep(100_000) }
            answer = try station.post("/v1/certificates/\(record)/revoke", #"{"reason":"the wrong drive"}"#)
        }
        try #require(answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
        let revoked = try bay(station, "S2")
        #expect(
            revoked.shown.word == "sanitized" && revoked.shown.tone == "bad" && revoked.shown.reasons.first?.code == "revoked", "\(revoked)"
        )
        let text = BayList(bays: [revoked]).text(.plain)
        #expect(text.contains("wiped (REVOKED)"), "\(text)")
    }
}
