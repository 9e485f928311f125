// Goal: the demonstration that a newcomer without root sees is true. Method: it runs, with the programs that were just built; it checks its own
// steps, the media against the certificates among them.

import Foundation
import Testing

@Suite struct ServeTests {
    @Test func theDemonstrationWithoutRootIsTrue() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.isExecutableFile(atPath: folder.path + "/wipesim"), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        let output = FileManager.default.temporaryDirectory.path + "/demo-\(UUID().uuidString)"
        defer { unlink(output) }
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sh")
        child.arguments = [
            "-c", "exec \"$0\" --bin \"$1\" >\"$2\" 2>&1 </dev/null", root.path + "/scripts/demo-simulated", folder.path, output,
        ]
        try child.run()
        child.waitUntilExit()
        let said = String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
        #expect(child.terminationStatus == 0, "\(said)")
        #expect(said.contains("All of it was true"))
    }
}
