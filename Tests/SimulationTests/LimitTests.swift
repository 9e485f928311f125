// Goal: no client takes all of the daemon, and what is too large is refused without harm. Method: a served station and a client that asks for too
// much in each way; after each the station still answers.

import Foundation
import Testing

@Suite struct LimitTests {
    private let status = Array("GET /v1/status HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n".utf8)

    @Test(.timeLimit(.minutes(3))) func whatIsTooLargeIsRefused() throws {
        let station = try ServedStation()
        defer { station.end() }
        func request(_ head: String, _ body: String = "") -> String { head + "\r\nHost: s\r\nConnection: close\r\n\r\n" + body }
        let long = String(repeating: "x", count: 40 << 10)
        #expect(try !station.send(request("GET /v1/status HTTP/1.1\r\nX-Long: \(long)")).hasPrefix("HTTP/1.1 200"))
        #expect(try !station.send(request("GET /v1/media/show?media=\(long)\(long) HTTP/1.1")).hasPrefix("HTTP/1.1 200"))
        let many = (0..<200).map { "\r\nX-\($0): y" }.joined()
        #expect(try !station.send(request("GET /v1/status HTTP/1.1\(many)")).hasPrefix("HTTP/1.1 200"))
        let body = String(repeating: " ", count: 65 << 10)
        let posted = try station.send(
            request("POST /v1/tag HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)", body))
        #expect(posted.hasPrefix("HTTP/1.1 413") && posted.contains("too large"), "\(posted.prefix(300))")
        #expect(try station.send(status).hasPrefix("HTTP/1.1 200"))
        #expect(station.isRunning)
    }

    @Test(.timeLimit(.minutes(3))) func connectionsAreBoundedAndTheNextOneWaitsItsTurn() throws {
        let station = try ServedStation()
        defer { station.end() }
        // 64 are served at once. Those that say nothing take their place until they go or have been idle for a minute.
        var silent = try (0..<64).map { _ in try station.connect() }
        defer { silent.forEach { close($0) } }
        usleep(300_000)
        let waiting = try station.connect()
        defer { close(waiting) }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(waiting, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        _ = status.withUnsafeBytes { Foundation.send(waiting, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        #expect(read(waiting, &buffer, buffer.count) < 0, "a connection beyond the bound was served")
        for _ in 0..<8 { close(silent.removeLast()) }
        patience.tv_sec = 20
        setsockopt(waiting, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let count = read(waiting, &buffer, buffer.count)
        #expect(count > 0 && String(decoding: buffer[0..<max(0, count)], as: UTF8.self).hasPrefix("HTTP/1.1 200"))
    }
}
