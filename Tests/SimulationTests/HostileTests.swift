// Goal: what a drive says of itself is words and nothing more, wherever it goes. Method: the whole simulated station with the drive of the shelf
// whose every text attacks its reader; it is shown, tagged, wiped and certified, and everything that came out is looked at byte by byte.

import Foundation
import Testing

@testable import wipectl

@Suite struct HostileTests {
    private func ask(_ station: ServedStation, _ line: String...) async -> (status: Int32, out: String, err: String) {
        let output = Output.memory()
        let status = await Program.run(["--socket", station.socket] + line, environment: [:], output: output)
        return (status.rawValue, output.kept.out, output.kept.err)
    }

    /// True where nothing in the text acts on a terminal or turns the direction of reading. Tables and JSON break lines themselves.
    private func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if scalar == "\n" { return true }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: return false
            default: return true
            }
        }
    }

    private func eventually(_ condition: () async -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if await condition() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test(.timeLimit(.minutes(15))) func aDriveWhoseTextsAttackIsWipedLikeAnyOther() async throws {
        let station = try ServedStation()
        defer { station.end() }
        station.hand("pull SIM-0006")
        station.hand("plug SIM-0009 S6")
        #expect(
            try await eventually { await ask(station, "media", "show", "S6").out.contains("DROP TABLE") }, "\(station.text("log"))")
        let tagged = await ask(station, "tag", "S6", "TAG-HOSTILE")
        #expect(tagged.status == 0, "\(tagged)")
        let wrong = await ask(station, "start", "S6", "--confirm", "\u{1B}[2Jwrong")
        #expect(wrong.status == 1 && isPlain(wrong.err), "\(wrong)")
        for text in ["\u{1B}[31mX", "a\nb", "x\u{202E}y", String(repeating: "é", count: 10_000), "../../x", "'; DROP TABLE tag; --"] {
            let refused = await ask(station, "tag", "S6", text)
            #expect(refused.status == 1 && isPlain(refused.out + refused.err), "\(refused)")
        }
        // A person types it as the drive says it: every byte counts.
        let shown = await ask(station, "--json", "media", "show", "S6").out
        let serial = try #require((JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: Any])?["serial"] as? String)
        #expect(serial.unicodeScalars.count > 10_000)
        let started = await ask(station, "start", "S6", "--confirm", serial)
        #expect(started.status == 0 && isPlain(started.out), "\(started)")
        let isCertified = try await eventually {
            await ask(station, "certificate", "list", "--asset-tag", "TAG-HOSTILE").out.contains("TAG-HOSTILE")
        }
        let queue = await ask(station, "queue", "--all").out
        #expect(isCertified, "\(queue) \(station.text("log"))")
        for line in [
            ["media"], ["media", "show", "S6"], ["bays"], ["queue", "--all"], ["journal"], ["certificate", "list"], ["status"],
            ["plan", "S6"],
        ] {
            let output = Output.memory()
            _ = await Program.run(["--socket", station.socket] + line, environment: [:], output: output)
            #expect(isPlain(output.kept.out + output.kept.err), "\(line)")
            let json = Output.memory()
            _ = await Program.run(["--socket", station.socket, "--json"] + line, environment: [:], output: json)
            #expect(
                isPlain(json.kept.out) && (try? JSONSerialization.jsonObject(with: Data(json.kept.out.utf8))) != nil,
                "\(line): \(json.kept.out.prefix(300))")
        }
        #expect(isPlain(station.text("log")), "\(station.text("log"))")
        let files = try FileManager.default.contentsOfDirectory(atPath: station.folder + "/s/certificates").filter {
            $0.hasPrefix("TAG-HOSTILE")
        }
        #expect(
            !files.isEmpty && files.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } && $0.utf8.count < 255 && !$0.contains("/") }, "\(files)")
        // RFC 8785 leaves all but control characters as they are; of real drives the probe has cleaned the rest away before.
        for file in files where file.hasSuffix(".json") {
            #expect(!station.text("s/certificates/" + file).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
    }
}
