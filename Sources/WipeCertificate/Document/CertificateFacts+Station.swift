// Which station, which program, who, and how far the times can be believed: the facts, and how each stands in a document.

extension CertificateFacts {
    /// The station that did it, as its configuration names it.
    public struct Station: Sendable, Equatable {
        /// Name of the station.
        public var name: String
        /// The organization that runs the station.
        public var organization: String?
        /// Where the station stands.
        public var location: String?

        /// Takes every fact as it is.
        public init(name: String, organization: String? = nil, location: String? = nil) {
            self.name = name
            self.organization = organization
            self.location = location
        }
    }

    /// The program that did it.
    public struct Tool: Sendable, Equatable {
        /// Name of the program.
        public var name: String
        /// Version of the program.
        public var version: String
        /// `sha256:` and 64 hexadecimal digits, over the bytes of the executable.
        public var buildDigest: String?
        /// Name and release of the kernel.
        public var operatingSystem: String

        /// Takes every fact as it is.
        public init(name: String, version: String, buildDigest: String?, operatingSystem: String) {
            self.name = name
            self.version = version
            self.buildDigest = buildDigest
            self.operatingSystem = operatingSystem
        }
    }

    /// Somebody who moved the job, known from the credentials of the socket's peer and not from a text field.
    public struct Person: Sendable, Equatable {
        /// What the person had to do with it.
        public var role: PersonnelRole
        /// Name of the user at the socket.
        public var userName: String?
        /// User id at the socket.
        public var uid: Int?
        /// The login under which somebody became root; nil otherwise.
        public var viaLogin: String?

        /// Takes every fact as it is.
        public init(role: PersonnelRole, userName: String?, uid: Int?, viaLogin: String? = nil) {
            self.role = role
            self.userName = userName
            self.uid = uid
            self.viaLogin = viaLogin
        }
    }

    /// How far the times of the document can be believed (rule H13).
    public struct Clock: Sendable, Equatable {
        /// Who answered whether the clock is synchronised; nil where nobody was asked.
        public var source: ClockSource?
        /// Whether the clock was synchronised; nil where it is not known.
        public var synchronised: Bool?
        /// Jumps of more than a minute.
        public var jumps: [Jump]
        /// Boot ids of the kernels under which the job ran, in the order of time.
        public var bootIDs: [String]

        /// Takes every fact as it is.
        public init(source: ClockSource?, synchronised: Bool?, jumps: [Jump], bootIDs: [String]) {
            self.source = source
            self.synchronised = synchronised
            self.jumps = jumps
            self.bootIDs = bootIDs
        }

        /// A wall clock that moved against the monotonic one during the job.
        public struct Jump: Sendable, Equatable {
            /// The time just after the jump.
            public var at: UTCTime
            /// How far it moved; negative for backwards.
            public var seconds: Int

            /// Takes every fact as it is.
            public init(at: UTCTime, seconds: Int) {
                self.at = at
                self.seconds = seconds
            }
        }
    }
}

extension CertificateFacts.Station {
    static let shape = Shape.object([
        Field("name", .text), Field("organization", .orNull(.text)), Field("location", .orNull(.text)),
    ])

    var json: JSONValue {
        [
            "name": Written.text(name), "organization": Written.text(orNull: organization), "location": Written.text(orNull: location),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            name: try reader.text("name"), organization: try reader.textOrNil("organization"), location: try reader.textOrNil("location"))
    }
}

extension CertificateFacts.Tool {
    static let shape = Shape.object([
        Field("name", .text), Field("version", .text), Field("buildDigest", .orNull(.digest)), Field("os", .text),
    ])

    var json: JSONValue {
        [
            "name": Written.text(name),
            "version": Written.text(version),
            "buildDigest": Written.text(orNull: buildDigest),
            "os": Written.text(operatingSystem),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            name: try reader.text("name"), version: try reader.text("version"), buildDigest: try reader.textOrNil("buildDigest"),
            operatingSystem: try reader.text("os"))
    }
}

extension CertificateFacts.Person {
    static let shape = Shape.object([
        Field("role", .word(PersonnelRole.words)), Field("userName", .orNull(.text)), Field("uid", .orNull(.count)),
        Field("viaLogin", .orNull(.text)),
    ])

    var json: JSONValue {
        [
            "role": Written.word(role),
            "userName": Written.text(orNull: userName),
            "uid": Written.count(uid),
            "viaLogin": Written.text(orNull: viaLogin),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            role: try reader.word("role"), userName: try reader.textOrNil("userName"), uid: try reader.countOrNil("uid"),
            viaLogin: try reader.textOrNil("viaLogin"))
    }
}

extension CertificateFacts.Clock {
    static let shape = Shape.object([
        Field("source", .orNull(.word(ClockSource.words))),
        Field("synchronised", .orNull(.flag)),
        Field("jumps", .list(of: Jump.shape, countMax: 1_000)),
        Field("bootIds", .list(of: .text, countMax: bootsMax)),
    ])
    private static let bootsMax = 1_000

    var json: JSONValue {
        [
            "source": Written.word(source),
            "synchronised": Written.flag(synchronised),
            "jumps": .array(jumps.map(\.json)),
            "bootIds": .array(bootIDs.prefix(Self.bootsMax).map(Written.text)),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            source: try reader.wordOrNil("source"), synchronised: try reader.flagOrNil("synchronised"),
            jumps: try reader.parts("jumps", Jump.init), bootIDs: try reader.list("bootIds", \.text))
    }
}

extension CertificateFacts.Clock.Jump {
    static let shape = Shape.object([
        Field("at", .time), Field("seconds", .number(-JSONValue.integerMax...JSONValue.integerMax)),
    ])

    var json: JSONValue { ["at": Written.time(at), "seconds": .integer(seconds)] }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(at: try reader.time("at"), seconds: try reader.count("seconds"))
    }
}
