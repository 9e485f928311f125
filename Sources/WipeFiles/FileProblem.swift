// WipeFiles: what people write. Question: what do this station file, this policy, this intake list say, and what is wrong with them?
// In: bytes and a name for messages. Out: values of WipeCore, or every problem found, each with file, line and column.

import WipeCore
import WipeWords

/// One thing wrong with a file, at the place where a person must look.
package struct FileProblem: Hashable, Sendable, CustomStringConvertible {
    /// The name that the caller gave, in general a path.
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, counted in Unicode scalars.
    package let column: Int
    /// One sentence: what was expected, what was found. Free of control characters.
    package let message: String
    /// What the message is made of, so that it can be said in another language; nil where only this case has the words.
    package let said: SaidProblem?

    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        said = nil
    }

    init(file: String, line: Int, column: Int, _ said: SaidProblem) {
        self.file = file
        self.line = line
        self.column = column
        self.said = said
        message = said.message
    }

    /// `FILE:LINE:COLUMN: message`.
    package var description: String { "\(printable(file, scalarsMax: 4096)):\(line):\(column): \(message)" }
}

/// What is wrong with an intake list or one of its rows, as a sentence of the table of words.
package struct SaidProblem: Hashable, Sendable {
    /// What it is about.
    package enum Kind: String, Sendable {
        case list = "intake-unreadable"
        case row = "row-malformed"
        case note = "row-noted"
    }
    package let code: Kind
    package let variant: String
    package let parameters: [String: String]

    init(_ code: Kind, _ variant: String, _ parameters: [String: String] = [:]) {
        self.code = code
        self.variant = variant
        self.parameters = parameters
    }

    /// In English.
    package var message: String { Vocabulary.problem.text(code.rawValue, variant: variant, parameters, in: .en) }
}

/// All problems of one file or folder, in the order of their places; never empty.
package struct FileProblems: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [FileProblem]

    init(_ problems: [FileProblem]) {
        self.problems = problems
    }

    /// One line for each problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Collects the problems of one file while it is read. A class, since every part of a reader adds to the same list.
final class ProblemList {
    /// Problems of one file that are listed; a file with more of them is not one that somebody wrote.
    static let problemsMax = 1000

    let file: String
    private(set) var problems: [FileProblem] = []

    init(file: String) {
        self.file = file
    }

    /// True when nothing more is listed; `finish` says so.
    var isFull: Bool { problems.count >= ProblemList.problemsMax }

    /// The message is only made where it is listed: some are costly.
    func add(_ line: Int, _ column: Int, _ message: @autoclosure () -> String) {
        guard !isFull else { return }
        problems.append(FileProblem(file: file, line: line, column: column, message: message()))
    }

    func add(_ line: Int, _ column: Int, _ said: SaidProblem) {
        guard !isFull else { return }
        problems.append(FileProblem(file: file, line: line, column: column, said))
    }

    /// Throws all problems, sorted by place, when there is one.
    func finish() throws(FileProblems) {
        guard !problems.isEmpty else { return }
        // A stable order: problems at one place stay in the order in which they were found.
        let sorted = problems.enumerated().sorted { a, b in
            (a.element.line, a.element.column, a.offset) < (b.element.line, b.element.column, b.offset)
        }
        let more = FileProblem(
            file: file, line: sorted.last?.element.line ?? 1, column: 1, message: "too many problems; the rest is not listed")
        throw FileProblems(sorted.map(\.element) + (isFull ? [more] : []))
    }
}

/// Outside text as it may be shown, cut after `scalarsMax`.
func printable(_ text: String, scalarsMax: Int = 60) -> String { PlainText.escaped(text, scalarsMax: scalarsMax) }

/// Outside text in quotes, for messages.
func quoted(_ text: String) -> String { "\"\(printable(text))\"" }

/// `; did you mean "slots"?` where one of `known` is within two letters, else nothing.
func suggestion(for word: String, among known: [String]) -> String {
    nearest(to: word, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
}

/// The one of `known` that is within two letters; nil where none is.
func nearest(to word: String, among known: [String]) -> String? {
    guard word.unicodeScalars.count <= 64 else { return nil }
    let distances = known.map { ($0, editDistance(Array(word.lowercased().unicodeScalars), Array($0.lowercased().unicodeScalars))) }
    guard let (best, distance) = distances.min(by: { $0.1 < $1.1 }), distance <= 2, distance < best.count else { return nil }
    return best
}

/// Levenshtein distance.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
            let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
            diagonal = row[j + 1]
            row[j + 1] = next
        }
    }
    return row[b.count]
}
