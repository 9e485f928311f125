// Seeded changes of sound bytes, for tests of everything that reads what others wrote. The same seed makes the same changes.

/// Changes bytes.
package struct Mutator {
    private var random: SplitMix
    private let words: [[UInt8]]

    /// - Parameter words: pieces that mean something to the reader under test; a few that mean trouble to all are added.
    package init(seed: UInt64, words: [String]) {
        random = SplitMix(seed)
        let trouble = ["\0", "\r\n", "\u{FEFF}", "\u{202E}", "\u{301}", "é", "\u{1B}[2J", "\"", "-1", "99999999999999999999", "1e400"]
        self.words = (words + trouble).map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
    }

    /// A number from 0 up to but without `bound`.
    package mutating func below(_ bound: Int) -> Int { random.below(bound) }

    /// One to five changes: cut, a turned bit, a word put in, a piece taken out, a piece doubled, a long run of one byte.
    package mutating func changed(_ sound: [UInt8]) -> [UInt8] {
        var bytes = sound
        for _ in 0...random.below(5) {
            let place = random.below(bytes.count)
            switch random.below(6) {
            case 0: if random.below(4) == 0 { bytes = Array(bytes[..<place]) }
            case 1: if !bytes.isEmpty { bytes[place] ^= UInt8(1 << random.below(8)) }
            case 2: bytes.insert(contentsOf: words[random.below(words.count)], at: place)
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(12)))
            case 4:
                let piece = bytes[place..<min(bytes.count, place + 1 + random.below(60))]
                bytes.insert(contentsOf: piece, at: random.below(bytes.count + 1))
            default: bytes.insert(contentsOf: [UInt8](repeating: UInt8(random.below(256)), count: 1 << random.below(13)), at: place)
            }
        }
        return bytes
    }
}
