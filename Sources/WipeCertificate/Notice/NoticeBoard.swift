// What the notices at hand say of a record. A notice that names a record and cannot be believed is never passed over: it stands against the
// record, for it may be the revocation that somebody has spoiled.

/// A correction or a revocation that holds.
public struct Superseding: Sendable, Equatable {
    /// `correction` or `revocation`.
    public let kind: LogEntry.Kind
    /// `urn:uuid:…` of the notice.
    public let id: String
    /// Its number.
    public let record: Int
    /// Its file, as the caller named it.
    public let file: String
    /// The tag that a correction gives to its record; nil where it is about something else.
    public let assetTag: String?
    /// When it was signed.
    public let signedAt: UTCTime?
    /// Why, in a person's words. Not to be trusted to be free of control characters.
    public let reason: String
}

/// The notices among some files.
public struct NoticeBoard: Sendable {
    /// What the notices say of one record.
    public struct Answer: Sendable, Equatable {
        /// What corrects or revokes it, by number.
        public var supersededBy: [Superseding] = []
        /// What stands against it: `revoked`, and notices that cannot be believed.
        public var problems: [Problem] = []
        /// What a notice that counts leaves open.
        public var doubts: [Problem] = []

        /// Nothing corrects, revokes or doubts it.
        public init() {}

        /// Whether a revocation that holds is about it.
        public var isRevoked: Bool { supersededBy.contains { $0.kind == .revocation } }
        /// The tag that it goes by now; nil where no correction gives it one.
        public var correctedTag: String? { supersededBy.last { $0.assetTag != nil }?.assetTag }
    }

    private struct Posted {
        let file: String
        let result: VerifyResult
        let about: RecordSummary.Target
    }

    private let isKeyed: Bool
    private let isStrict: Bool
    /// Rotations that a key which may has signed, by the key that they retire.
    private var rotations: [String: [(file: String, rotation: KeyRotation, signer: PublicKey?)]] = [:]
    private var posted: [String: [Posted]] = [:]
    /// Files that have the name of a notice and are not what it says, by the name start of their record; under "" those that have none.
    private var lost: [String: [String]] = [:]

    /// - Parameters:
    ///   - files: answers about every file at hand, records among them; nil for one that could not be read.
    ///   - isKeyed: whether they were verified with keys. Without any, the key of a notice is as unknown as that of its record, and a notice
    ///     counts whose own signature holds.
    ///   - isStrict: whether the reader decides doubts by a log policy: then they stand against a record.
    public init(_ files: [(file: String, result: VerifyResult?)], isKeyed: Bool, isStrict: Bool = false) {
        self.isKeyed = isKeyed
        self.isStrict = isStrict
        for (file, result) in files {
            if let result, let about = result.summary.about {
                posted[about.id, default: []].append(Posted(file: file, result: result, about: about))
            }
            if let result, let rotation = result.summary.rotation, result.signature == .valid, !isKeyed || result.key == .trusted {
                rotations[rotation.retired.did, default: []].append((file, rotation, result.signer))
            }
            guard PublishedName.isAboutARecord(file) else { continue }
            let name = PublishedName.parts(ofNotice: file)
            // What it is about can be believed of a whole document alone, and of one that is the file's own.
            let isWhole = result?.summary.about != nil && result?.signature == .valid
            if !isWhole || name.map({ "urn:uuid:" + $0.id != result?.id }) ?? false { lost[name?.start ?? "", default: []].append(file) }
        }
    }

    /// What the notices say of a record.
    public func answer(about record: VerifyResult) -> Answer {
        var answer = Answer()
        let posted = record.id.flatMap { self.posted[$0] } ?? []
        var doubted: Set<String> = []
        var believed: Set<String> = []
        // In the order of their numbers: each correction of a tag says by which one the record went before it.
        var tag = record.assetTag
        for one in posted.filter({ objection($0, record) == nil }).sorted(by: Self.isBefore) {
            // Of two copies one is enough.
            guard let entry = one.result.summary.entry, believed.insert(entry.digest).inserted else { continue }
            if let change = one.result.summary.tagChange {
                guard Self.isSame(change.from, tag) else {
                    let what = "\(one.file) corrects its asset tag from \(change.from ?? "none"), and it went by \(tag ?? "none")"
                    answer.problems.append(Problem(.noticeMismatch, what))
                    continue
                }
                tag = change.to
            }
            answer.supersededBy.append(Superseding(entry, one.file, one.result))
            if let doubt = doubt(one, record) {
                if isStrict { answer.problems.append(doubt) } else { answer.doubts.append(doubt) }
            }
        }
        if let other = otherSuccessor(than: record) {
            let what = "\(other) gives the same key another successor: one of them is somebody else's, and neither counts"
            answer.problems.append(Problem(.noticeMismatch, what))
        }
        for one in posted where !believed.contains(one.result.summary.entry?.digest ?? "") {
            guard let problem = objection(one, record), doubted.insert(one.file).inserted else { continue }
            answer.problems.append(problem)
        }
        if record.summary.entry?.kind.isNotice != true {
            let start = PublishedName.start(ofRecord: record.assetTag, record.serial)
            for file in (lost[start] ?? []) + (lost[""] ?? []) where doubted.insert(file).inserted {
                let what = "\(file) has the name of a notice about it and is none that can be read: it may have been a revocation"
                answer.problems.append(Problem(.noticeUnreadable, what))
            }
        }
        answer.supersededBy.sort { $0.record < $1.record }
        if let revocation = answer.supersededBy.first(where: { $0.kind == .revocation }) {
            answer.problems.append(Problem(.revoked, "the station has revoked it by record \(revocation.record)"))
        }
        return answer
    }

