// Policies and lists of records as text.

import WipeAPI

extension ClaimView {
    var sentence: String { "\(level) after \(standard), \(clause)" }
}

extension PolicyList {
    /// One line per policy.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("POLICY"), .init("VERSION"), .init("STATUS"), .init("MEDIA"), .init("TITLE", minimumWidth: 12),
            .init("CLAIM", minimumWidth: 8),
        ])
        for policy in policies {
            table.add([
                Cell(policy.id), Cell(policy.version), Cell(policy.status), Cell(policy.media.joined(separator: ", ")),
                Cell(policy.title.en),
                Cell(policy.claim?.sentence),
            ])
        }
        return table.text(layout, whenEmpty: "no policies")
    }
}

extension PolicyDetail {
    /// One policy in full.
    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("policy", "\(id) \(version)")
        facts.add("title", title.en)
        facts.add("titre", title.fr)
        facts.add("status", status)
        facts.add("claim", claim?.sentence ?? "none")
        facts.add("media", media.joined(separator: ", "))
        facts.add("bad sectors", "at most \(unwritableSectorsMax) in a sanitized verdict")
        facts.add("ends early", endsEarly)
        facts.add("goes on", resume)
        facts.add("digest", digest)
        var table = Table(columns: [.init("PASS", right: true), .init("WRITE", minimumWidth: 12), .init("VERIFY", minimumWidth: 6)])
        for pass in passes { table.add([Cell(String(pass.pass)), Cell(pass.write), Cell(pass.verify)]) }
        return facts.text(layout) + table.text(layout, whenEmpty: "no passes")
    }

    private var endsEarly: String {
        let limits = [stopAfterBadSectors.map { "after \($0) bad sectors" }, stopAfterHours.map { "after \($0) h" }].compactMap { $0 }
        return limits.isEmpty ? "never" : limits.joined(separator: ", ")
    }
}

/// The colour of an outcome.
func tone(ofOutcome outcome: String) -> Tone {
    switch outcome {
    case "cleared", "purged": .good
    case "cleared-with-exceptions", "purged-with-exceptions": .waiting
    case "not-sanitized": .bad
    default: .plain
    }
}

extension CertificateList {
    /// One line per record.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("RECORD", right: true), .init("ISSUED"), .init("SERIAL", minimumWidth: 8), .init("ASSET TAG", minimumWidth: 6),
            .init("OUTCOME"),
            .init("POLICY", minimumWidth: 6, dropOrder: 1), .init("ID", minimumWidth: 8),
        ])
        for one in certificates {
            table.add([
                Cell(String(one.record)), Cell(one.issuedAt), Cell(one.serial),
                Cell(one.correctedFrom.map { "\(one.assetTag ?? "") (was \($0))" } ?? one.assetTag),
                Cell(one.markedOutcome, tone: one.revokedBy == nil ? tone(ofOutcome: one.outcome) : .bad), Cell(one.policy),
                Cell(one.id),
            ])
        }
        return table.text(layout, whenEmpty: "no records")
    }
}

extension CertificateView {
    /// Its outcome, and what has become of that.
    fileprivate var markedOutcome: String {
        let marks = [
            simulation ? "simulation" : nil, revokedBy.map { "REVOKED by \($0)" }, correctedBy.map { "CORRECTED by \($0)" },
        ].compactMap { $0 }
        return marks.isEmpty ? outcome : "\(outcome) (\(marks.joined(separator: ", ")))"
    }
}
