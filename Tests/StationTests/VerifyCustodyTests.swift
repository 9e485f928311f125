// Goal: no record says that a drive is cleared while somebody's data is on it. Method: drives are interrupted while they are read back, in the ways
// in which that happens, and a donor's bytes are put behind the cursor: while the drive is out, or beside the station while it reads.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct VerifyCustodyTests {
        private static let secret = "DONOR-SECRET-0123456789-ABCDEFGHIJKLMN"

        /// A drive of 24 MiB that is being read back, and has come to 12 MiB of it.
        private static func reading(_ station: StationUnderTest) throws -> BenchDrive {
            let drive = try station.plug("read", bay: "A1", "--size", "24M", "--rate", "16")
            try station.awaitJob(drive, "running") { job in
                if job.phase == "verify" { try? drive.setRate(megabytesPerSecond: 6) }
                return job.phase == "verify" && (job.bytesDone ?? 0) > (36 << 20)
            }
            return drive
        }

        /// Puts a donor's bytes onto a file or node: a page of text every 64 KiB of this range of MiB.
        private static func put(onto path: String, from first: Int, to last: Int, direct: Bool = false) throws {
            try run(
                "python3", "-c",
                """
                import mmap, os, sys
                path, first, last, direct, secret = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "true", sys.argv[5]
                page = mmap.mmap(-1, 4096)
                page.write((secret * 4096).encode()[:4096])
                target = os.open(path, os.O_WRONLY | (os.O_DIRECT if direct else 0))
                for place in range(first << 20, last << 20, 65536):
                    os.pwrite(target, page, place)
                os.close(target)
                """, path, String(first), String(last), String(direct), secret)
        }

        private static func expectNothingClaimed(_ station: StationUnderTest, _ drive: BenchDrive) throws {
            let job = try station.awaitJob(drive, "failed", "held", "sanitized")
            #expect(job.state != "sanitized", "\(job.reasons)")
            if job.state == "held" {
                #expect(job.holds.map(\.code).contains("contents-changed"), "\(job.holds)")
            } else {
                let record = try station.record(job)
                #expect(record.credentialSubject.outcome == "not-sanitized" && record.credentialSubject.reasons.contains("mismatch"))
                #expect(record.sanitization.mismatchedSectors > 0)
            }
            #expect(try drive.holds(secret), "the bytes are there, so the test has tested something")
        }

        @Test(arguments: ["stopped", "killed", "pulled", "paused"], [(2, 6), (0, 1), (0, 24)])
        func bytesThatCameWhileItWasOutAreNeverUnderARecordOfClearing(_ way: String, _ place: (Int, Int)) throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try Self.reading(station)
                switch way {
                case "stopped":
                    let exit = try station.stop()
                    #expect(exit == 0)
                case "killed": station.kill()
                case "paused":
                    #expect(try station.wipectl("pause", try #require(try station.jobs(drive).first?.id)).exit == 0)
                    try station.awaitJob(drive, "suspended")
                default: break
                }
                try drive.drop(way == "stopped" || way == "killed" ? "gone" : "unplug", keep: true)
                if way == "pulled" || way == "paused" {
                    try station.awaitJob(drive, "suspended")
                    try drive.drop("gone", keep: true)
                    try station.until("it is gone") { try station.media(drive) == nil }
                }
                try Self.put(onto: drive.backing, from: place.0, to: place.1)
                if way == "stopped" || way == "killed" { try station.start() }
                let back = try station.plug("back", bay: "A2", "--reuse", drive.backing)
                if way == "paused" {
                    try station.until("it is back") { try station.media(back) != nil }
                    #expect(try station.wipectl("resume", try #require(try station.jobs(back).first?.id)).exit == 0)
                }
                try Self.expectNothingClaimed(station, back)
            }
        }

        /// Another program opens the node without O_EXCL, writes, and closes it. Through the page cache its bytes wait in memory at first.
        @Test(arguments: [true, false]) func bytesOfAnotherProgramBehindTheCursorAreFound(_ direct: Bool) throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try Self.reading(station)
                try Self.put(onto: drive.node, from: 1, to: 4, direct: direct)
                try drive.setRate(megabytesPerSecond: 400)
                try Self.expectNothingClaimed(station, drive)
                let record = try station.record(try #require(try station.jobs(drive).first))
                // More than one where a read-back came to its end in the middle of the writing.
                #expect(Set(record.sanitization.custody.breaks.map(\.reason)) == ["written-by-others"])
            }
        }

        /// A loop device is set upon the drive without a claim, and what is written to it waits in a page cache of its own.
        @Test func aLoopDeviceThatCameOnTopIsOnTheRecord() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try Self.reading(station)
                let upper = try run("losetup", "-f", "--show", drive.node).trimmingCharacters(in: .whitespacesAndNewlines)
                station.atEnd("losetup", "-d", upper)
                try drive.setRate(megabytesPerSecond: 400)
                let job = try station.awaitJob(drive, "sanitized", "failed")
                let record = try station.record(job)
                #expect(
                    record.credentialSubject.outcome == "not-sanitized"
                        || record.credentialSubject.exceptions.contains("open-for-writing-elsewhere"), "\(record.credentialSubject)")
                try run("losetup", "-d", upper)
            }
        }

        @Test func aPauseKeepsHoldOfTheDriveAndBreaksNothing() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try Self.reading(station)
                let id = try #require(try station.jobs(drive).first?.id)
                #expect(try station.wipectl("pause", id).exit == 0)
                try station.awaitJob(drive, "suspended")
                let claim = try ended(["python3", "-c", "import os, sys; os.open(sys.argv[1], os.O_RDONLY | os.O_EXCL)", drive.node])
                #expect(claim.exit != 0 && claim.errors.contains("busy"), "\(claim.errors)")
                // Long enough for two looks at who uses it: our own hold is nobody else's use.
                Thread.sleep(forTimeInterval: 9)
                #expect(try station.codes(drive) == [])
                try drive.setRate(megabytesPerSecond: 400)
                #expect(try station.wipectl("resume", id).exit == 0)
                let job = try station.awaitJob(drive, "sanitized")
                let record = try station.record(job)
                #expect(record.sanitization.custody.breaks.isEmpty && record.sanitization.custody.endedAt == nil)
                #expect(record.sanitization.interruptions.map(\.reason) == ["paused"])
                #expect(try station.isPattern(of: record, drive) && station.verifies(job))
                try station.until("it is let go of") {
                    try ended(["python3", "-c", "import os, sys; os.open(sys.argv[1], os.O_RDONLY | os.O_EXCL)", drive.node]).exit == 0
                }
                // And nobody had used it but we.
                try station.awaitVerdict(drive, "hold", ["already-certified"])
            }
        }
    }
}
