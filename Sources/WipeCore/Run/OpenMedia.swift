// Identity is proved on the open descriptor, not hoped from the name.

/// What was decided about: the facts that the open device must show again.
public struct AdmittedMedia: Hashable, Codable, Sendable {
    public let attachment: AttachmentID
    public let deviceMajor: UInt32
    public let deviceMinor: UInt32
    public let identity: MediaIdentity
    public let geometry: Geometry
    public init(attachment: AttachmentID, deviceMajor: UInt32, deviceMinor: UInt32, identity: MediaIdentity, geometry: Geometry) {
        self.attachment = attachment
        self.deviceMajor = deviceMajor
        self.deviceMinor = deviceMinor
        self.identity = identity
        self.geometry = geometry
    }
}

/// What the open descriptor itself says (`fstat`, BLKGETSIZE64, BLKSSZGET, BLKGETDISKSEQ), never the path.
public struct ObservedMedia: Hashable, Sendable {
    public var deviceMajor: UInt32
    public var deviceMinor: UInt32
    public var capacityBytes: UInt64
    public var logicalSectorBytes: UInt32
    /// Nil where the kernel cannot say; that is a mismatch.
    public var diskSequence: UInt64?
    /// Serial read again from the descriptor's device where the kernel gives one (sysfs of that device number), else nil.
    public var serial: String?
    public init(
        deviceMajor: UInt32, deviceMinor: UInt32, capacityBytes: UInt64, logicalSectorBytes: UInt32, diskSequence: UInt64?, serial: String?
    ) {
        self.deviceMajor = deviceMajor
        self.deviceMinor = deviceMinor
        self.capacityBytes = capacityBytes
        self.logicalSectorBytes = logicalSectorBytes
        self.diskSequence = diskSequence
        self.serial = serial
    }
}

/// The open device is not the one that was decided about.
public struct IdentityMismatch: Error, Hashable, Sendable {
    /// Which fact differs.
    public let fact: String
    public let expected: String
    public let observed: String
}

/// Proof that an open device is the admitted media. The only way to get one is to compare; a runner takes nothing else.
public struct OpenMedia: Sendable {
    public let admitted: AdmittedMedia

    /// Compares every fact that both sides know. `serial` counts only where the descriptor gave one.
    public init(admitted: AdmittedMedia, observed: ObservedMedia) throws(IdentityMismatch) {
        func same(_ fact: String, _ expected: some CustomStringConvertible, _ seen: (some CustomStringConvertible)?)
            throws(IdentityMismatch)
        {
            let shown = seen.map { "\($0)" } ?? "unknown"
            guard "\(expected)" == shown else { throw IdentityMismatch(fact: fact, expected: "\(expected)", observed: shown) }
        }
        try same("device number", "\(admitted.deviceMajor):\(admitted.deviceMinor)", "\(observed.deviceMajor):\(observed.deviceMinor)")
        try same("DISKSEQ", admitted.attachment.diskSequence, observed.diskSequence)
        try same("capacity in bytes", admitted.geometry.capacityBytes, observed.capacityBytes)
        try same("logical sector in bytes", admitted.geometry.logicalSectorBytes, observed.logicalSectorBytes)
        if let serial = observed.serial, let admittedSerial = admitted.identity.serial { try same("serial", admittedSerial, serial) }
        self.admitted = admitted
    }
}
