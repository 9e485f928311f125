// All bays as a board that is read from a distance and on any terminal: who stands before it learns which drive is where and what to do. What tells
// drives apart is never cut before the rest: where a line does not hold everything, the rest goes below.

import WipeAPI
import WipeWords

/// The bays under a head with the clock, the counts and what is wrong.
struct Board: Sendable {
    var bays: BayList
    var status: StatusView

    /// Where a screen is too low for everything, every bay still stands on it (which drive, how it is, whether it may be pulled), and below them what
    /// there is to do, as far as there is room: what wants a person first, and what several bays want once.
    func text(_ layout: Layout) -> String {
        let head = head(layout)
        let whole = bays.text(layout)
        guard let rows = layout.rows, head.lineCount + whole.lineCount >= rows else { return head + whole }
        let brief = bays.brief(layout)
        // The last line of the screen stays free.
        let room = rows - 1 - head.lineCount - brief.lineCount
        return head + (room < 0 ? bays.byNeed.brief(layout) : brief + bays.errands(layout, room))
    }

    private func head(_ layout: Layout) -> String {
        let parts = [status.station, layout.clock(bays.at)].compactMap { $0 } + bays.counts(layout) + bays.totals(layout)
        let lines = SafeText.filled(parts.map { SafeText.escaped($0) }, separator: " · ", to: layout.columns ?? Cell.columnsMax)
        return lines.map { $0 + "\n" }.joined() + alarms(layout)
    }

    /// Alarms that are named; of more there is only the number.
    private static let alarmsShown = 3

    private func alarms(_ layout: Layout) -> String {
        let named = status.alarms.prefix(Self.alarmsShown).map { layout.sentence($0, of: [.alarm]) }
        let more = status.alarms.count - named.count
        let lines = named + (more > 0 ? [layout.count(more, "more alarm")] : [])
        let word = layout.say("kind-alarm") + layout.say("colon")
        return lines.flatMap { SafeText.wrapped(SafeText.escaped(word + $0), to: layout.columns ?? Cell.columnsMax) }
            .map { paint($0, .bad, layout) + "\n" }.joined()
    }
}

extension Layout {
    /// The hour of a moment, without its day.
    fileprivate func clock(_ at: String?) -> String? {
        guard let whole = time(at) else { return nil }
        let words = whole.split(separator: " ")
        return words.count == 3 ? words.dropFirst().joined(separator: " ") : whole
    }
}

extension BayList {
    /// The order in which tiles are counted: what wants a person first.
    private static let order = [
        "failed", "abandoned", "refused", "held", "stalled", "unresponsive", "pulled", "suspended", "stopping", "identifying", "admitted",
        "queued", "opening", "running", "verifying", "commanding", "certifying", "withdrawn", "sanitized", "empty",
    ]

    /// `failed: 1`, `wiping: 3`; each word once.
    fileprivate func counts(_ layout: Layout) -> [String] {
        let tiles = bays.map(\.tile)
        let known = Self.order + Set(tiles).subtracting(Self.order).sorted()
        var counted: [(word: String, number: Int)] = []
        for tile in known {
            let number = tiles.count { $0 == tile }
            guard number > 0 else { continue }
            let word = layout.word(tile, of: .tile)
            if let index = counted.firstIndex(where: { $0.word == word }) {
                counted[index].number += number
            } else {
                counted.append((word, number))
            }
        }
        // The number behind it: a word before a number has nothing to agree with.
        return counted.map { $0.word + layout.say("colon") + String($0.number) }
    }

    /// How fast all of them are together, and when the last of them ends.
    fileprivate func totals(_ layout: Layout) -> [String] {
        let running = bays.compactMap(\.job).filter { $0.state == JobStateWord.running.rawValue }
        guard !running.isEmpty else { return [] }
        let rates = running.compactMap(\.bytesPerSecond)
        let times = running.compactMap(\.etaSeconds)
        // One of which nobody knows when it ends may be the last.
        let isKnown = times.count == running.count
        return [
            rates.isEmpty ? nil : layout.quantity.rate(rates.reduce(0, +)),
            times.max().map { layout.say(isKnown ? "all-end-in" : "all-end-later", ["time": layout.quantity.timeLeft($0)]) },
        ].compactMap { $0 }
    }

    /// One line per bay where that holds everything; else what to do goes below it; on the narrowest terminals the drive too.
    func text(_ layout: Layout) -> String {
        guard !bays.isEmpty else { return safeLine(layout.say("no-bays")) }
        let table = table(layout)
        if table.fits(layout) { return table.text(layout, whenEmpty: "") }
        let columns = layout.columns ?? Cell.columnsMax
        return bays.map { $0.block(layout, columns) }.joined()
    }

