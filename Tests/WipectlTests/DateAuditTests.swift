// Goal: a date that does not fit the order of the log, the heads on the records, a head that was kept or the reader's clock is found, once, and named;
// dates that a waiting signature or a noted jump of the clock explains are not. Method: an archive, one record of it wrong.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import WipeCertificate
@testable import wipectl

struct DateAuditTests {
    private static let year = 365 * 24

    private func found(_ station: SmallStation, _ more: [String] = []) async throws -> [String] {
        try await station.audit(more).findings.map { "\($0.code) \($0.subject)" }.sorted()
    }

    /// A record with its whole work moved in time.
    private func add(_ number: Int, hours: Int, to station: SmallStation, _ change: (inout CertificateFacts) -> Void = { _ in }) throws {
        try station.add(number) {
            $0 = station.facts(number, hours: hours)
            change(&$0)
        }
    }

    /// S4: with the station's keys, a record dated a year back and appended today.
    @Test func backDatedRecordIsFoundWithAndWithoutItsAnchor() async throws {
        let station = try SmallStation(records: 5)
        try add(6, hours: -Self.year, to: station) { $0.logAnchor = nil }
        try station.publish()
        let file = station.files[5]
        #expect(try await found(station) == ["anchor-missing \(file)", "date-out-of-order \(file)"])
        let anchored = try SmallStation(records: 5)
        try add(6, hours: -Self.year, to: anchored) { $0.logAnchor = anchored.heads[0].checkpoint.anchor }
        try anchored.publish()
        #expect(try await found(anchored) == ["anchor-outdated \(anchored.files[5])", "date-out-of-order \(anchored.files[5])"])
    }

    @Test func oneRecordDatedAheadIsOneFinding() async throws {
        let station = try SmallStation(records: 3)
        try add(4, hours: 300, to: station)
        for number in 5...9 { try station.add(number) }
        try station.publish()
        // Those behind it began, by their own word, before it ended: that its date is the wrong one, most dates say.
        let codes = try await found(station)
        #expect(codes.contains("date-out-of-order \(station.files[3])"), "\(codes)")
        #expect(!codes.contains { $0.hasPrefix("date-out-of-order") && !$0.hasSuffix(station.files[3]) }, "\(codes)")
    }

    @Test func waitingSignatureAndNotedJumpAreNoFinding() async throws {
        let station = try SmallStation(records: 3)
        // Signed behind record 4, and ended three quarters of an hour before it: both ran at once.
        try add(4, hours: 8, to: station) { $0.logAnchor = station.heads[3].checkpoint.anchor }
        try station.add(5) {
            $0 = station.facts(5, hours: 7)
            $0.logAnchor = station.heads[3].checkpoint.anchor
            $0.validFrom = UTCTime(secondsSince1970: SmallStation.start + 8 * 3_600 + 300)
        }
        try station.publish()
        #expect(try await found(station) == [])
        // A clock that was set back two days, and says so.
        let jumped = try SmallStation(records: 60)
        try add(61, hours: 12, to: jumped) {
            $0.logAnchor = jumped.heads[60].checkpoint.anchor
            $0.clock.jumps = [.init(at: UTCTime(secondsSince1970: SmallStation.start + 61 * 3_600), seconds: -49 * 3_600)]
        }
        try jumped.publish()
        #expect(try await found(jumped) == [])
    }

