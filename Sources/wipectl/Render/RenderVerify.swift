// What `wipectl certificate verify` says of its files, as a table.

import WipeAPI
import WipeAudit
import WipeCertificate
import WipeWords

extension VerifyReport {
    /// One line per file, its problems under it.
    func text(_ layout: Layout) -> String {
        // The verdict stands first: it is the last thing that a narrow terminal loses.
        var table = Table(columns: [
            .init("VALID"), .init("FILE", minimumWidth: 12, isDistinct: true), .init("ID", dropOrder: 1),
            .init("SERIAL", dropOrder: 3), .init("ASSET TAG", dropOrder: 2), .init("OUTCOME", dropOrder: 8),
            .init("SIGNATURE", dropOrder: 7),
            .init("KEY", dropOrder: 6), .init("LOG", dropOrder: 5), .init("SCHEMA", dropOrder: 4),
        ])
        for file in files {
            table.add(
                [
                    file.valid ? Cell(layout.say("yes"), tone: .good) : Cell(layout.say("no-loud"), tone: .bad), Cell(file.file),
                    Cell(VerifyReport.short(file.id)),
                    Cell(file.serial), Cell(file.assetTag), file.outcomeCell(layout), Cell(layout.word(file.signature, of: .check)),
                    Cell(layout.word(file.key, of: .check)), Cell(layout.word(file.log, of: .check)),
                    Cell(layout.word(file.schema, of: .check)),
                ],
                notes: file.problems.map { layout.coded($0, of: [.evidence]) }
                    + file.supersededBy.map { $0.sentence(layout) })
        }
        let valid = files.filter(\.valid).count
        return table.text(layout, whenEmpty: layout.say("no-files")) + "\n" + counts.text(layout)
            + safeLine(layout.say("valid-of", ["valid": String(valid), "files": layout.count(files.count, "file")]))
            + passedOver.map { safeLine($0) }.joined()
    }

    /// What is open, once for each kind, and who decides it.
    func doubtHints(_ layout: Layout) -> [String] {
        let codes = files.flatMap { $0.doubts.map(\.code) }
        let kinds: [WipeCertificate.ProblemCode] = [.logProofMissing, .logUntrusted, .logKeyRetired, .dateInFuture, .noticeDoubtful]
        return kinds.compactMap { code in
            let count = codes.filter { $0 == code.rawValue }.count
            guard count > 0 else { return nil }
            let what = layout.word(code.rawValue, of: .doubt)
            return layout.say("doubt", ["files": layout.count(count, "file has"), "what": what, "code": code.rawValue])
        }
    }

    /// The last twelve characters tell ids apart; the first ones are mostly their time.
    static func short(_ id: String?) -> String? { id.map { String($0.suffix(12)) } }
}

extension VerifyReport.Superseding {
    /// What a notice says of a record.
    func sentence(_ layout: Layout) -> String {
        let word = layout.say(
            kind == LogEntry.Kind.revocation.rawValue ? "record-revoked-in" : "record-corrected-in", ["record": String(record)])
        return word + (assetTag.map { layout.say("tag-is-now", ["tag": $0]) } ?? "") + layout.say("colon") + file
    }
}

extension VerifyReport.File {
    /// What it says in one word, and what has become of that.
    fileprivate func outcomeCell(_ layout: Layout) -> Cell {
        let marks = [
            simulation ? layout.say("simulation") : nil, revoked ? layout.say("revoked-loud") : nil,
            supersededBy.contains { $0.kind == LogEntry.Kind.correction.rawValue } ? layout.say("corrected-loud") : nil,
        ].compactMap { $0 }
        let text = outcome.map { layout.word($0, of: .outcome) }.map { marks.isEmpty ? $0 : "\($0) (\(marks.joined(separator: ", ")))" }
        return Cell(text, tone: revoked ? .bad : tone(ofOutcome: outcome ?? ""))
    }
}
