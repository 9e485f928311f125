// Bytes to JSONValue, strictly: whatever two readers could understand differently is refused, with its place.

/// Why bytes are not JSON of the certificate profile.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// Stable word for each way to fail.
    public enum Code: String, Sendable, CaseIterable {
        case tooLarge = "too-large"
        case tooDeep = "too-deep"
        case tooManyMembers = "too-many-members"
        case unexpectedEnd = "unexpected-end"
        case unexpectedByte = "unexpected-byte"
        case trailingBytes = "trailing-bytes"
        case duplicateMember = "duplicate-member"
        case invalidUTF8 = "invalid-utf8"
        case loneSurrogate = "lone-surrogate"
        case badEscape = "bad-escape"
        case controlCharacter = "control-character"
        case notAnInteger = "not-an-integer"
        case integerOutOfRange = "integer-out-of-range"
    }
    /// What is wrong.
    public let code: Code
    /// Line of the fault, from 1.
    public let line: Int
    /// Column of the fault in characters, from 1.
    public let column: Int

    /// `LINE:COLUMN: word`.
    public var description: String { "\(line):\(column): \(code.rawValue)" }

    /// For people who have these bytes.
    public func sentence(of bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "the file is empty" }
        if bytes.starts(with: ChangedCopy.mark) { return ChangedCopy.sentence(bytes) ?? "" }
        let what =
            switch code {
            case .tooLarge: "more than the \(JSONParser.bytesMax) bytes that are read"
            case .tooDeep: "more than \(JSONParser.depthMax) levels"
            case .tooManyMembers: "more than \(JSONParser.membersMax) members in one object"
            case .unexpectedEnd: "it ends in the middle"
            case .unexpectedByte: "a character that has no place there"
            case .trailingBytes: "more after the end of the document"
            case .duplicateMember: "a member that was there before"
            case .invalidUTF8: "bytes that are no UTF-8"
            case .loneSurrogate: "half of a pair of surrogates"
            case .badEscape: "an escape that there is not"
            case .controlCharacter: "a control character in a text"
            case .notAnInteger: "a number that is no integer"
            case .integerOutOfRange: "a number that is too large"
            }
        return "line \(line), column \(column): \(what)"
    }
}

/// A parser of RFC 8259 text in the profile of certificates: unique names, integers within ±(2^53-1), valid UTF-8, no byte order mark.
public struct JSONParser {
    /// More bytes than this are refused unread.
    public static let bytesMax = 8 * 1024 * 1024
    /// Arrays and objects deeper than this are refused.
    public static let depthMax = 32
    /// Objects with more members are refused: every reader looks members up by name, so that a document of nothing but members costs the square
    /// of their number. The largest object of the format has some thirty.
    public static let membersMax = 256

