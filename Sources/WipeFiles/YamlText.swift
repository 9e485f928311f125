// Bytes to YAML nodes, each with its place in the file.

import Yams

/// The tree of one YAML file, with the keys that were given twice.
struct YamlText {
    let root: Node
    /// By place of the first of two equal keys: what it said. The parser sees it under a changed name.
    let firstOfTwo: [YamlPlace: String]

    static let bytesMax = 1 << 20
    /// Repeated keys that are reported before reading stops.
    static let repeatedKeysMax = 20

    /// Parses a file; nil after adding a problem that leaves no tree to look at.
    static func compose(_ bytes: [UInt8], _ problems: ProblemList) -> YamlText? {
        guard bytes.count <= bytesMax else {
            problems.add(1, 1, "has more than \(bytesMax) bytes, the most that is read")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let (line, column) = invalidPlace(bytes)
            problems.add(line, column, "is not UTF-8 text")
            return nil
        }
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        guard YamlScan.check(scalars, problems) else { return nil }
        var firstOfTwo: [YamlPlace: String] = [:]
        while true {
            do {
                let yaml = String(String.UnicodeScalarView(scalars))
                // No guessing of types (`.basic`): a value is what is written, and the rules for guessing take most of the time.
                guard let root = try Yams.compose(yaml: yaml, .basic, .default, .utf8) else {
                    problems.add(1, 1, "the file is empty")
                    return nil
                }
                return YamlText(root: root, firstOfTwo: firstOfTwo)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                // The parser stops at a repeated key. The first of the two is given another name, so that the rest is still looked at.
                let place = YamlPlace(line: context.mark.line, column: context.mark.column)
                guard firstOfTwo.count < repeatedKeysMax, let index = indexOfKey(at: place, scalars),
                    let renamed = Unicode.Scalar(renamedFirst + UInt32(firstOfTwo.count))
                else {
                    problems.add(max(1, place.line), max(1, place.column), "the key \(quoted(keys.first ?? "")) is given twice")
                    return nil
                }
                firstOfTwo[place] = keyText(at: index, scalars, keys)
                scalars[index] = renamed
            } catch {
                addSyntaxProblem(error, problems)
                return nil
            }
        }
    }

    /// From here on the scalars that stand for the first letter of repeated keys, each once. No file contains one: `YamlScan` refuses
    /// private characters.
    private static let renamedFirst: UInt32 = 0xE000

    /// Index of the first scalar of the key's text at a place; nil where the key is empty.
    private static func indexOfKey(at place: YamlPlace, _ scalars: [Unicode.Scalar]) -> Int? {
        var line = 1
        var index = 0
        while line < place.line, index < scalars.count {
            if scalars[index] == "\n" || (scalars[index] == "\r" && (index + 1 == scalars.count || scalars[index + 1] != "\n")) {
                line += 1
            }
            index += 1
        }
        index += place.column - 1
        if index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        guard index < scalars.count, !["\"", "'", "\\", ":", "\n"].contains(scalars[index]) else { return nil }
        return index
    }

    /// Which of the repeated keys stands at an index.
    private static func keyText(at index: Int, _ scalars: [Unicode.Scalar], _ keys: [String]) -> String {
        let matching = keys.filter { scalars[index...].starts(with: $0.unicodeScalars) }
        return matching.max { $0.count < $1.count } ?? keys.first ?? ""
    }

    private static func addSyntaxProblem(_ error: any Error, _ problems: ProblemList) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            problems.add(max(1, mark.line), max(1, mark.column), "is not valid YAML here: \(printable(problem, scalarsMax: 200))")
        case YamlError.reader(let problem, _, _, _):
            problems.add(1, 1, "is not valid YAML: \(printable(problem, scalarsMax: 200))")
        default:
            problems.add(1, 1, "is not valid YAML")
        }
    }
}

/// A place in a file: line and column from 1.
struct YamlPlace: Hashable {
    var line: Int
    var column: Int
}

/// Line and column of the first byte that is not UTF-8; 1:1 when all are.
func invalidPlace(_ bytes: [UInt8]) -> (line: Int, column: Int) {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var line = 1
    var column = 1
    while true {
        switch decoder.decode(&iterator) {
        case .scalarValue("\n"):
            line += 1
            column = 1
        case .scalarValue: column += 1
        case .emptyInput: return (1, 1)
        case .error: return (line, column)
        }
    }
}
