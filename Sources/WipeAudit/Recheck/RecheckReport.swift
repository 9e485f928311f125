// What a recheck says of a certificate and a drive.

package import WipeAPI
import WipeCertificate
import WipeCore

/// What was compared and what came of it. Ranges are `[first, last]` logical sectors.
package struct RecheckReport: Codable, Hashable, Sendable {
    package var file: String
    @Nullable package var id: String?
    package var device: String
    @Nullable package var serial: String?
    @Nullable package var deviceSerial: String?
    /// nil where one of both does not say.
    @Nullable package var serialMatches: Bool?
    package var keyTrusted: Bool
    /// Whether a revocation that holds is about the certificate.
    package var revoked: Bool
    /// What notices hold against it, that it was revoked among it.
    package var problems: [ReasonView]
    /// What corrects or revokes it, as far as it lies beside it.
    package var supersededBy: [VerifyReport.Superseding]
    package var pattern: String
    /// Of a drive that erased itself, what lies on it, and what should; nil where the host wrote last, or nothing was read.
    @Nullable package var contents: String?
    @Nullable package var expectedContents: String?
    package var coverage: String
    package var bytesRead: Int
    package var excludedSectors: Int
    package var differingSectors: Int
    package var differingRanges: [[Int]]
    package var unreadableSectors: Int
    package var unreadableRanges: [[Int]]
    /// Every compared byte is equal, or no mark is left and the contents are of the same kind; every sector could be read, and the serials do not
    /// contradict each other.
    package var equal: Bool

    /// More ranges are counted, not listed.
    package static let rangesShown = 10

    /// The answer about a certificate and a drive.
    ///
    /// - Parameter isTrusted: whether the certificate was judged by the reader's keys.
    package init(
        _ certificate: RecheckedCertificate, _ drive: DriveReader, _ plan: RecheckPlan, found comparison: Comparison, isTrusted: Bool
    ) {
        let (record, notices) = (certificate.record, certificate.notices)
        revoked = notices.isRevoked
        problems = notices.problems.map { ReasonView(code: $0.code.rawValue, message: $0.message) }
        supersededBy = notices.supersededBy.map(VerifyReport.Superseding.init)
        let sector = UInt64(plan.geometry.logicalSectorBytes)
        func ranges(_ set: ExtentSet) -> [[Int]] {
            set.extents.prefix(Self.rangesShown).map { [Int(clamping: $0.offset / sector), Int(clamping: ($0.end - 1) / sector)] }
        }
        file = certificate.file
        id = record.id
        device = drive.node
        serial = record.facts.media.serial
        deviceSerial = drive.serial
        let matches: Bool? =
            if let signed = record.facts.media.serial, let found = drive.serial { Array(signed.utf8) == Array(found.utf8) } else { nil }
        serialMatches = matches
        keyTrusted = isTrusted
        pattern = plan.patternName
        contents = comparison.contents?.kind?.rawValue
        expectedContents = plan.left?.kind.rawValue
        coverage = plan.coverage
        bytesRead = Int(clamping: comparison.bytesRead)
        excludedSectors = Int(clamping: plan.excludedSectors)
        differingSectors = Int(clamping: comparison.differingSectors)
        differingRanges = ranges(comparison.differing)
        unreadableSectors = Int(clamping: comparison.unreadable.byteCount / sector)
        unreadableRanges = ranges(comparison.unreadable)
        equal = comparison.isEqual && matches != false
    }
}
