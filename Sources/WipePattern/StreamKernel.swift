// The ways to compute the random stream, and the proof that each gives before it is used.

import CPattern
import WipeCore

/// Ways to compute AES-256-CTR. All give the same bytes; only the speed differs.
package enum StreamKernel: String, Sendable, CaseIterable {
    /// VAES on 512-bit registers.
    case vaes512
    /// VAES on 256-bit registers.
    case vaes256
    /// AES-NI.
    case aesNI = "aes-ni"
    /// swift-crypto, on any processor.
    case swiftCrypto = "swift-crypto"

    /// Those that this processor can run and that computed a part of the stream as swift-crypto does, fastest first.
    /// Never empty. Found once per process.
    ///
    /// The check is there because a wide kernel may meet its first real processor on a station, not on a builder's machine.
    package static let available: [StreamKernel] = allCases.filter { $0.isSupported && $0.agreesWithLibrary }

    /// The kernel that `PatternFiller` uses.
    package static var best: StreamKernel { available.first ?? .swiftCrypto }

    /// The name of the kernel in C; nil for swift-crypto.
    var inC: cpattern_kernel? {
        switch self {
        case .vaes512: CPATTERN_VAES512
        case .vaes256: CPATTERN_VAES256
        case .aesNI: CPATTERN_AESNI
        case .swiftCrypto: nil
        }
    }

    /// Whether processor and operating system have the instructions.
    var isSupported: Bool { inC.map { cpattern_kernel_supported($0) } ?? true }

    /// Fills and compares against swift-crypto: whole batches, a rest, an offset inside a block, a block number above 2^32,
    /// the complement, and a single wrong bit in each of the first 1,024 bytes.
    private var agreesWithLibrary: Bool {
        guard inC != nil else { return true }
        guard let key = StreamKey((0..<32).map { UInt8($0 * 7 + 1) }) else { return false }
        let expected = UnsafeMutableRawBufferPointer.allocate(byteCount: 1600, alignment: 64)
        let computed = UnsafeMutableRawBufferPointer.allocate(byteCount: 1600, alignment: 64)
        defer {
            expected.deallocate()
            computed.deallocate()
        }
        for pattern in [Pattern.random(key), .complementOfRandom(key)] {
            guard let library = PatternFiller(unchecked: pattern, kernel: .swiftCrypto) else { return false }
            guard let filler = PatternFiller(unchecked: pattern, kernel: self), filler.usesKernelOfOurOwn == true else { return false }
            for offset: UInt64 in [0, 512, 5, 1 << 36 - 512, 1 << 63 - 1600] {
                library.fill(expected, at: offset)
                filler.fill(computed, at: offset)
                guard expected.elementsEqual(computed) else { return false }
                guard filler.firstMismatches(in: UnsafeRawBufferPointer(expected), at: offset, sectorBytes: 512).isEmpty else {
                    return false
                }
            }
            library.fill(expected, at: 0)
            for place in 0..<1024 {
                let bit = UInt8(1) << UInt8(place % 8)
                expected[place] ^= bit
                let found = filler.firstMismatches(in: UnsafeRawBufferPointer(expected), at: 0, sectorBytes: 512)
                expected[place] ^= bit
                guard found == [Extent(offset: UInt64(place / 512 * 512), length: 512)] else { return false }
            }
        }
        return true
    }
}

/// Owns a key schedule in C; overwritten when the last user lets go of it.
final class KernelStream: @unchecked Sendable {
    /// Not changed between `init` and `deinit`, and C only reads from it: safe to share.
    let pointer: OpaquePointer

    /// Nil for swift-crypto, and where the processor lacks the kernel.
    init?(_ key: StreamKey, complement: Bool, kernel: StreamKernel) {
        guard let kernel = kernel.inC, let pointer = cpattern_stream_create(kernel, key.bytes, key.bytes.count, complement) else {
            return nil
        }
        self.pointer = pointer
    }

    deinit { cpattern_stream_destroy(pointer) }
}
