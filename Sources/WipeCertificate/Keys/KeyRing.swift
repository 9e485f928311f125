// The keys that somebody trusts, read from a file that came another way than the documents.

/// The keys of a keys file, one a line: `did:key:… station|simulation|log VALID-FROM VALID-UNTIL|- [LOG-ORIGIN "STATION NAME"]`; `#` begins a comment.
///
/// With the last two words the key is bound: it is trusted only for documents of that station, and for that log. In the name a quote and a
/// backslash have a backslash before them. A key may have several lines, one for each name that its station has had.
///
/// Times are `YYYY-MM-DDTHH:MM:SSZ`, or `YYYY-MM-DD` for the first second of that day. A key is trusted from VALID-FROM on and before
/// VALID-UNTIL; `-` is without end.
public struct KeyRing: Sendable, Equatable {
    /// One line of the file.
    public struct Entry: Sendable, Equatable {
        /// The key.
        public let key: PublicKey
        /// What it is trusted for.
        public let role: KeyRole
        /// From when on.
        public let validFrom: UTCTime
        /// nil for a key without end.
        public let validUntil: UTCTime?
        /// The one station and log that it is trusted for; nil where it is not bound.
        public let binding: KeyBinding?

        /// A key with its role and interval, and what it is bound to.
        public init(key: PublicKey, role: KeyRole, validFrom: UTCTime, validUntil: UTCTime?, binding: KeyBinding? = nil) {
            self.key = key
            self.role = role
            self.validFrom = validFrom
            self.validUntil = validUntil
            self.binding = binding
        }

        /// Whether it is a log key that may sign heads of the log of this name.
        public func signsLog(named origin: String) -> Bool { role == .log && binding.map { $0.origin.hasSameBytes(as: origin) } ?? true }
    }

    /// Whether a key is trusted for something, and if not, why.
    public enum Answer: Sendable, Equatable {
        case trusted, notListed, otherRole, outsideInterval, otherStation, otherLog
    }

    /// The entries in the order of the file.
    public let entries: [Entry]

    /// A ring of these entries.
    public init(entries: [Entry]) { self.entries = entries }

    /// Reads the text of a keys file. `file` names it in errors.
    /// - Throws: `KeyRingError` with the first fault.
    public init(parsing bytes: [UInt8], file: String) throws(KeyRingError) {
        var entries: [(entry: Entry, line: Int)] = []
        for (index, line) in ChangedCopy.unmarked(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            guard let text = String(validating: line, as: UTF8.self) else {
                throw KeyRingError(.invalidUTF8, file: file, line: index + 1, column: 1)
            }
            if let entry = try Self.entry(Array(text.unicodeScalars), file: file, line: index + 1, before: entries) {
                entries.append((entry, index + 1))
            }
        }
        self.entries = entries.map(\.entry)
    }

    /// Whether the key is trusted at `time` for `role`, and to speak for `station`.
    public func answer(_ key: PublicKey, at time: UTCTime, role: KeyRole, for station: KeyBinding.Claim) -> Answer {
        let listed = entries.filter { $0.key == key }
        if listed.isEmpty { return .notListed }
        let fitting = listed.filter { $0.role == role }
        if fitting.isEmpty { return .otherRole }
        let now = fitting.filter { entry in entry.validFrom <= time && entry.validUntil.map { time < $0 } ?? true }
        if now.isEmpty { return .outsideInterval }
        let named = now.filter { $0.binding.map { binding in station.names.allSatisfy { $0.hasSameBytes(as: binding.station) } } ?? true }
        if named.isEmpty { return .otherStation }
        let isOfLog = named.contains { $0.binding.map { binding in station.origin?.hasSameBytes(as: binding.origin) ?? true } ?? true }
        return isOfLog ? .trusted : .otherLog
    }

