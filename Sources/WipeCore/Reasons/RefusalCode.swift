// Why a drive will not be wiped, whatever anybody confirms.

package import WipeWords

/// Codes of refusals: by the decision, and by the last check at the open descriptor.
package enum RefusalCode: String, WordedCode {
    package static var vocabulary: Vocabulary { .refusal }
    // By the decision: what it is, who uses it, where it is, what may be done.
    /// No whole SCSI, SATA, USB, NVMe or MMC drive.
    case notACandidate = "not-a-candidate"
    /// Stopped answering during its wipe.
    case mediaGone = "media-gone"
    /// Another node shows the same.
    case secondPath = "second-path"
    /// No bay matches it.
    case notInABay = "not-in-a-bay"
    /// Two bays match it, or another drive is in its bay.
    case ambiguousBay = "ambiguous-bay"
    /// The station file protects it.
    case protected
    /// A file system on it is mounted.
    case mounted
    /// It holds swap space in use.
    case swapInUse = "swap-in-use"
    /// Another device stands on it.
    case hasHolders = "has-holders"
    /// Somebody has it open exclusively.
    case openedExclusively = "opened-exclusively"
    /// An earlier daemon's request waits in the kernel.
    case formerRun = "former-run"
    /// The running system stands on it.
    case runningSystem = "running-system"
    /// Who uses it could not be found out.
    case usageUnknown = "usage-unknown"
    /// Another part of the same array is in use, outside the bays, or may lie unseen.
    case arrayMemberElsewhere = "array-member-elsewhere"
    /// The device is read-only.
    case readOnly = "read-only"
    /// Whether it is could not be read.
    case readOnlyUnknown = "read-only-unknown"
    /// It has size 0, or its size could not be read.
    case sizeUnknown = "size-unknown"
    /// No plan can address its sectors.
    case unsupportedSectorSize = "unsupported-sector-size"
    /// Its zones cannot be overwritten in any order.
    case hostManagedZones = "host-managed-zones"
    /// Locked by a password.
    case locked
    /// It could not be read in time.
    case identificationFailed = "identification-failed"
    /// The station file has no policy for such media.
    case noPolicy = "no-policy"
    /// There is no policy of that name.
    case unknownPolicy = "unknown-policy"
    /// The policy makes no honest claim on such media.
    case policyNotForMedia = "policy-not-for-media"
    /// The policy has the drive erase itself, and by none of its techniques can it do so here.
    case purgeUnavailable = "purge-unavailable"
    /// The drive is at an erase of its own that no job here waits for.
    case erasingByItself = "erasing-by-itself"
    // At the open descriptor, before the first write. Codes of use stand here too.
    /// Another program kept its lock.
    case deviceLocked = "device-locked"
    /// It is not the media that was decided about.
    case identityMismatch = "identity-mismatch"
    /// Another program has it open for writing.
    case openedForWriting = "opened-for-writing"
    /// The kernel did not open it.
    case openFailed = "open-failed"
    /// The kernel does not count what is written to it.
    case custodyUnknown = "custody-unknown"
}
