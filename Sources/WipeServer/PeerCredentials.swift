// Who is at the other end of the socket: the kernel's answer, never a text field.

import Foundation
import Glibc
import Hummingbird
import NIOCore
import Synchronization
import WipeCore

/// The peer of a Unix socket as the kernel gives it (SO_PEERCRED).
struct Peer: Sendable {
    var pid: Int32
    var uid: UInt32

    /// Name of the user, with the login behind root where the kernel knows it.
    var actor: Actor {
        let login = uid == 0 ? Self.loginUser(of: pid) : nil
        return Actor(uid: uid, user: UserDatabase.name(uid) ?? String(uid), viaRoot: login)
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
public struct Roles: Sendable {
    var view: String
    var operate: String
    var lead: String
    public init(view: String, operate: String, lead: String) {
        self.view = view
        self.operate = operate
        self.lead = lead
    }

    func mayView(_ peer: Peer) -> Bool { peer.uid == 0 || !UserDatabase.groups(of: peer.uid).isDisjoint(with: [view, operate, lead]) }
    func mayOperate(_ peer: Peer) -> Bool { peer.uid == 0 || !UserDatabase.groups(of: peer.uid).isDisjoint(with: [operate, lead]) }
}

/// Request context that knows its peer.
struct PeerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Set by `Doorkeeper` before any route runs.
    var peer: Peer?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Who asked, for the journal.
    var actor: Actor { peer?.actor ?? Actor(uid: .max, user: "unknown") }
}

/// Lets nobody in whom the kernel does not name and whose groups do not allow what is asked.
struct Doorkeeper: RouterMiddleware {
    let roles: Roles

    func handle(_ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response) async throws -> Response {
        guard let provider = context.channel as? any SocketOptionProvider else { throw Self.unknown }
        // SO_PEERCRED is 17 on Linux; its answer is `struct ucred`: pid, uid, gid.
        let credentials: EventLoopFuture<(Int32, UInt32, UInt32)> = provider.unsafeGetSocketOption(
            level: .socket, name: .init(rawValue: 17))
        guard let (pid, uid, _) = try? await credentials.get() else { throw Self.unknown }
        let peer = Peer(pid: pid, uid: uid)
        guard request.method == .get ? roles.mayView(peer) : roles.mayOperate(peer) else {
            throw Problems.notAllowed(request.method == .get ? roles.view : roles.operate)
        }
        var known = context
        known.peer = peer
        return try await next(request, known)
    }

    private static let unknown = Problems.make(.forbidden, code: "not-allowed", "the kernel does not say who is asking")
}
