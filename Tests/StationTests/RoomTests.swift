// Goal: a station that could not keep a record begins no wipe, says why, and loses nothing that was under way.
// Method: the state folder is a small file system of its own that the test fills up, or makes read-only.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct RoomTests {
        /// A state folder on a file system of 64 MiB.
        private static func withSmallState(_ test: (StationUnderTest, String) throws -> Void) throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe"], "requireAssetTag: false") { station in
                let state = station.folder + "/state"
                try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
                try run("mount", "-t", "tmpfs", "-o", "size=64M,mode=0755", "wiped-test", state)
                station.atEnd("umount", "-l", state)
                try station.start()
                try test(station, state)
            }
        }

        private static func alarms(_ station: StationUnderTest) throws -> [String] {
            try station.json(StatusView.self, "status").alarms.map(\.code)
        }

        private static func records(_ state: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: state + "/certificates").filter { $0.hasSuffix(".json") }
        }

        @Test func aFullStateFolderStartsNothingNewAndWhatRunsIsCertifiedOnceWhenThereIsRoom() throws {
            try Self.withSmallState { station, state in
                let first = try station.plug("first", bay: "A1", "--size", "24M", "--rate", "8")
                try station.awaitProgress(first)
                // All that is left of it, to the last block.
                _ = try ended([
                    "sh", "-c",
                    "dd if=/dev/zero of=\(state)/ballast bs=64k status=none; dd if=/dev/zero of=\(state)/crumbs bs=512 status=none",
                ])
                try station.until("the station says so") {
                    try Self.alarms(station).contains { ["cannot-certify", "store-failed"].contains($0) }
                }
                let second = try station.plug("second", bay: "A2", "--size", "8M")
                try first.setRate(megabytesPerSecond: 400)
                // Longer than the rest of the wipe takes: nothing is closed, nothing begins, and the station answers.
                let isOver = eventually(seconds: 3) {
                    (try? station.jobs(first).first?.state) == "sanitized" || (try? second.isAllZero()) == false
                }
                #expect(!isOver)
                #expect(try Self.records(state).isEmpty)
                try FileManager.default.removeItem(atPath: state + "/ballast")
                try FileManager.default.removeItem(atPath: state + "/crumbs")
                let job = try station.awaitJob(first, "sanitized", seconds: 30)
                #expect(try station.isPattern(of: station.record(job), first))
                let other = try station.awaitJob(second, "sanitized", seconds: 30)
                #expect(try Self.records(state).count == 2)
                #expect(try station.verifies(job) && station.verifies(other))
                try station.until("the alarm is over") { try Self.alarms(station).isEmpty }
            }
        }

        @Test func aReadOnlyCertificateFolderStartsNothingNew() throws {
            try Self.withSmallState { station, state in
                try run("mount", "-t", "tmpfs", "-o", "ro,mode=0755", "wiped-test", state + "/certificates")
                station.atEnd("sh", "-c", "umount -l \(state)/certificates 2>/dev/null")
                try station.until("the station says so") { try Self.alarms(station).contains("cannot-certify") }
                let drive = try station.plug("waiting", bay: "A1", "--size", "8M")
                let hasBegun = eventually(seconds: 2) { (try? drive.isAllZero()) == false }
                #expect(!hasBegun)
                try run("umount", state + "/certificates")
                let job = try station.awaitJob(drive, "sanitized")
                #expect(try Self.records(state).count == 1)
                #expect(try station.verifies(job))
            }
        }
    }
}
