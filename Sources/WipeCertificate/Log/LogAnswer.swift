// Is the document in a log that the reader trusts? One answer out of the proof beside it, apart from signature and key.

/// What the reader has to judge a proof by.
public struct LogCheck: Sendable {
    /// Bytes of the `.tlog-proof` beside the document; nil where there is none.
    public var proof: [UInt8]?
    /// The logs that the reader trusts, and holds documents to. Without a policy the log keys of the keys file count, and nobody is held to them.
    public var policy: LogPolicy?
    /// Why a proof that is there cannot be read; nil where it can.
    public var unreadable: String?

    /// A proof, or that there is none, and how strict to be about it.
    public init(proof: [UInt8]?, policy: LogPolicy? = nil, unreadable: String? = nil) {
        self.unreadable = unreadable
        self.proof = proof
        self.policy = policy
    }

    /// The log under whose head the proof stands; nil where there is none that can be read.
    var origin: String? { proof.flatMap { try? LogProof(parsing: $0) }?.head.checkpoint.origin }

    /// The answer, what it holds against the document, and what it leaves open. `notIncluded` always stands against it; what is open does
    /// under a policy.
    func answer(_ document: RecordSummary, ring: KeyRing?) -> (VerifyResult.Log, problems: [Problem], doubts: [Problem]) {
        if let unreadable { return (.notIncluded, [Problem(.logProofMalformed, unreadable)], []) }
        guard let proof else {
            return (.noProof, [], [Problem(.logProofMissing, "there is no .tlog-proof beside the document")])
        }
        let reading: LogProof
        do throws(LogError) { reading = try LogProof(parsing: proof) } catch {
            return (.notIncluded, [Problem(.logProofMalformed, error.message)], [])
        }
        guard let entry = document.entry, reading.includes(entry) else {
            return (.notIncluded, [Problem(.logNotIncluded, "the proof is not one for this document")], [])
        }
        if let anchor = document.anchor, anchor.origin.hasSameBytes(as: reading.head.checkpoint.origin),
            anchor.treeSize > reading.index
        {
            let what = "the document names a head of \(anchor.treeSize) entries as older, and is entry \(reading.index) itself"
            return (.notIncluded, [Problem(.logAnchorMisplaced, what)], [])
        }
        var signed: [Bool] = []
        var until: [UTCTime?] = []
        for (key, end) in keys(for: reading.head.checkpoint.origin, document, ring) {
            guard let holds = reading.head.isSigned(by: key) else { continue }
            signed.append(holds)
            if holds { until.append(end) }
        }
        if signed.contains(true) {
            guard !until.contains(nil), let end = until.compactMap({ $0 }).max() else { return (.included, [], []) }
            let what = "the head in its proof is signed by a log key that was retired at \(end)"
            return (.included, [], [Problem(.logKeyRetired, what)])
        }
        if signed.contains(false) {
            return (.notIncluded, [Problem(.logSignatureMismatch, "the head of the log is not signed by the log's key")], [])
        }
        return (.untrustedLog, [], [Problem(.logUntrusted, "the head of the log is not signed by a log that you trust")])
    }

    /// The trusted keys of the log of that name, and when each was retired. A head bears no time; a key that was retired before the document was
    /// made signed no head over it.
    private func keys(for origin: String, _ document: RecordSummary, _ ring: KeyRing?) -> [(key: LogKey, until: UTCTime?)] {
        if let policy {
            // The reader names the logs; when a key of theirs was retired the keys file may say all the same.
            return policy.logs.map { log in (log, ring?.entries.first { $0.role == .log && $0.key == log.key }?.validUntil) }
        }
        let made = document.validFrom
        let entries = (ring?.entries ?? []).filter { entry in
            entry.signsLog(named: origin) && entry.validUntil.map { until in made.map { $0 < until } ?? false } ?? true
        }
        return entries.map { (LogKey(name: origin, key: $0.key), $0.validUntil) }
    }
}
