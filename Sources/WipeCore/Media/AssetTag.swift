// The asset tag as somebody typed or scanned it: declared by people, checked before it is believed, and always in one form.

import WipeWords

/// The customer's label of a drive, as declared by a person or an intake list.
package struct AssetTag: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case tag, source, donorTag, donor, hostSerial, isConfirmed }
    /// Who linked it: a person at the bay, or an intake list.
    package enum Source: String, Codable, Sendable { case person, intake }
    /// In its one form (`AssetTagText.composed`), also where an older database has another: tags are compared byte by byte everywhere.
    package let tag: String
    package var source: Source
    package var donorTag: String?
    package var donor: String?
    package var hostSerial: String?
    /// A person has said it at the drive, whoever said it first: taking back the list does not take that back. Nil where nobody has.
    package var isConfirmed: Bool?
    package init(
        tag: String, source: Source, donorTag: String? = nil, donor: String? = nil, hostSerial: String? = nil, isConfirmed: Bool? = nil
    ) {
        self.isConfirmed = isConfirmed
        self.tag = AssetTagText.composed(tag)
        self.source = source
        self.donorTag = donorTag
        self.donor = donor
        self.hostSerial = hostSerial
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            tag: try members.decode(String.self, forKey: .tag), source: try members.decode(Source.self, forKey: .source),
            donorTag: try members.decodeIfPresent(String.self, forKey: .donorTag),
            donor: try members.decodeIfPresent(String.self, forKey: .donor),
            hostSerial: try members.decodeIfPresent(String.self, forKey: .hostSerial),
            isConfirmed: try members.decodeIfPresent(Bool.self, forKey: .isConfirmed))
    }
}

/// Why a typed asset tag is not taken.
package enum AssetTagProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case tooLong(scalars: Int)
    /// A character that no tag has, as its code point.
    case forbiddenCharacter(UInt32)
    /// `example` is a tag that has the form; nil where none is known.
    case notInPattern(String, found: String, example: String? = nil)
    /// It begins or ends with a sign, or has `..` in it.
    case notAName(found: String)

    /// Which of the sentences about tags says it, and what fills its places.
    package var variant: String { said.variant }
    package var parameters: [String: String] { said.parameters }

    private var said: (variant: String, parameters: [String: String]) {
        switch self {
        case .empty: ("empty", [:])
        case .tooLong(let scalars): ("too-long", ["count": String(scalars), "max": String(AssetTagText.scalarsMax)])
        case .forbiddenCharacter(let value): ("character", ["character": AssetTagText.name(ofScalar: value)])
        case .notInPattern(let pattern, let found, let example?): ("form", ["tag": found, "pattern": pattern, "example": example])
        case .notInPattern(let pattern, let found, nil): ("pattern", ["tag": found, "pattern": pattern])
        case .notAName(let found): ("name", ["tag": found])
        }
    }

    /// One sentence for people, in English.
    package var description: String { Vocabulary.problem.text("tag-malformed", variant: variant, parameters, in: .en) }
}

