// Goal: people who do not have our programs can check what we sign. Method: packages that others wrote, the shell lines and the verifier of the
// auditors' page, taken out of that page and run on files of which only some are right.

import FoundationEssentials
import Glibc
import Testing

@testable import WipeCertificate

/// Programs that others wrote.
enum Stranger {
    /// Runs the tests' Python; what it says on standard error is left out.
    static func python(_ arguments: [String], into output: String) -> (code: Int32, lines: [Substring]) {
        run([ProcessInfo.processInfo.environment["WIPED_PYTHON"] ?? "python3"] + arguments, into: output)
    }

    /// Runs a program of the PATH; its exit code and the lines of its standard output.
    static func run(_ command: [String], into output: String) -> (code: Int32, lines: [Substring]) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var child: pid_t = 0
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        guard posix_spawnp(&child, command[0], &actions, nil, &words, environ) == 0 else { return (127, []) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        return (status & 0x7F == 0 ? status >> 8 & 0xFF : 128, text.split(separator: "\n"))
    }

    private static func has(_ command: [String]) -> Bool {
        let output = FileManager.default.temporaryDirectory.path + "/wiped-stranger-\(UUID().uuidString)"
        defer { unlink(output) }
        return run(command, into: output).code == 0
    }

    private static func canImport(_ modules: String) -> Bool {
        has([ProcessInfo.processInfo.environment["WIPED_PYTHON"] ?? "python3", "-c", "import " + modules])
    }

    /// WIPED_PYTHON names the interpreter of the virtual environment that scripts/setup makes.
    static let verifiers = canImport("openvc, apsig, awr")
    static let validator = canImport("jsonschema")
    static let partsOfAVerifier = canImport("base58, rfc8785, cryptography")
    static let shellTools = has(["sh", "-c", "command -v jq && command -v openssl && command -v python3"])
    static let wanted: Comment = "needs the packages of scripts/setup python; WIPED_PYTHON names the interpreter"
}

struct StrangerTests {
    static let page = #filePath.replacing(
        "Tests/WipeCertificateTests/StrangerTests.swift", with: "Sources/WipeCertificate/WipeCertificate.docc/Format.md")

    /// The one block of the auditors' page in this language.
    static func block(_ language: String) throws -> String {
        let text = try String(contentsOfFile: page, encoding: .utf8)
        let blocks = text.split(separator: "```\(language)\n").dropFirst()
        try #require(blocks.count == 1)
        return String(try #require(blocks.first?.split(separator: "```").first))
    }

    /// Files of which the first are right and the others altered after signing.
    private static func write(to folder: String) throws -> (good: [String], altered: [String]) {
        let failed = try VerifierTests.signed {
            $0.end = .failed; $0.reasons = [.mismatch]
        }
        let target = try #require(NoticeFacts.Target(signed: failed.bytes))
        let good = [
            try VerifierTests.signed().bytes, failed.bytes,
            try NoticeTests.notice(.revocation(of: target)).signed(with: TestKeys.station).bytes,
            try Certificate.sign(CertificateFacts.ataOverwrite.built, with: TestKeys.station).bytes,
            try Certificate.sign(CertificateFacts.unavailable.built, with: TestKeys.station).bytes,
        ]
        let document = try JSONParser.parse(good[0])
        let altered: [([Step], JSONValue?)] = [
            (["credentialSubject", "media", "serialNumber"], "SER 2"), (["credentialSubject", "outcome"], "cleared-with-exceptions"),
            (["validFrom"], "2020-01-01T00:00:00Z"), (["proof", "created"], "2020-01-01T00:00:00Z"), (["credentialSubject", "record"], 4),
            (["issuer", "id"], .string(TestKeys.simulation.publicKey.did)), (["credentialSubject", "extra"], true),
            (["credentialSubject", "media", "bay"], nil),
        ]
        let answer: [Step] = ["credentialSubject", "sanitization", "passes", 0, "evidence", 3, "answer"]
        let purge = try JSONParser.parse(good[3]).setting(answer, to: "00")
        let bad = altered.map { document.setting($0.0, to: $0.1).prettyBytes } + [purge.prettyBytes]
        for (index, bytes) in (good + bad).enumerated() { try KeyTests.write(bytes, to: "\(folder)/\(index).json") }
        let names = (good + bad).indices.map { "\(folder)/\($0).json" }
        return (Array(names.prefix(good.count)), Array(names.dropFirst(good.count)))
    }

    @Test(.enabled(if: Stranger.verifiers, Stranger.wanted)) func otherPeoplesPackagesAgreeAboutOurSignature() throws {
        try KeyTests.withFolder { folder in
            let script = #filePath.replacing("StrangerTests.swift", with: "verify_with_strangers.py")
            let files = try Self.write(to: folder)
            let good = Stranger.python([script] + files.good, into: folder + "/out")
            #expect(
                good.code == 0 && good.lines.count == 3 * files.good.count && good.lines.allSatisfy { $0.hasSuffix(" valid") }, "\(good)")
            for file in files.altered {
                let bad = Stranger.python([script, file], into: folder + "/out")
                #expect(bad.code == 1 && bad.lines.count == 3 && bad.lines.allSatisfy { $0.hasSuffix(" invalid") }, "\(bad)")
            }
        }
    }

    @Test(.enabled(if: Stranger.partsOfAVerifier, Stranger.wanted)) func verifierOfTheAuditorsPageWorks() throws {
        try KeyTests.withFolder { folder in
            let script = folder + "/verify.py"
            let text = try Self.block("python")
            #expect(text.split(separator: "\n").count <= 40)
            try KeyTests.write(Array(text.utf8), to: script)
            let files = try Self.write(to: folder)
            let did = TestKeys.station.publicKey.did
            for file in files.good {
                let answer = Stranger.python([script, file, did], into: folder + "/out")
                #expect(answer.code == 0 && answer.lines.first?.hasPrefix("signature holds: ") == true, "\(answer)")
                #expect(Stranger.python([script, file, TestKeys.simulation.publicKey.did], into: folder + "/out").code == 1)
            }
            for file in files.altered { #expect(Stranger.python([script, file, did], into: folder + "/out").code == 1, "\(file)") }
        }
    }

    @Test(.enabled(if: Stranger.shellTools, "needs jq, openssl and Python: scripts/setup demo")) func shellLinesOfTheAuditorsPageWork()
        throws
    {
        try KeyTests.withFolder { folder in
            try KeyTests.write(Array("cd \(folder)\nset -e\n\(try Self.block("sh"))".utf8), to: folder + "/lines.sh")
            try KeyTests.write(Array(TestKeys.station.publicKey.pem.utf8), to: folder + "/station.pem")
            let files = try Self.write(to: folder)
            for (index, file) in (files.good + files.altered).enumerated() {
                let bytes = Array(try Data(contentsOf: URL(filePath: file)))
                try KeyTests.write(bytes, to: folder + "/certificate.json")
                let answer = Stranger.run(["sh", folder + "/lines.sh"], into: folder + "/out")
                #expect((answer.code == 0) == (index < files.good.count), "\(file): \(answer)")
            }
        }
    }
}
