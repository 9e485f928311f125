// Goal: a policy that passes `policy check` ends no wipe without a certificate for its own words. Method: every word that the honesty rules refuse in
// a record, in each text of a policy that comes into one.

import Foundation
import Testing

@testable import WipeCertificate
@testable import wipectl

struct PromiseTests {
    private static let policy = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../policies/clear-random.yaml")

    private static func check(_ text: String) async throws -> Int32 {
        // The name of the file is the id of its policy.
        let folder = NSTemporaryDirectory() + "/wipectl-promise-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/clear-random.yaml"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return await wipectl(["policy", "check", path], socket: "/none").status
    }

    @Test func policyCheckRefusesWhatARecordMayNotSay() async throws {
        let text = String(decoding: try Data(contentsOf: Self.policy), as: UTF8.self)
        #expect(try await Self.check(text) == 0)
        for word in Honesty.forbiddenWords {
            for place in ["Effacement simple, aléatoire", "Single overwrite, random", "NIST SP 800-88r2", "3.1.1"] {
                let changed = text.replacing(place, with: "Wiped, \(word) X")
                try #require(changed != text)
                #expect(try await Self.check(changed) == 1, "\(word) in the place of \(place)")
            }
        }
    }
}
