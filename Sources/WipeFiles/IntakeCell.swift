// What stands in a cell of an intake list and is neither a serial nor a tag: what people write where there is none, and what a spreadsheet makes
// of one. Each such row would link a real tag to a drive that never comes, or one tag to whatever has no name.

import WipeCore

/// Judges the text of one cell, trimmed and composed.
enum IntakeCell {
    /// What a cell is instead: a code of the list of cells, and what fills the places of its sentence.
    struct Fault {
        let why: String
        var parameters: [String: String] = [:]
    }

    /// Why the text is no serial; nil where it may be one.
    ///
    /// - Parameter column: name of its column: lists that were put together have their first line again in the middle.
    static func problem(ofSerial text: String, column: String) -> Fault? {
        if let why = neverAName(text, column: column) ?? spoiledNumber(text) ?? date(text) { return Fault(why: why) }
        if text.unicodeScalars.contains(where: { ",;|<>".unicodeScalars.contains($0) }) {
            return Fault(why: "several")
        }
        // A serial of a few letters is judged with the station's rules, when the list meets the station.
        guard CanonicalForm.squeezed(text).utf8.count >= 4 else { return nil }
        guard case .notCredible(let why) = MediaIdentity.knownBySerial(text).serialCredibility else { return nil }
        return Fault(why: "weak", parameters: ["weak": why])
    }

    /// Why the text is no asset tag; nil where it may be one.
    ///
    /// - Parameter hasForm: the station file gives the form of tags, and the text has it: then a date or a number may be meant.
    static func problem(ofTag text: String, column: String, hasForm: Bool) -> Fault? {
        (neverAName(text, column: column) ?? (hasForm ? nil : spoiledNumber(text) ?? date(text))).map { Fault(why: $0) }
    }

