// Goal: a recheck compares what the certificate says, no more and no less, and names what differs. Method: the certificate module's own
// golden document with other patterns, samples and ranges, and bytes in memory for a drive.

import Foundation
import Testing
import WipeCertificate
import WipeCore
import WipePattern

@testable import WipeAudit

struct RecheckTests {
    /// A drive in memory that holds the plan's pattern, read by the comparison; `spoil` may change bytes, sectors in `bad` cannot be read.
    static func compared(_ plan: RecheckPlan, bad: Set<UInt64> = [], spoil: (inout [UInt8]) -> Void = { _ in }) -> Comparison {
        var drive = [UInt8](repeating: 0, count: Int(plan.geometry.capacityBytes))
        drive.withUnsafeMutableBytes { PatternFiller(plan.pattern).fill($0, at: 0) }
        spoil(&drive)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Comparison.chunkBytes, alignment: 4096)
        defer { buffer.deallocate() }
        return Comparison(
            plan, buffer: buffer,
            read: { piece, offset in
                let sectors = offset / 512..<(offset + UInt64(piece.count)) / 512
                if bad.contains(where: sectors.contains) { return -5 }
                piece.copyBytes(from: drive[Int(offset)..<Int(offset) + piece.count])
                return piece.count
            }, progress: { _ in })
    }

    @Test func everyPatternIsMadeAgain() throws {
        let random =
            "\"pattern\": \"random\",\n          \"generator\": \"aes-256-ctr\",\n          \"key\": \"\(String(repeating: "9f", count: 32))\",\n          \"initialCounter\": \"\(String(repeating: "0", count: 32))\",\n          \"complemented\": false"
        let key = try #require(StreamKey([UInt8](repeating: 0x9F, count: 32)))
        let cases: [(String, WipeCore.Pattern)] = [
            (random, .random(key)), (random.replacing("false", with: "true"), .complementOfRandom(key)), ("\"pattern\": \"zeros\"", .zeros),
            ("\"pattern\": \"ones\"", .ones), ("\"pattern\": \"bytes\", \"bytes\": \"9249aa\"", .fixed([0x92, 0x49, 0xAA])),
        ]
        for (text, pattern) in cases {
            let plan = try RecheckPlan(text == random ? GoldenDocument.record() : GoldenDocument.record((random, text)), isWhole: false)
            #expect(plan.pattern == pattern && plan.extents == [plan.geometry.whole] && plan.coverage == "full")
            let same = Self.compared(plan)
            #expect(same.isEqual && same.bytesRead == 1_024_000)
            let other = Self.compared(plan) {
                $0[777 * 512 + 3] ^= 1; $0[778 * 512] ^= 0x80; $0[1_999 * 512 + 511] ^= 1
            }
            #expect(other.differing.extents == [Extent(offset: 777 * 512, length: 1_024), Extent(offset: 1_999 * 512, length: 512)])
            #expect(!other.isEqual && other.differingSectors == 3)
        }
    }

    @Test func sectorThatCannotBeReadHidesNoOther() throws {
        let plan = try RecheckPlan(GoldenDocument.record(), isWhole: false)
        let result = Self.compared(plan, bad: [7]) { $0[8 * 512] ^= 1 }
        #expect(result.unreadable.extents == [Extent(offset: 7 * 512, length: 512)])
        #expect(result.differing.extents == [Extent(offset: 8 * 512, length: 512)])
        #expect(!result.isEqual && result.bytesRead == 1_024_000 - 512)
    }

    @Test func listedSectorsAreLeftOut() throws {
        let plan = try RecheckPlan(
            GoldenDocument.record(
                ("\"unwrittenSectors\": 0,\n      \"unwrittenRanges\": []", "\"unwrittenSectors\": 2, \"unwrittenRanges\": [[5,6]]"),
                (
                    "\"unreadableSectors\": 0,\n      \"unreadableRanges\": []",
                    "\"unreadableSectors\": 1, \"unreadableRanges\": [[1999,1999]]"
                )
            ), isWhole: false)
        #expect(plan.excludedSectors == 3 && plan.bytes == 1_997 * 512)
        #expect(
            Self.compared(plan) {
                $0[5 * 512] ^= 1; $0[1_999 * 512] ^= 1
            }.isEqual)
        #expect(!Self.compared(plan) { $0[7 * 512] ^= 1 }.isEqual)
        #expect(throws: AuditFailure.self) {
            try RecheckPlan(
                GoldenDocument.record(
                    ("\"unwrittenSectors\": 0,\n      \"unwrittenRanges\"", "\"unwrittenSectors\": 2, \"unwrittenRanges\"")),
                isWhole: false)
        }
    }

    /// The mapping of the auditors' page, written out again by hand: 2,000 sectors in 10 parts of 200, 2 samples of 10 sectors in each.
    @Test func samplesAreChosenAgainFromTheirSeed() throws {
        let seed = String(repeating: "0a", count: 32)
        func sampled(_ sectors: Int) throws -> RecordDocument {
            try GoldenDocument.record(
                (
                    "\"type\": \"full\",",
                    "\"type\": \"sample\", \"sample\": {\"subsections\": 10, \"samplesEach\": 2, \"percentEach\": 5, \"firstAndLast\": true, \"seed\": \"\(seed)\", \"sectors\": \(sectors)},"
                ))
        }
        var stream = ChoiceStream(seed: try #require(StreamKey([UInt8](repeating: 0x0A, count: 32))))
        var chosen: Set<UInt64> = [0, 1_999]
        for part in UInt64(0)..<10 {
            let draws = [stream.next64() % 181, stream.next64() % 181].sorted()
            for (index, draw) in draws.enumerated() {
                let first = part * 200 + draw + UInt64(index) * 10
                chosen.formUnion(first..<first + 10)
            }
        }
        let plan = try RecheckPlan(sampled(chosen.count), isWhole: false)
        #expect(plan.coverage == "sample" && plan.bytes == UInt64(chosen.count) * 512)
        #expect(plan.extents.allSatisfy { extent in (extent.offset / 512..<extent.end / 512).allSatisfy(chosen.contains) })
        let outside = try #require((UInt64(0)..<2_000).first { !chosen.contains($0) })
        #expect(Self.compared(plan) { $0[Int(outside) * 512] ^= 1 }.isEqual)
        let whole = try RecheckPlan(sampled(chosen.count), isWhole: true)
        #expect(whole.coverage == "full" && !Self.compared(whole) { $0[Int(outside) * 512] ^= 1 }.isEqual)
        #expect(throws: AuditFailure.self) { try RecheckPlan(sampled(chosen.count + 1), isWhole: false) }
    }

    @Test func recordOfAFailureSaysNothingOfTheDrive() throws {
        #expect(throws: AuditFailure.self) { try RecheckPlan(GoldenDocument.record(("\"cleared\"", "\"not-sanitized\"")), isWhole: false) }
    }
}
