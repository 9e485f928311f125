// What an audit of many documents has to remember of each.

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
    /// Maker, model and serial, where the serial can be believed.
    public let media: String?
    /// The document that this one corrects or revokes.
    public let about: Target?
    /// Of a correction, the tag that it gives to its record; nil where it is about something else.
    public let correctedTag: String?

    /// A document that is named by another one.
    public struct Target: Sendable, Equatable {
        /// `urn:uuid:…`.
        public let id: String
        /// `sha256:` over its canonical form.
        public let digest: String
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
        if let serial = media?["serialNumber"]?.text, media?["weakIdentity"] == false {
            self.media = [media?["manufacturer"]?.text ?? "", media?["model"]?.text ?? "", serial].joined(separator: "\u{1F}")
        } else {
            self.media = nil
        }
        correctedTag = document.at("credentialSubject", "correctedAssetTag", "to")?.text
        let about = document.at("credentialSubject", "about")
        if let id = about?["id"]?.text, let digest = about?["digest"]?.text {
            self.about = Target(id: id, digest: digest)
        } else {
            self.about = nil
        }
    }
}
