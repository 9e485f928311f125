// The facts about the media and about what was done to it.

extension CertificateFacts {
    /// The media as it was read, never as it was believed to be.
    public struct Media: Sendable, Equatable {
        /// As the drive says it.
        public var vendor: String?
        /// As the drive says it.
        public var model: String?
        /// As the drive says it; nil where it says none.
        public var serial: String?
        /// Where the serial was read (rule H10), a word of `SerialSource`; nil only where there is no serial.
        public var serialSource: String?
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
        /// Bytes of a logical sector.
        public var logicalSectorBytes: Int
        /// Bytes of a physical sector.
        public var physicalSectorBytes: Int?
        /// Logical sectors of the whole media.
        public var sectors: Int
        /// Bytes of the whole media.
        public var capacityBytes: Int
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
            vendor: String?, model: String?, serial: String?, serialSource: String?, wwn: String?, firmware: String?, mediaType: MediaType,
            transport: Transport, bus: String? = nil, usbBridge: USBBridge? = nil, rotationRateRpm: Int?, logicalSectorBytes: Int,
            physicalSectorBytes: Int?, sectors: Int,
            capacityBytes: Int, zoned: ZoneModel, bay: String?, weakIdentity: Bool, serialShared: Bool = false,
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

    /// What was done, over all passes.
    public struct Run: Sendable, Equatable {
        /// Wall clock at the beginning; nil where it did not begin.
        public var startedAt: UTCTime?
        /// Wall clock at the end; nil where it did not come to its end.
        public var endedAt: UTCTime?
        /// Running time from a monotonic clock, without the time in which the job was suspended.
        public var durationSeconds: Int?
        /// The passes that were begun, in order.
        public var passes: [Pass]
        /// Seed of the order of the passes where the policy permutes some. Lower-case hexadecimal, 64 digits.
        public var orderSeed: String?
        /// Union over all passes.
        public var unwritten: Defects
        /// Union over all passes.
        public var mismatched: Defects
        /// Union over all passes.
        public var unreadable: Defects
        /// Planned to be read back, and never tried or never answered: the work ended before. Union over all passes.
        public var neverRead: Defects
        /// In the order of time.
        public var interruptions: [Interruption]
        public var custody: Custody

        /// Takes every fact as it is.
        public init(
            startedAt: UTCTime?, endedAt: UTCTime?, durationSeconds: Int?, passes: [Pass], orderSeed: String? = nil, unwritten: Defects,
            mismatched: Defects, unreadable: Defects, neverRead: Defects = .none, interruptions: [Interruption],
            custody: Custody = Custody()
        ) {
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.durationSeconds = durationSeconds
            self.passes = passes
            self.orderSeed = orderSeed
            self.unwritten = unwritten
            self.mismatched = mismatched
            self.unreadable = unreadable
            self.neverRead = neverRead
            self.interruptions = interruptions
            self.custody = custody
        }
    }

    /// Whether anything but this station can have touched the media while it was read back.
    public struct Custody: Sendable, Equatable {
        /// One break that mattered: what had been read back before it counts no more.
        public struct Break: Sendable, Equatable {
            /// Pass that was under way, from 1.
            public var pass: Int
            public var phase: Phase
            public var reason: CustodyBreak
            /// When it was noticed.
            public var at: UTCTime

            /// Takes every fact as it is.
            public init(pass: Int, phase: Phase, reason: CustodyBreak, at: UTCTime) {
                self.pass = pass
                self.phase = phase
                self.reason = reason
                self.at = at
            }
        }
        /// In the order of time.
        public var breaks: [Break]
        /// The drive's own count of its power cycles, the same before and after the last read-back; nil where it has none: then a drive that lost
        /// its power for a moment is not told from one that did not.
        public var powerCycles: Int?
        /// Other programs that had the media open for writing when the last read-back ended.
        public var otherWriters: [String]
        /// When it was noticed that custody had ended before the document was signed; nil where it had not.
        public var endedAt: UTCTime?

        /// Takes every fact as it is.
        public init(breaks: [Break] = [], powerCycles: Int? = nil, otherWriters: [String] = [], endedAt: UTCTime? = nil) {
            self.breaks = breaks
            self.powerCycles = powerCycles
            self.otherWriters = otherWriters
            self.endedAt = endedAt
        }
    }

    /// Sectors with one kind of defect.
    public struct Defects: Sendable, Equatable {
        /// The exact number of sectors; nil where it is not known, which a certificate does not allow.
        public var sectors: Int?
        /// Closed ranges of logical sectors, in order and apart from each other. Only the first 10,000 are published.
        public var ranges: [ClosedRange<Int>]

        /// Takes every fact as it is.
        public init(sectors: Int?, ranges: [ClosedRange<Int>]) {
            self.sectors = sectors
            self.ranges = ranges
        }

        /// No such sector.
        public static let none = Defects(sectors: 0, ranges: [])
    }

    /// A time in which the job stood still.
    public struct Interruption: Sendable, Equatable {
        /// When it began.
        public var at: UTCTime
        /// A code: `paused`, `detached`, `daemon-restarted`, …
        public var reason: String
        /// nil where it was not resumed.
        public var resumedAt: UTCTime?

