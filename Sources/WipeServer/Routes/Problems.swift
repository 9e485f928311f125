// Every error leaves as an RFC 9457 document with a stable code.

import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import WipeAPI
import WipeCore
import WipeFiles
import WipeStation
import WipeStore
import WipeWords

/// What a route has against a request, on its way out.
struct ProblemError: Error {
    var code: ProblemCode
    var problem: Problem
}

enum Problems {
    /// In the words of the table, and with what they are made of.
    static func worded(
        _ status: HTTPResponse.Status, _ code: ProblemCode, variant: String? = nil, _ parameters: [String: String] = [:]
    ) -> ProblemError {
        let words = Vocabulary.problem.wording(code.rawValue, variant: variant)
        var problem = document(
            status, code.rawValue, words?.sentence.text(.en, parameters) ?? code.rawValue, words?.act?.text(.en, parameters))
        problem.variant = variant
        problem.parameters = parameters.isEmpty ? nil : parameters
        return ProblemError(code: code, problem: problem)
    }

    private static func document(_ status: HTTPResponse.Status, _ code: String, _ detail: String, _ hint: String?) -> Problem {
        Problem(title: status.reasonPhrase, status: status.code, detail: detail, code: code, hint: hint)
    }

    static func notFound(_ variant: String, _ parameters: [String: String] = [:]) -> ProblemError {
        worded(.notFound, .notFound, variant: variant, parameters)
    }

    static func badRequest(_ variant: String, _ parameters: [String: String] = [:]) -> ProblemError {
        worded(.badRequest, .badRequest, variant: variant, parameters)
    }

    /// An intake list that cannot be read as a whole: everything that is wrong with it, each at its place.
    static func unreadable(_ error: FileProblems) -> ProblemError {
        let all = error.problems.map { one in
            let place = ["file": PlainText.escaped(one.file, scalarsMax: 4096), "line": String(one.line), "column": String(one.column)]
            let what = one.said.map { $0.code.rawValue + "." + $0.variant } ?? one.message
            return place.merging((one.said?.parameters ?? [:]).merging(["what": what]) { $1 }) { place, _ in place }
        }
        // One line: what breaks lines in a message is shown as an escape.
        var worded = worded(.unprocessableContent, .intakeUnreadable, variant: "at", all.first ?? [:])
        guard all.count > 1 else { return worded }
        let code = ProblemCode.intakeUnreadable.rawValue
        worded.problem.reasons = all.map { places in
            ReasonView(
                code: code, message: Vocabulary.problem.text(code, variant: "at", places, in: .en), variant: "at", parameters: places)
        }
        worded.problem.detail = worded.problem.reasons?.map(\.message).joined(separator: "; ")
        return worded
    }

    /// A person's reason as it is written down: one line that can be seen.
    static func reason(_ text: String, scalarsMax: Int) throws -> String {
        guard let reason = PlainText.line(text, scalarsMax: scalarsMax) else {
            throw worded(.unprocessableContent, .reasonMalformed, variant: "long", ["max": String(scalarsMax)])
        }
        return reason
    }

    /// The document for any error that a route may throw.
    static func of(_ error: any Error, logger: Logger) -> Problem {
        switch error {
        case let known as ProblemError: return known.problem
        case StationError.refused(let refused): return refusal(refused)
        case StationError.store(let failure): return store(failure, logger)
        case let failure as StoreError: return store(failure, logger)
        case let decoding as DecodingError: return notUnderstood(decoding).problem
        case is HTTPParserError: return badRequest("cut").problem
        case let http as any HTTPResponseError:
            return failed(http.status).problem
        default:
            logger.error("request failed: \(error)")
            return worded(.internalServerError, .internalError, variant: "failed").problem
        }
    }

    private static func failed(_ status: HTTPResponse.Status) -> ProblemError {
        switch status {
        case .notFound: notFound("path")
        case .contentTooLarge: worded(status, .badRequest, variant: "large")
        default: worded(status, .badRequest, variant: "status", ["status": String(status.code)])
        }
    }

    private static func refusal(_ refused: Refused) -> Problem {
        var detail = refused.message
        let saysMore = refused.reasons.count > 1 || (refused.reasons.count == 1 && refused.reasons[0].message != refused.message)
        if saysMore {
            detail += ": " + refused.reasons.map { "\($0.message) (\($0.code.rawValue))" }.joined(separator: "; ")
        }
        let status: HTTPResponse.Status =
            switch Refused.Code(rawValue: refused.code) {
            case .notAllowed: .forbidden
            case .notFound: .notFound
            default: .conflict
            }
        var problem = document(status, refused.code, detail, refused.hint)
        problem.variant = refused.variant
        problem.parameters = refused.parameters
        if saysMore { problem.reasons = refused.reasons.map(ReasonView.init) }
        return problem
    }

    private static func store(_ failure: StoreError, _ logger: Logger) -> Problem {
        logger.error("store: \(failure)")
        return worded(.serviceUnavailable, .storeFailed, variant: "why", ["why": "\(failure)"]).problem
    }

    private static func notUnderstood(_ error: DecodingError) -> ProblemError {
        let (path, why): ([any CodingKey], String) =
            switch error {
            case .keyNotFound(let key, let context): (context.codingPath + [key], "is-missing")
            case .typeMismatch(let type, let context): (context.codingPath, kind(type))
            case .valueNotFound(_, let context): (context.codingPath, "is-null")
            case .dataCorrupted(let context): (context.codingPath, "is-unreadable")
            @unknown default: ([], "is-unreadable")
            }
        let name = path.map(\.stringValue).joined(separator: ".")
        return name.isEmpty ? badRequest("body", ["why": why]) : badRequest("member", ["name": name, "why": why])
    }

    private static func kind(_ type: any Any.Type) -> String {
        if type == String.self { return "is-no-text" }
        return type == Int.self ? "is-no-number" : "is-of-another-kind"
    }
}

/// Turns whatever a route throws into its document.
struct ProblemMiddleware: RouterMiddleware {
    let logger: Logger

    func handle(_ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response) async throws -> Response {
        do { return try await next(request, context) } catch {
            let problem = Problems.of(error, logger: logger)
            var answer = try Answer.json(problem, status: .init(code: problem.status), contentType: Problem.contentType)
            // Nobody reads the rest of a body that is too large: the connection is of no more use.
            if problem.status == HTTPResponse.Status.contentTooLarge.code { answer.headers[.connection] = "close" }
            return answer
        }
    }
}

/// JSON answers.
enum Answer {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, contentType: String = "application/json") throws
        -> Response
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return bytes([UInt8](try encoder.encode(value)), status: status, contentType: contentType)
    }

    /// A list that may be of years: Swift's pool has as many threads as the machine has processors, and everybody's requests share them.
    static func long(_ value: some Encodable & Sendable, beside station: Station) async throws -> Response {
        try await station.beside { try json(value) }
    }

    static func bytes(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, contentType: String) -> Response {
        Response(status: status, headers: [.contentType: contentType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
