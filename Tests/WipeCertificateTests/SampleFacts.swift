// Goal: one honest job that the tests start from. Method: facts of an invented disk of 2,000 sectors; single facts are changed by the tests.

import FoundationEssentials
import WipeCertificate
import WipeIdentity

@testable import struct WipeCertificate.SigningKey

extension CertificateFacts {
    /// A magnetic disk, one random pass, read back whole, nothing to except: the one kind of job that ends `cleared`.
    static let sample = CertificateFacts(
        id: UUID(uuid: (0x01, 0x92, 0xF0, 0xC4, 0x6C, 0x1E, 0x7B, 0x8A, 0x9D, 0x55, 0x2F, 0x6F, 0x3A, 0x1C, 0x7E, 0x10)),
        record: 3, validFrom: .sample(7_200), simulation: false,
        station: Station(name: "Atelier d’essai, poste 1", organization: "Essai", location: "Montréal (Québec)"),
        asset: Asset(assetTag: "TEST-2026-000001", donorTag: "D-1", declaredBy: .intake),
        media: Media(
            vendor: "Example", model: "Disk 1", serial: "SER 1", serialSource: .ataIdentify, wwn: "0x5000c500b5d6e7f8", firmware: "1.0",
            mediaType: .magneticHDD, transport: .sata, bus: "pci:0000:00:17.0", rotationRateRpm: 7_200, logicalSectorBytes: 512,
            physicalSectorBytes: 4_096,
            sectors: 2_000, capacityBytes: 1_024_000, zoned: .none, bay: "A1", weakIdentity: false),
        policy: Policy(
            id: "clear-random", version: "1.0.0", digest: "sha256:" + String(repeating: "5f", count: 32),
            titleFrench: "Effacement simple, aléatoire", titleEnglish: "Single overwrite, random",
            claim: Claim(standard: "NIST SP 800-88r2", clause: "3.1.1", level: .clear), passes: 1, unwritableSectorsMax: 0),
        run: Run(
            startedAt: .sample(0), endedAt: .sample(7_100), durationSeconds: 7_100, passes: [.sample], unwritten: .none, mismatched: .none,
            unreadable: .none, interruptions: []),
        health: Health(
            reallocatedSectors: HealthCount(before: 0, after: 0), pendingSectors: HealthCount(before: 0, after: 0),
            uncorrectableSectors: HealthCount(before: 0, after: 0), temperatureCelsius: .init(before: 31, after: 38)),
        hiddenAreas: HiddenAreas(hpa: HiddenArea(.absent), dco: HiddenArea(.removed), amac: HiddenArea(.notSupported)),
        clock: Clock(source: .adjtimex, synchronised: true, jumps: [], bootIDs: ["5f0c6f6e-0000-4000-8000-000000000001"]),
        tool: Tool(
            name: "wiped", version: "0.1.0", buildDigest: "sha256:" + String(repeating: "ab", count: 32), operatingSystem: "Linux 6.18"),
        personnel: [Person(role: .sanitization, userName: "root", uid: 0, viaLogin: "tech-07")], end: .sanitized, reasons: [])

    /// A copy with changes.
    func with(_ change: (inout CertificateFacts) -> Void) -> CertificateFacts {
        var facts = self
        change(&facts)
        return facts
    }

    /// The same job on a larger disk: a small one may leave no sector as it was.
    mutating func grow(sectors: Int) {
        let bytes = sectors * (media.logicalSectorBytes ?? 0)
        media.sectors = sectors
        media.capacityBytes = bytes
        for index in run.passes.indices {
            run.passes[index].bytesWritten = bytes
            run.passes[index].verification?.bytesRead = bytes
        }
    }

    /// The document in the name of the test key.
    var built: CertificateDocument {
        Certificate.build(self, issuer: simulation ? TestKeys.simulation.publicKey : TestKeys.station.publicKey)
    }
}

