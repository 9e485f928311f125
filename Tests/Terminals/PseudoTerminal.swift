// A terminal for tests, with the program itself as the leader of its session: the kernel sends its signals there as at a real one.

import Foundation
import Synchronization

/// What a test waited for at a terminal did not come. The text says what was shown instead.
package struct TerminalProblem: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// A program on a pseudo-terminal of its own.
package final class PseudoTerminal: Sendable {
    package struct Settings: Equatable {
        package var input, output, control, local: UInt32
        init(_ descriptor: Int32) {
            var now = termios()
            tcgetattr(descriptor, &now)
            (input, output, control, local) = (now.c_iflag, now.c_oflag, now.c_cflag, now.c_lflag)
        }
    }
    private let master: Int32
    private let slave: Int32
    package let pid: Int32
    package let before: Settings
    private let shown = Mutex<[UInt8]>([])

    package var settings: Settings { Settings(slave) }
    package var text: String { String(decoding: shown.withLock { $0 }, as: UTF8.self) }

    /// Runs a program.
    ///
    /// - Parameters:
    ///   - command: the path of the program, and its arguments.
    ///   - environment: all of it, as `NAME=VALUE`.
    ///   - columns: how wide the terminal says it is; nil for one that does not say.
    package init(_ command: [String], environment: [String], columns: UInt16? = nil) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (number, unlocked): (CInt, CInt) = (0, 0)
        // TIOCSPTLCK and TIOCGPTN, which Glibc's module does not have.
        guard master >= 0, ioctl(master, 0x4004_5431, &unlocked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
            throw TerminalProblem("there is no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        let name = "/dev/pts/\(number)"
        slave = open(name, O_RDWR | O_NOCTTY)
        guard slave >= 0 else { throw TerminalProblem("\(name) cannot be opened: \(String(cString: strerror(errno)))") }
        before = Settings(slave)
        if let columns {
            var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
            guard ioctl(slave, UInt(TIOCSWINSZ), &size) == 0 else { throw TerminalProblem("\(name) takes no size") }
        }
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // A thread of Swift's pool has every signal blocked; what a program inherits of that it could never be ended with.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // POSIX_SPAWN_SETSID: a session of its own, whose terminal is the first that it opens.
        posix_spawnattr_setflags(&attributes, Int16(0x80 | POSIX_SPAWN_SETSIGMASK))
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        for descriptor: Int32 in [1, 2] { posix_spawn_file_actions_adddup2(&actions, 0, descriptor) }
        let arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        let variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var child: pid_t = 0
        guard posix_spawn(&child, command[0], &actions, &attributes, arguments, variables) == 0 else {
            throw TerminalProblem("\(command[0]) could not be started")
        }
        pid = child
        Thread.detachNewThread { [self] in
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(master, &chunk, chunk.count)
                guard count > 0 else { return }
                shown.withLock { $0 += chunk[..<count] }
            }
        }
    }

    /// As a scanner does: at once.
    package func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    /// Waits until so many of these have been shown.
    package func shows(_ wanted: String, times: Int = 1) async throws {
        for _ in 0..<600 {
            if text.components(separatedBy: wanted).count > times { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TerminalProblem("\(wanted) is not shown \(times) times: \(text)")
    }

    /// Its status, once it has ended.
    package func end() async throws -> Int32 {
        for _ in 0..<600 {
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG) == pid { return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F) }
            try await Task.sleep(for: .milliseconds(50))
        }
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        throw TerminalProblem("it does not end: \(text)")
    }

    /// Where it was not waited for.
    package func finish() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        close(slave)
    }
}
