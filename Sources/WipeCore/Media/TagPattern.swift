// The form that a station's tags have: literals, classes and bounded repeats, and nothing that could take longer than the tag is long.

/// What is wrong with a pattern, and where.
public struct TagPatternProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1, counted in Unicode scalars of the pattern.
    public var column: Int
    /// A sentence without the place.
    public var message: String
    /// One sentence for people.
    public var description: String { "character \(column): \(message)" }
}

/// A pattern that has been read. It is run as an automaton over sets of places: a tag of any making takes time in proportion to its length.
///
/// Known are letters, digits and signs that stand for themselves, `\` before a sign, `.` for any character of tags, `\d` for a digit 0 to 9, a class
/// `[A-Z0-9_]` or `[^A-Z]`, and behind one of these `?`, `{4}`, `{2,6}`, `{2,}`, `*` or `+`; without an upper bound it repeats as often as a tag may
/// be long. The whole tag has to match. Groups, alternatives, anchors and everything else are refused.
public struct TagPattern: Hashable, Sendable, CustomStringConvertible {
    /// As the station file has it, in the form of tags (`AssetTagText.composed`).
    public let text: String
    /// Characters of ASCII that it names and other tags do not have.
    let named: Set<Unicode.Scalar>
    private let places: [Place]

    /// Places of the longest pattern once its repeats are written out.
    static let placesMax = 1024

    /// One character of the tag.
    struct Place: Hashable, Sendable {
        var accepts: TagClass
        var isOptional: Bool
    }

    public init(_ text: String) throws(TagPatternProblem) {
        var reader = TagPatternReader(text)
        var places: [Place] = []
        var named: Set<Unicode.Scalar> = []
        var shortest = 0
        while let item = try reader.next() {
            let count = item.repeats
            places += (0..<count.upperBound).map { Place(accepts: item.accepts, isOptional: $0 >= count.lowerBound) }
            shortest += count.lowerBound
            named.formUnion(item.accepts.named)
            guard places.count <= Self.placesMax else {
                throw TagPatternProblem(column: item.column, message: "the repeats up to here are more than \(Self.placesMax) characters")
            }
        }
        guard shortest <= AssetTagText.scalarsMax else {
            throw TagPatternProblem(
                column: 1, message: "no tag is that long: it asks for \(shortest) characters, a tag has \(AssetTagText.scalarsMax) at most")
        }
        self.text = AssetTagText.composed(text)
        self.named = named
        self.places = places
    }

    /// The pattern.
    public var description: String { text }

    /// Whether the whole tag has this form.
    public func matches(_ tag: String) -> Bool {
        var reached = [Bool](repeating: false, count: places.count + 1)
        reached[0] = true
        skipOptional(&reached)
        for scalar in tag.unicodeScalars {
            var next = [Bool](repeating: false, count: places.count + 1)
            for (index, place) in places.enumerated() where reached[index] && place.accepts.contains(scalar) { next[index + 1] = true }
            skipOptional(&next)
            reached = next
        }
        return reached[places.count]
    }

    /// Whoever stands before a place that may be left out stands behind it too.
    private func skipOptional(_ reached: inout [Bool]) {
        for (index, place) in places.enumerated() where reached[index] && place.isOptional { reached[index + 1] = true }
    }
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

extension TagPattern: Codable {
    /// As its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public init(from decoder: any Decoder) throws {
        try self.init(try decoder.singleValueContainer().decode(String.self))
    }
}
