// Runs a program for its output: no shell, bounded in time and bytes, and with nothing of the daemon's that it does not need.

import CBlockIO
import Glibc
import WipeContents

enum ToolRun {
    /// Largest output that is read.
    static let outputBytesMax = 1 << 20

    enum Failure: Error, Equatable {
        case notStarted(errno: Int32)
        /// A wall that this kernel does not have.
        case noWall(String)
        case deadline
        case tooMuchOutput

        var message: String {
            switch self {
            case .notStarted(let number): "could not be started: \(errorText(number))"
            case .noWall(let wall):
                "was not started: this kernel has no \(wall), and a drive that took it over could read the keys of the station"
            case .deadline: "did not answer in time"
            case .tooMuchOutput: "answered with more than \(ToolRun.outputBytesMax) bytes"
            }
        }
    }

    /// What a program may have that asks a drive.
    struct Asking {
        /// The one drive that it can open.
        var node: String
        /// A bit for each, as in `linux/capability.h`.
        var capabilities: UInt64
        var memoryBytes: UInt64 = 256 << 20
        /// A folder with programs and libraries beside those of the system.
        var also: String?
    }

    /// Standard output of `arguments` (the first is a path), whatever the exit status: smartctl uses its bits for news. The program can open one
    /// drive and the files of programs, and change nothing (`cbio_start_asking`).
    static func output(_ arguments: [String], asking: Asking, deadlineSeconds: Int) throws(Failure) -> [UInt8] {
        let deadline = monotonicNanoseconds() &+ UInt64(max(deadlineSeconds, 0)) &* 1_000_000_000
        var missing: Int32 = 0
        do throws(Failure) {
            return try output(arguments, until: deadline) { vector, child in
                let (node, also) = (strdup(asking.node), asking.also.flatMap { strdup($0) })
                defer {
                    free(node)
                    free(also)
                }
                var limits = cbio_asking(
                    node: node, also: also, capabilities: asking.capabilities, memory_bytes: asking.memoryBytes,
                    cpu_seconds: UInt32(clamping: deadlineSeconds + 1))
                return cbio_start_asking(vector, &limits, &child, &missing)
            }
        } catch {
            switch missing {
            case CBIO_LANDLOCK: throw .noWall("Landlock")
            case CBIO_SECCOMP: throw .noWall("seccomp")
            default: throw error
            }
        }
    }

    /// The same of a program that is handed descriptors and makes its own walls: the first is its standard input, the others follow from 3 on.
    static func output(_ arguments: [String], descriptors: [Int32], until deadline: UInt64) throws(Failure) -> [UInt8] {
        try output(arguments, until: deadline) { cbio_start_with($0, descriptors, Int32(clamping: descriptors.count), &$1) }
    }

    private static func output(
        _ arguments: [String], until deadline: UInt64, start: ([UnsafeMutablePointer<CChar>?], inout pid_t) -> Int32
    ) throws(Failure) -> [UInt8] {
        var child: pid_t = 0
        var vector: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        vector.append(nil)
        defer { for pointer in vector { free(pointer) } }
        let pipe = start(vector, &child)
        guard pipe >= 0 else { throw .notStarted(errno: -pipe) }
        var collected: [UInt8] = []
        let failure = collect(from: pipe, until: deadline, into: &collected)
        close(pipe)
        reap(child, until: failure == nil ? deadline : 0)
        if let failure { throw failure }
        return collected
    }

    private static func collect(from pipe: Int32, until deadline: UInt64, into collected: inout [UInt8]) -> Failure? {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let now = monotonicNanoseconds()
            guard now < deadline else { return .deadline }
            var request = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            let wait = Int32(clamping: min((deadline - now) / 1_000_000 + 1, 1000))
            guard poll(&request, 1, wait) > 0 else { continue }
            let count = read(pipe, &chunk, chunk.count)
            if count == 0 { return nil }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return .notStarted(errno: errno)
            }
            guard collected.count + count <= outputBytesMax else { return .tooMuchOutput }
            collected.append(contentsOf: chunk[..<count])
        }
    }

    /// Ends the child if it still runs. A child that hangs in the kernel cannot be ended: a thread of its own then waits for it, and nobody else.
    private static func reap(_ child: pid_t, until deadline: UInt64) {
        func isGone() -> Bool {
            var status: Int32 = 0
            let result = waitpid(child, &status, WNOHANG)
            return result == child || (result < 0 && errno == ECHILD)
        }
        while monotonicNanoseconds() < deadline {
            if isGone() { return }
            usleep(1000)
        }
        kill(child, SIGKILL)
        for _ in 0..<200 {
            if isGone() { return }
            usleep(1000)
        }
        DetachedThread.start {
            var status: Int32 = 0
            while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        }
    }
}
