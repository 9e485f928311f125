// Hashes of the tree of RFC 9162, section 2.1.1: leaves and nodes are told apart by their first byte.

import Crypto

/// A SHA-256 hash in the tree.
public struct LogHash: Sendable, Hashable {
    /// Bytes of a hash.
    public static let byteCount = 32
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// A hash from its 32 bytes; nil for any other length.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// A hash from base64 as a checkpoint or a proof writes it.
    public init?(base64: some StringProtocol) {
        guard let bytes = Base64.decode(base64) else { return nil }
        self.init(bytes)
    }

    private init(_ digest: SHA256.Digest) { bytes = Array(digest) }

    /// SHA-256(0x00 ‖ entry).
    public static func leaf(_ entry: some Sequence<UInt8>) -> LogHash { LogHash(SHA256.hash(data: [0x00] + Array(entry))) }

    /// SHA-256(0x01 ‖ left ‖ right).
    public static func node(_ left: LogHash, _ right: LogHash) -> LogHash {
        LogHash(SHA256.hash(data: [0x01] + left.bytes + right.bytes))
    }

    /// The root of a tree without entries: SHA-256 of nothing.
    public static let empty = LogHash(SHA256.hash(data: [UInt8]()))

    /// As a checkpoint or a proof writes it.
    public var base64: String { Base64.encode(bytes) }
}
