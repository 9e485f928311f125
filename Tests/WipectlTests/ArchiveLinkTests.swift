// Goal: a link that a person names is the record that it leads to, with what lies beside that; a link in an archive is named and never followed; lists and
// folders that a copy has damaged or renamed are named or read. Method: an archive with one part moved, renamed or written anew.

import Foundation
import Testing
import WipeAPI
import WipeCertificate

@testable import WipeAudit
@testable import wipectl

@Suite(.timeLimit(.minutes(15))) struct ArchiveLinkTests {
    private let files = FileManager.default

    /// Moves a part of an archive away and leaves a link to it.
    private func moveAndLink(_ station: SmallStation, _ name: String, to place: String) throws {
        try files.createDirectory(atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try files.moveItem(atPath: station.path(name), toPath: place)
        try #require(symlink(place, station.path(name)) == 0)
    }

    // MARK: links that a person names

    @Test func noticesBesideTheTargetOfALinkAreLookedAt() async throws {
        let station = try SmallStation(records: 2)
        try station.add(3, about: 0, revokes: true)
        try station.publish()
        let elsewhere = station.folder + "-links"
        defer { try? files.removeItem(atPath: elsewhere) }
        try files.createDirectory(atPath: elsewhere + "/deeper", withIntermediateDirectories: true)
        for index in [0, 1] {
            try #require(symlink(station.path("certificates/" + station.files[index]), elsewhere + "/\(index).json") == 0)
            try #require(symlink("../\(index).json", elsewhere + "/deeper/\(index).json") == 0)
        }
        for folder in ["/", "/deeper/"] {
            for (index, isRevoked) in [(0, true), (1, false)] {
                let link = elsewhere + folder + "\(index).json"
                let line = ["--trust", station.path("keys.txt"), link]
                let result = await wipectl(["--json", "certificate", "verify"] + line, socket: "/none")
                let file = try #require(JSONDecoder().decode(VerifyReport.self, from: Data(result.out.utf8)).files.first)
                #expect(file.revoked == isRevoked && file.valid == !isRevoked && file.log == "included", "\(file)")
                #expect(file.problems.map(\.code) == (isRevoked ? ["revoked"] : []))
                let page = await wipectl(["certificate", "render", "--html"] + line, socket: "/none")
                #expect(page.status == (isRevoked ? 1 : 0) && page.out.contains("REVOKED") == isRevoked)
            }
        }
        // Beside the link as before: there too may lie what somebody has given with it.
        let notice = station.path("certificates/" + station.files[2])
        try files.moveItem(atPath: notice, toPath: elsewhere + "/" + station.files[2])
        let beside = await wipectl(["certificate", "verify", "--trust", station.path("keys.txt"), elsewhere + "/0.json"], socket: "/none")
        #expect(beside.status == 1 && beside.out.contains("revoked"))
    }

    @Test func aFolderWithALinkInItIsJudgedAsAnAuditDoes() async throws {
        let station = try SmallStation(records: 2)
        let outside = station.folder + "-outside"
        defer { try? files.removeItem(atPath: outside) }
        let name = "certificates/" + station.files[0]
        try moveAndLink(station, name, to: outside + "/x.json")
        let (status, report, _) = try await station.verify()
        let file = try #require(report.files.first { $0.file.hasSuffix(station.files[0]) })
        #expect(status == 1 && !file.valid && file.problems.map(\.code) == ["unreadable-file"], "\(file)")
        #expect(file.problems.first?.message == "it is a link, and what it leads to is not in this folder")
        // Named by a person it is what it leads to; its proof lies beside the link.
        #expect(try await station.verify([0]).report.files.first?.valid == true)
    }

    // MARK: links in an archive

    @Test(arguments: [
        ("log", "log-missing"), ("log/checkpoint", "log-missing"), ("log/tile", "log-damaged"), ("log/tile/entries", "log-damaged"),
        ("log/tile/entries/000.p/3", "log-damaged"), ("log/tile/0/000.p/3", "log-damaged"), ("PROOF", "proof-invalid"),
    ]) func aLinkInAnArchiveIsNamedAndNotFollowed(_ part: String, _ code: String) async throws {
        for isOutside in [true, false] {
            let station = try SmallStation(records: 3)
            let outside = station.folder + "-outside"
            defer { try? files.removeItem(atPath: outside) }
            let name = part == "PROOF" ? "certificates/" + PublishedName.ofProof(station.files[1]) : part
            try moveAndLink(station, name, to: (isOutside ? outside : station.folder) + "/moved/x")
            let findings = try await station.audit().findings
            #expect(findings.map(\.code) == [code] && findings[0].message.contains("is a link"), "\(isOutside) \(findings)")
        }
    }

    @Test func aFolderOfRecordsThatIsALinkIsNamed() async throws {
        let station = try SmallStation(records: 2)
        let outside = station.folder + "-outside"
        defer { try? files.removeItem(atPath: outside) }
        try moveAndLink(station, "certificates", to: outside)
        let findings = try await station.audit().findings
        #expect(findings.contains { $0.code == "file-unreadable" && $0.subject == "certificates" && $0.message.hasPrefix("is a link") })
        #expect(findings.filter { $0.code == "file-missing" }.count == 2)
        // The archive itself may be named by a link.
        try files.removeItem(atPath: station.path("certificates"))
        try files.moveItem(atPath: outside, toPath: station.path("certificates"))
        try #require(symlink(station.folder, outside) == 0)
        #expect(await wipectl(["audit", outside, "--trust", station.path("keys.txt")], socket: "/none").status == 0)
    }

    // MARK: lists

    @Test(arguments: [
        ("open.json", "{", "line 1, column 2: it ends in the middle"), ("open.json", "", "the file is empty"),
        ("open.json", "[7]", "it is no object"), ("open.json", "{}", "open is no list of record numbers"),
        ("open.json", #"{"open":[7,-1]}"#, "open[1] is no record number"), ("open.json", #"{"open":[0]}"#, "open[0] is no record number"),
        ("open.json", #"{"open":["7"]}"#, "open[0] is no record number"),
        ("open.json", #"{"open":[7,7]}"#, "open[1] is 7, and so is open[0]"),
        ("open.json", #"{"open":[9007199254740992]}"#, "line 1, column 10: a number that is too large"),
        ("open.json", #"{"open":[7.0]}"#, "line 1, column 10: a number that is no integer"),
        ("open.json", #"{"open":[7],"closed":[]}"#, "a member that no export writes: closed"),
        ("filter.json", #"{"outcome":"cleared"}"#, "leftOut is no list of record numbers"),
        ("filter.json", #"{"outcome":"cleared","leftOut":[3,3]}"#, "leftOut[1] is 3, and so is leftOut[0]"),
        ("filter.json", #"{"outcome":"clear","leftOut":[3]}"#, "outcome is a word that there is not"),
        ("filter.json", #"{"since":"yesterday","leftOut":[3]}"#, "since is no time"),
        ("filter.json", #"{"serial":7,"leftOut":[3]}"#, "serial is no text"),
        ("filter.json", "\u{FEFF}{}", "a byte order mark was put before it"),
    ]) func aDamagedListIsAFindingWithItsPlaceAndTheRestIsAudited(_ name: String, _ text: String, _ why: String) async throws {
        let archive = try ArchiveOfAllKinds()
        try archive.station.write("log/" + name, Array(text.utf8))
        // A fault of another kind is found all the same.
        try files.removeItem(atPath: PublishedName.ofProof(archive.station.path("certificates/" + (try #require(archive.documents[2])))))
        let result = await wipectl(
            ["--json", "audit", archive.station.folder, "--trust", archive.station.path("old-keys.txt")], socket: "/none")
        let report = try JSONDecoder().decode(AuditReport.self, from: Data(result.out.utf8))
        let said = report.findings.filter { $0.code == "file-unreadable" }
        #expect(said.count == 1 && said[0].subject == "log/" + name && said[0].message.contains(why), "\(report.findings)")
        // What it explained is missing now, and nothing else.
        let missing = name == "open.json" ? "record-number-missing" : "file-missing"
        #expect(Set(report.findings.map(\.code)) == ["file-unreadable", "proof-missing", missing], "\(report.findings)")
        #expect(result.status == 1 && report.notValid == [])
    }

    // MARK: names

    /// As a FAT stick brings an archive back.
    @Test func anArchiveInCapitalsIsRead() async throws {
        let archive = try ArchiveOfAllKinds()
        let station = archive.station
        let walk = try #require(files.enumerator(atPath: station.folder)).compactMap { $0 as? String }
        // From the inside out: a folder after what is in it.
        for name in walk.sorted(by: { $0.utf8.count > $1.utf8.count }) where name != "old-keys.txt" {
            let target = (name as NSString).deletingLastPathComponent + "/" + (name as NSString).lastPathComponent.uppercased()
            guard station.path(name) != station.path(target), !files.fileExists(atPath: station.path(target)) else { continue }
            try files.moveItem(atPath: station.path(name), toPath: station.path(target))
        }
        #expect(files.fileExists(atPath: station.path("LOG/TILE/ENTRIES")) && files.fileExists(atPath: station.path("LOG/OPEN.JSON")))
        let result = await wipectl(["--json", "audit", station.folder, "--trust", station.path("old-keys.txt")], socket: "/none")
        let report = try JSONDecoder().decode(AuditReport.self, from: Data(result.out.utf8))
        #expect(report.findings.isEmpty && report.open == [7] && report.outsideFilter?.entries.map(\.record) == [3], "\(result)")
    }

    @Test func namesThatAreNoTextAreSaidWhereTheyMatter() async throws {
        let station = try SmallStation(records: 2)
        for name in ["caf\u{E9}.json", "caf\u{E9}.txt", "d\u{E9}/"] {
            // One byte for é, as Latin-1 has it.
            let bytes = Array(
                (station.path("certificates/") + name).unicodeScalars.flatMap { $0 == "\u{E9}" ? [0xE9] : Array(String($0).utf8) })
            let isMade = (bytes + [0]).withUnsafeBufferPointer { raw in
                raw.withMemoryRebound(to: CChar.self) { path in
                    guard let path = path.baseAddress else { return false }
                    if name.hasSuffix("/") { return mkdir(path, 0o700) == 0 }
                    let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
                    return descriptor >= 0 && close(descriptor) == 0
                }
            }
            try #require(isMade)
        }
        let findings = try await station.audit().findings
        #expect(findings.map(\.code) == ["file-unreadable", "file-unreadable"], "\(findings)")
        #expect(findings.allSatisfy { $0.message.contains("its name is no UTF-8 text: give it another one") }, "\(findings)")
        let report = try await station.verify().report
        #expect(report.files.count == 4 && report.files.filter(\.valid).count == 2 && report.counts.missing == 0, "\(report.files)")
        // Beside such a file notices are found as ever.
        try station.add(3, about: 0, revokes: true)
        try station.publish()
        #expect(try await station.verify([0]).report.files[0].revoked)
    }
}
