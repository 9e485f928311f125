// A record as a page for people who read paper: one self-contained HTML file, French first, English beside it. It is not the evidence,
// and says so. Pure: from a record, and the answers of the verifier about it, to text.

import WipeWords
package import WipeCertificate

/// Builds the page.
package struct CertificatePage: Sendable {
    let record: RecordDocument
    /// `sha256:` over the canonical form of the signed document.
    let digest: String
    let result: VerifyResult
    /// Whether keys were given: else nothing is said of the key.
    let isChecked: Bool
    /// Corrections and revocations of it, and what else notices hold against it.
    let notices: NoticeBoard.Answer

    /// A page of a record that was read and judged already.
    package init(
        record: RecordDocument, digest: String, result: VerifyResult, isChecked: Bool, notices: NoticeBoard.Answer = NoticeBoard.Answer()
    ) {
        self.record = record
        self.digest = digest
        self.result = result
        self.isChecked = isChecked
        self.notices = notices
    }

    /// The tag of the newest correction; nil where none gives one.
    var correctedTag: String? { notices.correctedTag }

    /// Whether the record counts no more.
    var isRevoked: Bool { notices.isRevoked }

    var facts: CertificateFacts { record.facts }

    private var claimsPurge: Bool { record.conclusions.claims.contains { $0.claim.level == .purge } }

    /// Stands in the place of the level where a Purge was asked for and is not claimed; nil elsewhere.
    var purgeUnavailable: Bilingual? {
        switch record.conclusions.purge {
        case .unavailable, .failed: Bilingual("EXPURGATION IMPOSSIBLE", "PURGE UNAVAILABLE")
        case .notRequested, .performed: nil
        }
    }

    /// Something stands against the file itself, whoever's keys are trusted: then its outcome is not shown as one.
    var isBroken: Bool {
        result.problems.contains { $0.code != .simulation } || notices.problems.contains { $0.code != .revoked }
            || result.signature == .invalid
    }

    /// The whole file.
    package var html: String {
        let title = title
        return """
            <!DOCTYPE html>
            <html lang="fr-CA">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(PageText.escaped(title.french)) – \(PageText.escaped(facts.media.serial ?? "–"))</title>
            <style>
            \(PageStyle.sheet(name: sheetName))
            </style>
            </head>
            <body>
            <header><h1>\(PageText.escaped(title.french))<small lang="en-CA">\(PageText.escaped(title.english))</small></h1>\(station)</header>
            \(simulationNotice)\(banner)\(superseding)\(reasons)\(exceptions)\(mediaTable)
            \(assetTable)
            \(policyTable)
            \(passes)\(erases)\(considered)
            \(circumstances)
            \(health)
            \(proof)
            </body>
            </html>

            """
    }

    // MARK: the head

    /// Stands in the style sheet, so nothing of it is anybody's text.
    private var sheetName: String {
        "Nº \(facts.record) – " + record.id.dropFirst("urn:uuid:".count)
    }

    private var title: Bilingual {
        guard record.isCertificate else { return Bilingual("Constat d’échec d’effacement", "Record of failed sanitization") }
        return claimsPurge
            ? Bilingual("Certificat d’expurgation", "Certificate of Sanitization (Purge)")
            : Bilingual("Certificat d’effacement", "Certificate of Sanitization")
    }

    private var station: String {
        let place = [facts.station.name, facts.station.location].compactMap { $0 }.joined(separator: ", ")
        let names = [facts.station.organization, place].compactMap { $0 }.map { PageText.escaped($0) }
        return "<div class=\"station\">\(names.joined(separator: "<br>"))<br>Nº \(facts.record)</div>"
    }

    private var simulationNotice: String {
        guard facts.simulation else { return "" }
        return "<div class=\"notice\">SIMULATION – aucun disque réel n’a été effacé.<span class=\"en\" lang=\"en-CA\">SIMULATION – no real "
            + "drive was wiped.</span></div>\n"
    }

    private var banner: String {
        if isBroken {
            return banner(
                "bad", "✗", Bilingual("DOCUMENT NON VALIDE", "NOT VALID"),
                Bilingual("Ne pas s’y fier. " + problemCodes, "Do not rely on it. " + problemCodes))
        }
        if isRevoked {
            return banner(
                "bad", "✗", Bilingual("RÉVOQUÉ", "REVOKED"),
                Bilingual("La station a retiré ce document\u{a0}: il ne compte plus.", "The station has taken it back: it counts no more."))
        }
        if let doubt { return banner("doubt", "?", doubt.word, doubt.sentence) }
        let missing = purgeUnavailable.map { Bilingual($0.french + ". ", $0.english + ". ") } ?? Bilingual("")
        switch record.conclusions.outcome {
        case .cleared:
            return banner(
                "good", "✓", Bilingual("EFFACÉ", "CLEARED"),
                Bilingual(
                    "\(missing.french)Tout le disque a été écrasé et relu (effacement, NIST «\u{a0}Clear\u{a0}»).",
                    "\(missing.english)All of the media was overwritten and read back (NIST “Clear”)."))
        case .clearedWithExceptions:
            return banner(
                "partly", "!", Bilingual("EFFACÉ, AVEC EXCEPTIONS", "CLEARED, WITH EXCEPTIONS"),
                Bilingual(
                    "\(missing.french)Effacement (NIST «\u{a0}Clear\u{a0}»). \(sectorsLeft.french)Lire les exceptions ci-dessous.",
                    "\(missing.english)NIST “Clear”. \(sectorsLeft.english)Read the exceptions below."))
        case .purged:
            return banner(
                "good", "✓", Bilingual("EXPURGÉ", "PURGED"),
                Bilingual(
                    "Le disque dit s’être effacé lui-même; nos marques d’essai n’y sont plus (expurgation, NIST «\u{a0}Purge\u{a0}»).",
                    "The drive reports that it has erased itself; our test marks are gone (NIST “Purge”)."))
        case .purgedWithExceptions:
            return banner(
                "partly", "!", Bilingual("EXPURGÉ, AVEC EXCEPTIONS", "PURGED, WITH EXCEPTIONS"),
                Bilingual(
                    "Le disque dit s’être effacé lui-même; nos marques d’essai n’y sont plus (expurgation, NIST «\u{a0}Purge\u{a0}»). "
                        + "\(sectorsLeft.french)Lire les exceptions ci-dessous.",
                    "The drive reports that it has erased itself; our test marks are gone (NIST “Purge”). "
                        + "\(sectorsLeft.english)Read the exceptions below."))
        case .notSanitized:
            return banner(
                "bad", "✗", Bilingual("NON EFFACÉ", "NOT SANITIZED"),
                Bilingual(
                    "Le disque peut encore contenir des données. Ne pas le réutiliser.", "The media may still hold data. Do not reuse it.")
            )
        }
    }

    /// What keeps the outcome from being shown as one, although nothing stands against the file.
    private var doubt: (word: Bilingual, sentence: Bilingual)? {
        let said = PageWords.word(record.conclusions.outcome.rawValue, in: .outcome)
        if facts.simulation, result.problems.contains(where: { $0.code == .simulation }) {
            return (
                Bilingual("SIMULATION", "SIMULATION"),
                Bilingual(
                    "Aucun disque réel n’a été effacé; le document dit\u{a0}: \(said.french).",
                    "No real drive was wiped; the document says: \(said.english).")
            )
        }
        guard !isChecked else { return nil }
        return (
            Bilingual("NON VÉRIFIÉ", "NOT CHECKED"),
            Bilingual(
                "Aucune clé n’a été donnée\u{a0}: n’importe qui peut avoir signé ce document. Il dit\u{a0}: \(said.french).",
                "No keys were given: anybody may have signed this document. It says: \(said.english).")
        )
    }

    private func banner(_ style: String, _ symbol: String, _ word: Bilingual, _ sentence: Bilingual) -> String {
        "<div class=\"banner \(style)\"><b aria-hidden=\"true\">\(symbol)</b><p>\(PageText.escaped(word.french))"
            + "<span>\(PageText.escaped(sentence.french))</span><span lang=\"en-CA\"><strong>\(PageText.escaped(word.english))</strong> – "
            + "\(PageText.escaped(sentence.english))</span></p></div>\n"
    }

    /// How many sectors stayed as they were, in the sentence of the outcome itself; empty where none did.
    private var sectorsLeft: Bilingual {
        let count = facts.run.sectorsLeft
        guard count > 0 else { return Bilingual("") }
        let number = PageText.number(count)
        return Bilingual(
            "Secteurs qui n’ont pas été écrasés ou relus\u{a0}: \(number.french). ",
            "Sectors not overwritten or not read back: \(number.english). ")
    }

    private var problemCodes: String {
        let codes = (result.problems + notices.problems.filter { $0.code != .revoked }).map(\.code.rawValue)
        return "(" + (codes.isEmpty ? "signature" : codes.prefix(6).joined(separator: ", ")) + ")"
    }

    /// Every notice with its reason, under the banner: who reads the outcome reads them too.
    private var superseding: String {
        notices.supersededBy.map { notice in
            let time = PageText.time(notice.signedAt?.description)
            let word = notice.kind == .revocation ? Bilingual("Révoqué", "Revoked") : Bilingual("RECTIFIÉ", "CORRECTED")
            let head = Bilingual(
                "\(word.french) par le document nº\u{a0}\(notice.record), \(time.french)",
                "\(word.english) by record \(notice.record), \(time.english)")
            return "<div class=\"open why\"><strong>\(PageText.escaped(head.french))</strong> <small lang=\"en-CA\">/ "
                + "\(PageText.escaped(head.english))</small><br>\(PageText.escaped(notice.reason, charactersMax: 1_000))</div>\n"
        }.joined()
    }

    private var exceptions: String {
        list(
            record.conclusions.exceptions.map(\.rawValue), .exception,
            Bilingual("Exceptions – ce que ce travail laisse ouvert", "Exceptions – what this work leaves open"), "open")
    }

    private var reasons: String {
        list(
            record.conclusions.reasons.map(\.rawValue), .recordReason,
            Bilingual("Pourquoi il n’y a pas de certificat", "Why there is no certificate"),
            "open why")
    }

    private func list(_ codes: [String], _ words: Vocabulary, _ title: Bilingual, _ style: String) -> String {
        let items = codes.map { code in
            let sentence = PageWords.word(code, in: words)
            return "<li>\(PageText.escaped(sentence.french))<span class=\"en\" lang=\"en-CA\">\(PageText.escaped(sentence.english)) "
                + "<code>\(PageText.escaped(code))</code></span></li>"
        }
        guard !items.isEmpty else { return "" }
        return "<div class=\"\(style)\"><strong>\(PageText.escaped(title.french))</strong> <small lang=\"en-CA\">"
            + "/ \(PageText.escaped(title.english))</small><ul>\(items.joined())</ul></div>\n"
    }
}
