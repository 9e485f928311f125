// Programs that the tests start. Their output goes to files, so that no pipe can fill up and no grandchild can keep one open; they stay in
// the process group of the tests, so that Ctrl-C reaches them too.

import Foundation

/// How a program ended and what it said.
struct Ended {
    /// Exit code; 128 + the signal's number where a signal ended it.
    var exit: Int32
    var output: String
    var errors: String
}

/// What a test needed did not come about. The text says all that is known.
struct Shortfall: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// A program that was started.
final class ChildProcess {
    let pid: pid_t
    let outputFile: String
    let errorFile: String
    private var status: Int32?

    /// Starts a program. `environment` is added to the tests' own; an empty value takes a name away.
    init(_ command: [String], output: String, errors: String, environment: [String: String] = [:]) throws {
        outputFile = output
        errorFile = errors
        var variables = ProcessInfo.processInfo.environment
        for (name, value) in environment { variables[name] = value.isEmpty ? nil : value }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // A thread of Swift's pool has every signal blocked; what a program inherits of that it could never be ended with.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = command.map { strdup($0) } + [nil]
        let names = variables.map { strdup($0.key + "=" + $0.value) } + [nil]
        defer { (arguments + names).forEach { free($0) } }
        var started: pid_t = 0
        let failure = posix_spawnp(&started, command[0], &actions, &attributes, arguments, names)
        guard failure == 0 else { throw Shortfall("\(command[0]) could not be started: \(String(cString: strerror(failure)))") }
        pid = started
    }

    /// Exit code, nil while it runs.
    func ended() -> Int32? {
        if let status { return status }
        var word: Int32 = 0
        guard waitpid(pid, &word, WNOHANG) == pid else { return nil }
        status = word & 0x7F == 0 ? (word >> 8) & 0xFF : 128 + (word & 0x7F)
        return status
    }

    /// Waits for its end; where that does not come in time it is killed and the test fails.
    func wait(seconds: Double) throws -> Int32 {
        let deadline = Clock.now + seconds
        while Clock.now < deadline {
            if let status = ended() { return status }
            usleep(1000)
        }
        end()
        throw Shortfall("process \(pid) did not end within \(seconds) s: \(text(errorFile).suffix(2000))")
    }

    func signal(_ number: Int32) { if ended() == nil { kill(pid, number) } }

    /// Kills it where it still runs.
    func end() {
        signal(SIGKILL)
        while ended() == nil { usleep(1000) }
    }

    /// Ends it if nobody else has.
    deinit { end() }
}

/// Seconds of the monotonic clock, the one that `udevadm monitor` prints too.
enum Clock {
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Contents of a file as text; empty where it cannot be read.
func text(_ path: String) -> String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }

/// Runs a program to its end, whatever that is.
func ended(_ command: [String], seconds: Double = 60, environment: [String: String] = [:]) throws -> Ended {
    let base = FileManager.default.temporaryDirectory.path + "/wiped-tests-" + UUID().uuidString
    let child = try ChildProcess(command, output: base + ".out", errors: base + ".err", environment: environment)
    defer {
        unlink(child.outputFile)
        unlink(child.errorFile)
    }
    let exit = try child.wait(seconds: seconds)
    return Ended(exit: exit, output: text(child.outputFile), errors: text(child.errorFile))
}

/// Runs a program that must succeed, and gives its output without the last line break.
@discardableResult
func run(_ command: String...) throws -> String {
    let result = try ended(command)
    guard result.exit == 0 else {
        throw Shortfall("\(command.joined(separator: " ")): exit \(result.exit), \(result.errors)\(result.output)")
    }
    return result.output.trimmingCharacters(in: .newlines)
}

/// Where a test cannot go on before something has come about: asks until it has, up to a deadline.
func eventually(seconds: Double, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = Clock.now + seconds
    while Clock.now < deadline {
        if try condition() { return true }
        usleep(10_000)
    }
    return try condition()
}
