// One bay as people read it: the word that counts, which drive it is, whether it may be pulled, and what to do next.

import WipeAPI
import WipeCore
import WipeWords

extension BayView {
    /// Its state in the fewest words, a code of the table of tiles.
    var tile: String {
        if unresponsive { return "unresponsive" }
        if job?.stalledSeconds != nil { return "stalled" }
        guard let job, shown.word == job.state else { return shown.word }
        return isPulled && job.state == JobStateWord.suspended.rawValue ? "pulled" : job.tile
    }

    /// Nothing is in it, and the wipe of what was in it is not over.
    var isPulled: Bool { media == nil && job != nil }

    /// What the bay shows: of the thing that is in it now, or was pulled out of it.
    func stateCell(_ layout: Layout) -> Cell {
        let word = layout.word(tile, of: .tile)
        if unresponsive { return Cell(word, tone: .bad) }
        if let silence = job?.silenceCell(layout) { return silence }
        return Cell(word + (isRevoked ? " (\(layout.say("revoked-loud")))" : ""), tone: shown.paint)
    }

    /// Whether the record of the job that is shown was taken back.
    private var isRevoked: Bool { shown.reasons.contains { $0.code == ShownView.revoked } }

    /// The serial of what is in it; of an empty bay that of the drive that was pulled last, and how many more there are.
    var serialText: String? {
        guard isPulled else { return media?.serial }
        let more = pulled.count > 1 ? " (+\(pulled.count - 1))" : ""
        return job?.media.serial.map { $0 + more }
    }

    var tagText: String? { isPulled ? job?.assetTag : assetTag }

    /// Whether it may be pulled: `yes`, `no`, `wait` for a moment, `-` where nobody can say.
    func pullCell(_ layout: Layout) -> Cell {
        switch (safeToPull, pull?.code) {
        case (true?, _): Cell(layout.say("yes"), tone: .good)
        case (false?, "spinning-down"): Cell(layout.say("wait"), tone: .waiting)
        case (false?, _): Cell(layout.say("no"))
        case (nil, _): Cell(nil)
        }
    }
}

// MARK: what to do next

extension BayView {
    /// Why it is so, what a person does about it, and where its record is: in words, for the one who stands before it.
    func nextText(_ layout: Layout) -> String {
        var parts = [whyText(layout), actText(layout), recordText(layout)].compactMap { $0 }
        if !isPulled, let away = pulled.first {
            parts.append(layout.say("also-pulled", ["drive": [away.serial, away.assetTag].compactMap { $0 }.joined(separator: " ")]))
        }
        return parts.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }.joined(separator: " → ")
    }

    /// Where what stands behind its word is worded.
    private var vocabularies: [Vocabulary] {
        let ofJob = job.flatMap { shown.word == $0.state ? $0.vocabularies : nil }
        return [.bay] + (ofJob ?? Vocabulary.ofDecisions)
    }

    /// What counts most first, for only that has room: what the drive has been through, then what it lacks, and that the bay waits for a start last.
    private var reasons: [ReasonView] {
        func rank(_ reason: ReasonView) -> Int {
            switch HoldCode(rawValue: reason.code) {
            case .failedBefore, .alreadyCertified, .cancelledBefore: 0
            case .assetTagMissing: 2
            case .waitingForStart, .presentAtStart: 3
            default: 1
            }
        }
        return (0...3).flatMap { wanted in shown.reasons.filter { rank($0) == wanted } }
    }

    private func whyText(_ layout: Layout) -> String? {
        if tile == "unresponsive" { return layout.word(tile, of: .state) }
        let sentences = reasons.map { layout.sentence($0, of: vocabularies) }
        let left = shown.word == job?.state ? job?.sectorsLeft(layout) : nil
        let why = [sentences.isEmpty ? nil : layout.first(of: sentences), left].compactMap { $0 }
        return why.isEmpty ? nil : why.joined(separator: layout.say("semicolon"))
    }

    private func actText(_ layout: Layout) -> String? {
        switch tile {
        case "stalled", "unresponsive": Vocabulary.alarm.wording("stalled")?.act?.text(layout.language)
        case "empty": nil
        case "sanitized" where shown.reasons.isEmpty:
            safeToPull == true ? layout.say("next-pull") : pull.map { layout.sentence($0, of: [.pull]) }
        case "running", "verifying": layout.say("next-leave")
        case "commanding": layout.say("next-leave-alone")
        case "identifying", "admitted", "queued", "opening", "stopping", "certifying": layout.say("next-wait")
        default: reasons.lazy.compactMap { layout.act($0, of: vocabularies) }.first
        }
    }

    /// Of a wipe that is over: the number of its record, and how to read it.
    private func recordText(_ layout: Layout) -> String? {
        guard let job, job.isClosed, shown.word == job.state, job.certificate != nil, let record = job.record else { return nil }
        return layout.say("next-record", ["record": String(record)])
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
