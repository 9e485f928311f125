// What a file says of itself before it is known to be one of ours. A damaged one tells a few words, and they decide what it casts doubt on.

/// What any file says of itself, whether its structure is right or not: by this it is named, found in the log, measured by the keys of its
/// station, and held against the record that it names. Nothing of it is believed.
public struct Envelope: Sendable {
    /// What stands for its `urn:uuid:…`.
    public let id: String?
    /// What its `type` makes of it; nil for a type that is not logged.
    public let kind: LogEntry.Kind?
    /// Its number.
    let record: Int?
    /// The key in whose name it speaks.
    let issuer: String?
    /// Serial of its media.
    public let serial: String?
    let assetTag: String?
    let outcome: Outcome?
    /// It has the member `simulation`, whatever that says.
    let namesSimulation: Bool
    let isSimulation: Bool
    let station: KeyBinding.Claim
    /// The member `logAnchor`, as it stands there. Checked only when it is asked for: of a sound record the document has read it already.
    private let statedAnchor: JSONValue?
    /// The moment for which it speaks.
    public let validFrom: UTCTime?
    /// The document that it names as the one that it is about, whatever else it is.
    let about: RecordSummary.Target?
    /// Of one that has the type of a rotation, its keys.
    let rotation: KeyRotation?

    /// Reads what is there; what is missing or of another form is nil.
    public init(of document: JSONValue) {
        let subject = document["credentialSubject"]
        id = document["id"]?.text
        kind = Self.kind(of: document)
        record = subject?["record"]?.int
        let issuer = document["issuer"]
        self.issuer = issuer?["id"]?.text
        serial = subject?.at("media", "serialNumber")?.text
        assetTag = subject?.at("asset", "assetTag")?.text
        outcome = subject?["outcome"]?.word()
        let simulation = subject?["simulation"]
        namesSimulation = simulation != nil
        isSimulation = simulation == true
        statedAnchor = subject?["logAnchor"]
        station = KeyBinding.Claim(
            names: [issuer?["name"]?.text ?? ""] + [subject?.at("station", "name")?.text].compactMap(\.self),
            origin: statedAnchor?["origin"]?.text)
        validFrom = document["validFrom"]?.time
        about = subject?["about"].flatMap(RecordSummary.Target.init)
        rotation = kind == .key ? subject?["key"].flatMap(KeyRotation.init) : nil
    }

    /// The head that it names as older than itself; nil where it names none that is whole.
    var anchor: LogAnchor? { statedAnchor.flatMap(LogAnchor.init) }

    /// The same of the bytes of a file; nil for bytes that are not JSON of this format.
    public init?(signed bytes: [UInt8]) {
        guard let document = try? JSONParser.parse(bytes) else { return nil }
        self.init(of: document)
    }

    /// By the `type` of a document; nil for a type that is not logged.
    static func kind(of document: JSONValue) -> LogEntry.Kind? {
        guard let types = document["type"]?.items, types.count == 2, let type = types[1].text else { return nil }
        return LogEntry.Kind(documentType: type)
    }
}

extension RecordSummary.Target {
    /// Also of a notice that says of its record no more than which one it is: it may be a revocation that somebody has spoiled.
    fileprivate init?(_ about: JSONValue) {
        guard let id = about["id"]?.text, let digest = about["digest"]?.text else { return nil }
        self.init(
            id: id, digest: digest, record: about["record"]?.int, serial: about["serialNumber"]?.text, assetTag: about["assetTag"]?.text)
    }
}

extension KeyRotation {
    /// Also of a notice that is damaged elsewhere: it may be the other successor of a key.
    fileprivate init?(_ keys: JSONValue) {
        guard var reader = try? MemberReader(keys, named: "key"), let rotation = try? KeyRotation(&reader) else { return nil }
        self = rotation
    }
}

extension LogAnchor {
    /// A whole anchor alone, for others are compared with its numbers.
    fileprivate init?(_ anchor: JSONValue) {
        guard Self.shape.problems(in: anchor, path: .whole).isEmpty, var reader = try? MemberReader(anchor, named: "logAnchor"),
            let read = try? Self(&reader)
        else { return nil }
        self = read
    }
}
