// Goal: a device of plain memory for the engine's tests, with a volatile cache and scripted faults.
// Method: steps act when they are reaped, in a drawn order; every broken rule of the engine is collected in `violations`.

import Glibc
import Mutation
import Synchronization

@testable import WipeCore

/// Images of large media, each made once: in a debug build one takes longer than the run that is compared with it.
private let images = Mutex<[Pattern: [Int: [UInt8]]]>([:])

/// What a whole media under `pattern` looks like; a stand-in stream where the pattern is random.
func image(_ pattern: Pattern, capacity: Int) -> [UInt8] {
    guard capacity >= 1 << 20 else { return drawn(pattern, capacity: capacity) }
    if let known = images.withLock({ $0[pattern]?[capacity] }) { return known }
    let made = drawn(pattern, capacity: capacity)
    images.withLock { $0[pattern, default: [:]][capacity] = made }
    return made
}

private func drawn(_ pattern: Pattern, capacity: Int) -> [UInt8] {
    switch pattern {
    case .fixed(let bytes) where bytes.count == 1: return Array(repeating: bytes[0], count: capacity)
    case .fixed(let bytes): return (0..<capacity).map { bytes[$0 % bytes.count] }
    case .random(let key): return streamImage(key, capacity, turned: 0)
    case .complementOfRandom(let key): return streamImage(key, capacity, turned: UInt64.max)
    }
}

private func streamImage(_ key: StreamKey, _ capacity: Int, turned: UInt64) -> [UInt8] {
    let start = key.bytes.reduce(UInt64(17)) { SplitMix.mixed($0 &* 31 &+ UInt64($1)) }
    let words = (0..<capacity / 8).map { SplitMix.mixed(start &+ UInt64($0)) ^ turned }
    return words.withUnsafeBytes { Array($0) }
}

struct MemoryDevice: BlockDevice {
    let geometry: Geometry
    let window: Int
    let requestBytesMax: UInt64

    /// What survives a loss of power.
    var medium: [UInt8]
    /// What reads see.
    var view: [UInt8]
    /// Sectors of `view` that no flush covers.
    var dirty: Set<Int> = []

    var unwritable: Set<Int> = []
    var unreadable: Set<Int> = []
    /// Writes are acknowledged and not done.
    var lying: Set<Int> = []
    /// Requests over this sector that still fail.
    var transient: [Int: Int] = [:]
    var flushFailures = 0
    /// Completions until the device is gone.
    var goneAfter: Int?
    var inOrder = false

    /// Sectors that were acknowledged as written, by anybody.
    var sectorsAcknowledged: UInt64 = 0
    private(set) var violations: [String] = []
    private(set) var writesDone = 0
    private(set) var flushesDone = 0
    private(set) var stepsSubmitted = 0
    private var queue: [Step] = []
    private var seenIDs: Set<UInt64> = []
    private var images: [Pattern: [UInt8]] = [:]
    private var random: SplitMix

    init(_ geometry: Geometry, window: Int, requestBytesMax: UInt64, seed: UInt64 = 1) {
        self.geometry = geometry
        self.window = window
        self.requestBytesMax = requestBytesMax
        random = SplitMix(seed)
        let words = (0..<geometry.capacityBytes / 8).map { SplitMix.mixed($0 &+ 0xDA7A) }
        medium = words.withUnsafeBytes { Array($0) }
        view = medium
    }

    var sectorBytes: Int { Int(geometry.logicalSectorBytes) }
    var outstanding: Int { queue.count }

    mutating func submit(_ step: Step) {
        stepsSubmitted += 1
        if !seenIDs.insert(step.id).inserted { violations.append("id \(step.id) used twice") }
        if queue.count >= window { violations.append("more than \(window) steps outstanding") }
        if queue.contains(where: { $0.action == .flush }) { violations.append("step \(step.id) beside a flush") }
        if step.action == .flush, !queue.isEmpty { violations.append("flush beside other steps") }
        if let extent = step.extent {
            let sector = UInt64(sectorBytes)
            if extent.length == 0 || extent.length > requestBytesMax { violations.append("\(extent) has a wrong length") }
            if extent.offset % sector != 0 || extent.length % sector != 0 { violations.append("\(extent) is not whole sectors") }
            if extent.end > geometry.capacityBytes { violations.append("\(extent) leaves the media") }
            if queue.contains(where: { $0.extent?.intersection(extent) != nil }) { violations.append("\(extent) is out twice") }
        }
        queue.append(step)
    }

    mutating func reap(timeoutMilliseconds: Int) -> [Completion] {
        var completions: [Completion] = []
        for _ in 0..<(inOrder ? 1 : 1 + random.below(2)) where !queue.isEmpty {
            let step = queue.remove(at: inOrder ? 0 : random.below(queue.count))
            completions.append(Completion(stepID: step.id, outcome: perform(step)))
        }
        return completions
    }

