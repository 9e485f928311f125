// Media and what is on them as text.

import WipeAPI
import WipeCore
import WipeWords

extension DecisionView {
    func cell(_ layout: Layout) -> Cell {
        switch verdict {
        case "refuse": Cell(layout.word("refused", of: .state), tone: .bad)
        case "hold": Cell(layout.word("held", of: .state), tone: .waiting)
        case "admit": Cell(layout.word("admitted", of: .state), tone: .good)
        default: Cell(layout.word(verdict, of: .state), tone: .busy)
        }
    }

    func sentences(_ layout: Layout) -> [String] { reasons.map { layout.sentence($0, of: Vocabulary.ofDecisions) } }

    /// One line per reason, and under it what a person does about it.
    func reasonText(_ layout: Layout) -> String {
        reasons.map { reason in
            safeLine(layout.coded(reason, of: Vocabulary.ofDecisions), indent: 4)
                + (layout.act(reason, of: Vocabulary.ofDecisions).map { safeLine("→ " + $0, indent: 8) } ?? "")
        }.joined()
    }
}

extension ContentView {
    /// `ext4 file system "Documents" on /dev/sdb1, 500.1 GB`.
    func sentence(_ layout: Layout) -> String {
        var text = layout.say("content", ["type": type, "kind": layout.word(kind, of: .contentKind)])
        if let label { text += layout.say("content-label", ["label": label]) }
        if let node { text += layout.say("content-node", ["node": node]) }
        if let sizeBytes { text += ", \(layout.quantity.bytes(sizeBytes))" }
        return text
    }
}

extension UseView {
    func sentence(_ layout: Layout) -> String {
        let use = "\(node) \(layout.word(kind, of: .useKind))"
        return detail.isEmpty ? use : layout.say("use-detail", ["use": use, "detail": detail])
    }
}

extension MediaView {
    /// What stands on the media, one line each.
    func contentsText(_ layout: Layout) -> String {
        guard let contents else {
            return safeLine(contentsProblem.map { layout.say("contents-unknown-why", ["why": $0]) } ?? layout.say("contents-unknown"))
        }
        if contents.isEmpty { return safeLine(layout.say("contents-none")) }
        let lines = contents.map { safeLine(SafeText.cut($0.sentence(layout), to: Cell.columnsMax), indent: 4) }
        return safeLine(layout.say("contents")) + lines.joined()
    }

    /// Who uses the media, one line each.
    func usageText(_ layout: Layout) -> String {
        guard let usage else {
            return safeLine(usageProblem.map { layout.say("use-unknown-why", ["why": $0]) } ?? layout.say("use-unknown"))
        }
        if usage.isEmpty { return safeLine(layout.say("use-none")) }
        return safeLine(layout.say("use")) + usage.map { safeLine($0.sentence(layout), indent: 4) }.joined()
    }

    /// Everything that is seen.
    func text(_ layout: Layout) -> String {
        let quantity = layout.quantity
        func number(_ number: Int?) -> String { number.map(String.init) ?? Quantity.unknown }
        var facts = FactList()
        facts.add("serial", serial)
        facts.add("read from", serialSource.map { layout.word($0, of: .serialSource) })
        if let why = serialWeakness.map({ layout.sentence($0, of: [.weakness]) }) ?? serialProblem {
            facts.add("believed", layout.say("not-believed", ["why": why]))
        }
        facts.add("vendor", vendor)
        facts.add("model", model)
        facts.add("firmware", firmware)
        facts.add("wwn", wwn)
        facts.add("node", node)
        facts.add("bay", bay)
        facts.add("size", capacityBytes.map { layout.say("size-in-bytes", ["size": quantity.bytes($0), "bytes": String($0)]) })
        facts.add(
            "sectors", layout.say("sector-sizes", ["logical": number(logicalSectorBytes), "physical": number(physicalSectorBytes)]))
        facts.add("type", [layout.word(mediaType, of: .mediaType), transport].compactMap { $0 }.joined(separator: ", "))
        facts.add("temperature", quantity.temperature(temperatureCelsius))
        facts.add(
            "health",
            layout.say("health", ["reallocated": number(reallocatedSectors), "pending": number(pendingSectors)])
                + (percentageUsed.map { layout.say("life-used", ["percent": String($0)]) } ?? ""))
        facts.add("power-on time", quantity.powerOn(powerOnHours))
        facts.add("hidden areas", capabilities?.areasSentence(layout) ?? layout.say("not-asked"))
        if let capabilities {
            let offered = capabilities.techniques.filter { $0.offered == true && $0.id != "overwrite" }.map(\.id)
            facts.add(
                "offers",
                offered.isEmpty ? layout.say("offers-none") : offered.map { layout.coded($0, of: .method) }.joined(separator: ", "))
            facts.add("own erase", capabilities.stateSentence(layout))
        }
        facts.add(
            "overwrite",
            overwrite.map {
                layout.say("overwrite", ["policy": $0.policy, "time": quantity.estimate($0.estimateSeconds, basis: $0.estimateBasis)])
            })
        facts.add("asset tag", assetTag)
        facts.add("donor tag", donorTag)
        facts.add("job", job)
        facts.add("decision", decision.cell(layout))
        return facts.text(layout) + (capabilities?.hiddenText(layout) ?? "") + decision.reasonText(layout) + contentsText(layout)
            + usageText(layout)
    }

    /// What a person must see before it is gone: model, size, place, contents. What it is confirmed with has to be read off the drive, and is not
    /// shown.
    func destructionText(_ layout: Layout, confirmedBy confirmation: Confirmation, _ holds: [ReasonView]) -> String {
        var facts = FactList()
        facts.add("model", [vendor, model].compactMap { $0 }.joined(separator: " "))
        if confirmation != .serial { facts.add("serial", serial) }
        facts.add("size", layout.quantity.bytes(capacityBytes))
        facts.add("place", layout.place(bay: bay, node: node))
        if confirmation != .assetTag { facts.add("asset tag", assetTag) }
        let why = holds.map { safeLine(layout.sentence($0, of: Vocabulary.ofDecisions), indent: 4) }.joined()
        let text =
            paint(layout.say("will-be-destroyed"), .bad, layout) + "\n" + facts.text(layout) + contentsText(layout) + usageText(layout)
            + safeLine(layout.say("it-waits-because")) + why
        return SafeText.hiding(confirmation == .serial ? serial : assetTag, in: text)
    }
}

extension MediaList {
    /// One line per media.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("NODE"), .init("BAY"), .init("SERIAL"), .init("MODEL", minimumWidth: 6, dropOrder: 1),
            .init("SIZE", right: true, dropOrder: 3), .init("TYPE", dropOrder: 2), .init("ASSET TAG"), .init("DECISION"),
            .init("WHY", isProse: true),
        ])
        for one in media {
            table.add([
                Cell(one.node), Cell(one.bay), Cell(one.serial), Cell(one.model), Cell(layout.quantity.bytes(one.capacityBytes)),
                Cell(layout.word(one.mediaType, of: .mediaType)), Cell(one.assetTag), one.decision.cell(layout),
                Cell(prose: layout.first(of: one.decision.sentences(layout))),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-media"))
    }
}
