// What this station has seen of drives that erase themselves, as text.

import WipeAPI
import WipeWords

extension ModelList {
    /// One line per model, firmware and technique. After one that went wrong the next drive of its kind waits for a lead.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("MODEL", minimumWidth: 6), .init("FIRMWARE", dropOrder: 2), .init("TECHNIQUE"), .init("SUCCEEDED", right: true),
            .init("TURNED DOWN", right: true, dropOrder: 1), .init("FAILED", right: true), .init("STALLED", right: true),
            .init("NEWEST", dropOrder: 3),
        ])
        for one in models {
            table.add([
                Cell(one.model), Cell(one.firmware), Cell(layout.coded(one.technique, of: .method)), Cell(String(one.good)),
                Cell(String(one.refused)),
                Cell(String(one.failed), tone: one.lastWasBad && one.failed > 0 ? .bad : .plain),
                Cell(String(one.stalled), tone: one.lastWasBad && one.stalled > 0 ? .bad : .plain), Cell(layout.time(one.lastAt)),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-models"))
    }
}
