// Memory that requests point to.

import Glibc
import WipeCore
import WipePattern

/// Two megabytes or less, in one huge page where the kernel has one: a request of that size is then one piece for the kernel instead of 512,
/// which halves what it costs. Lives as long as anybody who may still move bytes into it.
final class RequestMemory: @unchecked Sendable {
    static let bytesMax = 2 << 20
    let bytes: Int
    /// Never changes. What it points to is used by one thread at a time: the device's while it fills or compares, a worker's while it moves.
    let base: UnsafeMutableRawPointer

    /// Aligned to its size, a power of two of at most `bytesMax`. Nil where no memory is left.
    init?(bytes: Int) {
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, bytes, bytes) == 0, let memory else { return nil }
        // Without huge pages it is slower and nothing else.
        if bytes == Self.bytesMax { _ = madvise(memory, bytes, MADV_HUGEPAGE) }
        memset(memory, 0, bytes)
        base = memory
        self.bytes = bytes
    }

    deinit { free(base) }
}

/// Room for one request, and what is in it: a constant pattern is not made again for every request.
struct RequestBuffer {
    let memory: RequestMemory
    let address: UnsafeMutableRawPointer
    let capacity: Int
    /// What the first bytes were last made from; nil after anything else was put there.
    private var made: (pattern: Pattern, at: UInt64, count: Int)?

    /// The memory cut into buffers of so many bytes.
    static func cut(_ memory: RequestMemory, capacity: Int) -> [RequestBuffer] {
        stride(from: 0, to: memory.bytes, by: capacity).map { RequestBuffer(memory, at: $0, capacity: capacity) }
    }

    private init(_ memory: RequestMemory, at offset: Int, capacity: Int) {
        self.memory = memory
        self.capacity = capacity
        address = memory.base + offset
    }

    func bytes(_ extent: Extent) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: address, count: Int(extent.length))
    }

    /// Puts the pattern's bytes for an extent at its start.
    mutating func fill(_ extent: Extent, _ filler: PatternFiller) {
        let count = Int(extent.length)
        if let made, made.count >= count, filler.isSame(at: made.at, as: extent.offset), made.pattern == filler.pattern { return }
        made = (filler.pattern, extent.offset, count)
        filler.fill(bytes(extent), at: extent.offset)
    }

    /// Makes it ready for a read. A device that answers "done" without handing over a sector must not pass by what was there before.
    mutating func mark(_ extent: Extent, _ filler: PatternFiller, sectorBytes: Int) {
        made = nil
        let mark = UInt64(filler.foreignByte) &* 0x0101_0101_0101_0101
        let area = bytes(extent)
        for start in stride(from: 0, to: area.count, by: sectorBytes) { area.storeBytes(of: mark, toByteOffset: start, as: UInt64.self) }
    }
}
