// Are the records about the media that they name? The same comparison as the station's, over the signed facts.

import WipeIdentity

extension ArchiveAudit {
    /// A record about a drive with a serial.
    private struct Told {
        let file: String
        let media: MediaIdentity
        let isSerialShared: Bool
        let from: UTCTime?
        let until: UTCTime?
    }

    mutating func judgeMedia(_ records: [ArchivedRecord]) {
        var bySerial: [String: [Told]] = [:]
        var seen: Set<String> = []
        for record in records {
            let summary = record.result.summary
            // A copy of a record is no second wipe: that it is there twice has its own finding.
            if let entry = summary.entry, !seen.insert(entry.digest).inserted { continue }
            // One that says itself that its serial is weak claims nothing by it; unless its text is one that could be believed.
            guard let media = summary.media, let serial = media.canonicalSerial, !summary.isWeak || media.serialCredibility == .credible
            else { continue }
            bySerial[serial, default: []].append(
                Told(
                    file: record.file, media: media, isSerialShared: summary.isSerialShared, from: summary.startedAt,
                    until: summary.endedAt))
        }
        let void = SeenBefore.voidWWNs(among: bySerial.values.flatMap { $0.map(\.media) })
        for (serial, list) in bySerial.sorted(by: { $0.key < $1.key }) where list.count > 1 {
            judgeOverlap(list, void)
            judgeSharing(serial, list, void)
        }
    }

    /// One drive cannot be wiped twice at the same time.
    private mutating func judgeOverlap(_ list: [Told], _ void: Set<String>) {
        var spans: [(told: Told, from: UTCTime, until: UTCTime)] = []
        for told in list {
            if let from = told.from, let until = told.until { spans.append((told, from, until)) }
        }
        spans.sort { ($0.from, $0.told.file) < ($1.from, $1.told.file) }
        var open: [(told: Told, from: UTCTime, until: UTCTime)] = []
        for span in spans {
            open.removeAll { $0.until <= span.from }
            if let other = open.first(where: { $0.told.media.likeness(to: span.told.media, voidWWNs: void).isOneForAudit }) {
                add(.mediaOverlap, span.told.file, "its media was at the same time in the wipe of \(other.told.file)")
            }
            open.append(span)
        }
    }

    /// One serial on several things: the records speak of several drives under one name. One finding for each serial.
    private mutating func judgeSharing(_ serial: String, _ list: [Told], _ void: Set<String>) {
        let list = list.sorted { $0.file < $1.file }
        var told = differing(list, void)
        // Twins to the last fact differ in nothing that is signed: that there were two, the records of either say.
        if told.isEmpty, list.contains(where: \.isSerialShared) { told = list }
        guard !told.isEmpty else { return }
        let named = told.map { "\($0.file) (\($0.media.shownFacts))" }
        add(.serialShared, serial, "is on records of several things: \(named.joined(separator: ", "))")
    }

    /// One record of each set of facts, where one serial is on things that differ; else none.
    private func differing(_ list: [Told], _ void: Set<String>) -> [Told] {
        var kinds: [Told] = []
        for told in list where !kinds.contains(where: { $0.media == told.media }) { kinds.append(told) }
        guard let first = kinds.first else { return [] }
        let others = kinds.dropFirst().filter { told in
            kinds.contains { $0.media.likeness(to: told.media, voidWWNs: void).isSharedSerial }
        }
        return others.isEmpty ? [] : [first] + others
    }

    /// The one form in which serials of lists and of records are compared.
    public static func formOfSerial(_ serial: String) -> String { CanonicalForm.serial(serial) }

    /// A received serial is covered by a valid record of a real drive that nobody has taken back, and by nothing else.
    mutating func judge(intake: [String], _ records: [ArchivedRecord]) {
        var covered: Set<String> = []
        var others: [String: Set<Standing>] = [:]
        for record in records {
            guard let serial = record.result.serial.map(CanonicalForm.serial) else { continue }
            let standing = record.standing
            if standing.isOfARealDrive { covered.insert(serial) } else { others[serial, default: []].insert(standing) }
        }
        for serial in intake where !covered.contains(CanonicalForm.serial(serial)) {
            let what = others[CanonicalForm.serial(serial)].map { standings in
                standings.map(\.ofARecord).sorted().joined(separator: " or ")
            }
            add(
                .intakeWithoutRecord, serial,
                "was received, and " + (what.map { "the record about it is " + $0 } ?? "no record is about it"))
        }
    }
}

extension Standing {
    fileprivate var ofARecord: String {
        switch self {
        case .simulation: "a simulation"
        case .revoked: "revoked"
        default: "not valid"
        }
    }
}

extension MediaIdentity {
    fileprivate var shownFacts: String {
        [vendor, model, wwn, "\(capacityBytes) bytes"].compactMap { $0 }.joined(separator: " ")
    }
}
