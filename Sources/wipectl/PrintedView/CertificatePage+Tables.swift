// The facts of a record as tables of the page: one row a fact, the French name first.

import WipeCertificate

extension CertificatePage {
    private typealias Row = (label: Bilingual, value: Bilingual)

    private func value(_ path: String...) -> JSONValue? {
        path.reduce(document["credentialSubject"]) { value, name in value?[name] }
    }

    private func text(_ value: JSONValue?) -> Bilingual { value?.text.map { Bilingual($0) } ?? .unknown }

    /// Facts side by side, the label over its value: `columns` of them in a row.
    private func table(_ title: Bilingual, columns: Int, _ rows: [Row]) -> String {
        let cells = rows.map { "<div><dt>\(both($0.label))</dt><dd>\(both($0.value))</dd></div>" }
        return heading(title) + "<dl class=\"by\(columns)\">\(cells.joined())</dl>"
    }

    private func heading(_ title: Bilingual) -> String {
        "<h2>\(PageText.escaped(title.french)) <small lang=\"en-CA\">/ \(PageText.escaped(title.english))</small></h2>"
    }

    /// The French first, the English behind it where it is another word.
    private func both(_ value: Bilingual) -> String {
        let french = PageText.escaped(value.french)
        guard value.french != value.english else { return french }
        return "\(french) <span class=\"en\" lang=\"en-CA\">/ \(PageText.escaped(value.english))</span>"
    }

    var mediaTable: String {
        let model = [value("media", "manufacturer"), value("media", "model")].compactMap { $0?.text }.joined(separator: " ")
        var rows: [Row] = [
            (Bilingual("Numéro de série", "Serial number"), text(value("media", "serialNumber"))),
            (Bilingual("lu dans", "read from"), text(value("media", "serialNumberSource"))),
            (Bilingual("WWN"), text(value("media", "wwn"))),
            (Bilingual("Fabricant et modèle", "Make and model"), model.isEmpty ? .unknown : Bilingual(model)),
            (Bilingual("Micrologiciel", "Firmware"), text(value("media", "firmwareRevision"))),
            (Bilingual("Connexion", "Connection"), PageWords.word(value("media", "transport")?.text, in: ["unknown": .unknown])),
            (Bilingual("Type", "Type"), PageWords.word(value("media", "mediaType")?.text, in: PageWords.mediaTypes)),
            (Bilingual("Capacité", "Capacity"), PageText.bytes(value("media", "capacityBytes")?.int)),
        ]
        if value("media", "health", "powerOnHours") != nil {
            let hours = newest(value("media", "health", "powerOnHours"))
            rows.append((Bilingual("Heures de marche", "Power-on time"), hours.map(PageText.powerOn) ?? .unknown))
        }
        if let other = value("media", "conflictingCapacityBytes")?.int {
            rows.append((Bilingual("Autre capacité montrée", "Other capacity shown"), PageText.bytes(other)))
        }
        if value("media", "conflictingIdentity") != .null {
            let parts = ["manufacturer", "model", "serialNumber", "wwn"].compactMap { value("media", "conflictingIdentity", $0)?.text }
            rows.append((Bilingual("Autre identité montrée", "Other identity shown"), Bilingual(parts.joined(separator: " "))))
        }
        if value("media", "usbBridge") != .null {
            rows.append((Bilingual("Pont USB", "USB bridge"), text(value("media", "usbBridge", "driver"))))
        }
        return table(Bilingual("Support de stockage", "Storage media"), columns: 3, rows)
    }

    /// The later one of a reading's two values; nil where the drive gave none.
    private func newest(_ reading: JSONValue?) -> Int? { reading?["after"]?.int ?? reading?["before"]?.int }

    /// What people said of the media, and how: a list or a person.
    var assetTable: String {
        let how: Bilingual =
            switch value("asset", "declaredBy")?.text {
            case "intake"?: Bilingual(", déclaré par la liste de réception", ", declared by the intake list")
            case "person"?: Bilingual(", déclaré par une personne", ", declared by a person")
            default: Bilingual("")
            }
        let rows: [(Bilingual, JSONValue?)] = [
            (Bilingual("Étiquette d’inventaire", "Asset tag"), value("asset", "assetTag")),
            (Bilingual("Étiquette du donateur", "Donor’s tag"), value("asset", "donorTag")),
            (Bilingual("Donateur", "Donor"), value("asset", "mediaSource", "donor")),
            (Bilingual("Ordinateur d’origine", "Source computer"), value("asset", "mediaSource", "hostSerialNumber")),
        ]
        let known = rows.prefix(1) + rows.dropFirst().filter { $0.1?.text != nil }
        var shown = known.map { ($0.0, $0.1?.text.map { Bilingual($0) } ?? .none) }
        if let correctedTag {
            let signed = rows[0].1?.text
            shown[0].1 = Bilingual(
                "\(correctedTag) (rectifiée; signée\u{a0}: \(signed ?? "aucune"))",
                "\(correctedTag) (corrected; signed: \(signed ?? "none"))")
        }
        return table(Bilingual("Inventaire" + how.french, "Asset" + how.english), columns: 2, shown)
    }

