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

    @Test func aCopyGoesOnByItself() throws {
        var choices = ChoiceStream(seed: try sampleKey(25))
        for _ in 0..<70 { _ = choices.next64() }
        var copy = choices
        let fromOriginal = (0..<200).map { _ in choices.next64() }
        let fromCopy = (0..<200).map { _ in copy.next64() }
        #expect(fromOriginal == fromCopy)
    }
}
