// Aligned tables and fact lists for people. Pure: values in, text out. Every cell passes through SafeText here, so no caller can forget it, and every
// heading and name through the table of words.

import Foundation
import WipeWords

/// What the text is made for.
struct Layout: Hashable, Sendable {
    /// Columns of the terminal; nil where the output is no terminal: then nothing is shortened to fit.
    var columns: Int?
    var color: Bool
    var language: Language
    /// Of the clock on the wall.
    var zone: TimeZone
    /// Lines of the screen that is drawn over and over; nil where nothing is hidden below its end.
    var rows: Int?
    init(columns: Int?, color: Bool, language: Language = .en, zone: TimeZone = .gmt) {
        self.columns = columns
        self.color = color
        self.language = language
        self.zone = zone
    }
    /// Plain text of any width.
    static let plain = Layout(columns: nil, color: false)

    /// The same on a terminal of this width.
    func with(columns: Int?, rows: Int? = nil) -> Layout {
        var same = self
        same.columns = columns
        same.rows = rows
        return same
    }
}

/// Meaning of a cell, shown as a colour where colours are wanted.
enum Tone: String, Sendable {
    case plain, good, bad, waiting, busy
    fileprivate var escape: String {
        switch self {
        case .plain: ""
        case .good: "\u{1B}[32m"
        case .bad: "\u{1B}[31m"
        case .waiting: "\u{1B}[33m"
        case .busy: "\u{1B}[36m"
        }
    }
}

/// One cell: text from anywhere, made harmless on the way in.
struct Cell: ExpressibleByStringInterpolation, Hashable, Sendable {
    /// Longest cell in any output; a label of 10,000 characters must not push everything else away.
    static let columnsMax = 200
    /// Longest sentence in any output.
    static let proseMax = 1000
    let text: String
    let tone: Tone
    init(_ text: String?, tone: Tone = .plain, upTo columnsMax: Int = Cell.columnsMax) {
        let shown = text.map { $0.isEmpty ? Quantity.unknown : $0 } ?? Quantity.unknown
        self.text = SafeText.cut(SafeText.escaped(shown), to: columnsMax)
        self.tone = tone
    }
    /// A sentence of ours, with what fills it.
    init(prose: String?) { self.init(prose, upTo: Cell.proseMax) }
    init(stringLiteral value: String) { self.init(value) }
}

/// Rows under headings.
struct Table: Sendable {
    struct Column: Sendable {
        /// A word of the table of headings.
        var heading: String
        var rightAligned = false
        /// Fewest columns to which it may be cut on a narrow terminal; nil is never cut.
        var minimumWidth: Int?
        /// On a terminal too narrow for all columns the lowest number is left out first; nil is always shown.
        var dropOrder: Int?
        /// Where it is cut, what all of its cells begin with goes first: what tells them apart stays.
        var isDistinct: Bool
        /// Sentences: where the line does not hold them, they go below the row, broken between words.
        var isProse: Bool
        init(
            _ heading: String, right: Bool = false, minimumWidth: Int? = nil, dropOrder: Int? = nil, isDistinct: Bool = false,
            isProse: Bool = false
        ) {
            self.isDistinct = isDistinct
            self.isProse = isProse
            self.heading = heading
            rightAligned = right
            self.minimumWidth = minimumWidth
            self.dropOrder = dropOrder
        }
    }
    var columns: [Column]
    var rows: [Row] = []
    /// Lines under a row, indented: problems, hints.
    struct Row: Sendable {
        var cells: [Cell]
        var notes: [Cell] = []
    }

    mutating func add(_ cells: [Cell], notes: [String] = []) { rows.append(Row(cells: cells, notes: notes.map { Cell(prose: $0) })) }

    /// The table, one line per row, or `whenEmpty` where there are no rows.
    func text(_ layout: Layout, whenEmpty: String) -> String {
        guard !rows.isEmpty else { return whenEmpty + "\n" }
        return inLanguage(layout).fitted(layout)
    }

    /// The same under headings in the language of the layout.
    private func inLanguage(_ layout: Layout) -> Table {
        var same = self
        for index in same.columns.indices { same.columns[index].heading = layout.word(columns[index].heading, of: .heading) }
        return same
    }

