// Goal: a list is looked at before it counts, is taken back by its number, and long lists come in pages. Method: a served station, asked over HTTP.

import Foundation
import Testing

@Suite struct ServedListsTests {
    private static func body(_ answer: String) throws -> [String: Any] {
        let text = answer.range(of: "\r\n\r\n").map { answer[$0.upperBound...] } ?? ""
        guard let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else { throw Missing(answer) }
        return json
    }

    private static func tags(_ station: ServedStation, _ query: String = "") throws -> [String] {
        (try station.json("/v1/assets" + query)["assets"] as? [[String: Any]] ?? []).compactMap { $0["assetTag"] as? String }
    }

    @Test func aListIsTriedTakenAndTakenBack() throws {
        let station = try ServedStation()
        defer { station.end() }
        let path = "/v1/assets/import?name=Mai%202026.csv&column.serial=Num%C3%A9ro&column.assetTag=Tag"
        let list = "Numéro;Tag;Poids, kg, net, brut\nSN000001;T-0001;1\nSN000002;T-0002;2\nSN000003;;3\n"
        let tried = try Self.body(try station.post(path + "&dry=1", list))
        #expect(tried["new"] as? Int == 2 && tried["dryRun"] as? Bool == true && tried["number"] is NSNull)
        #expect((tried["rejected"] as? [[String: Any]])?.map { $0["line"] as? Int } == [4])
        let note = (tried["notes"] as? [[String: Any]])?.first?["message"] as? String
        #expect(note == "the column \"Poids, kg, net, brut\" is not read")
        #expect(try Self.tags(station).isEmpty)

        let taken = try Self.body(try station.post(path, list))
        #expect(taken["new"] as? Int == 2 && taken["dryRun"] as? Bool == false && taken["number"] as? Int == 1)
        // Once more changes nothing, and has no number.
        #expect(try Self.body(try station.post(path, list))["number"] is NSNull)
        #expect(try Self.tags(station) == ["T-0001", "T-0002"])
        #expect(try Self.tags(station, "?assetTag=t-2") == ["T-0002"] && Self.tags(station, "?import=1").count == 2)
        let page = try station.json("/v1/assets?limit=1")
        #expect(page["next"] as? String == "SN000001")
        #expect(try Self.tags(station, "?limit=1&after=SN000001") == ["T-0002"])

        let imports = try station.json("/v1/assets/imports")["imports"] as? [[String: Any]]
        #expect(imports?.count == 1 && imports?.first?["list"] as? String == "Mai 2026.csv" && imports?.first?["undone"] as? Bool == false)
        let undone = try Self.body(try station.post("/v1/assets/imports/1/undo", ""))
        #expect(undone["removed"] as? Int == 2 && (undone["kept"] as? [Any])?.isEmpty == true)
        #expect(try Self.tags(station).isEmpty)
        #expect(try station.post("/v1/assets/imports/1/undo", "").contains("already-undone"))
        #expect(try station.post("/v1/assets/imports/7/undo", "").hasPrefix("HTTP/1.1 404"))
        #expect(try station.post("/v1/assets/imports/x/undo", "").hasPrefix("HTTP/1.1 404"))
    }

    /// Also while nobody has seen a drive of either: the one that is wrong is taken back, and the other one then is taken.
    @Test func aListWithItsColumnsExchangedIsNamedByTheRightOne() throws {
        let station = try ServedStation()
        defer { station.end() }
        #expect(try Self.body(try station.post("/v1/assets/import", "serial,assetTag\nT-0001,SN000001\n"))["new"] as? Int == 1)
        let right = "serial,assetTag\nSN000001,T-0001\n"
        let refused = try Self.body(try station.post("/v1/assets/import?settle=1", right))
        #expect(refused["new"] as? Int == 0 && (refused["rejected"] as? [[String: Any]])?.first?["variant"] as? String == "exchanged")
        #expect(try station.post("/v1/assets/imports/1/undo", "").hasPrefix("HTTP/1.1 200"))
        #expect(try Self.body(try station.post("/v1/assets/import", right))["new"] as? Int == 1)
    }

    /// A misspelt member is what its sender relies on: nothing is done without it.
    @Test func whatIsNotKnownInARequestIsRefused() throws {
        let station = try ServedStation()
        defer { station.end() }
        for (path, body) in [
            ("/v1/start", #"{"media":"S1","policy":null,"confirm":"SIM-0001","expct":"x"}"#),
            ("/v1/start?expect=x", #"{"media":"S1","policy":null,"confirm":"SIM-0001"}"#),
            ("/v1/tag", #"{"media":"S1","assetTag":"T-0001","donorTag":null,"expects":"x"}"#), ("/v1/jobs/S1/cancel?expect=x", ""),
            ("/v1/jobs/S1/pause?x=1", ""), ("/v1/jobs/S1/resume?expct=x", ""), ("/v1/jobs/S1/priority", #"{"priority":1,"Priority":2}"#),
            ("/v1/assets/drop", #"{"serial":"S","reason":"r","all":true}"#), ("/v1/assets/imports/1/undo?dry=1", ""),
            ("/v1/assets/import?dryRun=1", "serial,assetTag\nSN000009,T-0009\n"),
        ] {
            let answer = try station.post(path, body)
            #expect(answer.hasPrefix("HTTP/1.1 400") && answer.contains("not known here"), "\(path): \(answer.prefix(400))")
        }
        #expect(try Self.tags(station).isEmpty)
    }

    @Test func wrongNumbersAndColumnsAreRefused() throws {
        let station = try ServedStation()
        defer { station.end() }
        for query in [
            "/v1/assets?limit=0", "/v1/assets?import=x", "/v1/assets?source=nobody", "/v1/certificates?limit=-1",
            "/v1/certificates?before=a",
        ] {
            let answer = try station.send("GET \(query) HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400"), "\(query): \(answer.prefix(200))")
        }
        #expect(try station.post("/v1/assets/import?column.serial=assetTag", "serial,assetTag\n").hasPrefix("HTTP/1.1 400"))
        let missing = try station.post("/v1/assets/import?name=a.csv", "Disk,Tag\nS,T\n")
        #expect(
            missing.hasPrefix("HTTP/1.1 422") && missing.contains("a.csv:1:1: ") && missing.contains("it names \\\"Disk\\\""),
            "\(missing)")
    }
}
