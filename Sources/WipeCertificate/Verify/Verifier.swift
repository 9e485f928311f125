// Checks a document offline. Signature, key and log are three answers, never one (rule H18).

/// Verifies documents.
public enum Verifier {
    /// The answers about the bytes of one file. Never throws: what cannot be read is an answer too.
    ///
    /// Texts of the result come out of the file and are not to be trusted, not even to be free of control characters.
    /// - Parameters:
    ///   - trust: the keys that are trusted; without them nothing is valid.
    ///   - allowSimulation: whether a simulation may be valid.
    ///   - log: the proof beside the file, and which logs are trusted. With a policy every doubt is a problem.
    ///   - now: the reader's clock; without it no date lies in the future.
    ///   - keepsRecord: whether the answer has the whole record. Of an archive it would be a gigabyte for a hundred thousand files.
    public static func verify(
        bytes: [UInt8], trust: KeyRing?, allowSimulation: Bool, log: LogCheck = LogCheck(proof: nil), now: UTCTime? = nil,
        keepsRecord: Bool = true
    ) -> VerifyResult {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONParser.parse(bytes)
        } catch {
            return VerifyResult(unreadable: Problem(.notJSON, "not JSON of this format: \(error.sentence(of: bytes))"))
        }
        var problems: [Problem] = []
        let envelope = Envelope(of: document)
        let reading = DocumentReading(document)
        var signature = VerifyResult.Signature.invalid
        var key = VerifyResult.Key.unknown
        var signed: (by: PublicKey, at: UTCTime)?

        // Made once: the signature is over it without the proof, the log's digest over the whole.
        let canonical = document.canonicalBytes(marking: "proof")
        switch DataIntegrityProof.read(document, canonical: canonical) {
        case .failure(let fault): problems.append(Problem(.proofMalformed, fault.message))
        case .success(let proof):
            signed = (proof.key, proof.created)
            let faults = signatureFaults(envelope, proof)
            problems += faults
            if faults.isEmpty { signature = .valid }
            if let trust {
                let role: KeyRole = envelope.isSimulation ? .simulation : .station
                let answer = trust.answer(proof.key, at: proof.created, role: role, for: envelope.station.found(in: log.origin))
                key = answer == .trusted ? .trusted : .untrusted
                problems += keyProblem(answer, role: role).map { [$0] } ?? []
            }
        }
        let summary = RecordSummary(envelope, reading, canonical: canonical.bytes)
        let (logAnswer, logProblems, logDoubts) = log.answer(summary, ring: trust)
        let doubts = logDoubts + futureDoubt(summary, signed?.at, now)
        problems += logProblems + (log.policy == nil ? [] : doubts)
        if envelope.namesSimulation, !allowSimulation {
            problems.append(Problem(.simulation, "the document is about a simulation, not about a real drive"))
        }
        let judged = reading.problems
        // A notice claims no wipe: it has rules of its own, and nothing for the honesty rules to judge.
        let rules =
            if case .notice(let notice) = reading, let signed {
                NoticeRules.problems(in: notice, signedBy: signed.by, at: signed.at, ring: trust)
            } else {
                [Problem]()
            }
        let structure = judged.filter(\.code.isStructural) + (document.hasProof ? [] : [Problem(.memberMissing, "proof is missing")])
        return VerifyResult(
            envelope, keepsRecord ? reading.record : nil, summary: summary, signature: signature, key: key, log: logAnswer,
            schema: structure.isEmpty ? .valid : .invalid, signed: signed, doubts: log.policy == nil ? doubts : [],
            problems: problems + structure + judged.filter { !$0.code.isStructural } + rules)
    }

    private static func futureDoubt(_ summary: RecordSummary, _ signedAt: UTCTime?, _ now: UTCTime?) -> [Problem] {
        guard let now, let latest = [summary.validFrom, signedAt].compactMap({ $0 }).max(),
            latest.secondsSince1970 - now.secondsSince1970 > ArchiveAudit.orderToleranceSeconds
        else { return [] }
        return [Problem(.dateInFuture, "it is dated \(latest), and it is \(now) now")]
    }

    /// Everything that keeps the signature from holding for the issuer that the document names.
    private static func signatureFaults(_ document: Envelope, _ proof: DataIntegrityProof.Reading) -> [Problem] {
        var faults: [Problem] = []
        if document.issuer?.hasSameBytes(as: proof.key.did) != true {
            faults.append(Problem(.issuerMismatch, "the issuer is not the key that signed"))
        }
        if !proof.hasContextOfTheDocument {
            faults.append(Problem(.proofContext, "the @context of the proof is not that of the document"))
        }
        if !proof.key.isValidSignature(proof.signature, for: proof.message) {
            faults.append(Problem(.signatureMismatch, "the signature is not that of this key over this document"))
        }
        return faults
    }

    private static func keyProblem(_ answer: KeyRing.Answer, role: KeyRole) -> Problem? {
        switch answer {
        case .trusted: nil
        case .notListed: Problem(.keyNotListed, "the key is not one that you trust")
        case .otherRole: Problem(.keyRole, "the key is not trusted for the role \(role.rawValue)")
        case .otherStation: Problem(.keyOtherStation, "the key is trusted for another station than the document names")
        case .otherLog: Problem(.keyOtherLog, "the key is trusted for a station with another log than the document names")
        case .outsideInterval: Problem(.keyOutsideInterval, "the key was not trusted at the time of the signature")
        }
    }
}

