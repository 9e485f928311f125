// What identification found: facts only. Unknown is a value of its own, never a default.

/// One presence of a drive at a node. A new media, or the same put in again, has a new `diskSequence`.
package struct AttachmentID: Hashable, Codable, Sendable, Comparable {
    enum CodingKeys: String, CodingKey { case name, diskSequence }
    /// Kernel name without `/dev/`: `sdb`, `nvme0n1`, `loop64`.
    package let name: String
    /// The kernel's DISKSEQ: grows with every new media since boot.
    package let diskSequence: UInt64
    package init(name: String, diskSequence: UInt64) {
        self.name = name
        self.diskSequence = diskSequence
    }
    /// Device node. Shown and opened, never stored as a key.
    package var node: String { "/dev/" + name.replacingBang }
    package static func < (a: AttachmentID, b: AttachmentID) -> Bool { (a.diskSequence, a.name) < (b.diskSequence, b.name) }
}

extension String {
    /// sysfs writes `/` in a device name as `!`.
    fileprivate var replacingBang: String { String(map { $0 == "!" ? "/" : $0 }) }
}

/// Kinds of whole-disk devices. Only some are candidates for a wipe.
package enum DeviceKind: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case scsi, nvme, mmc, loop, other }
    enum OtherCodingKeys: String, CodingKey { case _0 }
    /// `sd*`: SCSI, SATA, USB.
    case scsi
    /// An NVMe namespace.
    case nvme
    /// `mmcblk*` user area.
    case mmc
    /// A loop device: a drive only where a bay names it, and always a simulation.
    case loop
    /// Everything else, with a word for people: `device-mapper`, `md array`, `optical drive`, `second path to one drive`, …
    case other(String)

    /// True for kinds that may be wiped at all.
    package var isCandidate: Bool {
        if case .other = self { return false }
        return true
    }
}

/// One word list everywhere.
package enum MediaType: String, Codable, Sendable, CaseIterable {
    case magneticHDD = "magnetic-hdd"
    case flashSSD = "flash-ssd"
    case flashRemovable = "flash-removable"
    case hybrid
    case unknown
    /// Group that policies name: `magnetic`, or `flash` for all the others.
    package var group: MediaGroup { self == .magneticHDD ? .magnetic : .flash }
}

/// How a drive is connected, as far as the kernel tells. Raw values are stored.
package enum Transport: String, Codable, Sendable, CaseIterable {
    case sata, sas, ata, scsi, usb, nvme, mmc, loop, simulated
}

/// The zone model that the kernel reports. Raw values are the kernel's own.
package enum ZoneModel: String, Codable, Sendable, CaseIterable {
    case none
    case hostAware = "host-aware"
    case hostManaged = "host-managed"
}

/// Groups of media types as policies and the station file name them.
package enum MediaGroup: String, Codable, Sendable, CaseIterable {
    case magnetic
    case flash
}

/// One thing that libblkid found on a drive.
package struct Content: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case kind, type, label, uuid, node, offsetBytes, sizeBytes, group }
    package enum Kind: String, Codable, Sendable { case partitionTable, partition, filesystem, raid, crypto, other }
    package var kind: Kind
    /// `gpt`, `dos`, `ext4`, `LVM2_member`, `crypto_LUKS`, `BitLocker`, `zfs_member`, `swap`, …
    package var type: String
    package var label: String?
    package var uuid: String?
    /// Kernel node of the partition that holds it, nil for the whole media or where the kernel made none.
    package var node: String?
    package var offsetBytes: UInt64
    package var sizeBytes: UInt64?
    /// Identity of the array, volume group, pool or file system on several drives that this is a member of: equal on all its members.
    /// Nil where it is no member, and for a member (`kind` is then `raid`) whose group could not be read.
    package var group: String?
    package init(
        kind: Kind, type: String, label: String? = nil, uuid: String? = nil, node: String? = nil, offsetBytes: UInt64,
        sizeBytes: UInt64? = nil, group: String? = nil
    ) {
        self.kind = kind
        self.type = type
        self.label = label
        self.uuid = uuid
        self.node = node
        self.offsetBytes = offsetBytes
        self.sizeBytes = sizeBytes
        self.group = group
    }

    /// One part of something that lies on several drives.
    package var isMember: Bool { kind == .raid || group != nil }

    /// Whether both may be parts of one thing. A group that could not be read may be any of its kind.
    func mayBelong(with other: Content) -> Bool {
        guard isMember, other.isMember, type == other.type else { return false }
        guard let group, let otherGroup = other.group else { return true }
        return group == otherGroup
    }
}

