// Goal: a person reads words where machines read codes, and one name of a record does everywhere. Method: what commands print in both languages of answers
// with every code there is; a station that is asked for a record by its number.

import Foundation
import Testing
import WipeAPI
import WipeCertificate
import WipeCore
import WipeWords

@testable import wipectl

struct SpokenCodeTests {
    private static let french = LanguageTests.french

    @Test func everythingThatIsFoundWrongHasWords() {
        let codes = WipeCertificate.ProblemCode.allCases.map(\.rawValue) + ArchiveFinding.Code.allCases.map(\.rawValue)
        let missing = Set(codes).subtracting(Vocabulary.evidence.wordings.keys)
        #expect(missing.isEmpty, "\(missing.sorted())")
        let unsaid = Set(Vocabulary.evidence.wordings.keys).subtracting(codes)
        #expect(unsaid.isEmpty, "\(unsaid.sorted())")
    }

    @Test func everyEventOfAJobAndARecordHasWords() {
        let events = Set(Vocabulary.event.wordings.keys)
        #expect(events.isSuperset(of: JobStateWord.allCases.map(\.rawValue)))
        #expect(events.isSuperset(of: LogEntry.Kind.allCases.map(\.rawValue)))
        let checks = Set(Vocabulary.check.wordings.keys)
        #expect(checks.isSuperset(of: VerifyResult.Signature.allCases.map(\.rawValue)))
        #expect(checks.isSuperset(of: VerifyResult.Key.allCases.map(\.rawValue) + VerifyResult.Log.allCases.map(\.rawValue)))
        #expect(Set(Vocabulary.serialSource.wordings.keys) == Set(SerialSource.allCases.map(\.rawValue)))
        #expect(Set(Vocabulary.role.wordings.keys).isSuperset(of: KeyRole.allCases.map(\.rawValue)))
    }

    @Test func theJournalSaysWhatHappenedBesideItsCode() {
        let entry = JournalView(
            number: 1, at: "2026-11-22T14:36:58Z", event: "tag", operator: "marie", viaRoot: nil, group: nil, role: nil, job: nil,
            serial: "Z9A1", node: nil, detail: "T-1")
        #expect(JournalList(entries: [entry]).text(Self.french).contains("étiquette liée (tag)"))
        #expect(JournalList(entries: [entry]).text(.plain).contains("tag linked (tag)"))
    }

    // MARK: states as people say them

    @Test(
        arguments: [
            ("effacé", "sanitized"), ("EFFACE", "sanitized"), ("échec", "failed"), ("en file", "queued"), ("en attente", "held"),
            ("running", "running"), ("wiping", "running"), ("Effacement", "running"),
        ])
    func aStateIsNamedInEitherLanguage(_ word: String, _ state: String) async throws {
        let body = try Session.encoded(JobList(jobs: []))
        let daemon = try FakeDaemon { _ in .json(200, body) }
        defer { daemon.stop() }
        #expect(await wipectl(["queue", "--state", word, "--lang", "fr"], socket: daemon.path).status == 0)
        #expect(daemon.requests.first?.line == "GET /v1/jobs?state=\(state)")
    }

    @Test func aStateThatIsNearlyOneIsAskedAboutInTheSameLanguage() async {
        let near = await wipectl(["queue", "--state", "efacé", "--lang", "fr"], socket: "/none")
        #expect(near.status == 2 && near.err.contains("vouliez-vous dire effacé"), "\(near.err)")
        let far = await wipectl(["queue", "--state", "qqqqqq", "--lang", "fr"], socket: "/none")
        #expect(far.status == 2 && far.err.contains("en attente, en file") && !far.err.contains("sanitized"), "\(far.err)")
    }

    // MARK: failed drives beside no alarms

    @Test func noAlarmsSaysWhereDrivesFailed() {
        var status = Samples.status
        status.alarms = []
        status.failedBays = ["A1", "B2"]
        #expect(status.text(.plain).contains("2 drives in bays: A1, B2\n") && status.text(.plain).hasSuffix("no alarms\n"))
        #expect(status.text(Self.french).contains("2 disques dans les baies\u{A0}: A1, B2\n"))
        status.failedBays = []
        #expect(!status.text(.plain).contains("in bays"))
    }

    @Test func anAlarmNamesAJobByItsShortName() {
        let job = "018f6d2e-1111-7000-8000-0000abcdef01"
        let parameters = ["job": job, "bay": "A1", "seconds": "90"]
        let alarm = ReasonView(
            code: "stalled", message: Vocabulary.alarm.text("stalled", variant: "job", parameters, in: .en), variant: "job",
            parameters: parameters)
        for layout in [Layout.plain, Self.french] {
            let said = layout.sentence(alarm, of: [.alarm])
            #expect(said.contains("abcdef01") && !said.contains(job) && said.contains("A1"), "\(said)")
        }
    }

    // MARK: one name of a record

    @Test(arguments: ["1", "record:1", "document:1", "Document:1"])
    func aRecordIsVerifiedAndPrintedByItsNumber(_ name: String) async throws {
        let station = try SmallStation(records: 1)
        try station.publish()
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: station.path("certificates/" + station.files[0]))))
        let envelope = try #require(Envelope(signed: bytes))
        let listed = CertificateView(
            id: try #require(envelope.id), record: 1, serial: envelope.serial, model: nil, assetTag: nil, outcome: "cleared", policy: nil,
            job: nil, issuedAt: "2026-11-22T14:36:58Z", simulation: false, fileName: station.files[0])
        let list = try Session.encoded(CertificateList(certificates: [listed]))
        let none = try Session.encoded(
            Problem(title: "Not Found", status: 404, detail: "there is no published record 1", code: "not-found", hint: nil))
        let daemon = try FakeDaemon { line in
            if line.hasSuffix("/proof") { return .json(404, none) }
            return line.contains("?") ? .json(200, list) : .bytes(bytes)
        }
        defer { daemon.stop() }
        let keys = ["--trust", station.path("keys.txt")]
        let verified = await wipectl(["certificate", "verify", name] + keys, socket: daemon.path)
        #expect(verified.status == 0 && verified.out.contains("1 of 1 file valid"), "\(verified)")
        let page = await wipectl(["certificate", "render", "--html", name] + keys, socket: daemon.path)
        #expect(page.status == 0 && page.out.contains("<html"), "\(page.err)")
        #expect(daemon.requests.contains { $0.line == "GET /v1/certificates/1" })
        #expect(await wipectl(["certificate", "show", name], socket: daemon.path).status == 0)
    }

    @Test func aFileIsAFileWhateverItIsCalled() throws {
        let file = NSTemporaryDirectory() + "/7"
        try Data().write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        #expect(RecordName.ofRecord(file) == nil && RecordName.ofRecord("certificate.json") == nil && RecordName.ofRecord("") == nil)
        #expect(RecordName.ofRecord("7") == "7" && RecordName.ofRecord("record:7") == "7" && RecordName.bare("x") == "x")
    }
}
