// The structure of a document, version 1: `urn:wiped:schema:sanitization-certificate:1`. A change here is a new version and a new name.

import WipeIdentity

enum DocumentShape {
    /// Everything in which a document departs from the structure; with its proof, or before it has one.
    static func problems(in document: JSONValue, signed: Bool) -> [Problem] {
        (signed ? signedShape : .object(members)).problems(in: document, path: .whole)
    }

    private static let signedShape = Shape.object(members + [Field("proof", proof)])

    private static let members: [Field] = [
        Field("@context", .exactly([Certificate.context])),
        Field("id", .form("urn:uuid: and a lower-case UUID", isUUIDName)),
        Field("type", .exactly(CertificateKind.words.map { ["VerifiableCredential", .string($0)] })),
        Field("name", .exactly([CertificateDraft.certificateTitle, CertificateDraft.failureTitle])),
        Field("credentialSchema", .exactly([["id": .string(Certificate.schemaID), "type": "JsonSchema"]])),
        Field("issuer", .object([Field("id", .form("a did:key of an Ed25519 key") { PublicKey(did: $0) != nil }), Field("name", .text)])),
        Field("validFrom", .time),
        Field("credentialSubject", .object(subject)),
    ]

    static let proof = Shape.object([
        Field("type", .exactly([.string(DataIntegrityProof.type)])),
        Field("cryptosuite", .exactly([.string(DataIntegrityProof.cryptosuite)])),
        Field("created", .time),
        Field("verificationMethod", .form("a did:key with its own fragment") { PublicKey(verificationMethod: $0) != nil }),
        Field("proofPurpose", .exactly([.string(DataIntegrityProof.purpose)])),
        Field("@context", .exactly([Certificate.context])),
        Field(
            "proofValue",
            .form("base58btc of 64 bytes") { $0.utf8.first == UInt8(ascii: "z") && Base58.decode(String($0.dropFirst()))?.count == 64 }),
    ])

    /// States of an area that the drive has, as far as anybody knows: only of such a one it can name its sectors.
    private static let statesOfAnArea = HiddenAreaState.allCases.filter { $0 != .notSupported }.map(\.rawValue)
    private static let hiddenArea = Shape.object([
        Field("state", .word(HiddenAreaState.words)),
        Field("nativeSectors", .count, .optionalWhen("state", statesOfAnArea)),
        Field("reason", .word(HiddenAreaReason.words), .optionalWhen("state", [HiddenAreaState.unknown.rawValue])),
    ])
    private static let hiddenAreas: [Field] =
        ["hpa", "dco", "amac"].map { Field($0, hiddenArea) } + [
            Field(
                "nvme",
                .object(
                    ["activeNamespaces", "allocatedNamespaces", "unallocatedBytes", "rpmbBytes"].map { Field($0, .orNull(.count)) }),
                .optional),
            Field("otherUnits", .number(1...JSONValue.integerMax), .optional),
        ]

    private static let subject: [Field] = [
        Field("simulation", .exactly([true]), .optional),
        Field("logAnchor", LogAnchor.shape, .optional),
        Field("record", .number(1...JSONValue.integerMax)),
        Field("outcome", .word(Outcome.words)),
        Field("exceptions", .list(of: .word(CertificateException.words), countMax: 100)),
        Field("reasons", .list(of: .code, countMax: 100)),
        Field("honestyProblems", .list(of: .word(ProblemCode.wordsOfTheJudge), countMax: 100)),
        Field("claims", .list(of: claim, countMax: 10)),
        Field("station", .object([Field("name", .text), Field("organization", .orNull(.text)), Field("location", .orNull(.text))])),
        Field("asset", .object(asset)),
        Field("media", .object(media)),
        Field("hiddenAreas", .object(hiddenAreas)),
        Field("sanitization", .object(sanitization)),
        Field(
            "verification",
            .object([Field("result", .word(["pass", "fail", "not-performed"])), Field("verifiedPasses", .list(of: .count, countMax: 100))])),
        Field("validation", .object([Field("status", .word(["not-performed"]))])),
        Field(
            "clock",
            .object([
                Field("source", .orNull(.text)),
                Field("synchronised", .orNull(.flag)),
                Field("jumps", .list(of: .object([Field("at", .time), Field("seconds", signedSeconds)]), countMax: 1_000)),
                Field("bootIds", .list(of: .text, countMax: 1_000)),
            ])),
        Field(
            "tool", .object([Field("name", .text), Field("version", .text), Field("buildDigest", .orNull(.digest)), Field("os", .text)])),
        Field(
            "personnel",
            .list(
                of: .object([
                    Field("role", .code), Field("userName", .orNull(.text)), Field("uid", .orNull(.count)),
                    Field("viaLogin", .orNull(.text)),
                ]), countMax: 100)),
    ]

