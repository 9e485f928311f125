// What the tests ask a station and what they wait for. Every wait has a deadline and ends with the daemon's log where it fails.

import Foundation
import WipeAPI

/// The parts of a signed record that the tests look at.
struct SignedRecord: Decodable {
    struct Subject: Decodable {
        var simulation: Bool?
        var record: Int
        var outcome: String
        var reasons: [String]
        var exceptions: [String]
        var asset: Asset
        var sanitization: Sanitization
    }
    struct Asset: Decodable { var assetTag: String? }
    struct Sanitization: Decodable {
        var ended: String
        var passes: [Pass]
        var unwrittenSectors: Int
        var unwrittenRanges: [[Int]]
        var mismatchedSectors: Int
        var mismatchedRanges: [[Int]]
        var unreadableRanges: [[Int]]
        var interruptions: [Interruption]
        var custody: Custody
    }
    struct Custody: Decodable {
        struct Break: Decodable {
            var phase: String
            var reason: String
        }
        var breaks: [Break]
        var endedAt: String?
    }
    struct Pass: Decodable {
        var pattern: String
        var key: String?
        var bytesWritten: Int
        var retries: Int
        var writeErrors: Int
    }
    struct Interruption: Decodable {
        var at: String
        var reason: String
        var resumedAt: String?
    }
    var credentialSubject: Subject
    var sanitization: Sanitization { credentialSubject.sanitization }
}

extension StationUnderTest {
    /// Waits until something is so; fails with what was waited for, the queue and the daemon's log.
    func until(_ what: String, seconds: Double = 20, _ condition: () throws -> Bool) throws {
        if try eventually(seconds: seconds, condition) { return }
        let queue = (try? wipectl("queue", "--all").output) ?? ""
        let media = (try? wipectl("media").output) ?? ""
        throw Shortfall("not within \(seconds) s: \(what)\n\(queue)\(media)\(log.suffix(4000))")
    }

    // MARK: media

    /// The drive as the station sees it now; nil where it does not.
    func media(_ drive: BenchDrive) throws -> MediaView? {
        try json(MediaList.self, "media").media.first { $0.node == drive.node }
    }

    /// Codes of the decision about a drive, `[]` while there is none.
    func codes(_ drive: BenchDrive) throws -> [String] { try media(drive)?.decision.reasons.map(\.code) ?? [] }

    /// Waits for a verdict with just these reasons, in any order.
    func awaitVerdict(_ drive: BenchDrive, _ verdict: String, _ reasons: [String], seconds: Double = 10) throws {
        var seen: DecisionView?
        let found = try eventually(seconds: seconds) {
            seen = try media(drive)?.decision
            return seen?.verdict == verdict && Set(seen?.reasons.map(\.code) ?? []) == Set(reasons)
        }
        if found { return }
        let shown = seen.map { "\($0.verdict) \($0.reasons.map { "\($0.code): \($0.message)" })" } ?? "not there"
        throw Shortfall("\(drive.serial): expected \(verdict) \(reasons), is \(shown)\n\(log.suffix(4000))")
    }

    // MARK: jobs

    /// All jobs of a drive, open and closed, newest first; withdrawn ones too.
    func jobs(_ drive: BenchDrive) throws -> [JobView] {
        try allJobs().filter { $0.media.serial == drive.serial }.sorted { $0.id > $1.id }
    }

    /// All jobs, open and closed; withdrawn ones too.
    func allJobs() throws -> [JobView] {
        try json(JobList.self, "queue", "--all").jobs + json(JobList.self, "queue", "--state", "withdrawn").jobs
    }

    /// Waits until the newest job of a drive is in one of these states and meets the condition.
    @discardableResult
    func awaitJob(
        _ drive: BenchDrive, _ states: String..., seconds: Double = 20, where condition: (JobView) -> Bool = { _ in true }
    ) throws -> JobView {
        var seen: JobView?
        try until("\(drive.serial) \(states.joined(separator: " or "))", seconds: seconds) {
            seen = try jobs(drive).first
            return seen.map { states.contains($0.state) && condition($0) } ?? false
        }
        guard let seen else { throw Shortfall("\(drive.serial) has no job") }
        return seen
    }

    /// Waits until a wipe runs and has written this much.
    @discardableResult
    func awaitProgress(_ drive: BenchDrive, bytes: Int = 2 << 20) throws -> JobView {
        try awaitJob(drive, "running") { $0.bytesDone ?? 0 >= bytes }
    }

    /// Links an asset tag that no other drive has.
    @discardableResult
    func tag(_ drive: BenchDrive) throws -> String {
        let tag = "OPEQ-" + drive.serial
        let result = try wipectl("tag", drive.node, tag)
        guard result.exit == 0 else { throw Shortfall("tag \(drive.serial): \(result.errors)") }
        return tag
    }

    /// Waits until the station has identified the drive, then links a tag; in a bay that wipes on arrival that starts it.
    func tagWhenIdentified(_ drive: BenchDrive) throws {
        try until("\(drive.serial) identified") { try media(drive).map { $0.decision.verdict != "identifying" } ?? false }
        try tag(drive)
    }

    /// `start` with the right confirmation.
    func startConfirmed(_ drive: BenchDrive, _ more: String...) throws {
        let result = try wipectl(["start", drive.node, "--confirm", drive.serial] + more)
        guard result.exit == 0 else { throw Shortfall("start \(drive.serial): exit \(result.exit) \(result.errors)\(result.output)") }
    }

    // MARK: records

    /// File of a closed job's record.
    func recordFile(_ job: JobView) throws -> String {
        let list = try json(CertificateList.self, "certificate", "list").certificates
        guard let record = list.first(where: { $0.id == job.certificate }) else {
            throw Shortfall("job \(job.id) has no record in the list")
        }
        return folder + "/state/certificates/" + record.fileName
    }

    func record(_ job: JobView) throws -> SignedRecord {
        try JSONDecoder().decode(SignedRecord.self, from: Data(contentsOf: URL(fileURLWithPath: recordFile(job))))
    }

    /// Writes the keys file of the station and gives its path.
    func keysFile() throws -> String {
        let result = try wipectl("key", "show", "--trust")
        guard result.exit == 0 else { throw Shortfall("key show --trust: \(result.errors)") }
        try Data(result.output.utf8).write(to: URL(fileURLWithPath: folder + "/keys.txt"))
        return folder + "/keys.txt"
    }

    /// Whether the medium is what the record's last pass says: the stream of its key, or zeros.
    func isPattern(of record: SignedRecord, _ drive: BenchDrive) throws -> Bool {
        guard let last = record.sanitization.passes.last else { return false }
        guard let key = last.key else { return try last.pattern == "zeros" && drive.isAllZero() }
        return try drive.isStream(key: key, folder: folder)
    }

    /// Whether a record verifies offline under the station's own keys.
    func verifies(_ job: JobView) throws -> Bool {
        try wipectl("certificate", "verify", recordFile(job), "--trust", keysFile(), "--allow-simulation").exit == 0
    }
}
