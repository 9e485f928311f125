// A record as a page for people who read paper: one self-contained HTML file, French first, English beside it. It is not the evidence,
// and says so. Pure: from a document whose structure is right, and the answers of the verifier, to text.

import WipeCertificate

/// Builds the page.
struct CertificatePage {
    let document: JSONValue
    let result: VerifyResult
    /// Whether keys were given: else nothing is said of the key.
    let isChecked: Bool

    private var subject: JSONValue { document["credentialSubject"] ?? .null }
    private var media: JSONValue { subject["media"] ?? .null }
    private var isSimulation: Bool { subject["simulation"] != nil }

    /// Something stands against the file itself, whoever's keys are trusted: then its outcome is not shown as one.
    var isBroken: Bool { result.problems.contains { $0.code != .simulation } || result.signature == .invalid }

    /// The whole file.
    var html: String {
        let title = title
        return """
            <!DOCTYPE html>
            <html lang="fr-CA">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(PageText.escaped(title.french)) – \(PageText.escaped(media["serialNumber"]?.text ?? "–"))</title>
            <style>
            \(PageStyle.sheet)
            </style>
            </head>
            <body>
            <header><h1>\(PageText.escaped(title.french))<small lang="en-CA">\(PageText.escaped(title.english))</small></h1>\(station)</header>
            \(simulationNotice)\(banner)\(exceptions)\(reasons)<div class="two"><section>\(mediaTable)</section><section>\(assetTable)\(policyTable)</section></div>
            \(passes)
            <div class="two"><section>\(circumstances)</section><section>\(health)</section></div>
            \(proof)
            </body>
            </html>

            """
    }

    // MARK: the head

    private var isCertificate: Bool { document["type"]?.items?.last == .string(CertificateKind.certificate.rawValue) }

    private var title: Bilingual {
        isCertificate
            ? Bilingual("Certificat d’effacement", "Certificate of Sanitization")
            : Bilingual("Constat d’échec d’effacement", "Record of failed sanitization")
    }

    private var station: String {
        let lines = [subject.at("station", "organization"), subject.at("station", "name"), subject.at("station", "location")]
        let names = lines.compactMap { $0?.text }.map(PageText.escaped)
        return
            "<div class=\"station\">\(names.joined(separator: "<br>"))<br>Nº \(PageText.escaped(String(subject["record"]?.int ?? 0)))</div>"
    }

    private var simulationNotice: String {
        guard isSimulation else { return "" }
        return "<div class=\"notice\">SIMULATION – aucun disque réel n’a été effacé.<span class=\"en\" lang=\"en-CA\">SIMULATION – no real "
            + "drive was wiped.</span></div>\n"
    }

    private var banner: String {
        if isBroken {
            return banner(
                "bad", "✗", Bilingual("DOCUMENT NON VALIDE", "NOT VALID"),
                Bilingual("Ne pas s’y fier. " + problemCodes, "Do not rely on it. " + problemCodes))
        }
        switch result.outcome {
        case .cleared:
            return banner(
                "good", "✓", Bilingual("EFFACÉ", "CLEARED"),
                Bilingual(
                    "Tout le support a été écrasé et relu (effacement, NIST «\u{a0}Clear\u{a0}»).",
                    "All of the media was overwritten and read back (NIST “Clear”)."))
        case .clearedWithExceptions:
            return banner(
                "partly", "!", Bilingual("EFFACÉ, AVEC EXCEPTIONS", "CLEARED, WITH EXCEPTIONS"),
                Bilingual(
                    "Effacement (NIST «\u{a0}Clear\u{a0}»). Lire les exceptions ci-dessous.", "NIST “Clear”. Read the exceptions below."))
        case .notSanitized, nil:
            return banner(
                "bad", "✗", Bilingual("NON EFFACÉ", "NOT SANITIZED"),
                Bilingual(
                    "Le support peut encore contenir des données. Ne pas le réutiliser.", "The media may still hold data. Do not reuse it.")
            )
        }
    }

    private func banner(_ style: String, _ symbol: String, _ word: Bilingual, _ sentence: Bilingual) -> String {
        "<div class=\"banner \(style)\"><b aria-hidden=\"true\">\(symbol)</b><p>\(PageText.escaped(word.french))"
            + "<span>\(PageText.escaped(sentence.french))</span><span lang=\"en-CA\"><strong>\(PageText.escaped(word.english))</strong> – "
            + "\(PageText.escaped(sentence.english))</span></p></div>\n"
    }

    private var problemCodes: String {
        let codes = result.problems.map(\.code.rawValue)
        return "(" + (codes.isEmpty ? "signature" : codes.prefix(6).joined(separator: ", ")) + ")"
    }

    private var exceptions: String {
        list(
            subject["exceptions"], PageWords.exceptions,
            Bilingual("Exceptions – ce que ce travail laisse ouvert", "Exceptions – what this work leaves open"), "open")
    }

    private var reasons: String {
        list(
            subject["reasons"], PageWords.reasons, Bilingual("Pourquoi il n’y a pas de certificat", "Why there is no certificate"),
            "open why")
    }

    private func list(_ codes: JSONValue?, _ words: [String: Bilingual], _ title: Bilingual, _ style: String) -> String {
        let items = (codes?.items ?? []).compactMap(\.text).map { code in
            let sentence = PageWords.word(code, in: words)
            return "<li>\(PageText.escaped(sentence.french))<span class=\"en\" lang=\"en-CA\">\(PageText.escaped(sentence.english)) "
                + "<code>\(PageText.escaped(code))</code></span></li>"
        }
        guard !items.isEmpty else { return "" }
        return "<div class=\"\(style)\"><strong>\(PageText.escaped(title.french))</strong><span class=\"en\" lang=\"en-CA\">"
            + "\(PageText.escaped(title.english))</span><ul>\(items.joined())</ul></div>\n"
    }
}
