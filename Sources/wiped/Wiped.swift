// The daemon: arguments, station file, wiring. Nothing is decided here.

import ArgumentParser
import Foundation
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals
import WipeAPI
import WipeCertificate
import WipeCore
import WipeDevice
import WipeFiles
import WipeServer
import WipeStation
import WipeStore

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
    @Option(help: "Unix socket; also WIPED_SOCKET.")
    var socket: String?
    @Option(help: "Folder of policies; also WIPED_POLICIES.")
    var policies: String?

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "wiped")
        do {
            try await serve(logger)
        } catch let stop as StartupProblem {
            FileHandle.standardError.write(Data((stop.lines.map { "wiped: error: \($0)\n" }.joined()).utf8))
            throw ExitCode(1)
        }
    }

    private func serve(_ logger: Logger) async throws {
        let setup = try Setup(config: config, state: state, socket: socket, policies: policies)
        let lock = try setup.lock()
        let keys = try setup.keys()
        let store = try setup.store()
        let clock = StationClock(
            runningMilliseconds: try setup.explain { try store.runningMilliseconds() }, isSynchronised: { KernelClock.isSynchronised() })
        let startedAt = clock.now()
        let bus = LinuxBus(statePaths: [setup.state])
        let station = try setup.explain {
            try Station(
                rules: setup.file.rules, policies: setup.catalogue.policies, bootID: setup.bootID(), store: store,
                certifier: Certifier(
                    facts: setup.stationFacts(), stationKey: keys.station, simulationKey: keys.simulation,
                    folder: setup.state + "/certificates"),
                bus: bus, clock: clock, logger: logger)
        }
        let facts = ServerFacts(
            name: setup.file.name, organization: setup.file.organization, location: setup.file.location, startedAt: startedAt,
            monitor: bus.source,
            keys: try setup.shownKeys(keys), policies: setup.catalogue.policies, tagPattern: setup.file.rules.tagPattern,
            intakeColumns: setup.file.intakeColumns)
        logger.notice("not acted upon in this version: slow, temperature, health.reallocatedRiseMax, retrySecondsPerDrive, log")
        let roles = setup.file.roles
        try setup.removeStaleSocket()
        let listener = SocketPermissions(path: setup.socket, group: roles.view)
        let server = StationServer.make(
            station: station, facts: facts, roles: Roles(view: roles.view, operate: roles.operate, lead: roles.lead), socket: setup.socket,
            logger: logger,
            isListening: {
                listener.apply(logger)
                logger.info("station \(setup.file.name) listens on \(setup.socket)")
            })
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: StationService(station: station), successTerminationBehavior: .gracefullyShutdownGroup),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        withExtendedLifetime(lock) { logger.info("stopped") }
    }
}

/// The station as a part of the daemon: a graceful shutdown stops every run at a checkpoint first.
struct StationService: Service {
    let station: Station

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await station.run()
        } onGracefulShutdown: {
            station.shutdown()
        }
    }
}

/// Socket 0660 with the group of the people who may look: until then only root can connect.
struct SocketPermissions: Sendable {
    let path: String
    let group: String

    func apply(_ logger: Logger) {
        if let entry = getgrnam(group), chown(path, .max, entry.pointee.gr_gid) != 0 { logger.warning("group of \(path) could not be set") }
        if chmod(path, 0o660) != 0 { logger.warning("mode of \(path) could not be set") }
    }
}
