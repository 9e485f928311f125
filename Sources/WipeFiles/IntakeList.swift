// The rows of an intake list, judged one by one and against each other.

import WipeCore

/// The first line of an intake list.
enum IntakeHeader {
    /// Index of each known column; problems for missing and repeated ones, warnings for those that are not read.
    static func places(_ header: CommaRow, _ columns: IntakeColumns, _ problems: ProblemList, _ warnings: ProblemList) -> [String: Int] {
        if let problem = header.problem { problems.add(problem.line, problem.column, problem.message) }
        var places: [String: Int] = [:]
        for (index, field) in header.fields.enumerated() {
            let name = trimmed(field)
            guard let key = IntakeColumns.keys.first(where: { columns[$0].lowercased() == name.lowercased() }) else {
                let hint = suggestion(for: name, among: IntakeColumns.keys.map { columns[$0] })
                if !name.isEmpty { warnings.add(header.line, header.columns[index], "the column \(quoted(name)) is not read\(hint)") }
                continue
            }
            if let first = places.updateValue(index, forKey: key) {
                problems.add(header.line, header.columns[index], "the column \(quoted(name)) is there twice, first as column \(first + 1)")
            }
        }
        for key in ["serial", "assetTag"] where places[key] == nil {
            problems.add(header.line, 1, "the first line names no column \(quoted(columns[key])); \(named(header))")
        }
        return places
    }

    /// How many of the columns that are read this row names; those that are needed count for more than all others.
    static func known(in header: CommaRow, _ columns: IntakeColumns) -> Int {
        let names = Set(header.fields.map { trimmed($0).lowercased() })
        return IntakeColumns.keys.reduce(0) { count, key in
            guard names.contains(columns[key].lowercased()) else { return count }
            return count + (["serial", "assetTag"].contains(key) ? IntakeColumns.keys.count : 1)
        }
    }

    /// What the first line names instead: a person sees at once which of them is meant.
    private static func named(_ header: CommaRow) -> String {
        let names = header.fields.map(trimmed).filter { !$0.isEmpty }
        if names.isEmpty { return "it names none" }
        let more = names.count > 12 ? " and \(names.count - 12) more" : ""
        return "it names \(names.prefix(12).map { quoted($0) }.joined(separator: ", "))\(more)"
    }
}

/// Collects rows and what is wrong with the others.
struct IntakeList {
    let file: String
    let places: [String: Int]
    /// The first line: one name for each field of a row.
    let names: [String]
    let tagPattern: TagPattern?
    private var rows: [IntakeRow] = []
    private var rejected: [FileProblem] = []
    private var rejectedCount = 0
    private var repeated: [FileProblem] = []
    private var repeatedCount = 0

    init(file: String, places: [String: Int], header: CommaRow, tagPattern: TagPattern?) {
        self.file = file
        self.places = places
        // A separator too many at the end of the first line is no column.
        let all = header.fields.map(trimmed)
        self.names = Array(all.prefix((all.lastIndex { !$0.isEmpty } ?? -1) + 1))
        self.tagPattern = tagPattern
    }

    mutating func add(_ row: CommaRow) {
        if let problem = row.problem { return reject(problem.line, problem.column, problem.message) }
        if row.fields.allSatisfy({ trimmed($0).isEmpty }) { return }
        // Excel leaves out what is empty at the end of a row.
        let needed = (["serial", "assetTag"].compactMap { places[$0] }.max() ?? 0) + 1
        guard row.fields.count >= needed, row.fields.dropFirst(names.count).allSatisfy({ trimmed($0).isEmpty }) else {
            return reject(row.line, 1, "has \(row.fields.count) fields where the first line names \(names.count)")
        }
        guard let serial = text(row, "serial", IntakeFile.serialScalarsMax), let donorTag = text(row, "donorTag", AssetTagText.scalarsMax),
            let donor = text(row, "donor", IntakeFile.donorScalarsMax), let host = text(row, "hostSerial", IntakeFile.serialScalarsMax)
        else { return }
        guard !serial.isEmpty else { return reject(row.line, column(row, "serial"), "the serial is missing") }
        guard let place = places["assetTag"], let serialPlace = places["serial"] else { return }
        if let why = IntakeCell.problem(ofSerial: serial, column: names[serialPlace]) {
            return reject(row.line, column(row, "serial"), "the serial \(quoted(serial)) \(why)")
        }
        // Before the rule of tags, which would speak of a character where a spreadsheet's error is meant.
        let cell = trimmed(row.fields[place])
        if !cell.isEmpty, let why = IntakeCell.problem(ofTag: cell, column: names[place], hasForm: tagPattern != nil) {
            return reject(row.line, column(row, "assetTag"), "the asset tag \(quoted(cell)) \(why)")
        }
        switch AssetTagText.check(String(decoding: row.fields[place], as: UTF8.self), pattern: tagPattern) {
        case .failure(let problem): reject(row.line, column(row, "assetTag"), problem.description)
        case .success(let tag):
            rows.append(
                IntakeRow(
                    line: row.line, serial: serial, assetTag: tag, donorTag: donorTag.isEmpty ? nil : donorTag,
                    donor: donor.isEmpty ? nil : donor,
                    hostSerial: host.isEmpty ? nil : host))
        }
    }

