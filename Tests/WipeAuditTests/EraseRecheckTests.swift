// Goal: after an erase by the drive itself a recheck looks for what is left of marks, and at what lies there. Method: the certificate module's golden
// documents, and bytes in memory for a drive.

import Testing
import WipeCore
import WipePattern

@testable import WipeAudit

struct EraseRecheckTests {
    /// A drive in memory that repeats some bytes, read by the comparison.
    private static func compared(_ plan: RecheckPlan, holding bytes: [UInt8], spoil: (inout [UInt8]) -> Void = { _ in }) -> Comparison {
        var drive = (0..<Int(plan.geometry.capacityBytes)).map { bytes[$0 % bytes.count] }
        spoil(&drive)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Comparison.chunkBytes, alignment: 4096)
        defer { buffer.deallocate() }
        return Comparison(
            plan, buffer: buffer,
            read: { piece, offset in
                piece.copyBytes(from: drive[Int(offset)..<Int(offset) + piece.count])
                return piece.count
            }, progress: { _ in })
    }

    @Test func emptiedDriveHoldsNoMarkAndOneKind() throws {
        let plan = try RecheckPlan(GoldenDocument.record(of: "purge-nvme-block"), isWhole: false)
        #expect(plan.left?.kind == .zeros && plan.extents == [plan.geometry.whole] && plan.patternName == "none of its marks")
        let same = Self.compared(plan, holding: [0])
        #expect(same.isEqual && same.bytesRead == 40_960_000 && same.contents?.zeros == 80_000)
        // Sixteen bytes of a mark at their place, and at any other place no mark but other contents.
        let marked = Self.compared(plan, holding: [0]) { drive in
            drive.withUnsafeMutableBytes {
                PatternFiller(plan.pattern).fill(.init(rebasing: $0[4_096 * 3 + 32..<4_096 * 3 + 48]), at: 4_096 * 3 + 32)
            }
        }
        #expect(!marked.isEqual && marked.differing.extents == [Extent(offset: 4_096 * 3, length: 512)] && marked.differingSectors == 1)
        let moved = Self.compared(plan, holding: [0]) { drive in
            drive.withUnsafeMutableBytes { PatternFiller(plan.pattern).fill(.init(rebasing: $0[32..<48]), at: 4_096 * 3 + 32) }
        }
        #expect(!moved.isEqual && moved.differing.isEmpty && moved.contents?.kind == .mixed)
        #expect(!Self.compared(plan, holding: [0xFF]).isEqual)
    }

    @Test func patternOfTheDriveIsTheOneOnRecord() throws {
        let plan = try RecheckPlan(GoldenDocument.record(of: "purge-ata-overwrite"), isWhole: false)
        #expect(Self.compared(plan, holding: [0xEF, 0xBE, 0xAD, 0xDE]).isEqual)
        for other: [UInt8] in [[0xDE, 0xAD, 0xBE, 0xEF], [0xEF], [0]] { #expect(!Self.compared(plan, holding: other).isEqual) }
    }

    @Test func whatFailedSaysNothingOfADrive() throws {
        #expect(throws: AuditFailure.self) { try RecheckPlan(GoldenDocument.record(of: "purge-marks-survived"), isWhole: false) }
        let fallback = try RecheckPlan(GoldenDocument.record(of: "purge-unavailable"), isWhole: false)
        #expect(fallback.left == nil && fallback.patternName == "random")
    }
}
