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
    /// Up to then whatever came was read as it came.
    private var attendedAt: Int64

    init(descriptor: Int32, ending: Int32? = nil) {
        self.descriptor = descriptor
        self.ending = ending
        attendedAt = Self.now()
    }

    /// The bays, while one is awaited.
    var awaited: Set<String> {
        get { assembler.awaited }
        set { assembler.awaited = newValue }
    }

    /// The next code, or nothing for so long.
    mutating func next(milliseconds: Int64) -> Event {
        let until = Self.now() + milliseconds
        while true {
            if !codes.isEmpty { return .code(codes.removeFirst()) }
            if hasEnded { return finish() }
            // What has come already stands before the pause that would be seen without it.
            guard wait(upTo: 0) else { return .end }
            guard codes.isEmpty, !hasEnded else { continue }
            let now = Self.now()
            if let code = assembler.pause(at: now) { return .code(code) }
            // Not in the middle of a code: whoever asks does something else then, and the rest would come unseen.
            let until = max(until, assembler.busyUntil ?? until)
            guard now < until else { return .quiet }
            guard wait(upTo: max(1, min(until, assembler.nextPause ?? until) - now)) else { return .end }
        }
    }

    /// The last code of a file may lack its end. A terminal that went away has cut whatever was coming.
    private mutating func finish() -> Event {
        if isatty(descriptor) == 1 { assembler.forget() }
        return assembler.finish().map(Event.code) ?? .end
    }

    /// A code that was begun is forgotten: whoever began it has gone.
    mutating func forget() { assembler.forget() }

    /// False where it is to end.
    private mutating func wait(upTo milliseconds: Int64) -> Bool {
        var waiting = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if let ending { waiting.append(pollfd(fd: ending, events: Int16(POLLIN), revents: 0)) }
        let ready = poll(&waiting, nfds_t(waiting.count), Int32(clamping: milliseconds))
        let unseen = milliseconds == 0 ? Self.now() - attendedAt : 0
        defer { attendedAt = Self.now() }
        if ready < 0, errno != EINTR { return false }
        guard ready > 0 else { return true }
        if waiting.count > 1, waiting[1].revents != 0 { return false }
        if waiting[0].revents != 0 { fill(unseen: unseen) }
        return true
    }

    private mutating func fill(unseen: Int64) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 {
            codes += assembler.take(chunk[..<count], at: Self.now(), unseen: unseen)
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
