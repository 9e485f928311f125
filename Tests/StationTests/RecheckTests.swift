// Goal: what a certificate says of a drive can be read on the drive, with our program and without it, and one byte that is not as it says is
// found. Method: drives wiped by the daemon, read again after it has ended; then one byte of the medium is turned.

import Foundation
import Testing

extension StationTests {
    @Suite(.enabled(if: Project.hasBench, "needs root and a udevd that answers"))
    struct RecheckTests {
        private struct Answer: Decodable {
            var equal: Bool
            var serialMatches: Bool?
            var pattern: String
            var coverage: String
            var bytesRead: Int
            var differingSectors: Int
            var differingRanges: [[Int]]
        }

        private static func recheck(_ station: StationUnderTest, _ file: String, _ node: String, _ more: String...) throws -> (
            exit: Int32, answer: Answer
        ) {
            let result = try station.wipectl(["certificate", "recheck", file, node, "--json"] + more)
            return (result.exit, try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8)))
        }

        /// Turns every bit of one byte.
        private static func turnByte(_ path: String, at offset: Int) throws {
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            defer { try? file.close() }
            try file.seek(toOffset: UInt64(offset))
            let byte = try #require(try file.read(upToCount: 1)?.first)
            try file.seek(toOffset: UInt64(offset))
            try file.write(contentsOf: Data([~byte]))
            try file.synchronize()
        }

        @Test func drivesAreWhatTheirCertificatesSayAndOneTurnedByteIsNot() throws {
            try withStation(bays: ["A1": "hold", "A2": "hold", "A3": "hold"], "requireAssetTag: false") { station in
                try station.start()
                let drives = [
                    try station.plug("whole", bay: "A1"), try station.plug("sample", bay: "A2"),
                    try station.plug("stick", bay: "A3", "--rpm", "0", "--sector", "4096"),
                ]
                for (drive, policy) in zip(drives, ["clear-random", "clear-random-sample", "clear-usb-complement"]) {
                    try station.awaitVerdict(drive, "hold", ["waiting-for-start"])
                    try station.startConfirmed(drive, "--policy", policy)
                }
                let jobs = try drives.map { try station.awaitJob($0, "sanitized", seconds: 60) }
                let files = try jobs.map { try station.recordFile($0) }
                let keys = try station.keysFile()
                let key = try #require(try station.record(jobs[0]).sanitization.passes[0].key)
                #expect(try station.stop() == 0)

                for (file, drive) in zip(files, drives) {
                    let (exit, answer) = try Self.recheck(station, file, drive.node, "--trust", keys)
                    #expect(exit == 0 && answer.equal && answer.serialMatches == true && answer.differingSectors == 0)
                    #expect(answer.bytesRead == 16 << 20 || answer.coverage == "sample" && answer.bytesRead < 2 << 20, "\(answer)")
                }
                let whole = try Self.recheck(station, files[1], drives[1].node, "--whole")
                #expect(whole.exit == 0 && whole.answer.coverage == "full" && whole.answer.bytesRead == 16 << 20)
                #expect(try Self.recheck(station, files[2], drives[2].node).answer.pattern == "random, complemented")

                // Without our program, on the drive itself.
                func compared() throws -> Int32 {
                    let line = "openssl enc -aes-256-ctr -K \(key) -iv 00000000000000000000000000000000 -in /dev/zero 2>/dev/null"
                    return try ended(["sh", "-c", "\(line) | cmp -s -n \(16 << 20) - \(drives[0].node)"]).exit
                }
                #expect(try compared() == 0)

                // Sector 12345, byte 100. The kernel keeps the content of a node and of its file apart.
                try Self.turnByte(drives[0].backing, at: 12_345 * 512 + 100)
                try run("blockdev", "--flushbufs", drives[0].node)
                #expect(try compared() == 1)
                let turned = try Self.recheck(station, files[0], drives[0].node)
                #expect(turned.exit == 1 && !turned.answer.equal)
                #expect(turned.answer.differingSectors == 1 && turned.answer.differingRanges == [[12_345, 12_345]])

                // The certificate of another drive of the same size, and of one with other sectors.
                let other = try Self.recheck(station, files[1], drives[0].node)
                #expect(other.exit == 1 && other.answer.serialMatches == false)
                let otherSize = try station.wipectl("certificate", "recheck", files[2], drives[0].node)
                #expect(otherSize.exit == 1 && otherSize.errors.contains("it is another drive"))
            }
        }
    }
}
