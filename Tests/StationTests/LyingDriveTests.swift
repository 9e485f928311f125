// Goal: what a drive says and does not do is found, and what fails and then works is no failure. Method: as in FaultTests, with the lies and the
// passing faults that are not there.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct LyingDriveTests {
        /// Wipes a drive with these faults; the record must be in order whatever it says.
        private static func wiped(
            _ faults: String, _ options: String..., test: (StationUnderTest, BenchDrive, JobView, SignedRecord) throws -> Void
        )
            throws
        {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("liar", bay: "A1", "--size", "16M", "--faults", faults)
                let job = try station.awaitJob(drive, "sanitized", "failed", seconds: 30)
                #expect(try station.verifies(job))
                try test(station, drive, job, station.record(job))
            }
        }

        @Test func aTornWriteThatIsAcknowledgedIsFound() throws {
            try Self.wiped(#"[{"op":"write","do":"tear","from":8388608,"len":512,"times":1}]"#) { _, _, job, record in
                #expect(job.state == "failed" && job.reasons.map(\.code).contains("mismatch"), "\(job.reasons)")
                // The second half of the one request that was torn, to its last sector.
                #expect(record.sanitization.mismatchedRanges.count == 1 && record.sanitization.mismatchedSectors > 0)
                #expect(record.sanitization.mismatchedRanges.allSatisfy { ($0[1] + 1) % 8 == 0 && $0[0] >= 16384 - 2048 })
            }
        }

        @Test(arguments: ["zeros", "stale"])
        func readsThatGiveSomethingElseAreFound(_ lie: String) throws {
            let old = "/tmp/wiped-tests-stale-\(getpid())"
            try Data(repeating: 0x41, count: 16 << 20).write(to: URL(fileURLWithPath: old))
            defer { unlink(old) }
            let rule = #"[{"op":"read","do":"\#(lie)","stale_file":"\#(old)","from":8388608,"len":512,"after_bytes":1048576}]"#
            try Self.wiped(rule) { _, _, job, record in
                #expect(job.state == "failed" && record.credentialSubject.outcome == "not-sanitized")
                #expect(record.sanitization.mismatchedRanges.contains { $0[0] <= 16384 && 16384 <= $0[1] })
            }
        }

        @Test func aReadThatFailsAndThenWorksIsRetriedAndTheDriveIsSanitized() throws {
            // Reads before the wipe (what is on it) do not count: after them 1 MiB of the verify has passed.
            try Self.wiped(#"[{"op":"read","do":"eio","from":12582912,"len":512,"times":13,"after_bytes":2097152}]"#) {
                station, drive, job, record in
                #expect(job.state == "sanitized", "\(job.reasons)")
                #expect(record.sanitization.passes[0].retries > 0)
                let holdsThePattern = try station.isPattern(of: record, drive)
                #expect(holdsThePattern)
            }
        }

        @Test func aSectorThatTheDriveReplacesAfterSomeFailuresIsWritten() throws {
            try Self.wiped(#"[{"op":"write","do":"eio","from":1056768,"len":512,"times":12}]"#) { station, drive, job, record in
                #expect(job.state == "sanitized" && record.sanitization.unwrittenRanges.isEmpty)
                let holdsThePattern = try station.isPattern(of: record, drive)
                #expect(holdsThePattern)
            }
        }

        @Test func scatteredBadSectorsAreNamedToTheSectorAndTheRestIsWritten() throws {
            let sectors = [3, 4, 1000, 2047, 4095]
            let rules = sectors.map { #"{"op":"write","do":"eio","from":\#($0 * 4096),"len":4096}"# }.joined(separator: ",")
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("worn", bay: "A1", "--size", "16M", "--sector", "4096", "--faults", "[\(rules)]")
                let job = try station.awaitJob(drive, "failed", "sanitized", seconds: 30)
                let record = try station.record(job)
                #expect(record.sanitization.unwrittenRanges == [[3, 4], [1000, 1000], [2047, 2047], [4095, 4095]])
                #expect(record.sanitization.unwrittenSectors == 5)
                #expect(record.sanitization.passes[0].bytesWritten == (16 << 20) - 5 * 4096)
                #expect(job.state == "failed" && job.reasons.map(\.code) == ["budget-exceeded"])
                // The last sector of the drive failed: the walk went to its end all the same.
                #expect(try station.verifies(job))
            }
        }

        @Test func thePolicysBudgetDecidesWhatBadSectorsMean() throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe"], "requireAssetTag: false", "policyFor: [{ media: any, policy: lenient }]") {
                station in
                let folder = station.folder + "/policies"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                let policy = """
                    id: lenient
                    version: 1.0.0
                    title: { fr: "Deux secteurs", en: "Two sectors" }
                    status: current
                    claim: { standard: "NIST SP 800-88r2", clause: "3.1.1", level: clear }
                    media: [magnetic, flash]
                    passes: [{ write: random, verify: full }]
                    onFault: { retries: 1, unwritableSectorsMax: 2 }
                    """
                try Data((policy + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/lenient.yaml"))
                station.stationFile = station.stationFile.replacingOccurrences(
                    of: "policies: \(Project.policies)", with: "policies: \(folder)")
                try station.start()
                func rule(_ sectors: Int) -> String { #"[{"op":"write","do":"eio","from":4096000,"len":\#(sectors * 512)}]"# }
                // A drive of 16 MiB may leave 3 sectors, a 10,000th: here the policy is the stricter one.
                let within = try station.plug("within", bay: "A1", "--size", "16M", "--faults", rule(2))
                let beyond = try station.plug("beyond", bay: "A2", "--size", "16M", "--faults", rule(3))
                let good = try station.awaitJob(within, "sanitized", "failed", seconds: 30)
                let bad = try station.awaitJob(beyond, "sanitized", "failed", seconds: 30)
                let kept = try station.record(good)
                #expect(good.state == "sanitized" && kept.credentialSubject.outcome == "cleared-with-exceptions")
                #expect(kept.credentialSubject.exceptions.contains("unwritten-sectors"), "\(kept.credentialSubject.exceptions)")
                #expect(kept.sanitization.unwrittenRanges == [[8000, 8001]])
                #expect(bad.state == "failed" && bad.reasons.map(\.code) == ["budget-exceeded"])
                #expect(try station.record(bad).sanitization.unwrittenRanges == [[8000, 8002]])
            }
        }

        /// A cache that says it has flushed and forgets all the same: what was taken for done is not there when the wipe would go on.
        @Test func aFlushThatIsOnlyAcknowledgedIsFoundWhenThePowerWasLost() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let lies = #"{"do":"volatile"},{"op":"flush","do":"drop"}"#
                let drive = try station.plug("forgetful", bay: "A1", "--size", "8M", "--rate", "8", "--faults", "[\(lies)]")
                try station.awaitJob(drive, "running") { $0.phase == "verify" && ($0.bytesDone ?? 0) > 10 << 20 }
                station.kill()
                try drive.setFaults(#"[{"do":"powerloss"}]"#)
                try drive.setRate(megabytesPerSecond: 400)
                try station.start()
                let held = try station.awaitJob(drive, "held", "sanitized", "failed")
                #expect(held.state == "held" && held.holds.map(\.code) == ["contents-changed"], "\(held)")
                let certificates = try station.json(CertificateList.self, "certificate", "list").certificates
                #expect(certificates.isEmpty)
            }
        }
    }
}
