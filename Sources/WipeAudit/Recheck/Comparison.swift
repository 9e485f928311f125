// Reads and compares. What is compared knows no drive: reading is a function, so that the tests can give it bytes of their own.

package import WipeCore
import WipePattern

/// What a recheck found.
package struct Comparison: Sendable {
    /// Sectors that hold something else, or something of a mark; the first ranges of them, where a drive holds something else altogether.
    package private(set) var differing = ExtentSet()
    /// How many sectors hold something else, exactly.
    package private(set) var differingSectors: UInt64 = 0
    /// Sectors that could not be read.
    package private(set) var unreadable = ExtentSet()
    /// Bytes that were read and compared.
    package private(set) var bytesRead: UInt64 = 0
    /// What lies on a drive that erased itself, and what should; nil where the host wrote last.
    package private(set) var contents: ContentsTally?
    private let left: RecheckPlan.LeftContents?

    /// A multiple of every sector size.
    static let chunkBytes = 1 << 20
    private static let rangesMax = 10_000

    /// Every compared sector is as the certificate says, and none was left out.
    package var isEqual: Bool { differing.isEmpty && unreadable.isEmpty && areContentsSame }
    private var areContentsSame: Bool { left.map { left in contents.map(left.isSame) ?? false } ?? true }

    /// Compares every extent of the plan.
    ///
    /// - Parameters:
    ///   - buffer: at least `chunkBytes`, aligned as the reading asks for.
    ///   - read: fills the whole of the buffer from a drive offset on; anything else than its length is a failed read.
    ///   - progress: called after each piece with the bytes that are done.
    init(
        _ plan: RecheckPlan, buffer: UnsafeMutableRawBufferPointer, read: (UnsafeMutableRawBufferPointer, UInt64) -> Int,
        progress: (UInt64) throws -> Void
    ) rethrows {
        left = plan.left
        if plan.left != nil { contents = ContentsTally() }
        let filler = PatternFiller(plan.pattern)
        let sector = UInt64(plan.geometry.logicalSectorBytes)
        var done: UInt64 = 0
        for extent in plan.extents {
            var offset = extent.offset
            while offset < extent.end {
                let length = min(extent.end - offset, UInt64(Self.chunkBytes))
                let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(length)])
                if read(piece, offset) == piece.count {
                    note(filler, piece, offset, sector)
                } else {
                    // Sector by sector, so that one bad sector hides no other.
                    for place in stride(from: offset, to: offset + length, by: Int(sector)) {
                        let one = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(sector)])
                        if read(one, place) == one.count {
                            note(filler, one, place, sector)
                        } else {
                            unreadable.insert(Extent(offset: place, length: sector))
                        }
                    }
                }
                offset += length
                done += length
                try progress(done)
            }
        }
    }

    private mutating func note(_ filler: PatternFiller, _ piece: UnsafeMutableRawBufferPointer, _ offset: UInt64, _ sector: UInt64) {
        bytesRead += UInt64(piece.count)
        let wrong: [Extent]
        if left == nil {
            wrong = filler.firstMismatches(in: UnsafeRawBufferPointer(piece), at: offset, sectorBytes: UInt32(sector))
        } else {
            let look = filler.look(in: UnsafeRawBufferPointer(piece), at: offset, sectorBytes: UInt32(sector))
            contents?.add(look.contents)
            wrong = look.marked
        }
        for found in wrong {
            differingSectors += found.length / sector
            if differing.extents.count < Self.rangesMax { differing.insert(found) }
        }
    }
}

extension Comparison {
    /// Reads the drive and compares it; `progress` is called after each piece with the bytes that are done, and may end it by throwing.
    package init(_ plan: RecheckPlan, _ drive: DriveReader, progress: (UInt64) throws -> Void) rethrows {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkBytes, alignment: 4096)
        defer { buffer.deallocate() }
        try self.init(plan, buffer: buffer, read: drive.read, progress: progress)
    }
}
