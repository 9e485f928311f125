// Signs documents about other documents, or about a key.

extension NoticeFacts {
    /// The signed document. The same facts and key give the same bytes.
    /// - Throws: `SigningError` where the key has the wrong role, or the document is not of its own form.
    public func signed(with key: SigningKey) throws -> SignedNotice {
        guard key.role == (isSimulation ? .simulation : .station) else { throw SigningError.wrongRole(key.role) }
        let root = NoticeDocument(self, issuer: key.publicKey).json
        let notice: NoticeDocument
        do throws(MalformedDocument) { notice = try NoticeDocument(root) } catch {
            throw error.problems.first.map(SigningError.dishonest) ?? .notADocument
        }
        if let problem = NoticeRules.problems(in: notice, signedBy: key.publicKey, at: validFrom, ring: nil).first {
            throw SigningError.dishonest(problem)
        }
        let signed = try DataIntegrityProof.sign(root, created: validFrom, with: key)
        guard let entry = LogEntry(of: signed) else { throw SigningError.notADocument }
        let (tag, serial): (String?, String?) =
            switch subject {
            case .correction(let target), .revocation(let target): (target.assetTag, target.serial)
            case .keyRotation(let rotation): ("key", rotation.role.rawValue)
            }
        return SignedNotice(
            bytes: signed.prettyBytes, logEntry: entry.bytes,
            fileName: PublishedName.of(assetTag: tag, serial: serial, id: entry.id, notice: entry.kind))
    }
}

/// A signed notice. Its bytes are stored and served as they are.
public struct SignedNotice: Sendable, Equatable {
    /// The published text.
    public let bytes: [UInt8]
    /// What the log says of it.
    public let logEntry: [UInt8]
    /// The name of the file: of a correction or revocation with tag and serial of the record that it is about.
    public let fileName: String
}

extension NoticeFacts.Target {
    /// What the bytes of a signed record say; nil where they are none.
    public init?(signed bytes: [UInt8]) {
        guard let document = try? JSONParser.parse(bytes) else { return nil }
        let envelope = Envelope(of: document)
        guard let entry = LogEntry(envelope, digest: Certificate.digest(of: document)) else { return nil }
        self.init(
            id: entry.id, digest: entry.digest, record: entry.record, simulation: envelope.isSimulation, serial: envelope.serial,
            assetTag: envelope.assetTag)
    }
}

extension KeyRotation {
    /// What the bytes of a signed notice say; nil where they are none about a key.
    public init?(signed bytes: [UInt8]) {
        guard let rotation = Envelope(signed: bytes)?.rotation else { return nil }
        self = rotation
    }
}
