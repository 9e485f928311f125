// A running `wipesim serve` of a test's own, and the plainest client of its socket.

import Foundation

/// What a test of the served station cannot go on without.
struct Missing: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// Other threads only ask at its socket, whose path stays the same.
final class ServedStation: @unchecked Sendable {
    let folder = FileManager.default.temporaryDirectory.path + "/served-\(UUID().uuidString.prefix(8))"
    var socket: String { folder + "/s/wiped.sock" }
    private var process = Process()
    private var hands = Pipe()
    private let idleSeconds: Int

    /// Starts it with small, fast drives, and waits until it answers.
    ///
    /// - Parameters:
    ///   - idleSeconds: after which it closes a silent connection.
    ///   - state: a kept state folder that it goes on from, on a copy; nil begins with an empty one.
    init(idleSeconds: Int = 60, goingOnFrom state: String? = nil) throws {
        self.idleSeconds = idleSeconds
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if let state { try copy(state) }
        for name in ["/out", "/log"] { _ = FileManager.default.createFile(atPath: folder + name, contents: nil) }
        process = program()
        try process.run()
        try awaitAnswer()
    }

    private func awaitAnswer() throws {
        for _ in 0..<600 {
            if !process.isRunning { break }
            if (try? send("GET /v1/status HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n"))?.hasPrefix("HTTP/1.1 200") == true { return }
            usleep(50_000)
        }
        throw Missing("the station does not answer: \(text("log"))")
    }

    /// Git keeps no modes: private keys must be nobody else's.
    private func copy(_ state: String) throws {
        try FileManager.default.copyItem(atPath: state, toPath: folder + "/s")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/s/keys") {
            chmod(folder + "/s/keys/" + name, name.hasSuffix(".key") ? 0o600 : 0o644)
        }
        for name in ["/s", "/s/keys"] { chmod(folder + name, 0o700) }
    }

    private func program(_ more: [String] = []) -> Process {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized
        var programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.isExecutableFile(atPath: programs.path + "/wipesim"), programs.path != "/" {
            programs.deleteLastPathComponent()
        }
        let program = Process()
        program.executableURL = URL(fileURLWithPath: programs.path + "/wipesim")
        program.arguments =
            [
                "serve", "--state", folder + "/s", "--policies", root.path + "/policies", "--megabytes", "16", "--rate", "100",
                "--idle", String(idleSeconds), "--lang", "en",
            ] + more
        hands = Pipe()
        program.standardInput = hands
        // Behind what the one before has said.
        let files = ["/out", "/log"].map { FileHandle(forWritingAtPath: folder + $0) }
        for file in files { _ = try? file?.seekToEnd() }
        (program.standardOutput, program.standardError) = (files[0], files[1])
        return program
    }

    /// Ends it and leaves its folder; then starts it again, after `change`, and waits until it has ended by itself. Its exit status.
    func endOfNextStart(after change: () throws -> Void) throws -> Int32 {
        stop()
        try change()
        process = program()
        try process.run()
        for _ in 0..<400 where process.isRunning { usleep(50_000) }
        guard !process.isRunning else { throw Missing("the station does not end: \(text("log"))") }
        return process.terminationStatus
    }

    var isRunning: Bool { process.isRunning }
    var pid: Int32 { process.processIdentifier }

    /// Ends it and leaves its folder.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Gives it no chance to do anything more, and leaves its folder.
    func kill() {
        Foundation.kill(pid, SIGKILL)
        process.waitUntilExit()
    }

    /// Starts it again on its folder, with these arguments besides, and waits until it answers.
    func startAgain(_ more: String...) throws {
        process = program(more)
        try process.run()
        try awaitAnswer()
    }

    /// A POST with a body.
    func post(_ path: String, _ body: String, seconds: Int = 60) throws -> String {
        let head = "POST \(path) HTTP/1.1\r\nHost: s\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        return try send(Array((head + body).utf8), seconds: seconds)
    }

    /// The JSON of a GET that must succeed.
    func json(_ path: String) throws -> [String: Any] {
        let descriptor = try connect()
        defer { close(descriptor) }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n".utf8)
        let answer = exchange(descriptor, request, seconds: 60, isAllSaid: false)
        let body = answer.range(of: "\r\n\r\n").map { answer[$0.upperBound...] } ?? ""
        guard answer.hasPrefix("HTTP/1.1 200"), let json = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] else {
            throw Missing("\(path): \(answer.prefix(500))")
        }
        return json
    }

    /// Codes of what the station wants to be looked at.
    func alarms() throws -> [String] { (try json("/v1/status")["alarms"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String } }

    /// The next start ends by itself with 1; what it said on the way.
    func refusal(after change: () throws -> Void) throws -> String {
        let before = text("log").utf8.count
        let status = try endOfNextStart(after: change)
        guard status == 1 else { throw Missing("it ended with \(status)") }
        return String(decoding: text("log").utf8.dropFirst(before), as: UTF8.self)
    }

    /// A line for the part that takes the place of the hands.
    func hand(_ line: String) { hands.fileHandleForWriting.write(Data((line + "\n").utf8)) }

    func end() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// A file below the folder.
    func text(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self)
    }

    /// A new connection.
    func connect() throws -> Int32 {
        let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(socket.utf8)
        guard descriptor >= 0, path.count < MemoryLayout.size(ofValue: address.sun_path) else { throw Missing("no socket for \(socket)") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Missing("cannot connect")
        }
        return descriptor
    }

    /// Sends any bytes at all on a connection of its own; the answer is what comes until the station closes or falls silent.
    func send(_ bytes: [UInt8], seconds: Int = 5) throws -> String {
        let descriptor = try connect()
        defer { close(descriptor) }
        return exchange(descriptor, bytes, seconds: seconds)
    }

    func send(_ text: String) throws -> String { try send(Array(text.utf8)) }

    /// - Parameter isAllSaid: closes this side behind the bytes. A station ends a long answer where its client has closed.
    func exchange(_ descriptor: Int32, _ bytes: [UInt8], seconds: Int, isAllSaid: Bool = true) -> String {
        var patience = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        if isAllSaid { shutdown(descriptor, Int32(SHUT_WR)) }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            received += buffer[0..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }
}
