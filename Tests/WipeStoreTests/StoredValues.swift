// Every value that a database may hold, once for each case: what `Golden/stored-values` was written from, and what it must be read back as.
// Made by hand and not from the other tests' examples: what a row of an old version says does not change when an example does.

import Foundation

@testable import WipeCore
@testable import WipeStore

/// One value under a name, with its type forgotten.
struct StoredValue: Sendable {
    let name: String
    /// As the store writes it today.
    let encoded: @Sendable () throws -> String
    /// Whether a line of a golden file holds this very value.
    let isValue: @Sendable (_ line: String) throws -> Bool

    init<Value: Codable & Hashable & Sendable>(_ name: String, _ value: Value) {
        self.name = name
        encoded = { try JSONColumn().text(value) }
        isValue = { try JSONColumn.value(GoldenLine<Value>.self, $0).value == value }
    }
}

/// A line of a golden file.
struct GoldenLine<Value: Decodable>: Decodable {
    var name: String
    var value: Value
}

/// The name alone.
struct GoldenName: Decodable { var name: String }

enum StoredValues {
    /// By the name of the golden file.
    static let files: [String: [StoredValue]] = [
        "WipeJob": jobs, "Checkpoint": checkpoints, "AttachmentRecord": attachments, "DriveSighting": sightings, "TagLink": tags,
        "IntakeRecord": imports,
        "SignedDocument": documents,
        "Act": acts, "Capabilities": capabilities,
        "Reason": reasons,
        "Conclusion": conclusions, "cases": cases, "words": words,
    ]

    static func moment(_ seconds: Int64, synchronised: Bool? = nil) -> Moment {
        Moment(wallMilliseconds: 1_790_000_000_000 + seconds * 1000, runningMilliseconds: seconds * 1000, isSynchronised: synchronised)
    }

    static let key = StreamKey((0..<32).map { UInt8($0) })
    static let geometry = Geometry(capacityBytes: 1 << 20, logicalSectorBytes: 512, physicalSectorBytes: 4096)
    static let technician = Actor(uid: 1001, user: "luc", group: "wipe", role: .technician)
    static let lead = Actor(uid: 0, user: "root", viaRoot: "marie", group: "root", role: .lead)

    /// Each under its word, in the first vocabulary that has it: older versions had one for all.
    static let reasons: [StoredValue] =
        reasons(RefusalCode.allCases) + reasons(HoldCode.allCases) + reasons(WaitCode.allCases) + reasons(EndCode.allCases)
        + reasons([HaltCode.paused, .shutdown, .daemonRestarted])

    private static func reasons<Code: StableCode>(_ codes: [Code]) -> [StoredValue] {
        codes.map { StoredValue($0.rawValue, Reason($0, "sentence about \($0.rawValue)")) }
    }

    // MARK: media

    /// Everything that a probe may find is there.
    static let fullReport = ProbeReport(
        attachment: AttachmentID(name: "sdb", diskSequence: 7), deviceMajor: 8, deviceMinor: 16, kind: .scsi,
        identity: MediaIdentity(
            vendor: "WDC", model: "WD10EZEX", serial: "WD-WCC4N0000001", serialSource: .ataIdentify, wwn: "0x50014ee2b0000001",
            capacityBytes: 1 << 20),
        geometry: geometry, readOnly: false, mediaType: .magneticHDD, transport: .sata, rotationRateRPM: 7200, firmware: "80.00A80",
        zoned: ZoneModel.none, locked: false, bus: "pci:0000:00:17.0",
        contents: [
            Content(kind: .partitionTable, type: "gpt", offsetBytes: 0),
            Content(
                kind: .filesystem, type: "ext4", label: "données", uuid: "5d0a", node: "sdb1", offsetBytes: 4096, sizeBytes: 8192,
                group: "g"),
        ],
        contentsProblem: "the last MiB could not be read", usage: .known([Use(.mounted, node: "sdb1", detail: "/srv")]),
        health: Health(
            reallocatedSectors: 1, pendingSectors: 2, uncorrectableSectors: 3, percentageUsed: 4, temperatureCelsius: 31,
            unreadable: "in part"),
        hpa: .absent, dco: .notSupported, amac: .unknown, properties: ["ID_PATH": "pci-0000:00:17.0-ata-1.0", "ID_BUS": "ata"])

    /// Nothing that may be missing is there.
    static let bareReport = ProbeReport(
        attachment: AttachmentID(name: "sdc", diskSequence: 8), deviceMajor: 8, deviceMinor: 32, kind: .scsi,
        identity: MediaIdentity(vendor: nil, model: nil, serial: nil, serialSource: .unknown, wwn: nil, capacityBytes: 0), geometry: nil,
        readOnly: nil, mediaType: .unknown, transport: nil, usage: .unknown(why: "no mount table"), properties: [:])

    static let attachments: [StoredValue] =
        [
            StoredValue("as-it-came", attachment(nil)),
            StoredValue("ended-withdrawn", attachment(.init(job: "job-1", ending: nil))),
        ] + AttachmentRecord.Twin.allCases.map { StoredValue("twin-\($0.rawValue)", twin($0)) }
        + PastWipe.Ending.all.map { StoredValue("ended-\($0.rawValue)", attachment(.init(job: "job-1", ending: $0))) }

    private static func twin(_ twin: AttachmentRecord.Twin) -> AttachmentRecord {
        var record = attachment(nil)
        (record.twin, record.capacityBytes, record.identityChanged) = (twin, 512, true)
        return record
    }

