// The facts of a record as tables of the page: one row a fact, the French name first.

import WipeCertificate

extension CertificatePage {
    private typealias Row = (label: Bilingual, value: Bilingual)

    private func value(_ path: String...) -> JSONValue? {
        path.reduce(document["credentialSubject"]) { value, name in value?[name] }
    }

    private func text(_ value: JSONValue?) -> Bilingual { value?.text.map { Bilingual($0) } ?? .unknown }

    private func table(_ title: Bilingual, _ rows: [Row]) -> String {
        let lines = rows.map { row in
            "<tr><th scope=\"row\">\(PageText.escaped(row.label.french))<span class=\"en\" lang=\"en-CA\">\(PageText.escaped(row.label.english))"
                + "</span></th><td>\(both(row.value))</td></tr>"
        }
        return heading(title) + "<table>\(lines.joined())</table>"
    }

    private func heading(_ title: Bilingual) -> String {
        "<h2>\(PageText.escaped(title.french)) <small lang=\"en-CA\">· \(PageText.escaped(title.english))</small></h2>"
    }

    private func both(_ value: Bilingual) -> String {
        let french = PageText.escaped(value.french)
        guard value.french != value.english else { return french }
        return "\(french)<span class=\"en\" lang=\"en-CA\">\(PageText.escaped(value.english))</span>"
    }

    var mediaTable: String {
        let model = [value("media", "manufacturer"), value("media", "model")].compactMap { $0?.text }.joined(separator: " ")
        var rows: [Row] = [
            (Bilingual("Numéro de série", "Serial number"), text(value("media", "serialNumber"))),
            (Bilingual("lu dans", "read from"), text(value("media", "serialNumberSource"))),
            (Bilingual("Fabricant et modèle", "Make and model"), model.isEmpty ? .unknown : Bilingual(model)),
            (Bilingual("Micrologiciel", "Firmware"), text(value("media", "firmwareRevision"))),
            (Bilingual("Capacité", "Capacity"), PageText.bytes(value("media", "capacityBytes")?.int)),
            (Bilingual("Type", "Type"), PageWords.word(value("media", "mediaType")?.text, in: PageWords.mediaTypes)),
            (Bilingual("Connexion", "Connection"), text(value("media", "transport"))),
        ]
        if value("media", "wwn")?.text != nil { rows.insert((Bilingual("WWN"), text(value("media", "wwn"))), at: 2) }
        if value("media", "usbBridge") != .null {
            rows.append((Bilingual("Pont USB", "USB bridge"), text(value("media", "usbBridge", "driver"))))
        }
        return table(Bilingual("Support de stockage", "Storage media"), rows)
    }

    var assetTable: String {
        let isByList = value("asset", "declaredBy")?.text == "intake"
        let how = isByList ? Bilingual("déclaré, liste de réception", "declared, intake list") : Bilingual("déclaré", "declared")
        func declared(_ value: JSONValue?) -> Bilingual? {
            value?.text.map { Bilingual("\($0) (\(how.french))", "\($0) (\(how.english))") }
        }
        let rows: [(Bilingual, Bilingual?)] = [
            (Bilingual("Étiquette d’inventaire", "Asset tag"), declared(value("asset", "assetTag")) ?? Bilingual.none),
            (Bilingual("Étiquette du donateur", "Donor’s tag"), declared(value("asset", "donorTag"))),
            (Bilingual("Donateur", "Donor"), declared(value("asset", "mediaSource", "donor"))),
            (Bilingual("Ordinateur d’origine", "Source computer"), declared(value("asset", "mediaSource", "hostSerialNumber"))),
        ]
        return table(Bilingual("Inventaire", "Asset"), rows.compactMap { label, value in value.map { (label, $0) } })
    }

    var policyTable: String {
        let policy = value("sanitization", "policy") ?? .null
        let name = [policy["id"], policy["version"]].compactMap { $0?.text }.joined(separator: " ")
        let claim = value("claims")?.items?.first
        let cited = [claim?["standard"], claim?["clause"]].compactMap { $0?.text }.joined(separator: ", ")
        let title = Bilingual(policy.at("title", "fr")?.text ?? "–", policy.at("title", "en")?.text ?? "–")
        return table(
            Bilingual("Protocole", "Policy"),
            [
                (Bilingual("Titre", "Title"), title), (Bilingual("Identifiant", "Identifier"), Bilingual(name)),
                (Bilingual("Technique", "Technique"), Bilingual("écrasement", "overwrite")),
                (
                    Bilingual("Niveau déclaré", "Claimed level"),
                    claim == nil ? Bilingual("aucun", "none") : Bilingual("effacement (Clear) – \(cited)", "Clear – \(cited)")
                ),
            ])
    }

    var passes: String {
        let rows = (value("sanitization", "passes")?.items ?? []).map { pass -> String in
            var pattern = PageWords.word(pass["pattern"]?.text, in: PageWords.patterns)
            if let bytes = pass["bytes"]?.text { pattern = Bilingual("\(pattern.french) \(bytes)", "\(pattern.english) \(bytes)") }
            if pass["complemented"] == true { pattern = Bilingual(pattern.french + ", complément", pattern.english + ", complement") }
            let reading = PageWords.word(pass.at("verification", "type")?.text, in: PageWords.readings)
            let result = PageWords.word(pass.at("verification", "result")?.text, in: PageWords.results)
            let cells = [
                Bilingual(String(pass["pass"]?.int ?? 0)), pattern, PageText.bytes(pass["bytesWritten"]?.int), reading,
                pass.at("verification", "bytesRead")?.int.map { PageText.bytes($0) } ?? .none, result,
            ]
            return "<tr>\(cells.map { "<td>\(both($0))</td>" }.joined())</tr>"
        }
        let names = [
            Bilingual("Passe", "Pass"), Bilingual("Motif", "Pattern"), Bilingual("Écrit", "Written"),
            Bilingual("Vérification", "Verification"),
            Bilingual("Relu", "Read back"), Bilingual("Résultat", "Result"),
        ]
        return heading(Bilingual("Passes", "Passes")) + "<table class=\"wide\"><thead><tr>"
            + names.map { "<th scope=\"col\">\(both($0))</th>" }.joined() + "</tr></thead><tbody>\(rows.joined())</tbody></table>"
    }

