// What exactly will be done to one drive: printable, comparable, stored with the job.

package import WipeFirmware

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

/// What a command row does to one drive.
package struct CommandPlan: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case technique, command, spec, seed, marks }
    package var technique: Technique
    package var command: EraseCommand
    /// How the marks were chosen, and under which seed; nil where every sector is marked.
    package var spec: MarkSpec?
    package var seed: StreamKey?
    /// Where the marks lie: whole physical sectors, sorted and disjoint.
    package var marks: [Extent]
    package init(technique: Technique, command: EraseCommand, spec: MarkSpec?, seed: StreamKey?, marks: [Extent]) {
        self.technique = technique
        self.command = command
        self.spec = spec
        self.seed = seed
        self.marks = marks
    }

    /// Bytes of all marks.
    package var markedBytes: UInt64 { marks.reduce(0) { $0 + $1.length } }
}

/// One row of the policy for one drive.
package struct Pass: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case number, pattern, coverage, command }
    /// Row of the policy, from 1; differs from the position where the policy permutes.
    package var number: Int
    /// What is written over the whole drive; of a command row, at its marks.
    package var pattern: Pattern
    package var coverage: Coverage
    /// What the drive is told; nil where the host overwrites.
    package var command: CommandPlan?
    package init(number: Int, pattern: Pattern, coverage: Coverage, command: CommandPlan? = nil) {
        self.number = number
        self.pattern = pattern
        self.coverage = coverage
        self.command = command
    }
}

/// A policy expanded for one drive. Total work is the sum of its extents.
package struct WipePlan: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case policy, geometry, passes, orderSeed, purge }
    package var policy: Policy
    package var geometry: Geometry
    /// In the order in which they run.
    package var passes: [Pass]
    /// Seed of the order of permuted passes, nil where the policy permutes none.
    package var orderSeed: StreamKey?
    /// How it was settled whether the drive erases itself; nil where the policy that was asked for has no command row.
    package var purge: PurgeChoice?
    package init(policy: Policy, geometry: Geometry, passes: [Pass], orderSeed: StreamKey? = nil, purge: PurgeChoice? = nil) {
        self.policy = policy
        self.geometry = geometry
        self.passes = passes
        self.orderSeed = orderSeed
        self.purge = purge
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

    /// Extents that a pass writes: the whole drive, or the marks of a command row.
    package func writeExtents(_ pass: Pass) -> [Extent] { pass.command?.marks ?? [geometry.whole] }

    /// Bytes of all phases of all passes: marks count twice, since they are read back before the command. `Geometry.capacityBytesMax` keeps
    /// the sum in bounds.
    package var workBytes: UInt64 {
        passes.reduce(0) { sum, pass in
            let written = pass.command.map { 2 * $0.markedBytes } ?? geometry.capacityBytes
            return sum + written + verifyExtents(pass).reduce(0) { $0 + $1.length }
        }
    }

    /// How long all of it takes, before the drive has shown how fast it is.
    package var estimate: DurationEstimate { DurationEstimate(guessFor: workBytes) }
}
