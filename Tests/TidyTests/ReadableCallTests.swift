// Goal: a call can be read where it stands. Method: the declarations in the sources are read as text, and their arguments without a label counted.

import Foundation
import Testing

@Suite struct ReadableCallTests {
    /// More than this many in a row, and nobody knows any more which is which.
    private static let unlabelledMax = 4

    @Test func noCallHasMoreThanFourArgumentsWithoutALabel() {
        var read = 0
        for source in SourceFile.all(in: "Sources") {
            for declaration in Self.declarations(in: source.text) {
                read += 1
                let count = Self.unlabelled(in: declaration.parameters)
                #expect(count <= Self.unlabelledMax, "\(source.path): \(declaration.name) has \(count) arguments without a label")
            }
        }
        #expect(read > 1500)
    }

    /// The counting itself: labels, closures, tuples and defaults on one or several lines.
    @Test func argumentsWithoutALabelAreCounted() {
        let text = """
            func one(_ a: Int, of b: Int, _ c: (Int, _ d: Int) -> Void = { _ in }) {}
            func two<T>(
                _ a: [String: Int], _ b: inout T,
                c: Int
            ) {}
            init?(_ a: Int) {}
            let three = call(_: 1)
            """
        let found = Self.declarations(in: text).map { "\($0.name) \(Self.unlabelled(in: $0.parameters))" }
        #expect(found == ["func one 2", "func two 2", "init 1"])
    }

    /// Functions and initialisers, each with the text between its parentheses.
    private static func declarations(in text: String) -> [(name: String, parameters: Substring)] {
        text.matches(of: /(?m)^[^\/\n"]*?\b(?<name>func \w+|init)[?!]?(<[^>\n]*>)?\(/).map { match in
            var depth = 1
            var end = match.range.upperBound
            while end < text.endIndex, depth > 0 {
                if text[end] == "(" { depth += 1 } else if text[end] == ")" { depth -= 1 }
                end = text.index(after: end)
            }
            return (String(match.output.name), text[match.range.upperBound..<end].dropLast())
        }
    }

    private static func unlabelled(in parameters: Substring) -> Int {
        var depth = 0
        var parts = [""]
        for character in parameters {
            if "([{".contains(character) { depth += 1 } else if ")]}".contains(character) { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.count { $0.trimmingCharacters(in: .whitespacesAndNewlines).hasPrefix("_ ") }
    }
}
