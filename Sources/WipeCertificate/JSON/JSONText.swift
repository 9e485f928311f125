// JSONValue to bytes, in two forms: the canonical one that is hashed, and the indented one that is published.

extension JSONValue {
    /// The canonical bytes of RFC 8785 (JSON Canonicalization Scheme): no white space, names in the order of their UTF-16 code units.
    public var canonicalBytes: [UInt8] {
        var output: [UInt8] = []
        writeCanonical(to: &output)
        return output
    }

    /// The canonical bytes, and where in them the member `name` of this object stands, with one comma beside it: without that part they are the
    /// canonical bytes of the object without the member.
    func canonicalBytes(marking name: String) -> (bytes: [UInt8], member: Range<Int>) {
        var output: [UInt8] = []
        guard case .object(let members) = self else { return (canonicalBytes, 0..<0) }
        var member = 0..<0
        Self.writeCanonical(members, to: &output) { if $0.hasSameBytes(as: name) { member = $1 } }
        // The first member has its comma behind it.
        if member.lowerBound == 1, members.count > 1 { member = member.lowerBound..<member.upperBound + 1 }
        return (output, member)
    }

    /// The published text: two spaces of indentation, members in the order of the document, LF at the end, arrays of integers on one line.
    public var prettyBytes: [UInt8] {
        var output: [UInt8] = []
        writePretty(to: &output, indent: 0)
        output.append(UInt8(ascii: "\n"))
        return output
    }

    private func writeCanonical(to output: inout [UInt8]) {
        switch self {
        case .array(let items):
            output.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                item.writeCanonical(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members): Self.writeCanonical(members, to: &output) { _, _ in }
        default: writeScalar(to: &output)
        }
    }

    /// - Parameter wrote: told the name of each member and where it stands, with the comma before it.
    private static func writeCanonical(_ members: [JSONMember], to output: inout [UInt8], wrote: (String, Range<Int>) -> Void) {
        output.append(UInt8(ascii: "{"))
        // UTF-16 order differs from UTF-8 order above the basic plane (RFC 8785, section 3.2.3).
        for (index, member) in members.sorted(by: { Self.precedes($0.name, $1.name) }).enumerated() {
            let start = output.count
            if index > 0 { output.append(UInt8(ascii: ",")) }
            Self.write(member.name, to: &output)
            output.append(UInt8(ascii: ":"))
            member.value.writeCanonical(to: &output)
            wrote(member.name, start..<output.count)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// The order of UTF-16 code units. Names are ASCII, where it is that of Swift, and a verifier sorts them by the thousand.
    private static func precedes(_ one: String, _ other: String) -> Bool {
        // A scalar beyond ASCII takes more units in UTF-8 than in UTF-16.
        let areASCII = one.utf8.count == one.utf16.count && other.utf8.count == other.utf16.count
        return areASCII ? one < other : one.utf16.lexicographicallyPrecedes(other.utf16)
    }

    private func writePretty(to output: inout [UInt8], indent: Int) {
        switch self {
        case .array(let items) where !items.allSatisfy({ $0.int != nil }):
            Self.writeBlock(items, between: "[]", to: &output, indent: indent) { $0.writePretty(to: &$1, indent: indent + 1) }
        case .object(let members) where !members.isEmpty:
            Self.writeBlock(members, between: "{}", to: &output, indent: indent) { member, output in
                Self.write(member.name, to: &output)
                output.append(contentsOf: ": ".utf8)
                member.value.writePretty(to: &output, indent: indent + 1)
            }
        default: writeCanonical(to: &output)
        }
    }

    private static func writeBlock<Item>(
        _ items: [Item], between brackets: String, to output: inout [UInt8], indent: Int, each: (Item, inout [UInt8]) -> Void
    ) {
        output.append(contentsOf: brackets.utf8.prefix(1))
        for (index, item) in items.enumerated() {
            output.append(contentsOf: (index > 0 ? ",\n" : "\n").utf8)
            output.append(contentsOf: String(repeating: " ", count: 2 * (indent + 1)).utf8)
            each(item, &output)
        }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: String(repeating: " ", count: 2 * indent).utf8)
        output.append(contentsOf: brackets.utf8.suffix(1))
    }

    private func writeScalar(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let flag): output.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let number): output.append(contentsOf: String(number).utf8)
        case .string(let text): Self.write(text, to: &output)
        case .array, .object: break  // written by the callers
        }
    }

    /// RFC 8785, section 3.2.2.2: the five short escapes, lower-case \u00xx for the other control characters, everything else as it is.
    private static func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var written = 0
            for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "\\")
            {
                output.append(contentsOf: bytes[written..<index])
                output.append(contentsOf: escape(bytes[index]))
                written = index + 1
            }
            output.append(contentsOf: bytes[written...])
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8) -> String.UTF8View {
        switch byte {
        case UInt8(ascii: "\""): "\\\"".utf8
        case UInt8(ascii: "\\"): "\\\\".utf8
        case 0x08: "\\b".utf8
        case 0x09: "\\t".utf8
        case 0x0A: "\\n".utf8
        case 0x0C: "\\f".utf8
        case 0x0D: "\\r".utf8
        default: ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)).utf8
        }
    }
}
