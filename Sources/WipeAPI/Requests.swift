// What clients send, and the answers that belong to one request only.

/// Body of `Routes.start`.
public struct StartRequest: Codable, Hashable, Sendable {
    /// MEDIA: bay, serial, asset tag, record number, node or job.
    public var media: String
    /// Id of a policy; null takes the station's.
    @Nullable public var policy: String?
    /// The drive's serial, or its asset tag where it has no credible serial.
    @Nullable public var confirm: String?
    /// `attachment` of what a person has looked at: what is named now is that drive, or the request is refused; null for whatever is named.
    @Nullable public var expect: String?
    /// A request to start held media.
    public init(media: String, policy: String?, confirm: String?, expect: String? = nil) {
        self.media = media
        self.policy = policy
        self.confirm = confirm
        self.expect = expect
    }
}

/// Answer of `Routes.start`.
public struct StartResponse: Codable, Hashable, Sendable {
    /// The drive's job; null where there is none.
    @Nullable public var job: JobView?
    /// 1 where the wipe was queued, else 0.
    public var wipesStarted: Int
    /// What still stands in the way where nothing was started.
    public var reasons: [ReasonView]
    /// Every member must be said; nil where it is unknown.
    public init(job: JobView?, wipesStarted: Int, reasons: [ReasonView]) {
        self.job = job
        self.wipesStarted = wipesStarted
        self.reasons = reasons
    }
}

/// Answer of `Routes.startNeeds`.
public struct StartNeedsView: Codable, Hashable, Sendable {
    /// The drive that would be started.
    public var media: MediaView
    /// Which plugging in of it this is, for `StartRequest.expect`. Opaque.
    public var attachment: String
    /// `serial` or `asset-tag`: what has to be given as `confirm`; null where nothing has to be confirmed.
    @Nullable public var confirm: String?
    /// What the confirmation lifts.
    public var holds: [ReasonView]
    /// Every member must be said; nil where nothing has to be confirmed.
    public init(media: MediaView, attachment: String, confirm: String?, holds: [ReasonView]) {
        self.media = media
        self.attachment = attachment
        self.confirm = confirm
        self.holds = holds
    }
}

/// Body of `Routes.tag`.
public struct TagRequest: Codable, Hashable, Sendable {
    /// MEDIA: bay, serial, asset tag, record number, node or job.
    public var media: String
    /// The workshop's tag.
    public var assetTag: String
    /// The donor's own tag.
    @Nullable public var donorTag: String?
    /// What the tag is in conflict with, as the refusal named it; null settles nothing.
    @Nullable public var settle: [String]?
    /// `attachment` of what a person has looked at, as in `StartRequest`.
    @Nullable public var expect: String?
    /// A request to link a tag.
    public init(media: String, assetTag: String, donorTag: String?, settle: [String]? = nil, expect: String? = nil) {
        self.expect = expect
        self.media = media
        self.assetTag = assetTag
        self.donorTag = donorTag
        self.settle = settle
    }
}

/// Answer of `Routes.tag`.
public struct TagResponse: Codable, Hashable, Sendable {
    /// As the drive says it.
    @Nullable public var serial: String?
    /// The tag that the drive has now: as it was first written, where the drive had it already in another spelling.
    public var assetTag: String
    /// How many wipes the tag set going.
    public var wipesStarted: Int
    /// Every member must be said; nil where it is unknown.
    public init(serial: String?, assetTag: String, wipesStarted: Int) {
        self.serial = serial
        self.assetTag = assetTag
        self.wipesStarted = wipesStarted
    }
}

/// Body of `Routes.jobPriority`.
public struct PriorityRequest: Codable, Hashable, Sendable {
    /// Higher runs earlier.
    public var priority: Int
    /// A request to move a job in the queue.
    public init(priority: Int) { self.priority = priority }
}

