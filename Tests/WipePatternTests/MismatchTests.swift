// Goal: a wrong byte is never missed, and the sectors named are exactly those that differ.
// Method: known bytes are spoilt at known places; every kernel that this processor has is forced in turn.

import Testing
import WipeCore
import WipePattern

@Suite struct MismatchTests {
    @Test(arguments: StreamKernel.available) func aWrongBitIsFoundWhereverItStands(kernel: StreamKernel) throws {
        let filler = try #require(PatternFiller(.random(try sampleKey(11)), kernel: kernel))
        let offset: UInt64 = 1 << 36 - 1024
        var media = filler.bytes(at: offset, count: 2048 + 24)
        for place in media.indices {
            let bit = UInt8(1) << UInt8(place % 8)
            media[place] ^= bit
            let start = offset + UInt64(place / 512 * 512)
            let end = min(start + 512, offset + UInt64(media.count))
            #expect(filler.mismatches(media, at: offset) == [Extent(offset: start, length: end - start)], "\(kernel) byte \(place)")
            media[place] ^= bit
        }
        #expect(filler.mismatches(media, at: offset).isEmpty)
    }

    @Test(arguments: StreamKernel.available, [UInt32(512), 4096, 65536]) func touchingSectorsAreOneExtent(
        kernel: StreamKernel, sectorBytes: UInt32
    ) throws {
        let filler = try #require(PatternFiller(.complementOfRandom(try sampleKey(12)), kernel: kernel))
        let sector = Int(sectorBytes)
        let offset = UInt64(sectorBytes) * 100_000
        var media = filler.bytes(at: offset, count: max(1 << 18, sector * 8))
        let last = media.count / sector - 1
        for wrong in [0, 2, 3, 4, last - 1, last] { media[wrong * sector + wrong] ^= 0x80 }
        let found = filler.mismatches(media, at: offset, sectorBytes: sectorBytes)
        var expected = ExtentSet()
        for wrong in [0, 2, 3, 4, last - 1, last] {
            expected.insert(Extent(offset: offset + UInt64(wrong * sector), length: UInt64(sector)))
        }
        #expect(found == expected.extents)
    }

    @Test func sectorsThatTouchOverTheBordersOfChunksAreOneExtent() throws {
        let filler = PatternFiller(.random(try sampleKey(13)))
        var media = filler.bytes(at: 512, count: 3 * 65536)
        for place in stride(from: 65536 - 1024, through: 65536 + 1024, by: 512) { media[place] ^= 1 }
        #expect(filler.mismatches(media, at: 512) == [Extent(offset: 512 + 65536 - 1024, length: 5 * 512)])
        let everything = [UInt8](repeating: 0, count: 1 << 20)
        #expect(filler.mismatches(everything, at: 512) == [Extent(offset: 512, length: 1 << 20)])
    }

    @Test func sectorsAreCountedFromTheMediumAndCutToTheBuffer() throws {
        let filler = PatternFiller(.random(try sampleKey(14)))
        var media = filler.bytes(at: 1000, count: 5000)
        media[0] ^= 1
        media[4999] ^= 1
        let expected = [Extent(offset: 1000, length: 24), Extent(offset: 5632, length: 368)]
        #expect(filler.mismatches(media, at: 1000) == expected)
    }

    @Test(arguments: StreamKernel.available) func misdirectedAndStaleBytesDiffer(kernel: StreamKernel) throws {
        let key = try sampleKey(15)
        let filler = try #require(PatternFiller(.random(key), kernel: kernel))
        let count = 4096
        let whole = [Extent(offset: 8192, length: 4096)]
        // Bytes of another place, as a misdirected write or a fake capacity that wraps would leave them.
        for other: UInt64 in [0, 8192 + 512, 8192 - 512, 8192 + 1 << 32, 8192 + 1 << 36] {
            #expect(filler.mismatches(filler.bytes(at: other, count: count), at: 8192) == whole)
        }
        // Bytes of another key, of the complement, and none at all.
        for pattern in [Pattern.random(try sampleKey(16)), .complementOfRandom(key), .zeros, .ones] {
            #expect(filler.mismatches(PatternFiller(pattern).bytes(at: 8192, count: count), at: 8192) == whole)
        }
    }

    @Test func nothingReadDiffersFromNothing() throws {
        for pattern in [Pattern.zeros, .random(try sampleKey(17))] {
            let filler = PatternFiller(pattern)
            #expect(filler.firstMismatches(in: UnsafeRawBufferPointer(start: nil, count: 0), at: 512, sectorBytes: 512).isEmpty)
            filler.fill(UnsafeMutableRawBufferPointer(start: nil, count: 0), at: 512)
        }
    }

    @Test func aBufferPastTheLargestMediumStopsTheProgram() async {
        await #expect(processExitsWith: .failure) { _ = PatternFiller(.zeros).bytes(at: 1 << 63 - 511, count: 512) }
        await #expect(processExitsWith: .failure) { _ = PatternFiller(.zeros).bytes(at: UInt64.max, count: 512) }
        await #expect(processExitsWith: .success) { _ = PatternFiller(.zeros).bytes(at: 1 << 63 - 512, count: 512) }
    }

    @Test func aFixedPatternWithoutBytesStopsTheProgram() async {
        await #expect(processExitsWith: .failure) { _ = PatternFiller(.fixed([])) }
    }
}
