// What an export leaves out on purpose, and how much of that the log bears out.

/// The filter of an export, as `log/filter.json` has it. It is not signed: it excuses a missing file no further than the log allows.
public struct ExportFilter: Codable, Sendable, Equatable {
    /// Only records about this serial.
    public var serial: String?
    /// Only records with this asset tag.
    public var assetTag: String?
    /// Only records signed since then, as a document writes times.
    public var since: String?
    /// Only records with this outcome.
    public var outcome: String?
    /// Numbers of the records that the station had and that did not meet the filter.
    public var leftOut: [Int]

    /// Takes every member as it is.
    public init(serial: String?, assetTag: String?, since: String?, outcome: String?, leftOut: [Int]) {
        self.serial = serial
        self.assetTag = assetTag
        self.since = since
        self.outcome = outcome
        self.leftOut = leftOut
    }

    /// Which of its values is none of the format; nil where time and outcome are.
    public var fault: String? {
        if since != nil, sinceTime == nil { return "since is no time of the form YYYY-MM-DDTHH:MM:SSZ" }
        return outcome != nil && outcome.flatMap(Outcome.init) == nil ? "outcome is a word that there is not" : nil
    }

    private var sinceTime: UTCTime? { since.flatMap(UTCTime.init) }

    /// Whether an entry can be one that did not meet the filter.
    ///
    /// An entry has no serial and no tag, so a filter by these explains every record. One by time or outcome is held against the log: entries
    /// stand in the order of their signing, and say whether they are failures. A notice is in every export: the record that it takes back may
    /// be in this one.
    /// - Parameter signedBefore: the latest signing among the documents at hand that stand before the entry.
    func explains(_ entry: LogEntry, signedBefore: UTCTime?) -> Bool {
        if entry.kind.isNotice { return false }
        if serial != nil || assetTag != nil { return true }
        if let sinceTime {
            let beyond = (signedBefore?.secondsSince1970 ?? 0) - sinceTime.secondsSince1970
            if beyond <= ArchiveAudit.clockToleranceSeconds { return true }
        }
        guard let outcome else { return false }
        return !(outcome.hasSameBytes(as: Outcome.notSanitized.rawValue) && entry.kind == .failure)
    }
}
