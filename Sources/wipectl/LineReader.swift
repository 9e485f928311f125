// Lines from a terminal, a pipe or a scanner: bounded, with patience, and never half a line.

import Foundation

/// Reads lines from a descriptor.
struct LineReader {
    /// Bytes of the longest line; what is longer is no label.
    static let lineBytesMax = 1024

    enum Line: Hashable, Sendable {
        /// Without its end and the white space around it; never empty.
        case text(String)
        /// Too long, or not UTF-8: what it was cannot be said.
        case unreadable
        /// Nothing came in time.
        case late
        case end
    }

    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private var hasEnded = false
    /// The rest of a line that is too long is thrown away.
    private var isSkipping = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next line that is not empty. Scanners end lines with LF, CR or both.
    mutating func next(patienceSeconds: Int) -> Line {
        while true {
            if let end = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
                let line = Array(bytes[..<end])
                bytes.removeFirst(end + 1)
                if isSkipping || line.count > Self.lineBytesMax {
                    isSkipping = false
                    return .unreadable
                }
                if let read = Self.read(line) { return read }
                continue
            }
            if bytes.count > Self.lineBytesMax {
                bytes = []
                isSkipping = true
            }
            if hasEnded {
                defer { bytes = [] }
                return isSkipping ? .unreadable : Self.read(bytes) ?? .end
            }
            guard fill(patienceSeconds) else { return .late }
        }
    }

    private static func read(_ line: [UInt8]) -> Line? {
        guard let text = String(validating: line, as: UTF8.self) else { return .unreadable }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : .text(trimmed)
    }

    /// False where nothing came in time.
    private mutating func fill(_ seconds: Int) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = poll(&waiting, 1, Int32(clamping: seconds * 1000))
        if ready == 0 { return false }
        if ready < 0, errno == EINTR { return true }
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(descriptor, &chunk, chunk.count)
        if count > 0 { bytes += chunk[..<count] } else if count == 0 || errno != EINTR { hasEnded = true }
        return true
    }
}
