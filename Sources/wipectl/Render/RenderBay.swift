// Bays as people read them: one line each, with the word that counts and whether the drive may be pulled.

import WipeAPI
import WipeWords

extension BayView {
    /// What the bay shows: the daemon's word for the thing that is in it now.
    func stateCell(_ layout: Layout) -> Cell {
        if let seconds = job?.stalledSeconds, !unresponsive {
            return Cell(layout.say("silent-for", ["time": layout.quantity.duration(seconds)]), tone: .bad)
        }
        if unresponsive { return Cell(layout.word("unresponsive", of: .state), tone: .bad) }
        // A job that is shown says more than its word: how many sectors it left.
        if let job, shown.word == job.state {
            return Cell(job.outcomeText(layout) + (isRevoked ? " (\(layout.say("revoked-loud")))" : ""), tone: shown.paint)
        }
        return Cell(layout.word(shown.word, of: .state), tone: shown.paint)
    }

    /// Whether the record of the job that is shown was taken back.
    private var isRevoked: Bool { shown.reasons.contains { $0.code == ShownView.revoked } }

    /// Whether it may be pulled: `yes`, `no`, `wait` for a moment, `-` where nobody can say.
    func pullCell(_ layout: Layout) -> Cell {
        switch (safeToPull, pull?.code) {
        case (true?, _): Cell(layout.say("yes"), tone: .good)
        case (false?, "spinning-down"): Cell(layout.say("wait"), tone: .waiting)
        case (false?, _): Cell(layout.say("no"))
        case (nil, _): Cell(nil)
        }
    }

    /// What stands behind the word.
    func sentences(_ layout: Layout) -> [String] {
        let vocabularies = [.bay] + Vocabulary.ofDecisions + (job?.vocabularies ?? [])
        return shown.reasons.map { layout.sentence($0, of: vocabularies) }
    }
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
                Cell(bay.id), bay.stateCell(layout), Cell(bay.media?.serial), Cell(bay.media?.model),
                Cell(layout.quantity.bytes(bay.media?.capacityBytes)),
                Cell(bay.assetTag), Cell(bay.job?.passText(layout)),
                Cell(layout.quantity.percent(bay.job?.bytesDone, of: bay.job?.bytesTotal)),
                Cell(layout.quantity.rate(bay.job?.bytesPerSecond)), Cell(layout.quantity.timeLeft(bay.job?.etaSeconds)),
                Cell(layout.quantity.temperature(bay.temperatureCelsius)), bay.pullCell(layout),
                Cell(layout.first(of: bay.sentences(layout))),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-bays"))
    }
}
