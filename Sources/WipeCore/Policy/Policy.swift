// A policy: a named, versioned rule set. Read from a file by WipeFiles, expanded for one drive by the Planner.

/// What one row of a policy writes.
package enum WriteSpec: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case zeros, ones, byte, bytes, complementOf, randomByte, random }
    enum ByteCodingKeys: String, CodingKey { case _0 }
    enum BytesCodingKeys: String, CodingKey { case _0 }
    enum ComplementOfCodingKeys: String, CodingKey { case _0 }
    case zeros
    case ones
    /// One byte, repeated.
    case byte(UInt8)
    /// Several bytes, aligned to the drive's offset.
    case bytes([UInt8])
    /// The complement of what pass `number` (from 1, an earlier one) wrote.
    case complementOf(Int)
    /// One byte from the kernel's random source, drawn when the plan is made.
    case randomByte
    /// AES-256-CTR under a fresh key.
    case random
}

/// How much of a pass is read back.
package enum VerifySpec: String, Codable, Sendable, CaseIterable {
    case none
    case full
    case sample
}

/// Where a command row puts its marks: subsections of equal size, marks of one physical sector in each.
package struct MarkSpec: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case subsections, samplesEach, firstAndLast }
    package var subsections: Int
    package var samplesEach: Int
    package var firstAndLast: Bool
    package init(subsections: Int = 1000, samplesEach: Int = 2, firstAndLast: Bool = true) {
        self.subsections = subsections
        self.samplesEach = samplesEach
        self.firstAndLast = firstAndLast
    }
}

/// What a row has the drive do by itself.
package struct CommandSpec: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case techniques, marks }
    /// In order: the first that the drive and the station allow is taken. All of them carry the policy's claim.
    package var techniques: [Technique]
    /// Nil marks every sector.
    package var marks: MarkSpec?
    package init(techniques: [Technique], marks: MarkSpec? = MarkSpec()) {
        self.techniques = techniques
        self.marks = marks
    }
}

/// One row: write over everything, then verify; or write marks, let the drive erase itself, then read everything.
package struct PassSpec: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case write, verify, command }
    /// What is written; of a command row its marks, a random stream.
    package var write: WriteSpec
    package var verify: VerifySpec
    /// Nil where the host itself overwrites.
    package var command: CommandSpec?
    package init(write: WriteSpec, verify: VerifySpec) {
        self.write = write
        self.verify = verify
    }

    /// A command row. It is always read in full afterwards.
    package init(command: CommandSpec) {
        write = .random
        verify = .full
        self.command = command
    }
}

/// Where a pass says `sample`: subsections of equal size, samples in each, each at least `percentEach` of its subsection.
package struct SamplingSpec: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case subsections, samplesEach, percentEach, firstAndLast }
    package var subsections: Int
    package var samplesEach: Int
    package var percentEach: Int
    package var firstAndLast: Bool
    package init(subsections: Int = 1000, samplesEach: Int = 2, percentEach: Int = 5, firstAndLast: Bool = true) {
        self.subsections = subsections
        self.samplesEach = samplesEach
        self.percentEach = percentEach
        self.firstAndLast = firstAndLast
    }
}

/// What a policy does about faults.
package struct FaultBudget: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case retries, unwritableSectorsMax, stopAfterBadSectors, stopAfterHours }
    /// Retries of one sector after the first attempt.
    package var retries: Int
    /// Sectors that may stay unwritten or unreadable in a `sanitized` verdict; every medium sets a limit of its own (`WipePlan.badSectorsMax`).
    package var unwritableSectorsMax: UInt64
    /// Ends the walk early above this many bad sectors; nil walks on to the end.
    package var stopAfterBadSectors: UInt64?
    /// Ends the walk early after this many hours of running; nil never.
    package var stopAfterHours: UInt64?
    package init(retries: Int = 3, unwritableSectorsMax: UInt64 = 0, stopAfterBadSectors: UInt64? = nil, stopAfterHours: UInt64? = nil) {
        self.retries = retries
        self.unwritableSectorsMax = unwritableSectorsMax
        self.stopAfterBadSectors = stopAfterBadSectors
        self.stopAfterHours = stopAfterHours
    }

    /// Sectors of any medium that may stay as they were, whatever the policy says.
    package static let badSectorsMax: UInt64 = 1000
    /// And of a small medium no more than one sector in so many, rounded down.
    package static let sectorsForEachBadOne: UInt64 = 10_000
}

/// What an interrupted wipe does when it goes on.
package enum ResumeRule: String, Codable, Sendable { case `continue`, restart }

/// `current`, or `legacy`: named for the record, not a claim of compliance.
package enum PolicyStatus: String, Codable, Sendable, CaseIterable { case current, legacy }

/// What a certificate under this policy may claim.
package struct Claim: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case standard, clause, level }
    package var standard: String
    package var clause: String
    /// Host overwrite claims no more than `clear` (H1).
    package var level: ClaimLevel
    package init(standard: String, clause: String, level: ClaimLevel) {
        self.standard = standard
        self.clause = clause
        self.level = level
    }
}

/// Title in both languages.
package struct Title: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case fr, en }
    package var fr: String
    package var en: String
    package init(fr: String, en: String) {
        self.fr = fr
        self.en = en
    }
}

/// A policy as a value. Made by WipeFiles, which has checked every rule of the format.
package struct Policy: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case id, version, digest, title, status, claim, media, passes, permute, sampling, faultBudget, resume, fallback
    }
    package var id: String
    package var version: String
    /// `sha256:` and 64 hexadecimal digits over the file's bytes.
    package var digest: String
    package var title: Title
    package var status: PolicyStatus
    package var claim: Claim?
    /// Groups for which the claim is honest; any other media is refused under this policy.
    package var media: Set<MediaGroup>
    package var passes: [PassSpec]
    /// First and last pass (from 1, inclusive) that are put in an order drawn under a recorded seed; nil keeps the order.
    package var permute: ClosedRange<Int>?
    package var sampling: SamplingSpec
    package var faultBudget: FaultBudget
    package var resume: ResumeRule
    /// Id of the policy that is taken where the drive cannot erase itself as this one asks; nil takes none.
    package var fallback: String?

    package init(
        id: String, version: String, digest: String, title: Title, status: PolicyStatus, claim: Claim?, media: Set<MediaGroup>,
        passes: [PassSpec],
        permute: ClosedRange<Int>? = nil, sampling: SamplingSpec = SamplingSpec(), faultBudget: FaultBudget = FaultBudget(),
        resume: ResumeRule = .continue, fallback: String? = nil
    ) {
        self.id = id
        self.version = version
        self.digest = digest
        self.title = title
        self.status = status
        self.claim = claim
        self.media = media
        self.passes = passes
        self.permute = permute
        self.sampling = sampling
        self.faultBudget = faultBudget
        self.resume = resume
        self.fallback = fallback
    }
}
