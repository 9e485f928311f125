// Jobs as people read them.

import WipeAPI
import WipeWords

/// The colour of a job state; a state that this version does not know stays plain.
func tone(ofState state: String) -> Tone {
    switch JobStateWord(rawValue: state) {
    case .sanitized: .good
    case .failed, .abandoned: .bad
    case .held, .suspended, .stopping: .waiting
    case .opening, .running, .certifying: .busy
    case .queued, .withdrawn, nil: .plain
    }
}

extension MediaSummary {
    /// `ST1000DM010, serial Z9A1B2C3, 1000.2 GB`.
    func sentence(_ layout: Layout) -> String {
        [model, serial.map { layout.say("serial", ["serial": $0]) }, layout.quantity.bytes(capacityBytes)].compactMap { $0 }
            .joined(separator: ", ")
    }
}

extension Layout {
    /// `bay A1, /dev/sdb`.
    func place(bay: String?, node: String?) -> String {
        [bay.map { say("bay", ["bay": $0]) }, node].compactMap { $0 }.joined(separator: ", ")
    }
}

extension JobView {
    /// `2/3 reading back`; `-/3` before the first pass.
    func passText(_ layout: Layout) -> String {
        guard let passes else { return Quantity.unknown }
        let position = "\(pass.map(String.init) ?? Quantity.unknown)/\(passes)"
        guard let phase else { return position }
        let text = position + " " + layout.word(phase, of: .phase)
        // The drive is at it, and says how far it is, or not.
        guard phase == "command", let fraction else { return text }
        return text + " " + layout.quantity.percent(fraction, of: 65_536)
    }

    /// Its state in the fewest words, and of one that runs what it does.
    var tile: String {
        guard state == JobStateWord.running.rawValue else { return state }
        return switch phase {
        case "verify", "confirm": "verifying"
        case "command": "commanding"
        default: state
        }
    }

    /// The first thing that it waits for or that ended it, and how many more there are.
    func whyText(_ layout: Layout) -> String { layout.first(of: sentences(layout)) }

    /// Time left; for a drive that does not answer since when, which is all that is known.
    func leftCell(_ layout: Layout) -> Cell {
        silenceCell(layout) ?? Cell(layout.quantity.timeLeft(etaSeconds))
    }

    /// Since when its drive has given no answer; nil while it answers.
    func silenceCell(_ layout: Layout) -> Cell? {
        guard let seconds = stalledSeconds ?? silentSeconds else { return nil }
        let time = ["time": layout.quantity.duration(seconds)]
        return Cell(layout.say("silent-for", time), tone: stalledSeconds == nil ? .waiting : .bad)
    }

    /// The state; of one that ended, with the number of sectors that it left as they were.
    func outcomeText(_ layout: Layout) -> String {
        layout.word(state, of: .state) + (sectorsLeft(layout).map { ", " + $0 } ?? "")
    }

    /// How many sectors it left as they were, once it is over; nil for none.
    func sectorsLeft(_ layout: Layout) -> String? {
        guard isClosed, let badSectors, badSectors > 0 else { return nil }
        return layout.say("sectors-left", ["sectors": layout.count(badSectors, "sector")])
    }

    var isSanitized: Bool { state == JobStateWord.sanitized.rawValue }
    var isClosed: Bool { JobStateWord(rawValue: state)?.isClosed ?? false }

