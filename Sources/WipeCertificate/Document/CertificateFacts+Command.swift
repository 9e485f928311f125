// What a drive was told, what it said, and what its marks showed: the facts, and how they stand in a document.

extension CertificateFacts {
    /// One erase by the drive itself.
    public struct Command: Sendable, Equatable {
        /// In which set of commands, by the bytes that went out; nil where none did.
        public var transport: CommandSet?
        /// What the command says beside its technique.
        public var parameters: Parameters
        /// How often it went out, over all attempts.
        public var issues: Int
        /// How often the row was begun at its marks.
        public var attempts: Int
        /// How far it has come.
        public var state: CommandState
        /// How it is known that the drive took it; nil where that is not known.
        public var acceptance: CommandAcceptance?
        /// Why the drive did not take it; nil but where it was refused.
        public var refusal: CommandRefusal?
        /// The drive was seen at it.
        public var observedRunning: Bool
        /// When it was put on record that the command is to go out.
        public var intendedAt: UTCTime?
        /// When the drive had taken it.
        public var acceptedAt: UTCTime?
        /// From there to the end, by the station's monotonic clock.
        public var commandSeconds: Int?
        /// What the drive said before it; nil where it was not asked.
        public var before: Status?
        /// What was written before, and looked for after it.
        public var marks: Marks
        /// The exchanges as they were on the wire, in the order of time, the newest of many.
        public var evidence: [Evidence]

        /// Takes every fact as it is.
        public init(
            transport: CommandSet?, parameters: Parameters, issues: Int, attempts: Int, state: CommandState,
            acceptance: CommandAcceptance?, refusal: CommandRefusal? = nil, observedRunning: Bool, intendedAt: UTCTime?,
            acceptedAt: UTCTime?, commandSeconds: Int?, before: Status?, marks: Marks, evidence: [Evidence]
        ) {
            self.transport = transport
            self.parameters = parameters
            self.issues = issues
            self.attempts = attempts
            self.state = state
            self.acceptance = acceptance
            self.refusal = refusal
            self.observedRunning = observedRunning
            self.intendedAt = intendedAt
            self.acceptedAt = acceptedAt
            self.commandSeconds = commandSeconds
            self.before = before
            self.marks = marks
            self.evidence = evidence
        }

        /// What a command says beside its technique.
        public struct Parameters: Sendable, Equatable {
            /// A failed erase may be left by an explicit exit.
            public var unrestrictedExit: Bool
            /// Of an overwrite, how often.
            public var passes: Int?
            /// Of an overwrite, with what: 8 hexadecimal digits.
            public var pattern: String?

            /// Takes every fact as it is.
            public init(unrestrictedExit: Bool = true, passes: Int? = nil, pattern: String? = nil) {
                self.unrestrictedExit = unrestrictedExit
                self.passes = passes
                self.pattern = pattern
            }
        }

        /// How a drive says that its own erase stands.
        public struct Status: Sendable, Equatable {
            /// What it is doing.
            public var state: DriveState
            /// Whether the newest erase ended without an error; nil where it does not say.
            public var lastSucceeded: Bool?

            /// Takes every fact as it is.
            public init(state: DriveState, lastSucceeded: Bool?) {
                self.state = state
                self.lastSucceeded = lastSucceeded
            }
        }

        /// One exchange with the drive.
        public struct Evidence: Sendable, Equatable {
            /// What for.
            public var what: EvidenceKind
            /// When the answer had come.
            public var at: UTCTime
            /// The command as it was sent; empty where nothing went out.
            public var request: [UInt8]
            /// What came back with it: SCSI's status byte, or the status field of NVMe; nil where nothing did.
            public var status: UInt16?
            /// What came back beside.
            public var answer: [UInt8]

            /// Takes every fact as it is.
            public init(what: EvidenceKind, at: UTCTime, request: [UInt8], status: UInt16?, answer: [UInt8]) {
                self.what = what
                self.at = at
                self.request = request
                self.status = status
                self.answer = answer
            }
        }
    }

    /// Marks: sectors of an AES-256-CTR stream, which hold at the place of their address what no other sector does.
    public struct Marks: Sendable, Equatable {
        /// Lower-case hexadecimal, 64 digits.
        public var key: String
        /// Lower-case hexadecimal, 32 digits.
        public var initialCounter: String
        /// How they were chosen, with the members below: 64 hexadecimal digits. nil, as they, where every sector is marked.
        public var seed: String?
        /// Equal parts of the media.
        public var subsections: Int?
        /// Marks in each part.
        public var samplesEach: Int?
        /// Whether the first and the last sector of the media are among them.
        public var firstAndLast: Bool?
        /// Bytes of one mark.
        public var sectorBytes: Int
        /// Sectors, as `Media.sectors` counts them, that were to be marked.
        public var planned: Int
        /// Of these, those that were written, flushed and read back equal before the command; nil where they were not read back.
        public var stored: Int?
        /// Of these, those in which something of the mark is left after it.
        public var survived: Int
        /// Which they are, as in `Defects`.
        public var survivedRanges: [ClosedRange<Int>]

