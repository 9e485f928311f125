// Whether a Purge was asked for, by which technique it was to be done, and why not by the others: the facts, and how they stand in a document.

extension CertificateFacts {
    /// What was settled before the start of a job whose policy has the drive erase itself.
    public struct Purge: Sendable, Equatable {
        /// The policy that was asked for.
        public var requested: PolicyName
        /// The one that took its place, since no technique was left; nil where none did.
        public var fallback: PolicyName?
        /// Every technique that the policy names.
        public var considered: [Considered]

        /// Takes every fact as it is.
        public init(requested: PolicyName, fallback: PolicyName?, considered: [Considered]) {
            self.requested = requested
            self.fallback = fallback
            self.considered = considered
        }
    }

    /// A policy by its name and the bytes of its file.
    public struct PolicyName: Sendable, Equatable {
        /// Identifier of the policy.
        public var id: String
        /// Version of the policy.
        public var version: String
        /// `sha256:` and 64 hexadecimal digits, over the bytes of the policy's file.
        public var digest: String

        /// Takes every fact as it is.
        public init(id: String, version: String, digest: String) {
            self.id = id
            self.version = version
            self.digest = digest
        }
    }

    /// One technique as it stood for this drive.
    public struct Considered: Sendable, Equatable {
        /// Which.
        public var technique: Technique
        /// Whether the drive offers it; nil where that is not known.
        public var offered: Bool?
        /// The plan has a row that uses it.
        public var taken: Bool
        /// Everything that stands in its way.
        public var reasons: [TechniqueReason]

        /// Takes every fact as it is.
        public init(technique: Technique, offered: Bool?, taken: Bool, reasons: [TechniqueReason]) {
            self.technique = technique
            self.offered = offered
            self.taken = taken
            self.reasons = reasons
        }
    }

    /// What the drive told of its firmware before the start.
    public struct Firmware: Sendable, Equatable {
        /// Where its description of itself was read.
        public var identifySource: IdentifySource
        /// How its own erase stood.
        public var state: DriveState
        /// ATA's security feature set; nil where the drive has none, or did not say.
        public var security: Security?
        /// The station's list of known defects; nil where it has none, or nobody looked.
        public var deviceRules: DeviceRules?
        /// No drive of this model and firmware had erased itself well at this station before; nil where nobody asked.
        public var firstOfModel: Bool?

        /// Takes every fact as it is.
        public init(
            identifySource: IdentifySource, state: DriveState, security: Security? = nil, deviceRules: DeviceRules? = nil,
            firstOfModel: Bool? = nil
        ) {
            self.identifySource = identifySource
            self.state = state
            self.security = security
            self.deviceRules = deviceRules
            self.firstOfModel = firstOfModel
        }

        /// The ATA security feature set.
        public struct Security: Sendable, Equatable {
            /// The drive has it.
            public var supported: Bool
            /// A password is set.
            public var enabled: Bool
            /// The drive gives nothing out.
            public var locked: Bool
            /// It takes no such command before its power has been off.
            public var frozen: Bool

            /// Takes every fact as it is.
            public init(supported: Bool, enabled: Bool, locked: Bool, frozen: Bool) {
                self.supported = supported
                self.enabled = enabled
                self.locked = locked
                self.frozen = frozen
            }
        }

        /// A list of known defects.
        public struct DeviceRules: Sendable, Equatable {
            /// `sha256:` and 64 hexadecimal digits, over the bytes of its file.
            public var digest: String
            /// The public source of each rule that is about this drive.
            public var applied: [String]

            /// Takes every fact as it is.
            public init(digest: String, applied: [String]) {
                self.digest = digest
                self.applied = applied
            }
        }
    }
}

extension CertificateFacts.Purge {
    private static let ofAPurge = Field.Presence.when("state", PurgeState.allCases.filter { $0 != .notRequested }.map(\.rawValue))

