// Goal: a log that we write is one for code that we did not write. Method: Go's golang.org/x/mod/sumdb (as Debian has it, without a network)
// reads head, tiles, entries and proofs; then a log with one byte changed, which it has to refuse.

import Foundation
import Testing

@testable import WipeCertificate

struct LogStrangerTests {
    private static let library = "/usr/share/gocode"
    static let hasGo =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/go")
        && FileManager.default.fileExists(atPath: library + "/src/golang.org/x/mod/sumdb/tlog")

    private static func run(_ program: String, _ arguments: [String], _ cache: String) throws -> (status: Int32, output: String) {
        let child = Process()
        let pipe = Pipe()
        child.executableURL = URL(fileURLWithPath: program)
        child.arguments = arguments
        child.environment = [
            "GO111MODULE": "off", "GOPATH": library, "GOCACHE": cache, "HOME": cache, "PATH": "/usr/bin:/bin", "CGO_ENABLED": "0",
        ]
        child.standardOutput = pipe
        child.standardError = pipe
        try child.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        return (child.terminationStatus, said)
    }

    @Test(.enabled(if: hasGo)) func goReadsOurLogAndRefusesAChangedOne() throws {
        let folder = NSTemporaryDirectory() + "/log-strangers-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func write(_ path: String, _ bytes: [UInt8]) throws {
            let url = URL(fileURLWithPath: folder + "/log/" + path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        let key = SigningKey.ephemeral(role: .log)
        let origin = "log.example/strangers"
        var log = GrowingLog()
        for number in 0..<600 {
            for file in try log.append(Array(#"{"record":\#(number)}"#.utf8)) { try write(file.tile.path, file.bytes) }
        }
        for file in log.partialFiles { try write(file.tile.path, file.bytes) }
        let head = try SignedCheckpoint(LogCheckpoint(origin: origin, size: log.size, root: log.root), key: key)
        try write("checkpoint", head.bytes)
        var tiles = TileReader(size: log.size) { try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/log/" + $0))) }
        for place in [0, 255, 256, 599] {
            try write("\(place).tlog-proof", LogProof(index: place, path: try tiles.inclusionProof(index: place), head: head).bytes)
        }
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../check_log.go").standardized.path
        let program = folder + "/check_log"
        let built = try Self.run("/usr/bin/go", ["build", "-o", program, source], folder + "/cache")
        try #require(built.status == 0, "\(built.output)")
        let vkey = LogKey(name: origin, key: key.publicKey).description
        let good = try Self.run(program, [folder + "/log", vkey], folder)
        #expect(good.status == 0 && good.output == "OK 600 entries, 4 proofs\n", "\(good.output)")

        let stranger = LogKey(name: origin, key: SigningKey.ephemeral(role: .log).publicKey).description
        #expect(try Self.run(program, [folder + "/log", stranger], folder).output.hasPrefix("REFUSED note"))
        var tile = try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/log/tile/0/001")))
        tile[7] ^= 1
        try write("tile/0/001", tile)
        let changed = try Self.run(program, [folder + "/log", vkey], folder)
        #expect(changed.status == 1 && changed.output.hasPrefix("REFUSED"), "\(changed.output)")
    }
}
