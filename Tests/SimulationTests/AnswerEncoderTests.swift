// Goal: what a simulated drive says of its own erase is in the bytes of its bus, and the engine's decoders read the same out of them. Method: every
// state and every answer on every bus, encoded and decoded; and a whole erase whose exchanges are decoded again, as a record's would be.

import Testing
import WipeCore
import WipeFirmware

@testable import WipeSimulation

@Suite struct AnswerEncoderTests {
    private static let medium = SimulatedMedium(
        geometry: Geometry(capacityBytes: 64 * 512, logicalSectorBytes: 512, physicalSectorBytes: 512)!,
        donor: StreamKey(Array(repeating: 7, count: 32))!, cache: .none)

    @Test(arguments: CommandTransport.allCases) func aStateSurvivesItsBytes(transport: CommandTransport) {
        let encoder = AnswerEncoder(transport: transport)
        for state in EraseStatus.State.allCases {
            // NVMe and SCSI have no word for frozen: such a drive says that nothing runs.
            let expected = state == .frozen && transport != .ata ? .idle : state
            for hasSucceeded in [false, true] {
                var said = EraseStatus(
                    state: state, fraction: 40_000, lastSucceeded: hasSucceeded, newestCommand: 10, isAllErased: hasSucceeded)
                said.fraction = state == .running ? 40_000 : nil
                let exchange = encoder.status(said)
                let read = EraseStatus(exchange, on: transport)
                #expect(read.state == expected)
                #expect(read.fraction == (state == .running ? 40_000 : nil))
                #expect(EraseRequest(exchange.request, on: transport)?.purpose == .status)
                #expect(exchange.answer.count <= EraseEvidence.answerBytesMax)
                guard state == .idle else { continue }
                #expect(read.lastSucceeded == (transport == .scsi ? nil : hasSucceeded))
                #expect(read.newestCommand == (transport == .nvme ? 10 : nil))
                #expect(read.isAllErased == (transport == .nvme ? hasSucceeded : nil))
            }
        }
    }

    @Test(arguments: CommandTransport.allCases) func anAnswerSurvivesItsBytes(transport: CommandTransport) {
        let encoder = AnswerEncoder(transport: transport)
        for command in [EraseCommand.block, .crypto, .overwrite(0xA5C3_1234)] {
            let taken = encoder.answer(.accepted, to: command)
            #expect(EraseAnswer(taken, on: transport) == .accepted)
            #expect(EraseRequest(taken.request, on: transport)?.purpose == .command(command))
            let lost = encoder.answer(.unanswered("made up"), to: command)
            #expect(lost.status == nil && lost.answer.isEmpty && !lost.request.isEmpty)
        }
        /// What each bus has a word for; everything else is a plain refusal.
        let words: [CommandTransport: [EraseAnswer.Refusal]] = [
            .nvme: [.running, .inFailureMode, .denied, .firmwarePending], .scsi: [.running, .inFailureMode, .denied],
            .ata: [.inFailureMode, .frozen],
        ]
        for refusal in EraseAnswer.Refusal.allCases where refusal != .notProved {
            let read = EraseAnswer(encoder.answer(.refused(refusal), to: .block), on: transport)
            #expect(read == .refused(words[transport]?.contains(refusal) == true ? refusal : .refusedByDrive), "\(refusal)")
        }
        // Nothing was sent: there is no answer that says so.
        #expect(encoder.answer(.refused(.notProved), to: .block).status == nil)
    }

    /// The power goes in the middle: what is done stays done, and nothing goes on without it.
    @Test(arguments: CommandTransport.allCases) func anEraseGoesOnWhereItWas(transport: CommandTransport) {
        var medium = Self.medium
        var firmware = SimulatedFirmware(transport: transport, offers: [.block], duration: 1000, succeededBefore: true)
        func state(at now: Int64) -> EraseStatus { EraseStatus(firmware.status(at: now, &medium), on: transport) }
        #expect(state(at: 0).lastSucceeded == (transport == .scsi ? nil : true))
        #expect(EraseAnswer(firmware.start(.block, at: 0, &medium), on: transport) == .accepted)
        #expect(state(at: 500).fraction == 32_767)
        firmware.losePower(at: 600, &medium)
        #expect(firmware.isRunning)
        firmware.regainPower(at: 90_000)
        #expect(state(at: 90_399).state == .running)
        #expect(medium.isUntouched && firmware.spareHoldsDonor)
        #expect(state(at: 90_400).state == .idle)
        #expect(!firmware.spareHoldsDonor && medium.look(medium.geometry.whole, for: medium.donor).contents.kind == .zeros)
        #expect(firmware.disturbed == 0)
    }

    @Test func aDriveThatGoesBackSaysWhatItSaidBefore() {
        var medium = Self.medium
        var firmware = SimulatedFirmware(transport: .ata, duration: 1000, faults: [.revertsWithoutPower], succeededBefore: true)
        _ = firmware.start(.crypto, at: 0, &medium)
        firmware.losePower(at: 999, &medium)
        firmware.regainPower(at: 999)
        // Success, by its own word, of years ago.
        #expect(EraseStatus(firmware.status(at: 5000, &medium), on: .ata) == EraseStatus(state: .idle, lastSucceeded: true))
        #expect(medium.isUntouched)
    }

    @Test func nothingIsReadOfADriveAtItsEraseAndNothingAfterItFailed() {
        var medium = Self.medium
        let whole = medium.geometry.whole
        var firmware = SimulatedFirmware(transport: .nvme, duration: 1000, faults: [.failsAt(50)])
        _ = firmware.start(.block, at: 0, &medium)
        #expect(!firmware.takes(.read, whole, at: 100, &medium) && !firmware.takes(.flush, nil, at: 100, &medium))
        #expect(firmware.disturbed == 2)
        #expect(!firmware.takes(.read, whole, at: 2000, &medium))
        #expect(firmware.disturbed == 2)
        // Half of it is done.
        #expect(medium.differing(from: medium.donor, in: whole).reduce(0) { $0 + $1.length } == whole.length / 2)
    }

    /// The bytes that a run keeps say what its values do.
    @Test(arguments: CommandTransport.allCases) func aRunKeepsBytesThatSayTheSame(transport: CommandTransport) throws {
        var bench = try EraseBench(
            SimulatedFirmware(transport: transport), rows: [PassSpec(command: CommandSpec(techniques: [.sanitizeBlock]))],
            techniques: [.sanitizeBlock])
        let row = try #require(try bench.run()?.passes[0].command)
        let kept = Dictionary(grouping: row.evidence) { $0.what }
        let before = try #require(kept[.statusBefore]?.first?.exchange)
        let command = try #require(kept[.command]?.first?.exchange)
        let end = try #require(kept[.statusEnd]?.last?.exchange)
        #expect(EraseStatus(before, on: transport) == row.before)
        #expect(EraseStatus(end, on: transport) == row.atEnd)
        #expect(EraseAnswer(command, on: transport) == .accepted)
        #expect(EraseRequest(command.request, on: transport)?.purpose == .command(.block))
        #expect(kept[.statusRunning]?.allSatisfy { EraseStatus($0.exchange, on: transport).state == .running } == true)
    }
}
