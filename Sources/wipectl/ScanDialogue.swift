// What a scanner's words mean, one after the other: a bay, then the tag of the drive in it. No I/O: the command asks and prints.

import WipeCore

/// Turns scanned words into pairs. Whatever is out of order begins a new pair: a tag never goes to a bay that was not scanned just before it.
struct ScanDialogue: Hashable, Sendable {
    /// A pair that is begun is given up after so long: the next person must not tag the bay of the one before.
    static let patienceSeconds = 60

    enum Step: Hashable, Sendable {
        /// Say what is waited for, nothing else.
        case wait
        case link(bay: String, tag: String)
        /// Nothing was linked, and why.
        case explain(String)
        case end
    }

    /// Ids of the station's bays.
    let bays: Set<String>
    /// The bay whose tag is waited for.
    private(set) var bay: String?

    init(bays: Set<String>) { self.bays = bays }

    /// What is waited for.
    var prompt: String { bay.map { "\($0): now scan the tag of its drive" } ?? "scan a bay" }

    mutating func take(_ word: String) -> Step {
        if ScanWords.areEnd(word) { return .end }
        let isBay = bays.contains(word)
        guard let open = bay else {
            guard isBay else {
                return .explain("\(word) is no bay of this station: first scan the bay, then the tag of its drive")
            }
            bay = word
            return .wait
        }
        bay = nil
        if isBay { return .explain("\(open) got no tag: \(word) is a bay, not a tag; begin again with the bay") }
        return .link(bay: open, tag: word)
    }

    /// Nothing came for `patienceSeconds`.
    mutating func tire() -> Step {
        guard let open = bay else { return .wait }
        bay = nil
        return .explain("\(open) got no tag within \(Self.patienceSeconds) s; begin again with the bay")
    }
}
