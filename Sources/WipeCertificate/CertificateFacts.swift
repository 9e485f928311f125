// What the caller knows when a job has ended. No verdict is among it: the outcome is derived from these facts.
// nil means that a fact could not be learnt, and is written as null; it is never replaced by 0 or by a guess.

public import FoundationEssentials

/// Everything that goes into one signed document.
public struct CertificateFacts: Sendable, Equatable {
    /// Identity of the document, fixed before signing so that signing again gives the same bytes.
    public var id: UUID
    /// Number of the record on this station, without a gap from 1.
    public var record: Int
    /// The time at which the job was closed; also the `created` of the proof.
    public var validFrom: UTCTime
    /// True for everything that was no real drive: loop devices, simulated disks.
    public var simulation: Bool
    /// The station that did it.
    public var station: Station
    /// What people said about the media.
    public var asset: Asset
    /// What was read from the media.
    public var media: Media
    /// What was to be done.
    public var policy: Policy
    /// What was done.
    public var run: Run
    /// What the drive says of its health.
    public var health: Health
    /// What the host does not reach.
    public var hiddenAreas: HiddenAreas
    /// How far the times can be believed.
    public var clock: Clock
    /// The program.
    public var tool: Tool
    /// Who moved the job; empty for a job that nobody started.
    public var personnel: [Person]
    /// How the engine says the job ended.
    public var end: JobEnd
    /// Codes (lower-case letters, digits, hyphens) of why it failed or was abandoned; empty when it was sanitized.
    public var reasons: [String]
    /// The newest head of the log when the job first ran; nil where there was none yet. Set after the rest.
    public var logAnchor: LogAnchor?

    /// Takes every fact as it is.
    public init(
        id: UUID, record: Int, validFrom: UTCTime, simulation: Bool, station: Station, asset: Asset, media: Media, policy: Policy, run: Run,
        health: Health, hiddenAreas: HiddenAreas, clock: Clock, tool: Tool, personnel: [Person], end: JobEnd, reasons: [String]
    ) {
        self.id = id
        self.record = record
        self.validFrom = validFrom
        self.simulation = simulation
        self.station = station
        self.asset = asset
        self.media = media
        self.policy = policy
        self.run = run
        self.health = health
        self.hiddenAreas = hiddenAreas
        self.clock = clock
        self.tool = tool
        self.personnel = personnel
        self.end = end
        self.reasons = reasons
    }

    /// The station that did it, as its configuration names it.
    public struct Station: Sendable, Equatable {
        /// Name of the station.
        public var name: String
        /// The organization that runs the station.
        public var organization: String?
        /// Where the station stands.
        public var location: String?

        /// Takes every fact as it is.
        public init(name: String, organization: String? = nil, location: String? = nil) {
            self.name = name
            self.organization = organization
            self.location = location
        }
    }

    /// What people said about the media. All of it is declared, typed or imported, and the document marks it so (rule H16).
    public struct Asset: Sendable, Equatable {
        /// Tag of the workshop.
        public var assetTag: String?
        /// Tag of the donor.
        public var donorTag: String?
        /// Who gave the media.
        public var donor: String?
        /// Serial of the computer that the media was in.
        public var hostSerialNumber: String?
        /// Who linked the tag; nil where nobody did.
        public var declaredBy: Declarer?

        /// Takes every fact as it is.
        public init(
            assetTag: String? = nil, donorTag: String? = nil, donor: String? = nil, hostSerialNumber: String? = nil,
            declaredBy: Declarer? = nil
        ) {
            self.assetTag = assetTag
            self.donorTag = donorTag
            self.donor = donor
            self.hostSerialNumber = hostSerialNumber
            self.declaredBy = declaredBy
        }
    }

    /// The policy that was applied.
    public struct Policy: Sendable, Equatable {
        /// Identifier of the policy.
        public var id: String
        /// Version of the policy.
        public var version: String
        /// `sha256:` and 64 hexadecimal digits, over the bytes of the policy's file.
        public var digest: String?
        /// Title in French.
        public var titleFrench: String
        /// Title in English.
        public var titleEnglish: String
        /// What the policy may claim; nil for none.
        public var claim: Claim?
        /// How many passes the plan has. A certificate needs all of them.
        public var passes: Int
        /// How many sectors, unwritten or unreadable, the policy lets pass.
        public var unwritableSectorsMax: Int

        /// Takes every fact as it is.
        public init(
            id: String, version: String, digest: String?, titleFrench: String, titleEnglish: String, claim: Claim?, passes: Int,
            unwritableSectorsMax: Int
        ) {
            self.id = id
            self.version = version
            self.digest = digest
            self.titleFrench = titleFrench
            self.titleEnglish = titleEnglish
            self.claim = claim
            self.passes = passes
            self.unwritableSectorsMax = unwritableSectorsMax
        }
    }

