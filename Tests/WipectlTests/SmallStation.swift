// Goal: archives for the tests of those who check them. Method: a station that leaves nothing else, made with the certificate module's own tools.

import Crypto
import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import WipeCertificate
@testable import wipectl

/// A station that leaves nothing but an archive.
final class SmallStation {
    static let origin = "log.example/station-1"
    let folder: String
    var station = SigningKey.ephemeral(role: .station)
    var simulation = SigningKey.ephemeral(role: .simulation)
    var log = SigningKey.ephemeral(role: .log)
    private var entries: [[UInt8]] = []
    private(set) var heads: [SignedCheckpoint] = []
    private(set) var files: [String] = []
    /// In the past of every clock that runs these tests.
    static let start = 1_700_000_000

    init(records: Int, _ change: (SmallStation, inout CertificateFacts) -> Void = { _, _ in }) throws {
        folder = NSTemporaryDirectory() + "/audit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/certificates", withIntermediateDirectories: true)
        try write("keys.txt", Array(keys.utf8))
        heads = [try head()]
        for number in 1...records { try add(number) { change(self, &$0) } }
        try publish()
    }
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var keys: String {
        [station, simulation, log].map { "\($0.publicKey.did) \($0.role.rawValue) 2020-01-01 -\n" }.joined()
    }
    func path(_ name: String) -> String { folder + "/" + name }
    func write(_ name: String, _ bytes: [UInt8]) throws {
        let path = path(name)
        try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// A record of one hour of work that began `number` hours after the start, unless said otherwise.
    func facts(_ number: Int, serial: String? = nil, hours: Int? = nil) -> CertificateFacts {
        let began = Self.start + (hours ?? number) * 3_600
        func at(_ seconds: Int) -> UTCTime { UTCTime(secondsSince1970: began + seconds) }
        var facts = Samples.cleared
        facts.id = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 0xFF)))
        facts.record = number
        facts.validFrom = at(3_000)
        facts.asset.assetTag = "TAG-\(number)"
        facts.media.serial = serial ?? "SERIAL\(number)"
        facts.run.startedAt = at(0)
        facts.run.endedAt = at(2_900)
        facts.run.passes[0].startedAt = at(0)
        facts.run.passes[0].endedAt = at(1_000)
        facts.run.passes[0].verification?.startedAt = at(1_001)
        facts.run.passes[0].verification?.endedAt = at(2_900)
        facts.logAnchor = heads.last?.checkpoint.anchor
        return facts
    }

    func add(_ number: Int, _ change: (inout CertificateFacts) -> Void = { _ in }) throws {
        var facts = facts(number)
        change(&facts)
        let key = facts.simulation ? simulation : station
        let signed = try Certificate.sign(Certificate.build(facts, issuer: key.publicKey), with: key)
        try put(signed.fileName, signed.bytes, signed.logEntry)
    }

    /// A notice about the record in `files[index]`, signed by `key`, or changed before it is signed.
    func add(
        _ number: Int, about index: Int, revokes: Bool, key: SigningKey? = nil, at seconds: Int = 900_000,
        _ change: (inout NoticeFacts.Target) -> Void = { _ in }
    ) throws {
        let target = try NoticeFacts.Target(signed: Array(Data(contentsOf: URL(fileURLWithPath: path("certificates/" + files[index])))))
        var about = try #require(target)
        change(&about)
        let notice = NoticeFacts(
            id: UUID(), record: number, validFrom: UTCTime(secondsSince1970: Self.start + seconds), station: "s",
            subject: revokes ? .revocation(of: about) : .correction(of: about), reason: "test",
            statedBy: .init(userName: "lead", uid: 1), logAnchor: heads.last?.checkpoint.anchor)
        let signed = try notice.signed(with: key ?? (about.simulation ? simulation : station))
        try put(signed.fileName, signed.bytes, signed.logEntry)
    }

    /// Another key takes the place of the present one, `hours` after the start.
    func rotate(_ number: Int, _ role: KeyRole, hours: Int) throws {
        let next = SigningKey.ephemeral(role: role)
        let now = UTCTime(secondsSince1970: Self.start + hours * 3_600)
        let old = role == .station ? station : role == .simulation ? simulation : log
        let rotation = KeyRotation(
            role: role, retired: old.publicKey, retiredFrom: UTCTime(secondsSince1970: 0),
            retiredUntil: UTCTime(secondsSince1970: now.secondsSince1970 + 1), replacement: next.publicKey)
        let signed = try NoticeFacts(
            id: UUID(), record: number, validFrom: now, station: "s", subject: .keyRotation(rotation), reason: "test",
            statedBy: .init(userName: "lead", uid: 1), logAnchor: heads.last?.checkpoint.anchor
        ).signed(with: role == .simulation ? simulation : station)
        try put(signed.fileName, signed.bytes, signed.logEntry)
        switch role {
        case .station: station = next
        case .simulation: simulation = next
        case .log: log = next
        }
    }

    /// A document on the disk and in the log.
    func put(_ name: String, _ bytes: [UInt8], _ entry: [UInt8]) throws {
        try write("certificates/" + name, bytes)
        files.append(name)
        entries.append(entry)
        heads.append(try head())
    }

    private var grown: GrowingLog {
        get throws {
            var log = GrowingLog()
            for entry in entries { _ = try log.append(entry) }
            return log
        }
    }
    private func head() throws -> SignedCheckpoint {
        let log = try grown
        return try SignedCheckpoint(LogCheckpoint(origin: Self.origin, size: log.size, root: log.root), key: self.log)
    }

    /// Tiles, head and proofs.
    func publish() throws {
        try? FileManager.default.removeItem(atPath: path("log"))
        var log = GrowingLog()
        for entry in entries { for file in try log.append(entry) { try write("log/" + file.tile.path, file.bytes) } }
        for file in log.partialFiles { try write("log/" + file.tile.path, file.bytes) }
        let head = try head()
        try write("log/checkpoint", head.bytes)
        var tiles = TileReader(size: log.size) { [folder] in try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/log/" + $0))) }
        for (place, file) in files.enumerated() {
            let proof = LogProof(index: place, path: try tiles.inclusionProof(index: place), head: head)
            try write("certificates/" + PublishedName.ofProof(file), proof.bytes)
        }
    }

    /// Forgets the last records, as if they had never been.
    func truncate(to count: Int) {
        entries = Array(entries.prefix(count))
        files = Array(files.prefix(count))
        heads = Array(heads.prefix(count + 1))
    }

    // MARK: what an auditor does

    /// `wipectl audit` of the folder; the exit code is held against what was found.
    func audit(_ more: [String] = [], trust: Bool = true) async throws -> AuditReport {
        let line = ["--json", "audit", folder] + (trust ? ["--trust", path("keys.txt")] : []) + more
        let result = await wipectl(line, socket: "/none")
        let report = try JSONDecoder().decode(AuditReport.self, from: Data(result.out.utf8))
        #expect(
            more.contains("--require") || result.status == (report.findings.isEmpty ? report.outsideFilter == nil ? 0 : 4 : 1), "\(result)")
        return report
    }

    /// `wipectl certificate verify` of some records, by their places, or of the whole folder.
    func verify(_ indices: [Int]? = nil, _ more: [String] = []) async throws -> (status: Int32, report: VerifyReport, err: String) {
        let paths = indices?.map { path("certificates/" + files[$0]) } ?? [path("certificates")]
        let line = ["--json", "certificate", "verify", "--trust", path("keys.txt")] + more + paths
        let result = await wipectl(line, socket: "/none")
        return (result.status, try JSONDecoder().decode(VerifyReport.self, from: Data(result.out.utf8)), result.err)
    }
}

extension LogCheckpoint {
    /// What a record says of this head.
    var anchor: LogAnchor { LogAnchor(origin: origin, treeSize: size, rootHash: root.base64) }
}
