// Goal: a daemon that ends, in good order or not, loses no wipe, forgets no hold and wipes nothing twice. Method: it is ended in the middle of
// wipes of slow drives and started again on the same state.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct RestartTests {
        /// Ends the daemon in the middle of a wipe, starts it again, and expects the wipe to go on by itself to its certificate.
        private static func expectItGoesOn(_ station: StationUnderTest, _ drive: BenchDrive, _ end: () throws -> Void) throws {
            // Behind the first checkpoint: without one nothing can be compared, and a person looks first.
            let before = try station.awaitProgress(drive, bytes: 10 << 20)
            try end()
            try drive.setRate(megabytesPerSecond: 400)
            try station.start()
            let job = try station.awaitJob(drive, "sanitized")
            #expect(job.id == before.id)
            #expect(job.interruptions.count == 1 && job.interruptions.allSatisfy { $0.resumedAt != nil }, "\(job.interruptions)")
            let record = try station.record(job)
            #expect(
                ["daemon-restarted", "shutdown"].contains(record.sanitization.interruptions.first?.reason),
                "\(record.sanitization.interruptions)")
            #expect(record.sanitization.passes[0].bytesWritten >= job.media.capacityBytes ?? .max)
            #expect(try station.isPattern(of: record, drive))
            #expect(try station.verifies(job))
            #expect(try station.jobs(drive).count == 1)
        }

        @Test(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
        func aWipeGoesOnByItselfAfterTheDaemonWasStopped() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("slow", bay: "A1", "--size", "24M", "--rate", "8")
                try Self.expectItGoesOn(station, drive) {
                    let exit = try station.stop()
                    #expect(exit == 0)
                }
                // A stop in good order loses nothing of what was written.
                let written = try drive.counts().write
                #expect(written <= 25 << 20, "\(written) of 24 MiB")
            }
        }

        @Test(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
        func aWipeGoesOnByItselfAfterTheDaemonWasKilled() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("slow", bay: "A1", "--size", "24M", "--rate", "8")
                try Self.expectItGoesOn(station, drive) { station.kill() }
            }
        }

        @Test(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
        func aWipeThatIsKilledWhileItVerifiesGoesOn() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("slow", bay: "A1", "--size", "24M", "--rate", "16")
                try station.awaitJob(drive, "running") { $0.phase == "verify" && ($0.bytesDone ?? 0) > (26 << 20) }
                try Self.expectItGoesOn(station, drive) { station.kill() }
            }
        }

        /// The drive forgets what it had not been told to flush: what the station takes for written must have been flushed before.
        @Test(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
        func aWipeThatLostThePowerGoesOnFromItsCheckpointAndItsMediumHoldsThePattern() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("volatile", bay: "A1", "--size", "32M", "--rate", "2", "--faults", #"[{"do":"volatile"}]"#)
                // The second checkpoint is seen by its flush, in the middle of the pass.
                var flushed = 0
                try station.until("a checkpoint", seconds: 30) {
                    flushed = (try? drive.counts().write) ?? 0
                    return flushed >= 8 << 20
                }
                try station.awaitProgress(drive, bytes: flushed + (1 << 20))
                try Self.expectItGoesOn(station, drive) {
                    station.kill()
                    try drive.setFaults(#"[{"do":"powerloss"}]"#)
                }
                // It went on where the checkpoint was, and not from the beginning.
                let written = try drive.counts().write
                #expect(flushed >= 8 << 20 && written < flushed + (30 << 20), "\(flushed) and \(written) of 32 MiB")
            }
        }

        @Test(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
        func aPausedJobStaysPausedOverARestart() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("slow", bay: "A1", "--size", "16M", "--rate", "8")
                let running = try station.awaitProgress(drive)
                #expect(try station.wipectl("pause", running.id).exit == 0)
                let paused = try station.awaitJob(drive, "suspended")
                #expect(paused.interruptions.map(\.code) == ["paused"])
                try drive.setRate(megabytesPerSecond: 400)
                let digest = try drive.digest()
                #expect(try station.stop() == 0)
                try station.start()
                try station.until("the drive is known again") { try station.media(drive)?.decision.verdict.isEmpty == false }
                // Long enough for what goes on by itself to have begun: the other tests of this file need less.
                let started = eventually(seconds: 2) { (try? station.jobs(drive).first?.state) != "suspended" }
                #expect(!started)
                #expect(try drive.digest() == digest)
                #expect(try station.wipectl("resume", running.id).exit == 0)
                let job = try station.awaitJob(drive, "sanitized")
                #expect(try station.record(job).sanitization.interruptions.map(\.reason) == ["paused"])
                #expect(try station.isPattern(of: station.record(job), drive))
            }
        }

        @Test func aWipedDriveThatStaysStartsNothingAndOneThatComesBackIsHeld() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("once", bay: "A1")
                let job = try station.awaitJob(drive, "sanitized")
                try station.awaitVerdict(drive, "hold", ["already-certified"])
                let digest = try drive.digest()
                #expect(try station.stop() == 0)
                try station.start()
                try station.awaitVerdict(drive, "hold", ["already-certified"])
                try run("sh", "-c", "echo change > /sys/block/\(drive.kernelName)/uevent")
                try run("udevadm", "settle")
                try station.awaitVerdict(drive, "hold", ["already-certified"])
                #expect(try station.jobs(drive).map(\.id) == [job.id])
                #expect(try drive.digest() == digest)

                try drive.drop("detach", keep: true)
                try station.until("it is gone") { try station.media(drive) == nil }
                let again = try station.plug("again", bay: "A1", "--reuse", drive.backing)
                try station.awaitVerdict(again, "hold", ["already-certified"])
                #expect(try again.digest() == digest)
                try station.startConfirmed(again)
                try station.until("the second job is sanitized") { try station.jobs(again).first { $0.id != job.id }?.state == "sanitized" }
                #expect(try again.digest() != digest)
                #expect(try station.jobs(again).compactMap(\.record) == [2, 1])
            }
        }

        @Test func aHeldJobSurvivesARestart() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                let drive = try station.plug("held", bay: "A1")
                try station.awaitVerdict(drive, "hold", ["waiting-for-start", "asset-tag-missing"])
                let held = try #require(try station.jobs(drive).first)
                let tag = try station.tag(drive)
                station.kill()
                try station.start()
                try station.awaitVerdict(drive, "hold", ["waiting-for-start"])
                #expect(try station.jobs(drive).map(\.id) == [held.id])
                #expect(try station.jobs(drive).map(\.state) == ["held"])
                #expect(try station.media(drive)?.assetTag == tag)
                try station.startConfirmed(drive)
                #expect(try station.awaitJob(drive, "sanitized").id == held.id)
            }
        }
    }
}
