// Goal: a slip on the command line ends with 2, changes nothing, and is told the nearest right word in the person's language; a reader that goes away
// changes no verdict. Method: wipectl's own entry, with a daemon that must not be asked, or with a pipe that nobody reads.

import ArgumentParser
import Foundation
import Testing
import WipeAPI
import WipeWords

@testable import wipectl

struct UsageTests {
    @Test(
        arguments: [
            ("strat", "wipectl has no command strat", "did you mean start?"),
            ("statut", "wipectl has no command statut", "did you mean status?"),
            ("état", "wipectl has no command état", "did you mean status?"),
            ("aide", "wipectl has no command aide", "did you mean help?"),
            ("arreter A4", "wipectl has no command arreter", "did you mean cancel?"),
            ("demarer A4", "wipectl has no command demarer", "did you mean start?"),
            ("certificate vérifier x", "wipectl certificate has no command vérifier", "did you mean verify?"),
            ("baies --watch", "wipectl has no command baies", "did you mean bays?"),
            ("media shwo X", "wipectl media has no command shwo", "did you mean show?"),
            ("help certificate verfy", "wipectl certificate has no command verfy", "did you mean verify?"),
            ("frobnicate", "wipectl has no command frobnicate", "wipectl --help lists its commands"),
            ("media S1", "wipectl media has no command S1", "wipectl media --help lists its commands"),
            ("queue --state runing", "--state does not know runing", "did you mean running?"),
            ("certificate list --outcome clear", "--outcome does not know clear", "did you mean cleared, "),
            ("certificate export --to /none --outcome x", "--outcome does not know x", "it takes: cleared "),
            ("audit /none --require sanitised", "--require does not know sanitised", "did you mean sanitized?"),
            ("certificate verify /none --require all", "--require does not know all", "it takes: sanitized"),
            ("key rotate staton --reason why", "ROLE does not know staton", "did you mean station?"),
            ("key begin lock --from 2026-11-22 --reason why", "ROLE does not know lock", "did you mean log?"),
            ("key begin log --from yesterday --reason why", "the value 'yesterday' is invalid", "usage: "),
        ])
    func aSlipIsToldTheNearestWord(_ line: String, _ said: String, _ hint: String) async throws {
        let daemon = try FakeDaemon { _ in .json(500, "") }
        defer { daemon.stop() }
        let result = await wipectl(line.split(separator: " ").map(String.init), socket: daemon.path)
        #expect(result.status == 2 && result.out.isEmpty)
        #expect(result.err.hasPrefix("wipectl: error: " + said) && result.err.contains("\nhint: " + hint), "\(result.err)")
        #expect(daemon.requests.isEmpty)
    }

    /// Every French word stands for a command that there is, and is none itself.
    @Test func everyFrenchWordMeansACommand() {
        func names(_ command: any ParsableCommand.Type) -> [String] {
            command.configuration.subcommands.flatMap { [$0.configuration.commandName ?? ""] + names($0) }
        }
        let known = Set(names(Wipectl.self) + ["help"])
        for (word, command) in Words.commandsInFrench {
            #expect(known.contains(command) && !known.contains(word), "\(word): \(command)")
            #expect(word.allSatisfy { ("a"..."z").contains($0) }, "\(word)")
        }
    }

    @Test func aSlipIsToldInFrenchToo() async {
        let command = await wipectl(["strat", "--lang", "fr"], socket: "/none")
        #expect(
            command.err == "wipectl\u{A0}: erreur\u{A0}: wipectl n’a pas de commande strat\naide\u{A0}: vouliez-vous dire start\u{A0}?\n"
        )
        let value = await wipectl(["key", "rotate", "clef", "--reason", "r", "--lang", "fr"], socket: "/none")
        #expect(value.err.contains("ROLE ne connaît pas clef") && value.err.contains("valeurs possibles\u{A0}: station simulation log"))
        let machine = await wipectl(["strat", "--lang", "fr", "--json"], socket: "/none")
        #expect(machine.status == 2 && machine.out.contains(#""hint":"did you mean start?""#))
    }

    /// What only the daemon can know to be no argument is none all the same.
    @Test(arguments: [(400, "bad-request", 2), (422, "reason-malformed", 2), (404, "not-found", 1), (403, "not-allowed", 1)])
    func aRequestThatIsNotUnderstoodIsAWrongArgument(_ http: Int, _ code: String, _ status: Int32) async throws {
        let problem = Problem(title: "No", status: http, detail: "no", code: code, hint: nil)
        let daemon = try FakeDaemon { _ in .json(http, (try? Session.encoded(problem)) ?? "") }
        defer { daemon.stop() }
        #expect(await wipectl(["priority", "J", "7"], socket: daemon.path).status == status)
    }

    /// Standard output of a command before a `| head` that has read all it wants.
    private func withoutReader(_ line: [String], socket: String = "/none") async -> (status: Int32, err: String) {
        signal(SIGPIPE, SIG_IGN)
        var (out, err): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard pipe(&out) == 0, pipe(&err) == 0 else { return (-1, "no pipe") }
        close(out[0])
        let output = Output.descriptors(out: out[1], err: err[1])
        let status = await Program.run(line + ["--socket", socket], environment: [:], output: output)
        close(out[1])
        close(err[1])
        let said = FileHandle(fileDescriptor: err[0], closeOnDealloc: true).readDataToEndOfFile()
        return (status.rawValue, String(decoding: said, as: UTF8.self))
    }

    @Test func aReaderThatHasSeenEnoughChangesNoVerdict() async throws {
        for (line, status) in [(["explain"], 0), (["--help"], 0), (["policy", "check", "/none.yaml"], 1)] as [([String], Int32)] {
            let result = await withoutReader(line)
            #expect(result.status == status && result.err.isEmpty, "\(line): \(result)")
        }
        let failed = Samples.job("J", .failed, done: 1)
        let daemon = try FakeDaemon { _ in .json(200, (try? Session.encoded(failed)) ?? "") }
        defer { daemon.stop() }
        #expect(await withoutReader(["job", "show", "J"], socket: daemon.path).status == 0)
    }

    /// Nothing that it shows changes, so that it never writes again; it ends all the same, and not as if the wipe were done.
    @Test(.timeLimit(.minutes(5))) func aWatchWithoutReaderEnds() async throws {
        let running = Samples.job("J", .running, done: 1)
        let daemon = try FakeDaemon { _ in .json(200, (try? Session.encoded(running)) ?? "") }
        defer { daemon.stop() }
        let result = await withoutReader(["job", "watch", "J"], socket: daemon.path)
        #expect(result.status == 1 && result.err.isEmpty, "\(result)")
    }
}
