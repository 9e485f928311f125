// Reads the text of a tag pattern, one character place with its repeats after the other.

struct TagPatternReader {
    /// One class and how often it stands.
    struct Item {
        var accepts: TagClass
        var repeats: ClosedRange<Int>
        var column: Int
    }

    private struct Letter {
        var scalar: Unicode.Scalar
        var column: Int
    }

    private let letters: [Letter]
    private let end: Int
    private var index = 0

    /// Letters with their accents are one; columns are those of the text as it was written.
    init(_ text: String) {
        var letters: [Letter] = []
        var column = 1
        for character in text {
            let written = String(character).unicodeScalars
            let composed = AssetTagText.composed(String(character)).unicodeScalars
            for (offset, scalar) in composed.enumerated() { letters.append(Letter(scalar: scalar, column: column + offset)) }
            column += written.count
        }
        self.letters = letters
        end = column
    }

    /// The next place; nil at the end.
    mutating func next() throws(TagPatternProblem) -> Item? {
        guard index < letters.count else { return nil }
        let column = letters[index].column
        let accepts = try place()
        return Item(accepts: accepts, repeats: try repeats(), column: column)
    }

    private func problem(_ message: String, at place: Int? = nil) -> TagPatternProblem {
        let place = place ?? index
        return TagPatternProblem(column: place < letters.count ? letters[place].column : end, message: message)
    }

    private mutating func place() throws(TagPatternProblem) -> TagClass {
        let scalar = letters[index].scalar
        switch scalar {
        case "[": return try bracket()
        case ".":
            index += 1
            return .any
        case "\\": return try escaped()
        case "(", ")", "|": throw problem("groups and alternatives are not part of a tag pattern")
        case "^", "$": throw problem("the whole tag has to match anyway: leave \(scalar) out")
        case "*", "+", "?", "{": throw problem("\(scalar) repeats what stands before it, and here nothing does")
        case "]", "}": throw problem("\(scalar) closes nothing here; \\\(scalar) is the sign itself")
        default:
            let literal = try literal()
            return TagClass(ranges: [literal...literal])
        }
    }

    /// A character that stands for itself.
    private mutating func literal() throws(TagPatternProblem) -> Unicode.Scalar {
        let scalar = letters[index].scalar
        guard AssetTagText.isAllowed(scalar) || (0x20...0x7E).contains(scalar.value) else {
            throw problem("\(AssetTagText.name(ofScalar: scalar.value)) is no character of a tag")
        }
        index += 1
        return scalar
    }

    /// `\d`, or `\` before a sign.
    private mutating func escaped() throws(TagPatternProblem) -> TagClass {
        guard index + 1 < letters.count else { throw problem("nothing stands behind the last \\") }
        let scalar = letters[index + 1].scalar
        if scalar == "d" {
            index += 2
            return .digits
        }
        guard scalar.isASCII, (0x20...0x7E).contains(scalar.value), !isAlphanumeric(UInt8(scalar.value)) else {
            throw problem("\\\(PlainText.escaped(String(scalar), scalarsMax: 1)) is not known; name the characters, [A-Z0-9] say")
        }
        index += 2
        return TagClass(ranges: [scalar...scalar])
    }

    private mutating func bracket() throws(TagPatternProblem) -> TagClass {
        let opening = index
        var found = TagClass()
        index += 1
        if index < letters.count, letters[index].scalar == "^" {
            found.isNegated = true
            index += 1
        }
        while true {
            guard index < letters.count else { throw problem("this [ is not closed", at: opening) }
            if letters[index].scalar == "]" { break }
            found.ranges += try member()
        }
        guard !found.ranges.isEmpty else { throw problem("empty brackets: no character would do", at: opening) }
        index += 1
        return found
    }

    /// One character of a class, or a range.
    private mutating func member() throws(TagPatternProblem) -> [ClosedRange<Unicode.Scalar>] {
        let start = index
        if letters[index].scalar == "[" { throw problem("a [ inside of brackets; \\[ is the sign itself") }
        if letters[index].scalar == "\\" { return try escaped().ranges }
        let first = try literal()
        guard index + 1 < letters.count, letters[index].scalar == "-", letters[index + 1].scalar != "]" else { return [first...first] }
        index += 1
        let last = try literal()
        let kinds: [ClosedRange<Unicode.Scalar>] = ["A"..."Z", "a"..."z", "0"..."9"]
        guard first <= last, kinds.contains(where: { $0.contains(first) && $0.contains(last) }) else {
            throw problem("a range goes from A to Z, a to z or 0 to 9, upwards; \\- is the sign itself", at: start)
        }
        return [first...last]
    }

    /// What stands behind a place: nothing is once.
    private mutating func repeats() throws(TagPatternProblem) -> ClosedRange<Int> {
        let most = AssetTagText.scalarsMax
        guard index < letters.count else { return 1...1 }
        let found: ClosedRange<Int>
        switch letters[index].scalar {
        case "?": found = 0...1
        case "*": found = 0...most
        case "+": found = 1...most
        case "{": found = try braces()
        default: return 1...1
        }
        index += 1
        if index < letters.count, "?*+{".unicodeScalars.contains(letters[index].scalar) {
            throw problem("two repeats, one behind the other")
        }
        return found
    }

    /// `{4}`, `{2,6}` or `{2,}`; the index ends at the closing brace.
    private mutating func braces() throws(TagPatternProblem) -> ClosedRange<Int> {
        let opening = index
        let most = AssetTagText.scalarsMax
        guard let closing = letters[index...].firstIndex(where: { $0.scalar == "}" }) else {
            throw problem("this { is not closed; \\{ is the sign itself", at: opening)
        }
        let inside = String(String.UnicodeScalarView(letters[(opening + 1)..<closing].map(\.scalar)))
        let parts = inside.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let isOpen = parts.count == 2 && parts[1].isEmpty
        let numbers = (isOpen ? [parts[0]] : parts).map { $0.utf8.count <= 2 && $0.utf8.allSatisfy(isDigit) ? Int($0) : nil }
        guard (1...2).contains(parts.count), let low = numbers.first ?? nil, let high = isOpen ? most : numbers.last ?? nil,
            low <= high, high <= most, high > 0
        else { throw problem("a repeat is {4}, {2,6} or {2,}, at most \(most)", at: opening) }
        index = closing
        return low...high
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
