// What a host finds on a simulated medium that erased itself, and how it is erased.

import Glibc
package import WipeCore
import WipePattern

extension SimulatedMedium {
    /// The drive itself puts a pattern everywhere below an offset; no write of the host is known there any more.
    mutating func erase(below end: UInt64, as pattern: Pattern) {
        let sector = UInt64(geometry.logicalSectorBytes)
        let place = Extent(offset: 0, length: min(end, geometry.capacityBytes) / sector * sector)
        guard place.length > 0 else { return }
        replace(place, with: Self.image(pattern, place))
    }

    /// What the sectors of a range hold, and which still hold 16 bytes of a pattern at their place.
    package func look(_ extent: Extent, for pattern: Pattern) -> Look {
        look(Array(bytes[Int(extent.offset)..<Int(extent.end)]), at: extent.offset, for: pattern)
    }

    /// The same of bytes that a read of whole sectors gave.
    func look(_ heard: [UInt8], at offset: UInt64, for pattern: Pattern) -> Look {
        let image = Self.image(pattern, Extent(offset: offset, length: UInt64(heard.count)))
        let sector = Int(geometry.logicalSectorBytes)
        var marked = ExtentSet()
        var tally = ContentsTally()
        heard.withUnsafeBytes { held in
            image.withUnsafeBytes { image in
                for start in stride(from: 0, to: image.count, by: sector) {
                    let here = UnsafeRawBufferPointer(rebasing: held[start..<start + sector])
                    let mark = UnsafeRawBufferPointer(rebasing: image[start..<start + sector])
                    if here.sharesABlock(with: mark) {
                        marked.insert(Extent(offset: offset + UInt64(start), length: UInt64(sector)))
                    }
                    tally.add(ContentsTally(of: here))
                }
            }
        }
        return Look(marked: marked.extents, contents: tally)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether any 16 bytes, at a multiple of 16, are equal in both.
    fileprivate func sharesABlock(with other: UnsafeRawBufferPointer) -> Bool {
        guard let mine = baseAddress, let its = other.baseAddress else { return false }
        return stride(from: 0, to: count, by: 16).contains { memcmp(mine + $0, its + $0, 16) == 0 }
    }
}

extension ContentsTally {
    /// One sector.
    init(of sector: UnsafeRawBufferPointer) {
        self.init()
        let first = Array(sector.prefix(16))
        // A sector that repeats within 16 bytes is equal to itself, moved by 16.
        if let start = sector.baseAddress, memcmp(start, start + 16, sector.count - 16) == 0 {
            switch Set(first) {
            case [0]: zeros = 1
            case [0xFF]: ones = 1
            default:
                periodic = 1
                period = first
            }
        } else {
            other = 1
        }
    }
}
