// Goal: lists are tried, named, taken back and paged from the command line. Method: wipectl's own entry against a fake daemon.

import Foundation
import Testing
import WipeAPI

@testable import wipectl

struct AssetCommandTests {
    private static func json(_ value: some Encodable) -> FakeAnswer { .json(200, (try? Session.encoded(value)) ?? "") }

    @Test func anImportIsTriedWithItsOwnColumns() async throws {
        let file = NSTemporaryDirectory() + "/mai \(getpid()).csv"
        try Data("Série,Tag\nS1,T1\n".utf8).write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        let daemon = try FakeDaemon { _ in
            Self.json(
                ImportResponse(
                    new: 1, changed: 0, unchanged: 0, settled: 0, rejected: [], wipesStarted: 0, dryRun: true,
                    notes: [.init(line: 1, code: "row-noted", message: "the column \"Poids\" is not read")]))
        }
        defer { daemon.stop() }
        let result = await wipectl(
            ["assets", "import", file, "--dry-run", "--column", "serial=Série", "--column", "assetTag = Tag"], socket: daemon.path)
        #expect(result.status == 0, "\(result.err)")
        #expect(result.out.hasPrefix("only tried, nothing was stored: 1 new,"))
        #expect(result.out.contains(":1: note: the column \"Poids\" is not read"))
        let line = daemon.requests.first?.line ?? ""
        #expect(line == "POST /v1/assets/import?dry=1&name=mai%20\(getpid()).csv&column.serial=S%C3%A9rie&column.assetTag=Tag")
        for wrong in [["--column", "serie=X"], ["--column", "serial"], ["--column", "serial=A", "--column", "assetTag=a"]] {
            #expect(await wipectl(["assets", "import", file] + wrong, socket: "/none").status == 2, "\(wrong)")
        }
    }

    @Test func anImportIsListedAndTakenBack() async throws {
        let one = ImportView(number: 3, at: "2026-11-30T15:00:00Z", user: "marie", list: "mai.csv", rows: 25, settled: 0, undone: false)
        let kept = UndoResponse.Kept(serial: "ZN1", assetTag: "T1", code: "tag-certified", message: "a record was signed under this tag")
        let daemon = try FakeDaemon { line in
            line.hasPrefix("GET")
                ? Self.json(ImportList(imports: [one], next: 3))
                : Self.json(UndoResponse(number: 3, removed: 24, restored: 0, kept: [kept]))
        }
        defer { daemon.stop() }
        let list = await wipectl(["assets", "imports", "--limit", "1"], socket: daemon.path)
        #expect(list.status == 0 && list.out.contains("mai.csv") && list.err == "there are more; the next ones with --before 3\n")
        let undo = await wipectl(["assets", "undo", "3"], socket: daemon.path)
        #expect(undo.status == 4 && undo.out.contains("24 without a tag now, 0 as before, 1 kept\nZN1 keeps T1: "))
        #expect(daemon.requests.map(\.line) == ["GET /v1/assets/imports?limit=1", "POST /v1/assets/imports/3/undo"])
        #expect(await wipectl(["assets", "undo", "three"], socket: "/none").status == 2)
    }

    @Test func listsAreNarrowedAndPaged() async throws {
        let asset = AssetView(serial: "ZN1", assetTag: "T1", source: "intake", donorTag: nil, donor: "Ville", hostSerial: nil)
        let daemon = try FakeDaemon { line in
            line.contains("/v1/assets")
                ? Self.json(AssetList(assets: [asset], next: "ZN1")) : Self.json(CertificateList(certificates: [], next: 812))
        }
        defer { daemon.stop() }
        let assets = await wipectl(
            ["assets", "list", "--donor", "Ville", "--from", "intake", "--import", "3", "--limit", "1", "--after", "A"], socket: daemon.path
        )
        #expect(assets.status == 0 && assets.err.contains("--after ZN1"), "\(assets.err)")
        let records = await wipectl(["certificate", "list", "--limit", "50", "--before", "900", "--json"], socket: daemon.path)
        #expect(records.status == 0 && records.err.isEmpty && records.out.contains("\"next\":812"))
        #expect(
            daemon.requests.map(\.line) == [
                "GET /v1/assets?donor=Ville&source=intake&import=3&limit=1&after=A", "GET /v1/certificates?limit=50&before=900",
            ])
        for wrong in [["assets", "list", "--limit", "0"], ["assets", "list", "--from", "me"], ["certificate", "list", "--limit", "x"]] {
            #expect(await wipectl(wrong, socket: "/none").status == 2, "\(wrong)")
        }
    }
}
