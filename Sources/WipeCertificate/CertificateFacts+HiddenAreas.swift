// Space of a medium that no overwrite by the host reaches, as facts of a document.

extension CertificateFacts {
    /// Areas outside the capacity that the host sees. A loop device has none: `absent`, `absent`, `notSupported`.
    public struct HiddenAreas: Sendable, Equatable {
        /// Host protected area.
        public var hpa: HiddenArea
        /// Device configuration overlay.
        public var dco: HiddenArea
        /// Accessible maximum address configuration.
        public var amac: HiddenArea
        /// What an NVMe drive has beside the namespace that was written; nil for every other medium, and where the drive was not asked.
        public var nvme: NvmeSpace?
        /// Further units of the same SCSI drive, 1 or more, none of which was written by this job; nil where there is none.
        public var otherUnits: Int?

        /// Takes every fact as it is.
        public init(hpa: HiddenArea, dco: HiddenArea, amac: HiddenArea, nvme: NvmeSpace? = nil, otherUnits: Int? = nil) {
            self.hpa = hpa
            self.dco = dco
            self.amac = amac
            self.nvme = nvme
            self.otherUnits = otherUnits
        }

        /// States alone.
        public init(hpa: HiddenAreaState, dco: HiddenAreaState, amac: HiddenAreaState, nvme: NvmeSpace? = nil) {
            self.init(hpa: HiddenArea(hpa), dco: HiddenArea(dco), amac: HiddenArea(amac), nvme: nvme)
        }
    }

    /// One of them.
    public struct HiddenArea: Sendable, Equatable {
        /// What is known of it.
        public var state: HiddenAreaState
        /// Sectors that the drive has by its own answer about this area, in the sectors of the media; nil where it gave none.
        public var nativeSectors: Int?
        /// Why it is unknown; nil for every other state, and where nobody said why.
        public var reason: HiddenAreaReason?

        /// Takes every fact as it is.
        public init(_ state: HiddenAreaState, nativeSectors: Int? = nil, reason: HiddenAreaReason? = nil) {
            self.state = state
            self.nativeSectors = nativeSectors
            self.reason = reason
        }
    }

    /// Namespaces and space of an NVMe drive, as it says. nil where it did not say.
    public struct NvmeSpace: Sendable, Equatable {
        /// Namespaces that a host can address.
        public var activeNamespaces: Int?
        /// Namespaces that take up space.
        public var allocatedNamespaces: Int?
        /// Bytes in no namespace.
        public var unallocatedBytes: Int?
        /// Bytes of the replay protected blocks; 0 for none. A fact that asks for no exception.
        public var rpmbBytes: Int?

        /// Takes every fact as it is.
        public init(activeNamespaces: Int?, allocatedNamespaces: Int?, unallocatedBytes: Int?, rpmbBytes: Int?) {
            self.activeNamespaces = activeNamespaces
            self.allocatedNamespaces = allocatedNamespaces
            self.unallocatedBytes = unallocatedBytes
            self.rpmbBytes = rpmbBytes
        }

        /// One of the facts that decide was not said.
        var isUnknown: Bool { activeNamespaces == nil || allocatedNamespaces == nil || unallocatedBytes == nil }
        /// An overwrite of one namespace leaves something of the drive as it was.
        var isNotAddressed: Bool { max(activeNamespaces ?? 0, allocatedNamespaces ?? 0) > 1 || unallocatedBytes ?? 0 > 0 }
    }
}