    var policyTable: String {
        let policy = value("sanitization", "policy") ?? .null
        let name = [policy["id"], policy["version"]].compactMap { $0?.text }.joined(separator: " ")
        let claim = value("claims")?.items?.first
        let cited = [claim?["standard"], claim?["clause"]].compactMap { $0?.text }.joined(separator: ", ")
        let title = Bilingual(policy.at("title", "fr")?.text ?? "–", policy.at("title", "en")?.text ?? "–")
        return table(
            Bilingual("Protocole\u{a0}: \(title.french)", "Policy: \(title.english)"), columns: 3,
            [
                (Bilingual("Identifiant", "Identifier"), Bilingual(name)),
                (Bilingual("Technique", "Technique"), Bilingual("écrasement", "overwrite")),
                (
                    Bilingual("Niveau déclaré", "Claimed level"),
                    claim == nil ? Bilingual("aucun", "none") : Bilingual("Clear, \(cited)")
                ),
            ])
    }

    var passes: String {
        // Who compares columns reads digits: both languages the French way.
        func digits(_ value: JSONValue?) -> Bilingual { value?.int.map { Bilingual(PageText.number($0).french) } ?? .none }
        let rows = (value("sanitization", "passes")?.items ?? []).map { pass -> String in
            var pattern = PageWords.word(pass["pattern"]?.text, in: PageWords.patterns)
            if let bytes = pass["bytes"]?.text { pattern = Bilingual("\(pattern.french) \(bytes)", "\(pattern.english) \(bytes)") }
            if pass["complemented"] == true { pattern = Bilingual(pattern.french + ", complément", pattern.english + ", complement") }
            var reading = PageWords.word(pass.at("verification", "type")?.text, in: PageWords.readings)
            if pass.at("verification", "type") == "sample" {
                let share = PageText.percent(pass.at("verification", "bytesRead")?.int, of: value("media", "capacityBytes")?.int)
                reading.french += "\u{a0}" + share.french
            }
            let result = PageWords.word(pass.at("verification", "result")?.text, in: PageWords.results)
            let read = Bilingual("\(reading.french)\u{a0}: \(result.french)", "\(reading.english): \(result.english)")
            let cells = [
                Bilingual(String(pass["pass"]?.int ?? 0)), pattern, digits(pass["bytesWritten"]),
                digits(pass.at("verification", "bytesRead")), pass.at("verification", "type") == "none" ? reading : read,
            ]
            return "<tr>\(cells.map { "<td>\(both($0))</td>" }.joined())</tr>"
        }
        let names = [
            Bilingual("Nº"), Bilingual("Motif", "Pattern"), Bilingual("Octets écrits", "written"), Bilingual("Octets relus", "read back"),
            Bilingual("Relecture", "Read-back"),
        ]
        return heading(Bilingual("Passes", "Passes")) + "<table><thead><tr>"
            + names.map { "<th scope=\"col\">\(both($0))</th>" }.joined() + "</tr></thead><tbody>\(rows.joined())</tbody></table>"
    }

    var circumstances: String {
        let people = (value("personnel")?.items ?? []).compactMap { person in
            [person["userName"]?.text, person["viaLogin"]?.text].compactMap { $0 }.joined(separator: " / ")
        }
        let program = [value("tool", "name"), value("tool", "version")].compactMap { $0?.text }.joined(separator: " ")
        let tool = [program, value("tool", "os")?.text].compactMap { $0 }.joined(separator: ", ")
        let isSynchronised: Bilingual =
            switch value("clock", "synchronised")?.flag {
            case true?: Bilingual("synchronisée", "synchronised")
            case false?: Bilingual("non synchronisée", "not synchronised")
            case nil: .unknown
            }
        let halts = value("sanitization", "interruptions")?.items?.count ?? 0
        let breaks = value("sanitization", "custody", "breaks")?.items?.count ?? 0
        return table(
            Bilingual("Exécution", "Execution"), columns: 4,
            [
                (Bilingual("Début", "Start"), PageText.time(value("sanitization", "startedAt")?.text)),
                (Bilingual("Fin", "End"), PageText.time(value("sanitization", "endedAt")?.text)),
                (Bilingual("Durée de travail", "Working time"), PageText.duration(value("sanitization", "durationSeconds")?.int)),
                (Bilingual("Interruptions", "Interruptions"), Bilingual(String(halts))),
                (Bilingual("Relectures recommencées", "Read again"), Bilingual(String(breaks))),
                (Bilingual("Horloge", "Clock"), isSynchronised),
                (Bilingual("Logiciel", "Software"), Bilingual(tool)),
                (Bilingual("Personnes", "People"), people.isEmpty ? .none : Bilingual(people.joined(separator: ", "))),
            ])
    }

