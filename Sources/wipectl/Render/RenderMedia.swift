// Media, what is on them, and plans as text.

import WipeAPI

extension DecisionView {
    var cell: Cell {
        switch verdict {
        case "refuse": Cell("refused", tone: .bad)
        case "hold": Cell("held", tone: .waiting)
        case "admit": Cell("admitted", tone: .good)
        default: Cell(verdict, tone: .busy)
        }
    }

    /// One line per reason.
    func reasonText() -> String { reasons.map { safeLine("\($0.code): \($0.message)", indent: 4) }.joined() }
}

extension ContentView {
    /// `ext4 filesystem "Documents" on /dev/sdb1, 500.1 GB`.
    var sentence: String {
        let words = ["partitionTable": "partition table", "filesystem": "file system"]
        var text = "\(type) \(words[kind] ?? kind)"
        if let label { text += " \"\(label)\"" }
        if let node { text += " on \(node)" }
        if let sizeBytes { text += ", \(Quantity.bytes(sizeBytes))" }
        return text
    }
}

extension UseView {
    var sentence: String {
        let words = ["openedExclusively": "opened exclusively", "formerRun": "a run that has ended", "runningSystem": "running system"]
        return "\(node) \(words[kind] ?? kind)" + (detail.isEmpty ? "" : ": \(detail)")
    }
}

extension MediaView {
    /// What stands on the media, one line each.
    func contentsText() -> String {
        guard let contents else { return safeLine("contents: unknown" + (contentsProblem.map { ", \($0)" } ?? "")) }
        if contents.isEmpty { return "contents: nothing that is recognized\n" }
        return "contents:\n" + contents.map { safeLine(SafeText.cut($0.sentence, to: Cell.columnsMax), indent: 4) }.joined()
    }

    /// Who uses the media, one line each.
    func usageText() -> String {
        guard let usage else { return safeLine("in use: unknown" + (usageProblem.map { ", \($0)" } ?? "")) }
        return usage.isEmpty ? "in use: no\n" : "in use:\n" + usage.map { safeLine($0.sentence, indent: 4) }.joined()
    }

    /// Everything that is seen.
    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("serial", serial)
        facts.add("read from", serialSource)
        if let serialProblem { facts.add("believed", "no: " + serialProblem) }
        facts.add("vendor", vendor)
        facts.add("model", model)
        facts.add("firmware", firmware)
        facts.add("wwn", wwn)
        facts.add("node", node)
        facts.add("bay", bay)
        facts.add("size", capacityBytes.map { "\(Quantity.bytes($0)) (\($0) bytes)" })
        facts.add(
            "sectors",
            "\(logicalSectorBytes.map(String.init) ?? "-") bytes logical, \(physicalSectorBytes.map(String.init) ?? "-") physical")
        facts.add("type", [mediaType, transport].compactMap { $0 }.joined(separator: ", "))
        facts.add("temperature", Quantity.temperature(temperatureCelsius))
        facts.add(
            "health",
            "\(reallocatedSectors.map(String.init) ?? "-") reallocated, \(pendingSectors.map(String.init) ?? "-") pending sectors"
                + (percentageUsed.map { ", \($0) % of its rated life used" } ?? "")
        )
        facts.add("power-on time", Quantity.powerOn(powerOnHours))
        facts.add("hidden areas", capabilities?.areasSentence ?? MediaView.unasked)
        if let capabilities {
            let offered = capabilities.techniques.filter { $0.offered == true && $0.id != "overwrite" }.map(\.id)
            facts.add("offers", offered.isEmpty ? "no erase of its own that is known" : offered.joined(separator: ", "))
            facts.add("own erase", capabilities.stateSentence)
        }
        facts.add(
            "overwrite",
            overwrite.map { "\($0.policy), \(Quantity.estimate($0.estimateSeconds, basis: $0.estimateBasis)) with all that is read back" })
        facts.add("asset tag", assetTag)
        facts.add("donor tag", donorTag)
        facts.add("job", job)
        facts.add("decision", decision.cell)
        return facts.text(layout) + (capabilities?.hiddenText() ?? "") + decision.reasonText() + contentsText() + usageText()
    }

    /// What a person must see before it is gone: model, serial, size, contents.
    func destructionText(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("model", [vendor, model].compactMap { $0 }.joined(separator: " "))
        facts.add("serial", serial)
        facts.add("size", Quantity.bytes(capacityBytes))
        facts.add("place", [bay.map { "bay \($0)" }, node].compactMap { $0 }.joined(separator: ", "))
        facts.add("asset tag", assetTag)
        return paint("everything on this drive will be destroyed:", .bad, layout) + "\n" + facts.text(layout) + contentsText() + usageText()
            + (decision.reasons.isEmpty ? "" : "it waits because:\n" + decision.reasonText())
    }
}

