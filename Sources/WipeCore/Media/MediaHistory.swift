// What the store knows of a drive that has been identified, from this boot and from all of them.

/// How the last wipe of a drive ended, from the store.
package struct PastWipe: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case job, ending, closedAt, leftErasing }
    package enum Ending: String, Codable, Sendable { case sanitized, failed, abandoned }
    package var job: JobID
    package var ending: Ending
    package var closedAt: Moment
    /// `WipeJob.leftErasing`: nil for no.
    package var leftErasing: Bool?
    package init(job: JobID, ending: Ending, closedAt: Moment, leftErasing: Bool? = nil) {
        self.job = job
        self.ending = ending
        self.closedAt = closedAt
        self.leftErasing = leftErasing
    }
}

/// What this boot knows of one attachment. Kept in the store so that a restart of the daemon forgets no hold.
package struct AttachmentRecord: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case bootID, attachment, mediaKey, presentAtStart, wasRefused, identityChanged, twin, capacityBytes, endedJob, heldAnew
    }
    package var bootID: String
    package var attachment: AttachmentID
    package var mediaKey: String
    /// True where the drive was there before the daemon looked: it was not plugged in under our eyes.
    package var presentAtStart: Bool
    /// True once it was refused for what outlasts the refusal (`RefusalCode.refusalMemory`): if it becomes free, a person looks first.
    package var wasRefused: Bool
    /// True once it showed another serial, model or WWN than before at the same place; nil for not, also in older values.
    package var identityChanged: Bool?
    /// It was here beside another that shows the same; nil for not, also in older values.
    package var twin: Twin?
    /// Size that it showed last, in bytes; nil in older values.
    package var capacityBytes: UInt64?
    /// The last job on this attachment that came to its end: nothing starts by itself after it.
    package var endedJob: EndedJob?
    /// Lasting holds that have come up, or come up again, since a person started the last job here; nil for none, also in older values.
    package var heldAnew: Set<HoldCode>?

    /// Two things were at this station at once that show the same to the last fact: the serial identifies neither.
    package enum Twin: String, Codable, Sendable, CaseIterable {
        /// It was there first, or was being wiped: its name was its own when people put it in, and its record says what came later.
        case first
        /// It came beside the first, or came later: nothing that is known of the serial is known of it.
        case later
    }

    /// How a job on this very attachment ended.
    package struct EndedJob: Hashable, Codable, Sendable {
        enum CodingKeys: String, CodingKey { case job, ending }
        package var job: JobID
        /// Nil for a withdrawn job.
        package var ending: PastWipe.Ending?
        package init(job: JobID, ending: PastWipe.Ending?) {
            self.job = job
            self.ending = ending
        }
    }

    package init(
        bootID: String, attachment: AttachmentID, mediaKey: String, presentAtStart: Bool, wasRefused: Bool = false,
        endedJob: EndedJob? = nil
    ) {
        self.bootID = bootID
        self.attachment = attachment
        self.mediaKey = mediaKey
        self.presentAtStart = presentAtStart
        self.wasRefused = wasRefused
        self.endedJob = endedJob
    }

    /// The hold is there for another reason than the one that a person may have overridden.
    mutating func holdAnew(_ code: HoldCode) { heldAnew = (heldAnew ?? []).union([code]) }
}

/// What the store knows of a drive when it has been identified.
package struct MediaHistory: Hashable, Sendable {
    /// Nil where this boot has not seen this attachment.
    package var record: AttachmentRecord?
    package var lastWipe: PastWipe?
    /// Linked to its serial.
    package var assetTag: AssetTag?
    /// Linked to this very attachment.
    package var attachmentTag: AssetTag?
    /// Everything that was ever seen here with the same serial or World Wide Name, itself among it.
    package var sightings: [DriveSighting]
    package init(
        record: AttachmentRecord? = nil, lastWipe: PastWipe? = nil, assetTag: AssetTag? = nil, attachmentTag: AssetTag? = nil,
        sightings: [DriveSighting] = []
    ) {
        self.record = record
        self.lastWipe = lastWipe
        self.assetTag = assetTag
        self.attachmentTag = attachmentTag
        self.sightings = sightings
    }
}
