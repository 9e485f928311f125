// How much of the daemon one client, or all of them, can take. There are no event streams: a client that watches asks again.

import Hummingbird
import HummingbirdCore
import NIOCore

enum ServerLimits {
    /// Connections served at once; further ones wait, `waitingMax` of them in the kernel.
    static let connectionsMax = 64
    static let waitingMax = 64
    static var connections: any AvailableConnectionsDelegate { MaximumAvailableConnections(connectionsMax) }
    /// A connection on which nothing moves for so long is closed.
    static let idleSeconds: Int64 = 60
    /// Bytes of the body of a request, the intake list excepted.
    static let bodyBytesMax = 64 << 10
    /// Request line and headers.
    static let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 64)
}

/// One at a time: an intake list may have 64 MiB, and all connections at once must not hold one each.
actor Turnstile {
    private var isTaken = false

    /// Runs `body`, or throws `busy` where somebody else is inside.
    func pass<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        guard !isTaken else {
            throw Problems.make(.conflict, code: "busy", "another intake list is being read", hint: "try again in a moment")
        }
        isTaken = true
        defer { isTaken = false }
        return try await body()
    }
}
