// What the station allows a run beside what its policy says.

/// Watches the rate of a run. The time of the rule is cut into ten parts; slow is a drive that was below the rate in ten of them in a row,
/// so that one long pause between fast stretches is not held against it.
struct Pace: Sendable {
    private let rule: SlowRule
    private var partStart: Int64?
    private var partBytes: UInt64 = 0
    private var slowParts: Int64 = 0

    /// Nil where there is nothing to watch.
    init?(_ rule: SlowRule?) {
        guard let rule, rule.bytesPerSecondBelow > 0, rule.forMinutes > 0 else { return nil }
        self.rule = rule
    }

    private static let parts: Int64 = 10
    var isSlow: Bool { slowParts >= Self.parts }

    mutating func moved(_ bytes: UInt64) { partBytes = partBytes &+ bytes }

    /// Running time goes on.
    mutating func note(_ moment: Moment) {
        let now = moment.runningMilliseconds
        guard let start = partStart, now >= start else {
            partStart = now
            return
        }
        let length = max(1, Int64(rule.forMinutes).multipliedReportingOverflow(by: 60_000 / Self.parts).partialValue)
        let elapsed = now - start
        guard elapsed >= length else { return }
        // A drive without an answer for longer than one part was slow in each of them.
        let (enough, overflow) = rule.bytesPerSecondBelow.multipliedReportingOverflow(by: UInt64(elapsed))
        slowParts = overflow || partBytes < enough / 1000 ? min(slowParts + elapsed / length, Self.parts) : 0
        partStart = now
        partBytes = 0
    }
}
