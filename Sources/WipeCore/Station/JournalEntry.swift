// What is made durable: all entries of one event in one transaction, before any effect.

/// A signed record: bytes that are stored and served verbatim.
package struct SignedDocument: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case certificate, failure
        /// About another record.
        case correction, revocation
        /// About a key of the station.
        case key

        /// A job ends with it.
        package var isOfAJob: Bool { self == .certificate || self == .failure }
    }
    /// UUID without prefix.
    package var id: String
    package var record: UInt64
    /// The job that it is about, of a correction or revocation the job of the other record; nil for a key.
    package var job: JobID?
    package var kind: Kind
    /// `cleared`, `purged`, each perhaps `-with-exceptions`, or `not-sanitized`; of a document about another record or a key, its kind.
    package var outcome: String
    package var serial: String?
    package var assetTag: String?
    package var issuedAt: Moment
    package var fileName: String
    package var bytes: [UInt8]
    /// What the log says of it, stored in the same transaction; empty only in a database that had no log yet.
    package var logEntry: [UInt8] = []
    package var published: Bool
    /// The tag by which its record goes since it was signed, by the newest correction: every view and search follows it. Nil where none was made.
    /// Of a correction that is about to be stored, the tag that it gives. The store keeps it apart from the document.
    package var correctedTag: String?
    /// Of a job's record, the number of the revocation that took it back, and of its newest correction; nil where there is none. The store finds
    /// them among the other documents.
    package var revokedBy: UInt64?
    package var correctedBy: UInt64?

    /// The tag that people know the record by.
    package var presentTag: String? { correctedTag ?? assetTag }

    /// A correction has given the record another tag than it was signed with; another spelling of the same tag is none.
    package var isTagCorrected: Bool { correctedTag.map { $0 != assetTag.map(AssetTagText.composed) } ?? false }

    enum CodingKeys: String, CodingKey {
        case id, record, job, kind, outcome, serial, assetTag, issuedAt, fileName, bytes, published
    }
    package init(
        id: String, record: UInt64, job: JobID?, kind: Kind, outcome: String, serial: String?, assetTag: String?, issuedAt: Moment,
        fileName: String, bytes: [UInt8], logEntry: [UInt8] = [], published: Bool
    ) {
        self.id = id
        self.record = record
        self.job = job
        self.kind = kind
        self.outcome = outcome
        self.serial = serial
        self.assetTag = assetTag
        self.issuedAt = issuedAt
        self.fileName = fileName
        self.bytes = bytes
        self.logEntry = logEntry
        self.published = published
    }
}

/// One durable change.
package enum JournalEntry: Hashable, Sendable {
    /// The job as it is now (insert or replace), without its checkpoint.
    case job(WipeJob)
    /// Where a run may go on; far more frequent than the rest.
    case checkpoint(JobID, Checkpoint)
    case attachment(AttachmentRecord)
    case tag(TagLink)
    /// Something that was seen here, with what is remembered of it (insert or replace).
    case sighting(DriveSighting)
    /// The link of this key is no more.
    case untag(key: TagKey)
    /// Many changes of links in one step.
    case links(LinkChanges)
    /// The document and the commit point of a record.
    case document(SignedDocument)
    /// The document's file can be read.
    case published(documentID: String)
    /// A correction gives the record of this job another tag than it was signed with.
    case recordTag(JobID, tag: String)
    case act(Act)
    /// How drives of one kind have done with one technique (insert or replace).
    case experience(TechniqueExperience)
}

extension JournalEntry {
    /// The lines of the journal in it.
    package var acts: [Act] {
        switch self {
        case .act(let act): [act]
        case .links(let changes): changes.acts
        default: []
        }
    }

    /// What a list was compared with is different after it.
    package var changesBooks: Bool {
        switch self {
        case .tag, .untag, .links, .document, .recordTag, .attachment, .sighting: true
        case .job, .checkpoint, .published, .act, .experience: false
        }
    }
}
