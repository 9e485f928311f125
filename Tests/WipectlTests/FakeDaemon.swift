// A tiny daemon for tests: listens on a Unix socket, answers every request by a function, remembers what it was asked. Plain sockets, no HTTP library:
// it must not share the client's misunderstandings.

import Foundation
import Synchronization
import WipeAPI

@testable import wipectl

/// One answer, complete or deliberately broken.
enum FakeAnswer: Sendable {
    case json(Int, String)
    case bytes([UInt8])
    /// Sent as it is, then closed.
    case raw(String)
    /// Nothing, until the test ends.
    case silence
}

final class FakeDaemon: Sendable {
    struct Request: Sendable, Equatable {
        var line: String
        var body: String
    }
    let path: String
    private let listener: Int32
    private let asked = Mutex<[Request]>([])
    private let silent = Mutex<[Int32]>([])
    private let open = Mutex<Set<Int32>>([])
    private let answer: @Sendable (Request) -> FakeAnswer

    /// What was asked so far.
    var requests: [Request] { asked.withLock { $0 } }

    /// Listens at a new path; `answer` is given the request line without its HTTP version, `GET /v1/status`.
    convenience init(_ answer: @escaping @Sendable (String) -> FakeAnswer) throws {
        try self.init(at: FakeDaemon.newPath()) { answer($0.line) }
    }

    /// A path at which nobody has listened yet.
    static func newPath() -> String { "/tmp/wipectl-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock" }

    /// Listens at this path.
    init(at path: String, answering answer: @escaping @Sendable (Request) -> FakeAnswer) throws {
        self.answer = answer
        self.path = path
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    // Closed here and nowhere else: a number closed under this thread could come back as another test's socket.
                    close(listener)
                    return
                }
                Thread.detachNewThread { [self] in serve(connection) }
            }
        }
    }

    /// Stops listening, removes the socket, and ends every connection, as the end of a process does.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        unlink(path)
        open.withLock { for connection in $0 { shutdown(connection, Int32(SHUT_RDWR)) } }
        silent.withLock { $0 }.forEach { close($0) }
    }

    private func serve(_ connection: Int32) {
        _ = open.withLock { $0.insert(connection) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            if let (request, length) = FakeDaemon.parsed(bytes) {
                bytes.removeFirst(length)
                asked.withLock { $0.append(request) }
                switch answer(request) {
                case .json(let status, let body):
                    let type = status < 300 ? "application/json" : "application/problem+json"
                    send(connection, "HTTP/1.1 \(status) X\r\ncontent-type: \(type)\r\ncontent-length: \(body.utf8.count)\r\n\r\n" + body)
                case .bytes(let body):
                    send(connection, "HTTP/1.1 200 OK\r\ncontent-length: \(body.count)\r\n\r\n", body)
                case .raw(let text):
                    send(connection, text)
                    end(connection)
                    return
                case .silence:
                    _ = open.withLock { $0.remove(connection) }
                    silent.withLock { $0.append(connection) }
                    return
                }
                continue
            }
            let count = read(connection, &chunk, chunk.count)
            if count <= 0 { break }
            bytes += chunk[..<count]
        }
        end(connection)
    }

    /// No longer ours once it is closed: another test may be given its number.
    private func end(_ connection: Int32) {
        open.withLock {
            $0.remove(connection)
            close(connection)
        }
    }

    private func send(_ connection: Int32, _ text: String, _ more: [UInt8] = []) {
        var rest = (Array(text.utf8) + more)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    /// The first whole request in `bytes` and its length; nil while it is not whole.
    private static func parsed(_ bytes: [UInt8]) -> (Request, Int)? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let length =
            head.first { $0.lowercased().hasPrefix("content-length:") }.flatMap {
                Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces))
            } ?? 0
        let headLength = text[..<end.upperBound].utf8.count
        guard bytes.count >= headLength + length else { return nil }
        let line = head[0].replacingOccurrences(of: " HTTP/1.1", with: "")
        return (Request(line: line, body: String(decoding: bytes[headLength..<headLength + length], as: UTF8.self)), headLength + length)
    }
}

/// Runs wipectl's own entry against a socket and keeps what it printed.
func wipectl(_ line: [String], socket: String, environment: [String: String] = [:]) async -> (status: Int32, out: String, err: String) {
    let output = Output.memory()
    let status = await Program.run(line + ["--socket", socket], environment: environment, output: output)
    return (status.rawValue, output.kept.out, output.kept.err)
}
