// The media as it was read: the facts, and how they stand in a document.

public import WipeIdentity

extension CertificateFacts {
    /// The media as it was read, never as it was believed to be.
    public struct Media: Sendable, Equatable {
        /// As the drive says it.
        public var vendor: String?
        /// As the drive says it.
        public var model: String?
        /// As the drive says it; nil where it says none.
        public var serial: String?
        /// Where the serial was read (rule H10); nil only where there is no serial.
        public var serialSource: SerialSource?
        /// World wide name.
        public var wwn: String?
        /// Firmware revision.
        public var firmware: String?
        /// What stores the bits, by the drive’s own word before the kernel’s.
        public var mediaType: MediaType
        /// How it is connected.
        public var transport: Transport
        /// The nearest USB hub or PCI function, `pci:0000:00:17.0` say; nil where it is not known.
        public var bus: String?
        /// What stands between the host and the medium on USB; nil for every other transport.
        public var usbBridge: USBBridge?
        /// Nominal rotation rate; nil where there is none or it is not known.
        public var rotationRateRpm: Int?
        /// Bytes of a logical sector; nil where it is not known, as for the next three.
        public var logicalSectorBytes: Int?
        /// Bytes of a physical sector.
        public var physicalSectorBytes: Int?
        /// Logical sectors of the whole media.
        public var sectors: Int?
        /// Bytes of the whole media.
        public var capacityBytes: Int?
        /// Zone model.
        public var zoned: ZoneModel
        /// The bay it was in.
        public var bay: String?
        /// True where the serial is missing, not credible, or not the medium's own.
        public var weakIdentity: Bool
        /// True where the serial was known at this station to be on other things too.
        public var serialShared: Bool
        /// Another capacity that the media showed during the job, the last one; nil when it did not change.
        public var conflictingCapacityBytes: Int?
        /// Another serial, model or WWN that the media showed during the job, the last one; nil when nothing changed.
        public var conflictingIdentity: OtherIdentity?

        /// Takes every fact as it is.
        public init(
            vendor: String?, model: String?, serial: String?, serialSource: SerialSource?, wwn: String?, firmware: String?,
            mediaType: MediaType,
            transport: Transport, bus: String? = nil, usbBridge: USBBridge? = nil, rotationRateRpm: Int?, logicalSectorBytes: Int?,
            physicalSectorBytes: Int?, sectors: Int?,
            capacityBytes: Int?, zoned: ZoneModel, bay: String?, weakIdentity: Bool, serialShared: Bool = false,
            conflictingCapacityBytes: Int? = nil,
            conflictingIdentity: OtherIdentity? = nil
        ) {
            self.vendor = vendor
            self.model = model
            self.serial = serial
            self.serialSource = serialSource
            self.wwn = wwn
            self.firmware = firmware
            self.mediaType = mediaType
            self.transport = transport
            self.bus = bus
            self.usbBridge = usbBridge
            self.rotationRateRpm = rotationRateRpm
            self.logicalSectorBytes = logicalSectorBytes
            self.physicalSectorBytes = physicalSectorBytes
            self.sectors = sectors
            self.capacityBytes = capacityBytes
            self.zoned = zoned
            self.bay = bay
            self.weakIdentity = weakIdentity
            self.serialShared = serialShared
            self.conflictingCapacityBytes = conflictingCapacityBytes
            self.conflictingIdentity = conflictingIdentity
        }
    }

    /// What the media said of itself in the middle of the job, where that was something else.
    public struct OtherIdentity: Sendable, Equatable {
        /// As the drive says it.
        public var vendor: String?
        /// As the drive says it.
        public var model: String?
        /// As the drive says it.
        public var serial: String?
        /// World wide name.
        public var wwn: String?

        /// Takes every fact as it is.
        public init(vendor: String?, model: String?, serial: String?, wwn: String?) {
            self.vendor = vendor
            self.model = model
            self.serial = serial
            self.wwn = wwn
        }
    }

    /// The controller of a USB enclosure or stick, as it names itself. It may hide what the medium says.
    public struct USBBridge: Sendable, Equatable {
        /// Four hexadecimal digits; nil where udev does not say.
        public var vendorID: String?
        /// Four hexadecimal digits; nil where udev does not say.
        public var productID: String?
        /// The kernel's driver, `uas` or `usb-storage` say.
        public var driver: String?

        /// Takes every fact as it is.
        public init(vendorID: String?, productID: String?, driver: String?) {
            self.vendorID = vendorID
            self.productID = productID
            self.driver = driver
        }
    }
}

extension CertificateFacts.Media {
    /// Where the serial was read, as the document says it.
    public var serialSourceWord: String? { serialSource?.rawValue }