    var health: String {
        func sectors(_ name: String) -> Bilingual { value("sanitization", name)?.int.map(PageText.number) ?? .unknown }
        func change(_ value: JSONValue?) -> Bilingual {
            func side(_ name: String) -> String { value?[name]?.int.map(String.init) ?? "?" }
            guard value?["before"] != .null || value?["after"] != .null else { return .unknown }
            return Bilingual("\(side("before")) → \(side("after"))")
        }
        let neverRead =
            value("sanitization", "neverReadSectors")?.int == 0
            ? [] : [(Bilingual("Jamais relus", "Never read"), sectors("neverReadSectors"))]
        return table(
            Bilingual("Défauts et zones masquées", "Defects and hidden areas"), columns: 4,
            [
                (Bilingual("Non écrits", "Not written"), sectors("unwrittenSectors")),
                (Bilingual("Illisibles", "Not readable"), sectors("unreadableSectors")),
                (Bilingual("Différents", "Different"), sectors("mismatchedSectors")),
            ] + neverRead + [
                (
                    Bilingual("Réalloués", "Reallocated"),
                    change(value("sanitization", "notAddressed", "reallocatedSectors"))
                ),
                (
                    Bilingual("En attente", "Pending"),
                    change(value("sanitization", "notAddressed", "pendingSectors"))
                ),
                (Bilingual("Zone HPA", "HPA area"), area("hpa")),
                (Bilingual("Zone DCO", "DCO area"), area("dco")),
                (Bilingual("Zone AMAC", "AMAC area"), area("amac")),
            ] + wear + namespaces + otherUnits)
    }

    /// State of a hidden area; for one that hides something how many sectors the drive has in all, for one that is unknown why.
    private func area(_ name: String) -> Bilingual {
        let area = value("hiddenAreas", name)
        let state = PageWords.word(area?["state"]?.text, in: PageWords.hiddenAreas)
        if let reason = area?["reason"]?.text {
            let why = PageWords.word(reason, in: PageWords.hiddenAreaReasons)
            return Bilingual("\(state.french)\u{a0}: \(why.french)", "\(state.english): \(why.english)")
        }
        guard area?["state"] == "present-not-addressed", let sectors = area?["nativeSectors"]?.int.map(PageText.number) else {
            return state
        }
        return Bilingual(
            "\(state.french); \(sectors.french)\u{a0}secteurs en tout", "\(state.english); \(sectors.english) sectors in all")
    }

    /// How much of its rated life a drive of flash has used; nothing where it does not say, as no magnetic disk does.
    private var wear: [(Bilingual, Bilingual)] {
        guard let used = newest(value("media", "health", "percentageUsed")) else { return [] }
        return [
            (
                Bilingual("Usure", "Wear"),
                Bilingual("\(used)\u{a0}% de la durée de vie prévue", "\(used)% of rated life")
            )
        ]
    }

    /// What an NVMe drive has beside the namespace that was written; nothing for every other medium.
    private var namespaces: [(Bilingual, Bilingual)] {
        guard let space = value("hiddenAreas", "nvme") else { return [] }
        func count(_ name: String) -> Bilingual { space[name]?.int.map { Bilingual(String($0)) } ?? .unknown }
        return [
            (Bilingual("Espaces de noms", "Namespaces"), count("allocatedNamespaces")),
            (Bilingual("Octets hors de tout espace", "Bytes in no namespace"), count("unallocatedBytes")),
        ]
    }

    /// The other half of a drive with two actuators.
    private var otherUnits: [(Bilingual, Bilingual)] {
        guard let units = value("hiddenAreas", "otherUnits")?.int else { return [] }
        return [(Bilingual("Autres unités du disque", "Other units of the drive"), Bilingual(String(units)))]
    }

    // MARK: what this page is not

    private var state: Bilingual {
        if isRevoked { return Bilingual("RÉVOQUÉ\u{a0}: ne pas s’y fier.", "REVOKED: do not rely on it.") }
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
        let time = PageText.time(document["validFrom"]?.text)
        let issued = Bilingual("Délivré le \(time.french) par la clé ci-dessous", "Issued \(time.english) by the key below")
        return """
            <div class="proof">\(QRCode.svg(id + "\n" + digest) ?? "")<div>
            <p><strong>Cette page n’est pas la preuve.</strong> La preuve est le fichier signé; n’importe qui peut imiter une page. \
            <span class="en" lang="en-CA">/ <strong>This page is not the evidence.</strong> The evidence is the signed file; anybody can imitate \
            a page.</span></p>
            <p><strong>\(both(state))</strong> \(both(issued))</p>
            <p>Pour vérifier\u{a0}: <code>wipectl certificate verify FICHIER --trust CLÉS</code>, ou tout logiciel W3C eddsa-jcs-2022. \
            <span class="en" lang="en-CA">/ To verify: this command, or any software for W3C eddsa-jcs-2022.</span></p>
            <p><code>\(PageText.escaped(id))<br>\(digest)<br>\(PageText.escaped(document.at("issuer", "id")?.text ?? ""))</code></p>
            </div></div>
            """
    }
}
