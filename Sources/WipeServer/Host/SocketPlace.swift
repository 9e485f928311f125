// The socket's place: one daemon has it, and whoever has a role can open it.

import CXattr
import Foundation
import Glibc
import Logging
import WipeStore

/// The path of a Unix socket, held by this process.
struct SocketPlace {
    let path: String

    /// Takes the place for this process, and removes what a daemon that was killed has left there.
    ///
    /// - Returns: the lock; another daemon cannot take the place before it is released.
    /// - Throws: `StartupProblem` where another daemon has it, which is named, or where something else lies there. Nothing was removed then.
    func take() throws -> StateLock {
        let lock: StateLock
        do { lock = try StateLock.acquire(file: path + ".lock") } catch { throw StartupProblem(["\(path): \(error)"]) }
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else { return lock }
        guard facts[.type] as? FileAttributeType == .typeSocket else { throw StartupProblem(["\(path) exists and is no socket"]) }
        if let owner = try listener() {
            throw StartupProblem(["\(path) belongs to \(owner): stop that, or name another `socket` in the station file"])
        }
        guard unlink(path) == 0 else { throw StartupProblem(["\(path) cannot be removed: \(String(cString: strerror(errno)))"]) }
        return lock
    }

    /// Who listens there; nil where nobody does any more.
    private func listener() throws -> String? {
        let descriptor = Glibc.socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw StartupProblem(["no socket can be made: \(String(cString: strerror(errno)))"]) }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw StartupProblem(["\(path) is too long for a socket"]) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        // EAGAIN: so many wait that no more may.
        guard result == 0 || errno == EAGAIN else {
            if errno == ECONNREFUSED || errno == ENOENT { return nil }
            throw StartupProblem(["whether somebody listens on \(path) cannot be found out: \(String(cString: strerror(errno)))"])
        }
        // `struct ucred`: pid, uid, gid. The one who listens, as it was when it began to.
        var peer: [Int32] = [0, 0, 0]
        var size = socklen_t(12)
        guard result == 0, getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0, peer[0] > 0 else { return "another process" }
        let name = (try? String(contentsOfFile: "/proc/\(peer[0])/comm", encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
        return "process \(peer[0])" + (name.map { " (\($0))" } ?? "")
    }

    /// Socket 0660 with the group of the people who may look, and the other roles' groups beside it: a lead need not be in every group. Until then
    /// only root can connect.
    func open(to roles: Roles, _ logger: Logger) {
        if let id = UserDatabase.group(roles.view), chown(path, .max, id) != 0 { logger.warning("group of \(path) could not be set") }
        if chmod(path, 0o660) != 0 { logger.warning("mode of \(path) could not be set") }
        let others = [roles.operate, roles.lead].filter { $0 != roles.view }.compactMap(UserDatabase.group)
        guard !others.isEmpty else { return }
        let list = Self.accessList(groups: Set(others).sorted())
        if setxattr(path, "system.posix_acl_access", list, list.count, 0) != 0 {
            let why = String(cString: strerror(errno))
            logger.warning(
                "\(path) cannot be opened to the groups of roles.operate and roles.lead (\(why)): put their people into \(roles.view) too")
        }
    }

    /// The kernel's form of an access list (`posix_acl_xattr.h`): version 2, then tag, rights and id of each entry, in order.
    private static func accessList(groups: [UInt32]) -> [UInt8] {
        let (readWrite, nobody) = (UInt16(6), UInt32.max)
        var entries: [(tag: UInt16, rights: UInt16, id: UInt32)] = [(0x01, readWrite, nobody), (0x04, readWrite, nobody)]
        entries += groups.map { (0x08, readWrite, $0) }
        entries += [(0x10, readWrite, nobody), (0x20, 0, nobody)]
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        return bytes(UInt32(2)) + entries.flatMap { bytes($0.tag) + bytes($0.rights) + bytes($0.id) }
    }
}
