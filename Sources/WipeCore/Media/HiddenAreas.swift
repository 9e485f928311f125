// Space of a drive that the host does not reach, as the drive tells of it. Facts; `HiddenAreaAnswers` says how they are found.

package import WipeWords

/// Why the state of a hidden area is unknown. Stable words.
package enum HiddenAreaReason: String, WordedCode {
    package static var vocabulary: Vocabulary { .hiddenArea }
    /// The drive was not asked: it is in no bay or in several, protected, or in use.
    case notAsked = "not-asked"
    /// A bridge stands in front of the drive.
    case behindABridge = "behind-a-bridge"
    /// The way to the drive is none that commands are sent on.
    case notDirect = "not-direct"
    /// The look took so long that no time was left to ask.
    case noTime = "no-time"
    /// No answer came, or none that can be read.
    case noAnswer = "no-answer"
    /// What the drive says of itself is damaged, or leaves out what decides.
    case identifyUnreadable = "identify-unreadable"
    /// The drive that answers has another serial than the one that was identified.
    case anotherDrive = "another-drive-answers"
    /// The drive refuses to say: locked or frozen.
    case aborted
    /// The drive offers it and refuses to say: frozen.
    case frozen
    /// The answer's checksum is wrong.
    case checksum
    /// The answer cannot be true.
    case implausible
    /// The answer's registers did not come through.
    case statusUnreadable = "status-unreadable"
    /// The kernel and the drive name different capacities.
    case kernelDisagrees = "kernel-disagrees"
    /// A SAS drive may have been set smaller, and is not asked about that.
    case limitNotAsked = "limit-not-asked"
}

/// One hidden area.
package struct HiddenArea: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case state, reason, nativeSectors }
    package var state: HiddenAreaState
    /// Why it is unknown; nil for every other state.
    package var reason: HiddenAreaReason?
    /// Sectors that the drive has by its own answer about this area, whatever came of it; nil where it gave none.
    package var nativeSectors: UInt64?
    package init(_ state: HiddenAreaState, nativeSectors: UInt64? = nil) {
        self.state = state
        self.nativeSectors = nativeSectors
    }
    package init(unknown reason: HiddenAreaReason, nativeSectors: UInt64? = nil) {
        state = .unknown
        self.reason = reason
        self.nativeSectors = nativeSectors
    }
}

/// Space of an NVMe drive beside the namespace that the host writes.
package struct NvmeSpace: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case activeNamespaces, allocatedNamespaces, unallocatedBytes, rpmbBytes }
    /// Namespaces that hosts can address now; nil where the drive did not say.
    package var activeNamespaces: Int?
    /// Namespaces that take up space, attached or not; nil where the drive did not say.
    package var allocatedNamespaces: Int?
    /// Bytes in no namespace; nil where the drive did not say.
    package var unallocatedBytes: UInt64?
    /// Bytes of the replay protected blocks, which no host overwrites; 0 for none.
    package var rpmbBytes: UInt64
    package init(activeNamespaces: Int?, allocatedNamespaces: Int?, unallocatedBytes: UInt64?, rpmbBytes: UInt64) {
        self.activeNamespaces = activeNamespaces
        self.allocatedNamespaces = allocatedNamespaces
        self.unallocatedBytes = unallocatedBytes
        self.rpmbBytes = rpmbBytes
    }
}

/// All hidden areas of one drive.
package struct HiddenAreas: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case hpa, dco, amac, accessibleSectors, nvme }
    /// Host protected area.
    package var hpa: HiddenArea
    /// Device configuration overlay.
    package var dco: HiddenArea
    /// Accessible maximum address configuration.
    package var amac: HiddenArea
    /// Sectors that the drive lets the host reach, by its own answer; nil where it gave none.
    package var accessibleSectors: UInt64?
    /// Nil for a drive that is not NVMe.
    package var nvme: NvmeSpace?
    package init(hpa: HiddenArea, dco: HiddenArea, amac: HiddenArea, accessibleSectors: UInt64? = nil, nvme: NvmeSpace? = nil) {
        self.hpa = hpa
        self.dco = dco
        self.amac = amac
        self.accessibleSectors = accessibleSectors
        self.nvme = nvme
    }

    /// Nothing is known, and why.
    package init(unknown reason: HiddenAreaReason) {
        self.init(hpa: HiddenArea(unknown: reason), dco: HiddenArea(unknown: reason), amac: HiddenArea(unknown: reason))
    }

    /// An NVMe drive: it has none of the three areas of ATA, and may have others.
    package init(nvme space: NvmeSpace) {
        self.init(hpa: HiddenArea(.notSupported), dco: HiddenArea(.notSupported), amac: HiddenArea(.notSupported), nvme: space)
    }

    /// Sectors beyond the end that the host reaches, by the largest answer that decided; nil where none was found.
    package var hiddenSectors: UInt64? {
        guard let accessibleSectors else { return nil }
        let natives = [hpa, dco, amac].filter { $0.state == .presentNotAddressed }.compactMap(\.nativeSectors)
        return natives.max().flatMap { $0 > accessibleSectors ? $0 - accessibleSectors : nil }
    }
}
