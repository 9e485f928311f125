// What the tests of this folder share: keys, places on a medium, guarded memory, and the oracle.
// The oracle calls swift-crypto itself, without a line of WipePattern between.

import Crypto
import CryptoExtras
import Foundation
import Testing
import WipeCore
import WipePattern

/// Keys without a pattern of their own, made from a number.
func sampleKey(_ number: UInt8) throws -> StreamKey {
    try #require(StreamKey(Array(SHA256.hash(data: [number]))))
}

/// Bytes of AES-256-CTR from media offset `offset` on, by swift-crypto.
func oracle(_ key: StreamKey, at offset: UInt64, count: Int) throws -> [UInt8] {
    let skip = Int(offset % 16)
    var block = offset / 16
    var counter = [UInt8](repeating: 0, count: 16)
    for place in stride(from: 15, through: 8, by: -1) {
        counter[place] = UInt8(block & 0xFF)
        block >>= 8
    }
    let plaintext = [UInt8](repeating: 0, count: skip + count)
    let stream = try AES._CTR.encrypt(plaintext, using: SymmetricKey(data: key.bytes), nonce: AES._CTR.Nonce(nonceBytes: counter))
    return Array(stream.dropFirst(skip))
}

extension PatternFiller {
    /// `count` bytes from `offset` on, in memory that begins `shift` bytes after a multiple of 64. Fails the test when a byte
    /// outside of the buffer was touched.
    func bytes(at offset: UInt64, count: Int, shift: Int = 0) -> [UInt8] {
        let guardBytes = 64
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: guardBytes + shift + count + guardBytes, alignment: 64)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0xA5)
        let low = guardBytes + shift
        fill(UnsafeMutableRawBufferPointer(rebasing: memory[low..<low + count]), at: offset)
        #expect(
            memory[..<low].allSatisfy { $0 == 0xA5 } && memory[(low + count)...].allSatisfy { $0 == 0xA5 }, "wrote outside of the buffer")
        return Array(memory[low..<low + count])
    }

    /// Mismatches of an array that stands for what was read from `offset` on.
    func mismatches(_ bytes: [UInt8], at offset: UInt64, sectorBytes: UInt32 = 512) -> [Extent] {
        bytes.withUnsafeBytes { firstMismatches(in: $0, at: offset, sectorBytes: sectorBytes) }
    }
}

/// Lower-case hexadecimal.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
}

/// The bytes of a hexadecimal text.
func bytes(_ text: String) throws -> [UInt8] {
    let digits = Array(text)
    return try stride(from: 0, to: digits.count, by: 2).map { try #require(UInt8(String(digits[$0..<$0 + 2]), radix: 16)) }
}
