// JSONValue to bytes, in two forms: the canonical one that is hashed, and the indented one that is published.

extension JSONValue {
    /// The canonical bytes of RFC 8785 (JSON Canonicalization Scheme): no white space, names in the order of their UTF-16 code units.
    public var canonicalBytes: [UInt8] {
        var output: [UInt8] = []
        writeCanonical(to: &output)
        return output
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
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            // UTF-16 order differs from UTF-8 order above the basic plane (RFC 8785, section 3.2.3).
            for (index, member) in members.sorted(by: { Self.precedes($0.name, $1.name) }).enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.writeCanonical(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        default: writeScalar(to: &output)
        }
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
        let hex = Array("0123456789abcdef".utf8)
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output.append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
            case 0x08: output.append(contentsOf: "\\b".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0x0A: output.append(contentsOf: "\\n".utf8)
            case 0x0C: output.append(contentsOf: "\\f".utf8)
            case 0x0D: output.append(contentsOf: "\\r".utf8)
            case 0..<0x20: output.append(contentsOf: "\\u00".utf8 + [hex[Int(byte >> 4)], hex[Int(byte & 15)]])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
