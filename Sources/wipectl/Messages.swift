// How wipectl speaks when it does not do what was asked, and with which exit code it ends.
// Three rules: `wipectl: error:` says what happened; `hint:` says what to do, only where there is something to do; lower case, no full stop.

import Foundation
import WipeAPI
import WipeAudit

/// Exit codes of every command.
enum EndStatus: Int32, Sendable {
    case done = 0
    /// The answer is no: verification failed, refused, not found.
    case no = 1
    case usage = 2
    case unreachable = 3
    case partly = 4
}

/// A command that ends without its result. Where it stands in another sentence, that has its message.
struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    var description: String { message }

    /// Stable kebab-case word: one of `Failure.Code`, of `AuditFailure.Code`, of what is wrong with a record, or of what the daemon says.
    let code: String
    var message: String
    var hint: String?
    var status: EndStatus = .no

    /// What wipectl itself finds.
    init(code: Code, message: String, hint: String?, status: EndStatus = .no) {
        self.init(said: code.rawValue, message: message, hint: hint, status: status)
    }

    /// What keeps the auditor from its answer: the answer is no.
    init(_ found: AuditFailure) { self.init(said: found.code, message: found.message, hint: found.hint) }

    /// What is found in a file, in the words of its format.
    init(code: some RawRepresentable<String>, message: String, hint: String?) {
        self.init(said: code.rawValue, message: message, hint: hint)
    }

    /// What the daemon says. It may be newer than this program, and have words that nobody knows here.
    init(said code: String, message: String, hint: String?, status: EndStatus = .no) {
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status
    }

    /// The line or two for standard error. Outside text is made harmless here.
    var text: String {
        let hints = (hint ?? "").split(separator: "\n").map { "hint: \(SafeText.escaped(String($0)))\n" }
        return "wipectl: error: \(SafeText.escaped(message))\n" + hints.joined()
    }

    /// The one document for standard output under `--json`.
    var document: ErrorDocument { ErrorDocument(error: .init(code: code, message: message, hint: hint)) }
}

/// `{"error":{"code","message","hint"}}`.
struct ErrorDocument: Codable, Hashable, Sendable {
    struct Body: Codable, Hashable, Sendable {
        var code: String
        var message: String
        @Nullable var hint: String?
        init(code: String, message: String, hint: String?) {
            self.code = code
            self.message = message
            self.hint = hint
        }
    }
    var error: Body
}

extension Failure {
    /// What the server answered instead of a result.
    static func answered(_ problem: Problem) -> Failure {
        Failure(
            said: problem.code, message: withoutFullStop(problem.detail ?? problem.title), hint: problem.hint.map(withoutFullStop),
            status: problem.status == 503 ? .unreachable : .no)
    }

    static func socketMissing(_ path: String) -> Failure {
        Failure(
            code: .socketMissing, message: "there is no socket at \(path): wiped is not running, or it listens elsewhere",
            hint: "start wiped, or name its socket with --socket or WIPED_SOCKET", status: .unreachable)
    }

    static func connectionRefused(_ path: String) -> Failure {
        Failure(
            code: .connectionRefused, message: "nobody answers at \(path): wiped is not running any more",
            hint: "start wiped, or name its socket with --socket or WIPED_SOCKET", status: .unreachable)
    }

    static func permissionDenied(_ path: String) -> Failure {
        Failure(
            code: .permissionDenied, message: "no permission to use the socket \(path)",
            hint: "ask to be put into the group that the station file names under roles, then log in again", status: .unreachable)
    }

    static func socketPathTooLong(_ path: String) -> Failure {
        Failure(
            code: .socketPathTooLong,
            message: "the socket's path has \(path.utf8.count) bytes, the system takes \(Client.socketPathBytesMax)",
            hint: "use a shorter path for the socket", status: .unreachable)
    }

    static func timedOut(seconds: Int) -> Failure {
        Failure(
            code: .timeout, message: "wiped did not answer within \(seconds) s", hint: "look at its log; ask again with the same command",
            status: .unreachable)
    }

    static func connectionLost(_ why: String) -> Failure {
        Failure(code: .connectionLost, message: "the connection to wiped broke: \(why)", hint: nil, status: .unreachable)
    }

    static func badAnswer(_ why: String) -> Failure {
        Failure(
            code: .badAnswer, message: "what answers at the socket is not understood: \(why)",
            hint: "compare wipectl --version with the version of wiped", status: .unreachable)
    }

    static func usage(_ message: String, hint: String?) -> Failure {
        Failure(code: .usage, message: message, hint: hint, status: .usage)
    }

    /// An error nobody foresaw: said, never swallowed. A library words it for programmers, so that is not what a person reads.
    static func unexpected(_ error: any Error) -> Failure {
        if let failure = error as? Failure { return failure }
        if let found = error as? AuditFailure { return Failure(found) }
        if let number = systemNumber(of: error as NSError) {
            return Failure(code: .internalError, message: "the system refused something: \(systemMessage(number))", hint: nil)
        }
        return Failure(
            code: .internalError, message: "wipectl met an error that it has no words for, and did not finish",
            hint: "report the command line and this word: \(type(of: error))")
    }

    /// The error number behind an error of Foundation, where it knows one.
    private static func systemNumber(of error: NSError, depth: Int = 0) -> Int32? {
        if error.domain == NSPOSIXErrorDomain { return Int32(exactly: error.code) }
        guard depth < 4, let inner = error.userInfo[NSUnderlyingErrorKey] as? any Error else { return nil }
        return systemNumber(of: inner as NSError, depth: depth + 1)
    }

    private static func withoutFullStop(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}