    /// The members of `asset` and of its `mediaSource` that people declare.
    static let declarable = ["assetTag", "donorTag", "donor", "hostSerialNumber"]
    /// Readings that make sense: degrees Celsius, and per cent of a rated life.
    static let readings = -273...10_000
    /// Hours of a drive's life that make sense: up to 119 years.
    static let powerOnHours = 0...1 << 20
    private static func reading(_ range: ClosedRange<Int>) -> Shape {
        .object([Field("before", .orNull(.number(range))), Field("after", .orNull(.number(range)))])
    }

    private static let asset: [Field] = [
        Field("assetTag", .orNull(.text)),
        Field("donorTag", .orNull(.text)),
        Field("mediaSource", .object([Field("donor", .orNull(.text)), Field("hostSerialNumber", .orNull(.text))])),
        Field("declared", .list(of: .word(declarable), countMax: 4)),
        Field("declaredBy", .orNull(.word(Declarer.words))),
    ]
    private static let signedSeconds = Shape.number(-JSONValue.integerMax...JSONValue.integerMax)
    private static let claim = Shape.object([Field("standard", .text), Field("clause", .text), Field("level", .word(["clear", "purge"]))])

    private static let media: [Field] = [
        Field("manufacturer", .orNull(.text)),
        Field("model", .orNull(.text)),
        Field("serialNumber", .orNull(.text)),
        Field("serialNumberSource", .orNull(.word(SerialSource.words))),
        Field("weakIdentity", .flag),
        Field("serialShared", .flag),
        Field("wwn", .orNull(.text)),
        Field("firmwareRevision", .orNull(.text)),
        Field("mediaType", .word(MediaType.words)),
        Field("transport", .word(Transport.words)),
        Field("bus", .orNull(.text)),
        Field(
            "usbBridge",
            .orNull(.object(["vendorId", "productId", "driver"].map { Field($0, .orNull(.text)) }))),
        Field("rotationRateRpm", .orNull(.count)),
        Field("logicalSectorBytes", .orNull(.count)),
        Field("physicalSectorBytes", .orNull(.count)),
        Field("lbaCount", .orNull(.count)),
        Field("capacityBytes", .orNull(.count)),
        Field("conflictingCapacityBytes", .orNull(.count)),
        Field(
            "conflictingIdentity",
            .orNull(.object(["manufacturer", "model", "serialNumber", "wwn"].map { Field($0, .orNull(.text)) }))),
        Field("zoned", .word(ZoneModel.words)),
        Field("bay", .orNull(.text)),
        Field(
            "health",
            .object([
                Field("percentageUsed", reading(readings)), Field("temperatureCelsius", reading(readings)),
                Field("powerOnHours", reading(powerOnHours), .optional),
            ])),
    ]

    private static let sanitization: [Field] = [
        Field("method", .word(Method.words)),
        Field("technique", .word(["overwrite"])),
        Field("policy", policy),
        Field("ended", .word(JobEnd.words)),
        Field("startedAt", .orNull(.time)),
        Field("endedAt", .orNull(.time)),
        Field("durationSeconds", .orNull(.count)),
        Field("orderSeed", .orNull(.hexadecimal(digits: 64))),
        Field("passes", .list(of: .object(pass), countMax: 100)),
        Field("coverageComplete", .flag),
        Field("unwrittenSectors", .orNull(.count)),
        Field("unwrittenRanges", ranges),
        Field("mismatchedSectors", .orNull(.count)),
        Field("mismatchedRanges", ranges),
        Field("unreadableSectors", .orNull(.count)),
        Field("unreadableRanges", ranges),
        Field("neverReadSectors", .orNull(.count)),
        Field("neverReadRanges", ranges),
        Field("notAddressed", .object(["reallocatedSectors", "pendingSectors", "uncorrectableSectors"].map { Field($0, health) })),
        Field(
            "interruptions",
            .list(of: .object([Field("at", .time), Field("reason", .code), Field("resumedAt", .orNull(.time))]), countMax: 10_000)),
        Field(
            "custody",
            .object([
                Field("breaks", .list(of: custodyBreak, countMax: 100)),
                Field("powerCycles", .orNull(.count)),
                Field("otherWriters", .list(of: .text, countMax: 100)),
                Field("endedAt", .orNull(.time)),
            ])),
    ]

