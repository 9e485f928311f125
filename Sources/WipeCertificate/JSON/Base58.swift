// base58btc and hexadecimal: the two spellings of bytes that certificates use.

/// base58 with the Bitcoin alphabet, as multibase `z` writes it. Every byte string has exactly one spelling, so decoding is strict by nature.
public enum Base58 {
    /// Longer input is refused: the conversion takes quadratic time, and no key or signature comes near it.
    public static let charactersMax = 256
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// The value of each byte; nil for what is no character of the alphabet.
    private static let digits = (0...255).map { byte in alphabet.firstIndex(of: UInt8(byte)) }

    /// The spelling of `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        var digits: [UInt8] = []  // least significant first
        for byte in bytes.dropFirst(zeros) {
            var carry = Int(byte)
            for index in digits.indices {
                carry += Int(digits[index]) << 8
                digits[index] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        let characters = Array(repeating: alphabet[0], count: zeros) + digits.reversed().map { alphabet[Int($0)] }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes that `text` spells, or nil where a character is not of the alphabet or the text is too long.
    public static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= charactersMax else { return nil }
        let zeros = text.utf8.prefix { $0 == alphabet[0] }.count
        var words: [UInt32] = []  // least significant first
        for character in text.utf8.dropFirst(zeros) {
            guard let digit = digits[Int(character)] else { return nil }
            var carry = UInt64(digit)
            for index in words.indices {
                carry += UInt64(words[index]) * 58
                words[index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            if carry > 0 { words.append(UInt32(carry)) }
        }
        let bytes = words.reversed().flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
        return Array(repeating: 0, count: zeros) + bytes.drop { $0 == 0 }
    }
}

/// Lower-case hexadecimal.
enum Hexadecimal {
    /// Two digits a byte.
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The bytes of lower-case hexadecimal; nil for every other text.
    static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count % 2 == 0, isValid(text, digits: text.utf8.count) else { return nil }
        let digits = text.utf8.map { $0 < UInt8(ascii: "a") ? $0 - UInt8(ascii: "0") : $0 - UInt8(ascii: "a") + 10 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Whether `text` is lower-case hexadecimal of that many digits.
    static func isValid(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
