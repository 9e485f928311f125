// Who is at the other end of the socket: the kernel's answer, never a text field.

import Foundation
import Glibc
import Hummingbird
import NIOCore
import Synchronization
import WipeAPI
import WipeCore
import WipeStation

/// The peer of a Unix socket as the kernel gives it (SO_PEERCRED).
struct Peer: Sendable {
    var pid: Int32
    var uid: UInt32
    var gid: UInt32

    /// Who this is: names of user and group, the role that the groups give, and the login behind root where the kernel knows it.
    func actor(_ roles: Roles) -> Actor {
        let login = uid == 0 ? Self.loginUser(of: pid) : nil
        return Actor(
            uid: uid, user: UserDatabase.name(uid) ?? String(uid), viaRoot: login, group: UserDatabase.groupName(gid) ?? String(gid),
            role: roles.role(ofUser: uid))
    }

    /// Asks the kernel; nil for what is no socket.
    static func of(_ channel: any Channel) -> EventLoopFuture<Peer>? {
        guard let provider = channel as? any SocketOptionProvider else { return nil }
        // SO_PEERCRED is 17 on Linux; its answer is `struct ucred`: pid, uid, gid.
        let credentials: EventLoopFuture<(Int32, UInt32, UInt32)> = provider.unsafeGetSocketOption(
            level: .socket, name: .init(rawValue: 17))
        return credentials.map { Peer(pid: $0.0, uid: $0.1, gid: $0.2) }
    }

    /// `/proc/PID/loginuid` is set once at login and kept through sudo and su.
    private static func loginUser(of pid: Int32) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/loginuid", encoding: .utf8),
            let login = UInt32(text.trimmingCharacters(in: .whitespacesAndNewlines)), login != .max, login != 0
        else { return nil }
        return UserDatabase.name(login) ?? String(login)
    }
}

/// Names of users and groups. The C library answers in static memory: one question at a time.
enum UserDatabase {
    private static let turn = Mutex(())

    static func name(_ uid: UInt32) -> String? {
        turn.withLock { _ in getpwuid(uid).map { String(cString: $0.pointee.pw_name) } }
    }

    /// Numeric id of a group, nil where there is none of that name.
    static func group(_ name: String) -> UInt32? { turn.withLock { _ in getgrnam(name)?.pointee.gr_gid } }

    static func groupName(_ gid: UInt32) -> String? {
        turn.withLock { _ in getgrgid(gid).map { String(cString: $0.pointee.gr_name) } }
    }

    /// Names of all groups of a user.
    static func groups(of uid: UInt32) -> Set<String> {
        turn.withLock { _ in
            guard let entry = getpwuid(uid) else { return [] }
            var count: Int32 = 256
            var ids = [gid_t](repeating: 0, count: Int(count))
            guard getgrouplist(entry.pointee.pw_name, entry.pointee.pw_gid, &ids, &count) >= 0 else { return [] }
            return Set(ids.prefix(Int(count)).compactMap { getgrgid($0).map { String(cString: $0.pointee.gr_name) } })
        }
    }
}

/// Unix groups that may look, work and lead. Root has every role; a group that does not exist has no members.
package struct Roles: Hashable, Sendable {
    var view: String
    var operate: String
    var lead: String
    package init(view: String, operate: String, lead: String) {
        self.view = view
        self.operate = operate
        self.lead = lead
    }

    /// The highest role that the user database gives now; nil for who is in none of the groups.
    func role(ofUser uid: UInt32) -> Role? {
        guard uid != 0 else { return .lead }
        let groups = UserDatabase.groups(of: uid)
        if groups.contains(lead) { return .lead }
        if groups.contains(operate) { return .technician }
        return groups.contains(view) ? .viewer : nil
    }
}

/// The groups of the roles, as of the last reading of the station file.
package final class LiveRoles: Sendable {
    private let roles: LiveValue<Roles>
    package init(_ roles: Roles) { self.roles = LiveValue(roles) }
    var now: Roles { roles.now }
    func set(_ new: Roles) { roles.set(new) }
}

/// Request context that knows who asks.
struct PeerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Set by `Authorizer` before any route runs.
    var actor = Actor(uid: .max, user: "unknown")
    /// How long the request may take to come in whole. Set by `Authorizer` too.
    var idleSeconds: Int64 = 0

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// Lets nobody in whom the kernel does not name and whose groups do not allow what is asked, and puts every request that is turned away on
/// record. What a role allows is the core's word; here it is only asked early, before a body is read.
struct Authorizer: RouterMiddleware {
    let roles: LiveRoles
    let station: Station
    let idleSeconds: Int64

    func handle(_ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response) async throws -> Response {
        var known = context
        known.actor = try await actor(context)
        known.idleSeconds = idleSeconds
        // The route, not the path: a path is anybody's text.
        let verb = "\(request.method == .get ? "GET" : "POST") \(context.coreContext.endpointPath.value ?? "an unknown path")"
        do throws(Refused) {
            try known.actor.must(be: request.method == .get ? .viewer : .technician, to: "ask-for", ["route": verb])
        } catch {
            await station.writeDown(error, of: PersonRequest(actor: known.actor, verb: verb))
            throw StationError.refused(error)
        }
        if request.method != .get { try await station.opened() }
        do { return try await next(request, known) } catch let problem as ProblemError where request.method != .get {
            let refused = Refused(code: problem.code, message: "")
            await station.writeDown(refused, of: PersonRequest(actor: known.actor, verb: verb))
            throw problem
        }
    }

    private func actor(_ context: PeerContext) async throws -> Actor {
        guard let peer = try? await Peer.of(context.channel)?.get() else {
            throw Problems.worded(.forbidden, .notAllowed, variant: "unseen")
        }
        return peer.actor(roles.now)
    }
}
