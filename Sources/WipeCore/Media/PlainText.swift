// Text that somebody else made up, on its way in, to a log or into a message.

/// Nothing in the result acts on a terminal, breaks a line, hides, or turns the direction of reading.
package enum PlainText {
    /// The text with such scalars as `\u{…}`, cut after `scalarsMax` scalars with `…`.
    package static func escaped(_ text: String, scalarsMax: Int) -> String {
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < scalarsMax else { return shown + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// Characters that a person cannot see or that turn the reading direction.
    package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// The text without the white space around it.
    package static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// One line that a person wrote (a reason, a donor's own tag), trimmed and with composed letters; nil where it is empty, longer than
    /// `scalarsMax`, or has hidden characters.
    package static func line(_ text: String, scalarsMax: Int) -> String? {
        let line = AssetTagText.composed(trimmed(text))
        guard (1...scalarsMax).contains(line.unicodeScalars.count), !line.unicodeScalars.contains(where: isHidden) else { return nil }
        return line
    }
}
