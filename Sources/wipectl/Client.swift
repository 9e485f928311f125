// HTTP over the daemon's Unix socket. Promise: a value of the type asked for, or a `Failure` that says in one sentence why not.

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import WipeAPI
import WipeAudit

/// A client of one daemon. Makes one connection and keeps it for the process's life.
struct Client: Sendable {
    /// `sun_path` has 108 bytes, the last one a zero (unix(7)).
    static let socketPathBytesMax = 107
    /// Largest answer that is read.
    static let answerBytesMax = 64 << 20
    /// How long the daemon may take.
    static let timeoutSeconds = 10
    /// The same for lists of tens of thousands of rows, in either direction.
    static let longTimeoutSeconds = 60

    let socketPath: String
    var timeoutSeconds = Client.timeoutSeconds
    /// Told the language of the workshop by each answer.
    var heard = HeardLanguage()

    /// Never retried behind our back: a start or a cancel is sent once.
    private static let http = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(Int64(Client.timeoutSeconds))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// The same client with more patience.
    var patient: Client { Client(socketPath: socketPath, timeoutSeconds: Client.longTimeoutSeconds, heard: heard) }

    /// GET of a JSON value.
    func get<Answer: Decodable & Sendable>(_ path: String, as type: Answer.Type = Answer.self) async throws -> Answer {
        try decoded(await bytes(.GET, path, body: nil, contentType: nil))
    }

    /// GET of bytes, verbatim.
    func getBytes(_ path: String) async throws -> [UInt8] { try await bytes(.GET, path, body: nil, contentType: nil) }

    /// POST without a body.
    func post<Answer: Decodable & Sendable>(_ path: String, as type: Answer.Type = Answer.self) async throws -> Answer {
        try decoded(await bytes(.POST, path, body: [], contentType: nil))
    }

    /// POST of a JSON value.
    func post<Answer: Decodable & Sendable>(_ path: String, _ body: some Encodable & Sendable, as type: Answer.Type = Answer.self)
        async throws -> Answer
    {
        try decoded(await bytes(.POST, path, body: Array(try JSONEncoder().encode(body)), contentType: "application/json"))
    }

    /// POST of bytes.
    func post<Answer: Decodable & Sendable>(_ path: String, bytes body: [UInt8], contentType: String) async throws -> Answer {
        try decoded(await bytes(.POST, path, body: body, contentType: contentType))
    }

    private func decoded<Answer: Decodable>(_ bytes: [UInt8]) throws -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(bytes))
        } catch {
            throw Failure.badAnswer(Client.words(of: error))
        }
    }

    private func bytes(_ method: HTTPMethod, _ path: String, body: [UInt8]?, contentType: String?) async throws -> [UInt8] {
        guard socketPath.utf8.count <= Client.socketPathBytesMax else { throw Failure.socketPathTooLong(socketPath) }
        guard let url = URL(httpURLWithSocketPath: socketPath, uri: path) else { throw Failure.socketMissing(socketPath) }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        request.headers.add(name: "host", value: "localhost")
        request.headers.add(name: "user-agent", value: "wipectl/" + WipedVersion.text)
        if let contentType { request.headers.add(name: "content-type", value: contentType) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let prepared = request
        do {
            return try await withDeadline { try await answer(to: prepared) }
        } catch let failure as Failure {
            throw failure
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw failure(for: error)
        }
    }

    private func answer(to request: HTTPClientRequest) async throws -> [UInt8] {
        // The deadline around this call is the one that counts.
        let response = try await Client.http.execute(request, timeout: .seconds(Int64(Client.longTimeoutSeconds)))
        if let word = response.headers.first(name: Routes.languageHeader) { heard.take(word) }
        let body: ByteBuffer
        do {
            body = try await response.body.collect(upTo: Client.answerBytesMax)
        } catch is NIOTooManyBytesError {
            throw Failure.badAnswer("it is larger than \(Client.answerBytesMax) bytes")
        }
        let bytes = Array(body.readableBytesView)
        if (200..<300).contains(Int(response.status.code)) { return bytes }
        if let problem = try? JSONDecoder().decode(Problem.self, from: Data(bytes)) { throw Failure.answered(problem) }
        throw Failure.badAnswer("HTTP status \(response.status.code) without a problem document")
    }

    /// Ends the whole exchange, body included, after the client's time.
    private func withDeadline(_ exchange: @escaping @Sendable () async throws -> [UInt8]) async throws -> [UInt8] {
        let seconds = timeoutSeconds
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await exchange() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Failure.timedOut(seconds: seconds)
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    /// Of errors that a library has no sentence for either.
    private static let cutShort = "it ended before the answer was there"

    /// The sentence for an error of the connection.
    func failure(for error: any Error) -> Failure {
        if let error = error as? IOError { return failure(errorNumber: error.errnoCode) }
        if let error = error as? HTTPClientError {
            if error == .connectTimeout || error == .deadlineExceeded || error == .readTimeout { return .timedOut(seconds: timeoutSeconds) }
            if error == .remoteConnectionClosed { return .connectionLost("it was closed before the answer was complete") }
            return .connectionLost(Client.cutShort)
        }
        if let error = error as? HTTPParserError, error == .invalidEOFState {
            return .connectionLost("it was closed before the answer was complete")
        }
        if error is HTTPParserError { return .badAnswer("it does not speak HTTP") }
        return .connectionLost(Client.cutShort)
    }

    /// The sentence for an error number of connect(2), read(2) or write(2).
    func failure(errorNumber: Int32) -> Failure {
        switch errorNumber {
        case ENOENT, ENOTDIR: .socketMissing(socketPath)
        case ECONNREFUSED, ENOTSOCK: .connectionRefused(socketPath)
        case EACCES, EPERM: .permissionDenied(socketPath)
        case EPROTOTYPE: .badAnswer("\(socketPath) is a socket of another kind")
        default: .connectionLost(systemMessage(errorNumber))
        }
    }

    private static func words(of error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String { context.codingPath.map(\.stringValue).joined(separator: ".") }
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            return "member \(key.stringValue) is missing in \(path(context).isEmpty ? "the answer" : path(context))"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return "member \(path(context)) is not what was expected"
        case DecodingError.dataCorrupted: return "it is not JSON"
        default: return "it is not what was asked for"
        }
    }
}
