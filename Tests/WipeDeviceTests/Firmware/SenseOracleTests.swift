// Goal: our reading of sense data is the one of those who wrote the tools. Method: sg_decode_sense of sg3-utils reads the same bytes, and its words
// are compared with our numbers: recorded sense at every length, and seeded noise in both forms.

import Foundation
import Mutation
import Testing
import WipeFirmware

@testable import WipeDevice

/// `sg_decode_sense`, where it is installed.
private enum Oracle {
    static let program = ["/usr/bin/sg_decode_sense", "/usr/local/bin/sg_decode_sense"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    /// A gate runs everything; elsewhere a missing tool leaves the comparison out.
    static let isWanted = program != nil || ProcessInfo.processInfo.environment["CI"] == "true"

    static func read(_ bytes: [UInt8]) throws -> String {
        let hex = bytes.map { String($0, radix: 16) }
        let output = try ToolRun.output([try #require(program)] + hex, deadlineSeconds: 20)
        return String(decoding: output, as: UTF8.self)
    }
}

@Suite(.enabled(if: Oracle.isWanted, "needs sg3-utils: scripts/setup test")) struct SenseOracleTests {
    private static let keys = [
        "No Sense", "Recovered Error", "Not Ready", "Medium Error", "Hardware Error", "Illegal Request", "Unit Attention", "Data Protect",
        "Blank Check", "Vendor specific(9)", "Copy Aborted", "Aborted Command", "Equal", "Volume Overflow", "Miscompare", "Completed",
    ]
    /// Words of the tool for codes that it has words for.
    private static let codes: [UInt16: String] = [
        0x0000: "No additional sense information", 0x001D: "ATA pass through information available",
        0x041B: "Logical unit not ready, sanitize in progress", 0x3103: "Sanitize command failed",
        0x2000: "Invalid command operation code", 0x2400: "Invalid field in cdb",
    ]

    private func compare(_ bytes: [UInt8]) throws {
        let words = try Oracle.read(bytes).lowercased()
        let note: Comment = "\(bytes): \(words)"
        guard let sense = Sense(bytes) else {
            // Too short for a key, which the tool takes for 0.
            #expect(bytes.count < 3 || !words.contains("sense key:"), note)
            return
        }
        #expect(words.contains("sense key: " + Self.keys[Int(sense.key)].lowercased()), note)
        #expect(words.contains(sense.form == .fixed ? "fixed format" : "descriptor format"), note)
        #expect(words.contains(sense.isDeferred ? "deferred" : "current"), note)
        if let code = sense.code {
            if let text = Self.codes[code] {
                #expect(words.contains("additional sense: " + text.lowercased()), note)
            } else if code >> 8 >= 0x80 {
                let (high, low) = (String(code >> 8, radix: 16), String(code & 0xFF, radix: 16))
                let pair = "asc=\(high), ascq=\(low.count == 1 ? "0" + low : low)"
                #expect(words.contains(pair) || words.contains(pair.replacingOccurrences(of: "ascq=0", with: "ascq=")), note)
            }
        }
        guard sense.form == .descriptor, let registers = sense.registers else { return }
        #expect(words.contains("error=0x" + String(registers.error, radix: 16)), note)
        #expect(words.contains("status=0x" + String(registers.status, radix: 16)), note)
        #expect(words.contains("device=0x" + String(registers.device, radix: 16)), note)
        #expect(words.contains("count=0x" + String(registers.count, radix: 16)), note)
        let address = String(registers.lba, radix: 16)
        #expect(words.contains("lba=0x" + String(repeating: "0", count: 12 - address.count) + address), note)
    }

    @Test func theToolIsThere() { #expect(Oracle.program != nil, "scripts/setup test installs it") }

    @Test(arguments: SenseTests.all.indices) func recordedSenseIsReadAlikeAtEveryLength(_ index: Int) throws {
        let whole = SenseTests.all[index]
        for length in 1...whole.count { try compare(Array(whole.prefix(length))) }
    }

    @Test(arguments: 0..<4) func noiseIsReadAlike(_ part: Int) throws {
        var mutator = Mutator(seed: UInt64(0x5E45E + part), words: [])
        for _ in 0..<60 {
            var bytes = (0..<(3 + mutator.below(30))).map { _ in UInt8(mutator.below(256)) }
            bytes[0] = UInt8(0x70 + mutator.below(4))
            if bytes.count > 7, mutator.below(2) == 0 { bytes[7] = UInt8(mutator.below(24)) }
            try compare(bytes)
        }
    }
}
