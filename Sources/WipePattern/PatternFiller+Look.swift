// What is left of a pattern on a drive that has erased itself, and what lies there instead.

import CPattern
package import WipeCore

extension PatternFiller {
    /// Bytes that are made again and compared at once: small enough for the cache, whole sectors of every size.
    private static let lookBytes = 65536

    /// Which sectors of `buffer`, read from media offset `offset` on, still hold any 16 bytes of the pattern at their place, and what each holds.
    ///
    /// `offset` and the length are multiples of `sectorBytes`, which is a multiple of 16 and at most 64 KiB; the buffer must end at or before offset 2^63.
    package func look(in buffer: UnsafeRawBufferPointer, at offset: UInt64, sectorBytes: UInt32) -> Look {
        let sector = Int(sectorBytes)
        precondition((32...Self.lookBytes).contains(sector) && sector % 16 == 0, "no size of a sector")
        precondition(offset % UInt64(sector) == 0 && buffer.count % sector == 0, "a look at parts of sectors")
        var found = Look(marked: [], contents: ContentsTally())
        guard let start = buffer.baseAddress else { return found }
        let chunk = Self.lookBytes / sector * sector
        withUnsafeTemporaryAllocation(byteCount: chunk + chunk / sector, alignment: 64) { scratch in
            let kinds = UnsafeMutableRawBufferPointer(rebasing: scratch[chunk...]).bindMemory(to: UInt8.self)
            for low in stride(from: 0, to: buffer.count, by: chunk) {
                let count = min(chunk, buffer.count - low)
                let expected = UnsafeMutableRawBufferPointer(rebasing: scratch[..<count])
                fill(expected, at: offset + UInt64(low))
                guard let made = expected.baseAddress, let kind = kinds.baseAddress else { return }
                cpattern_look(
                    (start + low).assumingMemoryBound(to: UInt8.self), made.assumingMemoryBound(to: UInt8.self), sector, count / sector,
                    kind)
                for index in 0..<count / sector {
                    let place = low + index * sector
                    found.take(kinds[index], of: Extent(offset: offset + UInt64(place), length: UInt64(sector)), first: start + place)
                }
            }
        }
        return found
    }
}

extension Look {
    /// Counts one sector.
    fileprivate mutating func take(_ kind: UInt8, of sector: Extent, first: UnsafeRawPointer) {
        if kind & UInt8(CPATTERN_SHARES.rawValue) != 0 {
            if let last = marked.last, last.end == sector.offset {
                marked[marked.count - 1] = Extent(offset: last.offset, length: last.length + sector.length)
            } else {
                marked.append(sector)
            }
        }
        switch cpattern_kind(rawValue: UInt32(kind) & ~CPATTERN_SHARES.rawValue) {
        case CPATTERN_ZEROS: contents.zeros += 1
        case CPATTERN_ONES: contents.ones += 1
        case CPATTERN_PERIODIC:
            contents.periodic += 1
            let unit = UnsafeRawBufferPointer(start: first, count: 16)
            guard let period = contents.period else { return contents.period = Array(unit) }
            if !unit.elementsEqual(period) { contents.otherPeriods += 1 }
        default: contents.other += 1
        }
    }
}
