// Does an archive hold together? Its documents, its log, and heads of the log that somebody else has kept. Values only.

/// One thing that an audit found. Codes are stable, sentences are not.
public struct ArchiveFinding: Sendable, Equatable {
    /// Every code there is.
    public enum Code: String, Sendable, CaseIterable {
        case logMissing = "log-missing"
        case logDamaged = "log-damaged"
        case logTruncated = "log-truncated"
        case logForked = "log-forked"
        case checkpointUntrusted = "checkpoint-untrusted"
        case entryMalformed = "entry-malformed"
        case fileMissing = "file-missing"
        case fileNotLogged = "file-not-logged"
        case fileEdited = "file-edited"
        case fileTwice = "file-twice"
        case fileUnreadable = "file-unreadable"
        case recordInvalid = "record-invalid"
        case proofMissing = "proof-missing"
        case proofInvalid = "proof-invalid"
        case dateOutsideLog = "date-outside-log"
        case anchorMismatch = "anchor-mismatch"
        case recordNumberMissing = "record-number-missing"
        case recordNumberTwice = "record-number-twice"
        case mediaOverlap = "media-overlap"
        case serialShared = "serial-shared"
        case intakeWithoutRecord = "intake-without-record"
        case intakeRowRejected = "intake-row-rejected"
        case intakeTagConflict = "intake-tag-conflict"
    }
    /// What was found.
    public let code: Code
    /// The file or serial that it is about.
    public let subject: String
    /// For people; may contain text of the files, which is not to be trusted.
    public let message: String

    /// A finding about a file, an entry, a number or a serial.
    public init(_ code: Code, _ subject: String, _ message: String) {
        self.code = code
        self.subject = subject
        self.message = message
    }
}

/// A document of the archive, verified.
public struct ArchivedRecord: Sendable {
    /// Name of its file.
    public let file: String
    /// The answers about it.
    public let result: VerifyResult

    /// A verified document under its file's name.
    public init(file: String, result: VerifyResult) {
        self.file = file
        self.result = result
    }
}

/// A head of the log that came another way than the archive.
public struct ArchivedCheckpoint: Sendable {
    /// Name of its file.
    public let file: String
    /// What it says.
    public let head: SignedCheckpoint

    /// A head under its file's name.
    public init(file: String, head: SignedCheckpoint) {
        self.file = file
        self.head = head
    }
}

/// Compares the parts of an archive with one another (its media in `ArchiveAudit+Media.swift`). The work grows with the number of records, and a sort.
public struct ArchiveAudit: Sendable {
    /// The station notes a jump of its clock beyond this; a smaller disorder is no finding.
    static let clockToleranceSeconds = 60

    /// What was found, in the order log, records, numbers, dates, media, intake.
    public private(set) var findings: [ArchiveFinding] = []
    /// Entries without a document that the filter of the export explains, in the order of the log. No finding, and not checked either.
    public private(set) var outsideFilter: [LogEntry] = []
    private var places: [String: Int] = [:]

    /// - Parameters:
    ///   - log: the log of the archive; nil where it has none that can be read.
    ///   - records: every document of the archive.
    ///   - open: record numbers of jobs that are still open.
    ///   - checkpoints: heads that somebody has kept.
    ///   - trust: the keys that the reader trusts; without them integrity alone is judged.
    ///   - filter: what the export leaves out by its own word; nil for a whole one.
    ///   - intake: serials that were received; nil where no list was given.
    public init(
        log: LogReplay?, records: [ArchivedRecord], open: Set<Int>, checkpoints: [ArchivedCheckpoint], trust: KeyRing?,
        filter: ExportFilter? = nil, intake: [String]?
    ) {
        if let log { judge(log, checkpoints, trust) }
        judge(records, log, trust)
        if let log { judgeMissing(records, log, filter) }
        judgeNumbers(log?.entries.compactMap { $0?.record } ?? records.compactMap { $0.result.summary.entry?.record }, open)
        if let log { judgeDates(records, log) }
        judgeMedia(records)
        if let intake { judge(intake: intake, records) }
    }

    /// The log alone.
    public init(log: LogReplay, checkpoints: [ArchivedCheckpoint], trust: KeyRing?) { judge(log, checkpoints, trust) }

    // MARK: the log

    private mutating func judge(_ log: LogReplay, _ checkpoints: [ArchivedCheckpoint], _ trust: KeyRing?) {
        let head = log.head.checkpoint
        for damage in log.damage { add(.logDamaged, "log", damage) }
        if let trust, !Self.isTrusted(log.head, trust) {
            add(.checkpointUntrusted, "log/checkpoint", "the head of the log is not signed by a log key that you trust")
        }
        for kept in checkpoints {
            let old = kept.head.checkpoint
            if let trust, !Self.isTrusted(kept.head, trust) {
                add(.checkpointUntrusted, kept.file, "is not signed by a log key that you trust, and proves nothing")
            } else if !old.origin.hasSameBytes(as: head.origin) {
                add(.logForked, kept.file, "is a head of \(old.origin); the archive's log is \(head.origin)")
            } else if old.size > head.size {
                add(.logTruncated, kept.file, "has \(old.size) entries; the archive's log has \(head.size)")
            } else if log.roots[old.size] != old.root {
                add(.logForked, kept.file, "the archive's log had another root hash at \(old.size) entries")
            }
        }
        for (place, entry) in log.entries.enumerated() {
            guard let entry else {
                add(.entryMalformed, "entry \(place)", "is not an entry of this format")
                continue
            }
            if places.updateValue(place, forKey: entry.id) != nil {
                add(.entryMalformed, "entry \(place)", "\(entry.id) is in the log twice")
            }
        }
    }

