// Goal: what each kind of drive hides, or may hide, comes onto its record with the exception that it asks for, its own sectors and the reason why
// nothing is known. Method: the recorded drives of the device tests, as they are read there, through the certifier of the station.

import Foundation
import Testing

@testable import WipeCertificate
@testable import WipeCore
@testable import WipeStation

@Suite struct HiddenAreaRecordTests {
    /// One kind of drive: what it said, and what its record must say of it.
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        /// Folder of `Fixtures/firmware`; nil for a drive that no command goes to.
        var drive: String?
        var unasked: WipeCore.HiddenAreaReason?
        var media: WipeCore.MediaType
        var transport: WipeCore.Transport
        var areas: [String]
        var exceptions: [String]
        var outcome: String
        /// Techniques that it offers beside the overwrite.
        var offers: [String] = []
        var testDescription: String { name }
    }

    private static let flash = "flash-overprovisioning-not-addressed"
    private static let unknown = "hidden-areas-unknown"
    private static let present = "hidden-areas-not-addressed"
    private static let none = ["not-supported", "not-supported", "not-supported"]
    private static let partly = "cleared-with-exceptions"

    static let rows: [Row] = [
        Row(
            name: "SATA disk without such areas", drive: "qemu-ahci", media: .magneticHDD, transport: .sata, areas: none, exceptions: [],
            outcome: "cleared"),
        Row(
            name: "SATA disk whose areas are empty", drive: "hand-hdd-clean", media: .magneticHDD, transport: .sata,
            areas: ["absent 1000215216", "absent 1000215216", "not-supported"], exceptions: [], outcome: "cleared",
            offers: ["security-erase", "security-erase-enhanced"]),
        Row(
            name: "SATA disk with HPA", drive: "hand-hdd-hpa", media: .magneticHDD, transport: .sata,
            areas: ["present-not-addressed 1004409520", "absent 1004409520", "not-supported"], exceptions: [present], outcome: partly,
            offers: ["security-erase", "security-erase-enhanced"]),
        Row(
            name: "SATA disk with DCO", drive: "hand-hdd-dco", media: .magneticHDD, transport: .sata,
            areas: ["absent 1000215216", "present-not-addressed 1004409520", "not-supported"], exceptions: [present], outcome: partly),
        Row(
            name: "frozen SATA disk", drive: "hand-hdd-frozen", media: .magneticHDD, transport: .sata,
            areas: ["unknown aborted", "unknown frozen", "not-supported"], exceptions: [unknown], outcome: partly,
            offers: ["security-erase", "security-erase-enhanced"]),
        Row(
            name: "SATA disk of which the kernel says another size", drive: "hand-kernel-disagrees", media: .magneticHDD, transport: .sata,
            areas: ["unknown 1000215216 kernel-disagrees", "unknown kernel-disagrees", "unknown kernel-disagrees"], exceptions: [unknown],
            outcome: partly),
        Row(
            name: "SSD", drive: "hand-ssd-clean", media: .flashSSD, transport: .sata,
            areas: ["not-supported", "not-supported", "absent 1000215216"], exceptions: [flash], outcome: partly,
            offers: ["sanitize-block", "sanitize-crypto", "security-erase", "security-erase-enhanced"]),
        Row(
            name: "NVMe drive of one namespace", drive: "qemu-nvme", media: .flashSSD, transport: .nvme, areas: none, exceptions: [flash],
            outcome: partly, offers: ["format-user"]),
        Row(
            name: "NVMe drive of two namespaces", drive: "qemu-nvme-two", media: .flashSSD, transport: .nvme, areas: none,
            exceptions: [flash, present], outcome: partly, offers: ["format-user"]),
        Row(
            name: "SAS disk", drive: "tcmu-sas-idle", media: .magneticHDD, transport: .sas,
            areas: ["unknown limit-not-asked", "not-supported", "not-supported"], exceptions: [unknown], outcome: partly,
            offers: ["sanitize-block", "sanitize-crypto", "sanitize-overwrite"]),
        Row(
            name: "drive behind a USB bridge", drive: "qemu-usb", media: .unknown, transport: .usb,
            areas: ["unknown behind-a-bridge", "unknown behind-a-bridge", "unknown behind-a-bridge"], exceptions: [flash, unknown],
            outcome: partly),
        Row(
            name: "SD card", unasked: .notDirect, media: .flashRemovable, transport: .mmc,
            areas: ["unknown not-direct", "unknown not-direct", "unknown not-direct"], exceptions: [flash, unknown], outcome: partly),
        Row(
            name: "disk that nobody could ask", media: .magneticHDD, transport: .sata,
            areas: ["unknown not-asked", "unknown not-asked", "unknown not-asked"], exceptions: [unknown], outcome: partly),
        Row(
            name: "disk that was in no time asked", unasked: .noTime, media: .magneticHDD, transport: .sata,
            areas: ["unknown no-time", "unknown no-time", "unknown no-time"], exceptions: [unknown], outcome: partly),
    ]

    private static let folder = #filePath.replacing(
        "SimulationTests/HiddenAreaRecordTests.swift", with: "WipeDeviceTests/Fixtures/firmware/")

    /// As the device tests read it, with the size that the kernel gives it.
    private static func told(_ row: Row) throws -> (Capabilities?, capacityBytes: UInt64) {
        guard let drive = row.drive else {
            let told = row.unasked.map { Capabilities(unasked: .notDirect, hidden: $0, media: row.media, capacityBytes: 1 << 26) }
            return (told, 1 << 26)
        }
        let known = try String(contentsOfFile: folder + drive + "/answers.txt", encoding: .utf8).split(separator: "\n")
            .first { $0.hasPrefix("drive ") }?.split(separator: " ")
        let size = try #require(known?.last.flatMap { UInt64($0) })
        let text = try Data(contentsOf: URL(fileURLWithPath: folder + drive + "/expected.json"))
        return (try JSONDecoder().decode(Capabilities.self, from: text), size)
    }

    private static func report(_ row: Row) throws -> ProbeReport {
        let (told, size) = try told(row)
        var report = ProbeReport(
            attachment: AttachmentID(name: "sdb", diskSequence: 7), deviceMajor: 8, deviceMinor: 16, kind: .scsi,
            identity: MediaIdentity(
                vendor: "Maker", model: "Model", serial: "ZN1ABCDE",
                serialSource: row.transport == .nvme ? .nvmeIdentify : row.transport == .mmc ? .mmcCID : .ataIdentify, wwn: nil,
                capacityBytes: size),
            geometry: Geometry(capacityBytes: size, logicalSectorBytes: 512, physicalSectorBytes: 4096), readOnly: false,
            mediaType: row.media, transport: row.transport, usage: .free,
            health: Health(reallocatedSectors: 0, pendingSectors: 0, uncorrectableSectors: 0), properties: [:])
        if let told { report.take(told) }
        return report
    }

    @Test(arguments: rows) func theRecordSaysWhatTheDriveHides(_ row: Row) throws {
        let subject = try Self.subject(of: Self.report(row))
        #expect(subject["outcome"] == .string(row.outcome) && subject["reasons"] == [], "\(subject["honestyProblems"] ?? .null)")
        #expect(subject["exceptions"]?.items?.compactMap(\.text) == row.exceptions)
        let areas = ["hpa", "dco", "amac"].map { name in
            let area = subject.at("hiddenAreas", name)
            return [area?["state"]?.text, area?["nativeSectors"]?.int.map(String.init), area?["reason"]?.text].compactMap { $0 }
                .joined(separator: " ")
        }
        #expect(areas == row.areas)
        #expect((subject.at("hiddenAreas", "nvme") != nil) == (row.transport == .nvme))
        let told = try Self.told(row).0
        #expect((told?.techniques ?? []).filter { $0.isOffered == true }.map(\.technique.rawValue).dropFirst() == row.offers[...])
    }

    /// A reason without its word in the record would be left out of it in silence.
    @Test func everyReasonOfTheStationIsAWordOfTheRecord() {
        #expect(WipeCore.HiddenAreaReason.allCases.map(\.rawValue) == WipeCertificate.HiddenAreaReason.words)
    }

    /// Numbers in other sectors than the drive's would contradict the rest of the record: they are left out, the state stays.
    @Test func aDriveThatCountsInOtherSectorsGivesNone() throws {
        var row = try #require(Self.rows.first { $0.drive == "hand-hdd-hpa" })
        row.exceptions = [Self.present]
        var report = try Self.report(row)
        report.geometry = Geometry(capacityBytes: report.identity.capacityBytes, logicalSectorBytes: 4096, physicalSectorBytes: 4096)
        let subject = try Self.subject(of: report)
        #expect(subject.at("hiddenAreas", "hpa") == ["state": "present-not-addressed"] && subject["outcome"] == .string(Self.partly))
        #expect(subject.at("hiddenAreas", "dco") == ["state": "absent"])
    }

    /// One random pass, read back whole.
    private static func subject(of report: ProbeReport) throws -> JSONValue {
        let policy = Policy(
            id: "one", version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64), title: Title(fr: "Un", en: "One"),
            status: .current, claim: Claim(standard: "NIST SP 800-88r2", clause: "3.1.1", level: .clear), media: [.flash, .magnetic],
            passes: [PassSpec(write: .random, verify: .full)])
        let geometry = try #require(report.geometry)
        let key = try #require(StreamKey([UInt8](repeating: 3, count: 32)))
        let plan = WipePlan(
            policy: policy, geometry: geometry, passes: [Pass(number: 1, pattern: .random(key), coverage: .full)], orderSeed: nil)
        var result = PassResult()
        result.bytesWritten = geometry.capacityBytes
        result.flushed = true
        result.bytesVerified = geometry.capacityBytes
        result.writeStarted = CertifierTests.moment(10)
        result.writeEnded = CertifierTests.moment(40)
        result.verifyStarted = CertifierTests.moment(40)
        result.verifyEnded = CertifierTests.moment(60)
        var job = WipeJob(
            id: "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e10", report: report, bay: "A1", attachment: report.attachment, assetTag: nil,
            policy: "one", state: .queued, bootID: "boot-1", at: CertifierTests.moment(0))
        _ = try job.apply(.slotGranted(plan), at: CertifierTests.moment(1), newID: { "" })
        _ = try job.apply(.opened(record: 5, bootID: "boot-1"), at: CertifierTests.moment(2), newID: { "" })
        let wiped = WipeReport(plan: plan, passes: [result], end: .finished, activeMilliseconds: 50_000)
        _ = try job.apply(
            .finished(wiped, verdict: .sanitized, report.health), at: CertifierTests.moment(70),
            newID: { "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e11" })
        let document = try CertifierTests.certifier().certify(job, try CertifierTests.conclusion(of: job)).document
        return try #require(try JSONParser.parse(document.bytes)["credentialSubject"])
    }
}
