// Goal: the bytes by which a drive is told to erase itself are these and no others, and what a record says was sent can be read back out of them. Method:
// every request is encoded and compared with literal bytes; each byte of each is changed, and each cut.

import Mutation
import Testing

@testable import WipeFirmware

@Suite struct EraseRequestTests {
    static let pattern: UInt32 = 0xA1B2_C3D4
    static let purposes: [EraseRequest.Purpose] = [.status, .command(.block), .command(.crypto), .command(.overwrite(pattern))]

    static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    static let wanted: [CommandTransport: [String]] = [
        .ata: [
            // Feature, count, and the address with its halves exchanged, as SAT-3 places them.
            "85072000000000000000000000" + "40b400", "85072000120010" + "42720045006b" + "40b400",
            "85072000110010" + "437000790072" + "40b400",
            "85072000140011" + "a1d457c34fb2" + "40b400",
        ],
        .nvme: [
            "02000000" + "ffffffff" + "81007f00" + "00000000", "84000000" + "00000000" + "0a000000" + "00000000",
            "84000000" + "00000000" + "0c000000" + "00000000", "84000000" + "00000000" + "1b000000" + "d4c3b2a1",
        ],
        .scsi: [
            "03000000fc00", "48a20000000000000000", "48a30000000000000000", "48a10000000000000800" + "01000004" + "a1b2c3d4",
        ],
    ]

    @Test(arguments: CommandTransport.allCases) func theseAreAllBytesThatCanBeMade(_ transport: CommandTransport) throws {
        let wanted = try #require(Self.wanted[transport])
        #expect(Self.purposes.map { EraseRequest($0, on: transport).bytes } == wanted.map(Self.bytes))
        for purpose in Self.purposes {
            let request = EraseRequest(purpose, on: transport)
            #expect((request.descriptorBlock == nil) == (transport == .nvme) && (request.words == nil) == (transport != .nvme))
            #expect(request.timeoutMilliseconds == (purpose == .status ? 15_000 : 600_000))
            #expect(request.parameters.count == (transport == .scsi && purpose == .command(.overwrite(Self.pattern)) ? 8 : 0))
            #expect((request.descriptorBlock ?? []) + request.parameters == (transport == .nvme ? [] : request.bytes))
        }
    }

    /// Failure mode is allowed in each start, and never is one of the other subcommands sent.
    @Test func nothingLocksADriveForGood() {
        for purpose in Self.purposes.dropFirst() {
            let ata = EraseRequest(purpose, on: .ata).bytes
            #expect(ata[6] & 0x10 != 0 && ata[5] & 0x80 == 0 && [0x11, 0x12, 0x14].contains(ata[4]) && ata[3] == 0)
            #expect(
                EraseRequest(purpose, on: .scsi).bytes[1] & 0xE0 == 0xA0
                    && (1...3).contains(EraseRequest(purpose, on: .scsi).bytes[1] & 0x1F))
            let word = EraseRequest(purpose, on: .nvme).words?.word10 ?? 0
            #expect(word & 8 != 0 && (2...4).contains(word & 7) && word & 0xFFFF_FF00 == 0)
        }
        #expect(EraseRequest(.status, on: .ata).bytes[5...6].allSatisfy { $0 == 0 })
    }

    @Test(arguments: CommandTransport.allCases) func bytesNameTheirCommandOrNone(_ transport: CommandTransport) {
        for purpose in Self.purposes {
            let bytes = EraseRequest(purpose, on: transport).bytes
            #expect(EraseRequest(bytes, on: transport)?.purpose == purpose)
            for length in 0..<bytes.count { #expect(EraseRequest(Array(bytes.prefix(length)), on: transport) == nil) }
            #expect(EraseRequest(bytes + [0], on: transport) == nil)
            for other in CommandTransport.allCases where other != transport { #expect(EraseRequest(bytes, on: other) == nil) }
            for place in bytes.indices {
                for bit in 0..<8 {
                    var changed = bytes
                    changed[place] ^= 1 << bit
                    // Another pattern, or another of these commands, is named as that; anything else is none.
                    if let found = EraseRequest(changed, on: transport) { #expect(found.bytes == changed && found.purpose != purpose) }
                }
            }
        }
    }

    @Test func patternsOfZerosAndOnesAreNeverSent() {
        for pattern in [0, UInt32.max] { #expect(![0, .max].contains(EraseCommand.overwrite(pattern).pattern)) }
        for transport in CommandTransport.allCases {
            var bytes = EraseRequest(.command(.overwrite(1)), on: transport).bytes
            let at = transport == .ata ? 8 : transport == .nvme ? 12 : 17
            #expect(bytes[at] == 1)
            bytes[at] = 0
            #expect(EraseRequest(bytes, on: transport) == nil)
        }
    }
}
