// Bays as people read them: one line each, with the word that counts and whether the drive may be pulled.

import WipeAPI

extension BayView {
    /// What the bay shows: the daemon's word for the thing that is in it now.
    var stateCell: Cell {
        if let seconds = job?.stalledSeconds, !unresponsive { return Cell("stalled \(Quantity.duration(seconds))", tone: .bad) }
        if unresponsive { return Cell("unresponsive", tone: .bad) }
        // A job that is shown says more than its word: how many sectors it left.
        if let job, shown.word == job.state { return Cell(job.outcomeText + (isRevoked ? " (REVOKED)" : ""), tone: shown.paint) }
        return Cell(shown.word, tone: shown.paint)
    }

    /// Whether the record of the job that is shown was taken back.
    private var isRevoked: Bool { shown.reasons.contains { $0.code == ShownView.revoked } }

    /// Whether it may be pulled: `yes`, `no`, `wait` for a moment, `-` where nobody can say.
    var pullCell: Cell {
        switch (safeToPull, pull?.code) {
        case (true?, _): Cell("yes", tone: .good)
        case (false?, "spinning-down"): Cell("wait", tone: .waiting)
        case (false?, _): Cell("no")
        case (nil, _): Cell(nil)
        }
    }

    /// Codes of what stands behind the word.
    var reasonCodes: String { shown.reasons.map(\.code).joined(separator: ", ") }
}

extension ShownView {
    /// The colour of the word; a tone that this version does not know stays plain.
    fileprivate var paint: Tone {
        switch tone {
        case "good": .good
        case "bad": .bad
        case "waiting": .waiting
        case "busy": .busy
        default: .plain
        }
    }
}

extension BayList {
    /// One line per bay.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("BAY"), .init("STATE"), .init("SERIAL", minimumWidth: 8), .init("MODEL", minimumWidth: 6, dropOrder: 1),
            .init("SIZE", right: true, dropOrder: 2),
            .init("ASSET TAG", minimumWidth: 6),
            .init("PASS", dropOrder: 4), .init("DONE", right: true), .init("RATE", right: true, dropOrder: 3), .init("LEFT", right: true),
            .init("TEMP", right: true), .init("PULL"),
            .init("WHY", minimumWidth: 6),
        ])
        for bay in bays {
            table.add([
                Cell(bay.id), bay.stateCell, Cell(bay.media?.serial), Cell(bay.media?.model),
                Cell(Quantity.bytes(bay.media?.capacityBytes)),
                Cell(bay.assetTag), Cell(bay.job?.passText), Cell(Quantity.percent(bay.job?.bytesDone, of: bay.job?.bytesTotal)),
                Cell(Quantity.rate(bay.job?.bytesPerSecond)), Cell(Quantity.timeLeft(bay.job?.etaSeconds)),
                Cell(Quantity.temperature(bay.temperatureCelsius)), bay.pullCell, Cell(bay.reasonCodes),
            ])
        }
        return table.text(layout, whenEmpty: "the station file lists no bays: nothing will be wiped")
    }
}
