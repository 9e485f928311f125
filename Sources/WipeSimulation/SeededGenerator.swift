// Chance that can be repeated: everything that a simulation draws comes from one number.

package import WipeCore

/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014). The same seed gives the same numbers in every
/// process and on every machine. For simulations alone: its numbers can be guessed.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `bound`; 0 for a bound below 1.
    package mutating func below(_ bound: Int) -> Int { bound < 1 ? 0 : Int(next() % UInt64(bound)) }

    /// True in so many cases of a hundred.
    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of them; nil where there is none.
    package mutating func pick<Element>(_ all: [Element]) -> Element? { all.isEmpty ? nil : all[below(all.count)] }

    /// 256 bits for a stream.
    package mutating func key() -> StreamKey {
        while true {
            let words = (0..<4).map { _ in next() }
            if let key = StreamKey(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }) {
                return key
            }
        }
    }

    /// A UUIDv7 in text (RFC 9562, 5.7) of this wall clock.
    package mutating func uuid(wallMilliseconds: Int64) -> String {
        let high = UInt64(max(0, wallMilliseconds)) << 16 | 0x7000 | next() & 0x0FFF
        let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = [high, low].map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { String(Array(digits)[$0..<$1]) }.joined(separator: "-")
    }
}
