// Goal: a person with gloves and a scanner links the right tag to the right bay, or reads why nothing was linked. Method: the dialogue word by
// word; the line reader on pipes; the whole command against a fake daemon, with what a scanner would type.

import ArgumentParser
import Foundation
import Testing
import WipeAPI
import WipeCore
import WipeWords

@testable import wipectl

struct ScanTests {
    /// A pipe with these bytes in it, closed behind them.
    private func pipe(_ bytes: [UInt8]) throws -> Int32 {
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        return ends[0]
    }

    @Test func bayThenTagAndNothingElse() {
        var dialogue = ScanDialogue(bays: ["A1", "A2"])
        #expect(dialogue.prompt == "scan a bay")
        #expect(dialogue.take("A1") == .wait)
        #expect(dialogue.prompt == "A1: now scan the tag of its drive")
        #expect(dialogue.take("T-1") == .link(bay: "A1", tag: "T-1"))
        // Tag first: said, and the bay that follows begins a pair of its own.
        guard case .explain(let order) = dialogue.take("T-2") else { Issue.record("taken"); return }
        #expect(order.contains("first scan the bay, then the tag"))
        #expect(dialogue.take("A2") == .wait)
        // Two bays: neither gets the tag of the other.
        guard case .explain(let bays) = dialogue.take("A1") else { Issue.record("taken"); return }
        #expect(bays == "A2 got no tag: A1 is a bay, not a tag; begin again with the bay")
        guard case .explain = dialogue.take("T-3") else { Issue.record("a tag went to a bay that was given up"); return }
        #expect(dialogue.take("a1") != .wait, "a bay is written as the station file writes it")
        for word in ["quit", "QUIT"] { #expect(dialogue.take(word) == .end) }
    }

    /// What the dialogue ends by, and every command of the command line: the station takes none of them for a tag.
    @Test func noWordOfTheDialogueAndNoCommandIsATag() {
        for word in ScanWords.end {
            var dialogue = ScanDialogue(bays: ["A1"])
            #expect(dialogue.take(word) == .end && dialogue.take(word.lowercased()) == .end && ScanWords.contain(word))
        }
        let commands = Wipectl.configuration.groupedSubcommands.flatMap(\.subcommands).compactMap {
            $0.configuration.commandName ?? $0._commandName
        }
        #expect(commands.count > 15)
        for command in commands { #expect(ScanWords.contain(command), "\(command)") }
    }

    @Test func aPairThatIsBegunIsGivenUpInTime() {
        var dialogue = ScanDialogue(bays: ["A1"])
        #expect(dialogue.tire() == .wait)
        _ = dialogue.take("A1")
        guard case .explain = dialogue.tire() else { Issue.record("A1 still waits"); return }
        guard case .explain = dialogue.take("T-1") else { Issue.record("T-1 went to a bay of long ago"); return }
    }

    @Test func linesAreWholeBoundedAndUTF8() throws {
        let long = [UInt8](repeating: 0x41, count: 5000)
        let bytes = Array("A1\r\n\n  T-1 \rA2\n".utf8) + [0xC3, 0x28, 0x0A] + long + Array("\nA3".utf8)
        let descriptor = try pipe(bytes)
        defer { close(descriptor) }
        var reader = LineReader(descriptor: descriptor)
        let lines = (0..<8).map { _ in reader.next(patienceSeconds: 5) }
        #expect(lines == [.text("A1"), .text("T-1"), .text("A2"), .unreadable, .unreadable, .text("A3"), .end, .end])
    }

    @Test func aSilentScannerIsLateNotEnded() throws {
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        var reader = LineReader(descriptor: ends[0])
        #expect(reader.next(patienceSeconds: 0) == .late)
    }

    @Test func theCommandSaysHowEachPairWent() async throws {
        let daemon = try FakeDaemon { line in
            if line.hasPrefix("GET") { return .json(200, (try? Session.encoded(Samples.bays)) ?? "") }
            return .json(200, (try? Session.encoded(TagResponse(serial: "Z9", assetTag: "T-1", wipesStarted: 1))) ?? "")
        }
        defer { daemon.stop() }
        let input = try pipe(Array("A1\nT-1\nT-2\nA2\nA1\nquit\nA1\nT-9\n".utf8))
        defer { close(input) }
        let output = Output.memory()
        let status = await Program.run(["tag", "--scan", "--socket", daemon.path], environment: [:], output: output, input: input)
        #expect(status == .partly)
        #expect(
            output.kept.out == """
                [ DONE ] A1 has tag T-1, serial Z9; WIPE STARTED
                [  NO  ] T-2 is no bay of this station: first scan the bay, then the tag of its drive
                [  NO  ] A2 got no tag: A1 is a bay, not a tag; begin again with the bay
                1 linked, 2 not

                """)
        #expect(output.kept.err.hasPrefix("scan a bay\nA1: now scan the tag of its drive\nscan a bay\n"))
        let sent = daemon.requests.filter { $0.line.hasPrefix("POST") }
        #expect(sent.count == 1)
        let request = try JSONDecoder().decode(TagRequest.self, from: Data((sent.first?.body ?? "").utf8))
        #expect(request == TagRequest(media: "bay:A1", assetTag: "T-1", donorTag: nil))
    }

    /// A drive that has its tag already keeps it as it was first written, and the person with the scanner reads so.
    @Test(arguments: [("T-1", ""), (" T-1\r", ""), ("t-01", " (as first written; t-01 reads the same)")])
    func anotherSpellingOfItsTagIsSaid(_ scanned: String, _ said: String) {
        let answer = TagResponse(serial: "Z9", assetTag: "T-1", wipesStarted: 0)
        #expect(answer.kept(scanned, .plain) == said)
        #expect(answer.text(media: "A1", written: scanned, .plain) == "tag T-1\(said) now belongs to serial Z9\n")
    }

    @Test func refusalsAreShownAndHostileLabelsStayWords() async throws {
        let problem = Problem(
            title: "Conflict", status: 409, detail: "asset tag \u{1B}[2J belongs to another drive already", code: "tag-in-use",
            hint: "check the labels")
        let daemon = try FakeDaemon { line in
            line.hasPrefix("GET")
                ? .json(200, (try? Session.encoded(Samples.bays)) ?? "") : .json(409, (try? Session.encoded(problem)) ?? "")
        }
        defer { daemon.stop() }
        let input = try pipe(Array("\u{1B}[31mX\nA1\n\u{1B}[2J\n".utf8))
        defer { close(input) }
        let output = Output.memory()
        let status = await Program.run(["tag", "--scan", "--socket", daemon.path], environment: [:], output: output, input: input)
        #expect(status == .no && !output.kept.out.contains("\u{1B}") && !output.kept.err.contains("\u{1B}"))
        #expect(
            output.kept.out.contains(
                "[  NO  ] A1: asset tag \\u{1b}[2J belongs to another drive already\n         hint: check the labels\n"))
    }

    @Test func scanTakesNothingElse() async {
        for line in [["tag", "--scan", "A1", "T"], ["tag", "--scan", "--settle", "x"], ["tag", "A1"]] {
            #expect(await wipectl(line, socket: "/none").status == 2, "\(line)")
        }
        #expect(await wipectl(["tag", "--scan"], socket: "/none").status == 3)
    }
}
