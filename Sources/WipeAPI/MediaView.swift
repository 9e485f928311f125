// What the station sees of one drive.

/// The few facts by which people tell one drive from another.
public struct MediaSummary: Codable, Hashable, Sendable {
    /// As the drive says it.
    @Nullable public var serial: String?
    /// As the drive says it.
    @Nullable public var model: String?
    /// Size of the whole media.
    @Nullable public var capacityBytes: Int?
    /// Device node now; null while the drive is away.
    @Nullable public var node: String?
    /// Every member must be said; nil where it is unknown.
    public init(serial: String?, model: String?, capacityBytes: Int?, node: String?) {
        self.serial = serial
        self.model = model
        self.capacityBytes = capacityBytes
        self.node = node
    }
}

/// What the rules say about one drive, with all reasons.
public struct DecisionView: Codable, Hashable, Sendable {
    /// `identifying`, `refuse`, `hold` or `admit`.
    public var verdict: String
    /// Refusals where the verdict is `refuse`, holds where it is `hold`, else empty.
    public var reasons: [ReasonView]
    /// A decision as it goes over the wire.
    public init(verdict: String, reasons: [ReasonView]) {
        self.verdict = verdict
        self.reasons = reasons
    }
}

/// One thing found on a drive.
public struct ContentView: Codable, Hashable, Sendable {
    /// `partitionTable`, `filesystem`, `raid`, `crypto` or `other` (an entry of a partition table among them).
    public var kind: String
    /// `gpt`, `ext4`, `crypto_LUKS`, …
    public var type: String
    /// As it stands on the media.
    @Nullable public var label: String?
    /// As it stands on the media.
    @Nullable public var uuid: String?
    /// Node of the partition that holds it.
    @Nullable public var node: String?
    /// From the start of the media.
    public var offsetBytes: Int
    /// Null where libblkid does not say.
    @Nullable public var sizeBytes: Int?
    /// Every member must be said; nil where it is unknown.
    public init(kind: String, type: String, label: String?, uuid: String?, node: String?, offsetBytes: Int, sizeBytes: Int?) {
        self.kind = kind
        self.type = type
        self.label = label
        self.uuid = uuid
        self.node = node
        self.offsetBytes = offsetBytes
        self.sizeBytes = sizeBytes
    }
}

/// One way in which a drive or a part of it is in use.
public struct UseView: Codable, Hashable, Sendable {
    /// `mounted`, `swap`, `holder`, `openedExclusively`, `formerRun` or `runningSystem`.
    public var kind: String
    /// Kernel name of what is in use: the media or one of its partitions.
    public var node: String
    /// Mount point, holder's name, …
    public var detail: String
    /// A use as it goes over the wire.
    public init(kind: String, node: String, detail: String) {
        self.kind = kind
        self.node = node
        self.detail = detail
    }
}

