// What lies on a drive that has erased itself, sector by sector: counted, never guessed.

/// What the sectors of a range hold. Each sector is in exactly one of the four counts.
package struct ContentsTally: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case zeros, ones, periodic, other, period, otherPeriods }
    /// Sectors of zeros.
    package var zeros: UInt64 = 0
    /// Sectors of ones.
    package var ones: UInt64 = 0
    /// Sectors that repeat within 16 bytes and are neither.
    package var periodic: UInt64 = 0
    /// All others.
    package var other: UInt64 = 0
    /// The 16 bytes that the first of the periodic sectors repeats; nil where there is none.
    package var period: [UInt8]?
    /// Periodic sectors that repeat other bytes than `period`.
    package var otherPeriods: UInt64 = 0
    package init() {}

    /// Sectors that were read.
    package var sectors: UInt64 { zeros + ones + periodic + other }

    package mutating func add(_ more: ContentsTally) {
        zeros += more.zeros
        ones += more.ones
        periodic += more.periodic
        other += more.other
        if period == nil {
            period = more.period
            otherPeriods = more.otherPeriods
        } else if let its = more.period {
            otherPeriods += its == period ? more.otherPeriods : more.periodic
        }
    }

    /// What the whole range is; nil where nothing was read.
    package var kind: ContentsKind? {
        guard sectors > 0 else { return nil }
        switch sectors {
        case zeros: return .zeros
        case ones: return .ones
        case other: return .randomLooking
        case periodic where otherPeriods == 0: return Set(period ?? []).count == 1 ? .byte : .period
        default: return .mixed
        }
    }

    /// True where every sector repeats these four bytes. In which order a drive puts their bytes on the medium, and where it begins, is not agreed upon:
    /// any rotation of the four bytes counts, forwards or backwards.
    package func isAll(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 4, kind == .period || kind == .byte, let period, period.count == 16 else { return false }
        let found = Array(period[..<4])
        guard (4..<16).allSatisfy({ period[$0] == period[$0 % 4] }) else { return false }
        return [bytes, bytes.reversed()].contains { order in
            (0..<4).contains { turn in (0..<4).allSatisfy { found[$0] == order[($0 + turn) % 4] } }
        }
    }
}

/// What a whole drive holds. Raw values stand on records.
package enum ContentsKind: String, Codable, Sendable, CaseIterable {
    case zeros
    case ones
    /// One byte, repeated.
    case byte
    /// The same bytes, repeated within 16.
    case period
    /// No sector repeats anything: random, or encrypted, or data.
    case randomLooking = "random-looking"
    /// More than one of these.
    case mixed
}

/// What one look at a range has found.
package struct Look: Hashable, Sendable {
    /// Sectors, merged, that still hold a block of 16 bytes of the pattern at its place.
    package var marked: [Extent]
    package var contents: ContentsTally
    package init(marked: [Extent], contents: ContentsTally) {
        self.marked = marked
        self.contents = contents
    }
}
