// Time enters as an argument. WipeCore reads no clock.

/// One reading of the station's clocks.
package struct Moment: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case wallMilliseconds, runningMilliseconds, isSynchronised, clockSource }
    /// Wall clock: milliseconds since 1970-01-01T00:00:00Z. For people and records; it may jump.
    package var wallMilliseconds: Int64
    /// Running time of the station: milliseconds during which `wiped` ran, over all its starts. Monotonic; durations come from it.
    package var runningMilliseconds: Int64
    /// Whether the kernel called its wall clock disciplined by a time service; nil where it was not asked or does not say.
    package var isSynchronised: Bool?
    /// Who was asked that; nil where nobody was, also in older values.
    package var clockSource: ClockSource?
    package init(
        wallMilliseconds: Int64, runningMilliseconds: Int64, isSynchronised: Bool? = nil, clockSource: ClockSource? = nil
    ) {
        self.wallMilliseconds = wallMilliseconds
        self.runningMilliseconds = runningMilliseconds
        self.isSynchronised = isSynchronised
        self.clockSource = clockSource
    }
    /// RFC 3339 in UTC with whole seconds.
    package var text: String { Moment.text(wallMilliseconds: wallMilliseconds) }

    /// RFC 3339 in UTC with whole seconds (rounded down); proleptic Gregorian calendar.
    package static func text(wallMilliseconds: Int64) -> String {
        let seconds = floorDivision(wallMilliseconds, 1000)
        let days = floorDivision(seconds, 86400)
        let rest = seconds - days * 86400
        // Days to civil date after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let shifted = days + 719_468
        let era = floorDivision(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return
            "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))Z"
    }
}

/// Who says whether a wall clock is synchronised. Raw values are stored.
package enum ClockSource: String, Codable, Sendable, CaseIterable {
    /// The kernel: adjtimex(2).
    case adjtimex
    /// A simulation, whose clock is made up.
    case simulated
}

/// What somebody says of a wall clock.
package struct ClockWord: Hashable, Sendable {
    package var source: ClockSource
    /// Nil where it was asked and does not know.
    package var isSynchronised: Bool?
    package init(source: ClockSource, isSynchronised: Bool?) {
        self.source = source
        self.isSynchronised = isSynchronised
    }
}

private func floorDivision(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b < 0 ? quotient - 1 : quotient
}
