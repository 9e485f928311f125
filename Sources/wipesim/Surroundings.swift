// Where a simulated station finds its policies, and how somebody at another terminal finds the station.

import Foundation
import WipeServer
import WipeWords

/// What surrounds the program.
struct Surroundings {
    var environment = ProcessInfo.processInfo.environment
    var here = FileManager.default.currentDirectoryPath
    /// The folder of the program itself, behind every link.
    var program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    var language: Language

    /// As far above the program as a build puts it below the project.
    private static let levelsMax = 4

    private func say(_ code: String, _ parameters: [String: String]) -> String {
        Vocabulary.training.text(code, parameters, in: language)
    }

    /// The folder that was named, else the one here, else the one beside the program or above it.
    func policies(named: String?) throws(StartupProblem) -> String {
        if let named = named ?? environment["WIPED_POLICIES"].flatMap({ $0.isEmpty ? nil : $0 }) {
            guard Self.holdsPolicies(named) else { throw StartupProblem([say("no-policies-at", ["folder": named])]) }
            return named
        }
        var folders = [here]
        var above = URL(fileURLWithPath: program)
        for _ in 0...Self.levelsMax {
            folders.append(above.path)
            above.deleteLastPathComponent()
        }
        guard let found = folders.map({ $0 + "/policies" }).first(where: Self.holdsPolicies) else {
            throw StartupProblem([say("no-policies", ["here": here, "program": program])])
        }
        return found
    }

    private static func holdsPolicies(_ folder: String) -> Bool {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains { $0.hasSuffix(".yaml") }
    }

    /// What to type in another terminal, for any shell: where the station listens, where wipectl is if the shell does not know, and the board.
    func line(socket: String) -> String {
        let path = socket.hasPrefix("/") ? socket : here + "/" + socket
        let isKnown = (environment["PATH"] ?? "").split(separator: ":").contains { Self.hasClient(String($0)) }
        let reach = isKnown || !Self.hasClient(program) ? "" : " PATH=\(Self.quoted(program)):\"$PATH\""
        return "export WIPED_SOCKET=\(Self.quoted(path))\(reach); wipectl bays --watch"
    }

    private static func hasClient(_ folder: String) -> Bool { FileManager.default.isExecutableFile(atPath: folder + "/wipectl") }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789/._-".unicodeScalars.contains($0))
        }
        return isPlain ? text : "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
