// Codes out of the bytes of a keyboard that may be a barcode scanner. Pure: bytes and times in, codes out.
//
// A label can hold any byte that a key can send. So no byte but the letters of a code means anything: what would interrupt, suspend or end a program,
// and what moves a cursor, is thrown away.

/// Puts codes together.
///
/// A code ends with Enter, Tab or both. A scanner that is set to send nothing at its end is told from a person by its speed: its code ends where a
/// burst of quick characters does. Once one of its codes has ended with a key, a burst without one is a code cut in two, and is refused.
struct CodeAssembler: Sendable {
    /// Bytes of the longest code; what is longer is no label.
    static let codeBytesMax = 1024
    /// Longer than this between two characters takes a person.
    static let quickMilliseconds: Int64 = 35
    /// A burst has ended after so long a pause.
    static let pauseMilliseconds: Int64 = 80
    /// The key at the end of a code that has one comes sooner than this.
    static let endMilliseconds: Int64 = 500
    /// A burst that stops for so long and goes on is two codes, or one with a hole in it.
    static let holeMilliseconds: Int64 = 250
    /// So many quick characters are no person's.
    private static let burstCount = 3

    enum Code: Hashable, Sendable {
        /// Without white space around it; never empty.
        case text(String)
        /// Too long, not UTF-8, or with an escape in it: what it was cannot be said.
        case unreadable
        /// It began and did not end.
        case endless
        /// Keys that do nothing, and nothing else.
        case strayKey
    }

    private enum Escape { case none, begun, sequence, single }

    private var bytes: [UInt8] = []
    /// Every character came quickly after the one before.
    private var isQuick = true
    private var isDamaged = false
    private var hasStrayKeys = false
    private var escape = Escape.none
    private var lastAt: Int64 = 0
    /// A burst has ended with a key; nil while nobody knows how this scanner ends its codes.
    private var endsWithKey: Bool?

    /// Bytes that came at this time, together.
    mutating func take(_ chunk: some Sequence<UInt8>, at now: Int64) -> [Code] {
        var codes: [Code] = []
        var gap = now - lastAt
        lastAt = now
        if gap >= Self.pauseMilliseconds { escape = .none }
        for byte in chunk {
            if let code = take(byte, gap: gap) { codes.append(code) }
            gap = 0
        }
        return codes
    }

    private mutating func take(_ byte: UInt8, gap: Int64) -> Code? {
        if isOfEscape(byte) { return nil }
        switch byte {
        case 0x0A, 0x0D, 0x09: return endByKey()
        case 0..<0x20, 0x7F:
            hasStrayKeys = true
            return nil
        default:
            if isQuick, bytes.count >= Self.burstCount, gap > Self.holeMilliseconds { isDamaged = true }
            if !bytes.isEmpty, gap > Self.quickMilliseconds { isQuick = false }
            if bytes.count < Self.codeBytesMax { bytes.append(byte) } else { isDamaged = true }
            return nil
        }
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
        if isQuick, bytes.count > 1 { endsWithKey = true }
        // It came late behind a code that a pause has ended already.
        if bytes.isEmpty, !isDamaged, endsWithKey == false { endsWithKey = true }
        if bytes.isEmpty, !isDamaged { return nil }
        return end()
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
        (isQuick, isDamaged, hasStrayKeys) = (true, false, false)
    }

    /// Nothing has come up to this time.
    mutating func pause(at now: Int64) -> Code? {
        guard now - lastAt >= Self.pauseMilliseconds else { return nil }
        escape = .none
        if bytes.isEmpty {
            guard isDamaged || hasStrayKeys else { return nil }
            clear()
            return .strayKey
        }
        guard isQuick, bytes.count > 1 else { return nil }
        if endsWithKey != true {
            endsWithKey = false
            return end()
        }
        guard now - lastAt >= Self.endMilliseconds else { return nil }
        clear()
        // Perhaps it is another scanner now.
        endsWithKey = nil
        return .endless
    }

    /// When `pause` may have something to say, if nothing comes; nil for never.
    var nextPause: Int64? {
        if bytes.isEmpty { return isDamaged || hasStrayKeys ? lastAt + Self.pauseMilliseconds : nil }
        guard isQuick, bytes.count > 1 else { return nil }
        return lastAt + (endsWithKey == true ? Self.endMilliseconds : Self.pauseMilliseconds)
    }

    /// The input has ended.
    mutating func finish() -> Code? {
        defer { clear() }
        return bytes.isEmpty && !isDamaged ? nil : end()
    }

    /// What was begun is forgotten.
    mutating func forget() { clear() }
}