extension MediaList {
    /// One line per media.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("NODE"), .init("BAY"), .init("SERIAL", minimumWidth: 8), .init("MODEL", minimumWidth: 6, dropOrder: 1),
            .init("SIZE", right: true, dropOrder: 3),
            .init("TYPE", minimumWidth: 5, dropOrder: 2),
            .init("ASSET TAG", minimumWidth: 6), .init("DECISION"), .init("WHY", minimumWidth: 6),
        ])
        for one in media {
            table.add([
                Cell(one.node), Cell(one.bay), Cell(one.serial), Cell(one.model), Cell(Quantity.bytes(one.capacityBytes)),
                Cell(one.mediaType),
                Cell(one.assetTag), one.decision.cell, Cell(one.decision.reasons.map(\.code).joined(separator: ", ")),
            ])
        }
        return table.text(layout, whenEmpty: "no media")
    }
}

extension PlanView {
    /// What would be done, with the decision.
    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add(
            "media",
            [media.model, media.serial.map { "serial \($0)" }, Quantity.bytes(media.capacityBytes), media.node].compactMap { $0 }.joined(
                separator: ", "))
        facts.add("decision", decision.cell)
        var head = facts.text(layout) + decision.reasonText()
        if let policy { head += safeLine("policy    \(policy.id) \(policy.version): \(policy.title.en)") }
        if let fallbackOf { head += safeLine("PURGE UNAVAILABLE: \(fallbackOf) was asked for; this policy is what it names for that") }
        for one in considered { head += safeLine("technique \(one.technique): \(one.words)") }
        guard let bytesTotal, !passes.isEmpty else { return head + "no plan\n" }
        var table = Table(columns: [
            .init("PASS", right: true), .init("WRITE", minimumWidth: 12), .init("TO WRITE", right: true), .init("VERIFY", minimumWidth: 8),
            .init("TO READ BACK", right: true),
        ])
        for pass in passes {
            table.add([
                Cell(String(pass.pass)), Cell(pass.write), Cell(Quantity.bytes(pass.bytesWritten)), Cell(pass.verify),
                Cell(Quantity.bytes(pass.bytesVerified)),
            ])
        }
        let time = estimateSeconds.map { ", " + Quantity.estimate($0, basis: estimateBasis) } ?? ""
        let own = considered.filter(\.taken).map { "; the drive's own erase: \($0.time)" }.joined()
        return head + table.text(layout, whenEmpty: "") + safeLine("in all \(Quantity.bytes(bytesTotal))\(time)\(own); nothing was touched")
    }
}

extension ConsideredTechniqueView {
    /// Taken, or why not.
    fileprivate var words: String {
        let why = reasons.map { "\($0.message) (\($0.code))" }.joined(separator: "; ")
        if taken { return why.isEmpty ? "taken" : "taken, but " + why }
        return why.isEmpty ? "free; another one comes first" : why
    }

    fileprivate var time: String {
        estimateSeconds.map { Quantity.estimate($0, basis: estimateBasis) } ?? "the drive does not say how long"
    }
}
