// wipesim serve: the station on simulated drives, behind the same socket as the real one.

import ArgumentParser
import Foundation
import Glibc
import Logging
import WipeCore
import WipeFiles
import WipeServer
import WipeSimulation
import WipeWords

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve a station of simulated drives, without root.",
        discussion: """
            wipectl talks to it as to a real one. Bays S1 to S5 wipe a drive that has its asset tag; S6 to S8 wait for wipectl start. In S7 and S8
            are drives that can erase themselves (--policy purge-sanitize). Everything that is signed says that it is a simulation.

            Standard input takes the part of the hands: 'help' lists what they can do, 'tasks' what there is to practise, and 'check' says from the \
            drives and the records whether it was done. An empty line gives the line for the other terminal; the end of the input ends the station.
            """)

    @Option(help: "State folder; a temporary one, removed at the end, where it is left out.")
    var state: String?
    @Flag(help: "Go on from an older state folder that was put back; to begin anew, remove the folder STATE-mark too.")
    var acceptOlderState = false
    @Flag(help: "Go on with new keys where the database knows others.")
    var acceptNewKeys = false
    @Option(help: "Unix socket; in the state folder where it is left out.")
    var socket: String?
    @Option(help: "Folder of policies; also WIPED_POLICIES. Else the folder policies here, or beside the program or above it.")
    var policies: String?
    @Option(help: "The language, en or fr (or LC_ALL, LC_MESSAGES, LANG); wipectl takes it up where it knows of no other.")
    var lang: String?
    @Option(help: "Size of each drive in MiB, 16 to 1024.")
    var megabytes: UInt64 = 32
    @Option(help: "Speed of each drive in MB/s, 1 to 1000.")
    var rate: UInt64 = 4
    @Option(help: "So many NVMe drives, up to 96, that can erase themselves, in bays E1 and on, in the place of the usual ones.")
    var selfErasing = 0
    @Option(help: "Seconds that their erase takes, 1 to 86400.")
    var eraseSeconds: Int64 = 8
    @Option(help: "Seconds, 1 to 3600, that a connection may be silent and a request take to come in.")
    var idle: Int64 = 60

    /// What was asked for, else what the environment says; nil where neither names a language.
    private var stated: Language? { lang.flatMap(Language.init(locale:)) ?? Language.stated(in: ProcessInfo.processInfo.environment) }
    private var language: Language { stated ?? .en }

    func validate() throws {
        guard lang.map({ Language(locale: $0) != nil }) ?? true else { throw ValidationError("--lang must be en or fr") }
        // Smaller ones have no room for what the shelf says of them.
        guard (16...1024).contains(megabytes) else { throw ValidationError("--megabytes must be 16 to 1024") }
        guard (1...1000).contains(rate) else { throw ValidationError("--rate must be 1 to 1000") }
        guard (0...96).contains(selfErasing) else { throw ValidationError("--self-erasing must be 0 to 96") }
        guard (1...86_400).contains(eraseSeconds) else { throw ValidationError("--erase-seconds must be 1 to 86400") }
        guard (1...3600).contains(idle) else { throw ValidationError("--idle must be 1 to 3600") }
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        LoggingSystem.bootstrap { PlainLog(StreamLogHandler.standardError(label: $0)) }
        let folder = state ?? FileManager.default.temporaryDirectory.path + "/wipesim-\(ProcessInfo.processInfo.processIdentifier)"
        defer { if state == nil { for end in ["", "-mark"] { try? FileManager.default.removeItem(atPath: folder + end) } } }
        do {
            try await serve(folder)
        } catch let stop as StartupProblem {
            let lines = stop.lines.map { Vocabulary.training.text("error", ["what": $0], in: language) + "\n" }
            FileHandle.standardError.write(Data(lines.joined().utf8))
            throw ExitCode(1)
        }
    }

    private func serve(_ folder: String) async throws {
        let surroundings = Surroundings(language: language)
        let policies = try surroundings.policies(named: policies)
        let catalogue = PolicyCatalogue.load(directory: policies)
        guard catalogue.problems.isEmpty else { throw StartupProblem(catalogue.problems.map(\.description)) }
        let file = station(folder, policies)
        let bus = SimulatedBus(requestBytesMax: 1 << 16, sleeps: true, bootID: UUID().uuidString.lowercased()) {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        }
        let speed = rate * 1_000_000
        let shelf =
            selfErasing == 0
            ? Fleet.make(megabytes: megabytes, bytesPerSecond: speed)
            : Fleet.selfErasing(selfErasing, megabytes: megabytes, bytesPerSecond: speed, eraseSeconds: eraseSeconds)
        let hands = StdinOperator(
            bus: bus, shelf: shelf, language: language, line: surroundings.line(socket: file.socket), certificates: folder + "/certificates"
        )
        hands.begin()
        let host = StationHost(
            file: file, catalogue: catalogue, logger: Logger(label: "wipesim"), idleSeconds: idle,
            accepting: Acceptance(olderState: acceptOlderState, newKeys: acceptNewKeys))
        try await host.serve(bus: bus, clockWord: { nil })
    }

    /// Whoever runs this may do everything: its own group has every role.
    private func station(_ folder: String, _ policies: String) -> StationFile {
        let names = selfErasing == 0 ? Fleet.bays : Fleet.eraserBays(selfErasing)
        let bays = names.map {
            Bay(
                id: $0, match: [PropertyMatch(property: "ID_PATH", glob: "sim-" + $0)],
                onAttach: selfErasing > 0 || Fleet.holdBays.contains($0) ? .hold : .wipe)
        }
        var roles = StationRoles()
        if let group = getgrgid(getgid()) {
            let name = String(cString: group.pointee.gr_name)
            (roles.view, roles.operate, roles.lead) = (name, name, name)
        }
        var file = StationFile(
            name: "Simulation", organization: nil, location: nil, state: folder, socket: socket ?? folder + "/wiped.sock",
            policies: policies,
            rules: StationRules(
                bays: bays, slots: max(4, selfErasing), stallSeconds: 10,
                deviceCommands: DeviceCommandRules(allow: [.sanitizeBlock, .sanitizeCrypto, .sanitizeOverwrite])),
            logOrigin: "wipesim.invalid/simulation", roles: roles)
        file.language = stated
        return file
    }
}
