// Goal: a notice that says what no rule allows is named, also where it gives no trust and changes nothing: it is a damaged piece of evidence. Method: an
// honest notice with one member changed before it is signed, by whoever has the key; logged and proved like any other.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import WipeCertificate
@testable import wipectl

extension JSONValue {
    /// The same with another value at the end of a path.
    fileprivate func changing(_ path: ArraySlice<String>, to value: JSONValue) -> JSONValue {
        guard let name = path.first, case .object(let members) = self else { return value }
        guard members.contains(where: { $0.name == name }) else { return adding(name, value) }
        return .object(members.map { $0.name == name ? JSONMember(name, $0.value.changing(path.dropFirst(), to: value)) : $0 })
    }
}

extension SmallStation {
    /// Puts a document that no station signs: `facts`, signed by `key`, with members changed before.
    fileprivate func forge(
        _ facts: NoticeFacts, by key: SigningKey, at created: UTCTime? = nil, logged: Bool = true, _ changes: [(String, JSONValue)]
    ) throws {
        let honest = try facts.signed(with: facts.isSimulation ? simulation : station)
        var document = try JSONParser.parse(honest.bytes).without("proof").changing(["issuer", "id"], to: .string(key.publicKey.did))
        for (path, value) in changes { document = document.changing(path.split(separator: ".").map(String.init)[...], to: value) }
        let signed = try DataIntegrityProof.sign(document, created: created ?? facts.validFrom, with: key)
        if logged { return try put(honest.fileName, signed.prettyBytes, try #require(LogEntry(of: signed)).bytes) }
        try write("certificates/" + honest.fileName, signed.prettyBytes)
    }

    fileprivate func notice(_ number: Int, _ subject: NoticeFacts.Subject, hours: Int, _ change: NoticeFacts.TagChange? = nil)
        -> NoticeFacts
    {
        NoticeFacts(
            id: UUID(), record: number, validFrom: Self.hour(hours), station: "s", subject: subject, reason: "test",
            statedBy: .init(userName: "lead", uid: 1), logAnchor: heads.last?.checkpoint.anchor, assetTag: change)
    }

    fileprivate func target(_ index: Int) throws -> NoticeFacts.Target {
        try #require(
            NoticeFacts.Target(signed: Array(Data(contentsOf: URL(fileURLWithPath: path("certificates/" + files[index]))))))
    }

    fileprivate static func hour(_ hours: Int, _ seconds: Int = 0) -> UTCTime {
        UTCTime(secondsSince1970: start + hours * 3_600 + seconds)
    }
}

struct NoticeRuleTests {
    /// One rotation, wrong in one thing: the members that are changed, who signs, and when.
    private struct Wrong: CustomTestStringConvertible {
        var testDescription: String
        var role = KeyRole.station
        var by = "station"
        var laterSeconds = 0
        /// Words stand for keys and times of the station.
        var changes: [(String, String)] = []
    }

    private static let rotations: [Wrong] = [
        Wrong(testDescription: "A to A", changes: [("replacement", "station")]),
        Wrong(testDescription: "a log key to itself", role: .log, changes: [("replacement", "log")]),
        Wrong(testDescription: "role log for the station's own key", role: .log, changes: [("retired", "station")]),
        Wrong(testDescription: "the station's key in the log's place", role: .log, changes: [("replacement", "station")]),
        Wrong(testDescription: "the simulation's key retired as a log key", role: .log, changes: [("retired", "simulation")]),
        Wrong(testDescription: "the log's key brought in as the station's", changes: [("replacement", "log")]),
        Wrong(testDescription: "the simulation's key brought in as the station's", changes: [("replacement", "simulation")]),
        Wrong(testDescription: "another key's end", changes: [("retired", "other")]),
        Wrong(testDescription: "an end three days later", changes: [("retiredUntil", "+259200")]),
        Wrong(testDescription: "an end three days before", changes: [("retiredUntil", "-259200")]),
        Wrong(testDescription: "an end ten seconds later", changes: [("retiredUntil", "+10")]),
        Wrong(testDescription: "an end before the beginning", changes: [("retiredFrom", "+1")]),
        Wrong(testDescription: "signed three days after its date", laterSeconds: 259_200, changes: [("retiredUntil", "+259201")]),
        Wrong(testDescription: "a simulation's mark on the station's key", by: "station", changes: [("simulation", "true")]),
    ]

    @Test(arguments: rotations) private func rotationThatNoRuleAllowsIsNamed(_ wrong: Wrong) async throws {
        let station = try SmallStation(records: 2)
        let keys = [
            "station": station.station, "simulation": station.simulation, "log": station.log, "other": .ephemeral(role: wrong.role),
        ]
        let old = try #require(keys[wrong.role.rawValue])
        let rotation = KeyRotation(
            role: wrong.role, retired: old.publicKey, retiredFrom: UTCTime(secondsSince1970: 0), retiredUntil: SmallStation.hour(4, 1),
            replacement: SigningKey.ephemeral(role: wrong.role).publicKey)
        let changes: [(String, JSONValue)] = wrong.changes.map { member, word in
            if member == "simulation" { return ("credentialSubject.simulation", true) }
            let value = keys[word]?.publicKey.did ?? SmallStation.hour(4, Int(word) ?? 0).description
            return ("credentialSubject.key." + member, .string(value))
        }
        try station.forge(
            station.notice(3, .keyRotation(rotation), hours: 4), by: try #require(keys[wrong.by]),
            at: SmallStation.hour(4, wrong.laterSeconds), changes)
        try station.publish()
        let findings = try await station.audit().findings
        let said = findings.filter { $0.subject == station.files[2] && $0.code == "record-invalid" }
        #expect(said.count == 1 && said[0].message.contains("notice-misstated: "), "\(findings)")
        #expect(try await station.verify([2]).report.files[0].problems.contains { $0.code == "notice-misstated" })
        // Nothing follows from it, and nothing else falls with it.
        #expect(findings.allSatisfy { $0.subject == station.files[2] }, "\(findings)")
    }

