// Goal: an archive that holds together has no finding, and each thing that can be done to one has its own. Method: an archive made with the
// certificate module's own tools, changed in one thing at a time; the commands are run as a person runs them.

import Crypto
import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import WipeCertificate
@testable import wipectl

struct AuditTests {
    private func audit(_ station: SmallStation, _ more: [String] = [], trust: Bool = true) async throws -> AuditReport {
        try await station.audit(more, trust: trust)
    }
    private func codes(_ report: AuditReport) -> Set<String> { Set(report.findings.map(\.code)) }
    private func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    @Test func soundArchiveHasNoFinding() async throws {
        let station = try SmallStation(records: 300)
        try station.add(301) { $0.simulation = true }
        try station.publish()
        try station.write("kept", station.heads[17].bytes)
        let report = try await audit(station, ["--checkpoint", station.path("kept")])
        #expect(report.findings == [])
        #expect(report.records == 300 && report.simulations == 1 && report.log?.size == 301 && report.trusted)
        let blind = try await audit(station, trust: false)
        #expect(blind.findings == [] && !blind.trusted)
    }

    @Test func everyVerifiedRecordIsIncluded() async throws {
        let station = try SmallStation(records: 3)
        let paths = station.files.map { station.path("certificates/" + $0) }
        let policy = "log \(LogKey(name: SmallStation.origin, key: station.log.publicKey))\nquorum none\n"
        try station.write("policy", Array(policy.utf8))
        let line = ["--json", "certificate", "verify", "--trust", station.path("keys.txt")]
        let result = await wipectl(line + ["--log-policy", station.path("policy")] + paths, socket: "/none")
        let report = try JSONDecoder().decode(VerifyReport.self, from: Data(result.out.utf8))
        #expect(result.status == 0 && report.files.map(\.log) == ["included", "included", "included"])
        // Without the proof: an answer, and a reason only under a policy.
        try remove(PublishedName.ofProof(paths[0]))
        #expect(await wipectl(line + [paths[0]], socket: "/none").status == 0)
        #expect(
            await wipectl(line + ["--log-policy", station.path("policy"), paths[0]], socket: "/none").out.contains("log-proof-missing"))
        // The proof of another record.
        try FileManager.default.copyItem(atPath: PublishedName.ofProof(paths[1]), toPath: PublishedName.ofProof(paths[0]))
        let swapped = await wipectl(line + [paths[0]], socket: "/none")
        #expect(swapped.status == 1 && swapped.out.contains(#""log":"not-included""#) && swapped.out.contains("log-not-included"))
        // A log that nobody named.
        try station.write("other", Array("log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\nquorum none\n".utf8))
        let foreign = await wipectl(line + ["--log-policy", station.path("other"), paths[2]], socket: "/none")
        #expect(foreign.status == 1 && foreign.out.contains(#""log":"untrusted-log""#))
        try station.write("bad", Array("witness w x\n".utf8))
        #expect(await wipectl(line + ["--log-policy", station.path("bad"), paths[2]], socket: "/none").out.contains("bad:1: "))
    }

    @Test func deletedRecordIsMissed() async throws {
        let station = try SmallStation(records: 5)
        try remove(station.path("certificates/" + station.files[2]))
        let report = try await audit(station)
        #expect(codes(report) == ["file-missing"] && report.findings[0].message.contains("record 3"))
    }

    /// An export without these records, which says that its filter left them out.
    private func leaveOut(_ numbers: [Int], of station: SmallStation, _ filter: String) throws {
        for number in numbers { try? remove(station.path("certificates/" + station.files[number - 1])) }
        try station.write("log/filter.json", Array(#"{"leftOut":\#(numbers),\#(filter)}"#.utf8))
    }

    @Test func filteredExportSaysWhatItLeavesOutAndIsNeverWhole() async throws {
        let station = try SmallStation(records: 6)
        try leaveOut([1, 2, 5], of: station, #""assetTag":"TAG-3""#)
        let report = try await audit(station)
        #expect(report.findings == [] && report.outsideFilter?.entries.map(\.record) == [1, 2, 5])
        let text = await wipectl(["audit", station.folder, "--trust", station.path("keys.txt")], socket: "/none")
        #expect(text.status == 4 && text.out.contains("outside-filter: 3 records left out by --asset-tag TAG-3, not checked: 1 to 2, 5\n"))
        #expect(text.out.contains("nothing found in what is here\n"))
        // What the list does not name was lost, not left out.
        try remove(station.path("certificates/" + station.files[3]))
        let lost = try await audit(station)
        #expect(codes(lost) == ["file-missing"] && lost.findings[0].message.contains("record 4"))
        #expect(lost.outsideFilter?.entries.count == 3)
        for bad in [#""since":"yesterday""#, #""outcome":"fine""#, #""since":5"#] {
            try leaveOut([1], of: station, bad)
            let refused = try await audit(station)
            #expect(refused.outsideFilter == nil && codes(refused) == ["file-unreadable", "file-missing"], "\(refused)")
        }
    }

    /// A filter is nobody's signature: what the log contradicts is missing, whatever the filter says.
    @Test func filterHidesNothingThatTheLogContradicts() async throws {
        func findings(_ leftOut: [Int], _ filter: String) async throws -> [String] {
            let station = try SmallStation(records: 4)
            try station.add(5) { ($0.end, $0.reasons) = (.failed, [.mismatch]) }
            try station.add(6, about: 0, revokes: true)
            try station.publish()
            try leaveOut(leftOut, of: station, filter)
            let report = try await audit(station)
            #expect(report.findings.allSatisfy { $0.code == "file-missing" && $0.message.contains("does not explain it") })
            return report.findings.map { String($0.message.prefix { $0 != "," }) }
        }
        let third = UTCTime(secondsSince1970: SmallStation.start + 3 * 3_600)
        #expect(try await findings([1, 2], #""since":"\#(third)""#) == [])
        // Record 3 was signed after that time, so record 4 was too.
        #expect(try await findings([1, 2, 4], #""since":"\#(third)""#) == ["certificate"])
        #expect(try await findings([1, 5], #""outcome":"not-sanitized""#) == ["failure"])
        #expect(try await findings([1, 5], #""outcome":"cleared""#) == [])
        // The revocation of a record, and records under no filter at all.
        #expect(try await findings([6], #""serial":"SERIAL1""#) == ["revocation"])
        #expect(try await findings([1], #""serial":null"#) == ["certificate"])
    }

    @Test func smuggledRecordIsSeen() async throws {
        let station = try SmallStation(records: 5)
        let signed = try Certificate.sign(Certificate.build(station.facts(6), issuer: station.station.publicKey), with: station.station)
        try station.write("certificates/" + signed.fileName, signed.bytes)
        #expect(codes(try await audit(station)) == ["file-not-logged"])
    }

    @Test func editedRecordAndEditedEntryAreSeen() async throws {
        let station = try SmallStation(records: 5)
        let path = station.path("certificates/" + station.files[1])
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data(text.replacing("SERIAL2", with: "SERIAL9").utf8).write(to: URL(fileURLWithPath: path))
        #expect(try await audit(station).findings.map(\.code) == ["record-invalid"])
        // Signed again by the right key, so that only the log knows.
        let again = station.facts(2, serial: "SERIAL9")
        let signed = try Certificate.sign(Certificate.build(again, issuer: station.station.publicKey), with: station.station)
        try Data(signed.bytes).write(to: URL(fileURLWithPath: path))
        let edited = codes(try await audit(station))
        #expect(edited.contains("file-edited") && edited.isDisjoint(with: ["proof-invalid", "record-invalid"]), "\(edited)")
        let other = try SmallStation(records: 5)
        let bundle = other.path("log/tile/entries/000.p/5")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: bundle))
        let place = try #require(bytes.firstRange(of: Data(#""record":4"#.utf8)))
        bytes.replaceSubrange(place, with: Data(#""record":5"#.utf8))
        try bytes.write(to: URL(fileURLWithPath: bundle))
        // The tree tells which entry it was: one cause is one finding, and the record that was logged there is what was logged.
        let damaged = try await audit(other).findings
        #expect(damaged.map(\.code) == ["log-damaged"] && damaged.first?.message.hasSuffix("entry 3") == true, "\(damaged)")
        #expect(try await audit(other).notValid == [])
        // Without that record nobody knows what was logged; that it is gone is another cause.
        try remove(other.path("certificates/" + other.files[3]))
        #expect(try await audit(other).findings.map(\.code) == ["log-damaged", "record-number-missing"])
        // Edited together with its record, by whoever has the station's key: the record is none that the tree knows.
        let both = try SmallStation(records: 5)
        let old = both.path("certificates/" + both.files[2])
        let was = try Data(contentsOf: URL(fileURLWithPath: old))
        let other3 = both.facts(3, serial: "SERIAL9")
        let new = try Certificate.sign(Certificate.build(other3, issuer: both.station.publicKey), with: both.station)
        try Data(new.bytes).write(to: URL(fileURLWithPath: old))
        let entries = both.path("log/tile/entries/000.p/5")
        var bundled = try Data(contentsOf: URL(fileURLWithPath: entries))
        let digest = try #require(NoticeFacts.Target(signed: Array(was))?.digest)
        bundled.replaceSubrange(try #require(bundled.firstRange(of: Data(digest.utf8))), with: Data(new.digest.utf8))
        try bundled.write(to: URL(fileURLWithPath: entries))
        let found = try await audit(both).findings
        #expect(
            found.first?.code == "log-damaged" && found.contains { $0.code == "proof-invalid" && $0.subject == both.files[2] }, "\(found)")
    }

    @Test func truncatedAndForkedLogsAreSeenByWhoKeptAHead() async throws {
        let station = try SmallStation(records: 6)
        try station.write("kept", station.heads[6].bytes)
        for file in station.files[4...] {
            try remove(station.path("certificates/" + file))
            try remove(PublishedName.ofProof(station.path("certificates/" + file)))
        }
        station.truncate(to: 4)
        try station.publish()
        // From inside nothing is missing; a head that somebody kept says otherwise.
        #expect(codes(try await audit(station)) == [])
        #expect(codes(try await audit(station, ["--checkpoint", station.path("kept")])) == ["log-truncated"])
        for number in 5...7 { try station.add(number, { $0.media.serial = "FORKED\(number)" }) }
        try station.publish()
        let forked = try await audit(station, ["--checkpoint", station.path("kept")])
        #expect(codes(forked) == ["log-forked"])
        let check = await wipectl(["log", "check", station.folder, "--checkpoint", station.path("kept")], socket: "/none")
        #expect(check.status == 1 && check.out.contains("log-forked"))
    }

    @Test func backdatedRecordIsSeen() async throws {
        let station = try SmallStation(records: 6)
        // Says that it began before records that its own head has.
        try station.add(7) { facts in
            let early = station.facts(7, hours: 2)
            (facts.run, facts.validFrom) = (early.run, early.validFrom)
        }
        try station.publish()
        let report = try await audit(station)
        #expect(codes(report) == ["date-outside-log"])
        // Under an older head, so that the date fits: the drive shows it, or nothing does but the order of entries.
        let other = try SmallStation(records: 3)
        try other.add(4) { $0.logAnchor = LogAnchor(origin: SmallStation.origin, treeSize: 2, rootHash: LogHash.empty.base64) }
        try other.publish()
        #expect(codes(try await audit(other)) == ["anchor-mismatch"])
        let late = try SmallStation(records: 3)
        try late.add(4) { $0.logAnchor = LogAnchor(origin: SmallStation.origin, treeSize: 9, rootHash: LogHash.empty.base64) }
        try late.publish()
        #expect(try await audit(late).findings.map(\.code) == ["date-outside-log"])
    }

    @Test func wrongLogKeyAndMissingLogAreSeen() async throws {
        let station = try SmallStation(records: 3)
        station.log = .ephemeral(role: .log)
        try station.publish()
        #expect(try await audit(station).findings.map(\.code) == ["checkpoint-untrusted"])
        try remove(station.path("log"))
        #expect(codes(try await audit(station)).contains("log-missing"))
        let nowhere = await wipectl(["audit", station.path("nowhere")], socket: "/none")
        #expect(nowhere.status == 1 && nowhere.err == "wipectl: error: cannot read \(station.path("nowhere")): no such file or directory\n")
        let damaged = try SmallStation(records: 300)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: damaged.path("log/tile/0/000")))
        #expect(codes(try await audit(damaged)) == ["log-damaged"])
    }

    @Test func missingNumbersAreSeenAndOpenOnesAreNone() async throws {
        let station = try SmallStation(records: 3)
        try station.add(6)
        try station.publish()
        let report = try await audit(station)
        #expect(codes(report) == ["record-number-missing"] && report.findings[0].subject == "records 4 to 5")
        try station.write("log/open.json", Array(#"{"open":[4,5]}"#.utf8))
        let open = try await audit(station)
        #expect(open.findings == [] && open.open == [4, 5])
        try station.write("log/open.json", Array(#"{"open":"4"}"#.utf8))
        #expect(await wipectl(["audit", station.folder], socket: "/none").status == 1)
    }

    @Test func oneSerialOnTwoThingsIsOneFinding() async throws {
        let station = try SmallStation(records: 3)
        try station.add(4) { ($0.media.serial, $0.media.model, $0.asset.assetTag) = ("SERIAL3", "Disk 2", "TAG3") }
        try station.add(5) { ($0.media.serial, $0.media.wwn) = ("serial3", "0x5000c500b5d6e7f9") }
        // Written otherwise, and the same drive.
        try station.add(6) { $0.media.serial = " serial1 " }
        try station.publish()
        let report = try await audit(station)
        #expect(report.findings.filter { $0.code == "serial-shared" }.map(\.subject) == ["SERIAL3"], "\(report.findings)")
    }

    @Test func twinsToTheLastFactAreFoundByWhatTheirRecordsSay() async throws {
        let station = try SmallStation(records: 3)
        try station.add(4) { ($0.media.serial, $0.asset.assetTag, $0.media.serialShared) = ("SERIAL3", "TAG4", true) }
        // Said on its only record: an exception there, and nothing that an auditor has to compare.
        try station.add(5) { ($0.media.serial, $0.media.serialShared) = ("SERIAL5", true) }
        try station.publish()
        let report = try await audit(station)
        #expect(report.findings.filter { $0.code == "serial-shared" }.map(\.subject) == ["SERIAL3"], "\(report.findings)")
    }

    @Test func anIntakeSerialIsFoundInItsOneForm() async throws {
        let station = try SmallStation(records: 2)
        try station.add(3) { $0.media.serial = "WD-WX_31A23456" }
        try station.publish()
        try station.write("list.csv", Array("serial,assetTag\nserial1,A\n SERIAL2 ,B\nWD-WX 31A23456,C\nWD-WX31A23457,D\n".utf8))
        let report = try await audit(station, ["--intake", station.path("list.csv")])
        #expect(report.findings.filter { $0.code == "intake-without-record" }.map(\.subject) == ["WD-WX31A23457"])
    }

    /// A list's tag and a record's are compared as they are written; where they read the same, the finding says so.
    @Test func anIntakeTagThatOnlyReadsTheSameIsStillAFinding() async throws {
        let station = try SmallStation(records: 2)
        try station.publish()
        try station.write("list.csv", Array("serial,assetTag\nSERIAL1,tag-01\nSERIAL2,TAG-9\n".utf8))
        let found = try await audit(station, ["--intake", station.path("list.csv")]).findings.filter { $0.code == "intake-tag-conflict" }
        #expect(found.map(\.subject) == ["SERIAL1", "SERIAL2"])
        #expect(found.map { $0.message.hasSuffix("; they differ only in capitals or leading zeros") } == [true, false], "\(found)")
    }

    @Test func twoWipesOfOneDriveAtOnceAndMissingSerialsAreSeen() async throws {
        let station = try SmallStation(records: 3)
        try station.add(4) { facts in
            let same = station.facts(4, serial: "SERIAL3", hours: 3)
            (facts.run, facts.media, facts.validFrom) = (same.run, same.media, same.validFrom)
            facts.logAnchor = station.heads[2].checkpoint.anchor
        }
        try station.publish()
        try station.write("intake.csv", Array("serial,assetTag\nSERIAL1,TAG-1\nNEVER-SEEN,TAG-9\n".utf8))
        let report = try await audit(station, ["--intake", station.path("intake.csv")])
        #expect(codes(report) == ["media-overlap", "intake-without-record"])
        #expect(report.findings.last?.subject == "NEVER-SEEN")
        // A row that cannot be read keeps nobody from reading the others, and is not passed over.
        try station.write("intake.csv", Array("serial,assetTag\n,TAG-1\nNEVER-SEEN,TAG-9\n".utf8))
        let partly = try await audit(station, ["--intake", station.path("intake.csv")])
        #expect(codes(partly) == ["media-overlap", "intake-without-record", "intake-row-rejected"])
        #expect(partly.findings.last?.subject == station.path("intake.csv:2"))
        // A row that is there twice misses nobody: it is said, and no finding. One that contradicts is one.
        try station.write("intake.csv", Array("serial,assetTag\nSERIAL2,TAG-2\nSERIAL2,TAG-2\n".utf8))
        let twice = try await audit(station, ["--intake", station.path("intake.csv")])
        #expect(codes(twice) == ["media-overlap"] && twice.notes == [station.path("intake.csv:3:1: repeats line 2")], "\(twice.notes)")
        try station.write("intake.csv", Array("serial,assetTag\nSERIAL2,TAG-2\nSERIAL2,TAG-3\n".utf8))
        let contradicting = try await audit(station, ["--intake", station.path("intake.csv")])
        #expect(codes(contradicting) == ["media-overlap", "intake-row-rejected"])
        try station.write("intake.csv", Array("disk;tag\n".utf8))
        #expect(
            await wipectl(["audit", station.folder, "--intake", station.path("intake.csv")], socket: "/none").err.contains("intake.csv:1:"))
    }

    /// Lists as Snipe-IT and GLPI export them: their own names of columns, their own separators.
    @Test(arguments: [
        (
            "Company,Asset Name,Sticker,Model,Disk Number\nOPEQ,PC-1,TAG-1,\"Opti, 7060\",SERIAL1\nOPEQ,PC-9,TAG-9,X,NEVER-SEEN\n",
            ["serial=Disk Number", "assetTag=Sticker"]
        ),
        (
            "\u{FEFF}\"Nom\";\"Numéro du disque\";\"Casier\";\r\n\"PC-1\";\"SERIAL1\";\"TAG-1\";\r\n\"PC-9\";\"NEVER-SEEN\";\"TAG-9\";\r\n",
            ["serial=Numéro du disque", "assetTag = Casier"]
        ),
    ]) func intakeListOfAnotherSystemIsRead(_ list: String, _ columns: [String]) async throws {
        let station = try SmallStation(records: 2)
        try station.write("list.csv", Array(list.utf8))
        let intake = ["--intake", station.path("list.csv")]
        let report = try await audit(station, intake + columns.flatMap { ["--column", $0] })
        #expect(report.findings.map(\.subject) == ["NEVER-SEEN"] && codes(report) == ["intake-without-record"])
        // Without the names nothing is missed in silence: the column is named, and that nothing was checked.
        let unnamed = await wipectl(["audit", station.folder] + intake, socket: "/none")
        #expect(unnamed.status == 1 && unnamed.err.contains("list.csv:1:1: ") && unnamed.err.contains("--column serial="), "\(unnamed)")
        for wrong in [["--column", "serial"], ["--column", "serialNumber=x"], ["--column", "serial=assetTag"], ["--column", "serial="]] {
            #expect(await wipectl(["audit", station.folder] + intake + wrong, socket: "/none").status == 2, "\(wrong)")
        }
        #expect(await wipectl(["audit", station.folder, "--column", "serial=x"], socket: "/none").status == 2)
    }

    @Test func revokedRecordIsNotValidAndACorrectedOneIsNamed() async throws {
        let station = try SmallStation(records: 3)
        try station.add(4, about: 0, revokes: true)
        try station.add(5, about: 1, revokes: false)
        try station.publish()
        let line = ["--json", "certificate", "verify", "--trust", station.path("keys.txt")]
        func verified(_ index: Int) async throws -> VerifyReport.File {
            let result = await wipectl(line + [station.path("certificates/" + station.files[index])], socket: "/none")
            return try #require(JSONDecoder().decode(VerifyReport.self, from: Data(result.out.utf8)).files.first)
        }
        let revoked = try await verified(0)
        #expect(!revoked.valid && revoked.problems.map(\.code) == ["revoked"] && revoked.supersededBy.map(\.record) == [4])
        let corrected = try await verified(1)
        #expect(corrected.valid && corrected.supersededBy.map(\.kind) == ["correction"])
        let untouched = try await verified(2)
        #expect(untouched.supersededBy == [] && untouched.valid)
        let report = try await audit(station)
        #expect(report.findings == [] && report.superseded.count == 2)
        // Under another name it is the same record; in another folder it is, where the notices are given with it.
        try FileManager.default.moveItem(
            atPath: station.path("certificates/" + station.files[0]), toPath: station.path("certificates/scan 1.json"))
        try FileManager.default.createDirectory(atPath: station.path("elsewhere"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: station.path("certificates/scan 1.json"), toPath: station.path("elsewhere/1.json"))
        let alone = await wipectl(line + [station.path("certificates/scan 1.json")], socket: "/none")
        #expect(alone.status == 1 && alone.out.contains(#""code":"revoked""#))
        #expect(await wipectl(line + [station.path("elsewhere/1.json")], socket: "/none").status == 0)
        let both = await wipectl(
            line + [station.path("elsewhere/1.json"), station.path("certificates/" + station.files[3])], socket: "/none")
        #expect(both.status == 1 && both.out.contains(#""code":"revoked""#))
    }

    @Test func simulationSoldAsRealIsNotValid() async throws {
        let station = try SmallStation(records: 1)
        try station.add(2) { $0.simulation = true }
        // The mark is taken away and the log made anew: the signature does not hold, and neither does the key's role.
        let path = station.path("certificates/" + station.files[1])
        let text = try String(contentsOfFile: path, encoding: .utf8).replacing("\"simulation\": true,", with: "")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try station.publish()
        let report = try await audit(station)
        let said = report.findings.first { $0.code == "record-invalid" }?.message ?? ""
        #expect(said.contains("signature-mismatch") && said.contains("key-role"))
        #expect(!codes(report).contains("file-edited"), "one cause, one finding")
    }
}
