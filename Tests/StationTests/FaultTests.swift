// Goal: a drive that fails or lies gets a true record. Method: faults are put under a drive while it is wiped; the record must name the very
// sectors, and a record of failure must verify like any other.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct FaultTests {
        /// Wipes a drive with these faults to its end, whatever that is.
        private static func wiped(
            _ faults: String, policy: String = "clear-random", test: (StationUnderTest, BenchDrive, JobView, SignedRecord) throws -> Void
        ) throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false", "policyFor: [{ media: any, policy: \(policy) }]") { station in
                try station.start()
                let drive = try station.plug("faulty", bay: "A1", "--size", "16M", "--faults", faults)
                let job = try station.awaitJob(drive, "sanitized", "failed", "abandoned", seconds: 30)
                let record = try station.record(job)
                #expect(record.sanitization.ended == job.state)
                let verified = try station.wipectl(
                    "certificate", "verify", station.recordFile(job), "--trust", station.keysFile(), "--allow-simulation")
                #expect(verified.exit == 0, "\(verified.output)")
                try test(station, drive, job, record)
            }
        }

        @Test func aSectorThatCannotBeWrittenFailsTheWipeAndIsNamed() throws {
            // Byte 5242880 is sector 10240.
            try Self.wiped(#"[{"op":"write","do":"eio","from":5242880,"len":512}]"#) { station, drive, job, record in
                #expect(job.state == "failed" && job.reasons.map(\.code).contains("budget-exceeded"), "\(job.reasons)")
                #expect(record.credentialSubject.outcome == "not-sanitized")
                #expect(record.sanitization.unwrittenRanges == [[10240, 10240]] && record.sanitization.unwrittenSectors == 1)
                #expect(record.sanitization.passes[0].bytesWritten == (16 << 20) - 512)
                #expect(record.sanitization.passes[0].writeErrors > 0)
                try station.awaitVerdict(drive, "hold", ["failed-before"])
            }
        }

        @Test func aSectorThatCannotBeReadFailsTheWipeAndIsNamed() throws {
            try Self.wiped(#"[{"op":"read","do":"eio","from":6291456,"len":1024,"after_bytes":1048576}]"#) { _, _, job, record in
                #expect(job.state == "failed")
                #expect(record.sanitization.unreadableRanges == [[12288, 12289]])
                #expect(record.sanitization.unwrittenRanges.isEmpty)
            }
        }

        @Test func aFaultThatPassesIsRetriedAndTheDriveIsSanitized() throws {
            // Requests of up to 2 MiB are halved down to the sector with at most 13 failures; then it is the sector that is retried.
            try Self.wiped(#"[{"op":"write","do":"eio","from":4194304,"len":512,"times":13}]"#) { station, drive, job, record in
                #expect(job.state == "sanitized")
                #expect(record.sanitization.passes[0].retries > 0 && record.sanitization.passes[0].writeErrors > 0)
                #expect(record.sanitization.unwrittenRanges.isEmpty)
                let holdsThePattern = try station.isPattern(of: record, drive)
                #expect(holdsThePattern)
            }
        }

        @Test func aWriteThatTheDriveOnlyPretendsToDoIsFound() throws {
            try Self.wiped(#"[{"op":"write","do":"drop","from":8388608,"len":512,"times":1}]"#) { _, _, job, record in
                #expect(job.state == "failed" && job.reasons.map(\.code).contains("mismatch"), "\(job.reasons)")
                #expect(record.credentialSubject.outcome == "not-sanitized")
                #expect(record.sanitization.mismatchedRanges.contains { $0.count == 2 && $0[0] <= 16384 && $0[1] >= 16384 })
            }
        }

        @Test func aWriteThatLandsElsewhereIsFound() throws {
            try Self.wiped(#"[{"op":"write","do":"misplace","by":65536,"from":8388608,"len":512,"times":1}]"#) { _, _, job, record in
                #expect(job.state == "failed")
                #expect(record.sanitization.mismatchedSectors > 0)
            }
        }

        @Test func oneWrongBitIsFoundAndItsSectorNamed() throws {
            try Self.wiped(#"[{"op":"read","do":"flip","at":3145805,"mask":4}]"#) { _, _, job, record in
                #expect(job.state == "failed")
                #expect(record.sanitization.mismatchedRanges == [[6144, 6144]])
            }
        }

        @Test func aDriveWithLessRoomThanItSaysIsFound() throws {
            try Self.wiped(#"[{"do":"alias","capacity":8388608}]"#) { _, _, job, record in
                #expect(job.state == "failed")
                #expect(record.sanitization.mismatchedSectors == 16384)
            }
        }

        @Test func aFlushThatFailsIsNoSuccess() throws {
            try Self.wiped(#"[{"op":"flush","do":"eio"}]"#) { _, _, job, record in
                #expect(job.state == "failed" && job.reasons.map(\.code).contains("flush-failed"), "\(job.reasons)")
                #expect(record.credentialSubject.outcome == "not-sanitized")
            }
        }

        @Test func aDriveThatChangesItsSizeDuringTheWipeFails() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("shrinking", bay: "A1", "--size", "24M", "--rate", "8")
                try station.awaitProgress(drive)
                try drive.limit(toBytes: 20 << 20)
                let job = try station.awaitJob(drive, "failed", "sanitized")
                #expect(job.state == "failed" && job.reasons.map(\.code).contains("capacity-changed"), "\(job.reasons)")
                #expect(try station.record(job).credentialSubject.outcome == "not-sanitized")
                #expect(try station.verifies(job))
            }
        }

        @Test func aDriveThatHangsDoesNotHoldUpItsNeighbour() throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe"], "requireAssetTag: false", "stallSeconds: 2") { station in
                try station.start()
                let stuck = try station.plug(
                    "stuck", bay: "A1", "--size", "8M", "--faults", #"[{"op":"write","do":"hang","from":4194304}]"#)
                // Whatever comes of it: what hangs in the kernel must be let go before the drive can be taken away.
                defer { try? stuck.setFaults("[]") }
                try station.awaitJob(stuck, "running")
                let sound = try station.plug("sound", bay: "A2", "--size", "8M")
                try station.awaitJob(sound, "sanitized")
                let job = try #require(try station.jobs(stuck).first)
                #expect(job.state == "running")
                try station.until("an alarm tells of the drive that hangs") {
                    try station.json(StatusView.self, "status").alarms.isEmpty == false
                }
                #expect(try station.wipectl("cancel", job.id).exit == 0)
                #expect(try station.awaitJob(stuck, "stopping").id == job.id)
                try stuck.setFaults("[]")
                let ended = try station.awaitJob(stuck, "abandoned", "sanitized")
                #expect(ended.state == "abandoned")
                #expect(try station.verifies(ended))
            }
        }
    }
}
