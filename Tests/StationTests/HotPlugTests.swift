// Goal: what a technician plugs in or pulls shows at once, and none of many is lost. Method: the times at which udevd says it are compared
// with the times at which the station's socket does; both are read from the monotonic clock.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct HotPlugTests {
        /// Half a second is the promise; a loaded machine that builds something else meanwhile gets this much more.
        private static let promise = 0.5
        private static let patience = 4.0

        /// Asks the socket itself: starting wipectl would cost more than what is measured.
        private static func nodes(_ station: StationUnderTest) throws -> Set<String> {
            let answer = try UnixHTTP(socket: station.socket).send("GET", Routes.media)
            return Set(try JSONDecoder().decode(MediaList.self, from: answer.body).media.compactMap(\.node))
        }

        /// When udevd first said something of this kind about a node after a moment: lines `UDEV  [12.345678] add  /devices/…/loop64 (block)`.
        private static func told(_ file: String, _ kernelName: String, after: Double) -> Double? {
            text(file).split(separator: "\n").filter { $0.hasPrefix("UDEV") && $0.hasSuffix("/\(kernelName) (block)") }.compactMap { line in
                line.split(whereSeparator: { $0 == "[" || $0 == "]" }).dropFirst().first.flatMap { Double($0) }
            }.first { $0 > after }
        }

        @Test func anArrivalIsListedAndADepartureGoneWithinHalfASecondOfUdevsEvent() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                let monitor = try station.guest("udevadm", "monitor", "--udev", "--subsystem-match=block")
                _ = eventually(seconds: 5) { text(monitor.outputFile).contains("UDEV") }
                // Made and taken away in the background, so that this thread can look at the socket meanwhile.
                let name = "timed"
                let prefix = BenchDrive.prefix + "-" + station.name
                var lines: [String] = []
                for round in 1...3 {
                    let before = try Self.nodes(station)
                    let began = Clock.now
                    _ = try station.guest(
                        Project.bench + "/make-drive", name, "--prefix", prefix, "--size", "8M", "--bay", station.name + "-A1", "--owner",
                        String(getpid()))
                    var node: String?
                    try station.until("a new node is listed", seconds: 10) {
                        node = try Self.nodes(station).subtracting(before).first
                        return node != nil
                    }
                    let listed = Clock.now
                    let arrived = try #require(node)
                    let kernelName = String(arrived.dropFirst("/dev/".count))
                    _ = eventually(seconds: 2) { Self.told(monitor.outputFile, kernelName, after: began) != nil }
                    let arrival = listed - (try #require(Self.told(monitor.outputFile, kernelName, after: began)))
                    try station.until("it is identified") {
                        try station.json(MediaView.self, "media", "show", arrived).decision.verdict == "hold"
                    }
                    try run("udevadm", "settle")
                    let pulled = Clock.now
                    _ = try station.guest(Project.bench + "/drop-drive", name, "--prefix", prefix)
                    try station.until("it is gone", seconds: 10) { try !Self.nodes(station).contains(arrived) }
                    let gone = Clock.now
                    _ = eventually(seconds: 2) { Self.told(monitor.outputFile, kernelName, after: pulled) != nil }
                    let departure = gone - (try #require(Self.told(monitor.outputFile, kernelName, after: pulled)))
                    let spoken = String(format: "round %d: listed %.3f s and gone %.3f s after udevd's event", round, arrival, departure)
                    lines.append(spoken + (max(arrival, departure) > Self.promise ? ", slower than promised" : ""))
                    #expect(max(arrival, departure) < Self.promise + Self.patience, "\(spoken)")
                    _ = eventually(seconds: 5) { !FileManager.default.fileExists(atPath: "/run/wipebench/\(prefix)-\(name)") }
                }
                let times = lines.joined(separator: "\n") + "\n"
                Attachment.record(times, named: "hot-plug-times.txt")
                FileHandle.standardError.write(Data(times.utf8))
                #expect(lines.filter { $0.hasSuffix("promised") }.count < lines.count, "\(lines)")
            }
        }

        @Test func ofFiftyDrivesThatComeAndGoAtOnceNoneIsLost() throws {
            try withStation(bays: ["A1": "hold", "A2": "hold"]) { station in
                try station.start()
                let prefix = BenchDrive.prefix + "-" + station.name
                let make =
                    "\(Project.bench)/make-drive burst$i --prefix \(prefix) --size 8M --serial \(station.name)-$i --owner \(getpid()) >/dev/null"
                try run("sh", "-c", "for i in $(seq 50); do \(make) & done; wait")
                let serials = Set((1...50).map { "\(station.name)-\($0)" })
                func listed() throws -> [MediaView] {
                    try station.json(MediaList.self, "media").media.filter { serials.contains($0.serial ?? "") }
                }
                try station.until("fifty drives, all decided", seconds: 20) {
                    let media = try listed()
                    return media.count == 50 && media.allSatisfy { $0.decision.verdict == "refuse" }
                }
                #expect(try Set(listed().compactMap(\.serial)) == serials)
                #expect(try Set(listed().compactMap(\.node)).count == 50)
                #expect(try listed().allSatisfy { $0.decision.reasons.map(\.code) == ["not-in-a-bay"] })
                try run("sh", "-c", "for i in $(seq 50); do \(Project.bench)/drop-drive burst$i --prefix \(prefix) & done; wait")
                try station.until("none of them is left", seconds: 20) { try listed().isEmpty }
            }
        }
    }
}
