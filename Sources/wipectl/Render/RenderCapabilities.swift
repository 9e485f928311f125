// What drives can do by themselves and what they hide, as text.

import WipeAPI
import WipeWords

extension CapabilitiesView {
    /// `HPA absent, DCO unknown (the drive refuses to say: frozen), AMAC not supported`.
    func areasSentence(_ layout: Layout) -> String {
        let areas = [("HPA", hiddenAreas.hpa), ("DCO", hiddenAreas.dco), ("AMAC", hiddenAreas.amac)]
        return areas.map { "\($0.0) \($0.1.words(layout))" }.joined(separator: ", ")
    }

    /// `idle`, `running, 42 %`.
    func stateSentence(_ layout: Layout) -> String {
        layout.word(state, of: .eraseState) + (fraction.map { ", " + layout.quantity.percent($0, of: 65_536) } ?? "")
    }

    /// What is hidden, one line each; nothing where nothing is.
    func hiddenText(_ layout: Layout) -> String {
        let quantity = layout.quantity
        let unknown = layout.say("unknown")
        var text = ""
        if let bytes = hiddenAreas.hiddenBytes { text += safeLine(layout.say("hidden-bytes", ["size": quantity.bytes(bytes)])) }
        guard let space = hiddenAreas.nvme else { return text }
        let spaces = [
            "active": space.activeNamespaces.map(String.init) ?? unknown,
            "allocated": space.allocatedNamespaces.map(String.init) ?? unknown,
            "free": space.unallocatedBytes.map { quantity.bytes($0) } ?? unknown,
        ]
        let guarded = space.rpmbBytes > 0 ? layout.say("replay-protected", ["size": quantity.bytes(space.rpmbBytes)]) : ""
        return text + safeLine(layout.say("namespaces", spaces) + guarded)
    }

    /// One line per technique, with every reason.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: TechniqueView.columns)
        for technique in techniques { table.add(technique.cells(layout)) }
        var facts = FactList()
        facts.add("hidden areas", areasSentence(layout))
        facts.add("own erase", stateSentence(layout))
        return table.text(layout, whenEmpty: "") + facts.text(layout) + hiddenText(layout)
    }
}

extension HiddenAreaView {
    func words(_ layout: Layout) -> String {
        layout.word(state, of: .areaWord) + (reason.map { " (\(layout.sentence($0, of: [.hiddenArea])))" } ?? "")
    }
}

extension TechniqueView {
    static let columns: [Table.Column] = [
        .init("TECHNIQUE"), .init("OFFERED"), .init("CLAIM"), .init("TIME", dropOrder: 1), .init("WHY", isProse: true),
    ]

    func cells(_ layout: Layout) -> [Cell] {
        let offeredWord =
            switch offered {
            case true?: layout.say("yes")
            case false?: layout.say("no")
            case nil: layout.say("unknown")
            }
        return [Cell(layout.coded(id, of: .method)), Cell(offeredWord), Cell(claim), Cell(timeWords(layout)), Cell(prose: whyText(layout))]
    }

    fileprivate func whyText(_ layout: Layout) -> String {
        reasons.map { layout.sentence($0, of: [.technique]) }.joined(separator: layout.say("semicolon"))
    }

    /// `about 2 min (the drive says)`, `about 6 h (guess)`, `the drive does not say`; for what is not offered nothing.
    func timeWords(_ layout: Layout) -> String? {
        guard offered == true else { return nil }
        if let estimateSeconds { return layout.quantity.estimate(estimateSeconds, basis: estimateBasis) }
        return layout.say(Self.isQuick.contains(id) ? "time-unsaid-minutes" : "time-unsaid")
    }

    /// What erases blocks or a key, and writes over nothing: done in minutes, whatever the size of the drive.
    private static let isQuick = ["sanitize-block", "sanitize-crypto"]
}

extension MediaView {
    /// What this drive can do by itself.
    func capabilitiesText(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("serial", serial)
        facts.add("model", [vendor, model].compactMap { $0 }.joined(separator: " "))
        facts.add("firmware", firmware)
        facts.add("place", layout.place(bay: bay, node: node))
        return facts.text(layout) + (capabilities?.text(layout) ?? safeLine(layout.say("not-asked"))) + layout.techniquesNote
    }
}

extension Layout {
    /// What a person might otherwise take from the table.
    var techniquesNote: String { say("techniques-note") + "\n" }
}

extension WipeAPI.MediaList {
    /// One line per drive and technique that the drive offers.
    func capabilitiesText(_ layout: Layout) -> String {
        var table = Table(columns: [.init("NODE"), .init("BAY"), .init("SERIAL")] + TechniqueView.columns)
        for one in media {
            let place = [Cell(one.node), Cell(one.bay), Cell(one.serial)]
            let offered = one.capabilities?.techniques.filter { $0.offered == true } ?? []
            if one.capabilities == nil {
                table.add(place + [Cell(nil), Cell(layout.say("unknown")), Cell(nil), Cell(nil), Cell(layout.say("not-asked-short"))])
            }
            for technique in offered { table.add(place + technique.cells(layout)) }
        }
        return table.text(layout, whenEmpty: layout.say("no-media")) + (media.isEmpty ? "" : layout.techniquesNote)
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
            .init("CLAIM"), .init("WHY", isProse: true),
        ])
        for row in order.sorted(by: { ($0.model, $0.firmware) < ($1.model, $1.firmware) }) {
            table.add([
                Cell(row.model), Cell(row.firmware), Cell(String(counts[row] ?? 0)), Cell(layout.coded(row.technique.id, of: .method)),
                Cell(row.technique.claim), Cell(prose: row.technique.whyText(layout)),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-drive-asked")) + layout.techniquesNote
    }
}
