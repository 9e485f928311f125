// Goal: no client takes all of the daemon, and what is too large is refused without harm. Method: a served station and a client that asks for too
// much in each way; after each the station still answers.

import Foundation
import Testing

@Suite(.serialized) struct LimitTests {
    private let status = Array("GET /v1/status HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n".utf8)

    @Test(.timeLimit(.minutes(15))) func whatIsTooLargeIsRefused() throws {
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

    /// The bound of all connections is the server's own; here it is each user's share of them.
    @Test(.timeLimit(.minutes(15))) func nobodyHasMoreConnectionsThanTheirShare() throws {
        let station = try ServedStation()
        defer { station.end() }
        var silent = try (0..<24).map { _ in try station.connect() }
        defer { silent.forEach { close($0) } }
        usleep(300_000)
        /// What comes on a new connection: an answer, the end, or nothing.
        func ask() throws -> String? {
            let descriptor = try station.connect()
            defer { close(descriptor) }
            var patience = timeval(tv_sec: 10, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            _ = status.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &buffer, buffer.count)
            return count > 0 ? String(decoding: buffer[0..<count], as: UTF8.self) : count == 0 || errno == ECONNRESET ? "" : nil
        }
        #expect(try ask() == "", "the 25th connection was served, or left waiting")
        for _ in 0..<8 { close(silent.removeLast()) }
        var answer: String?
        for _ in 0..<50 where answer?.hasPrefix("HTTP/1.1 200") != true {
            answer = try ask()
            usleep(100_000)
        }
        #expect(answer?.hasPrefix("HTTP/1.1 200") == true, "\(answer ?? "nothing")")
    }

    /// Fills the books, so that the list of them is larger than what the kernel keeps for a reader who does not read.
    private func list(_ rows: Int, _ name: String = "S") -> String {
        "serial,assetTag,donor\n"
            + (0..<rows).map { "\(name)Q7W\(1_000_000 + $0 * 37)X,OPEQ-\(name)-\($0),Donor\(String(repeating: "x", count: 60))\n" }.joined()
    }

    @Test(.timeLimit(.minutes(15))) func whoTakesNoAnswerIsClosed() throws {
        let station = try ServedStation(idleSeconds: 2)
        defer { station.end() }
        let imported = try station.post("/v1/assets/import", list(2000))
        #expect(imported.contains(#""new":2000"#), "\(imported.prefix(500))")
        let descriptor = try station.connect()
        defer { close(descriptor) }
        let question = Array("GET /v1/assets HTTP/1.1\r\nHost: s\r\n\r\n".utf8)
        _ = question.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        // Nothing is read. A peer that has closed is seen without reading: POLLHUP.
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        let begun = ContinuousClock.now
        while state.revents & Int16(POLLHUP) == 0, ContinuousClock.now - begun < .seconds(20) { poll(&state, 1, 200) }
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        #expect(seconds > 1.5 && seconds < 15, "\(seconds)")
        #expect(try station.send(status).hasPrefix("HTTP/1.1 200"))
    }

    /// Kilobytes of memory that the process holds, and the most that it ever held.
    private func memory(_ pid: Int32) throws -> (now: Int, most: Int) {
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        func number(_ name: String) -> Int {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
            return Int(line.filter(\.isNumber)) ?? 0
        }
        return (number("VmRSS"), number("VmHWM"))
    }

    /// While `body` runs, others ask again and again; the longest that one of them waited, in seconds.
    private func longestWait(_ station: ServedStation, during body: @escaping @Sendable () -> Void) throws -> Double {
        let isDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            body()
            isDone.signal()
        }
        var longest = 0.0
        while isDone.wait(timeout: .now() + .milliseconds(50)) != .success {
            let begun = ContinuousClock.now
            _ = try station.send(status)
            longest = max(longest, (ContinuousClock.now - begun) / .seconds(1))
        }
        return longest
    }

