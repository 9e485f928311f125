// Signed records, as the registry lists them. The record itself goes over the wire as its signed bytes, never as a view.

/// One line of `Routes.certificates`.
public struct CertificateView: Codable, Hashable, Sendable {
    /// `urn:uuid:…`.
    public var id: String
    /// Number of the record at this station, from 1, without gaps.
    public var record: Int
    /// As the drive says it.
    @Nullable public var serial: String?
    /// As the drive says it.
    @Nullable public var model: String?
    /// The workshop's tag: the one that was signed, or that of the newest correction.
    @Nullable public var assetTag: String?
    /// The tag that was signed, where a correction has given the record another one; null otherwise.
    @Nullable public var correctedFrom: String?
    /// Number of the revocation that took the record back: it counts no more. Null where there is none.
    @Nullable public var revokedBy: Int?
    /// Number of its newest correction; null where there is none.
    @Nullable public var correctedBy: Int?
    /// `cleared`, `purged`, each perhaps `-with-exceptions`, or `not-sanitized`; of a record about another record or a key: `correction`,
    /// `revocation`, `key`.
    public var outcome: String
    /// Id of the policy.
    @Nullable public var policy: String?
    /// Id of the job that it is about; null for a record about a key.
    @Nullable public var job: String?
    /// UTC with `Z`.
    public var issuedAt: String
    /// True where it was signed by the simulation key.
    public var simulation: Bool
    /// Name of its file in the station's folder of certificates.
    public var fileName: String

    /// Every member must be said; nil where it is unknown.
    public init(
        id: String, record: Int, serial: String?, model: String?, assetTag: String?, outcome: String, policy: String?, job: String?,
        issuedAt: String,
        simulation: Bool, fileName: String, correctedFrom: String? = nil, revokedBy: Int? = nil, correctedBy: Int? = nil
    ) {
        self.correctedFrom = correctedFrom
        self.revokedBy = revokedBy
        self.correctedBy = correctedBy
        self.id = id
        self.record = record
        self.serial = serial
        self.model = model
        self.assetTag = assetTag
        self.outcome = outcome
        self.policy = policy
        self.job = job
        self.issuedAt = issuedAt
        self.simulation = simulation
        self.fileName = fileName
    }
}

/// Answer of `Routes.certificates`.
public struct CertificateList: Codable, Hashable, Sendable {
    /// By record number.
    public var certificates: [CertificateView]
    /// The record number before which the next page begins; null where this is all.
    @Nullable public var next: Int?
    /// Records that meet the query, by number.
    public init(certificates: [CertificateView], next: Int? = nil) {
        self.certificates = certificates
        self.next = next
    }
}
