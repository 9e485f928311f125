// The one station that a key speaks for. Without it whoever has one station's key could sign in the name of every other one.

/// A station by its name and its log.
public struct KeyBinding: Sendable, Hashable {
    /// Characters of the longest name and origin.
    static let scalarsMax = 1000

    /// Name of the station, as its documents say it.
    public let station: String
    /// Origin of its log, without white space.
    public let origin: String

    /// Takes both as they are; nil where one is empty, too long or could not stand in a keys file.
    public init?(station: String, origin: String) {
        func isSound(_ text: String) -> Bool {
            (1...Self.scalarsMax).contains(text.unicodeScalars.count)
                && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        }
        guard isSound(station), isSound(origin), !origin.unicodeScalars.contains(where: { [" ", "#", "\""].contains($0) }) else {
            return nil
        }
        self.station = station
        self.origin = origin
    }

    /// From the two words of a keys file; nil where the second is no name in quotes.
    init?(origin: String, quoted: String) {
        var name = String.UnicodeScalarView()
        var rest = quoted.unicodeScalars.dropFirst()
        guard quoted.unicodeScalars.first == "\"", rest.popLast() == "\"" else { return nil }
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return nil }
            guard scalar == "\\" else {
                name.append(scalar)
                continue
            }
            guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else { return nil }
            name.append(escaped)
        }
        self.init(station: String(name), origin: origin)
    }

    /// As a keys file has it: origin, then the name in quotes.
    public var words: String {
        let escaped = station.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
        return "\(origin) \"\(escaped.joined())\""
    }

    /// What a document says of its station.
    public struct Claim: Sendable, Equatable {
        /// Every name that it gives the station; one that is missing fits no binding.
        let names: [String]
        /// The log in which it says that it stands; nil where it names none.
        private(set) var origin: String?

        /// The same, and where it names no log of its own, that under whose head it was found.
        func found(in log: @autoclosure () -> String?) -> Claim {
            var claim = self
            claim.origin = origin ?? log()
            return claim
        }

        /// Whether another document speaks for the same station: of the same log where both name one, else under a common name.
        func isOne(with other: Claim) -> Bool {
            if let origin, let another = other.origin { return origin.hasSameBytes(as: another) }
            return names.contains { name in other.names.contains { name.hasSameBytes(as: $0) } }
        }

        /// - Parameters:
        ///   - names: `issuer.name`, of a record also `station.name`.
        ///   - origin: of its `logAnchor`.
        public init(names: [String], origin: String?) {
            self.names = names
            self.origin = origin
        }
    }
}
