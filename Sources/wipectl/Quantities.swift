// Numbers for people: decimal GB and MB/s, hours and minutes, `-` where nothing is known. All of it in integers.

import WipeAudit

/// Pure functions from values to short texts.
enum Quantity {
    /// What stands for null.
    static let unknown = "-"

    /// Decimal gigabytes, rounded down: `1000.2 GB`, `0.067 GB`, `512 B`.
    static func bytes(_ bytes: Int?) -> String {
        guard let bytes, bytes >= 0 else { return unknown }
        if bytes < 1_000_000 { return "\(bytes) B" }
        if bytes < 1_000_000_000 { return "0." + padded(bytes / 1_000_000, to: 3) + " GB" }
        return "\(bytes / 1_000_000_000).\(bytes / 100_000_000 % 10) GB"
    }

    /// Decimal megabytes a second, rounded down: `187 MB/s`, `3.4 MB/s`.
    static func rate(_ bytesPerSecond: Int?) -> String {
        guard let bytesPerSecond, bytesPerSecond >= 0 else { return unknown }
        if bytesPerSecond < 10_000_000 { return "\(bytesPerSecond / 1_000_000).\(bytesPerSecond / 100_000 % 10) MB/s" }
        return "\(bytesPerSecond / 1_000_000) MB/s"
    }

    /// Two units at most: `2 d 3 h`, `1 h 12 min`, `12 min`, `45 s`.
    static func duration(_ seconds: Int?) -> String {
        guard let seconds, seconds >= 0 else { return unknown }
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<86400: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: return "\(seconds / 86400) d \(seconds / 3600 % 24) h"
        }
    }

    /// A duration that nobody has measured: a second unit only where there is some of it: `6 h`, `1 h 51 min`, `2 min`.
    static func roughly(_ seconds: Int?) -> String {
        guard let seconds, seconds >= 3600 else { return duration(seconds) }
        let text = duration(seconds)
        return [" 0 min", " 0 h"].first(where: text.hasSuffix).map { String(text.dropLast($0.count)) } ?? text
    }

    /// What a drive counts as its life, beside the time that it is: `31204 h (3 years 204 days)`.
    static func powerOn(_ hours: Int?) -> String {
        guard let hours, hours >= 0 else { return unknown }
        let (years, days) = PageText.yearsAndDays(hours)
        let parts = [years > 0 ? count(years, "year", "years") : nil, days > 0 ? count(days, "day", "days") : nil].compactMap { $0 }
        return "\(hours) h" + (parts.isEmpty ? "" : " (\(parts.joined(separator: " ")))")
    }

    /// `about 2 min (the drive says)`, `about 6 h (guess)`.
    static func estimate(_ seconds: Int, basis: String?) -> String {
        "about \(roughly(seconds)) (\(basis == "drive" ? "the drive says" : "guess"))"
    }

    /// A duration; what the daemon has capped is shown as more than that.
    static func timeLeft(_ seconds: Int?) -> String {
        guard let seconds, seconds >= 30 * 86400 else { return duration(seconds) }
        return "> 30 d"
    }

    /// Share in per cent, rounded down: `100 %` means all of it.
    static func percent(_ done: Int?, of total: Int?) -> String {
        guard let done, let total, done >= 0, total > 0, done <= total else { return unknown }
        let product = UInt(done).multipliedFullWidth(by: 100)
        return "\(UInt(total).dividingFullWidth(product).quotient) %"
    }

    /// `36 °C`.
    static func temperature(_ celsius: Int?) -> String { celsius.map { "\($0) °C" } ?? unknown }

    /// `1 wipe`, `2 wipes`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }

    private static func padded(_ number: Int, to length: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
}
