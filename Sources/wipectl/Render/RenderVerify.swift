// What `wipectl certificate verify` says of its files, as a table.

import WipeAPI
import WipeAudit
import WipeCertificate

extension VerifyReport {
    /// One line per file, its problems under it.
    func text(_ layout: Layout) -> String {
        // The verdict stands first: it is the last thing that a narrow terminal loses.
        var table = Table(columns: [
            .init("VALID"), .init("FILE", minimumWidth: 12, isDistinct: true), .init("ID", dropOrder: 1),
            .init("SERIAL", minimumWidth: 8, dropOrder: 3),
            .init("ASSET TAG", minimumWidth: 6, dropOrder: 2), .init("OUTCOME", dropOrder: 8), .init("SIGNATURE", dropOrder: 7),
            .init("KEY", dropOrder: 6), .init("LOG", dropOrder: 5), .init("SCHEMA", dropOrder: 4),
        ])
        for file in files {
            table.add(
                [
                    file.valid ? Cell("yes", tone: .good) : Cell("NO", tone: .bad), Cell(file.file), Cell(VerifyReport.short(file.id)),
                    Cell(file.serial), Cell(file.assetTag), file.outcomeCell, Cell(file.signature), Cell(file.key), Cell(file.log),
                    Cell(file.schema),
                ], notes: file.problems.map { "\($0.code): \($0.message)" } + file.supersededBy.map(\.sentence))
        }
        let valid = files.filter(\.valid).count
        return table.text(layout, whenEmpty: "no files") + "\n" + counts.text(layout)
            + "\(valid) of \(Quantity.count(files.count, "file", "files")) valid\n" + passedOver.map { safeLine($0) }.joined()
    }

    /// What is open, once for each kind, and who decides it.
    var doubtHints: [String] {
        let codes = files.flatMap { $0.doubts.map(\.code) }
        let kinds: [(WipeCertificate.ProblemCode, String)] = [
            (.logProofMissing, "no proof that it is in a log"), (.logUntrusted, "a proof of a log that you do not name"),
            (.logKeyRetired, "a proof under a head that a retired log key has signed"), (.dateInFuture, "a date in the future"),
            (.noticeDoubtful, "a correction that leaves something open"),
        ]
        return kinds.compactMap { code, what in
            let count = codes.filter { $0 == code.rawValue }.count
            guard count > 0 else { return nil }
            return "\(Quantity.count(count, "file has", "files have")) \(what) (\(code.rawValue)): with --log-policy that is not valid"
        }
    }

    /// The last twelve characters tell ids apart; the first ones are mostly their time.
    static func short(_ id: String?) -> String? { id.map { String($0.suffix(12)) } }
}

extension VerifyReport.File {
    /// What it says in one word, and what has become of that.
    fileprivate var outcomeCell: Cell {
        let marks = [
            simulation ? "simulation" : nil, revoked ? "REVOKED" : nil,
            supersededBy.contains { $0.kind == LogEntry.Kind.correction.rawValue } ? "CORRECTED" : nil,
        ].compactMap { $0 }
        let text = outcome.map { marks.isEmpty ? $0 : "\($0) (\(marks.joined(separator: ", ")))" }
        return Cell(text, tone: revoked ? .bad : tone(ofOutcome: outcome ?? ""))
    }
}
