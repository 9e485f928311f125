// Goal: the wire is what the contract says: unknown is null, members have their names, paths are safe. Method: encode and look at the JSON itself.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import wipectl

struct WireTests {
    private func object(_ value: some Encodable) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? [String: Any])
    }

    @Test func unknownIsWrittenAsNull() throws {
        let job = try object(Samples.job("01", .held, bay: nil, serial: nil, tag: nil))
        for name in [
            "bay", "assetTag", "pass", "phase", "bytesDone", "bytesPerSecond", "etaSeconds", "startedAt", "endedAt", "certificate",
            "record",
        ] {
            #expect(job[name] is NSNull, "\(name)")
        }
        #expect((job["media"] as? [String: Any])?["serial"] is NSNull)
        #expect(try object(ErrorDocument(error: .init(code: "c", message: "m", hint: nil)))["error"] as? [String: Any] != nil)
        #expect(
            try Session.encoded(ErrorDocument(error: .init(code: "c", message: "m", hint: nil)))
                == #"{"error":{"code":"c","hint":null,"message":"m"}}"# + "\n")
    }

    @Test func jobHasTheMembersOfTheContract() throws {
        let job = try object(Samples.job("01", .running, done: 1))
        let contract: Set = [
            "id", "state", "bay", "media", "assetTag", "policy", "pass", "passes", "phase", "bytesDone", "bytesTotal", "bytesPerSecond",
            "etaSeconds",
            "createdAt", "startedAt", "holds", "reasons", "certificate", "priority", "record", "operator", "interruptions",
        ]
        #expect(contract.isSubset(of: Set(job.keys)))
        #expect(Set((job["media"] as? [String: Any] ?? [:]).keys) == ["serial", "model", "capacityBytes", "node"])
        #expect(try Array(object(JobList(jobs: [])).keys) == ["jobs"])
    }

    @Test func mediaHasTheMembersOfTheContract() throws {
        let media = try object(Samples.mediaView())
        let contract: Set = [
            "serial", "model", "vendor", "wwn", "node", "bay", "capacityBytes", "logicalSectorBytes", "physicalSectorBytes", "mediaType",
            "transport",
            "serialSource", "serialProblem", "contents", "usage", "decision", "assetTag", "job",
        ]
        #expect(contract.isSubset(of: Set(media.keys)))
        #expect(media["job"] is NSNull)
    }

    @Test func verifyHasTheMembersOfTheContract() throws {
        let file = try object(VerifySamples.file("S1"))
        let contract: Set = [
            "file", "id", "serial", "assetTag", "outcome", "simulation", "signature", "key", "log", "schema", "problems", "valid",
            "supersededBy", "revoked", "doubts",
        ]
        #expect(Set(file.keys) == contract)
    }

    @Test func valuesSurviveTheWire() throws {
        for job in Samples.queue.jobs { #expect(try JSONDecoder().decode(JobView.self, from: JSONEncoder().encode(job)) == job) }
        let media = Samples.mediaView()
        #expect(try JSONDecoder().decode(MediaView.self, from: JSONEncoder().encode(media)) == media)
        #expect(try JSONDecoder().decode(BayList.self, from: JSONEncoder().encode(Samples.bays)) == Samples.bays)
        #expect(try JSONDecoder().decode(StatusView.self, from: JSONEncoder().encode(Samples.status)) == Samples.status)
    }

    @Test func aMissingMemberReadsAsUnknown() throws {
        let summary = try JSONDecoder().decode(MediaSummary.self, from: Data(#"{"serial":"S"}"#.utf8))
        #expect(summary == MediaSummary(serial: "S", model: nil, capacityBytes: nil, node: nil))
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(MediaSummary.self, from: Data(#"{"serial":5}"#.utf8)) }
    }

    @Test func pathsCannotBeBentByTheirArguments() {
        #expect(Routes.path(Routes.jobCancel, id: "../start?x#y z/é") == "/v1/jobs/..%2Fstart%3Fx%23y%20z%2F%C3%A9/cancel")
        #expect(
            Routes.path(Routes.mediaShow, query: [("media", "node:/dev/sdb&x=1"), ("policy", nil)])
                == "/v1/media/show?media=node:%2Fdev%2Fsdb%26x%3D1")
        #expect(CertificateShow.path("urn:uuid:0190") == "/v1/certificates/0190")
    }

    @Test func everyClosedStateIsClosed() {
        #expect(JobStateWord.allCases.filter(\.isClosed).map(\.rawValue) == ["sanitized", "failed", "abandoned", "withdrawn"])
    }
}
