// What a file turned out to be, and what it says of itself before that is known.

/// A document after its structure was checked.
enum DocumentReading {
    case record(RecordDocument)
    /// A correction, a revocation or a rotation of the right structure. It claims no wipe: the honesty rules have nothing to judge.
    case notice
    case malformed([Problem])

    init(_ document: JSONValue) {
        if LogEntry.Kind(of: document)?.isNotice == true {
            let structure = NoticeShape.problems(in: document, signed: document["proof"] != nil)
            self = structure.isEmpty ? .notice : .malformed(structure)
            return
        }
        do throws(RecordDocument.Malformed) { self = .record(try RecordDocument(document)) } catch { self = .malformed(error.problems) }
    }

    /// The record, of a file that is one.
    var record: RecordDocument? { if case .record(let record) = self { record } else { nil } }

    /// Everything that stands against structure and honesty.
    var problems: [Problem] {
        switch self {
        case .record(let record): Honesty.judge(record)
        case .notice: []
        case .malformed(let problems): problems
        }
    }
}

/// What any file says of itself, whether its structure is right or not: by this it is named, found in the log, and measured by the keys of its
/// station. Nothing of it is believed.
struct Envelope {
    let id: String?
    let serial: String?
    let assetTag: String?
    let outcome: Outcome?
    /// It has the member `simulation`, whatever that says.
    let namesSimulation: Bool
    let isSimulation: Bool
    let station: KeyBinding.Claim
    let anchor: LogAnchor?
    let validFrom: UTCTime?

    init(of document: JSONValue) {
        let subject = document["credentialSubject"]
        id = document["id"]?.text
        serial = subject?.at("media", "serialNumber")?.text
        assetTag = subject?.at("asset", "assetTag")?.text
        outcome = subject?["outcome"]?.word()
        namesSimulation = subject?["simulation"] != nil
        isSimulation = subject?["simulation"] == true
        station = KeyBinding.Claim(of: document)
        anchor = LogAnchor(of: document)
        validFrom = document["validFrom"]?.time
    }
}
