// The daemon's arguments and its station file; the drives are the machine's.

import ArgumentParser
import Foundation
import Glibc
import Logging
import WipeAPI
import WipeDevice
import WipeFiles
import WipeServer

@main
struct Wiped: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wiped", abstract: "Watches the bays of a wipe station, wipes what may be wiped, and certifies it.",
        discussion:
            "What may be wiped is said in the station file alone. Runs in the foreground, logs to standard error, stops cleanly on SIGTERM.",
        version: WipedVersion.text)

    @Option(help: "The station file.")
    var config = "/etc/wiped/station.yaml"
    @Option(help: "State folder; also WIPED_STATE.")
    var state: String?
    @Option(help: "Unix socket. WIPED_SOCKET is the client's, and does not move it.")
    var socket: String?
    @Option(help: "Folder of policies; also WIPED_POLICIES.")
    var policies: String?
    @Flag(help: "Go on from an older state folder or database that was put back: the gap is written into the journal and the log.")
    var acceptOlderState = false
    @Flag(help: "Go on with new keys where the database knows others, which are lost or were exchanged outside.")
    var acceptNewKeys = false
    @Flag(help: "Read the station file and its policies, compare them with what was ever seen here, say what is wrong, and start nothing.")
    var check = false

    /// Before anything else, while there is one thread: what the others inherit is what this one has.
    static func main() async {
        do { try Privileges.giveUp() } catch {
            FileHandle.standardError.write(Data("wiped: error: \(error)\n".utf8))
            Glibc.exit(1)
        }
        await main(nil)
    }

    func run() async throws {
        ProcessMemory.shareArenas()
        signal(SIGPIPE, SIG_IGN)
        LoggingSystem.bootstrap { PlainLog(StreamLogHandler.standardError(label: $0)) }
        let logger = Logger(label: "wiped")
        do {
            if check { return try look(logger) }
            try await serve(logger)
        } catch let stop as StartupProblem {
            FileHandle.standardError.write(Data((stop.lines.map { "wiped: error: \($0)\n" }.joined()).utf8))
            throw ExitCode(1)
        }
    }

    private func serve(_ logger: Logger) async throws {
        let (file, catalogue) = try settings()
        let missingWall = try lookWarning()
        if let missingWall { logger.warning("\(missingWall)") }
        let bus = LinuxBus(statePaths: [file.state, file.markFolder], rules: file.rules, missingWall: missingWall)
        let accepting = Acceptance(olderState: acceptOlderState, newKeys: acceptNewKeys)
        try await StationHost(file: file, catalogue: catalogue, logger: logger, accepting: accepting)
            .serve(bus: bus, clockWord: KernelClock.word)
    }

    /// Exit code 1 where the station would not start; what is only worth knowing is a warning.
    private func look(_ logger: Logger) throws {
        let (file, catalogue) = try settings()
        let about = try lookWarning().map { [$0] } ?? []
        for warning in try about + StationHost(file: file, catalogue: catalogue, logger: logger).warnings() {
            FileHandle.standardError.write(Data("wiped: warning: \(warning)\n".utf8))
        }
    }

    /// What an operator must know of the program that parses drives' contents. Throws where it cannot look at all: every drive would be held.
    private func lookWarning() throws -> String? {
        switch ContentsLook.own.readiness() {
        case .ready: return nil
        case .open(let sentence): return sentence
        case .broken(let sentence): throw StartupProblem([sentence])
        }
    }

    /// Command line over environment over file; of the socket the environment says nothing, since people set it for the client. What may be wiped
    /// comes from the file alone.
    private func settings() throws -> (StationFile, PolicyCatalogue) {
        // An empty variable says nothing.
        let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
        // Whoever may write to it says what is wiped.
        let rights = FileRights(of: [config])
        guard rights.refused.isEmpty else { throw StartupProblem(rights.refused) }
        var file: StationFile
        do { file = try StationFile.read(path: config) } catch { throw StartupProblem(error.problems.map(\.description)) }
        file.state = state ?? environment["WIPED_STATE"] ?? file.state
        file.socket = socket ?? file.socket
        file.policies = policies ?? environment["WIPED_POLICIES"] ?? file.policies
        let catalogue = PolicyCatalogue.load(directory: file.policies)
        guard catalogue.problems.isEmpty else { throw StartupProblem(catalogue.problems.map(\.description)) }
        let bytes = [UInt8](FileManager.default.contents(atPath: config) ?? Data())
        let unknown = StationFile.problems(in: bytes, name: config, catalogue: catalogue)
        guard unknown.isEmpty else { throw StartupProblem(unknown.map(\.description)) }
        return (file, catalogue)
    }
}
