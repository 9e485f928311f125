// A small language for the structure of a document: which members, which types, which words. Nothing is allowed that is not said.

/// The structure that a value must have.
indirect enum Shape: Sendable {
    case text
    case flag
    case time
    case word([String])
    case number(ClosedRange<Int>)
    /// Text of a form that has a name.
    case form(String, @Sendable (String) -> Bool)
    case exactly([JSONValue])
    case list(of: Shape, countMax: Int)
    /// `[first, last]` of sectors, both included.
    case range
    case object([Field])
    case orNull(Shape)

    /// A whole number from 0.
    static let count = Shape.number(0...JSONValue.integerMax)
    /// `sha256:` and 64 hexadecimal digits.
    static let digest = Shape.form("sha256: and 64 hexadecimal digits") {
        $0.utf8.starts(with: "sha256:".utf8) && Hexadecimal.isValid(String($0.dropFirst(7)), digits: 64)
    }
    /// Hexadecimal of a fixed length.
    static func hexadecimal(digits: Int) -> Shape {
        .form("\(digits) hexadecimal digits") { Hexadecimal.isValid($0, digits: digits) }
    }

    /// Text longer than this is refused. Code points, as JSON Schema counts them.
    static let textScalarsMax = 4_096
}

extension JSONValue {
    /// The sectors that a pair of first and last names; nil for everything else.
    var range: ClosedRange<Int>? {
        guard case .array(let pair) = self, pair.count == 2, case .integer(let first) = pair[0], case .integer(let last) = pair[1],
            first >= 0, first <= last, last <= Self.integerMax
        else { return nil }
        return first...last
    }
}

/// A member of an object.
struct Field: Sendable {
    /// When the member has to be there. Where it has not, it may not.
    enum Presence: Sendable {
        case always
        case optional
        /// There exactly when another member of the same object has one of these words.
        case when(String, [String])
        /// Allowed where another member of the same object has one of these words.
        case optionalWhen(String, [String])
    }

    let name: String
    let shape: Shape
    let presence: Presence

    init(_ name: String, _ shape: Shape, _ presence: Presence = .always) {
        self.name = name
        self.shape = shape
        self.presence = presence
    }
}

extension Shape {
    /// Everything in which `value` departs from this structure. `path` names the value in messages.
    func problems(in value: JSONValue, path: Place) -> [Problem] {
        switch (self, value) {
        case (.orNull, .null): return []
        case (.orNull(let shape), _): return shape.problems(in: value, path: path)
        case (.exactly(let values), _):
            return values.contains { $0 == value || $0.hasSameMeaning(as: value) }
                ? [] : [Problem(.valueMalformed, "\(path) is not one of the values of this format")]
        case (.text, .string(let text)):
            return text.unicodeScalars.count <= Self.textScalarsMax
                ? [] : [Problem(.valueMalformed, "\(path) is longer than \(Self.textScalarsMax) characters")]
        case (.flag, .bool): return []
        case (.time, .string(let text)):
            return UTCTime(text) == nil ? [Problem(.valueMalformed, "\(path) is not a time of the form YYYY-MM-DDTHH:MM:SSZ")] : []
        case (.word(let words), .string(let text)):
            return words.containsBytes(of: text) ? [] : [Problem(.wordUnknown, "\(path) has a word that this format does not know")]
        case (.form(let name, let test), .string(let text)):
            return test(text) ? [] : [Problem(.valueMalformed, "\(path) is not \(name)")]
        case (.number(let range), .integer(let number)):
            return range.contains(number) ? [] : [Problem(.valueMalformed, "\(path) is out of range")]
        case (.list(let shape, let countMax), .array(let items)):
            guard items.count <= countMax else { return [Problem(.valueMalformed, "\(path) has more than \(countMax) items")] }
            return items.enumerated().flatMap { shape.problems(in: $1, path: .item($0, of: path)) }
        case (.range, .array):
            return value.range == nil ? [Problem(.valueMalformed, "\(path) is not [first, last] of sectors")] : []
        case (.object(let fields), .object(let members)):
            return Self.problems(fields: fields, members: members, of: value, path: path)
        default: return [Problem(.typeWrong, "\(path) has the wrong type")]
        }
    }

    private static func problems(fields: [Field], members: [JSONMember], of object: JSONValue, path: Place) -> [Problem] {
        var problems: [Problem] = []
        var found = 0
        for field in fields {
            // Most documents are written in the order of their fields.
            let isNext = found < members.count && members[found].name.hasSameBytes(as: field.name)
            let value = isNext ? members[found].value : object[field.name]
            if value != nil { found += 1 }
            let place = Place.member(field.name, of: path)
            let isDue: Bool
            switch field.presence {
            case .always, .optional: isDue = true
            case .when(let other, let words), .optionalWhen(let other, let words):
                isDue = object[other]?.text.map { words.containsBytes(of: $0) } ?? false
            }
            switch (value, isDue) {
            case (let value?, true): problems += field.shape.problems(in: value, path: place)
            case (_?, false): problems.append(Problem(.memberUnknown, "\(place) does not belong here"))
            case (nil, true):
                switch field.presence {
                case .optional, .optionalWhen: break
                case .always, .when: problems.append(Problem(.memberMissing, "\(place) is missing"))
                }
            case (nil, false): break
            }
        }
        return found == members.count ? problems : unknown(members, fields, path) + problems
    }

    private static func unknown(_ members: [JSONMember], _ fields: [Field], _ path: Place) -> [Problem] {
        let whole = path.isWhole ? "the document" : "\(path)"
        return members.filter { member in !fields.contains { $0.name.hasSameBytes(as: member.name) } }.map {
            Problem(.memberUnknown, "\(whole) has a member that this format does not know: \($0.name.prefix(64))")
        }
    }
}

/// Where a value stands in a document. Put into words only where there is something to say of it: most documents are right.
indirect enum Place: CustomStringConvertible {
    case whole
    case member(String, of: Place)
    case item(Int, of: Place)

    var isWhole: Bool { if case .whole = self { true } else { false } }

    /// `member.member[item]`.
    var description: String {
        switch self {
        case .whole: ""
        case .member(let name, .whole): name
        case .member(let name, let place): "\(place).\(name)"
        case .item(let index, let place): "\(place)[\(index)]"
        }
    }
}
