// Goal: words of IDENTIFY DEVICE and of the configuration overlay mean what the standard says, and damaged ones mean nothing. Method: words set by
// hand one at a time, and seeded changes.

import Mutation
import Testing
import WipeCore

@testable import WipeDevice

@Suite struct AtaIdentifyTests {
    private func bytes(_ words: [Int: UInt16], sealed: Bool = true) -> [UInt8] {
        var all: [Int: UInt16] = [0: 0x0040, 82: 0x0001, 83: 0x4400, 100: 0x1000]
        all.merge(words) { $1 }
        var bytes = (0..<256).flatMap { [UInt8((all[$0] ?? 0) & 0xFF), UInt8((all[$0] ?? 0) >> 8)] }
        if sealed {
            bytes[510] = 0xA5
            bytes[511] = 0
            bytes[511] = 0 &- bytes.reduce(0, &+)
        }
        return bytes
    }

    private func identify(_ words: [Int: UInt16]) throws -> AtaIdentify { try AtaIdentify(bytes(words)) }

    @Test func featuresCountOnlyWhereTheirWordsAreValid() throws {
        let both = try identify([82: 0x0402, 83: 0x4C00, 86: 0x8000, 119: 0x4100, 128: 0x0001])
        #expect(both.offersHPA && both.offersDCO && both.offersAMAC && both.security != nil)
        let invalid = try identify([82: 0xFFFF, 83: 0xFFFF, 86: 0x8000, 119: 0xFFFF, 128: 0xFFFF])
        #expect(!invalid.statesFeatures && !invalid.offersHPA && !invalid.offersDCO && !invalid.offersAMAC && invalid.security == nil)
        #expect(try !identify([86: 0, 119: 0x4100]).offersAMAC)
        #expect(try !identify([86: 0x8000, 119: 0x0100]).offersAMAC)
        #expect(try identify([82: 0x0400]).offersHPA && !identify([82: 0x0400]).offersDCO)
    }

    @Test func sectorsComeFromTheWordsThatCount() throws {
        #expect(try identify([100: 0x3456, 101: 0x12]).sectors == 0x12_3456)
        #expect(try identify([83: 0x4000, 60: 0x5678, 61: 0x1]).sectors == 0x1_5678)
        #expect(try identify([69: 0x0008, 100: 1, 230: 0, 231: 2]).sectors == 0x2_0000)
        #expect(try identify([100: 0]).sectors == nil)
        #expect(try identify([103: 0x8000]).sectors == nil)
        #expect(try identify([:]).sectorBytes == 512)
        #expect(try identify([106: 0x5000, 117: 2048]).sectorBytes == 4096)
        #expect(try identify([106: 0x9000, 117: 2048]).sectorBytes == 512)
        #expect(try identify([106: 0x5000, 117: 3]).sectorBytes == 512)
    }

    @Test func ownEraseIsReadBitByBit() throws {
        #expect(try identify([59: 0xE000]).sanitize == nil)
        #expect(try identify([59: 0x1000]).sanitize == [])
        #expect(try identify([59: 0x9000]).sanitize == [.sanitizeBlock])
        #expect(try identify([59: 0x5000]).sanitize == [.sanitizeOverwrite])
        #expect(try identify([59: 0x3000]).sanitize == [.sanitizeCrypto])
        let security = try identify([82: 0x0002, 128: 0x000F]).security
        #expect(security == SecurityFacts(isSupported: true, isEnabled: true, isLocked: true, isFrozen: true))
        #expect(try identify([82: 0x0002, 128: 0x0021]).offersEnhancedErase && !identify([82: 0, 128: 0x0021]).offersEnhancedErase)
    }

    @Test(
        arguments: [(0, nil), (1, 120), (254, 508 * 60), (255, nil), (0x8000, nil), (0x8001, 120), (0x8100, 512 * 60), (0xFFFF, nil)]
            as [(UInt16, UInt64?)])
    func eraseTimesAreInUnitsOfTwoMinutes(_ word: UInt16, _ seconds: UInt64?) throws {
        #expect(try identify([89: word]).eraseSeconds == seconds)
        #expect(try identify([90: word]).enhancedEraseSeconds == seconds)
    }

    @Test func damagedBytesAreRefused() throws {
        #expect(throws: AtaIdentify.Problem.length) { try AtaIdentify(Array(bytes([:]).dropLast())) }
        #expect(throws: AtaIdentify.Problem.length) { try AtaIdentify([]) }
        for value: UInt8 in [0x00, 0xFF] {
            #expect(throws: AtaIdentify.Problem.blank) { try AtaIdentify([UInt8](repeating: value, count: 512)) }
        }
        #expect(throws: AtaIdentify.Problem.notATA) { try identify([0: 0x85C0]) }
        for place in 0..<510 {
            var changed = bytes([:])
            changed[place] ^= 0x10
            #expect(throws: AtaIdentify.Problem.checksum) { try AtaIdentify(changed) }
        }
        // An old drive has no signature and no sum.
        #expect(try AtaIdentify(bytes([:], sealed: false)).sectors == 0x1000)
    }

    @Test func theKernelsPageIsCheckedToo() throws {
        let head: [UInt8] = [0, 0x89, 2, 0x38] + [UInt8](repeating: 0, count: 52) + [0xEC, 0, 0, 0]
        #expect(try AtaIdentify(page89: head + bytes([:])).sectors == 0x1000)
        for length in 0..<572 {
            #expect(throws: AtaIdentify.Problem.self) { try AtaIdentify(page89: Array((head + bytes([:])).prefix(length))) }
        }
        var packet = head + bytes([:])
        packet[56] = 0xA1
        #expect(throws: AtaIdentify.Problem.length) { try AtaIdentify(page89: packet) }
    }

    @Test func overlaysAreSummed() {
        var bytes = [UInt8](repeating: 0, count: 512)
        bytes.replaceSubrange(6..<14, with: [0x2F, 0xA1, 0x9E, 0x3B, 0, 0, 0, 0])
        bytes[510] = 0xA5
        bytes[511] = 0 &- bytes.reduce(0, &+)
        #expect(AtaOverlay(bytes)?.lastSector == 0x3B9E_A12F && AtaOverlay(bytes)?.sumIsRight == true)
        bytes[20] = 1
        #expect(AtaOverlay(bytes)?.sumIsRight == false)
        #expect(AtaOverlay([UInt8](repeating: 0, count: 512))?.sumIsRight == false)
        #expect(AtaOverlay(Array(bytes.dropLast())) == nil)
    }

    @Test(arguments: 0..<4) func changedIdentifyNeverTraps(_ part: Int) {
        for seed in UInt64(part * 300)..<UInt64(part * 300 + 300) {
            var mutator = Mutator(seed: seed, words: [])
            let sound = bytes(
                [59: 0xF000, 82: 0x4403, 83: 0x4C00, 86: 0x8000, 106: 0x5000, 117: 2048, 119: 0x4100, 128: 0x21], sealed: seed % 2 == 0)
            guard let found = try? AtaIdentify(mutator.changed(sound)) else { continue }
            #expect(found.sectors.map { $0 > 0 } ?? true && found.sectorBytes >= 512, "seed \(seed)")
            _ = (found.sanitize, found.security, found.eraseSeconds, found.serial)
        }
    }
}
