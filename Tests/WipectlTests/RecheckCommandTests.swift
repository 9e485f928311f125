// Goal: `recheck` says what became of a certificate before it reads a drive, and reads none for what is no certificate. Method: a small station
// with a revocation, the certificate module's own golden document, and a node that is no drive.

import Foundation
import Testing

@testable import WipeAudit
@testable import wipectl

/// The certificate module's own golden document.
enum GoldenDocument {
    static let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../WipeCertificateTests/Golden/certificate.json")
}

struct RecheckCommandTests {
    /// Before a byte of the drive is read, and before anything is said of it.
    @Test func revocationIsSaidFirst() async throws {
        let station = try SmallStation(records: 2)
        try station.add(3, about: 0, revokes: true)
        try station.publish()
        for (index, isRevoked) in [(0, true), (1, false)] {
            let result = await wipectl(
                ["certificate", "recheck", station.path("certificates/" + station.files[index]), "/dev/null"], socket: "/none")
            #expect(result.err.hasPrefix("wipectl: REVOKED by record 3") == isRevoked && result.err.contains("/dev/null"), "\(result)")
        }
        // One that cannot be believed is said too.
        try station.write("certificates/" + station.files[2], [])
        let doubted = await wipectl(
            ["certificate", "recheck", station.path("certificates/" + station.files[0]), "/dev/null"], socket: "/none")
        #expect(doubted.err.hasPrefix("wipectl: notice-unreadable: "), "\(doubted)")
    }

    @Test func whatIsNoDriveOrNoValidRecordIsRefused() async throws {
        let output = Output.memory()
        let line = ["certificate", "recheck", GoldenDocument.url.path, "/dev/null"]
        #expect(await Program.run(line, environment: [:], output: output) == .no)
        #expect(output.kept.err.contains("/dev/null"))
        let altered = NSTemporaryDirectory() + "/wipectl-recheck-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: altered) }
        let text = String(decoding: try Data(contentsOf: GoldenDocument.url), as: UTF8.self)
        try Data(text.replacing("SER 1", with: "SER 2").utf8).write(to: URL(fileURLWithPath: altered))
        let refused = Output.memory()
        #expect(await Program.run(["certificate", "recheck", altered, "/dev/null"], environment: [:], output: refused) == .no)
        #expect(refused.kept.err.contains("is not valid"))
    }
}
