// Writing to standard output and standard error. A reader that has had enough (`| head`) changes nothing of what a command comes to: what is written
// from then on is dropped, and commands without an end stop.

import Foundation
import Synchronization
import WipeAudit

/// There was no standard output from the beginning.
struct OutputClosed: Error {}

/// Where a command's text goes: two file descriptors, or memory.
final class Output: Sendable {
    private enum Target: Sendable {
        case descriptors(out: Int32, err: Int32)
        case memory(Mutex<(out: String, err: String)>.Box)
    }
    private let target: Target
    private init(_ target: Target) { self.target = target }

    /// The process's own standard output and error.
    static let process = descriptors(out: STDOUT_FILENO, err: STDERR_FILENO)
    static func descriptors(out: Int32, err: Int32) -> Output { Output(.descriptors(out: out, err: err)) }
    /// Keeps everything, for tests.
    static func memory() -> Output { Output(.memory(.init(("", "")))) }

    /// False where the text is kept in memory: then no terminal has a say in how it looks.
    var isProcess: Bool {
        if case .descriptors = target { return true }
        return false
    }

    /// What went to standard output, where this is kept in memory.
    var kept: (out: String, err: String) {
        if case .memory(let box) = target { return box.value }
        return ("", "")
    }

    /// False once the reader of a pipe has gone: a command without an end has nobody left to go on for.
    var hasReader: Bool {
        guard case .descriptors(let out, _) = target else { return true }
        var asked = pollfd(fd: out, events: 0, revents: 0)
        return poll(&asked, 1, 0) <= 0 || Int32(asked.revents) & Int32(POLLERR) == 0
    }

    /// Writes all of it, or as much as its reader wants; throws `OutputClosed`, or a `Failure` (a full disk).
    func write(_ text: String) throws {
        switch target {
        case .memory(let box): box.append(out: text)
        case .descriptors(let out, _): try Output.write(Array(text.utf8), to: out)
        }
    }

    /// Writes bytes as they are.
    func write(bytes: [UInt8]) throws {
        switch target {
        case .memory(let box): box.append(out: String(decoding: bytes, as: UTF8.self))
        case .descriptors(let out, _): try Output.write(bytes, to: out)
        }
    }

    /// Writes to standard error. Where that fails, there is nobody left to tell.
    func complain(_ text: String) {
        switch target {
        case .memory(let box): box.append(err: text)
        case .descriptors(_, let err): try? Output.write(Array(text.utf8), to: err)
        }
    }

    /// A closed standard descriptor would be handed out again for the next file or socket, and our text would land there: fill such gaps.
    /// A stand-in for standard output is opened for reading only, so that writing to it still fails.
    static func fillClosedDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, 1000)
            } else if errno != EINTR {
                if errno == EPIPE { return }
                if errno == EBADF { throw OutputClosed() }
                throw Failure(code: .outputFailed, message: "cannot write the result: \(systemMessage(errno))", hint: nil)
            }
        }
    }
}

extension Mutex where Value == (out: String, err: String) {
    /// A reference to two growing texts under one lock.
    final class Box: Sendable {
        private let texts: Mutex<(out: String, err: String)>
        init(_ start: (out: String, err: String)) { texts = Mutex(start) }
        var value: (out: String, err: String) { texts.withLock { $0 } }
        func append(out: String = "", err: String = "") {
            texts.withLock {
                $0.out += out
                $0.err += err
            }
        }
    }
}