/// Answer of `Routes.assetsImport`.
public struct ImportResponse: Codable, Hashable, Sendable {
    /// A row that was not taken.
    public struct Rejected: Codable, Hashable, Sendable {
        /// Line of the file, from 1.
        public var line: Int
        /// Stable word: `row-malformed`, or the conflict that it is.
        public var code: String
        /// Why, for people.
        public var message: String
        /// Which sentence of this code; left out for the first one.
        public var variant: String?
        /// What fills the places of that sentence; left out where there are none.
        public var parameters: [String: String]?
        /// A rejected row as it goes over the wire.
        public init(line: Int, code: String, message: String, variant: String? = nil, parameters: [String: String]? = nil) {
            self.line = line
            self.code = code
            self.message = message
            self.variant = variant
            self.parameters = parameters
        }
    }
    /// Something to know about a line that rejects nothing.
    public struct Note: Codable, Hashable, Sendable {
        /// Line of the file, from 1.
        public var line: Int
        /// Stable word: `row-noted`.
        public var code: String
        /// For people.
        public var message: String
        /// Which sentence of this code; left out for the first one.
        public var variant: String?
        /// What fills the places of that sentence; left out where there are none.
        public var parameters: [String: String]?
        /// A note as it goes over the wire.
        public init(line: Int, code: String, message: String, variant: String? = nil, parameters: [String: String]? = nil) {
            self.line = line
            self.code = code
            self.message = message
            self.variant = variant
            self.parameters = parameters
        }
    }
    /// Rows, by what became of them.
    public var new: Int
    /// Rows that changed a known serial.
    public var changed: Int
    /// Rows that were known already.
    public var unchanged: Int
    /// Conflicts that were settled for the list.
    public var settled: Int
    /// Rows that were not taken, by line.
    public var rejected: [Rejected]
    /// How many wipes the tags set going.
    public var wipesStarted: Int
    /// What this import can be taken back by; null where it changed nothing.
    @Nullable public var number: Int?
    /// Nothing was taken: this is what would have been.
    public var dryRun: Bool
    /// Columns that were not read and rows that repeat others, by line.
    public var notes: [Note]
    /// Counts of one import.
    public init(
        new: Int, changed: Int, unchanged: Int, settled: Int, rejected: [Rejected], wipesStarted: Int, number: Int? = nil,
        dryRun: Bool = false, notes: [Note] = []
    ) {
        self.number = number
        self.dryRun = dryRun
        self.notes = notes
        self.new = new
        self.changed = changed
        self.unchanged = unchanged
        self.settled = settled
        self.rejected = rejected
        self.wipesStarted = wipesStarted
    }
}

/// Body of `Routes.certificateCorrect` and `Routes.certificateRevoke`.
public struct NoticeRequest: Codable, Hashable, Sendable {
    /// Why, in the words of the person: 1 to 1,000 bytes.
    public var reason: String
    /// Of a correction: the tag that the record goes by from now on; null leaves it as it is.
    @Nullable public var assetTag: String?
    /// What that tag is in conflict with, as the refusal named it; null settles nothing.
    @Nullable public var settle: [String]?
    /// A request for a notice.
    public init(reason: String, assetTag: String? = nil, settle: [String]? = nil) {
        self.reason = reason
        self.assetTag = assetTag
        self.settle = settle
    }
}

/// Body of `Routes.keyBegin`.
public struct KeyBeginRequest: Codable, Hashable, Sendable {
    /// `station`, `simulation` or `log`.
    public var role: String
    /// From when on the present key is valid: UTC with `Z`, earlier than what is known.
    public var from: String
    /// Why, in the words of the person: 1 to 1,000 bytes.
    public var reason: String
    /// A request for an earlier beginning.
    public init(role: String, from: String, reason: String) {
        self.role = role
        self.from = from
        self.reason = reason
    }
}

/// Body of `Routes.keyRotate`.
public struct KeyRotateRequest: Codable, Hashable, Sendable {
    /// `station`, `simulation` or `log`.
    public var role: String
    /// Why, in the words of the person: 1 to 1,000 bytes.
    public var reason: String
    /// A request for a new key.
    public init(role: String, reason: String) {
        self.role = role
        self.reason = reason
    }
}
