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
    /// When it was signed.
    public let validFrom: UTCTime?
    /// The facts of its media, computed again from the signed bytes; nil of a notice, and where there is no serial.
    public let media: MediaIdentity?
    /// It says itself that its serial does not identify the media.
    public let isWeak: Bool
    /// It says itself that other things show its serial.
    public let isSerialShared: Bool
    /// The document that this one corrects or revokes.
    public let about: Target?
    /// Of a correction, what it does to the tag of its record; nil where it is about something else.
    public let tagChange: NoticeFacts.TagChange?

    /// The station for which it speaks.
    public let station: KeyBinding.Claim
    /// Of a rotation, the keys.
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
        /// How people know it: its number, the serial of its media, its tag.
        public let record: Int?
        public let serial: String?
        public let assetTag: String?
    }

    /// - Parameter canonical: the canonical bytes of the document.
    init(_ document: JSONValue, canonical: [UInt8]) {
        entry = LogEntry(of: document, digest: Certificate.digest(ofCanonical: canonical))
        anchor = LogAnchor(of: document)
        validFrom = document["validFrom"]?.text.flatMap(UTCTime.init)
        let sanitization = document.at("credentialSubject", "sanitization")
        startedAt = sanitization == nil ? validFrom : sanitization?["startedAt"]?.text.flatMap(UTCTime.init)
        endedAt = sanitization?["endedAt"]?.text.flatMap(UTCTime.init)
        let media = document.at("credentialSubject", "media")
        self.media = media.flatMap(MediaIdentity.init)
        isWeak = media?["weakIdentity"] != false
        isSerialShared = media?["serialShared"] == true
        tagChange = NoticeFacts.TagChange(of: document)
        station = KeyBinding.Claim(of: document)
        rotation = KeyRotation(of: document)
        reason = document.at("credentialSubject", "reason")?.text
        let jumps = document.at("credentialSubject", "clock", "jumps")?.items ?? []
        clockJumpSeconds = jumps.reduce(0) { min($0 + Int(min(($1["seconds"]?.int ?? 0).magnitude, 1 << 40)), 1 << 40) }
        let about = document.at("credentialSubject", "about")
        if let id = about?["id"]?.text, let digest = about?["digest"]?.text {
            self.about = Target(
                id: id, digest: digest, record: about?["record"]?.int, serial: about?["serialNumber"]?.text,
                assetTag: about?["assetTag"]?.text)
        } else {
            self.about = nil
        }
    }
}

extension MediaIdentity {
    /// Out of the member `media` of a document; nil without a serial.
    fileprivate init?(_ media: JSONValue) {
        guard let serial = media["serialNumber"]?.text else { return nil }
        self.init(
            vendor: media["manufacturer"]?.text, model: media["model"]?.text, serial: serial,
            serialSource: media["serialNumberSource"]?.text.flatMap(SerialSource.init) ?? .unknown, wwn: media["wwn"]?.text,
            capacityBytes: media["capacityBytes"]?.int.flatMap(UInt64.init(exactly:)) ?? 0)
    }
}
