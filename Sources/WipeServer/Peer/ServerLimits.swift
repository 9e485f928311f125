// How much of the daemon one client, or all of them, can take. There are no event streams: a client that watches asks again.

import Foundation
import Hummingbird
import HummingbirdCore
import NIOCore
import WipeAPI

enum ServerLimits {
    /// Connections served at once; further ones wait, `waitingMax` of them in the kernel.
    static let connectionsMax = 64
    static let waitingMax = 64
    /// Of these of one user; one more is closed before it is served.
    static let connectionsOfAUserMax = 24
    static var connections: any AvailableConnectionsDelegate { MaximumAvailableConnections(connectionsMax) }
    /// Bytes of the body of a request, the intake list excepted.
    static let bodyBytesMax = 64 << 10
    /// Request line and headers.
    static let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 64)
}

extension Request {
    /// The whole body. A connection that does not bring it to its end in time, or brings too much of it, is closed: a byte now and then would
    /// keep it from being idle for as long as its client likes.
    func whole(upTo bytesMax: Int, _ context: PeerContext) async throws -> ByteBuffer {
        let channel = context.channel
        let end = channel.eventLoop.scheduleTask(in: .seconds(context.idleSeconds)) { channel.close(promise: nil) }
        let bytes = try await body.collect(upTo: bytesMax)
        end.cancel()
        return bytes
    }

    /// The JSON body, every member of which this version knows: a misspelt `expect` would leave out what its sender relies on.
    func decoded<Value: Codable>(_ type: Value.Type, _ context: PeerContext) async throws -> Value {
        try mustAsk()
        let bytes = Data(try await whole(upTo: ServerLimits.bodyBytesMax, context).readableBytesView)
        let value = try JSONDecoder().decode(type, from: bytes)
        // What a request leaves out it writes as null, so that its own text has every member.
        let known = try MemberNames.of(try JSONEncoder().encode(value))
        if let other = try MemberNames.of(bytes).subtracting(known).min() { throw Problems.badRequest("unknown", ["name": other]) }
        return value
    }

    /// Throws where the query has another name than these: a misspelt one would be left out without a word. For whatever changes something.
    func mustAsk(_ names: [String] = []) throws {
        let asked = uri.queryParameters.map { String($0.key) }
        if let other = asked.filter({ !names.contains($0) }).min() { throw Problems.badRequest("unknown", ["name": other]) }
    }
}

/// Of an object, whatever its values are.
private struct MemberNames: Decodable {
    private struct Anything: Decodable { init(from decoder: any Decoder) {} }
    let names: Set<String>
    init(from decoder: any Decoder) throws {
        names = Set(try decoder.singleValueContainer().decode([String: Anything].self).keys)
    }

    static func of(_ bytes: Data) throws -> Set<String> { try JSONDecoder().decode(MemberNames.self, from: bytes).names }
}

/// One at a time: an intake list takes its memory, and all connections at once must not hold one each.
actor OneAtATime {
    private var isTaken = false

    /// Runs `body`, or throws `busy` where somebody else is inside.
    func pass<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        guard !isTaken else {
            throw Problems.worded(.conflict, .busy, variant: "list")
        }
        isTaken = true
        defer { isTaken = false }
        return try await body()
    }
}
