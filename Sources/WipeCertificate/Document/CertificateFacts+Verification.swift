// The read-back of a pass: how much, and what came of it. The facts, and how they stand in a document beside what follows from them.

extension CertificateFacts {
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
        /// What lay there, sector by sector; of a pass that the drive did itself, and of no other.
        public var contents: Contents?

        /// Takes every fact as it is.
        public init(
            coverage: Coverage, bytesRead: Int, mismatchedSectors: Int, unreadableSectors: Int, neverReadSectors: Int = 0, readErrors: Int,
            cacheBypass: CacheBypass?,
            startedAt: UTCTime?, endedAt: UTCTime?, readSeconds: Int?, contents: Contents? = nil
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
            self.contents = contents
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
        Field("contents", CertificateFacts.Contents.shape, .optionalWhen("type", ofRead)),
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
        ] + (contents.map { [JSONMember("contents", $0.json(conclusion.contents))] } ?? [])
    }

    static func read(_ reader: inout MemberReader) throws(Misread) -> (Self?, VerificationResult, coverage: String?, ContentsKind?) {
        let type: ReadBackType = try reader.word("type")
        let coverage: CertificateFacts.Coverage
        switch type {
        case .none: return (nil, try reader.word("result"), nil, nil)
        case .full: coverage = .full
        case .sample: coverage = .sample(try reader.part("sample", CertificateFacts.Sample.init))
        }
        let (result, bytesRead): (VerificationResult, Int) = (try reader.word("result"), try reader.count("bytesRead"))
        let share = try reader.textOrNil("coverage")
        var verification = Self(
            coverage: coverage, bytesRead: bytesRead, mismatchedSectors: try reader.count("mismatchedSectors"),
            unreadableSectors: try reader.count("unreadableSectors"), neverReadSectors: try reader.count("neverReadSectors"),
            readErrors: try reader.count("readErrors"), cacheBypass: try reader.wordOrNil("cacheBypass"),
            startedAt: try reader.timeOrNil("startedAt"), endedAt: try reader.timeOrNil("endedAt"),
            readSeconds: try reader.countOrNil("readSeconds"))
        let contents = try reader.partIfThere("contents", CertificateFacts.Contents.read)
        verification.contents = contents?.0
        return (verification, result, share, contents?.1)
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
