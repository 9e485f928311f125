// Text of strangers (serials, labels, tags) on its way to people, on a page or a screen: nothing in it may act, hide or turn other text around.

/// Pure functions on such text.
package enum VisibleText {
    /// Scalars in one character above which the rest is escaped: no honest text stacks more.
    static let scalarsPerCharacterMax = 4

    /// The text with everything that could act, hide or reorder other text written as `\u{…}`.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: mustEscape) || text.contains(where: { $0.unicodeScalars.count > scalarsPerCharacterMax })
        else {
            return text
        }
        var result = ""
        for character in text {
            for (position, scalar) in character.unicodeScalars.enumerated() {
                if mustEscape(scalar) || position >= scalarsPerCharacterMax {
                    result += named(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// Whether a character acts or cannot be seen.
    package static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value >= 0x20 && scalar.value < 0x7F { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: return true
        default: return false
        }
    }

    private static func named(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u{" + (digits.utf8.count < 2 ? "0" : "") + digits + "}"
    }
}
