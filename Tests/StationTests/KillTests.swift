// Goal: whenever the daemon dies and however a drive goes away, nothing is lost and nothing is claimed that is not so.
// Method: kill -9 at moments drawn from a seed that the test prints; drives taken away while a neighbour is wiped.

import Foundation
import Mutation
import Testing
import WipeAPI

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct KillTests {
        @Test(arguments: [false, true])
        func aDaemonThatIsKilledAgainAndAgainEndsWithOneTrueCertificate(isVolatile: Bool) throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            var random = SplitMix(seed)
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false", "policyFor: [{ media: any, policy: clear-random-zero }]") {
                station in
                try station.start()
                let faults = isVolatile ? #"[{"do":"volatile"}]"# : "[]"
                let drive = try station.plug("unlucky", bay: "A1", "--size", "12M", "--rate", "8", "--faults", faults)
                // Past the first checkpoint, a quarter of a second after the first write: before it nothing can be compared, and a person is asked.
                try station.awaitProgress(drive, bytes: 5 << 20)
                for _ in 0..<5 {
                    usleep(UInt32(random.below(1_200_000)))
                    station.kill()
                    if isVolatile {
                        try drive.setFaults(#"[{"do":"powerloss"}]"#)
                        usleep(300_000)
                        try drive.setFaults(faults)
                    }
                    try station.start()
                    // Sometimes before the drive is known again, sometimes after.
                    if random.below(2) == 0 { _ = eventually(seconds: 3) { (try? station.jobs(drive).first?.state) == "running" } }
                }
                try drive.setRate(megabytesPerSecond: 400)
                let job = try station.awaitJob(drive, "sanitized", "failed", "held", seconds: 40)
                #expect(job.state == "sanitized", "seed \(seed): \(job)")
                let record = try station.record(job)
                #expect(try drive.isAllZero(), "seed \(seed)")
                #expect(!record.sanitization.interruptions.isEmpty, "seed \(seed)")
                #expect(record.sanitization.interruptions.allSatisfy { $0.resumedAt != nil && !$0.at.isEmpty }, "seed \(seed)")
                #expect(try station.verifies(job), "seed \(seed)")
                #expect(try station.json(CertificateList.self, "certificate", "list").certificates.count == 1, "seed \(seed)")
            }
        }

        @Test(arguments: ["unplug", "shrink"])
        func aDriveThatGoesAwayFreesItsBayInTwoSecondsAndItsNeighbourGoesOn(_ way: String) throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe", "A3": "hold"], "requireAssetTag: false") { station in
                try station.start()
                let neighbour = try station.plug("neighbour", bay: "A2", "--size", "16M", "--rate", "8")
                let drive = try station.plug("leaver", bay: "A1", "--size", "24M", "--rate", "8")
                try station.awaitProgress(drive)
                // Errors alone are no sign of a drive that has gone; the kernel's event, or a size of 0, is. It has come when this returns.
                try drive.drop(way)
                let before = Clock.now
                try station.until("the job is suspended and the bay free", seconds: 5) {
                    let bay = try station.json(BayList.self, "bays").bays.first { $0.id == "A1" }
                    return try station.jobs(drive).first?.state == "suspended" && bay?.job?.state != "running"
                }
                let seconds = Clock.now - before
                #expect(seconds < 2, "\(seconds) s")
                try drive.drop("gone", keep: true)
                // The same serial on a drive of another size is another drive: it inherits nothing.
                let twin = try station.plug("twin", bay: "A3", "--size", "20M", "--serial", drive.serial)
                try station.awaitVerdict(twin, "hold", ["waiting-for-start", "serial-shared"])
                #expect(try station.jobs(drive).filter { $0.state == "suspended" }.count == 1)
                #expect(try twin.isAllZero())
                let sound = try station.awaitJob(neighbour, "sanitized")
                #expect(sound.interruptions.isEmpty)
            }
        }
    }
}
