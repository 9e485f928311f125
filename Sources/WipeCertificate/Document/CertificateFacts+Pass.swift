// One pass, what was written and what was read back: the facts, and how they stand in a document beside what follows from them.

extension CertificateFacts {
    /// One pass: what was written, and what was read back.
    public struct Pass: Sendable, Equatable {
        /// From 1, in the order of the plan.
        public var number: Int
        /// Row of the policy, from 1; differs from `number` where the policy permutes.
        public var row: Int
        /// How its data was destroyed.
        public var technique: Technique
        /// What was to be written.
        public var pattern: Pattern
        /// Distinct bytes of the media that were written and acknowledged.
        public var bytesWritten: Int
        /// Sectors that stayed unwritten in this pass.
        public var unwrittenSectors: Int
        /// Write errors, those that a retry cured among them.
        public var writeErrors: Int
        /// Repeated writes and reads.
        public var retries: Int
        /// The flush after the last write.
        public var flush: FlushResult
        /// Wall clock at the beginning; nil where it did not begin.
        public var startedAt: UTCTime?
        /// Wall clock at the end; nil where it did not come to its end.
        public var endedAt: UTCTime?
        /// From the first write to the flush, by the station's monotonic clock, the time of interruptions included in which the station ran.
        public var writeSeconds: Int?
        /// nil where the pass was not read back.
        public var verification: Verification?

        /// Takes every fact as it is.
        public init(
            number: Int, row: Int, technique: Technique = .overwrite, pattern: Pattern, bytesWritten: Int, unwrittenSectors: Int,
            writeErrors: Int, retries: Int,
            flush: FlushResult,
            startedAt: UTCTime?, endedAt: UTCTime?, writeSeconds: Int?, verification: Verification?
        ) {
            self.number = number
            self.row = row
            self.technique = technique
            self.pattern = pattern
            self.bytesWritten = bytesWritten
            self.unwrittenSectors = unwrittenSectors
            self.writeErrors = writeErrors
            self.retries = retries
            self.flush = flush
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.writeSeconds = writeSeconds
            self.verification = verification
        }
    }

    /// The bytes of a pass.
    public enum Pattern: Sendable, Equatable {
        case zeros
        case ones
        /// These bytes, repeated from byte 0 of the media. Lower-case hexadecimal.
        case bytes(String)
        /// The AES-256-CTR stream; block i is E(key, counter + i). 64 and 32 hexadecimal digits. The key is published, since the job is closed.
        case random(key: String, initialCounter: String, complemented: Bool = false)

        /// Its bytes depend on their address: only such a pass shows a drive that answers without having written.
        var isRandom: Bool { if case .random = self { true } else { false } }
    }

    /// The read-back of a pass.
    public struct Verification: Sendable, Equatable {
        /// What was to be read.
        public var coverage: Coverage
        /// Distinct bytes that were read and compared.
        public var bytesRead: Int
        /// Sectors that read back something else.
        public var mismatchedSectors: Int
        /// Sectors that could not be read.
        public var unreadableSectors: Int
        /// Sectors that were never tried, or gave no answer before the work ended.
        public var neverReadSectors: Int
        /// Read errors, those that a retry cured among them.
        public var readErrors: Int
        /// How it was made sure that the media and not a cache answered; nil where nothing was read, or the device did not say.
        public var cacheBypass: CacheBypass?
        /// Wall clock at the beginning; nil where it did not begin.
        public var startedAt: UTCTime?
        /// Wall clock at the end; nil where it did not come to its end.
        public var endedAt: UTCTime?
        /// From the first read to the last, by the station's monotonic clock, as in `Pass.writeSeconds`.
        public var readSeconds: Int?

        /// Takes every fact as it is.
        public init(
            coverage: Coverage, bytesRead: Int, mismatchedSectors: Int, unreadableSectors: Int, neverReadSectors: Int = 0, readErrors: Int,
            cacheBypass: CacheBypass?,
            startedAt: UTCTime?, endedAt: UTCTime?, readSeconds: Int?
        ) {
            self.coverage = coverage
            self.bytesRead = bytesRead
            self.mismatchedSectors = mismatchedSectors
            self.unreadableSectors = unreadableSectors
            self.neverReadSectors = neverReadSectors
            self.readErrors = readErrors
            self.cacheBypass = cacheBypass
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.readSeconds = readSeconds
        }
    }

    /// How much of the media a read-back was to cover.
    public enum Coverage: Sendable, Equatable {
        case full
        case sample(Sample)
    }

    /// The sample of a read-back, so that a stranger can choose the same sectors.
    public struct Sample: Sendable, Equatable {
        /// Equal parts of the media.
        public var subsections: Int
        /// Samples in each part.
        public var samplesEach: Int
        /// Percentage of each part that its samples cover.
        public var percentEach: Int
        /// Whether the first and the last sector belong to the sample.
        public var firstAndLast: Bool
        /// Lower-case hexadecimal, 64 digits.
        public var seed: String
        /// Sectors that the sample consists of.
        public var sectors: Int

