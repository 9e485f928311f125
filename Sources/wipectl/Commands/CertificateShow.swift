// One signed record, in short or byte for byte.

import ArgumentParser
import WipeAPI
import WipeCertificate
import WipeWords

/// `wipectl certificate show`.
struct CertificateShow: StationCommand {
    static var configuration: CommandConfiguration { .worded("certificate show") }
    @Argument(help: .worded("record-id", "id"), completion: .named(.record)) var id: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let bytes = try await session.client.getBytes(CertificateShow.path(id))
        let listed = try await listed(bytes, session)
        if session.json {
            // At a terminal nothing may act; everywhere else not one byte may differ from what was signed.
            let shown = session.layout.columns == nil ? bytes : Array(SafeText.escapedJSON(String(decoding: bytes, as: UTF8.self)).utf8)
            try session.output.write(bytes: shown)
            for line in listed?.superseded(session.layout) ?? [] { session.output.complain("\(line)\n") }
        } else {
            try session.output.write(RecordText.text(bytes, session.layout, listed: listed))
        }
        return .done
    }

    /// What the station's list says of a record: whether it was revoked or corrected stands nowhere else. A list that cannot be asked is an error,
    /// for a record that was taken back would look like any other.
    private func listed(_ bytes: [UInt8], _ session: Session) async throws -> CertificateView? {
        guard let envelope = Envelope(signed: bytes), let id = envelope.id, envelope.kind?.isNotice == false else { return nil }
        let path = Routes.path(
            Routes.certificates,
            query: [("serial", envelope.serial), ("since", envelope.validFrom?.description)])
        return try await session.client.patient.get(path, as: CertificateList.self).certificates.first { $0.id == id }
    }

    /// The route of a record, however it is named.
    static func path(_ id: String, _ route: String = Routes.certificate) -> String {
        Routes.path(route, id: RecordName.bare(id))
    }
}

/// A record in short, read from its signed bytes. Not evidence: nothing is checked here.
enum RecordText {
    /// What a correction, a revocation or a rotation says.
    private static func notice(_ notice: NoticeDocument, _ layout: Layout) -> FactList {
        let said = notice.facts
        var target: NoticeFacts.Target?
        var keys: KeyRotation?
        switch said.subject {
        case .correction(let record), .revocation(let record): target = record
        case .keyRotation(let rotation): keys = rotation
        }
        var facts = FactList()
        facts.add("id", notice.id)
        facts.add("record", layout.say("number", ["number": String(said.record)]))
        facts.add("kind", layout.word(LogEntry.Kind(notice.kind).rawValue, of: .event))
        facts.add("about", target.map { layout.say("record-number", ["number": String($0.record)]) })
        facts.add("serial", target?.serial)
        facts.add("asset tag", target?.assetTag)
        facts.add("is now", said.assetTag?.to)
        facts.add("key", keys.map { layout.word($0.role.rawValue, of: .role) })
        facts.add("retired", keys?.retired.did)
        facts.add("replaced by", keys?.replacement.did)
        facts.add("reason", said.reason)
        facts.add("stated by", said.statedBy.userName)
        facts.add("signed", layout.time(said.validFrom.description))
        return facts
    }

    /// - Parameter listed: what the station's list says of it.
    static func text(_ bytes: [UInt8], _ layout: Layout, listed: CertificateView? = nil) throws -> String {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes)
        } catch {
            throw Failure.badAnswer("the record is not JSON of this format: \(error.sentence(of: bytes))")
        }
        switch DocumentReading(document) {
        case .record(let record): return self.record(record, listed, layout).text(layout) + safeLine(layout.say("not-checked-here"))
        case .notice(let notice): return self.notice(notice, layout).text(layout)
        case .malformed(let problems):
            throw Failure.badAnswer("the record is not one of this format: \(problems.first?.message ?? "")")
        }
    }

    private static func record(_ record: RecordDocument, _ listed: CertificateView?, _ layout: Layout) -> FactList {
        let (signed, stated) = (record.facts, record.conclusions)
        var facts = FactList()
        facts.add("id", record.id)
        facts.add("record", layout.say("number", ["number": String(signed.record)]))
        let left = signed.run.sectorsLeft
        let note = left > 0 ? ", " + layout.say("sectors-not-done", ["sectors": layout.count(left, "sector")]) : ""
        for line in listed?.superseded(layout) ?? [] { facts.add("notice", Cell(line, tone: .bad)) }
        facts.add(
            "outcome", Cell(layout.word(stated.outcome.rawValue, of: .outcome) + note, tone: tone(ofOutcome: stated.outcome.rawValue)))
        if signed.simulation { facts.add("simulation", Cell(layout.say("no-real-drive"), tone: .waiting)) }
        if stated.exceptions.isEmpty { facts.add("exceptions", layout.say("none")) }
        for exception in stated.exceptions { facts.add("exceptions", layout.coded(exception.rawValue, of: .exception)) }
        facts.add("serial", signed.media.serial)
        facts.add("model", signed.media.model)
        facts.add("size", layout.quantity.bytes(signed.media.capacityBytes))
        let corrected = listed.flatMap { $0.correctedFrom == nil ? nil : $0.assetTag }
        let tag = signed.asset.assetTag
        facts.add("asset tag", corrected.map { layout.say("tag-corrected", ["tag": $0, "signed": tag ?? layout.say("none")]) } ?? tag)
        facts.add("policy", "\(signed.policy.id) \(signed.policy.version)")
        facts.add("started", layout.time(signed.run.startedAt?.description))
        facts.add("ended", layout.time(signed.run.endedAt?.description))
        facts.add("verification", layout.word(stated.result.rawValue, of: .result))
        facts.add("operator", words(signed.personnel.map { $0.userName ?? "?" }, layout))
        facts.add("issuer", record.issuer)
        facts.add("speaks for", layout.time(signed.validFrom.description))
        return facts
    }

    private static func words(_ words: [String], _ layout: Layout) -> String {
        words.isEmpty ? layout.say("none") : words.joined(separator: ", ")
    }
}

extension CertificateView {
    /// What has become of it, for people.
    fileprivate func superseded(_ layout: Layout) -> [String] {
        [
            revokedBy.map { layout.say("record-revoked", ["record": String($0)]) },
            correctedBy.map { layout.say("record-corrected", ["record": String($0)]) },
        ].compactMap { $0 }
    }
}
