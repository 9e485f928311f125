// The form that a station's tags have: literals, classes and bounded repeats, and nothing that could take longer than the tag is long.

/// What is wrong with a pattern, and where.
package struct TagPatternProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1, counted in Unicode scalars of the pattern.
    package var column: Int
    /// A sentence without the place.
    package var message: String
    /// One sentence for people.
    package var description: String { "character \(column): \(message)" }
}

/// A pattern that has been read. It is run as an automaton over sets of places, a bit each: a tag of any making takes time in proportion to its
/// length, and a list of ten thousand none that anybody sees.
///
/// Known are letters, digits and signs that stand for themselves, `\` before a sign, `.` for any character of tags, `\d` for a digit 0 to 9, a class
/// `[A-Z0-9_]` or `[^A-Z]`, and behind one of these `?`, `{4}`, `{2,6}`, `{2,}`, `*` or `+`; without an upper bound it repeats as often as a tag may
/// be long. The whole tag has to match. Groups, alternatives, anchors and everything else are refused.
package struct TagPattern: Hashable, Sendable, CustomStringConvertible {
    /// As the station file has it, in the form of tags (`AssetTagText.composed`).
    package let text: String
    /// Characters of ASCII that it names and other tags do not have.
    let named: Set<Unicode.Scalar>
    /// Characters of the shortest tag that has this form.
    let shortest: Int
    private let places: TagPlaces
    /// A tag that has this form, for people; nil where none was found that does.
    package let example: String?

    /// Places of the longest pattern once its repeats are written out.
    static let placesMax = 1024

    package init(_ text: String) throws(TagPatternProblem) {
        var reader = TagPatternReader(text)
        var places = TagPlaces()
        var named: Set<Unicode.Scalar> = []
        var shortest = 0
        var example = TagExample()
        while let item = try reader.next() {
            let count = item.repeats
            shortest += count.lowerBound
            named.formUnion(item.accepts.named)
            guard places.count + count.upperBound <= Self.placesMax else {
                throw TagPatternProblem(column: item.column, message: "the repeats up to here are more than \(Self.placesMax) characters")
            }
            places.add(item.accepts, count)
            example.add(item.accepts, count)
        }
        guard shortest <= AssetTagText.scalarsMax else {
            throw TagPatternProblem(
                column: 1, message: "no tag is that long: it asks for \(shortest) characters, a tag has \(AssetTagText.scalarsMax) at most")
        }
        places.finish()
        self.text = AssetTagText.composed(text)
        self.named = named
        self.shortest = shortest
        self.places = places
        self.example = places.lead(through: example.text.unicodeScalars) ? example.text : nil
    }

    /// The pattern.
    package var description: String { text }

    /// Whether the whole tag has this form.
    package func matches(_ tag: String) -> Bool { places.lead(through: tag.unicodeScalars) }

    /// The station's tags are as long as a PSID, so that one of 32 letters and digits is meant. A pattern that takes any length asks for none.
    var asksForPSIDs: Bool { shortest >= 24 }

    /// The text says everything; the places are made from it.
    package static func == (a: TagPattern, b: TagPattern) -> Bool { Array(a.text.utf8) == Array(b.text.utf8) }

    package func hash(into hasher: inout Hasher) { hasher.combine(Array(text.utf8)) }
}

/// Characters that may stand at one place.
struct TagClass: Hashable, Sendable {
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    /// Every character of tags but these.
    var isNegated = false

    /// Any character of tags.
    static let any = TagClass(isNegated: true)
    static let digits = TagClass(ranges: ["0"..."9"])

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let isListed = ranges.contains { $0.contains(scalar) }
        return isNegated ? !isListed && AssetTagText.isAllowed(scalar) : isListed
    }

    /// Those that only this class makes characters of a tag.
    var named: Set<Unicode.Scalar> {
        isNegated ? [] : Set(ranges.map(\.lowerBound).filter { !AssetTagText.isAllowed($0) })
    }
}

/// The shortest tag of a pattern that looks like one: letters A, B, C and digits 1, 2, 3 as far as the classes take them.
private struct TagExample {
    private(set) var text = ""
    private var digits = 0
    private var letters = 0

    mutating func add(_ accepts: TagClass, _ repeats: ClosedRange<Int>) {
        for _ in 0..<repeats.lowerBound {
            if let scalar = next(accepts) { text.unicodeScalars.append(scalar) }
        }
    }

    private mutating func next(_ accepts: TagClass) -> Unicode.Scalar? {
        if !accepts.isNegated, accepts.ranges.count == 1, let range = accepts.ranges.first, range.lowerBound == range.upperBound {
            return range.lowerBound
        }
        func taken(_ row: String, _ from: Int) -> Unicode.Scalar? {
            let scalars = Array(row.unicodeScalars)
            return scalars.indices.map { scalars[(from + $0) % scalars.count] }.first(where: accepts.contains)
        }
        if let letter = taken("ABCDEFGHIJKLMNOPQRSTUVWXYZ", letters) {
            letters += 1
            return letter
        }
        if let digit = taken("1234567890", digits) {
            digits += 1
            return digit
        }
        return taken("abcdefghijklmnopqrstuvwxyz", 0) ?? accepts.ranges.first?.lowerBound
    }
}

extension TagPattern: Codable {
    /// As its text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package init(from decoder: any Decoder) throws {
        try self.init(try decoder.singleValueContainer().decode(String.self))
    }
}
