// Goal: a held drive waits for just what is missing, and for nothing less. Method: holds are lifted one at a time, with wrong words first.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct HoldTests {
        @Test func aDrivePresentAtStartIsHeldUntilItsSerialIsConfirmed() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                let drive = try station.plug("present", bay: "A1")
                try station.start()
                try station.awaitVerdict(drive, "hold", ["present-at-start"])
                let without = try station.wipectl("start", drive.serial)
                #expect(without.exit == 1 && without.errors.contains("--confirm"), "\(without.errors)")
                for wrong in ["x", String(drive.serial.dropLast()), drive.serial + "1"] {
                    let result = try station.wipectl("start", drive.serial, "--confirm", wrong, "--json")
                    #expect(result.exit == 1)
                    #expect((result.output + result.errors).contains("confirmation-required"), "\(wrong): \(result.output)\(result.errors)")
                }
                #expect(try station.jobs(drive).map(\.state) == ["held"])
                #expect(try drive.isAllZero())
                try station.startConfirmed(drive)
                let job = try station.awaitJob(drive, "sanitized")
                #expect(job.operator == "root")
            }
        }

        @Test func aDriveWithoutAnAssetTagIsHeldAndTheTagStartsIt() throws {
            try withStation { station in
                try station.start()
                let drive = try station.plug("untagged", bay: "A1")
                try station.awaitVerdict(drive, "hold", ["asset-tag-missing"])
                // Confirming lifts every hold but this one.
                let result = try station.wipectl("start", drive.serial, "--confirm", drive.serial, "--json")
                #expect(
                    result.exit == 1 && (result.output + result.errors).contains("asset-tag-missing"), "\(result.output)\(result.errors)")
                #expect(try station.jobs(drive).map(\.state) == ["held"])
                let answer = try station.json(TagResponse.self, "tag", drive.serial, "OPEQ-1-" + station.name)
                #expect(answer.wipesStarted == 1)
                let job = try station.awaitJob(drive, "sanitized")
                #expect(job.assetTag == "OPEQ-1-" + station.name)
            }
        }

        @Test func aTagThatIsTakenMalformedOrContradictedIsRefused() throws {
            try withStation(bays: ["A1": "hold", "A2": "hold"], "tagPattern: \"OPEQ-[0-9]{6}\"") { station in
                try station.start()
                let first = try station.plug("first", bay: "A1")
                let second = try station.plug("second", bay: "A2")
                for drive in [first, second] { try station.awaitVerdict(drive, "hold", ["waiting-for-start", "asset-tag-missing"]) }
                let malformed = try station.wipectl("tag", first.serial, "OPEQ-12")
                #expect(malformed.exit == 1 && malformed.errors.contains("OPEQ-12"), "\(malformed.errors)")
                let intake = station.folder + "/intake.csv"
                try Data("serial,assetTag,donor\n\(first.serial),OPEQ-000001,Donor\n".utf8).write(to: URL(fileURLWithPath: intake))
                #expect(try station.json(ImportResponse.self, "assets", "import", intake).new == 1)
                try station.awaitVerdict(first, "hold", ["waiting-for-start"])
                let contradicted = try station.wipectl("tag", first.serial, "OPEQ-000002", "--json")
                #expect(
                    contradicted.exit == 1 && (contradicted.output + contradicted.errors).contains("tag-conflict"), "\(contradicted.errors)"
                )
                let taken = try station.wipectl("tag", second.serial, "OPEQ-000001", "--json")
                #expect(taken.exit == 1 && (taken.output + taken.errors).contains("tag-in-use"), "\(taken.output)\(taken.errors)")
                #expect(try station.media(second)?.assetTag == nil)
                #expect(try station.media(first)?.assetTag == "OPEQ-000001")
            }
        }

        @Test func anIntakeListStartsTheDrivesThatWaitForATag() throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe", "A3": "hold"]) { station in
                try station.start()
                let drives = [try station.plug("one", bay: "A1"), try station.plug("two", bay: "A2"), try station.plug("three", bay: "A3")]
                try station.awaitVerdict(drives[0], "hold", ["asset-tag-missing"])
                try station.awaitVerdict(drives[1], "hold", ["asset-tag-missing"])
                try station.awaitVerdict(drives[2], "hold", ["asset-tag-missing", "waiting-for-start"])
                let rows = drives.enumerated().map { "T-\($0.offset)-\(station.name),\($0.element.serial),D-\($0.offset)" }
                let list = (["assetTag,serial,donorTag"] + rows + ["T-9,", "T-8,OTHER-1,", "T-8,OTHER-2,"]).joined(separator: "\n")
                try Data(list.utf8).write(to: URL(fileURLWithPath: station.folder + "/intake.csv"))
                let result = try station.wipectl("assets", "import", station.folder + "/intake.csv", "--json")
                #expect(result.exit == 4)
                let answer = try JSONDecoder().decode(ImportResponse.self, from: Data(result.output.utf8))
                #expect(answer.new == 3 && answer.wipesStarted == 2, "\(result.output)")
                // A line with a field too few, and one tag on two serials: neither of them is believed.
                #expect(answer.rejected.map(\.line) == [5, 6, 7], "\(result.output)")
                for drive in drives.prefix(2) { try station.awaitJob(drive, "sanitized") }
                try station.awaitVerdict(drives[2], "hold", ["waiting-for-start"])
                #expect(try drives[2].isAllZero())
            }
        }

        @Test func aDriveWithoutASerialIsConfirmedByItsTagAndTheRecordSaysSo() throws {
            try withStation { station in
                try station.start()
                let drive = try station.plug("nameless", bay: "A1", "--serial", "")
                try station.awaitVerdict(drive, "hold", ["asset-tag-missing", "weak-identity"])
                #expect(try station.wipectl("tag", drive.node, "OPEQ-NAMELESS").exit == 0)
                #expect(try station.wipectl("start", drive.node, "--confirm", "x").exit == 1)
                #expect(try drive.isAllZero())
                #expect(try station.wipectl("start", drive.node, "--confirm", "OPEQ-NAMELESS").exit == 0)
                try station.until("it is sanitized") { try station.json(JobList.self, "queue", "--state", "sanitized").jobs.count == 1 }
                let job = try #require(try station.json(JobList.self, "queue", "--state", "sanitized").jobs.first)
                #expect(text(try station.recordFile(job)).contains("\"weakIdentity\": true"))
                #expect(try station.verifies(job))
            }
        }
    }
}