    /// Why a notice is none about the record that it names; nil where it is one.
    private func objection(_ one: Posted, _ record: VerifyResult) -> Problem? {
        let result = one.result
        let kind = result.summary.entry?.kind.rawValue ?? "notice"
        let keyHolds = isKeyed ? result.key == .trusted : true
        let against = result.problems.filter { $0.code != .simulation }
        guard result.signature == .valid, result.schema == .valid, keyHolds, against.isEmpty else {
            let why = against.map(\.code.rawValue).joined(separator: ", ")
            return Problem(.noticeUntrusted, "\(one.file) is a \(kind) of it that does not verify\(why.isEmpty ? "" : " (\(why))")")
        }
        guard record.summary.entry?.kind.isNotice != true else {
            return Problem(.noticeMismatch, "\(one.file) is a \(kind) of it, and only records are corrected or revoked, not notices")
        }
        guard result.summary.station.isOne(with: record.summary.station) else {
            return Problem(.noticeMismatch, "\(one.file) is a \(kind) of it by another station, which has no say in it")
        }
        guard result.simulation == record.simulation else {
            let of = result.simulation ? "a simulation" : "a real drive"
            return Problem(.noticeMismatch, "\(one.file) is a \(kind) about \(of), and this record is not about one")
        }
        guard one.about.digest == record.summary.entry?.digest else {
            return Problem(
                .noticeMismatch, "\(one.file) is a \(kind) of another document with the same id: its digest is not that of this file")
        }
        let said = (one.about.record, one.about.serial, one.about.assetTag)
        guard said.0 == record.summary.entry?.record, Self.isSame(said.1, record.serial), Self.isSame(said.2, record.assetTag) else {
            let named = ["record \(said.0.map(String.init) ?? "none")", said.1 ?? "no serial", said.2 ?? "no tag"].joined(separator: ", ")
            return Problem(.noticeMismatch, "\(one.file) is a \(kind) that calls it \(named), which is not what it says itself")
        }
        return nil
    }

    /// What a correction that counts leaves open. A revocation needs nothing more to stand against its record.
    private func doubt(_ one: Posted, _ record: VerifyResult) -> Problem? {
        guard one.result.summary.entry?.kind == .correction else { return nil }
        var open = one.result.doubts.map { "\($0.code.rawValue): \($0.message)" }
        let signedAt = [record.created, record.summary.validFrom].compactMap { $0 }.max()
        if let dated = one.result.summary.validFrom, let signedAt,
            signedAt.secondsSince1970 - dated.secondsSince1970 > ArchiveAudit.orderToleranceSeconds
        {
            open.append("it is dated \(dated), before the record that it corrects was signed (\(signedAt))")
        }
        guard !open.isEmpty else { return nil }
        return Problem(.noticeDoubtful, "\(one.file) corrects it and leaves something open: \(open.joined(separator: "; "))")
    }

    /// The file of a rotation that puts another key in the place of the one that this rotation retires.
    private func otherSuccessor(than record: VerifyResult) -> String? {
        guard let own = record.summary.rotation, let signer = record.signer else { return nil }
        return rotations[own.retired.did]?.first { other in
            other.rotation.role == own.role && other.rotation.replacement != own.replacement && (isKeyed || other.signer == signer)
        }?.file
    }

    private static func isBefore(_ one: Posted, _ other: Posted) -> Bool {
        (one.result.summary.entry?.record ?? 0, one.file) < (other.result.summary.entry?.record ?? 0, other.file)
    }

    private static func isSame(_ one: String?, _ other: String?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return one.hasSameBytes(as: other)
    }
}

extension Superseding {
    fileprivate init(_ entry: LogEntry, _ file: String, _ result: VerifyResult) {
        self.init(
            kind: entry.kind, id: entry.id, record: entry.record, file: file,
            assetTag: result.summary.tagChange?.to, signedAt: result.summary.validFrom,
            reason: result.summary.reason ?? "")
    }
}
