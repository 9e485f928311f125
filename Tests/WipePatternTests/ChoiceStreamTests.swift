// Goal: choices under a recorded seed are the ones that the doc comment of `ChoiceStream` describes, for ever.
// Method: the mapping is done again here in the plainest way over the oracle's bytes, and some choices are written down.

import Testing
import WipeCore
import WipePattern

@Suite struct ChoiceStreamTests {
    /// Words of the stream as the doc comment counts them.
    private func words(_ seed: StreamKey, count: Int) throws -> [UInt64] {
        let stream = try oracle(seed, at: 0, count: count * 8)
        return (0..<count).map { word in (0..<8).reduce(UInt64(0)) { $0 * 256 + UInt64(stream[word * 8 + $1]) } }
    }

    @Test func wordsAreTheStreamInOrder() throws {
        let seed = try sampleKey(21)
        var choices = ChoiceStream(seed: seed)
        let expected = try words(seed, count: 1000)
        for word in expected { #expect(choices.next64() == word) }
    }

    @Test func theZeroSeedGivesTheWordsOfThePublishedAnswers() throws {
        var choices = ChoiceStream(seed: try #require(StreamKey([UInt8](repeating: 0, count: 32))))
        let first = (0..<4).map { _ in choices.next64() }
        #expect(first == [0xDC95_C078_A240_8989, 0xAD48_A214_9284_2087, 0x530F_8AFB_C745_36B9, 0xA963_B4F1_C4CB_738B])
    }

    static let bounds: [UInt64] = [1, 2, 3, 10, 1000, 1 << 32, 1 << 63, 1 << 63 + 1, 3 << 62, UInt64.max - 1, UInt64.max]

    @Test(arguments: bounds)
    func belowTakesAndRejectsAsDescribed(bound: UInt64) throws {
        let seed = try sampleKey(22)
        var choices = ChoiceStream(seed: seed)
        var left = try words(seed, count: 4000)[...]
        // floor(2^64 / bound) * bound in 128 bits, as the description has it.
        let limit = (UInt128(1) << 64) / UInt128(bound) * UInt128(bound)
        for _ in 0..<500 {
            while UInt128(try #require(left.first)) >= limit { left.removeFirst() }
            #expect(choices.below(bound) == left.removeFirst() % bound)
        }
        // Both stand at the same word: as many were thrown away as the description says.
        #expect(choices.next64() == left.first)
    }

    @Test func aBoundJustAboveHalfThrowsAwayAboutHalf() throws {
        let seed = try sampleKey(23)
        var choices = ChoiceStream(seed: seed)
        for _ in 0..<1000 { #expect(choices.below(1 << 63 + 1) <= 1 << 63) }
        let next = choices.next64()
        let taken = try #require(try words(seed, count: 4000).firstIndex(of: next))
        #expect((1800...2200).contains(taken))
    }

    @Test func choicesSpreadEvenly() throws {
        var choices = ChoiceStream(seed: try sampleKey(24))
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<10_000 { counts[Int(choices.below(10))] += 1 }
        #expect(counts.allSatisfy { (850...1150).contains($0) })
    }

    @Test func aCopyGoesOnByItself() throws {
        var choices = ChoiceStream(seed: try sampleKey(25))
        for _ in 0..<70 { _ = choices.next64() }
        var copy = choices
        let fromOriginal = (0..<200).map { _ in choices.below(1_000_000) }
        let fromCopy = (0..<200).map { _ in copy.below(1_000_000) }
        #expect(fromOriginal == fromCopy)
    }

    @Test func aChoiceAmongNoneStopsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            guard let seed = StreamKey([UInt8](repeating: 1, count: 32)) else { return }
            var choices = ChoiceStream(seed: seed)
            _ = choices.below(0)
        }
    }
}
