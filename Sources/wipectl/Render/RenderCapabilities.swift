// What drives can do by themselves and what they hide, as text.

import WipeAPI

extension CapabilitiesView {
    /// `HPA absent, DCO unknown (the drive refuses to say: frozen), AMAC not supported`.
    var areasSentence: String {
        let areas = [("HPA", hiddenAreas.hpa), ("DCO", hiddenAreas.dco), ("AMAC", hiddenAreas.amac)]
        return areas.map { "\($0.0) \($0.1.words)" }.joined(separator: ", ")
    }

    /// `idle`, `running, 42 %`.
    var stateSentence: String { state + (fraction.map { ", " + Quantity.percent($0, of: 65_536) } ?? "") }

    /// What is hidden, one line each; nothing where nothing is.
    func hiddenText() -> String {
        var text = ""
        if let bytes = hiddenAreas.hiddenBytes { text += safeLine("hidden: \(Quantity.bytes(bytes)) behind the end that can be written") }
        guard let space = hiddenAreas.nvme else { return text }
        func count(_ number: Int?) -> String { number.map(String.init) ?? "unknown" }
        text += safeLine(
            "namespaces: \(count(space.activeNamespaces)) active, \(count(space.allocatedNamespaces)) allocated, "
                + "\(space.unallocatedBytes.map { Quantity.bytes($0) } ?? "unknown") in none"
                + (space.rpmbBytes > 0 ? ", \(Quantity.bytes(space.rpmbBytes)) replay protected" : ""))
        return text
    }

    /// One line per technique, with every reason.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: TechniqueView.columns)
        for technique in techniques { table.add(technique.cells) }
        var facts = FactList()
        facts.add("hidden areas", areasSentence)
        facts.add("own erase", stateSentence)
        return table.text(layout, whenEmpty: "") + facts.text(layout) + hiddenText()
    }
}

extension HiddenAreaView {
    var words: String {
        let words = ["not-supported": "not supported", "present-not-addressed": "PRESENT"]
        return (words[state] ?? state) + (reason.map { " (\($0.message))" } ?? "")
    }
}

extension TechniqueView {
    static let columns: [Table.Column] = [
        .init("TECHNIQUE"), .init("OFFERED"), .init("CLAIM"), .init("TIME", minimumWidth: 8, dropOrder: 1), .init("WHY", minimumWidth: 6),
    ]

    var cells: [Cell] {
        let offeredWord =
            switch offered {
            case true?: "yes"
            case false?: "no"
            case nil: "unknown"
            }
        return [Cell(id), Cell(offeredWord), Cell(claim), Cell(timeWords), Cell(reasons.map(\.code).joined(separator: ", "))]
    }

    /// `about 2 min (the drive says)`, `about 6 h (guess)`, `the drive does not say`; for what is not offered nothing.
    var timeWords: String? {
        guard offered == true else { return nil }
        if let estimateSeconds { return Quantity.estimate(estimateSeconds, basis: estimateBasis) }
        return Self.isQuick.contains(id) ? "minutes (the drive does not say)" : "the drive does not say"
    }

    /// What erases blocks or a key, and writes over nothing: done in minutes, whatever the size of the drive.
    private static let isQuick = ["sanitize-block", "sanitize-crypto"]
}

extension MediaView {
    /// Without an answer, why there is none.
    static let unasked = "not asked: only a drive in exactly one bay, not protected and not in use, is asked"

    /// What this drive can do by itself.
    func capabilitiesText(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("serial", serial)
        facts.add("model", [vendor, model].compactMap { $0 }.joined(separator: " "))
        facts.add("firmware", firmware)
        facts.add("place", [bay.map { "bay \($0)" }, node].compactMap { $0 }.joined(separator: ", "))
        return facts.text(layout) + (capabilities?.text(layout) ?? safeLine(MediaView.unasked)) + TechniqueView.note
    }
}

extension TechniqueView {
    /// What a person might otherwise take from the table.
    static let note =
        "shown, not started: what is done is the policy's word (wipectl plan), and what is allowed is deviceCommands of the station file\n"
}

extension WipeAPI.MediaList {
    /// One line per drive and technique that the drive offers.
    func capabilitiesText(_ layout: Layout) -> String {
        var table = Table(columns: [.init("NODE"), .init("BAY"), .init("SERIAL", minimumWidth: 8)] + TechniqueView.columns)
        for one in media {
            let place = [Cell(one.node), Cell(one.bay), Cell(one.serial)]
            let offered = one.capabilities?.techniques.filter { $0.offered == true } ?? []
            if one.capabilities == nil { table.add(place + [Cell(nil), Cell("unknown"), Cell(nil), Cell(nil), Cell("not-asked")]) }
            for technique in offered { table.add(place + technique.cells) }
        }
        return table.text(layout, whenEmpty: "no media") + (media.isEmpty ? "" : TechniqueView.note)
    }

    /// One line per model, firmware and technique that any drive of it offers.
    func modelsText(_ layout: Layout) -> String {
        struct Row: Hashable {
            var model: String
            var firmware: String
            var technique: TechniqueView
        }
        var counts: [Row: Int] = [:]
        var order: [Row] = []
        for one in media {
            for technique in one.capabilities?.techniques ?? [] where technique.offered == true {
                var kind = technique
                // Drives of one model differ in size, and with it in what is guessed.
                if kind.estimateBasis == "guess" { kind.estimateSeconds = nil }
                let row = Row(model: one.model ?? Quantity.unknown, firmware: one.firmware ?? Quantity.unknown, technique: kind)
                if counts[row] == nil { order.append(row) }
                counts[row, default: 0] += 1
            }
        }
        var table = Table(columns: [
            .init("MODEL", minimumWidth: 6), .init("FIRMWARE", dropOrder: 2), .init("DRIVES", right: true), .init("TECHNIQUE"),
            .init("CLAIM"),
            .init("WHY", minimumWidth: 6),
        ])
        for row in order.sorted(by: { ($0.model, $0.firmware) < ($1.model, $1.firmware) }) {
            table.add([
                Cell(row.model), Cell(row.firmware), Cell(String(counts[row] ?? 0)), Cell(row.technique.id), Cell(row.technique.claim),
                Cell(row.technique.reasons.map(\.code).joined(separator: ", ")),
            ])
        }
        return table.text(layout, whenEmpty: "no drive here was asked") + TechniqueView.note
    }
}
