// Text for the printed view: nothing of a record reaches the page unescaped, and each language writes numbers and times in its own way.

import WipeCertificate

/// One thing in both languages of the page, as plain text.
struct Bilingual: Hashable, Sendable {
    var french: String
    var english: String
    init(_ french: String, _ english: String) {
        self.french = french
        self.english = english
    }
    /// The same in both: names, serials, codes.
    init(_ text: String) { self.init(text, text) }

    static let unknown = Bilingual("inconnu", "unknown")
    static let none = Bilingual("–")
}

/// Pure functions from values to such text.
package enum PageText {
    /// Text of a page: no markup, no invisible or turning characters, no more than a reader can take in.
    static func escaped(_ text: String, charactersMax: Int = 300) -> String {
        var page = ""
        for scalar in VisibleText.escaped(String(text.unicodeScalars.prefix(charactersMax).map(Character.init))).unicodeScalars {
            switch scalar {
            case "&": page += "&amp;"
            case "<": page += "&lt;"
            case ">": page += "&gt;"
            case "\"": page += "&quot;"
            case "'": page += "&#39;"
            default: page.unicodeScalars.append(scalar)
            }
        }
        return page
    }

    /// Digits in groups of three: a no-break space in French, a comma in English.
    static func number(_ number: Int) -> Bilingual {
        Bilingual(grouped(number, by: "\u{a0}"), grouped(number, by: ","))
    }

    private static func grouped(_ number: Int, by separator: String) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += separator }
            text.append(digit)
        }
        return text
    }

    /// Bytes in decimal units with one decimal, rounded down, and exactly.
    static func bytes(_ bytes: Int?) -> Bilingual {
        guard let bytes, bytes >= 0 else { return .unknown }
        let exact = number(bytes)
        let units: [(size: Int, french: String, english: String)] = [
            (1_000_000_000_000, "To", "TB"), (1_000_000_000, "Go", "GB"), (1_000_000, "Mo", "MB"),
        ]
        guard let unit = units.first(where: { bytes >= $0.size }) else {
            return Bilingual(exact.french + "\u{a0}octets", exact.english + " bytes")
        }
        let tenth = bytes / (unit.size / 10) % 10
        return Bilingual(
            "\(bytes / unit.size),\(tenth)\u{a0}\(unit.french) (\(exact.french)\u{a0}octets)",
            "\(bytes / unit.size).\(tenth) \(unit.english) (\(exact.english) bytes)")
    }

    /// A share with one decimal, rounded down: nothing looks more read than it is.
    static func percent(_ part: Int?, of whole: Int?) -> Bilingual {
        guard let part, let whole, part >= 0, whole > 0, part <= whole else { return .unknown }
        let tenths = Int(Double(part) / Double(whole) * 1_000)
        return Bilingual("\(tenths / 10),\(tenths % 10)\u{a0}%", "\(tenths / 10).\(tenths % 10)%")
    }

    /// `22 novembre 2026, 19 h 04 UTC`; the record's own form where it is no time.
    static func time(_ text: String?) -> Bilingual {
        guard let text else { return .none }
        guard UTCTime(text) != nil, let month = Int(text.dropFirst(5).prefix(2)), let day = Int(text.dropFirst(8).prefix(2)) else {
            return Bilingual(text)
        }
        let year = text.prefix(4)
        let clock = text.dropFirst(11).prefix(5).split(separator: ":")
        return Bilingual(
            "\(day == 1 ? "1er" : String(day))\u{a0}\(months[month - 1]) \(year), \(clock[0])\u{a0}h\u{a0}\(clock[1]) UTC",
            "\(year)-\(text.dropFirst(5).prefix(2))-\(text.dropFirst(8).prefix(2)) \(clock[0]):\(clock[1]) UTC")
    }

    private static let months = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ]

    /// Whole years of 8,766 hours, and the whole days that are left.
    package static func yearsAndDays(_ hours: Int) -> (years: Int, days: Int) { (hours / 8766, hours % 8766 / 24) }

    /// `31 204 h (3 ans 204 jours)`.
    static func powerOn(_ hours: Int) -> Bilingual {
        func words(_ number: Int, _ one: Bilingual, _ many: Bilingual) -> Bilingual {
            let word = number == 1 ? one : many
            return Bilingual("\(number)\u{a0}\(word.french)", "\(number) \(word.english)")
        }
        let (years, days) = yearsAndDays(hours)
        let parts = [
            years > 0 ? words(years, Bilingual("an", "year"), Bilingual("ans", "years")) : nil,
            days > 0 ? words(days, Bilingual("jour", "day"), Bilingual("jours", "days")) : nil,
        ].compactMap { $0 }
        let exact = number(hours)
        guard !parts.isEmpty else { return Bilingual(exact.french + "\u{a0}h", exact.english + " h") }
        return Bilingual(
            "\(exact.french)\u{a0}h (\(parts.map(\.french).joined(separator: " ")))",
            "\(exact.english) h (\(parts.map(\.english).joined(separator: " ")))")
    }

    /// Two units at most.
    static func duration(_ seconds: Int?) -> Bilingual {
        guard let seconds, seconds >= 0 else { return .none }
        let text =
            switch seconds {
            case ..<60: "\(seconds)\u{a0}s"
            case ..<3_600: "\(seconds / 60)\u{a0}min \(seconds % 60)\u{a0}s"
            default: "\(seconds / 3_600)\u{a0}h \(seconds / 60 % 60)\u{a0}min"
            }
        return Bilingual(text)
    }
}
