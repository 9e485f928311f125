// What a YAML file may not contain here, looked for before the YAML parser sees it.
//
// The subset that is left (mappings, lists, plain texts, quoted texts that end on their line) is all that a station file or a policy
// needs. Refused: anchors, aliases (a few lines of them grow to gigabytes), tags, block texts, deep nesting, tabs as indentation, and
// characters that make a text look like another one than it is.

/// One walk over the scalars of a YAML text.
struct YamlScan {
    static let depthMax = 16
    static let indentationMax = 64

    private enum State {
        case plain
        case comment
        case singleQuoted
        case doubleQuoted
    }

    private let scalars: [Unicode.Scalar]
    private let problems: ProblemList
    private var state = State.plain
    private var line = 1
    private var column = 1
    /// True where a value, a key or an indicator may begin.
    private var atToken = true
    private var indenting = true
    private var afterSpace = true
    /// True right after a closing quote or bracket: a colon there ends a key even without a space behind it.
    private var afterClosing = false
    private var flowDepth = 0
    private var quoteColumn = 1

    private init(_ scalars: [Unicode.Scalar], _ problems: ProblemList) {
        self.scalars = scalars
        self.problems = problems
    }

    /// Adds a problem for everything in `scalars` that is refused; true when there was none.
    static func check(_ scalars: [Unicode.Scalar], _ problems: ProblemList) -> Bool {
        var scan = YamlScan(scalars, problems)
        let before = problems.problems.count
        for index in scalars.indices { scan.step(index) }
        scan.endLine()
        return problems.problems.count == before
    }

    private mutating func step(_ index: Int) {
        let scalar = scalars[index]
        let next = index + 1 < scalars.count ? scalars[index + 1] : "\n"
        if scalar == "\n" || (scalar == "\r" && next != "\n") {
            endLine()
            line += 1
            column = 1
            return
        }
        if isRefusedCharacter(scalar) {
            add("the character U+\(String(scalar.value, radix: 16, uppercase: true)) cannot be seen and is not allowed")
        }
        switch state {
        case .comment: break
        case .singleQuoted where scalar == "'": closeQuote()
        case .doubleQuoted where scalar == "\"" && !isEscaped(index): closeQuote()
        case .singleQuoted, .doubleQuoted: break
        case .plain: stepPlain(scalar, next)
        }
        column += 1
    }

    private mutating func stepPlain(_ scalar: Unicode.Scalar, _ next: Unicode.Scalar) {
        if scalar == " " || scalar == "\t" || scalar == "\r" {
            if scalar == "\t", indenting { add("a tab cannot indent YAML; use spaces") }
            afterSpace = true
            return
        }
        if indenting, column > YamlScan.indentationMax { add("indented by more than \(YamlScan.indentationMax) spaces") }
        let startsToken = atToken
        let startsLine = indenting
        let spaced = afterSpace
        let closed = afterClosing
        indenting = false
        afterClosing = scalar == "]" || scalar == "}"
        afterSpace = false
        if scalar == "#", spaced {
            state = .comment
            return
        }
        if startsToken { return stepToken(scalar, next) }
        switch scalar {
        case ":": atToken = isBlank(next) || (closed && flowDepth > 0)
        case ",": atToken = flowDepth > 0
        case "]", "}": flowDepth = max(0, flowDepth - 1)
        // The third hyphen of a document marker; a value may stand behind it.
        case "-": atToken = column == 3 && next == " " && !startsLine
        default: break
        }
    }

    /// A scalar that begins something.
    private mutating func stepToken(_ scalar: Unicode.Scalar, _ next: Unicode.Scalar) {
        switch scalar {
        case "'", "\"":
            state = scalar == "'" ? .singleQuoted : .doubleQuoted
            quoteColumn = column
            atToken = false
        case "[", "{":
            flowDepth += 1
            if flowDepth == YamlScan.depthMax + 1 { add("nested more than \(YamlScan.depthMax) deep") }
        case "]", "}":
            flowDepth = max(0, flowDepth - 1)
            atToken = false
        case ",": break
        case ":" where isBlank(next) || flowDepth > 0: break
        case "-", "?":
            atToken = isBlank(next)
            if atToken, column > YamlScan.indentationMax { add("indented by more than \(YamlScan.indentationMax) spaces") }
        case "&", "*":
            add("YAML anchors and aliases are not allowed; put a text that begins with \(scalar) in quotes")
            atToken = false
        case "!":
            add("YAML tags are not allowed; put a text that begins with ! in quotes")
            atToken = false
        case "|", ">":
            add("block texts are not allowed; put the text in quotes, on one line")
            atToken = false
        default: atToken = false
        }
    }

    private mutating func closeQuote() {
        state = .plain
        afterClosing = true
    }

    /// Inside double quotes: true when an odd number of backslashes stands before.
    private func isEscaped(_ index: Int) -> Bool {
        var start = index
        while start > 0, scalars[start - 1] == "\\" { start -= 1 }
        return (index - start) % 2 == 1
    }

    private mutating func endLine() {
        if state == .singleQuoted || state == .doubleQuoted {
            problems.add(line, quoteColumn, "the quote opened here is not closed on its line")
        }
        state = .plain
        atToken = true
        indenting = true
        afterSpace = true
    }

    private func add(_ message: String) { problems.add(line, column, message) }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" }

    private func isRefusedCharacter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\t" || scalar == "\r" { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: return true
        default: return false
        }
    }
}
