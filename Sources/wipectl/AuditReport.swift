// What `wipectl audit` says of an archive.

import WipeAPI
import WipeCertificate

/// What an audit came to.
struct AuditReport: Codable, Hashable, Sendable {
    struct Finding: Codable, Hashable, Sendable {
        var code: String
        var subject: String
        var message: String
    }
    struct Head: Codable, Hashable, Sendable {
        var origin: String
        var size: Int
        var rootHash: String
    }
    var directory: String
    /// Whether it was asked who signed.
    var trusted: Bool
    /// Records about real drives, notices among them.
    var records: Int
    /// Records of simulations.
    var simulations: Int
    /// By what they came to; nil where only the log was looked at.
    @Nullable var counts: OutcomeCounts?
    /// Files of documents that are not valid; what stands against each is among the findings.
    var notValid: [String]
    /// What is worth a word and no finding.
    var notes: [String]
    /// Records that a valid correction or revocation is about.
    var superseded: [String]
    /// In the folders, and not read: left by other programs.
    var passedOver: [String] = []
    /// Numbers of jobs that were still open.
    var open: [Int]
    /// Records that an export leaves out on purpose: they are in the log, and were not checked. nil where there are none.
    @Nullable var outsideFilter: OutsideFilter?
    @Nullable var log: Head?
    var findings: [Finding]

    /// What the filter of an export explains.
    struct OutsideFilter: Codable, Hashable, Sendable {
        struct Entry: Codable, Hashable, Sendable {
            var record: Int
            var id: String
            var kind: String
        }
        /// As options of `wipectl certificate export`.
        var filter: String
        var entries: [Entry]

        init?(_ filter: ExportFilter, _ entries: [LogEntry]) {
            guard !entries.isEmpty else { return nil }
            self.filter = filter.words
            self.entries = entries.map { .init(record: $0.record, id: $0.id, kind: $0.kind.rawValue) }
        }

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
