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

    /// Ways to keep a connection without ever asking a whole question.
    enum Silence: String, CaseIterable {
        case nothingAtAll, headThatStops, headThatDrips, bodyThatStops, bodyThatDrips, bodyTooLargeThatGoesOn, listThatDrips

        /// What is sent first, and what then comes twice a second.
        var texts: (begin: String, drip: String) {
            func post(_ path: String, _ length: Int) -> String { "POST \(path) HTTP/1.1\r\nHost: s\r\nContent-Length: \(length)\r\n\r\n" }
            return switch self {
            case .nothingAtAll: ("", "")
            case .headThatStops: ("GET /v1/status HTTP/1.1\r\nHost: s\r\nX-Slow: ", "")
            case .headThatDrips: ("GET /v1/status HTTP/1.1\r\nHost: s\r\nX-Slow: ", "y")
            case .bodyThatStops: (post("/v1/tag", 5000) + "{", "")
            case .bodyThatDrips: (post("/v1/tag", 5000) + "{", " ")
            case .bodyTooLargeThatGoesOn: (post("/v1/tag", 5_000_000), String(repeating: " ", count: 40 << 10))
            case .listThatDrips: (post("/v1/assets/import", 5000) + "serial,", "x")
            }
        }
    }

    /// Seconds until the station closes; nil where it does not within ten.
    private func secondsUntilClosed(_ station: ServedStation, _ silence: Silence) throws -> Double? {
        let descriptor = try station.connect()
        defer { close(descriptor) }
        func say(_ text: String) {
            _ = Array(text.utf8).withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        let begun = ContinuousClock.now
        say(silence.texts.begin)
        for _ in 0..<20 {
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&wait, 1, 500) > 0 {
                var buffer = [UInt8](repeating: 0, count: 4096)
                // What it says before it closes is of no interest here.
                if read(descriptor, &buffer, buffer.count) <= 0 { return (ContinuousClock.now - begun) / .seconds(1) }
            }
            say(silence.texts.drip)
        }
        return nil
    }

    @Test(.timeLimit(.minutes(3)), arguments: Silence.allCases)
    func whoSaysNothingOrNeverComesToTheEndIsClosed(_ silence: Silence) throws {
        let station = try ServedStation(idleSeconds: 2)
        defer { station.end() }
        let seconds = try #require(try secondsUntilClosed(station, silence), "still open after ten seconds")
        #expect(seconds > 1.5, "closed at once: not the limit that was to be seen")
        #expect(try station.send(status).hasPrefix("HTTP/1.1 200"))
        // The place of the one intake list that is read at a time is free again.
        let list = "serial,assetTag\nS-1,OPEQ-1\n"
        let head = "POST /v1/assets/import HTTP/1.1\r\nHost: s\r\nConnection: close\r\nContent-Length: \(list.utf8.count)\r\n\r\n"
        #expect(try station.send(head + list).hasPrefix("HTTP/1.1 200"))
    }

    /// A client that watches asks again and again on one connection.
    @Test(.timeLimit(.minutes(3))) func aConnectionThatIsAliveStaysOpenForLongerThanTheLimit() throws {
        let station = try ServedStation(idleSeconds: 2)
        defer { station.end() }
        let descriptor = try station.connect()
        defer { close(descriptor) }
        let question = Array("GET /v1/status HTTP/1.1\r\nHost: s\r\n\r\n".utf8)
        for turn in 0..<8 {
            let sent = question.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = poll(&wait, 1, 5000) > 0 ? read(descriptor, &buffer, buffer.count) : 0
            #expect(sent == question.count && count > 0, "turn \(turn)")
            #expect(String(decoding: buffer[0..<max(0, count)], as: UTF8.self).hasPrefix("HTTP/1.1 200"), "turn \(turn)")
            usleep(700_000)
        }
    }
}
