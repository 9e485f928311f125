// Goal: whole commands: what they ask the daemon, what they print, with which code they end. Method: wipectl's own entry against a fake daemon.

import ArgumentParser
import Foundation
import Testing
import WipeAPI

@testable import wipectl

struct CommandTests {
    private func json(_ value: some Encodable) -> FakeAnswer {
        .json(200, (try? Session.encoded(value)) ?? "")
    }

    @Test func usageErrorsEndWithTwoAndHelpWithZero() async {
        for line in [
            ["bogus"], ["tag"], ["priority", "J", "many"], ["queue", "--state", "sleeping"],
            ["certificate", "list", "--since", "2026-02-30"], ["journal", "--limit", "0"],
        ] {
            let result = await wipectl(line, socket: "/none")
            #expect(result.status == 2 && result.out.isEmpty && result.err.hasPrefix("wipectl: error: "), "\(line): \(result.err)")
        }
        for line in [["--help"], ["help", "start"], ["certificate", "verify", "--help"], ["--version"], [], ["policy"]] {
            let result = await wipectl(line, socket: "/none")
            #expect(result.status == 0 && result.err.isEmpty && !result.out.isEmpty, "\(line): \(result.err)")
        }
        let result = await wipectl(["--json", "tag"], socket: "/none")
        #expect(result.status == 2 && result.err.isEmpty && result.out.hasPrefix(#"{"error":{"code":"usage""#))
    }

    @Test func queueAsksForStateAndAll() async throws {
        let daemon = try FakeDaemon { [self] _ in json(Samples.queue) }
        defer { daemon.stop() }
        let result = await wipectl(["queue", "--all", "--json", "--state", "held"], socket: daemon.path)
        #expect(result.status == 0, "\(result.err)")
        #expect(daemon.requests.map(\.line) == ["GET /v1/jobs?state=held&all=1"])
        #expect(try JSONDecoder().decode(JobList.self, from: Data(result.out.utf8)) == Samples.queue)
    }

    @Test func jobsAreMovedByOneRequestEach() async throws {
        let daemon = try FakeDaemon { [self] _ in json(Samples.queue.jobs[0]) }
        defer { daemon.stop() }
        for line in [["pause", "J"], ["resume", "J"], ["cancel", "J"], ["priority", "J", "7"], ["priority", "J", "--", "-7"]] {
            // The socket's option goes first: behind `--` it would be an argument.
            let output = Output.memory()
            #expect(
                await Program.run(["--socket", daemon.path] + line, environment: [:], output: output) == .done, "\(line) \(output.kept.err)"
            )
        }
        #expect(daemon.requests.map(\.line) == ["pause", "resume", "cancel", "priority", "priority"].map { "POST /v1/jobs/J/" + $0 })
        #expect(daemon.requests.map(\.body) == ["", "", "", #"{"priority":7}"#, #"{"priority":-7}"#])
    }

    @Test func anImportWithRejectedRowsIsPartlyDone() async throws {
        let file = NSTemporaryDirectory() + "/intake-\(getpid()).csv"
        try Data("serial,assetTag\nS1,T1\n".utf8).write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        let daemon = try FakeDaemon { [self] _ in
            json(
                ImportResponse(
                    new: 1, changed: 0, unchanged: 0, settled: 0, rejected: [.init(line: 3, code: "row-malformed", message: "no serial")],
                    wipesStarted: 1))
        }
        defer { daemon.stop() }
        let result = await wipectl(["assets", "import", file], socket: daemon.path)
        #expect(
            result.status == 4
                && result.out == "1 new, 0 changed, 0 unchanged, 1 rejected; 1 wipe started\n\(file):3: no serial (row-malformed)\n")
        #expect(daemon.requests.first?.body == "serial,assetTag\nS1,T1\n")
        #expect(await wipectl(["assets", "import", file + ".missing"], socket: daemon.path).status == 1)
    }

    @Test(arguments: [(JobStateWord.sanitized, 0), (.failed, 1), (.abandoned, 1), (.withdrawn, 1)] as [(JobStateWord, Int32)])
    func watchingAJobEndsWithItsClosingState(_ state: JobStateWord, _ status: Int32) async throws {
        let daemon = try FakeDaemon { [self] _ in json(Samples.job("J", state, done: 1)) }
        defer { daemon.stop() }
        let result = await wipectl(["job", "watch", "J", "--json"], socket: daemon.path)
        #expect(result.status == status && result.out.split(separator: "\n").count == 1)
    }

    @Test func keysFileRefusesWhatCouldNotStandInIt() throws {
        let file = try Samples.keys.trustFile(station: "a\nb")
        let line = "\ndid:key:z6MkgCrr7YZoyGwCnr6sHbVQRzRFYetopXW69jRdVvKts7bD station 2026-11-22T08:00:00Z -"
        #expect(file.hasSuffix(line + #" wiped/poste-3 "Poste \"3\"""# + "\n"))
        #expect(file.split(separator: "\n").count == 3)
        for bad in ["did:key:z6Mk station 2026 -\ndid:key:z6Evil", "did:key:z6 Mk", "key"] {
            var keys = Samples.keys
            keys.keys[0].did = bad
            #expect(throws: Failure.self) { try keys.trustFile(station: "s") }
        }
        var keys = Samples.keys
        keys.keys[0].names = []
        #expect(try keys.trustFile(station: "s").hasSuffix(line + "\n"))
        for bad in [("a\nb", "o"), ("", "o"), ("a", "o p"), ("a", "")] {
            keys.keys[0].names = [KeyName(station: bad.0, log: bad.1)]
            #expect(throws: Failure.self) { try keys.trustFile(station: "s") }
        }
    }
}
