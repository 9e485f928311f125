// Names as a tired person reads and copies them: what looks alike is one, what is no letter or digit is nothing.

/// A text with everything taken away in which a copy may differ from its original and still be meant for it. Never shown, never stored, and never
/// enough to say that two drives are one: it only finds what is near.
public struct PlainReading: Hashable, Sendable {
    /// Capital letters and digits, one for all that look like it.
    public let letters: [Unicode.Scalar]

    /// Reads a text: separators, dashes of all kinds, blanks, quotes, and what is invisible are left out; full-width, mathematical, circled and
    /// accented letters are the letters that they show, digits of any script their value, Cyrillic and Greek capitals the Latin ones that they
    /// look like; and `O Q D` are 0, `I L` 1, `Z` 2, `S` 5, `G` 6, `B` 8, `U` V.
    public init(_ text: String) { letters = text.unicodeScalars.flatMap(PlainReading.letters(of:)) }

    /// What one scalar is read as: one letter or digit, several for a few capitals (`ß`), none for a separator.
    public static func letters(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        scalar.properties.uppercaseMapping.unicodeScalars.compactMap { upper in
            guard upper.isASCII else { return latin(upper).map(alike) }
            let isLetter = (upper >= "A" && upper <= "Z") || (upper >= "0" && upper <= "9")
            return isLetter ? alike(upper) : nil
        }
    }

    /// Confused on labels, by hand and by readers of print.
    private static func alike(_ letter: Unicode.Scalar) -> Unicode.Scalar {
        switch letter {
        case "O", "Q", "D": "0"
        case "I", "L": "1"
        case "Z": "2"
        case "S": "5"
        case "B": "8"
        case "G": "6"
        case "U": "V"
        default: letter
        }
    }

    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = {
        let other = "АВЕЅІЈКМНОРСТУХЗΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".unicodeScalars
        let same = "ABESIJKMHOPCTYX3ABEZHIKMNOPTYX".unicodeScalars
        return Dictionary(zip(other, same)) { first, _ in first }
    }()

    /// The Latin letter or the digit that a scalar beyond ASCII shows; itself where it is another letter, nil where it is none.
    private static func latin(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if let known = lookalikes[scalar] { return known }
        let properties = scalar.properties
        if properties.numericType == .decimal || properties.numericType == .digit, let value = properties.numericValue,
            let digit = Unicode.Scalar(UInt32(0x30 + max(0, min(9, value))))
        {
            return digit
        }
        // Unicode names such letters by the one they show: FULLWIDTH LATIN CAPITAL LETTER A, MATHEMATICAL BOLD SMALL A.
        if let name = properties.name, ["LATIN", "MATHEMATICAL", "SUPERSCRIPT", "SUBSCRIPT"].contains(where: name.contains) {
            let words = name.split(separator: " ").prefix { $0 != "WITH" }
            if let shown = words.last(where: { $0.unicodeScalars.count == 1 })?.unicodeScalars.first, shown.isASCII { return shown }
        }
        return properties.isAlphabetic ? scalar : nil
    }
}