    private let bytes: [UInt8]
    private var offset = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The one value in `bytes`.
    /// - Throws: `JSONError` with the first fault.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        guard bytes.count <= bytesMax else { throw JSONError(code: .tooLarge, line: 1, column: 1) }
        var parser = JSONParser(bytes)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.offset == bytes.count else { throw parser.error(.trailingBytes) }
        return value
    }

    private func error(_ code: JSONError.Code, at place: Int? = nil) -> JSONError {
        let before = bytes[..<min(place ?? offset, bytes.count)]
        let lineStart = (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        let characters = before[lineStart...].count { $0 & 0xC0 != 0x80 }
        return JSONError(code: code, line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: characters + 1)
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[offset]
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw error(.unexpectedByte) }
        offset += 1
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func literal(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for byte in word.utf8 { try expect(byte) }
        return value
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.depthMax else { throw error(.tooDeep) }
        offset += 1
        var items: [JSONValue] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") { offset += 1; return .array(items) }
        while true {
            skipSpace()
            items.append(try value(depth: depth))
            skipSpace()
            if try peek() == UInt8(ascii: "]") { offset += 1; return .array(items) }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.depthMax else { throw error(.tooDeep) }
        offset += 1
        var members: [JSONMember] = []
        var names = Names()
        skipSpace()
        if try peek() == UInt8(ascii: "}") { offset += 1; return .object(members) }
        while true {
            skipSpace()
            let place = offset
            let name = try string()
            guard names.insert(name, after: members) else { throw error(.duplicateMember, at: place) }
            guard members.count < Self.membersMax else { throw error(.tooManyMembers, at: place) }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            members.append(JSONMember(name, try value(depth: depth)))
            skipSpace()
            if try peek() == UInt8(ascii: "}") { offset += 1; return .object(members) }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func integer() throws(JSONError) -> Int {
        let start = offset
        let negative = bytes[offset] == UInt8(ascii: "-")
        if negative { offset += 1 }
        let digits = offset
        while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
        guard offset > digits else { throw offset < bytes.count ? error(.unexpectedByte) : error(.unexpectedEnd) }
        if offset < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[offset]) {
            throw error(.notAnInteger, at: start)
        }
        let zeroFirst = bytes[digits] == UInt8(ascii: "0")
        if zeroFirst && (negative || offset - digits > 1) { throw error(.notAnInteger, at: start) }  // 007 and -0
        var magnitude = 0
        for digit in bytes[digits..<offset] {
            magnitude = magnitude * 10 + Int(digit - UInt8(ascii: "0"))
            guard magnitude <= JSONValue.integerMax else { throw error(.integerOutOfRange, at: start) }
        }
        return negative ? -magnitude : magnitude
    }

    private mutating func string() throws(JSONError) -> String {
        let start = offset
        try expect(UInt8(ascii: "\""))
        // Most strings have no escapes: read in one piece.
        let first = offset
        while offset < bytes.count, bytes[offset] >= 0x20, bytes[offset] != UInt8(ascii: "\""), bytes[offset] != UInt8(ascii: "\\") {
            offset += 1
        }
        if try peek() == UInt8(ascii: "\"") {
            defer { offset += 1 }
            guard let text = try? UTF8Span(validating: bytes.span.extracting(first..<offset)) else { throw error(.invalidUTF8, at: start) }
            return String(copying: text)
        }
        var content = Array(bytes[first..<offset])
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                guard let text = String(validating: content, as: UTF8.self) else { throw error(.invalidUTF8, at: start) }
                return text
            case UInt8(ascii: "\\"): content.append(contentsOf: try escape())
            case 0..<0x20: throw error(.controlCharacter)
            default:
                content.append(byte)
                offset += 1
            }
        }
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        let place = offset
        offset += 1
        let letter = try peek()
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try unicodeEscape(from: place)
        default: throw error(.badEscape, at: place)
        }
    }

    private mutating func unicodeEscape(from place: Int) throws(JSONError) -> [UInt8] {
        let first = try fourHexDigits(from: place)
        var scalar = first
        if (0xD800...0xDBFF).contains(first) {
            guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u") else {
                throw error(.loneSurrogate, at: place)
            }
            offset += 2
            let second = try fourHexDigits(from: place)
            guard (0xDC00...0xDFFF).contains(second) else { throw error(.loneSurrogate, at: place) }
            scalar = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        }
        guard let unicode = Unicode.Scalar(scalar) else { throw error(.loneSurrogate, at: place) }
        return Array(String(unicode).utf8)
    }

    private mutating func fourHexDigits(from place: Int) throws(JSONError) -> UInt32 {
        guard offset + 4 <= bytes.count else { throw error(.unexpectedEnd) }
        var number: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw error(.badEscape, at: place) }
            number = number << 4 | UInt32(digit)
        }
        offset += 4
        return number
    }
}

/// The names of one object, compared by their bytes: two names may be different and yet canonically equivalent.
private struct Names {
    /// So many are looked through one by one; an attacker's document has thousands of objects with as many members as may be.
    private static let fewMax = 48
    private var many: Set<[UInt8]> = []

    /// False where one of `members` has that name.
    mutating func insert(_ name: String, after members: [JSONMember]) -> Bool {
        if members.count < Self.fewMax { return !members.contains { $0.name.hasSameBytes(as: name) } }
        if members.count == Self.fewMax { many = Set(members.map { Array($0.name.utf8) }) }
        return many.insert(Array(name.utf8)).inserted
    }
}
