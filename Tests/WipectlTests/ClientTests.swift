// Goal: every way in which the daemon can be away or talk nonsense has its sentence and exit code. Method: a fake daemon on a real socket.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import wipectl

struct ClientTests {
    private func failure(_ path: String, seconds: Int = 20) async throws -> Failure {
        try await #require(throws: Failure.self) {
            try await Client(socketPath: path, timeoutSeconds: seconds).get(Routes.status, as: StatusView.self)
        }
    }

    @Test func aMissingSocketIsNamed() async throws {
        let failure = try await failure("/tmp/there-is-no-such-socket-\(getpid())")
        #expect(failure.code == "socket-missing" && failure.status == .unreachable)
    }

    @Test func aSocketThatNobodyListensToIsRefused() async throws {
        let daemon = try FakeDaemon { _ in .silence }
        let stale = daemon.path + ".stale"
        try FileManager.default.moveItem(atPath: daemon.path, toPath: stale)
        daemon.stop()
        defer { unlink(stale) }
        let failure = try await failure(stale)
        #expect(failure.code == "connection-refused" && failure.status == .unreachable, "\(failure)")
    }

    @Test func aSocketPathTooLongIsNamedBeforeItIsTried() async throws {
        #expect(try await failure("/tmp/" + String(repeating: "x", count: 200)).code == "socket-path-too-long")
    }

    @Test(arguments: [
        (ENOENT, "socket-missing"), (ENOTDIR, "socket-missing"), (ECONNREFUSED, "connection-refused"), (ENOTSOCK, "connection-refused"),
        (EACCES, "permission-denied"), (EPROTOTYPE, "bad-answer"), (ECONNRESET, "connection-lost"),
    ])
    func everyErrorNumberHasItsSentence(_ number: Int32, _ code: String) {
        let failure = Client(socketPath: "/s").failure(errorNumber: number)
        #expect(failure.code == code && failure.status == .unreachable)
        #expect(failure.text(.plain).hasPrefix("wipectl: error: ") && !failure.text(.plain).contains(".\n"))
    }

    @Test func aSilentDaemonTimesOut() async throws {
        let daemon = try FakeDaemon { _ in .silence }
        defer { daemon.stop() }
        let failure = try await failure(daemon.path, seconds: 1)
        #expect(failure.code == "timeout" && failure.status == .unreachable)
    }

    @Test func aConnectionThatBreaksIsNamed() async throws {
        let daemon = try FakeDaemon { _ in .raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf") }
        defer { daemon.stop() }
        let failure = try await failure(daemon.path)
        #expect(failure.code == "connection-lost" && failure.status == .unreachable, "\(failure)")
    }

    /// What no part of this program has a sentence for gets one all the same, and none of a library's.
    @Test func errorsOfLibrariesAreSentences() {
        struct InnerFault: Error { var state = "channel(id: 7)" }
        let client = Client(socketPath: "/s")
        let failure = client.failure(for: InnerFault())
        #expect(failure.message == "the connection to wiped broke: it ended before the answer was there", "\(failure)")
        let unknown = Failure.unexpected(InnerFault())
        #expect(
            unknown.code == "internal-error" && !unknown.text(.plain).contains("channel") && unknown.hint?.contains("InnerFault") == true)
        #expect(Failure.unexpected(POSIXError(.ENOSPC)).message == "the system refused something: no space left on device")
        let full = CocoaError(.fileWriteUnknown, userInfo: [NSUnderlyingErrorKey: POSIXError(.EDQUOT)])
        #expect(
            Failure.unexpected(full).message.hasPrefix("the system refused something: disk quota exceeded"), "\(Failure.unexpected(full))")
        #expect(Failure.unexpected(Failure.usage("x", hint: nil)).code == "usage")
        // What the auditor says is said on in its own words, and is a no.
        let found = AuditFailure(code: .badKeysFile, message: "m", hint: "h")
        #expect(Failure.unexpected(found) == Failure(said: "bad-keys-file", message: "m", hint: "h", status: .no))
    }

    @Test(arguments: [
        "220 mail.example ESMTP\r\n", "HTTP/1.1 404 Nope\r\ncontent-length: 4\r\n\r\nnope",
        "HTTP/1.1 302 X\r\nlocation: http://localhost/\r\ncontent-length: 0\r\n\r\n",
    ])
    func anotherProgramAtTheSocketIsNotUnderstood(_ answer: String) async throws {
        let daemon = try FakeDaemon { _ in .raw(answer) }
        defer { daemon.stop() }
        let failure = try await failure(daemon.path)
        #expect(failure.code == "bad-answer" && failure.status == .unreachable, "\(failure)")
        #expect(daemon.requests.count == 1)
    }

    @Test func jsonOfAnotherShapeIsNotUnderstood() async throws {
        for body in ["[]", "{", #"{"station":5}"#, #"{"station":"s"}"#] {
            let daemon = try FakeDaemon { _ in .json(200, body) }
            defer { daemon.stop() }
            #expect(try await failure(daemon.path).code == "bad-answer", "\(body)")
        }
    }

    @Test func aProblemDocumentKeepsItsCodeAndHint() async throws {
        let problem =
            #"{"type":"about:blank","title":"Not found","status":404,"detail":"no media matches X.","code":"not-found","hint":null}"#
        let daemon = try FakeDaemon { _ in .json(404, problem) }
        defer { daemon.stop() }
        let plain = await wipectl(["media", "show", "X"], socket: daemon.path)
        #expect(plain.status == 1 && plain.out.isEmpty && plain.err == "wipectl: error: no media matches X\n")
        let json = await wipectl(["--json", "media", "show", "X"], socket: daemon.path)
        #expect(json.status == 1 && json.err.isEmpty)
        #expect(json.out == #"{"error":{"code":"not-found","hint":null,"message":"no media matches X"}}"# + "\n")
    }

    @Test func aDaemonThatIsStoppingCannotBeReached() async throws {
        let daemon = try FakeDaemon { _ in .json(503, #"{"type":"about:blank","title":"Stopping","status":503,"code":"stopping"}"#) }
        defer { daemon.stop() }
        let result = await wipectl(["status", "--json"], socket: daemon.path)
        #expect(result.status == 3 && result.out.contains(#""code":"stopping""#), "\(result.out)")
    }
}
