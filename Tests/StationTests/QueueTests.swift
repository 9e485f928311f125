// Goal: people can move jobs, and every wipe that began leaves exactly one record, without a gap in the numbers. Method: one slot and several
// slow drives.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct QueueTests {
        @Test func jobsRunInTheOrderOfTheirPriorityAndRecordNumbersHaveNoGap() throws {
            try withStation(bays: ["A1": "hold", "A2": "hold", "A3": "hold", "A4": "hold"], "requireAssetTag: false", "slots: 1") {
                station in
                try station.start()
                var drives: [BenchDrive] = []
                // One after the other: what comes together is decided about together, in no order.
                for bay in ["A1", "A2", "A3", "A4"] {
                    let drive = try station.plug(bay, bay: bay, "--size", "16M", "--rate", "8")
                    try station.awaitVerdict(drive, "hold", ["waiting-for-start"])
                    drives.append(drive)
                }
                for drive in drives {
                    try station.startConfirmed(drive)
                    if drive === drives[0] { try station.awaitProgress(drive) }
                }
                func id(_ index: Int) throws -> String { try #require(try station.jobs(drives[index]).first).id }
                func order() throws -> [String] { try station.json(JobList.self, "queue").jobs.map(\.id) }
                let ids = try (0...3).map { try id($0) }
                #expect(try order() == ids)
                #expect(try station.json(StatusView.self, "status").slots.used == 1)
                #expect(try station.wipectl("priority", ids[3], "5").exit == 0)
                #expect(try order() == [ids[0], ids[3], ids[1], ids[2]])

                // Before it has written: withdrawn, without a record.
                #expect(try station.wipectl("cancel", ids[1]).exit == 0)
                let withdrawn = try station.awaitJob(drives[1], "withdrawn")
                #expect(withdrawn.certificate == nil && withdrawn.record == nil)
                #expect(try drives[1].isAllZero())
                #expect(try !station.json(JobList.self, "queue", "--all").jobs.map(\.id).contains(ids[1]))

                // After: abandoned, with a record of failure.
                #expect(try station.wipectl("cancel", ids[0]).exit == 0)
                let abandoned = try station.awaitJob(drives[0], "abandoned")
                #expect(try station.record(abandoned).credentialSubject.outcome == "not-sanitized")
                #expect(try station.verifies(abandoned))
                #expect(try station.wipectl("cancel", ids[0]).exit == 1)
                #expect(try station.wipectl("resume", ids[3]).exit == 1)

                // The slot went to the job with the priority; a paused one gives its slot to the next.
                try station.awaitProgress(drives[3])
                #expect(try station.wipectl("pause", ids[3]).exit == 0)
                try station.awaitJob(drives[3], "suspended")
                try drives[2].setRate(megabytesPerSecond: 400)
                try drives[3].setRate(megabytesPerSecond: 400)
                try station.awaitJob(drives[2], "sanitized")
                let stopped = try drives[3].digest()
                #expect(try station.jobs(drives[3]).map(\.state) == ["suspended"])
                #expect(try drives[3].digest() == stopped)
                #expect(try station.wipectl("resume", ids[3]).exit == 0)
                let last = try station.awaitJob(drives[3], "sanitized")
                #expect(try station.isPattern(of: station.record(last), drives[3]))

                let records = try station.json(CertificateList.self, "certificate", "list").certificates
                #expect(records.map(\.record).sorted() == [1, 2, 3])
                #expect(Set(records.map(\.job)) == [ids[0], ids[2], ids[3]])
                #expect(try station.json(JournalList.self, "journal").entries.contains { $0.event == "cancel" && $0.operator == "root" })
                let export = station.folder + "/export"
                #expect(try station.wipectl("certificate", "export", "--to", export).exit == 0)
                let files = try FileManager.default.contentsOfDirectory(atPath: export).filter { $0.hasSuffix(".json") }.map {
                    export + "/" + $0
                }
                #expect(files.count == 3)
                #expect(
                    try station.wipectl(["certificate", "verify"] + files + ["--trust", export + "/keys.txt", "--allow-simulation"]).exit
                        == 0)
                let archive = try station.wipectl("audit", export, "--trust", export + "/keys.txt")
                #expect(archive.exit == 0, "\(archive.output)")
                // A revocation by whoever holds the socket is on record, and the record is valid no more.
                #expect(try station.wipectl("certificate", "revoke", "1", "--reason", "test").exit == 0)
                let revoked = try station.wipectl("certificate", "export", "--to", export)
                #expect(revoked.exit == 0, "\(revoked.errors)")
                #expect(try station.wipectl("audit", export, "--trust", export + "/keys.txt").output.contains("REVOKED by record"))
                let first = try #require(files.first { text($0).contains("\"record\": 1,") })
                #expect(
                    try station.wipectl("certificate", "verify", first, "--trust", export + "/keys.txt", "--allow-simulation").exit == 1)
                try Self.checkFilteredExport(station, serial: drives[2].serial)
            }
        }

        /// Of three records and a revocation the ones about one drive, with the revocation. The same words in the station's own folder are none.
        private static func checkFilteredExport(_ station: StationUnderTest, serial: String) throws {
            let export = station.folder + "/filtered"
            #expect(try station.wipectl("certificate", "export", "--to", export, "--serial", serial).exit == 0)
            let files = try FileManager.default.contentsOfDirectory(atPath: export).filter { $0.hasSuffix(".json") }
            #expect(files.count == 2 && files.contains { $0.hasSuffix(".revocation.json") })
            let audit = try station.wipectl("audit", export, "--trust", export + "/keys.txt")
            #expect(audit.exit == 4 && audit.output.contains("outside-filter: 2 records left out by --serial \(serial)"), "\(audit.output)")
            let whole = try station.wipectl("certificate", "export", "--to", export)
            #expect(whole.exit == 0)
            #expect(try station.wipectl("audit", export, "--trust", export + "/keys.txt").exit == 0)

            let state = station.folder + "/state"
            let record = try #require(files.first { $0.contains("_" + serial + "_") })
            try FileManager.default.removeItem(atPath: state + "/certificates/" + record)
            try Data(#"{"serial":"x","leftOut":[1,2,3]}"#.utf8).write(to: URL(fileURLWithPath: state + "/log/filter.json"))
            let hidden = try station.wipectl("audit", state, "--trust", export + "/keys.txt")
            #expect(hidden.exit == 1 && hidden.output.contains("file-missing"), "\(hidden.output)")
        }
    }
}
