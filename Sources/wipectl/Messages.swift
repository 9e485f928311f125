// How wipectl speaks when it does not do what was asked, and with which exit code it ends.
// Three rules: `wipectl: error:` says what happened; `hint:` says what to do, only where there is something to do; lower case, no full stop.
// Message and hint are English here, as JSON has them; a terminal gets them in the person's language.

import Foundation
import WipeAPI
import WipeAudit
import WipeWords

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
    /// Which sentence of the code; nil for the first one.
    var variant: String?
    /// What fills its places.
    var parameters: [String: String] = [:]
    private var isTriedAgain = false
    /// What is refused for those reasons, as the person named it.
    private var refused: String?
    /// What stands behind it, each with a code of its own.
    var reasons: [ReasonView] = []

    /// What wipectl itself finds, in the words of the table.
    init(code: Code, variant: String? = nil, _ parameters: [String: String] = [:], status: EndStatus = .no) {
        let wording = Vocabulary.failure.wording(code.rawValue, variant: variant)
        self.init(
            said: code.rawValue, message: wording?.sentence.text(.en, parameters) ?? code.rawValue,
            hint: wording?.act.map { Failure.withoutFullStop($0.text(.en, parameters)) }, status: status)
        self.variant = variant
        self.parameters = parameters
    }

    /// What wipectl itself finds, where only this case has the words.
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

    /// A drive that is refused, with all reasons.
    init(refusing media: String, _ reasons: [ReasonView]) {
        let named = reasons.map { "\($0.code): \($0.message)" }.joined(separator: "; ")
        let code = reasons.first?.code ?? Failure.Code.refused.rawValue
        self.init(said: code, message: "\(media) is refused: \(named)", hint: nil)
        refused = media
        self.reasons = reasons
    }

    /// The line or two for standard error. Outside text is made harmless here.
    func text(_ layout: Layout) -> String {
        let hints = (hintText(layout) ?? "").split(separator: "\n").map {
            SafeText.escaped(layout.say("hint", ["what": String($0)])) + "\n"
        }
        return SafeText.escaped(layout.say("error", ["what": messageText(layout)])) + "\n" + hints.joined()
    }

    /// The same of something that is tried again without anybody's help.
    var triedAgain: Failure {
        var again = self
        again.isTriedAgain = true
        again.hint = nil
        return again
    }

    /// What happened, in the person's language.
    func messageText(_ layout: Layout) -> String {
        let what = whatHappened(layout)
        return isTriedAgain ? layout.say("trying-again", ["what": what]) : what
    }

    private func whatHappened(_ layout: Layout) -> String {
        let sentences = Vocabulary.ofAnswers.compactMap { $0.wording(code, variant: variant)?.sentence }
        if let refused, layout.language != .en {
            let named = reasons.map { layout.coded($0, of: [.refusal]) }
            return layout.say("media-refused", ["media": refused, "why": named.joined(separator: layout.say("semicolon"))])
        }
        guard !reasons.isEmpty else { return layout.said(message, sentences, parameters) }
        // Several of one kind, each at its own place.
        if layout.language != .en, reasons.allSatisfy({ $0.code == code }), reasons.count > 1 {
            return reasons.map { layout.sentence($0, of: Vocabulary.ofAnswers) }.joined(separator: layout.say("semicolon"))
        }
        // The message names the reasons behind the sentence; each is said anew.
        let named = reasons.map { layout.coded($0, of: Vocabulary.ofDecisions) }.joined(separator: "; ")
        guard let sentence = sentences.first(where: { message.hasPrefix($0.text(.en, parameters)) }) else {
            return layout.language == .en ? message : named
        }
        return layout.say("because", ["what": sentence.text(layout.language, parameters), "why": named])
    }

    /// What to do, in the person's language.
    func hintText(_ layout: Layout) -> String? {
        let acts = Vocabulary.ofAnswers.compactMap { $0.wording(code, variant: variant)?.act }
        return hint.map { Failure.withoutFullStop(layout.said($0, acts, parameters)) }
    }

    /// The one document for standard output under `--json`.
    var document: ErrorDocument { ErrorDocument(error: .init(code: code, message: messageText(.plain), hint: hint)) }
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
        var failure = Failure(
            said: problem.code, message: withoutFullStop(problem.detail ?? problem.title), hint: problem.hint.map(withoutFullStop),
            status: status(of: problem))
        failure.variant = problem.variant
        failure.parameters = problem.parameters ?? [:]
        failure.reasons = problem.reasons ?? []
        return failure
    }

    /// A request that the daemon does not understand is a command line that this program should not have taken.
    private static func status(of problem: Problem) -> EndStatus {
        if problem.status == 503 { return .unreachable }
        return [ProblemCode.badRequest.rawValue, ProblemCode.reasonMalformed.rawValue].contains(problem.code) ? .usage : .no
    }

    static func socketMissing(_ path: String) -> Failure {
        Failure(code: .socketMissing, variant: "at", ["path": path], status: .unreachable)
    }

    static func connectionRefused(_ path: String) -> Failure {
        Failure(code: .connectionRefused, variant: "at", ["path": path], status: .unreachable)
    }

    static func permissionDenied(_ path: String) -> Failure {
        Failure(code: .permissionDenied, variant: "at", ["path": path], status: .unreachable)
    }

    static func socketPathTooLong(_ path: String) -> Failure {
        Failure(
            code: .socketPathTooLong, variant: "bytes", ["bytes": String(path.utf8.count), "most": String(Client.socketPathBytesMax)],
            status: .unreachable)
    }

    static func timedOut(seconds: Int) -> Failure {
        Failure(code: .timeout, variant: "seconds", ["seconds": String(seconds)], status: .unreachable)
    }

    static func connectionLost(_ why: String) -> Failure {
        Failure(code: .connectionLost, variant: "why", ["why": why], status: .unreachable)
    }

    static func badAnswer(_ why: String) -> Failure {
        Failure(code: .badAnswer, variant: "why", ["why": why], status: .unreachable)
    }

    static func usage(_ message: String, hint: String?) -> Failure {
        Failure(code: .usage, message: message, hint: hint, status: .usage)
    }

    /// An error nobody foresaw: said, never swallowed. A library words it for programmers, so that is not what a person reads.
    static func unexpected(_ error: any Error) -> Failure {
        if let failure = error as? Failure { return failure }
        if let found = error as? AuditFailure { return Failure(found) }
        if let number = systemNumber(of: error as NSError) {
            return Failure(code: .internalError, variant: "system", ["error": systemMessage(number)])
        }
        return Failure(code: .internalError, variant: "word", ["word": "\(type(of: error))"])
    }

    /// The error number behind an error of Foundation, where it knows one.
    private static func systemNumber(of error: NSError, depth: Int = 0) -> Int32? {
        if error.domain == NSPOSIXErrorDomain { return Int32(exactly: error.code) }
        guard depth < 4, let inner = error.userInfo[NSUnderlyingErrorKey] as? any Error else { return nil }
        return systemNumber(of: inner as NSError, depth: depth + 1)
    }

    private static func withoutFullStop(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}
