// What the caller knows when a job has ended. No verdict is among it: the outcome is derived from these facts.
// nil means that a fact could not be learnt, and is written as null; it is never replaced by 0 or by a guess.

public import FoundationEssentials

/// Everything that goes into one signed document.
public struct CertificateFacts: Sendable, Equatable {
    /// Identity of the document, fixed before signing so that signing again gives the same bytes.
    public var id: UUID
    /// Number of the record on this station, without a gap from 1.
    public var record: Int
    /// The moment for which the document speaks: the last byte has been read back, and the device was proved once more. Also `created` of the proof.
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
    /// Why it failed or was abandoned; empty when it was sanitized.
    public var reasons: [EndReason]
    /// What was settled about a Purge; nil where none was asked for. Set after the rest.
    public var purge: Purge?
    /// What the drive told of its firmware; nil where it was not asked, and nothing was settled about a Purge. Set after the rest.
    public var firmware: Firmware?
    /// The newest head of the log when the job first ran; nil where there was none yet. Set after the rest.
    public var logAnchor: LogAnchor?

    /// Takes every fact as it is.
    public init(
        id: UUID, record: Int, validFrom: UTCTime, simulation: Bool, station: Station, asset: Asset, media: Media, policy: Policy, run: Run,
        health: Health, hiddenAreas: HiddenAreas, clock: Clock, tool: Tool, personnel: [Person], end: JobEnd, reasons: [EndReason]
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
}