    var circumstances: String {
        let people = (value("personnel")?.items ?? []).compactMap { person in
            [person["userName"]?.text, person["viaLogin"]?.text].compactMap { $0 }.joined(separator: " / ")
        }
        let tool = [value("tool", "name"), value("tool", "version")].compactMap { $0?.text }.joined(separator: " ")
        let isSynchronised: Bilingual =
            switch value("clock", "synchronised")?.flag {
            case true?: Bilingual("synchronisée", "synchronised")
            case false?: Bilingual("non synchronisée", "not synchronised")
            case nil: .unknown
            }
        let halts = value("sanitization", "interruptions")?.items?.count ?? 0
        return table(
            Bilingual("Exécution", "Execution"),
            [
                (Bilingual("Début", "Start"), PageText.time(value("sanitization", "startedAt")?.text)),
                (Bilingual("Fin", "End"), PageText.time(value("sanitization", "endedAt")?.text)),
                (Bilingual("Durée de travail", "Working time"), PageText.duration(value("sanitization", "durationSeconds")?.int)),
                (Bilingual("Interruptions", "Interruptions"), Bilingual(String(halts))),
                (Bilingual("Horloge", "Clock"), isSynchronised),
                (Bilingual("Personnes", "People"), people.isEmpty ? .none : Bilingual(people.joined(separator: ", "))),
                (Bilingual("Logiciel", "Software"), Bilingual(tool)), (Bilingual("Système", "System"), text(value("tool", "os"))),
            ])
    }

    var health: String {
        func sectors(_ name: String) -> Bilingual { value("sanitization", name)?.int.map(PageText.number) ?? .unknown }
        func change(_ value: JSONValue?) -> Bilingual {
            func side(_ name: String) -> String { value?[name]?.int.map(String.init) ?? "?" }
            guard value?["before"] != .null || value?["after"] != .null else { return .unknown }
            return Bilingual("\(side("before")) → \(side("after"))")
        }
        return table(
            Bilingual("Défauts, zones masquées", "Defects, hidden areas"),
            [
                (Bilingual("Non écrits", "Not written"), sectors("unwrittenSectors")),
                (Bilingual("Illisibles", "Not readable"), sectors("unreadableSectors")),
                (Bilingual("Différents", "Different"), sectors("mismatchedSectors")),
                (
                    Bilingual("Réalloués", "Reallocated"),
                    change(value("sanitization", "notAddressed", "reallocatedSectors"))
                ),
                (
                    Bilingual("En attente", "Pending"),
                    change(value("sanitization", "notAddressed", "pendingSectors"))
                ),
                (
                    Bilingual("Zone HPA", "HPA area"),
                    PageWords.word(value("hiddenAreas", "hpa", "state")?.text, in: PageWords.hiddenAreas)
                ),
                (
                    Bilingual("Zone DCO", "DCO area"),
                    PageWords.word(value("hiddenAreas", "dco", "state")?.text, in: PageWords.hiddenAreas)
                ),
            ])
    }

    // MARK: what this page is not

    private var state: Bilingual {
        guard isChecked else {
            return Bilingual("Clé non vérifiée\u{a0}: aucune liste de clés n’a été donnée.", "Key not checked: no list of keys was given.")
        }
        if result.valid {
            return Bilingual("Valide\u{a0}: signature, clé, structure et règles.", "Valid: signature, key, structure and rules.")
        }
        let codes = result.problems.map(\.code.rawValue).joined(separator: ", ")
        return Bilingual("NON VALIDE\u{a0}: \(codes)", "NOT VALID: \(codes)")
    }

    var proof: String {
        let id = document["id"]?.text ?? ""
        let digest = Certificate.digest(of: document)
        return """
            <div class="proof">\(QRCode.svg(id + "\n" + digest) ?? "")<div>
            <p><strong>Cette page n’est pas la preuve.</strong> La preuve est le fichier signé; cette page n’en est qu’une image, que n’importe qui \
            peut imiter.<span class="en" lang="en-CA"><strong>This page is not the evidence.</strong> The evidence is the signed file; this page \
            is only a picture of it, which anybody can imitate.</span></p>
            <p>\(both(state))</p>
            <p>Pour vérifier\u{a0}: <code>wipectl certificate verify FICHIER --trust CLÉS</code>, ou tout logiciel W3C <code>eddsa-jcs-2022</code>.\
            <span class="en" lang="en-CA">To verify: the command above, or any software for W3C eddsa-jcs-2022.</span></p>
            <p><code>\(PageText.escaped(id))<br>\(digest)</code></p>
            <p>Délivré le \(PageText.escaped(PageText.time(document["validFrom"]?.text).french)) par <code>\(PageText.escaped(document.at("issuer", "id")?.text ?? ""))</code></p>
            </div></div>
            """
    }
}
