// A terminal for tests, with the program itself as the leader of its session: the kernel sends its signals there as at a real one.

import Foundation
import Synchronization
import Testing

/// A program on a pseudo-terminal of its own.
final class PseudoTerminal: Sendable {
    struct Settings: Equatable {
        var input, output, control, local: UInt32
        init(_ descriptor: Int32) {
            var now = termios()
            tcgetattr(descriptor, &now)
            (input, output, control, local) = (now.c_iflag, now.c_oflag, now.c_cflag, now.c_lflag)
        }
    }
    private let master: Int32
    private let slave: Int32
    let pid: pid_t
    let before: Settings
    private let shown = Mutex("")

    var settings: Settings { Settings(slave) }
    var text: String { shown.withLock { $0 } }

    /// Runs a line of the shell, in which `$0` is the program and `$1` the socket.
    init(_ line: String, socket: String) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (number, unlocked): (CInt, CInt) = (0, 0)
        // TIOCSPTLCK and TIOCGPTN, which Glibc's module does not have.
        try #require(master >= 0 && ioctl(master, 0x4004_5431, &unlocked) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
        let name = "/dev/pts/\(number)"
        slave = open(name, O_RDWR | O_NOCTTY)
        try #require(slave >= 0)
        before = Settings(slave)
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // POSIX_SPAWN_SETSID: a session of its own, whose terminal is the first that it opens.
        posix_spawnattr_setflags(&attributes, 0x80)
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        for descriptor: Int32 in [1, 2] { posix_spawn_file_actions_adddup2(&actions, 0, descriptor) }
        let words: [String] = ["/bin/sh", "-c", line, try Self.program(), socket]
        let settings: [String] = ["PATH=/usr/bin:/bin", "LANG=C", "TERM=dumb"]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var child: pid_t = 0
        try #require(posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environment) == 0)
        pid = child
        Thread.detachNewThread { [self] in
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(master, &chunk, chunk.count)
                guard count > 0 else { return }
                shown.withLock { $0 += String(decoding: chunk[..<count], as: UTF8.self) }
            }
        }
    }

    private static func program() throws -> String {
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.isExecutableFile(atPath: folder.path + "/wipectl"), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        try #require(folder.path != "/", "wipectl was not built")
        return folder.path + "/wipectl"
    }

    /// As a scanner does: at once.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    /// Waits until so many of these have been shown.
    func shows(_ wanted: String, times: Int = 1) async throws {
        for _ in 0..<600 {
            if text.components(separatedBy: wanted).count > times { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(wanted) is not shown \(times) times: \(text)")
        throw CancellationError()
    }

    /// Its status, once it has ended.
    func end() async throws -> Int32 {
        for _ in 0..<600 {
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG) == pid { return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F) }
            try await Task.sleep(for: .milliseconds(50))
        }
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        throw CancellationError()
    }

    /// Where it was not waited for.
    func finish() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        close(slave)
    }
}