    /// A standard with revision and clause, and the level claimed of it.
    public struct Claim: Sendable, Equatable {
        /// Name and revision, `NIST SP 800-88r2` say.
        public var standard: String
        /// The clause, `3.1.1` say.
        public var clause: String
        /// `clear` or `purge`, in NIST's sense.
        public var level: String

        /// Takes every fact as it is.
        public init(standard: String, clause: String, level: String) {
            self.standard = standard
            self.clause = clause
            self.level = level
        }
    }

    /// A count that the drive keeps, before and after the job.
    public struct HealthCount: Sendable, Equatable {
        /// When the job was opened.
        public var before: Int?
        /// When the job was closed.
        public var after: Int?
        /// Why a count is nil, in a few words; nil when both are known.
        public var unknownBecause: String?

        /// Takes every fact as it is.
        public init(before: Int?, after: Int?, unknownBecause: String? = nil) {
            self.before = before
            self.after = after
            self.unknownBecause = unknownBecause
        }
    }

    /// What the drive says of itself.
    public struct Health: Sendable, Equatable {
        /// Sectors that the drive replaced; the old ones keep their contents.
        public var reallocatedSectors: HealthCount
        /// Sectors that the drive could not read and has not replaced yet.
        public var pendingSectors: HealthCount
        /// Sectors that the drive gave up.
        public var uncorrectableSectors: HealthCount
        /// How much of its rated life is used, in per cent; may be above 100. Flash says it, and not every drive.
        public var percentageUsed: Reading
        /// Degrees Celsius. Not every drive says it.
        public var temperatureCelsius: Reading
        /// Hours for which it was switched on so far. Not every drive says it.
        public var powerOnHours: Reading

        /// Takes every fact as it is.
        public init(
            reallocatedSectors: HealthCount, pendingSectors: HealthCount, uncorrectableSectors: HealthCount,
            percentageUsed: Reading = Reading(), temperatureCelsius: Reading = Reading(), powerOnHours: Reading = Reading()
        ) {
            self.reallocatedSectors = reallocatedSectors
            self.pendingSectors = pendingSectors
            self.uncorrectableSectors = uncorrectableSectors
            self.percentageUsed = percentageUsed
            self.temperatureCelsius = temperatureCelsius
            self.powerOnHours = powerOnHours
        }

        /// One value before and after the job; nil where it was not read. Decides nothing.
        public struct Reading: Sendable, Equatable {
            /// When the job was opened.
            public var before: Int?
            /// When the job was closed.
            public var after: Int?

            /// Takes every fact as it is.
            public init(before: Int? = nil, after: Int? = nil) {
                self.before = before
                self.after = after
            }
        }
    }

    /// How far the times of the document can be believed (rule H13).
    public struct Clock: Sendable, Equatable {
        /// Who answered whether the clock is synchronised, `adjtimex` say; nil where nobody was asked.
        public var source: String?
        /// Whether the clock was synchronised; nil where it is not known.
        public var synchronised: Bool?
        /// Jumps of more than a minute.
        public var jumps: [Jump]
        /// Boot ids of the kernels under which the job ran, in the order of time.
        public var bootIDs: [String]

        /// Takes every fact as it is.
        public init(source: String?, synchronised: Bool?, jumps: [Jump], bootIDs: [String]) {
            self.source = source
            self.synchronised = synchronised
            self.jumps = jumps
            self.bootIDs = bootIDs
        }

        /// A wall clock that moved against the monotonic one during the job.
        public struct Jump: Sendable, Equatable {
            /// The time just after the jump.
            public var at: UTCTime
            /// How far it moved; negative for backwards.
            public var seconds: Int

            /// Takes every fact as it is.
            public init(at: UTCTime, seconds: Int) {
                self.at = at
                self.seconds = seconds
            }
        }
    }

    /// The program that did it.
    public struct Tool: Sendable, Equatable {
        /// Name of the program.
        public var name: String
        /// Version of the program.
        public var version: String
        /// `sha256:` and 64 hexadecimal digits, over the bytes of the executable.
        public var buildDigest: String?
        /// Name and release of the kernel.
        public var operatingSystem: String

        /// Takes every fact as it is.
        public init(name: String, version: String, buildDigest: String?, operatingSystem: String) {
            self.name = name
            self.version = version
            self.buildDigest = buildDigest
            self.operatingSystem = operatingSystem
        }
    }

    /// Somebody who moved the job, known from the credentials of the socket's peer and not from a text field.
    public struct Person: Sendable, Equatable {
        /// What the person did: `start`, `tag`, `confirm`, `cancel`, …
        public var role: String
        /// Name of the user at the socket.
        public var userName: String?
        /// User id at the socket.
        public var uid: Int?
        /// The login under which somebody became root; nil otherwise.
        public var viaLogin: String?

        /// Takes every fact as it is.
        public init(role: String, userName: String?, uid: Int?, viaLogin: String? = nil) {
            self.role = role
            self.userName = userName
            self.uid = uid
            self.viaLogin = viaLogin
        }
    }
}
