// Goal: a plan writes what the policy's rows say, verifies what they say, and repeats exactly from its recorded seeds.
// Method: a counting stand-in for chance; samples checked against the rules of NIST SP 800-88r1, 4.7 on many geometries; known
// words for the mapping from stream to choice.

import Mutation
import Testing

@testable import WipeCore

/// Keys 1, 2, 3, …; choice streams from SplitMix64 over the key's last bytes.
private func countingEntropy() -> PlanEntropy {
    var drawn: UInt8 = 0
    return PlanEntropy(
        key: {
            drawn += 1
            return fixedKey(drawn)
        },
        choices: { seed in
            var words = SplitMix(seed.bytes.reduce(UInt64(0)) { $0 &* 257 &+ UInt64($1) })
            return { words.next() }
        })
}

private func fixedKey(_ byte: UInt8) -> StreamKey {
    guard let key = StreamKey([UInt8](repeating: byte, count: 32)) else { preconditionFailure("32 bytes make a key") }
    return key
}

private func drive(sectors: UInt64, of bytes: UInt32 = 512) -> Geometry {
    guard let geometry = Geometry(capacityBytes: sectors * UInt64(bytes), logicalSectorBytes: bytes, physicalSectorBytes: 4096) else {
        preconditionFailure("a power of two and a whole number of sectors make a geometry")
    }
    return geometry
}

private func policy(_ passes: [PassSpec], permute: ClosedRange<Int>? = nil, sampling: SamplingSpec = SamplingSpec()) -> Policy {
    Policy(
        id: "p", version: "1.0.0", digest: "sha256:0", title: Title(fr: "f", en: "e"), status: .current, claim: nil, media: [.magnetic],
        passes: passes,
        permute: permute, sampling: sampling)
}

struct PlannerTests {
    @Test func rowsBecomePatternsAndKeysAreDrawnInRowOrder() {
        let rows: [WriteSpec] = [
            .zeros, .ones, .byte(0xAA), .bytes([1, 2, 3]), .randomByte, .complementOf(5), .random, .complementOf(7), .complementOf(8),
        ]
        let plan = Planner.plan(
            policy: policy(rows.map { PassSpec(write: $0, verify: .full) }), geometry: drive(sectors: 8), entropy: countingEntropy())
        let expected: [Pattern] = [
            .fixed([0]), .fixed([0xFF]), .fixed([0xAA]), .fixed([1, 2, 3]), .fixed([1]), .fixed([0xFE]), .random(fixedKey(2)),
            .complementOfRandom(fixedKey(2)),
            .random(fixedKey(2)),
        ]
        #expect(plan.passes.map(\.pattern) == expected)
        #expect(plan.passes.map(\.number) == Array(1...9))
        #expect(plan.passes.allSatisfy { $0.coverage == .full })
        #expect(plan.orderSeed == nil)
    }

    @Test func everyRandomPassHasAKeyOfItsOwn() {
        let plan = Planner.plan(
            policy: policy([
                PassSpec(write: .random, verify: .none), PassSpec(write: .random, verify: .sample), PassSpec(write: .random, verify: .full),
            ]),
            geometry: drive(sectors: 4000), entropy: countingEntropy())
        #expect(plan.passes.map(\.pattern) == [.random(fixedKey(1)), .random(fixedKey(2)), .random(fixedKey(4))])
        guard case .sampled(let sample) = plan.passes[1].coverage else {
            Issue.record("pass 2 is not sampled")
            return
        }
        #expect(sample.seed == fixedKey(3))
    }

    @Test(arguments: [2000, 2001, 2999, 3000, 3001, 4095, 20_000, 20_001, 39_999, 100_003, 1_953_525_168, 1 << 47 - 1] as [UInt64])
    func samplesKeepTheRulesOnEverySize(_ sectors: UInt64) throws {
        let geometry = drive(sectors: sectors)
        let spec = SamplingSpec()
        let entropy = countingEntropy()
        let extents = Planner.samples(spec, geometry, entropy.choices(entropy.key()))
        #expect(ExtentSet(extents).extents == extents, "sorted, disjoint and coalesced")
        #expect(extents.allSatisfy { $0.offset % 512 == 0 && $0.length % 512 == 0 && $0.length > 0 && $0.end <= geometry.capacityBytes })
        #expect(extents.first?.offset == 0)
        #expect(extents.last?.end == geometry.capacityBytes)
        let set = ExtentSet(extents)
        let size = sectors / 1000
        let larger = sectors % 1000
        var start: UInt64 = 0
        for subsection in 0..<UInt64(1000) {
            let count = size + (subsection < larger ? 1 : 0)
            let each = (count * 5 + 99) / 100
            let range = Extent(offset: start * 512, length: count * 512)
            let missing = set.gaps(in: range).reduce(0) { $0 + $1.length }
            let sampled = (range.length - missing) / 512
            #expect(sampled >= 2 * each, "two samples that do not overlap in subsection \(subsection)")
            // The two ends may add a sector each.
            #expect(sampled <= 2 * each + 1)
            start += count
        }
        #expect(set.byteCount * 10 >= geometry.capacityBytes, "a tenth of the media in all")
    }

    @Test func sampleMovesOverTheWholeSubsection() {
        // 2,000,000 sectors: subsections of 2,000, samples of 100. Over 1,000 subsections first and last places must turn up.
        let entropy = countingEntropy()
        let extents = Planner.samples(SamplingSpec(firstAndLast: false), drive(sectors: 2_000_000), entropy.choices(entropy.key()))
        let starts = extents.map { $0.offset / 512 % 2000 }
        #expect(starts.contains { $0 < 50 })
        #expect(extents.contains { $0.end / 512 % 2000 > 1950 })
    }

