// What counts or repeats: sequences that come from no production line. Asked of serials and of World Wide Names.

/// Sequences that nobody gives to one drive alone. All take ASCII letters and digits, letters in one case.
enum Runs {
    /// Made of steps of one from end to end: `123456789012`, `ABCDEF123456`, `9876543210`, `112233445566`, `0102030405`; or all but two
    /// characters of it (`012345678999`).
    static func isCounting(_ letters: [UInt8]) -> Bool {
        if isMadeOfSteps(letters) { return true }
        if let bare = withoutEqualRepeats(letters), bare.count >= 3, isMadeOfSteps(bare) { return true }
        if countsInBytes(letters) { return true }
        let longest = max(longestSteps(letters, up: true), longestSteps(letters, up: false))
        return longest >= 8 && letters.count - longest <= 2
    }

    /// Letters that count and digits that count, mixed (`A1B2C3D4`, `AB12CD34`), or digits in steps of one size (`1357913579`).
    static func countsInTwoWays(_ letters: [UInt8]) -> Bool {
        guard letters.count >= 8 else { return false }
        let digits = letters.filter(WeakSerial.isDigit)
        let others = letters.filter { !WeakSerial.isDigit($0) }
        if others.isEmpty {
            let steps = Set(zip(digits, digits.dropFirst()).map { (10 + Int($1) - Int($0)) % 10 })
            return steps.count == 1 && steps != [0]
        }
        return digits.count >= 3 && others.count >= 3 && isMadeOfSteps(digits) && isMadeOfSteps(others)
    }

    /// `ABABABAB`, `12341234`: nothing but the same block again, at least eight characters.
    static func isOneBlockRepeated(_ letters: [UInt8]) -> Bool {
        guard letters.count >= 8 else { return false }
        return (1...letters.count / 2).contains { length in
            letters.count % length == 0 && letters.indices.allSatisfy { letters[$0] == letters[$0 % length] }
        }
    }

    /// Zeros before a small number (`000000000033`), six and more zeros or `F` with at most five others, or one character with one other.
    static func isMostlyOneCharacter(_ letters: [UInt8]) -> Bool {
        let significant = letters.drop { $0 == UInt8(ascii: "0") }.count
        let zeros = letters.count - significant
        if (zeros >= 4 && significant <= 4) || (zeros >= 6 && significant <= 6) { return true }
        var longest = 0
        var longestBlank = 0
        var length = 0
        for (index, letter) in letters.enumerated() {
            length = index > 0 && letters[index - 1] == letter ? length + 1 : 1
            longest = max(longest, length)
            if letter == UInt8(ascii: "0") || letter == UInt8(ascii: "F") { longestBlank = max(longestBlank, length) }
        }
        return (longestBlank >= 6 && letters.count - longestBlank <= 5) || (letters.count >= 8 && letters.count - longest <= 1)
    }

    /// All of it in runs of three and more, each upwards or each downwards.
    private static func isMadeOfSteps(_ letters: [UInt8]) -> Bool {
        [true, false].contains { up in
            var length = 1
            for (letter, next) in zip(letters, letters.dropFirst()) {
                if isStep(letter, next, up: up) {
                    length += 1
                } else {
                    if length < 3 { return false }
                    length = 1
                }
            }
            return length >= 3
        }
    }

    private static func longestSteps(_ letters: [UInt8], up: Bool) -> Int {
        var longest = 1
        var length = 1
        for (letter, next) in zip(letters, letters.dropFirst()) {
            length = isStep(letter, next, up: up) ? length + 1 : 1
            longest = max(longest, length)
        }
        return longest
    }

    /// One more: `1` to `2`, `9` to `0` or `A`, `F` to `0`.
    private static func isStep(_ a: UInt8, _ b: UInt8, up: Bool) -> Bool {
        let (low, high) = up ? (a, b) : (b, a)
        if WeakSerial.isDigit(low) == WeakSerial.isDigit(high) { return high == low + 1 || (low == 0x39 && high == 0x30) }
        return (low == 0x39 && high == 0x41) || (low == 0x46 && high == 0x30)
    }

    /// `AABBCC` as `ABC`, where every character stands equally often in a row, at least twice; nil otherwise.
    private static func withoutEqualRepeats(_ letters: [UInt8]) -> [UInt8]? {
        var kept: [UInt8] = []
        var lengths: [Int] = []
        for letter in letters {
            if kept.last == letter, let last = lengths.indices.last {
                lengths[last] += 1
            } else {
                kept.append(letter)
                lengths.append(1)
            }
        }
        guard let first = lengths.first, first >= 2, lengths.allSatisfy({ $0 == first }) else { return nil }
        return kept
    }

    /// Bytes that count: `0102030405`.
    private static func countsInBytes(_ letters: [UInt8]) -> Bool {
        guard letters.count >= 8, letters.count % 2 == 0, letters.allSatisfy(CanonicalForm.isHexadecimal) else { return false }
        let text = String(decoding: letters, as: UTF8.self)
        var bytes: [UInt8] = []
        var place = text.startIndex
        while place < text.endIndex {
            let next = text.index(place, offsetBy: 2)
            guard let byte = UInt8(text[place..<next], radix: 16) else { return false }
            bytes.append(byte)
            place = next
        }
        return zip(bytes, bytes.dropFirst()).allSatisfy { $1 == $0 &+ 1 }
    }
}
