// ArgumentParser has one language. What it says of a command line is looked for in the table of words, and told in the person's language from there.

import WipeWords

extension Failure {
    /// A command line that ArgumentParser, or a command itself, does not take. What is not in the table is told as it is: better English than wrong.
    ///
    /// - Parameters:
    ///   - message: as ArgumentParser says it.
    ///   - usage: of the command that is meant; nil where none is.
    init(notUnderstood message: String, _ usage: String?) {
        let line = message.split(separator: "\n").first.map(String.init) ?? "the command line is not understood"
        let lowered = line.prefix(1).lowercased() + line.dropFirst()
        let sentence = lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered
        let usage = usage.map { ["usage": $0] } ?? [:]
        guard let known = Self.known(sentence) else {
            self = .usage(sentence, hint: usage["usage"].map { "usage: " + $0 })
            return
        }
        self.init(code: .usage, variant: known.variant, known.parameters.merging(usage) { one, _ in one }, status: .usage)
        if usage.isEmpty { hint = nil }
    }

    /// The sentence of the table that a text is, the one with the fewest letters in its places.
    private static func known(_ sentence: String) -> (variant: String, parameters: [String: String])? {
        let prefix = Code.usage.rawValue + "."
        let found = Vocabulary.failure.wordings.compactMap { code, wording -> (variant: String, parameters: [String: String])? in
            guard code.hasPrefix(prefix), let parameters = wording.sentence.parameters(of: sentence, .en) else { return nil }
            // A list of arguments comes with its own quotation marks.
            return (String(code.dropFirst(prefix.count)), parameters.mapValues { $0.replacing("', '", with: ", ") })
        }
        return found.min { open($0.parameters) < open($1.parameters) }
    }

    private static func open(_ parameters: [String: String]) -> Int { parameters.values.reduce(0) { $0 + $1.count } }
}
