// What the station asks of a run.

/// Below this rate for this long, a drive is not worth its slot.
package struct SlowRule: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case bytesPerSecondBelow, forMinutes }
    /// 0 turns the rule off.
    package var bytesPerSecondBelow: UInt64
    package var forMinutes: Int
    package init(bytesPerSecondBelow: UInt64 = 5_000_000, forMinutes: Int = 30) {
        self.bytesPerSecondBelow = bytesPerSecondBelow
        self.forMinutes = forMinutes
    }
}

/// Limits of one run; nil is no limit.
package struct RunLimits: Hashable, Sendable {
    /// Milliseconds that retries of single sectors may take in all, over all runs of the job.
    package var retryMilliseconds: Int64?
    package var slow: SlowRule?
    /// Milliseconds without any answer but errors after which a drive is asked at three places, and after which it is then given up.
    package var silenceMilliseconds: Int64
    /// Milliseconds for which a drive may be at its own erase.
    package var commandMilliseconds: Int64
    package init(
        retryMilliseconds: Int64? = nil, slow: SlowRule? = nil, silenceMilliseconds: Int64 = 60_000,
        commandMilliseconds: Int64 = 24 * 3_600_000
    ) {
        self.commandMilliseconds = commandMilliseconds
        self.retryMilliseconds = retryMilliseconds
        self.slow = slow
        self.silenceMilliseconds = silenceMilliseconds
    }
}
