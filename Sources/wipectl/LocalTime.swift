// A moment as people read it: the clock on their wall, and by how much it differs from UTC, so that two stations can be compared.

import Foundation
import WipeCertificate

/// A moment in a time zone.
struct LocalTime: Hashable, Sendable {
    /// `2026-11-22`.
    let date: String
    /// `09:36:58`.
    let clock: String
    /// `-05:00`, `UTC`.
    let zone: String

    init(_ moment: UTCTime, _ zone: TimeZone) {
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.secondsSince1970)))
        // Written by the rule of UTC, whatever the zone: only the digits count.
        let shifted = Array(UTCTime(secondsSince1970: moment.secondsSince1970 + offset).description.utf8)
        date = String(decoding: shifted.prefix(10), as: UTF8.self)
        clock = String(decoding: shifted.dropFirst(11).prefix(8), as: UTF8.self)
        self.zone = Self.name(offset)
    }

    var text: String { date + " " + clock + " " + zone }

    private static func name(_ offset: Int) -> String {
        guard offset != 0 else { return "UTC" }
        let (hours, minutes) = (abs(offset) / 3600, abs(offset) / 60 % 60)
        return (offset < 0 ? "-" : "+") + [hours, minutes].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    }
}