    private func fitted(_ layout: Layout) -> String {
        if let lower = withProseBelow(layout) { return lower.fitted(layout) }
        if let narrower = withoutExpendable(layout) { return narrower.fitted(layout) }
        let widths = fittedWidths(layout)
        // Too narrow even so: each row in as many lines as it needs, and no column to be under a heading.
        let isFlowing = layout.columns.map { Self.whole(widths) > $0 } ?? false
        var lines = isFlowing ? [] : [line(columns.map { Cell($0.heading) }, widths, layout)]
        let indent = layout.columns.map { $0 > 20 ? 4 : 0 } ?? 4
        for row in distinct(rows, widths) {
            lines += isFlowing || isLong(row, layout) ? flowing(row, layout) : [line(row.cells, widths, layout)]
            let notes = row.notes.flatMap { SafeText.wrapped($0.text, to: layout.columns.map { max(1, $0 - indent) }) }
            lines += notes.map { String(repeating: " ", count: indent) + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Columns of the longest name that has a place in a column of names: serials and tags are shorter.
    private static let nameMax = 28
    /// Of a line, with what stands between the columns.
    private static func whole(_ widths: [Int]) -> Int { widths.reduce(0, +) + 2 * max(0, widths.count - 1) }

    /// One of its cells that are never cut or left out is longer than its like: it has lines of its own, and the others keep their columns.
    private func isLong(_ row: Row, _ layout: Layout) -> Bool {
        guard layout.columns != nil else { return false }
        return zip(columns, row.cells).contains { column, cell in
            let mustStand = column.minimumWidth == nil && column.dropOrder == nil && !column.isProse
            return mustStand && SafeText.width(cell.text) > Self.nameMax
        }
    }

    /// All cells of a row that say something, beside each other as far as a line holds them.
    private func flowing(_ row: Row, _ layout: Layout) -> [String] {
        let cells = row.cells.filter { $0.text != Quantity.unknown }
        let lines = SafeText.filled(cells.map(\.text), separator: "  ", to: layout.columns ?? Cell.columnsMax)
        // A cell that was broken over two lines has no colour.
        return cells.reduce(into: lines) { lines, cell in
            guard cell.tone != .plain, let at = lines.firstIndex(where: { $0.contains(cell.text) }) else { return }
            lines[at] = lines[at].replacing(cell.text, with: paint(cell.text, cell.tone, layout), maxReplacements: 1)
        }
    }

    /// The table with its sentences below the rows, where the lines do not hold them; nil where they do or there are none.
    private func withProseBelow(_ layout: Layout) -> Table? {
        guard let available = layout.columns, let index = columns.firstIndex(where: \.isProse),
            Self.whole(naturalWidths(layout)) > available
        else { return nil }
        var lower = self
        lower.columns.remove(at: index)
        for row in rows.indices where index < rows[row].cells.count {
            let prose = lower.rows[row].cells.remove(at: index)
            if prose.text != Quantity.unknown { lower.rows[row].notes.insert(prose, at: 0) }
        }
        return lower
    }

    /// The same without the columns in which nothing stands.
    var withoutEmptyColumns: Table {
        var same = self
        for index in columns.indices.reversed() {
            guard !rows.isEmpty, rows.allSatisfy({ index >= $0.cells.count || $0.cells[index].text == Quantity.unknown }) else { continue }
            same.columns.remove(at: index)
            for row in same.rows.indices where index < same.rows[row].cells.count { same.rows[row].cells.remove(at: index) }
        }
        return same
    }

    /// Whether every line fits, with as many columns left out and cut as may be.
    func fits(_ layout: Layout) -> Bool {
        guard let available = layout.columns else { return true }
        let table = inLanguage(layout)
        if let lower = table.withProseBelow(layout) { return lower.fits(layout) }
        if let narrower = table.withoutExpendable(layout) { return narrower.fits(layout) }
        return Self.whole(table.fittedWidths(layout)) <= available
    }

    /// The table without its most dropOrder column where not even the minimumWidth widths fit; nil where they do or none is left.
    private func withoutExpendable(_ layout: Layout) -> Table? {
        let natural = naturalWidths(layout)
        let least = columns.indices.map { min(natural[$0], columns[$0].minimumWidth ?? natural[$0]) }
        guard let available = layout.columns, Self.whole(least) > available else { return nil }
        let candidates = columns.indices.filter { columns[$0].dropOrder != nil }
        guard let index = candidates.min(by: { (columns[$0].dropOrder ?? 0) < (columns[$1].dropOrder ?? 0) }) else { return nil }
        var narrower = self
        narrower.columns.remove(at: index)
        for row in rows.indices where index < rows[row].cells.count { narrower.rows[row].cells.remove(at: index) }
        return narrower
    }

    private func distinct(_ rows: [Row], _ widths: [Int]) -> [Row] {
        var rows = rows
        for index in columns.indices where columns[index].isDistinct {
            let texts = SafeText.distinct(rows.map { index < $0.cells.count ? $0.cells[index].text : "" }, to: widths[index])
            for (row, text) in texts.enumerated() where index < rows[row].cells.count {
                rows[row].cells[index] = Cell(text, tone: rows[row].cells[index].tone)
            }
        }
        return rows
    }

    /// As wide as the widest cell of each; rows that have lines of their own do not count.
    private func naturalWidths(_ layout: Layout) -> [Int] {
        let rows = rows.filter { !isLong($0, layout) }
        return columns.indices.map { index in
            rows.reduce(SafeText.width(columns[index].heading)) {
                max($0, index < $1.cells.count ? SafeText.width($1.cells[index].text) : 0)
            }
        }
    }

    /// Natural widths, then the widest column that may shrink gives way until the line fits or none can.
    private func fittedWidths(_ layout: Layout) -> [Int] {
        var widths = naturalWidths(layout)
        guard let available = layout.columns else { return widths }
        while Self.whole(widths) > available {
            let shrinkable = columns.indices.filter { index in columns[index].minimumWidth.map { widths[index] > $0 } ?? false }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ layout: Layout) -> String {
        var pieces: [String] = []
        var used = 0
        for (index, width) in widths.enumerated() {
            let cell = index < cells.count ? cells[index] : ""
            let room = layout.columns.map { min(width, max(0, $0 - used)) } ?? width
            guard room > 0 else { break }
            let text = SafeText.cut(cell.text, to: room)
            let padding = String(repeating: " ", count: max(0, room - SafeText.width(text)))
            let last = index == widths.count - 1
            let painted = paint(text, cell.tone, layout)
            pieces.append(columns[index].rightAligned ? padding + painted : painted + (last ? "" : padding))
            used += room + 2
        }
        var line = pieces.joined(separator: "  ")
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}

/// `text` in the colour of its tone, where colours are wanted.
func paint(_ text: String, _ tone: Tone, _ layout: Layout) -> String {
    layout.color && tone != .plain ? tone.escape + text + "\u{1B}[0m" : text
}

/// Names and values under each other: `serial      S4X…`.
struct FactList: Sendable {
    private var facts: [(name: String, value: Cell)] = []
    /// - Parameter name: a word of the table of labels.
    mutating func add(_ name: String, _ value: Cell) { facts.append((name, value)) }
    mutating func add(_ name: String, _ value: String?) { facts.append((name, Cell(value))) }

    func text(_ layout: Layout) -> String {
        let names = facts.map { layout.word($0.name, of: .label) }
        let width = names.reduce(0) { max($0, SafeText.width($1)) }
        return zip(names, facts).map { word, fact in
            let name = word + String(repeating: " ", count: width - SafeText.width(word) + 2)
            let room = layout.columns.map { max(8, $0 - width - 2) }
            let lines = SafeText.wrapped(fact.value.text, to: room).map { paint($0, fact.value.tone, layout) }
            return name + lines.joined(separator: "\n" + String(repeating: " ", count: width + 2)) + "\n"
        }.joined()
    }
}

/// A safe line of free text, with the indentation that the caller gives.
func safeLine(_ text: String, indent: Int = 0) -> String { String(repeating: " ", count: indent) + SafeText.escaped(text) + "\n" }
