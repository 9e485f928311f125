// Goal: a station goes on from the state folder of an older version: its open jobs, its record numbers, its log. Method: the served station on a
// copy of the folder that the programs of commit 6cc42fd left behind; its log is what an auditor would follow.

import Foundation
import Testing
import WipeCore
import WipeStore

@Suite struct OldStateTests {
    static let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../WipeStoreTests/Golden/written-by-6cc42fd/state").standardized.path

    private func post(_ station: ServedStation, _ path: String, _ body: String) throws -> String {
        let head = "POST \(path) HTTP/1.1\r\nHost: s\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        return try station.send(head + body)
    }

    @Test(.timeLimit(.minutes(15))) func stationGoesOnFromAnOlderVersion() throws {
        let station = try ServedStation(goingOnFrom: Self.kept)
        defer { station.end() }
        let store = try Store.open(folder: station.folder + "/s")
        let before = try store.documents()
        let record = try store.nextRecord()
        // Interrupted by the old version; the drives of this shelf hold something else now, so a person has to look.
        let interrupted = ["SIM-0001", "SIM-0002"]
        func words(_ serial: String) throws -> Set<String> {
            Set(try store.journal(limit: 10_000).map(\.act).filter { $0.serial == serial }.map { "\($0.code) \($0.detail)" })
        }
        for _ in 0..<600 where try !interrupted.allSatisfy({ try words($0).contains("held contents-changed") }) { usleep(50_000) }
        for serial in interrupted { #expect(try words(serial).contains("held contents-changed"), "\(serial): \(station.text("log"))") }

        // One is started over, and ends under the record number that the old version gave it.
        let open = try #require(try store.openJobs().first { $0.identity.serial == "SIM-0001" })
        let started = try post(station, "/v1/start", #"{"media":"serial:SIM-0001","policy":null,"confirm":"SIM-0001"}"#)
        #expect(started.hasPrefix("HTTP/1.1 200"), "\(started)")
        for _ in 0..<600 where try store.job(open.id)?.state.isClosed != true { usleep(50_000) }
        let closed = try #require(try store.job(open.id))
        #expect(closed.state.word == "sanitized", "\(station.text("log"))")
        #expect(closed.record == open.record)

        // The next number, the next places in the log, the files and their proofs.
        let certificate = try #require(before.first { $0.kind == .certificate })
        let corrected = try post(station, "/v1/certificates/\(certificate.record)/correct", #"{"reason":"the donor was another one"}"#)
        #expect(corrected.hasPrefix("HTTP/1.1 200"), "\(corrected)")
        let after = try store.documents()
        #expect(after.count == before.count + 2)
        let known = before.map { document in
            var document = document
            if document.id == certificate.id { document.correctedBy = record }
            return document
        }
        #expect(Array(after.suffix(before.count)) == known)
        #expect(after.first?.record == record)
        #expect(try store.logEntries(from: 0, limit: 1000).map(\.document) == after.reversed().map(\.id))
        for document in after.prefix(2) {
            let path = station.folder + "/s/certificates/" + document.fileName
            #expect(FileManager.default.contents(atPath: path).map(Array.init) == document.bytes)
            #expect(FileManager.default.fileExists(atPath: path.replacingOccurrences(of: ".json", with: ".tlog-proof")))
        }
        let status = try station.send("GET /v1/status HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n")
        #expect(status.contains(#""alarms":[]"#), "\(status)")
    }
}