        /// Takes every fact as it is.
        public init(at: UTCTime, reason: String, resumedAt: UTCTime?) {
            self.at = at
            self.reason = reason
            self.resumedAt = resumedAt
        }
    }

    /// One pass: what was written, and what was read back.
    public struct Pass: Sendable, Equatable {
        /// From 1, in the order of the plan.
        public var number: Int
        /// Row of the policy, from 1; differs from `number` where the policy permutes.
        public var row: Int
        /// What was to be written.
        public var pattern: Pattern
        /// Distinct bytes of the media that were written and acknowledged.
        public var bytesWritten: Int
        /// Sectors that stayed unwritten in this pass.
        public var unwrittenSectors: Int
        /// Write errors, those that a retry cured among them.
        public var writeErrors: Int
        /// Repeated writes and reads.
        public var retries: Int
        /// The flush after the last write.
        public var flush: FlushResult
        /// Wall clock at the beginning; nil where it did not begin.
        public var startedAt: UTCTime?
        /// Wall clock at the end; nil where it did not come to its end.
        public var endedAt: UTCTime?
        /// From the first write to the flush, by the station's monotonic clock, the time of interruptions included in which the station ran.
        public var writeSeconds: Int?
        /// nil where the pass was not read back.
        public var verification: Verification?

        /// Takes every fact as it is.
        public init(
            number: Int, row: Int, pattern: Pattern, bytesWritten: Int, unwrittenSectors: Int, writeErrors: Int, retries: Int,
            flush: FlushResult,
            startedAt: UTCTime?, endedAt: UTCTime?, writeSeconds: Int?, verification: Verification?
        ) {
            self.number = number
            self.row = row
            self.pattern = pattern
            self.bytesWritten = bytesWritten
            self.unwrittenSectors = unwrittenSectors
            self.writeErrors = writeErrors
            self.retries = retries
            self.flush = flush
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.writeSeconds = writeSeconds
            self.verification = verification
        }
    }

    /// The bytes of a pass.
    public enum Pattern: Sendable, Equatable {
        case zeros
        case ones
        /// These bytes, repeated from byte 0 of the media. Lower-case hexadecimal.
        case bytes(String)
        /// The AES-256-CTR stream; block i is E(key, counter + i). 64 and 32 hexadecimal digits. The key is published, since the job is closed.
        case random(key: String, initialCounter: String, complemented: Bool = false)

        /// Its bytes depend on their address: only such a pass shows a drive that answers without having written.
        var isRandom: Bool { if case .random = self { true } else { false } }
    }

    /// The read-back of a pass.
    public struct Verification: Sendable, Equatable {
        /// What was to be read.
        public var coverage: Coverage
        /// Distinct bytes that were read and compared.
        public var bytesRead: Int
        /// Sectors that read back something else.
        public var mismatchedSectors: Int
        /// Sectors that could not be read.
        public var unreadableSectors: Int
        /// Sectors that were never tried, or gave no answer before the work ended.
        public var neverReadSectors: Int
        /// Read errors, those that a retry cured among them.
        public var readErrors: Int
        /// How it was made sure that the media and not a cache answered.
        public var cacheBypass: String
        /// Wall clock at the beginning; nil where it did not begin.
        public var startedAt: UTCTime?
        /// Wall clock at the end; nil where it did not come to its end.
        public var endedAt: UTCTime?
        /// From the first read to the last, by the station's monotonic clock, as in `Pass.writeSeconds`.
        public var readSeconds: Int?

        /// Takes every fact as it is.
        public init(
            coverage: Coverage, bytesRead: Int, mismatchedSectors: Int, unreadableSectors: Int, neverReadSectors: Int = 0, readErrors: Int,
            cacheBypass: String,
            startedAt: UTCTime?, endedAt: UTCTime?, readSeconds: Int?
        ) {
            self.coverage = coverage
            self.bytesRead = bytesRead
            self.mismatchedSectors = mismatchedSectors
            self.unreadableSectors = unreadableSectors
            self.neverReadSectors = neverReadSectors
            self.readErrors = readErrors
            self.cacheBypass = cacheBypass
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.readSeconds = readSeconds
        }
    }

    /// How much of the media a read-back was to cover.
    public enum Coverage: Sendable, Equatable {
        case full
        case sample(Sample)
    }

    /// The sample of a read-back, so that a stranger can choose the same sectors.
    public struct Sample: Sendable, Equatable {
        /// Equal parts of the media.
        public var subsections: Int
        /// Samples in each part.
        public var samplesEach: Int
        /// Percentage of each part that its samples cover.
        public var percentEach: Int
        /// Whether the first and the last sector belong to the sample.
        public var firstAndLast: Bool
        /// Lower-case hexadecimal, 64 digits.
        public var seed: String
        /// Sectors that the sample consists of.
        public var sectors: Int

        /// Takes every fact as it is.
        public init(subsections: Int, samplesEach: Int, percentEach: Int, firstAndLast: Bool, seed: String, sectors: Int) {
            self.subsections = subsections
            self.samplesEach = samplesEach
            self.percentEach = percentEach
            self.firstAndLast = firstAndLast
            self.seed = seed
            self.sectors = sectors
        }
    }
}
