// The rows of an intake list, judged one by one and against each other.

import WipeCore

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
        if let problem = row.problem { return reject(problem.line, problem.column, problem.variant) }
        if row.fields.allSatisfy({ trimmed($0).isEmpty }) { return }
        // Excel leaves out what is empty at the end of a row.
        let needed = (["serial", "assetTag"].compactMap { places[$0] }.max() ?? 0) + 1
        guard row.fields.count >= needed, row.fields.dropFirst(names.count).allSatisfy({ trimmed($0).isEmpty }) else {
            return reject(row.line, 1, "fields", ["found": String(row.fields.count), "named": String(names.count)])
        }
        guard let serial = text(row, "serial", IntakeFile.serialScalarsMax), let donorTag = text(row, "donorTag", AssetTagText.scalarsMax),
            let donor = text(row, "donor", IntakeFile.donorScalarsMax), let host = text(row, "hostSerial", IntakeFile.serialScalarsMax)
        else { return }
        guard !serial.isEmpty else { return reject(row.line, column(row, "serial"), "no-serial") }
        guard let place = places["assetTag"], let serialPlace = places["serial"] else { return }
        if let fault = IntakeCell.problem(ofSerial: serial, column: names[serialPlace]) {
            return reject(row.line, column(row, "serial"), "serial-cell", fault.of(serial))
        }
        // Before the rule of tags, which would speak of a character where a spreadsheet's error is meant.
        let cell = trimmed(row.fields[place])
        if !cell.isEmpty, let fault = IntakeCell.problem(ofTag: cell, column: names[place], hasForm: tagPattern != nil) {
            return reject(row.line, column(row, "assetTag"), "tag-cell", fault.of(cell))
        }
        switch AssetTagText.check(String(decoding: row.fields[place], as: UTF8.self), pattern: tagPattern) {
        case .failure(let problem): reject(row.line, column(row, "assetTag"), "tag-" + problem.variant, problem.parameters)
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
                let isSpelledSo = rows[first].serial == row.serial
                repeatedCount += 1
                if repeated.count < IntakeFile.problemsMax {
                    let said = SaidProblem(
                        .note, isSpelledSo ? "repeats" : "repeats-spelled",
                        ["line": String(rows[first].line), "text": printable(row.serial)])
                    repeated.append(FileProblem(file: file, line: row.line, column: 1, said))
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
                let spelling = rows[other].serial == row.serial ? [:] : ["spelling": "in-quotes", "spelled": printable(rows[other].serial)]
                reject(row.line, 1, "serial-twice", clash(row.serial, with: other).merging(spelling) { one, _ in one })
                return false
            }
            let numbers = Self.number(CanonicalForm.squeezed(row.serial)).flatMap { byNumber[$0] } ?? []
            if let other = numbers.first(where: { $0 != index }) {
                let zeros = ["other": printable(rows[other].serial)]
                reject(row.line, 1, "serial-zeros", clash(row.serial, with: other).merging(zeros) { one, _ in one })
                return false
            }
            if let other = byTag[AssetTagText.reading(row.assetTag)]?.first(where: { $0 != index }) {
                let isSame = AssetTagText.isSame(rows[other].assetTag, row.assetTag)
                let spelling = isSame ? [:] : ["spelling": "in-quotes-same", "spelled": printable(rows[other].assetTag)]
                reject(row.line, 1, "tag-twice", clash(row.assetTag, with: other).merging(spelling) { one, _ in one })
                return false
            }
            return true
        }
        return IntakeRows(
            rows: sound.map { rows[$0] }, rejected: named(rejected, of: rejectedCount, .row),
            repeated: named(repeated, of: repeatedCount, .note), repeatedCount: repeatedCount, warnings: warnings,
            rejectedCount: rejectedCount)
    }

    /// A serial of digits alone, without the zeros at its beginning; nil for any other.
    private static func number(_ serial: String) -> Substring? {
        serial.utf8.allSatisfy { (0x30...0x39).contains($0) } ? serial.drop { $0 == "0" } : nil
    }

    /// In the order of the lines, and how many more there are than are named.
    private func named(_ problems: [FileProblem], of count: Int, _ code: SaidProblem.Kind) -> [FileProblem] {
        var named = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        if count > named.count, let last = named.last {
            let more = SaidProblem(code, "more", ["count": String(count - named.count)])
            named.append(FileProblem(file: file, line: last.line, column: 1, more))
        }
        return named
    }

    /// A trimmed field, empty where the list has no such column; nil after rejecting the row.
    private mutating func text(_ row: CommaRow, _ key: String, _ scalarsMax: Int) -> String? {
        guard let place = places[key], row.fields.indices.contains(place) else { return "" }
        let text = trimmed(row.fields[place])
        let count = text.unicodeScalars.count
        if count > scalarsMax {
            let sizes = ["column": key, "count": String(count), "max": String(scalarsMax)]
            reject(row.line, row.columns[place], "long", sizes)
            return nil
        }
        if text.unicodeScalars.contains(where: PlainText.isHidden) {
            reject(row.line, row.columns[place], "hidden", ["column": key, "text": printable(text)])
            return nil
        }
        return text
    }

    private func column(_ row: CommaRow, _ key: String) -> Int { places[key].map { row.columns[$0] } ?? 1 }

    private func clash(_ text: String, with other: Int) -> [String: String] { ["text": printable(text), "line": String(rows[other].line)] }

    private mutating func reject(_ line: Int, _ column: Int, _ variant: String, _ parameters: [String: String] = [:]) {
        rejectedCount += 1
        guard rejected.count < IntakeFile.problemsMax else { return }
        rejected.append(FileProblem(file: file, line: line, column: column, SaidProblem(.row, variant, parameters)))
    }
}

extension IntakeCell.Fault {
    /// What fills the sentence about the cell with this text.
    fileprivate func of(_ text: String) -> [String: String] { parameters.merging(["text": printable(text), "why": why]) { one, _ in one } }
}

/// A field without the white space around it, its letters composed.
func trimmed(_ field: [UInt8]) -> String { AssetTagText.composed(PlainText.trimmed(String(decoding: field, as: UTF8.self))) }
