// Writing to standard output and standard error. A reader that went away (`| head`) ends the program quietly.

import Foundation
import Synchronization
import WipeAudit

/// Nobody reads standard output any more.
struct OutputClosed: Error {}

/// Where a command's text goes: two file descriptors, or memory in tests.
final class Output: Sendable {
    private enum Target: Sendable {
        case descriptors
        case memory(Mutex<(out: String, err: String)>.Box)
    }
    private let target: Target
    private init(_ target: Target) { self.target = target }

    /// The process's own standard output and error.
    static let process = Output(.descriptors)
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

    /// Writes all of it, or throws `OutputClosed`, or a `Failure` (a full disk).
    func write(_ text: String) throws {
        switch target {
        case .memory(let box): box.append(out: text)
        case .descriptors: try Output.write(Array(text.utf8), to: STDOUT_FILENO)
        }
    }

    /// Writes bytes as they are.
    func write(bytes: [UInt8]) throws {
        switch target {
        case .memory(let box): box.append(out: String(decoding: bytes, as: UTF8.self))
        case .descriptors: try Output.write(bytes, to: STDOUT_FILENO)
        }
    }

    /// Writes to standard error. Where that fails, there is nobody left to tell.
    func complain(_ text: String) {
        switch target {
        case .memory(let box): box.append(err: text)
        case .descriptors: try? Output.write(Array(text.utf8), to: STDERR_FILENO)
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
                if errno == EPIPE || errno == EBADF { throw OutputClosed() }
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
