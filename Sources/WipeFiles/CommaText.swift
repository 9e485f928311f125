// CSV text to rows of fields, each with the line it begins on.
//
// Why not SwiftCSV (0.10.0): it gives no line numbers, so a row after a quoted line break cannot be named; a quote that is never closed
// swallows the rest of the file without a word; it compares whole characters, so that a combining mark behind a comma glues two fields
// together; one bad quote stops the whole file; and a last field that is empty is dropped at the end of the file.

/// One row of a CSV file.
struct CommaRow: Equatable {
    /// Line on which the row begins, from 1.
    var line: Int
    /// UTF-8 of each field, quotes taken off.
    var fields: [[UInt8]]
    /// Column in which each field begins, from 1, in Unicode scalars from the start of its own line.
    var columns: [Int]
    /// What is wrong with the row's quotes, and where; the fields are then not to be believed.
    var problem: CommaProblem?
}

/// A misplaced quote.
struct CommaProblem: Equatable {
    var line: Int
    var column: Int
    /// Which: a variant of the sentences about rows and lists.
    var variant: String
}

/// Reads rows as RFC 4180 writes them, with `,`, `;` or tab, and with LF, CRLF or CR as line ends. Empty lines are no rows.
struct CommaReader {
    private let bytes: ArraySlice<UInt8>
    private let separator: UInt8
    private var index: Int
    private var line = 1
    private var column = 1

    init(_ bytes: ArraySlice<UInt8>, separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        index = bytes.startIndex
    }

    /// What may stand between fields.
    static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

    /// The one with which `value` gives most for the first row: a name of a column may have one of the others in it. Where several give as much, of
    /// those the one that the first line has most often outside quotes, and then the first of them.
    static func separator(of bytes: ArraySlice<UInt8>, by value: (CommaRow) -> Int) -> UInt8 {
        let start = bytes.drop { $0 == 0x0A || $0 == 0x0D }
        let values = separators.map { separator in
            var reader = CommaReader(start, separator: separator)
            return reader.nextWithContent().map(value) ?? 0
        }
        let best = zip(separators, values).filter { $0.1 == values.max() }.map(\.0)
        return best.count == 1 ? best[0] : mostFrequent(best, in: start)
    }

    /// Of these the one that the first line has most often outside quotes; the first of them where they are as many.
    private static func mostFrequent(_ known: [UInt8], in bytes: ArraySlice<UInt8>) -> UInt8 {
        var counts = Dictionary(uniqueKeysWithValues: known.map { ($0, 0) })
        var inQuotes = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
            if inQuotes { continue }
            if byte == 0x0A || byte == 0x0D { break }
            counts[byte]? += 1
        }
        let most = counts.values.max() ?? 0
        return known.first { counts[$0] == most } ?? separators[0]
    }

    /// What a first line `sep=;` says, which Excel writes and reads in no other place than there.
    enum NamedSeparator: Equatable {
        case none
        case known(UInt8)
        case unknown(String)
    }

    /// The line may stand in quotes, and have the separator behind it as every row of its list.
    static func namedSeparator(of bytes: ArraySlice<UInt8>) -> NamedSeparator {
        let line = bytes.prefix(while: { $0 != 0x0A && $0 != 0x0D }).prefix(80)
        let bare = line.drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: " ") }
        guard bare.count >= 4, String(decoding: bare.prefix(4), as: UTF8.self).lowercased() == "sep=" else { return .none }
        let rest = bare.dropFirst(4)
        let known = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        // Behind the one character nothing but the quote and separators without a field.
        let tail = rest.dropFirst().filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: " ") }
        if let first = rest.first, known.contains(first), tail.allSatisfy(known.contains) { return .known(first) }
        let written = String(decoding: rest, as: UTF8.self)
        return .unknown(written)
    }

    /// The next row with something in it, nil at the end: spreadsheets write separators alone for an empty row.
    mutating func nextWithContent() -> CommaRow? {
        while let row = next() {
            let isEmpty = row.problem == nil && row.fields.allSatisfy { field in field.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
            if !isEmpty { return row }
        }
        return nil
    }

    /// The next row, nil at the end.
    mutating func next() -> CommaRow? {
        while atLineEnd { takeLineEnd() }
        guard index < bytes.endIndex else { return nil }
        var row = CommaRow(line: line, fields: [], columns: [], problem: nil)
        while true {
            row.columns.append(column)
            row.fields.append(field(&row))
            guard index < bytes.endIndex, bytes[index] == separator else { break }
            advance()
        }
        // After a misplaced quote the rest of its line belongs to nobody.
        while index < bytes.endIndex, !atLineEnd { advance() }
        takeLineEnd()
        return row
    }

    private mutating func field(_ row: inout CommaRow) -> [UInt8] {
        guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "\"") else { return plainField(&row) }
        let start = (line, column)
        var field: [UInt8] = []
        advance()
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                advance()
                guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "\"") else {
                    if index < bytes.endIndex, bytes[index] != separator, !atLineEnd {
                        note(&row, line, column, "after-quote")
                    }
                    return field
                }
            }
            field.append(byte)
            if atLineEnd, bytes[index] == 0x0D, index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A { field.append(0x0A) }
            if atLineEnd { takeLineEnd() } else { advance() }
        }
        note(&row, start.0, start.1, "open-quote")
        return field
    }

    private mutating func plainField(_ row: inout CommaRow) -> [UInt8] {
        let start = index
        while index < bytes.endIndex, bytes[index] != separator, !atLineEnd {
            if bytes[index] == UInt8(ascii: "\"") {
                note(&row, line, column, "inner-quote")
            }
            advance()
        }
        return Array(bytes[start..<index])
    }

    private func note(_ row: inout CommaRow, _ line: Int, _ column: Int, _ variant: String) {
        if row.problem == nil { row.problem = CommaProblem(line: line, column: column, variant: variant) }
    }

    private var atLineEnd: Bool { index < bytes.endIndex && (bytes[index] == 0x0A || bytes[index] == 0x0D) }

    private mutating func takeLineEnd() {
        guard index < bytes.endIndex else { return }
        if bytes[index] == 0x0D, index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A { index += 1 }
        index += 1
        line += 1
        column = 1
    }

    private mutating func advance() {
        index += 1
        // Continuation bytes of UTF-8 are no column of their own.
        if index < bytes.endIndex, bytes[index] & 0xC0 == 0x80 { return }
        column += 1
    }
}