extension CertificateFacts.Pattern {
    static let sample = CertificateFacts.Pattern.random(
        key: String(repeating: "9f", count: 32), initialCounter: String(repeating: "0", count: 32))
}

extension CertificateFacts.Pass {
    static let sample = CertificateFacts.Pass(
        number: 1, row: 1, work: .write(.sample),
        bytesWritten: 1_024_000, unwrittenSectors: 0, writeErrors: 0, retries: 0, flush: .ok, startedAt: .sample(0),
        endedAt: .sample(3_500), writeSeconds: 3_500, verification: .sample)
}

extension CertificateFacts.Verification {
    static let sample = CertificateFacts.Verification(
        coverage: .full, bytesRead: 1_024_000, mismatchedSectors: 0, unreadableSectors: 0, readErrors: 0,
        cacheBypass: .directIO, startedAt: .sample(3_501), endedAt: .sample(7_100), readSeconds: 3_599)
}

extension UTCTime {
    /// Seconds after 2026-11-22T14:00:00Z.
    static func sample(_ seconds: Int) -> UTCTime { UTCTime(secondsSince1970: 1_795_356_000 + seconds) }
}

/// Keys whose seeds everybody can read here; nobody may trust them.
enum TestKeys {
    static let station = make(7, .station)
    static let simulation = make(8, .simulation)

    private static func make(_ byte: UInt8, _ role: KeyRole) -> SigningKey {
        SigningKey(seed: [UInt8](repeating: byte, count: 32), role: role) ?? .ephemeral(role: role)
    }

    static let ring = KeyRing(entries: [
        KeyRing.Entry(key: station.publicKey, role: .station, validFrom: .sample(0), validUntil: nil),
        KeyRing.Entry(key: simulation.publicKey, role: .simulation, validFrom: .sample(0), validUntil: .sample(100_000)),
    ])
}

/// A step into a JSON value.
enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, CustomStringConvertible {
    case member(String)
    case item(Int)
    init(stringLiteral value: String) { self = .member(value) }
    init(integerLiteral value: Int) { self = .item(value) }
    var description: String {
        switch self {
        case .member(let name): name
        case .item(let index): String(index)
        }
    }
}

extension JSONValue {
    /// A copy in which the value at `path` was replaced, added, or (nil) removed.
    func setting(_ path: some Collection<Step>, to value: JSONValue?) -> JSONValue {
        guard let step = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        switch (self, step) {
        case (.object(var members), .member(let name)):
            let index = members.firstIndex { $0.name == name }
            if rest.isEmpty, value == nil { return .object(members.filter { $0.name != name }) }
            if let index {
                members[index].value = members[index].value.setting(rest, to: value)
            } else {
                members.append(JSONMember(name, JSONValue.object([]).setting(rest, to: value)))
            }
            return .object(members)
        case (.array(var items), .item(let index)) where items.indices.contains(index):
            if rest.isEmpty, value == nil { items.remove(at: index) } else { items[index] = items[index].setting(rest, to: value) }
            return .array(items)
        default: return self
        }
    }

    /// The paths of all values that are neither object nor array, and of empty ones.
    var leaves: [[Step]] {
        switch self {
        case .object(let members) where !members.isEmpty:
            members.flatMap { member in member.value.leaves.map { [.member(member.name)] + $0 } }
        case .array(let items) where !items.isEmpty: items.enumerated().flatMap { index, item in item.leaves.map { [.item(index)] + $0 } }
        default: [[]]
        }
    }
}

extension CertificateFacts.NvmeSpace {
    /// One namespace, nothing beside it but replay protected blocks.
    static let alone = CertificateFacts.NvmeSpace(activeNamespaces: 1, allocatedNamespaces: 1, unallocatedBytes: 0, rpmbBytes: 4 << 20)

    func with(_ change: (inout CertificateFacts.NvmeSpace) -> Void) -> CertificateFacts.NvmeSpace {
        var space = self
        change(&space)
        return space
    }
}
