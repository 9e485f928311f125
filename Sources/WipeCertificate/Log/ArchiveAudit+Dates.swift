// Do the dates of the records fit the order of the log, the heads that they name, and the heads that somebody has kept? A date is what the
// station says; the order of the log is what it cannot change any more.

extension ArchiveAudit {
    /// A document at its place in the log, with its date.
    private struct Dated {
        let file: String
        let place: Int
        let date: UTCTime
        let jumpSeconds: Int
    }

    mutating func judgeDates(_ records: [ArchivedRecord], _ log: LogReplay?, _ checkpoints: [ArchivedCheckpoint]) {
        if let now = terms.now { judgeFuture(records, now) }
        guard let log else { return }
        let dated = dated(records, log)
        judgeStarts(records, log, dated)
        judgeKeptHeads(checkpoints, log, dated)
        let inOrder = Self.inOrder(dated)
        judgeOrder(dated, inOrder)
        judgeAnchors(records, log, inOrder.map { dated[$0] })
        for head in [(log.head, "log/checkpoint", true)] + checkpoints.map({ ($0.head, $0.file, false) }) {
            let newest = dated.prefix { $0.place < head.0.checkpoint.size }.map(\.date).max()
            judgeRetired(head.0, head.1, newest: newest, isPresent: head.2)
        }
    }

    /// Documents that are what was logged and that nothing stands against, in the order of the log, each once. Other dates are nobody's word.
    private func dated(_ records: [ArchivedRecord], _ log: LogReplay) -> [Dated] {
        var found: [Int: Dated] = [:]
        for record in records {
            let result = record.result
            guard let entry = result.summary.entry, let place = places[entry.id], log.entries[place] == entry,
                let date = result.summary.validFrom, result.signature == .valid,
                result.problems.allSatisfy({ $0.code.isAboutTheLog || $0.code == .simulation || $0.code == .dateInFuture })
            else { continue }
            found[place] = Dated(file: record.file, place: place, date: date, jumpSeconds: result.summary.clockJumpSeconds)
        }
        return found.values.sorted { $0.place < $1.place }
    }

    private mutating func judgeFuture(_ records: [ArchivedRecord], _ now: UTCTime) {
        for record in records {
            guard let date = [record.result.summary.validFrom, record.result.created].compactMap({ $0 }).max(),
                date.secondsSince1970 - now.secondsSince1970 > Self.orderToleranceSeconds
            else { continue }
            misdated.insert(record.file)
            add(.dateInFuture, record.file, "is dated \(date), and it is \(now) now")
        }
    }

    /// A job that names a head began after every record under that head was signed.
    private mutating func judgeStarts(_ records: [ArchivedRecord], _ log: LogReplay, _ dated: [Dated]) {
        var latest = [UTCTime](repeating: UTCTime(secondsSince1970: 0), count: log.entries.count + 1)
        for one in dated { latest[one.place + 1] = one.date }
        for size in latest.indices.dropFirst() { latest[size] = max(latest[size], latest[size - 1]) }
        for record in records {
            let summary = record.result.summary
            guard let size = summary.anchor?.treeSize, size < latest.count, let began = summary.startedAt,
                latest[size].secondsSince1970 - began.secondsSince1970 > Self.clockToleranceSeconds + summary.clockJumpSeconds,
                misdated.insert(record.file).inserted
            else { continue }
            add(
                .dateOutsideLog, record.file,
                "says that it began at \(began), under a head that has a record of \(latest[size]): one of the two dates is wrong")
        }
    }

    /// What stands behind a head was signed after that head was kept, and what stands under it before.
    private mutating func judgeKeptHeads(_ checkpoints: [ArchivedCheckpoint], _ log: LogReplay, _ dated: [Dated]) {
        for kept in checkpoints {
            // Another log's head orders nothing here; that it is another log's has its own finding.
            guard let keptOn = kept.keptOn, log.roots[kept.head.checkpoint.size] == kept.head.checkpoint.root else { continue }
            for one in dated where !misdated.contains(one.file) {
                let tolerance = Self.orderToleranceSeconds
                if one.place >= kept.head.checkpoint.size,
                    keptOn.lowerBound.secondsSince1970 - one.date.secondsSince1970 > tolerance
                {
                    misdated.insert(one.file)
                    add(
                        .dateAgainstKeptHead, one.file,
                        "is dated \(one.date) and stands behind the head of \(kept.file), which was kept on \(keptOn.lowerBound): it was not there then"
                    )
                } else if one.place < kept.head.checkpoint.size,
                    one.date.secondsSince1970 - keptOn.upperBound.secondsSince1970 > tolerance
                {
                    misdated.insert(one.file)
                    add(
                        .dateAgainstKeptHead, one.file,
                        "is dated \(one.date) and stands under the head of \(kept.file), which was kept on \(keptOn.upperBound): it was there before"
                    )
                }
            }
        }
    }

