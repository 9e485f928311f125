// Goal: dates, anchors and kept heads are judged alike wherever they stand. Method: small archives with one record moved in time, with another anchor,
// or held against a head kept at another time; the right answer is computed over a table of plain numbers, pair by pair.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import WipeCertificate
@testable import wipectl

/// A record as the rule sees it: seconds after the start, and the size of the head that it names.
private struct Line {
    var began: Int
    var ended: Int
    /// nil for none.
    var anchor: Int?
    /// The head that it names is of this log.
    var isOwn = true
}

struct DateTableTests {
    private static let count = 4
    private static let hour = 3_600

    /// The lines of a station that nothing was done to: record n works from hour n on, for fifty minutes.
    private static var lines: [Line] {
        (1...count).map { Line(began: $0 * hour, ended: $0 * hour + 3_000, anchor: $0 - 1) }
    }

    private static func archive(_ lines: [Line]) throws -> SmallStation {
        let station = try SmallStation(records: 1) { station, facts in change(&facts, lines[0], station) }
        for number in 2...count { try station.add(number) { change(&$0, lines[number - 1], station) } }
        try station.publish()
        return station
    }

    private static func change(_ facts: inout CertificateFacts, _ line: Line, _ station: SmallStation) {
        let moved = line.began - facts.record * hour
        func move(_ time: inout UTCTime?) { time = time.map { UTCTime(secondsSince1970: $0.secondsSince1970 + moved) } }
        facts.validFrom = UTCTime(secondsSince1970: SmallStation.start + line.ended)
        move(&facts.run.startedAt)
        move(&facts.run.endedAt)
        move(&facts.run.passes[0].startedAt)
        move(&facts.run.passes[0].endedAt)
        move(&facts.run.passes[0].verification!.startedAt)
        move(&facts.run.passes[0].verification!.endedAt)
        facts.logAnchor = line.anchor.map { size in
            let head = size < station.heads.count ? station.heads[size].checkpoint.root : LogHash.leaf([1])
            return LogAnchor(origin: SmallStation.origin, treeSize: size, rootHash: (line.isOwn ? head : LogHash.leaf([2])).base64)
        }
    }

    // MARK: the rule

    /// Whether something has to be said of these records, in the order of the log.
    private static func isWrong(_ lines: [Line]) -> Bool {
        for (place, line) in lines.enumerated() {
            for (other, its) in lines.enumerated() {
                // Signed before it, and dated more than an hour after it.
                if other < place, its.ended - line.ended > hour { return true }
                guard line.isOwn else { return true }
                // Under the head that it names, and dated more than a minute after it began.
                if other < line.anchor ?? 0, its.ended - line.began > 60 { return true }
                // Signed more than an hour before it began, and not under the head that it names.
                if other < place, its.ended < line.began - hour, other >= line.anchor ?? 0 { return true }
                // A job that began before it has a newer head.
                if other < place, its.anchor ?? -1 > line.anchor ?? -1 { return true }
            }
            // It names itself as older.
            if line.anchor ?? 0 > place { return true }
        }
        return false
    }

    private static func isWrong(_ lines: [Line], keptWith size: Int, on day: ClosedRange<Int>) -> Bool {
        lines.enumerated().contains { place, line in
            place < size ? line.ended > day.upperBound + hour : line.ended < day.lowerBound - hour
        }
    }

    // MARK: the tables

    @Test func everyRecordMovedInTime() async throws {
        #expect(!Self.isWrong(Self.lines))
        let day = 24 * Self.hour
        var wrong = 0
        for place in 0..<Self.count {
            for shift in [
                -365 * day, -day, -2 * Self.hour, -5_000, -1_200, -660, -600, -30, 30, 600, 660, 1_200, 5_000, 2 * Self.hour, day,
                365 * day,
            ] {
                var lines = Self.lines
                lines[place].began += shift
                lines[place].ended += shift
                let rule = Self.isWrong(lines)
                wrong += rule ? 1 : 0
                let found = try await Verdict.of(Self.archive(lines), keys: "keys.txt")
                #expect(found == Verdict(objects: rule, notValid: []), "record \(place + 1) moved by \(shift) s: \(found)")
            }
        }
        #expect((30..<60).contains(wrong), "\(wrong)")
    }

    @Test func everyAnchorOfEveryRecord() async throws {
        for place in 0..<Self.count {
            for anchor in [nil] + (0...Self.count).map(Optional.some) {
                for isOwn in anchor == nil ? [true] : [true, false] {
                    var lines = Self.lines
                    (lines[place].anchor, lines[place].isOwn) = (anchor, isOwn)
                    let rule = Self.isWrong(lines)
                    let found = try await Verdict.of(Self.archive(lines), keys: "keys.txt")
                    #expect(
                        found.objects == rule, "record \(place + 1), anchor \(anchor ?? -1), own \(isOwn): \(found), the rule says \(rule)")
                }
            }
        }
    }

    @Test func everyHeadKeptAtEveryTime() async throws {
        let station = try Self.archive(Self.lines)
        for (size, head) in station.heads.enumerated() {
            try station.write("kept", head.bytes)
            for hours in -1...7 {
                let time = UTCTime(secondsSince1970: SmallStation.start + hours * Self.hour)
                let found = await Verdict.of(station, kept: station.path("kept") + "@\(time)", keys: "keys.txt")
                let rule = Self.isWrong(Self.lines, keptWith: size, on: hours * Self.hour...hours * Self.hour)
                #expect(found.objects == rule, "head of \(size) kept at hour \(hours): \(found)")
            }
        }
    }
}