/// The answers about one file.
public struct VerifyResult: Sendable, Equatable {
    /// Whether the signature is that of the named issuer over this document.
    public enum Signature: String, Sendable, CaseIterable { case valid, invalid }
    /// Whether the key that the proof names is trusted at the time that it names; unknown without a keys file or a readable proof.
    public enum Key: String, Sendable, CaseIterable { case trusted, untrusted, unknown }
    /// Whether the document is in the log. Without a proof of inclusion the answer is `noProof`.
    public enum Log: String, Sendable, CaseIterable {
        case included
        case notIncluded = "not-included"
        case noProof = "no-proof"
        case untrustedLog = "untrusted-log"
    }
    /// Whether structure and words are those of the format.
    public enum Schema: String, Sendable, CaseIterable { case valid, invalid }

    /// `urn:uuid:…`, nil where the file names none.
    public let id: String?
    /// Serial of the media, nil where the file names none.
    public let serial: String?
    /// Asset tag of the media, nil where the file names none.
    public let assetTag: String?
    /// The word of the document; only listed words are given back.
    public let outcome: Outcome?
    /// Whether the document says that it is about a simulation.
    public let simulation: Bool
    /// The answer about the signature.
    public let signature: Signature
    /// The answer about the key.
    public let key: Key
    /// The answer about the log.
    public let log: Log
    /// The answer about structure and words.
    public let schema: Schema
    /// What is compared with other documents.
    public let summary: RecordSummary
    /// The record in types; nil of a notice, where the structure is not that of a record, and where nobody asked to keep it. None of it is to be
    /// trusted unless `valid`.
    public var record: RecordDocument? { kept?.record }
    private let kept: Kept?
    /// The key that the proof names; nil where it cannot be read.
    public let signer: PublicKey?
    /// When it was signed, by the word of the proof.
    public let created: UTCTime?
    /// What is open and does not count against the document, for the reader gave no log policy that decides it: no proof of the log, one of a
    /// log that nobody named or under a head of a retired key, a date in the future.
    public let doubts: [Problem]
    /// Everything that stands against the document, in the order signature, key, log, simulation, structure, honesty.
    public let problems: [Problem]

    /// Signature valid, key trusted, structure valid, and no problem.
    public var valid: Bool { signature == .valid && key == .trusted && schema == .valid && problems.isEmpty }

    init(
        _ envelope: Envelope, _ record: RecordDocument?, summary: RecordSummary, signature: Signature, key: Key, log: Log, schema: Schema,
        signed: (by: PublicKey, at: UTCTime)? = nil, doubts: [Problem] = [], problems: [Problem]
    ) {
        signer = signed?.by
        created = signed?.at
        self.doubts = doubts
        id = envelope.id
        serial = envelope.serial
        assetTag = envelope.assetTag
        outcome = envelope.outcome
        simulation = envelope.isSimulation
        kept = record.map(Kept.init)
        self.summary = summary
        self.log = log
        self.signature = signature
        self.key = key
        self.schema = schema
        self.problems = problems
    }

    init(unreadable problem: Problem) {
        let envelope = Envelope(of: .null)
        self.init(
            envelope, nil, summary: RecordSummary(envelope, .malformed([problem]), canonical: []), signature: .invalid,
            key: .unknown,
            log: .noProof, schema: .invalid, problems: [problem])
    }

    /// Apart from the answers, which are copied by the thousand: a record has a hundred references to count.
    private final class Kept: Sendable, Equatable {
        let record: RecordDocument
        init(_ record: RecordDocument) { self.record = record }
        static func == (a: Kept, b: Kept) -> Bool { a.record == b.record }
    }
}
