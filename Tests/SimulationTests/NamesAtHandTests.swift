// Goal: what a trainee has at hand (a bay, a label, a tag) names drives and jobs at a whole station, and a scanner alone brings a drive to its wipe.
// Method: `wipesim serve`, and wipectl's own entry as somebody at the bench would call it.

import Foundation
import Testing
import WipeAPI

@testable import wipectl

@Suite struct NamesAtHandTests {
    private struct Said {
        var status: EndStatus
        var out: String
        var err: String
        var all: String { out + err }
    }

    private static func ask(_ station: ServedStation, _ line: String, typing: String = "", language: String = "C") async throws -> Said {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        _ = Array(typing.utf8).withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        defer { close(ends[0]) }
        let output = Output.memory()
        let words = line.split(separator: " ").map(String.init)
        let status = await Program.run(
            words + ["--socket", station.socket], environment: ["LANG": language], output: output, input: ends[0])
        return Said(status: status, out: output.kept.out, err: output.kept.err)
    }

    /// Until the command says this.
    private static func wait(_ station: ServedStation, _ line: String, for text: String) async throws {
        for _ in 0..<300 {
            if try await ask(station, line).all.contains(text) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("\(line) never says \(text): \(try await ask(station, line).all)")
    }

    @Test func aScannerAloneBringsADriveFromItsBayToItsWipe() async throws {
        let station = try ServedStation()
        defer { station.end() }
        try await Self.wait(station, "bays", for: "SIM-0006")
        let early = try await Self.ask(station, "start S6")
        #expect(early.status == .no && early.err.contains("no asset tag") && !early.err.contains("SIM-0006"), "\(early.err)")
        // The serial's barcode is no tag; the tag of the drive does not confirm it; its own label does, with capitals turned round.
        let scanned = try await Self.ask(station, "scan", typing: "s-06\tSIM-0006\ts6\tT-0006\tt-6\tssim-0006\tfin\r\n")
        let lines = scanned.out.components(separatedBy: "\n")
        #expect(lines.count == 6, "\(scanned.out)")
        #expect(lines[0].hasPrefix("[ NO   ] S6: ") && lines[0].contains("not an asset tag"))
        #expect(lines[1].hasPrefix("[ WAIT ] S6 has tag T-0006 now and still waits: "))
        #expect(lines[2].hasPrefix("[ NOTE ] S6: t-6 is its tag"))
        #expect(lines[3].hasPrefix("[ DONE ] S6 is confirmed: "))
        #expect(lines[4] == "1 linked, 1 started, 1 not" && scanned.status == .partly)
        // Its wipe hangs, as this drive does: named by its bay, by its tag as a list without zeros has it, by its serial and by its short id.
        let job = try JSONDecoder().decode(JobView.self, from: Data(try await Self.ask(station, "job show S6 --json").out.utf8))
        for name in ["s6", "t-6", "sim-0006", "serial:SIM-0006", job.shortID, "job:" + job.id] {
            let shown = try await Self.ask(station, "job show \(name) --json")
            #expect(try JSONDecoder().decode(JobView.self, from: Data(shown.out.utf8)).id == job.id, "\(name): \(shown.all)")
        }
        let again = try await Self.ask(station, "start s6", language: "fr_CA.UTF-8")
        #expect(again.status == .no && !again.all.contains("SIM-0006"), "nothing is asked of a drive that is being wiped")
        let paused = try await Self.ask(station, "pause T-0006")
        #expect(paused.status == .done && paused.out.hasPrefix("job \(job.shortID): "), "\(paused.all)")
    }

    @Test func aClosedJobIsShownByEachOfItsNamesAndNothingIsAskedOfIt() async throws {
        let station = try ServedStation()
        defer { station.end() }
        try await Self.wait(station, "bays", for: "SIM-0001")
        #expect(try await Self.ask(station, "tag s1 T-0001").status == .done)
        try await Self.wait(station, "job show S1 --json", for: "sanitized")
        let job = try JSONDecoder().decode(JobView.self, from: Data(try await Self.ask(station, "job show S1 --json").out.utf8))
        let record = try #require(job.record)
        for name in ["S1", "SIM-0001", "sim-0001", "t-1", "record:\(record)", job.shortID, job.id] {
            let shown = try await Self.ask(station, "job show \(name) --json")
            #expect(try JSONDecoder().decode(JobView.self, from: Data(shown.out.utf8)).id == job.id, "\(name): \(shown.all)")
            let refused = try await Self.ask(station, "cancel \(name)")
            #expect(refused.status == .no && refused.err.contains("job \(job.shortID) is already closed: wiped"), "\(name): \(refused.all)")
        }
        let drive = try await Self.ask(station, "media show record:\(record) --json")
        #expect(try JSONDecoder().decode(MediaView.self, from: Data(drive.out.utf8)).bay == "S1")
        let lines = try await Self.ask(station, "journal --job S1 --json")
        #expect(try JSONDecoder().decode(JournalList.self, from: Data(lines.out.utf8)).entries.contains { $0.event == "sanitized" })
        for name in ["S5X", "T-9999", "record:999", "00000000"] {
            let unknown = try await Self.ask(station, "job show \(name)")
            #expect(unknown.status == .no && unknown.err.contains("no job goes by \(name)"), "\(unknown.err)")
        }
    }
}