    @Test func headThatWasKeptBoundsDatesFromBothSides() async throws {
        func day(_ hours: Int) -> String { UTCTime(secondsSince1970: SmallStation.start + hours * 3_600).description }
        let station = try SmallStation(records: 6)
        try station.write("kept", station.heads[3].bytes)
        // Kept when record 3 was there and record 4 not yet.
        #expect(try await found(station, ["--checkpoint", station.path("kept") + "@" + day(4)]) == [])
        #expect(try await found(station, ["--checkpoint", station.path("kept") + "@2023-11-15"]) == [])
        // Kept two days later: records 4 to 6 say that they are older, and were not there.
        let late = try await found(station, ["--checkpoint", station.path("kept") + "@" + day(48)])
        #expect(late == station.files[3...].map { "date-against-kept-head \($0)" }.sorted())
        // Kept before record 1 was made, by its own word.
        let early = try await found(station, ["--checkpoint", station.path("kept") + "@" + day(-24)])
        #expect(early == station.files[..<3].map { "date-against-kept-head \($0)" }.sorted())
        for wrong in ["@yesterday", "@2026-02-30"] {
            let result = await wipectl(["audit", station.folder, "--checkpoint", station.path("kept") + wrong], socket: "/none")
            #expect(result.status != 0 && result.err.contains("not a time"), "\(result)")
        }
    }

    @Test func dateInTheFutureIsFoundByTheAuditAndDecidedByAPolicy() async throws {
        let station = try SmallStation(records: 2)
        let now = Int(Date().timeIntervalSince1970)
        try add(3, hours: (now - SmallStation.start) / 3_600 + 10 * Self.year, to: station)
        try station.publish()
        #expect(try await found(station) == ["date-in-future \(station.files[2])"])
        let said = try await station.verify([2])
        #expect(said.status == 0 && said.report.files[0].valid && said.report.files[0].doubts.map(\.code) == ["date-in-future"])
        let line = ["certificate", "verify", "--trust", station.path("keys.txt"), station.path("certificates/" + station.files[2])]
        let hint = await wipectl(line, socket: "/none").err
        #expect(hint.contains("hint: 1 file has a date in the future (date-in-future): with --log-policy that is not valid"), "\(hint)")
        try station.write("policy", Array("log \(LogKey(name: SmallStation.origin, key: station.log.publicKey))\nquorum none\n".utf8))
        let decided = try await station.verify([2], ["--log-policy", station.path("policy")])
        #expect(decided.status == 1 && decided.report.files[0].problems.map(\.code) == ["date-in-future"])
    }

    @Test func proofThatIsNotThereIsSaidAndDecidedByAPolicy() async throws {
        let station = try SmallStation(records: 1)
        try FileManager.default.removeItem(atPath: PublishedName.ofProof(station.path("certificates/" + station.files[0])))
        let line = ["certificate", "verify", "--trust", station.path("keys.txt"), station.path("certificates/" + station.files[0])]
        let said = await wipectl(line, socket: "/none")
        #expect(said.status == 0 && said.err.contains("hint: 1 file has no proof that it is in a log (log-proof-missing)"), "\(said)")
    }

    /// W9: a head over what was signed after its key was retired, and one that only might be newer.
    @Test func headOfARetiredLogKey() async throws {
        let station = try SmallStation(records: 2)
        let old = station.log
        try station.rotate(3, .log, hours: 4)
        station.log = old
        try station.publish()
        // The log ends with the rotation itself: nothing contradicts the head, and a newer one is to be asked for.
        let ended = try await station.audit()
        #expect(ended.findings == [] && ended.notes.count == 1 && ended.notes[0].contains("retired"), "\(ended)")
        let doubts = try await station.verify([0]).report.files[0].doubts.map(\.code)
        #expect(doubts == ["log-key-retired"])
        try add(4, hours: 6, to: station)
        try station.publish()
        let codes = try await found(station)
        #expect(codes.contains("checkpoint-untrusted log/checkpoint"), "\(codes)")
        // A policy that names the new key alone.
        let policy = try SmallStation(records: 1)
        try policy.write(
            "policy", Array("log \(LogKey(name: SmallStation.origin, key: SigningKey.ephemeral(role: .log).publicKey))\nquorum none\n".utf8)
        )
        let decided = try await policy.audit(["--log-policy", policy.path("policy")])
        #expect(decided.findings.map(\.code) == ["checkpoint-untrusted"])
    }
}
