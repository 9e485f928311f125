// What a drive's own firmware told about itself, over the wire.

/// What one drive can do by itself and what it hides, as one look found it. Nothing of it was started.
public struct CapabilitiesView: Codable, Hashable, Sendable {
    /// Where the drive's description of itself was read: `ioctl` (asked), `sysfs` (kept by the kernel) or `none`.
    public var identifySource: String
    /// What the drive's own erase is doing: `idle`, `running`, `failed`, `frozen` or `unknown`.
    public var state: String
    /// How much of a running erase is done, in 65,536ths; null where none runs or the drive does not say.
    @Nullable public var fraction: Int?
    /// ATA's security feature set; null where the drive has none or was not read.
    @Nullable public var security: SecurityView?
    /// One for each technique.
    public var techniques: [TechniqueView]
    /// What the host does not reach.
    public var hiddenAreas: HiddenAreasView
    /// Every member must be said; nil where it is unknown.
    public init(
        identifySource: String, state: String, fraction: Int?, security: SecurityView?, techniques: [TechniqueView],
        hiddenAreas: HiddenAreasView
    ) {
        self.identifySource = identifySource
        self.state = state
        self.fraction = fraction
        self.security = security
        self.techniques = techniques
        self.hiddenAreas = hiddenAreas
    }
}

/// ATA's security feature set of one drive.
public struct SecurityView: Codable, Hashable, Sendable {
    /// A password is set.
    public var enabled: Bool
    /// The drive gives no data without a password.
    public var locked: Bool
    /// The computer has frozen it at boot.
    public var frozen: Bool
    /// Every member must be said.
    public init(enabled: Bool, locked: Bool, frozen: Bool) {
        self.enabled = enabled
        self.locked = locked
        self.frozen = frozen
    }
}

/// One way to destroy the data of a drive.
public struct TechniqueView: Codable, Hashable, Sendable {
    /// `overwrite`, `sanitize-block`, `sanitize-crypto`, `sanitize-overwrite`, `format-user`, `format-crypto`, `security-erase` or
    /// `security-erase-enhanced`.
    public var id: String
    /// Whether the drive offers it; null where that is not known.
    @Nullable public var offered: Bool?
    /// The most that could be claimed with it on this drive, `clear` or `purge`; null for nothing.
    @Nullable public var claim: String?
    /// How long it takes; null where the drive does not say.
    @Nullable public var estimateSeconds: Int?
    /// Who says so: `drive` or `guess`; null where nobody does.
    @Nullable public var estimateBasis: String?
    /// Everything that stands in its way.
    public var reasons: [ReasonView]
    /// Every member must be said; nil where it is unknown.
    public init(id: String, offered: Bool?, claim: String?, estimateSeconds: Int?, estimateBasis: String?, reasons: [ReasonView]) {
        self.id = id
        self.offered = offered
        self.claim = claim
        self.estimateSeconds = estimateSeconds
        self.estimateBasis = estimateBasis
        self.reasons = reasons
    }
}

/// All hidden areas of one drive.
public struct HiddenAreasView: Codable, Hashable, Sendable {
    /// Host protected area.
    public var hpa: HiddenAreaView
    /// Device configuration overlay.
    public var dco: HiddenAreaView
    /// Accessible maximum address configuration.
    public var amac: HiddenAreaView
    /// Bytes behind the end that the host reaches; null where none were found.
    @Nullable public var hiddenBytes: Int?
    /// Null for a drive that is not NVMe, and one that was not read.
    @Nullable public var nvme: NvmeSpaceView?
    /// Every member must be said; nil where it is unknown.
    public init(hpa: HiddenAreaView, dco: HiddenAreaView, amac: HiddenAreaView, hiddenBytes: Int?, nvme: NvmeSpaceView?) {
        self.hpa = hpa
        self.dco = dco
        self.amac = amac
        self.hiddenBytes = hiddenBytes
        self.nvme = nvme
    }
}

/// One hidden area.
public struct HiddenAreaView: Codable, Hashable, Sendable {
    /// `absent`, `not-supported`, `removed`, `present-not-addressed` or `unknown`.
    public var state: String
    /// Why it is unknown; null where it is not.
    @Nullable public var reason: ReasonView?
    /// Sectors that the drive has by its own answer about this area; null where it gave none.
    @Nullable public var nativeSectors: Int?
    /// Every member must be said; nil where it is unknown.
    public init(state: String, reason: ReasonView?, nativeSectors: Int?) {
        self.state = state
        self.reason = reason
        self.nativeSectors = nativeSectors
    }
}

/// What an NVMe drive has beside the namespace that the host writes.
public struct NvmeSpaceView: Codable, Hashable, Sendable {
    /// Namespaces that a host can address; null where the drive did not say.
    @Nullable public var activeNamespaces: Int?
    /// Namespaces that take up space; null where the drive did not say.
    @Nullable public var allocatedNamespaces: Int?
    /// Bytes in no namespace; null where the drive did not say.
    @Nullable public var unallocatedBytes: Int?
    /// Bytes of the replay protected blocks, 0 for none.
    public var rpmbBytes: Int
    /// Every member must be said; nil where it is unknown.
    public init(activeNamespaces: Int?, allocatedNamespaces: Int?, unallocatedBytes: Int?, rpmbBytes: Int) {
        self.activeNamespaces = activeNamespaces
        self.allocatedNamespaces = allocatedNamespaces
        self.unallocatedBytes = unallocatedBytes
        self.rpmbBytes = rpmbBytes
    }
}
