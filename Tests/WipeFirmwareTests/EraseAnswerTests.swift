// Goal: that a drive has taken a command is believed where it says so, that it has not where nothing can have begun, and all else is not known. Method:
// answers as drives, the kernel and adapters give them; every status of NVMe and SCSI; seeded changes.

import Mutation
import Testing

@testable import WipeFirmware

@Suite struct EraseAnswerTests {
    private func answer(
        _ transport: CommandTransport, _ status: UInt16?, _ answer: String = "", to command: EraseCommand = .block
    ) -> EraseAnswer {
        let request = EraseRequest(.command(command), on: transport).bytes
        return EraseAnswer(
            EraseEvidence(request: request, status: status, answer: EraseRequestTests.bytes(answer)), on: transport, why: "EINTR")
    }

    private func isUnanswered(_ answer: EraseAnswer) -> Bool {
        if case .unanswered = answer { return true }
        return false
    }

    @Test func ataRegistersDecide() {
        #expect(answer(.ata, 2, "7201001d0000000e090c0100400000000000000040" + "50") == .accepted)
        let aborted: [(String, EraseAnswer.Refusal)] = [
            ("00", .refusedByDrive), ("01", .inFailureMode), ("02", .refusedByDrive), ("03", .frozen), ("04", .refusedByDrive),
        ]
        for (reason, refusal) in aborted {
            #expect(answer(.ata, 2, "f0000b044140000a80" + reason + "0000000000000000") == .refused(refusal))
            #expect(answer(.ata, 2, "720b00000000000e090c0104000000" + reason + "000000004051") == .refused(refusal))
        }
        // The bits of COUNT tell where the reason does not.
        #expect(answer(.ata, 2, "720b00000000000e090c010440000000000000004051") == .refused(.running))
        #expect(answer(.ata, 2, "720b00000000000e090c010420000000000000004051") == .refused(.frozen))
        // The kernel, or an adapter, knows no such command.
        #expect(answer(.ata, 2, "700005000000000a00000000200000000000") == .refused(.refusedByDrive))
        // GOOD without registers, an error that is no abort, a busy drive, another status, sense about an earlier command.
        for (status, text) in [
            (0, ""), (2, ""), (2, "f0000b104140000a80000000000000000000"), (2, "7201001d0000000e090c01004000000000000000" + "40d0"),
            (8, ""),
            (2, "7301001d0000000e090c010040000000000000004050"), (2, "710005000000000a00000000200000000000"),
        ] as [(UInt16, String)] {
            #expect(isUnanswered(answer(.ata, status, text)), "\(status) \(text)")
        }
    }

    @Test func nvmeStatusDecides() {
        let refused: [UInt16: EraseAnswer.Refusal] = [
            0x01: .refusedByDrive, 0x02: .refusedByDrive, 0x0B: .refusedByDrive, 0x15: .denied, 0x1C: .inFailureMode, 0x1D: .running,
            0x20: .denied, 0x24: .refusedByDrive, 0x10B: .firmwarePending, 0x110: .firmwarePending, 0x111: .firmwarePending,
            0x123: .refusedByDrive, 0x286: .denied,
        ]
        for status in UInt16(0)..<0x800 {
            let found = answer(.nvme, status)
            if status == 0 {
                #expect(found == .accepted)
            } else if let refusal = refused[status] {
                #expect(found == .refused(refusal))
            } else {
                #expect(isUnanswered(found), "\(status)")
            }
            // "Do not retry" and "more" are no part of it.
            #expect(answer(.nvme, status | 0x4000) == found)
        }
        #expect(answer(.nvme, 0x370) == .unanswered("NVMe status 370h"))
    }

    @Test func scsiSenseDecides() {
        func sense(_ key: String, _ code: String) -> EraseAnswer {
            answer(.scsi, 2, "7000" + key + "000000000a00000000" + code + "00000000")
        }
        #expect(answer(.scsi, 0) == .accepted && answer(.scsi, 0x18) == .refused(.denied))
        #expect(sense("05", "2000") == .refused(.refusedByDrive) && sense("05", "2400") == .refused(.refusedByDrive))
        #expect(sense("05", "2600") == .refused(.refusedByDrive) && sense("05", "2002") == .refused(.denied))
        #expect(sense("07", "2700") == .refused(.denied) && sense("02", "041b") == .refused(.running))
        #expect(sense("03", "3103") == .refused(.inFailureMode) && sense("01", "1700") == .accepted)
        for (key, code) in [("02", "0401"), ("03", "1100"), ("04", "4400"), ("06", "2900"), ("0b", "4700"), ("00", "0000")] {
            #expect(isUnanswered(sense(key, code)), "\(key) \(code)")
        }
        for status in UInt16(1)..<256 where ![2, 0x18].contains(status) { #expect(isUnanswered(answer(.scsi, status))) }
        #expect(isUnanswered(answer(.scsi, 2)) && isUnanswered(answer(.scsi, 2, "710005000000000a00000000200000000000")))
    }

    @Test(arguments: CommandTransport.allCases) func silenceIsNoAnswer(_ transport: CommandTransport) {
        #expect(answer(transport, nil) == .unanswered("EINTR"))
        // Bytes that are no command of ours were accepted by nobody.
        let exchange = EraseEvidence(request: EraseRequest(.status, on: transport).bytes, status: 0, answer: [])
        #expect(isUnanswered(EraseAnswer(exchange, on: transport)))
    }

    @Test(arguments: [CommandTransport.ata, .scsi], 0..<4) func changedSenseIsNeverTakenForMore(_ transport: CommandTransport, _ part: Int)
    {
        let sound = [
            "720b00000000000e090c010400000001000000004051", "f0000b044140000a80030000000000000000", "700005000000000a00000000200000000000",
        ].map(EraseRequestTests.bytes)
        for seed in UInt64(part * 500)..<UInt64(part * 500 + 500) {
            var mutator = Mutator(seed: seed, words: ["r", "p"])
            let bytes = mutator.changed(sound[mutator.below(sound.count)])
            let request = EraseRequest(.command(.crypto), on: transport).bytes
            let found = EraseAnswer(EraseEvidence(request: request, status: 2, answer: bytes), on: transport)
            guard found == .accepted else { continue }
            // Taken needs registers without an error, or "recovered".
            let sense = Sense(bytes)
            #expect(transport == .ata ? sense?.registers?.isError == false : sense?.key == 1, "seed \(seed)")
        }
    }
}
