// What the server answers when it does not do what was asked.

/// RFC 9457 problem document, `application/problem+json`, with a stable code and a hint.
public struct Problem: Codable, Hashable, Sendable {
    /// Media type of the body.
    public static let contentType = "application/problem+json"

    /// A URI that names the kind of problem; `about:blank` where the status says it all.
    public var type: String
    /// Short sentence for the kind of problem; the same for every occurrence.
    public var title: String
    /// The HTTP status code.
    public var status: Int
    /// What happened this time, for people: lower case, no full stop.
    @Nullable public var detail: String?
    /// Stable word (`ProblemCode` or the code of a refusal or hold).
    public var code: String
    /// What to do about it; nil where nothing helps.
    @Nullable public var hint: String?
    /// Which sentence of this code; left out for the first one.
    public var variant: String?
    /// What fills the places of sentence and hint, so that both can be said in another language; left out where there are none.
    public var parameters: [String: String]?
    /// What stands behind it, each with a code of its own; left out where that is nothing but the code above.
    public var reasons: [ReasonView]?

    /// A problem as it goes over the wire.
    public init(
        type: String = "about:blank", title: String, status: Int, detail: String?, code: String, hint: String?, variant: String? = nil,
        parameters: [String: String]? = nil, reasons: [ReasonView]? = nil
    ) {
        self.reasons = reasons
        self.variant = variant
        self.parameters = parameters
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.code = code
        self.hint = hint
    }
}

/// What the server itself has to say against a request. Refusals, holds and conflicts have codes of their own.
public enum ProblemCode: String, Sendable, CaseIterable {
    /// No such media, job, policy or record.
    case notFound = "not-found"
    /// MEDIA matches more than one; the hint names the candidates.
    case ambiguous
    /// MEDIA is a partition; the hint names its drive.
    case partition
    /// The kernel does not say who asks.
    case notAllowed = "not-allowed"
    /// The request is not understood.
    case badRequest = "bad-request"
    /// The tag is empty, too long, not of the form of `tagPattern`, or has characters that no tag has.
    case tagMalformed = "tag-malformed"
    /// The reason is empty, too long, or has characters that nobody can see.
    case reasonMalformed = "reason-malformed"
    /// The intake list cannot be read as a whole; nothing of it was taken.
    case intakeUnreadable = "intake-unreadable"
    /// One row of an intake list cannot be read; the others were taken.
    case rowMalformed = "row-malformed"
    /// Something to know of a row of an intake list that was taken, or of a column.
    case rowNoted = "row-noted"
    /// The drive is still being looked at.
    case identifying
    /// The drive's firmware was asked nothing, so there are no answers of it.
    case notAsked = "not-asked"
    /// Another list is being read.
    case busy
    /// The station's database cannot be used.
    case storeFailed = "store-failed"
    /// A fault of the daemon itself; its log says more.
    case internalError = "internal-error"
}

/// A stable code and a sentence: refusals, holds, alarms, outcomes.
public struct ReasonView: Codable, Hashable, Sendable {
    /// Stable kebab-case word.
    public var code: String
    /// Sentence for people; it may change between versions.
    public var message: String
    /// Which sentence of this code; left out for the first one.
    public var variant: String?
    /// What fills the places of that sentence, so that it can be said in another language; left out where there are none.
    public var parameters: [String: String]?
    /// A reason as it goes over the wire.
    public init(code: String, message: String, variant: String? = nil, parameters: [String: String]? = nil) {
        self.code = code
        self.message = message
        self.variant = variant
        self.parameters = parameters
    }
}
