// Typed reading of YAML nodes: each function gives a value, or adds a problem at the node's place and gives nil.

import WipeCore
import Yams

/// A mapping whose keys are known: unknown and repeated ones are problems as soon as it is made.
struct YamlMapping {
    /// What it is, for messages: `bays[2].match`; empty for the whole file.
    let name: String
    let node: Node
    let fields: YamlFields
    /// Pairs in file order; of a repeated key the last.
    let pairs: [(key: String, keyNode: Node, value: Node)]

    /// The value of a key, or nil with a problem where it is not there.
    func required(_ key: String) -> Node? {
        if let value = optional(key) { return value }
        fields.add(node, "\(name.isEmpty ? "the file" : name) has no \"\(key)\"")
        return nil
    }

    /// The value of a key, nil where it is not there.
    func optional(_ key: String) -> Node? { pairs.last { $0.key == key }?.value }

    /// Name of a member for messages.
    func member(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
}

/// Typed access to the nodes of one file.
struct YamlFields {
    let problems: ProblemList
    let yaml: YamlText

    /// Adds a problem at a node.
    func add(_ node: Node, _ message: @autoclosure () -> String) {
        problems.add(node.mark?.line ?? 1, node.mark?.column ?? 1, message())
    }

    /// - Parameter keys: Keys that it may have; nil for any.
    func mapping(_ node: Node, _ name: String, keys: [String]?) -> YamlMapping? {
        guard case .mapping(let mapping) = node else {
            add(node, "\(name.isEmpty ? "the file" : name) must be a mapping (key: value), found \(kind(node))")
            return nil
        }
        var pairs: [(key: String, keyNode: Node, value: Node)] = []
        var firstLines: [String: Int] = [:]
        for (keyNode, value) in mapping {
            guard case .scalar(let scalar) = keyNode, !isNothing(scalar) else {
                add(keyNode, "a key must be a word, found \(kind(keyNode))")
                continue
            }
            let place = YamlPlace(line: keyNode.mark?.line ?? 1, column: keyNode.mark?.column ?? 1)
            // The text of the first of two equal keys was changed to get past the parser.
            let key = yaml.firstOfTwo[place] ?? scalar.string
            if let line = firstLines[key] {
                add(keyNode, "the key \(quoted(key)) is given twice, first on line \(line)")
            } else {
                firstLines[key] = place.line
                if let keys, !keys.contains(key) {
                    let known = keys.joined(separator: ", ")
                    let hint = suggestion(for: key, among: keys)
                    add(
                        keyNode,
                        "unknown key \(quoted(key))\(name.isEmpty ? "" : " in \(name)")\(hint.isEmpty ? "; known are \(known)" : hint)")
                }
            }
            pairs.append((key, keyNode, value))
        }
        return YamlMapping(name: name, node: node, fields: self, pairs: pairs)
    }

    func list(_ node: Node, _ name: String) -> [Node]? {
        guard case .sequence(let sequence) = node else {
            add(node, "\(name) must be a list, found \(kind(node))")
            return nil
        }
        return Array(sequence)
    }

    /// One line of text as it stands in the file, trimmed by nobody: not empty, no control characters, at most `scalarsMax` long.
    func text(_ node: Node, _ name: String, scalarsMax: Int = 200) -> String? {
        guard case .scalar(let scalar) = node, !isNothing(scalar) else {
            add(node, "\(name) must be a text, found \(kind(node))")
            return nil
        }
        let text = scalar.string
        if text.isEmpty || text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            add(node, "\(name) must not be empty")
            return nil
        }
        guard text.unicodeScalars.count <= scalarsMax else {
            add(node, "\(name) has \(text.unicodeScalars.count) characters; at most \(scalarsMax) are allowed")
            return nil
        }
        // Reachable through escapes in double quotes.
        guard printable(text, scalarsMax: scalarsMax) == text else {
            add(node, "\(name) contains characters that cannot be seen: \(quoted(text))")
            return nil
        }
        return text
    }

    /// One line of text that is a sound glob.
    func glob(_ node: Node, _ name: String, scalarsMax: Int = 200) -> String? {
        guard let text = text(node, name, scalarsMax: scalarsMax) else { return nil }
        guard let problem = Glob.check(text) else { return text }
        add(node, "\(name): \(problem)")
        return nil
    }

    /// A whole number in plain decimal digits, within `range`.
    func integer(_ node: Node, _ name: String, in range: ClosedRange<UInt64>) -> UInt64? {
        guard case .scalar(let scalar) = node, scalar.style == .plain, !isNothing(scalar) else {
            add(node, "\(name) must be a whole number, found \(kind(node))")
            return nil
        }
        let digits = scalar.string.utf8
        guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), digits.count == 1 || digits.first != 0x30 else {
            add(node, "\(name) must be a whole number in plain digits, found \(quoted(scalar.string))")
            return nil
        }
        guard let value = UInt64(scalar.string), range.contains(value) else {
            add(node, "\(name) must be between \(range.lowerBound) and \(range.upperBound), found \(printable(scalar.string))")
            return nil
        }
        return value
    }

    /// As `integer` above, for ranges that fit into `Int`.
    func integer(_ node: Node, _ name: String, in range: ClosedRange<Int>) -> Int? {
        integer(node, name, in: UInt64(range.lowerBound)...UInt64(range.upperBound)).flatMap { Int(exactly: $0) }
    }

    func flag(_ node: Node, _ name: String) -> Bool? {
        if case .scalar(let scalar) = node, scalar.style == .plain {
            if scalar.string == "true" { return true }
            if scalar.string == "false" { return false }
        }
        add(node, "\(name) must be true or false, found \(kind(node))")
        return nil
    }

    /// One word of a fixed list.
    func word<Word: RawRepresentable & CaseIterable>(_ node: Node, _ name: String, _: Word.Type) -> Word? where Word.RawValue == String {
        choice(node, name, Word.allCases.map(\.rawValue)).flatMap(Word.init(rawValue:))
    }

    /// One word of a fixed list.
    func choice(_ node: Node, _ name: String, _ words: [String]) -> String? {
        guard case .scalar(let scalar) = node, words.contains(scalar.string) else {
            let hint = node.scalar.map { suggestion(for: $0.string, among: words) } ?? ""
            add(node, "\(name) must be \(words.joined(separator: " or ")), found \(kind(node))\(hint)")
            return nil
        }
        return scalar.string
    }

    /// What a node is, for "found …".
    func kind(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): isNothing(scalar) ? "nothing" : quoted(scalar.string)
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// YAML's words for no value.
    private func isNothing(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