        /// Takes every fact as it is.
        public init(subsections: Int, samplesEach: Int, percentEach: Int, firstAndLast: Bool, seed: String, sectors: Int) {
            self.subsections = subsections
            self.samplesEach = samplesEach
            self.percentEach = percentEach
            self.firstAndLast = firstAndLast
            self.seed = seed
            self.sectors = sectors
        }
    }
}

extension CertificateFacts.Pass {
    static let shape = Shape.object(
        [
            Field("pass", .number(1...100)), Field("row", .number(1...100)), Field("technique", .word(Technique.words)),
            Field("level", .word(ClaimLevel.words)),
        ] + CertificateFacts.Pattern.fields + [
            Field("bytesWritten", .count),
            Field("unwrittenSectors", .count),
            Field("writeErrors", .count),
            Field("retries", .count),
            Field("flush", .word(FlushResult.words)),
            Field("startedAt", .orNull(.time)),
            Field("endedAt", .orNull(.time)),
            Field("writeSeconds", .orNull(.count)),
            Field("verification", .object(CertificateFacts.Verification.fields)),
        ])

    func json(_ conclusion: PassConclusion) -> JSONValue {
        let readBack =
            verification?.members(conclusion) ?? [JSONMember("type", "none"), JSONMember("result", Written.word(conclusion.result))]
        return .object(
            [
                JSONMember("pass", Written.count(number)), JSONMember("row", Written.count(row)),
                JSONMember("technique", Written.word(technique)), JSONMember("level", Written.word(conclusion.level)),
            ] + pattern.members + [
                JSONMember("bytesWritten", Written.count(bytesWritten)),
                JSONMember("unwrittenSectors", Written.count(unwrittenSectors)),
                JSONMember("writeErrors", Written.count(writeErrors)),
                JSONMember("retries", Written.count(retries)),
                JSONMember("flush", Written.word(flush)),
                JSONMember("startedAt", Written.time(startedAt)),
                JSONMember("endedAt", Written.time(endedAt)),
                JSONMember("writeSeconds", Written.count(writeSeconds)),
                JSONMember("verification", .object(readBack)),
            ])
    }

    static func read(_ reader: inout MemberReader) throws(Misread) -> (Self, PassConclusion) {
        let (number, row) = (try reader.count("pass"), try reader.count("row"))
        let (technique, level): (Technique, ClaimLevel) = (try reader.word("technique"), try reader.word("level"))
        var pass = Self(
            number: number, row: row, technique: technique, pattern: try CertificateFacts.Pattern(&reader),
            bytesWritten: try reader.count("bytesWritten"), unwrittenSectors: try reader.count("unwrittenSectors"),
            writeErrors: try reader.count("writeErrors"), retries: try reader.count("retries"), flush: try reader.word("flush"),
            startedAt: try reader.timeOrNil("startedAt"), endedAt: try reader.timeOrNil("endedAt"),
            writeSeconds: try reader.countOrNil("writeSeconds"), verification: nil)
        let (verification, result, coverage) = try reader.part("verification", CertificateFacts.Verification.read)
        pass.verification = verification
        return (pass, PassConclusion(level: level, result: result, coverage: coverage))
    }
}

/// The kinds of pattern, as the member `pattern` names them.
enum PatternKind: String, CaseIterable {
    case zeros, ones, bytes, random
}

extension CertificateFacts.Pattern {
    static let generator = "aes-256-ctr"
    private static let ofRandom = [PatternKind.random.rawValue]

    static let fields = [
        Field("pattern", .word(PatternKind.words)),
        Field("bytes", .form("an even number of hexadecimal digits, at most 512", isBytes), .when("pattern", [PatternKind.bytes.rawValue])),
        Field("generator", .word([generator]), .when("pattern", ofRandom)),
        Field("key", .hexadecimal(digits: 64), .when("pattern", ofRandom)),
        Field("initialCounter", .hexadecimal(digits: 32), .when("pattern", ofRandom)),
        Field("complemented", .flag, .when("pattern", ofRandom)),
    ]

    private static func isBytes(_ text: String) -> Bool {
        text.utf8.count >= 2 && text.utf8.count <= 512 && text.utf8.count % 2 == 0 && Hexadecimal.isValid(text, digits: text.utf8.count)
    }

    var kind: PatternKind {
        switch self {
        case .zeros: .zeros
        case .ones: .ones
        case .bytes: .bytes
        case .random: .random
        }
    }

    var members: [JSONMember] {
        let kind = JSONMember("pattern", Written.word(kind))
        switch self {
        case .zeros, .ones: return [kind]
        case .bytes(let bytes): return [kind, JSONMember("bytes", .string(bytes))]
        case .random(let key, let initialCounter, let complemented):
            return [
                kind, JSONMember("generator", .string(Self.generator)), JSONMember("key", .string(key)),
                JSONMember("initialCounter", .string(initialCounter)), JSONMember("complemented", .bool(complemented)),
            ]
        }
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        let kind: PatternKind = try reader.word("pattern")
        switch kind {
        case .zeros: self = .zeros
        case .ones: self = .ones
        case .bytes: self = .bytes(try reader.text("bytes"))
        case .random:
            _ = try reader.text("generator")
            self = .random(
                key: try reader.text("key"), initialCounter: try reader.text("initialCounter"),
                complemented: try reader.flag("complemented"))
        }
    }
}