    @Test(arguments: [1, 2, 1999] as [UInt64])
    func smallMediaAreReadInFull(_ sectors: UInt64) {
        let plan = Planner.plan(
            policy: policy([PassSpec(write: .zeros, verify: .sample)]), geometry: drive(sectors: sectors), entropy: countingEntropy())
        #expect(plan.passes[0].coverage == .full)
    }

    @Test func samplesThatWouldNotFitAreAFullRead() {
        // 10 × 10 % of 25 sectors round up to 30.
        let spec = SamplingSpec(subsections: 100, samplesEach: 10, percentEach: 10, firstAndLast: true)
        let plan = Planner.plan(
            policy: policy([PassSpec(write: .zeros, verify: .sample)], sampling: spec), geometry: drive(sectors: 2500),
            entropy: countingEntropy())
        #expect(plan.passes[0].coverage == .full)
    }

    @Test func samplesThatCoverEverythingAreAFullRead() {
        let plan = Planner.plan(
            policy: policy([PassSpec(write: .zeros, verify: .sample)]), geometry: drive(sectors: 2000), entropy: countingEntropy())
        #expect(plan.passes[0].coverage == .full)
    }

    @Test func sampleOfFourKibibyteSectorsIsAligned() {
        let entropy = countingEntropy()
        let extents = Planner.samples(SamplingSpec(), drive(sectors: 50_000, of: 4096), entropy.choices(entropy.key()))
        #expect(extents.allSatisfy { $0.offset % 4096 == 0 && $0.length % 4096 == 0 })
    }

    @Test func permutationMovesOnlyItsRangeAndRepeats() throws {
        let rows = (1...35).map { PassSpec(write: .byte(UInt8($0)), verify: $0 == 35 ? .full : .none) }
        let first = Planner.plan(policy: policy(rows, permute: 5...31), geometry: drive(sectors: 8), entropy: countingEntropy())
        let again = Planner.plan(policy: policy(rows, permute: 5...31), geometry: drive(sectors: 8), entropy: countingEntropy())
        #expect(first == again)
        let numbers = first.passes.map(\.number)
        #expect(numbers[..<4] == [1, 2, 3, 4])
        #expect(numbers[31...] == [32, 33, 34, 35])
        #expect(numbers[4..<31].sorted() == Array(5...31))
        #expect(Array(numbers[4..<31]) != Array(5...31))
        #expect(first.passes.allSatisfy { $0.pattern == .fixed([UInt8($0.number)]) }, "the row's pattern goes with its number")
        let seed = try #require(first.orderSeed)
        // A stranger's Fisher–Yates under the recorded seed.
        let next = countingEntropy().choices(seed)
        var order = Array(5...31)
        for i in stride(from: 26, to: 0, by: -1) { order.swapAt(i, Int(Planner.number(below: UInt64(i + 1), next))) }
        #expect(Array(numbers[4..<31]) == order)
    }

    @Test func wordsAtTheTopAreRejected() {
        var words: [UInt64] = [.max, .max - 5, 7]
        let next = { words.removeFirst() }
        // 2^64 mod 10 is 6: the six words from 2^64 - 6 on are rejected.
        #expect(Planner.number(below: 10, next) == 7)
        #expect(words.isEmpty)
        words = [.max - 6]
        #expect(Planner.number(below: 10, next) == (UInt64.max - 6) % 10)
        words = [.max]
        #expect(Planner.number(below: 0x8000_0000_0000_0000, next) == UInt64(Int64.max), "a power of two rejects nothing")
        words = [.max]
        #expect(Planner.number(below: 1, next) == 0)
    }

    @Test func aBrokenStreamOfChoicesStillEnds() {
        #expect(Planner.number(below: 10) { UInt64.max } == UInt64.max % 10)
    }

    @Test func numbersBelowABoundAreSpreadEvenly() {
        let next = countingEntropy().choices(fixedKey(9))
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[Int(Planner.number(below: 7, next))] += 1 }
        #expect(counts.allSatisfy { (9_500...10_500).contains($0) })
    }

    @Test func rowsThatNoFileHoldsArePlannedAsRandomNeverAsLess() {
        let plan = Planner.plan(
            policy: policy([PassSpec(write: .complementOf(3), verify: .full), PassSpec(write: .bytes([]), verify: .full)], permute: 2...9),
            geometry: drive(sectors: 1), entropy: countingEntropy())
        #expect(plan.passes.map(\.pattern) == [.random(fixedKey(1)), .random(fixedKey(2))])
        #expect(plan.orderSeed == nil)
    }

    @Test func planTextNamesNoKey() {
        let plan = Planner.plan(
            policy: policy([PassSpec(write: .random, verify: .sample), PassSpec(write: .random, verify: .full)], permute: 1...2),
            geometry: drive(sectors: 100_000), entropy: countingEntropy())
        for drawn in 1...4 as ClosedRange<UInt8> { #expect(!plan.text.contains(String(fixedKey(drawn).hex.prefix(16)))) }
        #expect(plan.text.hasSuffix("\n"))
    }

    @Test func workOfTheLargestDriveInTheMostPassesCanBeCounted() throws {
        let geometry = try #require(
            Geometry(capacityBytes: Geometry.capacityBytesMax, logicalSectorBytes: 512, physicalSectorBytes: 512))
        let plan = Planner.plan(
            policy: policy([PassSpec](repeating: PassSpec(write: .zeros, verify: .full), count: 100)), geometry: geometry,
            entropy: countingEntropy())
        #expect(plan.workBytes == 200 * Geometry.capacityBytesMax)
        #expect(plan.text.contains(String(plan.workBytes)))
        #expect(Geometry(capacityBytes: Geometry.capacityBytesMax + 512, logicalSectorBytes: 512, physicalSectorBytes: 512) == nil)
    }
}
