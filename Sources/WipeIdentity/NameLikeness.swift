// How near a name that a person wrote is to one that a drive gives: the one rule for names that may be a slip of the pen.

/// A name as a person wrote it, with wildcards where there are some.
public struct WrittenName: Sendable {
    /// One piece of a written name.
    public enum Part: Hashable, Sendable {
        /// One character as it was written.
        case letter(Unicode.Scalar)
        /// One character of whichever set: the set may be the slip.
        case anyOne
        /// Any characters, or none: a star.
        case anyRun
    }

    /// What can be a name of one drive, and what is one of many drives.
    public enum Kind: Hashable, Sendable {
        case serial, wwn, model
    }

    let parts: [Part]
    /// Characters as they were written, separators inside it among them.
    let writtenCount: Int

    /// A name of its pieces, in their order. Letters are read as `PlainReading` reads them.
    public init(_ written: [Part]) {
        parts = written.flatMap { part -> [Part] in
            if case .letter(let scalar) = part { return PlainReading.letters(of: scalar).map(Part.letter) }
            return [part]
        }
        // A blank or something invisible is nothing that somebody has written.
        writtenCount = written.filter { if case .letter(let scalar) = $0 { !CanonicalForm.isBlank(scalar) } else { true } }.count
    }

    private var letters: [Unicode.Scalar] { parts.compactMap { if case .letter(let scalar) = $0 { scalar } else { nil } } }
    private var isLiteral: Bool { !parts.contains { $0 == .anyOne || $0 == .anyRun } }

    /// Whether this was perhaps meant for a drive's name. Said where it is not met; what is met is no matter of nearness.
    ///
    /// - Equal as `PlainReading` reads both.
    /// - Its beginning from five characters (four letters or digits) on, its end from five letters or digits, anything inside it from six.
    ///   A World Wide Name begins with its maker: eight digits there. Three letters are a maker, not a drive.
    /// - The whole name of the drive from five letters or digits on within what was written (`S/N: …`, a whole label). A model within a longer
    ///   text is only that where the text was to be a model: each `ID_SERIAL` has one.
    /// - One character left out, put in twice or too much, or two in the wrong order, among six; one exchanged among eight, but not in the last
    ///   four: drives of one box count there, and the neighbour is another drive. None of this for models.
    /// - With wildcards: from four characters that are none, equal; from five on one slip, from eight on two, and with a star one from eight
    ///   on. `?` and sets stand for one character or none.
    public func isNear(_ name: PlainReading, _ kind: Kind, isModelWanted: Bool = false) -> Bool {
        let found = name.letters
        guard !found.isEmpty else { return false }
        guard isLiteral else { return isNearlyMatched(found, kind) }
        let wanted = letters
        guard wanted.count >= 3, found.count >= 3 else { return wanted == found }
        if wanted == found { return true }
        if wanted.count < found.count {
            let beginning = kind == .wwn ? wanted.count >= 8 : writtenCount >= 5 && wanted.count >= 4
            if beginning, found.starts(with: wanted) { return true }
            if wanted.count >= 5, found.suffix(wanted.count).elementsEqual(wanted) { return true }
            if wanted.count >= 6, Self.holds(found, wanted) { return true }
        } else if found.count >= 5, kind != .model || isModelWanted, Self.holds(wanted, found) {
            return true
        }
        return kind != .model && Self.isOneSlip(wanted, found)
    }

    private func isNearlyMatched(_ found: [Unicode.Scalar], _ kind: Kind) -> Bool {
        let fixed = letters.count
        guard fixed >= 4 else { return false }
        let slips =
            switch (kind, parts.contains(.anyRun)) {
            case (.model, _): 0
            case (_, true): fixed >= 8 ? 1 : 0
            case (_, false): fixed >= 8 ? 2 : fixed >= 5 ? 1 : 0
            }
        return slipsNeeded(found, atMost: slips) <= slips
    }

    /// Characters to exchange, to put in or to leave out until the pattern fits.
    private func slipsNeeded(_ found: [Unicode.Scalar], atMost: Int) -> Int {
        // A pattern with more letters than that is about something longer.
        guard letters.count <= found.count + atMost else { return .max }
        var row = Array(0...found.count)
        for part in parts {
            var next = [part.letterIsMissed ? row[0] + 1 : row[0]]
            for (place, letter) in found.enumerated() {
                switch part {
                case .anyRun: next.append(min(row[place + 1], next[place]))
                case .anyOne: next.append(min(row[place], row[place + 1], next[place] + 1))
                case .letter(let wanted):
                    next.append(min(row[place] + (wanted == letter ? 0 : 1), row[place + 1] + 1, next[place] + 1))
                }
            }
            row = next
        }
        return row[found.count]
    }

    private static func holds(_ long: [Unicode.Scalar], _ short: [Unicode.Scalar]) -> Bool {
        guard short.count <= long.count else { return false }
        return (0...long.count - short.count).contains { long[$0..<$0 + short.count].elementsEqual(short) }
    }

    private static func isOneSlip(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Bool {
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        guard short.count >= 6, long.count - short.count <= 1 else { return false }
        let head = zip(short, long).prefix { $0 == $1 }.count
        let rest = (short: short[head...], long: long[head...])
        if short.count < long.count { return rest.short.elementsEqual(rest.long.dropFirst()) }
        let isTurned = rest.short.count >= 2 && rest.short[head] == rest.long[head + 1] && rest.short[head + 1] == rest.long[head]
        if isTurned, rest.short.dropFirst(2).elementsEqual(rest.long.dropFirst(2)) { return true }
        return short.count >= 8 && head < short.count - 4 && rest.short.dropFirst().elementsEqual(rest.long.dropFirst())
    }
}

extension WrittenName.Part {
    fileprivate var letterIsMissed: Bool { if case .letter = self { true } else { false } }
}
