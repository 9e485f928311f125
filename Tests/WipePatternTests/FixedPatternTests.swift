// Goal: fixed patterns stand at their places on the media, whatever the borders of the requests.
// Method: every byte is held against the definition, unit[offset mod count], for units of many lengths, offsets and buffers.

import Testing
import WipeCore
import WipePattern

@Suite struct FixedPatternTests {
    static let units: [[UInt8]] = [
        [0x00], [0xFF], [0xAA], [0x92, 0x49, 0x24], [0xE4, 0xFF, 0xFF, 0xFF], [0x12, 0x34], (0..<7).map { $0 * 31 + 1 },
        (0..<512).map { UInt8(truncatingIfNeeded: $0 * $0 / 3) }, (0..<9001).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) },
    ]

    static func expected(_ unit: [UInt8], at offset: UInt64, count: Int) -> [UInt8] {
        (0..<count).map { unit[Int((offset + UInt64($0)) % UInt64(unit.count))] }
    }

    @Test(arguments: units) func everyByteIsTheOneOfItsOffset(unit: [UInt8]) {
        let filler = PatternFiller(.fixed(unit))
        for offset: UInt64 in [0, 1, 2, 3, 511, 512, 1024, 1 << 32 + 512, 1 << 63 - 1 << 17] {
            for count in [0, 1, 2, 3, 4, 5, 511, 512, 513, 9001, 20000] {
                let made = filler.bytes(at: offset, count: count, shift: count % 5)
                #expect(made == Self.expected(unit, at: offset, count: count), "\(unit.prefix(4)) \(offset) \(count)")
                #expect(filler.mismatches(made, at: offset).isEmpty)
            }
        }
    }

    @Test(arguments: units) func requestsOfAnySizeGiveOneSeamlessPattern(unit: [UInt8]) {
        let filler = PatternFiller(.fixed(unit))
        var media: [UInt8] = []
        for count in [512, 1024, 4096, 512, 65536, 1536] { media += filler.bytes(at: UInt64(media.count), count: count) }
        #expect(media == Self.expected(unit, at: 0, count: media.count))
        #expect(filler.mismatches(media, at: 0).isEmpty)
    }

    @Test func aUnitInTheWrongPhaseIsAMismatch() {
        for unit in Self.units where unit.count > 1 {
            let filler = PatternFiller(.fixed(unit))
            let shifted = filler.bytes(at: 1, count: 65536 + 1024)
            #expect(!filler.mismatches(shifted, at: 0).isEmpty)
            // Right in itself, and wrong by one sector where the unit does not divide it.
            let misdirected = filler.bytes(at: 512, count: 4096)
            #expect(filler.mismatches(misdirected, at: 1024).isEmpty == (512 % unit.count == 0))
        }
    }

    @Test(arguments: units) func aSingleWrongBitIsFoundInItsSector(unit: [UInt8]) {
        let filler = PatternFiller(.fixed(unit))
        var media = filler.bytes(at: 1 << 20, count: 70144)
        for place in [0, 1, 2, 3, 511, 512, 9000, 9001, 65535, 65536, 70143] {
            media[place] ^= 0x10
            let sector = 1 << 20 + UInt64(place / 512 * 512)
            #expect(filler.mismatches(media, at: 1 << 20) == [Extent(offset: sector, length: 512)], "\(unit.count) \(place)")
            media[place] ^= 0x10
        }
        #expect(filler.mismatches(media, at: 1 << 20).isEmpty)
    }

    @Test func zerosAndOnesAndTheirComplements() {
        #expect(PatternFiller(.zeros).bytes(at: 512, count: 1024) == [UInt8](repeating: 0x00, count: 1024))
        #expect(PatternFiller(.ones).bytes(at: 512, count: 1024) == [UInt8](repeating: 0xFF, count: 1024))
        #expect(PatternFiller(Pattern.fixed([0x12, 0x34]).complement).bytes(at: 1, count: 3) == [0xCB, 0xED, 0xCB])
    }
}
