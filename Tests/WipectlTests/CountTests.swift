// Goal: `verify` and `audit` say how many records came to what, and `--require` and an intake list take nothing else for a wiped drive. Method: an
// archive with one record of each kind.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import WipeCertificate
@testable import wipectl

struct CountTests {
    /// Records 1 and 2 cleared, 3 failed, 4 a simulation, 5 to be revoked by 6, 7 forged afterwards, 8 missing.
    private func station() throws -> SmallStation {
        let station = try SmallStation(records: 2)
        try station.add(3) { ($0.end, $0.reasons) = (.failed, [.mismatch]) }
        try station.add(4) { $0.simulation = true }
        try station.add(5)
        try station.add(6, about: 4, revokes: true, at: 6 * 3_600 + 3_000)
        try station.add(7)
        try station.add(8)
        try station.publish()
        let path = station.path("certificates/" + station.files[6])
        try Data(String(contentsOfFile: path, encoding: .utf8).replacing("SERIAL7", with: "SERIAL9").utf8).write(
            to: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: station.path("certificates/" + station.files[7]))
        return station
    }

    @Test func everyDocumentIsCountedOnce() async throws {
        let station = try station()
        var expected = OutcomeCounts()
        (expected.cleared, expected.failed, expected.simulations, expected.revoked) = (2, 1, 1, 1)
        (expected.notValid, expected.missing, expected.notices) = (1, 1, 1)
        #expect(try await station.audit().counts == expected)
        #expect(try await station.verify(Array(0..<8)).report.counts == expected)
        let text = await wipectl(["audit", station.folder, "--trust", station.path("keys.txt")], socket: "/none").out
        for line in [
            "cleared                     2", "failed (not sanitized)      1", "revoked                     1",
            "missing                     1",
        ] {
            #expect(text.contains("\n\(line)\n"), "\(text)")
        }
        #expect(text.contains("REVOKED by record 6"))
    }

    @Test func requirementIsMetByCertificatesOfRealDrivesAlone() async throws {
        let require = ["--require", "sanitized"]
        let good = try SmallStation(records: 2)
        #expect(try await good.verify(nil, require).status == 0)
        let line = ["audit", good.folder, "--trust", good.path("keys.txt")] + require
        #expect(await wipectl(line, socket: "/none").status == 0)
        let changes: [(SmallStation) throws -> Void] = [
            { try $0.add(3) { ($0.end, $0.reasons) = (.failed, [.mismatch]) } },
            { try $0.add(3) { $0.simulation = true } },
            { try $0.add(3, about: 0, revokes: true) },
        ]
        for change in changes {
            let station = try SmallStation(records: 2)
            try change(station)
            try station.publish()
            #expect(try await station.verify(nil, ["--allow-simulation"] + require).status == 1)
            let line = ["audit", station.folder, "--trust", station.path("keys.txt")]
            #expect(await wipectl(line, socket: "/none").status == 0)
            let required = await wipectl(line + require, socket: "/none")
            #expect(required.status == 1 && required.err.contains("--require sanitized"), "\(required)")
        }
        // No record is no wiped drive.
        let empty = try SmallStation(records: 1)
        try empty.add(2, about: 0, revokes: false)
        try empty.publish()
        #expect(try await empty.verify([1], require).status == 1)
        #expect(await wipectl(["audit", good.folder, "--require", "purged"], socket: "/none").status == 2)
    }

    @Test func listIsCoveredByValidRecordsOfRealDrivesAlone() async throws {
        let station = try station()
        let serials = (1...9).map { "serial\($0),TAG-\($0 == 2 ? 99 : $0)\n" }.joined()
        try station.write("list.csv", Array(("serial,assetTag\n" + serials).utf8))
        let findings = try await station.audit(["--intake", station.path("list.csv")]).findings
        let uncovered = findings.filter { $0.code == "intake-without-record" }
        #expect(uncovered.map(\.subject) == ["serial4", "serial5", "serial6", "serial7", "serial8", "serial9"])
        let none = "no record is about it"
        let only = "the record about it is "
        let reasons = [only + "a simulation", only + "revoked", none, none, none, only + "not valid"]
        #expect(uncovered.map(\.message) == reasons.map { "was received, and " + $0 })
        // The tag of record 2 is another one on the list, whatever case its serial is written in.
        #expect(findings.filter { $0.code == "intake-tag-conflict" }.map(\.subject) == ["serial2"])
    }

