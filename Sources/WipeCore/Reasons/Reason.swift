// A code and a sentence. Codes are stable, sentences may change; each thing that has reasons has a vocabulary of its own for them.

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

/// A stable code with a sentence for people.
package struct Reason<Code: StableCode>: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case code, message }
    package var code: Code
    package var message: String
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The same among the words of a wider vocabulary.
    func among<Wider: JoinedCode>(_ wider: (Code) -> Wider) -> Reason<Wider> { Reason<Wider>(wider(code), message) }
}