    static let shape = Shape.object([
        Field("manufacturer", .orNull(.text)),
        Field("model", .orNull(.text)),
        Field("serialNumber", .orNull(.text)),
        Field("serialNumberSource", .orNull(.word(SerialSource.allCases.map(\.rawValue)))),
        Field("weakIdentity", .flag),
        Field("serialShared", .flag),
        Field("wwn", .orNull(.text)),
        Field("firmwareRevision", .orNull(.text)),
        Field("mediaType", .word(MediaType.words)),
        Field("transport", .word(Transport.words)),
        Field("bus", .orNull(.text)),
        Field("usbBridge", .orNull(CertificateFacts.USBBridge.shape)),
        Field("rotationRateRpm", .orNull(.count)),
        Field("logicalSectorBytes", .orNull(.count)),
        Field("physicalSectorBytes", .orNull(.count)),
        Field("lbaCount", .orNull(.count)),
        Field("capacityBytes", .orNull(.count)),
        Field("conflictingCapacityBytes", .orNull(.count)),
        Field("conflictingIdentity", .orNull(CertificateFacts.OtherIdentity.shape)),
        Field("zoned", .word(ZoneModel.words)),
        Field("bay", .orNull(.text)),
        Field("health", .object(CertificateFacts.Health.fieldsOfReadings)),
    ])

    func json(_ health: CertificateFacts.Health) -> JSONValue {
        [
            "manufacturer": Written.text(orNull: vendor),
            "model": Written.text(orNull: model),
            "serialNumber": Written.text(orNull: serial),
            "serialNumberSource": Written.word(serialSource),
            "weakIdentity": .bool(weakIdentity),
            "serialShared": .bool(serialShared),
            "wwn": Written.text(orNull: wwn),
            "firmwareRevision": Written.text(orNull: firmware),
            "mediaType": Written.word(mediaType),
            "transport": Written.word(transport),
            "bus": Written.text(orNull: bus),
            "usbBridge": usbBridge?.json ?? .null,
            "rotationRateRpm": Written.count(rotationRateRpm),
            "logicalSectorBytes": Written.count(logicalSectorBytes),
            "physicalSectorBytes": Written.count(physicalSectorBytes),
            "lbaCount": Written.count(sectors),
            "capacityBytes": Written.count(capacityBytes),
            "conflictingCapacityBytes": Written.count(conflictingCapacityBytes),
            "conflictingIdentity": conflictingIdentity?.json ?? .null,
            "zoned": Written.word(zoned),
            "bay": Written.text(orNull: bay),
            "health": .object(health.readings),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        let vendor = try reader.textOrNil("manufacturer")
        let model = try reader.textOrNil("model")
        let serial = try reader.textOrNil("serialNumber")
        let serialSource: SerialSource? = try reader.wordOrNil("serialNumberSource")
        let (weakIdentity, serialShared) = (try reader.flag("weakIdentity"), try reader.flag("serialShared"))
        self.init(
            vendor: vendor, model: model, serial: serial, serialSource: serialSource, wwn: try reader.textOrNil("wwn"),
            firmware: try reader.textOrNil("firmwareRevision"), mediaType: try reader.word("mediaType"),
            transport: try reader.word("transport"), bus: try reader.textOrNil("bus"),
            usbBridge: try reader.partOrNil("usbBridge", CertificateFacts.USBBridge.init),
            rotationRateRpm: try reader.countOrNil("rotationRateRpm"), logicalSectorBytes: try reader.countOrNil("logicalSectorBytes"),
            physicalSectorBytes: try reader.countOrNil("physicalSectorBytes"), sectors: try reader.countOrNil("lbaCount"),
            capacityBytes: try reader.countOrNil("capacityBytes"), zoned: try reader.word("zoned"), bay: try reader.textOrNil("bay"),
            weakIdentity: weakIdentity, serialShared: serialShared,
            conflictingCapacityBytes: try reader.countOrNil("conflictingCapacityBytes"),
            conflictingIdentity: try reader.partOrNil("conflictingIdentity", CertificateFacts.OtherIdentity.init))
    }
}

extension CertificateFacts.OtherIdentity {
    static let shape = Shape.object(["manufacturer", "model", "serialNumber", "wwn"].map { Field($0, .orNull(.text)) })

    var json: JSONValue {
        [
            "manufacturer": Written.text(orNull: vendor), "model": Written.text(orNull: model),
            "serialNumber": Written.text(orNull: serial), "wwn": Written.text(orNull: wwn),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            vendor: try reader.textOrNil("manufacturer"), model: try reader.textOrNil("model"),
            serial: try reader.textOrNil("serialNumber"), wwn: try reader.textOrNil("wwn"))
    }
}

extension CertificateFacts.USBBridge {
    static let shape = Shape.object(["vendorId", "productId", "driver"].map { Field($0, .orNull(.text)) })

    var json: JSONValue {
        [
            "vendorId": Written.text(orNull: vendorID), "productId": Written.text(orNull: productID),
            "driver": Written.text(orNull: driver),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            vendorID: try reader.textOrNil("vendorId"), productID: try reader.textOrNil("productId"),
            driver: try reader.textOrNil("driver"))
    }
}
