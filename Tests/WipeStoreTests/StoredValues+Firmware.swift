// What a look at a drive's firmware leaves in a database.

@testable import WipeCore

extension StoredValues {
    /// Everything that a look may find is there, and nothing that may be missing.
    static let capabilities = [
        StoredValue("full", full), StoredValue("bare", bare), StoredValue("report-of-a-drive-that-was-asked", askedReport),
        StoredValue("report-of-a-drive-that-tells-its-age", agedReport), StoredValue("report-of-a-drive-behind-a-bridge", bridgedReport),
        StoredValue("experience", experience), StoredValue("purge-choice", purgeChoice),
    ]

    private static var experience: TechniqueExperience {
        var one = TechniqueExperience(
            model: "Acme SSD", firmware: "1.0", technique: .sanitizeCrypto, lastAt: Moment(wallMilliseconds: 1, runningMilliseconds: 2))
        (one.good, one.refused, one.failed, one.stalled, one.lastWasBad) = (1, 2, 3, 4, true)
        return one
    }

    private static let purgeChoice = PurgeChoice(
        requested: PolicyName(id: "purge-or-clear", version: "1.0.0", digest: "sha256:00"),
        fallback: PolicyName(id: "clear-random", version: "1.0.0", digest: "sha256:11"),
        considered: [
            ConsideredTechnique(technique: .sanitizeBlock, isOffered: true, isTaken: false, reasons: [.knownDefect, .notAllowedHere]),
            ConsideredTechnique(technique: .sanitizeCrypto, isOffered: nil, isTaken: false, reasons: []),
        ], isFirstOfModel: true, ruleDigest: "sha256:22", ruleSources: ["a source"])

    private static let full = Capabilities(
        identifySource: .ioctl, state: .running, fraction: 0x4000,
        security: SecurityFacts(isSupported: true, isEnabled: false, isLocked: false, isFrozen: true),
        techniques: [
            TechniqueOffer(technique: .overwrite, isOffered: true, claim: .clear, estimate: DurationEstimate(seconds: 3414, basis: .guess)),
            TechniqueOffer(
                technique: .sanitizeBlock, isOffered: true, claim: .purge, estimate: DurationEstimate(seconds: 120, basis: .drive),
                reasons: [.frozen, .locked]),
            TechniqueOffer(technique: .formatUser, isOffered: nil, claim: nil, reasons: [.noAnswer]),
        ],
        hiddenAreas: HiddenAreas(
            hpa: HiddenArea(.presentNotAddressed, nativeSectors: 2100), dco: HiddenArea(unknown: .checksum, nativeSectors: 2),
            amac: HiddenArea(.notSupported), accessibleSectors: 2048,
            nvme: NvmeSpace(activeNamespaces: 1, allocatedNamespaces: 2, unallocatedBytes: 1 << 40, rpmbBytes: 131_072)))

    private static let bare = Capabilities(
        identifySource: .none, state: .unknown, techniques: [],
        hiddenAreas: HiddenAreas(
            hpa: HiddenArea(unknown: .noAnswer), dco: HiddenArea(unknown: .noAnswer), amac: HiddenArea(unknown: .noAnswer),
            nvme: NvmeSpace(activeNamespaces: nil, allocatedNamespaces: nil, unallocatedBytes: nil, rpmbBytes: 0)))

    private static var askedReport: ProbeReport {
        var report = bareReport
        report.take(full)
        return report
    }

    private static var agedReport: ProbeReport {
        var report = bareReport
        report.health = Health(percentageUsed: 12, powerCycles: 77, powerOnHours: 31_204)
        return report
    }

    private static var bridgedReport: ProbeReport {
        var report = bareReport
        (report.transport, report.usbBridge) = (.usb, USBBridge(vendorID: "152d", productID: "0578", driver: "uas"))
        return report
    }

    static let firmwareWords: [StoredValue] =
        named("Technique", Technique.allCases) + named("TechniqueReason", TechniqueReason.allCases)
        + named("HiddenAreaReason", HiddenAreaReason.allCases) + named("ClaimLevel", ClaimLevel.allCases)
        + named("IdentifySource", IdentifySource.allCases) + named("FirmwareState", FirmwareState.allCases)
        + named("DurationEstimate.Basis", [DurationEstimate.Basis.drive, .guess])
}
