// What is sound in the station file, and can hardly be meant: a tag pattern that takes other labels too, a glob that nothing will ever match.

/// Something in the station file that a person must look at.
package struct RuleDoubt: Hashable, Sendable {
    /// The way to it through the file, keys and numbers of list members: `["bays", "0", "match"]`; empty where it is about no part of it.
    package let path: [String]
    /// One sentence.
    package let sentence: String

    package init(at path: [String] = [], _ sentence: String) {
        self.path = path
        self.sentence = sentence
    }
}

extension StationRules {
    /// One for each pattern; empty where there is nothing to say.
    package var oddPatterns: [RuleDoubt] {
        var found: [RuleDoubt] = []
        if let tagPattern, let odd = oddness(of: tagPattern) { found.append(RuleDoubt(at: ["tagPattern"], odd)) }
        for (index, bay) in bays.enumerated() {
            for match in bay.match {
                guard let why = Self.whyNever(match) else { continue }
                let path = ["bays", String(index), "match", match.property]
                found.append(RuleDoubt(at: path, "bays, \(bay.id): \(match.text) never matches: \(why)"))
            }
        }
        for place in protect.indices {
            for match in protect[place] {
                guard let why = Self.whyNever(match) else { continue }
                let path = ["protect", String(place), match.property]
                found.append(RuleDoubt(at: path, "\(protectText(place)): \(match.text) never matches: \(why)"))
            }
        }
        return found
    }

    /// Serials as makers print them, each of another form.
    private static let serials = [
        "WD-WCC4N1234567", "WCC4N1234567", "WDC12345678", "ZN1ABCDE", "9VMAB123", "S21NNSAG123456A", "S5H7NX0N123456", "PN1134P6GB1CDE",
        "123F4567T", "X5JLC123T", "BTWL123456789ABC", "PHYS9123012345678A", "1851E1D1F2A3", "191521234567", "50026B7782A1B2C3",
        "00000000121303289D31", "VFA100R10ABCDE", "K7G1ABCD",
    ]

    /// Which other labels a tag pattern takes. What is attached is told from a tag all the same; what is not cannot be.
    private func oddness(of pattern: TagPattern) -> String? {
        var kinds: [String] = []
        func add(_ what: String, _ texts: [String]) {
            if let text = texts.first(where: pattern.matches) { kinds.append("\(what) (\(text))") }
        }
        add("a serial", Self.serials + Self.serials.map { $0.lowercased() })
        add("a World Wide Name", ["5000C500A1B2C3D4", "0x5000c500a1b2c3d4", "eui.002538b911b0a1b2"])
        add("a model", ["ST1000DM010-2EP102", "WD10EZEX-08WN4A0", "MZ7LN256HMJP-000L7", "CT500MX500SSD1"])
        if !pattern.asksForPSIDs { add("a PSID", ["0123456789ABCDEFGHJKLMNPQRSTUVWX"]) }
        let words = ScanWords.all.sorted()
        add("a word of the scan dialogue", words + words.map { $0.lowercased() })
        add("a bay", bays.flatMap { [$0.id, $0.id.lowercased(), "BAY-" + $0.id, "BAY" + $0.id] })
        guard !kinds.isEmpty else { return nil }
        return
            "tagPattern \(pattern.text) has the form of \(kinds.joined(separator: ", of ")): a scan of the wrong label may pass for a tag"
    }

    /// Why no value that udev gives can match; nil where one may. Only what is certain.
    private static func whyNever(_ match: PropertyMatch) -> String? {
        guard let glob = PropertyForm(of: match.property).glob(match.glob) else { return nil }
        let literals = glob.tokens.compactMap { if case .scalar(let scalar) = $0 { scalar } else { nil } }
        if glob.tokens.contains(where: \.acceptsNothing) { return "a set in it leaves out every character" }
        let start = String(
            String.UnicodeScalarView(
                glob.tokens.prefix { if case .scalar = $0 { true } else { false } }.compactMap {
                    if case .scalar(let scalar) = $0 { scalar } else { nil }
                }))
        let isWholeStart = glob.tokens.count == start.unicodeScalars.count
        func begins(with path: String) -> Bool { isWholeStart ? start.hasPrefix(path) : start.hasPrefix(path) || path.hasPrefix(start) }
        switch match.property {
        case "DEVNAME" where !begins(with: "/dev/"): return "the value begins with /dev/"
        case "DEVPATH" where !begins(with: "/devices/"): return "the value begins with /devices/"
        case "DEVLINKS" where !begins(with: "/dev/"): return "the value begins with /dev/; write * before a name"
        case "DEVNAME", "DEVPATH", "DEVLINKS": break
        default:
            // DEVLINKS alone is a list; of all others udev makes underscores of blanks.
            let isOfUdev = match.property.hasPrefix("ID_") && !match.property.hasSuffix("_ENC")
            if isOfUdev, start.uppercased().hasPrefix("/DEV/") { return "the value is no path; DEVLINKS and DEVNAME have paths" }
            if isOfUdev, case .exact = PropertyForm(of: match.property), literals.contains(where: CanonicalForm.isBlank) {
                return "udev writes _ for a blank, and nothing for what is invisible"
            }
            let areSmall = ["ID_BUS", "ID_TYPE", "SUBSYSTEM", "DEVTYPE"].contains(match.property)
            if areSmall, literals.contains(where: { ("A"..."Z").contains($0) }) { return "the value has small letters" }
        }
        return nil
    }
}

extension Glob.Token {
    /// A negated set of everything.
    fileprivate var acceptsNothing: Bool {
        guard case .set(let ranges, true) = self else { return false }
        return ranges.contains { $0.lowerBound <= 0x21 && $0.upperBound >= 0x10FFFD }
    }
}
