// Goal: texts that a reviewer reads as a whole are compared with files beside the tests.
// Method: Golden/<name>; UPDATE_GOLDEN=1 writes the file anew instead of comparing.

import Foundation
import Testing

/// Compares `text` with the golden file `name`, or writes it where UPDATE_GOLDEN=1.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden").appending(path: name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    let lines = Array(
        zip(
            text.split(separator: "\n", omittingEmptySubsequences: false), expected.split(separator: "\n", omittingEmptySubsequences: false)
        ))
    let first = lines.firstIndex { $0 != $1 }
    let found = first.map { "line \($0 + 1): expected \"\(lines[$0].1)\", found \"\(lines[$0].0)\"" } ?? "the one ends before the other"
    #expect(text == expected, "\(name) differs, \(found)", sourceLocation: sourceLocation)
}

/// The folder of policies of the package.
let policiesFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "policies").path
