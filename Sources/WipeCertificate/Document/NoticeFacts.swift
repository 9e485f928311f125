// What is said of a record or of a key once it is signed. Nothing that was signed is ever edited: what was wrong is said in a new document.

public import FoundationEssentials

/// What a notice says, and who says it.
public struct NoticeFacts: Sendable, Equatable {
    /// What it is about.
    public enum Subject: Sendable, Equatable {
        /// The record is wrong in something; the reason says in what.
        case correction(of: Target)
        /// The record counts no more.
        case revocation(of: Target)
        /// A key gives way to another one.
        case keyRotation(KeyRotation)
    }

    /// A record by its identity, and how people know it.
    public struct Target: Sendable, Equatable {
        /// `urn:uuid:…`.
        public var id: String
        /// `sha256:` over its canonical form, proof included.
        public var digest: String
        /// Its number.
        public var record: Int
        /// Whether it is about a simulation.
        public var simulation: Bool
        /// Serial of its media.
        public var serial: String?
        /// Tag of its media.
        public var assetTag: String?

        /// Takes every fact as it is.
        init(id: String, digest: String, record: Int, simulation: Bool, serial: String?, assetTag: String?) {
            self.id = id
            self.digest = digest
            self.record = record
            self.simulation = simulation
            self.serial = serial
            self.assetTag = assetTag
        }
    }

    /// The tag that a record goes by, before a correction and after it.
    public struct TagChange: Sendable, Equatable {
        /// The one that was signed, or that an earlier correction gave it; nil for none.
        public var from: String?
        /// The one that it goes by from now on.
        public var to: String

        /// A change of a tag.
        public init(from: String?, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// Somebody who asked for a notice, known from the credentials of the socket's peer.
    public struct Stater: Sendable, Equatable {
        /// Name of the user at the socket.
        public var userName: String?
        /// User id at the socket.
        public var uid: Int?
        /// The login under which somebody became root; nil otherwise.
        public var viaLogin: String?

        /// Takes every fact as it is.
        public init(userName: String?, uid: Int?, viaLogin: String? = nil) {
            self.userName = userName
            self.uid = uid
            self.viaLogin = viaLogin
        }
    }

    /// Identity of the notice, fixed before signing.
    public var id: UUID
    /// Its number on the station, in one row with those of records.
    public var record: Int
    /// When it was signed.
    public var validFrom: UTCTime
    /// Name of the station.
    public var station: String
    /// What it is about.
    public var subject: Subject
    /// Why, in the words of the person.
    public var reason: String
    /// Who asked for it, by the credentials of the socket.
    public var statedBy: Stater
    /// The newest head of the log at signing.
    public var logAnchor: LogAnchor?
    /// What a correction does to the record's tag; nil where it is about something else.
    public var assetTag: TagChange?

    /// Takes every fact as it is.
    public init(
        id: UUID, record: Int, validFrom: UTCTime, station: String, subject: Subject, reason: String, statedBy: Stater,
        logAnchor: LogAnchor?, assetTag: TagChange? = nil
    ) {
        self.assetTag = assetTag
        self.id = id
        self.record = record
        self.validFrom = validFrom
        self.station = station
        self.subject = subject
        self.reason = reason
        self.statedBy = statedBy
        self.logAnchor = logAnchor
    }

    /// What kind of notice it is.
    public var kind: NoticeKind { subject.kind }

    /// Whether it is about simulations, and signed by their key.
    public var isSimulation: Bool {
        switch subject {
        case .correction(let target), .revocation(let target): target.simulation
        case .keyRotation(let rotation): rotation.role == .simulation
        }
    }
}

extension NoticeFacts.Subject {
    /// What kind of notice is about it.
    public var kind: NoticeKind {
        switch self {
        case .correction: .correction
        case .revocation: .revocation
        case .keyRotation: .keyRotation
        }
    }
}

/// One key of the station takes the place of another.
public struct KeyRotation: Sendable, Equatable {
    /// What both keys may sign.
    public var role: KeyRole
    /// The key that gives way. Signs the notice, but for a log key: that one signs heads alone.
    public var retired: PublicKey
    /// From when on the old key was valid.
    public var retiredFrom: UTCTime
    /// The first moment at which it is not any more.
    public var retiredUntil: UTCTime
    /// The key that takes its place.
    public var replacement: PublicKey

    /// Takes every fact as it is.
    public init(role: KeyRole, retired: PublicKey, retiredFrom: UTCTime, retiredUntil: UTCTime, replacement: PublicKey) {
        self.role = role
        self.retired = retired
        self.retiredFrom = retiredFrom
        self.retiredUntil = retiredUntil
        self.replacement = replacement
    }
}
