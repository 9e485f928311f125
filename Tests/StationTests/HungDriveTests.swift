// Goal: a drive that does not answer holds up nobody: not its neighbours, not the people, not the end of the daemon, not the next daemon.
// Method: a drive whose writes hang in the kernel until the test lets go.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct HungDriveTests {
        private static let hang = #"[{"op":"write","do":"hang","from":4194304}]"#
        /// No write comes back, so that nothing of the wipe is ever on record.
        private static let hangAtOnce = #"[{"op":"write","do":"hang"}]"#

        @Test func aDaemonWithAHungDriveStopsInFiveSecondsAndTheNextOneWaitsForTheDrive() throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe"], "requireAssetTag: false", "stallSeconds: 2") { station in
                try station.start()
                let stuck = try station.plug("stuck", bay: "A1", "--size", "8M", "--faults", Self.hangAtOnce)
                defer { try? stuck.setFaults("[]") }
                try station.until("the drive is shown as stalled") { try station.jobs(stuck).first?.stalledSeconds != nil }
                let bays = try station.wipectl("bays")
                #expect(bays.output.contains("silent"), "\(bays.output)")
                let before = Clock.now
                #expect(try station.wipectl("queue").exit == 0)
                #expect(Clock.now - before < 1)
                let former = try station.leave()
                let asked = Clock.now
                try station.until("nobody serves any more", seconds: 6) { try station.wipectl("status").exit == 3 }
                #expect(Clock.now - asked < 5.5)
                // The process itself is still there: the kernel has not given its request back. The next one does not mind.
                try station.start()
                try station.awaitVerdict(stuck, "refuse", ["former-run"])
                let said = try station.wipectl("media", "show", stuck.node).output
                #expect(said.contains("(wiped) has ended, and a request of it still hangs in the kernel"), "\(said)")
                #expect(try station.jobs(stuck).map(\.state) == ["suspended"])
                let sound = try station.plug("sound", bay: "A2", "--size", "8M")
                try station.awaitJob(sound, "sanitized")
                try stuck.setFaults("[]")
                // It died before its first checkpoint: nothing shows what it had written, so a person looks first.
                let held = try station.awaitJob(stuck, "held", seconds: 30)
                #expect(held.holds.map(\.code) == ["contents-changed"], "\(held.holds)")
                try station.startConfirmed(stuck)
                let job = try station.awaitJob(stuck, "sanitized", seconds: 30)
                #expect(try station.isPattern(of: station.record(job), stuck))
                #expect(try station.verifies(job))
                #expect(try former.wait(seconds: 10) == 0)
            }
        }

        @Test func aPulledDriveThatHangsKeepsItsSlotAndItsBayIsShownUnresponsive() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false", "slots: 1") { station in
                try station.start()
                let stuck = try station.plug("stuck", bay: "A1", "--size", "8M", "--faults", Self.hang)
                defer { try? stuck.setFaults("[]") }
                try station.awaitJob(stuck, "running") { ($0.bytesDone ?? 0) > 0 }
                usleep(500_000)
                // The kernel says that it is gone; its request still hangs.
                try run("sh", "-c", "echo remove > /sys/block/\(stuck.kernelName)/uevent")
                try station.awaitJob(stuck, "stopping")
                try station.until("the bay is shown as unresponsive", seconds: 5) {
                    try station.json(BayList.self, "bays").bays.first?.unresponsive == true
                }
                #expect(try station.json(StatusView.self, "status").slots.used == 1)
                try stuck.setFaults("[]")
                try station.awaitJob(stuck, "suspended")
                #expect(try station.json(StatusView.self, "status").slots.used == 0)
            }
        }
    }
}
