// Choices that need chance beside a wipe's bytes (which samples, which order of passes), made so that they can be made again.

package import WipeCore

/// A source of choices under a recorded seed: the same seed gives the same choices, here and in a stranger's program.
///
/// The stream is that of `Pattern.random`: AES-256 in counter mode, the seed as the key, counter 0 at byte 0. It is what
/// `openssl enc -aes-256-ctr -K SEED -iv 0 -in /dev/zero` prints. The mapping to choices, exactly:
///
/// 1. Words are taken in order and none is used twice: word 0 is bytes 0 to 7 of the stream, word 1 bytes 8 to 15, word n
///    bytes 8n to 8n + 7. Each is read as an unsigned 64-bit number, first byte most significant (big-endian).
/// 2. `next64()` takes the next word and gives it as it is.
/// How the Planner turns words into choices stands with it (`Planner`, and `policies/README.md`).
///
/// A copy goes on from where the original stood, on its own.
package struct ChoiceStream: Sendable {
    private let filler: PatternFiller
    private var buffer = [UInt8](repeating: 0, count: bufferBytes)
    /// Words that were taken.
    private var taken: UInt64 = 0

    private static let bufferBytes = 512
    private static let wordsInBuffer = UInt64(bufferBytes / 8)

    /// A source that stands at word 0.
    package init(seed: StreamKey) {
        filler = PatternFiller(.random(seed))
    }

    /// The next 64-bit word.
    package mutating func next64() -> UInt64 {
        let place = Int(taken % Self.wordsInBuffer)
        if place == 0 { refill() }
        taken += 1
        return buffer[place * 8..<place * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func refill() {
        let offset = taken * 8
        buffer.withUnsafeMutableBytes { filler.fill($0, at: offset) }
    }
}
