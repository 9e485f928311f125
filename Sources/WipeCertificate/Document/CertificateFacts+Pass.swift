// One pass, who did it and how, and what was read back: the facts, and how they stand in a document beside what follows from them.

extension CertificateFacts {
    /// One pass: what was done, and what was read back.
    public struct Pass: Sendable, Equatable {
        /// From 1, in the order of the plan.
        public var number: Int
        /// Row of the policy, from 1; differs from `number` where the policy permutes.
        public var row: Int
        /// How its data was destroyed.
        public var technique: Technique
        /// What was to be written, or what the drive was told.
        public var work: Work
        /// Distinct bytes of the media that were written and acknowledged. Of a command, here and below, those of its marks.
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
        /// Wall clock at the end of the writing, or of the drive's own erase; nil where it did not come to its end.
        public var endedAt: UTCTime?
        /// From the first write to the flush, by the station's monotonic clock, the time of interruptions included in which the station ran.
        public var writeSeconds: Int?
        /// nil where the pass was not read back.
        public var verification: Verification?

        /// Takes every fact as it is.
        public init(
            number: Int, row: Int, technique: Technique = .overwrite, work: Work, bytesWritten: Int, unwrittenSectors: Int,
            writeErrors: Int, retries: Int,
            flush: FlushResult,
            startedAt: UTCTime?, endedAt: UTCTime?, writeSeconds: Int?, verification: Verification?
        ) {
            self.number = number
            self.row = row
            self.technique = technique
            self.work = work
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

        /// What the drive was told; nil where the host wrote.
        public var command: Command? { if case .command(let command) = work { command } else { nil } }
        /// What the host wrote over everything; nil where the drive was told.
        public var pattern: Pattern? { if case .write(let pattern) = work { pattern } else { nil } }

        /// The last read-back is of bytes that depend on their address, or its marks are: only such a pass shows a drive that answers without
        /// having written.
        var isTelling: Bool { pattern?.isRandom ?? true }
    }

    /// What a pass does.
    public enum Work: Sendable, Equatable {
        /// The host writes this over all of the media.
        case write(Pattern)
        /// The drive erases itself.
        case command(Command)

        var kind: PassKind {
            switch self {
            case .write: .write
            case .command: .command
            }
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
}

extension CertificateFacts.Pass {
    static let shape = Shape.object(
        [
            Field("pass", .number(1...100)), Field("row", .number(1...100)), Field("kind", .word(PassKind.words)),
            Field("technique", .word(Technique.words)), Field("level", .orNull(.word(ClaimLevel.words))),
        ] + CertificateFacts.Pattern.fields + CertificateFacts.Command.fields + [
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
                JSONMember("kind", Written.word(work.kind)),
                JSONMember("technique", Written.word(technique)), JSONMember("level", Written.word(conclusion.level)),
            ] + work.members + [
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
        let (number, row): (Int, Int) = (try reader.count("pass"), try reader.count("row"))
        let kind: PassKind = try reader.word("kind")
        let (technique, level): (Technique, ClaimLevel?) = (try reader.word("technique"), try reader.wordOrNil("level"))
        let work: CertificateFacts.Work
        switch kind {
        case .write: work = .write(try CertificateFacts.Pattern(&reader))
        case .command: work = .command(try CertificateFacts.Command(&reader))
        }
        var pass = Self(
            number: number, row: row, technique: technique, work: work,
            bytesWritten: try reader.count("bytesWritten"), unwrittenSectors: try reader.count("unwrittenSectors"),
            writeErrors: try reader.count("writeErrors"), retries: try reader.count("retries"), flush: try reader.word("flush"),
            startedAt: try reader.timeOrNil("startedAt"), endedAt: try reader.timeOrNil("endedAt"),
            writeSeconds: try reader.countOrNil("writeSeconds"), verification: nil)
        let (verification, result, coverage, contents) = try reader.part("verification", CertificateFacts.Verification.read)
        pass.verification = verification
        return (pass, PassConclusion(level: level, result: result, coverage: coverage, contents: contents))
    }
}

extension CertificateFacts.Work {
    fileprivate var members: [JSONMember] {
        switch self {
        case .write(let pattern): pattern.members
        case .command(let command): command.members
        }
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
        Field("pattern", .word(PatternKind.words), .when("kind", [PassKind.write.rawValue])),
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