/// The rule for asset tags. Two tags that a person reads as the same are the same bytes: letters with their accents are one character (Unicode's
/// form NFC), and what looks like a Latin letter or a digit and is none is refused.
package enum AssetTagText {
    /// Scalars of the longest tag. Scalars, since one visible character may hold thousands of them.
    package static let scalarsMax = 64

    /// The tag in its one form without the white space around it (scanners end with a newline), or why it is none.
    ///
    /// - Parameter pattern: what the whole tag must match; nil takes any. It may name further characters of ASCII, a blank say.
    package static func check(_ text: String, pattern: TagPattern? = nil) -> Result<String, AssetTagProblem> {
        let scalars = PlainText.trimmed(text).unicodeScalars
        guard !scalars.isEmpty else { return .failure(.empty) }
        // Composing makes a text shorter at most; what is far too long is not even looked at.
        guard scalars.count <= 4 * scalarsMax else { return .failure(.tooLong(scalars: scalars.count)) }
        let tag = composed(String(scalars))
        let count = tag.unicodeScalars.count
        guard count <= scalarsMax else { return .failure(.tooLong(scalars: count)) }
        if let bad = tag.unicodeScalars.first(where: { !isAllowed($0) && !(pattern?.named.contains($0) ?? false) }) {
            return .failure(.forbiddenCharacter(bad.value))
        }
        if let pattern, !pattern.matches(tag) { return .failure(.notInPattern(pattern.text, found: tag, example: pattern.example)) }
        return isAName(tag, hasForm: pattern != nil) ? .success(tag) : .failure(.notAName(found: tag))
    }

    /// The same of a scan: keyboards with the capitals locked, and scanners set for them, turn every letter round. Where the station's pattern takes
    /// the tag in capitals alone, that is the tag.
    package static func checkScanned(_ text: String, pattern: TagPattern?) -> Result<String, AssetTagProblem> {
        let asWritten = check(text, pattern: pattern)
        guard case .failure(.notInPattern) = asWritten, text == text.lowercased(),
            case .success(let tag) = check(text.uppercased(), pattern: pattern)
        else { return asWritten }
        return .success(tag)
    }

    /// A sign alone is a slip of the hand; one at the end is what a scanner lost a character behind; `../x` is a path to whoever puts a tag into
    /// one. Where the station's pattern has a sign at an end, it is meant; `..` is never.
    private static func isAName(_ tag: String, hasForm: Bool) -> Bool {
        func isLetter(_ scalar: Unicode.Scalar?) -> Bool {
            scalar.map { $0.isASCII ? isAlphanumeric(UInt8($0.value)) : isAccented($0) } ?? false
        }
        let isPath = tag == "." || zip(tag.utf8, tag.utf8.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }
        return !isPath && (hasForm || (isLetter(tag.unicodeScalars.first) && isLetter(tag.unicodeScalars.last)))
    }

    /// The text with every letter of ASCII without its marks: what a person says who knows no accents. Only to find what a text may mean.
    package static func withoutAccents(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        return String(String.UnicodeScalarView(composed(text).unicodeScalars.map { bare[$0] ?? $0 }))
    }

    /// Letters with marks by their letter of ASCII. Unicode's names say which it is: LATIN SMALL LETTER E WITH ACUTE.
    private static let bare: [Unicode.Scalar: Unicode.Scalar] = {
        let known = accented.joined().compactMap { Unicode.Scalar($0) }.compactMap { scalar -> (Unicode.Scalar, Unicode.Scalar)? in
            let words = scalar.properties.name?.split(separator: " ") ?? []
            guard words.count > 4, words[0] == "LATIN", words[2] == "LETTER", words[3].count == 1, words[4] == "WITH",
                let letter = words[3].unicodeScalars.first
            else { return nil }
            let small = Unicode.Scalar(letter.value + 0x20).map { words[1] == "SMALL" ? $0 : letter } ?? letter
            return (scalar, small)
        }
        return Dictionary(known, uniquingKeysWith: { first, _ in first })
    }()

    /// The one form of a text that may be a tag: every letter with its accents as one character, the rest as it is.
    package static func composed(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var tag = String.UnicodeScalarView()
        for character in text {
            // Swift compares characters by canonical equivalence: all spellings of one letter find the same entry.
            if let letter = letters[character] { tag.append(letter) } else { tag.append(contentsOf: character.unicodeScalars) }
        }
        return String(tag)
    }

    /// Whether two texts are one tag.
    package static func isSame(_ one: String, _ other: String) -> Bool { Array(composed(one).utf8) == Array(composed(other).utf8) }

    /// A character of tags: a Latin letter with or without accents, a digit, `-`, `_`, `.`, `/` or `#`.
    package static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isAlphanumeric(UInt8(scalar.value)) || "-_./#".unicodeScalars.contains(scalar) }
        return isAccented(scalar)
    }

    /// Code point and Unicode's name: a person has to find out which key or scanner made it.
    static func name(ofScalar value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let properties = Unicode.Scalar(value)?.properties
        return (properties?.name ?? properties?.nameAlias).map { "\(code) (\($0))" } ?? code
    }

    /// The letters beyond ASCII: those that are a letter of ASCII with marks, and æ, œ, ø, ß and ł. None looks like another one.
    private static let accented: [ClosedRange<UInt32>] = [
        0xC0...0xCF, 0xD1...0xD6, 0xD8...0xDD, 0xDF...0xEF, 0xF1...0xF6, 0xF8...0xFD, 0xFF...0x10F, 0x112...0x125, 0x128...0x130,
        0x134...0x137, 0x139...0x13E, 0x141...0x148, 0x14C...0x165, 0x168...0x17E, 0x1A0...0x1A1, 0x1AF...0x1B0, 0x1CD...0x1DC,
        0x1DE...0x1E1, 0x1E6...0x1ED, 0x1F0...0x1F0, 0x1F4...0x1F5, 0x1F8...0x1FB, 0x200...0x21B, 0x21E...0x21F, 0x226...0x233,
        0x1E00...0x1E99, 0x1EA0...0x1EF9,
    ]

    private static func isAccented(_ scalar: Unicode.Scalar) -> Bool { accented.contains { $0.contains(scalar.value) } }

    /// Every allowed letter by all its spellings. ASCII is in it for the Kelvin sign and its like, which are a K to Unicode as well.
    private static let letters: [Character: Unicode.Scalar] = {
        let ascii = (0x41...0x5A).map { UInt32($0) } + (0x61...0x7A).map { UInt32($0) }
        let all = (ascii + accented.joined()).compactMap { Unicode.Scalar($0) }
        return Dictionary(all.map { (Character($0), $0) }, uniquingKeysWith: { first, _ in first })
    }()
}

/// ASCII letters and digits.
func isAlphanumeric(_ byte: UInt8) -> Bool {
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
}
