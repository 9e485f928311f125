// JSON as certificates use it: no floating point numbers, members in the order of the document.
// Foundation's coder is not used for anything signed: it accepts duplicate members and reads 1.0 as an integer.

/// One JSON value. Numbers are integers only, within ±(2^53-1), so that every canonicalizer agrees about them (RFC 8785, section 3.2.2.3).
public enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case string(String)
    case array([JSONValue])
    /// Members in the order in which they were written. Names are unique when the value came out of `JSONParser`.
    case object([JSONMember])

    /// The largest integer that every JSON reader holds exactly, 2^53-1.
    public static let integerMax = 9_007_199_254_740_991
}

/// A name and its value in a JSON object.
public struct JSONMember: Sendable, Equatable {
    /// The name, compared by its bytes.
    public let name: String
    /// The value of the member.
    public var value: JSONValue

    /// A member of an object.
    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }

    /// Equal bytes of the names and equal values.
    public static func == (left: JSONMember, right: JSONMember) -> Bool {
        left.name.hasSameBytes(as: right.name) && left.value == right.value
    }
}

extension JSONValue: Equatable {
    /// Equality of what is written: strings by their bytes (Swift's own `==` takes K and the Kelvin sign for one), members in their order.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.integer(let one), .integer(let other)): one == other
        case (.string(let one), .string(let other)): one.hasSameBytes(as: other)
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)): one == other
        default: false
        }
    }
}

extension JSONValue {
    /// The value of a member, or nil where this is no object or has no such member.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.hasSameBytes(as: name) }?.value
    }

    /// The value at the end of a path of member names, or nil where the path ends before.
    public func at(_ path: String...) -> JSONValue? {
        path.reduce(Optional(self)) { value, name in value?[name] }
    }

    /// The text of a string, nil for everything else.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number of an integer, nil for everything else.
    public var int: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The truth value of a boolean, nil for everything else.
    public var flag: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The items of an array, nil for everything else.
    public var items: [JSONValue]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// Whether both have one canonical form: the same values, whatever the order of members.
    func hasSameMeaning(as other: JSONValue) -> Bool { canonicalBytes == other.canonicalBytes }

    /// This object without the members of that name; any other value unchanged.
    func without(_ name: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !$0.name.hasSameBytes(as: name) })
    }

    /// This object with one more member at its end; any other value unchanged.
    func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [JSONMember(name, value)])
    }
}

// No literal for null: `nil` would be a JSON null in one place and a missing value in the next.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An integer.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// Keeps the order in which the members are written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements.map { JSONMember($0.0, $0.1) }) }
}

extension String {
    /// Equality by bytes. Swift compares strings by canonical equivalence, which a signature does not.
    func hasSameBytes(as other: String) -> Bool {
        // Swift's own == sees every difference but that between two spellings of one text, which ASCII does not have. It takes one step where
        // an iterator takes one a byte.
        utf8.count == other.utf8.count && self == other && (utf8.count == utf16.count || utf8.elementsEqual(other.utf8))
    }
}

extension Sequence<String> {
    /// Whether one of the words has the same bytes.
    func containsBytes(of word: String) -> Bool { contains { $0.hasSameBytes(as: word) } }
}
