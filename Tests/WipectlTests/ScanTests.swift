// Goal: a person with gloves and a scanner brings a drive from its bay to its wipe, or reads why nothing was done, and no serial is ever shown. Method:
// the whole command against a fake daemon, with what a scanner would type.

import ArgumentParser
import Foundation
import Testing
import WipeAPI
import WipeCore

@testable import wipectl

@Suite struct ScanTests {
    /// A pipe with these bytes in it, closed behind them.
    private func pipe(_ text: String) throws -> Int32 {
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        return ends[0]
    }

    private func scan(_ typed: String, _ bench: ScanBench, _ more: [String] = [], environment: [String: String] = [:]) async throws -> (
        status: EndStatus, out: String, err: String
    ) {
        let input = try pipe(typed)
        defer { close(input) }
        let output = Output.memory()
        let status = await Program.run(["scan", "--socket", bench.path] + more, environment: environment, output: output, input: input)
        return (status, output.kept.out, output.kept.err)
    }

    @Test func bayTagAndSerialStartTheWipe() async throws {
        let bench = ScanBench()
        let daemon = try bench.daemon()
        defer { daemon.stop() }
        // Capitals the other way round, Tab at the end, and a yes that is not enough.
        let result = try await scan("a-1\tT-1\toui\tPN-12345\tzn1abcde\tEND\tA1\t", bench)
        #expect(
            result.out == """
                [ WAIT ] A1 has tag T-1 now and still waits: bay A1 waits for wipectl start, ••••••••
                [ NOTE ] A1: a yes is not enough; scan the serial number on the drive's own label
                [ NO   ] A1: that is not the serial number of its drive; look for it on the drive's own label
                [ DONE ] A1 is confirmed: waits for its turn
                1 linked, 1 started, 1 not

                """)
        #expect(result.status == .partly && bench.tag == "T-1" && bench.isStarted)
        #expect(!(result.out + result.err).uppercased().contains(ScanBench.serial))
        #expect(result.err.hasSuffix("scan a bay\n") && result.err.contains("\nA1: now scan the tag of its drive\n"))
        let posts = daemon.requests.filter { $0.line.hasPrefix("POST") }
        #expect(posts.map(\.line) == ["POST /v1/tag", "POST /v1/start", "POST /v1/start"])
        #expect(posts.allSatisfy { $0.body.contains(#""media":"bay:A1""#) })
    }

    /// Somebody leans on a key: what was begun is given up in its time all the same.
    @Test func keysThatDoNothingDoNotProlongTheWait() async throws {
        let bench = ScanBench()
        let daemon = try bench.daemon()
        defer { daemon.stop() }
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        defer { close(ends[0]) }
        let output = Output.memory()
        let session = Session(
            socketPath: bench.path, json: false, layout: .plain, redraws: false, canAsk: false, output: output, input: ends[0])
        var scanning = try await Scanning(session, patience: .seconds(2))
        let typist = ends[1]
        Thread.detachNewThread {
            _ = write(typist, "A1\r", 3)
            // A key beside a code that nobody has read yet would make both unreadable.
            for _ in 0..<1200 where !output.kept.err.contains("A1") { Thread.sleep(forTimeInterval: 0.05) }
            for _ in 0..<60 where !output.kept.out.contains("got no tag") {
                Thread.sleep(forTimeInterval: 0.7)
                _ = write(typist, "\u{03}", 1)
            }
            close(typist)
        }
        _ = try await scanning.run()
        #expect(output.kept.out.contains("A1 got no tag within"), "\(output.kept.out)")
    }

    /// The bay is scanned, the drive in it is exchanged, then its tag is scanned: that was not meant for the other one.
    @Test func aDriveThatWasExchangedGetsNeitherTagNorStart() async throws {
        // Asked in this order: the bays twice, what a start needs, the tag, the bays, the needs, the start.
        let (tag, start) = ("POST /v1/tag", "POST /v1/start")
        for (request, sent) in [(3, [tag]), (4, [tag]), (5, [tag]), (6, [tag]), (7, [tag, start])] {
            let bench = ScanBench(exchangedAtRequest: request)
            let daemon = try bench.daemon()
            defer { daemon.stop() }
            let result = try await scan("A1\tT-1\tzn1abcde\tEND\t", bench)
            #expect(result.out.contains("does not hold the drive"), "\(request): \(result.out)")
            #expect(daemon.requests.map(\.line).filter { $0.hasPrefix("POST") } == sent && !bench.isStarted, "\(request)")
            #expect((bench.tag == nil) == (request < 5), "\(request)")
        }
    }

    @Test func whatIsWrongIsSaidAndChangesNothing() async throws {
        let bench = ScanBench()
        let daemon = try bench.daemon()
        defer { daemon.stop() }
        let result = try await scan("T-9\nA2\nA1\nT-USED\nA1\nannuler\nfin\n", bench)
        #expect(
            result.out == """
                [ NO   ] T-9 is no bay of this station: first scan the bay, then the tag of its drive
                [ NO   ] bay A2 is empty: put the drive in, then scan the bay again
                [ NO   ] A1: asset tag T-USED belongs to serial \\u{1b}[2J already
                [ NOTE ] A1: given up; nothing was changed
                0 linked, 0 started, 3 not

                """)
        #expect(result.status == .no && bench.tag == nil && !bench.isStarted)
    }

    @Test func itSpeaksTheLanguageOfTheEnvironment() async throws {
        let bench = ScanBench()
        let daemon = try bench.daemon()
        defer { daemon.stop() }
        let result = try await scan("A1\nT-1\nZN1\nFIN\n", bench, environment: ["LANG": "fr_CA.UTF-8"])
        #expect(
            result.out == """
                [ ATTENTE  ] le disque de A1 porte maintenant l’étiquette T-1 et attend encore\u{A0}: il ne démarre pas tout seul dans la baie A1 (bay A1 waits for wipectl start, ••••••••)
                [ NON      ] A1\u{A0}: ce n’est pas le numéro de série de son disque\u{A0}; cherchez-le sur le disque
                [ ATTENTE  ] le disque de A1 n’a pas été lancé et attend encore
                étiquettes liées\u{A0}: 1, disques lancés\u{A0}: 0, refus\u{A0}: 1

                """)
        #expect(result.err.contains("scannez une baie\n") && result.err.contains("A1\u{A0}: scannez maintenant le numéro de série"))
    }

    @Test func everyLineIsADocumentWhereThatIsAskedFor() async throws {
        let bench = ScanBench()
        let daemon = try bench.daemon()
        defer { daemon.stop() }
        let result = try await scan("A1\nT-1\nZN1\nzn1abcde\n", bench, ["--json"])
        let lines = try result.out.split(separator: "\n").map { try JSONDecoder().decode(ScanLine.self, from: Data($0.utf8)) }
        #expect(lines.map(\.mark) == ["waits", "no", "done"] && lines.map(\.code) == ["waits", "confirmation-required", "started"])
    }

    /// What the dialogue is told by, and every command of the command line: the station takes none of them for a tag.
    @Test func noWordOfTheDialogueAndNoCommandIsATag() {
        for (command, words) in ScanWords.commands {
            for word in words {
                #expect(ScanWords.command(word.lowercased()) == command && ScanWords.contain(word), "\(word)")
            }
        }
        #expect(ScanWords.command("T-1") == nil)
        let commands = Wipectl.configuration.groupedSubcommands.flatMap(\.subcommands).compactMap {
            $0.configuration.commandName ?? $0._commandName
        }
        #expect(commands.count > 15)
        for command in commands { #expect(ScanWords.contain(command), "\(command)") }
    }

    /// A drive that has its tag already keeps it as it was first written, and the person with the scanner reads so.
    @Test(arguments: [("T-1", ""), (" T-1\r", ""), ("t-01", " (as first written; t-01 reads the same)")])
    func anotherSpellingOfItsTagIsSaid(_ scanned: String, _ said: String) {
        let answer = TagResponse(serial: "Z9", assetTag: "T-1", wipesStarted: 0)
        #expect(answer.kept(scanned, .plain) == said)
        #expect(answer.text(media: "A1", written: scanned, .plain) == "tag T-1\(said) now belongs to serial Z9\n")
    }

    @Test func nothingIsBegunWithoutADaemonOrBays() async throws {
        #expect(await wipectl(["scan"], socket: "/none").status == 3)
        #expect(await wipectl(["scan", "A1"], socket: "/none").status == 2)
        let daemon = try FakeDaemon { _ in .json(200, #"{"bays":[]}"#) }
        defer { daemon.stop() }
        let result = await wipectl(["scan"], socket: daemon.path)
        #expect(result.status == 1 && result.err.contains("no bays"))
    }

    @Test func linesAreBrokenBetweenWords() {
        #expect(SafeText.wrapped("one two three", to: 7) == ["one two", "three"])
        #expect(SafeText.wrapped("one two three", to: nil) == ["one two three"])
        #expect(SafeText.wrapped("unbreakable x", to: 4) == ["unbr", "eaka", "ble", "x"])
        #expect(SafeText.hiding("zn1abcde", in: "a ZN1ABCDE b") == "a •••••••• b")
        for word in [nil, "", "a"] as [String?] { #expect(SafeText.hiding(word, in: "abc") == "abc") }
    }
}
