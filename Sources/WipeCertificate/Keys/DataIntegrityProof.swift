// eddsa-jcs-2022 as W3C's "Data Integrity EdDSA Cryptosuites v1.0" has it: which bytes are hashed, and in which order.

import Crypto

enum DataIntegrityProof {
    static let type = "DataIntegrityProof"
    static let cryptosuite = "eddsa-jcs-2022"
    static let purpose = "assertionMethod"

    /// The proof without its value, with the `@context` of the document.
    static func options(context: JSONValue, created: UTCTime, verificationMethod: String) -> JSONValue {
        [
            "type": .string(type),
            "cryptosuite": .string(cryptosuite),
            "created": .string(created.description),
            "verificationMethod": .string(verificationMethod),
            "proofPurpose": .string(purpose),
            "@context": context,
        ]
    }

    /// The 64 bytes that are signed: SHA-256 of the canonical options, then SHA-256 of the canonical document without `proof`.
    static func hashData(document: JSONValue, options: JSONValue) -> [UInt8] {
        hashData(documentHash: SHA256.hash(data: document.without("proof").canonicalBytes), options: options)
    }

    private static func hashData(documentHash: SHA256.Digest, options: JSONValue) -> [UInt8] {
        Array(SHA256.hash(data: options.without("proofValue").canonicalBytes)) + Array(documentHash)
    }

    /// The document with its proof, checked with the public key before it is handed out.
    static func sign(_ document: JSONValue, created: UTCTime, with key: SigningKey) throws -> JSONValue {
        let context = document["@context"] ?? .null
        let options = options(context: context, created: created, verificationMethod: key.publicKey.verificationMethod)
        let message = hashData(document: document, options: options)
        let signature = try key.signature(for: message)
        guard key.publicKey.isValidSignature(signature, for: message) else { throw SigningError.signatureDoesNotVerify }
        return document.without("proof").adding("proof", options.adding("proofValue", .string("z" + Base58.encode(signature))))
    }

    /// What a proof says about who signed, without a word about whether that is true.
    struct Reading {
        let key: PublicKey
        let signature: [UInt8]
        let message: [UInt8]
        let created: UTCTime
        /// Its `@context` is that of the document. The suite alone lets contexts be appended after signing; equality does not.
        let hasContextOfTheDocument: Bool
    }

    /// Reads the proof of a document; the reason where there is nothing that could be checked.
    ///
    /// - Parameter canonical: the canonical bytes of the document, and where in them its proof stands.
    static func read(_ document: JSONValue, canonical: (bytes: [UInt8], member: Range<Int>)) -> Result<Reading, ProofFault> {
        guard let proof = document["proof"], case .object = proof else { return .failure("the document has no proof, or more than one") }
        guard proof["type"] == .string(type), proof["cryptosuite"] == .string(cryptosuite), proof["proofPurpose"] == .string(purpose) else {
            return .failure("the proof is not a \(type) of the suite \(cryptosuite) for \(purpose)")
        }
        guard let created = proof["created"]?.text.flatMap(UTCTime.init) else { return .failure("the proof has no time") }
        guard let key = proof["verificationMethod"]?.text.flatMap(PublicKey.init(verificationMethod:)) else {
            return .failure("the verification method is not a did:key of an Ed25519 key, with its own fragment")
        }
        guard let value = proof["proofValue"]?.text, value.utf8.first == UInt8(ascii: "z"),
            let signature = Base58.decode(String(decoding: value.utf8.dropFirst(), as: UTF8.self)), signature.count == 64
        else { return .failure("the proof value is not base58btc of 64 bytes") }
        var hash = SHA256()
        hash.update(data: canonical.bytes[..<canonical.member.lowerBound])
        hash.update(data: canonical.bytes[canonical.member.upperBound...])
        let message = hashData(documentHash: hash.finalize(), options: proof)
        let context = document["@context"]
        return .success(
            Reading(
                key: key, signature: signature, message: message, created: created,
                hasContextOfTheDocument: context != nil && proof["@context"] == context))
    }

    /// Why a proof cannot be read, in words.
    struct ProofFault: Error, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
        let message: String
        init(stringLiteral value: String) { message = value }
    }
}

extension JSONValue {
    /// Whether a document is signed, rightly or not.
    var hasProof: Bool { self["proof"] != nil }
}
