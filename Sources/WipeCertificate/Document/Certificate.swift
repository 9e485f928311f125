// WipeCertificate answers one question: what does the station swear to, and can a stranger check it?
// In: the facts of a closed job, a key. Out: the signed bytes of a document (W3C Verifiable Credential 2.0, one eddsa-jcs-2022 proof)
// and, for such bytes, separate answers about signature, key, structure and honesty. It reads no clock, and of files only keys.

import Crypto

/// Builds and signs documents.
public enum Certificate {
    /// The `@context` of every document. The second one gives meaning to all terms of ours, so it stays last.
    public static let context: JSONValue = [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
    ]
    /// The name of the structure; a change of the structure is a new name.
    public static let schemaID = "urn:wiped:schema:sanitization-certificate:1"
    /// Ranges beyond this number are counted but not listed.
    public static let rangesMax = 10_000

    /// The document that these facts deserve, in the name of `issuer`.
    ///
    /// The outcome is derived. A job that ended `sanitized` gets a certificate only when `Honesty.judge` has nothing to say against it;
    /// otherwise, and for every other end, it is a failure record. Facts that not even a failure record can hold (numbers that no JSON
    /// reader holds, words that the format forbids) are left out of a shorter failure record that names the problems. So there always is
    /// a document. The same facts and issuer give the same document.
    public static func build(_ facts: CertificateFacts, issuer: PublicKey) -> CertificateDocument {
        var refusedFor: [Problem] = []
        if facts.end == .sanitized {
            let draft = CertificateDraft(facts: facts, kind: .certificate, issuer: issuer, honestyProblems: []).record
            let document = CertificateDocument(draft, refusedFor: [])
            refusedFor = Honesty.judge(document.root)
            if refusedFor.isEmpty { return document }
        }
        let record = CertificateDraft(facts: facts, kind: .failureRecord, issuer: issuer, honestyProblems: refusedFor).record
        let document = CertificateDocument(record, refusedFor: refusedFor)
        let problems = Honesty.judge(document.root)
        if problems.isEmpty { return document }
        refusedFor += problems
        let short = CertificateDraft(facts: facts.reduced(), kind: .failureRecord, issuer: issuer, honestyProblems: refusedFor).record
        return CertificateDocument(short, refusedFor: refusedFor)
    }

    /// The signed bytes of `document`. Signing the same document again gives the same bytes.
    /// - Throws: `SigningError` where the key is not the issuer's or has the wrong role, where a certificate breaks an honesty rule, or where
    ///   the signature does not verify with the public key that is stored beside the private one.
    public static func sign(_ document: CertificateDocument, with key: SigningKey) throws -> SignedCertificate {
        let record: RecordDocument
        do throws(MalformedDocument) { record = try RecordDocument(document.root) } catch {
            throw error.problems.first.map(SigningError.malformed) ?? .notADocument
        }
        guard record.issuer.hasSameBytes(as: key.publicKey.did) else { throw SigningError.notTheIssuer }
        guard key.role == (record.facts.simulation ? .simulation : .station) else { throw SigningError.wrongRole(key.role) }
        if record.isCertificate, let problem = Honesty.judge(record).first { throw SigningError.dishonest(problem) }
        let signed = try DataIntegrityProof.sign(document.root, created: record.facts.validFrom, with: key)
        guard let entry = LogEntry(of: signed) else { throw SigningError.notADocument }
        return SignedCertificate(
            id: record.id, kind: record.kind, bytes: signed.prettyBytes, digest: entry.digest,
            fileName: PublishedName.of(assetTag: record.facts.asset.assetTag, serial: record.facts.media.serial, id: record.id),
            logEntry: entry.bytes)
    }

    /// `sha256:` and the digest of the canonical bytes of a signed document, its proof included: what the log and the printed view call it.
    public static func digest(of signed: JSONValue) -> String {
        digest(ofCanonical: signed.canonicalBytes)
    }

    static func digest(ofCanonical bytes: [UInt8]) -> String { "sha256:" + Hexadecimal.encode(SHA256.hash(data: bytes)) }
}

/// A document that is not signed yet.
public struct CertificateDocument: Sendable, Equatable {
    /// Certificate or failure record.
    public let kind: CertificateKind
    /// The document without `proof`.
    public internal(set) var root: JSONValue
    /// What stood against a certificate, or against the full record, for a job that the engine calls sanitized; also named in the document.
    public let refusedFor: [Problem]

    /// The derived outcome.
    public let outcome: Outcome

    init(_ record: RecordDocument, refusedFor: [Problem]) {
        kind = record.kind
        root = record.json
        outcome = record.conclusions.outcome
        self.refusedFor = refusedFor
    }
}

/// A signed document. Its bytes are stored and served as they are, never encoded again.
public struct SignedCertificate: Sendable, Equatable {
    /// `urn:uuid:…`.
    public let id: String
    /// Certificate or failure record.
    public let kind: CertificateKind
    /// The published text.
    public let bytes: [UInt8]
    /// `sha256:` and the digest of the canonical bytes, proof included.
    public let digest: String
    /// The name of the file.
    public let fileName: String
    /// What the log says of it.
    public let logEntry: [UInt8]
}

/// Why a document was not signed.
public enum SigningError: Error, Equatable, CustomStringConvertible {
    case notTheIssuer
    case wrongRole(KeyRole)
    case dishonest(Problem)
    /// The document has not the structure of one.
    case malformed(Problem)
    case notADocument
    /// The new signature does not verify with the public key stored beside the private one: memory, disk or key is damaged.
    case signatureDoesNotVerify

    /// A sentence for the log.
    public var description: String {
        switch self {
        case .notTheIssuer: "the document names another issuer than the key that is to sign it"
        case .wrongRole(let role): "a key with the role \(role.rawValue) may not sign this document"
        case .dishonest(let problem): "the certificate breaks an honesty rule, \(problem)"
        case .malformed(let problem): "the document is not one of this format, \(problem)"
        case .notADocument: "the document is none that a log could hold"
        case .signatureDoesNotVerify: "the new signature does not verify with the stored public key"
        }
    }
}
