// Reads the members of an object whose structure was checked. What the structure lets through and this cannot read is a gap between the two:
// it is thrown, and the document is refused.

/// A member that the structure let through, and that cannot be read all the same.
struct Misread: Error {
    let name: String
}

struct MemberReader {
    private let members: [JSONMember]
    /// Most documents are written in the order in which they are read.
    private var next = 0

    init(_ value: JSONValue, named name: String) throws(Misread) {
        guard case .object(let members) = value else { throw Misread(name: name) }
        self.members = members
    }

    /// The value of a member; nil where there is none of that name.
    mutating func find(_ name: String) -> JSONValue? {
        if next < members.count, members[next].name.hasSameBytes(as: name) {
            next += 1
            return members[next - 1].value
        }
        guard let index = members.firstIndex(where: { $0.name.hasSameBytes(as: name) }) else { return nil }
        next = index + 1
        return members[index].value
    }

    /// A member that is always there.
    mutating func take<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(Misread) -> Value {
        guard let found = find(name), let value = read(found) else { throw Misread(name: name) }
        return value
    }

    /// A member that is always there, and null where nothing is known.
    mutating func takeOrNil<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(Misread) -> Value? {
        guard let found = find(name) else { throw Misread(name: name) }
        if case .null = found { return nil }
        guard let value = read(found) else { throw Misread(name: name) }
        return value
    }

    /// A member that may not be there.
    mutating func takeIfThere<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(Misread) -> Value? {
        guard let found = find(name) else { return nil }
        guard let value = read(found) else { throw Misread(name: name) }
        return value
    }

    mutating func text(_ name: String) throws(Misread) -> String { try take(name, \.text) }
    mutating func textOrNil(_ name: String) throws(Misread) -> String? { try takeOrNil(name, \.text) }
    mutating func count(_ name: String) throws(Misread) -> Int { try take(name, \.int) }
    mutating func countOrNil(_ name: String) throws(Misread) -> Int? { try takeOrNil(name, \.int) }
    mutating func flag(_ name: String) throws(Misread) -> Bool { try take(name, \.flag) }
    mutating func flagOrNil(_ name: String) throws(Misread) -> Bool? { try takeOrNil(name, \.flag) }
    mutating func time(_ name: String) throws(Misread) -> UTCTime { try take(name, \.time) }
    mutating func timeOrNil(_ name: String) throws(Misread) -> UTCTime? { try takeOrNil(name, \.time) }

    /// A word of a closed list.
    mutating func word<Word: RawRepresentable<String>>(_ name: String) throws(Misread) -> Word { try take(name) { $0.word() } }
    mutating func wordOrNil<Word: RawRepresentable<String>>(_ name: String) throws(Misread) -> Word? { try takeOrNil(name) { $0.word() } }

    /// An object that is always there.
    mutating func part<Part>(_ name: String, _ read: (inout MemberReader) throws(Misread) -> Part) throws(Misread) -> Part {
        guard let found = find(name) else { throw Misread(name: name) }
        var reader = try MemberReader(found, named: name)
        return try read(&reader)
    }

    /// An object, or null.
    mutating func partOrNil<Part>(_ name: String, _ read: (inout MemberReader) throws(Misread) -> Part) throws(Misread) -> Part? {
        guard let found = find(name) else { throw Misread(name: name) }
        if case .null = found { return nil }
        var reader = try MemberReader(found, named: name)
        return try read(&reader)
    }

    /// An object that may not be there.
    mutating func partIfThere<Part>(_ name: String, _ read: (inout MemberReader) throws(Misread) -> Part) throws(Misread) -> Part? {
        guard let found = find(name) else { return nil }
        var reader = try MemberReader(found, named: name)
        return try read(&reader)
    }

    /// The items of an array.
    mutating func list<Item>(_ name: String, _ read: (JSONValue) -> Item?) throws(Misread) -> [Item] {
        let items = try take(name, \.items)
        let read = items.compactMap(read)
        guard read.count == items.count else { throw Misread(name: name) }
        return read
    }

    /// The objects of an array.
    mutating func parts<Part>(_ name: String, _ read: (inout MemberReader) throws(Misread) -> Part) throws(Misread) -> [Part] {
        var parts: [Part] = []
        for item in try take(name, \.items) {
            var reader = try MemberReader(item, named: name)
            parts.append(try read(&reader))
        }
        return parts
    }
}

extension JSONValue {
    /// The moment that a text names, nil for everything else.
    var time: UTCTime? { text.flatMap(UTCTime.init) }

    /// The word of a closed list, nil for everything else. Swift's own comparison would take two spellings of one accent for one; no list has any.
    func word<Word: RawRepresentable<String>>() -> Word? {
        guard let text, let word = Word(rawValue: text), word.rawValue.hasSameBytes(as: text) else { return nil }
        return word
    }
}
