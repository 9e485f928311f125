// What a file turned out to be.

/// A document whose structure is wrong, with everything that is.
public struct MalformedDocument: Error {
    /// Each of them.
    public let problems: [Problem]

    init(problems: [Problem]) { self.problems = problems }

    /// Reads a document against whose structure nothing stands.
    /// - Throws: what stands against it; or, where the structure let it through all the same, the member that cannot be read.
    static func unless<Document>(
        _ structure: [Problem], reading root: JSONValue, _ read: (inout MemberReader) throws(Misread) -> Document
    ) throws(MalformedDocument) -> Document {
        guard structure.isEmpty else { throw MalformedDocument(problems: structure) }
        do throws(Misread) {
            var reader = try MemberReader(root, named: "the document")
            return try read(&reader)
        } catch {
            throw MalformedDocument(problems: [Problem(.valueMalformed, "\(error.name) cannot be read")])
        }
    }
}

/// A document after its structure was checked.
public enum DocumentReading: Sendable {
    /// A certificate or a failure record.
    case record(RecordDocument)
    /// A correction, a revocation or a rotation. It claims no wipe: the honesty rules have nothing to judge.
    case notice(NoticeDocument)
    /// Neither, and why.
    case malformed([Problem])

    /// Reads a document, signed or not. What has the type of a notice is read as one, everything else as a record.
    public init(_ document: JSONValue) {
        do throws(MalformedDocument) {
            let isNotice = Envelope.kind(of: document)?.notice != nil
            self = isNotice ? .notice(try NoticeDocument(document)) : .record(try RecordDocument(document))
        } catch {
            self = .malformed(error.problems)
        }
    }

    /// The record, of a file that is one.
    var record: RecordDocument? { if case .record(let record) = self { record } else { nil } }

    /// The notice, of a file that is one.
    var notice: NoticeDocument? { if case .notice(let notice) = self { notice } else { nil } }

    /// Everything that stands against structure and honesty.
    var problems: [Problem] {
        switch self {
        case .record(let record): Honesty.judge(record)
        case .notice: []
        case .malformed(let problems): problems
        }
    }
}
