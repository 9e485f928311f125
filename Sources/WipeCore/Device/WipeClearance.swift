// One clearance for one wipe. Identity is proved on the open descriptor, not hoped from the name, and nothing but the clearance hands a write to
// a device.

/// What was decided about: the facts that the open device must show again.
package struct AdmittedMedia: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case attachment, deviceMajor, deviceMinor, identity, geometry, bootID }
    package let attachment: AttachmentID
    package let deviceMajor: UInt32
    package let deviceMinor: UInt32
    package let identity: MediaIdentity
    package let geometry: Geometry
    /// The boot in which all this was seen: a name, a device number and a DISKSEQ mean nothing in another one.
    package let bootID: String
    package init(
        attachment: AttachmentID, deviceMajor: UInt32, deviceMinor: UInt32, identity: MediaIdentity, geometry: Geometry, bootID: String
    ) {
        self.bootID = bootID
        self.attachment = attachment
        self.deviceMajor = deviceMajor
        self.deviceMinor = deviceMinor
        self.identity = identity
        self.geometry = geometry
    }
}

/// What the open descriptor itself says (`fstat`, BLKGETSIZE64, BLKSSZGET, BLKGETDISKSEQ), never the path.
package struct ObservedMedia: Hashable, Sendable {
    package var deviceMajor: UInt32
    package var deviceMinor: UInt32
    package var capacityBytes: UInt64
    package var logicalSectorBytes: UInt32
    /// Nil where the kernel cannot say; that is a mismatch.
    package var diskSequence: UInt64?
    /// Serial read again from the descriptor's device where the kernel gives one (sysfs of that device number), else nil.
    package var serial: String?
    /// The boot that the kernel is in; nil where it cannot say; that is a mismatch.
    package var bootID: String?
    package init(
        deviceMajor: UInt32, deviceMinor: UInt32, capacityBytes: UInt64, logicalSectorBytes: UInt32, diskSequence: UInt64?,
        serial: String?, bootID: String?
    ) {
        self.bootID = bootID
        self.deviceMajor = deviceMajor
        self.deviceMinor = deviceMinor
        self.capacityBytes = capacityBytes
        self.logicalSectorBytes = logicalSectorBytes
        self.diskSequence = diskSequence
        self.serial = serial
    }
}

/// A fact in which an open device differs from the media that was decided about.
package struct IdentityMismatch: Hashable, Sendable {
    /// Which fact differs.
    package let fact: String
    package let expected: String
    package let observed: String
}

extension AdmittedMedia {
    /// The first fact that differs; nil where the open device is this drive. `serial` counts only where the descriptor gave one, every other
    /// fact always.
    package func mismatch(with observed: ObservedMedia) -> IdentityMismatch? {
        func differs(_ fact: String, _ expected: some CustomStringConvertible, _ seen: (some CustomStringConvertible)?) -> IdentityMismatch?
        {
            let shown = seen.map { "\($0)" } ?? "unknown"
            return "\(expected)" == shown ? nil : IdentityMismatch(fact: fact, expected: "\(expected)", observed: shown)
        }
        return differs("boot", bootID, observed.bootID)
            ?? differs("device number", "\(deviceMajor):\(deviceMinor)", "\(observed.deviceMajor):\(observed.deviceMinor)")
            ?? differs("DISKSEQ", attachment.diskSequence, observed.diskSequence)
            ?? differs("capacity in bytes", geometry.capacityBytes, observed.capacityBytes)
            ?? differs("logical sector in bytes", geometry.logicalSectorBytes, observed.logicalSectorBytes)
            ?? identity.serial.flatMap { serial in observed.serial.flatMap { differs("serial", serial, $0) } }
    }

    /// Throws `identity-mismatch` where the open device is not this drive, or does not say what it is.
    package func check(_ observed: ObservedMedia?) throws(OpenRefusal) {
        guard let observed else {
            throw OpenRefusal(.identityMismatch, variant: "silent", ["node": attachment.node])
        }
        guard let found = mismatch(with: observed) else { return }
        throw OpenRefusal(
            .identityMismatch, ["fact": found.fact, "node": attachment.node, "expected": found.expected, "found": found.observed])
    }
}

/// The right to wipe one drive once: what was admitted, and the open device that was proved to be it.
///
/// It cannot be copied, a run consumes it, and there is no other way to a device that writes. The proof is made when the clearance is, again
/// before the first destructive step of every pass, and whenever `prove` is asked. Before each other one the kernel's count of the medium is compared: a
/// card can be exchanged in a reader that stays open. A pause keeps it; after any other suspension the device was let go of, and going on takes
/// a new one.
package struct WipeClearance: ~Copyable {
    package let admitted: AdmittedMedia
    private var device: any OpenedMedia
    private var provenPass: Int?
    private var isClosed = false

    /// Compares every fact that both sides know. A device that is not the admitted media is closed, and `identity-mismatch` thrown.
    package init(_ admitted: AdmittedMedia, device: any OpenedMedia) throws(OpenRefusal) {
        var opened = device
        do { try admitted.check(opened.observe()) } catch {
            opened.close()
            throw error
        }
        self.admitted = admitted
        self.device = opened
    }

    /// Steps that may be outstanding; at least 1.
    package var window: Int { device.window }
    /// Largest write or verify in bytes.
    package var requestBytesMax: UInt64 { device.requestBytesMax }

    /// Reads the facts of the open device again; throws `identity-mismatch` where it is no longer the admitted media.
    package func prove() throws(OpenRefusal) { try admitted.check(device.observe()) }

    /// What shows whether anything else could have touched the medium, now. `askingDrive` also asks the drive itself, which may block.
    package func custodyEvidence(askingDrive: Bool) -> CustodyEvidence? { device.custodyEvidence(askingDrive: askingDrive) }

    /// What libblkid recognises on the medium now, by its names, tables of partitions apart, which noise may look like; nil where that could not be
    /// found out. May block as long as the drive does.
    package func recognised() -> [String]? { device.recognised() }

    /// Hands a step of this pass to the device. Before the first destructive step of a pass, and where the medium may be another one, it is proved
    /// again; where that fails nothing is handed over.
    package mutating func submit(_ step: Step, pass: Int) throws(OpenRefusal) {
        // A command reaches the whole drive at once, and cannot be called back.
        let isCommand = if case .command = step.action { true } else { false }
        if step.action.isDestructive, provenPass != pass || isCommand || device.diskSequence() != admitted.attachment.diskSequence {
            provenPass = nil
            try prove()
            provenPass = pass
        }
        device.submit(step)
    }

    /// Waits up to the timeout for at least one completion.
    package mutating func reap(timeoutMilliseconds: Int) -> [Completion] { device.reap(timeoutMilliseconds: timeoutMilliseconds) }

    /// Gives the device back. Harmless when done twice.
    package mutating func close() {
        if !isClosed { device.close() }
        isClosed = true
    }
}