    static let shape = Shape.object([
        Field("state", .word(PurgeState.words)),
        Field("requestedPolicy", CertificateFacts.PolicyName.shape, ofAPurge),
        Field("fallbackPolicy", .orNull(CertificateFacts.PolicyName.shape), ofAPurge),
        Field("considered", .list(of: CertificateFacts.Considered.shape, countMax: 100), ofAPurge),
    ])

    static func json(_ purge: Self?, _ state: PurgeState) -> JSONValue {
        var members = [JSONMember("state", Written.word(state))]
        if let purge {
            members += [
                JSONMember("requestedPolicy", purge.requested.json), JSONMember("fallbackPolicy", purge.fallback?.json ?? .null),
                JSONMember("considered", .array(purge.considered.map(\.json))),
            ]
        }
        return .object(members)
    }

    static func read(_ reader: inout MemberReader) throws(Misread) -> (Self?, PurgeState) {
        let state: PurgeState = try reader.word("state")
        guard state != .notRequested else { return (nil, state) }
        return (
            Self(
                requested: try reader.part("requestedPolicy", CertificateFacts.PolicyName.init),
                fallback: try reader.partOrNil("fallbackPolicy", CertificateFacts.PolicyName.init),
                considered: try reader.parts("considered", CertificateFacts.Considered.init)), state
        )
    }
}

extension CertificateFacts.PolicyName {
    static let shape = Shape.object([Field("id", .text), Field("version", .text), Field("digest", .digest)])

    var json: JSONValue { ["id": Written.text(id), "version": Written.text(version), "digest": Written.text(digest)] }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(id: try reader.text("id"), version: try reader.text("version"), digest: try reader.text("digest"))
    }
}

extension CertificateFacts.Considered {
    static let shape = Shape.object([
        Field("technique", .word(Technique.words)), Field("offered", .orNull(.flag)), Field("taken", .flag),
        Field("reasons", .list(of: .word(TechniqueReason.words), countMax: 100)),
    ])

    var json: JSONValue {
        [
            "technique": Written.word(technique), "offered": Written.flag(offered), "taken": .bool(taken),
            "reasons": Written.words(reasons),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            technique: try reader.word("technique"), offered: try reader.flagOrNil("offered"), taken: try reader.flag("taken"),
            reasons: try reader.list("reasons") { $0.word() })
    }
}

extension CertificateFacts.Firmware {
    static let shape = Shape.object([
        Field("identifySource", .word(IdentifySource.words)),
        Field("state", .word(DriveState.words)),
        Field("security", .orNull(.object(["supported", "enabled", "locked", "frozen"].map { Field($0, .flag) }))),
        Field("deviceRules", .orNull(.object([Field("digest", .digest), Field("applied", .list(of: .text, countMax: 100))]))),
        Field("firstOfModel", .orNull(.flag)),
    ])

    var json: JSONValue {
        [
            "identifySource": Written.word(identifySource), "state": Written.word(state), "security": security?.json ?? .null,
            "deviceRules": deviceRules?.json ?? .null, "firstOfModel": Written.flag(firstOfModel),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            identifySource: try reader.word("identifySource"), state: try reader.word("state"),
            security: try reader.partOrNil("security", Security.init), deviceRules: try reader.partOrNil("deviceRules", DeviceRules.init),
            firstOfModel: try reader.flagOrNil("firstOfModel"))
    }
}

extension CertificateFacts.Firmware.Security {
    fileprivate var json: JSONValue {
        ["supported": .bool(supported), "enabled": .bool(enabled), "locked": .bool(locked), "frozen": .bool(frozen)]
    }

    fileprivate init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            supported: try reader.flag("supported"), enabled: try reader.flag("enabled"), locked: try reader.flag("locked"),
            frozen: try reader.flag("frozen"))
    }
}

extension CertificateFacts.Firmware.DeviceRules {
    fileprivate var json: JSONValue { ["digest": .string(digest), "applied": .array(applied.prefix(100).map(Written.text))] }

    fileprivate init(_ reader: inout MemberReader) throws(Misread) {
        self.init(digest: try reader.text("digest"), applied: try reader.list("applied", \.text))
    }
}
