// Goal: sets of ranges are exact, whatever order they are made in.
// Method: named cases, and every operation against a plain set of byte numbers under drawn inputs.

import Mutation
import Testing

@testable import WipeCore

@Suite struct ExtentSetTests {
    @Test func touchingRangesBecomeOne() {
        let set = ExtentSet([Extent(offset: 0, length: 4), Extent(offset: 8, length: 4), Extent(offset: 4, length: 4)])
        #expect(set.extents == [Extent(offset: 0, length: 12)])
        #expect(set.byteCount == 12)
    }

    @Test func emptyRangesChangeNothing() {
        var set = ExtentSet([Extent(offset: 5, length: 0)])
        #expect(set.isEmpty)
        set.insert(Extent(offset: 2, length: 6))
        set.remove(Extent(offset: 4, length: 0))
        #expect(set.extents == [Extent(offset: 2, length: 6)])
    }

    @Test func aRangeTakenFromTheMiddleLeavesBothEnds() {
        var set = ExtentSet([Extent(offset: 0, length: 10)])
        set.remove(Extent(offset: 3, length: 4))
        #expect(set.extents == [Extent(offset: 0, length: 3), Extent(offset: 7, length: 3)])
    }

    @Test func gapsAreTheRestInOrder() {
        let set = ExtentSet([Extent(offset: 2, length: 2), Extent(offset: 6, length: 2)])
        #expect(
            set.gaps(in: Extent(offset: 0, length: 10)) == [
                Extent(offset: 0, length: 2), Extent(offset: 4, length: 2), Extent(offset: 8, length: 2),
            ])
        #expect(set.gaps(in: Extent(offset: 2, length: 2)).isEmpty)
        #expect(set.gaps(in: Extent(offset: 20, length: 2)) == [Extent(offset: 20, length: 2)])
    }

    @Test func neighboursAreOutside() {
        let set = ExtentSet([Extent(offset: 4, length: 4)])
        for outside in [Extent(offset: 0, length: 4), Extent(offset: 8, length: 4)] { #expect(set.gaps(in: outside) == [outside]) }
        #expect(set.gaps(in: Extent(offset: 7, length: 1)).isEmpty)
    }

    @Test(arguments: 0..<60) func everyOperationAgreesWithAPlainSetOfBytes(seed: UInt64) {
        var random = SplitMix(seed)
        var set = ExtentSet()
        var model: Set<UInt64> = []
        for _ in 0..<40 {
            let piece = Extent(offset: UInt64(random.below(60)), length: UInt64(random.below(12)))
            let bytes = Set(piece.offset..<piece.end)
            if random.chance(60) {
                set.insert(piece)
                model.formUnion(bytes)
            } else {
                set.remove(piece)
                model.subtract(bytes)
            }
            let probe = Extent(offset: UInt64(random.below(60)), length: UInt64(1 + random.below(12)))
            let probed = Set(probe.offset..<probe.end)
            #expect(Set(set.extents.flatMap { $0.offset..<$0.end }) == model, "seed \(seed)")
            #expect(set.byteCount == UInt64(model.count), "seed \(seed)")
            #expect(set.gaps(in: probe).flatMap { Array($0.offset..<$0.end) } == probed.subtracting(model).sorted(), "seed \(seed)")
            #expect(zip(set.extents, set.extents.dropFirst()).allSatisfy { $0.end < $1.offset }, "seed \(seed): sorted, apart, merged")
            #expect(set.part(below: probe.offset).byteCount == UInt64(model.filter { $0 < probe.offset }.count), "seed \(seed)")
        }
    }

    @Test func aSetThatWasDecodedOutOfOrderOrBeyondTheMediumDoesNotFit() {
        let media = geometry(8)
        #expect(ExtentSet([extent(0, 2), extent(7)]).fits(media))
        #expect(!ExtentSet([extent(7, 2)]).fits(media))
        #expect(!ExtentSet([Extent(offset: 100, length: 512)]).fits(media))
        #expect(!ExtentSet([Extent(offset: 0, length: 100)]).fits(media))
    }
}
