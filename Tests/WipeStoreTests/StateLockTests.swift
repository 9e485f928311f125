// Goal: one daemon per state folder, and the second one can name the first.
// Method: flock belongs to the open file, so that two locks in one process meet as those of two processes do.

import Foundation
import Glibc
import Testing

@testable import WipeStore

struct StateLockTests {
    @Test func secondLockNamesTheFirst() throws {
        let folder = try Folder()
        let first = try StateLock.acquire(folder.path)
        do {
            _ = try StateLock.acquire(folder.path + "/")
            Issue.record("two locks on one folder")
        } catch {
            #expect(error == .heldBy(pid: getpid(), path: folder.path + "/wiped.lock"))
            #expect("\(error)" == "another daemon runs here already, as process \(getpid()) (it holds \(folder.path)/wiped.lock)")
        }
        #expect(first.path == folder.path + "/wiped.lock")
        #expect(try String(contentsOfFile: first.path, encoding: .utf8) == "\(getpid())\n")
        #expect(try FileManager.default.attributesOfItem(atPath: first.path)[.posixPermissions] as? Int == 0o600)
    }

    @Test func droppedLockFreesTheFolder() throws {
        let folder = try Folder()
        var lock: StateLock? = try StateLock.acquire(folder.path)
        #expect(lock != nil)
        lock = nil
        let again = try StateLock.acquire(folder.path)
        #expect(FileManager.default.fileExists(atPath: again.path))
    }

    @Test func numberOfAProcessThatIsGoneIsReplaced() throws {
        let folder = try Folder()
        try "99999999999 leftover of another program\n".write(toFile: folder.path + "/wiped.lock", atomically: false, encoding: .utf8)
        let lock = try StateLock.acquire(folder.path)
        #expect(try String(contentsOfFile: lock.path, encoding: .utf8) == "\(getpid())\n")
    }

    @Test func holderThatHasNotWrittenItsNumberIsStillInTheWay() throws {
        let folder = try Folder()
        let lock = try StateLock.acquire(folder.path)
        for text in ["", "no number", "-5", "99999999999999"] {
            try text.write(toFile: lock.path, atomically: false, encoding: .utf8)
            #expect(throws: StateLockError.heldBy(pid: nil, path: lock.path)) { try StateLock.acquire(folder.path) }
        }
        withExtendedLifetime(lock) {}
    }

    @Test func childProcessInheritsNoLock() throws {
        let folder = try Folder()
        let lock = try StateLock.acquire(folder.path)
        #expect(fcntl(lock.descriptor, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC)
    }

    @Test func folderThatIsMissingIsNamed() {
        #expect(
            throws: StateLockError.failed(path: "/nonexistent/wiped.lock", what: "cannot open the lock file: No such file or directory")
        ) {
            try StateLock.acquire("/nonexistent")
        }
    }
}
