// One daemon per state folder.

import Glibc
import Synchronization

/// Why a state folder could not be taken.
package enum StateLockError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process has it; `pid` is nil where it has not written its number yet.
    case heldBy(pid: Int32?, path: String)
    /// The lock file could not be made, opened or written.
    case failed(path: String, what: String)

    /// A sentence for people.
    package var description: String {
        switch self {
        case .heldBy(let pid?, let path): "another daemon runs here already, as process \(pid) (it holds \(path))"
        case .heldBy(nil, let path): "another daemon runs here already (it holds \(path))"
        case .failed(let path, let what): "\(path): \(what)"
        }
    }
}

/// Holds a state folder or a socket for one process, by `flock`. A folder is locked itself, which nobody removes in silence; the file
/// `<folder>/wiped.lock` in it is locked too, and names the process. The kernel lets go of both when the process ends, however it ends. Keep
/// the value as long as the folder is in use: it lets go when it is dropped.
package final class StateLock: Sendable {
    /// The lock file. It stays when the lock is gone: deleting it would let two processes each lock a file of that name.
    package let path: String
    let descriptor: Int32
    /// The locked folder; nil where a file alone is locked.
    let folder: Int32?
    private let isReleased = Atomic(false)

    private init(path: String, descriptor: Int32, folder: Int32?) {
        self.path = path
        self.descriptor = descriptor
        self.folder = folder
    }

    deinit { release() }

    /// Lets go of the folder. A process that cannot end yet, since a request of it hangs in the kernel, is not in the next one's way.
    package func release() {
        guard !isReleased.exchange(true, ordering: .relaxed) else { return }
        close(descriptor)
        if let folder { close(folder) }
    }

    /// Takes the folder, without waiting: by whichever path it is reached, and whatever became of the lock file in it.
    package static func acquire(_ folder: String) throws(StateLockError) -> StateLock {
        let file = folder.hasSuffix("/") ? folder + "wiped.lock" : folder + "/wiped.lock"
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failed(folder, "cannot open the folder") }
        do throws(StateLockError) {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                guard errno == EWOULDBLOCK else { throw failed(folder, "cannot lock the folder") }
                throw .heldBy(pid: holder(at: file), path: folder)
            }
            return try acquire(file: file, inside: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Takes what the lock file at `path` stands for, without waiting: a socket, say.
    package static func acquire(file path: String) throws(StateLockError) -> StateLock { try acquire(file: path, inside: nil) }

    /// - Parameter folder: the locked folder, which the lock takes over.
    private static func acquire(file path: String, inside folder: Int32?) throws(StateLockError) -> StateLock {
        // Close-on-exec: a child that outlives the daemon must not keep the lock.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failed(path, "cannot open the lock file") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            defer { close(descriptor) }
            if reason == EWOULDBLOCK { throw .heldBy(pid: holder(descriptor), path: path) }
            errno = reason
            throw failed(path, "cannot lock")
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            defer { close(descriptor) }
            throw failed(path, "cannot write the process number")
        }
        return StateLock(path: path, descriptor: descriptor, folder: folder)
    }

    private static func failed(_ path: String, _ what: String) -> StateLockError {
        .failed(path: path, what: "\(what): \(String(cString: strerror(errno)))")
    }

    /// Whom the lock file names; nil where it is gone.
    private static func holder(at path: String) -> Int32? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        return holder(file)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count], as: UTF8.self).prefix { $0.isNumber })
    }
}
