// From a policy and a drive's geometry to the exact plan. Pure: entropy comes in as an argument.

import WipeFirmware

/// The entropy that a plan needs, as two functions of the shell.
package struct PlanEntropy {
    /// Draws a fresh 256-bit key from the kernel's random source.
    package var key: () -> StreamKey
    /// For a seed, the function that gives the successive words of its choice stream: the AES-256-CTR stream under the seed (counter
    /// 0 at byte 0), cut into 64-bit big-endian words.
    package var choices: (StreamKey) -> (() -> UInt64)

    package init(key: @escaping () -> StreamKey, choices: @escaping (StreamKey) -> (() -> UInt64)) {
        self.key = key
        self.choices = choices
    }
}

/// Expands a policy for one drive.
///
/// **Order in which keys are drawn.** Row by row: one key for `random`; one for `random-byte`, whose first byte is the byte written;
/// then one as the sampling seed where the row says `sample` and the drive is not read in full. For a command row: one for its marks, one as
/// their seed unless every sector is marked, one for `sanitize-overwrite`, whose first four bytes are the pattern. After the last row, one
/// as the order seed where the policy permutes.
///
/// **From a choice stream to a number below `bound`.** Take the next word. Reject it when it is at or above
/// floor(2^64 / bound) × bound, and take the next; else the number is the word mod `bound`. (After 128 rejections in a row, which
/// a sound stream shows with a probability below 2^-128, the word is taken mod `bound` all the same, so that this always ends.)
///
/// **Samples** (NIST SP 800-88r1, 4.7). N sectors are cut into S = `subsections`: with q = N div S and r = N mod S, the first r hold q + 1
/// sectors, the others q. In each, in order of address, with n its sectors: a sample is L = ceil(n × `percentEach` / 100) sectors;
/// draw `samplesEach` numbers below n − `samplesEach` × L + 1, sort them, and let sample j (from 0) begin at sector (sorted number j) + j × L
/// of the subsection. So they cannot overlap. `firstAndLast` adds the first and the last sector of the media. Touching samples become
/// one extent. A drive is read in full, and the coverage says so, where it has fewer than 2,000 sectors or fewer than S ×
/// `samplesEach`, where `samplesEach` × L is above n for n = q or n = q + 1, or where the samples happen to cover everything.
///
/// **Marks** of a command row are whole physical sectors. They are chosen as samples of one sector each would be, out of the physical
/// sectors of the drive; `firstAndLast` adds the first and the last. Where the drive has fewer than 2,000 physical sectors, or fewer than
/// S × `samplesEach`, every sector is marked.
///
/// **Order** of permuted rows: Fisher–Yates. With the rows of the range in policy order at indices 0 to m − 1, for i from m − 1 down to 1
/// draw j below i + 1 and swap i with j.
package enum Planner {
    /// Media below this many sectors are read in full wherever the policy samples.
    package static let sampledSectorsMin: UInt64 = 2000
    /// See "from a choice stream to a number".
    static let rejectionsMax = 128

    /// The plan of `policy` for a drive of this geometry. Same entropy, same plan.
    ///
    /// Every policy that WipeFiles reads is planned to the letter. A row that no such policy has (no bytes, the complement of a row that
    /// is not before it) is planned as a random stream, never as less; a range to permute that does not fit is left in order.
    ///
    /// - Parameter techniques: what was chosen for each command row, in their order. A command row without one is planned as a random
    ///   stream over the whole drive, and is worth that.
    package static func plan(policy: Policy, geometry: Geometry, techniques: [Technique] = [], entropy: PlanEntropy) -> WipePlan {
        var passes: [Pass] = []
        var chosen = techniques[...]
        for (index, row) in policy.passes.enumerated() {
            if let spec = row.command, let technique = chosen.popFirst(), let kind = technique.eraseKind {
                passes.append(command(spec, (technique, kind), number: index + 1, geometry, entropy))
                continue
            }
            let pattern = pattern(of: row.write, after: passes, entropy)
            let coverage = coverage(of: row.verify, policy.sampling, geometry, entropy)
            passes.append(Pass(number: index + 1, pattern: pattern, coverage: coverage))
        }
        guard let range = policy.permute, range.lowerBound >= 1, range.upperBound <= passes.count, range.count > 1 else {
            return WipePlan(policy: policy, geometry: geometry, passes: passes)
        }
        let seed = entropy.key()
        let next = entropy.choices(seed)
        let first = range.lowerBound - 1
        for offset in stride(from: range.count - 1, to: 0, by: -1) {
            passes.swapAt(first + offset, first + Int(number(below: UInt64(offset + 1), next)))
        }
        return WipePlan(policy: policy, geometry: geometry, passes: passes, orderSeed: seed)
    }

    /// Pattern of one row; `earlier` holds the rows before it, in row order.
    private static func pattern(of write: WriteSpec, after earlier: [Pass], _ entropy: PlanEntropy) -> Pattern {
        switch write {
        case .zeros: .zeros
        case .ones: .ones
        case .byte(let byte): .fixed([byte])
        case .bytes(let bytes): bytes.isEmpty ? .random(entropy.key()) : .fixed(bytes)
        case .complementOf(let row): earlier.indices.contains(row - 1) ? earlier[row - 1].pattern.complement : .random(entropy.key())
        case .randomByte: .fixed([entropy.key().bytes[0]])
        case .random: .random(entropy.key())
        }
    }

    private static func command(
        _ spec: CommandSpec, _ chosen: (technique: Technique, kind: EraseKind), number: Int, _ geometry: Geometry, _ entropy: PlanEntropy
    ) -> Pass {
        let pattern = Pattern.random(entropy.key())
        let seed = spec.marks.flatMap { canMark($0, geometry) ? entropy.key() : nil }
        let marks = seed.flatMap { seed in spec.marks.map { self.marks($0, geometry, entropy.choices(seed)) } } ?? [geometry.whole]
        let command: EraseCommand
        switch chosen.kind {
        case .block: command = .block
        case .crypto: command = .crypto
        case .overwrite: command = .overwrite(entropy.key().bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) })
        }
        return Pass(
            number: number, pattern: pattern, coverage: .full,
            command: CommandPlan(
                technique: chosen.technique, command: command, spec: seed == nil ? nil : spec.marks, seed: seed, marks: marks))
    }

    private static func canMark(_ spec: MarkSpec, _ geometry: Geometry) -> Bool {
        guard (1...10_000).contains(spec.subsections), (1...100).contains(spec.samplesEach) else { return false }
        return physicalSectors(geometry) >= max(sampledSectorsMin, UInt64(spec.subsections * spec.samplesEach))
    }

    private static func physicalSectors(_ geometry: Geometry) -> UInt64 { geometry.capacityBytes / UInt64(geometry.physicalSectorBytes) }

    /// The marks that a seed chooses: sorted, disjoint, whole physical sectors. Every sector where the drive is too small to choose.
    package static func marks(_ spec: MarkSpec, _ geometry: Geometry, _ next: () -> UInt64) -> [Extent] {
        guard canMark(spec, geometry) else { return [geometry.whole] }
        let sectorBytes = UInt64(geometry.physicalSectorBytes)
        let sectors = physicalSectors(geometry)
        let subsections = UInt64(spec.subsections)
        var chosen = ExtentSet()
        if spec.firstAndLast {
            chosen.insert(Extent(offset: 0, length: sectorBytes))
            // To the very end, also where that is no border of physical sectors.
            let last = (geometry.capacityBytes - 1) / sectorBytes * sectorBytes
            chosen.insert(Extent(offset: last, length: geometry.capacityBytes - last))
        }
        var start: UInt64 = 0
        for subsection in 0..<subsections {
            let size = sectors / subsections + (subsection < sectors % subsections ? 1 : 0)
            let free = size - UInt64(spec.samplesEach)
            let draws = (0..<spec.samplesEach).map { _ in number(below: free + 1, next) }.sorted()
            for (index, draw) in draws.enumerated() {
                chosen.insert(Extent(offset: (start + draw + UInt64(index)) * sectorBytes, length: sectorBytes))
            }
            start += size
        }
        return chosen.extents
    }

    private static func coverage(of verify: VerifySpec, _ spec: SamplingSpec, _ geometry: Geometry, _ entropy: PlanEntropy) -> Coverage {
        switch verify {
        case .none: return .none
        case .full: return .full
        case .sample:
            guard canSample(spec, sectors: geometry.sectorCount) else { return .full }
            let drawn = sample(spec, geometry, entropy)
            return drawn.extents == [geometry.whole] ? .full : .sampled(drawn)
        }
    }

    /// A fresh choice under a fresh seed.
    package static func sample(_ spec: SamplingSpec, _ geometry: Geometry, _ entropy: PlanEntropy) -> Sample {
        let seed = entropy.key()
        return Sample(spec: spec, seed: seed, extents: samples(spec, geometry, entropy.choices(seed)))
    }

    /// The extents that a seed chooses: sorted, disjoint, sector-aligned. The whole media where it cannot be sampled.
    ///
    /// - Parameter next: The choice stream of the seed. Public, so that a recheck chooses again what the record says was read.
    package static func samples(_ spec: SamplingSpec, _ geometry: Geometry, _ next: () -> UInt64) -> [Extent] {
        guard canSample(spec, sectors: geometry.sectorCount) else { return [geometry.whole] }
        let sectorBytes = UInt64(geometry.logicalSectorBytes)
        let subsections = UInt64(spec.subsections)
        let size = geometry.sectorCount / subsections
        let larger = geometry.sectorCount % subsections
        var chosen = ExtentSet()
        if spec.firstAndLast { chosen.insert(Extent(offset: 0, length: sectorBytes)) }
        var start: UInt64 = 0
        for subsection in 0..<subsections {
            let sectors = subsection < larger ? size + 1 : size
            let length = sampleSectors(sectors, spec)
            let free = sectors - UInt64(spec.samplesEach) * length
            let draws = (0..<spec.samplesEach).map { _ in number(below: free + 1, next) }.sorted()
            for (index, draw) in draws.enumerated() {
                let first = start + draw + UInt64(index) * length
                chosen.insert(Extent(offset: first * sectorBytes, length: length * sectorBytes))
            }
            start += sectors
        }
        if spec.firstAndLast { chosen.insert(Extent(offset: geometry.capacityBytes - sectorBytes, length: sectorBytes)) }
        return chosen.extents
    }

    /// False where the drive is read in full instead.
    private static func canSample(_ spec: SamplingSpec, sectors: UInt64) -> Bool {
        guard (1...10_000).contains(spec.subsections), (1...100).contains(spec.samplesEach), (1...100).contains(spec.percentEach) else {
            return false
        }
        guard sectors >= max(sampledSectorsMin, UInt64(spec.subsections * spec.samplesEach)) else { return false }
        let size = sectors / UInt64(spec.subsections)
        // Rounding up weighs most in the smaller subsections, but a larger one may round up where they do not.
        return [size, size + 1].allSatisfy { UInt64(spec.samplesEach) * sampleSectors($0, spec) <= $0 }
    }

    /// ceil(n × percent / 100). A geometry has at most 2^54 sectors, so nothing overflows.
    private static func sampleSectors(_ sectors: UInt64, _ spec: SamplingSpec) -> UInt64 {
        (sectors * UInt64(spec.percentEach) + 99) / 100
    }

    /// A uniform number below `bound` (above 0), by rejection.
    static func number(below bound: UInt64, _ next: () -> UInt64) -> UInt64 {
        // 2^64 mod bound: that many words at the top would favour the small numbers.
        let surplus = (UInt64.max % bound + 1) % bound
        var word = next()
        var rejections = 0
        while word > UInt64.max - surplus, rejections < rejectionsMax {
            word = next()
            rejections += 1
        }
        return word % bound
    }
}