    /// What wants a person first.
    fileprivate var byNeed: BayList {
        func rank(_ bay: BayView) -> Int { Self.order.firstIndex(of: bay.tile) ?? 0 }
        let sorted = bays.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        return BayList(bays: sorted.map(\.element), at: at)
    }

    /// What there is to do, in at most so many lines; the same said once for all bays that want it.
    fileprivate func errands(_ layout: Layout, _ room: Int) -> String {
        var said: [(bays: [String], what: String)] = []
        for bay in byNeed.bays where !Self.isBusy.contains(bay.tile) {
            let what = bay.nextText(layout)
            if what.isEmpty { continue }
            if let index = said.firstIndex(where: { $0.what == what }) {
                said[index].bays.append(bay.id)
            } else {
                said.append(([bay.id], what))
            }
        }
        var lines: [String] = []
        for one in said {
            let text = SafeText.escaped(one.bays.joined(separator: ", ") + layout.say("colon") + one.what)
            let more = SafeText.wrapped(text, to: layout.columns ?? Cell.columnsMax)
            guard lines.count + more.count <= room else { break }
            lines += more
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Nobody has to do anything about these.
    private static let isBusy: Set<String> = [
        "identifying", "admitted", "queued", "opening", "running", "verifying", "commanding", "stopping", "certifying", "empty",
    ]

    /// A line or two for each bay.
    fileprivate func brief(_ layout: Layout) -> String {
        bays.map { $0.head(layout, layout.columns ?? Cell.columnsMax, naming: true) }.joined()
    }

    fileprivate static let indent = 4

    private func table(_ layout: Layout) -> Table {
        let quantity = layout.quantity
        var table = Table(columns: [
            .init("BAY"), .init("STATE"), .init("SERIAL"), .init("ASSET TAG"), .init("MODEL", dropOrder: 1),
            .init("SIZE", right: true, dropOrder: 2), .init("PASS", dropOrder: 3), .init("DONE", right: true),
            .init("RATE", right: true, dropOrder: 4), .init("LEFT", right: true, dropOrder: 7),
            .init("TEMP", right: true, dropOrder: 5), .init("PULL"), .init("NEXT", isProse: true),
        ])
        for bay in bays {
            table.add([
                Cell(bay.id), bay.stateCell(layout), Cell(bay.serialText), Cell(bay.tagText), Cell(bay.media?.model),
                Cell(quantity.bytes(bay.media?.capacityBytes)), Cell(bay.job?.passText(layout)), Cell(bay.doneText(layout)),
                Cell(quantity.rate(bay.job?.bytesPerSecond)), Cell(quantity.timeLeft(bay.job?.etaSeconds)),
                Cell(quantity.temperature(bay.temperatureCelsius)), bay.pullCell(layout), Cell(prose: bay.nextText(layout)),
            ])
        }
        return table.withoutEmptyColumns
    }
}

extension BayView {
    /// Done, in per cent; of a wipe that failed that says nothing, and reads like success.
    fileprivate func doneText(_ layout: Layout) -> String {
        if let job, job.isClosed, !job.isSanitized { return Quantity.unknown }
        // Of its own erase only the drive knows.
        if let job, tile == "commanding" { return layout.quantity.percent(job.fraction, of: 65_536) }
        return layout.quantity.percent(job?.bytesDone, of: job?.bytesTotal)
    }

    /// The bay under itself, for a terminal on which no line holds it.
    fileprivate func block(_ layout: Layout, _ columns: Int) -> String {
        let indent = columns > 20 ? BayList.indent : 0
        let room = max(1, columns - indent)
        let drive = [serialText, tagText].compactMap { $0 }.map { SafeText.end(of: Cell($0).text, room) }
        let next = SafeText.wrapped(SafeText.escaped(nextText(layout)), to: room)
        let below = SafeText.filled(drive, separator: "  ", to: room) + next
        return head(layout, columns) + below.map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }

    /// The bay, its state, how far it is and whether it may be pulled.
    ///
    /// - Parameter naming: the drive too, in the place of how far it is.
    fileprivate func head(_ layout: Layout, _ columns: Int, naming: Bool = false) -> String {
        let state = stateCell(layout)
        let pulling = media == nil ? Quantity.unknown : layout.say("pull-head", ["answer": pullCell(layout).text])
        let way = [doneText(layout), layout.quantity.timeLeft(job?.etaSeconds)]
        let drive = [serialText, tagText].compactMap { $0 }.prefix(1).map { SafeText.end(of: Cell($0).text, columns) }
        let facts = ((naming ? drive : way) + [pulling]).filter { $0 != Quantity.unknown }
        return SafeText.filled([Cell(id).text, state.text] + facts, separator: "  ", to: columns).map {
            $0.replacing(state.text, with: paint(state.text, state.tone, layout), maxReplacements: 1) + "\n"
        }.joined()
    }
}

extension String {
    fileprivate var lineCount: Int { utf8.count { $0 == UInt8(ascii: "\n") } }
}
