// The facts of a record as tables of the page: one row a fact, the French name first.

import WipeWords
import WipeCertificate

extension CertificatePage {
    typealias Row = (label: Bilingual, value: Bilingual)

    func text(_ value: String?) -> Bilingual { value.map { Bilingual($0) } ?? .unknown }

    /// Facts side by side, the label over its value: `columns` of them in a row.
    func table(_ title: Bilingual, columns: Int, _ rows: [Row]) -> String {
        let cells = rows.map { "<div><dt>\(both($0.label))</dt><dd>\(both($0.value))</dd></div>" }
        return heading(title) + "<dl class=\"by\(columns)\">\(cells.joined())</dl>"
    }

    func heading(_ title: Bilingual) -> String {
        "<h2>\(PageText.escaped(title.french)) <small lang=\"en-CA\">/ \(PageText.escaped(title.english))</small></h2>"
    }

    /// The French first, the English behind it where it is another word.
    func both(_ value: Bilingual) -> String {
        let french = PageText.escaped(value.french)
        guard value.french != value.english else { return french }
        return "\(french) <span class=\"en\" lang=\"en-CA\">/ \(PageText.escaped(value.english))</span>"
    }

    var mediaTable: String {
        let media = facts.media
        let model = [media.vendor, media.model].compactMap { $0 }.joined(separator: " ")
        var rows: [Row] = [
            (Bilingual("Numéro de série", "Serial number"), text(media.serial)),
            (Bilingual("lu dans", "read from"), text(media.serialSourceWord)),
            (Bilingual("WWN"), text(media.wwn)),
            (Bilingual("Fabricant et modèle", "Make and model"), model.isEmpty ? .unknown : Bilingual(model)),
            (Bilingual("Micrologiciel", "Firmware"), text(media.firmware)),
            (Bilingual("Connexion", "Connection"), media.transport == .unknown ? .unknown : Bilingual(media.transport.rawValue)),
            (Bilingual("Type", "Type"), PageWords.word(media.mediaType.rawValue, in: .mediaType)),
            (Bilingual("Capacité", "Capacity"), PageText.bytes(media.capacityBytes)),
        ]
        if let hours = facts.health.powerOnHours {
            rows.append((Bilingual("Heures de marche", "Power-on time"), hours.newest.map(PageText.powerOn) ?? .unknown))
        }
        if let other = media.conflictingCapacityBytes {
            rows.append((Bilingual("Autre capacité montrée", "Other capacity shown"), PageText.bytes(other)))
        }
        if let other = media.conflictingIdentity {
            let parts = [other.vendor, other.model, other.serial, other.wwn].compactMap { $0 }
            rows.append((Bilingual("Autre identité montrée", "Other identity shown"), Bilingual(parts.joined(separator: " "))))
        }
        if let bridge = media.usbBridge { rows.append((Bilingual("Pont USB", "USB bridge"), text(bridge.driver))) }
        return table(Bilingual("Support de stockage", "Storage media"), columns: 3, rows)
    }

    /// What people said of the media, and how: a list or a person.
    var assetTable: String {
        let asset = facts.asset
        let how: Bilingual =
            switch asset.declaredBy {
            case .intake?: Bilingual(", déclaré par la liste de réception", ", declared by the intake list")
            case .person?: Bilingual(", déclaré par une personne", ", declared by a person")
            case nil: Bilingual("")
            }
        let rows: [(Bilingual, String?)] = [
            (Bilingual("Étiquette d’inventaire", "Asset tag"), asset.assetTag),
            (Bilingual("Étiquette du donateur", "Donor’s tag"), asset.donorTag),
            (Bilingual("Donateur", "Donor"), asset.donor),
            (Bilingual("Ordinateur d’origine", "Source computer"), asset.hostSerialNumber),
        ]
        let known = rows.prefix(1) + rows.dropFirst().filter { $0.1 != nil }
        var shown = known.map { ($0.0, $0.1.map { Bilingual($0) } ?? .none) }
        if let correctedTag {
            let signed = asset.assetTag
            shown[0].1 = Bilingual(
                "\(correctedTag) (rectifiée; signée\u{a0}: \(signed ?? "aucune"))",
                "\(correctedTag) (corrected; signed: \(signed ?? "none"))")
        }
        return table(Bilingual("Inventaire" + how.french, "Asset" + how.english), columns: 2, shown)
    }

