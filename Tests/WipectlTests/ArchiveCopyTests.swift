// Goal: an archive as people bring it (copied by a Mac, a browser, git, Windows, in folders, with pipes and links in it) is checked or named for what
// it is, each thing once. Method: what such programs do, done to a small archive; the commands are run as a person runs them.

import Foundation
import Testing
import WipeAPI
import WipeCertificate

@testable import WipeAudit
@testable import wipectl

@Suite(.timeLimit(.minutes(15))) struct ArchiveCopyTests {
    private func audit(_ station: SmallStation) async throws -> AuditReport {
        let result = await wipectl(["--json", "audit", station.folder, "--trust", station.path("keys.txt")], socket: "/none")
        return try #require(try? JSONDecoder().decode(AuditReport.self, from: Data(result.out.utf8)), "\(result)")
    }

    private func verify(_ path: String, _ station: SmallStation) async throws -> VerifyReport {
        let result = await wipectl(["--json", "certificate", "verify", path, "--trust", station.path("keys.txt")], socket: "/none")
        return try #require(try? JSONDecoder().decode(VerifyReport.self, from: Data(result.out.utf8)), "\(result)")
    }

    private func record(_ station: SmallStation, _ index: Int = 0) -> String { station.path("certificates/" + station.files[index]) }

    private func change(_ path: String, _ body: ([UInt8]) -> [UInt8]) throws {
        try Data(body([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))).write(to: URL(fileURLWithPath: path))
    }

    private static func withReturns(_ bytes: [UInt8]) -> [UInt8] { bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }

    @Test func aSecondDownloadIsOneFinding() async throws {
        let station = try SmallStation(records: 3)
        let name = station.files[1]
        let copy = name.dropLast(5) + " (1).json"
        try FileManager.default.copyItem(atPath: record(station, 1), toPath: station.path("certificates/\(copy)"))
        let report = try await audit(station)
        #expect(report.findings.map(\.code) == ["file-twice"] && report.findings.first?.subject == String(copy))
        #expect(report.findings.first?.message == "is a copy of \(name), and counts once")
        // Without the log it is one thing too.
        try FileManager.default.removeItem(atPath: station.path("log"))
        #expect(try await audit(station).findings.map(\.code).sorted() == ["file-twice", "log-missing"])
    }

    /// Beside the folder of records a copy may even have its record's own name. It counts nowhere, not among the outcomes either.
    @Test(arguments: ["", "2026/"]) func aCopyElsewhereInTheArchiveCountsOnce(_ folder: String) async throws {
        let station = try SmallStation(records: 3)
        try FileManager.default.createDirectory(atPath: station.path(folder), withIntermediateDirectories: true)
        for name in [station.files[1], PublishedName.ofProof(station.files[1])] {
            try FileManager.default.copyItem(atPath: station.path("certificates/" + name), toPath: station.path(folder + name))
        }
        let report = try await audit(station)
        #expect(report.findings.map(\.code) == ["file-twice"] && report.counts?.sanitized == 3, "\(report.findings)")
        let verified = try await verify(station.folder, station)
        #expect(verified.files.count == 4 && verified.counts.sanitized == 3)
    }

    /// As a FAT stick or a disc brings files back.
    @Test func namesInCapitalsKeepTheirProofs() async throws {
        let station = try SmallStation(records: 2)
        for name in station.files.flatMap({ [$0, PublishedName.ofProof($0)] }) {
            let path = station.path("certificates/")
            try FileManager.default.moveItem(atPath: path + name, toPath: path + name.uppercased())
        }
        let report = try await audit(station)
        #expect(report.findings.isEmpty, "\(report.findings)")
    }

    @Test func anIntakeListWithoutRowsIsNamed() async throws {
        let station = try SmallStation(records: 1)
        try station.write("empty.csv", Array("serial,assetTag\n".utf8))
        let result = await wipectl(["audit", station.folder, "--intake", station.path("empty.csv")], socket: "/none")
        #expect(result.status == 1 && result.err.contains("empty.csv has no rows"), "\(result)")
    }

    @Test func aCopyThatWasEditedIsNamedAsThat() async throws {
        let station = try SmallStation(records: 3)
        let copy = station.path("certificates/\(station.files[1].dropLast(5)) (1).json")
        try FileManager.default.copyItem(atPath: record(station, 1), toPath: copy)
        try change(copy) { Array(String(decoding: $0, as: UTF8.self).replacing("SERIAL2", with: "SERIAL9").utf8) }
        #expect(try await audit(station).findings.map(\.code) == ["file-edited"])
    }

    @Test func aMissingTileIsOneFinding() async throws {
        let station = try SmallStation(records: 15)
        try FileManager.default.removeItem(atPath: station.path("log/tile/entries/000.p/15"))
        let findings = try await audit(station).findings
        #expect(findings.map(\.code) == ["log-damaged"], "\(findings)")
        #expect(findings.first?.message.contains("no record from there on can be compared with the log") == true)
        #expect(findings.allSatisfy { !$0.message.contains("Failure(") })
    }

    @Test func whatAMacLeavesIsPassedOverAndSaid() async throws {
        let station = try SmallStation(records: 2)
        for name in ["._" + station.files[0], ".DS_Store", "__MACOSX/._x.json", ".git/config.json", "Thumbs.db"] {
            try station.write("certificates/" + name, [0, 5, 22, 7])
        }
        let report = try await audit(station)
        #expect(report.findings.isEmpty && report.records == 2)
        let said = report.passedOver.joined(separator: "\n")
        #expect(said.contains("left by a Mac") && said.contains("left by Windows") && said.contains(".git: hidden"))
        let verified = try await verify(station.path("certificates"), station)
        #expect(verified.files.count == 2 && verified.files.allSatisfy(\.valid) && !verified.passedOver.isEmpty)
        let shown = await wipectl(["certificate", "verify", station.path("certificates")], socket: "/none").out
        #expect(shown.contains("left by a Mac beside the file itself: passed over"))
    }

    @Test func changedLineEndsAreSaid() async throws {
        let station = try SmallStation(records: 2)
        try change(station.path("log/checkpoint"), Self.withReturns)
        let findings = try await audit(station).findings
        #expect(findings.map(\.code) == ["log-missing"])
        #expect(findings.first?.message == "its line ends were changed, as git and Windows do: take the file as it was exported")
        let proofs = try SmallStation(records: 2)
        let proof = PublishedName.ofProof(record(proofs))
        try change(proof, Self.withReturns)
        // The record itself says the same as before: what is signed has no line ends.
        try change(record(proofs), Self.withReturns)
        let damaged = try await audit(proofs).findings
        #expect(damaged.map(\.code) == ["proof-invalid"] && damaged.first?.message.contains("its line ends were changed") == true)
        let tiles = try SmallStation(records: 12)
        try change(tiles.path("log/tile/entries/000.p/12")) { $0.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }
        let tile = try await audit(tiles).findings
        #expect(tile.allSatisfy { $0.code == "log-damaged" } && tile.count <= 1)
    }

    @Test func aByteOrderMarkIsTakenOrNamed() async throws {
        let station = try SmallStation(records: 2)
        try change(station.path("keys.txt")) { [0xEF, 0xBB, 0xBF] + Array("# keys\r\n".utf8) + Self.withReturns($0) }
        #expect(try await audit(station).findings.isEmpty)
        try change(record(station)) { [0xEF, 0xBB, 0xBF] + $0 }
        let verified = try await verify(record(station), station)
        #expect(verified.files.first?.problems.map(\.code) == ["not-json"])
        #expect(verified.files.first?.problems.first?.message.contains("a byte order mark was put before it") == true)
    }

    @Test func pipesSocketsAndLinksAreNamedAndNothingHangs() async throws {
        let station = try SmallStation(records: 3)
        #expect(mkfifo(station.path("certificates/pipe.json"), 0o600) == 0)
        #expect(symlink("/dev/zero", station.path("certificates/link.json")) == 0)
        #expect(symlink("/", station.path("certificates/elsewhere")) == 0)
        let proof = PublishedName.ofProof(record(station))
        try FileManager.default.removeItem(atPath: proof)
        #expect(mkfifo(proof, 0o600) == 0)
        let findings = try await audit(station).findings
        #expect(findings.map(\.code) == ["file-unreadable", "file-unreadable", "file-unreadable", "proof-invalid"], "\(findings)")
        #expect(findings.contains { $0.subject == "pipe.json" && $0.message == "is a pipe, and no file" })
        #expect(findings.filter { $0.message.hasPrefix("is a link") }.map(\.subject) == ["elsewhere", "link.json"])
        let verified = try await verify(station.path("certificates"), station)
        #expect(verified.files.count == 6 && verified.files.filter(\.valid).count == 2)
    }

    /// Everything that a person names on a command line.
    @Test func aPipeInThePlaceOfAFileIsRefusedEverywhere() async throws {
        let station = try SmallStation(records: 1)
        let pipe = station.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let good = record(station)
        let lines = [
            ["certificate", "verify", good, "--trust", pipe], ["certificate", "verify", good, "--log-policy", pipe],
            ["certificate", "render", "--html", pipe], ["certificate", "render", "--html", good, "--trust", pipe],
            ["audit", station.folder, "--trust", pipe], ["audit", station.folder, "--checkpoint", pipe],
            ["audit", station.folder, "--intake", pipe], ["assets", "import", pipe], ["policy", "check", pipe],
        ]
        for line in lines {
            let result = await wipectl(line, socket: "/none")
            let said = result.err + result.out
            #expect(
                result.status == 1 && (said.contains("it is a pipe, and no file") || said.contains("is not a regular file")),
                "\(line) \(said)")
        }
        let device = await wipectl(["certificate", "render", "--html", "/dev/zero"], socket: "/none")
        #expect(device.status == 1 && device.err.contains("it is a device, and no file"))
    }

    @Test func aDatabaseThatIsAPipeDoesNotHang() async throws {
        let station = try SmallStation(records: 1)
        #expect(mkfifo(station.path("wiped.sqlite"), 0o600) == 0)
        let result = await wipectl(["audit", station.folder], socket: "/none")
        #expect(result.status == 1 && result.err.contains("it is no regular file"), "\(result)")
    }

    @Test func recordsInFoldersAndUnderOtherSpellingsAreLookedAt() async throws {
        let station = try SmallStation(records: 5)
        let files = FileManager.default
        func move(_ index: Int, _ name: String) throws {
            let target = station.path(name)
            try files.createDirectory(atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try files.moveItem(atPath: PublishedName.ofProof(record(station, index)), toPath: PublishedName.ofProof(target))
            try files.moveItem(atPath: record(station, index), toPath: target)
        }
        try move(0, "certificates/2026/a.json")
        try move(1, "certificates/B.JSON")
        try move(2, "certificates/c.json.txt")
        try move(3, "elsewhere/d.json")
        let report = try await audit(station)
        #expect(report.findings.isEmpty && report.records == 5, "\(report.findings)")
        // A whole archive has lists that are named as records are.
        try station.write("log/open.json", Array("{}".utf8))
        let verified = try await verify(station.folder, station)
        #expect(verified.files.count == 5 && verified.files.allSatisfy(\.valid))
    }

    @Test(arguments: [
        "X.revocation.JSON", "X.revocation (1).json", "x.Correction.json.txt", "A_B_C.revocation_1.json", "A_B_C.revocation.json.1",
        "A_B_C.revocation.json (1)", "A_B_C.revocation.json.bak", "A_B_C.revocation.json~", "A_B_C.revocation.json.",
    ]) func aNoticeIsFoundUnderTheNameOfACopy(_ name: String) { #expect(PublishedName.isAboutARecord(name)) }

    @Test(arguments: ["A.revocation_B_C.json", "A_B.correction_C.json", "A_B_C.revocation.tlog-proof", "A_B_C.json"])
    func aRecordIsNoNoticeByItsTag(_ name: String) { #expect(!PublishedName.isAboutARecord(name)) }

    /// On a medium that cannot be written SQLite cannot make the file that it wants beside the database.
    @Test(.enabled(if: geteuid() == 0)) func aStateFolderOnAReadOnlyMediumIsRead() throws {
        let station = try SmallStation(records: 1)
        try FileManager.default.createDirectory(atPath: station.path("medium"), withIntermediateDirectories: true)
        let script = """
            set -e
            mount -t tmpfs none "$1/medium"
            cp -r "$1/certificates" "$1/log" "$1/medium/"
            "$2" - "$1/medium/wiped.sqlite" <<'END'
            import sqlite3, sys
            base = sqlite3.connect(sys.argv[1])
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("CREATE TABLE job (record INTEGER, closed INTEGER)")
            base.execute("CREATE TABLE document (record INTEGER)")
            base.execute("INSERT INTO job VALUES (2, 0)")
            base.commit()
            base.close()
            END
            rm -f "$1/medium/wiped.sqlite-shm" "$1/medium/wiped.sqlite-wal"
            [ "$4" = clean ] || echo rest > "$1/medium/wiped.sqlite-wal"
            mount -o remount,ro "$1/medium"
            "$3" audit "$1/medium" 2>&1 || true
            """
        let program = (Bundle.main.executablePath.map { ($0 as NSString).deletingLastPathComponent } ?? ".") + "/wipectl"
        func run(_ kind: String) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
            process.arguments = ["-m", "bash", "-c", script, "bash", station.folder, "/usr/bin/python3", program, kind]
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            try process.run()
            let out = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: out, as: UTF8.self)
        }
        let clean = try run("clean")
        #expect(clean.contains("still open: 2") && clean.contains("nothing found"), "\(clean)")
        #expect(try run("left").contains("copy the whole folder to where it can be written"))
    }

    @Test func noMessageShowsTheInsideOfTheProgram() async throws {
        let station = try SmallStation(records: 1)
        try station.add(2, about: 0, revokes: true)
        try station.publish()
        try station.write("list.csv", Array("a,b\n1,2\n".utf8))
        try station.write("empty.json", [])
        let lines = [
            ["audit", station.folder, "--intake", station.path("list.csv")],
            ["certificate", "render", "--html", record(station, 1)], ["certificate", "render", "--html", station.path("empty.json")],
        ]
        for line in lines {
            let said = await wipectl(line, socket: "/none").err
            #expect(!said.isEmpty && !said.contains("\\u{") && !said.contains("Failure(") && !said.contains("Optional("), "\(said)")
            #expect(!said.split(separator: "\n").contains { $0.hasSuffix(":") || $0.hasSuffix(": ") }, "\(said)")
        }
        #expect(await wipectl(lines[1], socket: "/none").err.contains("those have no page"))
        #expect(await wipectl(lines[2], socket: "/none").err.contains("the file is empty"))
    }
}
