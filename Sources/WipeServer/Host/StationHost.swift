// The daemon around a bus: everything that must be right before the first drive is looked at, and the services that run then.
// `wiped` gives it the machine's drives, `wipesim` simulated ones. Nothing is decided here.

import Crypto
import Foundation
import Glibc
package import Logging
import ServiceLifecycle
import UnixSignals
import WipeAPI
import WipeCertificate
package import WipeCore
package import WipeFiles
import WipeStation
import WipeStore

/// Why the daemon does not start, one line a problem.
package struct StartupProblem: Error {
    package let lines: [String]
    package init(_ lines: [String]) { self.lines = lines }
}

/// One station on this machine.
package struct StationHost: Sendable {
    let file: StationFile
    let catalogue: PolicyCatalogue
    let logger: Logger
    let idleSeconds: Int64
    let accepting: Acceptance

    /// - Parameters:
    ///   - file: what the station is; its `state` and `socket` are used as they are.
    ///   - catalogue: its policies, without problems.
    ///   - idleSeconds: how long a connection may be silent, and a request take to come in.
    ///   - accepting: what else this start may go on from.
    package init(
        file: StationFile, catalogue: PolicyCatalogue, logger: Logger, idleSeconds: Int64 = 60, accepting: Acceptance = Acceptance()
    ) {
        self.accepting = accepting
        self.file = file
        self.catalogue = catalogue
        self.logger = logger
        self.idleSeconds = idleSeconds
    }

    /// Serves until a person or the system stops it. Whatever is not right stops the start with a sentence (`StartupProblem`).
    ///
    /// - Parameters:
    ///   - clockWord: what is known of the wall clock, and who says it.
    ///   - reread: reads the station file and its policies again, at each SIGHUP; nil where that signal is not for this program.
    package func serve(
        bus: any DeviceBus, clockWord: @escaping @Sendable () -> ClockWord?, reread: SettingsReload.Reread? = nil
    ) async throws {
        let rights = FileRights(of: guardedPaths)
        guard rights.refused.isEmpty else { throw StartupProblem(rights.refused) }
        for doubt in rights.doubtful + folderDoubts + missingGroups.map(\.sentence) { logger.warning("\(doubt)") }
        try makeFolders()
        let lock = try lock()
        let place = try SocketPlace(path: file.socket).take()
        let store = try explain { try Store.open(folder: file.state) }
        let clock = StationClock(
            runningMilliseconds: try explain { try store.runningMilliseconds() }, word: clockWord)
        let startedAt = clock.now()
        // An older database does not know the newest key: it is named first.
        let starter = accepting.olderState ? starter : nil
        try explain {
            let history = HistoryKeeping(folder: file.markFolder, at: startedAt, accepting: starter)
            try HistoryKeeping.check(history, store, origin: file.logOrigin, folder: file.state + "/log")
        }
        let keys = try keys(store, startedAt)
        let station = try explain {
            try Station(
                rules: file.rules, policies: catalogue.policies, bootID: bus.bootID, store: store,
                certifier: Certifier(
                    facts: try stationFacts(), stationKey: keys.station, simulationKey: keys.simulation,
                    folder: file.state + "/certificates",
                    log: LogFacts(origin: file.logOrigin, key: keys.log, folder: file.state + "/log")),
                keyFolder: keyFolder, markFolder: file.markFolder, accepting: starter, bus: bus, clock: clock, logger: logger)
        }
        let facts = ServerFacts(
            name: file.name, organization: file.organization, location: file.location, language: file.language, startedAt: startedAt,
            monitor: bus.source,
            policies: catalogue.policies, tagPattern: file.rules.tagPattern, intakeColumns: file.intakeColumns,
            logFolder: file.state + "/log")
        do { try await run(station, facts, reread) } catch let damage as StoreError { throw StartupProblem([damage.description]) }
        // A thread that hangs in the kernel may keep this process alive: the next daemon must not wait for it.
        do { try store.close() } catch { logger.warning("\(error); nothing is lost: it is still beside the file") }
        lock.release()
        place.release()
        logger.info("stopped")
    }

    /// Whoever may write to one of these decides what is wiped and what is said about it.
    var guardedPaths: [String] {
        FileRights.policyFiles(in: file.policies) + ["", "/certificates", "/log", "/keys"].map { file.state + $0 } + [file.markFolder]
            + (file.deviceRules.map { [$0] } ?? [])
    }

    /// Who started this process.
    private var starter: Actor { Peer(pid: getpid(), uid: getuid(), gid: getgid()).actor(roles) }

    private var roles: Roles { Roles(file.roles) }

    private func run(_ station: Station, _ facts: ServerFacts, _ reread: SettingsReload.Reread?) async throws {
        let (live, socket) = (LiveRoles(roles), SocketPlace(path: file.socket))
        let server = StationServer.make(
            station: station, facts: facts, roles: live, socket: file.socket, idleSeconds: idleSeconds, logger: logger,
            isListening: {
                socket.open(to: live.now, logger)
                logger.info("station \(file.name) listens on \(file.socket)")
            })
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(service: StationService(station: station), successTerminationBehavior: .gracefullyShutdownGroup),
        ]
        if let reread {
            let reload = SettingsReload(
                station: station, begun: file, facts: facts, roles: live, socket: socket, logger: logger, reread: reread)
            services.append(.init(service: reload, successTerminationBehavior: .gracefullyShutdownGroup))
        }
        let group = ServiceGroup(
            configuration: .init(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    private func makeFolders() throws {
        for (folder, mode) in [("", 0o755), ("/certificates", 0o755), ("/log", 0o755), ("/keys", 0o700)] {
            try Self.makeFolder(file.state + folder, mode: mode)
        }
        try Self.makeFolder(file.markFolder, mode: 0o700)
        try Self.makeFolder((file.socket as NSString).deletingLastPathComponent, mode: 0o755)
    }

    private static func makeFolder(_ path: String, mode: Int) throws {
        guard !path.isEmpty, !FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
        } catch { throw StartupProblem(["\(path) cannot be made: \(error.localizedDescription)"]) }
    }

    /// Turns a failure of the store or a second history of the log into a sentence.
    func explain<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as StoreError { throw StartupProblem([error.description]) } catch let error as LogConflict
        {
            throw StartupProblem([error.description])
        }
    }

    private func lock() throws -> StateLock {
        do { return try StateLock.acquire(file.state) } catch { throw StartupProblem([error.description]) }
    }

    var credentials: String? { ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Keys that systemd brings are exchanged there.
    var keyFolder: KeyFolder {
        let fixed = KeyRole.allCases.filter { role in
            credentials.map { FileManager.default.fileExists(atPath: "\($0)/\(role.rawValue)-key") } ?? false
        }
        return KeyFolder(path: file.state + "/keys", fixed: Set(fixed))
    }

    private func keys(_ store: Store, _ now: Moment) throws -> StationKeys {
        let loader = KeyLoader(
            folder: keyFolder, credentials: credentials, store: store, name: StationName(station: file.name, origin: file.logOrigin),
            now: now,
            accepting: accepting.newKeys ? starter : nil)
        do { return try explain { try loader.load() } } catch let stop as StartupProblem { throw stop } catch {
            throw StartupProblem(["\(error)"])
        }
    }

    private func stationFacts() throws -> StationFacts {
        var system = utsname()
        uname(&system)
        let release = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return StationFacts(
            name: file.name, organization: file.organization, location: file.location, toolVersion: WipedVersion.text,
            buildDigest: try Self.buildDigest(),
            operatingSystem: "Linux " + release)
    }

    /// SHA-256 of the running executable, read in pieces. Without it no record could say what made it, and none would be a certificate.
    private static func buildDigest() throws -> String {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/exe") else {
            throw StartupProblem(["/proc/self/exe cannot be read: no certificate could name the program that made it"])
        }
        var hash = SHA256()
        while let piece = try? file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        return "sha256:" + hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// The station as a part of the daemon: a graceful shutdown stops every run at a checkpoint first.
private struct StationService: Service {
    let station: Station

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await station.run()
        } onGracefulShutdown: {
            station.shutdown()
        }
    }
}
