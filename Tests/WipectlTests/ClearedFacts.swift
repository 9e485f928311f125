// Goal: one honest job that tests of archives start from. Method: facts of an invented disk of 2,000 sectors.

import FoundationEssentials
import WipeCertificate
import WipeIdentity

extension Samples {
    private static let noDefects = CertificateFacts.Defects(sectors: 0, ranges: [])
    private static let none = CertificateFacts.HealthCount(before: 0, after: 0)

    /// A magnetic disk, one random pass, read back whole. Identity, number and times are for the test to set.
    static var cleared: CertificateFacts {
        CertificateFacts(
            id: UUID(), record: 1, validFrom: UTCTime(secondsSince1970: 0), simulation: false,
            station: .init(name: "Atelier d’essai"), asset: .init(assetTag: "TAG"),
            media: .init(
                vendor: "Example", model: "Disk 1", serial: "SERIAL", serialSource: .ataIdentify, wwn: nil, firmware: "1.0",
                mediaType: .magneticHDD, transport: .sata, rotationRateRpm: 7_200, logicalSectorBytes: 512, physicalSectorBytes: 4_096,
                sectors: 2_000, capacityBytes: 1_024_000, zoned: .none, bay: "A1", weakIdentity: false),
            policy: .init(
                id: "clear-random", version: "1.0.0", digest: "sha256:" + String(repeating: "5f", count: 32), titleFrench: "Effacement",
                titleEnglish: "Overwrite", claim: .init(standard: "NIST SP 800-88r2", clause: "3.1.1", level: .clear), passes: 1,
                unwritableSectorsMax: 0),
            run: .init(
                startedAt: nil, endedAt: nil, durationSeconds: 2_900,
                passes: [
                    .init(
                        number: 1, row: 1,
                        work: .write(.random(key: String(repeating: "9f", count: 32), initialCounter: String(repeating: "0", count: 32))),
                        bytesWritten: 1_024_000, unwrittenSectors: 0, writeErrors: 0, retries: 0, flush: .ok, startedAt: nil, endedAt: nil,
                        writeSeconds: nil,
                        verification: .init(
                            coverage: .full, bytesRead: 1_024_000, mismatchedSectors: 0, unreadableSectors: 0, readErrors: 0,
                            cacheBypass: .directIO,
                            startedAt: nil, endedAt: nil, readSeconds: nil))
                ], unwritten: noDefects, mismatched: noDefects, unreadable: noDefects, interruptions: []),
            health: .init(reallocatedSectors: none, pendingSectors: none, uncorrectableSectors: none),
            hiddenAreas: .init(hpa: .init(.absent), dco: .init(.absent), amac: .init(.notSupported)),
            clock: .init(source: .adjtimex, synchronised: true, jumps: [], bootIDs: ["5f0c6f6e-0000-4000-8000-000000000001"]),
            tool: .init(
                name: "wiped", version: "0", buildDigest: "sha256:" + String(repeating: "ab", count: 32), operatingSystem: "Linux 6"),
            personnel: [], end: .sanitized, reasons: [])
    }
}