    var policyTable: String {
        let policy = facts.policy
        let claim = record.conclusions.claims.first?.claim
        let level = claim.map { Bilingual("\($0.level.shown), \($0.standard), \($0.clause)") }
        return table(
            Bilingual("Protocole\u{a0}: \(policy.titleFrench)", "Policy: \(policy.titleEnglish)"), columns: 3,
            [
                (Bilingual("Identifiant", "Identifier"), Bilingual("\(policy.id) \(policy.version)")),
                (Bilingual("Technique", "Technique"), techniques),
                (Bilingual("Niveau déclaré", "Claimed level"), Self.joined([purgeUnavailable, level]) ?? Bilingual("aucun", "none")),
            ])
    }

    /// What there is of several things; nil for nothing.
    static func joined(_ parts: [Bilingual?]) -> Bilingual? {
        let known = parts.compactMap { $0 }
        guard !known.isEmpty else { return nil }
        return Bilingual(known.map(\.french).joined(separator: "; "), known.map(\.english).joined(separator: "; "))
    }

    /// Each technique of the passes once.
    private var techniques: Bilingual {
        let each = facts.run.passes.reduce(into: [Technique]()) { if !$0.contains($1.technique) { $0.append($1.technique) } }
        let words = each.map { PageWords.word($0.rawValue, in: .method) }
        guard !words.isEmpty else { return .none }
        return Bilingual(words.map(\.french).joined(separator: ", "), words.map(\.english).joined(separator: ", "))
    }

