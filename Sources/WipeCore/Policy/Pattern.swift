// What a pass writes: bytes as a pure function of the offset. The bytes themselves are made by WipePattern.

/// 256 bits for one AES-256-CTR stream. Never printed by accident: a key of an open job is a secret.
package struct StreamKey: Hashable, Codable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    package let bytes: [UInt8]
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }
    /// Lower-case hexadecimal, 64 characters.
    package var hex: String { hexadecimal(bytes) }
    package var description: String { "StreamKey(secret)" }
}

/// Bytes of a pass as a value: any block can be made again for verify, sample, retry and resume.
package enum Pattern: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case fixed, random, complementOfRandom }
    enum FixedCodingKeys: String, CodingKey { case _0 }
    enum RandomCodingKeys: String, CodingKey { case _0 }
    enum ComplementOfRandomCodingKeys: String, CodingKey { case _0 }
    /// Fixed bytes, aligned to the drive's offset: byte at `offset` is `bytes[offset mod count]`. Never empty.
    case fixed([UInt8])
    /// AES-256-CTR with counter 0 at byte 0: block i is E(key, i), i a 128-bit big-endian number.
    case random(StreamKey)
    /// Bitwise complement of `random` under the same key.
    case complementOfRandom(StreamKey)
    package static let zeros = Pattern.fixed([0x00])
    package static let ones = Pattern.fixed([0xFF])
    /// The pattern with every bit turned.
    package var complement: Pattern {
        switch self {
        case .fixed(let bytes): .fixed(bytes.map { ~$0 })
        case .random(let key): .complementOfRandom(key)
        case .complementOfRandom(let key): .random(key)
        }
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    var text = ""
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return text
}
