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

    /// A problem as it goes over the wire.
    public init(type: String = "about:blank", title: String, status: Int, detail: String?, code: String, hint: String?) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.code = code
        self.hint = hint
    }
}

/// Codes that clients act upon or that belong to the wire itself. Refusals and holds have codes of their own.
public enum ProblemCode {
    /// No such media, job, policy or record.
    public static let notFound = "not-found"
    /// MEDIA matches more than one; the hint names the candidates.
    public static let ambiguous = "ambiguous"
    /// MEDIA is a partition; the hint names its drive.
    public static let partition = "partition"
    /// `confirm` is missing or is not what this media asks for.
    public static let confirmationRequired = "confirmation-required"
    /// The caller's groups do not allow it.
    public static let notAllowed = "not-allowed"
    /// The request is not understood.
    public static let badRequest = "bad-request"
    /// The daemon is stopping.
    public static let stopping = "stopping"
    /// A fault of the daemon itself; its log says more.
    public static let internalError = "internal-error"
}

/// A stable code and a sentence: refusals, holds, alarms, outcomes.
public struct ReasonView: Codable, Hashable, Sendable {
    /// Stable kebab-case word.
    public var code: String
    /// Sentence for people; it may change between versions.
    public var message: String
    /// A reason as it goes over the wire.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