    /// Process and power are gone at once: some outstanding steps still happened, some of the cache still came to the medium.
    mutating func losePower() {
        for step in queue where random.chance(50) { _ = perform(step) }
        queue = []
        seenIDs = []
        for sector in dirty.sorted() {
            if random.chance(40) {
                copy(sector, sectorBytes, from: view, to: &medium)
            } else {
                copy(sector, sectorBytes, from: medium, to: &view)
            }
        }
        dirty = []
    }

    /// Somebody else's write.
    mutating func alter(sector: Int) {
        sectorsAcknowledged += UInt64(sectorBytes) / 512
        view[sector * sectorBytes] ^= 0x40
        medium[sector * sectorBytes] = view[sector * sectorBytes]
    }

    private mutating func perform(_ step: Step) -> Completion.Outcome {
        if let left = goneAfter {
            if left <= 0 { return .fault(.gone(errno: 19)) }
            goneAfter = left - 1
        }
        switch step.action {
        case .flush: return flush()
        case .write(let extent, let pattern): return write(extent, pattern)
        case .verify(let extent, let pattern): return verify(extent, pattern)
        case .ask, .command, .look:
            violations.append("step \(step.id) is for a drive that erases itself")
            return .fault(.medium(errno: EOPNOTSUPP))
        }
    }

    private mutating func flush() -> Completion.Outcome {
        if flushFailures > 0 {
            flushFailures -= 1
            return .fault(.medium(errno: 5))
        }
        for sector in dirty { copy(sector, sectorBytes, from: view, to: &medium) }
        dirty = []
        flushesDone += 1
        return .done
    }

    private mutating func write(_ extent: Extent, _ pattern: Pattern) -> Completion.Outcome {
        writesDone += 1
        let sectors = sectors(extent)
        let isBroken = !unwritable.isDisjoint(with: sectors)
        // A request that fails may have been done in part.
        let done = isBroken || useUpTransient(sectors) ? sectors.lowerBound..<(sectors.lowerBound + random.below(sectors.count)) : sectors
        let source = imageOf(pattern)
        for sector in done where !lying.contains(sector) && !unwritable.contains(sector) {
            copy(sector, sectorBytes, from: source, to: &view)
            dirty.insert(sector)
        }
        if done == sectors { sectorsAcknowledged += extent.length / 512 }
        return done == sectors ? .done : .fault(.medium(errno: 5))
    }

    /// What a kernel would show of it.
    var custody: CustodyEvidence { .whole(written: sectorsAcknowledged) }

    private mutating func verify(_ extent: Extent, _ pattern: Pattern) -> Completion.Outcome {
        let sectors = sectors(extent)
        if !unreadable.isDisjoint(with: sectors) || useUpTransient(sectors) { return .fault(.medium(errno: 61)) }
        let source = imageOf(pattern)
        let different = sectors.filter { !isEqual($0, view, source) }
        return different.isEmpty ? .done : .mismatch(extents(different).extents)
    }

    private mutating func useUpTransient(_ sectors: Range<Int>) -> Bool {
        guard !transient.isEmpty else { return false }
        let hit = sectors.filter { transient[$0, default: 0] > 0 }
        for sector in hit { transient[sector, default: 1] -= 1 }
        return !hit.isEmpty
    }

    private mutating func imageOf(_ pattern: Pattern) -> [UInt8] {
        if let known = images[pattern] { return known }
        let made = image(pattern, capacity: Int(geometry.capacityBytes))
        images[pattern] = made
        return made
    }

    /// Sector numbers as a set of bytes.
    func extents(_ sectors: some Sequence<Int>) -> ExtentSet {
        ExtentSet(sectors.map { Extent(offset: UInt64($0 * sectorBytes), length: UInt64(sectorBytes)) })
    }

    /// Sectors of which a copy differs from what `pattern` says.
    func differing(_ bytes: [UInt8], from pattern: Pattern) -> Set<Int> {
        let wanted = image(pattern, capacity: bytes.count)
        return Set((0..<Int(geometry.sectorCount)).filter { !isEqual($0, bytes, wanted) })
    }

    private func sectors(_ extent: Extent) -> Range<Int> { Int(extent.offset) / sectorBytes..<Int(extent.end) / sectorBytes }

    private func isEqual(_ sector: Int, _ one: [UInt8], _ other: [UInt8]) -> Bool {
        let at = sector * sectorBytes
        return one.withUnsafeBytes { a in other.withUnsafeBytes { b in memcmp(a.baseAddress! + at, b.baseAddress! + at, sectorBytes) == 0 }
        }
    }

}

/// Not a method: it would hold a copy of the device, and each sector would then copy the whole media.
private func copy(_ sector: Int, _ bytes: Int, from source: [UInt8], to target: inout [UInt8]) {
    let at = sector * bytes
    source.withUnsafeBytes { a in target.withUnsafeMutableBytes { b in _ = memcpy(b.baseAddress! + at, a.baseAddress! + at, bytes) } }
}

extension Step {
    var extent: Extent? {
        switch action {
        case .write(let extent, _), .verify(let extent, _): extent
        case .look(let extent, _): extent
        case .flush, .ask, .command: nil
        }
    }
}
