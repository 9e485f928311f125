// The structure of a notice, version 1: `urn:wiped:schema:sanitization-notice:1`. A change here is a new version and a new name.

enum NoticeShape {
    static let schemaID = "urn:wiped:schema:sanitization-notice:1"
    static let schema: JSONValue = ["id": .string(schemaID), "type": "JsonSchema"]
    /// A reason is a few sentences. Code points, as JSON Schema counts them.
    static let reasonScalarsMax = 1_000

    /// Everything in which a notice departs from the structure; with its proof, or before it has one.
    static func problems(in document: JSONValue, signed: Bool) -> [Problem] {
        guard let kind = Envelope.kind(of: document)?.notice else { return [Problem(.wordUnknown, "type is not that of a notice")] }
        let fields = fields(kind)
        return (signed ? Shape.object(fields + [Field("proof", DocumentShape.proof)]) : .object(fields)).problems(
            in: document, path: .whole)
    }

    static func fields(_ kind: NoticeKind) -> [Field] {
        [
            Field("@context", .exactly([Certificate.context])),
            Field("id", .form("urn:uuid: and a lower-case UUID", DocumentShape.isUUIDName)),
            Field("type", .exactly([kind.type])),
            Field("name", .exactly([kind.title])),
            Field("credentialSchema", .exactly([schema])),
            Field("issuer", .object([Field("id", PublicKey.shape), Field("name", .text)])),
            Field("validFrom", .time),
            Field("credentialSubject", .object(subject(kind))),
        ]
    }

    private static func subject(_ kind: NoticeKind) -> [Field] {
        let about =
            switch kind {
            case .correction:
                [Field("about", NoticeFacts.Target.shape), Field("correctedAssetTag", NoticeFacts.TagChange.shape, .optional)]
            case .revocation: [Field("about", NoticeFacts.Target.shape)]
            case .keyRotation: [Field("key", KeyRotation.shape)]
            }
        return [Field("simulation", .exactly([true]), .optional), Field("record", .number(1...JSONValue.integerMax))] + about + [
            Field(
                "reason",
                .form("a reason of 1 to \(reasonScalarsMax) characters") { (1...reasonScalarsMax).contains($0.unicodeScalars.count) }),
            Field("statedBy", NoticeFacts.Stater.shape),
            Field("logAnchor", LogAnchor.shape, .optional),
        ]
    }
}
