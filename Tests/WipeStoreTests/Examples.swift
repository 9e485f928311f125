// Values that the tests of this folder store, and a folder of their own for each test.

import Foundation
import Testing

@testable import WipeCore
@testable import WipeStore

func moment(_ seconds: Int64) -> Moment {
    Moment(wallMilliseconds: 1_790_000_000_000 + seconds * 1000, runningMilliseconds: seconds * 1000)
}

func exampleReport(serial: String? = "WD-WCC4N0000001", properties: [String: String] = [:], sequence: UInt64 = 7) -> ProbeReport {
    let identity = MediaIdentity(
        vendor: "WDC", model: "WD10EZEX", serial: serial, serialSource: .ataIdentify, wwn: "0x50014ee2b0000001",
        capacityBytes: 1_000_204_886_016)
    return ProbeReport(
        attachment: AttachmentID(name: "sdb", diskSequence: sequence), deviceMajor: 8, deviceMinor: 16, kind: .scsi, identity: identity,
        geometry: Geometry(capacityBytes: 1_000_204_886_016, logicalSectorBytes: 512, physicalSectorBytes: 4096), readOnly: false,
        mediaType: .magneticHDD, transport: .sata, usage: .free, properties: properties)
}

func exampleJob(
    _ id: JobID, report: ProbeReport = exampleReport(), state: JobState = .queued, tag: String? = nil, record: UInt64? = nil,
    at seconds: Int64 = 0
) -> WipeJob {
    var job = WipeJob(
        id: id, report: report, bay: "A1", attachment: report.attachment, assetTag: tag.map { AssetTag(tag: $0, source: .person) },
        policy: "clear-random", state: state, bootID: "boot", at: moment(seconds))
    job.record = record
    if record != nil { job.startedAt = moment(seconds) }
    return job
}

func exampleDocument(
    _ id: String, record: UInt64, job: JobID, kind: SignedDocument.Kind = .certificate, serial: String? = nil, tag: String? = nil,
    bytes: [UInt8] = Array("{}".utf8), at seconds: Int64 = 0
) -> SignedDocument {
    SignedDocument(
        id: id, record: record, job: job, kind: kind, outcome: kind == .certificate ? "cleared" : "not-sanitized", serial: serial,
        assetTag: tag,
        issuedAt: moment(seconds), fileName: "\(id).json", bytes: bytes, logEntry: Array("entry of \(id)".utf8),
        published: false)
}

func exampleAct(_ code: String, job: JobID? = nil, detail: String = "", at seconds: Int64 = 0) -> Act {
    Act(at: moment(seconds), actor: .station, code: code, job: job, serial: "S", node: "/dev/sdb", detail: detail)
}

/// A checkpoint with so many separate defects.
func exampleCheckpoint(defects: Int, offset: UInt64 = 1 << 40) -> Checkpoint {
    var pass = PassResult()
    for index in 0..<defects { pass.unwritten.insert(Extent(offset: UInt64(index) * 8192, length: 512)) }
    pass.bytesWritten = UInt64.max
    pass.flushed = true
    pass.writeStarted = moment(1)
    return Checkpoint(
        cursor: Cursor(pass: 0, phase: .verify, offset: offset), passes: [pass, PassResult()], bytesDone: offset, activeMilliseconds: 5)
}

extension Store {
    /// Takes a job to its end as the station does: running, its document, the document's file, closed.
    func close(_ job: WipeJob, _ ending: PastWipe.Ending, document id: String, at seconds: Int64) throws {
        var job = job
        let record = try #require(job.record)
        job.state = .running
        try append([.job(job)], at: moment(seconds))
        let document = exampleDocument(
            id, record: record, job: job.id, kind: ending == .sanitized ? .certificate : .failure, serial: job.identity.serial,
            tag: job.assetTag?.tag, at: seconds)
        let reason = Reason<EndCode>(.verdict(.mismatch), "read back different")
        switch ending {
        case .sanitized: job.state = .closed(.sanitized(document: id))
        case .failed: job.state = .closed(.failed(document: id, [reason]))
        case .abandoned: job.state = .closed(.abandoned(document: id, reason))
        }
        job.stateSince = moment(seconds)
        try append([.document(document)], at: moment(seconds))
        try append([.published(documentID: id), .job(job)], at: moment(seconds))
    }
}

/// A fresh folder that is gone after the test.
final class Folder {
    let path: String
    var database: String { path + "/wiped.sqlite" }

    init() throws {
        path = NSTemporaryDirectory() + "/wipestore-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What a power failure would leave: the files as they are on disk while the store is open.
    func copyAsAfterCrash() throws -> Folder {
        let copy = try Folder()
        for name in ["wiped.sqlite", "wiped.sqlite-wal"] where FileManager.default.fileExists(atPath: path + "/" + name) {
            try FileManager.default.copyItem(atPath: path + "/" + name, toPath: copy.path + "/" + name)
        }
        return copy
    }

    /// Writes nonsense over a page in the middle of the closed database.
    func damageMiddlePage() throws {
        let file = try #require(FileHandle(forUpdatingAtPath: database))
        let size = try file.seekToEnd()
        try file.seek(toOffset: size / 2 / 4096 * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
    }
}

/// The error that `body` throws; nil where it throws none.
func storeError(_ body: () throws -> Void) -> StoreError? {
    do {
        try body()
        return nil
    } catch { return error as? StoreError }
}

extension Store {
    /// The key that has this very tag, whatever else reads like it.
    func tagHolder(tag: String) throws -> TagKey? {
        let wanted = Array(AssetTagText.composed(tag).utf8)
        return try links(readingAs: tag).first { Array(AssetTagText.composed($0.assetTag.tag).utf8) == wanted }?.key
    }
}
