// Policies and lists of records as text.

import WipeAPI
import WipeCertificate
import WipeWords

extension ClaimView {
    func sentence(_ layout: Layout) -> String { layout.say("claim", ["level": level, "standard": standard, "clause": clause]) }
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
                Cell(policy.id), Cell(policy.version), Cell(policy.status),
                Cell(policy.media.map { layout.word($0, of: .mediaType) }.joined(separator: ", ")),
                Cell(policy.title.text(layout)),
                Cell(policy.claim?.sentence(layout)),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-policies"))
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
        facts.add("claim", claim?.sentence(layout) ?? layout.say("none"))
        facts.add("media", media.map { layout.word($0, of: .mediaType) }.joined(separator: ", "))
        facts.add("bad sectors", layout.say("bad-sectors-max", ["count": String(unwritableSectorsMax)]))
        facts.add("ends early", endsEarly(layout))
        facts.add("goes on", resume)
        facts.add("digest", digest)
        var table = Table(columns: [.init("PASS", right: true), .init("WRITE", minimumWidth: 12), .init("VERIFY", minimumWidth: 6)])
        for pass in passes { table.add([Cell(String(pass.pass)), Cell(pass.write), Cell(layout.word(pass.verify, of: .check))]) }
        return facts.text(layout) + table.text(layout, whenEmpty: layout.say("no-passes"))
    }

    private func endsEarly(_ layout: Layout) -> String {
        let limits = [
            stopAfterBadSectors.map { layout.say("after-bad-sectors", ["count": String($0)]) },
            stopAfterHours.map { layout.say("after-hours", ["hours": String($0)]) },
        ].compactMap { $0 }
        return limits.isEmpty ? layout.say("never") : limits.joined(separator: ", ")
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
            .init("RECORD", right: true), .init("ISSUED", dropOrder: 3), .init("SERIAL"), .init("ASSET TAG"), .init("OUTCOME"),
            .init("POLICY", dropOrder: 2), .init("ID", dropOrder: 1),
        ])
        for one in certificates {
            table.add([
                Cell(String(one.record)), Cell(layout.time(one.issuedAt)), Cell(one.serial),
                Cell(one.correctedFrom.map { layout.say("tag-was", ["tag": one.assetTag ?? "", "was": $0]) } ?? one.assetTag),
                Cell(one.markedOutcome(layout), tone: one.revokedBy == nil ? tone(ofOutcome: one.outcome) : .bad), Cell(one.policy),
                Cell(one.id),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-records"))
    }
}

extension CertificateView {
    /// Its outcome, and what has become of that.
    fileprivate func markedOutcome(_ layout: Layout) -> String {
        let marks = [
            simulation ? layout.say("simulation") : nil, revokedBy.map { layout.say("revoked-by", ["record": String($0)]) },
            correctedBy.map { layout.say("corrected-by", ["record": String($0)]) },
        ].compactMap { $0 }
        let said = layout.word(outcome, of: LogEntry.Kind(rawValue: outcome)?.isNotice ?? false ? .label : .outcome)
        return marks.isEmpty ? said : "\(said) (\(marks.joined(separator: ", ")))"
    }
}
