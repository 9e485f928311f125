// The public half of a key, and the names under which others know it: did:key, fingerprint, PEM.

import Crypto
import FoundationEssentials

/// An Ed25519 public key.
public struct PublicKey: Sendable, Equatable {
    /// The 32 bytes of RFC 8032, section 5.1.5.
    public let bytes: [UInt8]

    /// Multicodec `ed25519-pub`, 0xED as a variable-length integer.
    private static let multicodec: [UInt8] = [0xED, 0x01]
    private static let didPrefix = "did:key:"
    /// The DER of SubjectPublicKeyInfo before the 32 bytes of the key (RFC 8410, section 4).
    private static let derPrefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    /// A key from its 32 bytes; nil for any other length, and for the bytes of no key: a point of small order, under which one signature can hold for
    /// any document, or a second spelling of a point.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32, !Self.isRefused(bytes) else { return nil }
        self.bytes = bytes
    }

    /// 2^255 - 19, the least significant byte first: no coordinate reaches it.
    private static let prime: [UInt8] = [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
    /// The y of the eight points whose order is 1, 2, 4 or 8: each is y or a second spelling of it, with either sign of x.
    private static let smallOrder: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31), [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3,
            0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C,
            0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]

    private static func isRefused(_ bytes: [UInt8]) -> Bool {
        var y = bytes
        y[31] &= 0x7F  // the sign of x
        let isBelowPrime = zip(y.reversed(), prime.reversed()).first { $0 != $1 }.map { $0 < $1 } ?? false
        return !isBelowPrime || smallOrder.contains(y)
    }

    /// A key from a Multikey (`z6Mk…`): multibase base58btc of 0xED 0x01 and the key. Any other algorithm or length is nil, as
    /// are the points that `init(bytes:)` refuses; there is no other spelling.
    public init?(multikey: String) {
        guard multikey.utf8.first == UInt8(ascii: "z"), let decoded = Base58.decode(String(multikey.dropFirst())) else { return nil }
        guard decoded.count == 34, Array(decoded.prefix(2)) == Self.multicodec else { return nil }
        self.init(bytes: Array(decoded.dropFirst(2)))
    }

    /// A key from a DID of the method `key`, without a fragment.
    public init?(did: String) {
        guard did.utf8.starts(with: Self.didPrefix.utf8) else { return nil }
        self.init(multikey: String(decoding: did.utf8.dropFirst(Self.didPrefix.utf8.count), as: UTF8.self))
    }

    /// A key from a verification method: DID, `#`, and once more the Multikey.
    public init?(verificationMethod: String) {
        let parts = verificationMethod.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, (Self.didPrefix + parts[1]).hasSameBytes(as: String(parts[0])) else { return nil }
        self.init(did: String(parts[0]))
    }

    init(_ key: Curve25519.Signing.PublicKey) { bytes = Array(key.rawRepresentation) }

    /// `z6Mk…`, the Multikey spelling.
    public var multikey: String { "z" + Base58.encode(Self.multicodec + bytes) }
    /// `did:key:z6Mk…`, the name of the key wherever a certificate speaks of it.
    public var did: String { Self.didPrefix + multikey }
    /// The name of the key in a proof.
    public var verificationMethod: String { did + "#" + multikey }
    /// SHA-256 of the 32 bytes, 64 hexadecimal digits: what people compare by eye.
    public var fingerprint: String { Hexadecimal.encode(SHA256.hash(data: bytes)) }

    /// SubjectPublicKeyInfo in PEM, as OpenSSL reads it. Ends in LF.
    public var pem: String {
        "-----BEGIN PUBLIC KEY-----\n" + Data(Self.derPrefix + bytes).base64EncodedString() + "\n-----END PUBLIC KEY-----\n"
    }

    /// Whether `signature` is the pure Ed25519 signature of `message` by this key. A signature whose S is not below the order is refused.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
