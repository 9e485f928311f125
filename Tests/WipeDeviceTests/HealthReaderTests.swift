// Goal: health comes from smartctl's JSON as far as it makes sense, and a program that hangs, floods or is missing costs nothing but the answer.
// Method: answers of smartctl 7 in short, damaged answers, and small programs in smartctl's place.

import Testing
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
        #expect(try ToolRun.output(["/bin/echo", "a b; $HOME"], deadlineSeconds: 5) == Array("a b; $HOME\n".utf8))
        #expect(throws: ToolRun.Failure.notStarted(errno: 2)) { try ToolRun.output(["/no/such/program"], deadlineSeconds: 5) }
        #expect(throws: ToolRun.Failure.tooMuchOutput) { try ToolRun.output(["/bin/cat", "/dev/zero"], deadlineSeconds: 20) }
        let start = monotonicNanoseconds()
        #expect(throws: ToolRun.Failure.deadline) { try ToolRun.output(["/bin/sleep", "60"], deadlineSeconds: 1) }
        #expect(monotonicNanoseconds() - start < 5_000_000_000)
    }
}