    @Test func exchangedTagsOfTwoSerialsAreTwoConflicts() async throws {
        let station = try SmallStation(records: 2)
        try station.write("list.csv", Array("serial,assetTag\nSERIAL1,TAG-2\nSERIAL2,TAG-1\n".utf8))
        let findings = try await station.audit(["--intake", station.path("list.csv")]).findings
        #expect(findings.map(\.code) == ["intake-tag-conflict", "intake-tag-conflict"])
    }

    /// B8: one cause, one finding.
    @Test func copyOfARecordAndATileThatIsGoneAreOneFindingEach() async throws {
        let station = try SmallStation(records: 3)
        try FileManager.default.copyItem(
            atPath: station.path("certificates/" + station.files[1]), toPath: station.path("certificates/copy (1).json"))
        try FileManager.default.copyItem(
            atPath: PublishedName.ofProof(station.path("certificates/" + station.files[1])),
            toPath: station.path("certificates/copy (1).tlog-proof"))
        #expect(try await station.audit().findings.map(\.code) == ["file-twice"])
        let other = try SmallStation(records: 15)
        try FileManager.default.removeItem(atPath: other.path("log/tile/entries/000.p/15"))
        #expect(try await other.audit().findings.map(\.code) == ["log-damaged"])
    }

    /// A11: what a narrow terminal loses last is the verdict, and what tells the files apart.
    @Test(arguments: [40, 80, 90, 200]) func narrowTableKeepsTheVerdictAndTellsFilesApart(_ columns: Int) {
        let folder = "/srv/archive/2026/export-of-november/certificates/OPEQ-2026-0188"
        let files = (41...43).map { number in
            var file = VerifySamples.file("x", valid: number != 42)
            file.file = "\(folder)\(number)_S5H7NX0N1234\(number)_0190a8c2-7b1e-7c55-9a3d-1f2e3d4c5b\(number).json"
            return file
        }
        let lines = VerifyReport(files: files).text(Layout(columns: columns, color: false)).split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("VALID  FILE"))
        let rows = lines.filter { $0.hasPrefix("yes") || $0.hasPrefix("NO") }
        #expect(rows.count == 3 && rows[1].hasPrefix("NO "))
        // Whole, or from the first character on that tells them apart.
        for (row, number) in zip(rows, 41...43) {
            let name = row.dropFirst(7)
            #expect(name.hasPrefix(folder + "\(number)") || name.hasPrefix("…") && name.contains("\(number % 10)_S5"), "\(row)")
        }
        #expect(lines.allSatisfy { SafeText.width($0) <= columns })
    }

    @Test func failuresAndRevocationsAreRed() async throws {
        let station = try SmallStation(records: 1)
        try station.add(2) { ($0.end, $0.reasons) = (.failed, [.mismatch]) }
        try station.add(3, about: 0, revokes: true)
        try station.publish()
        let text = try await station.verify([0, 1]).report.text(Layout(columns: nil, color: true))
        let red = "\u{1B}[31m"
        #expect(text.contains(red + "not sanitized\u{1B}") && text.contains(red + "cleared (REVOKED)\u{1B}"), "\(text)")
        #expect(text.contains(red + "failed (not sanitized)\u{1B}") && !text.contains(red + "missing"))
    }

    /// A9: in lists and in short a record that was taken back does not look like another one; what is signed stays byte for byte.
    @Test func listAndShowSayWhatBecameOfARecord() async throws {
        let bytes = Array(try Data(contentsOf: GoldenDocument.url))
        let id = try #require(try JSONParser.parse(bytes)["id"]?.text)
        var listed = Samples.certificate("x", fileName: "x.json")
        (listed.id, listed.revokedBy, listed.correctedBy) = (id, 9, 8)
        let list = CertificateList(certificates: [listed, Samples.certificate("0190-b", fileName: "b.json")])
        let red = list.text(Layout(columns: nil, color: true))
        #expect(
            red.contains("\u{1B}[31mcleared, with exceptions (REVOKED by 9, CORRECTED by 8)\u{1B}")
                && red.components(separatedBy: "REVOKED").count == 2)
        let text = try Session.encoded(list)
        let daemon = try FakeDaemon { $0.hasPrefix("GET /v1/certificates?") ? .json(200, text) : .bytes(bytes) }
        defer { daemon.stop() }
        let shown = await wipectl(["certificate", "show", "3"], socket: daemon.path)
        #expect(
            shown.status == 0 && shown.out.contains("REVOKED by record 9: it counts no more") && shown.out.contains("CORRECTED by record 8")
        )
        let signed = await wipectl(["certificate", "show", "3", "--json"], socket: daemon.path)
        #expect(Array(signed.out.utf8) == bytes && signed.err.contains("REVOKED by record 9"), "\(signed.err)")
        // A list that does not answer is not "not revoked".
        let silent = try FakeDaemon { $0.hasPrefix("GET /v1/certificates?") ? .json(500, "{}") : .bytes(bytes) }
        defer { silent.stop() }
        #expect(await wipectl(["certificate", "show", "3"], socket: silent.path).status != 0)
    }

    /// What a notice says, in short; one that is none of this format is an error, and no list of blanks.
    @Test func noticeInShortSaysWhatItIsAbout() throws {
        let station = try SmallStation(records: 1)
        try station.add(2, about: 0, revokes: true)
        try station.rotate(3, .log, hours: 300)
        let files = try station.files.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: station.path("certificates/" + $0)))) }
        let target = try #require(NoticeFacts.Target(signed: files[0]))
        let revocation = try RecordText.text(files[1], .plain)
        let rows = [
            ("record", "number 2"), ("kind", "record revoked"), ("about", "record 1"), ("serial", target.serial ?? ""),
            ("asset tag", target.assetTag ?? ""), ("reason", "test"), ("stated by", "lead"), ("signed", "20"),
        ]
        for (name, value) in rows {
            let isThere = revocation.split(separator: "\n").contains { $0.hasPrefix(name + " ") && $0.contains("  " + value) }
            #expect(isThere, "\(name) \(value) in \(revocation)")
        }
        let keys = try #require(KeyRotation(signed: files[2]))
        let rotation = try RecordText.text(files[2], .plain)
        #expect(rotation.contains("number 3") && rotation.contains(keys.retired.did) && rotation.contains(keys.replacement.did))
        let damaged = String(decoding: files[1], as: UTF8.self).replacing("\"reason\"", with: "\"season\"")
        #expect(throws: Failure.self) { try RecordText.text(Array(damaged.utf8), .plain) }
    }

    /// A13: of a simulation that was not allowed the page shows the doubt where the outcome would stand, and no mark of success.
    @Test func pageOfASimulationThatWasNotAllowedShowsNoOutcome() async throws {
        let station = try SmallStation(records: 1)
        try station.add(2) { $0.simulation = true }
        try station.publish()
        let file = station.path("certificates/" + station.files[1])
        let line = ["certificate", "render", file, "--html", "--trust", station.path("keys.txt")]
        let page = await wipectl(line, socket: "/none")
        #expect(page.status == 1 && page.out.contains(">SIMULATION<") && page.out.contains("class=\"banner doubt\""))
        #expect(!page.out.contains("✓") && !page.out.contains("class=\"banner good\""))
        let allowed = await wipectl(line + ["--allow-simulation"], socket: "/none")
        #expect(allowed.status == 0 && allowed.out.contains("class=\"banner good\""))
    }
}
