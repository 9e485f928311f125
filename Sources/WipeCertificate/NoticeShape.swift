// The structure of a notice, version 1: `urn:wiped:schema:sanitization-notice:1`. A change here is a new version and a new name.

enum NoticeShape {
    static let schemaID = "urn:wiped:schema:sanitization-notice:1"
    /// A reason is a few sentences. Code points, as JSON Schema counts them.
    static let reasonScalarsMax = 1_000
    /// As long as an asset tag may be. Code points.
    static let tagScalarsMax = 64

    /// Everything in which a notice departs from the structure; with its proof, or before it has one.
    static func problems(in document: JSONValue, signed: Bool) -> [Problem] {
        guard let kind = LogEntry.Kind(of: document), kind.isNotice else {
            return [Problem(.wordUnknown, "type is not that of a notice")]
        }
        let members = members(kind)
        return (signed ? Shape.object(members + [Field("proof", DocumentShape.proof)]) : .object(members)).problems(
            in: document, path: .whole)
    }

    static func title(_ kind: LogEntry.Kind) -> JSONValue {
        let (french, english) =
            switch kind {
            case .correction: ("Rectification d’un constat", "Correction of a record")
            case .revocation: ("Révocation d’un constat", "Revocation of a record")
            default: ("Remplacement d’une clé", "Rotation of a key")
            }
        return [["@language": "fr-CA", "@value": .string(french)], ["@language": "en-CA", "@value": .string(english)]]
    }

    private static func members(_ kind: LogEntry.Kind) -> [Field] {
        [
            Field("@context", .exactly([Certificate.context])),
            Field("id", .form("urn:uuid: and a lower-case UUID", DocumentShape.isUUIDName)),
            Field("type", .exactly([["VerifiableCredential", .string(kind.documentType)]])),
            Field("name", .exactly([title(kind)])),
            Field("credentialSchema", .exactly([["id": .string(schemaID), "type": "JsonSchema"]])),
            Field("issuer", .object([Field("id", did), Field("name", .text)])),
            Field("validFrom", .time),
            Field("credentialSubject", .object(subject(kind))),
        ]
    }

    private static func subject(_ kind: LogEntry.Kind) -> [Field] {
        [
            Field("simulation", .exactly([true]), .optional),
            Field("record", .number(1...JSONValue.integerMax)),
            kind == .key ? Field("key", key) : Field("about", about),
        ] + (kind == .correction ? [Field("correctedAssetTag", correctedTag, .optional)] : []) + [
            Field(
                "reason",
                .form("a reason of 1 to \(reasonScalarsMax) characters") { (1...reasonScalarsMax).contains($0.unicodeScalars.count) }),
            Field(
                "statedBy",
                .object([Field("userName", .orNull(.text)), Field("uid", .orNull(.count)), Field("viaLogin", .orNull(.text))])),
            Field("logAnchor", LogAnchor.shape, .optional),
        ]
    }

    private static let did = Shape.form("a did:key of an Ed25519 key") { PublicKey(did: $0) != nil }
    private static let about = Shape.object([
        Field("id", .form("urn:uuid: and a lower-case UUID", DocumentShape.isUUIDName)),
        Field("digest", .digest),
        Field("record", .number(1...JSONValue.integerMax)),
        Field("serialNumber", .orNull(.text)),
        Field("assetTag", .orNull(.text)),
    ])
    /// Of a correction: the tag that the record went by, and the one that it goes by now.
    private static let correctedTag = Shape.object([Field("from", .orNull(.text)), Field("to", tag)])
    private static let tag = Shape.form("an asset tag of 1 to \(tagScalarsMax) characters that can be seen", isTag)

    /// A station's tags are Latin letters, digits and signs of ASCII; a blank may stand inside of one, where its pattern has it.
    private static func isTag(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return (1...tagScalarsMax).contains(scalars.count) && scalars.first != " " && scalars.last != " "
            && scalars.allSatisfy { scalar in
                (0x20...0x7E).contains(scalar.value) || (0xC0...0x24F).contains(scalar.value) || (0x1E00...0x1EFF).contains(scalar.value)
            }
    }
    private static let key = Shape.object([
        Field("role", .word(KeyRole.words)),
        Field("retired", did),
        Field("retiredFrom", .time),
        Field("retiredUntil", .time),
        Field("replacement", did),
    ])
}
