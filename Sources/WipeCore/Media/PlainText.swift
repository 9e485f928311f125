// Text that somebody else made up, on its way to a log or a message.

/// Nothing in the result acts on a terminal, breaks a line, hides, or turns the direction of reading.
public enum PlainText {
    /// The text with such scalars as `\u{…}`, cut after `scalarsMax` scalars with `…`.
    public static func escaped(_ text: String, scalarsMax: Int) -> String {
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
}