    var passes: String {
        // Who compares columns reads digits: both languages the French way.
        func digits(_ number: Int?) -> Bilingual { number.map { Bilingual(PageText.number($0).french) } ?? .none }
        let rows = zip(facts.run.passes, record.conclusions.passes).map { pass, conclusion -> String in
            let cells = [
                Bilingual(String(pass.number)), pass.pattern?.shown ?? PageWords.word(pass.technique.rawValue, in: .method),
                digits(pass.bytesWritten), digits(pass.verification?.bytesRead),
                readBack(pass.verification, conclusion.result),
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

    /// How much of a pass was read back, and what came of it.
    private func readBack(_ verification: CertificateFacts.Verification?, _ result: VerificationResult) -> Bilingual {
        guard let verification else { return PageWords.word("none", in: .reading) }
        var reading: Bilingual
        switch verification.coverage {
        case .full: reading = PageWords.word("full", in: .reading)
        case .sample:
            reading = PageWords.word("sample", in: .reading)
            reading.french += "\u{a0}" + PageText.percent(verification.bytesRead, of: facts.media.capacityBytes).french
        }
        let word = PageWords.word(result.rawValue, in: .result)
        return Bilingual("\(reading.french)\u{a0}: \(word.french)", "\(reading.english): \(word.english)")
    }

    var circumstances: String {
        let people = facts.personnel.map { [$0.userName, $0.viaLogin].compactMap { $0 }.joined(separator: " / ") }
        let isSynchronised: Bilingual =
            switch facts.clock.synchronised {
            case true?: Bilingual("synchronisée", "synchronised")
            case false?: Bilingual("non synchronisée", "not synchronised")
            case nil: .unknown
            }
        let run = facts.run
        let tool = "\(facts.tool.name) \(facts.tool.version), \(facts.tool.operatingSystem)"
        return table(
            Bilingual("Exécution", "Execution"), columns: 4,
            [
                (Bilingual("Début", "Start"), PageText.time(run.startedAt?.description)),
                (Bilingual("Fin", "End"), PageText.time(run.endedAt?.description)),
                (Bilingual("Durée de travail", "Working time"), PageText.duration(run.durationSeconds)),
                (Bilingual("Interruptions", "Interruptions"), Bilingual(String(run.interruptions.count))),
                (Bilingual("Relectures recommencées", "Read again"), Bilingual(String(run.custody.breaks.count))),
                (Bilingual("Horloge", "Clock"), isSynchronised),
                (Bilingual("Logiciel", "Software"), Bilingual(tool)),
                (Bilingual("Personnes", "People"), people.isEmpty ? .none : Bilingual(people.joined(separator: ", "))),
            ])
    }

    var health: String {
        func sectors(_ defects: CertificateFacts.Defects) -> Bilingual { defects.sectors.map(PageText.number) ?? .unknown }
        func change(_ count: CertificateFacts.HealthCount) -> Bilingual {
            func side(_ number: Int?) -> String { number.map(String.init) ?? "?" }
            guard count.before != nil || count.after != nil else { return .unknown }
            return Bilingual("\(side(count.before)) → \(side(count.after))")
        }
        let run = facts.run
        let neverRead = run.neverRead.sectors == 0 ? [] : [(Bilingual("Jamais relus", "Never read"), sectors(run.neverRead))]
        return table(
            Bilingual("Défauts et zones masquées", "Defects and hidden areas"), columns: 4,
            [
                (Bilingual("Non écrits", "Not written"), sectors(run.unwritten)),
                (Bilingual("Illisibles", "Not readable"), sectors(run.unreadable)),
                (Bilingual("Différents", "Different"), sectors(run.mismatched)),
            ] + neverRead + [
                (Bilingual("Réalloués", "Reallocated"), change(facts.health.reallocatedSectors)),
                (Bilingual("En attente", "Pending"), change(facts.health.pendingSectors)),
                (Bilingual("Zone HPA", "HPA area"), area(facts.hiddenAreas.hpa)),
                (Bilingual("Zone DCO", "DCO area"), area(facts.hiddenAreas.dco)),
                (Bilingual("Zone AMAC", "AMAC area"), area(facts.hiddenAreas.amac)),
            ] + wear + namespaces + otherUnits)
    }

    /// State of a hidden area; for one that hides something how many sectors the drive has in all, for one that is unknown why.
    private func area(_ area: CertificateFacts.HiddenArea) -> Bilingual {
        let state = PageWords.word(area.state.rawValue, in: .areaState)
        if let reason = area.reason {
            let why = PageWords.word(reason.rawValue, in: .areaReason)
            return Bilingual("\(state.french)\u{a0}: \(why.french)", "\(state.english): \(why.english)")
        }
        guard area.state == .presentNotAddressed, let sectors = area.nativeSectors.map(PageText.number) else { return state }
        return Bilingual(
            "\(state.french); \(sectors.french)\u{a0}secteurs en tout", "\(state.english); \(sectors.english) sectors in all")
    }

    /// How much of its rated life a drive of flash has used; nothing where it does not say, as no magnetic disk does.
    private var wear: [(Bilingual, Bilingual)] {
        guard let used = facts.health.percentageUsed.newest else { return [] }
        return [
            (
                Bilingual("Usure", "Wear"),
                Bilingual("\(used)\u{a0}% de la durée de vie prévue", "\(used)% of rated life")
            )
        ]
    }

    /// What an NVMe drive has beside the namespace that was written; nothing for every other medium.
    private var namespaces: [(Bilingual, Bilingual)] {
        guard let space = facts.hiddenAreas.nvme else { return [] }
        func count(_ number: Int?) -> Bilingual { number.map { Bilingual(String($0)) } ?? .unknown }
        return [
            (Bilingual("Espaces de noms", "Namespaces"), count(space.allocatedNamespaces)),
            (Bilingual("Octets hors de tout espace", "Bytes in no namespace"), count(space.unallocatedBytes)),
        ]
    }

    /// The other half of a drive with two actuators.
    private var otherUnits: [(Bilingual, Bilingual)] {
        guard let units = facts.hiddenAreas.otherUnits else { return [] }
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
        let id = record.id
        let time = PageText.time(facts.validFrom.description)
        let issued = Bilingual(
            "Vaut pour le \(time.french), signé par la clé ci-dessous", "Speaks for \(time.english), signed by the key below")
        return """
            <div class="proof">\(QRCode.svg(id + "\n" + digest) ?? "")<div>
            <p><strong>Cette page n’est pas la preuve.</strong> La preuve est le fichier signé; n’importe qui peut imiter une page. \
            <span class="en" lang="en-CA">/ <strong>This page is not the evidence.</strong> The evidence is the signed file; anybody can imitate \
            a page.</span></p>
            <p><strong>\(both(state))</strong> \(both(issued))</p>
            <p>Pour vérifier\u{a0}: <code>wipectl certificate verify FICHIER --trust CLÉS</code>, ou tout logiciel W3C eddsa-jcs-2022. \
            <span class="en" lang="en-CA">/ To verify: this command, or any software for W3C eddsa-jcs-2022.</span></p>
            <p><code>\(PageText.escaped(id))<br>\(digest)<br>\(PageText.escaped(record.issuer))</code></p>
            </div></div>
            """
    }
}

extension CertificateFacts.Health.Reading {
    /// The later one of both; nil where the drive gave none.
    fileprivate var newest: Int? { after ?? before }
}

extension ClaimLevel {
    /// NIST's own word.
    fileprivate var shown: String {
        switch self {
        case .clear: "Clear"
        case .purge: "Purge"
        }
    }
}

extension CertificateFacts.Pattern {
    fileprivate var shown: Bilingual {
        switch self {
        case .zeros: return PageWords.word("zeros", in: .pattern)
        case .ones: return PageWords.word("ones", in: .pattern)
        case .bytes(let bytes):
            let word = PageWords.word("bytes", in: .pattern)
            return Bilingual("\(word.french) \(bytes)", "\(word.english) \(bytes)")
        case .random(_, _, let complemented):
            let word = PageWords.word("random", in: .pattern)
            return complemented ? Bilingual(word.french + ", complément", word.english + ", complement") : word
        }
    }
}
