// What `wipectl audit` says of an archive, and how many records came to what: tables and sentences.

import WipeAudit

extension AuditReport {
    /// Findings as a table, then what was looked at.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [.init("FINDING"), .init("ABOUT", minimumWidth: 20), .init("WHAT", minimumWidth: 30)])
        for finding in findings { table.add([Cell(finding.code, tone: .bad), Cell(finding.subject), Cell(finding.message)]) }
        var text = findings.isEmpty ? "" : table.text(layout, whenEmpty: "")
        text += Quantity.count(records, "record", "records") + ", " + Quantity.count(simulations, "simulation", "simulations")
        text += log.map { ", log \($0.origin) with " + Quantity.count($0.size, "entry", "entries") } ?? ", no log"
        text += open.isEmpty ? "\n" : "; still open: " + open.map(String.init).joined(separator: ", ") + "\n"
        for line in passedOver { text += safeLine(line, indent: 4) }
        for line in superseded { text += safeLine(line, indent: 4) }
        for note in notes { text += safeLine("note: \(note)") }
        if let outsideFilter { text += safeLine(outsideFilter.sentence) }
        if let counts { text += "\n" + counts.text(layout) }
        text +=
            findings.isEmpty
            ? outsideFilter == nil ? "nothing found" : "nothing found in what is here"
            : Quantity.count(findings.count, "finding", "findings")
        return text + (trusted ? "\n" : " (without --trust it was not asked who signed)\n")
    }
}

extension AuditReport.OutsideFilter {
    /// Numbers as ranges: there may be tens of thousands.
    var sentence: String {
        var ranges: [ClosedRange<Int>] = []
        for number in entries.map(\.record).sorted() {
            if let last = ranges.last, number - last.upperBound <= 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let names = ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
        return "outside-filter: " + Quantity.count(entries.count, "record", "records") + " left out by \(filter), not checked: "
            + names.joined(separator: ", ")
    }
}

extension OutcomeCounts {
    /// One line for each, those of the requirement's own kind first.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [.init("RECORDS"), .init("COUNT", right: true)])
        let rows: [(String, Int, Tone)] = [
            ("cleared", cleared, .good), ("with exceptions", withExceptions, .waiting), ("purged", purged, .good),
            ("purged with exceptions", purgedWithExceptions, .waiting), ("failed (not sanitized)", failed, .bad),
            ("revoked", revoked, .bad), ("simulations", simulations, .plain), ("not valid", notValid, .bad), ("missing", missing, .bad),
            ("notices", notices, .plain),
        ]
        for (name, count, tone) in rows {
            table.add([Cell(name, tone: count > 0 ? tone : .plain), Cell(String(count), tone: count > 0 ? tone : .plain)])
        }
        return table.text(layout, whenEmpty: "")
    }
}
