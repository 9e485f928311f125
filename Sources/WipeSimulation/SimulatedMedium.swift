// The bytes of a simulated drive, its cache, and what really became of every write. Looked at from outside by checkers.

package import WipeCore
import WipePattern

/// What a drive stores.
package struct SimulatedMedium: Sendable {
    package private(set) var geometry: Geometry
    /// What the drive held when it came, as a pattern: nobody's plan uses this key.
    package let donor: Pattern
    package let cache: CacheBehaviour
    /// What a read gives now, byte for byte.
    package private(set) var bytes: [UInt8]
    /// Earlier bytes of writes that would be lost with the power, oldest first.
    private var unflushed: [(offset: Int, bytes: [UInt8])] = []
    /// Sectors whose last write under a pattern was acknowledged.
    private var acknowledged: [Pattern: ExtentSet] = [:]
    package private(set) var bytesWritten: UInt64 = 0
    /// Room of the cache: of what is lost with the power, no more than the newest writes that begin within it.
    package var cacheBytes = Int.max
    /// Where alone writes are lost with the power; nil for everywhere.
    package var forgetful: Extent?
    /// Patterns that other hands have put onto the medium, what it held when it came first.
    package private(set) var strange: [Pattern]

    package init(geometry: Geometry, donor: StreamKey, cache: CacheBehaviour) {
        self.geometry = geometry
        self.donor = .random(donor)
        self.cache = cache
        strange = [self.donor]
        bytes = SimulatedMedium.image(self.donor, Extent(offset: 0, length: geometry.capacityBytes))
    }

    /// The bytes that a pattern has there.
    static func image(_ pattern: Pattern, _ extent: Extent) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(extent.length))
        bytes.withUnsafeMutableBytes { PatternFiller(pattern).fill($0, at: extent.offset) }
        return bytes
    }

    /// True while no byte differs from what the drive came with.
    package var isUntouched: Bool { differing(from: donor, in: geometry.whole).isEmpty }

    /// Sectors that do not hold the pattern, looked up in the bytes themselves.
    package func differing(from pattern: Pattern, in extent: Extent) -> [Extent] {
        let filler = PatternFiller(pattern)
        return bytes[Int(extent.offset)..<Int(extent.end)].withUnsafeBytes {
            filler.firstMismatches(in: $0, at: extent.offset, sectorBytes: geometry.logicalSectorBytes)
        }
    }

    /// Sectors of the whole media whose last write under this pattern was not acknowledged.
    package func neverWritten(_ pattern: Pattern) -> [Extent] { (acknowledged[pattern] ?? ExtentSet()).gaps(in: geometry.whole) }

    // MARK: what a device does

    /// Stores bytes at `offset`: by this station, or by another program beside it.
    mutating func store(_ new: ArraySlice<UInt8>, at offset: UInt64, byOthers: Bool = false) {
        guard !new.isEmpty, offset < UInt64(bytes.count) else { return }
        let range = Int(offset)..<min(Int(offset) + new.count, bytes.count)
        if cache != .none { unflushed.append((range.lowerBound, Array(bytes[range]))) }
        bytes.replaceSubrange(range, with: new.prefix(range.count))
        if !byOthers { bytesWritten += UInt64(range.count) }
    }

    /// The drive itself puts other bytes there, past its cache.
    mutating func replace(_ place: Extent, with new: [UInt8]) {
        guard place.end <= UInt64(bytes.count), new.count == Int(place.length) else { return }
        unflushed = []
        bytes.replaceSubrange(Int(place.offset)..<Int(place.end), with: new)
    }

    /// Turns bits of one byte on the medium itself.
    mutating func turn(_ mask: UInt8, at offset: UInt64) {
        if offset < UInt64(bytes.count) { bytes[Int(offset)] ^= mask }
    }

    /// The drive has said that this write is done, or that this one sector is not.
    mutating func note(_ extent: Extent, _ pattern: Pattern, isAcknowledged: Bool) {
        if isAcknowledged {
            acknowledged[pattern, default: ExtentSet()].insert(extent)
        } else if extent.length <= UInt64(geometry.logicalSectorBytes) {
            acknowledged[pattern, default: ExtentSet()].remove(extent)
        }
    }

    mutating func flush() { if cache != .lying { unflushed = [] } }

    /// What no honest flush covers is as it was, as far as the cache holds it.
    package mutating func losePower() {
        var held = 0
        for write in unflushed.reversed() where held < cacheBytes {
            let place = Extent(offset: UInt64(write.offset), length: UInt64(write.bytes.count))
            guard forgetful.map({ $0.intersection(place) != nil }) ?? true else { continue }
            held += write.bytes.count
            bytes.replaceSubrange(write.offset..<write.offset + write.bytes.count, with: write.bytes)
        }
        unflushed = []
    }

    /// It has other sectors from now on, or is smaller.
    mutating func change(to other: Geometry) {
        if other.capacityBytes == geometry.capacityBytes { geometry = other } else { shrink(to: other) }
    }

    /// The end of the medium is gone for good.
    mutating func shrink(to smaller: Geometry) {
        guard smaller.capacityBytes < geometry.capacityBytes else { return }
        bytes.removeLast(bytes.count - Int(smaller.capacityBytes))
        unflushed = unflushed.compactMap { write in
            let kept = min(write.bytes.count, bytes.count - write.offset)
            return kept > 0 ? (write.offset, Array(write.bytes.prefix(kept))) : nil
        }
        geometry = smaller
    }

    /// Somebody else's hand, by another machine or another program: the bytes that a pattern has there, past the cache.
    package mutating func put(_ pattern: Pattern, at extent: Extent) {
        guard let place = extent.intersection(geometry.whole) else { return }
        bytes.replaceSubrange(Int(place.offset)..<Int(place.end), with: Self.image(pattern, place))
        noteStrange(pattern)
    }

    mutating func noteStrange(_ pattern: Pattern) { if !strange.contains(pattern) { strange.append(pattern) } }

    /// Whole sectors that hold the bytes of a pattern, looked up in the bytes themselves.
    package func holding(_ pattern: Pattern, in extent: Extent) -> [Extent] {
        ExtentSet(differing(from: pattern, in: extent)).gaps(in: extent)
    }

    /// Somebody else's hand: bytes that no run of ours wrote.
    package mutating func overwrite(_ extent: Extent, with byte: UInt8) {
        let range = Int(extent.offset)..<min(Int(extent.end), bytes.count)
        bytes.replaceSubrange(range, with: repeatElement(byte, count: range.count))
    }
}
