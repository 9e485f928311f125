// One signed record, in short or byte for byte.

import ArgumentParser
import WipeAPI
import WipeCertificate

/// `wipectl certificate show`.
struct CertificateShow: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One record in short; with --json the signed bytes themselves, verbatim.")
    @Argument(help: "urn:uuid:…, the bare UUID, or the record's number.") var id: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let bytes = try await session.client.getBytes(CertificateShow.path(id))
        if session.json {
            // At a terminal nothing may act; everywhere else not one byte may differ from what was signed.
            let shown = session.layout.columns == nil ? bytes : Array(SafeText.escapedJSON(String(decoding: bytes, as: UTF8.self)).utf8)
            try session.output.write(bytes: shown)
        } else {
            try session.output.write(RecordText.text(bytes, session.layout))
        }
        return .done
    }

    /// The route of a record; the bare UUID is the shortest form of an id.
    static func path(_ id: String, _ route: String = Routes.certificate) -> String {
        Routes.path(route, id: id.hasPrefix("urn:uuid:") ? String(id.dropFirst("urn:uuid:".count)) : id)
    }
}

/// A record in short, read from its signed bytes. Not evidence: nothing is checked here.
enum RecordText {
    /// What a correction, a revocation or a rotation says.
    private static func notice(_ document: JSONValue, _ kind: LogEntry.Kind, _ known: FactList) -> FactList {
        let subject = document["credentialSubject"] ?? .null
        var facts = known
        facts.add("kind", kind.rawValue)
        facts.add("about", subject.at("about", "record")?.int.map { "record \($0)" })
        facts.add("serial", subject.at("about", "serialNumber")?.text)
        facts.add("asset tag", subject.at("about", "assetTag")?.text)
        facts.add("key", subject.at("key", "role")?.text)
        facts.add("retired", subject.at("key", "retired")?.text)
        facts.add("replaced by", subject.at("key", "replacement")?.text)
        facts.add("reason", subject["reason"]?.text)
        facts.add("stated by", subject.at("statedBy", "userName")?.text)
        facts.add("signed", document["validFrom"]?.text)
        return facts
    }

    static func text(_ bytes: [UInt8], _ layout: Layout) throws -> String {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes)
        } catch {
            throw Failure.badAnswer("the record is not JSON of this format: \(error)")
        }
        let subject = document["credentialSubject"] ?? .null
        let media = subject["media"] ?? .null
        let outcome = subject["outcome"]?.text
        var facts = FactList()
        facts.add("id", document["id"]?.text)
        facts.add("record", subject["record"]?.int.map { "number \($0)" })
        if let kind = LogEntry.Kind(of: document), kind.isNotice { return notice(document, kind, facts).text(layout) }
        facts.add("outcome", Cell(outcome, tone: tone(ofOutcome: outcome ?? "")))
        if subject["simulation"] != nil { facts.add("simulation", Cell("yes: no real drive was wiped", tone: .waiting)) }
        facts.add("exceptions", words(subject["exceptions"]))
        facts.add("serial", media["serialNumber"]?.text)
        facts.add("model", media["model"]?.text)
        facts.add("size", Quantity.bytes(media["capacityBytes"]?.int))
        facts.add("asset tag", subject.at("asset", "assetTag")?.text)
        facts.add(
            "policy",
            [subject.at("sanitization", "policy", "id"), subject.at("sanitization", "policy", "version")].compactMap { $0?.text }.joined(
                separator: " "))
        facts.add("started", subject.at("sanitization", "startedAt")?.text)
        facts.add("ended", subject.at("sanitization", "endedAt")?.text)
        facts.add("verification", subject.at("verification", "result")?.text)
        facts.add("operator", words(.array((subject["personnel"]?.items ?? []).compactMap { $0["userName"] })))
        facts.add("issuer", document.at("issuer", "id")?.text)
        facts.add("issued", document["validFrom"]?.text)
        return facts.text(layout) + "not checked here: wipectl certificate verify\n"
    }

    private static func words(_ value: JSONValue?) -> String? {
        value?.items.map { $0.isEmpty ? "none" : $0.map { $0.text ?? "?" }.joined(separator: ", ") }
    }
}
