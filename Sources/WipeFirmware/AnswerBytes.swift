// Numbers out of what a drive answered. Every place is checked: a short answer has no numbers, never zeros.

/// Bytes of an answer, read by place.
package struct AnswerBytes: Equatable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var count: Int { bytes.count }

    /// One byte; nil beyond the end.
    package func byte(_ place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

    /// A number of `width` bytes (1 to 8), the least significant first; nil where it does not lie inside.
    package func little(_ place: Int, width: Int) -> UInt64? { number(place, width: width) { $0.reversed() } }

    /// A number of `width` bytes (1 to 8), the most significant first; nil where it does not lie inside.
    package func big(_ place: Int, width: Int) -> UInt64? { number(place, width: width) { $0 } }

    /// A number of 16 bytes, the least significant first, that fits 8; nil where it does not lie inside or does not fit.
    package func little128(_ place: Int) -> UInt64? {
        guard let low = little(place, width: 8), let high = little(place + 8, width: 8), high == 0 else { return nil }
        return low
    }

    /// A word of 16 bits as ATA counts them, from 0.
    package func word(_ index: Int) -> UInt16? {
        guard (0..<1 << 20).contains(index) else { return nil }
        return little(2 * index, width: 2).map { UInt16($0) }
    }

    /// True where all bytes are one and the same: nothing was answered.
    package var isBlank: Bool { bytes.first.map { first in bytes.allSatisfy { $0 == first } } ?? true }

    /// The sum of all bytes, modulo 256.
    package var sum: UInt8 { bytes.reduce(0, &+) }

    private func number(_ place: Int, width: Int, order: ([UInt8]) -> [UInt8]) -> UInt64? {
        guard (1...8).contains(width), place >= 0, place <= bytes.count, width <= bytes.count - place else { return nil }
        return order(Array(bytes[place..<place + width])).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
