// The asset tag as somebody typed or scanned it: declared by people, checked before it is believed.

/// Why a typed asset tag is not taken.
public enum AssetTagProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case tooLong(scalars: Int)
    /// A control, direction or private character, as its code point.
    case forbiddenCharacter(UInt32)
    case notInPattern(String, found: String)
    /// The pattern itself does not compile; the station file is refused for it.
    case unusablePattern(String)

    /// One sentence for people.
    public var description: String {
        switch self {
        case .empty: "the asset tag is empty"
        case .tooLong(let scalars): "the asset tag has \(scalars) characters; at most \(AssetTagText.scalarsMax) are allowed"
        case .forbiddenCharacter(let value): "the asset tag contains the invisible or private character U+\(fourDigits(value))"
        case .notInPattern(let pattern, let found): "the asset tag \(found) does not have the form \(pattern)"
        case .unusablePattern(let pattern): "the station's tagPattern \(pattern) is not a regular expression"
        }
    }
}

/// The rule for asset tags.
public enum AssetTagText {
    /// Scalars of the longest tag. Scalars, since one visible character may hold thousands of them.
    public static let scalarsMax = 64

    /// The tag without the white space around it (scanners end with a newline), or why it is none.
    ///
    /// - Parameter pattern: Swift regular expression that the whole tag must match; nil takes any.
    public static func check(_ text: String, pattern: String? = nil, scalarsMax: Int = scalarsMax) -> Result<String, AssetTagProblem> {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return .failure(.empty) }
        let tag = String(scalars[first...last])
        let count = tag.unicodeScalars.count
        guard count <= scalarsMax else { return .failure(.tooLong(scalars: count)) }
        if let bad = tag.unicodeScalars.first(where: isForbidden) { return .failure(.forbiddenCharacter(bad.value)) }
        guard let pattern else { return .success(tag) }
        guard let regex = try? Regex(pattern) else { return .failure(.unusablePattern(pattern)) }
        guard (try? regex.wholeMatch(in: tag)) != nil else { return .failure(.notInPattern(pattern, found: tag)) }
        return .success(tag)
    }

    /// Characters that a person cannot see or that turn the reading direction: two tags that look alike must be alike.
    public static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
        default: false
        }
    }
}

private func fourDigits(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
