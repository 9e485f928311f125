// What `wipectl audit` says of an archive, and how many records came to what: tables and sentences.

import WipeAPI
import WipeAudit
import WipeWords

extension AuditReport {
    /// Findings as a table, then what was looked at.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [.init("FINDING"), .init("ABOUT"), .init("WHAT", isProse: true)])
        for finding in findings {
            let what = layout.sentence(ReasonView(code: finding.code, message: finding.message), of: [.evidence])
            table.add([Cell(finding.code, tone: .bad), Cell(finding.subject), Cell(prose: what)])
        }
        var text = findings.isEmpty ? "" : table.text(layout, whenEmpty: "")
        var looked = layout.count(records, "record") + ", " + layout.count(simulations, "simulation") + ", "
        looked += log.map { layout.say("log-with", ["log": $0.origin, "entries": layout.count($0.size, "entry")]) } ?? layout.say("no-log")
        if !open.isEmpty { looked += layout.say("still-open", ["numbers": open.map(String.init).joined(separator: ", ")]) }
        text += safeLine(looked)
        for line in passedOver { text += safeLine(line, indent: 4) }
        for line in superseded { text += safeLine(line, indent: 4) }
        for note in notes { text += safeLine(layout.say("note", ["note": note])) }
        if let outsideFilter { text += safeLine(outsideFilter.sentence(layout)) }
        if let counts { text += "\n" + counts.text(layout) }
        let nothing = outsideFilter == nil ? "nothing-found" : "nothing-found-here"
        text += findings.isEmpty ? layout.say(nothing) : layout.count(findings.count, "finding")
        return text + (trusted ? "" : layout.say("without-trust")) + "\n"
    }
}

extension AuditReport.OutsideFilter {
    /// Numbers as ranges: there may be tens of thousands.
    func sentence(_ layout: Layout) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in entries.map(\.record).sorted() {
            if let last = ranges.last, number - last.upperBound <= 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let names = ranges.map {
            $0.count == 1 ? "\($0.lowerBound)" : layout.say("from-to", ["first": String($0.lowerBound), "last": String($0.upperBound)])
        }
        let left = ["records": layout.count(entries.count, "record"), "filter": "\(filter)", "numbers": names.joined(separator: ", ")]
        return layout.say("outside-filter", left)
    }
}

extension OutcomeCounts {
    /// One line for each, those of the requirement's own kind first.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [.init("RECORDS"), .init("COUNT", right: true)])
        let rows: [(String, Int, Tone)] = [
            (layout.say("cleared"), cleared, .good), (layout.say("with-exceptions"), withExceptions, .waiting),
            (layout.say("purged"), purged, .good), (layout.say("purged-with-exceptions"), purgedWithExceptions, .waiting),
            (layout.say("failed"), failed, .bad), (layout.say("revoked"), revoked, .bad), (layout.say("simulations"), simulations, .plain),
            (layout.say("not-valid"), notValid, .bad), (layout.say("missing"), missing, .bad), (layout.say("notices"), notices, .plain),
        ]
        for (name, count, tone) in rows {
            table.add([Cell(name, tone: count > 0 ? tone : .plain), Cell(String(count), tone: count > 0 ? tone : .plain)])
        }
        return table.text(layout, whenEmpty: "")
    }
}
