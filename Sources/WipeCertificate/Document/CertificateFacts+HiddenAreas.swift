// Space of a medium that no overwrite by the host reaches: the facts, and how they stand in a document.

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

extension CertificateFacts.HiddenAreas {
    static let shape = Shape.object(
        ["hpa", "dco", "amac"].map { Field($0, CertificateFacts.HiddenArea.shape) } + [
            Field("nvme", CertificateFacts.NvmeSpace.shape, .optional),
            Field("otherUnits", .number(1...JSONValue.integerMax), .optional),
        ])

    /// What is not there has no member.
    var json: JSONValue {
        var members = [JSONMember("hpa", hpa.json), JSONMember("dco", dco.json), JSONMember("amac", amac.json)]
        if let nvme { members.append(JSONMember("nvme", nvme.json)) }
        if let otherUnits { members.append(JSONMember("otherUnits", .integer(otherUnits))) }
        return .object(members)
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            hpa: try reader.part("hpa", CertificateFacts.HiddenArea.init), dco: try reader.part("dco", CertificateFacts.HiddenArea.init),
            amac: try reader.part("amac", CertificateFacts.HiddenArea.init),
            nvme: try reader.partIfThere("nvme", CertificateFacts.NvmeSpace.init), otherUnits: try reader.takeIfThere("otherUnits", \.int))
    }
}

extension CertificateFacts.HiddenArea {
    /// States of an area that the drive has, as far as anybody knows: only of such a one it can name its sectors.
    private static let statesOfAnArea = HiddenAreaState.allCases.filter { $0 != .notSupported }.map(\.rawValue)
    static let shape = Shape.object([
        Field("state", .word(HiddenAreaState.words)),
        Field("nativeSectors", .count, .optionalWhen("state", statesOfAnArea)),
        Field("reason", .word(HiddenAreaReason.words), .optionalWhen("state", [HiddenAreaState.unknown.rawValue])),
    ])

    var json: JSONValue {
        var members = [JSONMember("state", Written.word(state))]
        if let nativeSectors { members.append(JSONMember("nativeSectors", .integer(nativeSectors))) }
        if let reason { members.append(JSONMember("reason", Written.word(reason))) }
        return .object(members)
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            try reader.word("state"), nativeSectors: try reader.takeIfThere("nativeSectors", \.int),
            reason: try reader.takeIfThere("reason") { $0.word() })
    }
}

extension CertificateFacts.NvmeSpace {
    static let shape = Shape.object(
        ["activeNamespaces", "allocatedNamespaces", "unallocatedBytes", "rpmbBytes"].map { Field($0, .orNull(.count)) })

    var json: JSONValue {
        [
            "activeNamespaces": Written.count(activeNamespaces), "allocatedNamespaces": Written.count(allocatedNamespaces),
            "unallocatedBytes": Written.count(unallocatedBytes), "rpmbBytes": Written.count(rpmbBytes),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            activeNamespaces: try reader.countOrNil("activeNamespaces"), allocatedNamespaces: try reader.countOrNil("allocatedNamespaces"),
            unallocatedBytes: try reader.countOrNil("unallocatedBytes"), rpmbBytes: try reader.countOrNil("rpmbBytes"))
    }
}
