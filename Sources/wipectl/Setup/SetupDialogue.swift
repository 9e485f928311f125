// What comes of each drive that is plugged in and each word that is typed while somebody names bays. No I/O: who watches drives and prints is the
// caller's matter. Nothing is written before the person has seen all of it and says yes.

import WipeCore
import WipeFiles
import WipeWords

/// Names the slots of a station one after the other.
struct SetupDialogue: Hashable, Sendable {
    /// A drive as the dialogue sees it.
    struct Sight: Hashable, Sendable {
        /// `/dev/sdb`.
        var node: String
        /// What people call it: model, size, serial.
        var drive: String
        /// Condition by which a bay would know its port; nil where nothing names that.
        var port: PropertyMatch?
        /// What the running system needs it for; nil where it does not.
        var systemUse: String?
        /// Why that cannot be told; nil where it can.
        var usageProblem: String?
        /// The bay of the station file that it is in; nil where it is in none.
        var bay: String?
    }

    enum Event: Hashable, Sendable {
        case appeared(Sight)
        /// By its node.
        case left(String)
        case typed(String)
        /// Something that cannot be read came in.
        case unreadable
        /// Nobody types any more.
        case ended
    }

    /// What follows from one event.
    enum Step: Hashable, Sendable {
        /// Sentences for the person; the dialogue goes on.
        case say([String])
        /// It is over, and these bays are to be written; none where the person wants nothing written.
        case finish([Bay], [String])
    }

    private enum Phase: Hashable, Sendable { case naming, confirming }

    let language: Language
    /// The file that is to be written.
    let file: String
    /// Bays of the station file.
    private let known: [Bay]
    private(set) var learnt: [Bay] = []
    /// Name of the next bay; nil where it has to be typed.
    private(set) var name: String?
    private var present: [String: Sight]
    private var phase = Phase.naming

    /// - Parameter present: drives that are plugged in already, by their nodes.
    init(bays: [Bay], present: [Sight], file: String, language: Language) {
        known = bays
        self.file = file
        self.language = language
        self.present = Dictionary(present.map { ($0.node, $0) }, uniquingKeysWith: { $1 })
        name = bays.isEmpty ? "A1" : bays.last.flatMap { Self.successor($0.id) }
        if let name, taken(name) != nil { self.name = nil }
    }

    /// What is waited for.
    var prompt: String {
        if phase == .confirming {
            let count = say("count", variant: learnt.count == 1 ? "one" : nil, ["number": String(learnt.count)])
            return say("ask-write", ["count": count, "file": file])
        }
        return name.map { say("ask-drive", ["bay": $0]) } ?? say("ask-name")
    }

    /// What is to be said before anything is plugged in.
    var opening: [String] {
        let armed = known.filter { $0.onAttach == .wipe }.map(\.id)
        return [say("welcome")] + (armed.isEmpty ? [] : [say("armed", ["bays": armed.joined(separator: ", ")])])
    }

    /// What ends it where drives can no longer be watched.
    var blindness: String { say("blind") }

    mutating func take(_ event: Event) -> Step {
        switch event {
        case .appeared(let sight):
            defer { present[sight.node] = sight }
            return phase == .naming ? .say([learn(sight)]) : .say([])
        case .left(let node):
            present[node] = nil
            return .say([])
        case .typed(let word): return phase == .naming ? typed(word) : answered(word)
        case .unreadable: return .say([say("bad-name", ["word": "?"])])
        // Whoever goes away has not said yes.
        case .ended: return .finish([], [say(learnt.isEmpty ? "nothing-learnt" : "given-up")])
        }
    }

    // MARK: drives

    private mutating func learn(_ sight: Sight) -> String {
        let facts = ["drive": sight.drive, "node": sight.node]
        if let use = sight.systemUse { return say("system-drive", facts.merging(["use": use]) { $1 }) }
        if let why = sight.usageProblem { return say("usage-unknown", facts.merging(["why": why]) { $1 }) }
        guard let port = sight.port else { return say("nameless-port", facts) }
        let place = "\(port.property)=\(port.glob)"
        if let other = present.values.filter({ $0.port == port && $0.node != sight.node }).map(\.node).min() {
            return say("same-port", facts.merging(["other": other]) { $1 })
        }
        if let bay = sight.bay ?? learnt.first(where: { $0.match == [port] })?.id {
            return say("is-bay", ["port": place, "bay": bay, "drive": sight.drive])
        }
        guard let name else { return say("no-name") }
        // What wipes by itself is a decision of its own, and not this one.
        learnt.append(Bay(id: name, match: [port], onAttach: .hold))
        self.name = Self.successor(name).flatMap { taken($0) == nil ? $0 : nil }
        return say("learnt", ["bay": name, "port": place, "drive": sight.drive])
    }

    // MARK: words

    private mutating func typed(_ word: String) -> Step {
        switch word.uppercased() {
        case "DONE", "FIN":
            guard !learnt.isEmpty else { return .finish([], [say("nothing-learnt")]) }
            phase = .confirming
            return .say(learnt.map({ BayLine.text($0) }))
        case "BACK", "RETOUR":
            guard let last = learnt.popLast() else { return .say([say("nothing-to-take-back")]) }
            name = last.id
            return .say([say("taken-back", ["bay": last.id])])
        default: break
        }
        // A drive that need not be pulled: its slot is named by its node.
        if let sight = present[word] ?? present["/dev/" + word] { return .say([learn(sight)]) }
        guard (1...32).contains(word.utf8.count), word.utf8.allSatisfy(Self.isNameLetter), !Bay.spoken(word).isEmpty else {
            return .say([say("bad-name", ["word": word])])
        }
        if ScanWords.contain(word) { return .say([say("scan-word", ["word": word])]) }
        if let bay = taken(word) { return .say([say("name-taken", ["word": word, "bay": bay])]) }
        name = word
        return .say([])
    }

    private mutating func answered(_ word: String) -> Step {
        switch word.uppercased() {
        case "YES", "OUI": return .finish(learnt, [])
        case "NO", "NON": return .finish([], [say("given-up")])
        case "BACK", "RETOUR":
            phase = .naming
            return .say([])
        default: return .say([say("yes-or-no")])
        }
    }

    /// The bay whose name cannot be told from this one when it is read out; nil where there is none.
    private func taken(_ name: String) -> String? { (known + learnt).first { Bay.spoken($0.id) == Bay.spoken(name) }?.id }

    /// A1 → A2, 09 → 10; nil for a name without a number at its end.
    static func successor(_ name: String) -> String? {
        let digits = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard let number = Int(digits), number < 9999 else { return nil }
        let next = String(number + 1)
        return name.dropLast(digits.count) + String(repeating: "0", count: max(0, digits.count - next.count)) + next
    }

    private static func isNameLetter(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "._-".utf8.contains(byte)
    }

    func say(_ code: String, variant: String? = nil, _ parameters: [String: String] = [:]) -> String {
        Vocabulary.setup.text(code, variant: variant, parameters, in: language)
    }
}
