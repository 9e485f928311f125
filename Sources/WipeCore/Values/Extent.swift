// Byte ranges of a drive, and sets of them.

/// A byte range: `offset` up to, not including, `offset + length`.
package struct Extent: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case offset, length }
    package let offset: UInt64
    package let length: UInt64
    package init(offset: UInt64, length: UInt64) {
        self.offset = offset
        self.length = length
    }
    /// First byte after the range.
    package var end: UInt64 { offset + length }
    /// The part that both have, nil where there is none.
    package func intersection(_ other: Extent) -> Extent? {
        let low = max(offset, other.offset)
        let high = min(end, other.end)
        return low < high ? Extent(offset: low, length: high - low) : nil
    }
}

/// A set of bytes as sorted, disjoint, coalesced extents.
package struct ExtentSet: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case extents }
    package private(set) var extents: [Extent]

    package init(_ extents: [Extent] = []) {
        self.extents = []
        for extent in extents { insert(extent) }
    }

    package var isEmpty: Bool { extents.isEmpty }
    /// Bytes in the set.
    package var byteCount: UInt64 { extents.reduce(0) { $0 + $1.length } }

    /// Adds a range; touching and overlapping ones become one.
    package mutating func insert(_ new: Extent) {
        guard new.length > 0 else { return }
        var low = new.offset
        var high = new.end
        let first = firstIndex { $0.end >= low }
        var last = first
        while last < extents.count, extents[last].offset <= high {
            low = min(low, extents[last].offset)
            high = max(high, extents[last].end)
            last += 1
        }
        extents.replaceSubrange(first..<last, with: [Extent(offset: low, length: high - low)])
    }

    /// Takes a range out; what is left and right of it stays.
    package mutating func remove(_ gone: Extent) {
        guard gone.length > 0 else { return }
        let first = firstIndex { $0.end > gone.offset }
        var last = first
        var rest: [Extent] = []
        while last < extents.count, extents[last].offset < gone.end {
            let piece = extents[last]
            if piece.offset < gone.offset { rest.append(Extent(offset: piece.offset, length: gone.offset - piece.offset)) }
            if piece.end > gone.end { rest.append(Extent(offset: gone.end, length: piece.end - gone.end)) }
            last += 1
        }
        extents.replaceSubrange(first..<last, with: rest)
    }

    package mutating func formUnion(_ other: ExtentSet) {
        for extent in other.extents { insert(extent) }
    }

    package func union(_ other: ExtentSet) -> ExtentSet {
        var result = self
        result.formUnion(other)
        return result
    }

    /// The parts of `extent` that are not in the set, in order.
    package func gaps(in extent: Extent) -> [Extent] {
        var left = ExtentSet([extent])
        for piece in extents[firstIndex { $0.end > extent.offset }...] {
            guard piece.offset < extent.end else { break }
            left.remove(piece)
        }
        return left.extents
    }

    /// Binary search: the first extent for which `test` holds, where it holds for all that follow.
    private func firstIndex(_ test: (Extent) -> Bool) -> Int {
        var low = 0
        var high = extents.count
        while low < high {
            let middle = (low + high) / 2
            if test(extents[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
