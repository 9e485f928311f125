// What a scanner's words mean, one after the other: a bay, then the tag of the drive in it. No I/O: who asks and prints is the caller's matter.

/// Turns scanned words into pairs. Whatever is out of order begins a new pair: a tag never goes to a bay that was not scanned just before it.
package struct ScanDialogue: Hashable, Sendable {
    /// A pair that is begun is given up after so many seconds: the next person must not tag the bay of the one before.
    package static let patienceSeconds = 60

    /// What follows from one word.
    package enum Step: Hashable, Sendable {
        /// Say what is waited for, nothing else.
        case wait
        case link(bay: String, tag: String)
        /// Nothing was linked, and why.
        case explain(String)
        case end
    }

    /// Ids of the station's bays.
    package let bays: Set<String>
    package let language: Language
    /// The bay whose tag is waited for.
    package private(set) var bay: String?

    package init(bays: Set<String>, language: Language = .en) {
        self.bays = bays
        self.language = language
    }

    /// What is waited for.
    package var prompt: String { bay.map { say("scan-tag", ["bay": $0]) } ?? say("scan-bay") }

    /// - Parameter endsIt: the word is one that ends the dialogue.
    package mutating func take(_ word: String, endsIt: Bool) -> Step {
        if endsIt { return .end }
        let isBay = bays.contains(word)
        guard let open = bay else {
            guard isBay else { return .explain(say("no-bay", ["word": word])) }
            bay = word
            return .wait
        }
        bay = nil
        if isBay { return .explain(say("bay-for-tag", ["bay": open, "word": word])) }
        return .link(bay: open, tag: word)
    }

    /// Nothing came for `patienceSeconds`.
    package mutating func tire() -> Step {
        guard let open = bay else { return .wait }
        bay = nil
        return .explain(say("no-tag", ["bay": open, "seconds": String(Self.patienceSeconds)]))
    }

    private func say(_ code: String, _ parameters: [String: String] = [:]) -> String {
        Vocabulary.scan.text(code, parameters, in: language)
    }
}