    /// One job in full.
    func text(_ layout: Layout) -> String {
        let quantity = layout.quantity
        var facts = FactList()
        facts.add("job", id)
        facts.add("short id", shortID)
        facts.add("state", Cell(outcomeText(layout), tone: tone(ofState: state)))
        facts.add("media", media.sentence(layout))
        facts.add("place", layout.place(bay: bay, node: media.node))
        facts.add("asset tag", assetTag)
        facts.add("policy", policy)
        facts.add("pass", passText(layout))
        let done = ["done": quantity.bytes(bytesDone), "total": quantity.bytes(bytesTotal)]
        facts.add("progress", quantity.percent(bytesDone, of: bytesTotal) + ", " + layout.say("of", done))
        if let seconds = stalledSeconds ?? silentSeconds {
            let since = layout.say("since-time", ["time": quantity.duration(seconds)])
            facts.add("no answer", Cell(since, tone: stalledSeconds == nil ? .waiting : .bad))
        } else {
            facts.add("rate", quantity.rate(bytesPerSecond))
            facts.add("time left", quantity.timeLeft(etaSeconds))
        }
        facts.add("created", layout.time(createdAt))
        facts.add("started", layout.time(startedAt))
        facts.add("ended", layout.time(endedAt))
        facts.add("operator", self.operator)
        facts.add("priority", String(priority))
        facts.add("record", record.map { layout.say("number", ["number": String($0)]) })
        facts.add("certificate", certificate)
        return facts.text(layout) + reasonText(layout) + interruptions.map { $0.line(layout) }.joined()
    }

    /// What it waits for and how it ended, one line each, and under it what a person does about it.
    private func reasonText(_ layout: Layout) -> String {
        holds.map { layout.reasonLines($0, of: [.hold], as: "hold", .waiting) }.joined()
            + reasons.map { layout.reasonLines($0, of: vocabularies, as: "reason", .plain) }.joined()
    }

    /// `job 01…: interrupted`, with what it waits for.
    func stateText(_ layout: Layout) -> String {
        safeLine(layout.say("job-state", ["job": shortID, "state": layout.word(state, of: .state)]))
            + (holds + reasons).map { safeLine(layout.coded($0, of: [.hold] + vocabularies), indent: 4) }.joined()
    }
}

extension Layout {
    /// The first of several sentences, and how many more there are.
    func first(of sentences: [String]) -> String {
        guard let first = sentences.first else { return "" }
        return sentences.count == 1 ? first : say("and-more", ["what": first, "count": String(sentences.count - 1)])
    }

    /// `hold: has no asset tag … (asset-tag-missing)`, and the act under it.
    func reasonLines(_ reason: ReasonView, of vocabularies: [Vocabulary], as kind: String, _ tone: Tone) -> String {
        let line = coded(reason, of: vocabularies)
        let next = act(reason, of: vocabularies).map { safeLine("→ " + $0, indent: 4) } ?? ""
        return paint(say("kind-" + kind), tone, self) + say("colon") + safeLine(line) + next
    }
}

extension InterruptionView {
    fileprivate func line(_ layout: Layout) -> String {
        let why = Vocabulary.halt.wording(code)?.sentence.text(layout.language) ?? code
        let from = layout.time(stoppedAt) ?? stoppedAt
        return safeLine(layout.say("interrupted", ["why": why, "from": from, "to": layout.time(resumedAt) ?? Quantity.unknown]))
    }
}

extension JobList {
    /// One line per job, in the daemon's order; why it waits or ended stands below it where there is no room beside it.
    func text(_ layout: Layout) -> String {
        let quantity = layout.quantity
        var table = Table(columns: [
            .init("JOB"), .init("STATE"), .init("BAY"), .init("SERIAL"), .init("SIZE", right: true, dropOrder: 1),
            .init("ASSET TAG"), .init("POLICY", dropOrder: 2), .init("PASS", dropOrder: 4), .init("DONE", right: true),
            .init("RATE", right: true, dropOrder: 3), .init("LEFT", right: true, dropOrder: 5), .init("WHY", isProse: true),
        ])
        for job in jobs {
            table.add([
                Cell(job.shortID), Cell(layout.word(job.tile, of: .tile), tone: tone(ofState: job.state)), Cell(job.bay),
                Cell(job.media.serial), Cell(quantity.bytes(job.media.capacityBytes)), Cell(job.assetTag), Cell(job.policy),
                Cell(job.passText(layout)), Cell(quantity.percent(job.bytesDone, of: job.bytesTotal)),
                Cell(quantity.rate(job.bytesPerSecond)), job.leftCell(layout), Cell(prose: job.whyText(layout)),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-jobs"))
    }
}
