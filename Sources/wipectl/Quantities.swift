// Numbers for people: decimal GB and MB/s, hours and minutes, `-` where nothing is known. All of it in integers. French has a decimal comma, its own
// units, and a space that does not break before them.

import WipeAudit
import WipeWords

/// Pure functions from values to short texts.
struct Quantity: Hashable, Sendable {
    /// What stands for null.
    static let unknown = "-"

    let language: Language
    init(_ language: Language) { self.language = language }

    private var isFrench: Bool { language == .fr }
    private var point: String { isFrench ? "," : "." }
    /// Between a number and its unit.
    private var space: String { isFrench ? "\u{A0}" : " " }

    private func unit(_ number: String, _ english: String, _ french: String) -> String { number + space + (isFrench ? french : english) }

    /// Decimal gigabytes, rounded down: `1000.2 GB`, `0.067 GB`, `512 B`.
    func bytes(_ bytes: Int?) -> String {
        guard let bytes, bytes >= 0 else { return Self.unknown }
        if bytes < 1_000_000 { return unit(String(bytes), "B", "o") }
        if bytes < 1_000_000_000 { return unit("0" + point + Self.padded(bytes / 1_000_000, to: 3), "GB", "Go") }
        return unit("\(bytes / 1_000_000_000)\(point)\(bytes / 100_000_000 % 10)", "GB", "Go")
    }

    /// Decimal megabytes a second, rounded down: `187 MB/s`, `3.4 MB/s`.
    func rate(_ bytesPerSecond: Int?) -> String {
        guard let bytesPerSecond, bytesPerSecond >= 0 else { return Self.unknown }
        if bytesPerSecond < 10_000_000 {
            return unit("\(bytesPerSecond / 1_000_000)\(point)\(bytesPerSecond / 100_000 % 10)", "MB/s", "Mo/s")
        }
        return unit(String(bytesPerSecond / 1_000_000), "MB/s", "Mo/s")
    }

    /// Two units at most: `2 d 3 h`, `1 h 12 min`, `12 min`, `45 s`.
    func duration(_ seconds: Int?) -> String {
        guard let seconds, seconds >= 0 else { return Self.unknown }
        return Self.parts(of: seconds).map(text).joined(separator: space)
    }

    /// A duration that nobody has measured: a second unit only where there is some of it: `6 h`, `1 h 51 min`, `2 min`.
    func roughly(_ seconds: Int?) -> String {
        guard let seconds, seconds >= 0 else { return Self.unknown }
        let parts = Self.parts(of: seconds)
        return (parts.count == 2 && parts[1].number == 0 ? Array(parts.dropLast()) : parts).map(text).joined(separator: space)
    }

    private enum TimeUnit { case days, hours, minutes, seconds }

    private static func parts(of seconds: Int) -> [(number: Int, unit: TimeUnit)] {
        switch seconds {
        case ..<60: [(seconds, .seconds)]
        case ..<3600: [(seconds / 60, .minutes)]
        case ..<86400: [(seconds / 3600, .hours), (seconds / 60 % 60, .minutes)]
        default: [(seconds / 86400, .days), (seconds / 3600 % 24, .hours)]
        }
    }

    private func text(_ part: (number: Int, unit: TimeUnit)) -> String {
        switch part.unit {
        case .days: unit(String(part.number), "d", "j")
        case .hours: unit(String(part.number), "h", "h")
        case .minutes: unit(String(part.number), "min", "min")
        case .seconds: unit(String(part.number), "s", "s")
        }
    }

    /// What a drive counts as its life, beside the time that it is: `31204 h (3 years 204 days)`.
    func powerOn(_ hours: Int?) -> String {
        guard let hours, hours >= 0 else { return Self.unknown }
        let (years, days) = PageText.yearsAndDays(hours)
        let counted = [(years, "year"), (days, "day")].filter { $0.0 > 0 }
        let parts = counted.map { Layout(columns: nil, color: false, language: language).count($0.0, $0.1) }
        return unit(String(hours), "h", "h") + (parts.isEmpty ? "" : " (\(parts.joined(separator: " ")))")
    }

    /// `about 2 min (the drive says)`, `about 6 h (guess)`.
    func estimate(_ seconds: Int, basis: String?) -> String {
        Vocabulary.phrase.text(basis == "drive" ? "about-drive" : "about-guess", ["time": roughly(seconds)], in: language)
    }

    /// A duration; what the daemon has capped is shown as more than that.
    func timeLeft(_ seconds: Int?) -> String {
        guard let seconds, seconds >= 30 * 86400 else { return duration(seconds) }
        return ">" + space + unit("30", "d", "j")
    }

    /// Share in per cent, rounded down: `100 %` means all of it.
    func percent(_ done: Int?, of total: Int?) -> String {
        guard let done, let total, done >= 0, total > 0, done <= total else { return Self.unknown }
        let product = UInt(done).multipliedFullWidth(by: 100)
        return unit(String(UInt(total).dividingFullWidth(product).quotient), "%", "%")
    }

    /// `36 °C`.
    func temperature(_ celsius: Int?) -> String { celsius.map { unit(String($0), "°C", "°C") } ?? Self.unknown }

    private static func padded(_ number: Int, to length: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
}