        /// Takes every fact as it is.
        public init(
            key: String, initialCounter: String, seed: String? = nil, subsections: Int? = nil, samplesEach: Int? = nil,
            firstAndLast: Bool? = nil, sectorBytes: Int, planned: Int, stored: Int?, survived: Int, survivedRanges: [ClosedRange<Int>]
        ) {
            self.key = key
            self.initialCounter = initialCounter
            self.seed = seed
            self.subsections = subsections
            self.samplesEach = samplesEach
            self.firstAndLast = firstAndLast
            self.sectorBytes = sectorBytes
            self.planned = planned
            self.stored = stored
            self.survived = survived
            self.survivedRanges = survivedRanges
        }
    }

    /// What lies on a drive that has erased itself: each sector that was read is in one of the four counts.
    public struct Contents: Sendable, Equatable {
        /// Sectors of zeros.
        public var zeroSectors: Int
        /// Sectors of ones.
        public var oneSectors: Int
        /// Sectors that repeat within 16 bytes and are neither.
        public var periodicSectors: Int
        /// All others.
        public var otherSectors: Int
        /// The 16 bytes that the first of the periodic sectors repeats, 32 hexadecimal digits; nil where there is none.
        public var period: String?
        /// Periodic sectors that repeat other bytes.
        public var otherPeriodSectors: Int

        /// Takes every fact as it is.
        public init(
            zeroSectors: Int, oneSectors: Int, periodicSectors: Int, otherSectors: Int, period: String?, otherPeriodSectors: Int
        ) {
            self.zeroSectors = zeroSectors
            self.oneSectors = oneSectors
            self.periodicSectors = periodicSectors
            self.otherSectors = otherSectors
            self.period = period
            self.otherPeriodSectors = otherPeriodSectors
        }
    }
}

extension CertificateFacts.Command {
    private static let ofCommand = Field.Presence.when("kind", [PassKind.command.rawValue])
    private static let evidenceMax = 16

    static let fields = [
        Field("transport", .orNull(.word(CommandSet.words)), ofCommand),
        Field("parameters", Parameters.shape, ofCommand),
        Field("issues", .count, ofCommand),
        Field("attempts", .count, ofCommand),
        Field("state", .word(CommandState.words), ofCommand),
        Field("acceptance", .orNull(.word(CommandAcceptance.words)), ofCommand),
        Field("refusal", .orNull(.word(CommandRefusal.words)), ofCommand),
        Field("observedRunning", .flag, ofCommand),
        Field("intendedAt", .orNull(.time), ofCommand),
        Field("acceptedAt", .orNull(.time), ofCommand),
        Field("commandSeconds", .orNull(.count), ofCommand),
        Field("before", .orNull(Status.shape), ofCommand),
        Field("marks", CertificateFacts.Marks.shape, ofCommand),
        Field("evidence", .list(of: Evidence.shape, countMax: evidenceMax), ofCommand),
    ]

    var members: [JSONMember] {
        [
            JSONMember("transport", Written.word(transport)), JSONMember("parameters", parameters.json),
            JSONMember("issues", Written.count(issues)), JSONMember("attempts", Written.count(attempts)),
            JSONMember("state", Written.word(state)), JSONMember("acceptance", Written.word(acceptance)),
            JSONMember("refusal", Written.word(refusal)), JSONMember("observedRunning", .bool(observedRunning)),
            JSONMember("intendedAt", Written.time(intendedAt)), JSONMember("acceptedAt", Written.time(acceptedAt)),
            JSONMember("commandSeconds", Written.count(commandSeconds)), JSONMember("before", before?.json ?? .null),
            JSONMember("marks", marks.json), JSONMember("evidence", .array(evidence.map(\.json))),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            transport: try reader.wordOrNil("transport"), parameters: try reader.part("parameters", Parameters.init),
            issues: try reader.count("issues"), attempts: try reader.count("attempts"), state: try reader.word("state"),
            acceptance: try reader.wordOrNil("acceptance"), refusal: try reader.wordOrNil("refusal"),
            observedRunning: try reader.flag("observedRunning"), intendedAt: try reader.timeOrNil("intendedAt"),
            acceptedAt: try reader.timeOrNil("acceptedAt"), commandSeconds: try reader.countOrNil("commandSeconds"),
            before: try reader.partOrNil("before", Status.init), marks: try reader.part("marks", CertificateFacts.Marks.init),
            evidence: try reader.parts("evidence", Evidence.init))
    }
}

extension CertificateFacts.Command.Parameters {
    static let shape = Shape.object([
        Field("unrestrictedExit", .flag), Field("passes", .orNull(.number(1...16))), Field("pattern", .orNull(.hexadecimal(digits: 8))),
    ])

    var json: JSONValue {
        ["unrestrictedExit": .bool(unrestrictedExit), "passes": Written.count(passes), "pattern": pattern.map(JSONValue.string) ?? .null]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            unrestrictedExit: try reader.flag("unrestrictedExit"), passes: try reader.countOrNil("passes"),
            pattern: try reader.textOrNil("pattern"))
    }
}