    @Test(.timeLimit(.minutes(15))) func aListWithTooManyRowsIsRefusedAndOthersAreAnswered() throws {
        let station = try ServedStation()
        defer { station.end() }
        let before = try memory(station.pid).now
        // As small as two million rows can be: more than is taken as bytes, and as rows in what is.
        let row = Array("7,7\n".utf8)
        let rows = Array("serial,assetTag\n".utf8) + Array(repeating: row, count: 2_000_000).joined()
        for text in [String(decoding: rows, as: UTF8.self), String(decoding: rows.prefix(7 << 20), as: UTF8.self), list(20_001)] {
            let wait = try longestWait(station) {
                let answer = (try? station.post("/v1/assets/import", text)) ?? ""
                #expect(
                    answer.hasPrefix("HTTP/1.1 413") || answer.contains("more than 20000 rows") || answer.isEmpty, "\(answer.prefix(300))")
            }
            #expect(wait < 2, "\(wait)")
        }
        let assets = try station.json("/v1/assets")["assets"] as? [Any]
        #expect(assets?.isEmpty == true, "rows of a refused list were taken")
        // One that is taken is read beside the station too.
        let wait = try longestWait(station) {
            let answer = (try? station.post("/v1/assets/import", list(1000))) ?? ""
            #expect(answer.contains(#""new":1000"#), "\(answer.prefix(300))")
        }
        #expect(wait < 2, "\(wait)")
        let most = try memory(station.pid).most
        #expect(most - before < 100 << 10, "\(most - before) KiB more")
    }

    /// Every number that a list of this length adds to the books, in whichever state.
    private func assets(_ station: ServedStation) throws -> [[String: Any]] {
        try station.json("/v1/assets")["assets"] as? [[String: Any]] ?? []
    }

    /// The longest list: compared, written down and taken while others are answered; then once more by a lead who lets it overrule every link.
    @Test(.timeLimit(.minutes(15))) func theLongestListIsTakenAndOthersAreAnswered() throws {
        let station = try ServedStation()
        defer { station.end() }
        let first = list(20_000)
        let other = first.replacingOccurrences(of: "OPEQ-S-", with: "OPEQ-T-")
        // What overrules writes twice as much in its one step; each limit is several times what that step takes on an idle machine.
        let steps: [(path: String, text: String, counted: String, seconds: Double)] = [
            ("", first, #""new":20000"#, 1), ("", first, #""unchanged":20000"#, 1), ("?settle=1", other, #""settled":20000"#, 3),
        ]
        for (path, text, counted, seconds) in steps {
            let wait = try longestWait(station) {
                let answer = (try? station.post("/v1/assets/import" + path, text, seconds: 240)) ?? ""
                #expect(answer.contains(counted), "\(answer.prefix(300))")
            }
            #expect(wait < seconds, "\(counted): \(wait) s")
        }
        #expect(try assets(station).filter { ($0["assetTag"] as? String)?.hasPrefix("OPEQ-T-") == true }.count == 20_000)
        // One line each for those who ask, and no twenty thousand in the log.
        let lines = try station.json("/v1/journal?limit=10000")["entries"] as? [[String: Any]] ?? []
        #expect(lines.filter { $0["event"] as? String == "settle" }.count > 9000)
        #expect(station.text("log").utf8.count < 1 << 20 && station.text("log").contains("more: see wipectl journal"))
    }

    /// So many that comparing them takes seconds, and no more: four lists are compared.
    private static let comparedRows = 6000

    /// A drive gets a tag of the list while the list is being compared: the list does not take it away, whichever came first.
    @Test(.timeLimit(.minutes(15)), arguments: [0.1, 0.3, 0.6, 1.0]) func whatChangesWhileAListIsComparedIsNotOverruled(_ seconds: Double)
        throws
    {
        let station = try ServedStation()
        defer { station.end() }
        var serials: [String] = []
        for _ in 0..<100 where serials.isEmpty {
            usleep(100_000)
            let media = try station.json("/v1/media")["media"] as? [[String: Any]] ?? []
            serials = media.filter { $0["assetTag"] as? String == nil }.compactMap { $0["serial"] as? String }
        }
        let serial = try #require(serials.first)
        let isDone = DispatchSemaphore(value: 0)
        let last = "OPEQ-S-\(Self.comparedRows - 1)"
        nonisolated(unsafe) var imported = ""
        let text = list(Self.comparedRows)
        Thread.detachNewThread {
            imported = (try? station.post("/v1/assets/import", text, seconds: 240)) ?? ""
            isDone.signal()
        }
        usleep(UInt32(seconds * 1_000_000))
        let tagged = try station.post("/v1/tag", #"{"media":"\#(serial)","assetTag":"\#(last)"}"#)
        isDone.wait()
        let isTagged = tagged.hasPrefix("HTTP/1.1 200")
        #expect(isTagged || tagged.contains("tag-in-use"), "\(tagged.prefix(400))")
        #expect(imported.contains("\"new\":\(Self.comparedRows - (isTagged ? 1 : 0))"), "\(imported.prefix(300)) … \(imported.suffix(300))")
        // By then the drive may have been wiped under it, and have a record.
        let isRefused = imported.contains("tag-in-use") || imported.contains("tag-certified")
        #expect(isRefused == isTagged, "\(imported.prefix(600))")
        let holders = try assets(station).filter { $0["assetTag"] as? String == last }
        #expect(holders.count == 1 && (holders.first?["serial"] as? String == serial) == isTagged, "\(holders)")
    }

    /// The power fails at any time while a list is taken: all of it is in the books, or nothing.
    @Test(.timeLimit(.minutes(15))) func aListIsTakenAsAWholeOrNotAtAll() throws {
        let station = try ServedStation()
        defer { station.end() }
        let text = list(5000)
        var counts: Set<Int> = []
        for milliseconds in [150, 300, 450, 600, 800, 1000, 1300, 1600, 2000, 2600, 3400] {
            let isDone = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                _ = try? station.post("/v1/assets/import", text)
                isDone.signal()
            }
            usleep(UInt32(milliseconds) * 1000)
            station.kill()
            isDone.wait()
            try station.startAgain()
            let count = try assets(station).count
            counts.insert(count)
            #expect(count == 0 || count == 5000, "\(count) rows after \(milliseconds) ms")
        }
        #expect(counts.contains(0))
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

    @Test(.timeLimit(.minutes(15)), arguments: Silence.allCases)
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
    @Test(.timeLimit(.minutes(15))) func aConnectionThatIsAliveStaysOpenForLongerThanTheLimit() throws {
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
