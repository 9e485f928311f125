// Goal: not one block of 16 bytes of a pattern that is left is overlooked, and what each sector holds is counted rightly. Method: every block of a sector
// put back alone, all kinds of contents side by side, and a plain second computation over seeded sectors.

import Foundation
import Testing
import WipeCore

@testable import WipePattern

@Suite struct LookTests {
    private static func marks() throws -> Pattern { .random(try #require(StreamKey((0..<32).map { UInt8($0 * 3 + 1) }))) }

    private func look(_ bytes: [UInt8], _ filler: PatternFiller, at offset: UInt64 = 0, _ sector: UInt32 = 512) -> Look {
        bytes.withUnsafeBytes { filler.look(in: $0, at: offset, sectorBytes: sector) }
    }

    private func stream(_ filler: PatternFiller, at offset: UInt64, _ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { filler.fill($0, at: offset) }
        return bytes
    }

    @Test(arguments: StreamKernel.available) func eachBlockThatIsLeftIsSeen(_ kernel: StreamKernel) throws {
        let filler = try #require(PatternFiller(try Self.marks(), kernel: kernel))
        for sector in [512, 520, 4096, 4160] as [Int] where sector % 16 == 0 {
            let offset = UInt64(sector) * 7
            let mark = stream(filler, at: offset, sector)
            for block in 0..<sector / 16 {
                var bytes = [UInt8](repeating: 0, count: 3 * sector)
                bytes.replaceSubrange(sector + block * 16..<sector + block * 16 + 16, with: mark[block * 16..<block * 16 + 16])
                let found = look(bytes, filler, at: offset - UInt64(sector), UInt32(sector))
                #expect(found.marked == [Extent(offset: offset, length: UInt64(sector))])
                #expect(found.contents.zeros == 2 && found.contents.other == 1)
                // Fifteen of its bytes are no block.
                bytes[sector + block * 16 + block % 16] ^= 1
                #expect(look(bytes, filler, at: offset - UInt64(sector), UInt32(sector)).marked.isEmpty)
                // Nor is a block at another place.
                var moved = [UInt8](repeating: 0, count: sector)
                let other = (block + 1) % (sector / 16)
                moved.replaceSubrange(other * 16..<other * 16 + 16, with: mark[block * 16..<block * 16 + 16])
                #expect(look(moved, filler, at: offset, UInt32(sector)).marked.isEmpty)
            }
        }
    }

    @Test func whatAWholeMarkLeavesIsMerged() throws {
        let filler = PatternFiller(try Self.marks())
        let bytes = stream(filler, at: 1 << 20, 300 << 10)
        let found = look(bytes, filler, at: 1 << 20)
        #expect(found.marked == [Extent(offset: 1 << 20, length: 300 << 10)])
        #expect(found.contents.other == 600 && found.contents.kind == .randomLooking)
        #expect(look(bytes, filler, at: 1 << 21).marked.isEmpty)
        #expect(look([], filler) == Look(marked: [], contents: ContentsTally()))
    }

    @Test func eachKindIsCounted() throws {
        let filler = PatternFiller(try Self.marks())
        let period = (0..<16).map { UInt8($0 / 4 + 1) }
        let word = [UInt8](repeating: 0, count: 512).indices.map { [UInt8(0xDE), 0xAD, 0xBE, 0xEF][$0 % 4] }
        let sectors: [[UInt8]] = [
            [UInt8](repeating: 0, count: 512), [UInt8](repeating: 0xFF, count: 512), (0..<32).flatMap { _ in period }, word,
            (0..<512).map { UInt8(truncatingIfNeeded: $0 / 17) }, (0..<32).flatMap { _ in period }, [UInt8](repeating: 7, count: 512),
        ]
        let found = look(sectors.flatMap { $0 }, filler).contents
        #expect((found.zeros, found.ones, found.periodic, found.other) == (1, 1, 4, 1))
        #expect(found.period == period && found.otherPeriods == 2 && found.kind == .mixed)
        #expect(look(word + word, filler).contents.isAll([0xDE, 0xAD, 0xBE, 0xEF]))
        // One byte elsewhere, anywhere, makes a sector something else.
        for place in 0..<512 {
            var bytes = [UInt8](repeating: 0, count: 512)
            bytes[place] = 1
            #expect(look(bytes, filler).contents.other == 1)
        }
    }

    @Test(arguments: [512, 4096] as [UInt32]) func aPlainComputationFindsTheSame(_ sector: UInt32) throws {
        let filler = PatternFiller(try Self.marks())
        var random = SystemRandomNumberGenerator()
        let count = Int(sector) * 700
        let offset = UInt64(sector) * UInt64.random(in: 0..<1 << 30, using: &random)
        let image = stream(filler, at: offset, count)
        var bytes = [UInt8](repeating: 0, count: count)
        for index in 0..<700 {
            let place = index * Int(sector)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place + Int.random(in: 0..<Int(sector), using: &random)] = 9
            case 1: for at in place..<place + Int(sector) { bytes[at] = 0xFF }
            case 2:
                let block = place + 16 * Int.random(in: 0..<Int(sector) / 16, using: &random)
                bytes.replaceSubrange(block..<block + 16, with: image[block..<block + 16])
            case 3: for at in place..<place + Int(sector) { bytes[at] = UInt8(at % 8) }
            default: break
            }
        }
        var wanted = ContentsTally()
        var marked: [UInt64] = []
        for place in stride(from: 0, to: count, by: Int(sector)) {
            let blocks = stride(from: place, to: place + Int(sector), by: 16)
            if blocks.contains(where: { bytes[$0..<$0 + 16] == image[$0..<$0 + 16] }) { marked.append(offset + UInt64(place)) }
            var one = ContentsTally()
            let first = bytes[place..<place + 16]
            if !blocks.allSatisfy({ bytes[$0..<$0 + 16].elementsEqual(first) }) {
                one.other = 1
            } else if first.allSatisfy({ $0 == 0 }) {
                one.zeros = 1
            } else if first.allSatisfy({ $0 == 0xFF }) {
                one.ones = 1
            } else {
                (one.periodic, one.period) = (1, Array(first))
            }
            wanted.add(one)
        }
        let found = look(bytes, filler, at: offset, sector)
        #expect(found.contents == wanted)
        #expect(found.marked.flatMap { stride(from: $0.offset, to: $0.end, by: Int(sector)) } == marked)
    }
}
