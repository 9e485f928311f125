// A code and a sentence. Codes are stable, sentences may change; each thing that has reasons has a vocabulary of its own for them.

package import WipeWords

/// A closed vocabulary of stable words, as they stand on the wire, in the journal, in the database and in the certificates. `Codes.md` explains each.
package protocol StableCode: RawRepresentable<String>, CaseIterable, Codable, Hashable, Sendable {}

/// A vocabulary that takes in the words of others, each of which stands in one of them alone.
package protocol JoinedCode: StableCode {}

extension JoinedCode {
    /// The case that says this word.
    package init?(rawValue: String) {
        guard let found = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = found
    }
}

/// A code whose sentences stand in the table of words.
package protocol WordedCode: StableCode {
    /// Where they stand.
    static var vocabulary: Vocabulary { get }
}

extension WordedCode {
    /// What it says in general, for a code that has one sentence without parameters.
    package var message: String { Self.vocabulary.text(rawValue, in: .en) }
}

/// A stable code with a sentence for people, and what that sentence is made of, so that it can be said in another language too.
package struct Reason<Code: StableCode>: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case code, message, variant, parameters }
    package var code: Code
    /// In English, as it was said.
    package var message: String
    /// Which of the sentences of this code; nil for the first, also in older values.
    package private(set) var variant: String?
    /// What fills its places; nil for nothing, also in older values.
    package private(set) var parameters: [String: String]?

    /// What was said already.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The sentence is what was said; what it is made of follows from it.
    package static func == (one: Self, other: Self) -> Bool { one.code == other.code && one.message == other.message }
    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
    }

    /// The same among the words of a wider vocabulary.
    package func among<Wider: StableCode>(_ wider: (Code) -> Wider) -> Reason<Wider> {
        var same = Reason<Wider>(wider(code), message)
        same.variant = variant
        same.parameters = parameters
        return same
    }
}

extension Reason {
    /// A sentence of the table of `vocabulary`.
    package init(_ code: Code, of vocabulary: Vocabulary, variant: String? = nil, _ parameters: [String: String] = [:]) {
        self.init(code, vocabulary.text(code.rawValue, variant: variant, parameters, in: .en))
        self.variant = variant
        self.parameters = parameters.isEmpty ? nil : parameters
    }
}

extension Reason where Code: WordedCode {
    /// A sentence of the code's own table.
    package init(_ code: Code, variant: String? = nil, _ parameters: [String: String] = [:]) {
        self.init(code, of: Code.vocabulary, variant: variant, parameters)
    }
}
