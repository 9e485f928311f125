// The random stream by swift-crypto: for processors without the instructions of our kernels, and what those are held against.

import Crypto
import CryptoExtras
import FoundationEssentials
import Glibc
import WipeCore

/// AES-256-CTR by `AES._CTR`, addressed by offset.
struct LibraryStream: Sendable {
    private let key: SymmetricKey
    /// What is encrypted: zeros give the stream, ones its complement.
    private let plaintext: [UInt8]

    private static let chunkBytes = 16384

    init(_ key: StreamKey, complement: Bool) {
        self.key = SymmetricKey(data: key.bytes)
        plaintext = [UInt8](repeating: complement ? 0xFF : 0x00, count: Self.chunkBytes)
    }

    func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) {
        walk(count: buffer.count, at: offset) { place, bytes in
            UnsafeMutableRawBufferPointer(rebasing: buffer[place..<place + bytes.count]).copyMemory(from: bytes)
            return true
        }
    }

    /// Whether `buffer` holds the stream from `offset` on.
    func equals(_ buffer: UnsafeRawBufferPointer, at offset: UInt64) -> Bool {
        walk(count: buffer.count, at: offset) { place, bytes in
            let part = UnsafeRawBufferPointer(rebasing: buffer[place..<place + bytes.count])
            guard let read = part.baseAddress, let expected = bytes.baseAddress else { return bytes.isEmpty }
            return memcmp(read, expected, bytes.count) == 0
        }
    }

    /// Hands the stream's bytes to `visit`, part by part with their places from 0, until it answers false. True when it never did.
    @discardableResult
    private func walk(count: Int, at offset: UInt64, _ visit: (Int, UnsafeRawBufferPointer) -> Bool) -> Bool {
        var place = 0
        while place < count {
            let position = offset + UInt64(place)
            // The first part may begin inside a block: what stands before it in its block is made and left out.
            let skip = Int(position % 16)
            let length = min(count - place, Self.chunkBytes - skip)
            let isEqual = encrypted(skip + length, block: position / 16).withUnsafeBytes { bytes in
                visit(place, UnsafeRawBufferPointer(rebasing: bytes[skip...]))
            }
            guard isEqual else { return false }
            place += length
        }
        return true
    }

    /// `count` bytes of the stream from block number `block` on.
    private func encrypted(_ count: Int, block: UInt64) -> Data {
        let counter = [UInt8](repeating: 0, count: 8) + (0..<8).map { UInt8(truncatingIfNeeded: block >> (56 - 8 * UInt64($0))) }
        guard let nonce = try? AES._CTR.Nonce(nonceBytes: counter),
            let bytes = try? AES._CTR.encrypt(plaintext[..<count], using: key, nonce: nonce), bytes.count == count
        else {
            // It refuses only keys and counters of a wrong size, and both sizes are fixed. Bytes that are not the stream's
            // must not leave here, neither to a drive nor as what is expected of one.
            preconditionFailure("swift-crypto refused a 256-bit key with a 128-bit counter")
        }
        return bytes
    }
}
