// Goal: how a drive's own erase stands is read out of its answer, and out of nothing less. Method: answers that drives gave (QEMU, TCMU, NVMe over TCP)
// and such as the standards write them, cut at every length, with every bit changed, and under other statuses.

import Mutation
import Testing

@testable import WipeFirmware

@Suite struct EraseStatusTests {
    struct Case: Sendable {
        var transport: CommandTransport
        var status: UInt16 = 0
        var answer: String
        var wanted: EraseStatus
        init(_ transport: CommandTransport, _ status: UInt16, _ answer: String, _ wanted: EraseStatus) {
            (self.transport, self.status, self.answer, self.wanted) = (transport, status, answer, wanted)
        }
        var exchange: EraseEvidence {
            EraseEvidence(
                request: EraseRequest(.status, on: transport).bytes, status: status, answer: EraseRequestTests.bytes(answer))
        }
    }

    private static func log(_ progress: String, _ state: String, _ word: String) -> String {
        progress + state + word + "3c0000001e00000001000000" + "ffffffffffffffffffffffff"
    }

    static let cases: [Case] = [
        // TCMU: idle, running, frozen; then success from some earlier day.
        Case(.ata, 2, "7201001d0000000e090c0100000000ff00ff00004050", EraseStatus(state: .idle, lastSucceeded: false)),
        Case(.ata, 2, "7201001d0000000e090c010040000052003200004050", EraseStatus(state: .running, fraction: 0x3252)),
        Case(.ata, 2, "7201001d0000000e090c0100a00000ff00ff00004050", EraseStatus(state: .frozen, lastSucceeded: true)),
        Case(.ata, 2, "7201001d0000000e090c0100800000ff00ff00004050", EraseStatus(state: .idle, lastSucceeded: true)),
        Case(.ata, 0, "7201001d0000000e090c0100800000ff00ff00004050", EraseStatus(state: .idle, lastSucceeded: true)),
        // Running counts before frozen and before an old success.
        Case(.ata, 2, "7201001d0000000e090c0100e000003400" + "1200004050", EraseStatus(state: .running, fraction: 0x1234)),
        // Failed, in both forms; aborted for another reason; a drive that knows no such command (QEMU, libata).
        Case(.ata, 2, "f0000b044140000a80010000000000000000", EraseStatus(state: .failed, lastSucceeded: false)),
        Case(.ata, 2, "720b00000000000e090c010400000001" + "000000004051", EraseStatus(state: .failed, lastSucceeded: false)),
        Case(.ata, 2, "f0000b044140000a80030000000000000000", .unknown),
        Case(.ata, 2, "f0000b044140000a80000000000000000000", .unknown),
        // Success in the fixed form has lost the bits; GOOD without sense; a busy drive; sense about an earlier command; another status.
        Case(.ata, 2, "700001005040800a00ffff00001d00000000", .unknown),
        Case(.ata, 0, "", .unknown),
        Case(.ata, 2, "7201001d0000000e090c0100800000ff00ff000040d0", .unknown),
        Case(.ata, 2, "7301001d0000000e090c0100800000ff00ff00004050", .unknown),
        Case(.ata, 8, "7201001d0000000e090c0100800000ff00ff00004050", .unknown),
        // NVMe: never, done, running, failed, deallocated though asked not to, a state without a meaning; a refused log; a path that was lost.
        Case(
            .nvme, 0, log("ffff", "0000", "00000000"),
            EraseStatus(state: .idle, lastSucceeded: false, newestCommand: 0, isAllErased: false)),
        Case(
            .nvme, 0, log("ffff", "0101", "0a000000"),
            EraseStatus(state: .idle, lastSucceeded: true, newestCommand: 10, isAllErased: true)),
        Case(
            .nvme, 0, log("0040", "0200", "0c000000"),
            EraseStatus(state: .running, fraction: 0x4000, newestCommand: 12, isAllErased: false)),
        Case(
            .nvme, 0, log("ffff", "0300", "1b000000"),
            EraseStatus(state: .failed, lastSucceeded: false, newestCommand: 27, isAllErased: false)),
        Case(
            .nvme, 0x4000, log("ffff", "0401", "0a000000"),
            EraseStatus(state: .idle, lastSucceeded: true, newestCommand: 10, isAllErased: true)),
        Case(.nvme, 0, log("ffff", "0501", "0a000000"), .unknown),
        Case(.nvme, 0x02, log("ffff", "0101", "0a000000"), .unknown),
        Case(.nvme, 0x370, log("ffff", "0101", "0a000000"), .unknown),
        // SCSI: nothing to report, gone to rest, running, failed, reset by somebody, sense about an earlier command, becoming ready.
        Case(.scsi, 0, "700000000000000a00000000000000000000", EraseStatus(state: .idle)),
        Case(.scsi, 0, "700000000000000a000000005e0100000000", EraseStatus(state: .idle)),
        Case(.scsi, 0, "700002000000000a00000000041b00804000", EraseStatus(state: .running, fraction: 0x4000)),
        Case(.scsi, 2, "7202041b000000080206000080400000", EraseStatus(state: .running, fraction: 0x4000)),
        Case(.scsi, 0, "700002000000000a00000000041b00000000", EraseStatus(state: .running)),
        Case(.scsi, 0, "700003000000000a00000000310300000000", EraseStatus(state: .failed, lastSucceeded: false)),
        Case(.scsi, 2, "700006000000000a00000000290000000000", EraseStatus(state: .unknown, wasReset: true)),
        Case(.scsi, 0, "710002000000000a00000000041b00804000", .unknown),
        Case(.scsi, 0, "700002000000000a00000000040100000000", .unknown),
        Case(.scsi, 0x18, "700000000000000a00000000000000000000", .unknown),
    ]

