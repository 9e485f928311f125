// Comparison with golden files: Tests/StationTests/Golden/NAME.txt; UPDATE_GOLDEN=1 rewrites them.

import Foundation
import Testing

/// Fails where `text` is not the golden file's, and names the first line that differs.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(text.utf8).write(to: url) }
    let golden = String(decoding: try Data(contentsOf: url), as: UTF8.self).components(separatedBy: "\n")
    let lines = text.components(separatedBy: "\n")
    let first = zip(golden, lines).enumerated().first { Array($1.0.utf8) != Array($1.1.utf8) }?.offset ?? min(golden.count, lines.count)
    func line(_ all: [String]) -> String { first < all.count ? all[first] : "(nothing)" }
    #expect(
        first == golden.count && first == lines.count,
        "line \(first + 1) differs from Golden/\(name).txt:\nis        \(line(lines))\nshould be \(line(golden))\n\(text)",
        sourceLocation: sourceLocation)
}
