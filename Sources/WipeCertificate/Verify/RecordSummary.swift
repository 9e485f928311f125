// What an audit of many documents has to remember of each.

public import WipeIdentity

/// The few values of a document that are compared with those of other documents. None of it is to be trusted unless the document is valid.
public struct RecordSummary: Sendable, Equatable {
    /// What the log has to say of it; nil where the document lacks what an entry names.
    public let entry: LogEntry?
    /// The head that it names as older than itself.
    public let anchor: LogAnchor?
    /// When the job began; of a notice, when it was signed.
    public let startedAt: UTCTime?
    /// When the work on the media ended.
    public let endedAt: UTCTime?
    /// The moment for which it speaks: of a record the end of its last read-back, of a notice its signature.
    public let validFrom: UTCTime?
    /// The facts of its media, computed again from the signed bytes; nil of a notice, and where there is no serial.
    public let media: MediaIdentity?
    /// It says itself that its serial does not identify the media.
    public let isWeak: Bool
    /// It says itself that other things show its serial.
    public let isSerialShared: Bool
    /// The document that this one corrects or revokes, by its own word: also of a notice that is damaged.
    public let about: Target?
    /// Of a correction, what it does to the tag of its record; nil where it is about something else.
    public let tagChange: NoticeFacts.TagChange?

    /// The station for which it speaks.
    public let station: KeyBinding.Claim
    /// Of a rotation, the keys: also of one that is damaged.
    public let rotation: KeyRotation?
    /// Of a notice, why.
    public let reason: String?
    /// By how much the station's clock was set while the job ran, forth and back added up, in seconds.
    public let clockJumpSeconds: Int

    /// A document that is named by another one.
    public struct Target: Sendable, Equatable {
        /// `urn:uuid:…`.
        public let id: String
        /// `sha256:` over its canonical form.
        public let digest: String
        /// Its number, by which people know it; nil if the notice leaves it out.
        public let record: Int?
        /// The serial of its drive; nil if it has none.
        public let serial: String?
        /// Its asset tag; nil if it has none.
        public let assetTag: String?
    }

    /// - Parameter canonical: the canonical bytes of the document.
    init(_ envelope: Envelope, _ reading: DocumentReading, canonical: [UInt8]) {
        entry = LogEntry(envelope, digest: Certificate.digest(ofCanonical: canonical))
        anchor = reading.record.map(\.facts.logAnchor) ?? envelope.anchor
        validFrom = envelope.validFrom
        station = envelope.station
        let facts = reading.record?.facts
        // A notice begins when it is signed.
        startedAt = if case .notice = reading { envelope.validFrom } else { facts?.run.startedAt }
        endedAt = facts?.run.endedAt
        media = facts.flatMap { MediaIdentity($0.media) }
        isWeak = facts?.media.weakIdentity ?? true
        isSerialShared = facts?.media.serialShared ?? false
        clockJumpSeconds = facts?.clock.jumps.reduce(0) { min($0 + Int(min($1.seconds.magnitude, 1 << 40)), 1 << 40) } ?? 0
        tagChange = reading.notice?.facts.assetTag
        reason = reading.notice?.facts.reason
        rotation = envelope.rotation
        about = envelope.about
    }
}

extension MediaIdentity {
    /// Out of the facts of a record; nil without a serial.
    fileprivate init?(_ media: CertificateFacts.Media) {
        guard let serial = media.serial else { return nil }
        self.init(
            vendor: media.vendor, model: media.model, serial: serial,
            serialSource: media.serialSource ?? .unknown, wwn: media.wwn,
            capacityBytes: media.capacityBytes.flatMap(UInt64.init(exactly:)) ?? 0)
    }
}
