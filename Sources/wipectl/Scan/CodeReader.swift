// Codes from a terminal or a pipe, one after the other, with the times at which they came.

import Foundation

/// Reads codes from a descriptor.
struct CodeReader {
    enum Event: Hashable, Sendable {
        case code(CodeAssembler.Code)
        /// Nothing came for as long as it was waited.
        case quiet
        /// Nothing more will come, or somebody has said that it is to end.
        case end
    }

    private let descriptor: Int32
    /// Readable once it is to end; nil where nobody says so.
    private let ending: Int32?
    private var assembler = CodeAssembler()
    private var codes: [CodeAssembler.Code] = []
    private var hasEnded = false

    init(descriptor: Int32, ending: Int32? = nil) {
        self.descriptor = descriptor
        self.ending = ending
    }

    /// The next code, or nothing for so long.
    mutating func next(milliseconds: Int64) -> Event {
        let until = Self.now() + milliseconds
        while true {
            if !codes.isEmpty { return .code(codes.removeFirst()) }
            if hasEnded { return assembler.finish().map(Event.code) ?? .end }
            let now = Self.now()
            if let code = assembler.pause(at: now) { return .code(code) }
            guard now < until else { return .quiet }
            guard wait(upTo: min(until, assembler.nextPause ?? until) - now) else { return .end }
        }
    }

    /// A code that was begun is forgotten: whoever began it has gone.
    mutating func forget() { assembler.forget() }

    /// False where it is to end.
    private mutating func wait(upTo milliseconds: Int64) -> Bool {
        var waiting = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if let ending { waiting.append(pollfd(fd: ending, events: Int16(POLLIN), revents: 0)) }
        let ready = poll(&waiting, nfds_t(waiting.count), Int32(clamping: max(1, milliseconds)))
        if ready < 0, errno != EINTR { return false }
        guard ready > 0 else { return true }
        if waiting.count > 1, waiting[1].revents != 0 { return false }
        if waiting[0].revents != 0 { fill() }
        return true
    }

    private mutating func fill() {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 {
            codes += assembler.take(chunk[..<count], at: Self.now())
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            hasEnded = true
        }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
