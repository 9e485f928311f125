// How single facts are written: nil is null, and what no reader could hold is not known.

enum Written {
    /// Text from outside is cut here, so that a hostile name cannot make a document unreadable.
    static let scalarsMax = 1_000

    static func text(_ text: String) -> JSONValue {
        guard let cut = text.unicodeScalars.index(text.startIndex, offsetBy: scalarsMax, limitedBy: text.endIndex), cut < text.endIndex
        else {
            return .string(text)
        }
        return .string(String(text.unicodeScalars[..<cut]) + "…")
    }

    /// Empty is absent, never an empty text (rule H16).
    static func text(orNull text: String?) -> JSONValue {
        guard let text, !text.isEmpty else { return .null }
        return Self.text(text)
    }

    /// A number from 0; null where it is unknown or where a JSON reader could not hold it.
    static func count(_ number: Int?) -> JSONValue {
        guard let number, (0...JSONValue.integerMax).contains(number) else { return .null }
        return .integer(number)
    }

    static func time(_ time: UTCTime?) -> JSONValue { time.map { .string($0.description) } ?? .null }

    static func flag(_ flag: Bool?) -> JSONValue { flag.map(JSONValue.bool) ?? .null }

    static func word(_ word: (some RawRepresentable<String>)?) -> JSONValue { word.map { .string($0.rawValue) } ?? .null }

    static func words(_ words: [some RawRepresentable<String>]) -> JSONValue { .array(words.map { .string($0.rawValue) }) }
}
