// Choices that need chance beside a wipe's bytes (which samples, which order of passes), made so that they can be made again.

public import WipeCore

/// A source of choices under a recorded seed: the same seed gives the same choices, here and in a stranger's program.
///
/// The stream is that of `Pattern.random`: AES-256 in counter mode, the seed as the key, counter 0 at byte 0. It is what
/// `openssl enc -aes-256-ctr -K SEED -iv 0 -in /dev/zero` prints. The mapping to choices, exactly:
///
/// 1. Words are taken in order and none is used twice: word 0 is bytes 0 to 7 of the stream, word 1 bytes 8 to 15, word n
///    bytes 8n to 8n + 7. Each is read as an unsigned 64-bit number, first byte most significant (big-endian).
/// 2. `next64()` takes the next word and gives it as it is.
/// 3. `below(b)` takes the next word w. With limit = floor(2^64 / b) * b: where w >= limit, w is thrown away and the next
///    word is taken, until one is below the limit. The result is w mod b. A bound of 1 takes a word too.
///
/// A copy goes on from where the original stood, on its own.
public struct ChoiceStream: Sendable {
    private let filler: PatternFiller
    private var buffer = [UInt8](repeating: 0, count: bufferBytes)
    /// Words that were taken.
    private var taken: UInt64 = 0

    private static let bufferBytes = 512
    private static let wordsInBuffer = UInt64(bufferBytes / 8)

    /// A source that stands at word 0.
    public init(seed: StreamKey) {
        filler = PatternFiller(.random(seed))
    }

    /// The next 64-bit word.
    public mutating func next64() -> UInt64 {
        let place = Int(taken % Self.wordsInBuffer)
        if place == 0 { refill() }
        taken += 1
        return buffer[place * 8..<place * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A number from 0 up to, not including, `bound`, each equally likely. `bound` is above 0: there is no choice among none.
    public mutating func below(_ bound: UInt64) -> UInt64 {
        precondition(bound > 0, "a choice among none")
        // 2^64 mod bound, without leaving 64 bits; words from 2^64 - surplus on are thrown away.
        let surplus = (0 &- bound) % bound
        var word = next64()
        while word > UInt64.max - surplus { word = next64() }
        return word % bound
    }

    private mutating func refill() {
        let offset = taken * 8
        buffer.withUnsafeMutableBytes { filler.fill($0, at: offset) }
    }
}
