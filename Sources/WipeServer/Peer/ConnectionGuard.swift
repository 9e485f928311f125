// One connection among others: nobody has more of them than their share, and an answer that nobody takes does not keep one.

import NIOCore
import Synchronization

/// How many connections each user of this machine has.
final class ConnectionCounts: Sendable {
    private let counts = Mutex<[UInt32: Int]>([:])

    /// Takes one more for this user; false where they have their share already.
    func enter(_ uid: UInt32) -> Bool {
        counts.withLock { counts in
            guard counts[uid, default: 0] < ServerLimits.connectionsOfAUserMax else { return false }
            counts[uid, default: 0] += 1
            return true
        }
    }

    func leave(_ uid: UInt32) {
        counts.withLock { counts in
            let left = counts[uid, default: 1] - 1
            counts[uid] = left > 0 ? left : nil
        }
    }
}

/// Closes a connection beyond the share of its user before it is served, and one whose answer is not taken in time.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = Any
    typealias OutboundIn = Any

    private let counts: ConnectionCounts
    private let seconds: Int64
    private var uid: UInt32?
    private var isAsked = false
    private var unwritten = 0
    private var deadline: Scheduled<Void>?

    /// - Parameter seconds: how long a client may leave what it is given.
    init(counts: ConnectionCounts, seconds: Int64) {
        self.counts = counts
        self.seconds = seconds
    }

    func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { askWho(context) } }

    func channelActive(context: ChannelHandlerContext) {
        askWho(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    private func askWho(_ context: ChannelHandlerContext) {
        guard !isAsked, let peer = Peer.of(context.channel) else { return }
        isAsked = true
        peer.assumeIsolated().whenComplete { answer in
            guard case .success(let peer) = answer, self.counts.enter(peer.uid) else { return context.close(promise: nil) }
            self.uid = peer.uid
        }
    }

    private func leave() {
        deadline?.cancel()
        deadline = nil
        if let uid { counts.leave(uid) }
        uid = nil
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        unwritten += 1
        if deadline == nil { wait(context) }
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.unwritten -= 1
            self.deadline?.cancel()
            self.deadline = nil
            if self.unwritten > 0, context.channel.isActive { self.wait(context) }
        }
        context.write(data, promise: written)
    }

    private func wait(_ context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) { context.close(promise: nil) }
    }
}
