// Goal: one daemon per state folder, also where somebody removes its lock file, and the second one can name the first.
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
            #expect(error == .heldBy(pid: getpid(), path: folder.path + "/"))
            #expect("\(error)" == "another daemon runs here already, as process \(getpid()) (it holds \(folder.path)/)")
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
            #expect(throws: StateLockError.heldBy(pid: nil, path: folder.path)) { try StateLock.acquire(folder.path) }
        }
        withExtendedLifetime(lock) {}
    }

    /// Whoever may write to the folder can take the file away, or put another one in its place; the folder stays locked.
    @Test func lockFileThatWasRemovedLetsNobodyIn() throws {
        let folder = try Folder()
        let lock = try StateLock.acquire(folder.path)
        try FileManager.default.removeItem(atPath: lock.path)
        #expect(throws: StateLockError.heldBy(pid: nil, path: folder.path)) { try StateLock.acquire(folder.path) }
        #expect(!FileManager.default.fileExists(atPath: lock.path))
        try "7\n".write(toFile: lock.path, atomically: false, encoding: .utf8)
        #expect(throws: StateLockError.heldBy(pid: 7, path: folder.path)) { try StateLock.acquire(folder.path) }
        // By another path it is the same folder.
        let link = folder.path + "-link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
        defer { unlink(link) }
        #expect(throws: StateLockError.heldBy(pid: 7, path: link)) { try StateLock.acquire(link) }
        lock.release()
        #expect(try StateLock.acquire(folder.path).path == folder.path + "/wiped.lock")
    }

    /// A version that locked the file alone may still run.
    @Test func lockOfTheFileAloneIsStillInTheWay() throws {
        let folder = try Folder()
        let older = try StateLock.acquire(file: folder.path + "/wiped.lock")
        #expect(throws: StateLockError.heldBy(pid: getpid(), path: older.path)) { try StateLock.acquire(folder.path) }
        older.release()
        // The refused try has let go of the folder.
        #expect(throws: Never.self) { try StateLock.acquire(folder.path) }
    }

    @Test func childProcessInheritsNoLock() throws {
        let folder = try Folder()
        let lock = try StateLock.acquire(folder.path)
        for descriptor in [lock.descriptor, try #require(lock.folder)] { #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC) }
    }

    @Test func folderThatIsMissingIsNamed() {
        #expect(
            throws: StateLockError.failed(path: "/nonexistent", what: "cannot open the folder: No such file or directory")
        ) {
            try StateLock.acquire("/nonexistent")
        }
    }
}
