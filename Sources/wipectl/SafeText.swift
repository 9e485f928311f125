// Outside text (serials, labels, tags, what a server says) on its way to a terminal: nothing in it may act, and its width must be known.

import Foundation
import WipeAudit

/// Pure functions on text for terminals.
enum SafeText {
    /// The text with everything that could act on a terminal, hide or reorder other text written as `\u{…}`.
    static func escaped(_ text: String) -> String { VisibleText.escaped(text) }

    /// A JSON text with the same scalars as `\uXXXX`: they stand only inside its strings, where that means the same.
    static func escapedJSON(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { VisibleText.mustEscape($0) && $0 != "\n" }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if VisibleText.mustEscape(scalar), scalar != "\n" {
                for unit in String(scalar).utf16 { result += "\\u" + padded(String(unit, radix: 16), to: 4) }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Columns that a text takes, once it is escaped.
    static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    /// At most `columns` columns, with `…` at the end where something was cut.
    static func cut(_ text: String, to columns: Int) -> String {
        guard columns > 0 else { return "" }
        if text.utf8.count <= columns { return text }
        guard width(text) > columns else { return text }
        var result = ""
        var used = 0
        for character in text {
            let next = width(character)
            if used + next > columns - 1 { break }
            result.append(character)
            used += next
        }
        return result + "…"
    }

    /// The text with this word hidden, in whichever case it stands there: what a person is to read off a drive is shown nowhere beside the question.
    static func hiding(_ word: String?, in text: String) -> String {
        guard let word, word.count > 3 else { return text }
        return text.replacingOccurrences(of: escaped(word), with: String(repeating: "•", count: 8), options: .caseInsensitive)
    }

    /// Texts that are too wide lose from the front what all of them begin with; of a single one that is its folder.
    static func distinct(_ texts: [String], to columns: Int) -> [String] {
        guard let first = texts.first, texts.contains(where: { width($0) > columns }) else { return texts }
        var common = Array(first)
        if texts.count == 1 { common = Array(common.prefix((common.lastIndex(of: "/") ?? -1) + 1)) }
        for text in texts.dropFirst() { common = Array(zip(common, text).prefix { $0 == $1 }.map(\.0)) }
        return texts.map { text in
            let spare = width(text) - columns
            return spare > 0 && common.count > 1 ? "…" + text.dropFirst(min(common.count, spare + 1)) : text
        }
    }

    /// The end of a text that is too wide, with `…` in front: serials and tags of one maker or workshop begin alike.
    static func end(of text: String, _ columns: Int) -> String {
        guard width(text) > columns else { return text }
        var rest = text[...]
        while !rest.isEmpty, width(String(rest)) > columns - 1 { rest.removeFirst() }
        return "…" + rest
    }

    /// A text in lines of at most `columns` columns, broken between words, and in one where it is longer than a line. Without columns it is one line.
    static func wrapped(_ text: String, to columns: Int?) -> [String] {
        guard let columns, columns > 0 else { return [text] }
        return filled(text.split(separator: " ").map(String.init), separator: " ", to: columns)
    }

    /// Pieces beside each other, in as few lines of at most `columns` columns as their order allows.
    static func filled(_ pieces: [String], separator: String, to columns: Int) -> [String] {
        var lines: [String] = []
        for piece in pieces.flatMap({ broken($0, to: columns) }) {
            if let last = lines.last, width(last) + width(separator) + width(piece) <= columns {
                lines[lines.count - 1] = last + separator + piece
            } else {
                lines.append(piece)
            }
        }
        return lines
    }

    /// A word that is longer than a line, in parts that are not. A character that is wider than the line is no loss there.
    private static func broken(_ word: String, to columns: Int) -> [String] {
        guard width(word) > columns else { return [word] }
        if word.contains(" ") { return wrapped(word, to: columns) }
        var parts = [""]
        var used = 0
        for character in word {
            let next = width(character)
            guard next <= columns else { continue }
            if used + next > columns {
                parts.append("")
                used = 0
            }
            parts[parts.count - 1].append(character)
            used += next
        }
        return parts
    }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        if first.properties.generalCategory == .nonspacingMark || first.properties.generalCategory == .enclosingMark { return 0 }
        switch first.value {
        // Wide and full-width forms of East Asian scripts and emoji: Unicode Standard Annex 11, the large ranges.
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    private static func padded(_ digits: String, to length: Int) -> String {
        String(repeating: "0", count: max(0, length - digits.utf8.count)) + digits
    }
}
