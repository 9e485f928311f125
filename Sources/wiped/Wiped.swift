// The daemon's arguments and its station file; the drives are the machine's.

import ArgumentParser
import Foundation
import Glibc
import Logging
import WipeAPI
import WipeCore
import WipeDevice
import WipeFiles
import WipeServer

@main
struct Wiped: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wiped", abstract: "Watches the bays of a wipe station, wipes what may be wiped, and certifies it.",
        discussion:
            "What may be wiped is said in the station file alone. Runs in the foreground, logs to standard error, stops cleanly on SIGTERM, reads the station file again on SIGHUP.",
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
    @Flag(
        help:
            "Read what a start would read, compare it with this machine and with what was ever seen here, say what is wrong, and start nothing. Exit code 1 where something is."
    )
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
        // Reads the settings again once the station runs; before that it must not end what begins.
        signal(SIGHUP, SIG_IGN)
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
        let (file, catalogue) = try settings.read()
        let missingWall = try lookWarning()
        if let missingWall { logger.warning("\(missingWall)") }
        let bus = LinuxBus(statePaths: [file.state, file.markFolder], rules: file.rules, missingWall: missingWall)
        let accepting = Acceptance(olderState: acceptOlderState, newKeys: acceptNewKeys)
        try await StationHost(file: file, catalogue: catalogue, logger: logger, accepting: accepting)
            .serve(bus: bus, clockWord: KernelClock.word, reread: { [settings] in try settings.read() })
    }

    /// Exit code 1 where the station would not start, and where there is something to look at.
    private func look(_ logger: Logger) throws {
        let (file, catalogue) = try settings.read()
        let host = StationHost(file: file, catalogue: catalogue, logger: logger)
        let wall = try lookWarning().map { [RuleDoubt($0)] } ?? []
        let found = try wall + host.doubts(machine: machine(file))
        let places = StationPlaces(bytes: [UInt8](FileManager.default.contents(atPath: config) ?? Data()), name: config)
        let lines = found.map { doubt in doubt.path.isEmpty ? doubt.sentence : places.problem(at: doubt.path, doubt.sentence).description }
        for line in lines { FileHandle.standardError.write(Data("wiped: warning: \(line)\n".utf8)) }
        guard lines.isEmpty else { throw ExitCode(1) }
        FileHandle.standardError.write(Data("wiped: \(config): nothing found\n".utf8))
    }

    /// What is plugged in, and which ports there are; nil where udev cannot be asked.
    private func machine(_ file: StationFile) -> MachineLook? {
        guard let ports = try? MachinePorts.look(statePaths: [file.state, file.markFolder]) else { return nil }
        var look = MachineLook(drives: ports.drives.map(\.properties))
        for (index, bay) in file.rules.bays.enumerated() {
            look.deadBays[index] = ports.whyNever(bay)
            let system = ports.drives.first { $0.systemUse != nil && bay.matches($0.properties) }
            look.systemDrives[index] = system.map { "\($0.name) (\($0.systemUse ?? ""))" }
        }
        return look
    }

    /// What an operator must know of the program that parses drives' contents. Throws where it cannot look at all: every drive would be held.
    private func lookWarning() throws -> String? {
        switch ContentsLook.own.readiness() {
        case .ready: return nil
        case .open(let sentence): return sentence
        case .broken(let sentence): throw StartupProblem([sentence])
        }
    }

    private var settings: StationSettings { StationSettings(config: config, state: state, socket: socket, policies: policies) }
}