    private static func entry(
        _ scalars: [Unicode.Scalar], file: String, line: Int, before: [(entry: Entry, line: Int)]
    ) throws(KeyRingError) -> Entry? {
        let (words, end) = words(scalars)
        if words.isEmpty { return nil }
        func fault(_ code: KeyRingError.Code, _ word: Int, against other: Int? = nil) -> KeyRingError {
            KeyRingError(code, file: file, line: line, column: word < words.count ? words[word].column : end + 1, otherLine: other)
        }
        guard let key = PublicKey(did: words[0].text) else { throw fault(.notAKey, 0) }
        guard words.count > 1, let role = KeyRole.allCases.first(where: { $0.rawValue.hasSameBytes(as: words[1].text) }) else {
            throw fault(.notARole, 1)
        }
        guard words.count > 2, let from = time(words[2].text) else { throw fault(.notATime, 2) }
        guard words.count > 3 else { throw fault(.notATime, 3) }
        let until = time(words[3].text)
        guard until != nil || words[3].text.hasSameBytes(as: "-") else { throw fault(.notATime, 3) }
        if let until, until <= from { throw fault(.emptyInterval, 3) }
        let binding = words.count > 4 ? KeyBinding(origin: words[4].text, quoted: words.count > 5 ? words[5].text : "") : nil
        guard words.count == 4 || binding != nil else { throw fault(.notABinding, words.count > 5 ? 5 : 4) }
        guard words.count <= 6 else { throw fault(.tooManyWords, 6) }
        // A key that may sign simulations and real records could pass one off as the other.
        if let other = before.first(where: { $0.entry.key == key && $0.entry.role != role }) {
            throw fault(.twoRoles, 1, against: other.line)
        }
        // Two versions of a file put together: what the newer one ended, the older one would bring back.
        let own = before.filter { $0.entry.key == key }
        if let other = own.first(where: { $0.entry.validFrom != from }) { throw fault(.twoIntervals, 2, against: other.line) }
        if let other = own.first(where: { $0.entry.validUntil != until }) { throw fault(.twoIntervals, 3, against: other.line) }
        if let other = own.first(where: { ($0.entry.binding == nil) != (binding == nil) }) {
            throw fault(.boundAndUnbound, 4, against: other.line)
        }
        return Entry(key: key, role: role, validFrom: from, validUntil: until, binding: binding)
    }

    /// The words of a line with their columns, and where it ends: at a comment, which does not begin inside of quotes.
    private static func words(_ scalars: [Unicode.Scalar]) -> (words: [(text: String, column: Int)], end: Int) {
        var words: [(text: String, column: Int)] = []
        var index = 0
        while index < scalars.count, scalars[index] != "#" {
            let first = index
            if [" ", "\t", "\r"].contains(scalars[index]) {
                index += 1
                continue
            }
            let isQuoted = scalars[index] == "\""
            if isQuoted { index += 1 }
            while index < scalars.count, isQuoted ? scalars[index] != "\"" : ![" ", "\t", "\r", "#"].contains(scalars[index]) {
                index += isQuoted && scalars[index] == "\\" ? 2 : 1
            }
            index = min(isQuoted ? index + 1 : index, scalars.count)
            words.append((String(String.UnicodeScalarView(scalars[first..<index])), first + 1))
        }
        return (words, index)
    }

    private static func time(_ text: String) -> UTCTime? { UTCTime(text) ?? UTCTime(text + "T00:00:00Z") }
}

/// What is wrong with a keys file, and where.
public struct KeyRingError: Error, Equatable, CustomStringConvertible {
    /// Stable word for each fault.
    public enum Code: String, Sendable, CaseIterable {
        case invalidUTF8 = "invalid-utf8"
        case notAKey = "not-a-key"
        case notARole = "not-a-role"
        case notATime = "not-a-time"
        case emptyInterval = "empty-interval"
        case notABinding = "not-a-binding"
        case tooManyWords = "too-many-words"
        case twoRoles = "two-roles"
        case twoIntervals = "two-intervals"
        case boundAndUnbound = "bound-and-unbound"
    }
    /// What is wrong.
    public let code: Code
    /// The file, as the caller named it.
    public let file: String
    /// Line of the fault, from 1.
    public let line: Int
    /// Column of the fault in characters, from 1.
    public let column: Int
    /// The line before it that it contradicts; nil where it is wrong in itself.
    public let otherLine: Int?

    init(_ code: Code, file: String, line: Int, column: Int, otherLine: Int? = nil) {
        self.otherLine = otherLine
        self.code = code
        self.file = file
        self.line = line
        self.column = column
    }

    /// `FILE:LINE:COLUMN: message`.
    public var description: String {
        let other = otherLine.map(String.init) ?? "-"
        let message =
            switch code {
            case .invalidUTF8: "the line is not valid UTF-8"
            case .notAKey: "expected a did:key of an Ed25519 key (did:key:z6Mk…) that is no point of small order"
            case .notARole: "expected a role: \(KeyRole.words.joined(separator: ", "))"
            case .notATime: "expected a time (YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ; the last may be -)"
            case .emptyInterval: "the key ends before it begins"
            case .notABinding: "expected the origin of the station's log and the station's name in quotes, or nothing more"
            case .tooManyWords: "expected nothing more on this line"
            case .twoRoles: "line \(other) lists the key with another role; a key has one role"
            case .twoIntervals:
                "line \(other) lists the key with another time; keep the line of the newer file, for a key that it ended would be trusted again"
            case .boundAndUnbound:
                "line \(other) and this line say of the key that it is bound to one station and that it is not; keep the right one of both"
            }
        return "\(file):\(line):\(column): \(message)"
    }
}
