// Goal: a drive that is pulled in the middle of its wipe and comes back, under whatever name, is wiped to its end; one that was changed
// meanwhile is not touched. Method: slow drives are taken away in the ways in which real ones go, and the same content is plugged in again.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct DetachTests {
        /// Pulls a drive in the middle of its wipe; the station has let go of it when this returns.
        private static func pull(_ drive: BenchDrive, _ way: String, _ station: StationUnderTest) throws -> JobView {
            let running = try station.awaitProgress(drive)
            try drive.drop(way)
            let suspended = try station.awaitJob(drive, "suspended")
            #expect(suspended.id == running.id)
            try drive.drop("gone", keep: true)
            try station.until("it is gone") { try station.media(drive) == nil }
            return suspended
        }

        @Test(arguments: ["shrink", "unplug"])
        func aPulledDriveThatComesBackUnderAnotherNodeIsWipedToItsEnd(_ way: String) throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("pulled", bay: "A1", "--size", "24M", "--rate", "8")
                let suspended = try Self.pull(drive, way, station)
                // Into another bay of the station: the medium counts, not the place.
                let back = try station.plug("back", bay: "A2", "--reuse", drive.backing, "--not-node", drive.node)
                #expect(back.node != drive.node && back.serial == drive.serial)
                let job = try station.awaitJob(back, "sanitized")
                #expect(job.id == suspended.id)
                #expect(job.interruptions.count == 1 && job.interruptions.first?.resumedAt != nil, "\(job.interruptions)")
                let record = try station.record(job)
                #expect(
                    ["detached", "media-gone"].contains(record.sanitization.interruptions.first?.reason),
                    "\(record.sanitization.interruptions)")
                #expect(try station.isPattern(of: record, back))
                #expect(try station.verifies(job))
            }
        }

        /// udevd waits for the lock of a paused drive, minutes long, and tells nothing meanwhile: the kernel does.
        @Test func aPausedDriveThatIsPulledIsGoneAtOnceHoweverBusyUdevIs() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("paused", bay: "A1", "--size", "24M", "--rate", "8")
                let running = try station.awaitProgress(drive)
                #expect(try station.wipectl("pause", running.id).exit == 0)
                try station.awaitJob(drive, "suspended")
                // Something looks at the drive: udevd is told, and waits.
                try run("sh", "-c", "echo change > /sys/block/\(drive.kernelName)/uevent")
                usleep(300_000)
                try drive.drop("unplug")
                try station.until("it is gone", seconds: 3) { try station.media(drive) == nil }
                try drive.drop("gone", keep: true)
                let back = try station.plug("back", bay: "A1", "--reuse", drive.backing)
                try station.until("it is known again") { try station.media(back)?.decision.verdict.isEmpty == false }
                try back.setRate(megabytesPerSecond: 400)
                #expect(try station.wipectl("resume", running.id).exit == 0)
                let job = try station.awaitJob(back, "sanitized", "failed")
                #expect(job.id == running.id && job.state == "sanitized")
                let holdsThePattern = try station.isPattern(of: station.record(job), back)
                #expect(holdsThePattern)
            }
        }

        /// Between the moment of the pull and the kernel's event everything fails; those sectors are not bad.
        @Test func errorsOfADriveThatIsBeingPulledAreNotHeldAgainstItWhenItComesBack() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("pulled", bay: "A1", "--size", "24M", "--rate", "8")
                try station.awaitProgress(drive, bytes: 8 << 20)
                try drive.drop("yank")
                // The station goes on against a drive that answers nothing but errors, until the event comes.
                _ = eventually(seconds: 1.5) { (try? station.jobs(drive).first?.state) == "suspended" }
                try run("sh", "-c", "echo remove > /sys/block/\(drive.kernelName)/uevent")
                try station.awaitJob(drive, "suspended")
                try drive.drop("gone", keep: true)
                try station.until("it is gone") { try station.media(drive) == nil }
                let back = try station.plug("back", bay: "A1", "--reuse", drive.backing)
                let job = try station.awaitJob(back, "sanitized", "failed")
                let record = try station.record(job)
                #expect(job.state == "sanitized", "\(job.reasons) \(record.sanitization.unwrittenRanges)")
                let holdsThePattern = try station.isPattern(of: record, back)
                #expect(holdsThePattern)
            }
        }

        @Test func aDriveWhoseContentsChangedWhileItWasAwayIsHeldAndNotTouched() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("changed", bay: "A1", "--size", "24M", "--rate", "8")
                try station.awaitProgress(drive, bytes: 8 << 20)
                // The last words of a run in good order are on the medium and on record.
                #expect(try station.stop() == 0)
                try drive.drop("gone", keep: true)
                // Somebody formats it elsewhere.
                try run("dd", "if=/dev/zero", "of=\(drive.backing)", "bs=1M", "count=24", "conv=notrunc", "status=none")
                try run("mke2fs", "-q", "-F", "-t", "ext4", "-L", "precious", drive.backing)
                let digest = try drive.digest()
                try station.start()
                let back = try station.plug("back", bay: "A1", "--reuse", drive.backing)
                let held = try station.awaitJob(back, "held")
                #expect(held.holds.map(\.code) == ["contents-changed"], "\(held.holds)")
                try station.awaitVerdict(back, "hold", ["contents-changed"])
                #expect(try back.digest() == digest)
                #expect(try station.wipectl("start", back.node, "--confirm", "x").exit == 1)
                #expect(try back.digest() == digest)
                // A person who has looked starts it over.
                try station.startConfirmed(back)
                let job = try station.awaitJob(back, "sanitized")
                let record = try station.record(job)
                #expect(try station.isPattern(of: record, back))
                #expect(try station.verifies(job))
            }
        }

        @Test func aWipeOfADriveWithoutASerialDoesNotSurviveThePull() throws {
            try withStation(bays: ["A1": "wipe"]) { station in
                try station.start()
                let drive = try station.plug("nameless", bay: "A1", "--size", "24M", "--rate", "8", "--serial", "")
                try station.awaitVerdict(drive, "hold", ["asset-tag-missing", "weak-identity"])
                #expect(try station.wipectl("tag", drive.node, "OPEQ-NAMELESS").exit == 0)
                #expect(try station.wipectl("start", drive.node, "--confirm", "OPEQ-NAMELESS").exit == 0)
                try station.until("it is under way") { try station.json(JobList.self, "queue").jobs.first?.bytesDone ?? 0 > 4 << 20 }
                try drive.drop("unplug")
                var ended: [JobView] = []
                try station.until("its job ends") {
                    ended = try station.json(JobList.self, "queue", "--state", "abandoned").jobs
                    return !ended.isEmpty
                }
                #expect(try station.record(ended[0]).credentialSubject.outcome == "not-sanitized")
                #expect(try station.verifies(ended[0]))
                // What comes back cannot be shown to be the same drive.
                try drive.drop("gone", keep: true)
                let back = try station.plug("back", bay: "A1", "--reuse", drive.backing, "--serial", "")
                try station.until("it is held") { try station.codes(back).contains("weak-identity") }
                #expect(try station.json(JobList.self, "queue").jobs.map(\.id) != ended.map(\.id))
                #expect(try station.media(back)?.assetTag == nil)
            }
        }

        @Test func anotherDriveInTheSameBayDoesNotInheritTheWipe() throws {
            try withStation(bays: ["A1": "hold"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("first", bay: "A1", "--size", "24M", "--rate", "8")
                try station.awaitVerdict(drive, "hold", ["waiting-for-start"])
                try station.startConfirmed(drive)
                let suspended = try Self.pull(drive, "unplug", station)
                let other = try station.plug("other", bay: "A1", "--size", "24M")
                try station.awaitVerdict(other, "hold", ["waiting-for-start"])
                #expect(try station.jobs(drive).map(\.state) == ["suspended"])
                #expect(try station.jobs(other).map(\.id) != [suspended.id])
                #expect(try other.isAllZero())
            }
        }
    }
}