    static func attachment(_ ended: AttachmentRecord.EndedJob?) -> AttachmentRecord {
        AttachmentRecord(
            bootID: "boot-1", attachment: AttachmentID(name: "nvme0n1", diskSequence: .max), mediaKey: "V\u{1F}M\u{1F}S\u{1F}\u{1F}512",
            presentAtStart: ended == nil, wasRefused: ended != nil, endedJob: ended)
    }

    static let sightings: [StoredValue] = [
        StoredValue("free", DriveSighting(identity: fullReport.identity, properties: ["ID_PATH": "pci-0000:00:17.0-ata-1.0"])),
        StoredValue("in-use", DriveSighting(identity: bareReport.identity, properties: [:], wasInUse: true)),
        StoredValue("twins", twins),
    ]

    private static var twins: DriveSighting {
        var row = DriveSighting(identity: fullReport.identity, properties: [:])
        row.identity.isListedAsWeak = true
        row.isOfTwins = true
        return row
    }

    static let tags = [
        StoredValue("person", TagLink(key: .serial("WD-WCC4N0000001"), assetTag: AssetTag(tag: "OPEQ-2026-000001", source: .person))),
        StoredValue(
            "intake",
            TagLink(
                key: .serial("WD-WCC4N0000002"),
                assetTag: AssetTag(tag: "Poste-Gaspé/1", source: .intake, donorTag: "D-1", donor: "École", hostSerial: "PC-77"))),
        StoredValue(
            "confirmed",
            TagLink(key: .serial("WD-WCC4N0000003"), assetTag: AssetTag(tag: "T-3", source: .intake, isConfirmed: true))),
        StoredValue(
            "weak-identity", TagLink(key: .attachment(bootID: "boot-1", diskSequence: 7), assetTag: AssetTag(tag: "T 2", source: .person))),
    ]

    // MARK: records and journal

    private static let outcomes: [(name: String, kind: SignedDocument.Kind, outcome: String)] = [
        ("certificate", .certificate, "cleared"), ("exceptions", .certificate, "cleared-with-exceptions"),
        ("failure", .failure, "not-sanitized"), ("correction", .correction, "correction"), ("revocation", .revocation, "revocation"),
        ("key", .key, "key"),
    ]

    static let documents: [StoredValue] = outcomes.map { name, kind, outcome in
        StoredValue(
            name,
            SignedDocument(
                id: "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e11", record: 5, job: kind == .key ? nil : "job-1", kind: kind, outcome: outcome,
                serial: kind == .key ? nil : "WD-WCC4N0000001", assetTag: kind == .key ? nil : "OPEQ-2026-000001",
                issuedAt: moment(9, synchronised: true), fileName: "OPEQ-2026-000001_5.json", bytes: [], published: false))
    }

    static let acts = [
        StoredValue("station", Act(at: moment(1), actor: .station, code: "shutdown")),
        StoredValue(
            "technician",
            Act(
                at: moment(2, synchronised: true), actor: technician, code: "tag", job: "job-1", serial: "WD-WCC4N0000001",
                node: "/dev/sdb",
                detail: "OPEQ-2026-000001; settled tag-in-use with ZN1ABCDE")),
        StoredValue("lead-through-root", Act(at: moment(3, synchronised: false), actor: lead, code: "cancel", job: "job-1")),
        StoredValue("viewer", Act(at: moment(4), actor: Actor(uid: 1002, user: "eve", group: "users", role: .viewer), code: "refused")),
    ]

    static let imports: [StoredValue] = [
        StoredValue(
            "named", IntakeRecord(number: 1, at: moment(5), actor: technician, list: "réception mai.csv", rows: 412, settled: 0)),
        StoredValue("nameless", IntakeRecord(number: 27, at: moment(6), actor: lead, list: nil, rows: 3, settled: 2)),
    ]

    // MARK: words

    /// Words that stand alone in a stored value.
    static let words: [StoredValue] =
        named("MediaType", MediaType.allCases) + named("MediaGroup", MediaGroup.allCases) + named("SerialSource", SerialSource.allCases)
        + named("Use.Kind", Use.Kind.allCases) + named("PolicyStatus", PolicyStatus.allCases) + named("VerifySpec", VerifySpec.allCases)
        + named("Role", Role.allCases) + moreWords

    private static let moreWords: [StoredValue] =
        named("Content.Kind", [Content.Kind.partitionTable, .partition, .filesystem, .raid, .crypto, .other])
        + named("HiddenAreaState", [HiddenAreaState.absent, .notSupported, .removed, .presentNotAddressed, .unknown])
        + named("AssetTag.Source", [AssetTag.Source.person, .intake]) + named("Cursor.Phase", [Cursor.Phase.write, .verify])
        + named("ResumeRule", [ResumeRule.continue, .restart])
        + named("SignedDocument.Kind", [SignedDocument.Kind.certificate, .failure, .correction, .revocation, .key])
        + named("PastWipe.Ending", PastWipe.Ending.all) + firmwareWords

    static func named<Word: RawRepresentable & Codable & Hashable & Sendable>(_ type: String, _ words: [Word]) -> [StoredValue]
    where Word.RawValue == String {
        words.map { StoredValue("\(type) \($0.rawValue)", $0) }
    }
}

extension PastWipe.Ending {
    static let all: [PastWipe.Ending] = [.sanitized, .failed, .abandoned]
}
