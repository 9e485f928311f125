// What the routes work with, and how the server is put together.

import Foundation
import Glibc
package import Hummingbird
import HTTPTypes
package import Logging
import NIOCore
import WipeAPI
package import WipeCore
package import WipeFiles
package import WipeStation
package import WipeWords

/// Everything that the server tells that is not in the station itself.
package struct ServerFacts: Sendable {
    var name: String
    var organization: String?
    var location: String?
    /// The language of the workshop; nil where the station file names none.
    var language: Language?
    var startedAt: Moment
    var monitor: String
    let livePolicies: LiveValue<[String: Policy]>
    var tagPattern: TagPattern?
    let liveColumns: LiveValue<IntakeColumns>
    /// `<state>/log`.
    var logFolder: String
    package init(
        name: String, organization: String?, location: String?, language: Language? = nil, startedAt: Moment, monitor: String,
        policies: [String: Policy],
        tagPattern: TagPattern?, intakeColumns: IntakeColumns, logFolder: String
    ) {
        self.name = name
        self.organization = organization
        self.location = location
        self.language = language
        self.startedAt = startedAt
        self.monitor = monitor
        livePolicies = LiveValue(policies)
        self.tagPattern = tagPattern
        liveColumns = LiveValue(intakeColumns)
        self.logFolder = logFolder
    }

    /// As of the last reading of the station file.
    var policies: [String: Policy] { livePolicies.now }
    var intakeColumns: IntakeColumns { liveColumns.now }
}

/// Says with each answer in which language the workshop speaks: a client that knows of no other shows that one.
private struct LanguageMiddleware: RouterMiddleware {
    let language: Language

    func handle(_ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response) async throws -> Response {
        var answer = try await next(request, context)
        if let name = HTTPField.Name(Routes.languageHeader) { answer.headers[name] = language.rawValue }
        return answer
    }
}

/// The HTTP side of a station: reads snapshots, sends requests through the station's one door.
package enum StationServer {
    /// An application on a Unix socket. The socket file is made with mode 0660; a stale one must have been removed.
    ///
    /// - Parameter idleSeconds: a connection on which nothing moves for so long, or whose request needs longer to come in, is closed, and so is
    ///   one on which an answer is not taken for so long.
    package static func make(
        station: Station, facts: ServerFacts, roles: LiveRoles, socket: String, idleSeconds: Int64, logger: Logger,
        isListening: @escaping @Sendable () -> Void
    ) -> some ApplicationProtocol {
        let router = Router(context: PeerContext.self)
        if let language = facts.language { router.middlewares.add(LanguageMiddleware(language: language)) }
        router.middlewares.add(ProblemMiddleware(logger: logger))
        router.middlewares.add(Authorizer(roles: roles, station: station, idleSeconds: idleSeconds))
        StationRoutes(station: station, facts: facts).add(to: router)
        MediaRoutes(station: station, facts: facts).add(to: router)
        AssetRoutes(station: station, facts: facts).add(to: router)
        JobRoutes(station: station).add(to: router)
        CertificateRoutes(station: station, facts: facts).add(to: router)
        LogRoutes(station: station, facts: facts).add(to: router)
        let counts = ConnectionCounts()
        // The library's own chatter ("Server started …") is not the station's log.
        var quiet = logger
        quiet.logLevel = .warning
        return Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionGuard(counts: counts, seconds: idleSeconds)],
                    idleTimeout: .seconds(idleSeconds), httpDecoderConfiguration: ServerLimits.decoder)),
            configuration: .init(
                address: .unixDomainSocket(path: socket), serverName: "wiped", backlog: ServerLimits.waitingMax,
                availableConnectionsDelegate: ServerLimits.connections),
            onServerRunning: { _ in isListening() }, logger: quiet)
    }
}