    /// The places in `dated` of the most documents whose dates run in order; of several such choices the one with the earlier documents.
    private static func inOrder(_ dated: [Dated]) -> [Int] {
        // From the last to the first: the longest row that never rises, each ending with the latest date that it can have.
        var ends: [Int] = []
        var next = [Int?](repeating: nil, count: dated.count)
        for index in dated.indices.reversed() {
            var low = 0
            var high = ends.count
            while low < high {
                let middle = (low + high) / 2
                if dated[ends[middle]].date >= dated[index].date { low = middle + 1 } else { high = middle }
            }
            next[index] = low == 0 ? nil : ends[low - 1]
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var row: [Int] = []
        var place = ends.last
        while let index = place {
            row.append(index)
            place = next[index]
        }
        return row
    }

    /// Dates run with the order of the log. Those that stand out of the longest row that does are the wrong ones, one finding each.
    private mutating func judgeOrder(_ dated: [Dated], _ inOrder: [Int]) {
        var before: Dated?
        var rest = inOrder[...]
        for (index, one) in dated.enumerated() {
            if rest.first == index {
                before = one
                rest = rest.dropFirst()
                continue
            }
            let after = rest.first.map { dated[$0] }
            func gap(_ early: Dated?, _ late: Dated?) -> Int {
                guard let early, let late else { return 0 }
                return early.date.secondsSince1970 - late.date.secondsSince1970 - early.jumpSeconds - late.jumpSeconds
            }
            guard max(gap(before, one), gap(one, after)) > Self.orderToleranceSeconds, misdated.insert(one.file).inserted else { continue }
            let other = gap(before, one) > Self.orderToleranceSeconds ? before : after
            let where_ = other?.place ?? 0 < one.place ? "before" : "behind"
            add(
                .dateOutOfOrder, one.file,
                "is dated \(one.date) as entry \(one.place) of the log, and \(other?.file ?? "another") of \(other?.date ?? one.date) stands \(where_) it"
            )
        }
    }

    /// A job takes its number and the newest head at the same moment: who has the higher number has no older head. And whoever began after a
    /// record was signed names a head that has it.
    private mutating func judgeAnchors(_ records: [ArchivedRecord], _ log: LogReplay, _ inOrder: [Dated]) {
        var named: (size: Int, file: String)?
        let numbered = records.filter { record in
            record.result.summary.entry.map { places[$0.id].map { log.entries[$0] } == record.result.summary.entry } ?? false
        }.sorted { ($0.result.summary.entry?.record ?? 0, $0.file) < ($1.result.summary.entry?.record ?? 0, $1.file) }
        for record in numbered {
            let summary = record.result.summary
            guard let place = summary.entry.flatMap({ places[$0.id] }) else { continue }
            let size = summary.anchor?.treeSize
            // The first notice after a history was lost names no head: there is none of the new one yet.
            if size == nil, summary.rotation?.role == .log { continue }
            // An anchor that cannot be true has a finding of its own, and is nothing to measure others by.
            if let size, size > place || log.roots[size]?.base64 != summary.anchor?.rootHash { continue }
            let began = summary.startedAt?.secondsSince1970 ?? Int.max
            let signed = misdated.contains(record.file) ? 0 : Self.count(inOrder, signedBefore: began - Self.orderToleranceSeconds)
            if let known = named, size ?? -1 < known.size {
                missing(record, size, "\(known.file) has a lower number and names a head of \(known.size) entries")
            } else if signed > size ?? 0 || signed > 0 && size == nil {
                missing(record, size, "\(signed) entries were in the log when it began")
            }
            if let size, size >= named?.size ?? 0 { named = (size, record.file) }
        }
    }

    /// How many entries the log had at the least when everything that was signed before a moment was in it.
    private static func count(_ inOrder: [Dated], signedBefore seconds: Int) -> Int {
        var low = 0
        var high = inOrder.count
        while low < high {
            let middle = (low + high) / 2
            if inOrder[middle].date.secondsSince1970 < seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 0 : inOrder[low - 1].place + 1
    }

    private mutating func missing(_ record: ArchivedRecord, _ size: Int?, _ why: String) {
        if let size {
            add(.anchorOutdated, record.file, "names a head of \(size) entries as the newest; \(why)")
        } else {
            add(.anchorMissing, record.file, "names no head of the log; \(why)")
        }
    }
}
