// Codes out of the bytes of a keyboard that may be a barcode scanner. Pure: bytes and times in, codes out.
//
// A label can hold any byte that a key can send. So no byte but the letters of a code means anything: what would interrupt, suspend or end a program,
// and what moves a cursor, is thrown away.

import WipeCore

/// Puts codes together.
///
/// A code ends with Enter, Tab or both. A scanner that is set to send nothing at its end is told from a person by its speed: its code ends where a
/// burst of quick characters is followed by nothing. That is a guess, so it is made only until one such key has been seen, whoever sent it: from then
/// on a burst without a key is a code cut in two, and is refused together with what still comes of it.
struct CodeAssembler: Sendable {
    /// Bytes of the longest code; what is longer is no label.
    static let codeBytesMax = 1024
    /// Longer than this between two characters takes a person.
    static let quickMilliseconds: Int64 = 35
    /// An escape sequence and the characters of a burst hang together over no longer a pause.
    static let pauseMilliseconds: Int64 = 80
    /// The key at the end of a code, and whatever else belongs to the code, comes sooner than this.
    static let endMilliseconds: Int64 = 500
    /// A burst that stops for so long and goes on is two codes, or one with a hole in it.
    static let holeMilliseconds: Int64 = 250
    /// What comes after so long a silence is no rest of a code that was refused.
    static let silenceMilliseconds: Int64 = 1000
    /// So many quick characters are no person's.
    private static let burstCount = 3

    enum Code: Hashable, Sendable {
        /// Without white space around it; never empty.
        case text(String)
        /// Too long, not UTF-8, with an escape in it, or perhaps several: what it was cannot be said.
        case unreadable
        /// It began and did not end.
        case endless
        /// Keys that do nothing, and nothing else.
        case strayKey
    }

    private enum Escape { case none, begun, sequence, single }

    /// The bays, while one is awaited: so short a code ends without a key only where it is one of these.
    var awaited: Set<String> = []

    private var bytes: [UInt8] = []
    /// Characters of the code, up to its last one, that came quickly one after the other.
    private var run = 0
    /// Every character came quickly after the one before.
    private var isQuick = true
    /// Some of its characters are a scanner's.
    private var isScanned = false
    /// It stopped for longer than a scanner does.
    private var hasHole = false
    private var isDamaged = false
    private var hasStrayKeys = false
    /// The rest of a code that was refused still comes, and is thrown away.
    private var isDropping = false
    private var escape = Escape.none
    private var lastAt: Int64 = 0
    /// A key that ends codes has been seen: no pause ends one any more.
    private var hasEndKey = false
    /// A pause has ended a code.
    private var isKeyless = false

    /// Bytes that came together.
    ///
    /// - Parameters:
    ///   - now: when they were read.
    ///   - unseen: for how long nobody had looked. They have come at some time since then, and nobody knows where a pause was.
    mutating func take(_ chunk: some Collection<UInt8>, at now: Int64, unseen: Int64 = 0) -> [Code] {
        let isLate = unseen > Self.quickMilliseconds
        var codes: [Code] = []
        var gap = now - lastAt
        lastAt = now
        if gap >= Self.pauseMilliseconds { escape = .none }
        if gap >= Self.silenceMilliseconds, !isLate { isDropping = false }
        if isLate, !isDropping, mayBeSeveral(chunk, unseen: unseen) { isDamaged = true }
        for byte in chunk {
            if let code = take(byte, gap: gap) { codes.append(code) }
            gap = 0
        }
        return codes
    }

    /// Only a key between them would tell one code from the next. Nobody has seen yet that each code ends with one: in so long a time, of two codes
    /// the first may have none.
    private func mayBeSeveral(_ chunk: some Collection<UInt8>, unseen: Int64) -> Bool {
        guard !hasEndKey, chunk.contains(where: { $0 >= 0x20 && $0 != 0x7F }) else { return false }
        return isKeyless || unseen >= Self.endMilliseconds || !chunk.contains(where: Self.isEnd)
    }

