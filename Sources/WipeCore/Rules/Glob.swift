// Shell-style globs over udev properties: how the station file names bays and what is never wiped.

/// A shell-style glob over Unicode scalars; the whole text must match and case counts.
///
/// `*` any run, `?` one scalar, `[a-z_]` one of a set, `[!a-z]` one not in it (a `]` right after the opening is a member), `\` quotes
/// the next scalar. `/` and a leading `.` are nothing special. One star at a time is ever tried again, so the time is at most
/// pattern length times text length, whatever the pattern.
package struct Glob: Hashable, Sendable {
    /// Scalars of the longest pattern.
    package static let scalarsMax = 1024

    enum Token: Hashable, Sendable {
        case anyRun
        case anyOne
        case scalar(Unicode.Scalar)
        case set(ranges: [ClosedRange<UInt32>], negated: Bool)
    }

    let tokens: [Token]

    /// Nil where `check` has something to say.
    package init?(_ pattern: String) {
        guard case .success(let tokens) = Glob.parse(pattern) else { return nil }
        self.tokens = tokens
    }

    /// What is wrong with a pattern, in one sentence; nil where it is sound.
    package static func check(_ pattern: String) -> String? {
        switch parse(pattern) {
        case .success: nil
        case .failure(let problem): problem.text
        }
    }

    /// True for a pattern that every text of some length matches (`*`, `??`): it names nothing.
    package var isWildcardOnly: Bool { tokens.allSatisfy { $0 == .anyRun || $0 == .anyOne } }

    /// True when the whole of `text` matches.
    package func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var position = 0
        var token = 0
        // Where to go on when something after the last star does not fit: that star takes one scalar more.
        var starToken: Int?
        var starPosition = 0
        while position < scalars.count {
            if token < tokens.count, tokens[token] == .anyRun {
                starToken = token
                starPosition = position
                token += 1
            } else if token < tokens.count, tokens[token].accepts(scalars[position]) {
                token += 1
                position += 1
            } else if let star = starToken {
                starPosition += 1
                position = starPosition
                token = star + 1
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == .anyRun }
    }

    private struct Problem: Error {
        var text: String
    }

    private static func parse(_ pattern: String) -> Result<[Token], Problem> {
        let scalars = Array(pattern.unicodeScalars)
        guard !scalars.isEmpty else { return .failure(Problem(text: "an empty glob matches nothing that has a name")) }
        guard scalars.count <= scalarsMax else { return .failure(Problem(text: "the glob is longer than \(scalarsMax) characters")) }
        var tokens: [Token] = []
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "*":
                // Two stars in a row say no more than one.
                if tokens.last != .anyRun { tokens.append(.anyRun) }
                index += 1
            case "?":
                tokens.append(.anyOne)
                index += 1
            case "\\":
                guard index + 1 < scalars.count else { return .failure(Problem(text: "the glob ends in a backslash that quotes nothing")) }
                tokens.append(.scalar(scalars[index + 1]))
                index += 2
            case "[":
                switch parseSet(scalars, at: index) {
                case .failure(let problem): return .failure(problem)
                case .success(let (token, next)):
                    tokens.append(token)
                    index = next
                }
            case let scalar:
                tokens.append(.scalar(scalar))
                index += 1
            }
        }
        return .success(tokens)
    }

    /// Reads `[…]` from the bracket at `start`; gives the token and the index after the closing bracket.
    private static func parseSet(_ scalars: [Unicode.Scalar], at start: Int) -> Result<(Token, Int), Problem> {
        var index = start + 1
        var negated = false
        if index < scalars.count, scalars[index] == "!" {
            negated = true
            index += 1
        } else if index < scalars.count, scalars[index] == "^" {
            return .failure(Problem(text: "write [!…] for \"none of these\", or quote the ^ with a backslash"))
        }
        var ranges: [ClosedRange<UInt32>] = []
        let first = index
        while index < scalars.count {
            if scalars[index] == "]", index > first { return .success((.set(ranges: ranges, negated: negated), index + 1)) }
            if scalars[index] == "[", index + 1 < scalars.count, [":", "=", "."].contains(scalars[index + 1]) {
                return .failure(Problem(text: "classes such as [:digit:] are not known; write [0-9]"))
            }
            guard let low = member(scalars, &index) else { break }
            guard index + 1 < scalars.count, scalars[index] == "-", scalars[index + 1] != "]" else {
                ranges.append(low.value...low.value)
                continue
            }
            index += 1
            guard let high = member(scalars, &index) else { break }
            guard low.value <= high.value else { return .failure(Problem(text: "the range \(low)-\(high) runs backwards")) }
            ranges.append(low.value...high.value)
        }
        return .failure(Problem(text: "a [ has no closing ]"))
    }

    /// One member of a set, quoted or not; moves `index` past it. Nil at the end of the pattern.
    private static func member(_ scalars: [Unicode.Scalar], _ index: inout Int) -> Unicode.Scalar? {
        if index < scalars.count, scalars[index] == "\\" { index += 1 }
        guard index < scalars.count else { return nil }
        index += 1
        return scalars[index - 1]
    }
}

extension Glob.Token {
    fileprivate func accepts(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .anyRun: false
        case .anyOne: true
        case .scalar(let wanted): wanted == scalar
        case .set(let ranges, let negated): ranges.contains { $0.contains(scalar.value) } != negated
        }
    }
}
