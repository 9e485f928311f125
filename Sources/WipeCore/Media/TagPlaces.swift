// The places of a tag pattern as an automaton: all places that a tag may have come to are one set of bits, and a character moves all of them at once.

/// Bit `n` stands before the place `n`, the bit behind the last place for a whole tag.
struct TagPlaces: Sendable {
    /// Places so far.
    private(set) var count = 0
    /// Places that may be left out.
    private var optional: [UInt64] = []
    /// The places of each class that the pattern has; a class stands once.
    private var classes: [(accepts: TagClass, places: [UInt64])] = []
    /// For each character of ASCII the places that take it, one row of words behind the other.
    private var ascii: [UInt64] = []
    private var words = 1

    /// One place for each repeat.
    mutating func add(_ accepts: TagClass, _ repeats: ClosedRange<Int>) {
        let index = classes.firstIndex { $0.accepts == accepts } ?? classes.count
        if index == classes.count { classes.append((accepts, [])) }
        for number in 0..<repeats.upperBound {
            Self.set(count, in: &classes[index].places)
            if number >= repeats.lowerBound { Self.set(count, in: &optional) }
            count += 1
        }
    }

    /// After the last place: makes all rows as long as they have to be.
    mutating func finish() {
        words = count / 64 + 1
        func whole(_ row: [UInt64]) -> [UInt64] { row + Array(repeating: 0, count: words - row.count) }
        optional = whole(optional)
        for index in classes.indices { classes[index].places = whole(classes[index].places) }
        ascii = (0..<0x80).flatMap { places(taking: Unicode.Scalar(UInt8($0))) }
    }

    private static func set(_ bit: Int, in row: inout [UInt64]) {
        while row.count <= bit / 64 { row.append(0) }
        row[bit / 64] |= 1 << UInt64(bit % 64)
    }

    private func places(taking scalar: Unicode.Scalar) -> [UInt64] {
        var row = [UInt64](repeating: 0, count: words)
        for known in classes where known.accepts.contains(scalar) {
            for word in row.indices { row[word] |= known.places[word] }
        }
        return row
    }

    /// Whether the whole text leads from the first place to behind the last.
    func lead(through text: String.UnicodeScalarView) -> Bool {
        var reached = [UInt64](repeating: 0, count: words)
        reached[0] = 1
        skipOptional(&reached)
        for scalar in text {
            let isASCII = scalar.value < 0x80
            let taking = isASCII ? ascii : places(taking: scalar)
            let row = isASCII ? Int(scalar.value) * words : 0
            var carry: UInt64 = 0
            var left: UInt64 = 0
            for word in 0..<words {
                let moved = reached[word] & taking[row + word]
                reached[word] = moved << 1 | carry
                carry = moved >> 63
                left |= moved
            }
            if left == 0 { return false }
            skipOptional(&reached)
        }
        return reached[count / 64] >> UInt64(count % 64) & 1 == 1
    }

    /// Whoever stands before a place that may be left out stands behind it too. Within a run of such places an addition carries the lowest bit to
    /// the end of the run: what it changes there, and the bit behind the run, is what is reached.
    private func skipOptional(_ reached: inout [UInt64]) {
        var carry: UInt64 = 0
        for word in 0..<words {
            let (half, first) = (reached[word] & optional[word]).addingReportingOverflow(optional[word])
            let (sum, second) = half.addingReportingOverflow(carry)
            carry = first || second ? 1 : 0
            reached[word] |= sum ^ optional[word]
        }
    }
}
