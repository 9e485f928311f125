// Goal: the random stream is AES-256-CTR as the standard has it, whichever kernel made it and wherever on a medium it stands.
// Method: published known answers, the openssl program, and swift-crypto over many offsets and lengths; each kernel that this
// processor has is forced in turn.

import Crypto
import CryptoExtras
import Foundation
import Testing
import WipeCore
import WipePattern

@Suite struct StreamTests {
    /// Key, number of a block, E(key, block). Zero key: McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13
    /// and 14 (H, the tag of an empty message, the first ciphertext block). The others: NIST AESAVS, ECBVarKey256, counts 0, 1, 255.
    static let knownAnswers: [(key: String, block: Int, answer: String)] = [
        (String(repeating: "0", count: 64), 0, "dc95c078a2408989ad48a21492842087"),
        (String(repeating: "0", count: 64), 1, "530f8afbc74536b9a963b4f1c4cb738b"),
        (String(repeating: "0", count: 64), 2, "cea7403d4d606b6e074ec5d3baf39d18"),
        ("8" + String(repeating: "0", count: 63), 0, "e35a6dcb19b201a01ebcfa8aa22b5759"),
        ("c" + String(repeating: "0", count: 63), 0, "b29169cdcf2d83e838125a12ee6aa400"),
        (String(repeating: "f", count: 64), 0, "4bf85f1b5d54adbc307b0a048389adcb"),
    ]

    /// Offsets at borders of blocks, batches, 2^32 blocks, 2^32 bytes, and at the end of the largest media.
    static let offsets: [UInt64] = [
        0, 16, 512, 4096, 496, 1 << 32 - 512, 1 << 36 - 16, 1 << 36 - 512, 1 << 36, 1 << 40 + 1 << 20, 1 << 62, 1 << 63 - 1 << 21,
    ]
    static let lengths = [0, 1, 15, 16, 17, 127, 128, 255, 256, 511, 512, 513, 1024, 4096, 65536, 65536 + 528, 1 << 20]