/// Answer of `Routes.mediaShow`.
public struct MediaView: Codable, Hashable, Sendable {
    /// As the drive says it.
    @Nullable public var serial: String?
    /// As the drive says it.
    @Nullable public var model: String?
    /// As the drive says it.
    @Nullable public var vendor: String?
    /// Revision of the firmware.
    @Nullable public var firmware: String?
    /// World Wide Name.
    @Nullable public var wwn: String?
    /// Device node now.
    @Nullable public var node: String?
    /// Id of the bay that it is in.
    @Nullable public var bay: String?
    /// Size of the whole media.
    @Nullable public var capacityBytes: Int?
    /// Smallest unit of reading and writing.
    @Nullable public var logicalSectorBytes: Int?
    /// Unit in which the medium stores.
    @Nullable public var physicalSectorBytes: Int?
    /// `magnetic-hdd`, `flash-ssd`, `flash-removable`, `hybrid` or `unknown`.
    public var mediaType: String
    /// `sata`, `sas`, `scsi`, `usb`, `nvme`, `mmc`, `loop`, …
    @Nullable public var transport: String?
    /// Where the serial was read.
    @Nullable public var serialSource: String?
    /// Why the serial cannot stand for one drive: missing, or not credible; null where it can.
    @Nullable public var serialProblem: String?
    /// The same with what it is made of; left out where the serial can stand for one drive.
    public var serialWeakness: ReasonView?
    /// Null where probing failed, as `contentsProblem` then says, and where a wipe has been at it since.
    @Nullable public var contents: [ContentView]?
    /// Why the contents are not known; null where they are.
    @Nullable public var contentsProblem: String?
    /// Null where it is not known who uses the media; `usageProblem` then says why.
    @Nullable public var usage: [UseView]?
    /// Why the usage is not known; null where it is.
    @Nullable public var usageProblem: String?
    /// Null where the drive does not tell.
    @Nullable public var temperatureCelsius: Int?
    /// The drive's own count.
    @Nullable public var reallocatedSectors: Int?
    /// The drive's own count.
    @Nullable public var pendingSectors: Int?
    /// Flash: per cent of its rated life that is used, may be above 100; null where the drive does not tell.
    @Nullable public var percentageUsed: Int?
    /// Hours for which it was switched on so far; null where the drive does not tell.
    @Nullable public var powerOnHours: Int?
    /// What the rules say, with all reasons.
    public var decision: DecisionView
    /// The workshop's tag.
    @Nullable public var assetTag: String?
    /// The donor's own tag.
    @Nullable public var donorTag: String?
    /// Id of the open job of this drive.
    @Nullable public var job: String?
    /// What the drive can do by itself and what it hides; null where it was not asked.
    @Nullable public var capabilities: CapabilitiesView?
    /// The wipe that the rules choose for it, or that it has; null where it is refused or no policy applies to it.
    @Nullable public var overwrite: OverwriteView?

    /// Every member must be said; nil where it is unknown.
    public init(
        serial: String?, model: String?, vendor: String?, firmware: String?, wwn: String?, node: String?, bay: String?, capacityBytes: Int?,
        logicalSectorBytes: Int?, physicalSectorBytes: Int?, mediaType: String, transport: String?, serialSource: String?,
        serialProblem: String?, serialWeakness: ReasonView? = nil,
        contents: [ContentView]?,
        contentsProblem: String?, usage: [UseView]?, usageProblem: String?, temperatureCelsius: Int?, reallocatedSectors: Int?,
        pendingSectors: Int?, percentageUsed: Int?, powerOnHours: Int?,
        decision: DecisionView, assetTag: String?, donorTag: String?, job: String?, capabilities: CapabilitiesView?,
        overwrite: OverwriteView?
    ) {
        self.serial = serial
        self.model = model
        self.vendor = vendor
        self.firmware = firmware
        self.wwn = wwn
        self.node = node
        self.bay = bay
        self.capacityBytes = capacityBytes
        self.logicalSectorBytes = logicalSectorBytes
        self.physicalSectorBytes = physicalSectorBytes
        self.mediaType = mediaType
        self.transport = transport
        self.serialSource = serialSource
        self.serialProblem = serialProblem
        self.serialWeakness = serialWeakness
        self.contents = contents
        self.contentsProblem = contentsProblem
        self.usage = usage
        self.usageProblem = usageProblem
        self.temperatureCelsius = temperatureCelsius
        self.reallocatedSectors = reallocatedSectors
        self.pendingSectors = pendingSectors
        self.percentageUsed = percentageUsed
        self.powerOnHours = powerOnHours
        self.decision = decision
        self.assetTag = assetTag
        self.donorTag = donorTag
        self.job = job
        self.capabilities = capabilities
        self.overwrite = overwrite
    }
}

/// Answer of `Routes.media`.
public struct MediaList: Codable, Hashable, Sendable {
    /// All that are attached.
    public var media: [MediaView]
    /// All media that are attached, in a bay or not.
    public init(media: [MediaView]) { self.media = media }
}
