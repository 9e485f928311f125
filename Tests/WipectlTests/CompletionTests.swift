// Goal: Tab offers what the station knows now, and never anything that acts, is asked for as a confirmation, or takes somebody's time. Method: wipectl's
// own entry as a shell calls it, and a real bash with the real script, against a fake daemon.

import Foundation
import Testing
import WipeAPI

@testable import wipectl

struct CompletionTests {
    private static func json(_ value: some Encodable) -> FakeAnswer { .json(200, (try? Session.encoded(value)) ?? "") }

    private static func record(_ number: Int, _ serial: String) -> CertificateView {
        var view = Samples.certificate("0000", fileName: "r.json")
        (view.record, view.serial, view.assetTag) = (number, serial, "OPEQ-\(number)")
        return view
    }

    private static func drive(_ bay: String, _ serial: String?, _ tag: String?) -> MediaView {
        var view = Samples.mediaView(serial: serial)
        (view.bay, view.assetTag) = (bay, tag)
        return view
    }

    /// Two drives of flesh, one that says `$(…)` as its serial, and one whose names a shell would cut.
    private static func daemon() throws -> FakeDaemon {
        try FakeDaemon { line in
            switch line {
            case "GET /v1/media":
                json(
                    MediaList(media: [
                        drive("A1", "Z9A1B2C3", "OPEQ-2026-000123"), drive("A2", "$(touch${IFS}/tmp/wipectl-was-run)", "`id`"),
                        drive("A3", "WD WCC4", "a:b"), drive("A4", "--confirm", nil), drive("B1", nil, "École-7"),
                    ]))
            case "GET /v1/jobs": json(JobList(jobs: [Samples.job("019a-12345678", .running, bay: "A1", serial: "Z9A1B2C3", tag: "T-1")]))
            case "GET /v1/certificates?limit=200": json(CertificateList(certificates: [record(118, "Z9A1B2C3"), record(7, "GONE")]))
            case "GET /v1/policies":
                json(
                    PolicyList(policies: [
                        PolicyView(
                            id: "clear-random", version: "1.0.0", title: TitleView(fr: "f", en: "e"), status: "current", claim: nil,
                            media: [])
                    ]))
            case "GET /v1/assets/imports":
                json(
                    ImportList(
                        imports: [
                            ImportView(
                                number: 3, at: "2026-11-30T15:00:00Z", user: "marie", list: "m.csv", rows: 1, settled: 0, undone: false)
                        ], next: nil))
            case "GET /v1/assets?missing=1&limit=200":
                json(
                    AssetList(
                        assets: [
                            AssetView(serial: "NEVER1", assetTag: "T", source: "intake", donorTag: nil, donor: nil, hostSerial: nil)
                        ], next: nil))
            default: .json(404, "{}")
            }
        }
    }

    /// As the script of a shell asks: which argument, and the line so far.
    private func offered(_ command: String, _ argument: String, _ line: String, socket: String, patience: Int = 60) async -> [String] {
        let words = line.components(separatedBy: " ")
        let output = Output.memory()
        var question = ["---completion"] + command.split(separator: " ").map(String.init)
        question += ["--", argument, String(words.count + 1), "0", "wipectl", "--socket", socket]
        question += words.dropFirst()
        let status = await Offered.$patienceSeconds.withValue(patience) { [question] in
            await Program.run(question, environment: [:], output: output)
        }
        #expect(status == .done && output.kept.err.isEmpty, "\(output.kept)")
        // The blank is for zsh, whose script another test asks for in this process.
        return output.kept.out.split(separator: "\n").map(String.init).filter { $0 != " " }
    }

    @Test(
        arguments: [
            ("start", "positional@0", "wipectl start ", ["118", "A1", "A2", "A3", "A4", "B1", "OPEQ-2026-000123", "Z9A1B2C3", "École-7"]),
            ("start", "positional@0", "wipectl start A1 Z9A1B2C3 ", ["118", "A2", "A3", "A4", "B1", "OPEQ-2026-000123", "École-7"]),
            ("start", "--policy", "wipectl start A1 --policy ", ["clear-random"]),
            ("policy show", "positional@0", "wipectl policy show ", ["clear-random"]),
            ("pause", "positional@0", "wipectl pause ", ["12345678", "A1", "T-1", "Z9A1B2C3"]),
            ("certificate revoke", "positional@0", "wipectl certificate revoke ", ["118", "7"]),
            (
                "certificate list", "--asset-tag", "wipectl certificate list --asset-tag ",
                ["OPEQ-118", "OPEQ-2026-000123", "OPEQ-7", "École-7"]
            ),
            ("journal", "--serial", "wipectl journal --serial ", ["GONE", "Z9A1B2C3"]),
            ("assets undo", "positional@0", "wipectl assets undo ", ["3"]),
            ("assets drop", "positional@0", "wipectl assets drop ", ["NEVER1"]),
        ])
    func whatTheStationKnowsIsOffered(_ command: String, _ argument: String, _ line: String, _ wanted: [String]) async throws {
        let daemon = try Self.daemon()
        defer { daemon.stop() }
        #expect(await offered(command, argument, line, socket: daemon.path) == wanted)
        #expect(daemon.requests.allSatisfy { $0.line.hasPrefix("GET ") })
        // Nobody at the socket: nothing, and not a word about it.
        #expect(await offered(command, argument, line, socket: "/none") == [])
    }

