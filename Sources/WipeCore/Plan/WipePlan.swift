// What exactly will be done to one drive: printable, comparable, stored with the job.

/// How much of a pass is read back, as extents.
package enum Coverage: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case none, full, sampled }
    enum SampledCodingKeys: String, CodingKey { case _0 }
    case none
    case full
    /// The seeded extents chosen: sorted, disjoint, sector-aligned. Those of a plan say how many; they are drawn again when their verify begins.
    case sampled(Sample)
}

/// Samples of one pass with what a stranger needs to choose them again.
package struct Sample: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case spec, seed, extents }
    package var spec: SamplingSpec
    package var seed: StreamKey
    package var extents: [Extent]
    package init(spec: SamplingSpec, seed: StreamKey, extents: [Extent]) {
        self.spec = spec
        self.seed = seed
        self.extents = extents
    }
}

/// One row of the policy for one drive.
package struct Pass: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case number, pattern, coverage }
    /// Row of the policy, from 1; differs from the position where the policy permutes.
    package var number: Int
    package var pattern: Pattern
    package var coverage: Coverage
    package init(number: Int, pattern: Pattern, coverage: Coverage) {
        self.number = number
        self.pattern = pattern
        self.coverage = coverage
    }
}

/// A policy expanded for one drive. Total work is the sum of its extents.
package struct WipePlan: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case policy, geometry, passes, orderSeed }
    package var policy: Policy
    package var geometry: Geometry
    /// In the order in which they run.
    package var passes: [Pass]
    /// Seed of the order of permuted passes, nil where the policy permutes none.
    package var orderSeed: StreamKey?
    package init(policy: Policy, geometry: Geometry, passes: [Pass], orderSeed: StreamKey? = nil) {
        self.policy = policy
        self.geometry = geometry
        self.passes = passes
        self.orderSeed = orderSeed
    }

    /// Sectors that may stay unwritten or unreadable in a `sanitized` verdict, each counted once over all passes: the policy's number, but at most
    /// 1,000 and at most a 10,000th of the medium, rounded down. A drive that took next to nothing is not cleared by any number, and a policy
    /// that claims nothing is no way around it: its record says `cleared` all the same.
    package var badSectorsMax: UInt64 {
        let asked = policy.faultBudget.unwritableSectorsMax
        return min(asked, FaultBudget.badSectorsMax, geometry.sectorCount / FaultBudget.sectorsForEachBadOne)
    }

    /// Extents that the verify phase of `pass` reads as it was planned, in order.
    package func verifyExtents(_ pass: Pass) -> [Extent] { verifyExtents(pass.coverage) }

    /// Extents of this drive that a coverage stands for, in order.
    package func verifyExtents(_ coverage: Coverage) -> [Extent] {
        switch coverage {
        case .none: []
        case .full: [geometry.whole]
        case .sampled(let sample): sample.extents
        }
    }

    /// Bytes of all phases of all passes. `Geometry.capacityBytesMax` keeps the sum in bounds.
    package var workBytes: UInt64 {
        passes.reduce(0) { $0 + geometry.capacityBytes + verifyExtents($1).reduce(0) { $0 + $1.length } }
    }

    /// How long all of it takes, before the drive has shown how fast it is.
    package var estimate: DurationEstimate { DurationEstimate(guessFor: workBytes) }
}
