// Jobs as people read them.

import WipeAPI

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

extension JobView {
    /// `2/3 verify`; `-/3` before the first pass.
    var passText: String {
        guard let passes else { return Quantity.unknown }
        let position = "\(pass.map(String.init) ?? Quantity.unknown)/\(passes)"
        if phase == "command" {
            // The drive is at it, and says how far it is, or not.
            return position + " erasing itself" + (fraction.map { " \($0 * 100 / 65_536) %" } ?? "")
        }
        return phase.map { "\(position) \($0)" } ?? position
    }

    /// Why it waits or how it ended, in codes.
    var reasonCodes: String { (holds + reasons).map(\.code).joined(separator: ", ") }

    /// Codes with their sentences.
    var reasonLines: [String] { (holds + reasons).map { "\($0.code): \($0.message)" } }

    /// Time left; for a drive that does not answer since when, which is all that is known.
    var leftCell: Cell {
        stalledSeconds.map { Cell("stalled \(Quantity.duration($0))", tone: .bad) } ?? Cell(Quantity.timeLeft(etaSeconds))
    }

    /// The state; of one that ended, with the number of sectors that it left as they were.
    var outcomeText: String {
        guard isClosed, let badSectors, badSectors > 0 else { return state }
        return "\(state), " + Quantity.count(badSectors, "sector", "sectors") + " left"
    }

    var isSanitized: Bool { state == JobStateWord.sanitized.rawValue }
    var isClosed: Bool { JobStateWord(rawValue: state)?.isClosed ?? false }

    /// One job in full.
    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("job", id)
        facts.add("state", Cell(outcomeText, tone: tone(ofState: state)))
        facts.add(
            "media",
            [media.model, media.serial.map { "serial \($0)" }, Quantity.bytes(media.capacityBytes)].compactMap { $0 }.joined(
                separator: ", "))
        facts.add("place", [bay.map { "bay \($0)" }, media.node].compactMap { $0 }.joined(separator: ", "))
        facts.add("asset tag", assetTag)
        facts.add("policy", policy)
        facts.add("pass", passText)
        facts.add(
            "progress", "\(Quantity.percent(bytesDone, of: bytesTotal)), \(Quantity.bytes(bytesDone)) of \(Quantity.bytes(bytesTotal))")
        facts.add("rate", Quantity.rate(bytesPerSecond))
        facts.add("time left", Quantity.timeLeft(etaSeconds))
        if let stalledSeconds { facts.add("no answer", Cell("since \(Quantity.duration(stalledSeconds))", tone: .bad)) }
        facts.add("created", createdAt)
        facts.add("started", startedAt)
        facts.add("ended", endedAt)
        facts.add("operator", self.operator)
        facts.add("priority", String(priority))
        facts.add("record", record.map { "number \($0)" })
        facts.add("certificate", certificate)
        var text = facts.text(layout)
        for hold in holds { text += paint("hold", .waiting, layout) + safeLine(" \(hold.code): \(hold.message)") }
        for reason in reasons { text += safeLine("reason \(reason.code): \(reason.message)") }
        for interruption in interruptions {
            text += safeLine("interrupted \(interruption.code): \(interruption.stoppedAt) to \(interruption.resumedAt ?? Quantity.unknown)")
        }
        return text
    }

    /// `job 01…: suspended`, with what it waits for.
    func stateText(_ layout: Layout) -> String {
        var text = safeLine("job \(id): \(state)").dropLast() + "\n"
        for line in reasonLines { text += safeLine(line, indent: 4) }
        return String(text)
    }
}

extension JobList {
    /// One line per job, in the daemon's order.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("JOB"), .init("STATE"), .init("BAY"), .init("SERIAL", minimumWidth: 8), .init("SIZE", right: true, dropOrder: 1),
            .init("ASSET TAG", minimumWidth: 6, dropOrder: 6),
            .init("POLICY", minimumWidth: 6, dropOrder: 2), .init("PASS", dropOrder: 4), .init("DONE", right: true),
            .init("RATE", right: true, dropOrder: 3), .init("LEFT", right: true, dropOrder: 5),
            .init("WHY", minimumWidth: 6),
        ])
        for job in jobs {
            table.add([
                Cell(job.id), Cell(job.state, tone: tone(ofState: job.state)), Cell(job.bay), Cell(job.media.serial),
                Cell(Quantity.bytes(job.media.capacityBytes)), Cell(job.assetTag), Cell(job.policy), Cell(job.passText),
                Cell(Quantity.percent(job.bytesDone, of: job.bytesTotal)), Cell(Quantity.rate(job.bytesPerSecond)),
                job.leftCell, Cell(job.reasonCodes),
            ])
        }
        return table.text(layout, whenEmpty: "no jobs")
    }
}