    private static func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private mutating func take(_ byte: UInt8, gap: Int64) -> Code? {
        if isDropping {
            guard Self.isEnd(byte) else { return nil }
            clear()
            (isDropping, hasEndKey, escape) = (false, true, .none)
            return nil
        }
        if isOfEscape(byte) { return nil }
        switch byte {
        case _ where Self.isEnd(byte): return endByKey()
        case 0..<0x20, 0x7F: hasStrayKeys = true
        default: append(byte, gap: gap)
        }
        return nil
    }

    private mutating func append(_ byte: UInt8, gap: Int64) {
        if !bytes.isEmpty, gap > Self.holeMilliseconds {
            hasHole = true
            if isScanned { isDamaged = true }
        }
        if bytes.isEmpty || gap <= Self.quickMilliseconds { run += 1 } else { (run, isQuick) = (1, false) }
        if bytes.count < Self.codeBytesMax { bytes.append(byte) } else { isDamaged = true }
        if run >= Self.burstCount || (isQuick && run > 1) { isScanned = true }
        // What a person has begun, or a scanner has lost, stands before a whole code.
        if hasHole, run >= Self.burstCount { isDamaged = true }
    }

    /// Takes an escape sequence (ECMA-48: `ESC [ … final`, `ESC O x`, `ESC x`), with which keys and labels would move cursors: a code with one in it has
    /// lost characters, and is not guessed at.
    private mutating func isOfEscape(_ byte: UInt8) -> Bool {
        if byte == 0x1B {
            (escape, isDamaged) = (.begun, true)
            return true
        }
        switch escape {
        case .none: return false
        case .begun where byte == UInt8(ascii: "["): escape = .sequence
        case .begun where byte == UInt8(ascii: "O"): escape = .single
        case .begun, .single:
            escape = .none
            // The end of the code is never part of a sequence.
            return byte >= 0x20
        case .sequence:
            if byte < 0x20 { escape = .none }
            if (0x40...0x7E).contains(byte) { escape = .none }
            return byte >= 0x20
        }
        return true
    }

    private mutating func endByKey() -> Code? {
        hasEndKey = true
        return bytes.isEmpty && !isDamaged ? nil : end()
    }

    private mutating func end() -> Code? {
        defer { clear() }
        if isDamaged { return .unreadable }
        guard let text = String(validating: bytes, as: UTF8.self) else { return .unreadable }
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        let trimmed = visible.trimmingPrefix { $0.isWhitespace }.reversed().trimmingPrefix { $0.isWhitespace }.reversed()
        return trimmed.isEmpty ? nil : .text(String(trimmed))
    }

    private mutating func clear() {
        bytes = []
        (run, isQuick, isScanned) = (0, true, false)
        (hasHole, isDamaged, hasStrayKeys) = (false, false, false)
    }

    /// Nothing has come up to this time.
    mutating func pause(at now: Int64) -> Code? {
        guard let next = nextPause, now >= next else { return nil }
        escape = .none
        if bytes.isEmpty {
            clear()
            return .strayKey
        }
        if !hasEndKey, isQuick, !isDamaged, let code = end(ifLongEnough: bytes) {
            isKeyless = true
            return code
        }
        let code = isDamaged && !hasEndKey ? Code.unreadable : .endless
        clear()
        isDropping = true
        return code
    }

    /// A burst that is a whole code as far as anybody can tell.
    private mutating func end(ifLongEnough burst: [UInt8]) -> Code? {
        let name = String(decoding: burst, as: UTF8.self)
        guard burst.count >= Self.burstCount || awaited.contains(where: { Bay.isCalled($0, by: name) }) else { return nil }
        return end()
    }

    /// When `pause` will have something to say, if nothing comes; nil for never.
    var nextPause: Int64? {
        let hasSomething = bytes.isEmpty ? isDamaged || hasStrayKeys : isScanned
        return hasSomething ? lastAt + Self.endMilliseconds : nil
    }

    /// Until then a code that is coming in may go on; nil where none is.
    var busyUntil: Int64? { bytes.isEmpty || bytes.count == Self.codeBytesMax ? nil : lastAt + Self.pauseMilliseconds }

    /// The input has ended.
    mutating func finish() -> Code? {
        defer { clear() }
        return bytes.isEmpty && !isDamaged ? nil : end()
    }

    /// What was begun is forgotten, and so is the rest of it.
    mutating func forget() {
        if !bytes.isEmpty { isDropping = true }
        clear()
    }
}