/// How much was read back, as the member `type` names it.
enum ReadBackType: String, CaseIterable {
    case none, full, sample
}

extension CertificateFacts.Verification {
    private static let ofRead = [ReadBackType.full.rawValue, ReadBackType.sample.rawValue]

    static let fields = [
        Field("type", .word(ReadBackType.words)),
        Field("sample", CertificateFacts.Sample.shape, .when("type", [ReadBackType.sample.rawValue])),
        Field("result", .word(VerificationResult.words)),
        Field("bytesRead", .count, .when("type", ofRead)),
        Field("coverage", .orNull(.form("1.0, or 0. and at most six digits", isCoverage)), .when("type", ofRead)),
        Field("mismatchedSectors", .count, .when("type", ofRead)),
        Field("unreadableSectors", .count, .when("type", ofRead)),
        Field("neverReadSectors", .count, .when("type", ofRead)),
        Field("readErrors", .count, .when("type", ofRead)),
        Field("cacheBypass", .orNull(.word(CacheBypass.words)), .when("type", ofRead)),
        Field("startedAt", .orNull(.time), .when("type", ofRead)),
        Field("endedAt", .orNull(.time), .when("type", ofRead)),
        Field("readSeconds", .orNull(.count), .when("type", ofRead)),
    ]

    private static func isCoverage(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst(2)
        return text.hasSameBytes(as: "1.0")
            || text.utf8.starts(with: "0.".utf8) && (1...6).contains(digits.count)
                && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    func members(_ conclusion: PassConclusion) -> [JSONMember] {
        let type: [JSONMember] =
            switch coverage {
            case .full: [JSONMember("type", Written.word(ReadBackType.full))]
            case .sample(let sample): [JSONMember("type", Written.word(ReadBackType.sample)), JSONMember("sample", sample.json)]
            }
        return type + [
            JSONMember("result", Written.word(conclusion.result)),
            JSONMember("bytesRead", Written.count(bytesRead)),
            JSONMember("coverage", conclusion.coverage.map(JSONValue.string) ?? .null),
            JSONMember("mismatchedSectors", Written.count(mismatchedSectors)),
            JSONMember("unreadableSectors", Written.count(unreadableSectors)),
            JSONMember("neverReadSectors", Written.count(neverReadSectors)),
            JSONMember("readErrors", Written.count(readErrors)),
            JSONMember("cacheBypass", Written.word(cacheBypass)),
            JSONMember("startedAt", Written.time(startedAt)),
            JSONMember("endedAt", Written.time(endedAt)),
            JSONMember("readSeconds", Written.count(readSeconds)),
        ]
    }

    static func read(_ reader: inout MemberReader) throws(Misread) -> (Self?, VerificationResult, coverage: String?) {
        let type: ReadBackType = try reader.word("type")
        let coverage: CertificateFacts.Coverage
        switch type {
        case .none: return (nil, try reader.word("result"), nil)
        case .full: coverage = .full
        case .sample: coverage = .sample(try reader.part("sample", CertificateFacts.Sample.init))
        }
        let (result, bytesRead): (VerificationResult, Int) = (try reader.word("result"), try reader.count("bytesRead"))
        let share = try reader.textOrNil("coverage")
        let verification = Self(
            coverage: coverage, bytesRead: bytesRead, mismatchedSectors: try reader.count("mismatchedSectors"),
            unreadableSectors: try reader.count("unreadableSectors"), neverReadSectors: try reader.count("neverReadSectors"),
            readErrors: try reader.count("readErrors"), cacheBypass: try reader.wordOrNil("cacheBypass"),
            startedAt: try reader.timeOrNil("startedAt"), endedAt: try reader.timeOrNil("endedAt"),
            readSeconds: try reader.countOrNil("readSeconds"))
        return (verification, result, share)
    }
}

extension CertificateFacts.Sample {
    static let shape = Shape.object([
        Field("subsections", .count),
        Field("samplesEach", .count),
        Field("percentEach", .number(0...100)),
        Field("firstAndLast", .flag),
        Field("seed", .hexadecimal(digits: 64)),
        Field("sectors", .count),
    ])

    var json: JSONValue {
        [
            "subsections": Written.count(subsections),
            "samplesEach": Written.count(samplesEach),
            "percentEach": Written.count(percentEach),
            "firstAndLast": .bool(firstAndLast),
            "seed": .string(seed),
            "sectors": Written.count(sectors),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            subsections: try reader.count("subsections"), samplesEach: try reader.count("samplesEach"),
            percentEach: try reader.count("percentEach"), firstAndLast: try reader.flag("firstAndLast"), seed: try reader.text("seed"),
            sectors: try reader.count("sectors"))
    }
}
