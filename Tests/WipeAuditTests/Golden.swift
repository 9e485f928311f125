// Comparison with golden files: Tests/WipeAuditTests/Golden/NAME.txt; UPDATE_GOLDEN=1 rewrites them.

import Foundation
import Testing

/// Fails where `text` is not the golden file's, byte for byte.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(text.utf8).write(to: url) }
    let golden = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    #expect(Array(text.utf8) == Array(golden.utf8), "differs from Golden/\(name).txt:\n\(text)", sourceLocation: sourceLocation)
}
