// What was done to the media, over all passes: the facts, and how they stand in a document.

extension CertificateFacts {
    /// What was done, over all passes.
    public struct Run: Sendable, Equatable {
        /// Wall clock at the beginning; nil where it did not begin.
        public var startedAt: UTCTime?
        /// Wall clock at the end; nil where it did not come to its end.
        public var endedAt: UTCTime?
        /// Running time from a monotonic clock, without the time in which the job was suspended.
        public var durationSeconds: Int?
        /// The passes that were begun, in order.
        public var passes: [Pass]
        /// Seed of the order of the passes where the policy permutes some. Lower-case hexadecimal, 64 digits.
        public var orderSeed: String?
        /// Union over all passes.
        public var unwritten: Defects
        /// Union over all passes.
        public var mismatched: Defects
        /// Union over all passes.
        public var unreadable: Defects
        /// Planned to be read back, and never tried or never answered: the work ended before. Union over all passes.
        public var neverRead: Defects
        /// In the order of time.
        public var interruptions: [Interruption]
        /// Whether anything but this station can have touched the drive.
        public var custody: Custody

        /// Takes every fact as it is.
        public init(
            startedAt: UTCTime?, endedAt: UTCTime?, durationSeconds: Int?, passes: [Pass], orderSeed: String? = nil, unwritten: Defects,
            mismatched: Defects, unreadable: Defects, neverRead: Defects = .none, interruptions: [Interruption],
            custody: Custody = Custody()
        ) {
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.durationSeconds = durationSeconds
            self.passes = passes
            self.orderSeed = orderSeed
            self.unwritten = unwritten
            self.mismatched = mismatched
            self.unreadable = unreadable
            self.neverRead = neverRead
            self.interruptions = interruptions
            self.custody = custody
        }
    }

    /// Whether anything but this station can have touched the media while it was read back.
    public struct Custody: Sendable, Equatable {
        /// One break that mattered: what had been read back before it counts no more.
        public struct Break: Sendable, Equatable {
            /// Pass that was under way, from 1.
            public var pass: Int
            /// What that pass was doing.
            public var phase: Phase
            /// What had changed.
            public var reason: CustodyBreak
            /// When it was noticed.
            public var at: UTCTime

            /// Takes every fact as it is.
            public init(pass: Int, phase: Phase, reason: CustodyBreak, at: UTCTime) {
                self.pass = pass
                self.phase = phase
                self.reason = reason
                self.at = at
            }
        }
        /// In the order of time.
        public var breaks: [Break]
        /// The drive's own count of its power cycles, the same before and after the last read-back; nil where it has none: then a drive that lost
        /// its power for a moment is not told from one that did not.
        public var powerCycles: Int?
        /// Other programs that had the media open for writing when the last read-back ended.
        public var otherWriters: [String]
        /// When it was noticed that custody had ended before the document was signed; nil where it had not.
        public var endedAt: UTCTime?

        /// Takes every fact as it is.
        public init(breaks: [Break] = [], powerCycles: Int? = nil, otherWriters: [String] = [], endedAt: UTCTime? = nil) {
            self.breaks = breaks
            self.powerCycles = powerCycles
            self.otherWriters = otherWriters
            self.endedAt = endedAt
        }
    }

    /// Sectors with one kind of defect.
    public struct Defects: Sendable, Equatable {
        /// The exact number of sectors; nil where it is not known, which a certificate does not allow.
        public var sectors: Int?
        /// Closed ranges of logical sectors, in order and apart from each other. Only the first 10,000 are published.
        public var ranges: [ClosedRange<Int>]

        /// Takes every fact as it is.
        public init(sectors: Int?, ranges: [ClosedRange<Int>]) {
            self.sectors = sectors
            self.ranges = ranges
        }

        /// No such sector.
        public static let none = Defects(sectors: 0, ranges: [])
    }

    /// A time in which the job stood still.
    public struct Interruption: Sendable, Equatable {
        /// When it began.
        public var at: UTCTime
        /// Why.
        public var reason: InterruptionReason
        /// nil where it was not resumed.
        public var resumedAt: UTCTime?

        /// Takes every fact as it is.
        public init(at: UTCTime, reason: InterruptionReason, resumedAt: UTCTime?) {
            self.at = at
            self.reason = reason
            self.resumedAt = resumedAt
        }
    }
}

extension CertificateFacts.Run {
    /// Sectors that stayed unwritten or unreadable, each counted once as far as they are listed.
    public var sectorsLeft: Int {
        var listed = 0
        var next = 0
        for range in (unwritten.ranges + unreadable.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound >= next {
            listed += range.upperBound - max(range.lowerBound, next) + 1
            next = range.upperBound + 1
        }
        // Long lists are cut off; the counts beside them never are.
        return max(listed, unwritten.sectors ?? 0, unreadable.sectors ?? 0)
    }
}

extension CertificateFacts.Defects {
    /// The two members of one kind of defect: the count and the list. Order and sense of the ranges are judged by honesty rule H7.
    static func fields(_ name: String) -> [Field] {
        [
            Field(name + "Sectors", .orNull(.count)),
            Field(name + "Ranges", .list(of: .range, countMax: Certificate.rangesMax)),
        ]
    }

    func members(_ name: String) -> [JSONMember] {
        let listed = ranges.prefix(Certificate.rangesMax).map { JSONValue.array([.integer($0.lowerBound), .integer($0.upperBound)]) }
        return [JSONMember(name + "Sectors", Written.count(sectors)), JSONMember(name + "Ranges", .array(listed))]
    }

    init(_ name: String, _ reader: inout MemberReader) throws(Misread) {
        self.init(sectors: try reader.countOrNil(name + "Sectors"), ranges: try reader.list(name + "Ranges", \.range))
    }
}

extension CertificateFacts.Interruption {
    static let shape = Shape.object([
        Field("at", .time), Field("reason", .word(InterruptionReason.words)), Field("resumedAt", .orNull(.time)),
    ])

    var json: JSONValue { ["at": Written.time(at), "reason": Written.word(reason), "resumedAt": Written.time(resumedAt)] }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(at: try reader.time("at"), reason: try reader.word("reason"), resumedAt: try reader.timeOrNil("resumedAt"))
    }
}

extension CertificateFacts.Custody {
    private static let countMax = 100
    static let shape = Shape.object([
        Field("breaks", .list(of: Break.shape, countMax: countMax)),
        Field("powerCycles", .orNull(.count)),
        Field("otherWriters", .list(of: .text, countMax: countMax)),
        Field("endedAt", .orNull(.time)),
    ])

    var json: JSONValue {
        [
            "breaks": .array(breaks.prefix(Self.countMax).map(\.json)),
            "powerCycles": Written.count(powerCycles),
            "otherWriters": .array(otherWriters.prefix(Self.countMax).map(Written.text)),
            "endedAt": Written.time(endedAt),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            breaks: try reader.parts("breaks", Break.init), powerCycles: try reader.countOrNil("powerCycles"),
            otherWriters: try reader.list("otherWriters", \.text), endedAt: try reader.timeOrNil("endedAt"))
    }
}

extension CertificateFacts.Custody.Break {
    static let shape = Shape.object([
        Field("pass", .number(1...100)), Field("phase", .word(Phase.words)), Field("reason", .word(CustodyBreak.words)), Field("at", .time),
    ])

    var json: JSONValue {
        ["pass": Written.count(pass), "phase": Written.word(phase), "reason": Written.word(reason), "at": Written.time(at)]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            pass: try reader.count("pass"), phase: try reader.word("phase"), reason: try reader.word("reason"), at: try reader.time("at"))
    }
}
