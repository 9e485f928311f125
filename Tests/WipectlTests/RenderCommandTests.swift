// Goal: `render` writes the page of a record with what has become of it, and no page of anything else. Method: the certificate module's own golden
// document with notices beside it, by its own key and by others.

import Foundation
import Testing

@testable import WipeCertificate
@testable import wipectl

struct RenderCommandTests {
    /// A revocation beside the file takes the place of the outcome, a correction stands beside it; one by another key is neither.
    @Test func revokedAndCorrectedRecordsSaySoFirst() async throws {
        let folder = NSTemporaryDirectory() + "/wipectl-render-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name)) }
        func page(_ keys: [String]) async -> (status: EndStatus, html: String) {
            let output = Output.memory()
            let line = ["certificate", "render", folder + "/renamed.json", "--html"] + keys
            return (await Program.run(line, environment: [:], output: output), output.kept.out)
        }
        let record = Array(try Data(contentsOf: GoldenDocument.url))
        let about = try #require(NoticeFacts.Target(signed: record))
        let own = try #require(try JSONParser.parse(record)["issuer"]?["name"]?.text)
        func notice(_ subject: NoticeFacts.Subject, by key: SigningKey, of station: String? = nil) throws {
            let signed = try NoticeFacts(
                id: UUID(), record: 9, validFrom: UTCTime(secondsSince1970: 1_795_400_000), station: station ?? own, subject: subject,
                reason: "le mauvais <disque>", statedBy: .init(userName: "lead", uid: 1), logAnchor: nil
            ).signed(with: key)
            try write(signed.fileName, signed.bytes)
        }
        let key = try #require(SigningKey(seed: [UInt8](repeating: 7, count: 32), role: .station))
        try write("renamed.json", record)
        try write("keys.txt", Array("\(key.publicKey.did) station 2020-01-01 -\n".utf8))
        let trust = ["--trust", folder + "/keys.txt"]
        let alone = await page([])
        #expect(alone.status == .done && alone.html.contains(">NON VÉRIFIÉ<") && !alone.html.contains("✓"))
        try notice(.revocation(of: about), by: .ephemeral(role: .station))
        // Somebody else's revocation is none, and nothing that could be passed over either.
        let foreign = await page(trust)
        #expect(foreign.status == .no && foreign.html.contains("NON VALIDE") && foreign.html.contains("notice-untrusted"))
        #expect(!foreign.html.contains("✓") && !foreign.html.contains("RÉVOQUÉ"))
        // Without keys nobody is trusted, and the doubt is shown.
        let doubtful = await page([])
        #expect(doubtful.status == .no && doubtful.html.contains(">RÉVOQUÉ<"))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".revocation.json") {
            try FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        // A trusted key of another station has no say in this one's records.
        try notice(.correction(of: about), by: key, of: "Atelier d’ailleurs")
        let other = await page(trust)
        #expect(other.status == .no && other.html.contains("notice-mismatch") && !other.html.contains("RECTIFIÉ par"))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".correction.json") {
            try FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        try notice(.correction(of: about), by: key)
        let corrected = await page(trust)
        #expect(corrected.status == .done && corrected.html.contains("RECTIFIÉ par le document nº\u{a0}9, "))
        #expect(corrected.html.contains("CORRECTED by record 9, ") && corrected.html.contains("le mauvais &lt;disque&gt;"))
        try notice(.revocation(of: about), by: key)
        let revoked = await page(trust)
        #expect(revoked.status == .no && revoked.html.contains(">RÉVOQUÉ<") && revoked.html.contains("<strong>REVOKED</strong>"))
        #expect(!revoked.html.contains("class=\"banner good\"") && !revoked.html.contains("Valide\u{a0}:"))
    }

    @Test func commandWritesAFileAndRefusesWhatIsNoRecord() async throws {
        let folder = NSTemporaryDirectory() + "/wipectl-render-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let golden = GoldenDocument.url.path
        let page = folder + "/page.html"
        let output = Output.memory()
        #expect(
            await Program.run(["certificate", "render", golden, "--html", "--output", page], environment: [:], output: output) == .done)
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("Clé non vérifiée") && output.kept.out.isEmpty)
        #expect(await Program.run(["certificate", "render", golden], environment: [:], output: .memory()) == .usage)
        let refused = Output.memory()
        #expect(await Program.run(["certificate", "render", #filePath, "--html"], environment: [:], output: refused) == .no)
        #expect(refused.kept.out.isEmpty && refused.kept.err.contains("no record of this format"))
    }
}