    @Test(arguments: cases.indices) func answersAreRead(_ index: Int) {
        let found = Self.cases[index]
        #expect(EraseStatus(found.exchange, on: found.transport) == found.wanted)
        // Bytes behind the end say nothing.
        var longer = found.exchange
        longer.answer += [UInt8](repeating: 0xFF, count: 20)
        if !found.answer.isEmpty { #expect(EraseStatus(longer, on: found.transport) == found.wanted) }
        // Nor does an answer to nothing, to a command, or one that never came.
        var other = found.exchange
        other.request = EraseRequest(.command(.block), on: found.transport).bytes
        #expect(EraseStatus(other, on: found.transport) == .unknown)
        other = found.exchange
        other.status = nil
        #expect(EraseStatus(other, on: found.transport) == .unknown)
        for bus in CommandTransport.allCases where bus != found.transport { #expect(EraseStatus(found.exchange, on: bus) == .unknown) }
    }

    /// An answer that was cut never says more than the whole one, and never that an erase has ended well.
    @Test(arguments: cases.indices) func cutAtEveryLength(_ index: Int) {
        let whole = Self.cases[index]
        for length in 0..<whole.exchange.answer.count {
            var exchange = whole.exchange
            exchange.answer = Array(exchange.answer.prefix(length))
            let found = EraseStatus(exchange, on: whole.transport)
            #expect(found.state == .unknown || found.state == whole.wanted.state, "\(length)")
            if whole.transport != .scsi { #expect(found.lastSucceeded != true, "\(length)") }
        }
    }

    /// Of one changed bit no frozen or failed drive becomes one that has succeeded, but by the bits that say just that.
    @Test(arguments: cases.indices) func changedAnswersMakeNothingUp(_ index: Int) {
        let whole = Self.cases[index]
        if whole.answer.isEmpty { return }
        for seed in UInt64(index * 500)..<UInt64(index * 500 + 500) {
            var mutator = Mutator(seed: seed, words: ["\u{9}\u{C}", "r", "p"])
            var exchange = whole.exchange
            exchange.answer = mutator.changed(exchange.answer)
            let found = EraseStatus(exchange, on: whole.transport)
            #expect(found.fraction == nil || found.state == .running, "seed \(seed)")
            #expect(found.state != .failed || found.lastSucceeded == false, "seed \(seed)")
            #expect(whole.transport == .nvme || (found.newestCommand == nil && found.isAllErased == nil), "seed \(seed)")
            #expect(whole.transport == .ata || found.state != .frozen, "seed \(seed)")
            // What a record keeps says the same as what came.
            let kept = EraseEvidence(
                request: exchange.request, status: exchange.status, answer: Array(exchange.answer.prefix(EraseEvidence.answerBytesMax)))
            if exchange.answer.count <= EraseEvidence.answerBytesMax { #expect(EraseStatus(kept, on: whole.transport) == found) }
        }
    }
}