    private static let custodyBreak = Shape.object([
        Field("pass", .number(1...100)), Field("phase", .word(Phase.words)), Field("reason", .word(CustodyBreak.words)), Field("at", .time),
    ])

    private static let policy = Shape.object([
        Field("id", .text),
        Field("version", .text),
        Field("digest", .orNull(.digest)),
        Field("title", .object([Field("fr", .text), Field("en", .text)])),
        Field("claim", .orNull(claim)),
        Field("passes", .orNull(.count)),
        Field("unwritableSectorsMax", .orNull(.count)),
    ])

    private static let health = Shape.object([
        Field("before", .orNull(.count)), Field("after", .orNull(.count)), Field("unknownBecause", .orNull(.text)),
    ])

    /// Ranges are pairs of first and last sector; their order and their sense are judged by honesty rule H7.
    private static let ranges = Shape.list(of: .list(of: .count, countMax: 2), countMax: Certificate.rangesMax)

    private static let pass: [Field] = [
        Field("pass", .number(1...100)),
        Field("row", .number(1...100)),
        Field("pattern", .word(["zeros", "ones", "bytes", "random"])),
        Field("bytes", .form("an even number of hexadecimal digits, at most 512", isBytes), .when("pattern", ["bytes"])),
        Field("generator", .word(["aes-256-ctr"]), .when("pattern", ["random"])),
        Field("key", .hexadecimal(digits: 64), .when("pattern", ["random"])),
        Field("initialCounter", .hexadecimal(digits: 32), .when("pattern", ["random"])),
        Field("complemented", .flag, .when("pattern", ["random"])),
        Field("bytesWritten", .count),
        Field("unwrittenSectors", .count),
        Field("writeErrors", .count),
        Field("retries", .count),
        Field("flush", .word(FlushResult.words)),
        Field("startedAt", .orNull(.time)),
        Field("endedAt", .orNull(.time)),
        Field("writeSeconds", .orNull(.count)),
        Field("verification", .object(verification)),
    ]

    private static let readTypes = ["full", "sample"]
    private static let verification: [Field] = [
        Field("type", .word(["none"] + readTypes)),
        Field("sample", sample, .when("type", ["sample"])),
        Field("result", .word(VerificationResult.words)),
        Field("bytesRead", .count, .when("type", readTypes)),
        Field("coverage", .orNull(.form("1.0, or 0. and at most six digits", isCoverage)), .when("type", readTypes)),
        Field("mismatchedSectors", .count, .when("type", readTypes)),
        Field("unreadableSectors", .count, .when("type", readTypes)),
        Field("neverReadSectors", .count, .when("type", readTypes)),
        Field("readErrors", .count, .when("type", readTypes)),
        Field("cacheBypass", .text, .when("type", readTypes)),
        Field("startedAt", .orNull(.time), .when("type", readTypes)),
        Field("endedAt", .orNull(.time), .when("type", readTypes)),
        Field("readSeconds", .orNull(.count), .when("type", readTypes)),
    ]

    private static let sample = Shape.object([
        Field("subsections", .count),
        Field("samplesEach", .count),
        Field("percentEach", .number(0...100)),
        Field("firstAndLast", .flag),
        Field("seed", .hexadecimal(digits: 64)),
        Field("sectors", .count),
    ])

    private static func isBytes(_ text: String) -> Bool {
        text.utf8.count >= 2 && text.utf8.count <= 512 && text.utf8.count % 2 == 0 && Hexadecimal.isValid(text, digits: text.utf8.count)
    }

    private static func isCoverage(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst(2)
        return text.hasSameBytes(as: "1.0")
            || text.utf8.starts(with: "0.".utf8) && (1...6).contains(digits.count)
                && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    static func isUUIDName(_ text: String) -> Bool {
        let prefix = "urn:uuid:"
        guard text.utf8.starts(with: prefix.utf8) else { return false }
        let groups = text.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
        return groups.count == 5 && zip(groups, [8, 4, 4, 4, 12]).allSatisfy { Hexadecimal.isValid(String($0), digits: $1) }
    }
}
