// The ways in which the data of a drive can be destroyed, and the most that may be claimed of each. A closed list.

package import WipeWords

package import WipeFirmware

/// How strong a sanitization is, in NIST's sense (SP 800-88r2, 3.1).
package enum ClaimLevel: String, Codable, Sendable, CaseIterable {
    case clear
    case purge
}

/// A way to destroy the data of a drive. All but `overwrite` are done by the drive's own firmware.
package enum Technique: String, Codable, Sendable, CaseIterable {
    /// The host writes every sector that it can address.
    case overwrite
    /// ATA SANITIZE BLOCK ERASE EXT, NVMe Sanitize block erase, SCSI SANITIZE BLOCK ERASE.
    case sanitizeBlock = "sanitize-block"
    /// ATA CRYPTO SCRAMBLE EXT, NVMe Sanitize crypto erase, SCSI SANITIZE CRYPTOGRAPHIC ERASE.
    case sanitizeCrypto = "sanitize-crypto"
    /// ATA OVERWRITE EXT, NVMe Sanitize overwrite, SCSI SANITIZE OVERWRITE.
    case sanitizeOverwrite = "sanitize-overwrite"
    /// NVMe Format NVM with a user data erase.
    case formatUser = "format-user"
    /// NVMe Format NVM with a cryptographic erase.
    case formatCrypto = "format-crypto"
    /// ATA SECURITY ERASE UNIT, normal mode.
    case securityErase = "security-erase"
    /// ATA SECURITY ERASE UNIT, enhanced mode.
    case securityEraseEnhanced = "security-erase-enhanced"

    /// How a drive is told to do it; nil where that is no sanitize command.
    package var eraseKind: EraseKind? {
        switch self {
        case .sanitizeBlock: .block
        case .sanitizeCrypto: .crypto
        case .sanitizeOverwrite: .overwrite
        case .overwrite, .formatUser, .formatCrypto, .securityErase, .securityEraseEnhanced: nil
        }
    }

    /// Those of the SANITIZE command of each bus, in the order of the list.
    package static let sanitizes = allCases.filter { $0.eraseKind != nil }

    /// The most that this technique may claim on such media; nil for nothing. Where sources disagree the lower one counts.
    package func claimAtMost(on media: MediaType) -> ClaimLevel? {
        switch (self, media) {
        case (.overwrite, _): .clear
        case (_, .unknown), (_, .flashRemovable): nil
        case (.sanitizeBlock, .flashSSD): .purge
        case (.sanitizeBlock, _): nil
        case (.sanitizeCrypto, _): .purge
        case (.sanitizeOverwrite, .magneticHDD), (.sanitizeOverwrite, .hybrid): .purge
        // Wear, and cells out of its reach.
        case (.sanitizeOverwrite, _): nil
        case (.formatUser, .flashSSD), (.formatCrypto, .flashSSD): .clear
        case (.formatUser, _), (.formatCrypto, _): nil
        case (.securityErase, _): .clear
        case (.securityEraseEnhanced, .magneticHDD): .purge
        case (.securityEraseEnhanced, _): .clear
        }
    }
}

/// Why a technique cannot be used on a drive, or why that is not known. Stable words.
package enum TechniqueReason: String, WordedCode {
    package static var vocabulary: Vocabulary { .technique }
    /// The drive does not offer it.
    case notOffered = "not-offered"
    /// Nothing may be claimed with it on such media.
    case notForMedia = "not-for-media"
    /// The drive was not asked: it is in no bay or in several, protected, or in use.
    case notAsked = "not-asked"
    /// A bridge stands in front of the drive.
    case behindABridge = "behind-a-bridge"
    /// The way to the drive is none that commands are sent on.
    case notDirect = "not-direct"
    /// The look took so long that no time was left to ask.
    case noTime = "no-time"
    /// The drive did not answer, or not in a form that can be read.
    case noAnswer = "no-answer"
    /// What it answers about its own state cannot be read.
    case statusUnreadable = "status-unreadable"
    /// The computer's firmware has frozen it at boot.
    case frozen
    /// Locked by a password, or one is set.
    case locked
    /// More than one namespace, controller or SCSI unit would be hit.
    case severalNamespaces = "several-namespaces"
    /// A sanitize has failed before, and the drive waits in failure mode.
    case inFailureMode = "in-failure-mode"
    /// The station file does not allow it.
    case notAllowedHere = "not-allowed-here"
    /// A public source says that drives of this kind fail at it.
    case knownDefect = "known-defect"
}

/// How long something takes, and who says so.
package struct DurationEstimate: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case seconds, basis }
    package enum Basis: String, Codable, Sendable, CaseIterable {
        /// The drive says it.
        case drive
        /// From the bytes to be moved, at 150 MB/s.
        case guess
    }
    package var seconds: UInt64
    package var basis: Basis
    package init(seconds: UInt64, basis: Basis) {
        self.seconds = seconds
        self.basis = basis
    }

    /// Bytes a second that a guess goes by.
    package static let guessedBytesPerSecond: UInt64 = 150_000_000

    /// A guess for so many bytes that the host or the drive moves, at least a second.
    package init(guessFor bytes: UInt64) {
        self.init(seconds: max(1, bytes / Self.guessedBytesPerSecond), basis: .guess)
    }
}

/// What one drive says of one technique, and what it would be worth.
package struct TechniqueOffer: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case technique, isOffered, claim, estimate, reasons }
    package var technique: Technique
    /// Whether the drive offers it; nil where that is not known.
    package var isOffered: Bool?
    /// The most that could be claimed with it on this drive; nil for nothing.
    package var claim: ClaimLevel?
    /// Nil where the drive does not say and nothing can be guessed.
    package var estimate: DurationEstimate?
    /// Everything that stands in its way; empty where nothing does.
    package var reasons: [TechniqueReason]
    package init(
        technique: Technique, isOffered: Bool?, claim: ClaimLevel?, estimate: DurationEstimate? = nil, reasons: [TechniqueReason] = []
    ) {
        self.technique = technique
        self.isOffered = isOffered
        self.claim = claim
        self.estimate = estimate
        self.reasons = reasons
    }
}
