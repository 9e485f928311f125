// Goal: health comes from smartctl's JSON as far as it makes sense, and a program that hangs, floods or is missing costs nothing but the answer.
// Method: answers of smartctl 7 in short, damaged answers, and small programs in smartctl's place.

import Glibc
import Testing
import WipeContents
import WipeCore

@testable import WipeDevice

struct HealthReaderTests {
    private func parse(_ text: String) -> Health { HealthReader.parse(Array(text.utf8)) }

    @Test func ataCountersAreRead() {
        let health = parse(
            #"{"ata_smart_attributes":{"table":[{"id":5,"raw":{"value":8}},{"id":197,"raw":{"value":1}},{"id":198,"raw":{"value":2}},{"id":9,"raw":{"value":7}}]},"temperature":{"current":38}}"#
        )
        #expect(health == Health(reallocatedSectors: 8, pendingSectors: 1, uncorrectableSectors: 2, temperatureCelsius: 38))
    }

    @Test func nvmeAndScsiCountersAreRead() {
        #expect(parse(#"{"nvme_smart_health_information_log":{"media_errors":3},"temperature":{"current":41}}"#).uncorrectableSectors == 3)
        let worn = parse(#"{"nvme_smart_health_information_log":{"media_errors":0,"percentage_used":104}}"#)
        #expect(worn == Health(uncorrectableSectors: 0, percentageUsed: 104))
        let scsi = parse(
            #"{"scsi_grown_defect_list":12,"scsi_error_counter_log":{"read":{"total_uncorrected_errors":4},"write":{"total_uncorrected_errors":1}}}"#
        )
        #expect(scsi.reallocatedSectors == 12)
        #expect(scsi.uncorrectableSectors == 4)
    }

    /// smartctl gives the same name for every kind of drive; what no drive can have run is not taken for its age.
    @Test func theLifeOfADriveIsRead() {
        let disk = parse(#"{"scsi_grown_defect_list":0,"power_on_time":{"hours":31204,"minutes":12},"power_cycle_count":77}"#)
        #expect(disk == Health(reallocatedSectors: 0, powerCycles: 77, powerOnHours: 31204))
        #expect(parse(#"{"power_on_time":{"hours":1048576}}"#).powerOnHours == 1 << 20)
        for text in [#"{"power_on_time":{"hours":1048577}}"#, #"{"power_on_time":{"minutes":3}}"#, #"{"power_on_time":{}}"#, "{}"] {
            #expect(parse(text).powerOnHours == nil, "\(text)")
        }
        #expect(parse(#"{"power_on_time":{"hours":-1},"scsi_grown_defect_list":3}"#).unreadable == "smartctl's answer was not understood")
    }

    /// Of a SATA drive the value of the standard alone, and none of its maker's attributes.
    @Test func theWearOfADriveIsThatOfAStandard() {
        #expect(parse(#"{"endurance_used":{"current_percent":12}}"#).percentageUsed == 12)
        #expect(parse(#"{"endurance_used":{"current_percent":256}}"#).percentageUsed == nil)
        let maker = #"{"ata_smart_attributes":{"table":[{"id":177,"value":88,"raw":{"value":40}},{"id":231,"raw":{"value":5}}]}}"#
        #expect(parse(maker).percentageUsed == nil)
        let both = #"{"nvme_smart_health_information_log":{"percentage_used":7},"endurance_used":{"current_percent":9}}"#
        #expect(parse(both).percentageUsed == 7)
    }

    @Test(arguments: ["", "not json", "[]", "{\"ata_smart_attributes\":7}", "{\"scsi_grown_defect_list\":-1}"]) func nonsenseIsUnreadable(
        text: String
    ) {
        #expect(parse(text).unreadable != nil)
        #expect(parse(text).reallocatedSectors == nil)
    }

    @Test func smartctlsOwnWordsAreTheReasonAndAreCleaned() {
        #expect(
            parse(#"{"smartctl":{"messages":[{"string":"Unknown USB bridge \u001b[2J"}]}}"#).unreadable
                == "smartctl: Unknown USB bridge \u{FFFD}[2J")
        #expect(parse(#"{"temperature":{"current":4000}}"#).temperatureCelsius == nil)
    }

    @Test func aLoopDeviceHasNoHealth() {
        #expect(HealthReader.read(kind: .loop, node: "/dev/loop0", secondsLeft: 5).unreadable == "a loop device has no health data")
    }

    @Test func aProgramIsReadAndEnded() throws {
        func output(_ arguments: String..., seconds: Int = 20) throws(ToolRun.Failure) -> [UInt8] {
            try ToolRun.output(arguments, asking: HealthReader.asking(.scsi, "/dev/null"), deadlineSeconds: seconds)
        }
        #expect(try output("/bin/echo", "a b; $HOME") == Array("a b; $HOME\n".utf8))
        #expect(throws: ToolRun.Failure.notStarted(errno: ENOENT)) { try output("/no/such/program") }
        #expect(throws: ToolRun.Failure.tooMuchOutput) { try output("/usr/bin/yes") }
        let start = monotonicNanoseconds()
        #expect(throws: ToolRun.Failure.deadline) { try output("/bin/sleep", "60", seconds: 1) }
        #expect(monotonicNanoseconds() - start < 5_000_000_000)
    }
}
