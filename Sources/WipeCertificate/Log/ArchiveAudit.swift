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
        case dateOutOfOrder = "date-out-of-order"
        case dateAgainstKeptHead = "date-against-kept-head"
        case dateInFuture = "date-in-future"
        case anchorMismatch = "anchor-mismatch"
        case anchorMissing = "anchor-missing"
        case anchorOutdated = "anchor-outdated"
        case noticeUntrusted = "notice-untrusted"
        case noticeMismatch = "notice-mismatch"
        case noticeUnreadable = "notice-unreadable"
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
    /// What the notices of the archive say of it.
    public let notices: NoticeBoard.Answer

    /// A verified document under its file's name.
    public init(file: String, result: VerifyResult, notices: NoticeBoard.Answer = .init()) {
        self.file = file
        self.result = result
        self.notices = notices
    }

    /// Whether it counts, and as what.
    public var standing: Standing { Standing(result, notices) }
}

/// A head of the log that came another way than the archive.
public struct ArchivedCheckpoint: Sendable {
    /// Name of its file.
    public let file: String
    /// What it says.
    public let head: SignedCheckpoint
    /// The first and the last second in which it may have been kept; nil where nobody says.
    public let keptOn: ClosedRange<UTCTime>?

    /// A head under its file's name.
    public init(file: String, head: SignedCheckpoint, keptOn: ClosedRange<UTCTime>? = nil) {
        self.file = file
        self.head = head
        self.keptOn = keptOn
    }
}

/// By what an archive is judged.
public struct AuditTerms: Sendable {
    /// The keys that the reader trusts; without them integrity alone is judged.
    public var trust: KeyRing?
    /// The logs that the reader trusts, in the place of the log keys among `trust`.
    public var policy: LogPolicy?
    /// The reader's clock; without it no date lies in the future.
    public var now: UTCTime?

    /// Takes every term as it is.
    public init(trust: KeyRing?, policy: LogPolicy? = nil, now: UTCTime? = nil) {
        self.trust = trust
        self.policy = policy
        self.now = now
    }
}

/// Compares the parts of an archive with one another: its records here, its log, dates, media and the list of what was received in files of
/// their own. The work grows with the number of records, and a sort.
public struct ArchiveAudit: Sendable {
    /// The station notes a jump of its clock beyond this; a smaller disorder is no finding.
    static let clockToleranceSeconds = 60
    /// Dates may run against the order of the log by this: a record bears the time at which its run ended, and may wait for its signature.
    static let orderToleranceSeconds = 3_600

    /// What was found, in the order log, records, numbers, dates, media, intake.
    public private(set) var findings: [ArchiveFinding] = []
    /// What is worth a word and no finding.
    public internal(set) var notes: [String] = []
    /// Entries without a document that the filter of the export explains, in the order of the log. No finding, and not checked either.
    public private(set) var outsideFilter: [LogEntry] = []
    /// Where each document stands in the log, by its id.
    var places: [String: Int] = [:]
    /// Files whose date has its finding already: one cause is one finding.
    var misdated: Set<String> = []
    let terms: AuditTerms

    /// - Parameters:
    ///   - log: the log of the archive; nil where it has none that can be read.
    ///   - records: every document of the archive.
    ///   - open: record numbers of jobs that are still open.
    ///   - checkpoints: heads that somebody has kept.
    ///   - filter: what the export leaves out by its own word; nil for a whole one.
    ///   - intake: serials that were received; nil where no list was given.
    public init(
        log: LogReplay?, records: [ArchivedRecord], open: Set<Int>, checkpoints: [ArchivedCheckpoint], terms: AuditTerms,
        filter: ExportFilter? = nil, intake: [String]?
    ) {
        self.terms = terms
        let log = log?.restored(by: records.compactMap(\.result.summary.entry))
        if let log { judge(log, checkpoints) }
        let records = withoutCopies(records, log)
        judge(records, log)
        if let log { judgeMissing(records, log, filter) }
        judgeNumbers(numbers(records, log, filter), open)
        judgeDates(records, log, checkpoints)
        judgeMedia(records)
        if let intake { judge(intake: intake, records) }
    }

    /// The log alone.
    public init(log: LogReplay, checkpoints: [ArchivedCheckpoint], terms: AuditTerms) {
        self.terms = terms
        judge(log, checkpoints)
    }

    // MARK: the records