    @Test func aDaemonThatIsSilentIsGivenUpInSilence() async throws {
        let daemon = try FakeDaemon { _ in .silence }
        defer { daemon.stop() }
        #expect(await offered("plan", "positional@0", "wipectl plan ", socket: daemon.path, patience: 1) == [])
        #expect(daemon.requests.map(\.line) == ["GET /v1/media"])
    }

    @Test(arguments: [
        [], ["--"], ["plan", "--", "positional@7", "0", "0"], ["nowhere", "--", "x", "0", "0"], ["plan", "--", "--confirm", "a", "b"],
    ])
    func aShellThatAsksAmissIsToldNothing(_ question: [String]) async {
        let result = await wipectl(["---completion"] + question, socket: "/none")
        #expect(result.status == 2 && result.out.isEmpty && result.err.isEmpty, "\(result)")
    }

    @Test func codesAreOfferedWithoutADaemon() async {
        let codes = await offered("explain", "positional@0", "wipectl explain ", socket: "/none")
        #expect(codes.contains("mounted") && codes.contains("usage") && codes.count > 100)
    }

    @Test(
        arguments: [
            ("Z9A1B2C3", true), ("OPEQ-2026-000123", true), ("/dev/sdb", true), ("École_7", true), ("a+b.c@d", true), ("", false),
            ("$(id)", false), ("`id`", false), ("a b", false), ("a;b", false), ("a:b", false), ("a'b", false), ("a\"b", false),
            ("~", false),
            ("{a,b}", false), ("a\\b", false), ("*", false), ("--x", false), ("a\nb", false), ("a\u{202E}b", false), ("a$b", false),
        ])
    func onlyWordsThatNoShellUnderstandsAreOffered(_ word: String, _ isPlain: Bool) { #expect(Offered.isPlain(word) == isPlain) }

    // MARK: a real bash

    private static func program() throws -> String {
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let path = folder.appendingPathComponent("wipectl").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
            folder.deleteLastPathComponent()
        }
        throw CocoaError(.fileNoSuchFile)
    }

    /// What bash would offer behind this line, of which the last word may be empty.
    private func bash(_ line: [String], socket: String) async throws -> Set<String> {
        let program = try Self.program()
        let words = [program] + line.dropFirst()
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let script = """
            source <('\(program)' completions bash)
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); COMP_LINE='\(words.joined(separator: " "))'; COMP_POINT=${#COMP_LINE}
            _wipectl '\(program)' '\(words[words.count - 1])' '\(words[words.count - 2])'
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["--norc", "-c", script]
        process.environment = ["PATH": "/usr/bin:/bin", "WIPED_SOCKET": socket, "LANG": "C.UTF-8"]
        let (out, err) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (out, err)
        // Its two short texts fit into the pipes; the threads of the other tests go on meanwhile.
        try await withCheckedThrowingContinuation { ended in
            process.terminationHandler = { _ in ended.resume() }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        let complaint = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(complaint.isEmpty, "\(complaint)")
        let said = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return Set(said.split(separator: "\n").map(String.init))
    }

    @Test func bashOffersWhatTheStationKnows() async throws {
        unlink("/tmp/wipectl-was-run")
        let daemon = try Self.daemon()
        defer { daemon.stop() }
        #expect(
            try await bash(["wipectl", "plan", ""], socket: daemon.path).isSuperset(of: ["A1", "Z9A1B2C3", "118", "OPEQ-2026-000123"]))
        #expect(try await bash(["wipectl", "start", "Z"], socket: daemon.path) == ["Z9A1B2C3"])
        #expect(try await bash(["wipectl", "start", "A1", "--policy", ""], socket: daemon.path) == ["clear-random"])
        #expect(try await bash(["wipectl", "queue", "--state", "su"], socket: daemon.path) == ["suspended"])
        #expect(try await bash(["wipectl", "assets", "import", "x.csv", "--column", "a"], socket: daemon.path) == ["assetTag="])
        #expect(try await bash(["wipectl", "explain", "moun"], socket: daemon.path) == ["mounted"])
        #expect(try await bash(["wipectl", "cert"], socket: daemon.path) == ["certificate"])
        // The serial that confirms is read off the drive's label, and bash is given nothing to run.
        #expect(try await bash(["wipectl", "start", "A1", "--confirm", ""], socket: daemon.path) == [])
        #expect(!FileManager.default.fileExists(atPath: "/tmp/wipectl-was-run"))
        #expect(try await bash(["wipectl", "plan", ""], socket: "/none").isDisjoint(with: ["A1", "Z9A1B2C3"]))
    }

    @Test func thereIsAScriptForEachShell() async {
        for (shell, mark) in [
            ("bash", "complete -o filenames -F _wipectl wipectl"), ("zsh", "#compdef wipectl"), ("fish", "complete -c 'wipectl'"),
        ] {
            let script = await wipectl(["completions", shell], socket: "/none")
            #expect(script.status == 0 && script.out.contains(mark) && script.out.contains("---completion"), "\(shell)")
        }
        let fish = await wipectl(["completions", "fish", "--lang", "fr"], socket: "/none")
        #expect(fish.out.contains("Les travaux ouverts, dans l’ordre où ils passeront.") && !fish.out.contains("Open jobs in the order"))
        let other = await wipectl(["completions", "tcsh", "--lang", "fr"], socket: "/none")
        #expect(other.status == 2 && other.err.contains("SHELL ne connaît pas tcsh"), "\(other.err)")
    }
}