    @Test func theProcessorsKernelsAreThoseThatAreTested() throws {
        #expect(StreamKernel.available.last == .swiftCrypto)
        #expect(StreamKernel.best == StreamKernel.available.first)
        // Linux names the instructions; a kernel that is missing although they are there failed its check.
        let text = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        let flags = Set(text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init))
        #expect(StreamKernel.available.contains(.aesNI) == flags.isSuperset(of: ["aes", "ssse3"]))
        #expect(StreamKernel.available.contains(.vaes256) == flags.isSuperset(of: ["aes", "vaes", "avx2"]))
        #expect(StreamKernel.available.contains(.vaes512) == flags.isSuperset(of: ["aes", "vaes", "avx2", "avx512f", "avx512bw"]))
    }

    @Test func aForcedKernelIsTheOneThatComputes() throws {
        for kernel in StreamKernel.allCases {
            let filler = PatternFiller(.random(try sampleKey(1)), kernel: kernel)
            #expect((filler == nil) == !StreamKernel.available.contains(kernel))
            #expect(filler == nil || filler?.usesKernelOfOurOwn == (kernel != .swiftCrypto))
        }
    }

    @Test(arguments: StreamKernel.available) func streamGivesThePublishedAnswers(kernel: StreamKernel) throws {
        for known in Self.knownAnswers {
            let key = try #require(StreamKey(try bytes(known.key)))
            let filler = try #require(PatternFiller(.random(key), kernel: kernel))
            #expect(hex(filler.bytes(at: UInt64(known.block) * 16, count: 16)) == known.answer)
            // The same block as part of a longer fill.
            #expect(hex(filler.bytes(at: 0, count: 2048)[(known.block * 16)..<(known.block * 16 + 16)]) == known.answer)
        }
    }

    @Test(arguments: StreamKernel.available) func streamEqualsSwiftCryptoEverywhere(kernel: StreamKernel) throws {
        let key = try sampleKey(2)
        let random = try #require(PatternFiller(.random(key), kernel: kernel))
        let complement = try #require(PatternFiller(.complementOfRandom(key), kernel: kernel))
        for offset in Self.offsets {
            let expected = try oracle(key, at: offset, count: 1 << 20)
            for length in Self.lengths {
                let part = Array(expected[..<length])
                #expect(random.bytes(at: offset, count: length) == part, "\(kernel) \(offset) \(length)")
                #expect(random.mismatches(part, at: offset).isEmpty, "\(kernel) \(offset) \(length)")
            }
            let turned = complement.bytes(at: offset, count: 1 << 16 + 48)
            #expect(turned == expected[..<(1 << 16 + 48)].map { ~$0 })
            #expect(complement.mismatches(turned, at: offset).isEmpty)
            #expect(random.mismatches(turned, at: offset, sectorBytes: 4096).map(\.length).reduce(0, +) == UInt64(turned.count))
        }
    }

    @Test(arguments: StreamKernel.available) func anyOffsetAndAnyAlignmentOfMemoryWork(kernel: StreamKernel) throws {
        let key = try sampleKey(3)
        let filler = try #require(PatternFiller(.random(key), kernel: kernel))
        let expected = try oracle(key, at: 1 << 36 - 1000, count: 4000)
        for start in stride(from: 0, through: 600, by: 7) {
            for count in [0, 1, 3, 16, 31, 512, 1300, 2048] {
                let made = filler.bytes(at: 1 << 36 - 1000 + UInt64(start), count: count, shift: start % 64)
                #expect(made == Array(expected[start..<start + count]), "\(kernel) \(start) \(count)")
                #expect(filler.mismatches(made, at: 1 << 36 - 1000 + UInt64(start)).isEmpty)
            }
        }
    }

    @Test(arguments: StreamKernel.available) func theLastBytesOfTheLargestMediumHaveTheirOwnBlocks(kernel: StreamKernel) throws {
        let key = try sampleKey(4)
        let filler = try #require(PatternFiller(.random(key), kernel: kernel))
        let made = filler.bytes(at: 1 << 63 - 4096, count: 4096)
        #expect(made == (try oracle(key, at: 1 << 63 - 4096, count: 4096)))
        // Block numbers are not cut to 32 bits, nor to fewer than the largest media needs.
        #expect(Set([0, 1 << 32, 1 << 36, 1 << 62].map { filler.bytes(at: $0, count: 16) } + [Array(made.suffix(16))]).count == 5)
    }

    @Test(arguments: StreamKernel.available) func streamIsWhatOpensslPrints(kernel: StreamKernel) throws {
        let key = try sampleKey(5)
        let filler = try #require(PatternFiller(.random(key), kernel: kernel))
        for block: UInt64 in [0, 1 << 32 - 7, 1 << 59 - 1 << 14] {
            let counter = String(repeating: "0", count: 16) + hex((0..<8).map { UInt8(truncatingIfNeeded: block >> (56 - 8 * UInt64($0))) })
            let printed = try openssl(["enc", "-aes-256-ctr", "-K", key.hex, "-iv", counter], input: [UInt8](repeating: 0, count: 200_000))
            #expect(printed.count == 200_000)
            #expect(filler.bytes(at: block * 16, count: 200_000) == printed)
        }
    }

    /// NIST SP 800-38A, F.5.5: CTR-AES256. Its counter does not begin at 0, as our streams do: what is held against it is swift-crypto, which
    /// all kernels are held against, and openssl.
    @Test func whatTheKernelsAreHeldAgainstGivesThePublishedAnswers() throws {
        let key = try bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
        let plaintext = try bytes(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
        )
        let answer =
            "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6"
        let counter = try bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
        let nonce = try AES._CTR.Nonce(nonceBytes: counter)
        #expect(hex(Array(try AES._CTR.encrypt(plaintext, using: SymmetricKey(data: key), nonce: nonce))) == answer)
        #expect(hex(try openssl(["enc", "-aes-256-ctr", "-K", hex(key), "-iv", hex(counter)], input: plaintext)) == answer)
    }

    @Test func oneFillerServesManyThreads() async throws {
        let key = try sampleKey(6)
        let filler = PatternFiller(.random(key))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    let offset = UInt64(task) << 30
                    let expected = try oracle(key, at: offset, count: 100_000)
                    for _ in 0..<20 { #expect(filler.bytes(at: offset, count: 100_000) == expected) }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func differentKeysGiveDifferentStreams() throws {
        let made = try (0..<32).map { PatternFiller(.random(try sampleKey($0))).bytes(at: 0, count: 64) }
        #expect(Set(made).count == 32)
        // Every bit of the key counts.
        let key = try sampleKey(7)
        var turned: Set<[UInt8]> = [PatternFiller(.random(key)).bytes(at: 0, count: 16)]
        for bit in 0..<256 {
            var changed = key.bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            turned.insert(PatternFiller(.random(try #require(StreamKey(changed)))).bytes(at: 0, count: 16))
        }
        #expect(turned.count == 257)
    }

    /// Standard output of the openssl program.
    private func openssl(_ arguments: [String], input: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("wiped-pattern-\(UUID().uuidString)")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments + ["-in", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return Array(printed)
    }
}
