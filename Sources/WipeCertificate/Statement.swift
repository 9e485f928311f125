// A document as the honesty rules read it. Made only from a document whose structure is right; a rule that finds nothing where
// it looks refuses, since nil is never equal to what it asks for.

struct Statement {
    let root: JSONValue
    let isCertificate: Bool
    let exceptions: [String]
    let reasons: [String]
    let passes: [Pass]
    let capacityBytes: Int?
    let sectorBytes: Int?
    let sectors: Int?
    let isSimulation: Bool

    /// One pass as it is stated.
    struct Pass {
        let number: Int
        /// Its bytes depend on their address.
        let isRandom: Bool
        let bytesWritten: Int
        let unwrittenSectors: Int
        let flush: String
        let result: String
        /// What the pass says about its read-back; nil where it had none.
        let readBack: ReadBack?
        let coverage: String?
        let times: [String?]
    }

    init(_ root: JSONValue) {
        self.root = root
        isCertificate = root["type"]?.items?.last == .string(CertificateKind.certificate.rawValue)
        let subject = root["credentialSubject"]
        exceptions = subject?["exceptions"]?.items?.compactMap(\.text) ?? []
        reasons = subject?["reasons"]?.items?.compactMap(\.text) ?? []
        capacityBytes = subject?.at("media", "capacityBytes")?.int
        sectorBytes = subject?.at("media", "logicalSectorBytes")?.int
        sectors = subject?.at("media", "lbaCount")?.int
        isSimulation = subject?["simulation"] == true
        passes = (subject?.at("sanitization", "passes")?.items ?? []).map(Pass.init)
    }

    /// A value of `credentialSubject`.
    func subject(_ path: String...) -> JSONValue? {
        path.reduce(root["credentialSubject"]) { value, name in value?[name] }
    }

    /// A value of `credentialSubject.sanitization`.
    func sanitization(_ name: String) -> JSONValue? { subject("sanitization", name) }

    func says(_ exception: CertificateException) -> Bool { exceptions.containsBytes(of: exception.rawValue) }
}

extension Statement.Pass {
    init(_ value: JSONValue) {
        number = value["pass"]?.int ?? 0
        isRandom = value["pattern"] == "random"
        bytesWritten = value["bytesWritten"]?.int ?? -1
        unwrittenSectors = value["unwrittenSectors"]?.int ?? -1
        flush = value["flush"]?.text ?? ""
        let verification = value["verification"]
        result = verification?["result"]?.text ?? ""
        coverage = verification?["coverage"]?.text
        times = [value["startedAt"], value["endedAt"], verification?["startedAt"], verification?["endedAt"]].map { $0?.text }
        if let type = verification?["type"]?.text, type != "none" {
            readBack = ReadBack(
                isSample: type == "sample", sampleSectors: verification?.at("sample", "sectors")?.int ?? 0,
                bytesRead: verification?["bytesRead"]?.int ?? 0, mismatchedSectors: verification?["mismatchedSectors"]?.int ?? Int.max,
                unreadableSectors: verification?["unreadableSectors"]?.int ?? 0,
                neverReadSectors: verification?["neverReadSectors"]?.int ?? Int.max)
        } else {
            readBack = nil
        }
    }
}