/// One way in which a drive, or a part of it, is in use.
package struct Use: Hashable, Codable, Sendable, Comparable {
    enum CodingKeys: String, CodingKey { case kind, node, detail }
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// A mounted file system: `detail` is the mount point.
        case mounted
        /// Active swap space.
        case swap
        /// Another device stands on it: `detail` names it (`dm-0`, `md127`, `bcache0`, `loop3`).
        case holder
        /// Somebody has it open exclusively.
        case openedExclusively
        /// A daemon of this station that has ended left a request in the kernel: `detail` says which process.
        case formerRun
        /// The running system stands on it: `detail` says by which mount or file.
        case runningSystem
    }
    package var kind: Kind
    /// Kernel name of the device that is in use: the whole media or one of its partitions.
    package var node: String
    package var detail: String
    package init(_ kind: Kind, node: String, detail: String) {
        self.kind = kind
        self.node = node
        self.detail = detail
    }
    package static func < (a: Use, b: Use) -> Bool { (a.kind.rawValue, a.node, a.detail) < (b.kind.rawValue, b.node, b.detail) }
}

/// Who uses a drive. `unknown` refuses.
package enum Usage: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case known, unknown }
    enum KnownCodingKeys: String, CodingKey { case _0 }
    enum UnknownCodingKeys: String, CodingKey { case why }
    case known([Use])
    case unknown(why: String)
    package static let free = Usage.known([])
}

/// State of a hidden area (H5).
package enum HiddenAreaState: String, Codable, Sendable {
    case absent
    case notSupported = "not-supported"
    case removed
    case presentNotAddressed = "present-not-addressed"
    case unknown
}

/// What the drive says of its own health; nil where it could not be read, with the reason.
package struct Health: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case reallocatedSectors, pendingSectors, uncorrectableSectors, percentageUsed, temperatureCelsius, powerCycles, powerOnHours
        case unreadable
    }
    package var reallocatedSectors: UInt64?
    package var pendingSectors: UInt64?
    package var uncorrectableSectors: UInt64?
    /// How much of its rated life is used, in per cent; may be above 100. Of flash alone, and where a standard names the value.
    package var percentageUsed: UInt64?
    package var temperatureCelsius: Int?
    /// How often the drive was switched on, by its own count.
    package var powerCycles: UInt64?
    /// For how many hours it was switched on so far, by its own count, at most `powerOnHoursMax`.
    package var powerOnHours: UInt64?
    /// Why the counts are nil; nil where they are not.
    package var unreadable: String?
    /// 2^20 hours are 119 years: no drive has run for longer, and what says so says nothing.
    package static let powerOnHoursMax: UInt64 = 1 << 20
    package init(
        reallocatedSectors: UInt64? = nil, pendingSectors: UInt64? = nil, uncorrectableSectors: UInt64? = nil,
        percentageUsed: UInt64? = nil, temperatureCelsius: Int? = nil, powerCycles: UInt64? = nil, powerOnHours: UInt64? = nil,
        unreadable: String? = nil
    ) {
        self.reallocatedSectors = reallocatedSectors
        self.pendingSectors = pendingSectors
        self.uncorrectableSectors = uncorrectableSectors
        self.percentageUsed = percentageUsed
        self.temperatureCelsius = temperatureCelsius
        self.powerCycles = powerCycles
        self.powerOnHours = powerOnHours
        self.unreadable = unreadable
    }
}

