// WipePattern: which bytes does a pattern have at an offset, and where do bytes that were read differ from them?
// In: a `Pattern` of WipeCore. Out: filled buffers, and the extents that differ. One place for the Linux device, the
// simulated one and the later recheck of a certificate, so that what is written and what is expected cannot come apart.

import CPattern
package import WipeCore

/// The bytes of one pattern, prepared once: the key schedule is made here and then only used.
///
/// Never changes after `init`, so any number of threads may use one value at the same time.
package struct PatternFiller: Sendable {
    /// What this was prepared from.
    package let pattern: Pattern
    /// A byte that no sector of the pattern begins with eight of: left in a buffer before a read, it shows a device that handed over nothing.
    package let foreignByte: UInt8

    private enum Source: Sendable {
        case repeated([UInt8])
        case kernel(KernelStream)
        case library(LibraryStream)
    }
    private let source: Source

    /// Bytes that are made again and compared at once, before single sectors are looked at. Small enough for the cache.
    private static let chunkBytes: UInt64 = 65536

    /// Prepares `pattern` for the fastest kernel that this processor has.
    ///
    /// A fixed pattern has at least one byte (`Pattern.fixed` promises it); an empty one stops the program rather than
    /// let a wipe write what nobody asked for.
    package init(_ pattern: Pattern) {
        self.init(pattern, source: Self.source(pattern, kernel: StreamKernel.best))
    }

    /// Prepares `pattern` for one kernel; nil where this processor does not have it. Fixed patterns are the same under all.
    package init?(_ pattern: Pattern, kernel: StreamKernel) {
        guard StreamKernel.available.contains(kernel) else { return nil }
        self.init(pattern, source: Self.source(pattern, kernel: kernel))
    }

    /// Prepares `pattern` without asking whether the kernel computes rightly: only for the check that decides just that.
    init?(unchecked pattern: Pattern, kernel: StreamKernel) {
        guard kernel.isSupported else { return nil }
        self.init(pattern, source: Self.source(pattern, kernel: kernel))
    }

    private init(_ pattern: Pattern, source: Source) {
        self.pattern = pattern
        self.source = source
        foreignByte = Self.byteNotIn(pattern)
    }

    /// With all 256 values in a fixed pattern no byte repeated can equal it; eight of one in a row are not to be expected of a random one.
    private static func byteNotIn(_ pattern: Pattern) -> UInt8 {
        guard case .fixed(let bytes) = pattern else { return 0xA5 }
        let present = Set(bytes)
        return (0...255).lazy.map { UInt8($0) }.first { !present.contains($0) } ?? 0xA5
    }

    /// True when a buffer that was filled for `first` holds the right bytes for `second` too, whatever its length.
    package func isSame(at first: UInt64, as second: UInt64) -> Bool {
        guard case .repeated(let unit) = source else { return first == second }
        return (max(first, second) - min(first, second)) % UInt64(unit.count) == 0
    }

    private static func source(_ pattern: Pattern, kernel: StreamKernel) -> Source {
        switch pattern {
        case .fixed(let bytes):
            precondition(!bytes.isEmpty, "a fixed pattern without bytes")
            return .repeated(bytes)
        case .random(let key): return stream(key, complement: false, kernel: kernel)
        case .complementOfRandom(let key): return stream(key, complement: true, kernel: kernel)
        }
    }

    private static func stream(_ key: StreamKey, complement: Bool, kernel: StreamKernel) -> Source {
        if let stream = KernelStream(key, complement: complement, kernel: kernel) { return .kernel(stream) }
        return .library(LibraryStream(key, complement: complement))
    }

    /// How the stream is computed here; nil for fixed patterns.
    package var usesKernelOfOurOwn: Bool? {
        switch source {
        case .repeated: nil
        case .kernel: true
        case .library: false
        }
    }

    /// Writes the bytes that belong at media offset `offset` into the whole of `buffer`.
    ///
    /// Any offset and any length, for every kind of pattern. The buffer must end at or before offset 2^63, as media do.
    package func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) {
        guard let start = buffer.baseAddress, buffer.count > 0 else { return }
        Self.checkRange(offset, buffer.count)
        let bytes = start.assumingMemoryBound(to: UInt8.self)
        switch source {
        case .repeated(let unit): cpattern_repeat_fill(unit, unit.count, offset, bytes, buffer.count)
        case .kernel(let stream): cpattern_stream_fill(stream.pointer, offset, bytes, buffer.count)
        case .library(let stream): stream.fill(buffer, at: offset)
        }
    }

    /// All sectors of `buffer`, read from media offset `offset` on, that differ from the pattern in any byte.
    ///
    /// The extents are media offsets, in order, touching ones merged; empty means that every byte is equal. Sectors are
    /// counted from media offset 0; where the buffer begins or ends inside one, its extent is cut to the buffer.
    /// `sectorBytes` is above 0; the buffer must end at or before offset 2^63.
    package func firstMismatches(in buffer: UnsafeRawBufferPointer, at offset: UInt64, sectorBytes: UInt32) -> [Extent] {
        guard buffer.count > 0 else { return [] }
        Self.checkRange(offset, buffer.count)
        precondition(sectorBytes > 0, "a sector without bytes")
        let sector = UInt64(sectorBytes)
        let chunk = max(sector, Self.chunkBytes / sector * sector)
        let whole = Extent(offset: offset, length: UInt64(buffer.count))
        var found: [Extent] = []
        for part in Self.parts(of: whole, bytes: chunk) where !isEqual(buffer, part, from: offset) {
            for piece in Self.parts(of: part, bytes: sector) where !isEqual(buffer, piece, from: offset) {
                if let last = found.last, last.end == piece.offset {
                    found[found.count - 1] = Extent(offset: last.offset, length: last.length + piece.length)
                } else {
                    found.append(piece)
                }
            }
        }
        return found
    }

    /// Whether the bytes of `part` in a buffer that begins at media offset `start` are those of the pattern.
    private func isEqual(_ buffer: UnsafeRawBufferPointer, _ part: Extent, from start: UInt64) -> Bool {
        let low = Int(part.offset - start)
        let slice = UnsafeRawBufferPointer(rebasing: buffer[low..<low + Int(part.length)])
        guard let address = slice.baseAddress else { return part.length == 0 }
        let bytes = address.assumingMemoryBound(to: UInt8.self)
        switch source {
        case .repeated(let unit): return cpattern_repeat_equals(unit, unit.count, part.offset, bytes, slice.count)
        case .kernel(let stream): return cpattern_stream_equals(stream.pointer, part.offset, bytes, slice.count)
        case .library(let stream): return stream.equals(slice, at: part.offset)
        }
    }

    /// `extent` cut at every multiple of `bytes`, lazily.
    private static func parts(of extent: Extent, bytes: UInt64) -> some Sequence<Extent> {
        sequence(state: extent.offset) { (start: inout UInt64) -> Extent? in
            guard start < extent.end else { return nil }
            let end = min(extent.end, start - start % bytes + bytes)
            defer { start = end }
            return Extent(offset: start, length: end - start)
        }
    }

    /// Media end at 2^63 at the latest; past that a caller has lost its way and must not go on.
    private static func checkRange(_ offset: UInt64, _ count: Int) {
        let (end, overflow) = offset.addingReportingOverflow(UInt64(count))
        precondition(!overflow && end <= 1 << 63, "a buffer past the largest offset of a drive")
    }
}