    /// Words and signs that stand where there is nothing.
    private static func neverAName(_ text: String, column: String) -> String? {
        if text.utf8.first == UInt8(ascii: "#") {
            let isTooNarrow = text.utf8.allSatisfy { $0 == UInt8(ascii: "#") }
            return isTooNarrow ? "narrow" : "error"
        }
        if text.utf8.first == UInt8(ascii: "=") { return "formula" }
        let word = letters(text)
        if word.isEmpty { return "signs" }
        if word == letters(column) { return "heading" }
        if ["TRUE", "FALSE", "VRAI", "FAUX"].contains(word) { return "yes-or-no" }
        if nothing.contains(word) || word.utf8.allSatisfy({ $0 == UInt8(ascii: "X") }) { return "nothing" }
        if word.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return "zeros" }
        return nil
    }

    /// In capital letters without signs and accents, English and French.
    private static let nothing: Set<String> = [
        "NONE", "NA", "NULL", "NIL", "NAN", "INF", "ND", "SO", "TBD", "TBC", "UNKNOWN", "UNDEFINED", "UNAVAILABLE", "NOTAVAILABLE",
        "NOTAPPLICABLE", "NOTSPECIFIED", "NOTREADABLE", "UNREADABLE", "ILLEGIBLE", "MISSING", "EMPTY", "BLANK", "BLANKS", "NOTHING", "NO",
        "YES", "OUI", "NON", "NOSERIAL", "NOSERIALNUMBER", "NOSN", "NOTAG", "NOLABEL", "SERIAL", "SERIALNUMBER", "SERIALNO", "SN", "TAG",
        "ASSETTAG", "DEFAULT", "DEFAULTSTRING", "TOBEFILLEDBYOEM", "SYSTEMSERIALNUMBER", "OEM", "TEST", "SAMPLE", "EXAMPLE", "IDEM",
        "DITTO",
        "AUCUN", "AUCUNE", "RIEN", "VIDE", "NEANT", "INCONNU", "INCONNUE", "ILLISIBLE", "MANQUANT", "MANQUANTE", "ABSENT", "ABSENTE",
        "SANS",
        "NONDISPONIBLE", "SANSOBJET", "NONAPPLICABLE", "SANSNUMERO", "SANSSERIE", "PASDENUMERO", "NUMERODESERIE", "NODESERIE", "ADEFINIR",
    ]

    /// `1.23E+11`, `1,23E+11`, `1E+05`; `123.0`; `123,456,789`: what was a number once, and has lost digits or never had them.
    private static func spoiledNumber(_ text: String) -> String? {
        // Most cells have another letter: no expression is tried on them.
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".,eE+-".utf8.contains($0) }) else { return nil }
        let isRounded =
            text.wholeMatch(of: /[+-]?[0-9]+([.,][0-9]*)?[eE][+-][0-9]+/) != nil
            || text.wholeMatch(of: /[+-]?[0-9]+[.,][0-9]*[eE][0-9]+/) != nil
        if isRounded { return "rounded" }
        // Spreadsheets keep fifteen digits of a number and write zeros for the rest.
        if text.utf8.count > 15, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.dropFirst(15).allSatisfy({ $0 == 0x30 }) {
            return "fifteen-digits"
        }
        let isNumber =
            text.wholeMatch(of: /[+-]?[0-9]+[.,]0+/) != nil || text.wholeMatch(of: /[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?/) != nil
        return isNumber ? "number" : nil
    }

    /// A day or a month with its year, with or without a time of day: `2026-03-05`, `5/3/2026`, `05.03.26`, `5-Mar`, `mars-26`.
    private static func date(_ text: String) -> String? {
        guard text.utf8.count <= 40, text.utf8.contains(where: { "-/.".utf8.contains($0) }) else { return nil }
        let timeMark = text.indices.dropFirst().first { place in
            text[place] == " " || (text[place] == "T" && text[text.index(before: place)].isNumber)
        }
        let day = text[..<(timeMark ?? text.endIndex)]
        let parts = day.split(whereSeparator: { "-/.".contains($0) }).map(String.init)
        let signs = Set(day.filter { "-/.".contains($0) })
        guard (2...3).contains(parts.count), signs.count == 1, isTime(text.dropFirst(day.count)) else { return nil }
        let hasMonth = parts.contains { months.contains(letters($0)) } && parts.filter { Int($0) != nil }.count == parts.count - 1
        guard hasMonth ? parts.allSatisfy({ $0.utf8.count <= 9 }) : parts.count == 3 && isDay(parts) else { return nil }
        return "date"
    }

    private static func isDay(_ parts: [String]) -> Bool {
        let numbers = parts.compactMap { part in part.utf8.count <= 4 ? Int(part) : nil }
        guard numbers.count == 3, parts.allSatisfy({ $0.utf8.count <= 2 || $0.utf8.count == 4 }) else { return false }
        let isYearFirst = parts[0].utf8.count == 4
        let (year, others) = isYearFirst ? (numbers[0], numbers[1...]) : (numbers[2], numbers[..<2])
        guard others.allSatisfy({ (1...31).contains($0) }), others.contains(where: { $0 <= 12 }) else { return false }
        return (isYearFirst ? parts[0] : parts[2]).utf8.count == 2 || (1900...2099).contains(year)
    }

    private static func isTime(_ rest: Substring) -> Bool {
        rest.isEmpty || rest.wholeMatch(of: /[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( ?[AaPp][Mm]|Z|[+-][0-9:]+)?/) != nil
    }

    private static let months: Set<String> = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "SEPT", "OCT", "NOV", "DEC", "JANV", "FEV", "FEVR", "MARS", "AVR",
        "AVRIL", "MAI", "JUIN", "JUIL", "AOU", "AOUT", "JANUARY", "FEBRUARY", "MARCH", "APRIL", "JUNE", "JULY", "AUGUST", "SEPTEMBER",
        "OCTOBER", "NOVEMBER", "DECEMBER", "JANVIER", "FEVRIER", "JUILLET", "SEPTEMBRE", "OCTOBRE", "NOVEMBRE", "DECEMBRE",
    ]

    /// Letters and digits in capitals, without their accents.
    static func letters(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in AssetTagText.withoutAccents(text).unicodeScalars {
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { continue }
            if scalar.isASCII {
                result.append((0x61...0x7A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value - 0x20)) : scalar)
            } else {
                result.append(contentsOf: scalar.properties.uppercaseMapping.unicodeScalars)
            }
        }
        return String(result)
    }
}