    private static func isTrusted(_ head: SignedCheckpoint, _ trust: KeyRing) -> Bool {
        let origin = head.checkpoint.origin
        return trust.entries.contains { $0.signsLog(named: origin) && head.isSigned(by: LogKey(name: origin, key: $0.key)) == true }
    }

    // MARK: the records

    private mutating func judge(_ records: [ArchivedRecord], _ log: LogReplay?, _ trust: KeyRing?) {
        var seen: Set<String> = []
        for record in records {
            let held = record.result.problems.filter { !$0.code.isAboutTheLog }
            if !held.isEmpty {
                add(.recordInvalid, record.file, held.map { "\($0.code.rawValue): \($0.message)" }.joined(separator: "; "))
            }
            guard let log, let entry = record.result.summary.entry else {
                if log != nil { add(.fileNotLogged, record.file, "is not a document that a log could hold") }
                continue
            }
            if !seen.insert(entry.id).inserted { add(.fileTwice, record.file, "\(entry.id) is in another file too") }
            guard let place = places[entry.id] else {
                add(.fileNotLogged, record.file, "is not in the log: it was smuggled in, or the log is another one")
                continue
            }
            if log.entries[place] != entry {
                add(.fileEdited, record.file, "is not what was logged as entry \(place)")
            }
            judgeProof(record, trust)
            judgeAnchor(record, at: place, log)
        }
    }

    /// Entries without a document: deleted, or left out by the filter of the export where the log allows that.
    private mutating func judgeMissing(_ records: [ArchivedRecord], _ log: LogReplay, _ filter: ExportFilter?) {
        let leftOut = Set(filter?.leftOut ?? [])
        let signed = Dictionary(
            records.compactMap { record in record.result.summary.entry.map { ($0.id, record.result.summary.validFrom) } },
            uniquingKeysWith: { first, _ in first })
        var signedBefore: UTCTime?
        for (place, entry) in log.entries.enumerated() {
            guard let entry else { continue }
            if let time = signed[entry.id] {
                signedBefore = [signedBefore, time].compactMap { $0 }.max()
            } else if let filter, leftOut.contains(entry.record), filter.explains(entry, signedBefore: signedBefore) {
                outsideFilter.append(entry)
            } else {
                let why = leftOut.contains(entry.record) ? ", and the filter of this export does not explain it" : ""
                add(.fileMissing, entry.id, "\(entry.kind.rawValue), record \(entry.record), entry \(place): its file is gone" + why)
            }
        }
    }

    private mutating func judgeProof(_ record: ArchivedRecord, _ trust: KeyRing?) {
        switch record.result.log {
        case .included: break
        case .noProof: add(.proofMissing, record.file, "there is no .tlog-proof beside it")
        case .notIncluded:
            let why = record.result.problems.filter(\.code.isAboutTheLog).map(\.message).joined(separator: "; ")
            add(.proofInvalid, record.file, why)
        case .untrustedLog:
            if trust != nil { add(.proofInvalid, record.file, "the head in its proof is not signed by a log key that you trust") }
        }
    }

    private mutating func judgeAnchor(_ record: ArchivedRecord, at place: Int, _ log: LogReplay) {
        guard let anchor = record.result.summary.anchor else { return }
        if anchor.treeSize > place {
            add(.dateOutsideLog, record.file, "names a head of \(anchor.treeSize) entries as older, and is entry \(place) itself")
        } else if !anchor.origin.hasSameBytes(as: log.head.checkpoint.origin) || log.roots[anchor.treeSize]?.base64 != anchor.rootHash {
            add(.anchorMismatch, record.file, "was made under another log: its head of \(anchor.treeSize) entries is not one of this log")
        }
    }

    // MARK: numbers, dates, media, intake

    /// Numbers count without a gap from 1. Gaps are named as ranges: a number may be as large as anybody likes.
    private mutating func judgeNumbers(_ numbers: [Int], _ open: Set<Int>) {
        var last = 0
        let closed = Set(numbers)
        for number in (numbers + open.filter { $0 > 0 && !closed.contains($0) }).sorted() {
            if number == last { add(.recordNumberTwice, "record \(number)", "two documents have this number") }
            if number > last + 1 {
                let range = number == last + 2 ? "record \(last + 1)" : "records \(last + 1) to \(number - 1)"
                add(.recordNumberMissing, range, "no document and no open job has the number")
            }
            last = number
        }
    }

    /// A job that names a head began after every record under that head was signed.
    private mutating func judgeDates(_ records: [ArchivedRecord], _ log: LogReplay) {
        var signed = [UTCTime?](repeating: nil, count: log.entries.count)
        for record in records {
            guard let id = record.result.id, let place = places[id] else { continue }
            signed[place] = record.result.summary.validFrom
        }
        var latest: [UTCTime] = [UTCTime(secondsSince1970: 0)]
        for time in signed { latest.append(max(latest[latest.count - 1], time ?? latest[latest.count - 1])) }
        for record in records {
            let summary = record.result.summary
            guard let size = summary.anchor?.treeSize, size < latest.count, let began = summary.startedAt,
                latest[size].secondsSince1970 - began.secondsSince1970 > Self.clockToleranceSeconds
            else { continue }
            add(
                .dateOutsideLog, record.file,
                "says that it began at \(began), under a head that has a record of \(latest[size]): one of the two dates is wrong")
        }
    }

    mutating func add(_ code: ArchiveFinding.Code, _ subject: String, _ message: String) {
        findings.append(ArchiveFinding(code, subject, message))
    }
}
