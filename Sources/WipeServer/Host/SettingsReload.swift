// SIGHUP: the station file is read again. What only adds counts at once, the rest is named and waits for the next start; a file that is not sound
// changes nothing. The signal never ends the daemon.

import Dispatch
import Foundation
import Glibc
import Logging
import ServiceLifecycle
import WipeCore
package import WipeFiles
import WipeStation

/// Reads the settings again whenever SIGHUP comes.
package struct SettingsReload: Service {
    /// The station file as it is now, and its policies. Throws `StartupProblem` where they are not sound.
    package typealias Reread = @Sendable () throws -> (StationFile, PolicyCatalogue)

    let station: Station
    /// As the station was started.
    let begun: StationFile
    let facts: ServerFacts
    let roles: LiveRoles
    let socket: SocketPlace
    let logger: Logger
    let reread: Reread

    package func run() async throws {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // Ignored for the rest of this process's life: the source hears it all the same, also while the station stops.
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler { continuation.yield() }
        source.activate()
        defer { source.cancel() }
        await withGracefulShutdownHandler {
            for await _ in signals { await reload() }
        } onGracefulShutdown: {
            continuation.finish()
        }
    }

    private func reload() async {
        do {
            try await station.opened()
            let (file, catalogue) = try await station.beside { [reread] in try Self.read(reread) }
            let change = try await station.extendRules(to: file.rules, catalogue.policies)
            facts.livePolicies.set(facts.policies.merging(change.policies) { old, _ in old })
            let news = Self.names(of: change) + apply(file)
            let waiting = Self.fixed(begun, file) + change.waiting
            logger.notice("the station file was read again: \(news.isEmpty ? "nothing new" : news.joined(separator: ", "))")
            if !waiting.isEmpty { logger.warning("counts from the next start: \(waiting.joined(separator: ", "))") }
            await station.note(SettingsNote(waiting: waiting))
        } catch is CancellationError {
            return
        } catch {
            let lines = (error as? StartupProblem)?.lines ?? ["\(error)"]
            for line in lines { logger.error("the station file was read again and changes nothing: \(line)") }
            let more = lines.count > 1 ? " (and \(lines.count - 1) more)" : ""
            await station.note(SettingsNote(problem: (lines.first ?? "it cannot be read") + more))
        }
    }

    /// What a start would refuse is refused here too.
    private static func read(_ reread: Reread) throws -> (StationFile, PolicyCatalogue) {
        let (file, catalogue) = try reread()
        let rights = FileRights(of: FileRights.policyFiles(in: file.policies) + (file.deviceRules.map { [$0] } ?? []))
        guard rights.refused.isEmpty else { throw StartupProblem(rights.refused) }
        return (file, catalogue)
    }

    /// Names of columns and groups of roles say nothing about any drive: they count at once.
    private func apply(_ file: StationFile) -> [String] {
        var news: [String] = []
        if file.intakeColumns != facts.intakeColumns {
            facts.liveColumns.set(file.intakeColumns)
            news.append("intake.columns")
        }
        let new = Roles(file.roles)
        if new != roles.now {
            roles.set(new)
            socket.open(to: new, logger)
            news.append("roles")
        }
        return news
    }

    private static func names(of change: RulesChange) -> [String] {
        change.bays.map { "bay \($0.id)" } + (change.protect.isEmpty ? [] : ["\(change.protect.count) of protect"])
            + change.policies.keys.sorted().map { "policy \($0)" }
    }

    /// Keys of the file that are the station's identity and places.
    private static func fixed(_ old: StationFile, _ new: StationFile) -> [String] {
        let pairs: [(String, Bool)] = [
            ("station", (old.name, old.organization, old.location) == (new.name, new.organization, new.location)),
            ("language", old.language == new.language), ("state", old.state == new.state), ("mark", old.markFolder == new.markFolder),
            ("socket", old.socket == new.socket),
            ("policies", old.policies == new.policies), ("log.origin", old.logOrigin == new.logOrigin),
        ]
        return pairs.filter { !$0.1 }.map(\.0)
    }
}

extension Roles {
    init(_ file: StationRoles) { self.init(view: file.view, operate: file.operate, lead: file.lead) }
}
