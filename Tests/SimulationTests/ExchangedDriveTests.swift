// Goal: what a person says after a look counts of the drive that was looked at, and of nothing that came in its place. Method: a served station;
// between the look and each request the drive is pulled, pulled and put back, or another one put in.

import Foundation
import Testing
import WipeAPI

@testable import wipectl

@Suite struct ExchangedDriveTests {
    private func bay(_ station: ServedStation, _ id: String) throws -> BayView {
        let data = try JSONSerialization.data(withJSONObject: try station.json("/v1/bays"))
        return try #require(try JSONDecoder().decode(BayList.self, from: data).bays.first { $0.id == id })
    }

    /// Once the drive in the bay is known, or the bay is empty.
    private func wait(_ station: ServedStation, _ id: String, holds serial: String?) throws -> BayView {
        for _ in 0..<300 {
            let now = try bay(station, id)
            if now.media?.serial == serial, now.decision?.verdict != "identifying" { return now }
            usleep(50_000)
        }
        throw Missing("bay \(id) never holds \(serial ?? "nothing")")
    }

    private func requests(_ expect: String) -> [(path: String, body: String)] {
        [
            ("/v1/tag", #"{"media":"bay:S6","assetTag":"T-77","expect":"\#(expect)"}"#),
            ("/v1/start", #"{"media":"bay:S6","confirm":"SIM-0006","expect":"\#(expect)"}"#),
            ("/v1/jobs/bay:S6/resume?expect=\(expect)", ""),
        ]
    }

    @Test(.timeLimit(.minutes(10))) func whatIsSaidAfterALookIsMeantForWhatWasSeen() throws {
        let station = try ServedStation()
        defer { station.end() }
        let seen = try #require(try wait(station, "S6", holds: "SIM-0006").attachment)
        station.hand("pull SIM-0006")
        #expect(try wait(station, "S6", holds: nil).attachment == nil)
        func mustBeRefused(_ when: Comment) throws {
            for request in requests(seen) {
                let answer = try station.post(request.path, request.body)
                #expect(answer.hasPrefix("HTTP/1.1 409") && answer.contains(#""code":"drive-exchanged""#), when)
                #expect(answer.contains("bay S6 does not hold the drive any more"), when)
            }
        }
        try mustBeRefused("the bay is empty")
        // The same drive, plugged in once more: it may have been anywhere.
        station.hand("plug SIM-0006 S6")
        let again = try #require(try wait(station, "S6", holds: "SIM-0006").attachment)
        #expect(again != seen)
        try mustBeRefused("plugged in again")
        station.hand("pull SIM-0006")
        _ = try wait(station, "S6", holds: nil)
        station.hand("pull SIM-0002")
        _ = try wait(station, "S2", holds: nil)
        station.hand("plug SIM-0002 S6")
        let other = try #require(try wait(station, "S6", holds: "SIM-0002").attachment)
        try mustBeRefused("another drive")
        #expect(try bay(station, "S6").assetTag == nil)
        let said = try station.post("/v1/tag", requests(other)[0].body)
        #expect(said.hasPrefix("HTTP/1.1 200"), "\(said)")
        #expect(try bay(station, "S6").assetTag == "T-77")
    }
}