    /// The list, without the rows that contradict each other: a tag linked to the wrong drive is a false certificate later, and nobody
    /// can say which of two rows is the right one. Of rows that are equal in everything the first stays. A serial is one in every spelling
    /// that people, labels and spreadsheets give it: small letters, blanks, with and without dashes. A tag is one in every spelling that reads the
    /// same (`AssetTagText.reading`).
    mutating func finished(warnings: [FileProblem]) -> IntakeRows {
        var bySerial: [String: [Int]] = [:]
        var byNumber: [Substring: [Int]] = [:]
        var byTag: [String: [Int]] = [:]
        var kept: [Int] = []
        var firstByContent: [IntakeRow: Int] = [:]
        for (index, row) in rows.enumerated() {
            let serial = CanonicalForm.squeezed(row.serial)
            var content = row
            (content.line, content.serial) = (0, serial)
            if let first = firstByContent[content] {
                let spelling = rows[first].serial == row.serial ? "" : ", with the serial in another spelling: \(quoted(row.serial))"
                repeatedCount += 1
                if repeated.count < IntakeFile.problemsMax {
                    let message = "repeats line \(rows[first].line)\(spelling)"
                    repeated.append(FileProblem(file: file, line: row.line, column: 1, message: message))
                }
                continue
            }
            firstByContent[content] = index
            kept.append(index)
            bySerial[serial, default: []].append(index)
            if let number = Self.number(serial) { byNumber[number, default: []].append(index) }
            byTag[AssetTagText.reading(row.assetTag), default: []].append(index)
        }
        let sound = kept.filter { index in
            let row = rows[index]
            if let other = bySerial[CanonicalForm.squeezed(row.serial)]?.first(where: { $0 != index }) {
                let spelling = rows[other].serial == row.serial ? "" : " (as \(quoted(rows[other].serial)))"
                reject(row.line, 1, "the serial \(quoted(row.serial)) stands on line \(rows[other].line) too\(spelling), with other data")
                return false
            }
            let numbers = Self.number(CanonicalForm.squeezed(row.serial)).flatMap { byNumber[$0] } ?? []
            if let other = numbers.first(where: { $0 != index }) {
                let message =
                    "the serial \(quoted(row.serial)) is \(quoted(rows[other].serial)) on line \(rows[other].line) but for zeros at its beginning, "
                    + "which a spreadsheet takes away: format the column as text in the spreadsheet, and export anew"
                reject(row.line, 1, message)
                return false
            }
            if let other = byTag[AssetTagText.reading(row.assetTag)]?.first(where: { $0 != index }) {
                let isSame = AssetTagText.isSame(rows[other].assetTag, row.assetTag)
                let spelling = isSame ? "" : " (as \(quoted(rows[other].assetTag)), which reads the same)"
                reject(
                    row.line, 1,
                    "the asset tag \(quoted(row.assetTag)) stands on line \(rows[other].line) too\(spelling), with another serial")
                return false
            }
            return true
        }
        return IntakeRows(
            rows: sound.map { rows[$0] }, rejected: named(rejected, of: rejectedCount, "were rejected"),
            repeated: named(repeated, of: repeatedCount, "repeat others"), repeatedCount: repeatedCount, warnings: warnings,
            rejectedCount: rejectedCount)
    }

    /// A serial of digits alone, without the zeros at its beginning; nil for any other.
    private static func number(_ serial: String) -> Substring? {
        serial.utf8.allSatisfy { (0x30...0x39).contains($0) } ? serial.drop { $0 == "0" } : nil
    }

    /// In the order of the lines, and how many more there are than are named.
    private func named(_ problems: [FileProblem], of count: Int, _ what: String) -> [FileProblem] {
        var named = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        if count > named.count, let last = named.last {
            named.append(FileProblem(file: file, line: last.line, column: 1, message: "\(count - named.count) more rows \(what)"))
        }
        return named
    }

    /// A trimmed field, empty where the list has no such column; nil after rejecting the row.
    private mutating func text(_ row: CommaRow, _ key: String, _ scalarsMax: Int) -> String? {
        guard let place = places[key], row.fields.indices.contains(place) else { return "" }
        let text = trimmed(row.fields[place])
        let count = text.unicodeScalars.count
        if count > scalarsMax {
            reject(row.line, row.columns[place], "\(key) has \(count) characters; at most \(scalarsMax) are allowed")
            return nil
        }
        if text.unicodeScalars.contains(where: PlainText.isHidden) {
            reject(row.line, row.columns[place], "\(key) contains characters that cannot be seen: \(quoted(text))")
            return nil
        }
        return text
    }

    private func column(_ row: CommaRow, _ key: String) -> Int { places[key].map { row.columns[$0] } ?? 1 }

    private mutating func reject(_ line: Int, _ column: Int, _ message: String) {
        rejectedCount += 1
        guard rejected.count < IntakeFile.problemsMax else { return }
        rejected.append(FileProblem(file: file, line: line, column: column, message: message))
    }
}

/// A field without the white space around it, its letters composed.
private func trimmed(_ field: [UInt8]) -> String { AssetTagText.composed(PlainText.trimmed(String(decoding: field, as: UTF8.self))) }
