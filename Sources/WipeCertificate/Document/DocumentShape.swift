// The structure of a document, version 1: `urn:wiped:schema:sanitization-certificate:1`. Each part of it stands with its facts; a change is a new
// version and a new name.

import FoundationEssentials

enum DocumentShape {
    /// Everything in which a document departs from the structure; with its proof, or before it has one.
    static func problems(in document: JSONValue, signed: Bool) -> [Problem] {
        (signed ? signedShape : .object(RecordDocument.fields)).problems(in: document, path: .whole)
    }

    private static let signedShape = Shape.object(RecordDocument.fields + [Field("proof", proof)])

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

    private static let namePrefix = "urn:uuid:"

    /// The `id` of a document.
    static func name(of id: UUID) -> String { namePrefix + id.uuidString.lowercased() }

    /// The UUID in an `id`.
    static func uuid(_ name: JSONValue) -> UUID? { name.text.flatMap { UUID(uuidString: String($0.dropFirst(namePrefix.count))) } }

    static func isUUIDName(_ text: String) -> Bool {
        guard text.utf8.starts(with: namePrefix.utf8) else { return false }
        let groups = text.dropFirst(namePrefix.count).split(separator: "-", omittingEmptySubsequences: false)
        return groups.count == 5 && zip(groups, [8, 4, 4, 4, 12]).allSatisfy { Hexadecimal.isValid(String($0), digits: $1) }
    }
}