/// Facts about one attached media. Pure data; the rules in `Decide` judge it.
package struct ProbeReport: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case attachment, deviceMajor, deviceMinor, kind, identity, geometry, readOnly, mediaType, transport, rotationRateRPM, firmware
        case zoned, locked, bus, usbBridge, contents, contentsProblem, usage, health, hpa, dco, amac, capabilities, otherUnits, properties
    }
    package var attachment: AttachmentID
    /// Device number (`major`, `minor`) of the whole-disk node; compared again on the open descriptor.
    package var deviceMajor: UInt32
    package var deviceMinor: UInt32
    package var kind: DeviceKind
    package var identity: MediaIdentity
    /// Nil where the sizes could not be read or make no sense: refused.
    package var geometry: Geometry?
    /// Nil where it could not be read: refused.
    package var readOnly: Bool?
    package var mediaType: MediaType
    /// Nil where unknown.
    package var transport: Transport?
    package var rotationRateRPM: UInt32?
    package var firmware: String?
    /// Nil where the kernel does not say.
    package var zoned: ZoneModel?
    /// Locked by an ATA password, nil where that cannot be known.
    package var locked: Bool?
    /// Nearest USB hub or PCI function; nil where the bus is not known.
    package var bus: String?
    /// What stands between the host and the medium on USB; nil for every other transport.
    package var usbBridge: USBBridge?
    /// Nil where probing failed; `contentsProblem` then says how.
    package var contents: [Content]?
    package var contentsProblem: String?
    package var usage: Usage
    package var health: Health
    /// Host protected area, device configuration overlay, accessible max address.
    package var hpa: HiddenAreaState
    package var dco: HiddenAreaState
    package var amac: HiddenAreaState
    /// What the drive's own firmware can do, and what it hides; nil where the drive was not to be asked.
    package var capabilities: Capabilities?
    /// Further SCSI units of the same drive (the second half of one with two actuators), which are drives of their own to the kernel; nil where there
    /// is none.
    package var otherUnits: Int?
    /// udev properties, compared with the bays' and the protect list's globs.
    package var properties: [String: String]

    package init(
        attachment: AttachmentID, deviceMajor: UInt32, deviceMinor: UInt32, kind: DeviceKind, identity: MediaIdentity, geometry: Geometry?,
        readOnly: Bool?, mediaType: MediaType, transport: Transport?, rotationRateRPM: UInt32? = nil, firmware: String? = nil,
        zoned: ZoneModel? = nil,
        locked: Bool? = nil, bus: String? = nil, usbBridge: USBBridge? = nil, contents: [Content]? = nil, contentsProblem: String? = nil,
        usage: Usage,
        health: Health = Health(unreadable: "not read"), hpa: HiddenAreaState = .unknown, dco: HiddenAreaState = .unknown,
        amac: HiddenAreaState = .unknown,
        properties: [String: String]
    ) {
        self.attachment = attachment
        self.deviceMajor = deviceMajor
        self.deviceMinor = deviceMinor
        self.kind = kind
        self.identity = identity
        self.geometry = geometry
        self.readOnly = readOnly
        self.mediaType = mediaType
        self.transport = transport
        self.rotationRateRPM = rotationRateRPM
        self.firmware = firmware
        self.zoned = zoned
        self.locked = locked
        self.bus = bus
        self.usbBridge = usbBridge
        self.contents = contents
        self.contentsProblem = contentsProblem
        self.usage = usage
        self.health = health
        self.hpa = hpa
        self.dco = dco
        self.amac = amac
        self.properties = properties
    }

    /// True for a loop device: everything signed about it says so.
    package var isSimulation: Bool { kind == .loop }
    /// Takes what the drive told of its firmware, its hidden areas too.
    package mutating func take(_ capabilities: Capabilities) {
        self.capabilities = capabilities
        let areas = capabilities.hiddenAreas
        (hpa, dco, amac) = (areas.hpa.state, areas.dco.state, areas.amac.state)
    }

    /// Parts of arrays, volume groups and pools that lie on it.
    package var members: [Content] { (contents ?? []).filter(\.isMember) }
}

extension ProbeReport {
    /// True for what is told of one event or one arrival (`SEQNUM`, `DISKSEQ`): another one each time, it names neither a drive nor a place. The
    /// station file may not ask for it, and nothing remembers it.
    package static func isOfAnEvent(_ property: String) -> Bool {
        ["ACTION", "SEQNUM", "DISKSEQ", "TAGS", "CURRENT_TAGS", "USEC_INITIALIZED"].contains(property)
            || ["SYNTH_", "USEC_"].contains { property.hasPrefix($0) }
    }
}
