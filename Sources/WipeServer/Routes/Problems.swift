// Every error leaves as an RFC 9457 document with a stable code.

import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import WipeAPI
import WipeCore
import WipeStation
import WipeStore
import WipeWords

/// What a route has against a request, on its way out.
struct ProblemError: Error {
    var code: ProblemCode
    var problem: Problem
}

enum Problems {
    static func make(_ status: HTTPResponse.Status, code: ProblemCode, _ detail: String, hint: String? = nil) -> ProblemError {
        ProblemError(code: code, problem: document(status, code.rawValue, detail, hint))
    }

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

    static func notFound(_ what: String, hint: String? = nil) -> ProblemError {
        make(.notFound, code: .notFound, what, hint: hint)
    }

    static func badRequest(_ detail: String) -> ProblemError { make(.badRequest, code: .badRequest, detail) }

    /// A person's reason as it is written down: one line that can be seen.
    static func reason(_ text: String, scalarsMax: Int) throws -> String {
        guard let reason = PlainText.line(text, scalarsMax: scalarsMax) else {
            throw make(.unprocessableContent, code: .reasonMalformed, "the reason must be 1 to \(scalarsMax) visible characters")
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
        case let decoding as DecodingError: return badRequest("the request is not understood: \(where_(decoding))").problem
        case is HTTPParserError: return badRequest("the request ended before its body did").problem
        case let http as any HTTPResponseError:
            return make(http.status, code: http.status == .notFound ? .notFound : .badRequest, words(http)).problem
        default:
            logger.error("request failed: \(error)")
            return make(.internalServerError, code: .internalError, "the daemon failed; its log says more").problem
        }
    }

    private static func words(_ error: any HTTPResponseError) -> String {
        switch error.status {
        case .notFound: "there is no such path"
        case .contentTooLarge: "the body is too large"
        default: "the request is not understood (\(error.status.code))"
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
        return make(
            .serviceUnavailable, code: .storeFailed, "the station's database cannot be used: \(failure)", hint: "see wipectl status"
        ).problem
    }

    private static func where_(_ error: DecodingError) -> String {
        let (path, text): ([any CodingKey], String) =
            switch error {
            case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
            case .typeMismatch(let type, let context): (context.codingPath, "is not a \(type)")
            case .valueNotFound(_, let context): (context.codingPath, "is null")
            case .dataCorrupted(let context): (context.codingPath, "cannot be read")
            @unknown default: ([], "cannot be read")
            }
        let name = path.map(\.stringValue).joined(separator: ".")
        return name.isEmpty ? "the body \(text)" : "\"\(name)\" \(text)"
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