extension CertificateFacts.Command.Status {
    static let shape = Shape.object([Field("state", .word(DriveState.words)), Field("lastSucceeded", .orNull(.flag))])

    var json: JSONValue { ["state": Written.word(state), "lastSucceeded": Written.flag(lastSucceeded)] }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(state: try reader.word("state"), lastSucceeded: try reader.flagOrNil("lastSucceeded"))
    }
}

extension CertificateFacts.Command.Evidence {
    /// The longest that is kept of one side.
    private static let bytesMax = 64
    private static let bytes = Shape.form("an even number of hexadecimal digits, at most 128, or none") {
        Hexadecimal.decode($0).map { $0.count <= bytesMax } ?? false
    }

    static let shape = Shape.object([
        Field("what", .word(EvidenceKind.words)), Field("at", .time), Field("request", bytes),
        Field("status", .orNull(.hexadecimal(digits: 4))), Field("answer", bytes),
    ])

    var json: JSONValue {
        [
            "what": Written.word(what), "at": Written.time(at), "request": .string(Hexadecimal.encode(request)),
            "status": status.map { .string(Hexadecimal.encode([UInt8($0 >> 8), UInt8($0 & 0xFF)])) } ?? .null,
            "answer": .string(Hexadecimal.encode(answer)),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        func bytes(_ value: JSONValue) -> [UInt8]? { value.text.flatMap(Hexadecimal.decode) }
        self.init(
            what: try reader.word("what"), at: try reader.time("at"), request: try reader.take("request", bytes),
            status: try reader.takeOrNil("status") { bytes($0)?.reduce(0) { $0 << 8 | UInt16($1) } },
            answer: try reader.take("answer", bytes))
    }
}

extension CertificateFacts.Marks {
    static let shape = Shape.object([
        Field("generator", .word([CertificateFacts.Pattern.generator])),
        Field("key", .hexadecimal(digits: 64)),
        Field("initialCounter", .hexadecimal(digits: 32)),
        Field("seed", .orNull(.hexadecimal(digits: 64))),
        Field("subsections", .orNull(.count)),
        Field("samplesEach", .orNull(.count)),
        Field("firstAndLast", .orNull(.flag)),
        Field("sectorBytes", .count),
        Field("planned", .count),
        Field("stored", .orNull(.count)),
        Field("survived", .count),
        Field("survivedRanges", .list(of: .range, countMax: Certificate.rangesMax)),
    ])

    var json: JSONValue {
        let listed = survivedRanges.prefix(Certificate.rangesMax).map {
            JSONValue.array([.integer($0.lowerBound), .integer($0.upperBound)])
        }
        return [
            "generator": .string(CertificateFacts.Pattern.generator), "key": .string(key), "initialCounter": .string(initialCounter),
            "seed": seed.map(JSONValue.string) ?? .null, "subsections": Written.count(subsections),
            "samplesEach": Written.count(samplesEach), "firstAndLast": Written.flag(firstAndLast),
            "sectorBytes": Written.count(sectorBytes), "planned": Written.count(planned), "stored": Written.count(stored),
            "survived": Written.count(survived), "survivedRanges": .array(listed),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        _ = try reader.text("generator")
        self.init(
            key: try reader.text("key"), initialCounter: try reader.text("initialCounter"), seed: try reader.textOrNil("seed"),
            subsections: try reader.countOrNil("subsections"), samplesEach: try reader.countOrNil("samplesEach"),
            firstAndLast: try reader.flagOrNil("firstAndLast"), sectorBytes: try reader.count("sectorBytes"),
            planned: try reader.count("planned"), stored: try reader.countOrNil("stored"), survived: try reader.count("survived"),
            survivedRanges: try reader.list("survivedRanges", \.range))
    }
}

extension CertificateFacts.Contents {
    static let shape = Shape.object(
        [Field("kind", .orNull(.word(ContentsKind.words)))]
            + ["zeroSectors", "oneSectors", "periodicSectors", "otherSectors"].map { Field($0, .count) } + [
                Field("period", .orNull(.hexadecimal(digits: 32))),
                Field("otherPeriodSectors", .count),
            ])

    func json(_ kind: ContentsKind?) -> JSONValue {
        [
            "kind": Written.word(kind), "zeroSectors": Written.count(zeroSectors), "oneSectors": Written.count(oneSectors),
            "periodicSectors": Written.count(periodicSectors), "otherSectors": Written.count(otherSectors),
            "period": period.map(JSONValue.string) ?? .null, "otherPeriodSectors": Written.count(otherPeriodSectors),
        ]
    }

    /// The counts, and the kind that the document makes of them.
    static func read(_ reader: inout MemberReader) throws(Misread) -> (Self, ContentsKind?) {
        let kind: ContentsKind? = try reader.wordOrNil("kind")
        return (
            Self(
                zeroSectors: try reader.count("zeroSectors"), oneSectors: try reader.count("oneSectors"),
                periodicSectors: try reader.count("periodicSectors"), otherSectors: try reader.count("otherSectors"),
                period: try reader.textOrNil("period"), otherPeriodSectors: try reader.count("otherPeriodSectors")), kind
        )
    }
}
