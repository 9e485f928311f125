// Goal: sense data are read as they are written, in both forms, at every length, and what was cut off is not made up. Method: recorded and
// hand-made bytes, each cut at every length and followed by noise; seeded changes.

import Mutation
import Testing
import WipeContents
import WipeFirmware

@testable import WipeDevice

@Suite struct SenseTests {
    /// libata 6.12 on QEMU's AHCI: READ NATIVE MAX EXT of a drive of 131,072 sectors.
    static let nativeMax = bytes("7201001d0000000e090c0100000000ff00ff00014050")
    /// The same: a command that the drive does not know.
    static let aborted = bytes("f0000b044140000a80000000000000000000")
    /// The same: DEVICE CONFIGURATION IDENTIFY, refused by the drive.
    static let abortedShort = bytes("f0000b044140010a00000000000000000000")
    /// TCMU: ATA PASS-THROUGH to a drive that knows none.
    static let illegal = bytes("700005000000000a00000000200000000000")
    /// SANITIZE in progress at 4000h of 10000h.
    static let running = bytes("700002000000000a00000000041b00804000")
    static let runningInDescriptors = bytes("7202041b000000080206000080400000")
    static let all = [nativeMax, aborted, abortedShort, illegal, running, runningInDescriptors]

    static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.compactMap { DeviceText.hexValue($0) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    @Test func registersComeWholeInADescriptor() throws {
        let sense = try #require(Sense(Self.nativeMax))
        #expect(sense.form == .descriptor && sense.key == 1 && sense.code == 0x001D && !sense.isDeferred && sense.progress == nil)
        #expect(sense.registers == AtaRegisters(error: 0, status: 0x50, device: 0x40, count: 0, lba: 0x1FFFF, isComplete: true))
        let wide = Self.bytes("7201001d0000000e090c011280a5a1b1a2b2a3b34050")
        #expect(Sense(wide)?.registers?.lba == 0xA3A2_A1B3_B2B1 && Sense(wide)?.registers?.count == 0x80A5)
        #expect(Sense(wide)?.registers?.error == 0x12)
    }

    @Test func registersComeHalfInTheFixedForm() throws {
        let sense = try #require(Sense(Self.aborted))
        #expect(sense.form == .fixed && sense.key == 0x0B && sense.code == 0)
        let registers = try #require(sense.registers)
        #expect(registers.isAborted && !registers.isComplete && registers.status == 0x41 && registers.device == 0x40)
        #expect(Sense(Self.abortedShort)?.registers?.count == 1)
        let reported = Self.bytes("700001055040120a000a0b0c001d00000000")
        #expect(
            Sense(reported)?.registers == AtaRegisters(error: 5, status: 0x50, device: 0x40, count: 0x12, lba: 0x0C0B0A, isComplete: false))
    }

    /// A refusal by the kernel has numbers in the same places, and they are no registers.
    @Test(arguments: [
        "700005000000000a00000000200000000000", "f00005044141000a00000000240000c00400", "f00003044141000a00000000110000000000",
        "70000b044140000a80000000000000000000", "f0000b000140000a80000000000000000000",
    ])
    func aRefusalHasNoRegisters(_ hex: String) throws {
        #expect(try #require(Sense(Self.bytes(hex))).registers == nil)
    }

    @Test func progressIsReadWhereItIsMeant() {
        #expect(Sense(Self.running)?.progress == 0x4000)
        #expect(Sense(Self.runningInDescriptors)?.progress == 0x4000)
        // Not valid, and a key with which the bytes mean another thing.
        #expect(Sense(Self.bytes("700002000000000a00000000041b00004000"))?.progress == nil)
        #expect(Sense(Self.bytes("700005000000000a00000000240000c00002"))?.progress == nil)
        #expect(Sense(Self.bytes("710002000000000a00000000041b00804000"))?.isDeferred == true)
        #expect(Sense(Self.bytes("73020000"))?.isDeferred == true)
    }

    /// Of sense that was cut the parts that came are the same, the others are nil, and bytes behind the end are never looked at.
    @Test(arguments: all.indices) func cutAtEveryLength(_ index: Int) {
        let whole = Self.all[index]
        let sense = Sense(whole)
        for length in 0...whole.count {
            let cut = Array(whole.prefix(length))
            let found = Sense(cut)
            if length == whole.count { #expect(found == sense) }
            guard let found else {
                #expect(length < 3, "\(length)")
                continue
            }
            #expect(found.key == sense?.key && found.form == sense?.form)
            #expect(found.code == nil || found.code == sense?.code)
            #expect(found.specific == nil || found.specific == sense?.specific)
            #expect(found.registers == nil || found.registers == sense?.registers)
            if found.form == .fixed {
                #expect((found.code != nil) == (length >= 14))
                #expect((found.specific != nil) == (sense?.specific != nil && length >= 18))
            } else {
                #expect((found.code != nil) == (length >= 4))
                #expect(length == whole.count || (found.registers == nil && found.specific == nil))
            }
        }
        // The length that byte 7 names counts, whatever lies behind it.
        for noise: UInt8 in [0, 0x09, 0xFF] {
            #expect(Sense(whole + [UInt8](repeating: noise, count: 40)) == sense)
        }
        // A length that goes beyond what came makes nothing up.
        var longer = whole
        longer[7] = 0xFF
        #expect(Sense(longer)?.key == sense?.key)
    }

    /// A length in byte 7 that ends before a field takes the field away.
    @Test(arguments: 0...14) func theNamedLengthCounts(_ named: Int) {
        var bytes = Self.running
        bytes[7] = UInt8(named)
        #expect((Sense(bytes)?.code != nil) == (named >= 6))
        #expect((Sense(bytes)?.progress != nil) == (named >= 10))
        var descriptor = Self.nativeMax
        descriptor[7] = UInt8(named)
        #expect((Sense(descriptor)?.registers != nil) == (named == 14))
    }

    @Test func otherBytesAreNone() {
        for first in UInt8.min...UInt8.max {
            let isSense = (0x70...0x73).contains(first & 0x7F)
            #expect((Sense([first] + [UInt8](repeating: 0, count: 31)) != nil) == isSense)
        }
        #expect(Sense([]) == nil)
    }

    @Test func descriptorsAreWalkedOver() {
        // An information descriptor, an empty one of a vendor, then the registers.
        let several = Self.bytes("7201001d0000001c" + "000a80000000000000000000" + "8000" + "090c010000000012003400564050")
        #expect(Sense(several)?.registers?.lba == 0x563412)
        // A length that leads out ends the walk.
        #expect(Sense(Self.bytes("7201001d00000010" + "00ff" + "090c010000000012003400564050"))?.registers == nil)
        // Too short to hold the registers.
        #expect(Sense(Self.bytes("7201001d0000000d" + "090b0100000000120034005640"))?.registers == nil)
    }

    @Test(arguments: 0..<8) func changedSenseIsReadOrRefused(_ part: Int) {
        for seed in UInt64(part * 1000)..<UInt64(part * 1000 + 1000) {
            var mutator = Mutator(seed: seed, words: ["\u{9}\u{C}", "r", "p"])
            let bytes = mutator.changed(Self.all[mutator.below(Self.all.count)])
            guard let sense = Sense(bytes) else { continue }
            #expect(sense.key < 16, "seed \(seed)")
            #expect(sense.registers.map { $0.lba < 1 << 48 } ?? true, "seed \(seed)")
            #expect(sense.form == .descriptor || sense.registers?.isComplete != true, "seed \(seed)")
        }
    }
}