    /// None of the two counts, and both are named: one is somebody else's.
    @Test func twoSuccessorsOfOneKeyAreNamed() async throws {
        let station = try SmallStation(records: 1)
        let old = station.station
        try station.rotate(2, .station, hours: 4)
        station.station = old
        try station.rotate(3, .station, hours: 5)
        station.station = old
        try station.publish()
        let findings = try await station.audit().findings
        #expect(findings.map(\.code) == ["notice-mismatch", "notice-mismatch"], "\(findings)")
        #expect(Set(findings.map(\.subject)) == Set(station.files[1...]))
    }

    // MARK: corrections

    private static func corrected(_ from: String?, _ to: String, of serial: String = "SERIAL1") async throws -> [String] {
        let station = try SmallStation(records: 2)
        try station.forge(
            station.notice(3, .correction(of: try station.target(0)), hours: 5, .init(from: "TAG-1", to: "TAG-7")), by: station.station,
            [
                ("credentialSubject.correctedAssetTag", ["from": from.map(JSONValue.string) ?? .null, "to": .string(to)]),
                ("credentialSubject.about.serialNumber", .string(serial)),
            ])
        try station.publish()
        let file = try #require(try await station.verify([0]).report.files.first)
        #expect(file.valid == file.problems.isEmpty && (file.assetTag == (file.valid ? to : "TAG-1")), "\(file)")
        #expect(try await station.audit().findings.isEmpty == file.valid)
        return file.problems.map(\.code)
    }

    @Test func correctionFitsTheTagThatItsRecordHas() async throws {
        #expect(try await Self.corrected("TAG-1", "TAG-7") == [])
        #expect(try await Self.corrected("TAG-1", "Étage 7/b#3") == [])
        #expect(try await Self.corrected("TAG-2", "TAG-7") == ["notice-mismatch"])
        #expect(try await Self.corrected(nil, "TAG-7") == ["notice-mismatch"])
        #expect(try await Self.corrected("TAG-1", "TAG-7", of: "SERIAL9") == ["notice-mismatch"])
    }

    @Test(arguments: ["TAG-1", " ", "TAG-7 ", "TAG\u{1B}[2J", "TAG\u{200B}7", "TAG\n7"]) func oddTagsAreNoCorrection(_ to: String)
        async throws
    {
        #expect(try await Self.corrected("TAG-1", to) == ["notice-untrusted"])
    }

    @Test func correctionsFollowOneAnother() async throws {
        let station = try SmallStation(records: 1)
        let target = try station.target(0)
        for (number, tags) in [(2, ("TAG-1", "TAG-7")), (3, ("TAG-7", "TAG-8"))] {
            try station.forge(
                station.notice(number, .correction(of: target), hours: number + 2, .init(from: tags.0, to: tags.1)), by: station.station, []
            )
        }
        try station.publish()
        let file = try #require(try await station.verify([0]).report.files.first)
        #expect(file.valid && file.assetTag == "TAG-8" && file.supersededBy.count == 2, "\(file)")
        // The first one is gone: what the second one says of the tag before it is nobody's word.
        try FileManager.default.removeItem(atPath: station.path("certificates/" + station.files[1]))
        #expect(try await station.verify([0]).report.files.first?.problems.map(\.code) == ["notice-mismatch"])
    }

    /// In no log: ahead of its day, before its record was signed, and at a time that fits.
    @Test(arguments: [
        ("2199-01-01T00:00:00Z", "date-in-future"), ("2020-01-01T00:00:00Z", "before the record"), ("2023-11-15T12:00:00Z", ""),
    ])
    func correctionThatLeavesSomethingOpenIsADoubtOnItsRecord(_ time: String, _ why: String) async throws {
        let station = try SmallStation(records: 1)
        var facts = station.notice(2, .correction(of: try station.target(0)), hours: 5, .init(from: "TAG-1", to: "TAG-7"))
        facts.validFrom = try #require(UTCTime(time))
        try station.forge(facts, by: station.station, logged: false, [])
        let said = try await station.verify([0])
        let file = try #require(said.report.files.first)
        #expect(file.valid && file.doubts.map(\.code) == ["notice-doubtful"], "\(file)")
        #expect(
            file.doubts.first.map { (why.isEmpty || $0.message.contains(why)) && $0.message.contains("log-proof-missing") } == true,
            "\(file.doubts)")
        try station.write("policy", Array("log \(LogKey(name: SmallStation.origin, key: station.log.publicKey))\nquorum none\n".utf8))
        let decided = try await station.verify([0], ["--log-policy", station.path("policy")])
        #expect(decided.status == 1 && decided.report.files[0].problems.map(\.code) == ["notice-untrusted"])
        // Logged and proved, but before its record: the same, and a policy decides it too.
        guard why.hasPrefix("before") else { return }
        let other = try SmallStation(records: 1)
        var early = other.notice(2, .correction(of: try other.target(0)), hours: 5, .init(from: "TAG-1", to: "TAG-7"))
        early.validFrom = facts.validFrom
        try other.forge(early, by: other.station, [])
        try other.publish()
        try other.write("policy", Array("log \(LogKey(name: SmallStation.origin, key: other.log.publicKey))\nquorum none\n".utf8))
        #expect(try await other.verify([0]).report.files[0].doubts.map(\.code) == ["notice-doubtful"])
        let held = try await other.verify([0], ["--log-policy", other.path("policy")])
        #expect(held.status == 1 && held.report.files[0].problems.map(\.code) == ["notice-doubtful"])
    }
}
