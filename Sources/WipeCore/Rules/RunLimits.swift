// What the station asks of a run.

/// Below this rate for this long, a drive is not worth its slot.
public struct SlowRule: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case bytesPerSecondBelow, forMinutes }
    /// 0 turns the rule off.
    public var bytesPerSecondBelow: UInt64
    public var forMinutes: Int
    public init(bytesPerSecondBelow: UInt64 = 5_000_000, forMinutes: Int = 30) {
        self.bytesPerSecondBelow = bytesPerSecondBelow
        self.forMinutes = forMinutes
    }
}

/// Limits of one run; nil is no limit.
public struct RunLimits: Hashable, Sendable {
    /// Milliseconds that retries of single sectors may take in all, over all runs of the job.
    public var retryMilliseconds: Int64?
    public var slow: SlowRule?
    /// Milliseconds without any answer but errors after which a drive is asked at three places, and after which it is then given up.
    public var silenceMilliseconds: Int64
    public init(retryMilliseconds: Int64? = nil, slow: SlowRule? = nil, silenceMilliseconds: Int64 = 60_000) {
        self.retryMilliseconds = retryMilliseconds
        self.slow = slow
        self.silenceMilliseconds = silenceMilliseconds
    }
}
