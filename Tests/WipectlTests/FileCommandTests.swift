// Goal: commands on files: verify, policy check, export. Method: a temporary folder, bytes that are compared, a fake daemon for the export.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import wipectl

/// Answers of `verify` for rendering.
enum VerifySamples {
    static func file(_ text: String, valid: Bool = false) -> VerifyReport.File {
        .init(
            file: text, id: "urn:uuid:0190a8c2-7b1e-7c55-9a3d-1f2e3d4c5b6a", serial: text, assetTag: text, outcome: "cleared",
            simulation: true,
            signature: "valid", key: valid ? "trusted" : "unknown", log: "no-proof", schema: "valid",
            problems: valid ? [] : [ReasonView(code: "simulation", message: text)], doubts: [], revoked: false, supersededBy: [],
            valid: valid)
    }
}

final class FileCommandTests {
    private let folder = NSTemporaryDirectory() + "/wipectl-files-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: folder) }
    private func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        return folder + "/" + name
    }

    @Test func verifyTable() throws {
        try expectGolden(
            VerifyReport(files: [VerifySamples.file("a.json", valid: true), VerifySamples.file("b.json")]).text(.plain), "verify")
    }

    @Test func threeAnswersAboutASignedRecord() async throws {
        // A record that the certificate module's own tests keep; its key is in it.
        let signed = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../WipeCertificateTests/Golden/certificate.json")
        let text = String(decoding: try Data(contentsOf: signed), as: UTF8.self)
        let did = try #require(text.firstMatch(of: /did:key:z[A-Za-z0-9]+/)).output
        let keys = try write("keys.txt", "\(did) station 2000-01-01 -\n")
        let good = try write("good.json", text)
        let edited = try write("edited.json", text.replacing("full", with: "none"))
        func verified(_ line: [String]) async throws -> (status: Int32, file: VerifyReport.File) {
            let result = await wipectl(["certificate", "verify", "--json"] + line, socket: "/none")
            return (result.status, try #require(JSONDecoder().decode(VerifyReport.self, from: Data(result.out.utf8)).files.last))
        }
        let valid = try await verified([good, "--trust", keys])
        #expect(valid.status == 0 && valid.file.valid && valid.file.problems.isEmpty && valid.file.log == "no-proof")
        let unknown = try await verified([good])
        #expect(unknown.status == 1 && unknown.file.signature == "valid" && unknown.file.key == "unknown" && !unknown.file.valid)
        let changed = try await verified([good, edited, "--trust", keys])
        #expect(changed.status == 1 && changed.file.signature == "invalid" && changed.file.key == "trusted" && !changed.file.valid)
        #expect(try RecordText.text(Array(text.utf8), .plain).contains("outcome       cleared"))
    }

    @Test func whatCannotBeReadOrParsedIsARowAndNotValid() async throws {
        _ = try write("garbage.json", "{\"id\": 1, \"id\": 2}")
        try FileManager.default.createDirectory(atPath: folder + "/folder.json", withIntermediateDirectories: true)
        // The folder stands for the records in it, and a folder among them is none.
        let result = await wipectl(["--json", "certificate", "verify", folder + "/missing.json", folder], socket: "/none")
        #expect(result.status == 1)
        let report = try JSONDecoder().decode(VerifyReport.self, from: Data(result.out.utf8))
        #expect(report.files.map(\.valid) == [false, false, false])
        #expect(report.files.map(\.file) == ["missing.json", "folder.json", "garbage.json"].map { folder + "/" + $0 })
        #expect(report.files.map { $0.problems.first?.code } == ["unreadable-file", "unreadable-file", "not-json"])
        let empty = await wipectl(["certificate", "verify", folder + "/folder.json"], socket: "/none")
        #expect(empty.status == 1 && empty.err.contains("has no .json files"), "\(empty.err)")
    }

    @Test func aBrokenKeysFileStopsTheVerification() async throws {
        let keys = try write("keys.txt", "# fine\ndid:key:nonsense station 2026-01-01 -\n")
        let result = await wipectl(["certificate", "verify", "x.json", "--trust", keys], socket: "/none")
        #expect(result.status == 1 && result.err.hasPrefix("wipectl: error: \(keys):2:1: "), "\(result.err)")
    }

    @Test func policyCheckNamesEveryProblemWithItsPlace() async throws {
        let bad = try write("bad.yaml", "id: bad\nbogus: 1\n")
        let result = await wipectl(["policy", "check", bad, folder + "/missing.yaml"], socket: "/none")
        #expect(result.status == 1)
        #expect(result.out.contains("\(bad):2:1: ") && result.out.contains("\(folder)/missing.yaml:1:1: "), "\(result.out)")
        let json = await wipectl(["policy", "check", bad, "--json"], socket: "/none")
        let report = try JSONDecoder().decode(PolicyCheckReport.self, from: Data(json.out.utf8))
        #expect(json.status == 1 && report.files.count == 1 && !report.files[0].valid && report.files[0].problems.count > 1)
    }

    @Test func exportWritesVerbatimAndNeverOverwrites() async throws {
        let record: [UInt8] = Array("{\"signed\": \"bytes\u{1}é\"}\n".utf8) + [0xFF]
        let list = CertificateList(certificates: [
            Samples.certificate("0190-a", fileName: "T_S_a.json"), Samples.certificate("0190-b", fileName: "../evil.json"),
        ])
        let daemon = try FakeDaemon { line in
            switch line {
            case "GET /v1/status": .json(200, (try? Session.encoded(Samples.status)) ?? "")
            case "GET /v1/keys": .json(200, (try? Session.encoded(Samples.keys)) ?? "")
            case "GET /v1/certificates", "GET /v1/certificates?since=2026-11-01T00:00:00Z":
                .json(200, (try? Session.encoded(list)) ?? "")
            default: .bytes(record)
            }
        }
        defer { daemon.stop() }
        let line = ["certificate", "export", "--to", folder + "/out", "--since", "2026-11-01"]
        let first = await wipectl(line, socket: daemon.path)
        #expect(first.status == 4 && first.out.hasPrefix("1 of 2 records"), "\(first)")
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/out/T_S_a.json"))) == record)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out").sorted() == ["T_S_a.json", "keys.txt", "log"])
        #expect(!FileManager.default.fileExists(atPath: folder + "/evil.json"))
        #expect(await wipectl(line, socket: daemon.path).out.contains("0 written, 1 already there"))
        let edited = Data("edited".utf8)
        try edited.write(to: URL(fileURLWithPath: folder + "/out/T_S_a.json"))
        let third = await wipectl(line, socket: daemon.path)
        #expect(third.status == 4 && third.out.contains("is there with other contents"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/out/T_S_a.json")) == edited)
    }

    @Test func anExportOfNothingIsANo() async throws {
        let daemon = try FakeDaemon { _ in .json(200, (try? Session.encoded(CertificateList(certificates: []))) ?? "") }
        defer { daemon.stop() }
        let result = await wipectl(["certificate", "export", "--to", folder + "/none", "--serial", "NOPE"], socket: daemon.path)
        #expect(result.status == 1 && result.out.isEmpty)
        #expect(result.err == "wipectl: error: no record meets --serial NOPE, so nothing was exported\n")
        #expect(!FileManager.default.fileExists(atPath: folder + "/none"))
    }

    @Test func sinceTakesDatesAndTimesThatExist() throws {
        #expect(try CertificateQuery.time("2026-11-22") == "2026-11-22T00:00:00Z")
        #expect(try CertificateQuery.time("2028-02-29T23:59:59Z") == "2028-02-29T23:59:59Z")
        for bad in ["2026-02-29", "2026-13-01", "2026-11-22T24:00:00Z", "2026-11-22 14:00", "yesterday", "", "2026-11-22T14:00:00+0"] {
            #expect(throws: (any Error).self, "\(bad)") { try CertificateQuery.time(bad) }
        }
    }
}
