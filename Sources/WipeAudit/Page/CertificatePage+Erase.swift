// What a drive did by itself, and what was considered, as tables of the page.

import WipeWords
import WipeCertificate

extension CertificatePage {
    /// One table for each command row: what the drive was told, what it said, what its marks show.
    var erases: String {
        facts.run.passes.compactMap { pass in pass.command.map { erase(pass, $0) } }.joined()
    }

    private func erase(_ pass: CertificateFacts.Pass, _ command: CertificateFacts.Command) -> String {
        var rows: [Row] = [
            (Bilingual("Ordre", "Command"), told(pass, command)),
            (Bilingual("Issue", "Outcome"), PageWords.word(command.state.rawValue, in: .erase)),
            (Bilingual("Accepté", "Accepted"), PageText.time(command.acceptedAt?.description)),
            (Bilingual("Durée", "Duration"), PageText.duration(command.commandSeconds)),
            (Bilingual("Marques d’essai", "Test marks"), marks(command.marks)),
            (Bilingual("Contenu depuis", "Contents since"), contents(pass)),
        ]
        if command.issues > 1 { rows.append((Bilingual("Ordres envoyés", "Commands sent"), Bilingual(String(command.issues)))) }
        return table(Bilingual("Passe \(pass.number)\u{a0}: le disque lui-même", "Pass \(pass.number): the drive itself"), columns: 3, rows)
    }

    private func told(_ pass: CertificateFacts.Pass, _ command: CertificateFacts.Command) -> Bilingual {
        let word = PageWords.word(pass.technique.rawValue, in: .method)
        let how = [command.transport?.shown, command.parameters.pattern].compactMap { $0 }.joined(separator: " ")
        return how.isEmpty ? word : Bilingual("\(word.french) (\(how))", "\(word.english) (\(how))")
    }

    private func marks(_ marks: CertificateFacts.Marks) -> Bilingual {
        let (planned, survived) = (PageText.number(marks.planned), PageText.number(marks.survived))
        guard let stored = marks.stored.map(PageText.number) else {
            return Bilingual("\(planned.french)\u{a0}secteurs prévus, non relus", "\(planned.english) sectors planned, not read back")
        }
        return Bilingual(
            "\(stored.french)\u{a0}secteurs marqués sur \(planned.french)\u{a0}prévus, \(survived.french)\u{a0}restants",
            "\(stored.english) sectors marked of \(planned.english) planned, \(survived.english) left")
    }

    private func contents(_ pass: CertificateFacts.Pass) -> Bilingual {
        guard let conclusion = zip(facts.run.passes, record.conclusions.passes).first(where: { $0.0 == pass })?.1 else { return .none }
        return conclusion.contents.map { PageWords.word($0.rawValue, in: .contents) } ?? .none
    }

    /// Why it was this technique and no other; nothing where no Purge was asked for.
    var considered: String {
        guard let purge = facts.purge else { return "" }
        let title =
            purge.fallback == nil
            ? Bilingual("Techniques examinées", "Techniques considered")
            : Bilingual(
                "Techniques examinées\u{a0}: \(purge.requested.id) \(purge.requested.version) était demandé",
                "Techniques considered: \(purge.requested.id) \(purge.requested.version) was asked for")
        return table(
            title, columns: 3,
            purge.considered.map { one in (PageWords.word(one.technique.rawValue, in: .method), verdict(one)) })
    }

    private func verdict(_ one: CertificateFacts.Considered) -> Bilingual {
        if one.taken { return Bilingual("retenue", "taken") }
        let reasons = one.reasons.map { PageWords.word($0.rawValue, in: .obstacle) }
        return Self.joined(reasons) ?? Bilingual("possible; une autre passait avant", "possible; another one came first")
    }
}

extension CommandSet {
    /// As its standard spells it.
    fileprivate var shown: String {
        switch self {
        case .ata: "ATA"
        case .nvme: "NVMe"
        case .scsi: "SCSI"
        }
    }
}
