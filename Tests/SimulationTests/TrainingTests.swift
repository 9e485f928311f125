// Goal: whoever practises at a simulated station is told the truth about what was done, in both languages, and finds the way in and out. Method: the
// program itself, told by its input what to do; its words against the table.

import Foundation
import Testing
import WipeWords

@testable import wipesim

@Suite struct TrainingTests {
    private static let serials = ["SIM-0001", "SIM-0002", "SIM-0003", "SIM-0004", "SIM-0005"]

    /// Waits for a line of the hands, or for anything else that takes its time.
    private func waitFor(_ what: String, seconds: Int = 120, _ isSo: () throws -> Bool) throws {
        for _ in 0..<seconds * 10 {
            if try isSo() { return }
            usleep(100_000)
        }
        throw Missing(what)
    }

    @Test func theCheckSaysWhatReallyHappened() throws {
        let station = try ServedStation()
        defer { station.end() }
        func answer(_ line: String, _ said: String) throws {
            station.hand(line)
            try waitFor("\(line): no '\(said)' in \(station.text("out"))", seconds: 20) { station.text("out").contains(said) }
        }
        try waitFor("the drives are not there") { station.text("out").contains("the drives are in their bays") }
        try answer("check 1", "1  not yet: there is no record of SIM-0001")
        try answer("check 2", "2  not yet: say which one: check 2 SERIAL")
        try answer("check 2 SIM-0003", "2  wrong: SIM-0003 did what it said")
        try answer("check 2 SIM-0005", "2  not yet: no record of SIM-0005 says that it failed")
        try answer("check 2 SIM-0000", "there is no drive SIM-0000")
        try answer("check 9", "there is no task 9")
        try answer("check 1 SIM-0001", "task 1 takes no answer")
        for (index, serial) in Self.serials.enumerated() {
            let linked = try station.post("/v1/tag", #"{"media":"\#(serial)","assetTag":"T-\#(index)"}"#)
            #expect(linked.hasPrefix("HTTP/1.1 200"), "\(linked)")
        }
        try waitFor("the records are not there") {
            let records = try station.json("/v1/certificates")["certificates"] as? [[String: Any]] ?? []
            return Set(records.compactMap { $0["serial"] as? String }).isSuperset(of: Self.serials)
        }
        try answer("check 1", "1  right: SIM-0001 holds nothing of what it came with, and record ")
        try answer("check 2", "2  right: SIM-0005 lies, and record ")
        // It was wiped without the exercise.
        try answer("check 3", "3  wrong: SIM-0002 was not pulled out while it was being wiped")
        try answer("check 4", "4  not yet: SIM-0006 has not been let go of")
        try answer("check 5", "5  not yet: there is no record of SIM-0010")
    }

    /// Started in a folder that has no policies, without a state folder, and told something; what it said, and how it ended at the end of its input.
    private func sitting(_ input: String, _ more: [String]) throws -> (status: Int32, out: String, err: String) {
        let folder = FileManager.default.temporaryDirectory.path + "/sitting-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.isExecutableFile(atPath: programs.path + "/wipesim"), programs.path != "/" {
            programs.deleteLastPathComponent()
        }
        for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: nil) }
        try Data(input.utf8).write(to: URL(fileURLWithPath: folder + "/in"))
        let program = Process()
        program.executableURL = URL(fileURLWithPath: programs.path + "/wipesim")
        program.arguments = ["serve", "--megabytes", "16"] + more
        program.currentDirectoryURL = URL(fileURLWithPath: folder)
        var environment = ProcessInfo.processInfo.environment
        for name in ["WIPED_POLICIES", "LC_ALL", "LC_MESSAGES", "LANG"] { environment[name] = nil }
        program.environment = environment
        program.standardInput = FileHandle(forReadingAtPath: folder + "/in")
        program.standardOutput = FileHandle(forWritingAtPath: folder + "/out")
        program.standardError = FileHandle(forWritingAtPath: folder + "/err")
        try program.run()
        for _ in 0..<600 where program.isRunning { usleep(100_000) }
        guard !program.isRunning else {
            program.terminate()
            program.waitUntilExit()
            throw Missing("it does not end with its input")
        }
        func text(_ name: String) -> String {
            String(decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self)
        }
        return (program.terminationStatus, text("out"), text("err"))
    }

    @Test func itWorksFromAnyFolderAndEndsWithItsInput() throws {
        let said = try sitting("list\n\nfly SIM-0001\nhelp\n", [])
        #expect(said.status == 0, "\(said)")
        // At the start, behind the log of the start, on an empty line, and at the end of the help.
        #expect(said.out.components(separatedBy: "export WIPED_SOCKET=").count == 5, "\(said.out)")
        #expect(said.out.contains("; wipectl bays --watch\n") && said.out.contains("SIM-0005  S5"))
        #expect(said.out.contains("fly SIM-0001: the hands do not know how"))
        // What is wrong with them is the question.
        #expect(!said.out.contains("forgets a write"))
        #expect(said.out.hasSuffix("5  not yet: there is no record of SIM-0010\nend of input: the station ends\n"), "\(said.out)")
    }

    @Test func itSpeaksFrenchToo() throws {
        let said = try sitting("tasks\nreveal\n", ["--lang", "fr"])
        #expect(said.status == 0 && said.out.contains("dans un autre terminal, tapez\u{A0}:"))
        let first = "1  effacez SIM-0001 dans la baie S1\u{A0}: liez-lui une étiquette (wipectl tag S1 ÉTIQUETTE)"
        #expect(said.out.contains(first), "\(said.out)")
        #expect(said.out.contains("oublie une écriture qu’il a confirmée") && said.out.contains("fin de l’entrée\u{A0}: le poste s’arrête"))
        #expect(said.out.contains("2  pas encore\u{A0}: tapez lequel\u{A0}: check 2 SÉRIE"))
    }

    @Test func aFolderWithoutPoliciesIsNamed() throws {
        let said = try sitting("", ["--policies", "/nowhere"])
        #expect(said.status == 1 && said.err.hasPrefix("wipesim: error: /nowhere is no folder with policies (*.yaml) in it"), "\(said.err)")
        let lost = Surroundings(environment: [:], here: "/proc", program: "/proc/self", language: .fr)
        #expect { try lost.policies(named: nil) } throws: { "\($0)".contains("pas de dossier de protocoles, ni ici (/proc)") }
        #expect(lost.line(socket: "/tmp/it's $x/s") == #"export WIPED_SOCKET='/tmp/it'\''s $x/s'; wipectl bays --watch"#)
        #expect(lost.line(socket: "x.sock") == "export WIPED_SOCKET=/proc/x.sock; wipectl bays --watch")
    }

    /// A code that the table does not have would stand there in the place of its sentence.
    @Test func everyWordIsInTheTableAndNoneForNothing() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources/wipesim").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
        let text = try names.map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }.joined(separator: "\n")
        let asked = Set(text.matches(of: /(?:say\(\s*|training\.text\(|Verdict\([^"\n]*, )"([a-z-]+)"(?! \+)/).map { String($0.1) })
        let made = Set(
            Story.allCases.map { "story-" + $0.rawValue } + Training.Exercise.allCases.map { "task-" + $0.rawValue }
                + Training.Verdict.Kind.allCases.map(\.rawValue))
        let table = Set(Vocabulary.training.wordings.keys)
        #expect(
            asked.count > 25 && asked.union(made).isSubset(of: table), "no sentence for \(asked.union(made).subtracting(table).sorted())")
        let unused = table.subtracting(made).filter { !text.contains("\"\($0)\"") }
        #expect(unused.isEmpty, "nobody says \(unused.sorted())")
    }
}
