// What would be done to a drive, as text.

import WipeAPI
import WipeWords

extension PlanView {
    /// What would be done, with the decision.
    func text(_ layout: Layout) -> String {
        let quantity = layout.quantity
        var facts = FactList()
        facts.add("media", [media.sentence(layout), media.node].compactMap { $0 }.joined(separator: ", "))
        facts.add("decision", decision.cell(layout))
        var head = facts.text(layout) + decision.reasonText(layout)
        if let policy {
            head += safeLine(
                layout.say("plan-policy", ["policy": policy.id, "version": policy.version, "title": policy.title.text(layout)]))
        }
        if let fallbackOf { head += safeLine(layout.say("plan-fallback", ["policy": fallbackOf])) }
        for one in considered { head += safeLine(layout.say("plan-technique", ["technique": one.technique, "what": one.words(layout)])) }
        guard let bytesTotal, !passes.isEmpty else { return head + safeLine(layout.say("no-plan")) }
        var table = Table(columns: [
            .init("PASS", right: true), .init("WRITE", minimumWidth: 12), .init("TO WRITE", right: true), .init("VERIFY", minimumWidth: 8),
            .init("TO READ BACK", right: true),
        ])
        for pass in passes {
            table.add([
                Cell(String(pass.pass)), Cell(pass.write), Cell(quantity.bytes(pass.bytesWritten)),
                Cell(layout.word(pass.verify, of: .check)),
                Cell(quantity.bytes(pass.bytesVerified)),
            ])
        }
        let parts =
            [
                layout.say("plan-total", ["size": quantity.bytes(bytesTotal)])
                    + (estimateSeconds.map { ", " + quantity.estimate($0, basis: estimateBasis) } ?? "")
            ]
            + considered.filter(\.taken).map { layout.say("plan-own-erase", ["time": $0.time(layout)]) } + [layout.say("nothing-touched")]
        return head + table.text(layout, whenEmpty: "") + safeLine(parts.joined(separator: layout.say("semicolon")))
    }
}

extension ConsideredTechniqueView {
    /// Taken, or why not.
    fileprivate func words(_ layout: Layout) -> String {
        let why = reasons.map { "\(layout.sentence($0, of: [.technique])) (\($0.code))" }.joined(separator: layout.say("semicolon"))
        if taken { return why.isEmpty ? layout.say("technique-taken") : layout.say("technique-taken-but", ["why": why]) }
        return why.isEmpty ? layout.say("technique-free") : why
    }

    fileprivate func time(_ layout: Layout) -> String {
        estimateSeconds.map { layout.quantity.estimate($0, basis: estimateBasis) } ?? layout.say("time-unsaid-how-long")
    }
}
