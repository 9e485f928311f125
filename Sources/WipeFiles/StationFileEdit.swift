// New bays in a station file that people wrote: their lines are added and not a letter of the rest is changed. What comes out is read again, and
// must say what the file said before, and the new bays, and nothing else.

package import WipeCore
import Yams

/// Adds bays to the text of a station file.
package enum StationFileEdit {
    /// The text with these bays behind those that it has.
    ///
    /// - Throws: The problems of a file that is not sound; one that names the lines to be added by hand, where the place of its bays is written in a
    ///   way that this does not change safely.
    package static func adding(_ bays: [Bay], to bytes: [UInt8], name: String) throws(FileProblems) -> [UInt8] {
        let before = try StationFile.read(bytes: bytes, name: name)
        guard !bays.isEmpty else { return bytes }
        let problems = ProblemList(file: name)
        guard let yaml = YamlText.compose(bytes, problems), let list = BayList(yaml, String(decoding: bytes, as: UTF8.self)) else {
            throw byHand(bays, name, 1)
        }
        let edited = Array(list.adding(bays).utf8)
        var expected = before
        expected.rules.bays += bays
        do throws(FileProblems) {
            // The new bays may be wrong themselves: a name or a place that another one has. That is said as it is.
            guard try StationFile.read(bytes: edited, name: name) == expected else { throw byHand(bays, name, list.line) }
        } catch {
            if let problem = error.problems.first, !problem.message.hasPrefix(handHint) { throw error }
            throw byHand(bays, name, list.line)
        }
        return edited
    }

    private static let handHint = "the list of bays is written in a way that setup does not change; add by hand"

    private static func byHand(_ bays: [Bay], _ name: String, _ line: Int) -> FileProblems {
        let lines = bays.map { BayLine.text($0) }.joined(separator: ", ")
        return FileProblems([FileProblem(file: name, line: line, column: 1, message: "\(handHint): \(lines)")])
    }
}

/// A bay as one line of the station file.
package enum BayLine {
    /// `{ id: A1, match: { ID_PATH: "…" }, onAttach: hold }`.
    package static func text(_ bay: Bay) -> String {
        let match = bay.match.map { "\($0.property): \(quoted($0.glob))" }.joined(separator: ", ")
        // A name of digits alone, or a word like `no`, would be something else to other readers of YAML.
        let isPlain = bay.id.wholeMatch(of: /[A-Za-z]+[0-9]+/) != nil
        return "{ id: \(isPlain ? bay.id : quoted(bay.id)), match: { \(match) }, onAttach: \(bay.onAttach.rawValue) }"
    }

    /// Between double quotes a backslash is written twice.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

/// The lines of the list of bays in a station file.
private struct BayList {
    /// Line of `bays:`.
    let line: Int
    private var lines: [Substring]
    private let lineEnd: String
    /// Index of the line behind which new bays stand.
    private let last: Int
    private let indent: String
    /// Line and index of the `[]` of an empty list, in Unicode scalars.
    private var empty: (line: Int, column: Int)?

    /// Nil where the list is written between brackets, with bays in it, or is not there.
    init?(_ yaml: YamlText, _ text: String) {
        guard let pair = yaml.root.mapping?.first(where: { $0.key.scalar?.string == "bays" }), let mark = pair.key.mark,
            let sequence = pair.value.sequence
        else { return nil }
        line = mark.line
        lineEnd = text.utf8.contains(0x0D) ? "\r\n" : "\n"
        lines = text.split(separator: lineEnd.first ?? "\n", omittingEmptySubsequences: false)
        guard let first = sequence.first else {
            guard let place = pair.value.mark else { return nil }
            (empty, last) = ((place.line - 1, place.column - 1), place.line - 1)
            indent = String(repeating: " ", count: mark.column + 1)
            return
        }
        guard sequence.style != .flow, let column = pair.value.mark?.column, let start = first.mark?.line, start > mark.line else {
            return nil
        }
        indent = String(repeating: " ", count: column - 1)
        // The last line of the last bay: what stands between that and the next key are comments and empty lines.
        let next = yaml.root.mapping?.compactMap { $0.key.mark?.line }.filter { $0 > mark.line }.min() ?? lines.count + 1
        var index = min(next - 2, lines.count - 1)
        while index > start - 1, Self.isBlankOrComment(lines[index]) { index -= 1 }
        last = index
    }

    /// The whole text with these bays behind the others.
    func adding(_ bays: [Bay]) -> String {
        var lines = lines.map(String.init)
        if let empty, lines.indices.contains(empty.line) {
            var scalars = Array(lines[empty.line].unicodeScalars)
            // `[]`, perhaps with blanks in it, and the one before it.
            let isSpaced = empty.column > 0 && scalars[empty.column - 1] == " "
            if let end = scalars[min(empty.column, scalars.count)...].firstIndex(of: "]") {
                scalars.removeSubrange((isSpaced ? empty.column - 1 : empty.column)...end)
            }
            var line = String(String.UnicodeScalarView(scalars))
            while line.last == " " { line.removeLast() }
            lines[empty.line] = line
        }
        lines.insert(contentsOf: bays.map { indent + "- " + BayLine.text($0) }, at: min(last + 1, lines.count))
        if last + 1 == lines.count - bays.count { lines.append("") }
        return lines.joined(separator: lineEnd)
    }

    private static func isBlankOrComment(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " || $0 == "\t" }
        return text.isEmpty || text.first == "#"
    }
}
