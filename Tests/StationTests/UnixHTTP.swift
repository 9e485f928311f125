// The plainest HTTP client for a Unix socket: one connection a request, the bytes as the test wants them, right or wrong.

import Foundation
import WipeAPI

struct UnixHTTP {
    struct Answer {
        var status: Int
        var head: String
        var body: Data
        /// The answer as a problem document.
        func problem() throws -> Problem { try JSONDecoder().decode(Problem.self, from: body) }
    }

    let socket: String

    /// A well-formed request.
    func send(_ method: String, _ path: String, body: Data? = nil, contentType: String = "application/json") throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: station\r\nConnection: close\r\n"
        if let body { head += "Content-Type: \(contentType)\r\nContent-Length: \(body.count)\r\n" }
        return try send(raw: Data((head + "\r\n").utf8) + (body ?? Data()))
    }

    /// Any bytes at all; the answer is what comes until the daemon closes.
    func send(raw: Data) throws -> Answer {
        let descriptor = try connected()
        defer { close(descriptor) }
        var rest = raw[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        var received = Data()
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            received.append(contentsOf: buffer[0..<count])
        }
        return try Self.parsed(received)
    }

    private func connected() throws -> Int32 {
        let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        // A daemon that has heard enough may stop reading; its answer is there all the same.
        patience.tv_sec = 1
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(socket.utf8)
        guard descriptor >= 0, path.count < MemoryLayout.size(ofValue: address.sun_path) else { throw Shortfall("no socket for \(socket)") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard result == 0 else {
            let why = String(cString: strerror(errno))
            close(descriptor)
            throw Shortfall("cannot connect to \(socket): \(why)")
        }
        return descriptor
    }

    private static func parsed(_ bytes: Data) throws -> Answer {
        guard let end = bytes.firstRange(of: Data("\r\n\r\n".utf8)) else { throw Shortfall("no HTTP answer: \(bytes.count) bytes") }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        guard let status = head.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { throw Shortfall("no status: \(head)") }
        return Answer(status: status, head: head, body: Data(bytes[end.upperBound...]))
    }
}
