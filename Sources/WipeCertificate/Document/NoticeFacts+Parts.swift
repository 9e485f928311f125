// The parts of a notice: how each stands in a document, its structure, and how it is read.

extension NoticeFacts.Target {
    static let shape = Shape.object([
        Field("id", .form("urn:uuid: and a lower-case UUID", DocumentShape.isUUIDName)),
        Field("digest", .digest),
        Field("record", .number(1...JSONValue.integerMax)),
        Field("serialNumber", .orNull(.text)),
        Field("assetTag", .orNull(.text)),
    ])

    var json: JSONValue {
        [
            "id": .string(id), "digest": .string(digest), "record": .integer(record),
            "serialNumber": serial.map(JSONValue.string) ?? .null, "assetTag": assetTag.map(JSONValue.string) ?? .null,
        ]
    }

    /// - Parameter simulation: what the notice says of itself; the part about the record does not repeat it.
    init(_ reader: inout MemberReader, simulation: Bool) throws(Misread) {
        self.init(
            id: try reader.text("id"), digest: try reader.text("digest"), record: try reader.count("record"), simulation: simulation,
            serial: try reader.textOrNil("serialNumber"), assetTag: try reader.textOrNil("assetTag"))
    }
}

extension NoticeFacts.TagChange {
    /// As long as an asset tag may be. Code points, as JSON Schema counts them.
    static let scalarsMax = 64

    static let shape = Shape.object([
        Field("from", .orNull(.text)), Field("to", .form("an asset tag of 1 to \(scalarsMax) characters that can be seen", isTag)),
    ])

    /// A station's tags are Latin letters, digits and signs of ASCII; a blank may stand inside of one, where its pattern has it.
    private static func isTag(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return (1...scalarsMax).contains(scalars.count) && scalars.first != " " && scalars.last != " "
            && scalars.allSatisfy { scalar in
                (0x20...0x7E).contains(scalar.value) || (0xC0...0x24F).contains(scalar.value) || (0x1E00...0x1EFF).contains(scalar.value)
            }
    }

    var json: JSONValue { ["from": from.map(JSONValue.string) ?? .null, "to": .string(to)] }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(from: try reader.textOrNil("from"), to: try reader.text("to"))
    }
}

extension NoticeFacts.Stater {
    static let shape = Shape.object([
        Field("userName", .orNull(.text)), Field("uid", .orNull(.count)), Field("viaLogin", .orNull(.text)),
    ])

    var json: JSONValue {
        [
            "userName": userName.map(JSONValue.string) ?? .null, "uid": uid.map(JSONValue.integer) ?? .null,
            "viaLogin": viaLogin.map(JSONValue.string) ?? .null,
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            userName: try reader.textOrNil("userName"), uid: try reader.countOrNil("uid"), viaLogin: try reader.textOrNil("viaLogin"))
    }
}

extension KeyRotation {
    static let shape = Shape.object([
        Field("role", .word(KeyRole.words)),
        Field("retired", PublicKey.shape),
        Field("retiredFrom", .time),
        Field("retiredUntil", .time),
        Field("replacement", PublicKey.shape),
    ])

    var json: JSONValue {
        [
            "role": Written.word(role), "retired": .string(retired.did), "retiredFrom": Written.time(retiredFrom),
            "retiredUntil": Written.time(retiredUntil), "replacement": .string(replacement.did),
        ]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        func key(_ value: JSONValue) -> PublicKey? { value.text.flatMap(PublicKey.init(did:)) }
        self.init(
            role: try reader.word("role"), retired: try reader.take("retired", key), retiredFrom: try reader.time("retiredFrom"),
            retiredUntil: try reader.time("retiredUntil"), replacement: try reader.take("replacement", key))
    }
}

extension PublicKey {
    static let shape = Shape.form("a did:key of an Ed25519 key") { PublicKey(did: $0) != nil }
}