    /// Each document once. A second file of it is one finding, whatever else a copy would seem to be: a drive in two wipes, a number that was given
    /// twice. The file that the log knows stays, then the one with the shorter name.
    private mutating func withoutCopies(_ records: [ArchivedRecord], _ log: LogReplay?) -> [ArchivedRecord] {
        func isLogged(_ record: ArchivedRecord) -> Bool {
            guard let entry = record.result.summary.entry, let log, let place = places[entry.id] else { return false }
            return log.entries[place] == entry
        }
        var firsts: [String: ArchivedRecord] = [:]
        for record in records {
            guard let id = record.result.summary.entry?.id else { continue }
            guard let other = firsts[id] else {
                firsts[id] = record
                continue
            }
            let (old, new) = ((isLogged(other) ? 0 : 1, other.file.utf8.count), (isLogged(record) ? 0 : 1, record.file.utf8.count))
            if new < old { firsts[id] = record }
        }
        return records.filter { record in
            guard let entry = record.result.summary.entry, let first = firsts[entry.id], first.file != record.file else { return true }
            if first.result.summary.entry == entry {
                add(.fileTwice, record.file, "is a copy of \(first.file), and counts once")
            } else {
                add(.fileEdited, record.file, "says that it is \(entry.id), and is not what \(first.file) is")
            }
            return false
        }
    }

    /// Numbers that are told of: by the log, by records where it cannot be read to its end, by an export's own list of what it leaves out.
    private func numbers(_ records: [ArchivedRecord], _ log: LogReplay?, _ filter: ExportFilter?) -> [Int] {
        let logged = log?.entries.compactMap { $0?.record } ?? []
        guard log?.isComplete != true else { return logged }
        let others = records.compactMap(\.result.summary.entry).filter { places[$0.id] == nil }.map(\.record)
        let told = Set(logged + others)
        return logged + others + (filter?.leftOut ?? []).filter { !told.contains($0) }
    }

    private mutating func judge(_ records: [ArchivedRecord], _ log: LogReplay?) {
        for record in records {
            let held = record.result.problems.filter { !$0.code.isAboutTheLog }
            if !held.isEmpty {
                add(.recordInvalid, record.file, held.map { "\($0.code.rawValue): \($0.message)" }.joined(separator: "; "))
            }
            judgeNotices(record)
            guard let log, let entry = record.result.summary.entry else {
                if log != nil { add(.fileNotLogged, record.file, "is not a document that a log could hold") }
                continue
            }
            guard let place = places[entry.id] else {
                // It may stand in the part of the log that cannot be read, which is a finding of its own.
                guard log.isComplete else {
                    judgeProof(record)
                    continue
                }
                add(.fileNotLogged, record.file, "is not in the log: it was smuggled in, or the log is another one")
                continue
            }
            guard log.entries[place] == entry else {
                // What is not what was signed has its finding; neither the log nor a proof can have it then.
                if record.result.signature == .valid { add(.fileEdited, record.file, "is not what was logged as entry \(place)") }
                continue
            }
            judgeProof(record, head: log.head)
            judgeAnchor(record, at: place, log)
        }
    }

    private mutating func judgeNotices(_ record: ArchivedRecord) {
        for problem in record.notices.problems {
            switch problem.code {
            case .noticeUntrusted, .noticeDoubtful: add(.noticeUntrusted, record.file, problem.message)
            case .noticeMismatch: add(.noticeMismatch, record.file, problem.message)
            case .noticeUnreadable: add(.noticeUnreadable, record.file, problem.message)
            default: break  // a revocation that holds is no fault of the archive: it is counted and named
            }
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

    /// - Parameter head: of the log in which the record stands; what is wrong with that or with the record's own anchor is said there, once.
    private mutating func judgeProof(_ record: ArchivedRecord, head: SignedCheckpoint? = nil) {
        switch record.result.log {
        case .included: break
        case .noProof: add(.proofMissing, record.file, "there is no .tlog-proof beside it")
        case .notIncluded:
            let against = record.result.problems.filter(\.code.isAboutTheLog)
            if head != nil, against.allSatisfy({ $0.code == .logAnchorMisplaced }) { return }
            add(.proofInvalid, record.file, against.map(\.message).joined(separator: "; "))
        case .untrustedLog:
            if terms.trust != nil || terms.policy != nil, head.map({ isTrusted($0) != false }) ?? true {
                add(.proofInvalid, record.file, "the head in its proof is not signed by a log key that you trust")
            }
        }
    }

    private mutating func judgeAnchor(_ record: ArchivedRecord, at place: Int, _ log: LogReplay) {
        guard let anchor = record.result.summary.anchor, log.isComplete || anchor.treeSize <= log.entries.count else { return }
        if anchor.treeSize > place {
            misdated.insert(record.file)
            add(.dateOutsideLog, record.file, "names a head of \(anchor.treeSize) entries as older, and is entry \(place) itself")
        } else if !anchor.origin.hasSameBytes(as: log.head.checkpoint.origin) || log.roots[anchor.treeSize]?.base64 != anchor.rootHash {
            add(.anchorMismatch, record.file, "was made under another log: its head of \(anchor.treeSize) entries is not one of this log")
        }
    }

    // MARK: numbers

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

    mutating func add(_ code: ArchiveFinding.Code, _ subject: String, _ message: String) {
        findings.append(ArchiveFinding(code, subject, message))
    }
}
